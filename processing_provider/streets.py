"""The network an algorithm opens: read once, told of in the log, points attached to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..domain.network import graph, profiles, snapping
from ..domain.network.lines import Lines
from ..domain.progress import part, silent
from ..layers.network import StreetReading, read_streets
from ..translation import tr
from .parameters import NetworkSettings

__all__ = ["Attached", "Streets", "open_streets"]


@dataclass(frozen=True)
class Attached:
    """A network with points inserted, group by group.

    Attributes
    ----------
    network : graph.Network
    nodes : tuple of numpy.ndarray of int64
        Node of each point of each group, -1 where too far from the network (or without coordinates).
    access : tuple of numpy.ndarray
        Minutes of each point's straight leg; 0 where it is not counted or the point is not attached.
    distance : tuple of numpy.ndarray
        Metres from each point to its line, NaN where not attached.
    """

    network: graph.Network
    nodes: tuple
    access: tuple
    distance: tuple


@dataclass(frozen=True)
class Streets:
    """A network read once, to which points are attached.

    Attributes
    ----------
    settings : NetworkSettings
    reading : StreetReading
    """

    settings: NetworkSettings
    reading: StreetReading

    @property
    def lines(self) -> Lines:
        """Usable lines, split where they join."""
        return self.reading.lines

    def attach(self, *groups, tick=silent) -> Attached:
        """Insert points at their exact projections and build the graph.

        Parameters
        ----------
        *groups : numpy.ndarray, shapes (m, 2)
            Coordinates in ``settings.crs``; NaN for a point without geometry.
        tick : callable
            Progress; may raise `Cancelled`.
        """
        points = np.concatenate([np.asarray(g, dtype=np.float64).reshape(-1, 2) for g in groups])
        allowed = None
        if self.settings.largest_part_only:
            bare = graph.build(self.lines, tolerance=self.settings.tolerance)
            allowed = bare.component[bare.tail] == 0
        snaps = snapping.snap(self.lines, points, self.settings.max_snap, allowed, part(tick, 0.0, 0.6))
        network = graph.build(self.lines, snaps, self.settings.tolerance, part(tick, 0.6, 1.0))
        metres_per_minute = self.settings.access_speed * 1000.0 / 60.0
        legs = np.nan_to_num(snaps.distance) / metres_per_minute if metres_per_minute else np.zeros(len(points))
        bounds = np.cumsum([len(g) for g in groups])[:-1]
        return Attached(
            network=network,
            nodes=tuple(np.split(network.stop_node, bounds)),
            access=tuple(np.split(legs, bounds)),
            distance=tuple(np.split(snaps.distance, bounds)),
        )


def open_streets(alg, settings, context, feedback, tick=silent) -> Streets:
    """Read the network and say in the log what was left out.

    Parameters
    ----------
    alg : CohesionAlgorithm
    settings : NetworkSettings
    context : QgsProcessingContext
    feedback : QgsProcessingFeedback
    tick : callable
        Progress; may raise `Cancelled`.
    """
    reading = read_streets(
        settings.source, settings.name, settings.crs, settings.rules, context, settings.layer, tick
    )
    _report(alg, reading, feedback)
    return Streets(settings, reading)


def _report(alg, reading, feedback):
    """Say what the network is made of; nothing is left out in silence."""
    profile = {profiles.BD_TOPO: "BD TOPO", profiles.OSM: "OpenStreetMap", profiles.MANUAL: tr("Manual")}
    feedback.pushInfo(
        tr("Network: {count} usable lines, profile {profile}.").format(
            count=len(reading.used), profile=profile[reading.profile]
        )
    )
    for name, values in reading.left_out.items():
        said = ", ".join("{} ({})".format(value, count) for value, count in sorted(values.items()))
        feedback.pushInfo(tr("Lines left out by “{field}”: {values}.").format(field=name, values=said))
    if reading.filtered:
        feedback.pushInfo(tr("Lines left out by the filter: {count}.").format(count=reading.filtered))
    if reading.defaulted:
        feedback.pushInfo(tr("Lines given the default speed: {count}.").format(count=reading.defaulted))
    for count, text in (
        (reading.no_geometry, tr("Rows of the network without usable geometry: {count}.")),
        (len(reading.no_length), tr("Lines without length, left out: {count}.")),
        (len(reading.no_speed), tr("Lines without a usable speed, left out: {count}.")),
    ):
        if count:
            alg.warn(feedback, text.format(count=count))
    if reading.unmatched:
        said = ", ".join("{} ({})".format(value, count) for value, count in sorted(reading.unmatched.items()))
        alg.warn(
            feedback,
            tr("Direction values that mean nothing known, read as the default direction: {values}.").format(
                values=said
            ),
        )
