"""Bondy on foot: minutes from every 200 m cell to the nearest facility of each category, against networkx.

The second computation shares no code with the plugin: files by OGR, every point on every segment,
a dictionary of vertices for the graph, networkx for the ways.
"""

import math

import numpy as np
import pytest

networkx = pytest.importorskip("networkx")
pytest.importorskip("qgis.core")

from osgeo import ogr, osr  # noqa: E402
from qgis import processing  # noqa: E402
from qgis.core import NULL, QgsProcessingFeedback  # noqa: E402

pytestmark = pytest.mark.usefixtures("cohesion_provider")

METRES_PER_MINUTE = 4000.0 / 60.0
REACH = 200.0
FAMILY = "categorie"
YES = {"yes", "designated", "permissive", "official", "destination", "customers"}


@pytest.fixture(scope="module")
def bondy(shared_data):
    return shared_data / "bondy"


def walkable(feature):
    """The OpenStreetMap rules of the help page, written anew."""
    highway, foot, access = (feature.GetField(name) for name in ("highway", "foot", "access"))
    if highway in (None, "", "motorway", "motorway_link", "construction", "proposed"):
        return False
    if highway in ("cycleway", "trunk", "trunk_link", "busway") and foot not in YES:
        return False
    if foot in ("no", "private", "use_sidepath"):
        return False
    return access not in ("no", "private") or foot in YES


def read_streets(path):
    """Polylines of the streets one may walk along."""
    source = ogr.Open(str(path))
    return [f.GetGeometryRef().GetPoints() for f in source.GetLayer(0) if walkable(f)]


def read_places(path, layer, fields=()):
    """Centroids in Lambert-93 (taken in the layer's own system, as the plugin does) and columns."""
    source = ogr.Open(str(path))
    table = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    to = osr.SpatialReference()
    to.ImportFromEPSG(2154)
    own = table.GetSpatialRef()
    for system in (own, to):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(own, to)
    places, columns = [], {name: [] for name in fields}
    for feature in table:
        centre = feature.GetGeometryRef().Centroid()
        places.append(change.TransformPoint(centre.GetX(), centre.GetY())[:2])
        for name in fields:
            columns[name].append(feature.GetField(name))
    return places, columns


def project(streets, place):
    """Nearest point of all segments: distance, street, segment, share of it."""
    best = (math.inf, -1, -1, 0.0)
    px, py = place
    for number, street in enumerate(streets):
        for k in range(len(street) - 1):
            (ax, ay), (bx, by) = street[k][:2], street[k + 1][:2]
            dx, dy = bx - ax, by - ay
            square = dx * dx + dy * dy
            share = 0.0 if square == 0 else min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / square))
            distance = math.hypot(ax + share * dx - px, ay + share * dy - py)
            if distance < best[0]:
                best = (distance, number, k, share)
    return best


def slow_minutes(streets, origins, facilities, families):
    """Minutes by a plain graph: one node a vertex and a stop, one link a piece of segment."""
    stops = {}
    origin_nodes, facility_nodes = [], []
    for nodes, places, kind in ((origin_nodes, origins, "origin"), (facility_nodes, facilities, "facility")):
        for row, place in enumerate(places):
            distance, number, k, share = project(streets, place)
            if distance > REACH:
                nodes.append(None)
                continue
            stops.setdefault((number, k), []).append((share, (kind, row)))
            nodes.append(((kind, row), distance))

    def vertex(point):
        return (round(point[0], 3), round(point[1], 3))

    graph = networkx.Graph()
    for number, street in enumerate(streets):
        for k in range(len(street) - 1):
            a, b = street[k], street[k + 1]
            length = math.hypot(b[0] - a[0], b[1] - a[1])
            chain = [(0.0, vertex(a)), *sorted(stops.get((number, k), [])), (1.0, vertex(b))]
            for (s, u), (t, v) in zip(chain, chain[1:]):
                weight = (t - s) * length / METRES_PER_MINUTE
                if not graph.has_edge(u, v) or graph[u][v]["weight"] > weight:
                    graph.add_edge(u, v, weight=weight)
    result = {}
    for family in sorted(set(families)):
        graph.add_node("goal")
        for row, node in enumerate(facility_nodes):
            if families[row] == family and node is not None:
                graph.add_edge("goal", node[0], weight=node[1] / METRES_PER_MINUTE)
        times = networkx.single_source_dijkstra_path_length(graph, "goal")
        graph.remove_node("goal")
        result[family] = [
            None if node is None or node[0] not in times else times[node[0]] + node[1] / METRES_PER_MINUTE
            for node in origin_nodes
        ]
    return result


@pytest.fixture(scope="module")
def both(bondy, cohesion_provider):
    """Rows of the plugin's long table, and the slow minutes by family; cells with their people."""
    streets = read_streets(bondy / "voirie_osm2023_walk.gpkg")
    cells, columns = read_places(bondy / "filosofi200m_bondy.gpkg", "carreaux_clip_commune", ["ind"])
    facilities, named = read_places(bondy / "poi_buildings.gpkg", None, [FAMILY])
    slow = slow_minutes(streets, cells, facilities, named[FAMILY])
    result = processing.run(
        "cohesion:nearestfacility",
        {
            "ORIGINS": "{}|layername=carreaux_clip_commune".format(bondy / "filosofi200m_bondy.gpkg"),
            "FACILITIES": str(bondy / "poi_buildings.gpkg"),
            "FAMILY_FIELD": FAMILY,
            "NETWORK": str(bondy / "voirie_osm2023_walk.gpkg"),
            "OUTPUT": "memory:",
            "OUTPUT_LONG": "memory:",
        },
        feedback=QgsProcessingFeedback(False),
    )
    fast = {}
    for feature in result["OUTPUT_LONG"].getFeatures():
        value = feature["minutes"]
        fast.setdefault(feature["famille"], []).append(None if value == NULL else value)
    areas = [f.geometry().area() for f in result["OUTPUT"].getFeatures()]
    # cells cut at the commune's edge keep the counts of the whole cell
    people = np.array(columns["ind"], dtype=float) * np.minimum(1.0, np.array(areas) / 40_000.0)
    return fast, slow, people


def test_every_cell_and_every_category_to_a_millionth_of_a_minute(both):
    fast, slow, people = both
    assert set(fast) == set(slow) and len(fast) == 10
    compared = 0
    for family, minutes in slow.items():
        assert len(fast[family]) == len(minutes) == len(people) == 164
        for ours, theirs in zip(fast[family], minutes):
            assert (ours is None) == (theirs is None)
            if ours is not None:
                assert ours == pytest.approx(theirs, abs=1e-6)
                compared += 1
    assert compared > 1000


def test_shares_of_people_within_5_10_and_15_minutes(both):
    fast, slow, people = both
    for family in slow:
        ours = np.array([np.inf if m is None else m for m in fast[family]])
        for threshold in (5.0, 10.0, 15.0):
            # a plain sum, cell by cell; those that reach nothing stay below the line
            near = sum(p for p, m in zip(people, slow[family]) if m is not None and m <= threshold)
            share = 100.0 * near / people.sum()
            assert 100.0 * people[ours <= threshold].sum() / people.sum() == pytest.approx(share, abs=1e-9)
            assert 0 <= share <= 100
