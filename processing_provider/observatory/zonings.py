"""The zoning tables of a run: those that ship, and those that a user gives in their place."""

from __future__ import annotations

from qgis.core import QgsProviderRegistry

from ...domain.indicators.words import fold
from ...domain.progress import part, silent
from ...layers.rows import as_text
from ...layers.vectors import features
from ...sources import zoning_tables
from ..table_access import open_table

__all__ = ["PARAMETERS", "read_tables", "shown"]

# parameter -> key of the table
PARAMETERS = {
    "FRR_TABLE": zoning_tables.FRR,
    "ACV_TABLE": zoning_tables.ACV,
    "PVD_TABLE": zoning_tables.PVD,
    "CITY_CONTRACT_TABLE": zoning_tables.CONTRACT,
    "CANTON_TABLE": zoning_tables.CANTON,
    "ARRONDISSEMENT_TABLE": zoning_tables.ARRONDISSEMENT,
    "EPCI_TABLE": zoning_tables.GROUP,
}
OUTSIDE = "NON"
# how tables that list every commune say that one is outside
_NO = frozenset(("0", "n", "non", "non classe", "non classee", "faux", "false", "hors zonage", "non concernee"))


def read_tables(algorithm, parameters, context, tick=silent):
    """Read the tables of a run.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    parameters : dict
    context : QgsProcessingContext
    tick : callable, optional

    Returns
    -------
    dict of str to sources.zoning_tables.ZoningTable
        By key; what there is no table of is left out.

    Raises
    ------
    DataError, QgsProcessingException
    """
    tables = zoning_tables.shipped()
    for number, (name, key) in enumerate(PARAMETERS.items()):
        if algorithm.left_out(parameters, name):
            continue
        step = part(tick, number / len(PARAMETERS), (number + 1) / len(PARAMETERS))
        source = open_table(algorithm, parameters, name, context)
        layer = algorithm.layer_behind(parameters, name, context)
        facts = zoning_tables.facts_of(_path(layer))
        titles = [field.name() for field in source.fields()]
        rows = _rows(source, step)
        tables[key] = zoning_tables.of_rows(key, titles, rows, file=algorithm.label(name), **facts)
    return tables


def shown(table, commune):
    """Return what is written of a commune: code and label, `OUTSIDE` where the table says or implies it.

    Parameters
    ----------
    table : sources.zoning_tables.ZoningTable or None
        None where no table was given: then nothing is known.
    commune : str

    Returns
    -------
    (str or None, str or None)
    """
    if table is None or not commune:
        return None, None
    found = table.of(commune)
    if found is None:
        return (None, None) if table.covers_everything else (OUTSIDE, OUTSIDE)
    code, label = found
    if not table.covers_everything and fold(code) in _NO:
        return OUTSIDE, OUTSIDE
    return code, label or code


def _rows(source, tick):
    total = max(source.featureCount(), 1)
    for number, feature in enumerate(features(source)):
        if number % 1000 == 0:
            tick(min(number / total, 1.0))
        yield [as_text(value) for value in feature.attributes()]


def _path(layer):
    """Return the path of a layer's file, or its name where it has none."""
    if layer is None:
        return ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or layer.name())
