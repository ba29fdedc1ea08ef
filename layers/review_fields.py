"""Where a layer of verdicts keeps what a review reads and writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..domain.addresses.columns import guess, joiner
from .fields import free_name, make_field, shapefile_names

__all__ = ["DECISION_FIELDS", "RESULT_FIELDS", "Places", "decision_field", "is_reviewable"]

DECISION_FIELDS = ("verdict_initial", "decision", "decision_par", "decision_le", "decision_motif")
"""Fields that hold decisions, added where the layer has none."""

RESULT_FIELDS = (
    "verdict", "code_qp", "nom_qp", "distance_m", "code_qp_proche", "nom_qp_proche", "precision", "motif",
    "verdict_2015", "code_qp_2015", "nom_qp_2015", "distance_2015_m",
)  # fmt: skip
# what our geocoder found, rewritten when another candidate is picked
FOUND_FIELDS = (
    "adresse_retenue", "id_ban", "type_resultat", "position", "score", "ecart_second_candidat", "code_insee",
    "longitude", "latitude",
)  # fmt: skip
SHAPEFILE_TEXT = 254
TEXTS = ("string", "text")
"""What unbounded text is called, where a format has several types of text."""

LABELS = ("adresse_retenue", "result_label", "ban_label", "label")
COMMUNES = ("commune", "ville", "nom_commune", "result_city", "code_insee", "result_citycode", "insee_com", "citycode")


def is_reviewable(layer):
    """Say whether a layer looks like a result to be reviewed: a verdict, and its reason or distance."""
    names = {f.name().lower() for f in layer.fields()}
    return any(re.fullmatch(r"verdict(_\d)?", n) for n in names) and any(
        re.fullmatch(r"(motif|distance_m)(_\d)?", n) for n in names
    )


@dataclass
class Places:
    """Where the fields of a layer are, by role; a role that is absent has no place."""

    by_role: dict = field(default_factory=dict)
    bands: list = field(default_factory=list)
    address: list = field(default_factory=list)
    cells: object = None
    label: int | None = None
    commune: int | None = None

    def get(self, role):
        """Return the place of a role, None where it is absent."""
        return self.by_role.get(role)

    @classmethod
    def find(cls, fields):
        """Find the fields of the last run: one fed with its own result has added verdict_2 and so on."""
        names = [f.name() for f in fields]
        lower = [n.lower() for n in names]
        start = max((i for i, n in enumerate(lower) if re.fullmatch(r"verdict(_\d)?", n)), default=0)
        short = max(map(len, names), default=0) <= 10
        by_role = {}
        # "position" or "score" are only ours after the address our geocoder found
        ours = _spelled(lower, FOUND_FIELDS[:1] + (shapefile_names(FOUND_FIELDS)[0],), 0)
        found = FOUND_FIELDS if ours is not None else FOUND_FIELDS[-2:]
        for group, first in ((RESULT_FIELDS, start), (found, ours or 0)):
            cut = dict(zip(group, shapefile_names(group))) if short else {}
            for role in group:
                place = _spelled(lower, (role, cut.get(role, role)), first)
                if place is not None:
                    by_role[role] = place
        cut = dict(zip(DECISION_FIELDS, shapefile_names(DECISION_FIELDS))) if short else {}
        # a field "decision" of the user's own is none of ours: ours follow verdict_initial
        first = max((i for i, n in enumerate(lower) if re.fullmatch(r"verdict_in(itial)?(_\d)?", n)), default=None)
        if first is None:
            first = _spelled(lower, (cut.get("verdict_initial", "verdict_initial"),), 0)
        if first is not None:
            for role in DECISION_FIELDS:
                place = _spelled(lower, (role, cut.get(role, role)), first, back=False)
                if place is None:
                    place = _spelled(lower, (role, cut.get(role, role)), 0)
                if place is not None:
                    by_role[role] = place
        found = guess(names[:start] or names)
        parts = [(p, " ") for p in found.number] + [(p, joiner(names[p])) for p in found.address]
        return cls(
            by_role,
            [i for i, n in enumerate(lower) if i >= start and re.fullmatch(r"(bande|bde)_\d+(_\d+)?", n)],
            parts,
            found,
            next((lower.index(n) for n in LABELS if n in lower), None),
            found.city if found.city is not None else next((lower.index(n) for n in COMMUNES if n in lower), None),
        )


def _spelled(names, wanted, start, back=True):
    """Return the place of the first field called so, or so with a number, from `start` on; before it at worst."""
    order = list(range(start, len(names))) + (list(range(start)) if back else [])
    patterns = [re.compile(re.escape(w.lower()) + r"(_\d)?$") for w in wanted]
    return next((i for i in order if any(p.match(names[i]) for p in patterns)), None)


def decision_field(layer, role, taken):
    """Make a field for a part of a decision, of a type that the layer's format has.

    Parameters
    ----------
    layer : QgsVectorLayer
    role : str
        One of `DECISION_FIELDS`.
    taken : set of str
        Names the layer has already, in lower case.

    Returns
    -------
    QgsField
    """
    if layer.storageType() == "ESRI Shapefile":
        short = dict(zip(DECISION_FIELDS, shapefile_names(DECISION_FIELDS)))
        made = make_field(free_name(short[role], taken), "text")
        made.setLength(SHAPEFILE_TEXT if role == "decision_motif" else 80)
        return made
    native = layer.dataProvider().nativeTypes()
    for kind in ("datetime", "text") if role == "decision_le" else ("text",):
        made = make_field(free_name(role, taken), kind)
        able = [t for t in native if t.mType == made.type()]
        if able:
            # databases are told the type by its name, and want back the length they will tell
            chosen = next((t for t in able if t.mTypeName.lower() in TEXTS), able[0])
            made.setTypeName(chosen.mTypeName)
            made.setLength(min(chosen.mMaxLen, 0))
            return made
    return make_field(free_name(role, taken), "text")
