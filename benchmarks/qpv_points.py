"""1,000,000 points against 1,500 perimeters of two generations, GeoPackage to GeoPackage.

``qpv_points.py [points]`` compares, each job in its own process: our algorithm; the chain of native algorithms that
gives the same columns; and `native:savefeatures` writing the very rows of our result.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from harness import OUT, Clock, Row, measure, show, start_qgis, tell

FOLDER = OUT / "qpv_points"
SIDE = 120_000.0
PERIMETERS = 1_500


def make(count):
    """Write points and perimeters from a fixed seed: 6 in 10 points near a perimeter, as addresses are."""
    import numpy as np
    from osgeo import gdal, ogr, osr

    gdal.UseExceptions()
    rng = np.random.default_rng(20240101)
    place = osr.SpatialReference()
    place.ImportFromEPSG(2154)
    corner = np.array([600_000.0, 6_800_000.0])
    centres = corner + rng.uniform(2_000, SIDE - 2_000, (PERIMETERS, 2))
    FOLDER.mkdir(parents=True, exist_ok=True)
    driver = ogr.GetDriverByName("GPKG")

    def create(name, kind, fields):
        path = FOLDER / (name + ".gpkg")
        path.unlink(missing_ok=True)
        data = driver.CreateDataSource(str(path))
        layer = data.CreateLayer(name, place, kind)
        for field, type_ in fields:
            layer.CreateField(ogr.FieldDefn(field, type_))
        return data, layer

    for name, code, year in (("qpv_2024", "QN{:03d}{:02d}M", "lib_qp"), ("qpv_2015", "QP{:03d}{:03d}", "nom_qp")):
        data, layer = create(name, ogr.wkbMultiPolygon, (("code_qp", ogr.OFTString), (year, ogr.OFTString)))
        layer.StartTransaction()
        for i, centre in enumerate(centres + rng.normal(0, 60, centres.shape)):
            angle = np.sort(rng.uniform(0, 2 * np.pi, 180))
            radius = 280 * (1 + 0.25 * np.sin(3 * angle + i) + 0.08 * rng.uniform(-1, 1, 180))
            ring = centre + np.c_[np.cos(angle), np.sin(angle)] * radius[:, None]
            ring = np.vstack([ring, ring[:1]])
            wkt = "MULTIPOLYGON((({})))".format(",".join("{:.3f} {:.3f}".format(x, y) for x, y in ring))
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField(0, code.format(i // 50 + 1, i % 50 + 1))
            feature.SetField(1, "Quartier {}".format(i))
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt).MakeValid())
            layer.CreateFeature(feature)
        layer.CommitTransaction()
        del layer, data
    near = int(count * 0.6)
    xy = np.vstack(
        [
            centres[rng.integers(0, PERIMETERS, near)] + rng.normal(0, 600, (near, 2)),
            corner + rng.uniform(0, SIDE, (count - near, 2)),
        ]
    )[rng.permutation(count)]
    words = ["entrée", "segment", "parcelle", "bâtiment", None]
    kinds = rng.integers(0, 5, count)
    scores = np.round(rng.uniform(0.6, 1.0, count), 3)
    street = rng.random(count) < 0.08
    text, real = ogr.OFTString, ogr.OFTReal
    fields = (
        ("id", text),
        ("result_label", text),
        ("result_type", text),
        ("result_score", real),
        ("type_position", text),
    )
    data, layer = create("points", ogr.wkbPoint, fields)
    layer.StartTransaction()
    definition = layer.GetLayerDefn()
    for i, (x, y) in enumerate(xy.tolist()):
        feature = ogr.Feature(definition)
        feature.SetField(0, "P{:07d}".format(i))
        feature.SetField(1, "{} rue de la République 99001 Valombre".format(i % 300))
        feature.SetField(2, "street" if street[i] else "housenumber")
        feature.SetField(3, float(scores[i]))
        if words[kinds[i]]:
            feature.SetField(4, words[kinds[i]])
        point = ogr.Geometry(ogr.wkbPoint)
        point.SetPoint_2D(0, x, y)
        feature.SetGeometryDirectly(point)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, data
    tell(seconds=0.0)


def layer(name):
    return str(FOLDER / (name + ".gpkg"))


def ours():
    """Time our algorithm, summary and report left out as a rival has none."""
    processing = start_qgis()
    with Clock() as clock:
        results = processing.run(
            "cohesion:georeferencepoints",
            {
                "INPUT": layer("points"),
                "QPV": layer("qpv_2024"),
                "QPV_PREVIOUS": layer("qpv_2015"),
                "OUTPUT": layer("ours"),
            },
        )
    tell(seconds=clock.seconds, **{k: v for k, v in results.items() if k.startswith("COUNT")})


def save():
    """Time QGIS's own copy of the very rows that our algorithm writes."""
    processing = start_qgis()
    with Clock() as clock:
        processing.run("native:savefeatures", {"INPUT": layer("ours"), "OUTPUT": layer("saved")})
    tell(seconds=clock.seconds)


def native():
    """Time the chain of native algorithms, kept in memory until the last step."""
    processing = start_qgis()
    with Clock() as clock:
        now = layer("points")
        for year, name in (("2024", "lib_qp"), ("2015", "nom_qp")):
            qpv = layer("qpv_" + year)
            now = processing.run(
                "native:joinattributesbylocation",
                {
                    "INPUT": now, "JOIN": qpv, "PREDICATE": [5], "JOIN_FIELDS": ["code_qp", name], "METHOD": 1,
                    "DISCARD_NONMATCHING": False, "PREFIX": "in{}_".format(year), "OUTPUT": "memory:",
                },
            )["OUTPUT"]  # fmt: skip
            edges = processing.run("native:boundary", {"INPUT": qpv, "OUTPUT": "memory:"})["OUTPUT"]
            now = processing.run(
                "native:joinbynearest",
                {
                    "INPUT": now, "INPUT_2": edges, "FIELDS_TO_COPY": ["code_qp", name], "DISCARD_NONMATCHING": False,
                    "PREFIX": "near{}_".format(year), "NEIGHBORS": 1, "MAX_DISTANCE": 1000, "OUTPUT": "memory:",
                },
            )["OUTPUT"]  # fmt: skip
            # both joins write fields of the same name: keep this year's apart
            renamed = {"distance": "d" + year, "n": "n" + year, "feature_x": "fx" + year, "feature_y": "fy" + year}
            renamed.update({"nearest_x": "nx" + year, "nearest_y": "ny" + year})
            now.startEditing()
            for old, new in renamed.items():
                now.renameAttribute(now.fields().indexOf(old), new)
            now.commitChanges()
        processing.run("native:refactorfields", {"INPUT": now, "FIELDS_MAPPING": mapping(), "OUTPUT": layer("native")})
    tell(seconds=clock.seconds)


def mapping():
    """Say the columns of the result in expressions: what a field calculator would do, in one pass."""
    text, real = 10, 6
    tolerance = (
        "CASE WHEN type_position IN ('entrée','bâtiment') THEN 5 WHEN type_position = 'parcelle' THEN 25 ELSE 15 END"
    )

    def signed(year):
        return "CASE WHEN in{0}_code_qp IS NULL THEN d{0} ELSE -d{0} END".format(year)

    def verdict(year):
        return (
            "CASE WHEN result_score < 0.7 THEN 'NON_TROUVEE' WHEN result_type = 'street' THEN 'ADRESSE_IMPRECISE' "
            "WHEN d{0} <= {1} THEN 'A_VERIFIER' WHEN in{0}_code_qp IS NULL THEN 'HORS_QPV' ELSE 'EN_QPV' END"
        ).format(year, tolerance)

    def band(metres):
        return (
            "CASE WHEN {0} IS NULL OR {0} > {1} + {2} THEN 'NON' WHEN {0} < {1} - {2} THEN 'OUI' ELSE 'A_VERIFIER' END"
        ).format("(" + signed("2024") + ")", metres, "(" + tolerance + ")")

    columns = [("id", "id", text), ("result_label", "result_label", text), ("result_type", "result_type", text)]
    columns += [("result_score", "result_score", real), ("type_position", "type_position", text)]
    columns += [("verdict", verdict("2024"), text), ("code_qp", "in2024_code_qp", text)]
    columns += [("nom_qp", "in2024_lib_qp", text), ("distance_m", signed("2024"), real)]
    columns += [("code_qp_proche", "near2024_code_qp", text), ("nom_qp_proche", "near2024_lib_qp", text)]
    columns += [("bande_300", band(300), text), ("bande_500", band(500), text)]
    columns += [("precision", "coalesce(type_position, 'numéro')", text)]
    columns += [
        ("motif", "'Position à ' || coalesce(type_position, 'numéro') || ', verdict ' || " + verdict("2024"), text)
    ]
    columns += [("verdict_2015", verdict("2015"), text), ("code_qp_2015", "in2015_code_qp", text)]
    columns += [("nom_qp_2015", "in2015_nom_qp", text), ("distance_2015_m", signed("2015"), real)]
    return [
        {"name": name, "expression": expression, "type": kind, "length": 0, "precision": 0}
        for name, expression, kind in columns
    ]


def main(count, with_chain=True):
    script = Path(__file__).resolve()
    measure(script, "make", count)
    us = measure(script, "ours")
    copy = measure(script, "save")
    ratio = us["seconds"] / copy["seconds"]
    rows = [
        Row(
            "verdicts of {:,} points".format(count),
            us["seconds"],
            "native:savefeatures",
            copy["seconds"],
            "≤ 2× the rival",
            ratio <= 2.0,
        ),
        Row("peak memory", us["peak_mb"], "of the limit", 1024.0, "< 1 GB", us["peak_mb"] < 1024, "MB"),
    ]
    if with_chain:
        chain = measure(script, "native")
        rows.insert(
            0,
            Row(
                "verdicts of {:,} points".format(count),
                us["seconds"],
                "chain of native algorithms",
                chain["seconds"],
                "≥ 3× faster",
                chain["seconds"] >= 3 * us["seconds"],
            ),
        )
    show("QPV of points: {:,} points × {:,} perimeters × 2 generations".format(count, PERIMETERS), rows)


if __name__ == "__main__":
    jobs = {"make": make, "ours": ours, "save": save, "native": native}
    if len(sys.argv) > 1 and sys.argv[1] in jobs:
        os.chdir(Path(__file__).resolve().parent)
        jobs[sys.argv[1]](*(int(a) for a in sys.argv[2:]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, "--no-chain" not in sys.argv)
