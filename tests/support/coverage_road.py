"""A road of twenty kilometres on which every figure of coverage is worked out by hand.

One minute a kilometre. Cells of one kilometre, 100 people each, lie along it.
A fixed site stands at 1.2 km, a branch at 10 km, the base of a bus at 16 km.
"""
from __future__ import annotations

from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage
from memory import memory_layer
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProject, QgsVectorLayer

X0, Y0 = 650000, 6800000


def layer(kind, fields, rows, crs="EPSG:2154", name="couche"):
    """Make a memory layer from ``(wkt or None, [values])``, coordinates counted from (X0, Y0)."""
    return memory_layer(kind, fields, rows, crs, name, (X0, Y0))


def road(*more):
    return layer("LineString", ["minutes:double"], [("LineString(0 0, 20000 0)", [20.0])] + list(more), name="route")


def square(x, y=100, side=1000):
    return "Polygon(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(x, y - side / 2, x + side, y + side / 2)


def cells(*more, count=20):
    rows = [(square(1000 * k), ["c{}".format(k), 100.0]) for k in range(count)]
    return layer("Polygon", ["code:string", "Ind:double"], rows + list(more), name="carreaux")


SITES = [
    ("Point(1200 0)", ["7", "Fixe", "Principal"]),
    ("Point(10000 0)", ["8", "Fixe_antenne(s)", "Antenne"]),
    ("Point(16000 0)", ["9", "Bus_équivalent", "Principal"]),
]


def sites(rows=SITES, fields=("id_fs:string", "format_fs:string", "type_fs:string")):
    return layer("Point", list(fields), rows, name="france services")


def zones(field="code:string", codes=("01001", "01002")):
    return layer(
        "Polygon",
        [field, "nom:string"],
        [
            ("Polygon((0 -2000,10000 -2000,10000 2000,0 2000,0 -2000))", [codes[0], "Ouest"]),
            ("Polygon((10000 -2000,18000 -2000,18000 2000,10000 2000,10000 -2000))", [codes[1], "Est"]),
        ],
        name="communes",
    )


def run(feedback=None, **more):
    parameters = {
        "SITES": sites(),
        "POPULATION": cells(),
        "NETWORK": road(),
        "NETWORK_PROFILE": 3,
        "TIME_EXPRESSION": '"minutes"',
        "THRESHOLDS": "2;5;8",
        "REFERENCE_THRESHOLD": 5,
        "OUTPUT_ZONES": "memory:",
        "OUTPUT_CELLS": "memory:",
        "OUTPUT_GAPS": "memory:",
        "OUTPUT_SUMMARY": "memory:",
    }
    parameters.update(more)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return processing.run(
        ServiceCoverage().create(),
        {key: value for key, value in parameters.items() if value is not None},
        context=context,
        feedback=feedback,
    )


def rows(result):
    """Rows of an output as dictionaries, NULL as None."""
    if isinstance(result, str):
        result = QgsVectorLayer(result, "retour", "ogr")
    names = result.fields().names()
    return [
        {name: None if value is None or value == NULL else value for name, value in zip(names, feature.attributes())}
        for feature in result.getFeatures()
    ]


def expected_minutes(k, places):
    return min(abs(k + 0.5 - place) for place in places)


PLACES = {"fixe": [1.2], "avec_antennes": [1.2, 10], "avec_base_bus": [1.2, 10, 16]}
