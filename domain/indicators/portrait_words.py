"""What the figures of a portrait say, in French sentences that stand in a page."""

from __future__ import annotations

from html import escape

from .barometer import BETTER, WORSE, compare, judge
from .entry import COUNT, OVERLAP
from .levels import COM, DEP, EPCI, FRA, REG
from .observations import AMBIGUOUS, MERGED, MISSING, OUT_OF_SOURCE, PUBLISHED, SECRET, TO_CHECK
from .portrait import NOT_AGGREGATED, OFFICIAL, OTHER_LEVEL, SUM
from .portrait_chart import number

__all__ = ["PEERS", "counted", "sentences", "standing", "status_words"]

PEERS = {COM: "communes", EPCI: "EPCI", DEP: "départements", REG: "régions", FRA: "pays"}
_WHOLES = {EPCI: "de l’EPCI", DEP: "du département", REG: "de la région", FRA: "de France"}
_STATUSES = {
    MISSING: "la source ne publie pas de valeur pour ce territoire",
    SECRET: ("valeur couverte par le secret statistique : elle existe, mais n’est pas publiée"),
    AMBIGUOUS: "plusieurs lignes des données se contredisent pour ce territoire : aucune n’est retenue",
    TO_CHECK: "la couche fournie dit cette valeur à vérifier : commune fusionnée, ou lignes qui se contredisent",
    MERGED: "les données séparent encore des communes qui ont fusionné : aucune valeur n’est celle d’aujourd’hui",
    OUT_OF_SOURCE: "ce territoire n’est pas dans les données",
    OTHER_LEVEL: "la source ne publie pas cet indicateur à cet échelon",
    NOT_AGGREGATED: "publié par commune seulement ; un taux ne s’additionne pas, aucune valeur n’est donc calculée",
}
_OVERLAP = (
    "publié par commune seulement ; des personnes y comptent dans plusieurs communes, aucune somme n’est donc calculée"
)
_NO_SUM = "les données n’ont pas toutes ses communes : leur somme n’est pas faite"
# a tenth, of ten at least; five of each are read, twenty are not
_STAND_OUT, _ENOUGH_TO_STAND_OUT, _MOST_TOLD = 0.1, 10, 5
_STANDS = {"above": "au-dessus de", "below": "au-dessous de", "same": "proche de"}


def status_words(figure):
    """Say why a figure has no value."""
    if figure.nature == SUM and figure.status == MISSING:
        return _NO_SUM
    if figure.status == NOT_AGGREGATED and figure.indicator.measure == OVERLAP:
        return _OVERLAP
    return _STATUSES.get(figure.status, figure.status)


def standing(shown):
    """Tell for which indicators a territory is among the highest tenth, and among the lowest.

    Parameters
    ----------
    shown : iterable of portrait_page.Shown

    Returns
    -------
    highest, lowest : list of str
        HTML, the most uncommon first. What many share is left out, and so is what is ranked among few.
    """
    high, low = [], []
    for one in shown:
        figure = one.figure
        least = max(_STAND_OUT * figure.ranked, 1)
        if figure.ranked < _ENOUGH_TO_STAND_OUT or figure.tied + 1 > least:
            continue
        from_last = figure.ranked - figure.rank - figure.tied + 1
        unit = "\u00a0" + escape(one.unit) if one.unit else ""
        place = "{} sur {}".format(_ordinal(figure.rank), number(figure.ranked))
        said = "{} ({}{}, {})".format(escape(one.title), number(figure.value), unit, place)
        if figure.rank <= least:
            high.append((figure.rank / figure.ranked, said))
        elif from_last <= least:
            low.append((from_last / figure.ranked, said))
    return [[said for _share, said in sorted(found, key=lambda pair: pair[0])[:_MOST_TOLD]] for found in (high, low)]


def sentences(one, level):
    """Yield what the numbers of a figure say.

    Parameters
    ----------
    one : portrait_page.Shown
    level : str
        Of the territory.

    Yields
    ------
    str
        HTML.
    """
    figure = one.figure
    if figure.period != figure.latest:
        yield "Ce territoire n’a rien en {} : sa dernière année connue est montrée.".format(escape(figure.latest))
    if figure.status == PUBLISHED and figure.former:
        yield "Somme des communes qui ont fusionné depuis ({}).".format(escape(", ".join(figure.former)))
    elif figure.status == MERGED and figure.former:
        yield "Communes fusionnées : {}.".format(escape(", ".join(figure.former)))
    if figure.nature == SUM and figure.status == PUBLISHED:
        yield "Somme des valeurs de ses communes."
    if figure.rank:
        place = _ordinal(figure.rank) + " rang"
        tied = " (ex æquo avec {})".format(counted(figure.tied, "autre", "autres")) if figure.tied > 0 else ""
        yield "{}{} sur {} {} {}, de la plus haute valeur à la plus basse.".format(
            place, tied, number(figure.ranked), PEERS[level], _WHOLES[figure.among]
        )
    for reference in figure.references:
        yield from _beside(one, reference, level)
    if figure.change == figure.change:
        sign = "+" if figure.change > 0 else ""
        moved = "{}{}{}".format(sign, number(figure.change), _points(one.unit, figure.change))
        yield "Depuis {} : {}.".format(escape(figure.since), moved if figure.change else "inchangé")


def _beside(one, reference, level):
    figure, unit = one.figure, "\u00a0" + escape(one.unit) if one.unit else ""
    if reference.median == reference.median:
        stands = _STANDS.get(compare(figure.value, reference.median), "à comparer à")
        text = "{} la médiane des {} {} : {}{}.".format(
            stands[0].upper() + stands[1:], PEERS[level], _of(reference), number(reference.median), unit
        )
        verdict = {BETTER: " Plus favorable.", WORSE: " Moins favorable."}
        yield text + verdict.get(judge(figure.value, reference.median, one.direction), "")
    elif reference.total:
        yield '<span class="weak">{} : pas de médiane ({} pour {} {}).</span>'.format(
            escape(reference.name), counted(reference.count, "valeur", "valeurs"), number(reference.total),
            PEERS[level],
        )  # fmt: skip
    if reference.value == reference.value:
        nature = "valeur publiée" if reference.nature == OFFICIAL else "somme"
        share = ""
        if figure.indicator.measure == COUNT and figure.value == figure.value and reference.value:
            share = ", dont ce territoire fait {}\u202f%".format(number(100.0 * figure.value / reference.value))
        yield "{} : {}{} ({}){}.".format(escape(reference.name), number(reference.value), unit, nature, share)


def _of(reference):
    """Return “du département (Ain)”: an article of its name would have to be known."""
    named = " ({})".format(escape(reference.name)) if reference.level != FRA else ""
    return _WHOLES[reference.level] + named


def _points(unit, change):
    if unit == "%":
        return " points de pourcentage" if abs(change) >= 2 else " point de pourcentage"
    return "\u00a0" + escape(unit) if unit else ""


def _ordinal(rank):
    return "1<sup>er</sup>" if rank == 1 else "{}<sup>e</sup>".format(number(rank))


def counted(count, one, many):
    """Return a count and its noun: French has its plural from two on."""
    return "{} {}".format(number(count), one if count < 2 else many)
