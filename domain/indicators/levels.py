"""Territorial levels and territories, written as Insee's services write them: ``DEP-93``, ``EPCI-200054781``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import QT_TRANSLATE_NOOP, ParameterError, Words

__all__ = [
    "ARR", "CAN", "COM", "DEP", "EPCI", "EPT", "FRA", "LEVELS", "QPV", "QPV2015", "REG", "ZE", "Territory",
    "department_of", "is_commune", "territory_of",
]  # fmt: skip

COM, EPCI, EPT, DEP, REG, ARR, CAN, ZE, QPV, QPV2015, FRA = (
    "com", "epci", "ept", "dep", "reg", "arr", "can", "ze", "qpv", "qpv2015", "fra",
)  # fmt: skip
# level -> what it is called, singular; the order is that of the enumerations of parameters: only appended to
LEVELS = {
    COM: QT_TRANSLATE_NOOP("@default", "Communes"),
    EPCI: QT_TRANSLATE_NOOP("@default", "Groups of communes (EPCI)"),
    DEP: QT_TRANSLATE_NOOP("@default", "Départements"),
    REG: QT_TRANSLATE_NOOP("@default", "Régions"),
    QPV: QT_TRANSLATE_NOOP("@default", "Priority neighbourhoods (QPV 2024)"),
    QPV2015: QT_TRANSLATE_NOOP("@default", "Priority neighbourhoods (QPV 2015)"),
    ARR: QT_TRANSLATE_NOOP("@default", "Arrondissements"),
    CAN: QT_TRANSLATE_NOOP("@default", "Cantons"),
    ZE: QT_TRANSLATE_NOOP("@default", "Employment areas"),
    EPT: QT_TRANSLATE_NOOP("@default", "Territories of Greater Paris (EPT)"),
    FRA: QT_TRANSLATE_NOOP("@default", "Whole country"),
}
_UNKNOWN = QT_TRANSLATE_NOOP(
    "@default",
    "“{text}” is no territory: write DEP-93, REG-11, EPCI-200054781 or COM-93010, or leave it blank for the whole "
    "country.",
)
_UNKNOWN_NEEDED = QT_TRANSLATE_NOOP(
    "@default", "“{text}” is no territory: write DEP-93, REG-11, EPCI-200054781 or COM-93010."
)
_FORMS = {
    COM: re.compile(r"(\d{2}|2[AB])\d{3}"),
    EPCI: re.compile(r"\d{9}"),
    DEP: re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[678]"),
    REG: re.compile(r"\d{2}"),
}


@dataclass(frozen=True)
class Territory:
    """A territory that limits what is fetched and shown.

    Attributes
    ----------
    level : str
        `COM`, `EPCI`, `DEP`, `REG` or `FRA`.
    code : str
        Insee's code, "" for the whole country.
    """

    level: str = FRA
    code: str = ""

    def __str__(self):
        return "FRA" if self.level == FRA else "{}-{}".format(self.level.upper(), self.code)

    @property
    def said(self):
        """As messages write it: a code where it has one."""
        return Words(LEVELS[FRA]) if self.level == FRA else str(self)


def territory_of(text, needed=False):
    """Read a territory as a user or a model writes it.

    Parameters
    ----------
    text : str or None
        ``DEP-93``, ``dep 93``, ``93`` (a département), ``93010`` (a commune), ``200054781`` (an EPCI), ``FRA`` or "".
        A région needs its word, as its code may be a département's too: ``REG-11``.
    needed : bool
        Whether the whole country is no answer, so that the error does not offer it.

    Returns
    -------
    Territory

    Raises
    ------
    ParameterError
    """
    words = str(text or "").strip().upper()
    if words in ("", "FRA", "FRANCE"):
        return Territory()
    named = re.fullmatch(r"(COM|EPCI|DEP|REG)[\s:-]+(\w+)", words)
    if named:
        level, code = named.group(1).lower(), named.group(2)
        if level == DEP and len(code) == 1:
            code = "0" + code
        if _FORMS[level].fullmatch(code):
            return Territory(level, code)
    else:
        for level in (DEP, COM, EPCI):
            if _FORMS[level].fullmatch(words):
                return Territory(level, words)
    raise ParameterError(_UNKNOWN_NEEDED if needed else _UNKNOWN, text=text)


def is_commune(code):
    """Tell whether a code has the form of a commune's.

    Parameters
    ----------
    code : str
    """
    return _FORMS[COM].fullmatch(code) is not None


def department_of(commune):
    """Return the département that a commune's code begins with: ``93`` of ``93010``, ``974`` of ``97411``.

    Parameters
    ----------
    commune : str
    """
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]
