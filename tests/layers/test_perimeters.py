"""Perimeters as layers hold them: repaired, merged, sorted out, measured like GEOS does."""

from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.errors import DataError, EmptyLayerError, MissingFieldError
from cohesion_territoires.domain.qpv.codes import CURRENT, PREVIOUS
from cohesion_territoires.layers.communes import CommuneIndex, read_list
from cohesion_territoires.layers.crs import authority
from cohesion_territoires.layers.perimeters import read_perimeters
from cohesion_territoires.layers.territorial_index import TerritorialIndex, polygon_rings
from qgis.core import QgsGeometry, QgsPointXY
from qpv_world import X, Y, layer_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def perimeters(rows, fields=("code_qp:string", "nom_qp:string"), crs="EPSG:2154", kind="Polygon"):
    return layer_of(kind, fields, rows, crs)


SQUARE = "Polygon((0 0,400 0,400 400,0 400,0 0))"
BOW_TIE = "Polygon((0 0,400 400,400 0,0 400,0 0))"


def test_names_are_found_alone_whatever_their_case():
    for fields in (
        ("Code_QP:string", "Lib_QP:string"),
        ("code_quartier:string", "nom_quartier:string"),
        ("x:string", "nom:string"),
    ):
        found = read_perimeters(perimeters([(SQUARE, ("QN07501N", "Les Prés"))], fields), "QPV", CURRENT)
        assert (found.codes, found.names) == (["QN07501N"], ["Les Prés"])


def test_repairs_merges_and_counts():
    found = read_perimeters(
        perimeters(
            [
                (BOW_TIE, ("QN07501N", "Papillon")),
                (SQUARE, ("qn07502m ", "Un")),
                ("Polygon((200 0,600 0,600 400,200 400,200 0))", ("QN07502M", "Un encore")),
                (None, ("QN07503M", "Sans")),
                ("Polygon((0 0,10 10,0 0))", ("QN07504M", "Plat")),
                (SQUARE, (None, "Sans code")),
            ]
        ),
        "QPV",
        CURRENT,
    )
    assert found.codes == ["QN07501N", "QN07502M", None]
    assert (found.repaired >= 1, found.merged, found.without_code) == (True, 1, 1)
    assert found.without_geometry == 2
    assert [round(g.area()) for g in found.geometries] == [80000, 240000, 160000]
    assert all(g.isGeosValid() for g in found.geometries)


def test_generations_are_told_apart():
    mixed = perimeters([(SQUARE, ("QN07501N", "a")), ("Polygon((900 0,950 0,950 50,900 0))", ("QP075001", "b"))])
    for year, code in ((CURRENT, "QN07501N"), (PREVIOUS, "QP075001")):
        found = read_perimeters(mixed, "QPV", year)
        assert (found.codes, found.other_generation, found.generation) == ([code], 1, year)


@pytest.mark.parametrize(("code", "wanted"), [("QP075001", CURRENT), ("QN07501N", PREVIOUS)])
def test_the_other_generation_is_refused_in_its_place(code, wanted):
    layer = perimeters([(SQUARE, (code, "b")), ("Polygon((900 0,950 0,950 50,900 0))", (None, "c"))])
    with pytest.raises(DataError, match="not those of {}".format(wanted)):
        read_perimeters(layer, "QPV", wanted)
    found = read_perimeters(layer, "QPV", wanted, whichever=True)
    assert (found.generation, found.other_generation, len(found)) == (({PREVIOUS, CURRENT} - {wanted}).pop(), 0, 2)


def test_unusable_layers_are_refused():
    with pytest.raises(EmptyLayerError):
        read_perimeters(perimeters([(None, ("QN07501N", ""))]), "QPV", CURRENT)
    with pytest.raises(MissingFieldError):
        read_perimeters(perimeters([(SQUARE, ("a", "b"))], ("a:string", "b:string")), "QPV", CURRENT)
    with pytest.raises(DataError):
        read_perimeters(perimeters([(SQUARE, (93028, "b"))], ("code_qp:integer", "b:string")), "QPV", CURRENT)
    # degrees under the name of Lambert-93
    with pytest.raises(EmptyLayerError):
        read_perimeters(
            perimeters([("Polygon((2 48,3 48,3 49,2 48))", ("QN07501N", ""))], crs="EPSG:2975"), "QPV", CURRENT
        )


@pytest.mark.parametrize("kind", ["PolygonZ", "MultiPolygon", "MultiPolygonZM", "CurvePolygon"])
def test_kinds_of_polygons(kind):
    wkt = {
        "PolygonZ": "PolygonZ((0 0 1,400 0 1,400 400 1,0 400 1,0 0 1))",
        "MultiPolygon": "MultiPolygon(((0 0,400 0,400 400,0 400,0 0)))",
        "MultiPolygonZM": "MultiPolygonZM(((0 0 1 2,400 0 1 2,400 400 1 2,0 400 1 2,0 0 1 2)))",
        "CurvePolygon": "CurvePolygon(CompoundCurve((0 0,400 0,400 400,0 400,0 0)))",
    }[kind]
    found = read_perimeters(perimeters([(wkt, ("QN07501N", ""))], kind=kind), "QPV", CURRENT)
    assert found.geometries[0].area() == pytest.approx(160000)
    assert sum(len(r) for r in polygon_rings(found.geometries[0])) == 5


def test_distances_are_those_of_geos():
    rng = np.random.default_rng(5)
    rows = []
    for i in range(12):
        angle = np.sort(rng.uniform(0, 2 * np.pi, 60))
        radius = rng.uniform(80, 300, 60)
        centre = rng.uniform(0, 4000, 2)
        ring = [QgsPointXY(*p) for p in (centre + np.c_[np.cos(angle), np.sin(angle)] * radius[:, None]).tolist()]
        hole = [QgsPointXY(*p) for p in (centre + np.c_[np.cos(angle), np.sin(angle)] * 30).tolist()]
        rows.append(
            (QgsGeometry.fromPolygonXY([ring + ring[:1], hole + hole[:1]]).asWkt(6), ("QN075{:02d}N".format(i), ""))
        )
    found = read_perimeters(perimeters(rows), "QPV", CURRENT)
    xy = rng.uniform(-1200, 5200, (400, 2)) + [X, Y]
    nearest, uncovered = TerritorialIndex(found, 1000.0, 25.0).measure(xy, authority(2154))
    assert not uncovered.any()
    edges = [QgsGeometry(g.constGet().boundary()) for g in found.geometries]
    for i, (x, y) in enumerate(xy.tolist()):
        point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        held = [k for k, g in enumerate(found.geometries) if g.contains(point)]
        distances = [e.distance(point) for e in edges]
        assert nearest.containing[i] == len(held)
        expected = -distances[held[0]] if held else min(distances)
        assert nearest.distance[i] == pytest.approx(expected if expected < 1000 else np.inf, abs=1e-6)


def test_islands_that_share_a_projection_are_not_taken_for_each_other():
    guadeloupe = perimeters(
        [("Polygon((650000 1790000,650400 1790000,650400 1790400,650000 1790000))", ("QN97101N", ""))], crs="EPSG:5490"
    )
    index = TerritorialIndex(read_perimeters(guadeloupe, "QPV", CURRENT), 1000.0, 25.0)
    places = np.array([[-61.5, 16.2], [-61.0, 14.6], [-63.08, 18.07], [-56.2, 46.8], [2.35, 48.85], [10.0, 60.0]])
    nearest, uncovered = index.measure(places, authority(4326))
    assert uncovered.tolist() == [False, True, True, False, True, False]
    assert np.isnan(nearest.distance).tolist() == [False] * 5 + [True]


def test_communes_and_official_list():
    communes = perimeters(
        [
            (SQUARE, ("1004", "A")),
            ("Polygon((400 0,800 0,800 400,400 400,400 0))", ("75119", "B")),
            (None, ("2A004", "C")),
        ],
        ("insee_com:string", "nom:string"),
    )
    index = CommuneIndex(communes, "Communes")
    xy = np.array([[X + 100, Y + 100], [X + 500, Y + 100], [X - 5, Y], [np.nan, np.nan]])
    assert index.codes_at(xy, authority(2154)) == ["01004", "75056", None, None]
    listing = perimeters([(None, ("QN07501N", '="01004"'))], ("code_qp:string", "insee_com:string"), kind="Polygon")
    assert read_list(listing, "Liste", ["QN07501N"]).by_commune == {"01004": {"QN07501N"}}
    with pytest.raises(EmptyLayerError):
        read_list(perimeters([(None, (None, None))], ("code_qp:string", "insee_com:string")), "Liste", [])
