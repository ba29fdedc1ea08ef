"""`georeferenceparcels`: rows kept, rules by hand, NPNRU, list, generations, overseas, refusals."""

from __future__ import annotations

import pytest
from cohesion_territoires.processing_provider.qpv.georeferenceparcels import GeoreferenceParcels
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject
from qpv_world import LIST, layer_of, square

pytestmark = pytest.mark.usefixtures("qgis_processing")


def run(feedback=None, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters.setdefault("OUTPUT", "memory:")
    feedback = feedback or QgsProcessingFeedback(False)
    results = processing.run(GeoreferenceParcels().create(), parameters, context=context, feedback=feedback)
    names = results["OUTPUT"].fields().names()
    values = [[None if v == NULL else v for v in f.attributes()] for f in results["OUTPUT"].getFeatures()]
    rows = [dict(zip(names, row)) for row in values]
    return rows, results, feedback.textLog()


def qpv(npnru=("Oui", "Non"), field="npnru"):
    return layer_of(
        "Polygon",
        ["code_qp:string", "lib_qp:string", field + ":string"],
        [
            (square(0, 0), ("QN07501N", "Les Prés", npnru[0])),
            (square(5000, 0), ("QN07502M", "La Gare", npnru[1])),
        ],
    )


# place, verdict, rule, distances
CASES = [
    (square(100, 100, 50), "EN_QPV", "DANS_QPV", (0, 0)),
    (square(380, 100, 80), "EN_PARTIE", "ENTIER_300", (0, 60)),
    (square(397, 100, 80), "A_VERIFIER", "ENTIER_300", (0, 77)),
    (square(402, 100, 80), "A_VERIFIER", "ENTIER_300", (2, 82)),
    (square(450, 100, 80), "HORS_QPV", "ENTIER_300", (50, 130)),
    (square(5650, 100, 48), "HORS_QPV", "A_VERIFIER", (250, 298)),
    (square(650, 100, 80), "HORS_QPV", "PARTIE_300_ENTIER_500", (250, 330)),
    (square(5650, 100, 80), "HORS_QPV", "AUCUNE", (250, 330)),
    (square(650, 100, 260), "HORS_QPV", "AUCUNE", (250, 510)),
    (square(650, 100, 247), "HORS_QPV", "A_VERIFIER", (250, 497)),
    (square(1800, 100, 80), "HORS_QPV", "AUCUNE", (None, None)),
    (None, "ERREUR", None, (None, None)),
    ("Polygon((650 100,700 150,700 100,650 150,650 100))", "HORS_QPV", "PARTIE_300_ENTIER_500", (250, 300)),
]


def parcels():
    return layer_of("Polygon", ["code:string"], [(wkt, ("{:05d}".format(n),)) for n, (wkt, *_) in enumerate(CASES)])


def test_by_hand():
    # the last one is a bow tie, whose 300 m may be more or less: the 500 m rule is proven either way
    rows, results, log = run(INPUT=parcels(), QPV=qpv(), OUTPUT_SUMMARY="memory:")
    assert [r["code"] for r in rows] == ["{:05d}".format(n) for n in range(len(CASES))]
    assert [(r["verdict"], r["regle"]) for r in rows] == [(verdict, rule) for _, verdict, rule, _ in CASES]
    for row, (_, _, _, expected) in zip(rows, CASES):
        assert (row["distance_min_m"], row["distance_max_m"]) == pytest.approx(expected)
    assert [r["bande_300"] for r in rows[4:8]] == ["OUI", "A_VERIFIER", "PARTIE", "PARTIE"]
    assert [r["npnru"] for r in rows[6:8]] == ["OUI", "NON"]
    assert rows[1]["part_dans_pct"] == 25 and rows[1]["code_qp"] == "QN07501N"
    assert all(r["motif"].endswith(".") for r in rows)
    assert "1 invalid polygons were repaired" in log
    assert (results["COUNT_IN"], results["COUNT_PARTLY"], results["COUNT_TO_CHECK"]) == (1, 1, 2)
    assert (results["COUNT_RULE_300"], results["COUNT_RULE_500"], results["COUNT_RULE_TO_CHECK"]) == (4, 2, 2)
    summary = list(results["OUTPUT_SUMMARY"].getFeatures())
    assert summary[0]["nb_polygones"] == 13 and summary[0]["nb_erreurs"] == 1
    assert [(r["code_qp"], r["nb_regle_a_verifier"]) for r in summary[1:]] == [("QN07501N", 1), ("QN07502M", 1)]


def test_without_a_field_the_500_m_rule_is_not_applied():
    rows, _results, log = run(INPUT=parcels(), QPV=qpv(field="anru"))
    assert rows[6]["regle"] == "AUCUNE" and "aucun champ ne dit" in rows[6]["motif"] and rows[6]["npnru"] is None
    assert "500 m rule is not applied" in log
    # it would change nothing where all is near, or some of it too far
    assert not any("aucun champ ne dit" in rows[n]["motif"] for n in (0, 4, 8, 10))
    rows, _results, _log = run(INPUT=parcels(), QPV=qpv(field="anru"), NPNRU_FIELD="anru")
    assert rows[6]["regle"] == "PARTIE_300_ENTIER_500"
    rows, _results, _log = run(INPUT=parcels(), QPV=qpv(("peut-être", "")))
    assert rows[6]["regle"] == rows[7]["regle"] == "A_VERIFIER"


def test_the_tolerance_is_the_users():
    rows, _results, _log = run(INPUT=parcels(), QPV=qpv(), EDGE_TOLERANCE=0)
    assert [r["verdict"] for r in rows[2:4]] == ["EN_PARTIE", "HORS_QPV"]
    assert rows[5]["regle"] == "ENTIER_300" and rows[9]["regle"] == "PARTIE_300_ENTIER_500"
    rows, _results, _log = run(INPUT=parcels(), QPV=qpv(), EDGE_TOLERANCE=60)
    assert rows[0]["verdict"] == "EN_QPV" and rows[4]["verdict"] == "A_VERIFIER"


def test_a_programme_of_two_parcels_is_one_answer():
    programme = layer_of(
        "MultiPolygon",
        ["nom:string"],
        [("MultiPolygon(((100 100,150 100,150 150,100 100)),((640 0,700 0,700 60,640 0)))", ("x",))],
    )
    rows, _results, _log = run(INPUT=programme, QPV=qpv())
    assert (rows[0]["verdict"], rows[0]["regle"]) == ("EN_PARTIE", "PARTIE_300_ENTIER_500")
    assert rows[0]["distance_max_m"] == 300


def test_both_generations_side_by_side():
    older = layer_of("Polygon", ["code_qp:string", "nom_qp:string"], [(square(0, 0, 200), ("QP075001", "Les Prés"))])
    rows, _results, _log = run(INPUT=parcels(), QPV=qpv(), QPV_PREVIOUS=older)
    assert (rows[1]["verdict_2015"], rows[1]["distance_min_2015_m"], rows[1]["regle_2015"]) == (
        "HORS_QPV", 180.0, "ENTIER_300",
    )  # fmt: skip
    assert rows[0]["verdict_2015"] == "EN_QPV" and rows[0]["code_qp_2015"] == "QP075001"


def test_an_incomplete_layer_is_not_trusted():
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], LIST)
    communes = layer_of(
        "Polygon",
        ["insee_com:string"],
        [(square(-3000, -3000, 4500), ("93010",)), (square(1500, -3000, 6000), ("75056",))],
    )
    rows, _results, _log = run(INPUT=parcels(), QPV=qpv(), QPV_LIST=listing, COMMUNES=communes)
    # QN09301M of 93010 is not in the layer
    assert rows[4]["verdict"] == "A_VERIFIER" and "incomplets" in rows[4]["motif"]
    assert rows[4]["regle"] == "ENTIER_300" and rows[8]["regle"] == "A_VERIFIER"
    assert rows[0]["verdict"] == "EN_QPV"
    assert rows[7]["verdict"] == "HORS_QPV"


def test_the_list_is_asked_by_the_columns_of_the_cadastre_too():
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], LIST)
    for field, values in (("commune", ("93010", "75056")), ("IDU", ("930100000A0001", "751010000A0001"))):
        given = layer_of(
            "Polygon",
            [field + ":string"],
            [(square(x, y, 80), (v,)) for x, y, v in zip((450, 5650, 450), (100, 100, 0), (*values, None))],
        )
        rows, _results, log = run(INPUT=given, QPV=qpv(), QPV_LIST=listing)
        assert [r["verdict"] for r in rows] == ["A_VERIFIER", "HORS_QPV", "HORS_QPV"]
        assert "certifiée" not in rows[1]["motif"] and "certifiée" in rows[2]["motif"]
        assert "layer lacks" in log


def test_a_polygon_in_a_commune_without_qpv_is_to_be_checked():
    codes = [("QN07501N", "75056"), ("QN07502M", "75056"), ("QN09901M", "99001")]
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], [(None, row) for row in codes])
    given = layer_of("Polygon", ["code_insee:string"], [(square(100, 100, 50), (c,)) for c in ("75056", "99005")])
    communes = layer_of(
        "Polygon",
        ["insee_com:string"],
        [(square(-3000, -3000, 9000), ("75056",)), (square(9000, 9000, 10), ("99005",))],
    )
    rows, _results, _log = run(INPUT=given, QPV=qpv(), QPV_LIST=listing, COMMUNES=communes)
    assert [r["verdict"] for r in rows] == ["EN_QPV", "EN_QPV"]
    communes = layer_of("Polygon", ["insee_com:string"], [(square(-3000, -3000, 9000), ("99005",))])
    rows, _results, _log = run(INPUT=given, QPV=qpv(), QPV_LIST=listing, COMMUNES=communes)
    # the list knows the commune by the column of the first, and gives no QPV to the other's
    assert [r["verdict"] for r in rows] == ["EN_QPV", "A_VERIFIER"]
    assert "aucun QPV à sa commune" in rows[1]["motif"]


def test_perimeters_without_code_or_one_over_the_other_prove_nothing():
    overlap = layer_of(
        "Polygon",
        ["code_qp:string"],
        [(square(0, 0), ("QN07501N",)), (square(50, 50), ("QN07502M",)), (square(5000, 0), (None,))],
    )
    given = layer_of(
        "Polygon", ["n:integer"], [(square(x, 100, 50), (x,)) for x in (100, 10, 5100, 5500)]
    )
    rows, results, _log = run(INPUT=given, QPV=overlap, OUTPUT_SUMMARY="memory:")
    assert [(r["verdict"], r["regle"], r["code_qp"]) for r in rows] == [
        ("A_VERIFIER", "DANS_QPV", None),
        ("A_VERIFIER", "DANS_QPV", None),
        ("A_VERIFIER", "A_VERIFIER", None),
        ("HORS_QPV", "A_VERIFIER", None),
    ]
    assert "se recouvrent" in rows[0]["motif"] and "périmètre sans code" in rows[3]["motif"]
    # what lies in two perimeters is counted once in all
    whole = next(results["OUTPUT_SUMMARY"].getFeatures())
    assert whole["surface_dans_qpv_ha"] == pytest.approx(0.75) and whole["surface_ha"] == pytest.approx(1.0)


def test_why_a_rule_is_to_be_checked_is_said_and_nothing_else():
    def why(wkt, **more):
        given = layer_of("Polygon", ["n:integer"], [(wkt, (1,))])
        rows, _results, _log = run(INPUT=given, QPV=qpv(("", "Non")), **more)
        assert rows[0]["regle"] == "A_VERIFIER"
        return rows[0]["motif"].partition("à vérifier")[2]

    silent, near = "le champ NPNRU ne dit rien", "seuil franchi ou non à 5 m près"
    assert silent in why(square(650, 100, 80)) and near not in why(square(650, 100, 80))
    # 250 to 498 m: the 500 m may be reached, and nobody knows whether the rule holds at all
    assert silent in why(square(650, 100, 248)) and near in why(square(650, 100, 248))
    assert near in why(square(5650, 100, 48)) and silent not in why(square(5650, 100, 48))
    listing = layer_of("None", ["code_qp:string", "insee_com:string"], LIST)
    given = layer_of("Polygon", ["code_insee:string"], [(square(9000, 9000, 80), ("93010",))])
    rows, _results, _log = run(INPUT=given, QPV=qpv(), QPV_LIST=listing)
    assert rows[0]["motif"].endswith("à vérifier (aucun QPV à moins de 500 m) : périmètres peut-être incomplets.")


def dated():
    rows = [
        (square(100, 100, 50), ("A", 10.0, "2023-06-01")),
        (square(450, 100, 80), ("A", 5.0, "2024-06-01")),
        (square(5100, 100, 50), ("B", 2.0, None)),
        (None, ("B", 1.0, "2024-06-01")),
        (square(380, 100, 80), (None, None, "12/01/2026")),
    ]
    return layer_of("Polygon", ["commune:string", "logements:double", "permis:string"], rows)


def test_groups_sums_dates_and_the_report(tmp_path):
    page = tmp_path / "parcelles.html"
    rows, results, _log = run(
        INPUT=dated(), QPV=qpv(), GROUP_FIELDS=["commune"], SUM_FIELDS=["logements"], DATE_FIELD="permis",
        OUTPUT_SUMMARY="memory:", OUTPUT_HTML=str(page),
    )  # fmt: skip
    assert [r["generation_applicable"] for r in rows] == ["2015", "2024", None, None, "2024"]
    summary = [
        {k: None if v == NULL else v for k, v in zip(results["OUTPUT_SUMMARY"].fields().names(), f.attributes())}
        for f in results["OUTPUT_SUMMARY"].getFeatures()
    ]
    assert [(r["commune"], r["niveau"], r["code_qp"]) for r in summary] == [
        (None, "ensemble", None), ("A", "groupe", None), ("B", "groupe", None), (None, "groupe", None),
        (None, "qpv", "QN07501N"), ("A", "qpv_groupe", "QN07501N"), (None, "qpv_groupe", "QN07501N"),
        (None, "qpv", "QN07502M"), ("B", "qpv_groupe", "QN07502M"),
    ]  # fmt: skip
    whole, first = summary[0], summary[1]
    assert (whole["nb_polygones"], whole["nb_en_qpv"], whole["nb_en_partie"], whole["nb_erreurs"]) == (5, 2, 1, 1)
    assert (whole["part_min_pct"], whole["part_max_pct"]) == (40.0, 60.0)
    assert (whole["somme_logements"], whole["somme_logements_en_qpv"], whole["somme_logements_regle"]) == (18, 12, 17)
    assert (first["nb_en_qpv"], first["nb_entier_300"], first["somme_logements_regle"]) == (1, 1, 15)
    assert {r["secret"] for r in summary} == {"NON"}
    # two polygons in, one out; the plain join says "in" of the one partly in
    assert results["COUNT_JOIN_UNFOUNDED"] == 1
    html = page.read_text(encoding="utf-8")
    assert "<h3>Par groupe</h3>" in html and "logements" in html and "1 réponse ferme fausse" in html


def test_secrecy_hides_small_counts_and_surfaces():
    _rows, results, _log = run(
        INPUT=dated(), QPV=qpv(), GROUP_FIELDS=["commune"], SUM_FIELDS=["logements"], SECRET_THRESHOLD=5,
        OUTPUT_SUMMARY="memory:",
    )  # fmt: skip
    names = results["OUTPUT_SUMMARY"].fields().names()
    counts = [n for n in names if n.startswith("nb_")]
    for feature in results["OUTPUT_SUMMARY"].getFeatures():
        assert all(feature[n] == NULL or feature[n] in (0, 5) for n in counts)
        assert feature["secret"] == "OUI"
        assert all(feature[n] == NULL for n in names if n.startswith(("somme_", "part_", "surface_")))


def test_what_a_plain_join_would_say():
    rows = [(square(400, 100, 50), (1,)), (square(397, 100, 80), (2,)), (square(450, 100, 80), (3,))]
    _rows, results, _log = run(INPUT=layer_of("Polygon", ["n:integer"], rows), QPV=qpv())
    # the first only touches, the second is within the tolerance of the drawing
    assert results["COUNT_JOIN_UNFOUNDED"] == 2


def test_overseas_and_abroad():
    fields = ["code_qp:string"]
    square_of_2_km = "Polygon((55.50 -21,55.52 -21,55.52 -20.98,55.50 -20.98,55.50 -21))"
    island = layer_of("Polygon", fields, [(square_of_2_km, ("QN97401M",))], "EPSG:4326")
    given = layer_of(
        "Polygon",
        ["n:integer"],
        [
            ("Polygon((55.505 -20.995,55.506 -20.995,55.506 -20.994,55.505 -20.994,55.505 -20.995))", (1,)),
            ("Polygon((2.35 48.85,2.351 48.85,2.351 48.851,2.35 48.85))", (2,)),
            ("Polygon((-100 40,-99.9 40,-99.9 40.1,-100 40))", (3,)),
        ],
        "EPSG:4326",
    )
    rows, _results, log = run(INPUT=given, QPV=island)
    assert [r["verdict"] for r in rows] == ["EN_QPV", "A_VERIFIER", "ERREUR"]
    assert "1 polygons lie in no French territory" in log
    assert "aucun périmètre sur ce territoire" in rows[1]["motif"] and rows[1]["regle"] == "A_VERIFIER"
    assert "hors de tout territoire" in rows[2]["motif"]


@pytest.mark.parametrize(
    "bad",
    [
        {"BANDS": "500;300"}, {"MAX_DISTANCE": 0}, {"NPNRU_FIELD": "nulle_part"}, {"GROUP_FIELDS": ["nulle_part"]},
        {"SUM_FIELDS": ["nulle_part"]}, {"DATE_FIELD": "nulle_part"},
    ],
)  # fmt: skip
def test_bad_parameters_are_refused(bad):
    with pytest.raises(QgsProcessingException):
        run(INPUT=parcels(), QPV=qpv(), **bad)


def test_points_are_refused_and_cancel_obeyed():
    with pytest.raises(QgsProcessingException):
        run(INPUT=layer_of("Point", ["a:string"], [("Point(0 0)", ("x",))]), QPV=qpv())
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    with pytest.raises(QgsProcessingException):
        run(feedback, INPUT=parcels(), QPV=qpv())
