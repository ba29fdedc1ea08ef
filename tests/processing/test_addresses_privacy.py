"""What leaves the computer: nothing with the local index; with a service, the words of the addresses and no more."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import socket
import threading

import fake_services
import pytest
import requests
import tiny
from cohesion_territoires.layers.network_transport import session
from cohesion_territoires.processing_provider.qpv.geocoders import journal_folder
from memory import memory_layer
from qgis import processing
from qgis.core import (
    NULL,
    QgsApplication,
    QgsNetworkAccessManager,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import QCoreApplication

pytestmark = pytest.mark.usefixtures("cohesion_provider")

FIELDS = ["nom:string", "tel:string", "adresse:string", "code_postal:string", "commune:string", "note:string"]
PEOPLE = [
    ["Zéphirine EXEMPLE", "01 99 00 12 34", "2 rue des Tilleuls", "93140", "Bondy", "dossier secret 77"],
    ["Anatole EXEMPLE", "01 99 00 56 78", "4 bis rue de l'Été", "93140", "Bondy", "allocataire"],
    ["", None, None, None, None, "sans adresse"],
    ["Zéphirine EXEMPLE", None, "2 rue des Tilleuls", "93140", "Bondy", None],
]


class Ear:
    """A proxy on loopback that counts whoever knocks, and lets nobody through."""

    def __enter__(self):
        self.knocks, self._open = 0, True
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def _listen(self):
        while self._open:
            try:
                caller, _address = self._socket.accept()
            except OSError:
                return
            if self._open:
                self.knocks += 1
            caller.close()

    def __exit__(self, *_error):
        self._open = False
        # wakes the one who waits
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()


@pytest.fixture
def ear(qgis_app):
    """A proxy that QGIS is told to use."""
    settings, manager = QgsSettings(), QgsNetworkAccessManager.instance()
    with Ear() as listening:
        values = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": str(listening.port)}
        for name, value in values.items():
            settings.setValue("proxy/" + name, value)
        manager.setupDefaultProxyAndCache()
        yield listening
        for name in values:
            settings.remove("proxy/" + name)
        manager.setupDefaultProxyAndCache()


def people():
    return memory_layer("None", FIELDS, [(None, p) for p in PEOPLE], name="personnes")


def online(url, feedback=None, layer=None, **more):
    given = {"INPUT": layer or people(), "GEOCODER": 1, "SERVICE_URL": url, "OUTPUT": "memory:", **more}
    return processing.run("cohesion:geocodeaddresses", given, feedback=feedback)


def aside(parameters):
    """Run in a worker, as QGIS's window does."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:geocodeaddresses")
    context, feedback, done = QgsProcessingContext(), QgsProcessingFeedback(False), []
    context.setProject(QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda good, results: done.append((good, results)))
    QgsApplication.taskManager().addTask(task)
    while not done:
        QCoreApplication.processEvents()
    return done[0]


@pytest.mark.parametrize("form", ["xlsx", "csv", "gpkg"])
def test_the_local_index_opens_no_connection(ear, tmp_path, sample_folder, form):
    given = {
        "ADDRESS_INDEX": tiny.address_index(),
        "OUTPUT": str(tmp_path / ("out." + form)),
        "OUTPUT_JOURNAL": str(tmp_path / "journal.json"),
    }
    for source in (str(sample_folder / "demandes.xlsx"), str(sample_folder / "beneficiaires.csv"), people()):
        processing.run("cohesion:geocodeaddresses", {"INPUT": source, **given})
    good, _results = aside({"INPUT": str(sample_folder / "demandes.xlsx"), **given})
    assert good
    index = str(tmp_path / "ban.sqlite")
    processing.run("cohesion:buildaddressindex", {"INPUT": [str(sample_folder / "adresses_ban.csv")], "OUTPUT": index})
    assert ear.knocks == 0
    # and had there been one, it would have been seen
    with pytest.raises(requests.RequestException):
        session().post("http://127.0.0.1:9/geocodage/search/csv/", data=b"adresse", timeout=5)
    assert ear.knocks > 0


def journals():
    return set(journal_folder().glob("*.journal"))


def test_only_the_words_of_the_addresses_are_sent(tmp_path):
    before = journals()
    with fake_services.Geoplateforme() as fake:
        results = online(fake.url)
    sent = b"\n".join(fake.received).decode("utf-8", "replace").lower()
    assert "2 rue des tilleuls" in sent and "4 bis rue de l'ete" in sent and sent.count("rue des tilleuls") == 1
    for private in ("phirine", "anatole", "exemple", "01 99", "0199", "dossier", "secret", "allocataire", "sans adresse"):
        assert private not in sent
    layer = results["OUTPUT"]
    assert [f["nom"] or "" for f in layer.getFeatures()] == [p[0] for p in PEOPLE]
    assert [f["statut"] for f in layer.getFeatures()] == ["TROUVEE", "TROUVEE", "IGNOREE", "TROUVEE"]
    assert layer.crs().authid() == "EPSG:4326"
    first = next(layer.getFeatures())
    place = fake_services.place(fake_services.text_key("2 rue des tilleuls 93140 bondy"))
    assert (first.geometry().asPoint().x(), first.geometry().asPoint().y()) == pytest.approx(place)
    assert first["type_resultat"] == "numéro" and first["position"] in (None, NULL)
    assert journals() == before, "a run that succeeded leaves no address behind"


def test_it_says_first_to_whom_the_addresses_go(feedback):
    with fake_services.Geoplateforme() as fake:
        online(fake.url, feedback)
    assert feedback.infos[0] == (
        "The words of the addresses (number, street, postcode, commune) will be sent to 127.0.0.1; "
        "the other columns stay on this computer."
    )
    assert "illeuls" not in feedback.text()


def test_a_run_cut_short_continues_where_it_was(tmp_path):
    """A service that fails half-way: the second run sends only what the first did not obtain."""
    rows = [(None, ["", "", "{} rue {}".format(i, "abcdefgh"[i % 8] * 5), "93140", "Bondy", ""]) for i in range(2500)]
    layer = memory_layer("None", FIELDS, rows)
    output, kept = str(tmp_path / "out.gpkg"), journals()
    with fake_services.Geoplateforme() as fake:
        fake.faults = [None]
        fake.always = "403"
        with pytest.raises(QgsProcessingException):
            online(fake.url, layer=layer, OUTPUT=output)
        assert len(journals()) == len(kept) + 1
        fake.always, before = None, len(fake.received)
        results = online(fake.url, layer=layer, OUTPUT=output)
        again = b"".join(fake.received[before:]).decode("utf-8", "replace")
    assert "\n0,0 rue aaaaa" not in again and "2499 rue" in again
    assert results["COUNT_ROWS"] == 2500 and results["COUNT_ERROR"] == 0
    assert journals() == kept


def test_the_choice_that_sends_is_never_the_default():
    algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:geocodeaddresses")
    choice = algorithm.parameterDefinition("GEOCODER")
    assert choice.defaultValue() == 0
    assert choice.options()[0] == "Local index: no address leaves this computer"
    assert "data.geopf.fr" in choice.options()[1]
