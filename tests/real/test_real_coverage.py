"""Corsica's people within 10, 20 and 30 minutes by car of a France services site, against a slow computation.

The slow computation shares no code with the plugin: plain projections of every cell on every street,
networkx for the paths, a double loop for the shares.
"""
from __future__ import annotations

import csv
import json
import math
from collections import Counter, defaultdict

import pytest
from real_data import transformation

networkx = pytest.importorskip("networkx")
numpy = pytest.importorskip("numpy")
ogr = pytest.importorskip("osgeo.ogr")

from cohesion_territoires.sources.france_services import classify, find_columns, read_coordinate  # noqa: E402

THRESHOLDS = (10.0, 20.0, 30.0)
SCENARIOS = {
    "fixe": {"fixe"},
    "avec_antennes": {"fixe", "antenne"},
    "avec_base_bus": {"fixe", "antenne", "itinerante"},
}
MAX_SNAP = 1000.0


# the official list ---------------------------------------------------------------------------------


def read_csv(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def classes(rows, names=None):
    columns = find_columns(names or list(rows[0]))
    return Counter(classify(row[columns.format], row.get(columns.type)).site_class for row in rows)


def test_list_of_2024(shared_data):
    rows = read_csv(shared_data / "france_services" / "liste-fs-20240801.csv")
    columns = find_columns(list(rows[0]))
    assert len(rows) == 2845
    assert Counter(row[columns.type] for row in rows) == {"Principal": 2721, "Antenne": 124}
    assert Counter(row[columns.format] for row in rows) == {
        "Fixe": 2400,
        "Multisites": 174,
        "Bus_équivalent": 134,
        "Fixe_antenne(s)": 108,
        "Itinérante": 29,
    }
    assert Counter(r[columns.format] for r in rows if r[columns.type] == "Antenne") == {
        "Fixe_antenne(s)": 106,
        "Multisites": 13,
        "Fixe": 5,
    }
    assert sum(bool(row["h_samedi"].strip()) for row in rows) == 603
    # every row is understood; 163 would be wrongly counted as fixed sites by a plain count
    assert classes(rows) == {"fixe": 2721 - 163, "antenne": 124, "itinerante": 163}


def test_list_of_2022(shared_data):
    rows = read_csv(shared_data / "france_services" / "liste-fs-20221201.csv")
    assert len(rows) == 2683
    assert classes(rows) == {"fixe": 2256, "antenne": 139, "itinerante": 288}
    columns = find_columns(list(rows[0]))
    located = [read_coordinate(r[columns.latitude]) and read_coordinate(r[columns.longitude]) for r in rows]
    assert sum(value is None for value in located) == 30


def test_list_of_2021(shared_data):
    content = json.loads((shared_data / "france_services" / "france_services_2021.geojson").read_text("utf-8"))
    rows = [feature["properties"] for feature in content["features"]]
    expected = {"fixe": 813, "antenne": 42, "itinerante": 43 + 10}
    assert classes(rows) == expected
    # without the column « categorie » the two others say the same
    assert classes(rows, [name for name in rows[0] if name != "categorie"]) == expected


# Corsica, slowly -----------------------------------------------------------------------------------


def open_layer(path, name=None):
    source = ogr.Open(str(path))
    return source, (source.GetLayerByName(name) if name else source.GetLayer(0))


def read_links(folder):
    """Return ``(u, v, minutes, (x, y) of u, (x, y) of v)`` of each link open to cars."""
    source, layer = open_layer(folder / "corsica.gpkg", "links")
    links = []
    for feature in layer:
        if "car" not in feature["modes"].split(","):
            continue
        line = feature.GetGeometryRef()
        first, last = line.GetPoint_2D(0), line.GetPoint_2D(line.GetPointCount() - 1)
        minutes = feature["length_m"] / feature["freespeed_ms"] / 60.0
        links.append((feature["from_node"], feature["to_node"], minutes, first, last))
    return links


def read_cells(folder):
    source, layer = open_layer(folder / "carr_corse_1km_2015_crs3035.gpkg")
    change = transformation(3035)
    cells = []
    for feature in layer:
        centre = feature.GetGeometryRef().Centroid()
        x, y, _ = change.TransformPoint(centre.GetX(), centre.GetY())
        cells.append((x, y, float(feature["Ind"]), (centre.GetX(), centre.GetY())))
    return cells


def read_corsican_sites(folder):
    change = transformation(4326)
    sites = []
    for row in read_csv(folder / "liste-fs-20240801.csv"):
        if row["insee_dep"] not in ("2A", "2B"):
            continue
        x, y, _ = change.TransformPoint(float(row["longitude"]), float(row["latitude"]))
        kind = (
            "antenne"
            if row["type_fs"] == "Antenne"
            else "itinerante" if row["format_fs"] in ("Bus_équivalent", "Itinérante") else "fixe"
        )
        sites.append((x, y, kind, row["id_fs"]))
    return sites


def nearest_link(x, y, starts, ends):
    """Return the index of the nearest straight link, the place along it (0 to 1) and the distance."""
    along = ends - starts
    length = (along**2).sum(axis=1)
    place = ((x - starts[:, 0]) * along[:, 0] + (y - starts[:, 1]) * along[:, 1]) / numpy.where(length > 0, length, 1)
    place = numpy.clip(place, 0, 1)
    gap = numpy.hypot(starts[:, 0] + place * along[:, 0] - x, starts[:, 1] + place * along[:, 1] - y)
    best = int(numpy.argmin(gap))
    return best, float(place[best]), float(gap[best])


def slow_minutes(links, cells, sites):
    """Return minutes by cell and scenario with networkx, None where no site is reached."""
    links = [link for link in links if link[3] != link[4]]
    starts = numpy.array([link[3] for link in links])
    ends = numpy.array([link[4] for link in links])
    between = {}
    for u, v, minutes, _, _ in links:
        between[u, v] = min(minutes, between.get((u, v), math.inf))
    graph = networkx.DiGraph()
    for (u, v), minutes in between.items():
        graph.add_edge(u, v, weight=minutes)
    stops = defaultdict(list)
    for name, (x, y) in [(("cell", i), c[:2]) for i, c in enumerate(cells)] + [
        (("site", i), s[:2]) for i, s in enumerate(sites)
    ]:
        link, place, gap = nearest_link(x, y, starts, ends)
        if gap > MAX_SNAP:
            continue
        u, v = links[link][:2]
        # a two-way street is two links: the stop is on both
        if u > v:
            u, v, place = v, u, 1 - place
        stops[u, v].append((place, name))
    for (u, v), found in stops.items():
        chain = [(0.0, u)] + sorted(found) + [(1.0, v)]
        for (a, tail), (b, head) in zip(chain, chain[1:]):
            if (u, v) in between:
                graph.add_edge(tail, head, weight=(b - a) * between[u, v])
            if (v, u) in between:
                graph.add_edge(head, tail, weight=(b - a) * between[v, u])
    towards = graph.reverse()
    result = {}
    for scenario, counted in SCENARIOS.items():
        sources = {("site", i) for i, s in enumerate(sites) if s[2] in counted and ("site", i) in graph}
        found = networkx.multi_source_dijkstra_path_length(towards, sources)
        result[scenario] = [found.get(("cell", i)) for i in range(len(cells))]
    return result


def read_communes(folder):
    """Return ``(code, polygon in degrees)`` of the two départements."""
    communes = []
    for name in ("communes-2A-corse-du-sud.geojson", "communes-2B-haute-corse.geojson"):
        source, layer = open_layer(folder / name)
        for feature in layer:
            communes.append((feature["code"], feature.GetGeometryRef().Clone()))
    return communes


def zone_of(cells, communes):
    """Return the code of the commune of each cell's centre, by plain search."""
    change = transformation(3035, 4326)
    boxes = [polygon.GetEnvelope() for _, polygon in communes]
    codes = []
    for cell in cells:
        x, y, _ = change.TransformPoint(*cell[3])
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        code = None
        for (name, polygon), (west, east, south, north) in zip(communes, boxes):
            if west <= x <= east and south <= y <= north and polygon.Intersects(point):
                code = name
                break
        codes.append(code)
    return codes


@pytest.fixture(scope="module")
def slow(shared_data):
    """Cells with their commune, and the minutes of the slow computation by scenario."""
    cells = read_cells(shared_data / "corsica")
    sites = read_corsican_sites(shared_data / "france_services")
    minutes = slow_minutes(read_links(shared_data / "corsica"), cells, sites)
    return cells, sites, minutes, zone_of(cells, read_communes(shared_data / "corsica"))


def question(folder):
    """Parameters of the coverage of Corsica."""
    return {
        "SITES": str(folder / "france_services" / "liste-fs-20240801.csv"),
        "POPULATION": str(folder / "corsica" / "carr_corse_1km_2015_crs3035.gpkg"),
        "NETWORK": str(folder / "corsica" / "corsica.gpkg") + "|layername=links",
        "NETWORK_PROFILE": 3,
        "NETWORK_FILTER": "\"modes\" LIKE '%car%'",
        "TIME_EXPRESSION": '"length_m" / "freespeed_ms" / 60',
        "DEFAULT_DIRECTION": 0,
        "THRESHOLDS": "10,20,30",
    }


@pytest.fixture(scope="module")
def quick(shared_data, qgis_processing, tmp_path_factory):
    """Results of the algorithm, read back with GDAL."""
    from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage
    from qgis import processing

    folder, corsica = tmp_path_factory.mktemp("corse"), shared_data / "corsica"
    communes = processing.run(
        "native:mergevectorlayers",
        {
            "LAYERS": [str(corsica / "communes-{}.geojson".format(n)) for n in ("2A-corse-du-sud", "2B-haute-corse")],
            "OUTPUT": "memory:",
        },
    )["OUTPUT"]
    results = processing.run(
        ServiceCoverage().create(),
        {
            **question(shared_data),
            "ZONES": communes,
            "OUTPUT_CELLS": str(folder / "carreaux.gpkg"),
            "OUTPUT_ZONES": str(folder / "communes.gpkg"),
            "OUTPUT_GAPS": str(folder / "secteurs.gpkg"),
            "OUTPUT_SUMMARY": str(folder / "tableau.csv"),
        },
    )
    tables = {}
    for name in ("carreaux", "communes", "secteurs"):
        source, layer = open_layer(folder / (name + ".gpkg"))
        tables[name] = [feature.items() for feature in layer]
    tables["tableau"] = read_csv(folder / "tableau.csv", ";")
    return results, tables


def test_minutes_of_every_cell(slow, quick):
    cells, _, minutes, _ = slow
    rows = quick[1]["carreaux"]
    assert [row["Ind"] for row in rows] == [cell[2] for cell in cells]
    for scenario in SCENARIOS:
        for row, expected in zip(rows, minutes[scenario]):
            found = row["minutes_" + scenario]
            assert (found is None) == (expected is None)
            if expected is not None:
                assert abs(found - expected) < 0.001  # minutes are written with three decimals


def test_nearest_sites_are_in_corsica(slow, quick):
    known = {site[3] for site in slow[1]}
    assert {row["site_fixe"] for row in quick[1]["carreaux"]} - {None} <= known
    for row in quick[1]["carreaux"]:
        assert (row["statut"] == "OK") == (row["minutes_avec_antennes"] is not None)


def test_shares_by_commune_and_departement(slow, quick):
    cells, _, minutes, codes = slow
    people, within, lost = defaultdict(float), defaultdict(float), defaultdict(float)
    for row, (cell, code) in enumerate(zip(cells, codes)):
        for zone in (code or "HORS_ZONES", (code or "HORS")[:2], "ENSEMBLE"):
            people[zone] += cell[2]
            for scenario in SCENARIOS:
                time = minutes[scenario][row]
                lost[zone, scenario] += cell[2] if time is None else 0.0
                for threshold in THRESHOLDS:
                    within[zone, scenario, threshold] += cell[2] if time is not None and time <= threshold else 0.0
    # the long table, commune by commune
    table = quick[1]["tableau"]
    assert len(table) == (360 + 2) * 9
    for row in table:
        zone, scenario, threshold = row["zone"], row["scenario"], float(row["seuil_min"])
        assert float(row["population"]) == pytest.approx(people[zone], abs=0.01)
        assert float(row["pop_couverte"]) == pytest.approx(within[zone, scenario, threshold], abs=0.01)
        assert float(row["pop_sans_acces"]) == pytest.approx(lost[zone, scenario], abs=0.01)
    # the same in the zones; their sums are those of the départements
    for departement in ("2A", "2B"):
        mine = [row for row in quick[1]["communes"] if row["code"].startswith(departement)]
        assert sum(row["population"] for row in mine) == pytest.approx(people[departement], abs=0.5)
        for scenario in SCENARIOS:
            for threshold in THRESHOLDS:
                total = sum(row["pop_{}_{:g}".format(scenario, threshold)] for row in mine)
                assert total == pytest.approx(within[departement, scenario, threshold], abs=0.5)
    # the numbers a model picks, at 20 minutes
    for name, scenario in (("SHARE_FIXE", "fixe"), ("SHARE_ANTENNES", "avec_antennes"), ("SHARE_BUS", "avec_base_bus")):
        share = 100 * within["ENSEMBLE", scenario, 20.0] / people["ENSEMBLE"]
        assert quick[0][name] == pytest.approx(share, abs=0.006)
    assert quick[0]["POPULATION_TOTAL"] == pytest.approx(people["ENSEMBLE"])


def test_sectors_hold_everybody_beyond_30_minutes(slow, quick):
    cells, _, minutes, _ = slow
    for scenario in SCENARIOS:
        beyond = [c[2] for c, time in zip(cells, minutes[scenario]) if c[2] > 0 and (time is None or time > 30.0)]
        sectors = [row for row in quick[1]["secteurs"] if row["scenario"] == scenario]
        assert sum(row["nb_carreaux"] for row in sectors) == len(beyond)
        assert sum(row["population"] for row in sectors) == pytest.approx(sum(beyond), abs=0.5)
        assert [row["population"] for row in sectors] == sorted((row["population"] for row in sectors), reverse=True)


# the border effect: Corsica is an island, half of it is not ------------------------------------------


def cells_of(question, **more):
    from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage
    from qgis import processing

    layer = processing.run(ServiceCoverage().create(), {**question, **more, "OUTPUT_CELLS": "memory:"})["OUTPUT_CELLS"]
    names = layer.fields().names()
    return [dict(zip(names, [v or None for v in feature.attributes()])) for feature in layer.getFeatures()]


def test_nothing_is_cut_on_an_island(shared_data, quick):
    flagged = sum(row["effet_bord"] == "OUI" for row in quick[1]["carreaux"])
    assert flagged > len(quick[1]["carreaux"]) / 3  # every quay and dead end of the coast, where nothing is said
    rows = cells_of(question(shared_data), BORDER_EFFECT=1)
    assert {row["effet_bord"] for row in rows} == {"NON"}
    for scenario in SCENARIOS:
        name = "minutes_" + scenario
        assert [row[name] for row in rows] == [row[name] or None for row in quick[1]["carreaux"]]


def test_the_north_cut_off_flags_what_the_whole_island_betters(shared_data, slow, quick):
    """Roads and sites of the south only, taken by a rectangle out at sea: the oracle knows the whole island."""
    from qgis import processing
    from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsRectangle, QgsVectorLayer

    box = QgsRectangle(1_100_000, 6_000_000, 1_300_000, 6_140_000)
    south = QgsVectorLayer("Polygon?crs=EPSG:2154", "emprise", "memory")
    shape = QgsFeature()
    shape.setGeometry(QgsGeometry.fromRect(box))
    assert south.dataProvider().addFeatures([shape])[0]
    asked = question(shared_data)
    table = {"INPUT": asked["SITES"], "XFIELD": "longitude", "YFIELD": "latitude", "TARGET_CRS": "EPSG:4326"}
    points = processing.run("native:createpointslayerfromtable", {**table, "OUTPUT": "memory:"})["OUTPUT"]
    moved = {"INPUT": points, "TARGET_CRS": "EPSG:2154", "OUTPUT": "memory:"}
    points = processing.run("native:reprojectlayer", moved)["OUTPUT"]
    asked["SITES"] = points.materialize(QgsFeatureRequest(box))
    asked["NETWORK"] = QgsVectorLayer(asked["NETWORK"], "routes", "ogr").materialize(QgsFeatureRequest(box))
    told, untold = cells_of(asked, NETWORK_EXTENT=south), cells_of(asked)
    bettered = flags = loose = 0
    for row, other, whole, known in zip(told, untold, quick[1]["carreaux"], slow[2]["avec_antennes"]):
        # what is attached elsewhere, or not at all, is another question
        if row["distance_acces_m"] is None or row["distance_acces_m"] != (whole["distance_acces_m"] or None):
            continue
        found = math.inf if row["minutes_avec_antennes"] is None else row["minutes_avec_antennes"]
        flagged = row["effet_bord"] == "OUI"
        if found > (math.inf if known is None else known) + 0.001:
            bettered += 1
            assert flagged
        flags += flagged
        loose += other["effet_bord"] == "OUI"
    assert 0 < bettered <= flags < loose / 3
