"""Pieces of the page: tables, shares, what the verdicts are called and which colour they have."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

from html import escape

VERDICTS = (
    ("EN_QPV", "En QPV", "#0b5d8f", "réponse ferme"),
    ("HORS_QPV", "Hors QPV", "#8c99a8", "réponse ferme"),
    ("A_VERIFIER", "À vérifier", "#e66100", "trop près d'une limite pour la précision de la position, ou trouvée ailleurs que demandé"),
    ("ADRESSE_IMPRECISE", "Adresse\u00a0imprécise", "#d9a900", "rue, lieu-dit ou commune seulement : demander le numéro"),
    ("NON_TROUVEE", "Non trouvée", "#5b5b5b", "rien de sûr n'a été trouvé"),
    ("ERREUR", "Erreur", "#111111", "ligne inutilisable"),
)
PALE = ("HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE")  # white words would not show on these


def french(number, digits=1):
    """Write a number as the French do."""
    return "{:,.{}f}".format(number, digits).replace(",", "\u202f").replace(".", ",")


def tabled(head, rows, numbers=()):
    """Return an HTML table; cells are already escaped."""

    def cell(tag, place, value):
        return "<{0}{1}>{2}</{0}>".format(tag, ' class="n"' if place in numbers else "", value)

    lines = ["<tr>{}</tr>".format("".join(cell("th", i, h) for i, h in enumerate(head)))]
    for row in rows:
        kind = ""
        if row[0] == "*":
            kind, row = ' class="all"', row[1:]
        lines.append("<tr{}>{}</tr>".format(kind, "".join(cell("td", i, v) for i, v in enumerate(row))))
    return "<table>{}</table>".format("\n".join(lines))


def percent(value):
    """Write a share."""
    return "–" if value is None else french(value) + "\u00a0%"


def metres(value):
    """Write a signed distance."""
    return "–" if value is None else "{}\u00a0m".format(french(value)).replace("-", "\u2212")


def strip(verdicts):
    """Draw how many rows each verdict has."""
    total = sum(verdicts.values())
    return '<table class="strip"><tr>{}</tr></table>'.format(
        "".join(
            '<td style="width:{:.2f}%;background:{};color:{}">{}</td>'.format(
                100 * verdicts[v] / total, colour, "#1c2733" if v in PALE else "#fff", verdicts[v]
            )
            for v, _, colour, _ in VERDICTS
            if verdicts[v]
        )
    )


def verdict_table(verdicts):
    """Write how many rows each verdict has, and what it means."""
    total = sum(verdicts.values())
    rows = [
        ('<span class="dot" style="background:{}"></span>{}'.format(colour, title), escape(meaning), verdicts[v],
         percent(100 * verdicts[v] / total))
        for v, title, colour, meaning in VERDICTS
    ]  # fmt: skip
    return tabled(("Verdict", "Ce que cela veut dire", "Lignes", "Part"), rows, (2, 3))
