"""Parcels placed whole against perimeters, GeoPackage to GeoPackage: how it compares, and how it grows.

``parcels.py [parcels] [perimeters]`` compares, each job in its own process: our algorithm; and the chain of native
algorithms that tells the same of each parcel (in, partly in, wholly and partly within 300 and 500 m, nearest distance).
The chain has no farthest distance, no tolerance and no reason. Then twice the parcels, and four times: the time must
grow as the input does. Last, four times the perimeters over four times the area: it must not grow at all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from harness import OUT, Clock, Row, measure, show, start_qgis, tell

FOLDER = OUT / "parcels"
PARCELS, PERIMETERS = 20_000, 300
SPACING = 3_000.0
"""Metres between perimeters, about."""


def make(parcels, perimeters):
    """Write parcels and perimeters from a fixed seed: 6 in 10 parcels within a kilometre of a perimeter."""
    import numpy as np
    from osgeo import gdal, ogr, osr

    gdal.UseExceptions()
    rng = np.random.default_rng(20240101)
    place = osr.SpatialReference()
    place.ImportFromEPSG(2154)
    side = SPACING * np.sqrt(perimeters)
    corner = np.array([600_000.0, 6_800_000.0])
    centres = corner + rng.uniform(0, side, (perimeters, 2))
    FOLDER.mkdir(parents=True, exist_ok=True)

    def write(name, shapes, fields):
        path = FOLDER / "{}_{}_{}.gpkg".format(name, parcels, perimeters)
        path.unlink(missing_ok=True)
        data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        layer = data.CreateLayer(name, place, ogr.wkbMultiPolygon)
        for field in fields:
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        layer.StartTransaction()
        for values, ring in shapes:
            feature = ogr.Feature(layer.GetLayerDefn())
            for i, value in enumerate(values):
                feature.SetField(i, value)
            points = ",".join("{:.2f} {:.2f}".format(x, y) for x, y in [*ring.tolist(), ring[0].tolist()])
            shape = ogr.CreateGeometryFromWkt("POLYGON(({}))".format(points)).MakeValid()
            feature.SetGeometry(ogr.ForceToMultiPolygon(shape))
            layer.CreateFeature(feature)
        layer.CommitTransaction()

    def around(centre, radius, vertices, rough):
        angle = np.sort(rng.uniform(0, 2 * np.pi, vertices))
        wave = 1 + 0.25 * np.sin(3 * angle + radius) + rough * rng.uniform(-1, 1, vertices)
        return centre + np.c_[np.cos(angle), np.sin(angle)] * (radius * wave)[:, None]

    write(
        "qpv",
        (
            (("QN{:03d}{:02d}M".format(i // 50 + 1, i % 50 + 1), "Q{}".format(i), "oui" if i % 3 else "non"),
             around(centre, rng.uniform(150, 450), 180, 0.08))
            for i, centre in enumerate(centres)
        ),
        ("code_qp", "lib_qp", "npnru"),
    )  # fmt: skip
    near = int(parcels * 0.6)
    spots = centres[rng.integers(0, perimeters, near)] + rng.normal(0, 450, (near, 2))
    spots = np.vstack([spots, corner + rng.uniform(0, side, (parcels - near, 2))])[rng.permutation(parcels)]
    sizes = np.exp(rng.normal(2.9, 0.6, parcels))
    write(
        "parcels",
        (
            (("{:014d}".format(i),), around(spot, size, int(rng.integers(4, 14)), 0.3))
            for i, (spot, size) in enumerate(zip(spots, sizes))
        ),
        ("idu",),
    )
    tell(seconds=0.0)


def layer(name, parcels, perimeters):
    return str(FOLDER / "{}_{}_{}.gpkg".format(name, parcels, perimeters))


def ours(parcels, perimeters):
    """Time our algorithm."""
    processing = start_qgis()
    with Clock() as clock:
        results = processing.run(
            "cohesion:georeferenceparcels",
            {
                "INPUT": layer("parcels", parcels, perimeters),
                "QPV": layer("qpv", parcels, perimeters),
                "OUTPUT": layer("ours", parcels, perimeters),
            },
        )
    tell(seconds=clock.seconds, **{k: v for k, v in results.items() if k.startswith("COUNT")})


def native(parcels, perimeters):
    """Time the chain of native algorithms, kept in memory until the last step."""
    processing = start_qgis()
    qpv = layer("qpv", parcels, perimeters)

    def join(now, zones, predicate, prefix):
        return processing.run(
            "native:joinattributesbylocation",
            {
                "INPUT": now, "JOIN": zones, "PREDICATE": [predicate], "JOIN_FIELDS": ["code_qp", "npnru"], "METHOD": 1,
                "DISCARD_NONMATCHING": False, "PREFIX": prefix, "OUTPUT": "memory:",
            },
        )["OUTPUT"]  # fmt: skip

    def buffer(distance):
        how = {"INPUT": qpv, "DISTANCE": distance, "SEGMENTS": 16, "DISSOLVE": False, "OUTPUT": "memory:"}
        return processing.run("native:buffer", how)["OUTPUT"]

    intersects, within = 0, 5
    with Clock() as clock:
        now = join(layer("parcels", parcels, perimeters), qpv, within, "in_")
        now = join(now, qpv, intersects, "part_")
        for distance in (300, 500):
            zones = buffer(distance)
            now = join(now, zones, within, "all{}_".format(distance))
            now = join(now, zones, intersects, "part{}_".format(distance))
        now = processing.run(
            "native:joinbynearest",
            {
                "INPUT": now, "INPUT_2": qpv, "FIELDS_TO_COPY": ["code_qp"], "DISCARD_NONMATCHING": False,
                "PREFIX": "near_", "NEIGHBORS": 1, "MAX_DISTANCE": 1000, "OUTPUT": "memory:",
            },
        )["OUTPUT"]  # fmt: skip
        target = {"INPUT": now, "FIELDS_MAPPING": mapping(), "OUTPUT": layer("native", parcels, perimeters)}
        processing.run("native:refactorfields", target)
    tell(seconds=clock.seconds)


def mapping():
    """Say the columns of the result in expressions."""
    verdict = (
        "CASE WHEN in_code_qp IS NOT NULL THEN 'EN_QPV' WHEN part_code_qp IS NOT NULL THEN 'EN_PARTIE' "
        "ELSE 'HORS_QPV' END"
    )
    rule = (
        "CASE WHEN in_code_qp IS NOT NULL THEN 'DANS_QPV' WHEN all300_code_qp IS NOT NULL THEN 'ENTIER_300' "
        "WHEN part300_code_qp IS NOT NULL AND all500_code_qp = part300_code_qp AND all500_npnru = 'oui' "
        "THEN 'PARTIE_300_ENTIER_500' ELSE 'AUCUNE' END"
    )

    def band(metres):
        return "CASE WHEN all{0}_code_qp IS NOT NULL THEN 'OUI' WHEN part{0}_code_qp IS NOT NULL THEN 'PARTIE' " \
            "ELSE 'NON' END".format(metres)  # fmt: skip

    text, real = 10, 6
    columns = [("idu", "idu", text), ("verdict", verdict, text)]
    columns += [("code_qp", "coalesce(in_code_qp, part_code_qp)", text)]
    columns += [("distance_min_m", "distance", real), ("code_qp_proche", "near_code_qp", text)]
    columns += [("bande_300", band(300), text), ("bande_500", band(500), text), ("regle", rule, text)]
    return [
        {"name": name, "expression": expression, "type": kind, "length": 0, "precision": 0}
        for name, expression, kind in columns
    ]


def main(parcels=PARCELS, perimeters=PERIMETERS):
    script = Path(__file__).resolve()
    took = {}
    sizes = [(parcels, perimeters), (2 * parcels, perimeters), (4 * parcels, perimeters), (parcels, 4 * perimeters)]
    for size in sizes:
        measure(script, "make", *size)
        took[size] = measure(script, "ours", *size)
    first, name = took[sizes[0]], "{:,} parcels × {:,} perimeters"
    chain = measure(script, "native", *sizes[0])
    rows = [
        Row(
            name.format(*sizes[0]), first["seconds"], "chain of native algorithms", chain["seconds"], "not slower",
            chain["seconds"] >= first["seconds"],
        )
    ]  # fmt: skip
    for size in sizes[1:]:
        told, share = took[size], size[0] / parcels
        rows.append(
            Row(
                name.format(*size), told["seconds"], "{:g}× the first".format(share), share * first["seconds"],
                "≤ 1.3×", told["seconds"] <= 1.3 * share * first["seconds"],
            )
        )  # fmt: skip
    peak = took[sizes[2]]["peak_mb"]
    rows.append(Row("peak memory, the largest", peak, "of the limit", 1024.0, "< 1 GB", peak < 1024, "MB"))
    show("QPV of parcels", rows)


if __name__ == "__main__":
    jobs = {"make": make, "ours": ours, "native": native}
    if len(sys.argv) > 1 and sys.argv[1] in jobs:
        os.chdir(Path(__file__).resolve().parent)
        jobs[sys.argv[1]](*(int(a) for a in sys.argv[2:]))
    else:
        main(*(int(a) for a in sys.argv[1:]))
