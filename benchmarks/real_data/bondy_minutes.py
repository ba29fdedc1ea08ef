"""Bondy: walking minutes from every 200 m cell to the nearest facility of each category, shares of people, maps.

usage: benchmarks/real_data/bondy_minutes.py     (figures on screen, maps in benchmarks/out/)

Cells cut at the commune's edge keep the people of the whole cell in the source: each counts for
ind x area / 40,000 m2. Facilities beyond the edge are not in the data, nor are the streets: times
near the edge are upper bounds.
"""
from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import OUT, SHARED, start_qgis  # noqa: E402

BONDY = SHARED / "bondy"
THRESHOLDS = (5.0, 10.0, 15.0)
CELL = 40000.0


def main():
    """Run the algorithm, print its figures, draw the maps."""
    OUT.mkdir(parents=True, exist_ok=True)
    processing = start_qgis()
    from maps import speak_french

    french = speak_french()  # noqa: F841 - kept alive
    path = OUT / "bondy_minutes.gpkg"
    parameters = {
        "ORIGINS": str(BONDY / "filosofi200m_bondy.gpkg") + "|layername=carreaux_clip_commune",
        "ORIGIN_ID_FIELD": "idcar_200m",
        "FACILITIES": str(BONDY / "poi_buildings.gpkg"),
        "FAMILY_FIELD": "categorie",
        "NETWORK": str(BONDY / "voirie_osm2023_walk.gpkg"),
        "MODE": 0,
        "OUTPUT": str(path),
    }
    start = time.perf_counter()
    results = processing.run("cohesion:nearestfacility", parameters)
    seconds = time.perf_counter() - start
    families = tell(path, results, seconds)
    draw(path, families)


def tell(path, results, seconds):
    """Print the shares of people by category; return the categories' fields."""
    from cohesion_territoires.domain.access.shares import shares_by_zone
    from cohesion_territoires.layers.fields import to_python
    from maps import layer

    cells = layer(path, "Minutes")
    rows = list(cells.getFeatures())
    people = np.array([row["ind"] * row.geometry().area() / CELL for row in rows])
    whole = sum(row["ind"] for row in rows)
    families = [name for name in cells.fields().names() if name.startswith("minutes_")]
    print("Bondy : {} carreaux, {:,.0f} personnes au prorata des surfaces ({:,.0f} sans prorata), {:.2f} s".format(
        len(rows), people.sum(), whole, seconds
    ))
    print("à pied, 4 km/h ; {} carreaux non rattachés, {} au temps majoré (effet de bord)".format(
        results["COUNT_NOT_ATTACHED"], results["COUNT_BORDER"]
    ))
    heads = ("catégorie", "≤5 min %", "≤10 %", "≤15 %", "minutes", "sans accès")
    print("{:26} {:>8} {:>8} {:>8} {:>9} {:>11}".format(*heads))
    for name in families:
        values = [to_python(row[name]) for row in rows]
        minutes = np.array([v if isinstance(v, (int, float)) else np.nan for v in values], dtype=float)
        share = shares_by_zone(people, minutes, np.zeros(len(rows), dtype=int), 1, THRESHOLDS)
        print("{:26} {:>8.1f} {:>8.1f} {:>8.1f} {:>9.1f} {:>11.0f}".format(
            name[len("minutes_"):], *share.percent[0], share.mean_minutes[0], share.without_access[0]
        ))
    return families


def draw(path, families):
    """Draw one map a category, for the two most telling."""
    from cohesion_territoires.layers.styles.coverage import style_cells
    from maps import draw_map, layer, outline, points_like

    commune = layer(str(BONDY / "contours_bondy.gpkg") + "|layername=commune", "Bondy")
    commune = outline(commune, width=0.6, name="Bondy")
    streets = layer(str(BONDY / "voirie_osm2023_walk.gpkg"), "Voirie")
    from cohesion_territoires.layers.styles.common import line
    from qgis.core import QgsSingleSymbolRenderer

    streets.setRenderer(QgsSingleSymbolRenderer(line("#777777", 0.12)))
    for family, title in (("minutes_sante", "Santé"), ("minutes_ecole", "École")):
        if family not in families:
            continue
        cells = layer(path, "Minutes à pied")
        style_cells(family, THRESHOLDS)(cells)
        places = points_like(BONDY / "poi_buildings.gpkg", "\"categorie\" = '{}'".format(title), title)
        draw_map(
            OUT / "bondy_{}.png".format(family), [places, streets, commune, cells],
            "Bondy : minutes à pied vers l'équipement « {} » le plus proche".format(title), height=200.0,
        )


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
