"""A search, and a review, read perimeters in a thread that ends: none of it may be missed by anyone afterwards."""

from __future__ import annotations

import json

from cohesion_territoires.dialogs.address_card import JudgeTask
from cohesion_territoires.dialogs.review.references import Reading, Snapshot
from cohesion_territoires.domain.qpv.codes import CURRENT
from cohesion_territoires.layers.crs import authority
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_completion import Suggestion
from qgis.core import QgsVectorLayer
from search_world import Shown, fetch
from short_lived import defined, in_a_thread


def whole():
    """Systems that still have their definition, as layers and maps name them."""
    systems = QgsVectorLayer(reference_data.get("qpv_2024"), "QPV", "ogr").crs(), authority(2154), authority(4326)
    return [crs for crs in systems if defined(crs)]


def kept(task):
    """Run a task that `task` makes; QGIS would lose Lambert-93 for all half a minute later (layers/anchors.py)."""
    made = []
    done, here = in_a_thread(lambda: made[0].run(), whole, lambda: made.append(task()))
    assert done and len(here) == 3
    assert all(defined(crs) for crs in here) and len(whole()) == 3
    return made[0]


def test_a_search_takes_no_coordinate_system_from_other_layers(town, qgis_app):
    _own, found = fetch(Shown(), "4 rue jean jaures")
    path, *fields = json.loads(found[0].userData)
    source = reference_data.get("qpv_2024")
    task = kept(lambda: JudgeTask({}, (source, None, source), path, Suggestion(*fields)))
    assert task.card.verdict == "EN_QPV"


def test_a_review_takes_none_either(town, qgis_app):
    task = kept(lambda: Reading(CURRENT, reference_data.get("qpv_2024")))
    assert task.problem == "" and len(task.referee.perimeters) == 1


def test_nor_when_it_reads_a_layer_of_the_project(town, qgis_app):
    layers = []

    def task():
        layers.append(QgsVectorLayer(reference_data.get("qpv_2024"), "QPV", "ogr"))
        return Reading(CURRENT, Snapshot(layers[0]))

    assert len(kept(task).referee.perimeters) == 1
    assert defined(layers[0].crs())
