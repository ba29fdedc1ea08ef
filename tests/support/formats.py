"""The seven places a layer may come from and go to, for the matrix test."""
from __future__ import annotations

from itertools import count

from cohesion_territoires.layers.fields import make_field
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl

_NUMBERS = count(1)
FORMATS = ("gpkg", "shp", "geojson", "csv", "xlsx", "memory", "postgis")
DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON", "csv": "CSV", "xlsx": "XLSX"}


def _mark():
    """Return what no other name has, in letters: figures may read as a year."""
    return "".join("abcdefghij"[int(figure)] for figure in str(next(_NUMBERS)))


def store(layer, form, folder, postgis):
    """Copy a layer into a format and open it there, as a user would.

    A table format carries the geometry as text: CSV is opened as delimited text,
    XLSX through a virtual layer that makes geometries of it.

    Returns
    -------
    QgsVectorLayer
    """
    name = "{}_{}".format(layer.name(), _mark())
    if form == "memory":
        return layer.clone()
    if form == "postgis":
        return postgis.store(layer, name, "id_base")
    path = str(folder / "{}.{}".format(name, form))
    if form in ("csv", "xlsx"):
        _write_table(layer, path, form)
    else:
        _write(layer, path, form)
    if form == "csv":
        uri = QUrl.fromLocalFile(path).toString() + "?encoding=UTF-8&delimiter=,&detectTypes=no&crs={}&wktField=forme"
        opened = QgsVectorLayer(uri.format(layer.crs().authid()), layer.name(), "delimitedtext")
    elif form == "xlsx":
        opened = _virtual(path, layer)
    else:
        opened = QgsVectorLayer(path, layer.name(), "ogr")
    if not opened.isValid() or opened.featureCount() != layer.featureCount():
        raise OSError("{} cannot be read back from {}".format(layer.name(), form))
    return opened


def _write(layer, path, form):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = DRIVERS[form], "UTF-8"
    if form == "geojson":
        degrees = QgsCoordinateReferenceSystem.fromEpsgId(4326)
        options.ct = QgsCoordinateTransform(layer.crs(), degrees, QgsCoordinateTransformContext())
        options.layerOptions = ["COORDINATE_PRECISION=9"]
    write = getattr(QgsVectorFileWriter, "writeAsVectorFormatV3", QgsVectorFileWriter.writeAsVectorFormatV2)
    written = write(layer, path, QgsCoordinateTransformContext(), options)
    if written[0] != QgsVectorFileWriter.WriterError.NoError:
        raise OSError("{}: {}".format(path, written[1]))


def _write_table(layer, path, form):
    """Write a table whose last columns are the row's rank and, in `forme`, the geometry's text.

    A sheet of text only would lose its header: the rank is a number.
    """
    table = QgsVectorLayer("None", layer.name(), "memory")
    table.dataProvider().addAttributes([*layer.fields(), make_field("rang", "int"), make_field("forme", "text")])
    table.updateFields()
    rows = []
    for rank, feature in enumerate(layer.getFeatures(), 1):
        row = QgsFeature(table.fields())
        row.setAttributes([*feature.attributes(), rank, feature.geometry().asWkt(6) if feature.hasGeometry() else None])
        rows.append(row)
    table.dataProvider().addFeatures(rows)
    _write(table, path, form)


def _virtual(path, layer):
    """Return an XLSX sheet with geometries, the way QGIS offers: a virtual layer."""
    sheet = QgsVectorLayer(path, "sheet_" + _mark(), "ogr")
    QgsProject.instance().addMapLayer(sheet, False)
    columns = ", ".join('"{}"'.format(f.name()) for f in sheet.fields() if f.name() != "forme")
    query = 'SELECT {}, geom_from_wkt("forme") AS geometry FROM "{}"'.format(columns, sheet.id())
    epsg = layer.crs().postgisSrid()
    kind = int(layer.wkbType())
    uri = "?query={}&geometry=geometry:{}:{}".format(bytes(QUrl.toPercentEncoding(query)).decode(), kind, epsg)
    return QgsVectorLayer(uri, layer.name(), "virtual")


def destination(form, folder, postgis, spatial):
    """Return a destination for an output in a format, as a parameter holds it."""
    name = "sortie_" + _mark()
    if form == "memory":
        return "memory:" + name
    if form == "postgis":
        return "postgres:" + postgis.uri(name, "geom" if spatial else None, "cle").uri(False)
    return str(folder / "{}.{}".format(name, form))


def reopen(result, context):
    """Open what an algorithm says it wrote.

    Parameters
    ----------
    result : str or QgsVectorLayer
        The output's value in the results.
    context : QgsProcessingContext
        Holds what was written in memory.
    """
    if isinstance(result, QgsVectorLayer):
        return result  # processing.run opens what is in memory
    layer = context.takeResultLayer(result)
    if layer is None and result.startswith("postgres:"):
        layer = QgsVectorLayer(result[len("postgres:") :], "sortie", "postgres")
    if layer is None:
        layer = QgsVectorLayer(result, "sortie", "ogr")
    if not layer.isValid():
        raise OSError("{} cannot be opened".format(result))
    return layer
