"""`georeferencepoints` from the outside: rows, fields, verdicts, summary and report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate
from qpv_world import EXPECTED, LIST, layer_of, run, square

pytestmark = pytest.mark.usefixtures("qgis_processing")


def test_verdicts_fields_and_numbers(places, qpv):
    rows, results, layer = run(INPUT=places, QPV=qpv)
    assert [r["nom"] for r in rows] == list("abcdefghij")
    assert [r["verdict"] for r in rows] == EXPECTED
    assert layer.fields().names()[5:] == [
        "verdict", "code_qp", "nom_qp", "distance_m", "code_qp_proche", "nom_qp_proche", "bande_300", "bande_500",
        "precision", "motif",
    ]  # fmt: skip
    assert (rows[0]["code_qp"], rows[0]["nom_qp"], rows[0]["distance_m"]) == ("QN07501N", "Les Prés", -200)
    assert (rows[1]["code_qp"], rows[1]["code_qp_proche"], rows[1]["distance_m"]) == (None, "QN07501N", -3)
    assert [r["bande_300"] for r in rows] == [
        "OUI", "OUI", "OUI", "OUI", "A_VERIFIER", None, None, None, "A_VERIFIER", "NON",
    ]  # fmt: skip
    assert rows[8]["bande_500"] == "OUI"
    assert (rows[9]["distance_m"], rows[9]["code_qp_proche"]) == (None, None)
    assert [r["precision"] for r in rows[:5]] == ["entrée", "entrée", "entrée", "numéro", "voie"]
    assert "non certifiée" in rows[9]["motif"]
    assert (rows[6]["distance_m"], rows[5]["distance_m"]) == (None, None)
    counts = {k: v for k, v in results.items() if k.startswith("COUNT")}
    assert counts == {
        "COUNT_IN": 1, "COUNT_OUT": 3, "COUNT_TO_CHECK": 2, "COUNT_IMPRECISE": 1, "COUNT_NOT_FOUND": 2,
        "COUNT_ERROR": 1, "COUNT_JOIN_UNFOUNDED": 4,
    }  # fmt: skip


def test_previous_generation_and_dates(qpv):
    places = layer_of(
        "Point",
        ["jour:string"],
        [("Point(200 200)", ["2023-12-31"]), ("Point(700 200)", ["01/01/2024"]), ("Point(200 200)", [None])],
    )
    older = layer_of("Polygon", ["code_qp:string", "nom_qp:string"], [(square(600, 0), ("QP075001", "Ancien"))])
    rows, _results, _layer = run(INPUT=places, QPV=qpv, QPV_PREVIOUS=older, DATE_FIELD="jour")
    assert [r["verdict"] for r in rows] == ["EN_QPV", "HORS_QPV", "EN_QPV"]
    assert [r["verdict_2015"] for r in rows] == ["HORS_QPV", "EN_QPV", "HORS_QPV"]
    assert (rows[1]["code_qp_2015"], rows[1]["nom_qp_2015"], rows[1]["distance_2015_m"]) == ("QP075001", "Ancien", -100)
    assert [r["generation_applicable"] for r in rows] == ["2015", "2024", None]


def test_the_generation_of_a_row_without_position_follows_its_commune(qpv):
    fields = ["jour:string", "code_insee:string"]
    cases = [
        (None, "2024-06-01", "97411", "2015"), (None, "2024-06-01", "75119", "2024"), (None, "2024-06-01", None, None),
        (None, "2025-06-01", None, "2024"), (None, "2023-06-01", None, "2015"), (None, "2014-06-01", "75119", None),
        ("Point(200 200)", "2024-06-01", None, "2024"),
    ]  # fmt: skip
    places = layer_of("Point", fields, [(wkt, (day, commune)) for wkt, day, commune, _ in cases])
    rows, _results, _layer = run(INPUT=places, QPV=qpv, DATE_FIELD="jour")
    assert [r["generation_applicable"] for r in rows] == [expected for *_, expected in cases]


def test_bare_answer_of_the_geocoding_service(qpv):
    fields = ["type:string", "score:double", "citycode:string", "city:string", "postcode:string"]
    rows = [
        ("Point(200 200)", ("street", 0.9, "75119", "Paris", "75019")),
        ("Point(200 200)", ("housenumber", 0.9, "75119", "Paris", "75019")),
        ("Point(200 200)", ("housenumber", 0.2, "75119", "Paris", "75019")),
    ]
    found, _results, _layer = run(INPUT=layer_of("Point", fields, rows), QPV=qpv)
    assert [r["verdict"] for r in found] == ["ADRESSE_IMPRECISE", "EN_QPV", "NON_TROUVEE"]
    # a field called type or score in another table says nothing of a position
    found, _results, _layer = run(INPUT=layer_of("Point", fields[:2], [(w, a[:2]) for w, a in rows]), QPV=qpv)
    assert [r["verdict"] for r in found] == ["EN_QPV"] * 3


def test_address_of_another_town_is_not_firm(qpv):
    fields = [
        "adresse:string",
        "commune:string",
        "result_housenumber:string",
        "result_street:string",
        "result_city:string",
    ]
    rows = [
        ("Point(200 200)", ("3 r des Clous", "PARIS 20", "3", "Rue des Clous", "Paris")),
        ("Point(200 200)", ("3 rue des Clous", "Pantin", "3", "Rue des Clous", "Paris")),
        ("Point(200 200)", ("3 rue des Clous", "Paris", "5", "Rue des Clous", "Paris")),
        ("Point(200 200)", ("3 rue des Clous", "Paris", "3", "Rue des Cloÿs", "Paris")),
    ]
    found, _results, _layer = run(INPUT=layer_of("Point", fields, rows), QPV=qpv)
    assert [r["verdict"] for r in found] == ["EN_QPV"] + ["A_VERIFIER"] * 3
    assert [r["motif"].split()[1] for r in found[1:]] == ["commune", "numéro", "voie"]


def test_groups_of_dates(qpv):
    places = layer_of("Point", ["jour:date"], [("Point(200 200)", [QDate(2024, 5, 1)]), ("Point(1 1)", [None])])
    _rows, results, _layer = run(
        INPUT=places, QPV=qpv, GROUP_FIELDS=["jour"], DATE_FIELD="jour", OUTPUT_SUMMARY="memory:"
    )
    assert {f["jour"] for f in results["OUTPUT_SUMMARY"].getFeatures() if f["niveau"] == "groupe"} == {
        "2024-05-01",
        NULL,
    }
    assert [r["generation_applicable"] for r in _rows] == ["2024", None]


def test_official_list_certifies_or_opens(qpv):
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], [*LIST, (None, ("QN09901M", "99010"))])
    places = layer_of(
        "Point",
        ["result_type:string", "result_citycode:string"],
        [
            ("Point(3000 200)", ("housenumber", "75119")),
            ("Point(3000 200)", ("housenumber", "93010")),
            ("Point(200 200)", ("housenumber", "93010")),
            ("Point(3000 200)", ("street", "99077")),
            ("Point(3000 200)", ("street", "75119")),
        ],
    )
    rows, _results, _layer = run(INPUT=places, QPV=qpv, QPV_LIST=listing)
    assert [r["verdict"] for r in rows] == ["HORS_QPV", "A_VERIFIER", "EN_QPV", "HORS_QPV", "ADRESSE_IMPRECISE"]
    assert "certifiée" not in rows[0]["motif"]
    assert rows[1]["motif"].startswith("Périmètres incomplets ou filtrés")
    assert rows[1]["bande_300"] == "A_VERIFIER"
    assert rows[3]["motif"].startswith("Commune sans QPV")


def test_communes_layer_tells_where_the_position_falls(qpv):
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], LIST)
    communes = layer_of(
        "Polygon",
        ["insee_com:string"],
        [(square(-5000, -5000, 7000), ["75119"]), (square(2000, -5000, 7000), ["93010"])],
    )
    places = layer_of("Point", ["n:integer"], [("Point(700 200)", [1]), ("Point(3000 200)", [2])])
    rows, _results, _layer = run(INPUT=places, QPV=qpv, QPV_LIST=listing, COMMUNES=communes)
    assert [r["verdict"] for r in rows] == ["HORS_QPV", "A_VERIFIER"]


def test_table_with_longitude_and_latitude(qpv):
    table = layer_of(
        "None",
        ["longitude:string", "latitude:string", "result_type:string"],
        [(None, ("2,3488", "48.8534", "housenumber")), (None, (None, None, None)), (None, ("x", "48", "housenumber"))],
    )
    rows, _results, layer = run(INPUT=table, QPV=qpv)
    assert [r["verdict"] for r in rows] == ["HORS_QPV", "NON_TROUVEE", "ERREUR"]
    assert layer.crs().authid() == "EPSG:4326"
    assert layer.getFeature(1).geometry().asPoint().x() == pytest.approx(2.3488)


def test_overseas_is_measured_at_home(qpv):
    # 100 m east of a QPV of Réunion, in degrees, beside mainland perimeters
    reunion = layer_of("Polygon", ["code_qp:string"], [], "EPSG:2975")
    feature = QgsFeature(reunion.fields())
    feature.setAttributes(["QN97401N"])
    feature.setGeometry(QgsGeometry.fromWkt(square(340000, 7680000)))
    assert reunion.dataProvider().addFeatures([feature])[0]
    merged = layer_of("Polygon", ["code_qp:string"], [], "EPSG:4326")
    for source in (qpv, reunion):
        change = QgsCoordinateTransform(source.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance())
        for old in source.getFeatures():
            new = QgsFeature(merged.fields())
            new.setAttributes([old["code_qp"]])
            geometry = old.geometry()
            geometry.transform(change)
            new.setGeometry(geometry)
            assert merged.dataProvider().addFeatures([new])[0]
    back = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:2975"), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    here = QgsGeometry.fromWkt("Point(340500 7680200)")
    here.transform(back)
    places = layer_of(
        "Point",
        ["n:integer"],
        [(here.asWkt(12), [1]), ("Point(2.3488 48.8534)", [2]), ("Point(-61.0 14.6)", [3]), ("Point(0 0)", [4])],
        "EPSG:4326",
    )
    rows, _results, _layer = run(INPUT=places, QPV=merged)
    assert rows[0]["distance_m"] == pytest.approx(100, abs=0.05)
    assert [r["verdict"] for r in rows] == ["HORS_QPV", "HORS_QPV", "A_VERIFIER", "ERREUR"]
    assert "aucun QPV dans ce département" in rows[2]["motif"]


def test_mayotte_is_answered_by_commune():
    qpv = layer_of(
        "Polygon",
        ["code_qp:string"],
        [("Polygon((45.2 -12.8,45.21 -12.8,45.21 -12.79,45.2 -12.8))", ["QN97651C"])],
        "EPSG:4326",
    )
    places = layer_of(
        "Point",
        ["result_type:string", "result_citycode:string"],
        [("Point(45.1 -12.9)", ("municipality", "97605"))],
        "EPSG:4326",
    )
    rows, _results, _layer = run(INPUT=places, QPV=qpv)
    assert rows[0]["verdict"] == "EN_QPV"
    assert rows[0]["bande_300"] == "OUI"


def test_result_fed_in_again(places, qpv, tmp_path):
    first = str(tmp_path / "un.gpkg")
    run(INPUT=places, QPV=qpv, OUTPUT=first)
    rows, _results, layer = run(INPUT=first, QPV=qpv, OUTPUT=str(tmp_path / "deux.gpkg"))
    assert [r["verdict_2"] for r in rows] == EXPECTED
    assert [r["verdict"] for r in rows] == EXPECTED
    assert "fid_source" in layer.fields().names()


def test_summary_report_and_journal(places, qpv, tmp_path):
    html, journal, summary = (str(tmp_path / n) for n in ("r.html", "j.json", "s.csv"))
    rows, results, _layer = run(
        INPUT=places,
        QPV=qpv,
        OUTPUT=str(tmp_path / "o.gpkg"),
        OUTPUT_HTML=html,
        OUTPUT_JOURNAL=journal,
        OUTPUT_SUMMARY=summary,
        GROUP_FIELDS=["result_type"],
        SUM_FIELDS=["result_score"],
    )
    page = Path(html).read_text(encoding="utf-8")
    assert "aurait donné 4 réponses fermes fausses ou non fondées" in page
    assert "Les Prés" in page
    assert json.loads(Path(journal).read_text(encoding="utf-8"))
    table = QgsVectorLayer(summary, "s", "ogr")
    first = next(table.getFeatures())
    assert (first["niveau"], int(first["nb_lignes"]), float(first["part_min_pct"])) == ("ensemble", 10, 10.0)
    assert float(first["part_max_pct"]) == 70.0
    assert {f["niveau"] for f in table.getFeatures()} == {"ensemble", "groupe", "qpv", "qpv_groupe"}


def test_report_names_a_table_of_a_geopackage(places, qpv, tmp_path):
    package, html = tmp_path / "exemple.gpkg", tmp_path / "r.html"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "qpv_2024"
    QgsVectorFileWriter.writeAsVectorFormatV3(qpv, str(package), QgsCoordinateTransformContext(), options)
    source = "{}|layername=qpv_2024".format(package)
    run(INPUT=places, QPV=source, OUTPUT_HTML=str(html))
    assert "Couche « exemple – qpv_2024 », 2 périmètres." in html.read_text(encoding="utf-8")

    # a layer of the project has a name of its own, also where only its selected rows are used
    layer = QgsVectorLayer(source, "Mes quartiers", "ogr")
    layer.selectAll()
    QgsProject.instance().addMapLayer(layer, False)
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    journal = tmp_path / "j.json"
    run(INPUT=places, QPV=selected, OUTPUT_HTML=str(html), OUTPUT_JOURNAL=str(journal))
    QgsProject.instance().removeMapLayer(layer.id())
    assert json.loads(journal.read_text(encoding="utf-8"))["entrees"]["QPV"]["nom"] == "Mes quartiers"
    page = html.read_text(encoding="utf-8")
    assert "Couche « Mes quartiers », 2 périmètres." in page
    assert "<td>Mes quartiers</td>" in page


def test_secrecy_masks_the_summary(places, qpv):
    _rows, results, _layer = run(INPUT=places, QPV=qpv, OUTPUT_SUMMARY="memory:", SECRET_THRESHOLD=3)
    first = next(results["OUTPUT_SUMMARY"].getFeatures())
    assert first["nb_en_qpv"] == NULL
    assert first["secret"] == "OUI"
