"""Whether all the rows of a file are there: GDAL writes the last of them when it closes, and tells no failure."""

from __future__ import annotations

import os
import re
import shutil

from ..sources.reasons import FULL, GONE, NOT_ALLOWED

__all__ = ["is_full", "is_whole", "why_not"]

# written in one piece at the end
_LATE = (".gpkg", ".sqlite")
# what such a file always ends with
_ENDS = {
    ".geojson": re.compile(rb"\}\s*\Z"), ".json": re.compile(rb"\}\s*\Z"), ".kml": re.compile(rb">\s*\Z"),
    ".gml": re.compile(rb">\s*\Z"), ".csv": re.compile(rb"\n\Z"),
}  # fmt: skip
# bytes: a disk with less left may have been full when the file was closed
_LITTLE = 1 << 20
_BLOCK = 64
_LAYER = "|layername="


def is_whole(destination, count):
    """Tell whether a file that was closed holds the rows written to it.

    Parameters
    ----------
    destination : str
        A path, with ``|layername=`` where it has several layers; anything else is believed.
    count : int
        Rows written; a file that had others before may hold more.
    """
    path, _, name = destination.partition(_LAYER)
    suffix = os.path.splitext(path)[1].lower()
    if not os.path.isfile(path):
        return True
    if count and suffix in _ENDS and not _ENDS[suffix].search(_tail(path)):
        return False
    if suffix not in _LATE and not is_full(path):
        return True
    try:
        from osgeo import gdal
    except Exception:  # absent, or built for another numpy
        return True
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        layer = None if dataset is None else dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
        return layer is not None and layer.GetFeatureCount() >= count
    except RuntimeError:
        # another plugin has asked GDAL to raise
        return False
    finally:
        gdal.PopErrorHandler()


def why_not(destination, said):
    """Return why a file could not be made, as a person would say it; what GDAL said where that is not known.

    Parameters
    ----------
    destination : str
    said : str
    """
    path = destination.partition("|")[0]
    folder = os.path.dirname(path)
    if not os.path.isabs(path):
        return said
    if not os.path.isdir(folder):
        return GONE
    if not os.access(folder, os.W_OK) or (os.path.isfile(path) and not os.access(path, os.W_OK)):
        return NOT_ALLOWED
    return FULL if is_full(path) else said


def _tail(path):
    with open(path, "rb") as stream:
        stream.seek(-min(_BLOCK, os.path.getsize(path)), os.SEEK_END)
        return stream.read()


def is_full(path):
    """Tell whether the disk of a file has no room left to speak of."""
    try:
        return shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free < _LITTLE
    except OSError:
        return False
