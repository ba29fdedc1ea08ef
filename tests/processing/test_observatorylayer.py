"""`observatorylayer`: from the cache and services on loopback, joined, dated, credited; offline, stale, cancelled."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from beats import Beats
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.processing_provider.observatory.observatorylayer import ObservatoryLayer
from cohesion_territoires.processing_provider.observatory.observed_indicator import provenance_of
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.catalogue import Catalogue
from observed_cache import MEDIAN, keep_contours, keep_values, run, squares, three
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

pytestmark = pytest.mark.usefixtures("qgis_processing")


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def test_a_merged_commune_does_not_keep_its_value_on_contours_of_another_year(cache, feedback):
    keep_values(cache, Observations.of(["01015", "01340", "01002"], [1.0, 2.0, 3.0], ["2013"] * 3, "com", "2015"))
    # what the year's contours are is what their own file says
    with cache.reserve("contours:com", "com", "FRA", "2015") as place:
        path = place.folder / "contours.geojson"
        path.write_text(json.dumps(squares("01015", "01002")), encoding="utf-8")
        place.commit(path, {"title": "Contours", "form": "geojson", "geography": "2018"})
    rows, results, _layer = run(cache, feedback)
    assert [(r["code"], r["valeur"], r["statut"]) for r in rows] == [
        ("01015", None, "a_verifier"), ("01002", 3.0, "publie"),
    ]  # fmt: skip
    assert results["COUNT_TO_CHECK"] == 1 and results["COUNT_JOINED"] == 1 and len(feedback.warnings) == 1
    assert {f["cas"] for f in results["OUTPUT_REPORT"].getFeatures()} == {"a_verifier", "code_sans_polygone"}


CHANGES = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n"
    "32,2016-01-01,COM,01015,0,A,COM,01015,A\n32,2016-01-01,COM,01340,0,B,COM,01015,A\n"
)


@pytest.mark.parametrize(("entry", "value", "status"), [
    ("melodi:DS_POPULATIONS_REFERENCE.PMUN", 3.0, "publie"), (MEDIAN, None, "a_verifier"),
    ("melodi:DS_POPULATIONS_REFERENCE.PTOT", None, "a_verifier"),
])  # fmt: skip
def test_the_table_of_changes_converts_what_can_be(cache, tmp_path, entry, value, status):
    path = tmp_path / "mvt.csv"
    path.write_text(CHANGES, encoding="utf-8")
    both = [code for code in ("01015", "01340", "01002") for _year in range(2)]
    found = Observations.of(both, [9.0, 1.0, 9.0, 2.0, 9.0, 3.0], ["2012", "2013"] * 3, "com", "2015")
    keep_values(cache, found, entry=entry)
    keep_contours(cache, "01015", "01002", year="2018")
    own = str(cache.find("contours:com", "com", "FRA", "2018").path)
    given = {"ENTRY": entry, "BOUNDARIES": own, "CHANGES": str(path), "LEVEL": 0}
    circles = {} if entry == MEDIAN else {"MEASURE": 2}
    rows, _results, _layer = run(cache, BOUNDARY_GEOGRAPHY="2018", **circles, **given)
    assert [(r["valeur"], r["statut"], r["annee"], r["millesime_geo"]) for r in rows] == [
        (value, status, "2013", "2018"), (3.0, "publie", "2013", "2018"),
    ]  # fmt: skip
    with pytest.raises(QgsProcessingException, match="Year of the boundaries"):
        run(cache, **given)


def test_boundaries_of_a_level_whose_codes_look_alike_are_refused(cache):
    """Figures of régions on départements of the same number."""
    codes = "01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94".split()
    keep_values(cache, Observations.of(codes, range(18), ["2021"] * 18, "reg", "2025"), level="reg")
    keep_contours(cache, *codes, "59", "2A", level="dep")
    own = str(cache.find("contours:dep", "dep", "FRA", "2025").path)
    with pytest.raises(QgsProcessingException, match="another level"):
        run(cache, LEVEL=3, BOUNDARIES=own)
    keep_contours(cache, *codes, level="reg")
    assert len(run(cache, LEVEL=3)[0]) == 18


def test_rows_that_disagree_give_no_value(cache, feedback):
    keep_values(cache, Observations.of(["01001", "01001", "01002"], [1.0, 2.0, 3.0], ["2021"] * 3, "com", "2025"))
    keep_contours(cache, "01001", "01002")
    rows, results, _layer = run(cache, feedback)
    assert [(r["valeur"], r["statut"]) for r in rows] == [(None, "a_verifier"), (3.0, "publie")]
    assert results["COUNT_TO_CHECK"] == 1 and len(feedback.warnings) == 2


def test_the_example_of_the_help_page(cache):
    keep_values(cache, three())
    keep_contours(cache, "01001", "01002", broken=1)
    rows, results, layer = run(cache)
    assert [(r["code"], r["nom"], r["annee"], r["valeur"], r["statut"], r["classe"]) for r in rows] == [
        ("01001", "Commune 01001", "2021", 20000.0, "publie", 1),
        ("01002", "Commune 01002", "2021", None, "secret", None),
    ]  # fmt: skip
    assert (results["COUNT_JOINED"], results["COUNT_SECRET"], results["COUNT_ROWS"]) == (2, 1, 2)
    assert [rows[0][name].toString("yyyy-MM-dd") for name in ("date_debut", "date_fin")] == ["2021-01-01", "2021-12-31"]
    assert (rows[0]["unite"], rows[0]["source"], rows[0]["millesime_geo"]) == ("€/an", "Insee-DGFiP", "2025")
    report = [f["code"] for f in results["OUTPUT_REPORT"].getFeatures()]
    assert report == ["01009"] and results["COUNT_WITHOUT_POLYGON"] == 1
    assert all(f.geometry().isGeosValid() for f in layer.getFeatures()) and layer.crs().authid().endswith(
        ("4326", "CRS84")
    )


def test_boundaries_are_made_ready_once(cache):
    keep_values(cache, three())
    keep_contours(cache, "01001", "01002")
    run(cache)
    ready = [r for r in cache.records() if r.entry.endswith(".pret")]
    run(cache)
    assert [r.path for r in cache.records() if r.entry.endswith(".pret")] == [r.path for r in ready] and len(ready) == 1
    # contours that changed are made ready again
    keep_contours(cache, "01001", "01002", "01009")
    assert len(run(cache)[0]) == 3


def test_a_folder_that_may_only_be_read_serves_all_the_same(cache, monkeypatch):
    from cohesion_territoires.domain.errors import OutputError

    keep_values(cache, three())
    keep_contours(cache, "01001", "01002", broken=1)

    def refused(*_question, **_more):
        raise OutputError("read-only")

    monkeypatch.setattr(Cache, "reserve", refused)
    rows, results, layer = run(cache)
    assert results["COUNT_JOINED"] == 2 and all(f.geometry().isGeosValid() for f in layer.getFeatures())
    assert [r.entry for r in cache.records()] == ["contours:com", MEDIAN]


def test_metadata_say_who_when_and_under_which_licence(cache, tmp_path):
    keep_values(cache, three())
    keep_contours(cache, "01001")
    path = str(tmp_path / "o.gpkg")
    _rows, _results, layer = run(cache, OUTPUT=path)
    told = layer.metadata()
    assert told.rights() == ["Insee-DGFiP – Licence Ouverte 2.0", "IGN – ODbL 1.0"]
    assert "etalab.gouv.fr" in told.licenses()[0] and told.links()
    assert {"owner", "distributor"} == {contact.role for contact in told.contacts()}
    assert any("Natural breaks" in line and "20000" in line for line in told.history())
    assert any("SHA-256" in line for line in told.history())
    assert told.title() == "Médiane du revenu disponible par unité de consommation"
    entry, (kept,) = Catalogue.shipped().entry(MEDIAN), [r for r in cache.records() if r.entry == MEDIAN]
    assert entry.definition in told.abstract() and entry.note in told.abstract() and told.links()[0].url == entry.page
    assert told.licenses()[0].startswith("Licence Ouverte 2.0")
    # by what, of what, when, and what proves that it is the same
    history = "\n".join(told.history())
    for words in (
        "Niveau : com ; territoire : FRA ; années : 2021", "Obtenu le : " + kept.fetched[:10],
        "SHA-256 : " + kept.sha256, "Géographie (COG) : 2025",
    ):  # fmt: skip
        assert words in history


def legend(layer):
    """Return the lines of a layer's legend."""
    layer.loadDefaultStyle()
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def test_the_legend_says_unit_year_and_source_and_secrecy_is_a_class(cache, tmp_path):
    keep_values(cache, three())
    keep_contours(cache, "01001", "01002", "01009")
    lines = legend(run(cache, OUTPUT=str(tmp_path / "o.gpkg"))[2])
    entry = Catalogue.shipped().entry(MEDIAN)
    assert lines[0] == "{} – 2021 ({})".format(entry.title, entry.unit)
    assert lines[-3:] == ["Statistical secrecy", "No data", "Source: Insee-DGFiP"]
    # of all years no year is named
    both = Observations.of(["01001", "01001"], [10.0, 30.0], ["2020", "2021"], "com", "2025")
    keep_values(cache, both)
    lines = legend(run(cache, OUTPUT=str(tmp_path / "p.gpkg"), YEAR="*")[2])
    assert lines[0] == "{} ({})".format(entry.title, entry.unit) and lines[-1] == "Source: Insee-DGFiP"


def test_all_years_are_one_layer_that_follows_the_controller(cache, tmp_path):
    both = Observations.of(
        ["01001", "01001"], [10.0, 30.0], ["1968-1975", "2021"], "com", "2025"
    )
    keep_values(cache, both)
    keep_contours(cache, "01001")
    rows, results, layer = run(cache, YEAR="*", OUTPUT=str(tmp_path / "o.gpkg"))
    assert [(r["annee"], r["classe"]) for r in rows] == [("1968-1975", 1), ("2021", 2)]
    assert results["YEARS"] == "1968-1975;2021"
    layer.loadDefaultStyle()
    assert layer.temporalProperties().isActive() and layer.temporalProperties().startField() == "date_debut"
    assert layer.temporalProperties().endField() == "date_fin"
    assert [r["annee"] for r in run(cache)[0]] == ["2021"]
    with pytest.raises(QgsProcessingException, match="1968-1975, 2021"):
        run(cache, YEAR="1999")


def test_a_territory_limits_polygons_and_report(cache):
    keep_values(cache, Observations.of(["01001", "75056", "01999"], [1.0, 2.0, 3.0], ["2021"] * 3, "com", "2025"))
    keep_contours(cache, "01001", "75056")
    rows, results, _layer = run(cache, TERRITORY="DEP-01")
    assert [r["code"] for r in rows] == ["01001"]
    assert [f["code"] for f in results["OUTPUT_REPORT"].getFeatures()] == ["01999"]


@pytest.mark.parametrize(("territory", "level", "inside", "outside"), [
    ("DEP-01", "com", ["01001", "01340", "01999"], ["02001"]),
    ("REG-84", "com", ["01001", "01340", "69123"], ["75056"]),
    ("COM-01015", "com", ["01015", "01340"], ["01001"]), ("EPCI-200040350", "com", ["01015", "01340"], ["01001"]),
    ("DEP-2A", "qpv", ["QN02A01M"], ["QN02B01M"]), ("DEP-971", "qpv", ["QN97103M"], ["QN97201M"]),
    ("COM-93010", "qpv", ["QN09312I"], ["QN07501M"]), ("DEP-01", "ze", ["8201"], []),
])  # fmt: skip
def test_former_communes_are_of_the_territory_of_today(territory, level, inside, outside):
    """Older boundaries would have holes where communes have merged since."""
    from cohesion_territoires.domain.indicators.levels import territory_of
    from cohesion_territoires.processing_provider.observatory.territory import inside_of

    told = inside_of(territory_of(territory), level)
    assert all(map(told, inside)) and not any(map(told, outside))


def test_a_commune_s_neighbourhoods_are_those_of_its_departement_and_it_is_said(cache, feedback):
    keep_contours(cache, "QN09312I", "QN07501M", level="qpv", year="2024")
    rows, _results, _layer = run(
        cache, feedback, ENTRY="contours:qpv", TERRITORY="COM-93010", YEAR="2024", OUTPUT_REPORT=None
    )
    assert [r["code"] for r in rows] == ["QN09312I"] and any("COM-93010" in text for text in feedback.infos)


def test_a_layer_keeps_its_columns_within_the_territory(cache):
    keep_contours(cache, "01001", "75056")
    rows, results, layer = run(cache, ENTRY="contours:com", TERRITORY="DEP-75", YEAR="2025", OUTPUT_REPORT=None)
    assert rows == [{"code": "75056", "nom": "Commune 75056"}] and results["COUNT_ROWS"] == 1
    assert results["CACHED_FILE"].endswith(".geojson")


def test_a_layer_is_read_by_pieces_and_only_what_tells_is_read_first(cache, monkeypatch):
    from cohesion_territoires.layers.rows import FeatureChunk
    from cohesion_territoires.processing_provider.observatory import observed_file

    held = []

    class Watched(FeatureChunk):
        def __init__(self, features):
            super().__init__(features)
            held.append(len(features))
            assert not any(feature.hasGeometry() for feature in features)

    monkeypatch.setattr(observed_file, "FeatureChunk", Watched)
    monkeypatch.setattr(observed_file, "_CHUNK", 2)
    keep_contours(cache, "01001", "75056", "01002", "01004", "2A004")
    rows, _results, layer = run(cache, ENTRY="contours:com", TERRITORY="DEP-01", YEAR="2025", OUTPUT_REPORT=None)
    assert [row["code"] for row in rows] == ["01001", "01002", "01004"] and held == [2, 2, 1, 0]
    assert [round(f.geometry().centroid().asPoint().x(), 2) for f in layer.getFeatures()] == [5.25, 7.25, 8.25]


def test_a_table_with_coordinates_becomes_points(cache):
    text = "id_fs;lib_fs;insee_com;longitude;latitude\n1001;Maison;01001;5,1;46,2\n1002;Bus;75056;;\n"
    facts = {"title": "France services", "form": "csv"}
    with cache.reserve("datagouv:france-services", "com", "FRA", "") as place:
        (place.folder / "t.csv").write_text(text, encoding="utf-8")
        place.commit(place.folder / "t.csv", facts)
    rows, _results, layer = run(cache, ENTRY="datagouv:france-services", OUTPUT_REPORT=None)
    assert [(r["id_fs"], r["code"], r["nom"]) for r in rows] == [("1001", "1001", "Maison"), ("1002", "1002", "Bus")]
    first, second = layer.getFeatures()
    assert (first.geometry().asPoint().x(), second.hasGeometry()) == (5.1, False)
    assert [
        r["id_fs"] for r in run(cache, ENTRY="datagouv:france-services", TERRITORY="01", OUTPUT_REPORT=None)[0]
    ] == ["1001"]


@pytest.mark.parametrize("more", [
    {}, {"ENTRY": "odt:nothing"}, {"TERRITORY": "Bondy"}, {"SERVICE_URL": "ftp://x"}, {"METHOD": 2}, {"ENTRY": ""},
])  # fmt: skip
def test_what_is_not_kept_or_not_known_is_refused_with_a_sentence(cache, more):
    with pytest.raises(QgsProcessingException) as told:
        run(cache, **more)
    assert len(str(told.value)) > 20


def test_offline_asks_nothing_of_the_network(cache, ear):
    keep_values(cache, three())
    keep_contours(cache, "01001")
    run(cache)
    with pytest.raises(QgsProcessingException):
        run(cache, ENTRY="odt:filosofi.taux_pauv_m30")
    assert ear.knocks == 0


@pytest.fixture
def service():
    """The Observatoire des territoires on loopback."""
    import fake_observatories

    rows = [["codgeo", "libgeo", "an", "med_disp"], ["01001", "A", "2021", 20000], ["01002", "B", "2021", None]]
    record = {
        "dataset": "filosofi",
        "indic": "med_disp",
        "title": "Revenu",
        "abstract": "Un revenu.",
        "nivgeo": "com2025",
    }
    with fake_observatories.Geoclip({("filosofi", "med_disp", "com2025"): rows}, [record]) as server:
        yield server


def test_the_service_is_named_before_it_is_asked_then_served_from_the_cache(cache, service, feedback):
    keep_contours(cache, "01001", "01002")
    asked = {"REFRESH": 0, "SERVICE_URL": service.url}
    rows, _results, _layer = run(cache, feedback, **asked)
    assert [(r["valeur"], r["statut"]) for r in rows] == [(20000.0, "publie"), (None, "absent")]
    assert "127.0.0.1" in feedback.infos[0]
    before = len(service.received)
    assert before > 0
    assert run(cache, **asked)[0] == rows and len(service.received) == before


def test_a_copy_serves_with_a_warning_where_the_service_fails(cache, service, feedback):
    keep_values(cache, three())
    keep_contours(cache, "01001", "01002")
    service.files.clear()
    rows, _results, _layer = run(cache, feedback, REFRESH=1, SERVICE_URL=service.url)
    assert rows[0]["valeur"] == 20000.0
    assert len(feedback.warnings) == 1


def test_cancelled_while_the_service_is_silent(cache, service):
    keep_contours(cache, "01001")
    service.always, log = "silence", QgsProcessingFeedback(False)
    with Beats(log.cancel, lambda: service.received) as beats, pytest.raises(QgsProcessingException):
        run(cache, log, REFRESH=0, SERVICE_URL=service.url)
    assert beats.count < 15
    # nothing half fetched is kept
    assert [r.entry for r in cache.records()] == ["contours:com"]


def test_only_fetched_it_is_kept_and_nothing_is_written(cache, tmp_path):
    record = keep_values(cache, three())
    feedback, path = QgsProcessingFeedback(False), tmp_path / "o.gpkg"
    parameters = {
        "ENTRY": MEDIAN,
        "REFRESH": 2,
        "CACHE_FOLDER": str(cache.folder),
        "FETCH_ONLY": True,
        "OUTPUT": str(path),
    }
    results = processing.run(ObservatoryLayer().create(), parameters, context=QgsProcessingContext(), feedback=feedback)
    assert results["CACHED_FILE"] == str(record.path) and not path.exists()


@pytest.mark.parametrize(("modified", "said"), [
    ('com2025 ["\\"etag\\"", "Wed, 01 Jul 2026 10:00:00 GMT"]', "2026-07-01"), ('["\\"etag\\"", ""]', ""),
    ("com2025 ", ""), ("2026-03-31T12:00:00", "2026-03-31"), ("", ""),
])  # fmt: skip
def test_a_person_is_told_the_day_of_a_change_never_what_programs_compare_by(cache, modified, said):
    record = keep_values(cache, three())
    entry = Catalogue.shipped().entry(MEDIAN)
    history = "\n".join(provenance_of(entry, replace(record, facts={**record.facts, "modified": modified})).history)
    assert ("Modifié à la source : " + said in history) if said else "Modifié" not in history
    assert "etag" not in history and "com2025" not in history


def test_a_quartier_that_lies_in_several_communes_is_in_each_of_their_departements(cache):
    cells = ["93010", "77001;93010", '="93001"', "77001", "75112", ""]
    with cache.reserve("datagouv:qpv-liste-2024", "qpv", "FRA", "2024") as place:
        path = place.folder / "liste.csv"
        rows = ["QN0930{}M;{};{}".format(n, n, cell.replace('"', '""').join('""')) for n, cell in enumerate(cells)]
        path.write_text("\n".join(["code_qp;lib_qp;insee_com", *rows]), encoding="utf-8")
        place.commit(path, {"title": "Liste", "form": "csv"})

    def numbers(territory):
        return [row["lib_qp"] for row in run(cache, ENTRY="datagouv:qpv-liste-2024", TERRITORY=territory)[0]]

    assert numbers("DEP-93") == ["0", "1", "2"] and numbers("DEP-77") == ["1", "3"]
    assert numbers("DEP-75") == ["4"] and numbers("") == list("012345")
