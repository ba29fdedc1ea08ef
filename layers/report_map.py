"""From perimeters and positions to the map of a report: large squares, never a point."""

from __future__ import annotations

import numpy as np

from ..domain.qpv.density import squares
from ..domain.qpv.report_map import draw_map
from .crs import authority, territories, transform_xy
from .territorial_index import polygon_rings

__all__ = ["draw"]


def draw(perimeters, lonlat, shown, context=None, least=0, communes=None, towns=()):
    """Draw the territory where most of the positions are.

    Parameters
    ----------
    perimeters : layers.perimeters.Perimeters
    lonlat : ndarray, shape (n, 2)
        Degrees.
    shown : sequence of int
        Perimeters that the report names.
    context : QgsProcessingContext, optional
    least : int, optional
        Threshold of secrecy.
    communes : layers.communes.CommuneIndex, optional
        Whose outlines are drawn.
    towns : sequence of sources.address_index.Commune, optional
        Communes whose names are written where there is room, those with most addresses first.

    Returns
    -------
    str
        See `domain.qpv.report_map.draw_map`.
    """
    degrees = authority(4326)
    where = territories(lonlat, degrees, context)
    codes, counts = np.unique(where[where > 0], return_counts=True)
    epsg = int(codes[counts.argmax()]) if len(codes) else int(perimeters.projections[0])
    own = np.flatnonzero(perimeters.projections == epsg).tolist()
    place = {perimeter: rank for rank, perimeter in enumerate(own)}
    shapes = [(perimeters.codes[p], polygon_rings(perimeters.geometries[p])) for p in own]
    spots = transform_xy(lonlat[where == epsg], degrees, authority(epsg), context)
    lines = [] if communes is None else communes.outlines(authority(epsg), context)
    towns = sorted(towns, key=lambda town: -town.count)
    centres = np.array([(town.lon, town.lat) for town in towns], dtype=float).reshape(-1, 2)
    placed = transform_xy(centres, degrees, authority(epsg), context).tolist()
    names = [(town.name, x, y) for town, (x, y) in zip(towns, placed) if x == x]
    return draw_map(shapes, squares(spots, least), {place[p] for p in shown if p in place}, lines, names)
