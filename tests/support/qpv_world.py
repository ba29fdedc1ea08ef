"""Perimeters, places and a run of `georeferencepoints`, small enough to check by hand."""

from __future__ import annotations

from cohesion_territoires.processing_provider.qpv.georeferencepoints import GeoreferencePoints
from memory import memory_layer
from qgis import processing
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

X, Y = 652000.0, 6862000.0

LIST = [
    (None, ("QN07501N", '="75119"')),
    (None, ("QN07502M", "75056;93008")),
    (None, ("QN09301M", "93010")),
]


def layer_of(kind, fields, rows, crs="EPSG:2154"):
    """Make a memory layer of (wkt or None, attributes) rows; wkt is shifted to Paris in Lambert-93."""
    layer = memory_layer(kind, fields, rows, crs, corner=(X, Y) if crs == "EPSG:2154" else (0, 0))
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    return layer


def square(x, y, side=400):
    return "Polygon(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(x, y, x + side, y + side)


def two_perimeters():
    return layer_of(
        "Polygon",
        ["code_qp:string", "lib_qp:string"],
        [(square(0, 0), ("QN07501N", "Les Prés")), (square(1000, 0), ("QN07502M", "La Gare"))],
    )


PLACES = [
    ("Point(200 200)", ("a", 0.9, "housenumber", "entrée", "ok")),
    ("Point(397 200)", ("b", 0.9, "housenumber", "entrée", "ok")),
    ("Point(412 200)", ("c", 0.9, "housenumber", "entrée", "ok")),
    ("Point(412 200)", ("d", 0.9, "housenumber", None, "ok")),
    ("Point(200 200)", ("e", 0.9, "street", None, "ok")),
    ("Point(200 200)", ("f", 0.34, "housenumber", "entrée", "ok")),
    (None, ("g", None, None, None, "not-found")),
    (None, ("h", 0.9, "housenumber", "entrée", "ok")),
    ("Point(-310 200)", ("i", 0.9, "housenumber", "segment", "ok")),
    ("Point(-2000 200)", ("j", 0.9, "housenumber", "segment", "ok")),
]
FIELDS = ["nom:string", "result_score:double", "result_type:string", "type_position:string", "result_status:string"]
EXPECTED = [
    "EN_QPV", "A_VERIFIER", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE", "NON_TROUVEE", "NON_TROUVEE", "ERREUR",
    "HORS_QPV", "HORS_QPV",
]  # fmt: skip


def ten_places():
    return layer_of("Point", FIELDS, PLACES)


def run(feedback=None, **parameters):
    """Run in place and return (rows of OUTPUT as dicts, results, layer)."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters.setdefault("OUTPUT", "memory:")
    results = processing.run(
        GeoreferencePoints().create(), parameters, context=context, feedback=feedback or QgsProcessingFeedback()
    )
    layer = results["OUTPUT"]
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "out", "ogr")
        assert layer.isValid()
    names = layer.fields().names()
    rows = [dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in layer.getFeatures()]
    return rows, results, layer
