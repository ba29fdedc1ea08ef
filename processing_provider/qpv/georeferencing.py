"""A run of verdicts, chunk by chunk: rows in, rows with their verdict out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...domain.progress import silent
from ...domain.qpv.amounts import read_amounts
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.communes import CommuneReader
from ...domain.qpv.generations import applicable_rows
from ...domain.qpv.georeference import Communes, judge, own_columns, previous_columns
from ...domain.qpv.mismatch import compare
from ...domain.qpv.precision import UNREADABLE, read_positions, read_scores
from ...domain.qpv.reasons import Reason
from ...domain.qpv.secrecy import hidden_cells
from ...domain.qpv.summary import Tally
from ...layers.crs import territories
from ...layers.fields import make_field
from ...layers.territorial_index import TerritorialIndex

__all__ = ["Evidence", "GenerationRun", "Run", "Summed", "added_fields", "open_run"]


def added_fields(bands, previous, dated):
    """List the fields that the result adds.

    Parameters
    ----------
    bands : sequence of str
        Ends of the names of the bands ("300").
    previous, dated : bool
        Whether the previous generation, and a date, are given.

    Returns
    -------
    list of QgsField
    """
    fields = [make_field(n, "text") for n in ("verdict", "code_qp", "nom_qp")]
    fields.append(make_field("distance_m", "double"))
    fields += [make_field(n, "text") for n in ("code_qp_proche", "nom_qp_proche")]
    fields += [make_field("bande_" + band, "text") for band in bands]
    fields += [make_field(n, "text") for n in ("precision", "motif")]
    if previous:
        fields += [make_field(n + "_2015", "text") for n in ("verdict", "code_qp", "nom_qp")]
        fields.append(make_field("distance_2015_m", "double"))
    if dated:
        fields.append(make_field("generation_applicable", "text"))
    return fields


class GenerationRun:
    """One generation of perimeters, ready to be measured against.

    Parameters
    ----------
    perimeters : layers.perimeters.Perimeters
    rules : domain.qpv.georeference.Rules
    sums : int
        How many fields are summed.
    """

    def __init__(self, perimeters, rules, sums):
        self.perimeters = perimeters
        self.index = TerritorialIndex(perimeters, rules.reach, rules.near)
        # the last place, reached by -1, stands for no perimeter
        self.codes = np.array(perimeters.codes + [None], dtype=object)
        self.names = np.array(perimeters.names + [None], dtype=object)
        self.coded = np.array([c is not None for c in perimeters.codes] + [True])
        self.tally = Tally(sums)


@dataclass
class Evidence:
    """What is known of a chunk of rows before any distance is measured.

    Attributes
    ----------
    xy : ndarray, shape (n, 2)
        NaN where a row has no position.
    crs : QgsCoordinateReferenceSystem
    states : ndarray of int8, shape (n,)
        `domain.qpv.reasons.STATES`, 0 where nothing is wrong.
    positions : domain.qpv.precision.Positions
    scores : ndarray, shape (n,), or None
    communes : domain.qpv.georeference.Communes or None
    mismatch : ndarray of int8, shape (n,), or None
    codes : list of str or None, optional
        Code of each row's commune, where the table's own columns do not hold it.
    """

    xy: np.ndarray
    crs: object
    states: np.ndarray
    positions: object
    scores: object = None
    communes: object = None
    mismatch: object = None
    codes: object = None


class Summed:
    """A run whose rows are summed up, by generation: `current` and `previous` have a `tally` each."""

    def amounts(self, chunk):
        """Read the summed fields of a chunk; cells that are no amounts are counted in `unread`, by field."""
        if not hasattr(self, "unread"):
            self.unread = dict.fromkeys(self.sums, 0)
        columns = []
        for place in self.sums:
            amounts, unread = read_amounts(chunk.column(place))
            self.unread[place] += unread
            columns.append(amounts)
        return columns

    @property
    def generations(self):
        """The generations asked for, by year."""
        return {y: g for y, g in ((CURRENT, self.current), (PREVIOUS, self.previous)) if g is not None}

    def summaries(self, threshold):
        """Lay out the summary of each generation, counts under `threshold` hidden."""
        tallies = {year: generation.tally for year, generation in self.generations.items()}
        hidden = iter(hidden_cells([part for tally in tallies.values() for part in tally.parts], threshold))
        return {year: tally.rows(threshold, *(next(hidden) for _ in tally.parts)) for year, tally in tallies.items()}


@dataclass
class Run(Summed):
    """What a run needs, and what it counts.

    Attributes
    ----------
    columns : layers.answer_columns.Columns or None
        None where the evidence does not come from the columns of the table.
    rules : domain.qpv.georeference.Rules
    current : GenerationRun
    previous : GenerationRun or None
    context : QgsProcessingContext
    reader : domain.qpv.communes.CommuneReader
    communes : layers.communes.CommuneIndex or None
    groups, sums : list of int
        Places of the group fields and of the summed fields.
    date : int or None
        Place of the field of dates.
    unfounded, unlocated, unreadable : int
        Rows a plain join would answer wrongly; rows without position; rows whose precision could not be read.
    """

    columns: object
    rules: object
    current: GenerationRun
    previous: object
    context: object
    reader: object
    communes: object = None
    groups: list = field(default_factory=list)
    sums: list = field(default_factory=list)
    date: object = None
    unfounded: int = 0
    unlocated: int = 0
    unreadable: int = 0

    def answer(self, chunk, tick=silent):
        """Decide a chunk of rows that hold positions.

        Parameters
        ----------
        chunk : layers.geocoded_rows.Chunk
        tick : callable, optional

        Returns
        -------
        list of list
            The columns of `added_fields`.
        """
        columns, size = self.columns, len(chunk.features)
        positions = read_positions(
            size,
            chunk.column(columns.types),
            chunk.column(columns.positions),
            chunk.column(columns.chosen),
            self.rules.edge_tolerance,
        )
        scores = None if columns.scores is None else read_scores(chunk.column(columns.scores))
        evidence = Evidence(
            chunk.xy, columns.crs, chunk.states, positions, scores, self._communes(chunk), self._mismatch(chunk)
        )
        return self.decide(chunk, evidence, tick)

    def decide(self, chunk, evidence, tick=silent, refine=None):
        """Decide a chunk of rows.

        Parameters
        ----------
        chunk : layers.geocoded_rows.Chunk
        evidence : Evidence
        tick : callable, optional
        refine : callable, optional
            ``refine(year, generation, judged, communes)`` returns the verdicts once all is known of the rows, or those
            it was given.

        Returns
        -------
        list of list
            The columns of `added_fields`.
        """
        size, states, positions = len(chunk.features), evidence.states, evidence.positions
        territory = territories(evidence.xy, evidence.crs, self.context)
        states[(territory == 0) & (states == Reason.NONE)] = Reason.OUT_OF_TERRITORY
        self.unreadable += int((positions.kind == UNREADABLE).sum())
        communes = evidence.communes
        groups = chunk.tuples(self.groups) if self.groups else None
        values = self.amounts(chunk)

        def judged_by(year, generation, told):
            nearest, uncovered = generation.index.measure(evidence.xy, evidence.crs, self.context, tick, territory)
            found = judge(
                nearest,
                uncovered,
                positions,
                self.rules,
                generation.coded,
                scores=evidence.scores,
                states=states,
                communes=told,
                mismatch=evidence.mismatch,
            )
            if refine is not None:
                found = refine(year, generation, found, told)
            generation.tally.add(
                found.decision,
                found.nearest.polygon,
                found.near_row,
                found.near_perimeter,
                groups,
                values,
                positions.tolerance > self.rules.near,
            )
            return found

        judged = judged_by(CURRENT, self.current, communes)
        self.unfounded += judged.unfounded
        self.unlocated += int((~judged.located).sum())
        told = communes if communes is not None else Communes.unknown(size)
        current = self.current
        own = positions if refine is None else replace(positions, tolerance=judged.tolerance)
        out = own_columns(judged, current.codes, current.names, self.rules, own, told.listed, told.whole)
        if self.previous is not None:
            # the official list is that of the current generation: it says nothing of the previous one
            older = None if communes is None else communes.only_other()
            judged = judged_by(PREVIOUS, self.previous, older)
            out += previous_columns(judged, self.previous.codes, self.previous.names, self.rules)
        if self.date is not None:
            out.append(self._applicable(chunk, territory, evidence.codes))
        return out

    def _communes(self, chunk):
        """Read the communes of a chunk; None where nothing is known of them."""
        columns = self.columns
        if not (columns.answer_communes or columns.asked_communes or self.communes):
            return self.reader.read(len(chunk.features)) if self.reader.certifies else None
        return self.reader.read(
            len(chunk.features),
            chunk.tuples(columns.answer_communes) or None,
            chunk.tuples(columns.asked_communes) or None,
            self.communes.codes_at(chunk.xy, columns.crs, self.context) if self.communes else None,
        )

    def _mismatch(self, chunk):
        """Compare the addresses found with those asked for; None where there is nothing to compare."""
        asked, answered = self.columns.asked, self.columns.answered
        if not any(place is not None for place in asked.values()):
            return None
        blank = [None] * len(chunk.features)

        def cells(fields, *roles):
            return [chunk.column(fields[r]) if fields.get(r) is not None else blank for r in roles]

        return compare(
            *cells(asked, "city", "postcode", "address", "street", "number"),
            *cells(answered, "city", "former", "district", "postcode", "number", "street", "name"),
        )

    def _applicable(self, chunk, territory, communes=None):
        # a row without position may still say its commune
        if communes is not None:
            cells = [(code,) for code in communes]
        else:
            places = self.columns.answer_communes + self.columns.asked_communes
            cells = chunk.tuples(places) if places and not territory.all() else None
        return applicable_rows(chunk.column(self.date), territory, cells)


def open_run(known, rules, context, groups, sums, date, columns=None):
    """Prepare a run.

    Parameters
    ----------
    known : verdict_parameters.References
    rules, context, columns
        As `Run` has them.
    groups, sums : list of int
    date : int or None

    Returns
    -------
    Run
    """
    older = None if known.previous is None else GenerationRun(known.previous, rules, len(sums))
    return Run(
        columns=columns,
        rules=rules,
        current=GenerationRun(known.current, rules, len(sums)),
        previous=older,
        context=context,
        reader=CommuneReader(known.official, known.commune_codes, known.current.codes),
        communes=known.communes,
        groups=groups,
        sums=sums,
        date=date,
    )
