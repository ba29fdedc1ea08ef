"""The files of the cache as QGIS opens them."""

from __future__ import annotations

import threading

from cohesion_territoires.layers.anchors import anchor
from cohesion_territoires.layers.boundary_layers import ready_boundaries, ready_layer
from cohesion_territoires.layers.crs import USUAL
from cohesion_territoires.layers.dataset_cache import open_record
from cohesion_territoires.sources.cache import Cache
from observatory_world import keep, squares

TIMES = 20


def test_two_runs_open_one_file_at_once_and_neither_waits_for_the_other(qgis_app, tmp_path):
    """Two indicators asked for one after the other have the same contours: QGIS waited for ever, and its window."""
    record = keep(tmp_path, "contours:com", "com", "FRA", "2025", squares(["93001", "93002"]), "contours")
    ready, counted, names = ready_boundaries(Cache(tmp_path), record, "com"), [], set()
    anchor(USUAL)

    def work():
        for _turn in range(TIMES):
            for layer in (ready_layer(ready), open_record(record), open_record(ready)):
                counted.append(layer.featureCount())
                names.add(layer.source())
                del layer

    threads = [threading.Thread(target=work, daemon=True) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counted == [2] * (2 * 3 * TIMES)
    # no name is had by two that are open at once
    assert len(names) >= 2 * 3 * 2
