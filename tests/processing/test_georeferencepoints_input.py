"""`georeferencepoints` fed with everything that goes wrong: coded rows or one clear sentence."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.qpv.verdict import VERDICTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qpv_world import LIST, layer_of, run, square, ten_places

pytestmark = pytest.mark.usefixtures("qgis_processing")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    None,
                    "Point(200 200)",
                    "Point(399 1)",
                    "Point EMPTY",
                    "Point(1e9 1e9)",
                    "Point(-90000000 3)",
                    "Point(nan 4)",
                ]
            ),
            st.sampled_from([None, "", "housenumber", "street", "MUNICIPALITY", "rien", "12"]),
            st.sampled_from([None, "", "0,9", "97", "abc", "-1", "nan", "inf"]),
            st.sampled_from([None, "ok", "not-found", "error", "skipped", "???"]),
            st.sampled_from([None, "75119", '="75119"', "97605", "2A004", "x"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_wrong_with_rows_they_come_out_in_order(rows, qpv):
    fields = ["n:integer", "result_type:string", "result_score:string", "result_status:string", "code_insee:string"]
    layer = layer_of("Point", fields, [(r[0], [i, *r[1:]]) for i, r in enumerate(rows)])
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], LIST)
    older = layer_of("Polygon", ["code_qp:string"], [(square(0, 0), ["QP075001"])])
    given = {"QPV": qpv, "QPV_LIST": listing, "QPV_PREVIOUS": older}
    found, results, _layer = run(INPUT=layer, GROUP_FIELDS=["result_type"], **given)
    assert [r["n"] for r in found] == list(range(len(rows)))
    assert sum(v for k, v in results.items() if k.startswith("COUNT") and k != "COUNT_JOIN_UNFOUNDED") == len(rows)
    for row, given_row in zip(found, rows):
        assert row["verdict"] in VERDICTS and row["motif"].endswith(".")
        if given_row[3] in ("not-found", "skipped"):
            assert row["verdict"] == "NON_TROUVEE"
        if row["verdict"] == "EN_QPV" and given_row[4] != "97605":
            assert row["code_qp"] == "QN07501N" and given_row[0] == "Point(200 200)"


@pytest.mark.parametrize("kind", ["Polygon", "LineString"])
def test_wrong_geometry_is_refused(kind, qpv):
    wkt = square(0, 0) if kind == "Polygon" else "LineString(0 0, 1 1)"
    with pytest.raises(QgsProcessingException, match="[Pp]oint"):
        run(INPUT=layer_of(kind, ["n:integer"], [(wkt, [1])]), QPV=qpv)


def test_points_as_perimeters_are_refused(places):
    with pytest.raises(QgsProcessingException, match="[Pp]olyg"):
        run(INPUT=places, QPV=places)


def test_no_perimeter_no_verdict(places):
    fields = ["code_qp:string"]
    with pytest.raises(QgsProcessingException):
        run(INPUT=places, QPV=layer_of("Polygon", fields, []))
    with pytest.raises(QgsProcessingException):
        run(INPUT=places, QPV=layer_of("Polygon", fields, [(None, ["QN07501N"])]))


def test_empty_input_missing_crs_and_missing_codes(places, qpv):
    with pytest.raises(QgsProcessingException):
        run(INPUT=layer_of("Point", ["n:integer"], []), QPV=qpv)
    with pytest.raises(QgsProcessingException):
        run(INPUT=layer_of("Point", ["n:integer"], [("Point(1 1)", [1])], crs=""), QPV=qpv)
    with pytest.raises(QgsProcessingException, match="code_qp"):
        run(INPUT=places, QPV=layer_of("Polygon", ["x:string"], [(square(0, 0), ["rien"])]))
    with pytest.raises(QgsProcessingException, match="QN00103M"):
        run(INPUT=places, QPV=layer_of("Polygon", ["code_qp:integer"], [(square(0, 0), [75001])]))
    with pytest.raises(QgsProcessingException):
        run(INPUT=layer_of("None", ["n:integer"], [(None, [1])]), QPV=qpv)


@pytest.mark.parametrize("name", ["GROUP_FIELDS", "SUM_FIELDS", "DATE_FIELD", "PRECISION_FIELD", "SCORE_FIELD"])
def test_missing_fields_are_named(name, places, qpv):
    with pytest.raises(QgsProcessingException, match="nulle_part"):
        run(INPUT=places, QPV=qpv, **{name: ["nulle_part"] if name in ("GROUP_FIELDS", "SUM_FIELDS") else "nulle_part"})


@pytest.mark.parametrize("bands", ["", "500;300", "abc", "-1;3"])
def test_bad_bands_are_refused(bands, places, qpv):
    with pytest.raises(QgsProcessingException):
        run(INPUT=places, QPV=qpv, BANDS=bands)


def test_odd_geometries_keep_their_row(qpv):
    kinds = [
        ("PointZ", "PointZ(200 200 3)", "EN_QPV"),
        ("PointZM", "PointZM(200 200 3 4)", "EN_QPV"),
        ("MultiPoint", "MultiPoint((200 200))", "EN_QPV"),
        ("MultiPoint", "MultiPoint((200 200),(900 900))", "ERREUR"),
        ("Point", "Point EMPTY", "ERREUR"),
    ]
    for kind, wkt, expected in kinds:
        rows, _results, _layer = run(INPUT=layer_of(kind, ["n:integer"], [(wkt, [1]), (None, [2])]), QPV=qpv)
        assert [r["verdict"] for r in rows] == [expected, "ERREUR"], kind


def test_invalid_duplicate_and_mixed_perimeters(places):
    qpv = layer_of(
        "Polygon",
        ["CODE_QP:string", "NOM_QP:string"],
        [
            ("Polygon((0 0,400 400,400 0,0 400,0 0))", ("QN07501N", "Papillon")),
            (square(1000, 0), ("QN07502M", "Deux")),
            (square(1000, 1000), ("QN07502M", "Deux")),
            (square(-3000, 0), ("QP075001", "Ancien")),
            (square(0, 3000), (None, None)),
        ],
    )
    points = layer_of(
        "Point",
        ["n:integer"],
        [
            ("Point(60 200)", [1]),
            ("Point(200 60)", [2]),
            ("Point(1200 1200)", [3]),
            ("Point(-2800 200)", [4]),
            ("Point(200 3200)", [5]),
        ],
    )
    feedback = QgsProcessingFeedback(False)
    rows, _results, _layer = run(feedback, INPUT=points, QPV=qpv)
    assert [(r["verdict"], r["code_qp"]) for r in rows] == [
        ("EN_QPV", "QN07501N"), ("HORS_QPV", None), ("EN_QPV", "QN07502M"), ("HORS_QPV", None), ("A_VERIFIER", None),
    ]  # fmt: skip
    assert len([row for row in feedback.textLog().splitlines() if "1" in row]) >= 3


def test_no_verdict_rests_on_a_layer_of_the_wrong_generation(places, qpv):
    older = layer_of("Polygon", ["code_qp:string"], [(square(0, 0), ["QP075001"])])
    for layers in ({"QPV": older}, {"QPV": qpv, "QPV_PREVIOUS": qpv}):
        with pytest.raises(QgsProcessingException, match="no verdict can rest on them"):
            run(INPUT=places, **layers)
    rows, _results, _layer = run(INPUT=places, QPV=qpv, QPV_PREVIOUS=older)
    assert {"EN_QPV", "HORS_QPV"} <= {row["verdict_2015"] for row in rows}


def test_cancel_says_so(places, qpv):
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(QgsProcessingException):
        run(feedback, INPUT=places, QPV=qpv)


def test_unwritable_outputs(places, qpv):
    with pytest.raises(QgsProcessingException):
        run(INPUT=places, QPV=qpv, OUTPUT="/nulle/part/x.gpkg")
    with pytest.raises(QgsProcessingException):
        run(INPUT=places, QPV=qpv, OUTPUT_HTML="/nulle/part/x.html")


@pytest.mark.parametrize(
    ("kind", "score"),
    [
        ("result_type", "result_score"),
        ("ban_type", "ban_score"),
        ("geo_type", "geo_score"),
        ("Geocodage_result_type", "Geocodage_result_score"),
    ],
)
def test_answers_of_other_tools_are_known(kind, score, qpv):
    rows = [("Point(200 200)", ("street", 0.9)), ("Point(200 200)", ("housenumber", 0.3))]
    rows.append(("Point(200 200)", ("housenumber", 0.9)))
    places = layer_of("Point", ["{}:string".format(kind), "{}:double".format(score)], rows)
    found, _results, _layer = run(INPUT=places, QPV=qpv)
    assert [r["verdict"] for r in found] == ["ADRESSE_IMPRECISE", "NON_TROUVEE", "EN_QPV"]


def saved(layer, path, form):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = form
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return str(path)


def test_a_ban_answer_saved_as_a_shapefile_is_still_one(sample_folder, tmp_path):
    # its names are cut: result_typ, result_c_1, type_posit; a street must not pass for an address
    answer = QgsVectorLayer(str(sample_folder / "beneficiaires.csv"), "beneficiaires", "ogr")
    fields = ["{}:string".format(f.name()) for f in answer.fields()]
    places = [
        (None if not f["longitude"] else "Point({} {})".format(f["longitude"], f["latitude"]), f.attributes())
        for f in answer.getFeatures()
    ]
    points = layer_of("Point", fields, places, "EPSG:4326")
    cut = saved(points, tmp_path / "b.shp", "ESRI Shapefile")
    assert "result_typ" in QgsVectorLayer(cut, "b", "ogr").fields().names()
    given = {
        "QPV": "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"),
        "QPV_LIST": str(sample_folder / "liste_qp_2024.csv"),
    }
    whole, results, _layer = run(INPUT=points, **given)
    short, _results, _layer = run(INPUT=cut, **given)
    assert results["COUNT_IMPRECISE"] > 10 and results["COUNT_NOT_FOUND"] > 10
    for name in ("verdict", "code_qp", "precision", "motif"):
        assert [r[name] for r in short] == [r[name] for r in whole], name


def test_a_sheet_of_texts_whose_titles_gdal_misses_says_what_to_do(qpv, tmp_path):
    table = layer_of("None", ["longitude:string", "latitude:string"], [(None, ("2,34", "48,85"))])
    sheet = saved(table, tmp_path / "textes.xlsx", "XLSX")
    with pytest.raises(QgsProcessingException, match="CSV"):
        run(INPUT=sheet, QPV=qpv)
    with pytest.raises(QgsProcessingException, match="CSV"):
        run(INPUT=ten_places(), QPV=qpv, QPV_LIST=sheet)
