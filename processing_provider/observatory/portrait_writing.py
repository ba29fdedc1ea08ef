"""What a portrait's page and table hold: items of the collection met with what is given or obtained."""

from __future__ import annotations

from ...domain.errors import QT_TRANSLATE_NOOP, CohesionError, DataError
from ...domain.indicators.levels import DEP, EPCI, FRA, REG
from ...domain.indicators.observations import PUBLISHED
from ...domain.indicators.portrait import Portrayer
from ...domain.indicators.portrait_page import Missing, Page, Section, Shown
from ...domain.indicators.portrait_words import status_words
from ...domain.indicators.words import fold
from ...translation import french, localize

__all__ = ["Writing"]

OTHERS = "Autres indicateurs"
_STRANGERS = QT_TRANSLATE_NOOP(
    "@default",
    "{titles}: {count} territories of the data are not of today's geography (mergers, other years); they are in no "
    "comparison.",
)
_MERGED = QT_TRANSLATE_NOOP(
    "@default",
    "{titles}: communes that have merged since are still apart; {count} communes of today are their sum, or have no "
    "value.",
)
_OTHER_YEAR = QT_TRANSLATE_NOOP("@default", "{titles}: no value of {year}; the latest is shown ({list}).")
_GEOGRAPHY = QT_TRANSLATE_NOOP(
    "@default",
    "{titles}: the territories are those of {year}, compared with those of {today}; what has changed its limits since "
    "keeps its figures of then.",
)
_NO_ACCESS = QT_TRANSLATE_NOOP("@default", "No automatic access is known.")


class Writing:
    """Portraits of territories of one level.

    Parameters
    ----------
    collection : domain.indicators.barometer.Collection
    given : list of domain.indicators.portrait.Indicator
    obtaining : portrait_sources.Obtaining
    scopes : domain.indicators.scopes.Scopes
    level, year : str
    tick : callable
    warn : callable
        ``warn(error)``, of what is told and does not stop the run.
    """

    def __init__(self, collection, given, obtaining, scopes, level, year, tick, warn):
        self.collection, self.level, self.scopes, self.year = collection, level, scopes, year
        self._sections, self._obtained, self._pages = [], {}, {}
        by_name = {fold(one.title): one for one in given}
        used, done = set(), 0
        for question in collection.questions:
            found = []
            for item in question.items:
                tick(done / max(len(collection.items), 1))
                done += 1
                own = by_name.get(fold(item.title))
                near = own or next((by_name[n] for n in self._names(item, obtaining.catalogue) if n in by_name), None)
                if near is not None:
                    used.add(fold(near.title))
                    found.append((item, self._portrayer(near), "" if own else item.note, ""))
                    continue
                indicator, why = self._obtain(item, obtaining)
                found.append((item, indicator and self._portrayer(indicator), item.note, why))
            self._sections.append((question.key, question.title, found))
        others = [one for one in given if fold(one.title) not in used]
        if others:
            self._sections.append(("", OTHERS, [(None, self._portrayer(one), "", "") for one in others]))
        # many indicators may be told the same
        cautions = {}
        for portrayer in dict.fromkeys(p for _key, _title, found in self._sections for _item, p, *_ in found if p):
            for template, values in self._cautions(portrayer):
                told = cautions.setdefault((template, tuple(values.items())), [])
                told.append(portrayer.indicator.title)
        for (template, values), titles in cautions.items():
            warn(DataError(template, titles=_few(titles), **dict(values)))

    @property
    def missing(self):
        """Title and reason (an error, or words in French) of what could not be obtained."""
        rows = (row for _key, _title, found in self._sections for row in found)
        return [(item.title, why) for item, portrayer, _note, why in rows if portrayer is None]

    def page(self, place, warnings, said, made_by):
        """Return the `Page` of a territory."""
        page = Page(
            place.name, place.code, self.level, place.inside, self.collection.title, self.collection.edition,
            warnings=list(warnings), parameters=said, made_by=made_by,
        )  # fmt: skip
        for key, title, found in self._sections:
            section = Section(key, title)
            for item, portrayer, note, why in found:
                if portrayer is None:
                    reason = localize(why, french) if isinstance(why, CohesionError) else why
                    section.missing.append(Missing(item.title, reason, item.page or self._pages.get(item.entry, "")))
                    continue
                indicator = portrayer.indicator
                same = item is None or fold(item.title) == fold(indicator.title)
                if not same:
                    note = "Donnée montrée : {}. {}".format(indicator.title, note).strip()
                section.shown.append(
                    Shown(
                        portrayer.figure(place.territory), item.title if item else indicator.title,
                        indicator.unit or (item.unit if item and same else ""), indicator.source, note, indicator.page,
                        item.direction if item else "neutral",
                    )  # fmt: skip
                )
            page.sections.append(section)
        return page

    @staticmethod
    def rows(page):
        """Yield the rows of the table, in the order of the page."""
        for section in page.sections:
            for one in section.shown:
                yield _row(page, section, one)
            for one in section.missing:
                empty = [None] * 15
                yield [page.code, page.name, section.title, one.title, None, *empty, "non_obtenu", None, one.reason,
                       one.page or None, None, None]  # fmt: skip

    def _portrayer(self, indicator):
        return Portrayer(indicator, self.level, self.scopes, self.year)

    def _obtain(self, item, obtaining):
        if not item.entry:
            return None, item.note or DataError(_NO_ACCESS)
        if item.entry not in self._obtained:
            self._obtained[item.entry] = obtaining.indicator(item.entry)
        indicator, why = self._obtained[item.entry]
        if item.entry in obtaining.catalogue:
            self._pages[item.entry] = obtaining.catalogue.entry(item.entry).page
        return indicator, why

    def _cautions(self, portrayer):
        """Yield what a reader of an indicator must know: a template and what fills it."""
        periods, geography, today = portrayer.periods, portrayer.geography, self.scopes.places.geography
        if self.year and periods and self.year not in periods:
            yield _OTHER_YEAR, {"year": self.year, "list": ", ".join(periods[-4:])}
        if portrayer.strangers:
            yield _STRANGERS, {"count": portrayer.strangers}
        if portrayer.former:
            yield _MERGED, {"count": len(portrayer.former)}
        if geography and geography != today:
            yield _GEOGRAPHY, {"year": geography, "today": today}

    @staticmethod
    def _names(item, catalogue):
        """Return under which names a layer may hold an item."""
        if not item.entry:
            return []
        names = [fold(item.entry)]
        if item.entry in catalogue:
            names.append(fold(catalogue.entry(item.entry).title))
        return names


def _row(page, section, one):
    figure = one.figure
    told = {level: figure.reference(level) for level in (DEP, REG, FRA)}
    medians = [_known(told[level].median) if told[level] else None for level in told]
    wholes = [_known(told[level].value) if told[level] else None for level in told]
    natures = sorted({r.nature for r in told.values() if r is not None and r.nature})
    reason = one.note or None if figure.status == PUBLISHED else status_words(figure)
    return [
        page.code, page.name, section.title, one.title, one.unit or None, figure.period or None, _known(figure.value),
        figure.label or None, figure.rank or None, figure.ranked or None, figure.among or None, *medians, *wholes,
        ", ".join(natures) or None, _known(figure.change), figure.since or None, figure.status, one.source or None,
        reason, one.page or None, *_of_group(figure.reference(EPCI)),
    ]  # fmt: skip


def _of_group(reference):
    """Return the median and the value of the group that a commune is in."""
    return (None, None) if reference is None else (_known(reference.median), _known(reference.value))


def _few(titles):
    return ", ".join(titles[:3]) + (" … ({})".format(len(titles)) if len(titles) > 3 else "")


def _known(value):
    return None if value != value else value
