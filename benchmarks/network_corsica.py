"""Corsica by car: minutes from 2,994 inhabited cells to the nearest of 2,846 shops, on 65,034 links.

Rivals: `native:serviceareafromlayer` from the same shops; `native:savefeatures` copying network and
cells; and, for the search alone, pandana's build and query of the same question (in a venv of its
own, where it installs).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import OUT, SHARED, Clock, Row, measure, show, start_qgis, tell

DATA = SHARED / "corsica" / "corsica.gpkg"
CELLS = SHARED / "corsica" / "carr_corse_1km_2015_crs3035.gpkg"
LINKS = "{}|layername=links".format(DATA)
SHOPS = "{}|layername=facilities|subset=\"activities\" LIKE '%shop%'".format(DATA)
PANDANA = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cohesion_territoires" / "pandana"
SERVICE_MINUTES = 20.0


def ours(folder):
    """The whole algorithm, GeoPackage to GeoPackage."""
    processing = start_qgis()
    given = {
        "ORIGINS": str(CELLS),
        "FACILITIES": SHOPS,
        "NETWORK": LINKS,
        "NETWORK_PROFILE": 3,
        "MODE": 1,
        "NETWORK_FILTER": "\"modes\" LIKE '%car%'",
        "TIME_EXPRESSION": '"length_m" / "freespeed_ms" / 60',
        "DEFAULT_DIRECTION": 0,
        "OUTPUT": str(Path(folder) / "ours.gpkg"),
    }
    with Clock() as clock:
        result = processing.run("cohesion:nearestfacility", given)
    tell(seconds=clock.seconds, reached=result["COUNT_REACHED"])


def copy(folder):
    """QGIS's own copy of network and cells."""
    processing = start_qgis()
    with Clock() as clock:
        for number, layer in enumerate((LINKS, str(CELLS))):
            given = {"INPUT": layer, "OUTPUT": str(Path(folder) / "copy{}.gpkg".format(number))}
            processing.run("native:savefeatures", given)
    tell(seconds=clock.seconds)


def native(folder):
    """QGIS's service areas from the same shops, on the same links."""
    processing = start_qgis()
    from qgis.core import QgsFeatureRequest, QgsProcessingContext, QgsVectorLayer

    # it refuses links without length, and crashes on them when told not to check
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    sound = {"INPUT": LINKS, "EXPRESSION": "$length > 0 AND \"modes\" LIKE '%car%'", "OUTPUT": "memory:"}
    speed = {"FIELD_NAME": "kmh", "FIELD_TYPE": 0, "FORMULA": '"freespeed_ms" * 3.6'}
    links = processing.run("native:extractbyexpression", sound, context=context)["OUTPUT"]
    links = processing.run(
        "native:fieldcalculator", {"INPUT": links, "OUTPUT": str(Path(folder) / "links.gpkg"), **speed}
    )["OUTPUT"]
    shops = QgsVectorLayer(SHOPS, "shops")
    given = {
        "INPUT": links,
        "STRATEGY": 1,
        "SPEED_FIELD": "kmh",
        "DEFAULT_DIRECTION": 0,
        "START_POINTS": shops,
        "TRAVEL_COST2": SERVICE_MINUTES / 60.0,
        "OUTPUT_LINES": str(Path(folder) / "areas.gpkg"),
    }
    with Clock() as clock:
        processing.run("native:serviceareafromlayer", given)
    tell(seconds=clock.seconds, shops=shops.featureCount())


def search(folder):
    """Our search alone, and the same graph written for pandana."""
    start_qgis()
    import numpy as np
    from cohesion_territoires.domain.network.nearest import nearest
    from cohesion_territoires.domain.network.profiles import CAR, FORWARD, MANUAL
    from cohesion_territoires.layers.crs import authority
    from cohesion_territoires.layers.network import NetworkRules, read_streets
    from cohesion_territoires.layers.vectors import read_points
    from cohesion_territoires.processing_provider.parameters import NetworkSettings
    from cohesion_territoires.processing_provider.streets import Streets
    from qgis.core import QgsVectorLayer

    metric = authority(2154)
    rules = NetworkRules(
        MANUAL, CAR, line_filter="\"modes\" LIKE '%car%'", time_expression='"length_m" / "freespeed_ms" / 60',
        default_direction=FORWARD,
    )  # fmt: skip
    links = QgsVectorLayer(LINKS)
    streets = Streets(
        NetworkSettings(links, links, "links", metric, rules, 1000.0, 0.0, False, 0.0),
        read_streets(links, "links", metric, rules, layer=links),
    )
    cells = read_points(QgsVectorLayer(str(CELLS)), "cells", metric).xy
    shops = read_points(QgsVectorLayer(SHOPS), "shops", metric).xy
    attached = streets.attach(cells, shops)
    arcs = attached.network.reverse()
    times = []
    for _ in range(7):  # the first one also imports scipy
        with Clock() as clock:
            minutes, _ = nearest(arcs, attached.nodes[1])
        times.append(clock.seconds)
    sources = attached.nodes[1]
    np.savez(
        Path(folder) / "graph.npz",
        xy=attached.network.node_xy,
        tail=arcs.tails,
        head=arcs.indices,
        minutes=arcs.minutes,
        shops=sources[sources >= 0],
        expected=minutes,
    )
    tell(seconds=sorted(times)[len(times) // 2], first=times[0], nodes=len(minutes))


def pandana(folder):
    """pandana's build and query; run by the Python of its own venv.

    Time *to* a shop along our reversed arcs is time *from* a node along the arcs as driven.
    """
    import numpy as np
    import pandana as engine
    import pandas

    graph = np.load(Path(folder) / "graph.npz")
    xy, shops = graph["xy"], graph["shops"]
    table = pandas.DataFrame({"minutes": graph["minutes"]})
    far = 1000.0
    with Clock() as clock:
        network = engine.Network(
            pandas.Series(xy[:, 0]),
            pandas.Series(xy[:, 1]),
            pandas.Series(graph["head"]),
            pandas.Series(graph["tail"]),
            table,
            twoway=False,
        )
        network.set_pois("shops", far, 1, pandas.Series(xy[shops, 0]), pandas.Series(xy[shops, 1]))
        found = network.nearest_pois(far, "shops", num_pois=1)
    expected = graph["expected"]
    print()  # pandana leaves its progress without an end of line
    both = ~np.isnan(expected) & (found[1].to_numpy() < far)
    tell(seconds=clock.seconds, agree=float(np.mean(np.abs(found[1].to_numpy()[both] - expected[both]) < 0.05)))


def pandana_python():
    """Python of a venv with pandana, None where it does not install."""
    python = PANDANA / "bin" / "python"
    if not python.exists():
        try:
            subprocess.run(["/usr/bin/python3", "-m", "venv", str(PANDANA)], check=True, capture_output=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", "pandana"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return None
    works = subprocess.run([str(python), "-c", "import pandana"], capture_output=True)
    return str(python) if works.returncode == 0 else None


def main():
    """Run all jobs and print the table."""
    if not DATA.exists():
        print("../shared/data is absent: nothing to measure")
        return
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:
        mine = measure(__file__, "ours", folder, runs=5)
        rival = measure(__file__, "copy", folder, runs=5)
        inner = measure(__file__, "search", folder)
        python = pandana_python()
        other = measure(__file__, "pandana", folder, python=python, runs=3) if python else None
        areas = measure(__file__, "native", folder)
    rows = [
        Row(
            "whole algorithm", mine["seconds"], "serviceareafromlayer, {} shops".format(areas["shops"]),
            areas["seconds"], ">= 30x", areas["seconds"] >= 30 * mine["seconds"],
        ),
        Row(
            "whole algorithm", mine["seconds"], "savefeatures, network + cells", rival["seconds"], "no slower",
            mine["seconds"] <= rival["seconds"],
        ),
        Row("search alone", inner["seconds"], "limit", 0.05, "< 0.05 s", inner["seconds"] < 0.05),
    ]  # fmt: skip
    if other:
        rows.append(
            Row(
                "search alone", inner["seconds"], "pandana, build and query", other["seconds"], ">= 30x",
                other["seconds"] >= 30 * inner["seconds"],
            )
        )  # fmt: skip
    show("Corsica by car: {} cells reached".format(mine["reached"]), rows)
    if other:
        told = "pandana, which rounds each link, gives our minutes within 0.05 at {:.1%} of the nodes"
        print(told.format(other["agree"]))
    else:
        print("pandana does not install here: not compared")


if __name__ == "__main__":
    jobs = {"ours": ours, "copy": copy, "native": native, "search": search, "pandana": pandana}
    if len(sys.argv) > 1:
        jobs[sys.argv[1]](sys.argv[2])
    else:
        main()
