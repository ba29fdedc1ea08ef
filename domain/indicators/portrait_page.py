"""The page of a portrait: a territory by the barometer's questions, in HTML that any browser prints on A4."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from .barometer import NEUTRAL
from .entry import CLASS
from .levels import COM, DEP, EPCI, FRA, REG
from .observations import PUBLISHED
from .portrait_chart import COLOURS, number, positions, series
from .portrait_words import PEERS, counted, sentences, standing, status_words

__all__ = ["Missing", "Page", "Section", "Shown", "index", "render"]

_ASKED = {
    "solidarite": "Les écarts entre les personnes et entre les territoires se réduisent-ils ?",
    "qualite_de_vie": "Y vit-on bien, avec des services et des moyens à portée ?",
    "transition": "Le territoire change-t-il sans épuiser ce dont il vit ?",
    "capacite": "Le territoire a-t-il de quoi construire son avenir ?",
    "capital_social": "Prend-on part à la vie commune, se fait-on confiance ?",
    "cooperation": "Les territoires agissent-ils ensemble, sont-ils liés ?",
}
_KINDS = {COM: "commune", EPCI: "EPCI", DEP: "département", REG: "région", FRA: "pays"}


# what territories of a level may be compared in
_WHOLES = {COM: (EPCI, DEP, REG, FRA), EPCI: (DEP, REG, FRA), DEP: (REG, FRA), REG: (FRA,), FRA: ()}

_MARK = '<span><svg width="14" height="14" aria-hidden="true">{}</svg> {}</span>'


@dataclass(frozen=True)
class Shown:
    """A figure on the page.

    Attributes
    ----------
    figure : portrait.Figure
    title, unit, source, note, page : str
    direction : str
        As in `barometer`.
    """

    figure: object
    title: str
    unit: str = ""
    source: str = ""
    note: str = ""
    page: str = ""
    direction: str = NEUTRAL


@dataclass(frozen=True)
class Missing:
    """An indicator that could not be obtained: why, and where a person finds it."""

    title: str
    reason: str
    page: str = ""


@dataclass
class Section:
    """A question of the collection."""

    key: str
    title: str
    shown: list = field(default_factory=list)
    missing: list = field(default_factory=list)


@dataclass
class Page:
    """A portrait.

    Attributes
    ----------
    name, code, level, inside : str
    collection, edition : str
    sections : list of Section
    warnings : list of str
    parameters : list of (str, str)
    made_by : str
    """

    name: str
    code: str
    level: str
    inside: str
    collection: str
    edition: str = ""
    sections: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    parameters: list = field(default_factory=list)
    made_by: str = ""


def render(page):
    """Write a portrait.

    Parameters
    ----------
    page : Page

    Returns
    -------
    str
        An HTML document in French, with nothing to fetch.
    """
    title = "Portrait : {}".format(page.name)
    shown = sum(len(section.shown) for section in page.sections)
    missing = sum(len(section.missing) for section in page.sections)
    head = "{} {} — {}".format(_KINDS[page.level], page.code, page.inside) if page.inside else page.code
    body = [
        "<h1>{}</h1>".format(escape(page.name)),
        '<p class="sub">{} · {}{}</p>'.format(
            escape(head), escape(page.collection), escape(" (édition {})".format(page.edition) if page.edition else "")
        ),
        '<p class="sub">{} ; {}.</p>'.format(
            counted(shown, "indicateur présenté", "indicateurs présentés"),
            counted(missing, "n’a pu être obtenu", "n’ont pu être obtenus") if missing else "tous ont été obtenus",
        ),
        _key(page),
    ]
    if page.warnings:
        told = "".join("<li>{}</li>".format(escape(text)) for text in page.warnings)
        body.append('<section class="caution"><b>À savoir</b><ul>{}</ul></section>'.format(told))
    body.append(_standing(page))
    for section in page.sections:
        body.append(_section(section, page))
    rows = "".join('<tr><th scope="row">{}</th><td>{}</td></tr>'.format(*map(escape, pair)) for pair in page.parameters)
    body.append('<section><h2>Comment cette page a été produite</h2><table>{}</table></section>'.format(rows))
    body.append('<p class="foot">{}</p>'.format(escape(page.made_by)))
    return _HTML.format(title=escape(title), style=_STYLE, body="\n".join(body))


def index(title, pages, made_by=""):
    """Write the list of several portraits.

    Parameters
    ----------
    title : str
    pages : sequence of (str, str)
        Name of a territory and of its file, beside the list.
    made_by : str
    """
    items = "".join('<li><a href="{}">{}</a></li>'.format(escape(file, True), escape(name)) for name, file in pages)
    body = "<h1>{}</h1><ul>{}</ul><p class=\"foot\">{}</p>".format(escape(title), items, escape(made_by))
    return _HTML.format(title=escape(title), style=_STYLE, body=body)


def _key(page):
    peers = PEERS[page.level]
    marks = [_MARK.format('<path d="M7 1l6 6-6 6-6-6z" fill="{}"/>'.format(COLOURS["own"]), escape(page.name))]
    for level, words in (
        ("epci", "du même EPCI"), ("dep", "du même département"), ("reg", "de la même région"), ("fra", "de France"),
    ):  # fmt: skip
        if level not in _WHOLES[page.level]:
            continue
        dot = '<circle cx="7" cy="7" r="4" fill="{}" fill-opacity=".6"/>'.format(COLOURS[level])
        marks.append(_MARK.format(dot, "{} {}".format(peers, words)))
    rule = '<path d="M7 1V13" stroke="#111827" stroke-width="2.2"/>'
    marks.append(_MARK.format(rule, "médiane : une moitié des {} est au-dessous, l’autre au-dessus".format(peers)))
    return '<p class="key">{}</p>'.format(" ".join(marks))


def _standing(page):
    """Say at once where the territory is uncommon: the rest of the page is long."""
    told = standing(one for section in page.sections for one in section.shown)
    heads = ("Parmi le dixième le plus élevé", "Parmi le dixième le plus bas")
    lines = ["<dt>{}</dt><dd>{}</dd>".format(head, " ; ".join(found)) for head, found in zip(heads, told) if found]
    if not lines:
        return ""
    return '<section class="stands"><h2>Ce qui distingue ce territoire</h2><dl>{}</dl></section>'.format("".join(lines))


def _section(section, page):
    heading = "<h2>{}</h2>".format(escape(section.title))
    if section.key in _ASKED:
        heading += '<p class="asked">{}</p>'.format(_ASKED[section.key])
    cards = [_card(one, page) for one in section.shown]
    if section.missing:
        items = []
        for one in section.missing:
            link = ' <a href="{0}">{1}</a>'.format(escape(one.page, True), escape(one.page)) if one.page else ""
            items.append("<li><b>{}</b> : {}{}</li>".format(escape(one.title), escape(one.reason), link))
        cards.append('<div class="missing"><b>Non obtenu</b><ul>{}</ul></div>'.format("".join(items)))
    if not cards:
        cards.append('<p class="missing">Aucun indicateur.</p>')
    # a heading alone at the foot of a page says nothing
    first, others = cards[0], "".join(cards[1:])
    return '<div class="question"><div class="together">{}{}</div>{}</div>'.format(heading, first, others)


def _card(one, page):
    figure, words = one.figure, []
    if figure.status == PUBLISHED:
        value = figure.label or number(figure.value)
        words.append('<p class="value">{}<span class="unit"> {}</span></p>'.format(escape(value), escape(one.unit)))
    else:
        words.append('<p class="none">{}.</p>'.format(escape(status_words(figure).capitalize())))
    if figure.period:
        words.append('<p class="period">{}</p>'.format(escape(figure.period)))
    words += ["<p>{}</p>".format(text) for text in sentences(one, page.level)]
    source = "Source : {}.".format(one.source.rstrip(".")) if one.source else ""
    notes = " ".join(text for text in (source, one.note) if text)
    if notes:
        words.append('<p class="source">{}</p>'.format(escape(notes)))
    charts = ""
    if figure.status == PUBLISHED and figure.indicator.measure != CLASS:
        charts = positions(figure, one.unit, page.name) + series(figure, one.unit, page.name)
    return '<article><h3>{}</h3><div class="card"><div>{}</div><div class="charts">{}</div></div></article>'.format(
        escape(one.title), "".join(words), charts
    )


_STYLE = """
body{font:15px/1.4 'Noto Sans',Arial,sans-serif;color:#1d2733;background:#fff;max-width:58em;margin:1.5em auto;
padding:0 1em}h1{font-size:1.7em;color:#0b3c5d;margin:0}.sub{margin:.1em 0;color:#4a5563}
h2{font-size:1.25em;color:#fff;background:#0b3c5d;padding:.25em .6em;margin:1.4em 0 .2em}
h3{font-size:1.02em;margin:.6em 0 .2em;color:#0b3c5d}.asked{font-style:italic;margin:.2em 0 .4em}
article{border-bottom:1px solid #d5dbe3;padding-bottom:.5em;break-inside:avoid}.together{break-inside:avoid}
.card{display:grid;grid-template-columns:minmax(13em,1fr) 460px;gap:1em}.card p{margin:.15em 0;font-size:.88em}
.card .value{font-size:1.75em;font-weight:bold;line-height:1.1;color:#c2410c}.unit{font-size:.55em;font-weight:normal;
color:#4a5563}.card .period{font-weight:bold}.card .source,.weak{color:#5b6675}.card .source{font-size:.78em}
.none{background:#f2f5f9;border-left:4px solid #5b6675;padding:.4em .6em}.charts svg{display:block;max-width:100%;
height:auto}svg text{font:11px 'Noto Sans',Arial,sans-serif}svg .o{font-weight:bold;fill:#c2410c}
svg .a{fill:#5b6675;font-size:10px}svg .m{font-size:10.5px;font-weight:bold;paint-order:stroke;stroke:#fff;
stroke-width:3px}svg .e{font-size:10.5px;font-weight:bold}
.key{display:flex;flex-wrap:wrap;gap:.2em 1.2em;font-size:.85em;border:1px solid #d5dbe3;padding:.4em .7em}
.key svg{vertical-align:-2px}.caution{background:#fff6e5;border-left:4px solid #c2410c;padding:.5em .8em;font-size:.9em}
.caution ul,.missing ul{margin:.2em 0;padding-left:1.3em}
.missing{break-inside:avoid;font-size:.88em;color:#3d4855;margin-top:.6em;
overflow-wrap:anywhere}table{border-collapse:collapse;font-size:.88em}th{text-align:left;font-weight:normal;
color:#4a5563}td,th{padding:.2em .8em .2em 0;vertical-align:top;border-bottom:1px solid #e3e8ef;overflow-wrap:anywhere}
dl{margin:.4em 0;font-size:.92em}dt{font-weight:bold;margin-top:.3em}dd{margin:0 0 .3em 1em}.stands{break-inside:avoid}
.foot{color:#5b6675;font-size:.82em}h2,.key,.caution,.none{-webkit-print-color-adjust:exact;print-color-adjust:exact}
@media (max-width:46em){.card{grid-template-columns:1fr}}
@page{size:A4;margin:12mm 14mm}
@media print{body{font-size:10pt;max-width:none;margin:0;padding:0}h2,h3{break-after:avoid}
.card{grid-template-columns:minmax(0,1fr) 105mm}a{color:inherit}}
"""

_HTML = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style></head><body><main>
{body}
</main></body></html>
"""
