"""`qpvstreetindex`: streets listed by hand, a firm statement that is never wrong, every format, what is said."""

from __future__ import annotations

import itertools
import zlib
from collections import defaultdict

import ban_rows
import pytest
import street_ranges
from cohesion_territoires.processing_provider.qpv.qpvstreetindex import FIELDS, QpvStreetIndex
from cohesion_territoires.sources.address_index import build
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import memory_layer
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("qgis_processing")
X, Y = 664000.0, 6867000.0
TOLERANCE = {"entrée": 5.0, "bâtiment": 5.0, "service technique": 10.0, "parcelle": 25.0, "segment": 15.0, "": 15.0}
CODES = ("QN09301M", "QN09302M")
L93, WGS84 = QgsCoordinateReferenceSystem("EPSG:2154"), QgsCoordinateReferenceSystem("EPSG:4326")


def perimeters(*wkts):
    rows = [(wkt, (code, "Quartier {}".format(code[5]))) for wkt, code in zip(wkts, CODES)]
    return memory_layer("Polygon", ["code_qp:string", "nom_qp:string"], rows, "EPSG:2154", corner=(X, Y))


def square(x, y, side=400.0):
    return "Polygon(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(x, y, x + side, y + side)


def address(street, number, x, y, rep="", position="entrée", **cells):
    back = QgsCoordinateTransform(L93, WGS84, QgsProject.instance())
    point = back.transform(QgsPointXY(X + x, Y + y))
    return ban_rows.row(
        nom_voie=street, numero=str(number), rep=rep, type_position=position, lon="{:.7f}".format(point.x()),
        lat="{:.7f}".format(point.y()), id="93010_{:x}_{:05d}{}".format(
            zlib.crc32((street + cells.get("nom_ancienne_commune", "")).encode()), number, rep and "_" + rep
        ),
        **cells,
    )  # fmt: skip


def index_of(folder, *rows, places=()):
    files = [ban_rows.write(folder / "adresses-93.csv", *rows)]
    if places:
        files.append(ban_rows.write(folder / "lieux-dits-93-beta.csv", *places, header=ban_rows.PLACES))
    path = folder / "index.sqlite"
    path.unlink(missing_ok=True)
    build(files, path)
    return path


def run(feedback=None, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters.setdefault("OUTPUT", "memory:")
    results = processing.run(
        QpvStreetIndex().create(), parameters, context=context, feedback=feedback or QgsProcessingFeedback(False)
    )
    layer = results["OUTPUT"]
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "out", "ogr")
    return [dict(zip(f.fields().names(), f.attributes())) for f in layer.getFeatures()], results


@pytest.fixture
def town(tmp_path):
    """One street within, one across, one on the edge, one outside, one without number, two homonyms."""
    rows = [address("Rue Dedans", n, 100 + n, 200) for n in (1, 2, 3, 4, 6)]
    rows.append(address("Rue Dedans", 3, 103, 200, "bis"))
    rows += [address("Avenue Traverse", n, 390 + 2 * (n - 9), 100) for n in (1, 3, 5, 9, 25, 27)]
    rows += [address("Avenue Traverse", n, 200, 100) for n in (2, 4)]
    rows += [address("Allée du Bord", n, 100 + n, 396, position="segment") for n in (1, 2)]
    rows += [address("Rue Dehors", n, 900, 900) for n in (1, 2)]
    rows += [
        address("Rue Double", 1, 50, 50, code_insee_ancienne_commune=code, nom_ancienne_commune=name)
        for code, name in (("93998", "Vieux-Bondy"), ("93999", "Bondy-le-Haut"))
    ]
    back = QgsCoordinateTransform(L93, WGS84, QgsProject.instance()).transform(QgsPointXY(X + 300, Y + 300))
    places = [
        ban_rows.row(
            ban_rows.PLACES, id="93010_b00{}".format(i), nom_lieu_dit=name, code_postal="93140", code_insee="93010",
            nom_commune="Bondy", lon=str(back.x()), lat=str(back.y()),
        )
        for i, name in enumerate(("La Ferme", "Rue Dedans"))
    ]  # fmt: skip
    return index_of(tmp_path, *rows, places=places)


def test_by_hand(town, tmp_path):
    page = tmp_path / "voies.html"
    rows, results = run(QPV=perimeters(square(0, 0), square(2000, 0)), ADDRESS_INDEX=str(town), OUTPUT_HTML=str(page))
    found = {(r["voie"], r["remarque"] or ""): r for r in rows}
    assert [r["code_qp"] for r in rows] == ["QN09301M"] * len(rows)
    assert sorted({v for v, _ in found}) == ["Allée du Bord", "Avenue Traverse", "La Ferme", "Rue Dedans", "Rue Double"]
    own = found["Rue Dedans", ""]
    assert (own["etendue"], own["numeros_impairs"], own["numeros_pairs"]) == ("ENTIERE", "1–3 bis", "2–6")
    own = found["Avenue Traverse", ""]
    assert (own["etendue"], own["numeros_impairs"], own["numeros_pairs"]) == ("EN_PARTIE", "1–9", "2–4")
    assert own["nb_numeros"], own["nb_dans"] == (8, 6)
    own = found["Allée du Bord", ""]
    assert (own["etendue"], own["numeros_impairs"] or "", own["numeros_a_verifier"]) == ("EN_LIMITE", "", "1, 2")
    assert (found["La Ferme", ""]["etendue"], found["La Ferme", ""]["nature"]) == ("SANS_NUMERO", "lieu-dit")
    remarks = sorted(r for v, r in found if v == "Rue Double")
    assert len(remarks) == 2 and "Bondy-le-Haut" in remarks[0] and "Vieux-Bondy" in remarks[1]
    counts = [results["COUNT_" + n] for n in ("QPV", "STREETS", "WHOLE", "PART", "EDGE", "UNNUMBERED")]
    assert counts == [1, 6, 3, 1, 1, 1]
    html = page.read_text(encoding="utf-8")
    assert "Rue Dedans" in html and "adresses-93.csv" in html and html.count("<section>") == 1


def test_tolerance_grows_on_demand(tmp_path, qgis_processing):
    index = index_of(tmp_path, address("Rue A", 1, 370, 200, position="inconnue"))
    layer = perimeters(square(0, 0))
    assert run(QPV=layer, ADDRESS_INDEX=str(index))[0][0]["etendue"] == "ENTIERE"
    assert run(QPV=layer, ADDRESS_INDEX=str(index), EDGE_TOLERANCE=40.0)[0][0]["etendue"] == "EN_LIMITE"


@pytest.mark.parametrize("form", ["ods", "xlsx", "gpkg", "csv"])
def test_every_table_format(town, tmp_path, form):
    path = tmp_path / ("voies." + form)
    rows, _results = run(QPV=perimeters(square(0, 0)), ADDRESS_INDEX=str(town), OUTPUT=str(path))
    names = [name for name, _kind in FIELDS]
    assert len(rows) == 6 and list(rows[0])[-len(names) :] == names
    assert rows[0]["code_qp"] == "QN09301M" and str(rows[0]["code_insee"]) == "93010"
    assert {r["etendue"] for r in rows} == {"ENTIERE", "EN_PARTIE", "EN_LIMITE", "SANS_NUMERO"}


def test_far_or_absent_index_is_said(town, tmp_path):
    said = []

    class Feedback(QgsProcessingFeedback):
        def pushWarning(self, text):  # noqa: N802
            said.append(text)

    rows, results = run(Feedback(False), QPV=perimeters(square(90_000, 0)), ADDRESS_INDEX=str(town))
    assert rows == [] and results["COUNT_STREETS"] == 0 and len(said) == 1
    with pytest.raises(QgsProcessingException):
        run(QPV=perimeters(square(0, 0)), ADDRESS_INDEX="")
    with pytest.raises(QgsProcessingException):
        run(QPV=perimeters(square(0, 0)), ADDRESS_INDEX=str(tmp_path / "adresses-93.csv"))


def streets(tmp_path, *rows, layer=None):
    index = index_of(tmp_path, *rows)
    listed, _results = run(QPV=layer or perimeters(square(0, 0)), ADDRESS_INDEX=str(index))
    return {(r["code_qp"], r["voie"]): r for r in listed}


def test_names_that_differ_by_a_small_word_are_two_streets(tmp_path, qgis_processing):
    rows = [address("Rue du Bois", n, 100 + n, 200) for n in (1, 3)]
    rows += [address("Rue des Bois", n, 900, 900) for n in (5, 7)]
    rows += [address("Rue sous Bois", 9, 200, 200)]
    rows += [address("Rue Bois", 11, 900, 900).replace("93010_", "93010_b", 1)]
    found = streets(tmp_path, *rows)
    # but "Rue Bois" is a way of writing "Rue du Bois"
    assert sorted(v for _code, v in found) == ["Rue du Bois", "Rue sous Bois"]
    own = found["QN09301M", "Rue du Bois"]
    assert (own["etendue"], own["numeros_impairs"], own["nb_numeros"]) == ("EN_PARTIE", "1–3", 3)
    assert not any(r["remarque"] for r in found.values() if r["remarque"] is not None and str(r["remarque"]) != "NULL")


def test_one_number_at_two_places_is_said_to_be_of_homonyms(tmp_path, qgis_processing):
    def twice(x):
        return [address("Rue A", 1, 50, 200), address("Rue A", 1, x, 200).replace("93010_", "93010_b", 1)]

    near, far = streets(tmp_path, *twice(200)), streets(tmp_path, *twice(375))
    assert str(near["QN09301M", "Rue A"]["remarque"]) == "NULL"
    assert "Homonyme" in far["QN09301M", "Rue A"]["remarque"]


def test_a_number_in_two_perimeters_is_to_be_checked_in_both(tmp_path, qgis_processing):
    rows = [address("Rue A", 1, 100, 200), address("Rue A", 3, 300, 200), address("Rue A", 5, 600, 200)]
    found = streets(tmp_path, *rows, layer=perimeters(square(0, 0), square(200, 0, 600)))
    told = {code: (r["numeros_impairs"], r["numeros_a_verifier"]) for (code, _voie), r in found.items()}
    assert told == {"QN09301M": ("1", "3"), "QN09302M": ("5", "3")}


def test_communes_that_the_index_lacks_are_said(tmp_path, qgis_processing):
    said = []

    class Feedback(QgsProcessingFeedback):
        def pushWarning(self, text):  # noqa: N802
            said.append(text)

    index, page = index_of(tmp_path, address("Rue A", 1, 100, 200)), tmp_path / "page.html"
    fields = ["code_qp:string", "nom_qp:string", "insee_com:string"]
    for communes, expected in (("93010", []), ("93010, 93063", ["93063"]), (None, [])):
        said.clear()
        rows = [(square(0, 0), ("QN09301M", "A", communes))]
        layer = memory_layer("Polygon", fields, rows, "EPSG:2154", corner=(X, Y))
        run(Feedback(False), QPV=layer, ADDRESS_INDEX=str(index), OUTPUT_HTML=str(page))
        assert [text for text in said if "nothing of" in text] == said and len(said) == len(expected)
        assert all(code in said[0] and code in page.read_text(encoding="utf-8") for code in expected)


NAMES = ("Rue Haute", "Avenue Basse", "Chemin Vert", "Rue de la Paix", "Rue Paix")
HOUSES = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(1, 12), st.sampled_from(["", "", "bis", "b"]),
        st.integers(-60, 480), st.integers(-60, 480), st.sampled_from(sorted(TOLERANCE)),
    ),
    min_size=1, max_size=40,
)  # fmt: skip
SHAPES = st.sampled_from(
    [
        (square(0, 0),),
        (square(0, 0), square(400, 0, 200)),
        (square(0, 0, 250), square(200, 200, 250)),
        ("Polygon((0 0,400 0,400 400,200 60,0 400,0 0))", square(150, 250, 60)),
        ("Polygon((0 0,400 0,400 400,0 400,0 0),(100 100,300 100,300 300,100 300,100 100))",),
    ]
)


@settings(max_examples=60)
@given(houses=HOUSES, shapes=SHAPES)
def test_a_firm_statement_is_never_wrong(tmp_path_factory, houses, shapes):
    folder = tmp_path_factory.mktemp("voies")
    # a BAN file gives an address of one street twice with two identifiers where two sources disagree
    lines = [
        address(name, number, x, y, rep, position).replace("93010_", "93010_{}".format(i), 1)
        for i, (name, number, rep, x, y, position) in enumerate(houses)
    ]
    index = index_of(folder, *lines)
    rows, _results = run(QPV=perimeters(*shapes), ADDRESS_INDEX=str(index))
    polygons = [QgsGeometry.fromWkt(wkt) for wkt in shapes]
    edges = [QgsGeometry(p.constGet().boundary().clone()) for p in polygons]
    truth = defaultdict(lambda: defaultdict(list))
    for name, number, rep, x, y, position in houses:
        point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        gap = min(edge.distance(point) for edge in edges)
        for which, polygon in enumerate(polygons):
            # a centimetre for the decimals of the file
            sure = polygon.contains(point) and gap > TOLERANCE[position] - 0.02
            street = "Rue de la Paix" if "Paix" in name else name
            truth[which, street][number, rep].append(sure and sum(p.contains(point) for p in polygons) == 1)
    listed = {}
    for r in rows:
        street = "Rue de la Paix" if "Paix" in r["voie"] else r["voie"]
        assert (CODES.index(r["code_qp"]), street) not in listed
        listed[CODES.index(r["code_qp"]), street] = r
    for key, own in truth.items():
        r = listed.get(key)
        certain = {n for n, told in own.items() if all(told)}
        if r is None:
            assert not any(itertools.chain(*own.values()))
            continue
        if r["etendue"] == "ENTIERE":
            assert certain == set(own)
        for number, rep in own:
            odd, even = r["numeros_impairs"] or "", r["numeros_pairs"] or ""
            if street_ranges.claims(odd, number, rep, 1) or street_ranges.claims(even, number, rep, 0):
                assert (number, rep) in certain
