"""The columns of a table that hold addresses: as parameters, found alone by their titles, read row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from qgis.core import QgsProcessingParameterField

from ...domain.addresses.columns import USUAL, discreet, guess, holds_numbers, joiner
from ...domain.addresses.parse import Query, parse
from ...domain.errors import QT_TRANSLATE_NOOP, CohesionError, MissingFieldError, ParameterError
from ...layers.geocoded_rows import Chunk
from ...layers.sheets import looks_misread
from ...layers.tables import CSV, SHEET
from ...layers.vectors import features
from ...sources.address_rows import AddressRow
from ...translation import tr
from ..table_access import open_table

__all__ = ["AddressColumns", "add_address_columns", "chunks", "open_addresses", "queries_of"]

LOOKED_AT = 300
"""Rows read to tell what a column holds."""

_NONE = QT_TRANSLATE_NOOP(
    "@default",
    "No column of “{name}” looks like an address, a postcode or a commune (usual titles: {usual}; found: {found}): "
    "choose the columns in the parameters, and check that the first row of the table holds the titles.",
)
_RIVALS = QT_TRANSLATE_NOOP(
    "@default",
    "Several columns may hold the address: “{read}” was read, not “{others}”. Choose the field if another is meant.",
)
_ABSENT = QT_TRANSLATE_NOOP("@default", "The field “{field}” given for “{name}” is not in the layer.")
# what a cell may do to the engine without the run being at stake
_ROW_ERRORS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def add_address_columns(algorithm):
    """Add `INPUT` and the parameters that say where the parts of an address are."""
    field = QgsProcessingParameterField
    algorithm.add_source(
        "INPUT",
        tr("Table of addresses"),
        ["vector"],
        tr("A spreadsheet (XLSX, ODS), a CSV or any layer; one row per address."),
    )
    for name, label, words in (
        (
            "ADDRESS_FIELD",
            tr("Field of the address"),
            tr("Number and street, with or without the rest. Several fields are joined in their order. "
               "Found alone by its usual names (adresse, nom_voie…) where left blank."),
        ),
        ("NUMBER_FIELD", tr("Field of the number"), tr("Where it has a field of its own. Found alone.")),
        ("POSTCODE_FIELD", tr("Field of the postcode"), tr("Found alone by its usual names (code_postal, cp…).")),
        ("CITY_FIELD", tr("Field of the commune's name"), tr("Found alone by its usual names (commune, ville…).")),
        ("CITYCODE_FIELD", tr("Field of the commune's INSEE code"), tr("Found alone (code_insee, insee_com…).")),
    ):  # fmt: skip
        several = name == "ADDRESS_FIELD"
        algorithm.add(field(name, label, None, "INPUT", field.DataType.Any, several, optional=True), words)


@dataclass(frozen=True)
class AddressColumns:
    """Places of the fields that hold an address.

    Attributes
    ----------
    address : tuple of (int, str)
        Places of its parts, and what goes between each and the next.
    number : tuple of int
    postcode, city, citycode : int or None
    """

    address: tuple = ()
    number: tuple = ()
    postcode: int | None = None
    city: int | None = None
    citycode: int | None = None

    def rows(self, chunk):
        """Read the addresses of a chunk, nothing else of its rows.

        Parameters
        ----------
        chunk : layers.geocoded_rows.Chunk

        Returns
        -------
        list of AddressRow
        """
        size = len(chunk.features)
        blank = [None] * size

        def cells(place):
            return blank if place is None else chunk.column(place)

        number = _joined([(chunk.column(p), " ") for p in self.number], size)
        address = _joined([(chunk.column(p), after) for p, after in self.address], size)
        others = map(cells, (self.postcode, self.city, self.citycode))
        return [AddressRow(*row) for row in zip(address, number, *others)]


def _joined(columns, size):
    """Join the cells of each row that say something."""
    if not columns:
        return [None] * size
    if len(columns) == 1:
        return columns[0][0]
    joined = []
    for row in zip(*(values for values, _after in columns)):
        text, between = "", ""
        for value, (_values, after) in zip(row, columns):
            cell = "" if value is None else _cell(value)
            if cell:
                text, between = text + between + cell, after
        joined.append(text or None)
    return joined


def _cell(value):
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def open_addresses(algorithm, parameters, context, feedback):
    """Open `INPUT` as the user meant it and find the columns of the address; both are said in the log.

    Returns
    -------
    source : QgsProcessingFeatureSource or layers.tables.Table
    columns : AddressColumns

    Raises
    ------
    CohesionError
    """
    table = open_table(algorithm, parameters, "INPUT", context)
    if getattr(table, "kind", "") == CSV:
        mark = {"\t": tr("tabulation")}.get(table.separator, table.separator)
        feedback.pushInfo(
            tr("CSV read as {encoding}, separator {mark}.").format(encoding=table.encoding, mark="“{}”".format(mark))
        )
    above = getattr(table, "above", 0)
    if above:
        feedback.pushInfo(
            tr("The titles were found on row {row}; what stands above them was left out.").format(row=above + 1)
        )
    elif getattr(table, "kind", "") == SHEET:
        feedback.pushInfo(tr("The first row of the sheet was read as its titles, which QGIS had not recognised."))
    columns, rivals = _columns(algorithm, parameters, context, table)
    _say(columns, discreet(table.fields().names()), feedback, rivals)
    return table, columns


def _columns(algorithm, parameters, context, table):
    names = table.fields().names()

    def chosen(name):
        read = getattr(algorithm, "parameterAsStrings", None) or algorithm.parameterAsFields  # the first since 3.40
        places = []
        for given in read(parameters, name, context) or ():
            place = table.fields().lookupField(getattr(table, "seen", {}).get(given, given))
            if place < 0:
                raise ParameterError(_ABSENT, field=given, name=algorithm.label(name))
            places.append(place)
        return tuple(places)

    def one(name, otherwise):
        places = chosen(name)
        return places[0] if places else otherwise

    found = guess(names, chosen("ADDRESS_FIELD"))
    columns = AddressColumns(
        tuple((p, joiner(names[p])) for p in found.address),
        chosen("NUMBER_FIELD") or tuple(p for p in found.number if p not in found.address),
        one("POSTCODE_FIELD", found.postcode),
        one("CITY_FIELD", found.city),
        one("CITYCODE_FIELD", found.citycode),
    )
    if found.perhaps and not columns.number and not set(found.perhaps) & set(found.address):
        some = next(chunks(table, LOOKED_AT), None)
        if some is not None and holds_numbers(some.column(found.perhaps[0]), _numbered(columns, some)):
            columns = replace(columns, number=found.perhaps)
    if columns == AddressColumns(number=columns.number):
        usual = ", ".join(u for role in ("address", "postcode", "city", "citycode") for u in USUAL[role][:2])
        shown = "—" if looks_misread(names) else ", ".join(discreet(names)[:12])
        raise MissingFieldError(_NONE, name=algorithm.label("INPUT"), usual=usual, found=shown)
    return columns, found.rivals


def _numbered(columns, chunk):
    """Return how many addresses of a chunk have a number of their own."""
    return sum(bool(q.numbers) for q in queries_of(columns.rows(chunk))[0])


def _say(columns, names, feedback, rivals):
    parts = (
        (tr("address"), [p for p, _after in columns.address]),
        (tr("number"), list(columns.number)),
        (tr("postcode"), [columns.postcode]),
        (tr("commune"), [columns.city]),
        (tr("INSEE code"), [columns.citycode]),
    )
    shown = [
        "{} = {}".format(role, " + ".join(names[p] for p in places if p is not None))
        for role, places in parts
        if any(p is not None for p in places)
    ]
    feedback.pushInfo(tr("Columns read: {columns}.").format(columns=" ; ".join(shown)))
    if rivals:
        read, *others = (names[p] for p in (columns.address[0][0], *rivals))
        feedback.pushWarning(tr(_RIVALS).format(read=read, others=" ; ".join(others)))


def queries_of(rows):
    """Read the addresses of rows.

    Parameters
    ----------
    rows : list of AddressRow

    Returns
    -------
    queries : list of domain.addresses.parse.Query
    broken : set of int
        Places of the rows that cannot be read.
    """
    queries, broken = [], set()
    for i, row in enumerate(rows):
        try:
            queries.append(parse(*row))
        except CohesionError:
            raise
        except _ROW_ERRORS:
            broken.add(i)
            queries.append(Query(blank=True))
    return queries, broken


def chunks(source, size):
    """Yield the rows of a table, so many at a time.

    Yields
    ------
    layers.geocoded_rows.Chunk
    """
    rows = iter(features(source))
    while True:
        some = list(islice(rows, size))
        if not some:
            return
        yield Chunk(some, None, None)
