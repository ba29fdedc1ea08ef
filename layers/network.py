"""A layer of streets to the flat arrays of `domain.network`, in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.network import profiles
from ..domain.network.lines import Lines, lengths, take
from ..domain.network.splitting import merge_twins, split_at_shared_vertices
from ..domain.progress import part, silent
from .crs import require_crs, transform_xy
from .expressions import ColumnExpression
from .line_rows import read_lines

__all__ = ["NetworkRules", "StreetReading", "read_streets"]

# metres; no projection puts a place of the Earth farther than half way round it
FARTHEST = 21_000_000.0


@dataclass(frozen=True)
class NetworkRules:
    """How a layer of lines is to be read as a network.

    Attributes
    ----------
    profile : int
        `profiles.AUTO`, `BD_TOPO`, `OSM` or `MANUAL`.
    mode : int
        `profiles.WALK` or `CAR`.
    walking_speed : float
        km/h.
    line_filter, time_expression : str
        QGIS expressions, "" for none; the second gives minutes along a whole line.
    direction_field : str
        "" for the profile's own.
    forward, backward, both : str
        Values of the direction field.
    default_direction : int
        `profiles.FORWARD`, `BACKWARD` or `BOTH`, for lines that do not say.
    speed_field : str
        km/h, "" for the profile's own.
    default_speed : float or None
        km/h for lines that do not say; None leaves them out.
    one_way_on_foot : bool
        Whether walkers obey one-way streets.
    """

    profile: int = profiles.AUTO
    mode: int = profiles.WALK
    walking_speed: float = 4.0
    line_filter: str = ""
    time_expression: str = ""
    direction_field: str = ""
    forward: str = ""
    backward: str = ""
    both: str = ""
    default_direction: int = profiles.BOTH
    speed_field: str = ""
    default_speed: float = None
    one_way_on_foot: bool = False


@dataclass
class StreetReading:
    """Streets ready for the graph, and what was found on the way.

    Attributes
    ----------
    lines : Lines
        Usable lines; twins merged, split at shared vertices where the profile joins there.
    profile : int
        The one applied.
    raw : Lines
        All lines with a geometry, before anything was left out; for checks.
    no_speed, no_length : numpy.ndarray of int64
        Indices in ``raw`` of the lines left out for want of a usable speed, or of length.
    unmatched : dict of str to int
        Direction values that mean nothing, with their lines.
    unmatched_lines : numpy.ndarray of int64
        Indices in ``raw`` of those lines.
    left_out : dict of str to dict of str to int
        Lines left out by the profile, by field and value.
    filtered, no_geometry, defaulted : int
        Lines left out by the filter, rows without usable geometry, lines given the default speed.
    used : numpy.ndarray of int64
        Indices in ``raw`` of the lines kept.
    """

    lines: Lines
    profile: int
    raw: Lines
    no_speed: np.ndarray
    no_length: np.ndarray
    used: np.ndarray
    unmatched: dict = field(default_factory=dict)
    unmatched_lines: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    left_out: dict = field(default_factory=dict)
    filtered: int = 0
    no_geometry: int = 0
    defaulted: int = 0


def read_streets(source, name, crs, rules, context=None, layer=None, tick=silent):
    """Read a network.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for messages.
    crs : QgsCoordinateReferenceSystem
        Metric system of the result.
    rules : NetworkRules
    context : QgsProcessingContext, optional
    layer : QgsVectorLayer, optional
        The whole layer behind the source, where the source is nothing less: a plain file is then
        read by GDAL directly, ten times faster.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    StreetReading

    Raises
    ------
    DataError
        When no line can be used.
    ParameterError
        When an expression or a field does not fit the layer.
    """
    own_crs = require_crs(source, name)
    names = source.fields().names()
    profile = profiles.detect(names) if rules.profile == profiles.AUTO else rules.profile
    spelled = profiles.fields_of(profile, names)
    line_filter = ColumnExpression(rules.line_filter, source, own_crs, name) if rules.line_filter else None
    time = ColumnExpression(rules.time_expression, source, own_crs, name) if rules.time_expression else None
    columns = set(spelled.values()) | {f for f in (rules.direction_field, rules.speed_field) if f}
    for expression in (line_filter, time):
        if expression is not None and expression.by_columns:
            columns |= set(expression.columns)
    table = read_lines(source, sorted(columns), line_filter, time, layer, part(tick, 0.0, 0.7))

    xy, offsets, rows = table.parts.finish()
    xy = _on_earth(transform_xy(xy, own_crs, crs, context))
    tick(0.8)
    empty = np.full(len(offsets) - 1, np.inf)
    shapes = Lines(xy, offsets, empty, empty, table.ids[rows] if len(rows) else np.empty(0, dtype=np.int64))
    reading = _judge(shapes, rows, table, profile, spelled, rules)
    tick(0.9)
    if not len(reading.lines):
        raise _nothing_left(reading, name)
    lines = merge_twins(reading.lines)
    # inner vertices shared in plan may be a bridge in BD TOPO
    reading.lines = lines if profile == profiles.BD_TOPO else split_at_shared_vertices(lines)
    tick(1.0)
    return reading


def _on_earth(xy):
    """Make NaN of coordinates that are nowhere: a line that has one is left out as having no length."""
    astray = np.abs(xy) > FARTHEST
    if not astray.any():
        return xy
    return np.where(astray.any(axis=1)[:, None], np.nan, xy)


def _nothing_left(reading, name):
    """Word why no line is left, the commonest cause first."""
    if not len(reading.raw):
        return DataError(
            QT_TRANSLATE_NOOP("@default", "No row of “{name}” has a line as geometry: choose a layer of streets."),
            name=name,
        )
    if len(reading.no_speed) and len(reading.no_speed) >= len(reading.raw) // 2:
        return DataError(
            QT_TRANSLATE_NOOP(
                "@default",
                "No line of “{name}” has a usable speed: give the speed field, a default speed or a time expression "
                "(advanced parameters).",
            ),
            name=name,
        )
    return DataError(
        QT_TRANSLATE_NOOP(
            "@default",
            "No line of “{name}” can be used by this mode of travel: check the mode, the network profile "
            "and the filter.",
        ),
        name=name,
    )


def _judge(shapes, rows, table, profile, spelled, rules):
    """Decide which lines are kept, which way they may be used and how long they take."""
    count = len(table.ids)
    judged = profiles.judge(profile, rules.mode, {k: table.columns[v] for k, v in spelled.items()}, count)
    walk = rules.mode == profiles.WALK
    unmatched, odd = judged.unmatched, np.zeros(count, dtype=bool)
    direction = judged.direction
    if rules.direction_field:
        values = table.columns[rules.direction_field]
        direction, unmatched = profiles.directions(values, rules.forward, rules.backward, rules.both)
    if unmatched:
        said = spelled.get("sens_de_circulation") or spelled.get("oneway")
        codes, distinct = profiles.factorise(table.columns[rules.direction_field or said])
        odd = np.array([v is not None and str(v) in unmatched for v in distinct], dtype=bool)[codes]
    direction = np.where(direction == profiles.UNSAID, rules.default_direction, direction)
    if walk and not rules.one_way_on_foot:
        direction = np.full(count, profiles.BOTH)
        unmatched, odd = {}, np.zeros(count, dtype=bool)

    kept = judged.kept & table.passes
    size = lengths(shapes)
    whole = np.bincount(rows, weights=np.nan_to_num(size), minlength=count)
    defaulted = 0
    if table.time is not None:
        minutes = np.where((table.time >= 0) & np.isfinite(table.time), table.time, np.nan)
    elif walk:
        minutes = whole / (rules.walking_speed * 1000.0 / 60.0)
    else:
        speed = profiles.numbers(table.columns[rules.speed_field]) if rules.speed_field else judged.speed
        speed = np.where((speed > 0) & np.isfinite(speed), speed, np.nan)
        if rules.default_speed is not None:
            silent_lines = np.isnan(speed)
            defaulted = int((silent_lines & kept).sum())
            speed = np.where(silent_lines, rules.default_speed, speed)
        minutes = whole / (speed * 1000.0 / 60.0)

    # a feature of several parts shares its minutes among them by length
    share = np.where(whole[rows] > 0, size / np.where(whole[rows] > 0, whole[rows], 1.0), 0.0)
    each = minutes[rows] * share
    forward = np.where(direction[rows] == profiles.BACKWARD, np.inf, each)
    backward = np.where(direction[rows] == profiles.FORWARD, np.inf, each)
    raw = Lines(shapes.xy, shapes.offsets, forward, backward, shapes.ids)
    known, long_enough = ~np.isnan(each), (size > 0) & np.isfinite(size)
    used = kept[rows] & known & long_enough
    return StreetReading(
        lines=take(raw, used),
        profile=profile,
        raw=raw,
        no_speed=np.flatnonzero(kept[rows] & long_enough & ~known),
        no_length=np.flatnonzero(kept[rows] & ~long_enough),
        used=np.flatnonzero(used),
        unmatched=unmatched,
        unmatched_lines=np.flatnonzero((odd & kept)[rows]),
        left_out=judged.left_out,
        filtered=int((judged.kept & ~table.passes).sum()),
        no_geometry=count - len(np.unique(rows)),
        defaulted=defaulted,
    )
