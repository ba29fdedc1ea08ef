"""Writing results: every row is checked, and names and values suit the format asked for."""
from __future__ import annotations

import os
from pathlib import PurePath

from qgis.core import (
    NULL,
    QgsCoordinateTransform,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..domain.errors import QT_TRANSLATE_NOOP, OutputError
from ..sources.reasons import FULL
from .crs import authority, moved
from .fields import free_name, make_field, shapefile_names, to_python
from .written import is_full, is_whole

__all__ = [
    "Sink", "destination_format", "destination_path", "geometry_column", "is_new_file", "prepare_fields", "written_to",
]  # fmt: skip

TABLE_FORMATS = {"csv", "xlsx", "ods"}
SPREADSHEETS = {"xlsx", "ods"}
BATCH = 5000
POSTGRES = "postgres:"
POSTGRES_BATCH = 200


def destination_format(value):
    """Return the lower-case extension of a destination, "" where it is not a file.

    Parameters
    ----------
    value : str or QgsProcessingOutputLayerDefinition or QgsProperty or None
    """
    text = destination_path(value)
    if ":" in text and text.split(":", 1)[0].lower() in ("memory", "postgres", "ogr", "spatialite"):
        return ""
    return PurePath(text.split("|", 1)[0]).suffix.lower().lstrip(".")


def destination_path(value):
    """Return where a destination parameter leads."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    static = getattr(value, "staticValue", None)
    return str((static() if static is not None else value) or "")


def is_new_file(value):
    """Tell whether a destination is a file that is still to be made; False where that is not known."""
    path = destination_path(value)
    return path == QgsProcessing.TEMPORARY_OUTPUT or (os.path.isabs(path) and not os.path.lexists(path))


def geometry_column(value):
    """Return what a destination calls its geometry, "" where no field may clash with it.

    Parameters
    ----------
    value : str or QgsProcessingOutputLayerDefinition or QgsProperty or None
    """
    text = destination_path(value)
    if text.startswith(POSTGRES):
        return QgsDataSourceUri(text[len(POSTGRES) :]).geometryColumn()
    return {"gpkg": "geom", "sqlite": "geometry"}.get(destination_format(value), "")


def prepare_fields(fields, form, wkb_type, geometry=""):
    """Adapt fields to a format.

    Shapefiles get ten-letter names; tables of points, which lose their geometry,
    get `longitude` and `latitude`; a field called as the geometry will be gets ``_source``.

    Returns
    -------
    fields : QgsFields
    with_degrees : bool
        True where `longitude, latitude` were added at the end.
    """
    ready = QgsFields()
    names = fields.names()
    if form == "shp":
        names = shapefile_names(names)
    elif geometry:
        taken = {n.lower() for n in names}
        names = [free_name(n + "_source", taken) if n.lower() == geometry.lower() else n for n in names]
    for field, name in zip(fields, names):
        copy = make_copy(field)
        copy.setName(name)
        ready.append(copy)
    points = QgsWkbTypes.geometryType(wkb_type) == QgsWkbTypes.GeometryType.PointGeometry
    lowered = {n.lower() for n in names}
    with_degrees = form in TABLE_FORMATS and points and not {"longitude", "latitude"} & lowered
    if with_degrees:
        ready.append(make_field("longitude", "double"))
        ready.append(make_field("latitude", "double"))
    return ready, with_degrees


def make_copy(field):
    """Copy a field, constraints and widgets aside."""
    copy = QgsField(field.name(), field.type(), field.typeName(), field.length(), field.precision(), field.comment())
    copy.setAlias(field.alias())
    return copy


def written_to(destination, wkb_type, context):
    """Return where rows really go: a Shapefile without geometry is its .dbf alone, the .shp does not exist.

    Parameters
    ----------
    destination : str
        As `parameterAsSink` gives it.
    wkb_type : QgsWkbTypes.Type
    context : QgsProcessingContext
        Its layers to load follow.

    Returns
    -------
    str
    """
    if wkb_type != QgsWkbTypes.Type.NoGeometry or not destination.lower().endswith(".shp"):
        return destination
    table = destination[:-4] + ".dbf"
    waiting = context.layersToLoadOnCompletion()
    if destination in waiting:
        waiting[table] = waiting.pop(destination)
        context.setLayersToLoadOnCompletion(waiting)
    return table


def postgres_batches(features):
    """Cut rows into batches in which PostgreSQL tells a missing number from 0.

    QGIS writes a column once for a whole batch where all its values are equal, and takes NULL for 0
    when it compares them (seen on 3.22 and 3.44): in such a column a batch ends where one follows the other.

    Parameters
    ----------
    features : list of QgsFeature

    Yields
    ------
    list of QgsFeature
        In order.
    """
    kinds = [[_nothing(value) for value in feature.attributes()] for feature in features]
    start = 0
    while start < len(features):
        end = min(start + POSTGRES_BATCH, len(features))
        for column in zip(*kinds[start:end]):
            if None not in column and len(set(column)) > 1:
                end = min(end, start + column.index(not column[0]))
        yield features[start:end]
        start = end


def _nothing(value):
    """Return True for a missing value, False for 0, None for any other."""
    if value is None or value == NULL:
        return True
    return False if isinstance(value, (int, float)) and value == 0 else None


def _stamp(path):
    """Return what changes when a file is written, None where there is none."""
    try:
        found = os.stat(path.split("|", 1)[0])
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


_NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” could not be written: check that the file is not open elsewhere, that its folder exists, "
    "that you may write there and that the disk is not full.",
)


class Sink:
    """A destination whose writes are all checked.

    Parameters
    ----------
    sink : QgsFeatureSink
    destination : str
        Id that Processing gave to the destination.
    label : str
        What the output is called, for messages.
    fields : QgsFields
        As prepared by `prepare_fields`.
    crs : QgsCoordinateReferenceSystem
    with_degrees : bool
    transform_context : QgsCoordinateTransformContext
    ours : bool, optional
        The file was not there before: nobody else has it open.
    """

    def __init__(self, sink, destination, label, fields, crs, with_degrees, transform_context, ours=False):
        self.sink = sink
        self.ours = ours
        self.destination = destination
        self.label = label
        self.fields = fields
        self.count = 0
        self._waiting = []
        self._table = None
        self._to_degrees = None
        # GDAL writes a spreadsheet when it is closed, and says nothing of it where that fails
        late = destination_format(destination) in SPREADSHEETS
        self._before = (_stamp(destination),) if late else ()
        if with_degrees:
            self._to_degrees = QgsCoordinateTransform(crs, authority(4326), transform_context)

    def add(self, geometry, attributes):
        """Write one row; missing and numpy values are turned into what QGIS accepts.

        Parameters
        ----------
        geometry : QgsGeometry or None
        attributes : sequence
        """
        feature = QgsFeature(self.fields)
        values = [to_python(v) for v in attributes]
        if geometry is not None:
            feature.setGeometry(geometry)
        if self._to_degrees is not None:
            values.extend(self._degrees(geometry))
        feature.setAttributes(values)
        self._waiting.append(feature)
        if len(self._waiting) >= BATCH:
            self.flush()

    def add_all(self, features):
        """Write ready features whose attributes are Python's and complete.

        Parameters
        ----------
        features : list of QgsFeature
        """
        self.flush()
        if self._to_degrees is not None:
            for feature in features:
                feature.setAttributes(feature.attributes() + self._degrees(feature.geometry()))
        self._write(features)

    def flush(self):
        """Write what waits.

        Raises
        ------
        OutputError
            When the destination refuses a row.
        """
        waiting, self._waiting = self._waiting, []
        self._write(waiting)

    def close(self):
        """Write what waits and let go of the destination, so that it can be read."""
        self.flush()
        # nothing else may hold the sink, or it would be written later
        if hasattr(self.sink, "flushBuffer") and not self.sink.flushBuffer():
            self._refuse()
        self.sink = self._table = None
        late = self._before and _stamp(self.destination) in (None, *self._before)
        if late or not is_whole(self.destination, self.count):
            raise OutputError(_NOT_WRITTEN, name=self.label)

    def _write(self, features):
        if not features:
            return
        if self.destination.startswith(POSTGRES):
            self._write_to_postgres(features)
        elif not self.sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            self._refuse()
        self.count += len(features)

    def _write_to_postgres(self, features):
        """Write past QGIS's own buffer, which holds rows back and would join our batches."""
        if self._table is None:
            self._table = QgsVectorLayer(self.destination[len(POSTGRES) :], self.label, "postgres")
        provider = self._table.dataProvider()
        # the table may have a key of its own in front
        places = [provider.fields().lookupField(name) for name in self.fields.names()]
        for batch in postgres_batches(features):
            rows = []
            for feature in batch:
                row = QgsFeature(provider.fields())
                row.setGeometry(feature.geometry())
                for place, value in zip(places, feature.attributes()):
                    row.setAttribute(place, value)
                rows.append(row)
            if not provider.addFeatures(rows, QgsFeatureSink.Flag.FastInsert)[0]:
                self._refuse(provider.lastError())

    def _refuse(self, why=""):
        why = why or self.sink.lastError() or "?"
        # what GDAL says of a full disk is about its own tables
        full = "disk is full" in why or is_full(self.destination.partition("|")[0])
        raise OutputError(
            QT_TRANSLATE_NOOP(
                "@default",
                "A row could not be written to “{name}” ({why}): "
                "check that the file is not open elsewhere, that the disk is not full and that you may write there.",
            ),
            name=self.label,
            why=FULL if full else why,
        )

    def _degrees(self, geometry):
        if geometry is None or geometry.isNull() or geometry.isEmpty():
            return [None, None]
        point = moved(geometry.centroid(), self._to_degrees)
        return [None, None] if point.isNull() else [point.asPoint().x(), point.asPoint().y()]
