"""`territoryportrait`: figures of a territory beside its peers', and a page that says what is not there."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import tiny
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.catalogue import Catalogue
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject
from qgis.PyQt.QtCore import QDate

pytestmark = pytest.mark.usefixtures("cohesion_provider")


@pytest.fixture
def run(tmp_path):
    """``run(**parameters)``: rows of the table by indicator, and the results."""

    def go(feedback=None, **parameters):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {"OUTPUT": "memory:", "CACHE_FOLDER": str(tmp_path / "cache"), **parameters}
        results = processing.run(
            "cohesion:territoryportrait", given, context=context, feedback=feedback or QgsProcessingFeedback(False)
        )
        return list(results["OUTPUT"].getFeatures()), results

    return go


def barometer(folder, number, title, unit):
    """Return the barometer's real values of 2018 by EPCI, in the form of our layers."""
    rows = []
    with open(folder / "barometre_2018" / "carte_{}.csv".format(number), encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for place in ("0", "1"):
                if row.get("value" + place):
                    told = [row["codgeo"], row["year" + place], float(row["value" + place]), title, unit, "CGET"]
                    rows.append((None, told))
    fields = [("code", "text"), ("annee", "text"), ("valeur", "double"), ("indicateur", "text"), ("unite", "text"),
              ("source", "text")]  # fmt: skip
    return tiny.layer("baro_" + number, "None", fields, rows)


def test_the_example_of_the_help_page_holds(run, sample_folder, tmp_path):
    page = (sample_folder.parent / "help" / "territoryportrait.html").read_text(encoding="utf-8")
    table = re.search(r"<pre>(code;annee.*?)</pre>", page, re.DOTALL).group(1)
    (tmp_path / "medecins.csv").write_text(table + "\n", encoding="utf-8")
    rows, results = run(
        TERRITORY="COM-01004", INDICATORS=[str(tmp_path / "medecins.csv")], OUTPUT_HTML=str(tmp_path / "p.html")
    )
    told = next(row for row in rows if row["indicateur"] == "Médecins")
    assert (told["valeur"], told["statut"], told["periode"]) == (30.0, "publie", "2021")
    assert not told["rang"] and not told["mediane_dep"]
    written = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "Ambérieu-en-Bugey" in written and "pas de médiane (3 valeurs pour" in written
    assert results["COUNT_INDICATORS"] == 1 and results["COUNT_MISSING"] == 24
    assert "https://www.observatoire-des-territoires.gouv.fr/" in written
    # the six questions, each with what is there or where to find it
    for question in Catalogue.shipped().collection("barometre-v2").questions:
        heading, _, section = written.partition("<h2>{}</h2>".format(question.title))
        assert section and question.items and "<li><b>" in section.partition("<h2>")[0], question.title


def test_secrecy_and_absence_are_told_apart(run, tmp_path):
    for code, status, words in (("01001", "secret", "secret statistique"), ("01002", "absent", "ne publie pas")):
        html = str(tmp_path / (code + ".html"))
        rows, results = run(TERRITORY=code, INDICATORS=[tiny.portrait_figures()], OUTPUT_HTML=html)
        own = [row for row in rows if row["statut"] != "non_obtenu"]
        assert [row["statut"] for row in own] == [status, status] and not any(row["valeur"] for row in own)
        assert words in Path(html).read_text(encoding="utf-8")
        assert results["COUNT_SECRET"] == (2 if status == "secret" else 0)


@pytest.mark.parametrize("kind", ["double", "text"])
def test_each_column_of_numbers_is_an_indicator_where_none_is_called_value(run, kind):
    communes = ["01004", "01053", "01034", "1033"]
    rows = [(None, [i, code, "Commune", 10 * i if kind == "double" else "{},5".format(10 * i), "publie"])
            for i, code in enumerate(communes)]  # fmt: skip
    fields = [("fid", "int"), ("code_insee", "text"), ("nom", "text"), ("part_hlm", kind), ("statut", "text")]
    found, _results = run(TERRITORY="COM-01033", INDICATORS=[tiny.layer("mine", "None", fields, rows)])
    own = [row for row in found if row["question"] == "Autres indicateurs"]
    assert [(row["indicateur"], row["valeur"]) for row in own] == [("part_hlm", 30.0 if kind == "double" else 30.5)]
    assert own[0]["unite"] == "%"


def test_the_status_of_the_first_column_takes_nothing_from_the_others(run):
    fields = [("code_insee", "text"), ("taux", "double"), ("population", "int"), ("statut", "text")]
    rows = [(None, ["01004", None, 16000, "hors_source"]), (None, ["01053", 12.5, 41000, "publie"])]
    found, _results = run(TERRITORY="COM-01004", INDICATORS=[tiny.layer("mine", "None", fields, rows)])
    own = {row["indicateur"]: row for row in found if row["question"] == "Autres indicateurs"}
    assert (own["population"]["valeur"], own["taux"]["statut"]) == (16000, "hors_source")


def test_a_table_as_offices_have_it_is_read_whatever_its_encoding(run, tmp_path):
    path = tmp_path / "bureau.csv"
    path.write_bytes("code;valeur;indicateur\n1004;7,5;Médecins\n1053;3;Médecins\n".encode("cp1252"))
    found, _results = run(TERRITORY="COM-01004", INDICATORS=[str(path)])
    own = next(row for row in found if row["question"] == "Autres indicateurs")
    assert (own["indicateur"], own["valeur"]) == ("Médecins", 7.5)
    (tmp_path / "vide.csv").write_text("code;valeur\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="vide.*has no row"):
        run(TERRITORY="COM-01004", INDICATORS=[str(tmp_path / "vide.csv")])


def test_a_year_in_parts_of_one_is_told(run, feedback):
    fields = [("code_insee", "text"), ("annee", "int"), ("part_locataires_pct", "double")]
    rows = [(None, [code, 2020, 0.25]) for code in ("01004", "01053", "01034")]
    rows += [(None, [code, 2021, 26.0]) for code in ("01004", "01053", "01034")]
    run(feedback, TERRITORY="COM-01004", INDICATORS=[tiny.layer("mine", "None", fields, rows)])
    assert [("part_locataires_pct" in text, "2020" in text) for text in feedback.warnings] == [(True, True)]


def test_a_sum_that_lacks_communes_is_said_so(run, tmp_path):
    fields, html = [("code", "text"), ("nb_lits", "int")], tmp_path / "p.html"
    layer = tiny.layer("lits", "None", fields, [(None, ["01004", 5]), (None, ["01001", 6])])
    found, _results = run(TERRITORY="EPCI-240100883", INDICATORS=[layer], OUTPUT_HTML=str(html))
    own = next(row for row in found if row["question"] == "Autres indicateurs")
    assert own["statut"] == "absent" and "somme n’est pas faite" in own["motif"]
    assert "somme n’est pas faite" in html.read_text(encoding="utf-8")


def test_dates_are_years(run):
    fields = [("code", "text"), ("annee", "date"), ("valeur", "double")]
    rows = [(None, ["01004", QDate(year, 1, 1), float(year)]) for year in (2018, 2021)]
    found, _results = run(TERRITORY="COM-01004", INDICATORS=[tiny.layer("mine", "None", fields, rows)])
    own = next(row for row in found if row["question"] == "Autres indicateurs")
    assert (own["periode"], own["valeur"], own["evolution_depuis"]) == ("2021", 2021.0, "2018")


def test_a_page_is_all_in_french_whatever_the_language(run, tmp_path, feedback):
    html = tmp_path / "p.html"
    codes = ["01004", "01001", "01340"]
    fields = [("code", "text"), ("annee", "text"), ("valeur", "double"), ("millesime_geo", "text")]
    layer = tiny.layer("Part", "None", fields, [(None, [code, "2015", 1.5, "2015"]) for code in codes])
    found, _results = run(feedback, TERRITORY="COM-01015", INDICATORS=[layer], YEAR="1999", OUTPUT_HTML=str(html))
    own = next(row for row in found if row["question"] == "Autres indicateurs")
    assert (own["statut"], own["valeur"]) == ("fusion", None)
    page = html.read_text(encoding="utf-8")
    # the log is in QGIS's language, here English
    for one, other in (
        ("latest is shown", "pas de valeur de 1999"), ("territories are", "territoires sont ceux de 2015"),
        ("have merged", "fusionné depuis"),
    ):  # fmt: skip
        assert sum(one in text for text in feedback.warnings) == 1 and other in page
    assert len(feedback.warnings) == 3 and "Portrait d’un territoire" in page
    plain = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\b(the|of|its|has|are|with|value|values|search|cache first)\b", plain), plain


def test_a_layer_that_cannot_be_read_is_refused(run):
    empty = [("nom", "text"), ("valeur", "double")]
    with pytest.raises(QgsProcessingException, match="codes"):
        run(TERRITORY="COM-01033", INDICATORS=[tiny.layer("mine", "None", empty, [(None, ["a", 1.0])])])
    words = [("code_insee", "text"), ("nom", "text")]
    with pytest.raises(QgsProcessingException, match="numbers"):
        run(TERRITORY="COM-01033", INDICATORS=[tiny.layer("mine", "None", words, [(None, ["01004", "a"])])])


def test_each_commune_of_a_group_has_its_page(run, tmp_path):
    rows, results = run(
        TERRITORY="EPCI-240100883", EACH=1, INDICATORS=[tiny.portrait_figures()], OUTPUT_FOLDER=str(tmp_path / "pages")
    )
    pages = sorted(path.name for path in (tmp_path / "pages").glob("*.html"))
    assert results["COUNT_PAGES"] == len(pages) - 1 > 20
    assert "01004_amberieu_en_bugey.html" in pages and "index.html" in pages
    listed = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert all('href="{}"'.format(name) in listed for name in pages if name != "index.html")
    assert len({row["code"] for row in rows}) == results["COUNT_PAGES"]
    # of one page, not of all
    assert (results["COUNT_INDICATORS"], results["COUNT_MISSING"]) == (2, 23)


def test_what_the_cache_has_is_used_and_nothing_is_asked(run, tmp_path, monkeypatch):
    from cohesion_territoires.layers import network_transport

    def refuse(*_words):
        raise OSError("the network was asked")

    monkeypatch.setattr(network_transport, "session", refuse)
    cache = Cache(tmp_path / "cache")
    codes = ["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"]
    values = Observations.of(codes, range(12), ["2021"] * 12, "dep", "2025")
    with cache.reserve("odt:couverture_tel.couv4g", "dep", "FRA", "*") as place:
        observation_file.write(place.folder / "values.gpkg", values, {"title": "x"})
        place.commit(place.folder / "values.gpkg", {"title": "x"})
    rows, _results = run(TERRITORY="DEP-69")
    told = next(row for row in rows if row["indicateur"] == "Surface couverte en 4G par deux opérateurs ou plus")
    assert (told["valeur"], told["rang"], told["nb_territoires"], told["rang_parmi"]) == (9.0, 3, 12, "reg")
    assert told["mediane_reg"] == 5.5 and not told["mediane_fra"]
    missing = next(row for row in rows if row["indicateur"] == "Jeunes non insérés")
    assert missing["statut"] == "non_obtenu" and missing["motif"]


def test_a_service_is_asked_only_where_wanted_and_its_failure_is_said(run, monkeypatch, feedback, tmp_path):
    from cohesion_territoires.domain.errors import ServiceDownError
    from cohesion_territoires.sources import geoclip
    from cohesion_territoires.sources.adapter import Fetched

    asked, down = [], []

    class Service:
        def fetch(self, _client, entry, query, _folder):
            asked.append((entry.id, query.level, str(query.territory), query.year))
            if down or entry.id != "odt:couverture_tel.couv4g":
                raise ServiceDownError("{service} is down.", service=entry.title)
            codes = ["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"]
            found = Observations.of(codes * 2, range(24), ["2020"] * 12 + ["2021"] * 12, "dep", "2025")
            return Fetched(observations=found, geography="2025")

    monkeypatch.setattr(geoclip, "Geoclip", Service)
    wanted = {"TERRITORY": "DEP-69", "COLLECTION": str(tmp_path / "mine.json")}
    items = [{"title": "4G", "entry": "odt:couverture_tel.couv4g"}, {"title": "RSA", "entry": "odt:rsa.alloc_rsa"}]
    questions = [{"key": "mine", "title": "La mienne", "items": items}]
    (tmp_path / "mine.json").write_text(
        json.dumps({"id": "mine", "title": "Ma liste", "questions": questions}), encoding="utf-8"
    )
    rows, _results = run(**wanted)
    assert asked == [] and [row["statut"] for row in rows] == ["non_obtenu"] * 2

    rows, results = run(feedback, REFRESH=0, **wanted)
    assert [(entry, level, year) for entry, level, _where, year in asked] == [
        ("odt:couverture_tel.couv4g", "dep", "*"), ("odt:rsa.alloc_rsa", "dep", "*"),
    ]  # fmt: skip
    assert (rows[0]["question"], rows[0]["valeur"], rows[0]["evolution"]) == ("La mienne", 21.0, 12.0)
    assert rows[1]["statut"] == "non_obtenu" and "is down" in rows[1]["motif"] and rows[1]["page"]
    assert sum("nothing of your data" in text for text in feedback.infos) == 2
    assert (results["COUNT_INDICATORS"], results["COUNT_MISSING"]) == (1, 1)

    # what is kept is served where the service fails, and said
    down.append(True)
    rows, _results = run(feedback, REFRESH=1, **wanted)
    assert rows[0]["valeur"] == 21.0 and any("is down" in text for text in feedback.warnings)
    asked.clear()
    rows, _results = run(**wanted)
    assert asked == [] and rows[0]["valeur"] == 21.0


def test_a_real_barometer_of_2018(run, shared_data, tmp_path):
    layers = [
        barometer(shared_data, "1_5", "Jeunes non insérés (ni en emploi, ni en études)", "%"),
        barometer(shared_data, "2_1", "Part des 65 ans et plus", "%"),
        barometer(shared_data, "6_1", "Coefficient d’intégration fiscale (CIF)", "%"),
    ]
    html = tmp_path / "p.html"
    rows, results = run(
        TERRITORY="EPCI-200000172", INDICATORS=layers, COLLECTION="barometre-2018", OUTPUT_HTML=str(html)
    )
    by_title = {row["indicateur"]: row for row in rows}
    young = by_title["Jeunes non insérés (ni en emploi, ni en études)"]
    assert (young["valeur"], young["periode"], young["evolution_depuis"]) == (15.8, "2014", "2009")
    assert young["evolution"] == pytest.approx(-1.2) and young["rang_parmi"] == "fra"
    assert young["question"] == "Qualité de vie" and 0 < young["rang"] <= young["nb_territoires"] < 1272
    # its rank and its median by another way, among the groups that are still there today
    from cohesion_territoires.domain.indicators.levels import Territory
    from cohesion_territoires.sources import territories

    known = set(territories.shipped().members(Territory(), "epci"))
    values = sorted(f["valeur"] for f in layers[0].getFeatures() if f["annee"] == "2014" and f["code"] in known)
    assert young["nb_territoires"] == len(values)
    assert young["rang"] == 1 + sum(value > 15.8 for value in values)
    middle = len(values) // 2
    median = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    assert young["mediane_fra"] == pytest.approx(median)
    assert results["COUNT_INDICATORS"] == 3 and results["COUNT_MISSING"] == 8
    page = html.read_text(encoding="utf-8")
    gone = len({f["code"] for f in layers[0].getFeatures() if f["annee"] == "2014"} - known)
    assert gone > 10 and "n’entrent dans aucune comparaison\xa0: {}.".format(gone) in page
    assert page.count("<svg viewBox") == 5  # three strips, two series: the last indicator has one year
    assert "http://" not in page and "<script" not in page and "<img" not in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"TERRITORY": "FRA"}, "EPCI"), ({"TERRITORY": "Paris"}, "Paris"), ({"TERRITORY": "EPCI-299999999"}, "2026"),
        ({"TERRITORY": "01340"}, "COM-01015"), ({"TERRITORY": "75101"}, "Paris: write COM-75056"),
        ({"TERRITORY": "COM-01999"}, "2026"),
        ({"TERRITORY": "DEP-93", "EACH": 1}, "folder"),
        ({"TERRITORY": "DEP-93", "COLLECTION": "nulle"}, "nulle.*barometre-2018"),
        ({"TERRITORY": "DEP-93", "COLLECTION": "/nowhere/x.json"}, "x.json"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(run, given, words):
    with pytest.raises(QgsProcessingException, match=words):
        run(**given)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "line 1"), ('{"id": "a"}', "mine.json.*questions"), ("é".encode("latin-1"), "mine")],
)  # fmt: skip
def test_a_collection_that_cannot_be_read_is_said(run, tmp_path, text, words):
    (tmp_path / "mine.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(QgsProcessingException, match=words):
        run(TERRITORY="DEP-93", COLLECTION=str(tmp_path / "mine.json"))


def test_a_page_that_cannot_be_written_says_what_to_do(run, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="p.html cannot be written.*another folder"):
        run(TERRITORY="DEP-93", OUTPUT_HTML=str(tmp_path / "file" / "p.html"))


def test_the_list_links_to_pages_that_may_be_moved_with_it(run, tmp_path):
    html = tmp_path / "liste é.html"
    run(TERRITORY="COM-01004", EACH=1, OUTPUT_FOLDER=str(tmp_path / "des pages"), OUTPUT_HTML=str(html))
    (link,) = re.findall(r'href="([^"]+)"', html.read_text(encoding="utf-8"))
    assert link == "des%20pages/01004_amberieu_en_bugey.html" and str(tmp_path) not in html.read_text(encoding="utf-8")


def test_a_year_that_is_not_there_is_said(run, feedback):
    run(feedback, TERRITORY="01004", INDICATORS=[tiny.portrait_figures()], YEAR="1999")
    assert any("1999" in text for text in feedback.warnings)
