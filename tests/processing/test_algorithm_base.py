"""What the base algorithm promises to all the others."""
from __future__ import annotations

import json

import pytest
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.layers import publishing
from cohesion_territoires.layers.fields import make_field
from cohesion_territoires.layers.publishing import Publisher, _Result
from cohesion_territoires.layers.vectors import features
from cohesion_territoires.processing_provider.algorithm import CohesionAlgorithm
from qgis import processing
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread
from short_lived import defined, in_a_thread

pytestmark = pytest.mark.usefixtures("qgis_processing")


class Copy(CohesionAlgorithm):
    """Copies points and adds a number; enough to see the base at work."""

    NAME, GROUP, bug = "copy", "qpv", ""

    def display_name(self):
        return "Copie"

    def define(self):
        self.add_source("INPUT", "Points", ["point"])
        self.add_list("BREAKS", "Seuils", "5;10")
        self.add_sink("OUTPUT", "Copie", "point")

    def check(self, parameters, context):
        self.thresholds(parameters, "BREAKS", context)

    def work(self, parameters, context, feedback):
        source = self.source(parameters, "INPUT", context, "point")
        added = [make_field("nombre", "int", "Nombre de seuils")]
        sink = self.sink(
            parameters, "OUTPUT", context, source.fields(), added, source.wkbType(), source.sourceCrs()
        )
        self.publish(sink, context, abstract="Une copie.")
        tick = self.ticker(feedback)
        breaks = self.thresholds(parameters, "BREAKS", context)
        for count, feature in enumerate(features(source)):
            tick(count / source.featureCount())
            if feature["code"] == "99":
                raise DataError("Row {row} is wrong.", row=count)
            if feature["code"] == "88":
                raise {"disk": OSError(28, "No space left on device"), "bug": KeyError("colonne")}[self.bug]
            sink.add(feature.geometry(), feature.attributes() + [len(breaks)])
        sink.close()
        return {"OUTPUT": sink.destination, "COUNT": sink.count}


def points(rows=3, crs="EPSG:2154"):
    layer = QgsVectorLayer("Point?crs={}&field=fid:integer&field=code:string".format(crs), "pts", "memory")
    made = []
    for row in range(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([7, "0100{}".format(row)])
        feature.setGeometry(QgsGeometry.fromWkt("Point({} 0)".format(row)))
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    return layer


def run(layer, output="memory:", **more):
    context = QgsProcessingContext()
    return processing.run(Copy().create(), {"INPUT": layer, "OUTPUT": output, **more}, context=context), context


@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson", "csv", "xlsx"])
def test_rows_keep_their_order_in_every_format(tmp_path, form):
    path = tmp_path / ("sortie." + form)
    run(points(), str(path))
    back = QgsVectorLayer(str(path), "retour", "ogr")
    codes = [f["code"] for f in back.getFeatures()]
    assert codes == ["01000", "01001", "01002"]
    assert [int(f["fid_source"]) for f in back.getFeatures()] == [7, 7, 7]


@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson", "csv", "xlsx", "sqlite"])
def test_no_name_of_a_field_stops_a_format(tmp_path, form):
    names = ["code", "geom", "GEOMETRY", "Nom", "nom", "ogc_fid", "rowid", 'a"b', "select"]
    uri = "Point?crs=EPSG:2154&" + "&".join("field={}:string".format(n) for n in names)
    layer = QgsVectorLayer(uri, "pts", "memory")
    row = QgsFeature(layer.fields())
    row.setGeometry(QgsGeometry.fromWkt("Point(652000 6862000)"))
    row.setAttributes(["7", "texte", "b", "c", "d", "5", "6", "g", "h"])
    assert layer.dataProvider().addFeatures([row])[0]
    path = tmp_path / ("sortie." + form)
    run(layer, str(path))
    back = QgsVectorLayer(str(path), "retour", "ogr")
    assert len({n.lower() for n in back.fields().names()}) == len(back.fields())
    feature = next(back.getFeatures())
    assert {str(v) for v in feature.attributes()} >= {"7", "texte", "b", "c", "d", "g", "h", "2"}


def test_a_field_called_as_the_geometry_goes_to_postgis(postgis):
    layer = points()
    layer.dataProvider().addAttributes([make_field("geom", "text")])
    layer.updateFields()
    assert layer.dataProvider().changeAttributeValues({1: {2: "texte"}})
    uri = postgis.uri("champ_geom", "geom", "cle").uri(False)
    run(layer, "postgres:" + uri)
    back = QgsVectorLayer(uri, "retour", "postgres")
    assert back.isValid() and [f["geom_source"] for f in back.getFeatures()][0] == "texte"
    assert all(f.hasGeometry() for f in back.getFeatures())


def test_journal_tells_inputs_and_parameters(tmp_path):
    path = tmp_path / "journal.json"
    run(points(), str(tmp_path / "p.gpkg"))
    run(QgsVectorLayer(str(tmp_path / "p.gpkg"), "p", "ogr"), OUTPUT_JOURNAL=str(path), BREAKS=[1, 2, 3])
    journal = json.loads(path.read_text(encoding="utf-8"))
    assert journal["entrees"]["INPUT"]["lignes"] == 3
    assert len(journal["entrees"]["INPUT"]["sha256"]) == 64
    assert journal["resultats"]["COUNT"] == 3
    assert "1" in str(journal["parametres"]["BREAKS"])


def test_journal_tells_what_was_left_to_its_default(tmp_path):
    path = tmp_path / "journal.json"
    run(points(), OUTPUT_JOURNAL=str(path))
    assert json.loads(path.read_text(encoding="utf-8"))["parametres"]["BREAKS"] == "5;10"


def test_an_optional_layer_left_blank_is_not_the_reference_datum(tmp_path, monkeypatch):
    from cohesion_territoires.processing_provider import reference_data

    class Two(Copy):
        def define(self):
            super().define()
            self.add_source("COMMUNES", "Communes", ["point"], "", optional=True, reference="communes")

        def work(self, parameters, context, feedback):
            source = self.source(parameters, "COMMUNES", context)
            return {**super().work(parameters, context, feedback), "OTHER": source is not None}

    path = str(tmp_path / "p.gpkg")
    run(points(), path)
    for stored, given, expected in ((path, {}, True), (path, {"COMMUNES": None}, False), (None, {}, False)):
        monkeypatch.setattr(reference_data, "get", lambda key, stored=stored: stored)
        journal = tmp_path / "j.json"
        parameters = {"INPUT": points(), "OUTPUT": "memory:", "OUTPUT_JOURNAL": str(journal), **given}
        results = processing.run(Two().create(), parameters, context=QgsProcessingContext())
        assert results["OTHER"] is expected
        assert ("COMMUNES" in json.loads(journal.read_text(encoding="utf-8"))["entrees"]) is expected
    # a reference datum that is gone is said, not forgotten
    monkeypatch.setattr(reference_data, "get", lambda key: str(tmp_path / "partie.gpkg"))
    with pytest.raises(QgsProcessingException, match="Communes|COMMUNES"):
        processing.run(Two().create(), {"INPUT": points(), "OUTPUT": "memory:"}, context=QgsProcessingContext())


@pytest.mark.parametrize(
    "layer, more",
    [
        (points(rows=0), {}),
        (QgsVectorLayer("Polygon?crs=EPSG:2154", "poly", "memory"), {}),
        (points(), {"BREAKS": "10;5"}),
        (points(), {"BREAKS": ""}),
        (points(), {"OUTPUT": "/proc/nowhere/sortie.gpkg"}),
    ],
)
def test_bad_input_is_one_sentence(layer, more):
    with pytest.raises(QgsProcessingException) as caught:
        run(layer, more.pop("OUTPUT", "memory:"), **more)
    assert "Traceback" not in str(caught.value) and len(str(caught.value)) > 20


def test_layer_without_crs_is_refused():
    layer = points()
    from qgis.core import QgsCoordinateReferenceSystem

    layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match="Points"):
        run(layer)


def test_cancel_stops_with_a_sentence():
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    algorithm = Copy().create()
    context = QgsProcessingContext()
    with pytest.raises(QgsProcessingException):
        algorithm.initAlgorithm()
        algorithm.processAlgorithm({"INPUT": points(), "OUTPUT": "memory:"}, context, feedback)


def test_geopackage_opens_styled_aliased_and_documented(tmp_path):
    path = tmp_path / "sortie.gpkg"
    run(points(), str(path))
    back = QgsVectorLayer(str(path), "retour", "ogr")
    assert back.attributeAlias(back.fields().lookupField("nombre")) == "Nombre de seuils"
    assert back.metadata().abstract() == "Une copie."
    assert "Copie" in back.metadata().history()[0]


def test_metadata_that_the_disk_does_not_take_are_told_in_the_log_and_the_layer_is_there(tmp_path, monkeypatch):
    class Full:
        """The registry of QGIS, whose disk is full."""

        instance = classmethod(lambda cls: cls())

        def __getattr__(self, name):
            return getattr(QgsProviderRegistry.instance(), name)

        def saveLayerMetadata(self, *_asked):  # noqa: N802 - QGIS's name
            return False, "No room left"

    said, log = [], QgsApplication.messageLog()

    def hear(text, tag, _level):
        said.append((text, tag))

    monkeypatch.setattr(publishing, "QgsProviderRegistry", Full)
    heard = log.messageReceived[str, str, Qgis.MessageLevel]
    heard.connect(hear)
    try:
        results, context = run(points(), str(tmp_path / "sortie.gpkg"))
    finally:
        heard.disconnect(hear)
    assert ("No room left", "Cohésion des territoires") in said
    layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    assert layer.featureCount() == 3 and layer.metadata().abstract() == "Une copie."


def test_results_are_stacked_as_a_map_is_read(qgis_new_project):
    from qgis.core import QgsProject

    project = QgsProject.instance()
    publisher = Publisher("essai")
    given = [("Polygon", "carreaux", 0), ("Point", "points", 0), ("Polygon", "secteurs", 2), ("LineString", "rues", 0)]
    for kind, name, rank in given:
        layer = QgsVectorLayer(kind + "?crs=EPSG:2154", name, "memory")
        project.addMapLayer(layer)
        publisher.stack(layer, _Result("", {}, None, name, "", (), (), rank))
    names = [node.name() for node in project.layerTreeRoot().children()]
    assert names == ["points", "rues", "secteurs", "carreaux"]
    assert len(project.mapLayers()) == 4


@pytest.mark.parametrize(
    "crs, in_a_model", [("EPSG:2154", False), ("EPSG:2154", True), ("EPSG:3945", False)], ids=["task", "model", "local"]
)
def test_a_run_in_the_background_takes_no_coordinate_system_from_other_layers(tmp_path, crs, in_a_model):
    """QGIS would lose it for all, half a minute after the run (see layers/anchors.py)."""
    path = str(tmp_path / "points.gpkg")
    run(points(crs=crs), path)
    parameters = {"INPUT": path, "OUTPUT": str(tmp_path / "copie.gpkg")}
    algorithm, context, feedback = Copy().create(), QgsProcessingContext(), QgsProcessingFeedback()

    def systems():
        found = [QgsVectorLayer(path, "points", "ogr").crs(), QgsCoordinateReferenceSystem(crs)]
        return [one for one in found if defined(one)]

    def prepared():
        assert algorithm.prepare(parameters, context, feedback)

    def work():
        if in_a_model:  # the children of a model are prepared where it runs
            own = Copy().create()
            done, good = own.run(parameters, QgsProcessingContext(), feedback)
            assert good
            return done, len(systems())
        return algorithm.runPrepared(parameters, context, feedback), len(systems())

    (results, count), here = in_a_thread(work, systems, (lambda: None) if in_a_model else prepared)
    assert results["COUNT"] == 3 and count == len(here) == 2
    assert all(defined(one) for one in here) and len(systems()) == 2
    assert defined(QgsVectorLayer(results["OUTPUT"], "copie", "ogr").crs())
    assert QgsVectorLayer(results["OUTPUT"], "copie", "ogr").crs().authid() == crs


@pytest.mark.parametrize("was_there", [False, True], ids=["new", "was there"])
def test_what_a_run_has_made_is_dressed_in_its_thread_and_handed_over(tmp_path, monkeypatch, was_there):
    """A file that was there, which the window may have open, is left to the main thread."""
    path, plain, kept = str(tmp_path / "Une copie.2 é.gpkg"), Publisher.keep, []
    if was_there:
        run(points(), path)
    noted = staticmethod(lambda *given: (kept.append(QThread.currentThread()), plain(*given)))
    monkeypatch.setattr(Publisher, "keep", noted)
    main, source = QCoreApplication.instance().thread(), points(crs="EPSG:3945")
    algorithm, context, feedback = Copy().create(), QgsProcessingContext(), QgsProcessingFeedback()

    def prepared():
        assert algorithm.prepare({"INPUT": source, "OUTPUT": path}, context, feedback)

    def work():
        return algorithm.runPrepared({"INPUT": source, "OUTPUT": path}, context, feedback), len(kept)

    (_results, before), _nothing = in_a_thread(work, lambda: None, prepared)
    algorithm.postProcess(context, feedback)
    assert before == (not was_there) and [thread == main for thread in kept] == [was_there]
    layer = QgsProcessingUtils.mapLayerFromString(path, context, False)
    assert layer.thread() == main and layer.featureCount() == 3 and defined(layer.crs())
    assert layer.metadata().abstract() == "Une copie." and layer.crs().authid() == "EPSG:3945"
    back = QgsVectorLayer(path, "retour", "ogr")
    assert back.attributeAlias(back.fields().lookupField("nombre")) == "Nombre de seuils"
    assert back.metadata().abstract() == "Une copie."


@pytest.mark.parametrize("bug, words", [("disk", "(no room left)"), ("bug", "(unforeseen cause: KeyError)")])
def test_what_nobody_has_foreseen_is_said_in_words_and_its_trace_is_in_the_log(monkeypatch, bug, words):
    monkeypatch.setattr(Copy, "bug", bug)
    layer, feedback = points(), QgsProcessingFeedback(False)
    first = next(layer.getFeatures())
    layer.dataProvider().changeAttributeValues({first.id(): {1: "88"}})
    with pytest.raises(QgsProcessingException) as raised:
        given = {"INPUT": layer, "OUTPUT": "memory:"}
        processing.run(Copy().create(), given, context=QgsProcessingContext(), feedback=feedback)
    said = str(raised.value)
    assert words in said and "Traceback" not in said and "colonne" not in said
    assert "Traceback" in feedback.textLog() and feedback.property("cohesion_error") in ("OSError", "KeyError")
