"""`compareqpvgenerations`: squares by hand, addresses and people, overseas, warnings, refusals."""

from __future__ import annotations

import pytest
from cohesion_territoires.layers.styles.passage import style_passage
from cohesion_territoires.processing_provider.qpv.compareqpvgenerations import CompareQpvGenerations
from qgis import processing
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)
from qpv_world import layer_of

pytestmark = pytest.mark.usefixtures("qgis_processing")


def rectangle(x, y, wide, high):
    return "Polygon(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(x, y, x + wide, y + high)


def qpv(*rows, crs="EPSG:2154"):
    return layer_of("Polygon", ["code_qp:string", "nom_qp:string"], list(rows), crs)


def old():
    return qpv(
        (rectangle(0, 0, 400, 200), ("QP075001", "Les Prés")), (rectangle(1000, 0, 100, 100), ("QP075002", "La Gare"))
    )


def new():
    return qpv(
        (rectangle(200, 0, 400, 200), ("QN07501M", "Les Prés - Le Bois")),
        (rectangle(1000, 0, 102, 100), ("QN07502I", "La Gare")),
        (rectangle(3000, 0, 100, 100), ("QN07503N", "Le Port")),
    )


def run(feedback=None, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    for name in ("OUTPUT", "OUTPUT_PASSAGE", "OUTPUT_SUMMARY"):
        parameters.setdefault(name, "memory:")
    feedback = feedback or QgsProcessingFeedback(False)
    results = processing.run(CompareQpvGenerations().create(), parameters, context=context, feedback=feedback)
    tables = {}
    for name in ("OUTPUT", "OUTPUT_PASSAGE", "OUTPUT_SUMMARY"):
        names = results[name].fields().names()
        tables[name] = [
            dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in results[name].getFeatures()
        ]
    return tables, results, feedback.textLog()


def test_by_hand():
    tables, results, _log = run(QPV=new(), QPV_PREVIOUS=old())
    found = {
        (r["code_qp_2015"], r["code_qp_2024"], r["statut"], r["lisere"]): r["superficie_ha"] for r in tables["OUTPUT"]
    }
    assert found == {
        ("QP075001", "QN07501M", "CONSERVE", "NON"): 4.0,
        ("QP075002", "QN07502I", "CONSERVE", "NON"): 1.0,
        ("QP075001", None, "PERDU", "NON"): 4.0,
        (None, "QN07501M", "GAGNE", "NON"): 4.0,
        (None, "QN07502I", "GAGNE", "OUI"): 0.02,
        (None, "QN07503N", "GAGNE", "NON"): 1.0,
    }
    assert (results["AREA_KEPT"], results["AREA_GAINED"], results["AREA_LOST"]) == (5.0, 5.02, 4.0)
    assert "POINTS_KEPT" not in results and tables["OUTPUT"][0]["adresses"] is None
    rows = [
        (r["code_qp_2015"], r["code_qp_2024"], r["part_superficie_2015_pct"], r["part_superficie_2024_pct"])
        for r in tables["OUTPUT_PASSAGE"]
    ]
    assert rows == [
        ("QP075001", "QN07501M", 50.0, 50.0),
        ("QP075001", None, 50.0, None),
        ("QP075002", "QN07502I", 100.0, 98.04),
        (None, "QN07501M", None, 50.0),
        (None, "QN07503N", None, 100.0),
        (None, "QN07502I", None, 1.96),
    ]
    summary = {(r["generation"], r["code_qp"]): r for r in tables["OUTPUT_SUMMARY"]}
    assert summary["2024", "QN07502I"]["dont_liseres_ha"] == 0.02
    assert summary["2024", "QN07501M"]["code_qp_correspondant"] == "QP075001"
    assert summary["2024", "QN07503N"]["code_qp_correspondant"] is None
    assert summary["2015", None]["superficie_ha"] == 9.0 and summary["2015", None]["part_conservee_pct"] == 55.56


def test_the_table_in_the_official_columns(tmp_path):
    path = tmp_path / "correspondance.csv"
    _tables, _results, log = run(QPV=new(), QPV_PREVIOUS=old(), OUTPUT_CORRESPONDENCE=str(path))
    rows = path.read_text(encoding="utf-8-sig").replace('"', "").splitlines()
    assert rows == [
        "QP2024;Label_QP2024;Statut;QP2015_1;Label_QP2015_1;QP2015_2;Label_QP2015_2;QP2015_3;Label_QP2015_3"
        ";nb_predecesseurs",
        "QN07501M;Les Prés - Le Bois;Contour modifié;QP075001;Les Prés;;;;;1",
        "QN07502I;La Gare;Contour identique;QP075002;La Gare;;;;;1",
        "QN07503N;Le Port;Nouveau;;;;;;;0",
    ]
    assert "existed before" not in log and "predecessors" not in log
    many = qpv(*((rectangle(200 + 100 * i, 0, 100, 200), ("QP07500{}".format(i + 1), "ABCD"[i])) for i in range(4)))
    _tables, _results, log = run(QPV=new(), QPV_PREVIOUS=many, OUTPUT_CORRESPONDENCE=str(path))
    row = path.read_text(encoding="utf-8-sig").replace('"', "").splitlines()[1]
    assert row == "QN07501M;Les Prés - Le Bois;Contour modifié;QP075001;A;QP075002;B;QP075003;C;4"
    assert "1 QPV have more than three predecessors" in log
    # the layer of 2015 lacks what the code says was there
    assert "1 QPV of 2024 existed before" in log and "QN07502I" in log


def test_each_qpv_is_named_once_on_the_map():
    tables, results, _log = run(QPV=new(), QPV_PREVIOUS=old())
    layer = results["OUTPUT"]
    style_passage(layer)
    settings = layer.labeling().settings()
    text = QgsExpression(settings.fieldName)
    context = QgsExpressionContext()
    said = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        context.setFields(layer.fields())
        said.append(text.evaluate(context))
        assert not text.hasEvalError()
    # half of the first is kept and half gained
    assert sorted(str(s) for s in said if s is not None and s != NULL) == [
        "La Gare", "Le Port", "Les Prés - Le Bois", "Les Prés - Le Bois",
    ]  # fmt: skip


def test_addresses_and_people():
    places = [(100, 100), (300, 100), (310, 100), (500, 100), (3050, 50), (9000, 9000), None]
    points = layer_of("Point", ["id:integer"], [(p and "Point({} {})".format(*p), (i,)) for i, p in enumerate(places)])
    # one cell half lost and half kept, one wholly gained, one half outside, one without people, one that is no number
    cells = layer_of(
        "Polygon",
        ["ind:double"],
        [
            (rectangle(100, 0, 200, 200), (80.0,)),
            (rectangle(400, 0, 200, 200), (30.0,)),
            (rectangle(3050, 0, 100, 100), (10.0,)),
            (rectangle(200, 0, 200, 200), (None,)),
            (None, (50.0,)),
        ],
    )
    tables, results, log = run(QPV=new(), QPV_PREVIOUS=old(), POINTS=points, POPULATION=cells)
    numbers = {k: v for k, v in results.items() if k.startswith("PO")}
    assert numbers == {
        "POINTS_KEPT": 2, "POINTS_GAINED": 2, "POINTS_LOST": 1,
        "POPULATION_KEPT": 40.0, "POPULATION_GAINED": 35.0, "POPULATION_LOST": 40.0,
    }  # fmt: skip
    lost = next(r for r in tables["OUTPUT_PASSAGE"] if r["statut"] == "PERDU")
    assert (lost["adresses"], lost["part_adresses_2015_pct"], lost["population"]) == (1, 33.33, 40.0)
    assert "1 rows have no position" in log and "1 cells have no usable number" in log


def test_one_layer_of_both_generations_overseas_in_degrees():
    # a square of 0.002°, the same in both generations but for its eastern half
    both = qpv(
        ("Polygon((55.50 -21,55.502 -21,55.502 -20.998,55.50 -20.998,55.50 -21))", ("QP974001", "Le Gol")),
        ("Polygon((55.50 -21,55.501 -21,55.501 -20.998,55.50 -20.998,55.50 -21))", ("QN97401M", "Le Gol")),
        crs="EPSG:4326",
    )
    tables, results, _log = run(QPV=both, QPV_PREVIOUS=both)
    assert results["OUTPUT"].crs().authid() == "EPSG:2975"
    assert results["AREA_KEPT"] == pytest.approx(results["AREA_LOST"], rel=1e-3) and results["AREA_GAINED"] == 0
    assert results["AREA_KEPT"] == pytest.approx(2.3, rel=0.02)


def test_a_layer_of_two_territories_keeps_its_own_system():
    mixed = qpv(
        ("Polygon((55.50 -21,55.502 -21,55.502 -20.998,55.50 -20.998,55.50 -21))", ("QN97401M", "Le Gol")),
        ("Polygon((2.35 48.85,2.352 48.85,2.352 48.852,2.35 48.852,2.35 48.85))", ("QN07501M", "Les Prés")),
        crs="EPSG:4326",
    )
    tables, results, log = run(QPV=mixed, QPV_PREVIOUS=old())
    assert results["OUTPUT"].crs().authid() == "EPSG:4326"
    assert "974" in log


def test_overlaps_are_told_and_the_same_generation_twice_is_refused():
    twice = qpv((rectangle(0, 0, 100, 100), ("QP075001", "A")), (rectangle(50, 0, 100, 100), ("QP075002", "B")))
    _tables, results, log = run(QPV=new(), QPV_PREVIOUS=twice)
    assert results["AREA_KEPT"] + results["AREA_LOST"] == pytest.approx(1.5)
    assert "overlap an earlier one" in log
    with pytest.raises(QgsProcessingException, match="not those of 2024"):
        run(QPV=old(), QPV_PREVIOUS=old())


def test_refusals_and_cancel():
    with pytest.raises(QgsProcessingException):
        run(QPV=new())
    with pytest.raises(QgsProcessingException):
        run(QPV=new(), QPV_PREVIOUS=qpv())
    with pytest.raises(QgsProcessingException):
        nobody = layer_of("Polygon", ["x:string"], [(rectangle(0, 0, 9, 9), ("a",))])
        run(QPV=new(), QPV_PREVIOUS=old(), POPULATION=nobody)
    # before anything is cut
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        run(feedback, QPV=new(), QPV_PREVIOUS=old(), POINTS=new())
    assert feedback.progress() == 0
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    with pytest.raises(QgsProcessingException):
        run(feedback, QPV=new(), QPV_PREVIOUS=old())
