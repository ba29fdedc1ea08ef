"""Bondy: 8,413 BAN addresses against the QPV of 2024 and 2015, counts by verdict and by QPV, and a map.

usage: benchmarks/real_data/bondy_qpv.py     (figures on screen, map in benchmarks/out/)

The 2024 perimeters of the data are cut at the commune's edge, with codes deduced and one sliver without code:
distances near the edge say nothing, the counts do.
"""
from __future__ import annotations

import gzip
import os
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import OUT, SHARED, start_qgis  # noqa: E402

BONDY = SHARED / "bondy"


def main():
    """Run the algorithm, print its figures, draw the map."""
    OUT.mkdir(parents=True, exist_ok=True)
    processing = start_qgis()
    from maps import draw_map, layer, outline, speak_french

    french = speak_french()  # noqa: F841 - kept alive
    addresses, answers = OUT / "bondy_adresses.csv", OUT / "bondy_qpv.gpkg"
    addresses.write_bytes(gzip.decompress((BONDY / "adresses-93010.csv.gz").read_bytes()))
    contours = str(BONDY / "contours_bondy.gpkg") + "|layername="
    start = time.perf_counter()
    processing.run(
        "cohesion:georeferencepoints",
        {
            "INPUT": str(addresses),
            "QPV": contours + "qpv2024_clip",
            "QPV_PREVIOUS": contours + "qpv2015",
            "OUTPUT": str(answers),
        },
    )
    seconds = time.perf_counter() - start
    rows = layer(answers, "Adresses")
    found = list(rows.getFeatures())
    print("Bondy : {} adresses en {:.2f} s, les deux générations et la lecture comprises".format(len(found), seconds))
    for year, end in (("2024", ""), ("2015", "_2015")):
        verdicts = Counter(row["verdict" + end] for row in found)
        print("QPV", year, ":", ", ".join("{} {}".format(name, count) for name, count in verdicts.most_common()))
        inside = Counter(row["code_qp" + end] for row in found if row["verdict" + end] == "EN_QPV")
        for code, count in sorted(inside.items()):
            print("   {} : {} adresses fermes".format(code, count))
    perimeters = outline(layer(contours + "qpv2024_clip", "QPV"), "#0b3c5d", 0.7, "QPV 2024")
    commune = outline(layer(contours + "commune", "Bondy"), width=0.4, name="Bondy")
    draw_map(OUT / "bondy_qpv.png", [rows, perimeters, commune], "Bondy : verdict de chaque adresse", height=220.0)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
