"""From the rows of a table to the addresses of the BAN: columns found, who answers, answers by chunk.

`geocodeaddresses` and `georeferenceaddresses` both stand on it::

    add_address_columns(algorithm)                              # in define(), then geocoders.add_geocoder
    table, columns = open_addresses(algorithm, parameters, context, feedback)
    geocoder = geocoders.open_geocoder(algorithm, parameters, context, feedback)
    for part in locate(table, columns, geocoder, tick):
        …                                                       # a `Located`: features, queries, answers, statuses
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from qgis.core import QgsProcessingParameterField

from ...domain.addresses.columns import USUAL, discreet, guess, holds_numbers, joiner
from ...domain.addresses.parse import Query, parse
from ...domain.addresses.resolve import Answer
from ...domain.errors import QT_TRANSLATE_NOOP, CohesionError, MissingFieldError, ParameterError
from ...domain.progress import part
from ...layers.fields import make_field
from ...layers.geocoded_rows import Chunk
from ...layers.sheets import looks_misread
from ...layers.tables import CSV, SHEET
from ...layers.vectors import features
from ...sources.address_rows import AddressRow
from ...translation import tr
from ..table_access import open_table

__all__ = [
    "FIELDS",
    "STATUSES",
    "AddressColumns",
    "Located",
    "Tally",
    "add_address_columns",
    "geocoding_fields",
    "locate",
    "open_addresses",
]

FOUND, NOT_FOUND, BLANK, ERROR = STATUSES = ("TROUVEE", "NON_TROUVEE", "IGNOREE", "ERREUR")
SIZE, LOOKED_AT = 1_000, 300
"""Rows read, answered and written at a time; rows read to tell what a column holds."""

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
        some = next(_chunks(table, LOOKED_AT), None)
        if some is not None and holds_numbers(some.column(found.perhaps[0]), _numbered(columns, some)):
            columns = replace(columns, number=found.perhaps)
    if columns == AddressColumns(number=columns.number):
        usual = ", ".join(u for role in ("address", "postcode", "city", "citycode") for u in USUAL[role][:2])
        shown = "—" if looks_misread(names) else ", ".join(discreet(names)[:12])
        raise MissingFieldError(_NONE, name=algorithm.label("INPUT"), usual=usual, found=shown)
    return columns, found.rivals


def _numbered(columns, chunk):
    """Return how many addresses of a chunk have a number of their own."""
    return sum(bool(q.numbers) for q in _queries(columns.rows(chunk))[0])


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


FIELDS = (
    ("adresse_retenue", "text"), ("id_ban", "text"), ("type_resultat", "text"), ("position", "text"),
    ("score", "double"), ("ecart_second_candidat", "double"), ("code_insee", "text"), ("statut", "text"),
)  # fmt: skip


def geocoding_fields():
    """Return the fields that `Located.columns` fills."""
    return [make_field(name, kind) for name, kind in FIELDS]


# answers ---------------------------------------------------------------------------------------------


@dataclass
class Located:
    """Some rows of the table and what was found of them, in order.

    Attributes
    ----------
    chunk : layers.geocoded_rows.Chunk
    rows : list of sources.address_rows.AddressRow
    queries : list of domain.addresses.parse.Query
    answers : list of domain.addresses.resolve.Answer or sources.geocoding.OnlineAnswer
    statuses : list of str
        One of `STATUSES`.
    """

    chunk: Chunk
    rows: list
    queries: list
    answers: list
    statuses: list

    @property
    def features(self):
        """The rows as QGIS reads them."""
        return self.chunk.features

    def columns(self):
        """Return the columns that results write: see `geocoding_fields`.

        Returns
        -------
        list of list
        """
        columns = [[] for _ in FIELDS]
        label, ident, kind, position, score, margin, insee, status = columns
        for answer, told in zip(self.answers, self.statuses):
            label.append(answer.label or None)
            ident.append(answer.id_ban or None)
            kind.append(answer.kind or None)
            position.append(answer.position or None)
            # 0, not NULL: an XLSX sheet whose second row holds no number loses its titles
            score.append(None if told == ERROR else _number(answer.score) or 0.0)
            margin.append(_number(answer.margin) if told == FOUND else None)
            insee.append(answer.insee or None)
            status.append(told)
        return columns


def _number(value):
    return None if value is None or value != value else float(value)


def locate(source, columns, geocoder, tick, size=SIZE):
    """Answer a table, chunk by chunk, every row kept in its order.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or layers.tables.Table
    columns : AddressColumns
    geocoder : processing_provider.qpv.geocoders.LocalGeocoder or OnlineGeocoder
    tick : callable
        Progress; may raise `Cancelled`.
    size : int, optional

    Yields
    ------
    Located
    """
    total, done = max(source.featureCount(), 1), 0
    start = geocoder.prepare(lambda: _all_rows(source, columns, size), total, tick)
    for chunk in _chunks(source, size):
        rows = columns.rows(chunk)
        queries, broken = _queries(rows)
        begin, end = (start + (1.0 - start) * min(d / total, 1.0) for d in (done, done + len(rows)))
        step = part(tick, begin, end)
        answers = geocoder.answer(rows, queries, step)
        statuses = [
            ERROR if i in broken or answer is None else _status(query, answer)
            for i, (query, answer) in enumerate(zip(queries, answers))
        ]
        yield Located(chunk, rows, queries, [_EMPTY if a is None else a for a in answers], statuses)
        done += len(rows)
        step(1.0)


_EMPTY = Answer()


def _status(query, answer):
    told = getattr(answer, "status", None)
    if told is not None:
        return told
    if answer.kind:
        return FOUND
    return BLANK if query.blank else NOT_FOUND


def _queries(rows):
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


def _chunks(source, size):
    rows = iter(features(source))
    while True:
        some = list(islice(rows, size))
        if not some:
            return
        yield Chunk(some, None, None)


def _all_rows(source, columns, size):
    for chunk in _chunks(source, size):
        yield from columns.rows(chunk)


class Tally:
    """Counts of a run, by status and by kind of answer.

    Parameters
    ----------
    trust : float
        Score above which a number is trusted.
    """

    def __init__(self, trust):
        self.trust = trust
        self.statuses, self.kinds, self.doubtful, self.rows = Counter(), Counter(), 0, 0

    def add(self, part):
        """Count a `Located`."""
        self.rows += len(part.answers)
        self.statuses.update(part.statuses)
        pairs = list(zip(part.answers, part.statuses))
        self.kinds.update(a.kind for a, s in pairs if s == FOUND)
        self.doubtful += sum(s == FOUND and a.kind == "numéro" and not a.score >= self.trust for a, s in pairs)
