"""The network parameters that several algorithms share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExpression,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProperty,
)

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ..domain.network import profiles
from ..translation import tr
from .border import Border, border_of, define_border

if TYPE_CHECKING:
    from ..layers.network import NetworkRules

__all__ = ["NetworkSettings", "define_network", "network_settings"]

NETWORK, NETWORK_PROFILE, MODE, WALKING_SPEED = "NETWORK", "NETWORK_PROFILE", "MODE", "WALKING_SPEED"
NETWORK_FILTER, TIME_EXPRESSION = "NETWORK_FILTER", "TIME_EXPRESSION"
DIRECTION_FIELD, VALUE_FORWARD, VALUE_BACKWARD = "DIRECTION_FIELD", "VALUE_FORWARD", "VALUE_BACKWARD"
VALUE_BOTH, DEFAULT_DIRECTION = "VALUE_BOTH", "DEFAULT_DIRECTION"
SPEED_FIELD, DEFAULT_SPEED, ONE_WAY_ON_FOOT = "SPEED_FIELD", "DEFAULT_SPEED", "ONE_WAY_ON_FOOT"
SNAP_TO, MAX_SNAP, ACCESS_SPEED, TOLERANCE = "SNAP_TO", "MAX_SNAP", "ACCESS_SPEED", "TOLERANCE"

WALKING_DEFAULT = 4.0
MAX_SNAP_DEFAULT = {profiles.WALK: 200.0, profiles.CAR: 1000.0}
DOUBLE = QgsProcessingParameterNumber.Type.Double


@dataclass(frozen=True)
class NetworkSettings:
    """What the network parameters say.

    Attributes
    ----------
    source : QgsProcessingFeatureSource
    layer : QgsVectorLayer or None
        The layer behind the source, None where the source is only a part of it.
    name : str
        What the parameter is called, for messages.
    crs : QgsCoordinateReferenceSystem
        Metric system in which all points must be read.
    rules : NetworkRules
    max_snap : float
        Metres.
    access_speed : float
        km/h of the straight legs, 0 where they are not counted.
    largest_part_only : bool
        Points attach to the largest connected part.
    tolerance : float
        Metres.
    border : Border
        Where the network is cut.
    """

    source: object
    layer: object
    name: str
    crs: QgsCoordinateReferenceSystem
    rules: NetworkRules
    max_snap: float
    access_speed: float
    largest_part_only: bool
    tolerance: float
    border: Border = Border()

    @property
    def walking(self) -> bool:
        """True on foot, False by car."""
        return self.rules.mode == profiles.WALK

    def described(self) -> str:
        """One French sentence for metadata: mode, speed, legs."""
        if self.rules.time_expression:
            speed = "temps de parcours par expression : {}".format(self.rules.time_expression)
        elif self.walking:
            speed = "vitesse de marche {:g} km/h".format(self.rules.walking_speed)
        else:
            speed = "vitesses du réseau"
        legs = "à {:g} km/h".format(self.access_speed) if self.access_speed else "non compté"
        mode = "à pied" if self.walking else "en voiture, trafic fluide"
        said = [mode, speed, "trajet d'accès " + legs, "rattachement à moins de {:g} m du réseau".format(self.max_snap)]
        return " ; ".join(said + [text for text in [self.border.described()] if text])


def define_network(alg, mode=profiles.WALK, with_points=True, with_border=False):
    """Add the shared network parameters to an algorithm.

    Parameters
    ----------
    alg : CohesionAlgorithm
    mode : int
        Default of ``MODE``: `profiles.WALK` or `profiles.CAR`.
    with_points : bool
        Whether points are attached to the network (`SNAP_TO`, `MAX_SNAP`, `ACCESS_SPEED`).
    with_border : bool
        Whether the border effect is computed (`BORDER_EFFECT`, `NETWORK_EXTENT`).
    """
    alg.add_source(
        NETWORK,
        tr("Street network"),
        ["line"],
        tr("Lines of the streets: BD TOPO, OpenStreetMap or any other."),
        reference="streets" if mode == profiles.WALK else "roads",
    )
    alg.add(
        QgsProcessingParameterEnum(
            NETWORK_PROFILE,
            tr("Network profile"),
            [tr("Found from the fields"), "BD TOPO", "OpenStreetMap", tr("Manual")],
            defaultValue=profiles.AUTO,
        ),
        tr(
            "Which fields say who may use a line, which way and how fast. BD TOPO lines join at their ends only; "
            "OpenStreetMap and manual ones at every shared vertex."
        ),
    )
    alg.add(
        QgsProcessingParameterEnum(MODE, tr("Mode of travel"), [tr("On foot"), tr("By car")], defaultValue=mode),
        tr("By car means in free-flowing traffic."),
    )
    alg.add(
        QgsProcessingParameterNumber(
            WALKING_SPEED, tr("Walking speed (km/h)"), DOUBLE, WALKING_DEFAULT, optional=True, minValue=0.1
        ),
        tr("At 4 km/h, 15 minutes are 1,000 metres."),
    )
    _define_advanced(alg)
    if with_points:
        _define_points(alg)
    alg.add(
        QgsProcessingParameterNumber(TOLERANCE, tr("Joining tolerance (m)"), DOUBLE, 0.0, optional=True, minValue=0.0),
        tr("Line ends within this distance are joined; 0 joins only those that coincide."),
        advanced=True,
    )
    if with_border:
        define_border(alg)


def _define_advanced(alg):
    """What one seldom changes: filter, times, directions and speeds of the manual profile."""
    alg.add(
        QgsProcessingParameterExpression(
            NETWORK_FILTER, tr("Lines to use"), parentLayerParameterName=NETWORK, optional=True
        ),
        tr("Expression that is true for the lines to be used; all of them when blank."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterExpression(
            TIME_EXPRESSION, tr("Minutes along a line"), parentLayerParameterName=NETWORK, optional=True
        ),
        tr("Minutes needed to go along a whole line; wins over speeds. $length is in metres."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterField(
            DIRECTION_FIELD, tr("Direction field"), parentLayerParameterName=NETWORK, optional=True
        ),
        tr("Found alone in BD TOPO and OpenStreetMap."),
        advanced=True,
    )
    for key, label in (
        (VALUE_FORWARD, tr("Value for forward direction")),
        (VALUE_BACKWARD, tr("Value for backward direction")),
        (VALUE_BOTH, tr("Value for both directions")),
    ):
        alg.add(
            QgsProcessingParameterString(key, label, optional=True),
            tr("A value of the direction field, compared without regard to capitals and accents."),
            advanced=True,
        )
    alg.add(
        QgsProcessingParameterEnum(
            DEFAULT_DIRECTION,
            tr("Default direction"),
            [tr("Forward direction"), tr("Backward direction"), tr("Both directions")],
            defaultValue=profiles.BOTH,
        ),
        tr("For lines that say nothing, or nothing known, of their direction."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterField(
            SPEED_FIELD,
            tr("Speed field (km/h)"),
            parentLayerParameterName=NETWORK,
            optional=True,
        ),
        tr("By car only. Found alone in BD TOPO and OpenStreetMap."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterNumber(DEFAULT_SPEED, tr("Default speed (km/h)"), DOUBLE, None, True, 0.1),
        tr("For lines without a usable speed; when blank they are left out, counted and reported."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterBoolean(ONE_WAY_ON_FOOT, tr("Walkers obey one-way streets"), False),
        tr("Unticked, one-way streets are for vehicles only."),
        advanced=True,
    )


def _define_points(alg):
    """How points are attached to the network."""
    alg.add(
        QgsProcessingParameterEnum(
            SNAP_TO,
            tr("Attach points to"),
            [tr("The nearest line"), tr("The nearest line of the largest connected part")],
            defaultValue=0,
        ),
        tr("The largest part avoids points attached to an islet of disconnected streets."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterNumber(
            MAX_SNAP, tr("Greatest distance to the network (m)"), DOUBLE, None, optional=True, minValue=0.0
        ),
        tr("Farther points get no travel time. When blank: 200 m on foot, 1,000 m by car."),
        advanced=True,
    )
    alg.add(
        QgsProcessingParameterNumber(
            ACCESS_SPEED, tr("Speed between a point and its line (km/h)"), DOUBLE, None, optional=True, minValue=0.0
        ),
        tr("0 does not count this straight leg. When blank: the walking speed on foot, 0 by car."),
        advanced=True,
    )


def network_settings(alg, parameters, context) -> NetworkSettings:
    """Read and check the shared network parameters.

    Raises
    ------
    CohesionError
        When the layer or a value cannot be used.
    """
    from ..layers.crs import work_crs
    from ..layers.network import NetworkRules

    source = alg.source(parameters, NETWORK, context, "line")
    name = alg.label(NETWORK)
    mode = alg.parameterAsEnum(parameters, MODE, context)
    walking_speed = alg.number(parameters, WALKING_SPEED, context, WALKING_DEFAULT)
    default_speed = alg.number(parameters, DEFAULT_SPEED, context)
    for key, value in ((WALKING_SPEED, walking_speed), (DEFAULT_SPEED, default_speed)):
        if value is not None and not value > 0:
            raise ParameterError(
                QT_TRANSLATE_NOOP("@default", "“{name}” must be greater than 0: leave it blank for the usual value."),
                name=alg.label(key),
            )
    direction_field = alg.field_name(parameters, DIRECTION_FIELD, context, source) or ""
    values = [alg.parameterAsString(parameters, key, context) for key in (VALUE_FORWARD, VALUE_BACKWARD, VALUE_BOTH)]
    if direction_field and not any(values):
        raise ParameterError(
            QT_TRANSLATE_NOOP(
                "@default",
                "A direction field is given but none of its values: say which value means forward, backward or both.",
            )
        )
    rules = NetworkRules(
        profile=alg.parameterAsEnum(parameters, NETWORK_PROFILE, context),
        mode=mode,
        walking_speed=walking_speed,
        line_filter=_expression(alg, parameters, NETWORK_FILTER, context),
        time_expression=_expression(alg, parameters, TIME_EXPRESSION, context),
        direction_field=direction_field,
        forward=values[0],
        backward=values[1],
        both=values[2],
        default_direction=alg.parameterAsEnum(parameters, DEFAULT_DIRECTION, context),
        speed_field=alg.field_name(parameters, SPEED_FIELD, context, source) or "",
        default_speed=default_speed,
        one_way_on_foot=alg.parameterAsBool(parameters, ONE_WAY_ON_FOOT, context),
    )
    points = alg.parameterDefinition(MAX_SNAP) is not None
    usual_leg = walking_speed if mode == profiles.WALK else 0.0
    return NetworkSettings(
        source=source,
        layer=_whole_layer(alg, parameters, context),
        name=name,
        crs=work_crs(source, name, context),
        rules=rules,
        max_snap=alg.number(parameters, MAX_SNAP, context, MAX_SNAP_DEFAULT[mode]) if points else 0.0,
        access_speed=alg.number(parameters, ACCESS_SPEED, context, usual_leg) if points else 0.0,
        largest_part_only=points and alg.parameterAsEnum(parameters, SNAP_TO, context) == 1,
        tolerance=alg.number(parameters, TOLERANCE, context, 0.0),
        border=border_of(alg, parameters, context),
    )


def _expression(alg, parameters, key, context):
    """Text of an expression; QGIS's own reader would take a broken one for none."""
    return alg.parameterAsString(parameters, key, context).strip()


def _whole_layer(alg, parameters, context):
    """The layer behind the source, None where only selected, first or filtered rows are asked for."""
    given = parameters.get(NETWORK, alg.parameterDefinition(NETWORK).defaultValue())
    if isinstance(given, QgsProcessingFeatureSourceDefinition):
        if given.selectedFeaturesOnly or given.featureLimit != -1 or getattr(given, "filterExpression", ""):
            return None
    elif isinstance(given, QgsProperty):
        return None
    return alg.parameterAsVectorLayer(parameters, NETWORK, context)
