"""What leaves the computer: nothing with the local index; with a service, the words of the addresses and no more."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import time
from pathlib import Path

import fake_services
import pytest
import requests
from background import aside
from cohesion_territoires.processing_provider.qpv.geocoders import journal_folder
from cohesion_territoires.layers.network_transport import session
from memory import memory_layer
from qgis import processing
from qgis.core import NULL, QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProject

pytestmark = pytest.mark.usefixtures("cohesion_provider")

FIELDS = ["nom:string", "tel:string", "adresse:string", "code_postal:string", "commune:string", "note:string"]
PEOPLE = [
    ["Zéphirine EXEMPLE", "01 99 00 12 34", "2 rue des Tilleuls", "93140", "Bondy", "dossier secret 77"],
    ["Anatole EXEMPLE", "01 99 00 56 78", "4 bis rue de l'Été", "93140", "Bondy", "allocataire"],
    ["", None, None, None, None, "sans adresse"],
    ["Zéphirine EXEMPLE", None, "2 rue des Tilleuls", "93140", "Bondy", None],
]


def people():
    return memory_layer("None", FIELDS, [(None, p) for p in PEOPLE], name="personnes")


def online(url, feedback=None, layer=None, **more):
    given = {"INPUT": layer or people(), "GEOCODER": 1, "SERVICE_URL": url, "OUTPUT": "memory:", **more}
    return processing.run("cohesion:geocodeaddresses", given, feedback=feedback)


def would_be_heard(ear):
    """Tell whether one request is seen by the ear: of the online engines, and of Python by itself."""
    heard = []
    for ask in (session().post, requests.post):
        before = ear.knocks
        with pytest.raises(requests.RequestException):
            ask("https://geocodeur.invalid/search/csv/", data=b"adresse", timeout=2)
        # who knocked is counted, were it after that
        end = time.monotonic() + 30
        while ear.knocks == before and time.monotonic() < end:
            time.sleep(0.01)
        heard.append(ear.knocks > before)
    return all(heard)


def everything(tmp_path, form, sample_folder):
    """Return what runs `georeferenceaddresses` on the sample with all that it can write."""
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    return {
        "ADDRESS_INDEX": str(tmp_path / "ban.sqlite"),
        "QPV": package + "qpv_2024",
        "QPV_PREVIOUS": package + "qpv_2015",
        "QPV_LIST": str(sample_folder / "liste_qp_2024.csv"),
        "COMMUNES": package + "communes",
        "OUTPUT": str(tmp_path / ("out." + form)),
        "OUTPUT_SUMMARY": str(tmp_path / ("summary." + form)),
        "OUTPUT_HTML": str(tmp_path / "report.html"),
        "OUTPUT_SIGVILLE": str(tmp_path / "sigville.csv"),
        "OUTPUT_JOURNAL": str(tmp_path / "journal.json"),
    }


@pytest.mark.parametrize("form", ["xlsx", "csv", "gpkg", "ods"])
def test_the_local_index_opens_no_connection(ear, tmp_path, sample_folder, form):
    index, table = str(tmp_path / "ban.sqlite"), str(sample_folder / "demandes.xlsx")
    processing.run("cohesion:buildaddressindex", {"INPUT": [str(sample_folder / "adresses_ban.csv")], "OUTPUT": index})
    given = {
        "ADDRESS_INDEX": index,
        "OUTPUT": str(tmp_path / ("located." + form)),
        "OUTPUT_JOURNAL": str(tmp_path / "located.json"),
    }
    for source in (table, str(sample_folder / "beneficiaires.csv"), people()):
        processing.run("cohesion:geocodeaddresses", {"INPUT": source, **given})
    assert aside("geocodeaddresses", {"INPUT": table, **given})[0]
    whole = everything(tmp_path, form, sample_folder)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    processing.run("cohesion:georeferenceaddresses", {"INPUT": table, **whole}, context=context)
    assert aside("georeferenceaddresses", {"INPUT": table, **whole})[0]
    streets = {name: str(tmp_path / end) for name, end in (
        ("OUTPUT", "streets." + form), ("OUTPUT_HTML", "streets.html"), ("OUTPUT_JOURNAL", "streets.json"),
    )}  # fmt: skip
    processing.run("cohesion:qpvstreetindex", {"QPV": whole["QPV"], "ADDRESS_INDEX": index, **streets})
    for path in (*whole.values(), *streets.values()):
        assert "|" in path or Path(path).is_file(), path
    assert ear.knocks == 0
    assert would_be_heard(ear)


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


@pytest.mark.parametrize("name", ["geocodeaddresses", "georeferenceaddresses"])
def test_the_choice_that_sends_is_never_the_default(name):
    algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:" + name)
    choice = algorithm.parameterDefinition("GEOCODER")
    assert choice.defaultValue() == 0
    assert choice.options()[0] == "Local index: no address leaves this computer"
    assert "data.geopf.fr" in choice.options()[1]


def test_neither_titles_that_are_data_nor_filters_nor_keys_are_told(feedback, tmp_path, sample_folder, sample_index):
    """A table without titles: QGIS takes its first row for names of columns."""
    bare = tmp_path / "bare.csv"
    bare.write_text("DUPONT Anne;10 Rue des Iris;Valombre\nPETIT Jean;12 Rue des Iris;Valombre\n", encoding="utf-8")
    given = {
        "QPV": "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"),
        "ADDRESS_INDEX": sample_index,
        "OUTPUT": str(tmp_path / "o.gpkg"),
        "OUTPUT_HTML": str(tmp_path / "r.html"),
        "OUTPUT_JOURNAL": str(tmp_path / "j.json"),
        "SERVICE_URL": "https://agent:azerty@exemple.invalid/csv/?cle=secrete",
    }

    def run(**more):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        processing.run("cohesion:georeferenceaddresses", {**given, **more}, context=context, feedback=feedback)

    with pytest.raises(QgsProcessingException) as raised:
        run(INPUT=str(bare))
    assert "Iris" not in str(raised.value) and "DUPONT" not in str(raised.value)
    run(INPUT=str(bare), ADDRESS_FIELD=["10 Rue des Iris"])
    layer = people()
    layer.setSubsetString("\"adresse\" = '2 rue des Tilleuls' and \"nom\" <> 'l''EXEMPLE'")
    told = [(tmp_path / name).read_text(encoding="utf-8") for name in ("r.html", "j.json")]
    run(INPUT=layer)
    told += [(tmp_path / "j.json").read_text(encoding="utf-8"), feedback.text()]
    for text in told:
        for secret in ("Iris", "DUPONT", "illeuls", "EXEMPLE", "azerty", "secrete"):
            assert secret not in text
    assert '\\"adresse\\" = \'…\'' in told[2]
