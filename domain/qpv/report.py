"""The report of a run, in HTML that any browser prints; no address is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from .schemes import ADDRESSES

__all__ = ["ADDRESS_WORDS", "CAUTION", "Answers", "GenerationReport", "Report", "Words", "render"]

CAUTION = "La localisation d'une adresse est indicative et ne vaut pas attestation réglementaire."


@dataclass(frozen=True)
class Answers:
    """A table of the answers to one question, and the sentence under it.

    Attributes
    ----------
    head : str
        "Verdict".
    lines : tuple of (str, str, str, str)
        Name of the count, label, colour and meaning of each answer.
    sentence : str
        With a place for each share.
    shares : tuple of str
    """

    head: str
    lines: tuple
    sentence: str
    shares: tuple


@dataclass(frozen=True)
class Words:
    """What a report calls things.

    Attributes
    ----------
    title, caution : str
    total, rows : str
        Name of the number of rows, and what rows are called.
    answers : tuple of Answers
    of_qpv, of_group : tuple of (str, str)
        Head and name of each column of counts and shares, by QPV and by group.
    sums : tuple of str
        Head of each sum, by `schemes.Scheme.sums`.
    unlocated : str
        What is said of rows that have no place.
    """

    title: str
    caution: str
    total: str
    rows: str
    answers: tuple
    of_qpv: tuple
    of_group: tuple
    sums: tuple
    unlocated: str


ADDRESS_WORDS = Words(
    "Géoréférencement en quartiers prioritaires",
    CAUTION,
    ADDRESSES.total,
    "Lignes",
    (
        Answers(
            "Verdict",
            (
                ("nb_en_qpv", "En QPV", "#0b5d8f", "réponse ferme"),
                ("nb_hors_qpv", "Hors QPV", "#7a869a", "réponse ferme"),
                (
                    "nb_a_verifier",
                    "À vérifier",
                    "#e66100",
                    "trop près d'une limite pour la précision de la position, ou trouvée ailleurs que demandé : "
                    "regarder la carte",
                ),
                (
                    "nb_imprecises",
                    "Adresse\u00a0imprécise",
                    "#c9a400",
                    "voie, lieu-dit ou commune seulement : demander le numéro",
                ),
                ("nb_non_trouvees", "Non trouvée", "#5b5b5b", "le géocodeur n'a rien trouvé de sûr"),
                ("nb_erreurs", "Erreur", "#111111", "ligne sans position utilisable"),
            ),
            "Part en QPV : de <b>{}</b> (réponses fermes sur toutes les lignes) à <b>{}</b> "
            "(en comptant les indécises) ; <b>{}</b> des seules lignes décidées.",
            ADDRESSES.shares,
        ),
    ),
    (
        ("En QPV (ferme)", "nb_en_qpv"),
        ("À vérifier près de ce QPV", "nb_a_verifier"),
        ("Part minimale", "part_min_pct"),
        ("Part maximale", "part_max_pct"),
    ),
    (
        ("Lignes", "nb_lignes"),
        ("En QPV (ferme)", "nb_en_qpv"),
        ("Part minimale", "part_min_pct"),
        ("Part maximale", "part_max_pct"),
    ),
    ("Total", "En QPV (ferme)", "Indécis"),
    "sans position",
)
"""Of positions."""


@dataclass
class GenerationReport:
    """One generation of perimeters in the report.

    Attributes
    ----------
    title : str
        "QPV 2024".
    layer : str
        Name of the layer and what is known of it.
    rows : list of summary.SummaryRow
    codes, names : sequence of str or None
        By perimeter.
    """

    title: str
    layer: str
    rows: list
    codes: list
    names: list


@dataclass
class Report:
    """What the report says.

    Attributes
    ----------
    generations : list of GenerationReport
    unfounded, unlocated : int
        Rows to which a plain spatial join would give a wrong or unfounded answer; rows without position.
    parameters : list of (str, str)
    warnings : list of str
    made_by : str
    sums, groups : list of str
        Names of the summed fields and of the group fields.
    drawing : str
        SVG of the map, with its legend (`report_map.draw_map`).
    vintages : list of (str, str)
        What answered, and how old it is.
    threshold : int
        Of secrecy; 0 where nothing is hidden.
    words : Words
    """

    generations: list
    unfounded: int
    unlocated: int
    parameters: list
    warnings: list = field(default_factory=list)
    made_by: str = ""
    sums: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    drawing: str = ""
    vintages: list = field(default_factory=list)
    words: Words = ADDRESS_WORDS
    threshold: int = 0


def render(report):
    """Write the report.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        An HTML document in French.
    """
    words = report.words
    body = ["<h1>{}</h1>".format(escape(words.title)), '<p class="caution">{}</p>'.format(escape(words.caution))]
    if report.warnings:
        # what is odd in the data is read before the figures
        told = "".join("<li>{}</li>".format(escape(w)) for w in report.warnings)
        body.append(_section("<h2>À savoir</h2>", "<ul>{}</ul>".format(told)))
    for part in report.generations:
        body += _generation(part, report)
    if report.drawing:
        body.append(_section("<h2>Où elles sont</h2>", '<div class="map">{}</div>'.format(report.drawing)))
    if not _secret(report):
        join = "<p><b>{}</b></p>".format(_join_sentence(report))
        body.append(_section("<h2>Ce que dirait une simple jointure</h2>", join))
    if report.vintages:
        body.append(_section("<h2>Données utilisées</h2>", _table(("Source", "Millésime"), report.vintages)))
    made = _table(("Paramètre", "Valeur"), report.parameters)
    body.append(_section("<h2>Comment ce résultat a été produit</h2>", made))
    if report.made_by:
        body.append('<p class="foot">{}</p>'.format(escape(report.made_by)))
    return _PAGE.format(title=escape(words.title), style=_STYLE, body="\n".join(body))


def _section(heading, body):
    """Keep a heading and what it is about on one page, where they fit."""
    return "<section>{}{}</section>".format(heading, body)


def _secret(report):
    """Tell whether counts that are in no summary would give back what secrecy hides in it, or are small themselves."""
    small = any(0 < count < report.threshold for count in (report.unfounded, report.unlocated))
    return small or any(row.hidden for part in report.generations for row in part.rows)


def _join_sentence(report):
    one = report.unfounded == 1
    text = "Une jointure spatiale simple aurait donné {} {} ou non {}.".format(
        _number(report.unfounded),
        "réponse ferme fausse" if one else "réponses fermes fausses",
        "fondée" if one else "fondées",
    )
    if report.unlocated:
        text += " Elle aurait aussi laissé passer pour « hors QPV » {} {}.".format(
            "1 ligne" if report.unlocated == 1 else "{} lignes".format(_number(report.unlocated)),
            report.words.unlocated,
        )
    return escape(text)


def _generation(part, report):
    words, whole = report.words, part.rows[0]
    heading = "<h2>{}</h2><p>{}</p>".format(escape(part.title), escape(part.layer))
    first, *others = ("".join(_answers(answers, words, whole)) for answers in words.answers)
    out = [_section(heading, first), *(_section("", other) for other in others)]
    rows = [
        (part.codes[r.perimeter] or "(sans code)", part.names[r.perimeter] or "", *_values(words.of_qpv, r))
        for r in part.rows
        if r.level == "qpv"
    ]
    if rows:
        head = ("Code", "Quartier", *(label for label, _name in words.of_qpv))
        out.append(_section("<h3>Par quartier</h3>", _table(head, rows, right=range(2, len(head)))))
    groups = [
        (" · ".join("non renseigné" if v is None else str(v) for v in r.group), *_values(words.of_group, r))
        for r in part.rows
        if r.level == "groupe"
    ]
    if groups:
        head = (" · ".join(report.groups), *(label for label, _name in words.of_group))
        out.append(_section("<h3>Par groupe</h3>", _table(head, groups, right=range(1, len(head)))))
    if report.sums and whole.sums:
        sums = [(name, *map(_number, totals)) for name, totals in zip(report.sums, whole.sums)]
        head = ("Champ", *words.sums)
        out.append(_section("<h3>Sommes</h3>", _table(head, sums, right=range(1, len(head)))))
    return out


def _answers(answers, words, whole):
    """Lay out the answers to one question over all rows."""
    total, lines = whole.counts[words.total], []
    for name, label, colour, meaning in answers.lines:
        count = whole.counts[name]
        share = None if count is None or not total else 100.0 * count / total
        mark = '<span class="verdict"><span class="mark" style="background:{}"></span>{}</span>'.format(
            colour, escape(label)
        )
        lines.append((_Raw(mark), meaning, _number(count), _percent(share)))
    lines.append((_Raw("<b>Ensemble</b>"), "", _number(total), ""))
    table = _table((answers.head, "Sens", words.rows, "Part"), lines, right=(2, 3))
    return [table, "<p>{}</p>".format(answers.sentence.format(*(_percent(whole.shares[n]) for n in answers.shares)))]


def _values(columns, row):
    """Write some counts and shares of a row."""
    return [_number(row.counts[n]) if n in row.counts else _percent(row.shares[n]) for _label, n in columns]


class _Raw(str):
    """Text that is HTML already."""


def _table(head, rows, right=()):
    def cell(kind, place, value):
        side = ' class="n"' if place in right else ""
        text = value if isinstance(value, _Raw) else escape(str(value))
        return "<{0}{1}>{2}</{0}>".format(kind, side, text)

    titles = "<tr>{}</tr>".format("".join(cell("th", i, v) for i, v in enumerate(head)))
    lines = ["<tr>{}</tr>".format("".join(cell("td", i, v) for i, v in enumerate(row))) for row in rows]
    return "<table><thead>{}</thead><tbody>{}</tbody></table>".format(titles, "".join(lines))


def _number(value):
    """Write a number with thin spaces between thousands; "secret" where it is hidden."""
    if value is None:
        return "secret"
    text = "{:,.2f}".format(value).rstrip("0").rstrip(".") if isinstance(value, float) else "{:,}".format(value)
    return text.replace(",", "\u202f").replace(".", ",")


def _percent(value):
    return "—" if value is None else "{:.1f}\u202f%".format(value).replace(".", ",")


_STYLE = """
body{font:15px/1.45 'Noto Sans',Arial,sans-serif;color:#1d2733;max-width:60em;margin:1.5em auto;padding:0 1em}
h1{font-size:1.5em;color:#0b3c5d}h2{font-size:1.2em;color:#0b3c5d;border-bottom:1px solid #cfd8e3;margin-top:1.6em}
h3{font-size:1em;margin-bottom:.3em}table{border-collapse:collapse;margin:.5em 0}
td,th{padding:.25em .8em;border-bottom:1px solid #e3e8ef;text-align:left;vertical-align:top}th{background:#f2f5f9}
.n{text-align:right;white-space:nowrap}th.n{white-space:normal}
.mark{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.5em}
.map svg{box-sizing:border-box;max-width:100%;height:auto;border:1px solid #cfd8e3}
.square{border-radius:0;border:1px solid #b9763a}
.verdict{white-space:nowrap}.mark,.caution,th{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.caution{background:#fff6e5;border-left:4px solid #e66100;padding:.5em .8em}.foot{color:#6b7684;font-size:.85em}
@page{size:A4;margin:14mm 15mm}
@media print{body{font-size:10.5pt;max-width:none;margin:0;padding:0}section,tr{break-inside:avoid}
h2,h3{break-after:avoid}thead{display:table-header-group}.map svg{max-height:190mm;width:auto}}
"""

_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>
<style>{style}</style></head><body>
{body}
</body></html>
"""
