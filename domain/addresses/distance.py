"""Metres between two places given in degrees."""

from __future__ import annotations

from math import cos, hypot, radians

__all__ = ["metres"]


def metres(lon, lat, other_lon, other_lat):
    """Return the distance between two places not far from each other, good to a few parts in a thousand.

    Parameters
    ----------
    lon, lat, other_lon, other_lat : float
        WGS84 degrees.
    """
    return 111_320.0 * hypot((lon - other_lon) * cos(radians((lat + other_lat) / 2)), lat - other_lat)
