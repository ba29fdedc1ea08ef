"""Reading a table parameter as its user meant it, whatever QGIS made of its titles and its encoding."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..layers.tables import read_csv, reread
from ..layers.vectors import require_rows, sublayer_names
from ..translation import tr

__all__ = ["TableInput", "open_table", "say_sheets"]

_TEXTS = (".csv", ".tsv", ".txt")


class TableInput:
    """For algorithms whose `INPUT` is a table: text files that GDAL does not open (UTF-16, one column) are welcome."""

    def checkParameterValues(self, parameters, context):  # noqa: N802
        shell = None
        if _text_beyond_gdal(parameters.get("INPUT")):
            # QGIS would say that it is not found; `open_table` reads it
            shell = QgsVectorLayer("None?field=a:string", "INPUT", "memory")
            parameters = {**parameters, "INPUT": shell}
        return super().checkParameterValues(parameters, context)


def _text_beyond_gdal(given):
    if not isinstance(given, (str, Path)) or Path(given).suffix.lower() not in _TEXTS or not Path(given).is_file():
        return False
    return not QgsVectorLayer(str(given), "INPUT", "ogr").isValid()


def say_sheets(algorithm, parameters, name, context, feedback):
    """Warn where a workbook has several sheets and none was chosen: the first is read.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    parameters : dict
    name : str
        Of the parameter.
    context : QgsProcessingContext
    feedback : QgsProcessingFeedback
    """
    layer = algorithm.layer_behind(parameters, name, context)
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    names = sublayer_names(layer)
    if len(names) < 2 or parts.get("layerName") or parts.get("layerId") not in (None, "", -1):
        return
    said = tr("“{name}” has {count} sheets or tables, and none was chosen: “{first}” was read (the others: {list}).")
    algorithm.warn(
        feedback,
        said.format(name=algorithm.label(name), count=len(names), first=names[0], list=", ".join(names[1:6])),
    )


def open_table(algorithm, parameters, name, context):
    """Open a table.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    parameters : dict
    name : str
        Of the parameter.
    context : QgsProcessingContext

    Returns
    -------
    QgsProcessingFeatureSource or layers.tables.Table
        The second where QGIS's own reading would lose the titles or the accents.

    Raises
    ------
    CohesionError, QgsProcessingException
    """
    given = parameters.get(name)
    label = algorithm.label(name)
    if _text_beyond_gdal(given):
        table = read_csv(str(given))
    else:
        partial = False
        if isinstance(given, QgsProcessingFeatureSourceDefinition):
            # a limit and a filter came with 3.22 and 3.32
            partial = bool(
                given.selectedFeaturesOnly
                or getattr(given, "featureLimit", -1) != -1
                or getattr(given, "filterExpression", "")
            )
        source = algorithm.source(parameters, name, context, with_crs=False)
        table = reread(algorithm.layer_behind(parameters, name, context), label, partial)
        if table is None:
            return source
    require_rows(table, label)
    return table
