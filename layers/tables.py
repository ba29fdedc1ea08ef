"""Tables of addresses in and out: what users drag into QGIS, read as they meant it; CSV as Excel opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..domain.addresses.columns import is_datum, roles
from ..domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError
from ..sources.delimited import Delimited
from .fields import make_field
from .sheets import Sheet, looks_misread, rows_above_titles, titles_at

__all__ = ["CSV", "SHEET", "Table", "csv_writer", "read_csv", "reread"]

CSV, SHEET = "csv", "sheet"
_MISREAD = QT_TRANSLATE_NOOP(
    "@default",
    "QGIS did not recognise the row of titles of “{name}” (its columns are called {columns}), and it cannot be "
    "read again while the layer is filtered, edited, joined, or only its selection is asked for: "
    "take the filter away, save the edits, and run on the whole table.",
)
_NO_TITLES = QT_TRANSLATE_NOOP(
    "@default",
    "The first row of “{name}” is no row of titles: put one title at the top of each column (adresse, code postal, "
    "commune…), then run again.",
)
_FIELD = re.compile(r"field_\d+$")
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default", "The file {path} cannot be written ({why}): check that it is not open elsewhere."
)


@dataclass
class Table:
    """A table read behind QGIS's back; stands wherever a source of features is read.

    Attributes
    ----------
    kind : str
        `CSV` or `SHEET`.
    encoding, separator : str
        "" for a sheet.
    seen : dict of str to str
        The name under which QGIS shows a column -> its title here.
    above : int
        Rows above the titles, left out.
    """

    kind: str
    encoding: str
    separator: str
    seen: dict
    _reader: object
    _fields: QgsFields
    above: int = 0

    def fields(self):
        """Return the columns."""
        return self._fields

    def featureCount(self):  # noqa: N802 - as a QgsProcessingFeatureSource
        """Return how many rows there are."""
        return self._reader.count

    def getFeatures(self, request=None, flags=None):  # noqa: N802
        """Yield the rows in order, all of them."""
        for number, values in enumerate(self._reader.rows(), 1):
            feature = QgsFeature(self._fields, number)
            feature.setAttributes(values)
            yield feature

    def sourceCrs(self):  # noqa: N802
        """Return no coordinate system: a table has none."""
        return QgsCoordinateReferenceSystem()

    def wkbType(self):  # noqa: N802
        """Return that there is no geometry."""
        return QgsWkbTypes.Type.NoGeometry


def reread(layer, label, partial=False):
    """Read a table again where QGIS may have misread it.

    Parameters
    ----------
    layer : QgsVectorLayer or None
        As QGIS opened it.
    label : str
        What the input is called, for messages.
    partial : bool, optional
        Whether only some of its rows are asked for.

    Returns
    -------
    Table or None
        None where QGIS's own reading stands.

    Raises
    ------
    DataError
        When the titles were misread and nothing can be done about it.
    """
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return None
    driver = layer.dataProvider().storageType()
    if driver not in ("XLSX", "ODS", "CSV") or QgsWkbTypes.geometryType(layer.wkbType()) != _NO_GEOMETRY:
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, above = str(parts.get("path") or ""), 0
    if driver != "CSV" and roles(layer.dataProvider().fields().names()) < 2 and not parts.get("vsiPrefix"):
        above = rows_above_titles(path, parts.get("layerName"))
    misread = driver != "CSV" and (above > 0 or looks_misread(layer.dataProvider().fields().names()))
    if not misread and driver != "CSV":
        return None
    if partial or layer.subsetString() or layer.isEditable() or layer.fields() != layer.dataProvider().fields():
        if misread:
            raise DataError(_MISREAD, name=label, columns=", ".join(layer.fields().names()[:3]) + "…")
        return None
    if misread:
        sheet = Sheet(path, parts.get("layerName"), label, above)
        seen = dict(zip(layer.fields().names(), sheet.fields.names()))
        return Table(SHEET, "", "", seen, sheet, sheet.fields, above)
    if parts.get("openOptions") or parts.get("vsiPrefix") or not Path(path).is_file():
        return None
    if Path(path).with_suffix(".csvt").exists():
        # someone has said the types of the columns
        return None
    return read_csv(path, layer.fields().names())


def read_csv(path, seen=()):
    """Read a CSV whatever its encoding and separator.

    Parameters
    ----------
    path : str
    seen : sequence of str, optional
        What QGIS calls its columns.

    Returns
    -------
    Table

    Raises
    ------
    DataError
    """
    text = Delimited(path, titles_at)
    if all(map(_FIELD.match, seen)) and any(map(is_datum, text.titles)) and not roles(text.titles):
        # QGIS found no titles either: the first row is data, not to be lost, nor shown as names of columns
        raise DataError(_NO_TITLES, name=Path(path).name)
    fields = QgsFields()
    for title in text.titles:
        fields.append(make_field(title, "text"))
    return Table(CSV, text.encoding, text.separator, dict(zip(seen, text.titles)), text, fields, text.above)


_NO_GEOMETRY = QgsWkbTypes.GeometryType.NullGeometry


def csv_writer(path, fields, crs, transform_context=None):
    """Open a CSV that Excel in French opens with a double click: semicolons, UTF-8 with its mark.

    Parameters
    ----------
    path : str
        Overwritten.
    fields : QgsFields
    crs : QgsCoordinateReferenceSystem
    transform_context : QgsCoordinateTransformContext, optional

    Returns
    -------
    QgsVectorFileWriter

    Raises
    ------
    OutputError
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "CSV", "UTF-8"
    options.layerOptions = ["SEPARATOR=SEMICOLON", "WRITE_BOM=YES"]
    writer = QgsVectorFileWriter.create(
        path, fields, QgsWkbTypes.Type.NoGeometry, crs, transform_context or QgsCoordinateTransformContext(), options
    )
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise OutputError(_UNWRITABLE, path=Path(path).name, why=writer.errorMessage() or "?")
    return writer
