"""Perimeters measured in the legal projection of each territory, also when one layer mixes territories."""

from __future__ import annotations

import struct

import numpy as np
from qgis.core import QgsWkbTypes

from ..domain.progress import silent
from ..domain.qpv.signed_distance import Nearest, PerimeterIndex
from .crs import authority, territories, transform_xy

__all__ = ["TerritorialIndex", "flat_rings", "polygon_rings"]

# latitudes that tell apart the islands which share UTM 20N, as northings in metres
_ANTILLES = ((1_681_000.0, 972), (1_936_000.0, 971), (np.inf, 978))
SAINT_PIERRE_ET_MIQUELON = 4467


def polygon_rings(geometry):
    """Read the rings of a flat polygon or multipolygon.

    Parameters
    ----------
    geometry : QgsGeometry

    Returns
    -------
    list of numpy.ndarray
        Shape (v, 2) each, closed; outlines and holes alike.
    """
    data = bytes(geometry.asWkb())
    rings, at, todo = [], 0, 1
    while todo:
        kind = struct.unpack_from("<I", data, at + 1)[0]
        count = struct.unpack_from("<I", data, at + 5)[0]
        at += 9
        todo -= 1
        if kind == QgsWkbTypes.Type.MultiPolygon:
            todo += count
            continue
        for _ in range(count):
            size = struct.unpack_from("<I", data, at)[0]
            rings.append(np.frombuffer(data, dtype="<f8", count=2 * size, offset=at + 4).reshape(-1, 2))
            at += 4 + 16 * size
    return rings


def flat_rings(geometries):
    """Read the rings of many polygons into flat arrays.

    Parameters
    ----------
    geometries : sequence of QgsGeometry
        Flat polygons or multipolygons.

    Returns
    -------
    xy : numpy.ndarray, shape (v, 2)
    offsets : numpy.ndarray, shape (r + 1,)
    owner : list of int, length r
        Place of each ring's polygon in `geometries`.
    """
    rings, owner = [], []
    for place, geometry in enumerate(geometries):
        own = polygon_rings(geometry)
        rings += own
        owner += [place] * len(own)
    xy = np.vstack(rings) if rings else np.empty((0, 2))
    return xy, np.cumsum([0] + [len(r) for r in rings]), owner


class TerritorialIndex:
    """Perimeters of all territories, each measured in its own projection.

    Parameters
    ----------
    perimeters : Perimeters
    reach, near : float
        See `domain.qpv.signed_distance.PerimeterIndex`.
    """

    def __init__(self, perimeters, reach, near):
        self.reach = max(reach, near)
        self._parts = {}
        zones = set()
        for epsg in np.unique(perimeters.projections).tolist():
            members = np.flatnonzero(perimeters.projections == epsg)
            xy, offsets, owner = flat_rings([perimeters.geometries[m] for m in members.tolist()])
            index = PerimeterIndex(xy, offsets, owner, len(members), reach=reach, near=near)
            self._parts[epsg] = (members, index)
            zones.update(_zones(epsg, xy[offsets[:-1]]).tolist())
        self._zones = sorted(zones | {SAINT_PIERRE_ET_MIQUELON})  # where there is no QPV to lack

    def measure(self, xy, crs, context=None, tick=silent, territory=None):
        """Measure points given in one system, each in its own territory's projection.

        Parameters
        ----------
        xy : numpy.ndarray, shape (n, 2)
            NaN where a row has no position.
        crs : QgsCoordinateReferenceSystem
        territory : numpy.ndarray of int, shape (n,), optional
            As `layers.crs.territories` gives them; found when absent.

        Returns
        -------
        nearest : Nearest
            `distance` is NaN where there is no position, or none in a French territory.
        uncovered : numpy.ndarray of bool, shape (n,)
            True where the layer has no perimeter at all in the territory.
        """
        size = len(xy)
        territory = territories(xy, crs, context) if territory is None else territory
        distance, edge = np.full(size, np.nan), np.full(size, np.inf)
        polygon, containing = np.full(size, -1, dtype=np.int32), np.zeros(size, dtype=np.int32)
        uncovered = np.zeros(size, dtype=bool)
        near = []
        for epsg in np.unique(territory[territory > 0]).tolist():
            rows = np.flatnonzero(territory == epsg)
            own = transform_xy(xy[rows], crs, authority(epsg), context)
            good = np.isfinite(own).all(axis=1)
            rows, own = rows[good], own[good]
            uncovered[rows] = ~np.isin(_zones(epsg, own), self._zones)
            distance[rows] = np.inf
            if epsg not in self._parts:
                continue
            members, index = self._parts[epsg]
            found = index.measure(own, tick)
            distance[rows], edge[rows], containing[rows] = found.distance, found.edge, found.containing
            polygon[rows] = np.where(found.polygon >= 0, members[found.polygon], -1)
            near.append((rows[found.near_point], members[found.near_polygon], found.near_edge))
        merged = [np.concatenate(c) for c in zip(*near)] if near else [np.empty(0, dtype=np.int64)] * 2 + [np.empty(0)]
        return Nearest(distance, polygon, edge, containing, *merged), uncovered


def _zones(epsg, xy):
    """Number the parts of France that have their own official files: a projection, or an island that shares one."""
    if epsg != 5490:
        return np.full(len(xy), epsg)
    limits = [limit for limit, _ in _ANTILLES[:-1]]
    return np.array([zone for _, zone in _ANTILLES])[np.searchsorted(limits, xy[:, 1])]
