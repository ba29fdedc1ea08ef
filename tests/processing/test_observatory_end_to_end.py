"""An entry of a user's catalogue from its service to a portrait, on loopback: through the proxy, at night, offline."""
from __future__ import annotations

import csv
import json
import shutil
import subprocess

import fake_files
import fake_observatories
import own_qgis
import pytest
from cohesion_territoires.domain.indicators.levels import LEVELS, Territory
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.territories import shipped
from forward_proxy import ForwardProxy, qgis_uses
from listening import listening
from qgis import processing
from qgis.core import QgsProcessingException, QgsSettings

pytestmark = pytest.mark.usefixtures("cohesion_provider")
FOLDER_SETTING = "cohesion_territoires/observatory/catalogue_folder"
ACCOUNT = ("preposee", "azerty")


def communes():
    """Return the codes of the communes of the Seine-Saint-Denis."""
    return shipped().communes(Territory("dep", "93"))


def contours():
    features = []
    for number, code in enumerate(communes()):
        x, y = 2.3 + 0.02 * (number % 8), 48.85 + 0.02 * (number // 8)
        ring = [[x, y], [x + 0.02, y], [x + 0.02, y + 0.02], [x, y + 0.02], [x, y]]
        properties = {"code": code, "nom": "Commune {}".format(code)}
        features.append(
            {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


class World:
    """A Géoclip with one indicator, a site with contours, and a catalogue that tells of both.

    Attributes
    ----------
    values : fake_observatories.Geoclip
    site : fake_files.Site
    """

    def __init__(self, folder):
        rows = [["codgeo", "libgeo", "an", "med_disp"]]
        rows += [[code, code, 2021, 18000 + 100 * number] for number, code in enumerate(communes())]
        rows += [["93999", "Nulle-Part", 2021, 3]]
        self.values = fake_observatories.Geoclip({("filosofi", "med_disp", "com2025"): rows})
        self.site = fake_files.Site({"/contours.geojson": contours()})
        self.folder, self.cache = folder / "catalogues", Cache(folder / "cache")

    def __enter__(self):
        self.values.__enter__()
        self.site.__enter__()
        self.tell(self.site.url)
        return self

    def __exit__(self, *error):
        self.site.__exit__(*error)
        self.values.__exit__(*error)

    def tell(self, site):
        """Write the catalogue: contours are at an address, values at that given to the run."""
        source = {"dataset": "filosofi", "indic": "med_disp", "nivgeo": {"com": "com2025"}, "whole": True}
        entries = [
            {"id": "essai:revenu", "source": "geoclip", "title": "Revenu médian", "observatory": "Observatoire",
             "levels": ["com"], "years": ["2021"], "unit": "€", "measure": "amount", "request": source,
             "page": "https://page.example/revenu"},
            {"id": "contours:com", "source": "datagouv", "kind": "layer", "title": "Communes", "levels": ["com"],
             "observatory": "Contours", "page": "https://page.example/contours",
             "request": {"address": site + "contours.geojson", "format": "geojson", "whole": True}},
        ]  # fmt: skip
        item = {"title": "Revenu médian", "entry": "essai:revenu", "direction": "neutral"}
        questions = [{"key": "revenu", "title": "Revenus", "items": [item]}]
        (self.folder / "collections").mkdir(parents=True, exist_ok=True)
        (self.folder / "essai.json").write_text(json.dumps({"entries": entries}), encoding="utf-8")
        told = {"id": "essai", "title": "Essai", "questions": questions}
        (self.folder / "collections" / "essai.json").write_text(json.dumps(told), encoding="utf-8")

    @property
    def asked(self):
        """How many requests both had."""
        return len(self.values.received) + len(self.site.received)

    def run(self, feedback=None, **parameters):
        given = {
            "ENTRY": "essai:revenu", "TERRITORY": "DEP-93", "SERVICE_URL": self.values.url,
            "CACHE_FOLDER": str(self.cache.folder), "OUTPUT": "memory:", **parameters,
        }  # fmt: skip
        return processing.run("cohesion:observatorylayer", given, feedback=feedback)


@pytest.fixture
def world(tmp_path, monkeypatch):
    # no second try, no pause
    limiter = Client.__init__.__defaults__
    monkeypatch.setattr(Client.__init__, "__defaults__", (limiter[0], 1, 0.01, *limiter[3:]))
    QgsSettings().setValue(FOLDER_SETTING, str(tmp_path / "catalogues"))
    with World(tmp_path) as made:
        yield made
    QgsSettings().remove(FOLDER_SETTING)


def refused(world, **parameters):
    """Return what a run that fails says."""
    with pytest.raises(QgsProcessingException) as raised:
        world.run(**parameters)
    return str(raised.value)


def test_values_and_contours_pass_through_the_proxy_of_qgis(world):
    world.tell("http://contours.invalid/")
    url = world.values.url.replace("127.0.0.1:{}".format(world.values.port), "valeurs.invalid")
    routes = {"valeurs.invalid": world.values.port, "contours.invalid": world.site.port}
    with ForwardProxy(routes, ACCOUNT) as proxy:
        with qgis_uses(proxy.port):
            said = refused(world, SERVICE_URL=url)
        assert "user name and password" in said and "Settings, Options, Network" in said
        assert world.asked == 0 and proxy.passed == []
        with qgis_uses(proxy.port, ACCOUNT):
            done = world.run(SERVICE_URL=url)
        assert sorted(set(proxy.passed)) == ["contours.invalid", "valeurs.invalid"]
        assert len(proxy.passed) == world.asked
    assert (done["COUNT_JOINED"], done["COUNT_WITHOUT_POLYGON"]) == (len(communes()), 1)


def test_offline_all_that_was_fetched_works_and_what_lacks_is_named(world):
    with listening() as ear:
        assert "“Revenu médian” (DEP-93, 2021) was never fetched" in refused(world, REFRESH=2)
        assert ear.knocks == 0
    world.site.always = "503"
    refused(world)
    with listening() as ear:
        # the values are there, the contours are not
        assert "“Communes”" in refused(world, REFRESH=2) and ear.knocks == 0
    world.site.always = None
    world.run()
    with listening() as ear:
        assert world.run(REFRESH=2)["COUNT_JOINED"] == len(communes())
        assert world.run()["COUNT_JOINED"] == len(communes()) and ear.knocks == 0
        # the ear hears
        world.run(REFRESH=1)
        assert ear.knocks > 0


def test_a_service_that_is_down_is_said_and_the_copy_used(world, feedback):
    first = world.run()
    world.values.always = "503"
    done = world.run(feedback, REFRESH=1)
    assert done["CACHED_FILE"] == first["CACHED_FILE"] and done["COUNT_JOINED"] == first["COUNT_JOINED"]
    assert any("Revenu médian" in text and "copy of" in text and "503" in text for text in feedback.warnings)
    world.site.always = "429"
    asked = world.asked
    assert world.run(REFRESH=2)["COUNT_ROWS"] == first["COUNT_ROWS"] and world.asked == asked
    assert all(world.cache.check(record) for record in world.cache.records())


def test_contours_that_fail_are_said_and_the_next_run_is_right(world):
    for fault, words in (("500", "HTTP 500"), ("login", "web page"), ("drop", "does not answer")):
        world.site.always = fault
        assert words in refused(world)
    asked = len(world.values.received)
    world.site.always = None
    assert world.run()["COUNT_JOINED"] == len(communes()) and len(world.values.received) == asked


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"ENTRY": "essai:revenus"}, "no entry “essai:revenus”"),
        ({"TERRITORY": "COM-93999"}, "COM-93999 is not a territory of"),
        ({"TERRITORY": "EPCI-123456789"}, "EPCI-123456789 is not a territory of"),
        ({"TERRITORY": "DEP-01"}, "No polygon of the boundaries is in DEP-01"),
        ({"YEAR": "1999"}, "no value for 1999; it has: 2021"),
        ({"LEVEL": list(LEVELS).index("qpv")}, "not offered for this level"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(world, parameters, words):
    assert words in refused(world, **parameters)


def test_a_level_that_the_catalogue_lacks_is_said_before_its_service_fails(world, feedback):
    assert "does not know" in refused(world, feedback=feedback, LEVEL=list(LEVELS).index("dep"))
    assert "it has: Communes" in feedback.warnings[0]


def test_what_a_portrait_lacks_is_in_its_log(world, feedback):
    given = {
        "TERRITORY": "COM-93010", "COLLECTION": "essai", "CACHE_FOLDER": str(world.cache.folder), "OUTPUT": "memory:",
    }  # fmt: skip
    done = processing.run("cohesion:territoryportrait", given, feedback=feedback)
    assert (done["COUNT_INDICATORS"], done["COUNT_MISSING"]) == (0, 1)
    assert "  Revenu médian : Not obtained yet on this computer" in feedback.text()


def at_night(environment, algorithm, **parameters):
    """Run as a scheduled task does; return what is said."""
    words = ["--{}={}".format(name, value) for name, value in parameters.items()]
    run = [own_qgis.command(), "run", "cohesion:" + algorithm, *words]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_from_the_catalogue_to_the_portrait_at_night(world, tmp_path):
    if own_qgis.command() is None:
        pytest.skip("qgis_process is absent")
    environment, folder = own_qgis.profile(tmp_path, "[locale]\noverrideFlag=true\nuserLocale=fr\nglobalLocale=fr_FR\n")
    shutil.copytree(world.folder, folder / "cohesion_territoires" / "catalogues")
    layer, classed = str(tmp_path / "revenu.gpkg"), str(tmp_path / "classes.gpkg")
    status, said = at_night(
        environment, "observatorylayer", ENTRY="essai:revenu", TERRITORY="DEP-93", SERVICE_URL=world.values.url,
        OUTPUT=layer,
    )  # fmt: skip
    assert status == 0 and "Codes joints\u00a0: {}".format(len(communes())) in said and "est interrogé" in said, said
    asked = world.asked
    status, said = at_night(
        environment, "joinindicator", BOUNDARIES=layer, INPUT=layer, VALUE_FIELDS="valeur", OUTPUT=classed,
    )
    assert status == 0 and "COUNT_JOINED:\t{}".format(len(communes())) in said, said
    table = str(tmp_path / "c.csv")
    status, said = at_night(environment, "classifyindicator", INPUT=classed, FIELD="valeur", OUTPUT=table)
    assert status == 0 and "Classes\u00a0: 5" in said, said
    page, figures = tmp_path / "portrait.html", tmp_path / "portrait.csv"
    status, said = at_night(
        environment, "territoryportrait", TERRITORY="COM-93010", COLLECTION="essai", OUTPUT=str(figures),
        OUTPUT_HTML=str(page),
    )  # fmt: skip
    assert status == 0 and "COUNT_INDICATORS:\t1" in said, said
    with open(figures, encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    place = communes().index("93010")
    assert (row["valeur"], row["rang"]) == (str(18000 + 100 * place), str(len(communes()) - place))
    assert "Bondy" in page.read_text(encoding="utf-8") and world.asked == asked
