"""A search works in a thread that ends: nothing of it may be missed by anyone afterwards."""

from __future__ import annotations

import json

from cohesion_territoires.dialogs.address_card import JudgeTask
from cohesion_territoires.layers.crs import authority
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_completion import Suggestion
from qgis.core import QgsVectorLayer
from search_world import Shown, fetch
from short_lived import defined, in_a_thread


def test_a_search_takes_no_coordinate_system_from_other_layers(town, qgis_app):
    """QGIS would lose Lambert-93 for all, half a minute after the search (see layers/anchors.py)."""
    _own, found = fetch(Shown(), "4 rue jean jaures")
    path, *fields = json.loads(found[0].userData)
    source, tasks = reference_data.get("qpv_2024"), []

    def before():
        tasks.append(JudgeTask({}, (source, None, source), path, Suggestion(*fields)))

    def meanwhile():
        systems = QgsVectorLayer(source, "QPV", "ogr").crs(), authority(2154), authority(4326)
        return [crs for crs in systems if defined(crs)]

    done, here = in_a_thread(lambda: tasks[0].run(), meanwhile, before)
    assert done and tasks[0].card.verdict == "EN_QPV" and len(here) == 3
    assert all(defined(crs) for crs in here) and len(meanwhile()) == 3
