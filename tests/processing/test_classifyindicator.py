"""`classifyindicator`: the example of the help page, years together, secrecy apart, the map, 31,747 real values."""

from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.indicators import breaks
from cohesion_territoires.layers.styles.choropleth import DIVERGING, SEQUENTIAL, colours
from cohesion_territoires.processing_provider.observatory.classifyindicator import ClassifyIndicator
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from qgis.PyQt.QtGui import QColor
from qpv_world import layer_of

pytestmark = pytest.mark.usefixtures("qgis_processing")
FIELDS = ["code:string", "annee:integer", "valeur:double", "statut:string"]


def layer(*rows, fields=FIELDS):
    squares = ["Polygon(({0} 0,{1} 0,{1} 9,{0} 9,{0} 0))".format(10 * n, 10 * n + 9) for n in range(len(rows))]
    return layer_of("Polygon", fields, list(zip(squares, rows)))


def six():
    return layer(*[("0100{}".format(n), 2021, value, "publie") for n, value in enumerate((1, 2, 3, 10, 11, 50))])


def run(source, feedback=None, **parameters):
    parameters = {"FIELD": "valeur", "OUTPUT": "memory:", "OUTPUT_CLASSES": "memory:", "INPUT": source, **parameters}
    results = processing.run(
        ClassifyIndicator().create(), parameters, context=QgsProcessingContext(),
        feedback=feedback or QgsProcessingFeedback(False),
    )  # fmt: skip
    rows = [
        [None if v == NULL else v for v in f.attributes()] for f in results["OUTPUT_CLASSES"].getFeatures()
    ]
    return rows, results


def classes(results):
    return [None if f["classe"] == NULL else f["classe"] for f in results["OUTPUT"].getFeatures()]


@pytest.mark.parametrize(("more", "limits", "sizes"), [
    ({}, [(1, 3), (3, 11), (11, 50)], [3, 2, 1]), ({"METHOD": 1}, [(1, 2), (2, 10), (10, 50)], [2, 2, 2]),
    ({"METHOD": 2, "BREAKS": "0;10"}, [(0, 10), (10, 50)], [4, 2]),
])  # fmt: skip
def test_the_example_of_the_help_page(more, limits, sizes):
    rows, results = run(six(), CLASSES=3, **more)
    assert [(low, high) for _n, low, high, _text, _count in rows[:-2]] == limits
    assert [row[4] for row in rows] == sizes + [0, 0]
    assert results["COUNT_CLASSES"] == len(limits) and results["COUNT_VALUES"] == 6
    first = next(results["OUTPUT"].getFeatures())
    assert (first["classe_min"], first["classe_max"]) == limits[first["classe"] - 1]


def test_years_share_their_classes_and_follow_the_controller(tmp_path):
    path = str(tmp_path / "o.gpkg")
    source = layer(("01001", 2019, 1.0, "publie"), ("01001", 2021, 9.0, "publie"), ("01002", 2021, None, "secret"))
    rows, results = run(source, CLASSES=2, OUTPUT=path)
    made = QgsVectorLayer(path, "o", "ogr")
    assert [f["classe"] for f in made.getFeatures()] == [1, 2, NULL]
    assert (results["COUNT_SECRET"], results["COUNT_ABSENT"]) == (1, 0)
    assert [row[4] for row in rows] == [1, 1, 1, 0]
    # on opening a file QGIS 3.22 forgets the time of its style, until it is read again
    made.loadDefaultStyle()
    assert made.temporalProperties().isActive()
    assert "annee" in made.temporalProperties().startExpression()


def test_a_layer_of_an_observatory_is_classed_by_what_it_says_of_itself(tmp_path):
    fields = [*FIELDS, "indicateur:string", "unite:string", "source:string", "date_debut:date", "date_fin:date"]
    words = ("Revenu médian", "€", "Insee")
    source = layer(
        ("01001", "1968-1975", 1.0, "publie", *words, "1968-01-01", "1975-12-31"),
        ("01001", "2021", None, "a_verifier", *words, "2021-01-01", "2021-12-31"),
        fields=["code:string", "annee:string", *fields[2:]],
    )  # fmt: skip
    told = source.metadata()
    told.setRights(["Insee – Licence Ouverte 2.0"])
    source.setMetadata(told)
    path = str(tmp_path / "o.gpkg")
    rows, results = run(source, OUTPUT=path)
    made = QgsVectorLayer(path, "o", "ogr")
    labels = [item.label() for item in made.renderer().legendSymbolItems()]
    assert labels[0] == "Revenu médian (€)" and labels[-1].endswith("Insee") and "To check" in labels
    assert results["COUNT_TO_CHECK"] == 1 and results["COUNT_ABSENT"] == 0 and [row[3] for row in rows][2] == "To check"
    made.loadDefaultStyle()
    assert made.temporalProperties().startField() == "date_debut" and made.temporalProperties().endField() == "date_fin"
    assert made.metadata().rights() == ["Insee", "Insee – Licence Ouverte 2.0"]


def test_of_several_statuses_the_one_of_the_field_is_read():
    """As `joinindicator` writes them: ``statut`` is that of the first field of values."""
    fields = ["code:string", "nb:integer", "taux:double", "statut:string", "statut_taux:string"]
    source = layer(("01001", 3, 1.0, "publie", "publie"), ("01002", 5, None, "publie", "secret"), fields=fields)
    _rows, results = run(source, FIELD="taux", CLASSES=1)
    assert (results["COUNT_SECRET"], results["COUNT_ABSENT"]) == (1, 0)


def test_years_in_other_units_are_told(feedback):
    """Euros of 2020 and thousands of euros of 2021 would have the same classes."""
    rows = [("01001", 2020, 20000.0, "publie", "€"), ("01001", 2021, 20.5, "publie", "k€")]
    run(layer(*rows, fields=[*FIELDS, "unite:string"]), feedback)
    assert len(feedback.warnings) == 1 and "€, k€" in feedback.warnings[0]


def test_a_legend_tells_title_unit_year_source_and_hatches_secrecy(tmp_path):
    path = str(tmp_path / "o.gpkg")
    run(
        layer(("01001", 2021, 1.0, "publie"), ("01002", 2021, None, "secret")),
        OUTPUT=path,
        UNIT="%",
        TITLE="Taux",
        SOURCE="Insee",
    )
    made = QgsVectorLayer(path, "o", "ogr")
    labels = [item.label() for item in made.renderer().legendSymbolItems()]
    assert labels[0] == "Taux – 2021 (%)" and labels[-1].endswith("Insee")
    hidden = [r for r in made.renderer().rootRule().descendants() if "secret" in r.filterExpression()]
    assert hidden[0].symbol().symbolLayer(1).layerType() == "LinePatternFill"
    assert made.metadata().rights() == ["Insee"]


def test_a_count_is_drawn_by_circles_in_proportion(tmp_path):
    path = str(tmp_path / "o.gpkg")
    run(six(), OUTPUT=path, MEASURE=2)
    made = QgsVectorLayer(path, "o", "ogr")
    circle = made.renderer().rootRule().children()[1].symbol().symbolLayer(1)
    assert circle.layerType() == "CentroidFill"
    size = circle.subSymbol().symbolLayer(0).dataDefinedProperties().property(0).expressionString()
    assert "sqrt" in size and "50.0" in size


def test_names_of_classes_have_a_colour_each():
    fields = ["code:string", "typo:string"]
    rows, results = run(layer(("01001", "C"), ("01002", "NC"), ("01003", None), fields=fields), FIELD="typo")
    assert classes(results) == [1, 2, None]
    assert [row[3] for row in rows[:2]] == ["C", "NC"]


def test_colours_diverge_where_the_sign_changes_and_are_distinct():
    for count in range(1, 13):
        shades = colours(list(range(count + 1)))
        lightness = [QColor(shade).lightness() for shade in shades]
        assert len(set(shades)) == count and lightness[0] >= lightness[-1]
    assert (colours([0, 1, 2])[0], colours([0, 1, 2])[-1]) == (SEQUENTIAL[1], SEQUENTIAL[-1])
    around = colours([-4, -2, 0, 1, 3])
    assert set(around) <= set(DIVERGING) and len(set(around)) == 4
    assert colours([-4, -1, 1, 3])[1] == DIVERGING[4]


@pytest.mark.parametrize(("measure", "lines"), [
    (1, ["nb (%)", "2 to 4", "1 to 2", "No data"]), (2, ["nb (%)", "Surface in proportion", "1 %", "No data"]),
    (3, ["nb (%)", "1", "2", "4", "No data"]),
])  # fmt: skip
def test_what_the_values_are_may_be_said(tmp_path, measure, lines):
    """Three numbers as a rate, as a count, as the names of three classes; in a layer that has classes already."""
    path = str(tmp_path / "o.gpkg")
    rows = [("0100{}".format(n), n, 9) for n in (1, 2, 4)]
    source = layer(*rows, fields=["code:string", "nb:integer", "classe:integer"])
    run(source, OUTPUT=path, FIELD="nb", CLASSES=2, UNIT="%", MEASURE=measure)
    made = QgsVectorLayer(path, "o", "ogr")
    assert [item.label() for item in made.renderer().legendSymbolItems()] == lines
    assert [f["classe"] for f in made.getFeatures()] == [9, 9, 9]
    assert [f["classe_2"] for f in made.getFeatures()] == ([1, 2, 3] if measure == 3 else [1, 1, 2])
    rules = [rule.filterExpression() for rule in made.renderer().rootRule().children()]
    assert any('"classe_2"' in rule for rule in rules) and not any('"classe"' in rule for rule in rules)


@pytest.mark.parametrize("count", [10, 11])
def test_more_names_than_colours_are_told(feedback, count):
    rows = [("c", "nom {}".format(n)) for n in range(count)]
    run(layer(*rows, fields=["code:string", "typo:string"]), feedback, FIELD="typo")
    assert len(feedback.warnings) == count - 10


def test_no_value_at_all_is_told(feedback):
    _rows, results = run(layer(("01001", 2021, None, "absent")), feedback)
    assert results["COUNT_CLASSES"] == 0 and feedback.warnings


def test_given_breaks_must_be_given():
    with pytest.raises(QgsProcessingException):
        run(six(), METHOD=2)


def test_real_median_income_has_no_class_that_begins_at_zero(shared_data):
    from cohesion_territoires.domain.indicators.cells import read_cells

    text = (shared_data / "kitscarto" / "datacom.csv").read_text(encoding="utf-8-sig").splitlines()
    place = text[0].replace('"', "").split(";").index("ID_9")
    column = read_cells([line.split(";")[place] for line in text[1:]])
    assert np.isfinite(column.values).sum() == 31_747
    bounds = breaks.fisher_jenks(column.values, 5)
    assert bounds[0] == np.nanmin(column.values) > 10_000 and (np.diff(bounds) > 0).all()
