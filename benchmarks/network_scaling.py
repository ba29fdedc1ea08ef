"""Generated networks of 0.25 to 2 million lines, 20 families: does the time per line stay flat?

The network is a grid of streets of about 100 m, three links in ten left out, half of them bent, a
tenth one-way, in shuffled order; one origin for 20 lines, 20 families of one facility for 5,000
lines. The rival is QGIS's own graph builder on the smallest size, and ourselves on the others.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

import numpy as np
from harness import OUT, Clock, Row, measure, show, start_qgis, tell

SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
FAMILIES = 20
SPACING = 100.0
CORNER = np.array([500_000.0, 6_400_000.0])


def make(folder, count, seed=7):
    """Write ``network_<count>.gpkg`` with layers streets, origins and facilities."""
    path = Path(folder) / "network_{}.gpkg".format(count)
    if path.exists():
        return path
    rng = np.random.default_rng(seed)
    side = int(np.sqrt(count / 1.4)) + 2
    column, row = np.meshgrid(np.arange(side), np.arange(side), indexing="ij")
    node = np.stack([column, row], axis=-1).reshape(-1, 2) * SPACING + rng.uniform(-25, 25, (side * side, 2)) + CORNER
    number = np.arange(side * side).reshape(side, side)
    links = np.concatenate(
        [
            np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1),
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1),
        ]
    )
    links = rng.permutation(links)[:count]
    a, b = node[links[:, 0]], node[links[:, 1]]
    bend = (a + b) / 2 + rng.uniform(-10, 10, (count, 2))
    bent = rng.random(count) < 0.5
    speed = rng.choice([20.0, 30.0, 50.0, 80.0], count).tolist()
    way = rng.choice(["both", "there"], count, p=[0.9, 0.1]).tolist()
    head = b"GP\x00\x01" + np.array([2154], "<i4").tobytes() + b"\x01\x02\x00\x00\x00"
    two, three = head + b"\x02\x00\x00\x00", head + b"\x03\x00\x00\x00"
    straight = np.ascontiguousarray(np.concatenate([a, b], axis=1)).view("V32").ravel().tolist()
    curved = np.ascontiguousarray(np.concatenate([a, bend, b], axis=1)).view("V48").ravel().tolist()
    streets = (
        (i + 1, three + c if z else two + s, v, w)
        for i, (z, s, c, v, w) in enumerate(zip(bent.tolist(), straight, curved, speed, way))
    )
    span = (node.min(axis=0), node.max(axis=0))
    size = span[1] - span[0]
    many = count // 5000
    point = b"GP\x00\x01" + np.array([2154], "<i4").tobytes() + b"\x01\x01\x00\x00\x00"
    places = (span[0] + rng.random((count // 20, 2)) * size).tolist()
    sites = (span[0] + rng.random((FAMILIES * many, 2)) * size).tolist()
    origins = ((i + 1, point + np.array(p).tobytes(), i) for i, p in enumerate(places))
    facilities = (
        (i + 1, point + np.array(p).tobytes(), "famille {}".format(i % FAMILIES)) for i, p in enumerate(sites)
    )
    unfinished = path.with_suffix(".part.gpkg")
    _write(unfinished, {"streets": streets, "origins": origins, "facilities": facilities}, span)
    unfinished.rename(path)
    return path


def _write(path, tables, span):
    """Create the layers with GDAL, then fill them by plain SQL, ten times faster."""
    from osgeo import gdal, ogr, osr

    srs = osr.SpatialReference()
    srs.ImportFromEPSG(2154)
    made = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    text, real, whole = ogr.OFTString, ogr.OFTReal, ogr.OFTInteger
    shapes = {
        "streets": (ogr.wkbLineString, [("vitesse", real), ("sens", text)]),
        "origins": (ogr.wkbPoint, [("code", whole)]),
        "facilities": (ogr.wkbPoint, [("famille", text)]),
    }
    for name, (kind, fields) in shapes.items():
        layer = made.CreateLayer(name, srs, kind, ["SPATIAL_INDEX=NO"])
        for field, field_kind in fields:
            layer.CreateField(ogr.FieldDefn(field, field_kind))
    made = None
    base = sqlite3.connect(path)
    for name, rows in tables.items():
        marks = ",".join("?" * (2 + len(shapes[name][1])))
        fields = ",".join(field for field, _ in shapes[name][1])
        base.executemany("INSERT INTO {} (fid, geom, {}) VALUES ({})".format(name, fields, marks), rows)
        base.execute(
            "UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?",
            (*span[0].tolist(), *span[1].tolist(), name),
        )
        base.execute(
            "UPDATE gpkg_ogr_contents SET feature_count=(SELECT count(*) FROM {0}) WHERE table_name='{0}'".format(name)
        )
    base.commit()
    base.close()


def parameters(path, output):
    """What `nearestfacility` is asked."""
    layer = "{}|layername={{}}".format(path)
    return {
        "ORIGINS": layer.format("origins"),
        "FACILITIES": layer.format("facilities"),
        "FAMILY_FIELD": "famille",
        "NETWORK": layer.format("streets"),
        "NETWORK_PROFILE": 3,
        "MODE": 1,
        "SPEED_FIELD": "vitesse",
        "DIRECTION_FIELD": "sens",
        "VALUE_FORWARD": "there",
        "VALUE_BOTH": "both",
        "OUTPUT": output,
    }


def whole(path, folder):
    """The algorithm, GeoPackage to GeoPackage; the time of reading and building is told apart."""
    processing = start_qgis()
    from cohesion_territoires.processing_provider import streets as network

    spent = {}
    from cohesion_territoires.domain.network import graph

    for holder, name in ((network, "open_streets"), (network.Streets, "attach"), (graph, "compressed")):
        _timed(holder, name, spent)
    from cohesion_territoires.processing_provider.access import nearestfacility as module

    module.open_streets = network.open_streets
    _timed(module.nearest, "to_nearest", spent)
    with Clock() as clock:
        result = processing.run("cohesion:nearestfacility", parameters(path, str(Path(folder) / "whole.gpkg")))
    tell(
        seconds=clock.seconds,
        read=spent["open_streets"],
        build=spent["attach"] + spent["compressed"],
        search=spent["to_nearest"] - spent["compressed"],
        reached=result["COUNT_REACHED"],
    )


def _timed(holder, name, spent):
    """Add up the seconds spent in a function."""
    inner = getattr(holder, name)

    def outer(*arguments, **named):
        with Clock() as clock:
            result = inner(*arguments, **named)
        spent[name] = spent.get(name, 0.0) + clock.seconds
        return result

    setattr(holder, name, outer)


def native(path):
    """QGIS's own way to read and build the same graph, without any point."""
    start_qgis()
    from qgis.analysis import QgsGraphBuilder, QgsNetworkSpeedStrategy, QgsVectorLayerDirector
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer("{}|layername=streets".format(path))
    with Clock() as clock:
        names = layer.fields()
        director = QgsVectorLayerDirector(
            layer, names.lookupField("sens"), "there", "back", "both", QgsVectorLayerDirector.Direction.DirectionBoth
        )
        director.addStrategy(QgsNetworkSpeedStrategy(names.lookupField("vitesse"), 50.0, 1000.0 / 3600.0))
        builder = QgsGraphBuilder(layer.crs())
        director.makeGraph(builder, [])
        graph = builder.takeGraph() if hasattr(builder, "takeGraph") else builder.graph()
    tell(seconds=clock.seconds, vertices=graph.vertexCount())


def main(sizes=SIZES):
    """Run all sizes and print the table."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:
        told = {}
        for count in sizes:
            path = make(folder, count)
            # the best of a few: what other programs do meanwhile is no property of ours
            runs = [measure(__file__, "whole", path, folder) for _ in range(max(2, min(5, 2_000_000 // count)))]
            told[count] = {key: min(run[key] for run in runs) for key in runs[0]}
            print("{:>9,} lines: {}".format(count, {k: round(v, 2) for k, v in told[count].items()}), flush=True)
            if count == sizes[0]:
                rival = measure(__file__, "native", path)
            path.unlink()
    first, last = sizes[0], sizes[-1]
    prepared = {count: (t["read"] + t["build"]) / count * 1e6 for count, t in told.items()}
    per_line = {count: t["seconds"] / count * 1e6 for count, t in told.items()}
    spread = max(prepared.values()) / min(prepared.values())
    rows = [
        Row(
            "{:,} lines: read and build, with stops".format(first),
            told[first]["read"] + told[first]["build"],
            "QgsVectorLayerDirector, no stops",
            rival["seconds"],
            "faster",
            told[first]["read"] + told[first]["build"] < rival["seconds"],
        )
    ]
    for count in sizes:
        rows.append(
            Row(
                "{:,} lines: read and build, per line".format(count), prepared[count], "ourselves, smallest size",
                prepared[first], "flat within 25 % (spread {:.2f})".format(spread), spread <= 1.25, "µs",
            )
        )  # fmt: skip
    for count in sizes:
        rows.append(
            Row(
                "{:,} lines, 20 families: whole, per line".format(count), per_line[count], "ourselves, smallest size",
                per_line[first], "at most doubling", per_line[count] <= 2 * per_line[first], "µs",
            )
        )  # fmt: skip
    spent = told[last]["seconds"]
    rows.append(Row("{:,} lines: whole".format(last), spent, "limit", 90.0, "< 90 s", spent < 90))
    peak = told[last]["peak_mb"] / 1024
    rows.append(Row("{:,} lines: peak memory".format(last), peak, "limit", 6.0, "< 6 GB", peak < 6, "GB"))
    show("Generated networks", rows)


if __name__ == "__main__":
    job = sys.argv[1:2]
    if job == ["whole"]:
        whole(sys.argv[2], sys.argv[3])
    elif job == ["native"]:
        native(sys.argv[2])
    else:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
