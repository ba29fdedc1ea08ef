"""What the fields of BD TOPO and OpenStreetMap say of a street: may one use it, which way, how fast.

Values: IGN, « BD TOPO version 3, descriptif de contenu » (tronçon de route); wiki.openstreetmap.org
(highway, access, oneway, maxspeed and its French zones).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np

__all__ = [
    "AUTO",
    "BACKWARD",
    "BD_TOPO",
    "BOTH",
    "CAR",
    "FORWARD",
    "Judgement",
    "MANUAL",
    "OSM",
    "WALK",
    "detect",
    "directions",
    "fields_of",
    "judge",
    "numbers",
    "parse_maxspeed",
]

AUTO, BD_TOPO, OSM, MANUAL = range(4)
WALK, CAR = range(2)
FORWARD, BACKWARD, BOTH = range(3)  # numbered as QGIS's own DEFAULT_DIRECTION
UNSAID = 3

PROFILE_FIELDS = {
    BD_TOPO: (
        "nature",
        "sens_de_circulation",
        "vitesse_moyenne_vl",
        "acces_vehicule_leger",
        "acces_pieton",
        "etat_de_l_objet",
        "fictif",
    ),
    OSM: ("highway", "oneway", "maxspeed", "foot", "access", "motor_vehicle", "junction"),
    MANUAL: (),
}

# IGN's own names in its Shapefiles; other writers keep the first ten letters
SHORT_NAMES = {
    "sens_de_circulation": "sens",
    "vitesse_moyenne_vl": "vit_moy_vl",
    "acces_vehicule_leger": "acces_vl",
    "acces_pieton": "acces_ped",
    "etat_de_l_objet": "etat",
}

NOT_FOR_CARS = {"chemin", "sentier", "escalier", "piste cyclable", "bac ou liaison maritime"}
NOT_FOR_FEET = {"type autoroutier", "autoroute", "quasi-autoroute", "bretelle", "bac ou liaison maritime"}

CAR_HIGHWAYS = {
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link",
    "tertiary", "tertiary_link", "unclassified", "residential", "living_street", "service", "road",
}  # fmt: skip
# where feet may not go, or not without a word in `foot`
NO_FEET = {"motorway", "motorway_link", "construction", "proposed", "abandoned", "razed", "raceway", "bus_guideway"}
FEET_IF_SAID = {"trunk", "trunk_link", "cycleway", "busway"}
FOOT_YES = {"yes", "designated", "permissive", "official", "destination", "customers"}
CLOSED = {"no", "private"}
FRENCH_ZONES = {"urban": 50.0, "rural": 80.0, "motorway": 130.0, "living_street": 20.0, "walk": 6.0, "zone30": 30.0}


@dataclass
class Judgement:
    """What a profile makes of each line.

    Attributes
    ----------
    kept : numpy.ndarray of bool, shape (n,)
    direction : numpy.ndarray of int8, shape (n,)
        `FORWARD`, `BACKWARD`, `BOTH`, or `UNSAID` where the line does not say.
    speed : numpy.ndarray, shape (n,)
        km/h, NaN where the line does not say.
    left_out : dict of str to dict of str to int
        Lines left out by field and value.
    unmatched : dict of str to int
        Direction values that mean nothing, with their lines.
    """

    kept: np.ndarray
    direction: np.ndarray
    speed: np.ndarray
    left_out: dict = field(default_factory=dict)
    unmatched: dict = field(default_factory=dict)


def plain(value) -> str:
    """Lower-case text without accents, "" for a missing value."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKD", str(value).strip().lower())
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def detect(field_names) -> int:
    """Tell the profile from the fields of a layer; BD TOPO wins over OSM, manual where neither fits."""
    bd_topo = set(fields_of(BD_TOPO, field_names))
    # "sens" alone may mean anything
    direction = fields_of(BD_TOPO, field_names).get("sens_de_circulation", "").lower() not in ("", "sens")
    if direction or "vitesse_moyenne_vl" in bd_topo and bd_topo & {"nature", "sens_de_circulation"}:
        return BD_TOPO
    return OSM if "highway" in {name.lower() for name in field_names} else MANUAL


def fields_of(profile: int, field_names) -> dict:
    """Map the fields a profile reads to their spelling in a layer, short in Shapefiles; absent ones are left out."""
    spelled = {name.lower(): name for name in field_names}
    found = {}
    for name in PROFILE_FIELDS[profile]:
        for spelling in (name, SHORT_NAMES.get(name, name), name[:10]):
            if spelling in spelled:
                found.setdefault(name, spelled[spelling])
    return found


class Factor:
    """A column of few distinct values: a number for each row, and the values.

    Attributes
    ----------
    codes : numpy.ndarray of int64, shape (n,)
    distinct : list
    """

    def __init__(self, codes, distinct):
        self.codes, self.distinct = codes, distinct

    def __len__(self):
        return len(self.codes)

    def __iter__(self):
        return iter([self.distinct[code] for code in self.codes.tolist()])


def factorise(values):
    """Number equal values.

    Parameters
    ----------
    values : sequence or Factor or numpy.ndarray

    Returns
    -------
    codes : numpy.ndarray of int64, shape (n,)
    distinct : list
    """
    if isinstance(values, Factor):
        return values.codes, values.distinct
    if isinstance(values, np.ndarray):
        values = python_values(values)
    index = {}
    codes = np.fromiter((index.setdefault(value, len(index)) for value in values), dtype=np.int64, count=len(values))
    return codes, list(index)


def python_values(array) -> list:
    """Python values of an array of numbers, None for NaN."""
    values = array.tolist()
    return [None if value != value else value for value in values] if array.dtype.kind == "f" else values


def judge(profile: int, mode: int, columns: dict, count: int) -> Judgement:
    """Apply a profile to the columns of a layer.

    Parameters
    ----------
    profile : int
        `BD_TOPO`, `OSM` or `MANUAL`.
    mode : int
        `WALK` or `CAR`.
    columns : dict of str to sequence, each of length n
        Values by the profile's own field names (`fields_of`), None where missing.
    count : int
        Number of lines, n.
    """
    result = Judgement(
        kept=np.ones(count, dtype=bool),
        direction=np.full(count, UNSAID, dtype=np.int8),
        speed=np.full(count, np.nan),
    )
    if profile == BD_TOPO:
        _judge_bd_topo(mode, columns, result)
    elif profile == OSM:
        _judge_osm(mode, columns, result)
    return result


def _leave_out(result, name, values, refused):
    """Leave out the lines whose value a test refuses, counting those not yet out."""
    codes, distinct = factorise(values)
    bad = np.array([bool(refused(value)) for value in distinct], dtype=bool)
    if not bad.any():
        return
    out = bad[codes] & result.kept
    counts = np.bincount(codes[out], minlength=len(distinct))
    if out.any():
        said = {str(distinct[i]) if distinct[i] is not None else "NULL": int(counts[i]) for i in np.flatnonzero(counts)}
        result.left_out[name] = said
    result.kept &= ~out


def _judge_bd_topo(mode, columns, result):
    if "etat_de_l_objet" in columns:
        _leave_out(
            result, "etat_de_l_objet", columns["etat_de_l_objet"], lambda v: plain(v) not in ("", "en service")
        )
    if "nature" in columns:
        closed = NOT_FOR_CARS if mode == CAR else NOT_FOR_FEET
        _leave_out(result, "nature", columns["nature"], lambda v: plain(v) in closed)
    access = "acces_vehicule_leger" if mode == CAR else "acces_pieton"
    if access in columns:
        _leave_out(
            result,
            access,
            columns[access],
            lambda v: plain(v).startswith(("physiquement", "restreint", "interdit", "impossible")),
        )
    # fictitious stretches stay: they are what holds the network together across squares and junctions
    if "sens_de_circulation" in columns:
        known = {
            "double sens": BOTH, "sens direct": FORWARD, "sens inverse": BACKWARD, "sans objet": BOTH, "": UNSAID,
            "double": BOTH, "direct": FORWARD, "inverse": BACKWARD,
        }  # fmt: skip
        _set_directions(result, columns["sens_de_circulation"], lambda v: known.get(plain(v)))
    if "vitesse_moyenne_vl" in columns:
        result.speed = numbers(columns["vitesse_moyenne_vl"])


def _judge_osm(mode, columns, result):
    highway = columns.get("highway", [None] * len(result.kept))
    foot = columns.get("foot", [None] * len(highway))
    access = columns.get("access", [None] * len(highway))
    if mode == CAR:
        _leave_out(result, "highway", highway, lambda v: plain(v) not in CAR_HIGHWAYS)
        vehicle = columns.get("motor_vehicle", [None] * len(highway))
        _leave_out(result, "motor_vehicle", vehicle, lambda v: plain(v) in CLOSED)
        allowed = [a if plain(v) not in FOOT_YES else None for a, v in zip(access, vehicle)]
        _leave_out(result, "access", allowed, lambda v: plain(v) in CLOSED)
    else:
        codes, distinct = factorise(foot)
        said = np.array([plain(value) in FOOT_YES for value in distinct], dtype=bool)[codes] if len(foot) else codes > 0
        refused = {*NO_FEET, "", *FEET_IF_SAID}
        always = {*NO_FEET, ""}
        silent = [h if not s or plain(h) in always else "-" for h, s in zip(highway, said.tolist())]
        _leave_out(result, "highway", silent, lambda v: plain(v) in refused)
        _leave_out(result, "foot", foot, lambda v: plain(v) in {"no", "private", "use_sidepath"})
        silent = [a if not s else None for a, s in zip(access, said.tolist())]
        _leave_out(result, "access", silent, lambda v: plain(v) in CLOSED)
    known = {
        "yes": FORWARD, "true": FORWARD, "1": FORWARD, "-1": BACKWARD, "reverse": BACKWARD, "no": BOTH, "false": BOTH,
        "0": BOTH, "alternating": BOTH, "reversible": BOTH, "": UNSAID,
    }  # fmt: skip
    if "oneway" in columns:
        _set_directions(result, columns["oneway"], lambda v: known.get(plain(v)))
    implied = _among(highway, {"motorway", "motorway_link"})
    if "junction" in columns:
        implied |= _among(columns["junction"], {"roundabout", "circular"})
    result.direction[implied & (result.direction == UNSAID)] = FORWARD
    if "maxspeed" in columns:
        codes, distinct = factorise(columns["maxspeed"])
        result.speed = np.array([parse_maxspeed(value) for value in distinct] or [np.nan])[codes]


def _among(values, wanted):
    codes, distinct = factorise(values)
    return np.array([plain(value) in wanted for value in distinct] or [False], dtype=bool)[codes]


def _set_directions(result, values, meaning):
    codes, distinct = factorise(values)
    means = [meaning(value) for value in distinct]
    counts = np.bincount(codes[result.kept], minlength=len(distinct))
    for value, mean, lines in zip(distinct, means, counts.tolist()):
        if mean is None and lines:
            result.unmatched[str(value)] = lines
    result.direction = np.array([UNSAID if mean is None else mean for mean in means] or [UNSAID], dtype=np.int8)[codes]


def directions(values, forward, backward, both):
    """Read a direction field by the user's own values, compared as texts without regard to case or accents.

    Parameters
    ----------
    values : sequence of length n
    forward, backward, both : str
        Values that mean each direction; a blank one means nothing.

    Returns
    -------
    direction : numpy.ndarray of int8, shape (n,)
        `UNSAID` for missing and unmatched values.
    unmatched : dict of str to int
        Values that match none, with their lines.
    """
    known = {plain(text): mean for text, mean in ((both, BOTH), (backward, BACKWARD), (forward, FORWARD)) if text}
    result = Judgement(np.ones(len(values), dtype=bool), np.empty(0, dtype=np.int8), np.empty(0))
    _set_directions(result, values, lambda v: UNSAID if v is None else known.get(_as_text(v)))
    return result.direction, result.unmatched


def _as_text(value):
    """Text of a value; 1.0 in a field of decimals is the 1 the user typed."""
    return plain(int(value) if isinstance(value, float) and value.is_integer() else value)


def numbers(values) -> np.ndarray:
    """Read numbers, typed or written as text with a comma or a point; NaN where there is none."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        return values.astype(np.float64)
    codes, distinct = factorise(values)
    return np.array([_number(value) for value in distinct] or [np.nan])[codes]


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        try:
            return float(str(value).strip().replace(",", "."))
        except ValueError:
            return np.nan


def parse_maxspeed(value) -> float:
    """Read an OSM ``maxspeed``: "50", "50 mph", "FR:urban", "walk", "none", "50;30" (the first).

    Returns
    -------
    float
        km/h, NaN where it says nothing usable ("signals", "variable").
    """
    text = plain(value).split(";")[0].split("|")[0].strip()
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(km/?h|kph|kmh|mph|knots)?", text)
    if found:
        factor = {"mph": 1.609344, "knots": 1.852}.get(found.group(2), 1.0)
        return float(found.group(1).replace(",", ".")) * factor
    if text == "none":
        return 130.0
    zone = text.split(":")[-1]
    if zone.isdigit():
        return float(zone)
    if zone.startswith("zone") and zone[4:].strip(":").isdigit():
        return float(zone[4:].strip(":"))
    return FRENCH_ZONES.get(zone, np.nan)
