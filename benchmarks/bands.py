"""Walking bands on Bondy: seconds, and how many addresses fall in the band their own time says.

Beside what a user would pick instead: native service areas at 333, 667 and 1,000 m from the same
facilities, made into polygons by a buffer, or by a hull of their vertices.
"""
from __future__ import annotations

import csv
import gzip
import math
import sys

import numpy as np
from harness import SHARED, Clock, Row, measure, show, start_qgis, tell

BREAKS = (5.0, 10.0, 15.0)
METRES_PER_MINUTE = 4000.0 / 60.0
BUFFER = 50.0
FAMILY = "École"


def world(processing):
    """Streets, facilities as points in metres, addresses as coordinates and as a layer."""
    from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorLayer

    folder = SHARED / "bondy"
    streets = QgsVectorLayer(str(folder / "voirie_osm2023_walk.gpkg") + "|layername=voirie", "voirie", "ogr")
    buildings = QgsVectorLayer(str(folder / "poi_buildings.gpkg"), "poi", "ogr")
    request = QgsFeatureRequest()
    request.setFilterExpression("\"categorie\" = '{}'".format(FAMILY))
    metric = processing.run(
        "native:reprojectlayer",
        {"INPUT": buildings.materialize(request), "TARGET_CRS": "EPSG:2154", "OUTPUT": "memory:"},
    )["OUTPUT"]
    facilities = processing.run("native:centroids", {"INPUT": metric, "OUTPUT": "memory:"})["OUTPUT"]
    with gzip.open(folder / "adresses-93010.csv.gz", "rt", encoding="utf-8") as stream:
        places = np.array([(float(r["x"]), float(r["y"])) for r in csv.DictReader(stream, delimiter=";")])
    addresses = QgsVectorLayer("Point?crs=EPSG:2154", "adresses", "memory")
    features = []
    for x, y in places.tolist():
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        features.append(feature)
    addresses.dataProvider().addFeatures(features)
    addresses.updateExtents()
    return streets, facilities, addresses, places


def exact_minutes(processing, streets, facilities, addresses):
    """Each address's own time; ``inf`` where nothing is reached."""
    from qgis.core import NULL

    found = processing.run(
        "cohesion:nearestfacility",
        {"ORIGINS": addresses, "FACILITIES": facilities, "NETWORK": streets, "NETWORK_PROFILE": 3, "OUTPUT": "memory:"},
    )["OUTPUT"]
    return np.array([math.inf if f["minutes_tous"] == NULL else f["minutes_tous"] for f in found.getFeatures()])


def fidelity(regions, places, minutes):
    """Share of places in the region of their own band, and the worst miss in minutes.

    Parameters
    ----------
    regions : list of QgsGeometry
        Cumulative, from near to far.
    """
    from qgis.core import QgsGeometry, QgsPoint

    found = np.full(len(places), len(BREAKS))
    for band in reversed(range(len(BREAKS))):
        engine = QgsGeometry.createGeometryEngine(regions[band].constGet())
        engine.prepareGeometry()
        inside = np.array([engine.intersects(QgsPoint(x, y)) for x, y in places.tolist()])
        found[inside] = band
    wanted = np.searchsorted(BREAKS, minutes)
    wrong = np.flatnonzero(found != wanted)
    off = [
        max(abs(minutes[i] - b) for b in BREAKS[min(found[i], wanted[i]) : max(found[i], wanted[i])]) for i in wrong
    ]
    known = [m for m in off if math.isfinite(m)]
    return {
        "share": 100.0 * (1 - len(wrong) / len(places)),
        "worst": max(known, default=0.0),
        "unreached": len(off) - len(known),
    }


def ours(processing, streets, facilities):
    return [
        f.geometry()
        for f in processing.run(
            "cohesion:accessibilitybands",
            {
                "INPUT": facilities,
                "NETWORK": streets,
                "NETWORK_PROFILE": 3,
                "BREAKS": list(BREAKS),
                "CUMULATIVE": True,
                "OUTPUT": "memory:",
                "OUTPUT_LINES": "memory:",
            },
        )["OUTPUT"].getFeatures()
    ]


def native(processing, streets, facilities, hull):
    """Service areas by distance, one break after another, each made into one polygon."""
    from qgis.core import QgsGeometry

    regions = []
    for limit in BREAKS:
        lines = processing.run(
            "native:serviceareafromlayer",
            {
                "INPUT": streets,
                "STRATEGY": 0,
                "START_POINTS": facilities,
                "TRAVEL_COST2": limit * METRES_PER_MINUTE,
                "OUTPUT_LINES": "memory:",
            },
        )["OUTPUT_LINES"]
        if hull:
            # one hull a facility: a hull of all would join what lies apart
            parts = []
            for feature in lines.getFeatures():
                geometry = feature.geometry()
                points = QgsGeometry.fromMultiPointXY([v for line in geometry.asMultiPolyline() for v in line])
                parts.append(points.convexHull() if len(points.asMultiPoint()) > 2 else geometry.buffer(1.0, 8))
            regions.append(QgsGeometry.unaryUnion(parts))
        else:
            area = processing.run(
                "native:buffer",
                {"INPUT": lines, "DISTANCE": BUFFER, "SEGMENTS": 8, "DISSOLVE": True, "OUTPUT": "memory:"},
            )["OUTPUT"]
            regions.append(next(area.getFeatures()).geometry())
    return regions


def job(name):
    processing = start_qgis()
    streets, facilities, addresses, places = world(processing)
    minutes = exact_minutes(processing, streets, facilities, addresses)
    with Clock() as clock:
        if name == "ours":
            regions = ours(processing, streets, facilities)
        else:
            regions = native(processing, streets, facilities, hull=name == "hull")
    tell(seconds=clock.seconds, **fidelity(regions, places, minutes))


def main():
    runs = {name: measure(__file__, name, runs=3 if name == "ours" else 1) for name in ("ours", "buffer", "hull")}
    us = runs["ours"]
    rows = []
    for name, rival in (("buffer", "service area + buffer 50 m"), ("hull", "service area + hulls")):
        them = runs[name]
        rows += [
            Row("bands of Bondy, 18 schools", us["seconds"], rival, them["seconds"], "a few s", us["seconds"] < 5),
            Row("addresses in their own band", us["share"], rival, them["share"], ">= 98 %", us["share"] >= 98, "%"),
            Row("farthest miss", us["worst"], rival, them["worst"], "<= 0.5 min", us["worst"] <= 0.5, "min"),
            Row("unreached, yet in a band", us["unreached"], rival, them["unreached"], "0", not us["unreached"], ""),
        ]
    show("Walking bands, 5, 10 and 15 minutes at 4 km/h, 8,413 addresses", rows)


if __name__ == "__main__":
    job(sys.argv[1]) if len(sys.argv) > 1 else main()
