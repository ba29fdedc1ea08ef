"""Where a network is cut: what the user says of it, and the border effect that follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsProcessingParameterEnum

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, ParameterError
from ..domain.progress import part, silent
from ..translation import tr

__all__ = ["COMPUTED", "WHOLE", "Border", "border_of", "define_border", "minutes_to_edge", "say_border"]

BORDER_EFFECT, NETWORK_EXTENT = "BORDER_EFFECT", "NETWORK_EXTENT"
COMPUTED, WHOLE = 0, 1

# share of the origins from which on it is worth telling how to do better
MANY = 0.2


@dataclass(frozen=True)
class Border:
    """What is known of the edge of the network.

    Attributes
    ----------
    effect : int
        `COMPUTED`, or `WHOLE` where nothing is cut.
    extent : QgsProcessingFeatureSource or None
        Polygons in which the network is complete.
    """

    effect: int = COMPUTED
    extent: object = None

    def described(self) -> str:
        """French words for metadata; "" where nothing was said."""
        if self.effect == WHOLE:
            return "réseau déclaré entier, sans effet de bord"
        if self.extent is not None:
            return "réseau déclaré complet dans « {} »".format(self.extent.sourceName())
        return ""


def define_border(alg):
    """Add the parameters that say where the network is cut."""
    alg.add(
        QgsProcessingParameterEnum(
            BORDER_EFFECT,
            tr("Border effect"),
            [tr("Computed: the network is cut at its edge"), tr("None: the network is whole (island)")],
            defaultValue=COMPUTED,
        ),
        tr("“None” only where no street leads out of the data: elsewhere, times that are upper bounds would be firm."),
        advanced=True,
    )
    alg.add_source(
        NETWORK_EXTENT,
        tr("Area where the network is complete"),
        ["polygon"],
        tr(
            "The very outline or rectangle by which streets and facilities were extracted, the sea included where it "
            "was. A smaller one is safe, a larger one is not. Only streets that leave it are then taken for cut."
        ),
        optional=True,
        advanced=True,
    )


def border_of(alg, parameters, context) -> Border:
    """Read what the user says of the edge of the network.

    Raises
    ------
    CohesionError
        When the layer cannot be used, or both parameters say different things.
    """
    if alg.parameterDefinition(BORDER_EFFECT) is None:
        return Border()
    effect = alg.parameterAsEnum(parameters, BORDER_EFFECT, context)
    extent = alg.source(parameters, NETWORK_EXTENT, context, "polygon")
    if effect == WHOLE and extent is not None:
        raise ParameterError(
            QT_TRANSLATE_NOOP(
                "@default",
                "“{effect}” says that the network is whole, “{area}” that it is cut: give only one of them.",
            ),
            effect=alg.label(BORDER_EFFECT),
            area=alg.label(NETWORK_EXTENT),
        )
    return Border(effect, extent)


def minutes_to_edge(alg, settings, attached, xy, context, feedback, limit=None, tick=silent):
    """Minutes from each origin to where the network is cut.

    Parameters
    ----------
    alg : CohesionAlgorithm
    settings : NetworkSettings
    attached : Attached
        Origins are its first group.
    xy : numpy.ndarray, shape (n, 2)
        Origins, in ``settings.crs``.
    context : QgsProcessingContext
    feedback : QgsProcessingFeedback
    limit : float, optional
        Minutes beyond which the border does not matter.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    numpy.ndarray, shape (n,)
        ``inf`` where no cut can be reached.
    """
    from ..domain.network.border import minutes_to_border
    from ..domain.network.known_area import area_cuts
    from ..layers.known_area import read_known_area

    nodes, access, distance = attached.nodes[0], attached.access[0], attached.distance[0]
    if settings.border.effect == WHOLE:
        return np.full(len(nodes), np.inf)
    if settings.border.extent is None:
        return minutes_to_border(attached.network, nodes, access, limit=limit, tick=tick)
    name = alg.label(NETWORK_EXTENT)
    area, repaired = read_known_area(settings.border.extent, name, settings.crs, context, part(tick, 0.0, 0.1))
    if repaired:
        alg.warn(feedback, tr("“{name}”: {count} invalid polygons repaired.").format(name=name, count=repaired))
    cuts = area_cuts(attached.network, area, part(tick, 0.1, 0.7))
    _say_cuts(alg, feedback, attached.network, cuts)
    minutes = minutes_to_border(
        attached.network, nodes, access, limit=limit, tick=part(tick, 0.7, 0.9), cuts=cuts
    )
    # a point nearer to the edge than to its street may have a nearer one beyond
    attached_rows = np.flatnonzero(nodes >= 0)
    sure = area.surrounds(xy[attached_rows], distance[attached_rows], part(tick, 0.9, 1.0))
    minutes[attached_rows[~sure]] = 0.0
    return minutes


def _say_cuts(alg, feedback, network, cuts):
    """Say what was found at the edge of the area; an area without a cut deserves a warning."""
    nodes = np.unique(cuts[0])
    if len(nodes) == len(network.node_xy):
        raise DataError(
            QT_TRANSLATE_NOOP(
                "@default", "No street lies in “{name}”: check both layers and their coordinate systems."
            ),
            name=alg.label(NETWORK_EXTENT),
        )
    if len(nodes):
        text = tr("Streets leave the area where the network is complete at {count} places.")
        feedback.pushInfo(text.format(count=len(nodes)))
    else:
        alg.warn(
            feedback,
            tr(
                "No street comes to the edge of the area where the network is complete: no time is an upper bound. "
                "That is right for an island; elsewhere the area goes beyond the data, give a smaller one."
            ),
        )


def say_border(settings, feedback, flagged, total):
    """Say what may be done where many times are upper bounds for want of knowing where the network is cut."""
    border = settings.border
    if border.effect == COMPUTED and border.extent is None and flagged > MANY * total:
        feedback.pushInfo(
            tr(
                "Border effect: {count} times of {total} are upper bounds, every street that ends at the outer edge "
                "being taken for a cut one. On an island or a coast, say in the advanced parameters that the network "
                "is whole, or in which area it is complete."
            ).format(count=flagged, total=total)
        )
