"""The runs themselves, through qgis_process, exactly as a user would type them."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import time

from . import addresses, observatories

WALKING_SPEED = 4
WALK_BREAKS = "5;10;15"
PHARMACIES = "equipements|subset=\"typequ\"='D307'"
# the sample is 14 km across: the usual 10, 15, 20 and 30 minutes would all be reached
CAR_THRESHOLDS = "2;4;6;8"
CAR_REFERENCE = 4


def qgis_process():
    """Return the program; Debian 12's wrapper is broken by its own /etc/default/qgis, hence the .bin first."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        sys.exit("qgis_process est introuvable : installez le paquet « qgis ».")
    return program


def call(*words):
    """Run qgis_process; return what it writes, or end with its complaint."""
    done = subprocess.run(
        [qgis_process(), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=900
    )
    if done.returncode or "Traceback" in done.stderr:
        sys.exit(
            "qgis_process a échoué ({}) :\n{}\n{}".format(" ".join(words[:2]), done.stdout[-2000:], done.stderr[-4000:])
        )
    return done.stdout


def run(title, algorithm, parameters, log):
    """Run one algorithm; return its results."""
    print(title)
    words = ["--{}={}".format(k, v) for k, v in parameters.items()]
    lines = ["qgis_process run cohesion:" + algorithm, *("  " + shlex.quote(w) for w in words)]
    log.append(" \\\n".join(lines))
    started = time.monotonic()
    answer = json.loads(call("run", "cohesion:" + algorithm, "--json", *words))
    print("   cohesion:{} — {:.1f} s".format(algorithm, time.monotonic() - started))
    return answer["results"]


def everything(root, folder):
    """Run the questions; return {question: results}, and the commands under "commands"."""
    sample, results = root / "resources" / "sample", folder / "resultats.gpkg"
    town, log = "{}|layername=".format(sample / "exemple.gpkg"), []

    def into(table):
        return "ogr:dbname='{}' table=\"{}\" (geom)".format(results, table)

    answers = {"commands": log}
    addresses.runs(run, sample, folder, into, town, log)
    answers["qpv"] = run(
        "2. 200 bénéficiaires déjà géocodés : lesquels sont en quartier prioritaire ?",
        "georeferencepoints",
        {
            "INPUT": sample / "beneficiaires.csv",
            "QPV": town + "qpv_2024",
            "QPV_PREVIOUS": town + "qpv_2015",
            "QPV_LIST": sample / "liste_qp_2024.csv",
            "COMMUNES": town + "communes",
            "DATE_FIELD": "date_aide",
            "GROUP_FIELDS": "dispositif",
            "SUM_FIELDS": "montant",
            "OUTPUT": into("verdicts"),
            "OUTPUT_SUMMARY": into("synthese_qpv"),
            "OUTPUT_HTML": folder / "rapport_qpv.html",
            "OUTPUT_JOURNAL": folder / "journal_qpv.json",
        },
        log,
    )
    answers["coverage"] = run(
        "3. France services : qui est à quelques minutes en voiture, qui ne l'est pas ?",
        "servicecoverage",
        {
            "SITES": sample / "france_services.csv",
            "POPULATION": town + "carreaux_200m",
            "NETWORK": town + "voirie_bdtopo",
            "MODE": 1,
            "THRESHOLDS": CAR_THRESHOLDS,
            "REFERENCE_THRESHOLD": CAR_REFERENCE,
            "SCENARIO": 3,
            "ZONES": town + "communes",
            "OUTPUT_ZONES": into("france_services_communes"),
            "OUTPUT_CELLS": into("france_services_carreaux"),
            "OUTPUT_GAPS": into("france_services_secteurs"),
            "OUTPUT_SUMMARY": into("france_services_synthese"),
        },
        log,
    )
    answers["bands"] = run(
        "4. Pharmacies : jusqu'où va-t-on à pied en 5, 10 et 15 minutes ?",
        "accessibilitybands",
        {
            "INPUT": town + PHARMACIES,
            "NETWORK": town + "voirie_osm",
            "MODE": 0,
            "WALKING_SPEED": WALKING_SPEED,
            "BREAKS": WALK_BREAKS,
            "OUTPUT": into("pharmacies_a_pied"),
            "OUTPUT_LINES": into("pharmacies_rues"),
        },
        log,
    )
    answers["nearest"] = run(
        "5. De chaque carreau habité : minutes à pied jusqu'à l'équipement le plus proche de chaque famille",
        "nearestfacility",
        {
            "ORIGINS": town + "carreaux_200m",
            "ORIGIN_ID_FIELD": "idcar_200m",
            "FACILITIES": town + "equipements",
            "FAMILY_FIELD": "famille",
            "NETWORK": town + "voirie_osm",
            "MODE": 0,
            "WALKING_SPEED": WALKING_SPEED,
            "OUTPUT": into("equipements_a_pied"),
        },
        log,
    )
    answers["pharmacies"] = run(
        "6. De chaque carreau habité : minutes à pied jusqu'à la pharmacie la plus proche",
        "nearestfacility",
        {
            "ORIGINS": town + "carreaux_200m",
            "ORIGIN_ID_FIELD": "idcar_200m",
            "FACILITIES": town + PHARMACIES,
            "NETWORK": town + "voirie_osm",
            "MODE": 0,
            "WALKING_SPEED": WALKING_SPEED,
            "OUTPUT": into("pharmacies_carreaux"),
        },
        log,
    )
    answers["observatories"] = observatories.runs(run, sample, folder, into, town, log)
    return answers
