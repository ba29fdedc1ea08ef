"""What a summary counts: a name for each verdict, and which verdicts are in, decided or open."""

from __future__ import annotations

from dataclasses import dataclass, field

from .parcels import RULES
from .parcels import VERDICTS as OF_POLYGONS
from .verdict import EN_QPV, FIRM, HORS_QPV

__all__ = ["ADDRESSES", "PARCELS", "PARCEL_RULES", "Scheme"]


@dataclass(frozen=True)
class Scheme:
    """How the rows of a table are counted by verdict.

    Attributes
    ----------
    total : str
        Name of the number of rows.
    counts : tuple of str
        Name of the number of rows of each verdict, by its code.
    inside, decided : tuple of int
        Codes of what is in for sure; of what is decided at all. All others are open.
    of_qpv : tuple of str
        Counts that mean something of one QPV.
    shares : tuple of str
        Names of the least share, the greatest, and that of decided rows where it is wanted.
    sums : tuple of (str, tuple of int or None)
        What is added up of a field: the end of its name, and the codes of the rows; None for all rows, which says
        nothing of one QPV.
    same : dict of str to str
        Counts that other summaries of the same rows give under another name.
    """

    total: str
    counts: tuple
    inside: tuple
    decided: tuple
    of_qpv: tuple
    shares: tuple
    sums: tuple
    same: dict = field(default_factory=dict)

    @property
    def open(self):
        """Codes of what is not decided."""
        return tuple(code for code in range(len(self.counts)) if code not in self.decided)

    @property
    def fields(self):
        """Names of all counts, the total first."""
        return (self.total, *self.counts)


ADDRESSES = Scheme(
    "nb_lignes",
    ("nb_en_qpv", "nb_hors_qpv", "nb_a_verifier", "nb_imprecises", "nb_non_trouvees", "nb_erreurs"),
    (EN_QPV,),
    (EN_QPV, HORS_QPV),
    ("nb_en_qpv", "nb_a_verifier"),
    ("part_min_pct", "part_max_pct", "part_decidee_pct"),
    (("", None), ("_en_qpv", (EN_QPV,)), ("_indecis", tuple(c for c, firm in enumerate(FIRM.tolist()) if not firm))),
)
"""Of positions, by `verdict.VERDICTS`."""

_WHOLE, _PARTLY, _OUT, _OPEN, _ERROR = range(len(OF_POLYGONS))

PARCELS = Scheme(
    "nb_polygones",
    ("nb_en_qpv", "nb_en_partie", "nb_hors_qpv", "nb_a_verifier", "nb_erreurs"),
    (_WHOLE,),
    (_WHOLE, _PARTLY, _OUT),
    ("nb_en_qpv", "nb_en_partie", "nb_a_verifier"),
    ("part_min_pct", "part_max_pct", "part_decidee_pct"),
    (("", None), ("_en_qpv", (_WHOLE,)), ("_en_partie", (_PARTLY,)), ("_indecis", (_OPEN, _ERROR))),
)
"""Of polygons, by `parcels.VERDICTS`."""

_NO_RULE, _RULE_OPEN = RULES.index("AUCUNE"), RULES.index("A_VERIFIER")
_FULFILLED = tuple(range(_NO_RULE))

PARCEL_RULES = Scheme(
    "nb_polygones",
    (
        "nb_dans_qpv",
        "nb_entier_300",
        "nb_partie_300_entier_500",
        "nb_aucune_regle",
        "nb_regle_a_verifier",
        "nb_erreurs",
    ),
    _FULFILLED,
    (*_FULFILLED, _NO_RULE),
    ("nb_dans_qpv", "nb_entier_300", "nb_partie_300_entier_500", "nb_regle_a_verifier"),
    ("part_regle_min_pct", "part_regle_max_pct"),
    (("_regle", _FULFILLED), ("_regle_indecis", (_RULE_OPEN, len(RULES)))),
    {"nb_dans_qpv": "nb_en_qpv"},
)
"""Of polygons, by `parcels.RULES`; what has no polygon comes last."""
