"""Corsica: people within 10, 20 and 30 minutes by car of a France services site, and a map.

usage: benchmarks/real_data/corsica_coverage.py     (figures on screen, map in benchmarks/out/)
"""
from __future__ import annotations

import csv
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import OUT, SHARED, start_qgis  # noqa: E402

CORSICA = SHARED / "corsica"
SITES = SHARED / "france_services" / "liste-fs-20240801.csv"
COMMUNES = [str(CORSICA / name) for name in ("communes-2A-corse-du-sud.geojson", "communes-2B-haute-corse.geojson")]
LABELS = {"fixe": "sites fixes", "avec_antennes": "avec antennes", "avec_base_bus": "avec bases de bus"}


def main():
    """Run the algorithm, print its figures, draw the map."""
    OUT.mkdir(parents=True, exist_ok=True)
    processing = start_qgis()
    from maps import speak_french

    french = speak_french()  # noqa: F841 - kept alive
    from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage

    communes = processing.run("native:mergevectorlayers", {"LAYERS": COMMUNES, "OUTPUT": "memory:"})["OUTPUT"]
    paths = {name: str(OUT / "corse_{}.gpkg".format(name)) for name in ("carreaux", "communes", "secteurs")}
    table = str(OUT / "corse_tableau.csv")
    parameters = {
        "SITES": str(SITES),
        "POPULATION": str(CORSICA / "carr_corse_1km_2015_crs3035.gpkg"),
        "NETWORK": str(CORSICA / "corsica.gpkg") + "|layername=links",
        "NETWORK_PROFILE": 3,
        "NETWORK_FILTER": "\"modes\" LIKE '%car%'",
        "TIME_EXPRESSION": '"length_m" / "freespeed_ms" / 60',
        "DEFAULT_DIRECTION": 0,
        "ZONES": communes,
        "THRESHOLDS": "10,20,30",
        "BORDER_EFFECT": 1,
        "OUTPUT_CELLS": paths["carreaux"],
        "OUTPUT_ZONES": paths["communes"],
        "OUTPUT_GAPS": paths["secteurs"],
        "OUTPUT_SUMMARY": table,
    }
    start = time.perf_counter()
    results = processing.run(ServiceCoverage().create(), parameters)
    seconds = time.perf_counter() - start
    tell(table, paths, results, seconds)
    tell_border(processing, ServiceCoverage, parameters)
    draw(paths, communes)


def tell(table, paths, results, seconds):
    """Print the shares of Corsica, of its départements and of the communes worst off."""
    with open(table, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    print("Corse : {:,.0f} personnes dans {} carreaux, {:.2f} s".format(
        results["POPULATION_TOTAL"], next(r["nb_carreaux"] for r in rows if r["zone"] == "ENSEMBLE"), seconds
    ))
    print("{:12} {:16} {:>8} {:>9} {:>8} {:>8} {:>8} {:>11} {:>11}".format(
        "territoire", "scénario", "people", "≤10 min %", "≤20 %", "≤30 %", "minutes", "sans accès", "effet bord"
    ))
    groups = {"2A": "Corse-du-Sud", "2B": "Haute-Corse", "HO": "hors zones", "EN": "ensemble"}
    for prefix, name in groups.items():
        for scenario, label in LABELS.items():
            mine = [r for r in rows if r["zone"].startswith(prefix) and r["scenario"] == scenario]
            at = {t: [r for r in mine if float(r["seuil_min"]) == t] for t in (10, 20, 30)}
            people = sum(float(r["population"]) for r in at[10])
            shares = [100 * sum(float(r["pop_couverte"]) for r in at[t]) / people for t in (10, 20, 30)]
            reached = sum(float(r["population"]) - float(r["pop_sans_acces"]) for r in at[10])
            time_spent = sum(
                float(r["minutes_moyennes"] or 0) * (float(r["population"]) - float(r["pop_sans_acces"]))
                for r in at[10]
            )
            print("{:12} {:16} {:>8.0f} {:>9.2f} {:>8.2f} {:>8.2f} {:>8.1f} {:>11.0f} {:>11.0f}".format(
                name, label, people, *shares, time_spent / reached,
                sum(float(r["pop_sans_acces"]) for r in at[10]), sum(float(r["pop_effet_bord"]) for r in at[10]),
            ))
    worst = sorted(
        (r for r in rows if r["scenario"] == "avec_antennes" and float(r["seuil_min"]) == 30 and r["zone"][0] == "2"),
        key=lambda r: -float(r["pop_au_dela"]),
    )[:10]
    print("\ncommunes où le plus de monde vit à plus de 30 min (avec antennes)")
    for row in worst:
        print("  {} {:28} {:>6.0f} sur {:>6.0f}".format(
            row["zone"], row["nom_zone"], float(row["pop_au_dela"]), float(row["population"])
        ))


def tell_border(processing, algorithm, parameters):
    """Print what the border effect is worth on an island: none, and what it would be were it not said."""
    kept = {key: value for key, value in parameters.items() if not key.startswith("OUTPUT") and key != "BORDER_EFFECT"}
    print("\neffet de bord (avec antennes) selon ce que l'on dit du réseau")
    for effect, said in ((1, "entier : la Corse est une île"), (0, "rien : toute impasse du littoral est une coupure")):
        layer = processing.run(
            algorithm().create(), {**kept, "BORDER_EFFECT": effect, "OUTPUT_CELLS": "memory:"}
        )["OUTPUT_CELLS"]
        flagged = [feature["Ind"] for feature in layer.getFeatures() if feature["effet_bord"] == "OUI"]
        print("  {:50} {:>5} carreaux sur {}, {:>8,.0f} personnes".format(
            said, len(flagged), layer.featureCount(), sum(flagged)
        ))


def draw(paths, communes):
    """Draw zones, cells and sectors side by side."""
    from maps import draw_map, layer, outline, points_of_list

    sites = points_of_list(SITES, ("2A", "2B"))
    cells, zones = layer(paths["carreaux"], "Minutes"), layer(paths["communes"], "Communes")
    gaps = layer(paths["secteurs"], "Secteurs")
    border = outline(communes)
    draw_map(OUT / "corse_carreaux.png", [sites, gaps, border, cells], "France services : minutes en voiture, Corse")
    draw_map(OUT / "corse_communes.png", [sites, gaps, zones], "Part de la population à 20 min ou moins, Corse")


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
