"""GeoJSON written a page at a time, and in which coordinates servers really answered."""

from __future__ import annotations

import json
import math
import re
from codecs import getincrementaldecoder

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError

__all__ = ["WGS84", "Writer", "bounds_of", "judge", "positions", "require_degrees", "swapped", "widened"]

WGS84 = "4326"
GEOGRAPHIC = frozenset((WGS84, "4171", "4258", "4979"))
_LOOKED_AT = 500
_MARGIN = 0.5
_PIECE = 1 << 20
_KM_A_DEGREE = 110.5
_POSITION = re.compile(rb'"coordinates"\s*:[\[\s]*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)')

_WRONG = QT_TRANSLATE_NOOP(
    "@default",
    "{service} gave coordinates that cannot be in {crs}, as it says or as was asked: nothing of it was used. Tell the "
    "service, or take the file from its page.",
)
_NOT_TEXT = QT_TRANSLATE_NOOP(
    "@default",
    "The layer that {service} gave is damaged (it is not UTF-8): nothing of it was used. Run again later.",
)
_NOT_DEGREES = QT_TRANSLATE_NOOP(
    "@default",
    "The layer that {service} gave is not in degrees ({x}, {y}) and does not say in which coordinates it is: nothing "
    "of it was used. Run again later, or take a file from its page.",
)


class Writer:
    """A file of features.

    Parameters
    ----------
    path : pathlib.Path
    crs : str
        Number of EPSG.
    """

    def __init__(self, path, crs):
        self.path, self.count = path, 0
        # half a character, which JSON can write, is none
        self._stream = open(path, "w", encoding="utf-8", errors="replace", newline="\n")  # noqa: SIM115 - until `close`
        head = {"type": "FeatureCollection"}
        if crs != WGS84:
            # the format knows degrees only; programs read this all the same
            head["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::" + crs}}
        self._stream.write(json.dumps(head)[:-1] + ', "features": [\n')

    def close(self):
        """Let the file go, whole or not."""
        self._stream.close()

    def add(self, features):
        """Write some features more."""
        for feature in features:
            self._stream.write(",\n" if self.count else "")
            self._stream.write(_written(feature))
            self.count += 1

    def finish(self):
        """End the file."""
        self._stream.write("\n]}\n")
        self._stream.close()


def _written(feature):
    try:
        return json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        # a number beyond all numbers: 1e999
        return _written(_finite(feature))


def _finite(value):
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def judge(features, said, asked, bounds, service, latitude_first=False):
    """Tell in which reference system coordinates are, and in which order.

    Parameters
    ----------
    features : sequence of dict
    said : str
        Number of EPSG that the answer names, "" for none.
    asked : str
        Number of EPSG that was asked for.
    bounds : tuple of float or None
        Where the layer lies, as the server announces: west, south, east, north.
    service : str
    latitude_first : bool, optional
        What is the rule where bounds do not tell.

    Returns
    -------
    str
        Number of EPSG.
    bool
        Whether latitude comes first.

    Raises
    ------
    DamagedAnswerError
        Coordinates that cannot be what was asked for.
    """
    points = [point for feature in features[:_LOOKED_AT] for point in _first(feature.get("geometry"))]
    crs = said or asked
    if not points:
        return crs, False
    degrees = all(abs(x) <= 180.0 and abs(y) <= 180.0 for x, y in points)
    if crs in GEOGRAPHIC and not degrees:
        raise DamagedAnswerError(_WRONG, service=service, crs="EPSG:" + crs)
    if crs not in GEOGRAPHIC:
        if not degrees:
            if crs == "2154" and not all(-6e5 < x < 1.8e6 and 5.5e6 < y < 7.7e6 for x, y in points):
                raise DamagedAnswerError(_WRONG, service=service, crs="EPSG:" + crs)
            return crs, False
        if bounds is None or said or not (_within(points, bounds) or _within([(y, x) for x, y in points], bounds)):
            raise DamagedAnswerError(_WRONG, service=service, crs="EPSG:" + crs)
        # it knows one system only, and says nothing: that of the format
        crs = WGS84
    other = [(y, x) for x, y in points]
    if latitude_first:
        points, other = other, points
    if bounds is not None and not _within(points, bounds) and _within(other, bounds):
        latitude_first = not latitude_first
    elif any(abs(y) > 90.0 for _x, y in points):
        if any(abs(y) > 90.0 for _x, y in other):
            raise DamagedAnswerError(_WRONG, service=service, crs="EPSG:" + crs)
        latitude_first = not latitude_first
    return crs, latitude_first


def swapped(geometry):
    """Return a geometry whose two first coordinates have changed places."""
    if geometry is None:
        return None
    if geometry.get("type") == "GeometryCollection":
        return {**geometry, "geometries": [swapped(part) for part in geometry.get("geometries") or []]}

    def turn(part):
        if part and isinstance(part[0], (int, float)):
            return [part[1], part[0], *part[2:]]
        return [turn(one) for one in part]

    return {**geometry, "coordinates": turn(geometry.get("coordinates") or [])}


def bounds_of(features):
    """Return west, south, east, north of features; None where there is no geometry."""
    xs, ys = [], []
    for feature in features:
        for x, y in positions((feature.get("geometry") or {}).get("coordinates")):
            xs.append(x)
            ys.append(y)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def widened(bounds, kilometres):
    """Return bounds in degrees some kilometres wider on each side, a little more rather than less; None for None."""
    if bounds is None or not kilometres:
        return bounds
    west, south, east, north = bounds
    up = kilometres / _KM_A_DEGREE
    # where the meridians are the closest
    along = up / max(math.cos(math.radians(min(max(abs(south), abs(north)) + up, 89.0))), 0.01)
    return max(west - along, -180.0), max(south - up, -90.0), min(east + along, 180.0), min(north + up, 90.0)


def _first(geometry):
    """Return the first position of a geometry, in a list; an empty one for none."""
    if not isinstance(geometry, dict):
        return []
    if geometry.get("type") == "GeometryCollection":
        return [point for part in geometry.get("geometries") or [] for point in _first(part)][:1]
    part = geometry.get("coordinates")
    while isinstance(part, list) and part and isinstance(part[0], list):
        part = part[0]
    return [(float(part[0]), float(part[1]))] if isinstance(part, list) and len(part) > 1 else []


def positions(part):
    """Yield the two first numbers of every position of a geometry's coordinates."""
    if isinstance(part, list) and part:
        if isinstance(part[0], (int, float)):
            yield part[0], part[1]
        else:
            for one in part:
                yield from positions(one)


def _within(points, bounds):
    west, south, east, north = bounds
    return all(west - _MARGIN <= x <= east + _MARGIN and south - _MARGIN <= y <= north + _MARGIN for x, y in points)


def require_degrees(path, service, pulse):
    """Refuse a file that is no text, or whose coordinates are no degrees and say no other system.

    Parameters
    ----------
    path : pathlib.Path
    service : str
        Who gave it.
    pulse : callable
        Called for each piece; may raise `Cancelled`.

    Raises
    ------
    DamagedAnswerError
    """
    decoder, told = getincrementaldecoder("utf-8")(), None
    with open(path, "rb") as stream:
        while True:
            pulse()
            piece = stream.read(_PIECE)
            try:
                decoder.decode(piece, not piece)
            except UnicodeDecodeError as error:
                raise DamagedAnswerError(_NOT_TEXT, service=service) from error
            if not piece:
                return
            # the system is said at the head of a file, where it is said
            told = b'"crs"' in piece if told is None else told
            found = None if told else _POSITION.search(piece)
            if found and (abs(float(found.group(1))) > 180 or abs(float(found.group(2))) > 90):
                x, y = (text.decode() for text in found.groups())
                raise DamagedAnswerError(_NOT_DEGREES, service=service, x=x, y=y)
