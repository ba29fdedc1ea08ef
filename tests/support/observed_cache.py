"""A cache with an indicator and contours of a few territories, and a run of `observatorylayer` on it."""
from __future__ import annotations

import json

from cohesion_territoires.domain.indicators.observations import SECRET, Observations
from cohesion_territoires.processing_provider.observatory.observatorylayer import ObservatoryLayer
from cohesion_territoires.sources import observation_file
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

MEDIAN = "odt:filosofi.med_disp"


def squares(*codes):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature", "properties": {"code": code, "nom": "Commune " + code},
                "geometry": {"type": "Polygon", "coordinates": [
                    [[5 + n, 46], [5.5 + n, 46], [5.5 + n, 46.5], [5 + n, 46.5], [5 + n, 46]]
                ]},
            }
            for n, code in enumerate(codes)
        ],
    }  # fmt: skip


def keep_values(cache, found, entry=MEDIAN, level="com", year="*", territory="FRA"):
    facts = {"title": "Revenu", "geography": found.geography, "licence": "lov2", "producer": "Insee-DGFiP"}
    with cache.reserve(entry, level, territory, year) as place:
        observation_file.write(place.folder / "values.gpkg", found, facts)
        return place.commit(place.folder / "values.gpkg", facts)


def keep_contours(cache, *codes, level="com", year="2025", broken=None):
    content = squares(*codes)
    if broken is not None:
        content["features"][broken]["geometry"]["coordinates"] = [[[5, 46], [6, 47], [6, 46], [5, 47], [5, 46]]]
    facts = {"title": "Contours", "form": "geojson", "licence": "odc-odbl", "producer": "IGN", "geography": year}
    with cache.reserve("contours:" + level, level, "FRA", year) as place:
        path = place.folder / "contours.geojson"
        path.write_text(json.dumps(content), encoding="utf-8")
        return place.commit(path, facts)


def three(period="2021"):
    return Observations.of(
        ["01001", "01002", "01009"], [20000.0, None, 21000.0], [period] * 3, "com", "2025", ["publie", SECRET, "publie"]
    )


def run(cache, feedback=None, **parameters):
    parameters = {
        "ENTRY": MEDIAN, "REFRESH": 2, "CACHE_FOLDER": str(cache.folder), "OUTPUT": "memory:",
        "OUTPUT_REPORT": "memory:", **parameters,
    }  # fmt: skip
    results = processing.run(
        ObservatoryLayer().create(), parameters, context=QgsProcessingContext(),
        feedback=feedback or QgsProcessingFeedback(False),
    )  # fmt: skip
    made = results["OUTPUT"]
    layer = made if isinstance(made, QgsVectorLayer) else QgsVectorLayer(made, "sortie", "ogr")
    names = layer.fields().names()
    rows = [dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in layer.getFeatures()]
    return rows, results, layer
