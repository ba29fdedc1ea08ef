"""Zones of a report (communes, EPCI, départements): their polygons, and which of them holds each point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import NULL, QgsCoordinateTransform, QgsGeometry, QgsPoint

from ..domain.errors import QT_TRANSLATE_NOOP, EmptyLayerError
from ..domain.progress import silent
from .crs import moved, require_crs, transform_xy
from .vectors import features

__all__ = ["Zones", "attach_by_overlap", "code_text", "read_zones"]


def code_text(value, row):
    """Return a code as text, the row's number where it is missing.

    Codes are text: a 12.0 read from a column of numbers is written 12.
    """
    if value is None or str(value).strip() == "":
        return str(row + 1)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


@dataclass
class Zones:
    """Polygons in the layer's own system, row by row.

    Attributes
    ----------
    crs : QgsCoordinateReferenceSystem
    geometries : list of QgsGeometry
        As found, null ones included.
    attributes : list of list
        Values of every field.
    repaired, unusable : int
        Polygons that had to be repaired to be searched, and rows without a polygon.
    """

    crs: object
    geometries: list
    attributes: list
    repaired: int
    unusable: int
    searched: list

    def __len__(self):
        return len(self.geometries)

    def locate(self, xy, crs, context=None, tick=silent):
        """Find the zone of each point.

        Parameters
        ----------
        xy : numpy.ndarray
            Shape (n, 2), in `crs`; NaN rows lie nowhere.
        crs : QgsCoordinateReferenceSystem
        context : QgsProcessingContext, optional
        tick : callable
            Progress; may raise `Cancelled`.

        Returns
        -------
        numpy.ndarray of int
            Row of the first zone that holds the point, its edge included; -1 where none does.
        """
        points = transform_xy(xy, crs, self.crs, context)
        found = np.full(len(points), -1, dtype=np.int64)
        order = np.argsort(points[:, 0], kind="stable")  # NaN go last
        order = order[: int(np.isfinite(points[:, 0]).sum())]
        across = points[order, 0]
        tested = 0
        for row, geometry in enumerate(self.searched):
            if geometry is None:
                continue
            if tested >= 20000:
                tested = 0
                tick(row / len(self.searched))
            box = geometry.boundingBox()
            near = order[
                np.searchsorted(across, box.xMinimum(), "left") : np.searchsorted(across, box.xMaximum(), "right")
            ]
            up = points[near, 1]
            near = near[(up >= box.yMinimum()) & (up <= box.yMaximum()) & (found[near] < 0)]
            tested += len(near) + 1
            if not len(near):
                continue
            engine = QgsGeometry.createGeometryEngine(geometry.constGet())
            engine.prepareGeometry()
            for place in near.tolist():
                if engine.intersects(QgsPoint(points[place, 0], points[place, 1])):
                    found[place] = row
        return found


def read_zones(source, name, tick=silent):
    """Read the polygons of a layer.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for messages.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    Zones

    Raises
    ------
    EmptyLayerError
        When no row has a polygon.
    """
    crs = require_crs(source, name)
    geometries, attributes, searched = [], [], []
    repaired = unusable = 0
    total = max(source.featureCount(), 1)
    for count, feature in enumerate(features(source)):
        if count % 500 == 0:
            tick(min(count / total, 1.0))
        geometry = feature.geometry()
        geometries.append(geometry)
        attributes.append([None if value is None or value == NULL else value for value in feature.attributes()])
        usable = None
        if not geometry.isNull() and not geometry.isEmpty():
            usable = geometry
            if not geometry.isGeosValid():
                usable = geometry.makeValid()
                repaired += 1
            if usable.isNull() or usable.isEmpty():
                usable = None
        unusable += usable is None
        searched.append(usable)
    if unusable == len(geometries):
        raise EmptyLayerError(
            QT_TRANSLATE_NOOP("@default", "No row of “{name}” has a usable polygon: check the layer's geometry."),
            name=name,
        )
    return Zones(crs, geometries, attributes, repaired, unusable, searched)


def attach_by_overlap(zones, geometries, crs, operations):
    """Find the zone that each cell overlaps most, for cells whose centre lies in none.

    Parameters
    ----------
    zones : Zones
    geometries : dict of int to QgsGeometry
        Polygons of the cells, by row.
    crs : QgsCoordinateReferenceSystem
        Of the cells.
    operations : QgsCoordinateTransformContext

    Returns
    -------
    dict of int to int
        Row of the zone by row of the cell; cells that touch no zone are absent.
    """
    change = QgsCoordinateTransform(crs, zones.crs, operations)
    rows = [row for row, geometry in enumerate(zones.searched) if geometry is not None]
    boxes = [zones.searched[row].boundingBox() for row in rows]
    found = {}
    for cell, geometry in geometries.items():
        there = moved(geometry, change)
        box = there.boundingBox()
        best = 0.0
        for row, other in zip(rows, boxes):
            if not other.intersects(box):
                continue
            area = there.intersection(zones.searched[row]).area()
            if area > best:
                best, found[cell] = area, row
    return found
