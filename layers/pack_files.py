"""Reading the columns and codes of a reference file, to tell whether it is the right one."""

from __future__ import annotations

from contextlib import suppress

from ..domain.errors import QT_TRANSLATE_NOOP, DataError

__all__ = ["problems"]

_CLOSED = QT_TRANSLATE_NOOP("@default", "{path} does not open: check that it is there and whole.")
_LAYER = "|layername="


def problems(source, check, pulse):
    """Say what is wrong with a file; no coordinate system is named, any thread may ask.

    Parameters
    ----------
    source : str
        A path, with ``|layername=`` where it has several layers.
    check : sources.department_pack.Check
    pulse : callable
        Called on the way; may raise `Cancelled`.

    Returns
    -------
    list of DataError

    Raises
    ------
    DataError
        Where it does not open.
    """
    from osgeo import gdal

    path, _, name = str(source).partition(_LAYER)
    name = name.split("|")[0]
    dataset = layer = None
    # another plugin may have asked GDAL to raise where it would return nothing
    with _quiet(gdal), suppress(RuntimeError):
        dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        if dataset is not None:
            layer = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
    if layer is None:
        raise DataError(_CLOSED, path=path)
    definition = layer.GetLayerDefn()
    titles = [definition.GetFieldDefn(n).GetName() for n in range(definition.GetFieldCount())]
    column, rows = check.column(titles), layer.GetFeatureCount()
    codes = None
    if column is not None and check.pattern:
        layer.SetIgnoredFields([title for title in titles if title != column] + ["OGR_GEOMETRY"])
        codes, rows = [], 0
        for feature in layer:
            rows += 1
            codes.append(feature.GetField(column))
            if rows % 1000 == 0:
                pulse()
    return check.problems(titles, codes, rows)


class _quiet:  # noqa: N801 - used as a statement
    """What GDAL says of a file that is not one is not for the console."""

    def __init__(self, gdal):
        self._gdal = gdal

    def __enter__(self):
        self._gdal.PushErrorHandler("CPLQuietErrorHandler")

    def __exit__(self, *_why):
        self._gdal.PopErrorHandler()
