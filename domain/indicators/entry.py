"""What an observatory offers: one entry of the catalogue, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from .levels import Territory

__all__ = [
    "AMOUNT", "CLASS", "COUNT", "COUNTS", "INDICATOR", "KINDS", "LAYER", "MEASURES", "OVERLAP", "RATE", "TABLE",
    "Entry", "Query",
]  # fmt: skip

INDICATOR, LAYER, TABLE = "indicator", "layer", "table"
KINDS = (INDICATOR, LAYER, TABLE)
# a rate or an average colours areas; a count is drawn by symbols; a class has labels in place of numbers
RATE, COUNT, AMOUNT, CLASS, OVERLAP = "rate", "count", "amount", "class", "overlap"
MEASURES = (RATE, COUNT, AMOUNT, CLASS, OVERLAP)
COUNTS = (COUNT, OVERLAP)
"""What is drawn by symbols; only the first adds up, as of an overlap a person may be counted in several territories."""


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue. What a person reads is French, as the services' own words are.

    Attributes
    ----------
    id : str
        Stable, such as ``odt:filosofi.taux_pauv_m30``: models and favourites store it.
    source : str
        Adapter that fetches it: ``geoclip``, ``melodi``, ``datagouv``, ``ogc``, ``boundaries`` or ``file``.
    title : str
    kind : str
        `INDICATOR` (values by territory and year), `LAYER` (features as they are) or `TABLE` (rows as they are).
    observatory : str
        Which observatory or service offers it, as shown.
    themes, levels, years, synonyms : tuple of str
        Levels are those of `levels`, the finest first; years ``2021`` or periods ``2015-2021``, in order.
    unit : str
        Such as ``%`` or ``€``; "" where there is none.
    measure : str
        `RATE`, `COUNT`, `AMOUNT` (an average or a median, in a unit), `CLASS`, or `OVERLAP`, a count whose territories
        share some and which never adds up.
    definition, producer, page, secrecy, note : str
        `page` is where a person reads more; `secrecy` says what is hidden; `note` is a caution.
    licence : str
        Code as data.gouv.fr writes it: ``lov2``, ``odc-odbl``, ``notspecified``.
    geography : str
        Year of the geography (COG) of its codes; "" where only the data say it.
    size : int or None
        Bytes to download, where known.
    checked : str
        ISO date when it was last obtained from the live service; "" for never.
    request : mapping
        What its adapter needs to know.
    """

    id: str
    source: str
    title: str
    kind: str = INDICATOR
    observatory: str = ""
    themes: tuple = ()
    levels: tuple = ()
    years: tuple = ()
    unit: str = ""
    measure: str = RATE
    definition: str = ""
    producer: str = ""
    licence: str = "notspecified"
    page: str = ""
    secrecy: str = ""
    note: str = ""
    geography: str = ""
    size: object = None
    checked: str = ""
    synonyms: tuple = ()
    request: object = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Query:
    """What is asked of an entry.

    Attributes
    ----------
    level : str
        One of the entry's levels; "" for its first.
    territory : Territory
    year : str
        One of the entry's years, ``*`` for all of them, "" for the latest.
    """

    level: str = ""
    territory: Territory = Territory()
    year: str = ""
