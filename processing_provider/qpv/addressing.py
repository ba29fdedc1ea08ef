"""From the rows of a table to the addresses of the BAN: who answers, answers by chunk.

`geocodeaddresses` and `georeferenceaddresses` both stand on it::

    add_address_columns(algorithm)                              # in define(), then geocoders.add_geocoder
    table, columns = open_addresses(algorithm, parameters, context, feedback)
    geocoder = geocoders.open_geocoder(algorithm, parameters, context, feedback)
    for part in locate(table, columns, geocoder, tick):
        …                                                       # a `Located`: features, queries, answers, statuses
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ...domain.addresses.resolve import Answer
from ...domain.progress import part
from ...layers.fields import make_field
from ...layers.geocoded_rows import Chunk
from .address_columns import chunks, queries_of

__all__ = ["FIELDS", "STATUSES", "Located", "Tally", "geocoding_fields", "locate"]

FOUND, NOT_FOUND, BLANK, ERROR = STATUSES = ("TROUVEE", "NON_TROUVEE", "IGNOREE", "ERREUR")
SIZE = 1_000
"""Rows read, answered and written at a time."""

FIELDS = (
    ("adresse_retenue", "text"), ("id_ban", "text"), ("type_resultat", "text"), ("position", "text"),
    ("score", "double"), ("ecart_second_candidat", "double"), ("code_insee", "text"), ("statut", "text"),
)  # fmt: skip


def geocoding_fields():
    """Return the fields that `Located.columns` fills."""
    return [make_field(name, kind) for name, kind in FIELDS]


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
    columns : address_columns.AddressColumns
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
    for chunk in chunks(source, size):
        rows = columns.rows(chunk)
        queries, broken = queries_of(rows)
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


def _all_rows(source, columns, size):
    for chunk in chunks(source, size):
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
