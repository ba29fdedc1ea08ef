"""The Géoplateforme's geocoder of CSV files (data.geopf.fr): a whole table, none lost, none doubled.

::

    geocoder = BatchGeocoder(session, SERVICE)               # any requests.Session
    run = geocoder.run(rows, folder, tick)                   # rows: AddressRow, or sequences in its order
    run.answers                                              # one OnlineAnswer a row, in order
    run.counts                                               # "sent", "batches", "kept" (from an earlier run) …
    run.finish()                                             # once the results are written: removes the journal

Equal addresses are sent once. Only the words of the address leave the computer (`address_rows`), beside a number
of our own by which answers find their row again, whatever their order. What does not come back is sent again, in
smaller parts; what is not found is asked once more without the filter by postcode or INSEE code (CEDEX codes,
overseas, wrong codes) and then believed only in the same département and commune. An INSEE code is sent alone,
never with a postcode. Every part that came back is in the journal before the next leaves: a killed run continues
there.

An `OnlineAnswer` has the attributes of the local engine's answers, so that what follows need not know which one
answered; `domain.addresses.match` says whether it is what was asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack
from sys import intern
from typing import NamedTuple

from ..domain.addresses.match import departement, same_city
from ..domain.errors import SourceError
from ..domain.progress import silent
from .address_rows import asked
from .batch_csv import ERROR, FOUND, NOT_FOUND, SKIPPED, read_answer, write_question
from .batch_journal import Journal, JournaledRun, key
from .batch_queue import Part, Queue
from .http import Client, host

__all__ = ["ERROR", "FOUND", "NOT_FOUND", "SERVICE", "SKIPPED", "BatchGeocoder", "GeocodingRun", "OnlineAnswer"]

SERVICE = "https://data.geopf.fr/geocodage/search/csv/"
SIZE = 1000
"""Rows a request: QGIS gives up after 60 s of silence by default."""
MOST = 200_000
"""Rows a request that the service takes; so many, each as long as can be, are still less than its 50 MB."""
WEAK = 0.5
"""An answer below this score is asked for again without the filter."""
KINDS = {"housenumber": "numéro", "street": "voie", "locality": "lieu-dit", "municipality": "commune"}
_NUMBER = re.compile(r"\s*(\d+)(.*)", re.DOTALL)
BY_INSEE, BY_POSTCODE, FREE = "citycode", "postcode", ""


class OnlineAnswer(NamedTuple):
    """What the service says of a row.

    Attributes
    ----------
    status : str
        `FOUND`, `NOT_FOUND`, `SKIPPED` (nothing was asked), `ERROR` (the service gave no answer for this row).
    kind : str
        "numéro", "voie", "lieu-dit", "commune"; "" where nothing was found.
    label, id_ban, position : str
        `position` is always "": this service does not tell it.
    score, margin : float
        0 to 1; margin to the second candidate, NaN where it is not told.
    insee : str
    lon, lat : float
        WGS 84; NaN where nothing was found.
    number, street, name, postcode, city, former_city, former_insee, district : str
        As found, to be compared with what was asked.
    unfiltered : bool
        True where it was found without the filter by code.
    """

    status: str
    kind: str = ""
    label: str = ""
    id_ban: str = ""
    position: str = ""
    score: float = float("nan")
    margin: float = float("nan")
    insee: str = ""
    lon: float = float("nan")
    lat: float = float("nan")
    number: str = ""
    street: str = ""
    name: str = ""
    postcode: str = ""
    city: str = ""
    former_city: str = ""
    former_insee: str = ""
    district: str = ""
    unfiltered: bool = False

    # the local engine's answers have these too; this service says nothing of them
    street_id = asked_number = before = after = None
    candidates = others = ()
    name_worth, several = 0.0, False

    @property
    def number_found(self):
        """Number without its bis or ter; None where there is none."""
        found = _NUMBER.match(self.number)
        return int(found.group(1)) if found else None

    @property
    def rep_found(self):
        """What follows the number, in lower case."""
        found = _NUMBER.match(self.number)
        return found.group(2).strip().lower() if found else ""


_SKIPPED, _NOT_FOUND, _ERROR = OnlineAnswer(SKIPPED), OnlineAnswer(NOT_FOUND), OnlineAnswer(ERROR)


class GeocodingRun(JournaledRun):
    """What a run obtained.

    Attributes
    ----------
    answers : list of OnlineAnswer
        One a row, in order.
    counts : collections.Counter
        ``rows, asked`` (different addresses), ``sent`` (rows over the wire), ``requests, kept`` (of an earlier
        run), ``again`` (sent again after a loss), ``errors``.
    journal : Journal or None
    known : dict of Asked to OnlineAnswer
    """

    __slots__ = ()

    def answer(self, row):
        """Return the answer of a row, wherever it stands in the table now: a database may change the order."""
        question = asked(row)
        if not question.sendable:
            return _SKIPPED if question.blank else _NOT_FOUND
        return self.known.get(question, _ERROR)


class BatchGeocoder:
    """Geocode tables over the CSV service.

    Parameters
    ----------
    session : requests.Session
    url : str, optional
    size : int, optional
        Rows a request at most, `MOST` at most.
    **client
        For `http.Client`.
    """

    def __init__(self, session, url=SERVICE, size=SIZE, **client):
        self.session, self.url, self.size, self.client = session, url, min(size, MOST), client

    def run(self, rows, folder=None, tick=silent):
        """Geocode rows.

        Parameters
        ----------
        rows : sequence of AddressRow
        folder : str or pathlib.Path, optional
            Where the journal is kept; without it, a killed run starts again.
        tick : callable, optional
            Progress; may raise `Cancelled`.

        Returns
        -------
        GeocodingRun

        Raises
        ------
        SourceError
            The service cannot be used now. What was obtained is in the journal.
        Cancelled, DataError, OutputError
        """
        questions, place, owners = [], {}, []
        for row in rows:
            question = asked(row)
            if not question.sendable:
                owners.append(-1 if question.blank else -2)
                continue
            owners.append(place.setdefault(question, len(questions)))
            if len(place) > len(questions):
                questions.append(question)
        counts = Counter(rows=len(owners), asked=len(questions))
        job = _Job(self, questions, counts, tick)
        journal = None
        with ExitStack() as held:
            if folder is not None and questions:
                journal = held.enter_context(Journal(folder, key("géoplateforme", self.url, questions)))
            found = job.work(journal)
        apart = {-1: _SKIPPED, -2: _NOT_FOUND}
        answers = [found[owner] if owner >= 0 else apart[owner] for owner in owners]
        counts["errors"] = sum(a.status == ERROR for a in answers)
        return GeocodingRun(answers, counts, journal, dict(zip(questions, found)))


class _Job:
    """One run: different questions, first with their filter, then without."""

    def __init__(self, geocoder, questions, counts, tick):
        self.url, self.size, self.questions, self.counts, self.tick = (
            geocoder.url, geocoder.size, questions, counts, tick,
        )  # fmt: skip
        self.client = Client(geocoder.session, self._say, **geocoder.client)
        self.found, self.failed, self.again = {1: {}, 2: {}}, {1: set(), 2: set()}, 0
        self.journal = None

    def work(self, journal):
        """Return an `OnlineAnswer` for each question."""
        self.journal = journal
        if journal is not None:
            for number, found in journal.take():
                self.found[number].update((int(i), _light(fields)) for i, fields in found.items())
        self.counts["kept"] = len(self.found[1])
        plans = {BY_INSEE: [], BY_POSTCODE: [], FREE: []}
        for i, question in enumerate(self.questions):
            plans[BY_INSEE if question.citycode else BY_POSTCODE if question.postcode else FREE].append(i)
        self._send(1, plans)
        doubtful = [i for plan in (BY_INSEE, BY_POSTCODE) for i in plans[plan] if self._doubtful(i)]
        self.again = len(doubtful)
        self._send(2, {FREE: doubtful})
        self.tick(1.0)
        return [self._answer(i) for i in range(len(self.questions))]

    def _say(self):
        """Move the progress bar, obey cancel."""
        done = sum(len(found) for found in self.found.values())
        self.tick(min(done / max(len(self.questions) + self.again, 1), 1.0))

    def _send(self, number, plans):
        """Send what is not known yet, until all of it is, or is given up."""
        found = self.found[number]
        queue = Queue(self.size, host(self.url), self._alive)
        for plan, ids in plans.items():
            queue.add(plan, [i for i in ids if i not in found])
        for part in queue:
            self._say()
            error, got = None, {}
            try:
                got = self._ask(number, part)
            except SourceError as caught:
                error = caught
            if got:
                if self.journal is not None:
                    self.journal.append([number, got])
                found.update((i, _light(fields)) for i, fields in got.items())
            self.failed[number].update(queue.settle(part, got, error))

    def _ask(self, number, part):
        """Send one part and return the rows that came back whole."""
        texts, codes = {}, {}
        for i in part.ids:
            question = self.questions[i]
            # a code that the filter holds, or that found nothing, is no help among the words
            texts[i] = question.text(postcode=number == 1 and part.plan != BY_INSEE or not question.city)
            if part.plan:
                codes[i] = getattr(question, part.plan)
        fields, files = write_question(texts, part.plan, codes)
        self.counts.update(requests=1, sent=len(texts), again=len(texts) if part.attempt else 0)
        # a part that made the service fall silent is sent again in halves
        response = self.client.post(self.url, data=fields, files=files, after_silence=False)
        return read_answer(response, texts, lenient=part.attempt >= 2)

    def _alive(self):
        """Ask again for a row that was answered before."""
        known = next(iter(self.found[1]), None)
        if known is None:
            return False
        try:
            return bool(self._ask(2, Part(FREE, (known,), 2)))
        except SourceError:
            return False

    def _doubtful(self, i):
        """Tell whether a question deserves to be asked without its filter."""
        fields = self.found[1].get(i)
        return fields is not None and (fields[0] != FOUND or not fields[5] >= WEAK)

    def _answer(self, i):
        """Choose between what both passes found."""
        if i not in self.found[1]:
            return _ERROR
        first, second = _built(self.found[1][i]), self.found[2].get(i)
        if second is None:
            # nothing with the filter, and without it the service never said
            return _ERROR if first.status != FOUND and i in self.failed[2] else first
        other, question = _built(second)._replace(unfiltered=True), self.questions[i]
        # an INSEE code is no slip of a digit: where the service found its commune, it stays there
        better = first.status != FOUND or (not question.citycode and other.score > first.score)
        return other if better and other.status == FOUND and _same_place(question, other) else first


def _same_place(question, answer):
    """Tell whether an answer found without filter is where it was asked for: département, and commune by its name."""
    near = departement(question.citycode or question.postcode)
    if near not in (departement(answer.insee), departement(answer.postcode)):
        return False
    names = (answer.city, answer.former_city, answer.district)
    return same_city(question.city, question.postcode, names, answer.postcode)


def _light(fields):
    """Return the fields, words that many rows share held once."""
    return tuple(intern(f) if type(f) is str and len(f) < 30 else f for f in fields)


def _built(fields):
    """Make an answer of what the journal holds."""
    if fields[0] != FOUND or fields[1] not in KINDS:
        return _NOT_FOUND
    _status, kind, label, id_ban, lon, score, following, lat, insee, *rest = fields
    margin = score - following if following is not None else float("nan")
    return OnlineAnswer(FOUND, KINDS[kind], label, id_ban, "", score, margin, insee, lon, lat, *rest)
