"""The page that tells what was found, in the order an agent cares about."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import datetime
from html import escape

from . import addresses, observatories
from .html_parts import VERDICTS, french, metres, percent, strip, tabled, verdict_table
from .runs import CAR_REFERENCE, CAR_THRESHOLDS, WALKING_SPEED

FAMILIES = {
    "sante": "Santé", "ecole": "École, collège, lycée", "vie_quotidienne": "Commerces et services quotidiens", "sport": "Sport",
    "social": "Action sociale, loisirs", "creche": "Petite enfance", "culture": "Culture", "emploi": "Emploi", "police": "Police, gendarmerie",
}  # fmt: skip
STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 "Open Sans", "Segoe UI", "DejaVu Sans", sans-serif; color: #1c2733; background: #f3f5f8; margin: 0; }
header { background: #16325c; color: #fff; padding: 1.6rem 2rem; }
header h1 { margin: 0 0 .3rem; font-size: 1.7rem; }
header p { margin: 0; color: #d7e2ee; }
main { max-width: 68rem; margin: 0 auto; padding: 1.2rem 1.5rem 3rem; }
section { background: #fff; border: 1px solid #dbe2ea; border-radius: 6px; padding: 1.1rem 1.5rem 1.4rem; margin-top: 1.4rem; }
h2 { color: #16325c; margin: .2rem 0 .6rem; font-size: 1.35rem; }
h3 { color: #2b5c94; margin: 1.4rem 0 .4rem; font-size: 1.05rem; }
img { width: 100%; height: auto; border: 1px solid #c9d2dc; margin: .6rem 0; display: block; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; margin: .5rem 0; }
th, td { border-bottom: 1px solid #dbe2ea; padding: .32rem .6rem; text-align: left; vertical-align: top; }
th { background: #eef3f8; color: #16325c; }
td.n, th.n { text-align: right; white-space: nowrap; }
tr.all td { font-weight: 700; border-top: 2px solid #16325c; }
.dot { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .5em; vertical-align: -1px; }
.strip { width: 100%; height: 34px; border-collapse: separate; border-spacing: 2px 0; table-layout: fixed; margin: .6rem 0 .2rem; }
.strip td { border: 0; padding: 0; font-weight: 700; text-align: center; vertical-align: middle; overflow: hidden; }
.key { border-left: 6px solid #e66100; background: #fff5ec; padding: .8rem 1.1rem; font-size: 1.12rem; margin: 1rem 0; }
.key small { display: block; color: #5b4a3c; font-size: .85rem; margin-top: .3rem; }
.note { color: #55616e; font-size: .9rem; }
.bar { background: #e6ecf2; height: 14px; border-radius: 3px; min-width: 160px; }
.bar i { display: block; height: 14px; background: #1f6f8b; border-radius: 3px; }
.bounds { position: relative; background: #e6ecf2; height: 14px; border-radius: 3px; min-width: 150px; }
.bounds i { position: absolute; height: 14px; background: #f2b27a; border-radius: 3px; }
.bounds b { position: absolute; height: 14px; background: #0b5d8f; left: 0; border-radius: 3px; }
pre { background: #f1f4f7; padding: .8rem; overflow-x: auto; font-size: .78rem; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { color: #55616e; font-size: .85rem; margin-top: 1.5rem; }
"""


def write(root, folder, answers, found):
    """Write index.html."""
    body = [*addresses.page(root, folder, found.asked), *beneficiaries(found), *coverage(found), *walking(found),
            *observatories.page(found.joined, answers["observatories"]), *how(answers)]  # fmt: skip
    page = (
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>Cohésion des territoires : démonstration</title><style>{}</style></head><body>"
        "<header><h1>Cohésion des territoires : ce que l'extension répond</h1>"
        "<p>Démonstration sur une ville inventée, Valombre (12 communes, 40 000 habitants). Toutes les données sont fictives ; "
        "les champs sont ceux des données officielles.</p></header><main>{}"
        "<footer>Produit le {} par <code>scripts/demo</code>, sans aucune connexion. La localisation d'une adresse est indicative "
        "et ne vaut pas attestation réglementaire.</footer></main></body></html>\n"
    ).format(STYLE, "\n".join(body), datetime.date.today().strftime("%d/%m/%Y"))
    (folder / "index.html").write_text(page, encoding="utf-8")
    print("   index.html")


def beneficiaries(found):
    """Tell the second question: the list, the map of those to check, the summary, the plain join."""
    whole = next(r for r in found.summary if r["niveau"] == "ensemble")
    yield "<section><h2>2. 200 bénéficiaires déjà géocodés : lesquels sont en quartier prioritaire ?</h2>"
    yield (
        "<p>Une liste telle qu'un service la reçoit : déjà géocodée par la BAN (colonnes <code>result_*</code>), avec ses réponses à la rue, "
        "ses numéros au ras d'un périmètre, ses erreurs et ses absences. Chaque ligne reçoit un verdict, et une phrase qui dit pourquoi.</p>"
    )
    yield strip(found.verdicts)
    yield verdict_table(found.verdicts)
    yield "<h3>Les {} adresses à vérifier</h3>".format(len(found.to_check))
    yield '<img src="carte_2_beneficiaires_a_verifier.png" alt="Carte des bénéficiaires à vérifier">'
    check = sorted(found.to_check, key=lambda r: abs(r["distance_m"]) if r["distance_m"] is not None else 1e9)
    yield tabled(
        ("Bénéficiaire", "Adresse retenue", "Position", "Distance à la limite", "Quartier le plus proche", "Pourquoi"),
        [
            (escape(r["identifiant"]), escape(r["result_label"] or "–"), escape(r["precision"] or "–"), metres(r["distance_m"]),
             escape(r["nom_qp_proche"] or r["nom_qp"] or "–"), escape(r["motif"] or ""))
            for r in check
        ],
        (3,),
    )  # fmt: skip
    yield '<p class="note">Distance négative : dans le périmètre. Positive : dehors.</p>'
    yield "<h3>Synthèse par quartier, avec ses deux bornes</h3>"
    yield (
        "<p>De <b>{}</b> (réponses fermes sur toutes les lignes) à <b>{}</b> (en comptant toutes les indécises) des bénéficiaires sont en QPV ; "
        "<b>{}</b> des seules lignes décidées. La vérité est entre les bornes, pas sur un chiffre faussement exact.</p>"
    ).format(percent(whole["part_min_pct"]), percent(whole["part_max_pct"]), percent(whole["part_decidee_pct"]))
    lines = []
    for r in sorted((r for r in found.summary if r["niveau"] == "qpv"), key=lambda r: r["code_qp"] or "~"):
        lines.append(summary_row(r, escape("{} {}".format(r["code_qp"] or "", r["nom_qp"] or ""))))
    lines.append(("*", *summary_row(whole, "Ensemble (une ligne = un bénéficiaire)")))
    yield tabled(
        ("Quartier prioritaire 2024", "En QPV (ferme)", "À vérifier", "Montants en QPV", "Part min.", "Part max.", "Entre les deux bornes"),
        lines, (1, 2, 3, 4, 5),
    )  # fmt: skip
    yield "<h3>Par dispositif</h3>"
    yield tabled(
        ("Dispositif", "Lignes", "En QPV (ferme)", "Part min.", "Part max.", "Entre les deux bornes"),
        [
            (
                escape(r["dispositif"] or "non renseigné"),
                r["nb_lignes"],
                r["nb_en_qpv"],
                percent(r["part_min_pct"]),
                percent(r["part_max_pct"]),
                bounds(r),
            )
            for r in sorted(found.groups, key=lambda r: r["dispositif"] or "")
        ],
        (1, 2, 3, 4),
    )
    yield key_line(found)
    yield "</section>"


def key_line(found):
    """Say what a plain spatial join would have done."""
    caught = ", ".join(
        "{} «\u00a0{}\u00a0»".format(n, next(t for v, t, _, _ in VERDICTS if v == verdict).lower())
        for verdict, n in found.join_wrong_by.most_common()
        if verdict not in ("EN_QPV", "HORS_QPV")
    )
    ours = {0: "aucun verdict ferme de l'extension n'est faux"}.get(
        found.ours_wrong,
        "{} verdict{} ferme{} de l'extension {} faux".format(
            found.ours_wrong, *(("s", "s", "sont") if found.ours_wrong > 1 else ("", "", "est"))
        ),
    )
    return (
        '<p class="key">Une jointure spatiale simple aurait donné <b>{} réponses fermes qui sont fausses</b>.'
        "<small>On le sait ici parce que la ville est inventée : le fichier <code>beneficiaires_verite.csv</code> dit où chacun habite vraiment. "
        "Cette jointure prend le point du géocodeur pour l'adresse, et une ligne sans point pour « hors QPV ». L'extension classe ces lignes ainsi : {} ; sur les mêmes 200 lignes, {}.</small></p>"
    ).format(found.join_wrong, caught, ours)


def bounds(row):
    """Draw the two bounds of a share."""
    low, high = row["part_min_pct"] or 0, row["part_max_pct"] or 0
    return '<div class="bounds"><i style="left:0;width:{:.1f}%"></i><b style="width:{:.1f}%"></b></div>'.format(
        high, low
    )


def summary_row(row, title):
    """Return one line of the summary."""
    amount = row.get("somme_montant_en_qpv")
    return (
        title, row["nb_en_qpv"], row["nb_a_verifier"], "–" if amount is None else french(amount, 0) + "\u00a0€",
        percent(row["part_min_pct"]), percent(row["part_max_pct"]), bounds(row),
    )  # fmt: skip


def coverage(found):
    """Tell the third question: France services."""
    steps = CAR_THRESHOLDS.split(";")
    near = "part_{}_{}_pct"
    rows = []
    for c in sorted(found.communes, key=lambda c: c[near.format("avec_antennes", CAR_REFERENCE)] or 0):
        rows.append((
            escape(c["nom"]), french(c["population_2"] if "population_2" in c else c["population"], 0),
            percent(c[near.format("fixe", CAR_REFERENCE)]), percent(c[near.format("avec_antennes", CAR_REFERENCE)]),
            percent(c[near.format("avec_base_bus", CAR_REFERENCE)]), french(c["pop_effet_bord_avec_antennes"], 0),
        ))  # fmt: skip
    yield "<section><h2>3. France services : qui est couvert, et où sont les secteurs éloignés ?</h2>"
    yield (
        "<p>Temps en voiture, trafic fluide, de chaque carreau habité au site le plus proche, par les routes. Un bus n'a dans la liste "
        "officielle qu'un point, sa base, où personne n'est reçu : les trois scénarios sont donc séparés. Les carreaux <b>hachurés en violet</b> "
        "sont plus près du bord de la carte que d'un site : leur temps est un maximum. Seuils : {} minutes, le territoire étant petit.</p>"
    ).format(", ".join(steps))
    yield '<img src="carte_3_france_services.png" alt="Carte de la couverture par France services">'
    yield "<h3>Part de la population à {} minutes au plus, par commune</h3>".format(CAR_REFERENCE)
    yield tabled(
        (
            "Commune",
            "Population des carreaux",
            "Sites fixes",
            "Avec antennes",
            "Avec bases de bus (borne haute)",
            "Effet de bord (personnes)",
        ),
        rows,
        (1, 2, 3, 4, 5),
    )
    headline = [s for s in found.sectors if s["scenario"] == "avec_antennes"]
    yield "<p>À plus de {} minutes, avec les antennes : <b>{} secteur{}</b>, {} personnes. Les carreaux sans accès calculé restent au dénominateur.</p>".format(
        steps[-1], len(headline), "s" if len(headline) > 1 else "", french(sum(s["population"] for s in headline), 0)
    )
    yield '<p class="note">Population des carreaux (ménages fiscaux), jamais le recensement.</p></section>'


def walking(found):
    """Tell the fourth question: on foot."""
    yield "<section><h2>4. À pied : qu'atteint-on en 15 minutes ?</h2>"
    yield (
        "<p>À {} km/h, 15 minutes font 1 000 m de rue : la vitesse est écrite dans chaque résultat. Les zones suivent les rues ; elles ne passent "
        "ni la rivière hors des ponts, ni la voie ferrée hors de son passage, et l'île, que rien ne relie, n'est pas atteinte.</p>"
    ).format(WALKING_SPEED)
    yield '<img src="carte_4_a_pied.png" alt="Carte des zones à pied autour des pharmacies">'
    yield "<p>{} de la population est à 15 minutes ou moins d'une pharmacie ({} à 10 minutes, {} à 5).</p>".format(
        *(percent(near) for _, near in reversed(found.pharmacies))
    )
    yield "<h3>Part de la population à 15 minutes à pied ou moins, par famille d'équipements</h3>"
    yield tabled(
        ("Famille", "À 15 min ou moins", "", "Sans accès"),
        [
            (
                escape(FAMILIES.get(name, name)),
                percent(near),
                '<div class="bar"><i style="width:{:.1f}%"></i></div>'.format(near),
                percent(none),
            )
            for name, near, none in found.families
        ],
        (1, 3),
    )
    yield '<p class="note">Calculé de chaque carreau de 200 m à l\'équipement le plus proche, en une seule recherche par famille.</p></section>'


def how(answers):
    """Tell how to do it again."""
    yield "<section><h2>Refaire la même chose</h2>"
    yield (
        '<p>Dans QGIS : boîte à outils, groupe « Cohésion des territoires » ; ou ouvrir <a href="cohesion_demo.qgz">cohesion_demo.qgz</a>. '
        'Tous les résultats sont dans <a href="resultats.gpkg">resultats.gpkg</a> ; le rapport de l\'algorithme est '
        '<a href="rapport_qpv.html">rapport_qpv.html</a>. En ligne de commande :</p><pre>{}</pre></section>'
    ).format(escape("\n\n".join(answers["commands"])))
