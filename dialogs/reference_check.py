"""Wording what a check of a reference datum found."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..domain.errors import CohesionError
from ..layers.reference_sources import EXPECTED, inspect
from ..sources.address_index import AddressIndex
from ..translation import localize, tr

__all__ = ["ERROR", "OK", "Verdict", "WARNING", "check"]

OK, WARNING, ERROR = "ok", "warning", "error"


@dataclass(frozen=True)
class Verdict:
    """What to show under a reference datum.

    Attributes
    ----------
    level : str
        `OK`, `WARNING` or `ERROR`.
    summary : str
        Counts and names, one line.
    remarks : tuple of str
        What to do, one sentence each.
    """

    level: str
    summary: str
    remarks: tuple = ()


def check(key, value, aside=False):
    """Open the source of a reference datum and say whether it fits.

    Parameters
    ----------
    key : str
    value : str
    aside : bool, optional
        In another thread than the window's.

    Returns
    -------
    Verdict
    """
    if key == "address_index":
        return _check_index(value)
    facts = inspect(key, value, aside)
    if not facts.valid:
        return Verdict(
            ERROR,
            tr("This source does not open."),
            (tr("Check the path, that the drive is connected, or that the database answers."),),
        )
    expected = EXPECTED[key]
    blocking, remarks = [], []
    if facts.kind not in expected.kinds and facts.kind != "unknown":
        blocking.append(tr("Here {needed} are needed.").format(needed=_kind(expected.kinds[0])))
    if facts.rows == 0:
        blocking.append(tr("There is no row: is a filter on?"))
    first = next(iter(expected.fields), None)
    if first is not None and first not in facts.fields:
        remarks.append(
            tr("No field recognised for: {role} (usual names: {names}).").format(
                role=_role(first), names=", ".join(expected.fields[first][:3])
            )
        )
    if expected.any_of and not facts.profile:
        remarks.append(
            tr("Neither BD TOPO nor OpenStreetMap fields: directions and speeds will be asked for in each run.")
        )
    if key == "communes" and facts.example and len(facts.example) != 5:
        doubt = tr("“{code}” is not the code of a commune (five characters, text): is it the right layer and field?")
        remarks.append(doubt.format(code=facts.example))
    remarks += _about_generation(expected.generation, facts.generations)
    if not facts.crs and facts.kind in ("point", "line", "polygon"):
        blocking.append(tr("The coordinate system is not declared: set it in the layer's properties."))
    if key == "france_services" and facts.kind == "table" and not facts.located:
        blocking.append(tr("No latitude and longitude columns were found."))
    level = ERROR if blocking else WARNING if remarks else OK
    return Verdict(level, _summary(facts), tuple(blocking + remarks))


def _summary(facts):
    pieces = []
    if facts.rows >= 0:
        pieces.append(
            tr("{count} rows").format(count=_thousands(facts.rows))
            if facts.kind == "table"
            else "{} {}".format(_thousands(facts.rows), _kind(facts.kind))
        )
    if facts.kind != "table":
        pieces.append(facts.crs or tr("no coordinate system"))
    if facts.profile:
        pieces.append(facts.profile)
    known = {k: n for k, n in facts.generations.items() if k != "?"}
    if len(known) == 1:
        pieces.append(tr("generation {year}").format(year=next(iter(known))))
    if facts.fields:
        names = ", ".join("{} = {}".format(_role(role), name) for role, name in facts.fields.items())
        pieces.append(tr("fields: {names}").format(names=names))
    return " · ".join(pieces)


def _about_generation(expected, counts):
    """Return remarks on codes of the wrong generation or of none."""
    if not expected or not counts:
        return []
    remarks = []
    wrong = sum(n for generation, n in counts.items() if generation not in (expected, "?"))
    if wrong:
        other = "2015" if expected == "2024" else "2024"
        remarks.append(
            tr("Codes of the perimeters of {other}, not of {expected}: {count}.").format(
                count=_thousands(wrong), other=other, expected=expected
            )
        )
    if counts.get("?"):
        remarks.append(tr("Codes that are none of a QPV: {count}.").format(count=_thousands(counts["?"])))
    return remarks


def _check_index(value):
    path = Path(value.split("|", 1)[0])
    if not path.is_file():
        return Verdict(ERROR, tr("This file does not exist."), (tr("Check the path and that the drive is connected."),))
    try:
        with AddressIndex.open(path) as index:
            meta = index.meta
    except CohesionError as error:
        return Verdict(ERROR, tr("This file is not an address index."), (localize(error),))
    made_of = ", ".join(
        "{} ({})".format(source["name"], "/".join(reversed(source["modified"][:10].split("-"))))
        for source in meta["sources"]
    )
    counts = tr("{addresses} addresses, {streets} streets, {communes} communes").format(
        addresses=_thousands(meta["addresses"]),
        streets=_thousands(meta["streets"] - meta["places"]),
        communes=_thousands(meta["communes"]),
    )
    remarks = []
    if any(source["damage"] for source in meta["sources"]):
        remarks.append(tr("One of its files was not whole: download it again and build the index again."))
    left_out = meta["rows"] - meta["kept"]
    if left_out:
        remarks.append(tr("Rows of its files left out: {count}.").format(count=_thousands(left_out)))
    summary = " · ".join((counts, tr("made from: {names}").format(names=made_of)))
    return Verdict(WARNING if remarks else OK, summary, tuple(remarks))


def _thousands(number):
    """Write 12345 as "12 345", with a space that does not break."""
    return "{:,}".format(number).replace(",", "\u202f")


def _kind(kind):
    return {
        "point": tr("points"),
        "line": tr("lines"),
        "polygon": tr("polygons"),
        "table": tr("table rows"),
    }.get(kind, tr("features"))


def _role(role):
    return {
        "code": tr("code"),
        "name": tr("name"),
        "commune": tr("commune"),
        "population": tr("people"),
        "imputed": tr("imputed cell"),
        "site": tr("site"),
        "format": tr("format"),
        "type": tr("type"),
    }[role]
