"""Reading a table parameter as its user meant it, whatever QGIS made of its titles and its encoding."""

from __future__ import annotations

from qgis.core import QgsProcessingFeatureSourceDefinition

from ..layers.tables import reread
from ..layers.vectors import require_rows

__all__ = ["open_table"]


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
    partial = False
    if isinstance(given, QgsProcessingFeatureSourceDefinition):
        # a limit and a filter came with 3.22 and 3.32
        partial = bool(
            given.selectedFeaturesOnly
            or getattr(given, "featureLimit", -1) != -1
            or getattr(given, "filterExpression", "")
        )
    label = algorithm.label(name)
    source = algorithm.source(parameters, name, context, with_crs=False)
    table = reread(algorithm.layer_behind(parameters, name, context), label, partial)
    if table is None:
        return source
    require_rows(table, label)
    return table
