"""Memory layers out of texts."""
from __future__ import annotations

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer


def memory_layer(kind, fields, rows, crs="", name="couche", corner=(0.0, 0.0)):
    """Make a memory layer.

    Parameters
    ----------
    kind : str
        Geometry as memory layers want it, "None" for a table.
    fields : sequence of str
        ``name:type``.
    rows : sequence of (str or None, sequence)
        Geometry as WKT, counted from the corner; and attributes.
    crs, name : str
    corner : (float, float)
    """
    query = ["field=" + f for f in fields]
    if crs and kind != "None":
        query.append("crs=" + crs)
    layer = QgsVectorLayer("{}?{}".format(kind, "&".join(query)), name, "memory")
    made = []
    for wkt, attributes in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(attributes))
        if wkt is not None:
            geometry = QgsGeometry.fromWkt(wkt)
            geometry.translate(*corner)
            feature.setGeometry(geometry)
        made.append(feature)
    assert layer.dataProvider().addFeatures(made)[0]
    layer.updateExtents()
    return layer
