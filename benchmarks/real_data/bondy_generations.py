"""Bondy: QPV 2015 and 2024 compared (area, addresses, people), and 82 facility buildings against those of 2024.

usage: benchmarks/real_data/bondy_generations.py     (figures on screen, maps in benchmarks/out/)

The 2024 perimeters of the data are cut at the commune's edge: those of 2015 are cut there too before comparing.
People are those of Filosofi's 200 m cells, drawn cut at the edge of the commune though their values are of whole
cells: each is first weighted by the part of its 40,000 m² that is drawn.
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
    """Run both algorithms, print their figures, draw the maps."""
    OUT.mkdir(parents=True, exist_ok=True)
    processing = start_qgis()
    from maps import draw_map, layer, outline, speak_french

    french = speak_french()  # noqa: F841 - kept alive
    contours = str(BONDY / "contours_bondy.gpkg") + "|layername="
    cut = processing.run(
        "native:clip", {"INPUT": contours + "qpv2015", "OVERLAY": contours + "commune", "OUTPUT": "TEMPORARY_OUTPUT"}
    )["OUTPUT"]
    cells = processing.run(
        "native:fieldcalculator",
        {
            "INPUT": str(BONDY / "filosofi200m_bondy.gpkg") + "|layername=carreaux_clip_commune",
            "FIELD_NAME": "ind_bondy",
            "FIELD_TYPE": 0,
            "FORMULA": '"ind" * area($geometry) / 40000',
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )["OUTPUT"]
    addresses = OUT / "bondy_adresses.csv"
    addresses.write_bytes(gzip.decompress((BONDY / "adresses-93010.csv.gz").read_bytes()))
    points = "file://{}?delimiter=;&xField=lon&yField=lat&crs=EPSG:4326".format(addresses)
    from qgis.core import QgsVectorLayer

    start = time.perf_counter()
    compared = processing.run(
        "cohesion:compareqpvgenerations",
        {
            "QPV": contours + "qpv2024_clip",
            "QPV_PREVIOUS": cut,
            "POINTS": QgsVectorLayer(points, "Adresses", "delimitedtext"),
            "POPULATION": cells,
            "POPULATION_FIELD": "ind_bondy",
            "OUTPUT": str(OUT / "bondy_generations.gpkg"),
            "OUTPUT_PASSAGE": "TEMPORARY_OUTPUT",
            "OUTPUT_SUMMARY": "TEMPORARY_OUTPUT",
        },
    )
    print("Bondy, QPV 2015 et 2024 comparés en {:.2f} s".format(time.perf_counter() - start))
    for name, unit in (("AREA", "ha"), ("POINTS", "adresses"), ("POPULATION", "personnes des carreaux")):
        values = [compared["{}_{}".format(name, end)] for end in ("KEPT", "GAINED", "LOST")]
        print("   conservé {}, gagné {}, perdu {} {}".format(*values, unit))
    for row in compared["OUTPUT_PASSAGE"].getFeatures():
        print(
            "   {} → {} : {} ha, {} % de 2015, {} % de 2024, {} adresses, {} personnes{}".format(
                *(
                    row[n] or "—"
                    for n in (
                        "code_qp_2015", "code_qp_2024", "superficie_ha", "part_superficie_2015_pct",
                        "part_superficie_2024_pct", "adresses", "population",
                    )
                ),
                " (liseré)" if row["lisere"] == "OUI" else "",
            )
        )  # fmt: skip
    commune = outline(layer(contours + "commune", "Bondy"), width=0.4, name="Bondy")
    title = "Bondy : QPV 2015 et 2024"
    pieces = layer(OUT / "bondy_generations.gpkg", "Périmètres")
    draw_map(OUT / "bondy_generations.png", [pieces, commune], title, height=220.0)

    start = time.perf_counter()
    placed = processing.run(
        "cohesion:georeferenceparcels",
        {
            "INPUT": str(BONDY / "poi_buildings.gpkg"),
            "QPV": contours + "qpv2024_clip",
            "OUTPUT": str(OUT / "bondy_batiments.gpkg"),
        },
    )
    print("Bondy, bâtiments d'équipement placés en {:.2f} s".format(time.perf_counter() - start))
    buildings = layer(placed["OUTPUT"], "Bâtiments")
    rows = list(buildings.getFeatures())
    for name in ("verdict", "regle", "bande_300"):
        counts = Counter(row[name] for row in rows).most_common()
        print("   {} : {}".format(name, ", ".join("{} {}".format(*pair) for pair in counts)))
    perimeters = outline(layer(contours + "qpv2024_clip", "QPV"), "#0b3c5d", 0.7, "QPV 2024")
    title = "Bondy : bâtiments d'équipement et QPV 2024"
    draw_map(OUT / "bondy_batiments.png", [buildings, perimeters, commune], title, height=220.0)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
