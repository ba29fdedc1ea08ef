"""Lines of the domain to QGIS geometries."""
from __future__ import annotations

import struct

from qgis.core import QgsGeometry

__all__ = ["line_geometries"]


def line_geometries(lines):
    """Make one geometry per line.

    Parameters
    ----------
    lines : domain.network.lines.Lines

    Yields
    ------
    QgsGeometry
        LineString in the coordinates of the lines.
    """
    flat, offsets = lines.xy.tobytes(), lines.offsets.tolist()
    for start, end in zip(offsets, offsets[1:]):
        geometry = QgsGeometry()
        geometry.fromWkb(struct.pack("<BII", 1, 2, end - start) + flat[16 * start : 16 * end])
        yield geometry
