"""The run of `georeferenceparcels`, chunk by chunk, and what it counts."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ...domain.qpv.codes import PREVIOUS
from ...domain.qpv.official_list import CERTIFIED, INCOMPLETE
from ...domain.qpv.parcels import RULES, VERDICTS, Answer, judge, read_npnru
from ...domain.qpv.reasons import OLD_PERIMETERS
from ...layers.fields import make_field
from ...layers.parcels import ParcelMeasurer
from ...layers.territorial_index import TerritorialIndex

__all__ = ["ParcelGeneration", "added_fields", "own_row", "previous_row", "summary_fields", "summary_rows"]

INCOMPLETE_LAYER = (
    "Périmètres incomplets ou filtrés : la liste officielle donne à cette commune un QPV absent de la couche."
)
MISSING_TERRITORY = "La couche n'a aucun périmètre sur ce territoire : elle ne permet pas de conclure."
NOT_CERTIFIED = "Que la couche contienne tous les QPV n'est pas certifié."
NO_POLYGON = "Aucun polygone utilisable sur cette ligne."
NO_TERRITORY = "Polygone hors de tout territoire français : vérifier le système de coordonnées."


def added_fields(bands, previous):
    """List the fields that the result adds.

    Parameters
    ----------
    bands : sequence of str
        Ends of the names of the bands.
    previous : bool

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
    return [make_field(*kind) for kind in kinds]


class ParcelGeneration:
    """One generation of perimeters, the answers it gives and their counts.

    Parameters
    ----------
    perimeters : layers.perimeters.Perimeters
    thresholds : domain.qpv.parcels.Thresholds
    with_npnru : bool
        Whether a field says which perimeters are under NPNRU.
    """

    def __init__(self, perimeters, thresholds, with_npnru):
        self.perimeters = perimeters
        self.thresholds = thresholds
        self.measurer = ParcelMeasurer(perimeters, thresholds)
        self._places = TerritorialIndex(perimeters, 0.0, 0.0)
        self.npnru = [_agreed(values) for values in perimeters.extra] if with_npnru else None
        self.coded = [code is not None for code in perimeters.codes]
        self.codes, self.names = perimeters.codes + [None], perimeters.names + [None]
        self.verdicts, self.rules, self.area = Counter(), Counter(), Counter()
        self.by_perimeter = {}

    def answer(self, chunk, xy, crs, context, listed, tick):
        """Decide a chunk of rows.

        Parameters
        ----------
        chunk : layers.parcels.ParcelChunk
        xy : numpy.ndarray, shape (n, 2)
            A place of each polygon, in `crs`.
        listed : sequence of int or None
            What the official list says of each row's commune.

        Returns
        -------
        list of Answer
        """
        _nearest, uncovered = self._places.measure(xy, crs, context, territory=chunk.territory)
        answers = []
        for row, (polygon, epsg) in enumerate(zip(chunk.polygons, chunk.territory.tolist())):
            tick(row / len(chunk.polygons))
            if polygon is None:
                shapeless = not chunk.shaped[row]
                answer = Answer(bands=[None] * len(self.thresholds.bands))
                answer.reason = NO_POLYGON if shapeless else NO_TERRITORY
                self._count(answer)
            else:
                doubt = MISSING_TERRITORY if uncovered[row] else ""
                if listed is not None and listed[row] == INCOMPLETE:
                    doubt = INCOMPLETE_LAYER
                measures, together = self.measurer.measure(polygon, epsg)
                answer = judge(measures, together, self.npnru, self.thresholds, self.coded, doubt)
                if answer.verdict == "HORS_QPV" and (listed is None or listed[row] != CERTIFIED):
                    answer.reason += " " + NOT_CERTIFIED
                self._count(answer, measures, polygon.area())
            if self.perimeters.generation == PREVIOUS:
                answer.reason += " " + OLD_PERIMETERS
            answers.append(answer)
        return answers

    def _count(self, answer, measures=(), area=0.0):
        self.verdicts[answer.verdict] += 1
        self.rules[answer.rule] += 1
        self.area["all"] += area
        for measure in measures:
            self.area[measure.place] += measure.share * area
        # what is to be checked is counted at the nearest QPV
        open_at = answer.nearest if "A_VERIFIER" in (answer.verdict, answer.rule) else -1
        for place, key in ((answer.inside, answer.verdict), (answer.ruled, answer.rule)):
            if place >= 0 and key != "A_VERIFIER":
                self.by_perimeter.setdefault(place, Counter())[key] += 1
        if open_at >= 0:
            own = self.by_perimeter.setdefault(open_at, Counter())
            own["verdict"] += answer.verdict == "A_VERIFIER"
            own["rule"] += answer.rule == "A_VERIFIER"


def own_row(answer, generation):
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


def previous_row(answer, generation):
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


def summary_fields():
    """List the fields of the summary.

    Returns
    -------
    list of QgsField
    """
    texts = ("niveau", "generation", "code_qp", "nom_qp")
    counts = ("nb_polygones", "nb_en_qpv", "nb_en_partie", "nb_hors_qpv", "nb_a_verifier", "nb_erreurs")
    rules = ("nb_dans_qpv", "nb_entier_300", "nb_partie_300_entier_500", "nb_aucune_regle", "nb_regle_a_verifier")
    fields = [make_field(n, "text") for n in texts] + [make_field(n, "int") for n in counts + rules]
    return fields + [make_field(n, "double") for n in ("surface_ha", "surface_dans_qpv_ha")]


def summary_rows(generation, year):
    """Lay out the summary of one generation: all rows, then each QPV concerned.

    What is to be checked counts at the nearest QPV; what is out of any, or without rule, at none.
    """
    shown = str(generation.perimeters.generation or year)
    inside = sum(area for place, area in generation.area.items() if place != "all")
    rows = [
        ["ensemble", shown, None, None, sum(generation.verdicts.values())]
        + [generation.verdicts[v] for v in VERDICTS]
        + [generation.rules[r] for r in RULES]
        + [_hectares(generation.area["all"]), _hectares(inside)]
    ]
    places = set(generation.by_perimeter) | {p for p, area in generation.area.items() if p != "all" and area > 0}
    for place in sorted(places):
        own = generation.by_perimeter.get(place, Counter())
        rows.append(
            ["qpv", shown, generation.codes[place], generation.names[place], None]
            + [own["EN_QPV"], own["EN_PARTIE"], None, own["verdict"], None]
            + [own[r] for r in RULES[:3]]
            + [None, own["rule"], None, _hectares(generation.area[place])]
        )
    return rows


def _hectares(area):
    return round(area / 10_000.0, 4)
