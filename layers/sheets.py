"""Sheets of spreadsheets (XLSX, ODS) whose row of titles GDAL takes for data, read again as they are meant."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from itertools import islice
from uuid import uuid4
from zipfile import BadZipFile

from qgis.core import QgsFields
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..domain.addresses.columns import is_datum, title_row
from ..domain.errors import QT_TRANSLATE_NOOP, DataError, MissingLibraryError
from ..domain.indicators import columns as indicators
from ..sources.delimited import titles_of
from ..sources.sheet_rows import without_first_rows
from .fields import make_field

__all__ = ["Sheet", "looks_misread", "rows_above_titles", "titles_at"]

_NO_GDAL = QT_TRANSLATE_NOOP(
    "@default",
    "The row of titles of “{name}” was not recognised, because all the cells of the sheet are texts, and GDAL's "
    "Python library, which would read it again, is absent here: save the sheet as CSV.",
)
_CLOSED = QT_TRANSLATE_NOOP(
    "@default", "The sheet “{name}” cannot be read again: check that the file is not open elsewhere."
)
_NO_TITLES = QT_TRANSLATE_NOOP(
    "@default",
    "The first row of the sheet “{name}” is no row of titles: put one title at the top of each column "
    "(adresse, code postal, commune…), with nothing above, then run again.",
)
_LOOKED_AT = 40
_FIELD = re.compile(r"Field\d+$")


def looks_misread(names):
    """Tell whether GDAL named all columns itself.

    Parameters
    ----------
    names : sequence of str
    """
    return bool(names) and all(_FIELD.match(n) for n in names)


def rows_above_titles(path, layer_name):
    """Count the rows above the titles of a sheet: a heading, the date of an export.

    Parameters
    ----------
    path : str
    layer_name : str or None

    Returns
    -------
    int
        0 where the first row holds the titles, or where none does for certain.
    """
    try:
        from osgeo import gdal
    except Exception:  # absent, or built for another numpy: `Sheet` says so where it matters
        return 0
    with _told(gdal, "DISABLE"):
        dataset = _opened(gdal, path)
        layer = _layer(dataset, layer_name)
        if layer is None:
            return 0
        width = layer.GetLayerDefn().GetFieldCount()
        rows = [[row.GetFieldAsString(i) for i in range(width)] for row in islice(layer, _LOOKED_AT)]
    return titles_at(rows) or 0


def titles_at(rows):
    """Find the row of titles among the first ones: of a table of addresses, else of one of territories.

    Parameters and result are those of `domain.addresses.columns.title_row`.
    """
    rows = list(rows)
    found = title_row(rows)
    return indicators.title_row(rows) if found is None else found


class Sheet:
    """One sheet, one of its first rows taken for titles.

    Parameters
    ----------
    path : str
    layer_name : str or None
        The sheet; the first where none is named.
    label : str
        What the table is called, for messages.
    above : int, optional
        Rows above the titles, left out.

    Attributes
    ----------
    fields : QgsFields
    count : int

    Raises
    ------
    DataError
        When the first row is no row of titles.
    MissingLibraryError
    """

    def __init__(self, path, layer_name, label, above=0):
        try:
            from osgeo import gdal, ogr
        except Exception as error:  # absent, or built for another numpy
            raise MissingLibraryError(_NO_GDAL, name=label) from error
        with _told(gdal, "FORCE"), _without_rows(gdal, path, layer_name, above) as place:
            self._dataset = None if place is None else _opened(gdal, place)
            layer = _layer(self._dataset, layer_name)
            if layer is not None:
                # GDAL reads a sheet when it is first asked something
                self.count = layer.GetFeatureCount()
        if layer is None:
            raise DataError(_CLOSED, name=label)
        self._layer = layer
        definition = layer.GetLayerDefn()
        columns = [definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())]
        names = [c.GetName() for c in columns]
        said = [n for n in names if n and not _FIELD.match(n)]
        if not said or any(map(is_datum, said)):
            raise DataError(_NO_TITLES, name=label)
        self.fields, self._readers = QgsFields(), []
        for place, (column, title) in enumerate(zip(columns, titles_of(names, len(names)))):
            kind = _kind(ogr, column)
            self.fields.append(make_field(title, kind))
            self._readers.append(_reader(kind, place))

    def rows(self):
        """Read the rows in order.

        Yields
        ------
        list
            Values as QGIS wants them, None for an empty cell.
        """
        self._layer.ResetReading()
        readers = list(enumerate(self._readers))
        for feature in self._layer:
            yield [read(feature) if feature.IsFieldSetAndNotNull(place) else None for place, read in readers]


@contextmanager
def _told(gdal, titles):
    """Tell GDAL whether sheets have a row of titles; what it complains about is not shown."""
    options = ("OGR_XLSX_HEADERS", "OGR_ODS_HEADERS")
    before = [gdal.GetThreadLocalConfigOption(option) for option in options]
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        for option in options:
            gdal.SetThreadLocalConfigOption(option, titles)
        yield
    finally:
        gdal.PopErrorHandler()
        for option, value in zip(options, before):
            gdal.SetThreadLocalConfigOption(option, value)


@contextmanager
def _without_rows(gdal, path, layer_name, above):
    """Give a path where GDAL finds the sheet without its first rows, None where there is none."""
    if not above:
        yield path
        return
    content, dataset = None, _opened(gdal, path)
    layer = _layer(dataset, layer_name)
    if layer is not None:
        try:
            content = without_first_rows(path, layer.GetName(), above)
        except (OSError, BadZipFile, KeyError, UnicodeError):
            content = None
    if content is None:
        yield None
        return
    place = "/vsimem/{}{}".format(uuid4().hex, path[-5:] if path[-5] == "." else path[-4:])
    gdal.FileFromMemBuffer(place, content)
    try:
        yield place
    finally:
        gdal.Unlink(place)


def _layer(dataset, name):
    if dataset is None:
        return None
    return dataset.GetLayerByName(name) if name else dataset.GetLayer(0)


def _opened(gdal, path):
    try:
        with warnings.catch_warnings():
            # of exceptions to come, which both ways of ours can take
            warnings.simplefilter("ignore", FutureWarning)
            return gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:  # where a programme has asked GDAL for exceptions
        return None


def _kind(ogr, column):
    kind = column.GetType()
    if kind == ogr.OFTInteger:
        return "bool" if column.GetSubType() == ogr.OFSTBoolean else "int"
    kinds = {
        ogr.OFTInteger64: "long", ogr.OFTReal: "double", ogr.OFTDate: "date", ogr.OFTTime: "time",
        ogr.OFTDateTime: "datetime",
    }  # fmt: skip
    return kinds.get(kind, "text")


def _reader(kind, place):
    """Return how to read a column from a row of GDAL's."""
    if kind in ("int", "long"):
        return lambda row: row.GetFieldAsInteger64(place)
    if kind == "bool":
        return lambda row: bool(row.GetFieldAsInteger(place))
    if kind == "double":
        return lambda row: row.GetFieldAsDouble(place)
    if kind in ("date", "time", "datetime"):
        return lambda row: _moment(kind, *row.GetFieldAsDateTime(place)[:6])
    return lambda row: row.GetFieldAsString(place)


def _moment(kind, year, month, day, hour, minute, second):
    day, hour = QDate(year, month, day), QTime(hour, minute, int(second), round(1000 * (second % 1)) % 1000)
    return {"date": day, "time": hour}.get(kind) or QDateTime(day, hour)
