"""What a département needs, and how what was obtained is checked."""

from __future__ import annotations

import csv
import gzip

import pytest

from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.qpv.known_communes import QUARTERS
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.delimited import Delimited
from cohesion_territoires.sources.department_pack import contents
from cohesion_territoires.sources.territories import Territory, shipped

BAN = "id;numero;rep;nom_voie;code_postal;code_insee;lon;lat".split(";")


def by_key(department):
    return {item.key: item for item in contents(department)}


def qpv_codes(department, count):
    return ["QN{}{:02d}M".format(department.zfill(3), n + 1) for n in range(count)]


@pytest.mark.parametrize("department", ["01", "2A", "93", "971", "974", "976", "975"])
def test_every_item_can_be_asked_for_and_got_by_hand(department):
    items = contents(department)
    keys = [item.key for item in items]
    assert keys[:5] == ["qpv_2024", "qpv_2015", "qpv_list", "communes", "address_index"]
    catalogue = Catalogue.shipped()
    for item in items:
        entry = catalogue.entry(item.entry)
        assert item.page.startswith("https://") and item.by_hand.format(**(item.values or {}))
        assert item.query.territory == Territory("dep", department)
        assert not item.query.level or item.query.level in entry.levels, item.key
        assert not item.query.year or not entry.years or item.query.year in entry.years, item.key


def test_the_defaults_they_become_are_each_set_once():
    references = [key for item in contents("93") for key in item.references]
    assert sorted(references) == [
        "address_index", "communes", "france_services", "population", "qpv_2015", "qpv_2024", "qpv_list", "roads",
        "streets",
    ]  # fmt: skip


def test_squares_are_not_asked_where_none_is_published():
    assert "population" in by_key("974") and "population" not in by_key("973")


@pytest.mark.parametrize("department", ["", None, "96", "20", "1", "DEP-93", "93010"])
def test_what_is_no_departement_is_refused(department):
    with pytest.raises(ParameterError):
        contents(department)


def test_a_code_is_read_in_small_letters():
    assert by_key("2a")["address_index"].page.endswith("adresses-2A.csv.gz")


def test_perimeters_that_are_all_there_are_accepted():
    check = by_key("93")["qpv_2024"].check
    national = [*qpv_codes("93", 75), *qpv_codes("92", 19), None]
    assert check.problems(["fid", "Code_QP", "Lib_QP"], national, len(national)) == []
    assert check.column(["fid", "Code_QP"]) == "Code_QP" and check.column(["x"]) is None


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (qpv_codes("93", 70), "70 found, where at least 75"), (qpv_codes("93", 80), "80 found, where at most 75"),
        (qpv_codes("92", 19), "No code is of the département 93"), (["QP093012"], "QP093012"), ([], "No code"),
    ],
)  # fmt: skip
def test_perimeters_that_lack_some_are_told(codes, says):
    problems = by_key("93")["qpv_2024"].check.problems(["code_qp", "lib_qp"], codes)
    assert len(problems) == 1 and says in str(problems[0])


def test_another_file_is_told():
    told = [str(p) for p in by_key("93")["qpv_list"].check.problems(["a", "b"], rows=0)]
    assert len(told) == 3 and "code_qp" in told[0] and "insee_com" in told[1] and "no row" in told[2]


def test_a_list_that_names_communes_is_accepted_and_one_of_2015_is_not():
    check = by_key("01")["qpv_list"].check
    titles = "code_qp;lib_qp;insee_reg;insee_com".split(";")
    assert check.problems(titles, qpv_codes("01", QUARTERS["01"])) == []
    assert check.problems(titles, ["QP001001"]) != []


def test_where_the_number_is_not_known_any_is_accepted():
    check = by_key("971")["qpv_2024"].check
    assert check.problems(["code_qp", "lib_qp"], qpv_codes("971", 3)) == []
    assert check.problems(["code_qp", "lib_qp"], qpv_codes("93", 75)) == []


def test_communes_of_a_neighbouring_year_are_accepted_not_a_part_of_them():
    codes = shipped().communes(Territory("dep", "01"))
    check = by_key("01")["communes"].check
    titles = ["code", "nom", "departement", "region", "epci"]
    assert check.problems(titles, [*codes, "01998", "01999"]) == []
    assert "at least" in str(check.problems(titles, codes[:200])[0])
    assert "at most" in str(check.problems(titles, ["01{:03d}".format(n) for n in range(900)])[0])


def test_an_address_file_of_another_departement_or_cut_is_told():
    check = by_key("974")["address_index"].check
    assert check.problems(BAN, ["97411"] * 30, 30) == []
    assert "974" in str(check.problems(BAN, ["93010"] * 30, 30)[0])
    assert "2 rows" in str(check.problems(BAN, ["97411"] * 2, 2)[0])
    assert by_key("974")["address_index"].algorithm == "cohesion:buildaddressindex"


def test_real_lists_pass_the_checks_of_each_departement(shared_data):
    path = shared_data / "qpv" / "commune_code_qp_2024_metropole.csv"
    listed = Delimited(path)
    codes = [row[listed.titles.index("code_qp")] for row in listed.rows()]
    for department in QUARTERS:
        assert by_key(department)["qpv_list"].check.problems([*listed.titles, "lib_qp"], codes, len(codes)) == []


@pytest.mark.parametrize("name", ["liste-fs-20221201.csv", "liste-fs-20240801.csv"])
def test_real_editions_of_france_services_pass_the_checks(shared_data, name):
    listed = Delimited(shared_data / "france_services" / name)
    rows = list(listed.rows())
    for department in ("01", "2A", "59", "93", "974"):
        check = by_key(department)["france_services"].check
        codes = [row[listed.titles.index(check.column(listed.titles))] for row in rows]
        assert check.problems(listed.titles, codes, len(rows)) == []


def test_a_real_address_file_passes_the_check(shared_data):
    with gzip.open(shared_data / "bondy" / "adresses-93010.csv.gz", "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    check = by_key("93")["address_index"].check
    assert check.problems(list(rows[0]), [row["code_insee"] for row in rows], len(rows)) == []
