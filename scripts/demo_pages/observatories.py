"""The fifth question: figures by commune, as an observatory gives them, joined, classed, told."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import csv
from dataclasses import dataclass
from html import escape

from .html_parts import french, tabled
from .layers import labelled
from .sheets import Sheet, text

__all__ = ["Joined", "draw", "page", "read", "runs"]

REPORT, CLASSES, PORTRAIT, INVENTED = "jointure_compte_rendu.csv", "classes_pauvrete.csv", "portrait.html", "chiffres_inventes.csv"
RATES = "taux_de_pauvrete"
TERRITORY = "DEP-69"
FIGURES = (
    ("Revenu médian", "€", 20_400, 310, 480), ("Surface couverte en 4G par deux opérateurs ou plus", "%", 84, 1, 3),
    ("Part des 65 ans et plus", "%", 16, 1, 1), ("Croissance de la population", "%", 0, 0, 0.1),
)  # fmt: skip
"""Title as in the collection, unit, least value, step from one département to the next, change between periods."""
STATUSES = {
    "publie": "valeur publiée", "absent": "la source a la commune, mais pas la valeur", "secret": "secret statistique",
    "hors_source": "la source n'a pas la commune",
    "a_verifier": "à vérifier : la valeur n'est peut-être pas celle de cette commune",
}  # fmt: skip


def runs(run, sample, folder, into, town, log):
    """Join the figures, class them, write a portrait of invented figures."""
    asked = {"BOUNDARIES": town + "communes", "INPUT": sample / "indicateurs.csv"}
    answer = run(
        "7. Un tableau par commune : la carte, et ce qui ne s'est pas rencontré",
        "joinindicator",
        {**asked, "VALUE_FIELDS": "taux_pauvrete", "UNIT": "%", "TITLE": "Taux de pauvreté", "OUTPUT": into(RATES),
         "OUTPUT_REPORT": folder / REPORT},
        log,
    )  # fmt: skip
    run(
        "   quatre classes, par les seuils naturels exacts",
        "classifyindicator",
        {"INPUT": "{}|layername={}".format(folder / "resultats.gpkg", RATES), "FIELD": "taux_pauvrete", "CLASSES": 4,
         "UNIT": "%", "TITLE": "Taux de pauvreté, 2021", "SOURCE": "exemple fictif", "OUTPUT": into(RATES + "_classes"),
         "OUTPUT_CLASSES": folder / CLASSES},
        log,
    )  # fmt: skip
    invent(folder / INVENTED)
    run(
        "   un portrait de territoire, avec des chiffres inventés",
        "territoryportrait",
        {"TERRITORY": TERRITORY, "INDICATORS": folder / INVENTED, "CACHE_FOLDER": folder / ".cache",
         "OUTPUT": into("portrait"), "OUTPUT_HTML": folder / PORTRAIT},
        log,
    )  # fmt: skip
    return answer


def invent(path):
    """Write figures that nobody has measured, for the départements of a région."""
    codes = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(("code", "annee", "valeur", "indicateur", "unite", "source"))
        for number, (title, unit, least, step, change) in enumerate(FIGURES):
            for place, code in enumerate(codes):
                for period, year in enumerate(("2015", "2018", "2021")):
                    value = least + step * ((5 * place + 3 * number) % 12) + change * period * (1 + place % 3)
                    rows.writerow((code, year, "{:.1f}".format(value).replace(".", ","), title, unit, "Chiffres inventés"))


@dataclass
class Joined:
    """What the join has made.

    Attributes
    ----------
    rows : list of dict
        The communes.
    report, classes : list of dict
    """

    rows: list
    report: list
    classes: list


def read(source, folder):
    """Read the results; `source` is the GeoPackage, opened."""

    def table(name):
        with open(folder / name, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    rows = [f.items() for f in source.GetLayerByName(RATES + "_classes")]
    return Joined(rows, table(REPORT), table(CLASSES))


def draw(layers, answer, folder, extent, crs):
    """Map the rates, in classes, with the counts in circles."""
    rates = layers.named[RATES + "_classes"]
    sheet = Sheet(
        layers.project,
        "5. Observatoires",
        "Taux de pauvreté des communes, 2021",
        "Seuils naturels exacts ; ce qui est absent ou sous secret statistique n'est dans aucune classe",
    )
    named = rates.clone()
    labelled(named, '"nom"', text(8.5, False, "#33302a"))
    layers.kept.append(named)
    sheet.map([named], extent, crs)
    sheet.north()
    sheet.legend([(rates, "", None)], 62)
    sheet.figure(str(answer["COUNT_JOINED"]), "communes jointes à une ligne du tableau")
    sheet.figure(str(answer["COUNT_WITHOUT_DATA"]), "commune sans ligne dans le tableau")
    sheet.figure(str(answer["COUNT_WITHOUT_POLYGON"]), "code du tableau sans commune : le total du département")
    sheet.credits("Tableau et communes inventés.")
    sheet.save(folder / "carte_5_observatoires.png")


def page(joined, answer):
    """Tell the question."""
    yield "<section><h2>5. Un tableau d'observatoire : la carte, et ce qui manque</h2>"
    yield (
        "<p>Un tableau tel qu'un observatoire le donne : une ligne par commune et par année, la virgule décimale, « s » pour le secret "
        "statistique, des cases vides, le total du département. Joint aux communes par leur code : <b>{COUNT_JOINED} jointes</b>, "
        "<b>{COUNT_WITHOUT_DATA} sans donnée</b>, <b>{COUNT_WITHOUT_POLYGON} code sans commune</b>, <b>{COUNT_SECRET} valeur sous secret</b>.</p>"
    ).format(**answer)
    yield '<img src="carte_5_observatoires.png" alt="Carte du taux de pauvreté par commune">'
    yield "<h3>Le compte rendu de la jointure</h3>"
    yield tabled(
        ("Code", "Nom", "Cas", "Pourquoi"),
        [tuple(escape(r[name]) for name in ("code", "nom", "cas", "motif")) for r in joined.report],
    )
    yield '<p class="note">Une jointure simple se tait sur ces lignes. Le compte rendu : <a href="{0}">{0}</a>.</p>'.format(REPORT)
    yield "<h3>Les classes</h3>"
    yield tabled(
        ("Classe", "Taux, %", "Communes"), [(escape(r["classe"] or "–"), escape(r["libelle"]), r["effectif"]) for r in joined.classes], (2,)
    )
    yield "<h3>Commune par commune</h3>"
    yield tabled(
        ("Commune", "Taux de pauvreté", "Classe", "Ce que l'on sait"),
        [
            (escape(r["nom"]), "–" if r["taux_pauvrete"] is None else french(r["taux_pauvrete"]) + "\u00a0%", r["classe_2"] or "–",  # the first is that of the join
             STATUSES[r["statut"]])
            for r in joined.rows
        ],
        (1, 2),
    )  # fmt: skip
    yield (
        '<p>À côté : <a href="{}">un portrait de territoire</a> (le Rhône, avec des <b>chiffres inventés</b> : <a href="{}">le tableau</a>), selon les '
        "six questions du baromètre ; ce qui n'a été ni fourni ni téléchargé y est listé, avec sa page. Dans QGIS, le panneau "
        "<i>Cohésion des territoires › Observatoires</i> trouve les indicateurs, et ne télécharge que ce que l'on demande.</p></section>"
    ).format(PORTRAIT, INVENTED)
