"""Bondy's addresses among generated neighbours that have the same streets: what makes a wrong answer possible."""

from __future__ import annotations

import csv
import gzip
import random
import sys

from harness import OUT, ROOT, SHARED

sys.path.insert(0, str(ROOT / "tests" / "support"))

FOLDER = OUT / "addresses"
BONDY = SHARED / "bondy" / "adresses-93010.csv.gz"
NEIGHBOURS = (
    ("93053", "Noisy-le-Sec", "93130"),
    ("93057", "Les Pavillons-sous-Bois", "93320"),
    ("93077", "Villemomble", "93250"),
    ("93064", "Rosny-sous-Bois", "93110"),
    ("93008", "Bobigny", "93000"),
    ("93005", "Aulnay-sous-Bois", "93600"),
    ("93062", "Le Raincy", "93340"),
    ("93029", "Drancy", "93700"),
    ("93063", "Romainville", "93230"),
    ("93046", "Livry-Gargan", "93190"),
    ("93014", "Clichy-sous-Bois", "93390"),
    ("95091", "Bondoufle", "95140"),
)
"""Code, name and postcode; the last is none of the neighbours, its name is nearly Bondy's."""


def records():
    """Return the rows of Bondy's file, whose letters were encoded twice, as people read them."""
    from real_data import bondy_addresses

    return bondy_addresses(SHARED)


def world(seed=7, share=0.6):
    """Write Bondy and its neighbours as BAN files, once, and return their paths.

    A neighbour takes that share of Bondy's streets, with other numbers, elsewhere.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "voisines.csv.gz"
    rows = records()
    rng = random.Random(seed)
    by_street = {}
    for row in rows:
        by_street.setdefault(row["nom_voie"], []).append(row)
    with gzip.open(path, "wt", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        for k, (code, name, postcode) in enumerate(NEIGHBOURS):
            for i, (_street, group) in enumerate(sorted(by_street.items())):
                if rng.random() > share:
                    continue
                for row in group:
                    if rng.random() < 0.25:
                        continue
                    end = "_" + row["rep"] if row["rep"] else ""
                    writer.writerow(
                        dict(
                            row, id="{}_{:04d}_{:05d}{}".format(code, i, int(row["numero"]), end),
                            id_fantoir="", code_insee=code, nom_commune=name, code_postal=postcode,
                            lon="{:.6f}".format(float(row["lon"]) + 0.08 * (k % 4 + 1)),
                            lat="{:.6f}".format(float(row["lat"]) + 0.06 * (k // 4 + 1)),
                        )
                    )  # fmt: skip
    return [BONDY, path]
