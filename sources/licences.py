"""Licences as data.gouv.fr writes them, in full."""

from __future__ import annotations

__all__ = ["LICENCES", "UNKNOWN", "licence"]

UNKNOWN = "notspecified"
_ETALAB = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
# code of data.gouv.fr -> what it is called, and where it is
LICENCES = {
    "lov2": ("Licence Ouverte 2.0", _ETALAB),
    "fr-lo": ("Licence Ouverte 1.0", _ETALAB),
    "odc-odbl": ("ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "odc-by": ("ODC-BY 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "odc-pddl": ("PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    "cc-by": ("CC BY", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-sa": ("CC BY-SA", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc-zero": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "other-at": ("Autre licence (attribution)", ""),
    "other-open": ("Autre licence ouverte", ""),
    "other-pd": ("Domaine public", ""),
}


def licence(code):
    """Return (name, address) of a licence, ("", "") where it is not known.

    Parameters
    ----------
    code : str
    """
    return LICENCES.get(code, ("", ""))
