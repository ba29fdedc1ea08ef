"""A missing number stays missing in PostGIS, where QGIS would write 0 for it, and the reverse."""
from __future__ import annotations

import pytest
from cohesion_territoires.layers.fields import make_field
from cohesion_territoires.layers.sinks import POSTGRES_BATCH, Sink, postgres_batches
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

ROWS = [
    [(0, None), (None, 0.0), (0, None)],
    [(None, 1.5), (0, None), (None, 0.0)],
    [(0, 0.0), (0, 0.0), (5, None), (None, 0.0)],
    [(0, None)] * POSTGRES_BATCH + [(None, 0.0)] * 3,
    [(None, None)] * 3,
]


def features(rows):
    fields = QgsFields()
    fields.append(make_field("nombre", "long"))
    fields.append(make_field("mesure", "double"))
    made = []
    for row in rows:
        feature = QgsFeature(fields)
        feature.setAttributes(list(row))
        made.append(feature)
    return fields, made


@pytest.mark.parametrize("rows", ROWS)
def test_nothing_and_zero_are_told_apart(postgis, rows):
    fields, _made = features(rows)
    uri = postgis.uri("rien_et_zero", None, "cle").uri(False)
    context = QgsProcessingContext()
    opened, destination = QgsProcessingUtils.createFeatureSink(
        "postgres:" + uri,
        context,
        fields,
        QgsWkbTypes.Type.NoGeometry,
        QgsCoordinateReferenceSystem(),
        {"overwrite": True},
    )
    sink = Sink(
        opened, destination, "x", fields, QgsCoordinateReferenceSystem(), False, QgsCoordinateTransformContext()
    )
    for row in rows:
        sink.add(None, row)
    sink.close()
    del opened
    read = QgsVectorLayer(uri, "relu", "postgres")
    found = [tuple(None if str(f[n]) == "NULL" else f[n] for n in ("nombre", "mesure")) for f in read.getFeatures()]
    assert found == rows


def test_batches_are_long_where_nothing_forbids_it():
    _fields, made = features([(i % 2 or None, 3.0) for i in range(2 * POSTGRES_BATCH)])
    assert [len(batch) for batch in postgres_batches(made)] == [POSTGRES_BATCH, POSTGRES_BATCH]
