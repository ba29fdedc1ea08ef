"""From the answers of a geocoder to verdicts: what each answer stands for, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...domain.addresses.answers import doubt
from ...domain.addresses.distance import metres
from ...domain.addresses.houses import EQUIVALENT
from ...domain.addresses.resolve import COMMUNE_ONLY, LISTS, NO_NUMBER, SEVERAL, TRUST
from ...domain.progress import silent
from ...domain.qpv import streets
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.georeference import count_unfounded
from ...domain.qpv.mismatch import compare
from ...domain.qpv.precision import read_positions
from ...domain.qpv.reasons import LISTED_WITHOUT, Reason
from ...layers.crs import authority
from ...sources.sig_ville import YES
from .addressing import BLANK, ERROR, FOUND, NOT_FOUND
from .found_communes import FoundCommunes
from .georeferencing import Evidence
from .known_streets import KnownStreets
from .told_verdicts import apply_told, told_of_year

__all__ = ["ONLINE_TRUST", "AddressVerdicts", "Verdicts"]

ONLINE_TRUST = 0.8
"""Score from which the online geocoder is trusted, as public services do (reference/qpv.md, 4.2)."""

_STATES = {NOT_FOUND: Reason.NOT_FOUND, BLANK: Reason.SKIPPED, ERROR: Reason.GEOCODER_ERROR, FOUND: Reason.NONE}
_WORDS = {"numéro": "numéro", "numéro voisin": "interpolation", "voie": "voie", "lieu-dit": "lieu-dit"}
_MOTIF_AFTER_BANDS = 7


@dataclass
class _Places:
    """Places that rows stand for: see `domain.qpv.streets.settle`; `street` is the group of each row's street."""

    task: np.ndarray
    group: np.ndarray
    whole: np.ndarray
    street: np.ndarray
    owner: np.ndarray
    xy: np.ndarray
    tolerance: np.ndarray
    groups: int


@dataclass
class Verdicts:
    """What is known of a chunk once it is decided, beside its columns.

    Attributes
    ----------
    columns : list of list
        Of `georeferencing.added_fields`.
    judged : domain.qpv.georeference.Judged
        Against the current generation.
    agreed : domain.qpv.streets.Agreement
    street : ndarray of int, shape (n,)
        Place in `agreed` of each row's street, -1 for none.
    """

    columns: list
    judged: object
    agreed: object
    street: np.ndarray


class AddressVerdicts:
    """Decides rows that a geocoder answered.

    Parameters
    ----------
    run : georeferencing.Run
    asked : domain.qpv.asked_communes.AskedCommunes
    index : sources.address_index.AddressIndex or None
        The local index, where there is one.
    online : bool
        Whether the answers come from a service.
    every_street : bool, optional
        Whether the street of a number found is wanted too.
    communes_told : bool, optional
        Whether the table has columns that say the commune: a row whose are blank may then be of any commune, even
        where the index has a single one.
    """

    def __init__(self, run, asked, index, online, every_street=False, communes_told=False):
        self._run, self._asked, self._index, self._every = run, asked, index, every_street
        self._communes = FoundCommunes(index, communes_told)
        self._trust = ONLINE_TRUST if online else TRUST
        self._online = online
        self._crs = authority(4326)
        self._streets = KnownStreets(index)

    def answer(self, part, tick=silent):
        """Decide the rows of a chunk.

        Parameters
        ----------
        part : addressing.Located
        tick : callable, optional

        Returns
        -------
        Verdicts
        """
        evidence = self._evidence(part)
        empty, whole = self._asked.read(part.queries, part.answers if self._online else ())
        # what was found is no proof of the commune: a list without streets rests on what is asked
        evidence.communes = replace(evidence.communes, by_code=empty)
        if any(w is not None for w in whole):
            told = [w if w is not None else t for w, t in zip(whole, evidence.communes.whole)]
            evidence.communes = replace(evidence.communes, whole=told)
        entire = np.array([w is not None for w in whole], dtype=bool)
        places = self._places(part, evidence.positions)
        trusted, wrong_commune = self._trusted(part), self._communes.wrong(part)
        kept = {}

        def refine(year, generation, judged, told):
            nearest, uncovered = generation.index.measure(places.xy, self._crs, self._run.context, tick)
            agreed = streets.agreement(
                places.owner, places.groups, nearest, places.tolerance,
                coded=generation.coded, uncovered=uncovered, reach=self._run.rules.reach,
            )  # fmt: skip
            out = streets.settle(judged, places.task, places.group, places.whole, agreed, told.listed, trusted)
            out = streets.found_elsewhere(out, wrong_commune)
            out = apply_told(out, part, year, generation.codes[:-1].tolist())
            if year == CURRENT:
                out = streets.by_commune(out, empty, entire)
            out = replace(out, unfounded=count_unfounded(out.nearest, out.decision, out.located))
            kept[year] = out, agreed
            return out

        columns = self._run.decide(part.chunk, evidence, tick, refine)
        judged, agreed = kept[CURRENT]
        self._word(columns, part, judged, agreed, places, evidence.communes.listed, empty)
        return Verdicts(columns, judged, agreed, places.street)

    # evidence ------------------------------------------------------------------------------------

    def _evidence(self, part):
        size = len(part.answers)
        found = np.array([s == FOUND for s in part.statuses], dtype=bool)
        xy = np.array([(a.lon, a.lat) for a in part.answers], dtype=float).reshape(-1, 2)
        xy[~found] = np.nan
        states = np.array([_STATES[s] for s in part.statuses], dtype=np.int8)
        states[(states == 0) & ~np.isfinite(xy).all(axis=1)] = Reason.NO_POSITION
        positions = read_positions(
            size,
            [_WORDS.get(a.kind, a.kind or None) for a in part.answers],
            [a.position or None for a in part.answers],
            edge_tolerance=self._run.rules.edge_tolerance,
        )
        scores = np.array([self._worth(a, q) for a, q in zip(part.answers, part.queries)], dtype=float)
        answered = [self._communes.codes(a) for a in part.answers]
        wanted = [(self._communes.current(q.citycode),) if q.citycode else () for q in part.queries]
        fallen = None
        if self._run.communes is not None:
            fallen = self._run.communes.codes_at(xy, self._crs, self._run.context)
        communes = self._run.reader.read(size, answered, wanted, fallen)
        mismatch = _mismatch(part) if self._online else None
        codes = [a.insee or q.citycode for a, q in zip(part.answers, part.queries)]
        return Evidence(xy, self._crs, states, positions, scores, communes, mismatch, codes)

    def _worth(self, answer, query):
        """Return the score that tells whether the place was found.

        Neither a number that is missing nor a second address as good is held against it, in the index or in the cell:
        of two exact answers the right one is to be picked, not to be found.
        """
        alone = 1.0 if self._online else doubt(answer.margin) * (SEVERAL if answer.several else 1.0)
        if answer.kind == "numéro voisin":
            alike = self._streets.similarity(answer, query)
            return answer.score / alone if alike is None else max(alike, answer.score)
        return _worth(answer, query) / alone

    def _trusted(self, part):
        marks = [_worth(a, q) if a.kind == "commune" else a.score for a, q in zip(part.answers, part.queries)]
        trusted = np.array(marks, dtype=float) >= self._trust
        for row, (answer, query) in enumerate(zip(part.answers, part.queries)):
            if hasattr(answer, "told"):
                trusted[row] = True
            elif self._online and (query.several or query.second_code):
                # a service answers one of the two addresses of a cell, and says nothing of the other
                trusted[row] = False
            elif trusted[row] and answer.kind != "commune" and self._streets.type_missing(answer, query):
                trusted[row] = False
        return trusted

    # places --------------------------------------------------------------------------------------

    def _places(self, part, positions):
        size = len(part.answers)
        task, whole = np.zeros(size, dtype=np.int8), np.ones(size, dtype=bool)
        group, street = np.full(size, -1), np.full(size, -1)
        known, owner, spots, tolerances = {}, [], [], []

        def add(xy, tolerance):
            key = len(spots)
            spots.append(xy)
            tolerances.append(np.broadcast_to(tolerance, len(xy)))
            owner.append(np.full(len(xy), key))
            return key

        for row, (answer, query, status) in enumerate(zip(part.answers, part.queries, part.statuses)):
            if status != FOUND:
                continue
            alone = answer.kind in ("voie", "lieu-dit")
            if answer.street_id is not None and self._index is not None and (alone or self._every):
                key = answer.street_id, _tied(answer)
                if key not in known:
                    xy, words = self._numbers(answer)
                    known[key] = add(xy, self._tolerances(words)) if len(xy) else -1
                street[row] = known[key]
            if alone:
                task[row], group[row] = streets.STREET, street[row]
            elif answer.kind == "numéro voisin":
                task[row] = streets.BRACKET
                points = _between(answer)
                # of several numbers, none of which is known, the neighbours bracket the first only
                whole[row] = bool(len(points)) and query.joined not in LISTS
                group[row] = add(points, positions.tolerance[row]) if len(points) else -1
            elif answer.kind == "numéro" and (query.joined in LISTS or getattr(answer, "others", ())):
                task[row] = streets.SEVERAL
                others = getattr(answer, "others", ())
                whole[row] = query.joined not in LISTS or _all_found(answer, others, query.numbers)
                points = np.array([(answer.lon, answer.lat)] + [(o[2], o[3]) for o in others])
                worth = self._tolerances([answer.position] + [o[4] for o in others])
                group[row] = add(points, worth)
        if not spots:
            return _Places(task, group, whole, street, np.empty(0, int), np.empty((0, 2)), np.empty(0), 0)
        return _Places(
            task, group, whole, street, np.concatenate(owner), np.vstack(spots), np.concatenate(tolerances), len(spots)
        )

    def _numbers(self, answer):
        street = self._streets.street(answer)
        return (np.empty((0, 2)), []) if street is None else self._streets.numbers(street, _tied(answer))

    def _tolerances(self, words):
        size = len(words)
        return read_positions(
            size, ["numéro"] * size, [w or None for w in words], edge_tolerance=self._run.rules.edge_tolerance
        ).tolerance

    # words ---------------------------------------------------------------------------------------

    def _word(self, columns, part, judged, agreed, places, listed, empty):
        """Finish the sentences, and the codes that the layer of perimeters does not have."""
        motif = columns[_MOTIF_AFTER_BANDS + len(self._run.rules.bands)]
        streets.describe(motif, judged, places.group, agreed, listed, self._run.current.codes)
        for row, answer in enumerate(part.answers):
            if not hasattr(answer, "told") or part.statuses[row] != FOUND:
                continue
            why = judged.decision.reason[row]
            if why == Reason.TOLD_INSIDE and columns[1][row] is None:
                columns[1][row], columns[2][row] = answer.told.quarter_code or None, answer.told.quarter_name or None
            elif why == Reason.TOLD_UNCLEAR:
                if answer.told.code:
                    motif[row] = motif[row].replace("claire :", "claire (code {}) :".format(answer.told.code))
                if empty[row]:
                    motif[row] = "{} {}".format(motif[row], LISTED_WITHOUT)
            if self._run.previous is not None:
                state, code, name = told_of_year(answer.told, PREVIOUS)
                at = _MOTIF_AFTER_BANDS + len(self._run.rules.bands) + 2
                if state == YES and columns[at][row] is None:
                    columns[at][row], columns[at + 1][row] = code or None, name or None


def _worth(answer, query):
    """Return the score that tells whether anything was found: what was not asked of an answer is not held against it.

    A street found for an address whose number is unknown is found, and so is the commune of an unknown street.
    """
    if answer.kind == "commune" and (query.street_words or query.numbers):
        return min(answer.score / COMMUNE_ONLY, 1.0)
    if answer.kind in ("voie", "lieu-dit") and query.numbers:
        return min(answer.score / NO_NUMBER, 1.0)
    return answer.score


def _tied(answer):
    """Tell whether another candidate is as good as the answer: of two namesakes, nothing tells which."""
    return not answer.margin > 0.0


def _between(answer):
    """Return points from one neighbour of a missing number to the other."""
    if answer.before is None or answer.after is None:
        return np.empty((0, 2))
    before, after = answer.before[1:3], answer.after[1:3]
    return streets.along(before, after, metres(*before, *after))


def _all_found(answer, others, asked):
    found = {(answer.number_found, answer.rep_found), *((o[0], o[1]) for o in others)}
    return all((n, r) in found or (n, EQUIVALENT.get(r)) in found for n, r in asked)


def _mismatch(part):
    """Compare the addresses that a service found with those asked for."""
    rows = []
    for row, answer in zip(part.rows, part.answers):
        address, number = _text(row.address), _text(row.number)
        whole, street = (None, address) if number else (address, None)
        rows.append((
            _text(row.city), _text(row.postcode), whole, street, number, *(
                getattr(answer, name, "") or None
                for name in ("city", "former_city", "district", "postcode", "number", "street", "name")
            ),
        ))  # fmt: skip
    return compare(*zip(*rows)) if rows else None


def _text(value):
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None or not str(value).strip() else str(value).strip()
