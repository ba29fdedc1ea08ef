"""Rows of an input that will be written out again: the features themselves, and where each is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
from qgis.core import NULL

from .crs import require_crs, transform_xy
from .vectors import features, point_of

__all__ = ["FeatureChunk", "Rows", "as_text", "read_rows"]


@dataclass
class Rows:
    """Features in their order, and the points that stand for them.

    Attributes
    ----------
    features : list of QgsFeature
    xy : numpy.ndarray, shape (n, 2)
        In the system asked for; NaN where a row has no usable geometry.
    empty : numpy.ndarray of bool, shape (n,)
        Rows whose geometry is null or empty, as against one that cannot be placed.
    """

    features: list
    xy: np.ndarray
    empty: np.ndarray

    def __len__(self):
        return len(self.features)

    def texts(self, field):
        """Values of a field as text, the feature's number where no field is given.

        Parameters
        ----------
        field : str or None
        """
        if field is None:
            return [str(feature.id()) for feature in self.features]
        place = self.features[0].fields().lookupField(field) if self.features else 0
        return [as_text(feature.attribute(place)) for feature in self.features]


def as_text(value):
    """Text of a code, None for NULL; 12.0 read from a column of decimals is 12."""
    if value is None or value == NULL:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_rows(source, name, crs, context=None, tick=None):
    """Read every row of a layer with the point that stands for it (itself, or its centroid).

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for messages.
    crs : QgsCoordinateReferenceSystem
        System of the points.
    tick : callable, optional
        Progress; may raise `Cancelled`.

    Returns
    -------
    Rows
    """
    own_crs = require_crs(source, name)
    total = max(source.featureCount(), 1)
    kept, xy, empty = [], [], []
    for count, feature in enumerate(features(source)):
        if tick is not None and count % 2000 == 0:
            tick(min(count / total, 1.0))
        geometry = feature.geometry()
        kept.append(feature)
        empty.append(geometry.isNull() or geometry.isEmpty())
        xy.append(point_of(geometry))
    points = np.array(xy, dtype=np.float64).reshape(-1, 2)
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return Rows(kept, transform_xy(points, own_crs, crs, context), np.array(empty, dtype=bool))


@dataclass
class FeatureChunk:
    """Some rows of a layer, to which attributes are added.

    Attributes
    ----------
    features : list of QgsFeature
    """

    features: list

    def column(self, place):
        """Return the values of one field, None where missing; None for no field."""
        if place is None:
            return None
        plain = _PLAIN
        return [v if v.__class__ in plain else _python(v) for v in [f.attribute(place) for f in self.features]]

    def tuples(self, places):
        """Return the values of several fields, one tuple per row."""
        return list(zip(*(self.column(p) for p in places)))

    def append(self, width, columns):
        """Add attributes to the features, after those they have.

        Far cheaper than reading and writing back all the attributes, which never leave QGIS.

        Parameters
        ----------
        width : int
            How many fields the layer has.
        columns : sequence of list
            Python values, one list per added field.
        """
        places = range(width, width + len(columns))
        total = width + len(columns)
        for feature, row in zip(self.features, zip(*columns)):
            feature.resizeAttributes(total)
            put = feature.setAttribute
            for place, value in zip(places, row):
                if value is not None:
                    put(place, value)


_PLAIN = frozenset((str, int, float, bool, type(None)))


def _python(value):
    """Turn a Qt value into Python's; NULL becomes None."""
    for change in ("toPyDateTime", "toPyDate", "toPython"):
        if hasattr(value, change):
            return getattr(value, change)() if value.isValid() else None
    if isinstance(value, (datetime.date, list, dict)):
        return str(value) if isinstance(value, (list, dict)) else value
    return None
