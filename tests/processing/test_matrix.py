"""Each algorithm from and into GeoPackage, Shapefile, GeoJSON, CSV, XLSX, memory and PostGIS: the same answer."""
from __future__ import annotations

import re

import formats
import pytest
import tiny

PAIRS = sorted(
    {pair for f in formats.FORMATS for pair in ((f, "memory"), ("memory", f), (f, f))}
)
# fields that a format brings along: its key, the rank and the degrees of tables
BROUGHT = {"fid", "fid_source", "id_base", "cle", "rang", "longitude", "latitude"}
# row numbers of the network's lines: each format counts in its own way
NUMBERS = {"id_voie", "id_ligne"}
CLOSE = 0.02  # metres, minutes, percent: GeoJSON keeps nine decimals of a degree, the rest is rounding


@pytest.fixture(scope="module")
def stored(postgis, tmp_path_factory):
    """``stored(layer name, format)``: the tiny world's layers in each format, made once."""
    folder, made = tmp_path_factory.mktemp("inputs"), {}

    def get(name, form):
        if (name, form) not in made:
            made[name, form] = formats.store(tiny.LAYERS[name](), form, folder, postgis)
        return made[name, form]

    return get


@pytest.fixture(scope="module")
def ran(cohesion_provider, postgis, stored, tmp_path_factory):
    """``ran(algorithm, format in, format out)``: the layers it wrote, by output; run once each."""
    from qgis import processing
    from qgis.core import QgsApplication, QgsProcessing, QgsProcessingContext, QgsProcessingFeedback

    folder, done = tmp_path_factory.mktemp("outputs"), {}

    def run(name, form_in, form_out):
        def wanted(definition):
            if definition.type() != "sink":
                return None
            spatial = definition.dataType() != QgsProcessing.SourceType.TypeVector
            return formats.destination(form_out, folder, postgis, spatial)

        key = (name, form_in, form_out)
        if key not in done:
            given = tiny.parameters(name, lambda layer_name: stored(layer_name, form_in), wanted)
            context = QgsProcessingContext()
            results = processing.run("cohesion:" + name, given, context=context, feedback=QgsProcessingFeedback(False))
            algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:" + name)
            sinks = [d.name() for d in algorithm.parameterDefinitions() if d.type() == "sink"]
            outputs = [output for output in sinks if given[output] is not None]
            done[key] = {output: formats.reopen(results[output], context) for output in outputs}
        return done[key]

    return run


def value_of(value):
    """Return a value as all formats can hold it: None, float or text."""
    if value is None or str(value) in ("", "NULL"):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    to_string = getattr(value, "toPyDate", None)
    if to_string is not None:
        return to_string().isoformat()
    text = str(value)
    return text.replace("/", "-") if re.fullmatch(r"\d{4}/\d\d/\d\d", text) else text


def same(expected, found):
    """Say whether a value came through, numbers to the centimetre, text to the letter."""
    expected, found = value_of(expected), value_of(found)
    if isinstance(expected, float):
        try:
            return found is not None and abs(expected - float(found)) < CLOSE
        except ValueError:
            return False
    return expected == found


def names_in(form, fields):
    """Return what fields are called in a format."""
    from cohesion_territoires.layers.fields import shapefile_names

    return shapefile_names(fields) if form == "shp" else fields


@pytest.mark.parametrize("name", sorted(tiny.CASES))
@pytest.mark.parametrize(("form_in", "form_out"), PAIRS)
def test_the_answer_does_not_depend_on_the_format(ran, name, form_in, form_out):
    expected, found = ran(name, "memory", "memory"), ran(name, form_in, form_out)
    assert expected.keys() == found.keys()
    for output, layer in found.items():
        reference = expected[output]
        fields = [f for f in reference.fields().names() if f not in BROUGHT]
        columns = names_in(form_out, fields)
        have = layer.fields().names()
        # distinct readable names, none of them cut
        assert len({n.lower() for n in have}) == len(have)
        assert [c for c in columns if c not in have] == []
        extra = set(have) - set(columns) - BROUGHT
        assert not {e for e in extra if names_in(form_out, [e])[0] not in names_in(form_out, sorted(BROUGHT))}, extra
        rows, wanted = list(layer.getFeatures()), list(reference.getFeatures())
        # as many rows, in the same order, with the same values
        assert len(rows) == len(wanted)
        wrong = [
            (output, i, field, before[field], after[column])
            for i, (before, after) in enumerate(zip(wanted, rows))
            for field, column in zip(fields, columns)
            if field not in NUMBERS and not same(before[field], after[column])
        ]
        assert wrong[:10] == []
        types_hold(reference, layer, fields, columns, form_in, form_out)
        shapes_hold(reference, layer, wanted, rows, form_out)


def types_hold(reference, layer, fields, columns, form_in, form_out):
    """Check that numbers stay numbers and text stays text, where input and output keep types."""
    if {"csv", "xlsx"} & {form_in, form_out} or form_out == "geojson":
        return  # a column without values has no type there
    for field, column in zip(fields, columns):
        before, after = reference.fields().field(field), layer.fields().field(column)
        assert before.isNumeric() == after.isNumeric(), field


def shapes_hold(reference, layer, wanted, rows, form_out):
    """Check that geometries came through, or the degrees of points in tables."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject

    if not reference.isSpatial():
        return
    work = reference.crs()
    if form_out in ("csv", "xlsx"):
        if int(reference.geometryType()) != 0:
            return
        work = QgsCoordinateReferenceSystem.fromEpsgId(4326)
    own = layer.crs() if layer.crs().isValid() else work
    change = QgsCoordinateTransform(own, reference.crs(), QgsProject.instance())
    for before, after in zip(wanted, rows):
        if not before.hasGeometry():
            assert after.geometry().isEmpty()  # a GeoPackage reads none as "POINT EMPTY"
            continue
        if form_out in ("csv", "xlsx"):
            found = QgsGeometry.fromPointXY(QgsPointXY(float(after["longitude"]), float(after["latitude"])))
        else:
            found = QgsGeometry(after.geometry())
        found.transform(change)
        assert before.geometry().centroid().distance(found.centroid()) < 0.1


@pytest.mark.parametrize("name", sorted(tiny.ROW_BY_ROW))
@pytest.mark.parametrize("form", formats.FORMATS)
def test_rows_come_out_as_they_went_in(ran, stored, name, form):
    output, parameter = tiny.ROW_BY_ROW[name]
    source = stored(tiny.CASES[name][0][parameter], form)
    before = [feature["ident"] for feature in source.getFeatures()]
    after = [feature["ident"] for feature in ran(name, form, "memory")[output].getFeatures()]
    assert [str(v) for v in after] == [str(v) for v in before]
