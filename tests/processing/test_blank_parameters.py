"""What is left blank means its default, whoever leaves it blank: a script (None), a model or qgis_process (NULL)."""
from __future__ import annotations

import pytest
import tiny
from qgis import processing
from qgis.core import NULL, QgsApplication, QgsProcessingContext, QgsProcessingFeedback

pytestmark = pytest.mark.usefixtures("cohesion_provider")


def rows_of(name, blank):
    """Run an algorithm on the tiny world, blanks added; return its numbers and the rows of its layers."""
    made = {}
    given = tiny.parameters(
        name, lambda layer: made.setdefault(layer, tiny.LAYERS[layer]()),
        lambda definition: "memory:" if definition.type() == "sink" else None,
    )  # fmt: skip
    results = processing.run(
        "cohesion:" + name, {**given, **blank}, context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False)
    )
    layers = {k: [f.attributes() for f in v.getFeatures()] for k, v in results.items() if hasattr(v, "getFeatures")}
    return {k: v for k, v in results.items() if isinstance(v, (int, float))}, layers


@pytest.mark.parametrize("name", sorted(tiny.CASES))
@pytest.mark.parametrize("blank", [None, NULL], ids=["none", "null"])
def test_blanks_are_defaults(name, blank):
    layers, others = tiny.CASES[name]
    algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:" + name)
    left = [
        definition.name()
        for definition in algorithm.parameterDefinitions()
        if definition.name() not in {**layers, **others, "OUTPUT": None} and definition.type() != "sink"
    ]
    assert left
    assert rows_of(name, dict.fromkeys(left, blank)) == rows_of(name, {})
