"""The first question: a spreadsheet of addresses as people type them, and the verdict on each."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from html import escape

from .html_parts import VERDICTS, french, metres, percent, strip, tabled, verdict_table

__all__ = ["Asked", "page", "read", "runs"]

SHEET, SIG_VILLE, REPORT = "demandes_avec_verdicts.xlsx", "demandes_sigville.csv", "rapport_demandes.html"
STREETS, STREETS_PAGE = "voies_des_qpv.ods", "voies_des_qpv.html"
PANEL = "panneau_de_verification.png"
OPEN = ("A_VERIFIER", "ADRESSE_IMPRECISE")


def runs(run, sample, folder, into, town, log):
    """Make the index of addresses, judge the spreadsheet, list the streets of each QPV."""
    index = folder / "adresses_ban.sqlite"
    run(
        "1. Un tableur de 60 adresses tapées à la main : lesquelles sont en quartier prioritaire ?",
        "buildaddressindex",
        {"INPUT": sample / "adresses_ban.csv", "OUTPUT": index},
        log,
    )
    asked = {
        "INPUT": sample / "demandes.xlsx",
        "ADDRESS_INDEX": index,
        "QPV": town + "qpv_2024",
        "QPV_PREVIOUS": town + "qpv_2015",
        "QPV_LIST": sample / "liste_qp_2024.csv",
        "DATE_FIELD": "Date de dépôt",
    }
    run(
        "   le tableur rendu, le fichier à la forme de SIG Ville, le rapport",
        "georeferenceaddresses",
        {
            **asked,
            "SUM_FIELDS": "Aide (€)",
            "OUTPUT": folder / SHEET,
            "OUTPUT_SIGVILLE": folder / SIG_VILLE,
            "OUTPUT_SUMMARY": into("demandes_synthese"),
            "OUTPUT_HTML": folder / REPORT,
        },
        log,
    )
    run("   la même liste en couche, à vérifier sur la carte", "georeferenceaddresses", {**asked, "OUTPUT": into("demandes")}, log)
    run(
        "   les rues de chaque quartier, avec leurs numéros",
        "qpvstreetindex",
        {"QPV": town + "qpv_2024", "ADDRESS_INDEX": index, "OUTPUT": folder / STREETS, "OUTPUT_HTML": folder / STREETS_PAGE},
        log,
    )


@dataclass
class Asked:
    """What the spreadsheet came back with.

    Attributes
    ----------
    rows : list of dict
        Its rows, in its order, read from the spreadsheet that an agent opens.
    verdicts : Counter
    whole : dict
        The summary of all.
    streets : Counter
        Streets by extent.
    """

    rows: list
    verdicts: Counter
    whole: dict
    streets: Counter


def read(source, folder):
    """Read the results; `source` is the GeoPackage, opened."""
    from osgeo import ogr

    sheet = ogr.Open(str(folder / SHEET))
    rows = [f.items() for f in sheet.GetLayer(0)]
    summary = [f.items() for f in source.GetLayerByName("demandes_synthese")]
    streets = ogr.Open(str(folder / STREETS))
    return Asked(
        rows=rows,
        verdicts=Counter(r["verdict"] for r in rows),
        whole=next(r for r in summary if r["niveau"] == "ensemble" and r["generation"] == "2024"),
        streets=Counter(f["etendue"] for f in streets.GetLayer(0)),
    )


def kinds(rows):
    """Return one row of each kind of answer, in the order of the sheet."""
    seen, kept = set(), []
    for row in rows:
        kind = row["verdict"], row["motif"][:8]
        if kind not in seen:
            seen.add(kind)
            kept.append(row)
    return kept


def nearness(row):
    """Return how far a row is from an edge, those that are not said last."""
    return float("inf") if row["distance_m"] is None else abs(row["distance_m"])


def typed(row):
    """Return the address as it was typed."""
    return " ".join(str(row[name]) for name in ("Adresse", "Code postal", "Commune") if row[name])


def page(root, folder, asked):
    """Tell the question."""
    shutil.copyfile(root / "docs" / "images" / "verification.png", folder / PANEL)
    colours = {verdict: (title, colour) for verdict, title, colour, _meaning in VERDICTS}

    def dot(verdict):
        title, colour = colours[verdict]
        return '<span class="dot" style="background:{}"></span>{}'.format(colour, title)

    yield "<section><h2>1. Un tableur de 60 adresses : lesquelles sont en quartier prioritaire ?</h2>"
    yield (
        "<p>La liste telle qu'un agent la reçoit : des adresses tapées à la main, avec leurs fautes, leurs abréviations, leurs « 12-14 », leurs "
        "CEDEX, leurs rues sans numéro. Elle est lue dans l'index local des adresses : <b>aucune ne sort de l'ordinateur</b>. "
        'Le tableur revient <b>ligne pour ligne</b>, dans son ordre, ses colonnes gardées : <a href="{}">{}</a>.</p>'
    ).format(SHEET, SHEET)
    yield strip(asked.verdicts)
    yield verdict_table(asked.verdicts)
    whole = asked.whole
    yield "<p>Part en QPV : <b>entre {} et {}</b>. Aides : {}\u00a0€ sur {}\u00a0€ vont à coup sûr en QPV.</p>".format(
        percent(whole["part_min_pct"]), percent(whole["part_max_pct"]),
        french(whole["somme_Aide (€)_en_qpv"], 0), french(whole["somme_Aide (€)"], 0),
    )  # fmt: skip
    yield '<img src="carte_1_demandes.png" alt="Carte des demandes et de leurs verdicts">'
    yield "<h3>Une ligne de chaque sorte de réponse</h3>"
    yield tabled(
        ("Dossier", "Adresse tapée", "Adresse retenue", "Verdict", "Quartier", "Limite à", "Pourquoi"),
        [
            (escape(r["Dossier"]), escape(typed(r) or "(vide)"), escape(r["adresse_retenue"] or "–"), dot(r["verdict"]),
             escape(r["nom_qp"] or "–"), metres(r["distance_m"]), escape(r["motif"]))
            for r in kinds(asked.rows)
        ],
        (5,),
    )  # fmt: skip
    left = sorted((r for r in asked.rows if r["verdict"] in OPEN), key=nearness)
    yield "<h3>Les {} lignes qui restent à trancher, dans l'ordre du panneau de vérification</h3>".format(len(left))
    yield tabled(
        ("Dossier", "Adresse retenue", "Quartier le plus proche", "Limite à", "Pourquoi"),
        [
            (escape(r["Dossier"]), escape(r["adresse_retenue"]), escape(r["nom_qp_proche"] or "–"), metres(r["distance_m"]),
             escape(r["motif"]))
            for r in left
        ],
        (3,),
    )  # fmt: skip
    yield (
        "<p>Menu <i>Cohésion des territoires › Lignes à vérifier (QPV)</i>, sur la couche <code>demandes</code> de "
        "<code>resultats.gpkg</code> : chaque ligne se montre sur la carte, se tranche d'une touche, s'annule, et les totaux suivent.</p>"
    )
    yield '<img src="{}" alt="Le panneau de vérification dans QGIS (image du guide)">'.format(PANEL)
    yield (
        '<p>À côté : <a href="{}">le rapport</a>, sans aucune adresse ; <a href="{}">le fichier à la forme de SIG Ville</a>, pour les formules '
        'déjà faites ; <a href="{}">les rues de chaque quartier</a>, à imprimer (<b>{}</b> entières, <b>{}</b> en partie), et '
        '<a href="{}">en tableur</a>.</p></section>'
    ).format(REPORT, SIG_VILLE, STREETS_PAGE, asked.streets["ENTIERE"], asked.streets["EN_PARTIE"], STREETS)
