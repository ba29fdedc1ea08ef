"""Perimeters at hand during a review: outlines to draw, QPV nearby, and the verdict on a position that moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle

from ..domain.progress import silent
from ..domain.qpv.bands import one_band
from ..domain.qpv.codes import CURRENT, PREVIOUS
from ..domain.qpv.georeference import Rules, judge, own_columns, previous_columns
from ..domain.qpv.official_list import NOT_CERTIFIED
from ..domain.qpv.precision import DECLARED, LABELS, Positions, read_positions
from ..domain.qpv.reasons import Reason, sentence
from ..domain.qpv.review import placed_reason
from ..domain.qpv.verdict import A_VERIFIER, HORS_QPV, VERDICTS
from .crs import authority, moved, territories, transform_xy
from .perimeters import read_perimeters
from .territorial_index import TerritorialIndex

__all__ = ["PLACED_TOLERANCE", "Nearby", "Referee", "circle"]

PLACED_TOLERANCE = 5.0
"""Metres granted to a position placed by hand on the map: that of an entrance."""

REACH = 1000.0
MOST_NEARBY = 12


@dataclass(frozen=True)
class Nearby:
    """A QPV near a position.

    Attributes
    ----------
    code, name : str or None
    distance : float
        Signed metres.
    place : int
        Of the perimeter in the referee.
    """

    code: str | None
    name: str | None
    distance: float
    place: int


def circle(point, crs, metres, target):
    """Draw a circle of so many metres, true on the ground.

    Parameters
    ----------
    point : QgsPointXY
    crs, target : QgsCoordinateReferenceSystem
        Of the point, and of the answer.
    metres : float

    Returns
    -------
    QgsGeometry
        Null where the point lies in no French territory.
    """
    xy = np.array([[point.x(), point.y()]])
    epsg = int(territories(xy, crs)[0])
    if not epsg:
        return QgsGeometry()
    legal = authority(epsg)
    x, y = transform_xy(xy, crs, legal)[0].tolist()
    ring = QgsGeometry.fromPointXY(QgsPointXY(x, y)).buffer(metres, 24)
    return moved(ring, QgsCoordinateTransform(legal, target, QgsProject.instance()))


class Referee:
    """One generation of perimeters, ready for questions about single points.

    Parameters
    ----------
    layer : QgsVectorLayer
        Perimeters.
    name : str
        What the layer is called, for messages.
    year : int, optional
    context : QgsProcessingContext, optional
        Carries the project's transforms, for a reading in another thread.
    tick : callable, optional
        Progress; may raise `Cancelled`.

    Raises
    ------
    domain.errors.DataError
        When the layer cannot be used.
    """

    def __init__(self, layer, name, year=CURRENT, context=None, tick=silent):
        self.year, self.name = year, name
        self.perimeters = read_perimeters(layer, name, year, context, tick=tick)
        self.rules = Rules(max_distance=REACH)
        self._index = TerritorialIndex(self.perimeters, self.rules.reach, self.rules.near)
        self._boxes = [g.boundingBox() for g in self.perimeters.geometries]
        self._codes = np.array(self.perimeters.codes + [None], dtype=object)
        self._names = np.array(self.perimeters.names + [None], dtype=object)
        self._coded = np.array([c is not None for c in self.perimeters.codes] + [True])
        # what a first question makes ready is made ready here
        for epsg, box in dict(zip(self.perimeters.projections.tolist(), self._boxes)).items():
            centre = np.array([[box.center().x(), box.center().y()]])
            self._index.measure(centre, authority(epsg), context, territory=np.array([epsg]))

    def name_of(self, code):
        """Return the name of a QPV, None where it is unknown."""
        codes = self.perimeters.codes
        return self.perimeters.names[codes.index(code)] if code in codes else None

    def nearby(self, point, crs, reach=REACH):
        """List the QPV within reach of a point, the nearest first.

        Returns
        -------
        list of Nearby
        """
        xy = np.array([[point.x(), point.y()]])
        epsg = int(territories(xy, crs)[0])
        if not epsg:
            return []
        x, y = transform_xy(xy, crs, authority(epsg))[0].tolist()
        here = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        around = QgsRectangle(x - reach, y - reach, x + reach, y + reach)
        found = []
        for place, (box, own) in enumerate(zip(self._boxes, self.perimeters.projections.tolist())):
            if own != epsg or not box.intersects(around):
                continue
            polygon = self.perimeters.geometries[place]
            inside = polygon.contains(here)
            distance = QgsGeometry(polygon.constGet().boundary()).distance(here) if inside else polygon.distance(here)
            if distance <= reach or inside:
                code, name = self.perimeters.codes[place], self.perimeters.names[place]
                found.append(Nearby(code, name, -distance if inside else distance, place))
        return sorted(found, key=lambda n: n.distance)[:MOST_NEARBY]

    def outline(self, place, target):
        """Return a perimeter in another system."""
        own = authority(int(self.perimeters.projections[place]))
        change = QgsCoordinateTransform(own, target, QgsProject.instance())
        return moved(self.perimeters.geometries[place], change)

    def place_of(self, code):
        """Return the place of a QPV, None where it is unknown."""
        return self.perimeters.codes.index(code) if code and code in self.perimeters.codes else None

    def verdict(self, point, crs, kind=None, incomplete=False, position=None):
        """Judge a position that the agent has placed, or picked among the candidates.

        Parameters
        ----------
        point : QgsPointXY
        crs : QgsCoordinateReferenceSystem
        kind : str, optional
            What a candidate that was picked stands for ("numéro", "voie"…); placed by hand when not given.
        incomplete : bool, optional
            The run found that the layer lacks perimeters here: being outside those it has proves nothing.
        position : str, optional
            The BAN's type of position of a number that was picked.

        Returns
        -------
        dict of str to object
            Values by role of `layers.review.RESULT_FIELDS`.
        """
        xy = np.array([[point.x(), point.y()]])
        territory = territories(xy, crs)
        positions = Positions(np.array([DECLARED], dtype=np.int8), np.array([PLACED_TOLERANCE]))
        if kind is not None:
            positions = read_positions(1, types=[kind], positions=[position])
        states = np.where(territory == 0, int(Reason.OUT_OF_TERRITORY), int(Reason.NONE)).astype(np.int8)
        nearest, uncovered = self._index.measure(xy, crs, None, territory=territory)
        judged = judge(nearest, uncovered, positions, self.rules, self._coded, states=states)
        listed = np.array([NOT_CERTIFIED])
        columns = own_columns(judged, self._codes, self._names, self.rules, positions, listed)
        if self.year == PREVIOUS:
            older = previous_columns(judged, self._codes, self._names, self.rules)
            return dict(zip(("verdict_2015", "code_qp_2015", "nom_qp_2015", "distance_2015_m"), (c[0] for c in older)))
        names = ("verdict", "code_qp", "nom_qp", "distance_m", "code_qp_proche", "nom_qp_proche")
        values = dict(zip(names, (column[0] for column in columns)))
        values["precision"] = LABELS[int(positions.kind[0])]
        reason = columns[-1][0]
        if incomplete and values["verdict"] == VERDICTS[HORS_QPV]:
            values["verdict"] = VERDICTS[A_VERIFIER]
            reason = sentence(Reason.LAYER_INCOMPLETE, DECLARED, PLACED_TOLERANCE, NOT_CERTIFIED)
        values["motif"] = placed_reason(reason) if kind is None else reason
        return values

    def bands(self, point, crs, thresholds, kind=None, position=None):
        """Answer the bands of a position that the agent has placed or picked.

        Parameters
        ----------
        thresholds : sequence of float
            Metres.
        kind, position : str, optional
            As for `verdict`.

        Returns
        -------
        list of str
            OUI, NON or A_VERIFIER by threshold.
        """
        tolerance = PLACED_TOLERANCE
        if kind is not None:
            tolerance = float(read_positions(1, types=[kind], positions=[position]).tolerance[0])
        near = self.nearby(point, crs, 1.0 + max(thresholds, default=0.0) + np.nan_to_num(tolerance))
        nearest = near[0].distance if near else np.inf
        return [one_band(nearest, tolerance, metres) for metres in thresholds]
