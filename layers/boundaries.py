"""Layers of boundaries: their codes made whole, their polygons repaired when they are written out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..domain.indicators.codes import clean_codes
from ..domain.indicators.columns import CODES, NAMES, level_of, looks_like_codes
from ..domain.indicators.levels import COM
from ..domain.indicators.words import fold
from ..domain.progress import silent
from .perimeters import clean_polygon
from .rows import FeatureChunk, as_text
from .vectors import features, find_field

__all__ = ["Boundaries", "code_field_of", "read_boundaries", "several"]

_LOOKED_AT = 2000
# one of those that make a commune has its very code
_KINDS = ("type", "typecom", "type_commune", "nature")
_DELEGATED = frozenset(("comd", "coma", "commune deleguee", "commune associee", "commune associee ou deleguee"))


@dataclass
class Boundaries:
    """Rows of a layer of boundaries, in order.

    Attributes
    ----------
    features : list of QgsFeature
    codes : list of str
        "" where a row has none.
    level : str
        As in `domain.indicators.levels`, "" where unknown.
    code_field : str
    names : dict of str to str
        Code -> name.
    mangled : int
        Codes that were mended.
    repaired, unusable : int
        Polygons repaired, and rows without a usable one.
    delegated : int
        Rows that say that they are a part of a commune: delegated or associated.
    """

    features: list
    codes: list
    level: str
    code_field: str
    names: dict = field(default_factory=dict)
    mangled: int = 0
    repaired: int = 0
    unusable: int = 0
    delegated: int = 0
    _polygons: list = field(default_factory=list)

    @property
    def without_code(self):
        """How many rows have no code."""
        return sum(not code for code in self.codes)

    def geometry(self, place):
        """Return the polygon of a row, valid and of several parts; None where it has none."""
        return self._polygons[place]


def code_field_of(source, name):
    """Find the field of codes of a layer.

    Raises
    ------
    MissingFieldError
    """
    few = []
    for feature in features(source):
        few.append(feature)
        if len(few) >= _LOOKED_AT:
            break
    return _code_field(FeatureChunk(few), source.fields(), name)


def _code_field(chunk, fields, name):
    spelled = {f.name().lower(): f.name() for f in reversed(list(fields))}
    usual = [spelled[one] for one in CODES if one in spelled]
    for one in usual + [f.name() for f in fields if f.name() not in usual]:
        if looks_like_codes([as_text(cell) for cell in chunk.column(fields.indexOf(one))]):
            return one
    # the usual names are many: a few tell what is looked for
    return find_field(fields, CODES) or find_field(fields, CODES[:5], name, "code")


def read_boundaries(source, name, code_field=None, level="", tick=silent, sound=False):
    """Read a layer of boundaries.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
        Polygons of any system and quality.
    name : str
        What it is called, for messages.
    code_field : str, optional
        Found alone when not given.
    level : str, optional
        Found from the codes when not given.
    tick : callable, optional
    sound : bool, optional
        Whether the polygons are known to be valid: they are not looked at.

    Returns
    -------
    Boundaries
    """
    rows, total = [], max(source.featureCount(), 1)
    made = Boundaries(rows, [], level, code_field)
    for count, feature in enumerate(features(source)):
        if count % 200 == 0:
            tick(min(count / total, 1.0))
        rows.append(feature)
        made._polygons.append(feature.geometry() if sound else _polygon(feature, made))
    chunk, fields = FeatureChunk(rows), source.fields()
    # a GeoJSON is read whole each time that it is looked at
    code_field = made.code_field = code_field or _code_field(FeatureChunk(rows[:_LOOKED_AT]), fields, name)
    texts = [as_text(cell) for cell in chunk.column(fields.indexOf(code_field))]
    plain, _mangled = clean_codes(texts)
    made.level = level or level_of(plain, code_field)
    made.codes, made.mangled = clean_codes(texts, made.level)
    told = find_field(fields, _KINDS) if made.level == COM else None
    if told:
        made.delegated = sum(fold(as_text(cell) or "") in _DELEGATED for cell in chunk.column(fields.indexOf(told)))
    named = find_field(fields, [one for one in NAMES if one != code_field.lower()])
    if named:
        words = chunk.column(fields.indexOf(named))
        made.names = {code: str(word) for code, word in zip(made.codes, words) if code and word is not None}
    return made


def _polygon(feature, made):
    geometry = feature.geometry()
    if geometry.isNull() or geometry.isEmpty():
        made.unusable += 1
        return None
    polygon, repaired = clean_polygon(geometry)
    if polygon is None:
        made.unusable += 1
        return None
    made.repaired += repaired
    return several(polygon)


def several(polygon):
    """Return a polygon as one of several parts.

    Parameters
    ----------
    polygon : QgsGeometry
        Changed.
    """
    polygon.convertToMultiType()
    return polygon
