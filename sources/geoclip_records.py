"""Records of the Observatoire des territoires' catalogue (CSW 2.0.2), in either of their shapes, as catalogue entries.

A record is named ``dataset.indic``; its DOWNLOAD link holds the same two words and a level; its abstract ends with the
line ``Découpage : Commune (2025), EPCI (2025), Département``: the levels it has, and the year of their geography.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from unicodedata import combining, normalize
from urllib.parse import parse_qsl, urlsplit

from ..domain.indicators.entry import AMOUNT, CLASS, COUNT, RATE, Entry
from ..domain.indicators.levels import ARR, CAN, COM, DEP, EPCI, EPT, FRA, QPV, QPV2015, REG, ZE

__all__ = ["OBSERVATORY", "PREFIX", "RECORDS", "entry_of", "levels_of", "measure_of"]

OBSERVATORY = "Observatoire des territoires (ANCT)"
PREFIX = "odt:"
RECORDS = ("MD_Metadata", "Record")
# what the line of levels calls them -> level, how the service writes it before the year
_LEVELS = {
    "commune": (COM, "com"), "epci": (EPCI, "epci"), "epci/ept": (EPT, "epci_ept"), "ept": (EPT, "epci_ept"),
    "canton": (CAN, "can"), "pseudo-canton": (CAN, "can"), "zone d'emploi": (ZE, "ze"),
    "arrondissement": (ARR, "arr"), "departement": (DEP, "dep"), "region": (REG, "reg"), "france": (FRA, "fra"),
    "qpv": (QPV, "qpv"), "quartier prioritaire": (QPV, "qpv"),
}  # fmt: skip
_FINEST_FIRST = (QPV, QPV2015, COM, CAN, EPT, EPCI, ZE, ARR, DEP, REG, FRA)
_DECOUPAGE = re.compile(r"^[ \t]*D[ée]coupages?\s*:\s*(.+)$", re.MULTILINE | re.IGNORECASE)
_YEAR_AFTER = re.compile(r"^(.*?)(?:\s*\(?(\d{4})\)?)?$")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_UNIT = re.compile(
    r"[%‰€²/]|\b(?:euros?|hectares?|ha|km|minutes?|ans|années|indice|nombre|habitants?|pour (?:mille|100|1)|par)\b",
    re.IGNORECASE,
)
_RATE = re.compile(r"[%‰/]|\b(?:au km|pour|par|indice)\b", re.IGNORECASE)
_CLASSES = re.compile(r"typologie|classement|zonage|perimetre|composition|modalites", re.IGNORECASE)
_EVERYWHERE = ("données ouvertes", "society", "opendata", "open data")
_LICENCES = (("licence ouverte", "lov2"), ("etalab", "lov2"), ("odbl", "odc-odbl"), ("open database", "odc-odbl"))


def levels_of(text):
    """Read the line of levels of an abstract.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict of str to str
        Level -> how the service writes it, with its year: ``{"com": "com2025", "dep": "dep"}``; the finest first.
    """
    line = _DECOUPAGE.search(text)
    found = {}
    for part in line.group(1).split(",") if line else ():
        name, year = _YEAR_AFTER.match(part.strip(" .;")).groups()
        known = _LEVELS.get(_folded(name).rstrip("s")) or _LEVELS.get(_folded(name))
        if known is None or (known[0] == REG and year and int(year) < 2016):
            continue
        level, written = known
        if level == QPV and year and int(year) < 2024:
            level = QPV2015
        # a line may tell several years of a level: the newest
        found[level] = max(found.get(level, ""), written + (year or ""))
    return {level: found[level] for level in _FINEST_FIRST if level in found}


def measure_of(title, unit, indic=""):
    """Tell what an indicator measures, by its words.

    Parameters
    ----------
    title, unit, indic : str
    """
    if _CLASSES.search(_folded(title)) or indic.startswith("typo"):
        return CLASS
    words = _folded(title)
    if _RATE.search(unit) or words.startswith(("part ", "taux ", "densite", "proportion", "indice")):
        return RATE
    if unit and re.search(r"€|euro|minute|\bans\b", unit, re.IGNORECASE) or words.startswith(("mediane", "moyenne")):
        return AMOUNT
    if words.startswith(("nombre", "population", "effectif")) or unit:
        return COUNT
    return RATE


def entry_of(record, page):
    """Return the entry that a record describes, None for one that is no indicator.

    Parameters
    ----------
    record : sources.xml_tree.Node
        ``MD_Metadata`` or ``Record``.
    page : str
        Address of an indicator's map, ``{code}`` in it.
    """
    iso = record.name == "MD_Metadata"
    title = record.said("citation", "title") if iso else record.said("title")
    abstract = record.said("abstract") or record.said("description")
    links = [link for link in map(_link, record.every("CI_OnlineResource" if iso else "URI")) if link[0]]
    asked = [_asked(link[0]) for link in links]
    downloads = [query for query in asked if query.get("dataset") and query.get("indic")]
    code = record.said("fileIdentifier" if iso else "identifier")
    dataset, _, indic = code.partition(".")
    if downloads:
        dataset, indic = downloads[0]["dataset"], downloads[0]["indic"]
    if not (dataset and indic and title and re.fullmatch(r"[\w.\-/]+", dataset + indic)):
        return None
    levels = levels_of(abstract)
    for query in downloads:
        _with_link(levels, query.get("nivgeo", ""))
    unit = next((b.strip() for b in reversed(_BRACKETS.findall(title)) if _UNIT.search(b)), "")
    maps = [address for address, kind in links if "LINK" in kind.upper() and re.match(r"https?://[^\s@]+$", address)]
    code = "{}.{}".format(dataset, indic)
    return Entry(
        id=PREFIX + code,
        source="geoclip",
        title=" ".join(title.split()),
        observatory=OBSERVATORY,
        themes=_themes(record, iso),
        levels=tuple(level for level in _FINEST_FIRST if level in levels),
        years=_years(record, iso),
        unit=unit,
        measure=measure_of(title, unit, indic),
        definition=_definition(abstract, record.said("lineage", "statement")),
        producer=_producer(record, iso),
        licence=_licence(record),
        page=maps[0] if maps else page.format(code=code),
        geography=max((re.sub(r"\D", "", levels[level]) for level in (COM, EPCI) if level in levels), default=""),
        request=MappingProxyType(
            {"dataset": dataset, "indic": indic, "nivgeo": MappingProxyType(levels), "whole": True}
        ),
    )


def _folded(text):
    """Lower case, without accents, blanks made one, the apostrophe of typewriters."""
    text = normalize("NFD", text.replace("’", "'").casefold())
    return " ".join("".join(c for c in text if not combining(c)).split())


def _link(node):
    if node.name == "URI":
        return node.words, node.attributes.get("protocol", "")
    return node.said("linkage", "URL") or node.said("URL"), node.said("protocol")


def _asked(address):
    """Return what an address asks for, nothing for what is none."""
    try:
        return dict(parse_qsl(urlsplit(address).query))
    except ValueError:
        return {}


def _with_link(levels, nivgeo):
    """What the service's own link calls a level wins over what the line of levels lets one guess."""
    found = re.fullmatch(r"([a-z_]+?)(\d{4})?", nivgeo)
    for level, written in (_LEVELS.values() if found else ()):
        if written == found.group(1):
            levels[level] = nivgeo
            return


def _themes(record, iso):
    words = [node.words for node in record.every("keyword" if iso else "subject")]
    words = [word for word in words if word and word.casefold() not in _EVERYWHERE]
    return tuple(dict.fromkeys(words))


def _years(record, iso):
    """First and last year; the years between are only known once the data are there."""
    if iso:
        told = record.said("beginPosition"), record.said("endPosition")
    else:
        told = re.findall(r"\b(?:start|end)\s*=\s*([\d-]+)", record.said("temporal"))
    years = sorted({year for text in told for year in re.findall(r"\b(?:19|20)\d\d\b", text)[:1]})
    return tuple(years)


def _definition(abstract, lineage):
    text = _DECOUPAGE.sub("", abstract).strip()
    return "\n".join(part for part in (text, lineage.strip()) if part)


def _producer(record, iso):
    """The statistical source, which records give as their author."""
    if not iso:
        return record.said("creator") or record.said("publisher")
    for party in record.every("CI_ResponsibleParty"):
        roles = [node.attributes.get("codeListValue", "") for node in party.every("CI_RoleCode")]
        if "author" in roles:
            return party.said("organisationName") or party.said("individualName")
    return ""


def _licence(record):
    said = " ".join(n.words for n in record.every("useLimitation", "otherConstraints", "rights", "license")).casefold()
    return next((code for words, code in _LICENCES if words in said), "notspecified")
