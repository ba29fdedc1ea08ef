"""Every feature of every result is drawn, whatever the format makes of the names its style reads."""
from __future__ import annotations

import formats
import pytest
import tiny
from cohesion_territoires.domain.qpv.verdict import VERDICTS
from cohesion_territoires.layers.publishing import Publisher
from cohesion_territoires.layers.styles.verdicts import VERDICT_COLOURS, style_verdicts
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsMapSettings,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsRenderContext,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("cohesion_provider")


def dressed(name, form, folder, monkeypatch):
    """Run an algorithm and return the spatial layers it wrote, styled as QGIS does when it loads them."""
    done = {}

    def finish(publisher, context):
        for result in publisher._results:
            layer = QgsProcessingUtils.mapLayerFromString(result.destination, context)
            publisher.dress(layer, result)
            if layer.isSpatial():
                done[result.title] = layer.clone()

    monkeypatch.setattr(Publisher, "finish", finish)

    def wanted(definition):
        if definition.type() != "sink":
            return None
        spatial = definition.dataType() != QgsProcessing.SourceType.TypeVector
        return formats.destination(form, folder, None, spatial)

    made = {}
    given = tiny.parameters(name, lambda key: made.setdefault(key, tiny.LAYERS[key]()), wanted)
    processing.run("cohesion:" + name, given, context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False))
    return done


def columns_of(renderer):
    """List the columns that a renderer reads, in its classes and in its rules."""
    said = []
    if hasattr(renderer, "classAttribute"):
        said.append(renderer.classAttribute())
    if hasattr(renderer, "rootRule"):
        said += [rule.filterExpression() for rule in renderer.rootRule().descendants()]
    return {column for text in said for column in QgsExpression(text).referencedColumns()}


@pytest.mark.parametrize("form", ["memory", "gpkg", "shp"])
@pytest.mark.parametrize("name", sorted(tiny.CASES))
def test_every_feature_is_drawn(name, form, tmp_path, monkeypatch):
    layers = dressed(name, form, tmp_path, monkeypatch)
    algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:" + name)
    sinks = [d for d in algorithm.destinationParameterDefinitions() if d.type() == "sink"]
    assert bool(layers) == any(d.dataType() != QgsProcessing.SourceType.TypeVector for d in sinks)
    for title, layer in layers.items():
        renderer = layer.renderer()
        assert renderer.type() != "singleSymbol", title
        columns = columns_of(renderer)
        assert columns and columns <= set(layer.fields().names()), (title, columns)
        context = QgsRenderContext.fromMapSettings(QgsMapSettings())
        # classes switched off at first (the other scenarios) must know their features all the same
        for place, category in enumerate(getattr(renderer, "categories", list)()):
            if not category.renderState():
                renderer.updateCategoryRenderState(place, True)
        renderer.startRender(context, layer.fields())
        try:
            for feature in layer.getFeatures():
                context.expressionContext().setFeature(feature)
                drawn = renderer.willRenderFeature(feature, context)
                assert drawn or not feature.hasGeometry(), (title, feature.attributes())
        finally:
            renderer.stopRender(context)


def test_verdicts_have_fixed_colours_and_those_to_check_stand_out():
    layer = QgsVectorLayer("Point?field=verdict:string", "p", "memory")
    style_verdicts(layer)
    # a symbol lives no longer than its category
    drawn = {c.value(): (c.symbol().color().name(), c.symbol().size()) for c in layer.renderer().categories()}
    assert tuple(drawn) == VERDICTS
    assert {verdict: colour for verdict, (colour, _size) in drawn.items()} == VERDICT_COLOURS
    assert len(set(VERDICT_COLOURS.values())) == len(VERDICTS)
    others = [size for verdict, (_colour, size) in drawn.items() if verdict != "A_VERIFIER"]
    assert drawn["A_VERIFIER"][1] > 1.3 * max(others)
    assert layer.renderer().orderByEnabled()
