"""`refreshcatalogue`: lists of services on loopback kept in a catalogue, then used; nothing lost when they fail."""
from __future__ import annotations

import datetime
import json
import re
from types import SimpleNamespace
from urllib.parse import quote

import fake_files
import fake_observatories
import ogc_servers
import pytest
from beats import Beats
from cohesion_territoires.processing_provider.observatory import refreshcatalogue
from cohesion_territoires.processing_provider.observatory.observatorylayer import ObservatoryLayer
from cohesion_territoires.processing_provider.observatory.refreshcatalogue import RefreshCatalogue
from cohesion_territoires.sources.catalogue import Catalogue
from observatory_services import points
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsSettings

pytestmark = pytest.mark.usefixtures("qgis_processing")
OBSERVATOIRE, MELODI, SEARCH, SERVER = range(4)
TODAY = "2026-07-01"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day on which all is done, whatever the clock does meanwhile."""
    calendar = SimpleNamespace(date=SimpleNamespace(today=lambda: datetime.date.fromisoformat(TODAY)))
    monkeypatch.setattr(refreshcatalogue, "datetime", calendar)


def record(indic, **more):
    return {
        "dataset": "filosofi",
        "indic": indic,
        "title": "Revenu " + indic,
        "abstract": "x",
        "nivgeo": "com2025",
        **more,
    }


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "catalogues"


def run(folder, service, feedback=None, **parameters):
    parameters = {"SERVICE": service, "CATALOGUE_FOLDER": str(folder), "OUTPUT": "memory:", **parameters}
    results = processing.run(
        RefreshCatalogue().create(), parameters, context=QgsProcessingContext(),
        feedback=feedback or QgsProcessingFeedback(False),
    )  # fmt: skip
    layer = results["OUTPUT"]
    names = layer.fields().names()
    assert names == ["id", "titre", "niveaux", "annees", "licence", "page", "annonce_le"]
    return [dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in layer.getFeatures()], results


def catalogue(folder):
    return Catalogue.shipped().with_user_files(folder)


def test_the_list_of_the_observatoire_page_by_page(folder, feedback):
    records = [record("med_disp")] + [record("neuf_{}".format(n)) for n in range(44)]
    with fake_observatories.Geoclip(records=records) as server:
        rows, results = run(folder, OBSERVATOIRE, feedback, SERVICE_URL=server.url.rstrip("/"))
        assert len(server.received) == 3
    assert "127.0.0.1" in feedback.infos[0] and "list of what it offers" in feedback.infos[0]
    assert (results["COUNT_ENTRIES"], results["COUNT_NEW"]) == (45, 44)
    ours = Catalogue.shipped().entry("odt:filosofi.med_disp")
    # the shipped words, the service's levels
    assert rows[0]["id"] == ours.id and rows[0]["titre"] == ours.title and rows[0]["niveaux"] == "com"
    assert rows[1]["titre"] == "Revenu neuf_0" and rows[1]["annees"] == "1968;2021"
    assert {row["annonce_le"].toString("yyyy-MM-dd") for row in rows} == {TODAY}
    now = catalogue(folder)
    assert now.entry(ours.id).checked == TODAY and now.entry(ours.id).themes == ours.themes
    assert sum(entry.checked == TODAY for entry in now.entries) == 45


def test_mélodi(folder):
    said = {
        "identifier": "DS_NEUF", "title": [{"lang": "fr", "content": "Jeu neuf"}], "spatialResolution": [{"id": "COM"}],
        "temporal": {"endPeriod": "2022-01-01T00:00:00"},
    }  # fmt: skip
    with fake_observatories.Melodi() as server:
        server.catalogue = [said]
        rows, results = run(folder, MELODI, SERVICE_URL=server.url)
    assert rows[0]["id"] == "melodi:DS_NEUF" and rows[0]["niveaux"] == "com" and rows[0]["annees"] == "2022"
    assert results["COUNT_NEW"] == 1 and catalogue(folder).entry("melodi:DS_NEUF").checked == TODAY


def test_each_search_of_data_gouv_keeps_its_own_list(folder, feedback):
    with fake_files.DataGouvSite() as server:
        server.put("fibre-2026", "r1", b"a;b\n1;2\n", "Fibre")
        server.put("ecoles", "r2", b"a;b\n1;2\n", "Écoles", licence="odc-odbl")
        asked = {"SERVICE_URL": server.url}
        rows, _results = run(folder, SEARCH, feedback, SEARCH="fibre", **asked)
        assert "“fibre”" in feedback.infos[0]
        more, _results = run(folder, SEARCH, SEARCH="ecoles", **asked)
        again, results = run(folder, SEARCH, SEARCH="fibre", **asked)
        none, empty = run(folder, SEARCH, feedback, SEARCH="xyzzy", **asked)
    assert [row["id"] for row in rows] == ["datagouv:r1"] and rows[0]["licence"] == "lov2"
    assert more[0]["licence"] == "odc-odbl" and again == rows and results["COUNT_NEW"] == 0
    assert none == [] and empty["COUNT_ENTRIES"] == 0 and empty["CATALOGUE_FILE"] == ""
    assert "xyzzy" in feedback.warnings[-1]
    assert sorted(path.name for path in folder.glob("*.json")) == [
        "liste_data_gouv_ecoles.json",
        "liste_data_gouv_fibre.json",
    ]
    assert {"datagouv:r1", "datagouv:r2"} <= {entry.id for entry in catalogue(folder).entries}


def test_the_example_of_the_help_page_holds(folder, sample_folder, tmp_path):
    page = (sample_folder.parent / "help" / "refreshcatalogue.html").read_text(encoding="utf-8")
    name = re.search(r'--NAME="([^"]+)"', page).group(1)
    entry_id = re.search(r"--ENTRY=(\S+)", page).group(1)
    QgsSettings().setValue("cohesion_territoires/observatory/catalogue_folder", str(folder))
    try:
        with fake_files.QuirkyWfs(points()) as server:
            rows, results = run(None, SERVER, SERVICE_URL=server.url, NAME=name, CATALOGUE_FOLDER=None)
            assert [(row["id"], row["titre"]) for row in rows] == [(entry_id, "Écoles")]
            assert results["CATALOGUE_FILE"].startswith(str(folder))
            got = processing.run(
                ObservatoryLayer().create(),
                {"ENTRY": entry_id, "CACHE_FOLDER": str(tmp_path / "cache"), "OUTPUT": "memory:"},
                context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
            )  # fmt: skip
    finally:
        QgsSettings().remove("cohesion_territoires/observatory/catalogue_folder")
    assert got["OUTPUT"].featureCount() == len(points())
    entry = catalogue(folder).entry(entry_id)
    assert (entry.observatory, entry.checked, entry.producer) == (name, TODAY, "DDT")
    assert "<code>{}</code>".format(name) in page and "<code>{}</code>".format(entry_id) in page


def test_a_name_is_that_of_one_server(folder):
    with fake_files.QuirkyWfs(points()) as one, fake_files.QuirkyWfs(points()) as other:
        run(folder, SERVER, SERVICE_URL=one.url, NAME="DDT")
        run(folder, SERVER, SERVICE_URL=one.url, NAME="DDT")
        with pytest.raises(QgsProcessingException, match="another"):
            run(folder, SERVER, SERVICE_URL=other.url, NAME="DDT")
        # without a name, the address tells them apart
        ids = {run(folder, SERVER, SERVICE_URL=url)[0][0]["id"] for url in (one.url + "a", other.url + "a")}
    assert len(ids) == 2


@pytest.mark.parametrize("kind", ["MapServer", "QgisServer"])
def test_real_servers(folder, tmp_path, sample_folder, kind):
    with getattr(ogc_servers, kind)(tmp_path, sample_folder / "exemple.gpkg") as server:
        rows, results = run(folder, SERVER, SERVICE_URL=server.url, NAME="Essai")
        assert results["COUNT_NEW"] == len(rows) >= len(ogc_servers.LAYERS)
        own = next(row["id"] for row in rows if row["titre"] == "qpv_2024")
        QgsSettings().setValue("cohesion_territoires/observatory/catalogue_folder", str(folder))
        try:
            got = processing.run(
                ObservatoryLayer().create(),
                {"ENTRY": own, "CACHE_FOLDER": str(tmp_path / "cache"), "OUTPUT": "memory:"},
                context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
            )  # fmt: skip
        finally:
            QgsSettings().remove("cohesion_territoires/observatory/catalogue_folder")
    assert got["OUTPUT"].featureCount() > ogc_servers.CAP


def test_a_service_that_fails_or_gives_nothing_leaves_the_catalogue_as_it_was(folder):
    with fake_observatories.Geoclip(records=[record("med_disp"), record("neuf")]) as server:
        asked = {"SERVICE_URL": server.url}
        run(folder, OBSERVATOIRE, **asked)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        for change in ({"records": []}, {"always": "404"}, {"shapes": set()}):
            for name, value in change.items():
                setattr(server, name, value)
            with pytest.raises(QgsProcessingException) as told:
                run(folder, OBSERVATOIRE, **asked)
            assert len(str(told.value)) > 20
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_of_the_user_is_left_alone_and_wins(folder):
    folder.mkdir()
    text = json.dumps({"entries": [{"id": "odt:filosofi.neuf", "source": "file", "title": "La mienne"}]})
    (folder / "liste_observatoire_des_territoires.json").write_text(text, encoding="utf-8")
    with fake_observatories.Geoclip(records=[record("neuf")]) as server:
        rows, results = run(folder, OBSERVATOIRE, SERVICE_URL=server.url)
    assert results["COUNT_NEW"] == 0 and rows[0]["titre"] == "La mienne"
    assert (folder / "liste_observatoire_des_territoires.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("service", "more", "words"), [
    (SEARCH, {}, "data.gouv.fr"), (SEARCH, {"SEARCH": "  "}, "data.gouv.fr"), (SERVER, {}, "WFS"),
    (SERVER, {"SERVICE_URL": "ftp://x/wfs"}, "https://"), (SERVER, {"SERVICE_URL": "http://[x/wfs"}, "https://"),
    (SERVER, {"SERVICE_URL": "https://a:b@x.example/wfs"}, "account"),
])  # fmt: skip
def test_what_is_missing_or_wrong_is_said_before_anything_is_asked(folder, ear, service, more, words):
    with pytest.raises(QgsProcessingException, match=words) as told:
        run(folder, service, **more)
    assert "a:b@" not in str(told.value)
    assert ear.knocks == 0 and not folder.exists()


def test_a_key_in_the_address_is_warned_of_and_not_said(folder, feedback):
    with fake_files.QuirkyWfs(points()) as server:
        address = server.url + "?apikey=" + quote("s3cr3t")
        run(folder, SERVER, feedback, SERVICE_URL=address, NAME="DDT")
        rows, results = run(folder, SERVER, feedback, SERVICE_URL=address)
        with fake_files.QuirkyWfs(points()) as other, pytest.raises(QgsProcessingException) as told:
            run(folder, SERVER, SERVICE_URL=other.url, NAME="DDT")
    assert "key" in feedback.warnings[0]
    assert not any("s3cr3t" in text for text in [*feedback.infos, *feedback.warnings, str(told.value)])
    # nor is it in the identifiers, that logs and models show
    assert "s3cr3t" not in rows[0]["id"] and "s3cr3t" not in results["CATALOGUE_FILE"]


def test_cancelled_while_the_service_is_silent(folder):
    with fake_observatories.Geoclip(records=[record("neuf")]) as server:
        server.always, log = "silence", QgsProcessingFeedback(False)
        with Beats(log.cancel, lambda: server.received) as beats, pytest.raises(QgsProcessingException):
            run(folder, OBSERVATOIRE, log, SERVICE_URL=server.url)
        assert beats.count < 15
    assert not folder.exists()
