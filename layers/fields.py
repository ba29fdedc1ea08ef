"""Fields of outputs: kinds, names that survive every format, values QGIS accepts."""
from __future__ import annotations

import math
import re

from qgis.core import QgsField, QgsFields, QgsProcessingUtils
from qgis.PyQt.QtCore import QMetaType, QVariant

__all__ = ["combine", "free_name", "make_field", "shapefile_names", "to_python"]

# name of the kind -> name of the Qt type
KINDS = {
    "text": "QString", "int": "Int", "long": "LongLong", "double": "Double", "bool": "Bool",
    "date": "QDate", "time": "QTime", "datetime": "QDateTime",
}  # fmt: skip

# ten letters are all a Shapefile keeps; a cut name would make pop_fixe_10 and pop_fixe_15 look alike
SHORT_PARTS = (
    ("avec_antennes", "an"),
    ("avec_base_bus", "bu"),
    ("minutes", "mn"),
    ("population", "popul"),
    ("effet_bord", "efbord"),
    ("sans_acces", "sacc"),
    ("distance", "dist"),
    ("precision", "precis"),
    ("generation", "gener"),
    ("applicable", "appl"),
    ("identifiant", "ident"),
    ("equipement", "equip"),
    ("verdict", "verd"),
    ("bande", "bde"),
    ("proche", "pr"),
    ("fixe", "fi"),
    ("part", "pt"),
    ("_pct", "p"),
)


def make_field(name, kind, alias=""):
    """Make a field that all QGIS versions accept.

    Parameters
    ----------
    name : str
    kind : {"text", "int", "long", "double", "bool", "date", "time", "datetime"}
    alias : str, optional
        What attribute tables show in place of the name.

    Returns
    -------
    QgsField
    """
    qt_type = getattr(QMetaType.Type, KINDS[kind])
    try:
        field = QgsField(name, qt_type)
    except TypeError:  # QGIS before 3.38
        # by name, so that a check for Qt 6 does not take it for a use there
        field = QgsField(name, getattr(QVariant, "Type")(int(qt_type)))  # noqa: B009
    if alias:
        field.setAlias(alias)
    return field


def combine(source_fields, added):
    """Join an input's fields and those an algorithm adds.

    A field `fid` becomes `fid_source`: a GeoPackage would reorder and drop rows by it.
    A name already taken, capitals aside, gets ``_2``, by an input's field or by one added before.

    Parameters
    ----------
    source_fields : QgsFields
    added : sequence of QgsField

    Returns
    -------
    QgsFields
        The input's fields, in order, then the added ones, in order.
    """
    kept, met = QgsFields(), set()
    taken = {f.name().lower() for f in source_fields}
    for field in source_fields:
        copy = QgsField(field)
        # most formats tell no capitals: "Nom" and "nom" are one name there
        if field.name().lower() == "fid" or field.name().lower() in met:
            copy.setName(free_name("fid_source" if field.name().lower() == "fid" else field.name(), taken))
            taken.add(copy.name().lower())
        met.add(copy.name().lower())
        kept.append(copy)
    more, met = QgsFields(), set()
    for field in added:
        copy = QgsField(field)
        # QgsFields refuses a second field of the same name without a word
        copy.setName(free_name(field.name(), met))
        met.add(copy.name().lower())
        more.append(copy)
    combined = QgsProcessingUtils.combineFields(kept, more)
    # combineFields forgets aliases of renamed fields in some versions
    for position, field in enumerate(added):
        if field.alias():
            combined[kept.count() + position].setAlias(field.alias())
    return combined


def free_name(name, taken):
    """Return a name, followed by a number where it is taken.

    Parameters
    ----------
    name : str
    taken : set of str
        In lower case.
    """
    free, n = name, 2
    while free.lower() in taken:
        free, n = "{}_{}".format(name, n), n + 1
    return free


def shapefile_names(names):
    """Give each name a distinct, readable form of at most ten letters.

    Parameters
    ----------
    names : sequence of str

    Returns
    -------
    list of str
        Same order; a name of ten ASCII letters or fewer is kept.
    """
    short, taken = [], {n.lower() for n in names if len(n) <= 10 and n.isascii()}
    for name in names:
        if len(name) <= 10 and name.isascii():
            short.append(name)
            continue
        candidate = _squeeze(name)
        base, n = candidate, 2
        while candidate.lower() in taken:
            end = str(n)
            candidate, n = base[: 10 - len(end)] + end, n + 1
        taken.add(candidate.lower())
        short.append(candidate)
    return short


def _squeeze(name):
    """Shorten a name to ten letters, keeping the figures at its end."""
    squeezed = name.encode("ascii", "ignore").decode() or "champ"
    for long_form, short_form in SHORT_PARTS:
        if len(squeezed) <= 10:
            return squeezed
        squeezed = squeezed.replace(long_form, short_form)
    if len(squeezed) > 10:
        squeezed = squeezed.replace("_", "")
    if len(squeezed) > 10:
        tail = re.search(r"\d{1,4}[a-z]?$", squeezed)
        tail = tail.group() if tail else ""
        head = squeezed[: len(squeezed) - len(tail)]
        squeezed = head[: 10 - len(tail)] + tail
    return squeezed


def to_python(value):
    """Turn a numpy or missing value into what a QgsFeature accepts.

    Returns
    -------
    object
        NaN, NaT and NULL become None; numpy scalars become Python's.
    """
    if value is None:
        return None
    item = getattr(value, "item", None)
    if item is not None:
        value = item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
