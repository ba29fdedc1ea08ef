"""`buildaddressindex`: from Python, a model, a batch and qgis_process; what it reports and what it never leaves."""

from __future__ import annotations

import gzip
import json
import subprocess

import own_qgis
import pytest
from ban_rows import PLACES, row, write
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.processing_provider.address_index import (
    ADDRESS_INDEX,
    add_address_index,
    index_path,
    open_address_index,
)
from cohesion_territoires.processing_provider.algorithm import CohesionAlgorithm
from cohesion_territoires.sources.address_index import AddressIndex
from memory import memory_layer
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
)

pytestmark = pytest.mark.usefixtures("cohesion_provider")


class Recording(QgsProcessingFeedback):
    """Keeps what is said, and may stop the run."""

    def __init__(self, stop_at=None):
        super().__init__(False)
        self.infos, self.warnings, self.shares, self.stop_at = [], [], [], stop_at
        self.progressChanged.connect(self.note)

    def note(self, share):
        self.shares.append(share)
        if self.stop_at is not None and share >= self.stop_at:
            self.cancel()

    def pushInfo(self, info):  # noqa: N802
        self.infos.append(info)

    def pushWarning(self, warning):  # noqa: N802
        self.warnings.append(warning)


def run(feedback=None, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return processing.run(
        "cohesion:buildaddressindex", parameters, context=context, feedback=feedback or QgsProcessingFeedback(False)
    )


@pytest.fixture
def files(tmp_path):
    """Addresses of two départements and lieux-dits, one file zipped, with rows that cannot be used."""
    rows = [row(code="8110"), row(code="8110", numero="14"), row(numero=""), row(lon="x")]
    one = write(tmp_path / "adresses-93.csv", *rows)
    two = tmp_path / "adresses-49 ; ancien.csv.gz"
    plain = write(tmp_path / "plain.csv", row(code="b012", code_insee="49001", lon="-1.2", lat="47"), row(code="8110"))
    two.write_bytes(gzip.compress(plain.read_bytes()))
    places = write(tmp_path / "lieux-dits-49-beta.csv", row(PLACES, id="49001_zz"), header=PLACES)
    return [str(one), str(two), str(places)]


def test_counts_file_and_log(files, tmp_path):
    feedback = Recording()
    out, journal = str(tmp_path / "ban.sqlite"), tmp_path / "journal.json"
    results = run(feedback, INPUT=files, OUTPUT=out, OUTPUT_REJECTED="memory:", OUTPUT_JOURNAL=str(journal))
    layer = results.pop("OUTPUT_REJECTED")
    assert results == {
        "OUTPUT": out, "OUTPUT_JOURNAL": str(journal), "COUNT_ROWS": 7, "COUNT_ADDRESSES": 3, "COUNT_REJECTED": 3,
        "COUNT_STREETS": 2, "COUNT_PLACES": 1, "COUNT_COMMUNES": 2,
    }  # fmt: skip
    with AddressIndex.open(out) as index:
        assert [c.insee for c in index.all_communes()] == ["49001", "93010"]
    assert sorted((f["fichier"], f["motif"], f["lignes"], f["exemples"]) for f in layer.getFeatures()) == [
        ("", "DOUBLON", 1, ""),
        ("adresses-93.csv", "COORDONNEES", 1, "5"),
        ("adresses-93.csv", "NUMERO", 1, "4"),
    ]
    assert len(feedback.warnings) == 2 and "adresses-93.csv" in feedback.warnings[0]
    # no address goes to a log or a journal
    said = " ".join(feedback.infos + feedback.warnings) + journal.read_text(encoding="utf-8")
    assert "glise" not in said and "2.488" not in said
    inputs = json.loads(journal.read_text(encoding="utf-8"))["entrees"]["INPUT"]
    assert [(i["name"], i["rows"], len(i["sha256"])) for i in inputs] == [
        ("adresses-93.csv", 4, 64), ("adresses-49 ; ancien.csv.gz", 2, 64), ("lieux-dits-49-beta.csv", 1, 64),
    ]  # fmt: skip
    assert feedback.shares == sorted(feedback.shares) and feedback.shares[-1] > 90


def test_encodings_and_damage_are_said(tmp_path):
    rows = [row(code="{:04d}".format(n), numero=str(n)) for n in range(1, 5_000)]
    text = "\n".join([write(tmp_path / "h.csv").read_text("utf-8").strip(), *rows]).encode("cp1252")
    cut = tmp_path / "coupé.csv.gz"
    zipped = gzip.compress(b"\xef\xbb\xbf" + text)
    cut.write_bytes(zipped[: len(zipped) // 2])
    feedback = Recording()
    results = run(feedback, INPUT=[str(cut)], OUTPUT=str(tmp_path / "i.sqlite"))
    assert 1_000 < results["COUNT_ADDRESSES"] < 4_000 and results["COUNT_REJECTED"] == 1
    assert any("cp1252" in said for said in feedback.infos)
    assert len(feedback.warnings) == 2 and all("coupé.csv.gz" in said for said in feedback.warnings)
    # who uses the index is told again
    feedback = Recording()
    table = memory_layer("None", ["adresse:string"], [(None, ["12 rue de l'Église, Bondy"])])
    given = {"INPUT": table, "ADDRESS_INDEX": results["OUTPUT"], "OUTPUT": "memory:"}
    processing.run("cohesion:geocodeaddresses", given, feedback=feedback)
    assert any("coupé.csv.gz" in said for said in feedback.warnings)


@pytest.mark.parametrize("shape", ["list", "text", "one"])
def test_files_are_understood_in_every_shape(files, tmp_path, shape):
    files = [files[0], files[2]]
    given = {"list": files, "text": ";".join(files), "one": files[0]}[shape]
    results = run(INPUT=given, OUTPUT=str(tmp_path / "i.sqlite"))
    assert results["COUNT_ROWS"] == (4 if shape == "one" else 5)


def test_a_temporary_index_is_a_file(files):
    path = run(INPUT=files[:1], OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)["OUTPUT"]
    assert path.endswith(".sqlite")
    AddressIndex.open(path).close()


def test_from_a_model(files, tmp_path):
    model = QgsProcessingModelAlgorithm("index", "test")
    inner = QgsProcessingModelParameter("fichiers")
    model.addModelParameter(
        QgsProcessingParameterMultipleLayers("fichiers", "Fichiers", QgsProcessing.SourceType.TypeFile), inner
    )
    child = QgsProcessingModelChildAlgorithm("cohesion:buildaddressindex")
    child.setChildId("index")
    child.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromModelParameter("fichiers")])
    output = QgsProcessingModelOutput("Index", "Index")
    output.setChildOutputName("OUTPUT")
    output.setChildId("index")
    child.setModelOutputs({"Index": output})
    model.addChildAlgorithm(child)
    name = next(d.name() for d in model.parameterDefinitions() if d.isDestination())
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    given = {"fichiers": files, name: str(tmp_path / "m.sqlite")}
    results, good = model.run(given, context, QgsProcessingFeedback(False))
    assert good
    with AddressIndex.open(results[name]) as index:
        assert index.meta["rows"] == 7


def test_from_a_batch(files, tmp_path):
    from processing.gui.AlgorithmExecutor import execute

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:buildaddressindex")
    context, counts = QgsProcessingContext(), []
    context.setProject(QgsProject.instance())
    rows = [([files[0]], "a"), ([str(tmp_path / "absent.csv")], "b"), (files, "c"), ([files[2]], "a")]
    for given, name in rows:
        out = tmp_path / (name + ".sqlite")
        done, results = execute(algorithm, {"INPUT": given, "OUTPUT": str(out)}, context, QgsProcessingFeedback(False))
        counts.append((done, results.get("COUNT_ROWS") if done else None))
    assert counts == [(True, 4), (False, None), (True, 7), (True, 1)]
    with AddressIndex.open(tmp_path / "a.sqlite") as index:
        assert [s.name for s in index.streets("49001")] == ["La Basse Forge"]


def test_from_qgis_process(files, tmp_path):
    if own_qgis.command() is None:
        pytest.skip("qgis_process is absent")
    environment, _profile = own_qgis.profile(tmp_path)
    out = tmp_path / "i.sqlite"
    given = ["--INPUT=" + path for path in files if ";" not in path]
    done = subprocess.run(
        [own_qgis.command(), "run", "cohesion:buildaddressindex", "--json", *given, "--OUTPUT={}".format(out)],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads(done.stdout[done.stdout.index("{") :])["results"]
    assert (results["COUNT_ROWS"], results["COUNT_ADDRESSES"]) == (5, 2)
    AddressIndex.open(out).close()


@pytest.mark.parametrize("stop_at", [0, 30, 80])
def test_cancel_leaves_the_former_index(tmp_path, stop_at):
    rows = [row(code="{:04d}".format(n), numero=str(n)) for n in range(1, 6_000)]
    big, out = write(tmp_path / "big.csv", *rows), tmp_path / "i.sqlite"
    run(INPUT=[str(write(tmp_path / "small.csv", row()))], OUTPUT=str(out))
    before = out.read_bytes()
    feedback = Recording(stop_at)
    if stop_at == 0:
        feedback.cancel()
    with pytest.raises(QgsProcessingException):
        run(feedback, INPUT=[str(big)], OUTPUT=str(out))
    # and goes little further
    assert max(feedback.shares, default=0) < stop_at + 15
    assert out.read_bytes() == before and not list(tmp_path.glob("*.partiel"))


def test_what_is_wrong_is_said_before_or_at_once(files, tmp_path):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:buildaddressindex")
    context, out = QgsProcessingContext(), str(tmp_path / "i.sqlite")
    good, why = algorithm.checkParameterValues({"INPUT": [files[0], "/nowhere/a.csv"], "OUTPUT": out}, context)
    assert not good and "/nowhere/a.csv" in why
    assert not algorithm.checkParameterValues({"INPUT": [], "OUTPUT": out}, context)[0]
    assert not algorithm.checkParameterValues({"OUTPUT": out}, context)[0]
    other = tmp_path / "notes.csv"
    other.write_text("nom;age\nUn;3\n", encoding="utf-8")
    good, why = algorithm.checkParameterValues({"INPUT": [files[0], str(other)], "OUTPUT": out}, context)
    assert not good and "notes.csv" in why
    with pytest.raises(QgsProcessingException, match=r"notes\.csv"):
        run(INPUT=[files[0], str(other)], OUTPUT=out)
    with pytest.raises(QgsProcessingException):
        run(INPUT=files[:1], OUTPUT=str(tmp_path / "nowhere" / "i.sqlite"))
    assert not list(tmp_path.glob("i.sqlite*"))


# the parameter of those who read the index -----------------------------------------------------------


class Reader(CohesionAlgorithm):
    """Reads an index, as geocoding does."""

    NAME, GROUP = "reader", "qpv"

    def display_name(self):
        return "Lecteur"

    def define(self):
        add_address_index(self, optional=True)

    def work(self, parameters, context, feedback):
        with open_address_index(self, parameters, context) as index:
            return {"COUNT": len(index.all_communes())}


def test_the_index_set_among_the_reference_data_is_the_default(files, tmp_path):
    path = run(INPUT=files, OUTPUT=str(tmp_path / "i.sqlite"))["OUTPUT"]
    kept = reference_data.get("address_index")
    try:
        reference_data.put("address_index", path)
        reader = Reader().create()
        assert reader.parameterDefinition(ADDRESS_INDEX).defaultValue() == path
        assert processing.run(reader, {})["COUNT"] == 2
        # who empties the box wants none
        assert index_path(reader, {ADDRESS_INDEX: ""}, QgsProcessingContext()) == ""
        with pytest.raises(QgsProcessingException, match=reader.label(ADDRESS_INDEX).split("(")[0]):
            processing.run(reader, {ADDRESS_INDEX: ""})
    finally:
        reference_data.put("address_index", kept)
    with pytest.raises(QgsProcessingException):
        processing.run(Reader().create(), {ADDRESS_INDEX: files[0]})
    with pytest.raises(QgsProcessingException):
        processing.run(Reader().create(), {})
