"""What the dock calls things, in the user's language."""

from __future__ import annotations

from html import escape

from ...domain.errors import QT_TRANSLATE_NOOP
from ...domain.indicators.entry import INDICATOR, LAYER, TABLE
from ...domain.indicators.levels import COM, DEP, EPCI, LEVELS, REG, Territory
from ...sources import licences
from ...sources.catalogue import is_obtainable
from ...translation import decimal, tr

__all__ = [
    "age", "card", "card_by_hand", "facet_value", "level", "licence", "one_of", "question", "size", "subtitle",
    "years",
]  # fmt: skip

KINDS = {
    INDICATOR: QT_TRANSLATE_NOOP("@default", "Indicator"),
    LAYER: QT_TRANSLATE_NOOP("@default", "Layer"),
    TABLE: QT_TRANSLATE_NOOP("@default", "Table"),
}
_ONE = {
    COM: QT_TRANSLATE_NOOP("@default", "Commune"),
    EPCI: QT_TRANSLATE_NOOP("@default", "Group of communes (EPCI)"),
    DEP: QT_TRANSLATE_NOOP("@default", "Département"),
    REG: QT_TRANSLATE_NOOP("@default", "Région"),
}
_NOT_STATED = QT_TRANSLATE_NOOP("@default", "Not stated: see its page")
FEW = 3
_MEGABYTE, _KILOBYTE = 1e6, 1e3
_DAY, _HOUR = 86400.0, 3600.0


def level(code):
    """Call a level."""
    return tr(LEVELS[code]) if code in LEVELS else code


def one_of(code):
    """Call one territory of a level."""
    return tr(_ONE[code]) if code in _ONE else level(code)


def licence(code):
    """Call a licence."""
    return licences.licence(code)[0] or (tr(_NOT_STATED) if code in ("", licences.UNKNOWN) else code)


def facet_value(facet, value):
    """Call a value of a facet."""
    if facet == "level":
        return level(value)
    if facet == "licence":
        return licence(value)
    if facet == "kind":
        return tr(KINDS.get(value, value))
    return value


def years(entry):
    """Return the span of an entry's years: ``2006–2021``, ``2021``, or nothing."""
    if not entry.years:
        return ""
    first, last = str(entry.years[0]), str(entry.years[-1])
    return last if first == last else "{}–{}".format(first.split("-")[0], last.split("-")[-1])


def subtitle(entry):
    """Return the second line of an entry in the list."""
    named = [level(code) for code in entry.levels[:FEW]]
    if len(entry.levels) > FEW:
        named.append("…")
    parts = [entry.observatory, years(entry), ", ".join(named), entry.unit]
    if entry.kind != INDICATOR:
        parts.insert(1, tr(KINDS[entry.kind]))
    return " · ".join(part for part in parts if part)


def size(count):
    """Write a number of bytes."""
    if count >= _MEGABYTE:
        return tr("{number} MB").format(number=decimal(count / _MEGABYTE, 1))
    return tr("{number} kB").format(number=decimal(max(count / _KILOBYTE, 0.1), 1))


def age(seconds):
    """Write how long ago something was fetched."""
    if seconds >= 2 * _DAY:
        return tr("{number} days").format(number=int(seconds // _DAY))
    if seconds >= _HOUR:
        return tr("{number} h").format(number=int(seconds // _HOUR))
    return tr("less than an hour")


def card(entry, place, kept=()):
    """Return what is to be known of an entry before it is downloaded, as rich text.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
    place : str
        The territory chosen, as shown.
    kept : sequence of sources.cache.Record
        What the cache has of it.
    """
    lines = [
        (tr("Definition"), entry.definition),
        (tr("Source"), " – ".join(v for v in (entry.observatory, entry.producer) if v)),
        (tr("Kind"), tr(KINDS[entry.kind])),
        (tr("Years"), ", ".join(map(str, entry.years)) or tr("told by the data")),
        (tr("Unit"), entry.unit),
        (tr("Levels"), ", ".join(map(level, entry.levels))),
        (tr("Territory"), place),
        (tr("Geography (COG)"), entry.geography),
        (tr("Licence"), licence(entry.licence)),
        (tr("Download"), size(entry.size) if entry.size else tr("size not known")),
        (tr("Secrecy"), entry.secrecy),
        (tr("Caution"), entry.note),
        (tr("Checked"), entry.checked or tr("never against the live service")),
        (tr("In the cache"), _kept(kept)),
        # models and batches ask for it by this
        (tr("Identifier"), entry.id),
    ]
    # one under the other: two columns are too narrow in a dock
    said = (tr("{head}: {words}").format(head="<b>" + escape(h), words="</b>" + escape(str(w))) for h, w in lines if w)
    rows = "".join('<p style="margin:3px 0">{}</p>'.format(one) for one in said)
    by_hand = ""
    if not is_obtainable(entry):
        by_hand = "<p><b>{}</b></p>".format(escape(tr("No service gives it: take it by hand at its page.")))
    return "<h3>{}</h3>{}{}{}".format(escape(entry.title), by_hand, rows, _link(entry.page))


def card_by_hand(title, note, page):
    """Return what is known of something that is not in the catalogue."""
    parts = ["<h3>{}</h3><p><b>{}</b></p>".format(escape(title), escape(tr("No service gives it: see its page")))]
    if note:
        parts.append("<p>{}</p>".format(escape(note)))
    return "".join(parts) + _link(page)


def _link(page):
    # nothing but pages: a catalogue of one's own may be someone else's
    if not page.startswith(("https://", "http://")):
        return ""
    return '<p><a href="{}">{}</a></p>'.format(escape(page, quote=True), escape(tr("Open its page")))


def _kept(records):
    ago = tr("fetched {age} ago")
    said = ("{} ({}, {})".format(question(r), ago.format(age=age(r.age)), size(r.size)) for r in records)
    return "; ".join(said) or tr("nothing yet")


def question(record):
    """Return what a record of the cache answers: level, territory, year."""
    # the latest is said as the year that the data turned out to be of
    year = tr("all years") if record.year == "*" else record.year or "".join(record.facts.get("years", ())[-1:])
    place = tr("Whole country") if record.territory in (str(Territory()), "") else record.territory
    return ", ".join(part for part in (level(record.level), place, year) if part)
