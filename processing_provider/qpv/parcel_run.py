"""The run of `georeferenceparcels`, chunk by chunk: rows in, rows with their verdict out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...domain.progress import part, silent
from ...domain.qpv.generations import applicable_rows
from ...domain.qpv.official_list import CERTIFIED, EMPTY_COMMUNE, INCOMPLETE, UNCOVERED
from ...domain.qpv.parcel_summary import ParcelTally
from ...domain.qpv.parcels import Answer, judge, read_npnru
from ...layers.fields import make_field
from ...layers.parcels import ParcelMeasurer
from ...layers.territorial_index import TerritorialIndex
from .georeferencing import Summed

__all__ = ["ParcelGeneration", "ParcelRun", "added_fields"]

INCOMPLETE_LAYER = (
    "Périmètres incomplets ou filtrés : la liste officielle donne à cette commune un QPV absent de la couche."
)
MISSING_TERRITORY = "La couche n'a aucun périmètre sur ce territoire : elle ne permet pas de conclure."
NOT_CERTIFIED = "Exhaustivité des périmètres non certifiée."
NO_POLYGON = "Aucun polygone utilisable sur cette ligne."
NO_TERRITORY = "Polygone hors de tout territoire français : vérifier le système de coordonnées."


def added_fields(bands, previous, dated):
    """List the fields that the result adds.

    Parameters
    ----------
    bands : sequence of str
        Ends of the names of the bands.
    previous, dated : bool
        Whether the previous generation, and a date, are given.

    Returns
    -------
    list of QgsField
    """
    kinds = [("verdict", "text"), ("code_qp", "text"), ("nom_qp", "text"), ("part_dans_pct", "double")]
    kinds += [("distance_min_m", "double"), ("distance_max_m", "double")]
    kinds += [(n, "text") for n in ("code_qp_proche", "nom_qp_proche")]
    kinds += [("bande_" + band, "text") for band in bands]
    kinds += [(n, "text") for n in ("regle", "code_qp_regle", "npnru", "motif")]
    if previous:
        kinds += [(n + "_2015", "text") for n in ("verdict", "code_qp", "nom_qp")]
        kinds += [("distance_min_2015_m", "double"), ("distance_max_2015_m", "double"), ("regle_2015", "text")]
    if dated:
        kinds.append(("generation_applicable", "text"))
    return [make_field(*kind) for kind in kinds]


class ParcelGeneration:
    """One generation of perimeters, and the answers it gives.

    Parameters
    ----------
    perimeters : layers.perimeters.Perimeters
    thresholds : domain.qpv.parcels.Thresholds
    with_npnru : bool
        Whether a field says which perimeters are under NPNRU.
    sums : int
        How many fields are summed.
    """

    def __init__(self, perimeters, thresholds, with_npnru, sums):
        self.perimeters = perimeters
        self.thresholds = thresholds
        self.measurer = ParcelMeasurer(perimeters, thresholds)
        self._places = TerritorialIndex(perimeters, 0.0, 0.0)
        self.npnru = [_agreed(values) for values in perimeters.extra] if with_npnru else None
        self.coded = [code is not None for code in perimeters.codes]
        # the last place, reached by -1, stands for no perimeter
        self.codes, self.names = perimeters.codes + [None], perimeters.names + [None]
        self.tally = ParcelTally(sums)

    def answer(self, chunk, crs, context, listed, groups, values, tick):
        """Decide a chunk of rows, and count them.

        Parameters
        ----------
        chunk : layers.parcels.ParcelChunk
        crs : QgsCoordinateReferenceSystem
        listed : sequence of int or None
            What the official list says of each row's commune.
        groups, values
            See `domain.qpv.parcel_summary.ParcelTally.add`.

        Returns
        -------
        list of Answer
        """
        _nearest, uncovered = self._places.measure(chunk.xy, crs, context, territory=chunk.territory)
        answers, surfaces = [], []
        for row, (polygon, epsg) in enumerate(zip(chunk.polygons, chunk.territory.tolist())):
            tick(row / len(chunk.polygons))
            if polygon is None:
                answer, surface = Answer(bands=[None] * len(self.thresholds.bands)), (0.0, 0.0, {})
                answer.reason = NO_TERRITORY if chunk.shaped[row] else NO_POLYGON
            else:
                told = None if listed is None else listed[row]
                missing = uncovered[row] or told == UNCOVERED
                doubt = INCOMPLETE_LAYER if told == INCOMPLETE else MISSING_TERRITORY if missing else ""
                measures, together = self.measurer.measure(polygon, epsg)
                answer = judge(
                    measures, together, self.npnru, self.thresholds, self.coded, doubt, told == EMPTY_COMMUNE
                )
                if answer.verdict == "HORS_QPV" and told not in (CERTIFIED, EMPTY_COMMUNE):
                    answer.reason += " " + NOT_CERTIFIED
                surface = _surface(polygon.area(), measures, together)
            answers.append(answer)
            surfaces.append(surface)
        self.tally.add(answers, surfaces, groups, values)
        return answers


@dataclass
class ParcelRun(Summed):
    """What a run needs, and what it counts.

    Attributes
    ----------
    crs : QgsCoordinateReferenceSystem
        Of the polygons.
    current : ParcelGeneration
    previous : ParcelGeneration or None
    context : QgsProcessingContext
    reader : domain.qpv.communes.CommuneReader
    communes : layers.communes.CommuneIndex or None
    told : list of (int, int or None)
        Fields that tell the commune (`layers.parcels.find_communes`).
    groups, sums : list of int
        Places of the group fields and of the summed fields.
    date : int or None
        Place of the field of dates.
    unfounded, unlocated, repaired, abroad : int
        Rows that a plain join would answer wrongly; rows that are not placed; polygons repaired; polygons out of any
        French territory.
    """

    crs: object
    current: ParcelGeneration
    previous: object
    context: object
    reader: object
    communes: object = None
    told: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    sums: list = field(default_factory=list)
    date: object = None
    unfounded: int = 0
    unlocated: int = 0
    repaired: int = 0
    abroad: int = 0

    def answer(self, chunk, tick=silent):
        """Decide a chunk of rows.

        Parameters
        ----------
        chunk : layers.parcels.ParcelChunk
        tick : callable, optional

        Returns
        -------
        list of list
            The columns of `added_fields`.
        """
        groups = chunk.tuples(self.groups) if self.groups else None
        values = self.amounts(chunk)
        half = 1.0 if self.previous is None else 0.5

        def judged_by(generation, listed, span):
            return generation.answer(chunk, self.crs, self.context, listed, groups, values, part(tick, *span))

        answers = judged_by(self.current, self._listed(chunk), (0.0, half))
        self.unlocated += sum(a.verdict == "ERREUR" for a in answers)
        self.unfounded += sum(_misled(a) for a in answers)
        self.repaired += chunk.repaired
        self.abroad += int(chunk.shaped.sum()) - sum(polygon is not None for polygon in chunk.polygons)
        rows = [_own_row(a, self.current) for a in answers]
        if self.previous is not None:
            # the official list is that of the current generation: it says nothing of the previous one
            older = judged_by(self.previous, None, (half, 1.0))
            rows = [row + _previous_row(a, self.previous) for row, a in zip(rows, older)]
        columns = [list(column) for column in zip(*rows)]
        if self.date is not None:
            columns.append(applicable_rows(chunk.column(self.date), chunk.territory, self._told(chunk)))
        return columns

    def _listed(self, chunk):
        """Ask the official list about the commune where each polygon falls; None without list."""
        if not self.reader.certifies:
            return None
        fallen = None if self.communes is None else self.communes.codes_at(chunk.xy, self.crs, self.context)
        return self.reader.read(len(chunk.xy), asked=self._told(chunk), fallen=fallen).listed.tolist()

    def _told(self, chunk):
        """Return the cells that tell the commune of each row; None where no field does."""
        if not self.told:
            return None
        return list(zip(*([_start(v, letters) for v in chunk.column(place)] for place, letters in self.told)))


def _start(value, letters):
    """Keep the letters of a cell that are a commune code."""
    return value if letters is None else None if value is None else str(value)[:letters]


def _misled(answer):
    """Tell whether a plain join "intersects" would be wrong or unfounded: it only knows in and out."""
    joined = "EN_QPV" if answer.distance[0] == 0 else "HORS_QPV"
    return answer.verdict not in ("ERREUR", joined)


def _surface(area, measures, together):
    """Return the area, what of it is in any perimeter, and in each."""
    shares = {m.place: m.share * area for m in measures if m.share > 0}
    # perimeters that overlap count once
    inside = together.share if together is not None else max((m.share for m in measures), default=0.0)
    return area, inside * area, shares


def _own_row(answer, generation):
    """Lay out what is written of the current generation."""
    codes, names = generation.codes, generation.names
    npnru = {True: "OUI", False: "NON", None: None}[answer.npnru]
    return (
        [answer.verdict, codes[answer.inside], names[answer.inside], answer.share]
        + _distances(answer)
        + [codes[answer.nearest], names[answer.nearest]]
        + answer.bands
        + [answer.rule, codes[answer.ruled], npnru, answer.reason]
    )


def _previous_row(answer, generation):
    """Lay out what is written of the previous generation."""
    row = [answer.verdict, generation.codes[answer.inside], generation.names[answer.inside]]
    return row + _distances(answer) + [answer.rule]


def _distances(answer):
    """Round to the centimetre, the nearest down and the farthest up: never firmer than measured."""
    nearest, farthest = answer.distance
    return [
        None if nearest is None else float(np.floor(nearest * 100.0 + 1e-6)) / 100.0,
        None if farthest is None else float(np.ceil(farthest * 100.0 - 1e-6)) / 100.0 + 0.0,
    ]


def _agreed(values):
    """Read what the rows of one perimeter say of NPNRU; None where they do not agree."""
    told = {read_npnru(value) for value in values}
    return told.pop() if len(told) == 1 else None
