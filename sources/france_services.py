"""The official list of France services sites: columns and values of every edition.

Names changed with each edition (2020-21, 2022, 2024), and so did the meaning of `format_fs`.
Columns are found by name in any case, and the values of both columns are read by what they say,
whichever column they stand in. Nothing is guessed: what is not understood comes back empty.

Source: ANCT, « Liste des structures France services », data.gouv.fr, Licence Ouverte 2.0.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Sequence

from ..domain.coverage.scenarios import BRANCH, MAIN, STAYS, TRAVELS, UNKNOWN, site_class

__all__ = ["ALIASES", "Columns", "SiteKind", "classify", "find_columns", "fold", "read_coordinate"]

# role -> names met in the editions, the most telling first, folded as `fold` does
ALIASES = {
    "id": ("id_fs", "matricule", "id_france_services", "identifiant", "id"),
    "name": ("lib_fs", "lib_france_services", "nom", "nom_fs", "libelle"),
    "latitude": ("latitude", "lat", "y_wgs84"),
    "longitude": ("longitude", "lon", "lng", "long", "x_wgs84"),
    "commune": ("insee_com", "code_insee", "codgeo", "depcom", "code_commune"),
    "departement": ("insee_dep", "departement", "dep"),
}
# the pair of columns that tell the sort of site, by edition: the latest first
KIND_COLUMNS = (
    ("format_fs", "type_fs"),  # 2024: Fixe, Bus_equivalent… and Principal, Antenne
    ("categorie", "format_fs"),  # 2020-21: FS, FS itinerante, Antenne… and Espace labellise, Antenne
    ("itinerance", "format_fs"),  # 2022: Oui, Non and Site principal, Antenne
    ("format", "type"),  # points loaded by this plugin
    ("itinerant", "type"),
    ("type_fs", None),
    ("format_fs", None),
    ("format", None),
    ("type", None),  # BPE: LF, ANT, MO, MS
    ("categorie", None),
)

# what one value says: (main place or branch, stays or travels)
VALUES = {
    "principal": (MAIN, UNKNOWN),
    "site_principal": (MAIN, UNKNOWN),
    "siege": (MAIN, UNKNOWN),
    "espace_labellise": (MAIN, UNKNOWN),
    "antenne": (BRANCH, UNKNOWN),
    "antenne_itinerante": (BRANCH, TRAVELS),
    "fs": (MAIN, STAYS),
    "fs_itinerante": (MAIN, TRAVELS),
    "fixe": (UNKNOWN, STAYS),
    "site_fixe": (UNKNOWN, STAYS),
    "lieu_fixe": (UNKNOWN, STAYS),
    "fixe_antenne_s": (UNKNOWN, STAYS),
    "multisites": (UNKNOWN, STAYS),
    "multi_sites": (UNKNOWN, STAYS),
    "multisite": (UNKNOWN, STAYS),
    "bus": (UNKNOWN, TRAVELS),
    "bus_equivalent": (UNKNOWN, TRAVELS),
    "itinerante": (UNKNOWN, TRAVELS),
    "itinerant": (UNKNOWN, TRAVELS),
    "mobile": (UNKNOWN, TRAVELS),
    # the column « itinerance » of 2022
    "oui": (UNKNOWN, TRAVELS),
    "non": (UNKNOWN, STAYS),
    # the column TYPE of the BPE, facility A128
    "lf": (UNKNOWN, STAYS),
    "ms": (UNKNOWN, STAYS),
    "mo": (UNKNOWN, TRAVELS),
    "ant": (BRANCH, UNKNOWN),
}


@dataclass(frozen=True)
class Columns:
    """Columns of a list as its file spells them, None where absent.

    Attributes
    ----------
    id, name, latitude, longitude, commune, departement : str or None
    format, type : str or None
        The two columns that tell the sort of site; one of them may be enough.
    """

    id: str | None
    name: str | None
    latitude: str | None
    longitude: str | None
    commune: str | None
    departement: str | None
    format: str | None
    type: str | None


@dataclass(frozen=True)
class SiteKind:
    """What a row says of its site.

    Attributes
    ----------
    site_class : str
        ``"fixe"``, ``"antenne"``, ``"itinerante"`` or ``""`` where the row does not say.
    unread : tuple of str
        Values met in its two columns that mean nothing here, as they are written.
    """

    site_class: str
    unread: tuple[str, ...]


def fold(text: object) -> str:
    """Return a name or value without case, accents and punctuation: ``"Bus_équivalent"`` → ``"bus_equivalent"``."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")


def find_columns(names: Sequence[str]) -> Columns:
    """Return the columns of a list by role, whatever its edition.

    Parameters
    ----------
    names : sequence of str
        Column names as the file spells them, a byte-order mark included.

    Returns
    -------
    Columns
    """
    by_name = {fold(name): name for name in reversed(list(names))}
    roles = {
        role: next((by_name[alias] for alias in aliases if alias in by_name), None) for role, aliases in ALIASES.items()
    }
    for form, kind in KIND_COLUMNS:
        if form in by_name and (kind is None or kind in by_name):
            return Columns(format=by_name[form], type=by_name[kind] if kind else None, **roles)
    return Columns(format=None, type=None, **roles)


def classify(form: object, kind: object) -> SiteKind:
    """Return the class of a site from its two columns.

    Parameters
    ----------
    form, kind : object
        Values of the FORMAT and TYPE columns, None where the row or the column has none.
        They may be swapped.

    Returns
    -------
    SiteKind
        Values that contradict each other (main place and branch) give no class.
    """
    kinds, mobilities, unread = set(), set(), []
    folded = set()
    for value in (form, kind):
        key = "" if value is None else fold(value)
        if not key:
            continue
        folded.add(key)
        if key not in VALUES:
            unread.append(str(value).strip())
            continue
        place, mobility = VALUES[key]
        kinds.add(place)
        mobilities.add(mobility)
    kinds.discard(UNKNOWN)
    mobilities.discard(UNKNOWN)
    # the edition of 2020-21 leaves « itinerance » blank for the sites that stay
    if folded == {"espace_labellise"}:
        mobilities.add(STAYS)
    # « Fixe_antenne(s) » alone may be the branch or the place it depends on: the type tells
    if folded == {"fixe_antenne_s"}:
        mobilities.clear()
    if unread or len(kinds) > 1 or len(mobilities) > 1:
        return SiteKind(UNKNOWN, tuple(unread))
    return SiteKind(site_class("".join(kinds), "".join(mobilities)), ())


def read_coordinate(value: object) -> float | None:
    """Return a latitude or longitude in degrees, None where it is blank, unreadable or the 0 that stands for blank."""
    if value is None:
        return None
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        return None
    return number if number == number and number != 0.0 and abs(number) <= 180.0 else None
