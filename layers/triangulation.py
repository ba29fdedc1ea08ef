"""Delaunay triangulation: by scipy where it is present, by GEOS where it is not."""
from __future__ import annotations

import struct

import numpy as np
from qgis.core import QgsGeometry

from ..domain.network.flips import covers, flipped, swept

__all__ = ["delaunay", "delaunay_by_geos", "delaunay_by_scipy"]


def delaunay(xy):
    """Triangulate distinct points. Both ways release Python's lock; scipy minds crowded points less.

    Parameters
    ----------
    xy : numpy.ndarray, shape (m, 2)

    Returns
    -------
    numpy.ndarray of int64, shape (t, 3)
        Indices of the corners of each triangle, all turning the same way. Of points on one circle
        either way may choose other triangles; the Voronoi cells are the same.
    """
    triangles = delaunay_by_scipy(xy)
    return delaunay_by_geos(xy) if triangles is None else triangles


def delaunay_by_scipy(xy):
    """Triangulate by scipy; None where it is absent or gives up."""
    try:
        from scipy.spatial import Delaunay

        return Delaunay(xy).simplices.astype(np.int64)
    except Exception:  # absent, broken as on some Windows builds, or lost in flat triangles
        return None


def delaunay_by_geos(xy):
    """Triangulate by GEOS, and set right what it got wrong.

    Points almost in line, as those of one street are, mislead it: GEOS 3.13 answers with flat triangles.
    """
    try:
        triangles = flipped(xy, _asked_of_geos(xy))
        if covers(xy, triangles):
            return triangles
    except (IndexError, ValueError):  # nothing came back, or points nobody gave
        pass
    return flipped(xy, swept(xy))


def _asked_of_geos(xy):
    """Triangulate by GEOS alone."""
    record = np.zeros(len(xy), dtype=[("order", "u1"), ("type", "<u4"), ("xy", "<f8", (2,))])
    record["order"], record["type"], record["xy"] = 1, 1, xy
    points = QgsGeometry()
    points.fromWkb(struct.pack("<BII", 1, 4, len(xy)) + record.tobytes())
    triangles = bytes(points.delaunayTriangulation(0.0, False).asWkb())
    form = np.dtype([("head", "u1", (13,)), ("ring", "<f8", (4, 2))])
    corners = np.ascontiguousarray(np.frombuffer(triangles, dtype=form, offset=9)["ring"][:, :3]).reshape(-1, 2)
    # GEOS gives coordinates back to the last bit
    key = np.ascontiguousarray(xy).view(np.complex128).ravel()
    order = np.argsort(key)
    asked = corners.view(np.complex128).ravel()
    found = order[np.searchsorted(key[order], asked)]
    if (key[found] != asked).any():
        raise ValueError("GEOS moved a point")
    return found.reshape(-1, 3)
