"""The zoning tables of a run: those that ship, those kept in the cache, and those that a user gives in their place."""

from __future__ import annotations

from qgis.core import QgsProviderRegistry

from ...domain.errors import DataError
from ...domain.indicators.entry import INDICATOR, Query
from ...domain.indicators.levels import COM, Territory
from ...domain.indicators.words import fold
from ...domain.progress import part, silent
from ...layers.rows import as_text
from ...layers.vectors import features
from ...sources import zoning_files, zoning_tables
from ..table_access import open_table

__all__ = ["PARAMETERS", "TO_CHECK", "made_of", "parts_of", "read_tables", "shown"]

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
OUTSIDE, TO_CHECK = "NON", "A_VERIFIER"
# how tables that list every commune say that one is outside
_NO = frozenset(("0", "n", "non", "non classe", "non classee", "faux", "false", "hors zonage", "non concernee"))


def read_tables(algorithm, parameters, context, folder, cache, tick=silent):
    """Read the tables of a run: given, else of the user's folder, else kept in the cache, else shipped.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    parameters : dict
    context : QgsProcessingContext
    folder : pathlib.Path
        Of the user's own tables.
    cache : sources.cache.Cache
    tick : callable, optional

    Returns
    -------
    tables : dict of str to sources.zoning_tables.ZoningTable
        By key; what there is no table of is left out.
    problems : list of DataError
        What is wrong with tables that were not given, and are left out.

    Raises
    ------
    DataError, QgsProcessingException
    """
    tables = zoning_tables.shipped()
    found, problems = zoning_files.in_folder(folder)
    asked = {key for name, key in PARAMETERS.items() if not algorithm.left_out(parameters, name)}
    for key in PARAMETERS.values():
        if key in found:
            tables[key] = found[key]
        elif key not in asked and key not in tables:
            table = _kept(key, cache, problems)
            if table is not None:
                tables[key] = table
    for number, (name, key) in enumerate(PARAMETERS.items()):
        if key not in asked:
            continue
        step = part(tick, number / len(PARAMETERS), (number + 1) / len(PARAMETERS))
        source = open_table(algorithm, parameters, name, context)
        layer = algorithm.layer_behind(parameters, name, context)
        facts = zoning_files.facts_of(_path(layer))
        titles = [field.name() for field in source.fields()]
        rows = _rows(source, step)
        tables[key] = zoning_tables.of_rows(key, titles, rows, file=algorithm.label(name), **facts)
    return tables, problems


def _kept(key, cache, problems):
    """Return the table that the cache has, None where it has none: nothing is asked of the network."""
    from ...sources import observation_file
    from ...sources.catalogue import Catalogue
    from ...sources.kept import kept

    entry_id = zoning_tables.ENTRIES.get(key)
    catalogue = Catalogue.shipped()
    if entry_id is None or entry_id not in catalogue:
        return None
    entry = catalogue.entry(entry_id)
    record = kept(entry, Query(COM, Territory(), ""), cache)
    if record is None:
        return None
    told = {name: str(record.facts.get(name) or "") for name in ("producer", "licence")}
    facts = {"date": record.fetched[:10], "source": told["producer"] or entry.title, "licence": told["licence"]}
    try:
        if entry.kind == INDICATOR:
            found = observation_file.read(record.path)
            return zoning_tables.of_observations(key, found, **{**facts, "date": found.latest or facts["date"]})
        return zoning_files.read(key, record.path, name=entry.title, **facts)
    except DataError as error:
        problems.append(error)
        return None


def made_of(tables, changes, today):
    """Return what communes of today were made of at the date of each table, where that is known.

    Parameters
    ----------
    tables : dict of str to ZoningTable
    changes : domain.indicators.lineage.CommuneChanges or None
    today : str
        Year of the geography of today.

    Returns
    -------
    dict of str to dict of str to frozenset of str
        By key of a table that has a date: commune -> communes of then; what has not changed is not in it.
    """
    if changes is None:
        return {}
    years = {key: table.date[:4] for key, table in tables.items() if table.date[:4].isdigit()}
    return {key: changes.between(today, year) for key, year in years.items() if year < today}


def parts_of(table, commune, former, then=None):
    """Return the communes whose zones must agree for a commune of today to have one.

    Parameters
    ----------
    table : ZoningTable
    commune : str
    former : sequence of str
        All that it ever absorbed: those that the table still tells apart count.
    then : dict, optional
        Of the table, as `made_of` gives it.
    """
    apart = [code for code in former if code in table.values]
    if then is not None:
        return sorted({*then.get(commune, (commune,)), *apart})
    return [commune, *apart]


def shown(table, commune, parts):
    """Return what is written of a commune.

    Parameters
    ----------
    table : sources.zoning_tables.ZoningTable or None
        None where no table is known: then nothing is.
    commune : str
    parts : sequence of str
        As `parts_of` gives them.

    Returns
    -------
    (str or None, str or None)
        Code and label; `OUTSIDE` where the table says or implies it, `TO_CHECK` where it says different things of the
        communes that this one is made of.
    """
    if table is None or not commune:
        return None, None
    said = {_zone(table, one) for one in parts}
    return said.pop() if len(said) == 1 else (TO_CHECK, TO_CHECK)


def _zone(table, commune):
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
