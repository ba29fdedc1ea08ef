"""What a département needs, and how what was obtained is checked."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.errors import ParameterError, SourceError
from cohesion_territoires.domain.qpv.known_communes import QUARTERS
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.delimited import Delimited
from cohesion_territoires.sources.department_check import LINE, NO_SHAPE, POINT, POLYGON, Contents
from cohesion_territoires.sources.department_pack import contents, unpacked
from cohesion_territoires.sources.territories import Territory, shipped


def by_key(department):
    return {item.key: item for item in contents(department)}


def problems(check, titles=(), codes=None, rows=None, **more):
    """Return in English what is wrong with a file."""
    return [str(one) for one in check.problems(Contents(titles, codes, rows, **more))]


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
        assert item.query.territory in (Territory(), Territory("dep", department))
        assert not item.query.level or item.query.level in entry.levels, item.key
        assert not item.query.year or not entry.years or item.query.year in entry.years, item.key


def test_each_is_the_default_of_its_name():
    assert sorted(item.key for item in contents("93")) == [
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
    assert problems(check, ["fid", "Code_QP", "Lib_QP"], national, len(national)) == []
    assert check.column(["fid", "Code_QP"]) == "Code_QP" and check.column(["x"]) is None


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (qpv_codes("93", 70), "70 found, where at least 75"), (qpv_codes("93", 80), "80 found, where at most 75"),
        (qpv_codes("92", 19), "No code is of the département 93"), (["QP093012"], "QP093012"), ([], "No code is"),
        (["QP093012"], "another generation"),
    ],
)  # fmt: skip
def test_perimeters_that_lack_some_are_told(codes, says):
    found = problems(by_key("93")["qpv_2024"].check, ["code_qp", "lib_qp"], codes)
    assert len(found) == 1 and says in found[0]


def test_another_file_is_told():
    told = problems(by_key("93")["qpv_list"].check, ["a", "b"], rows=5)
    assert len(told) == 2 and "code_qp" in told[0] and "insee_com" in told[1]
    assert problems(by_key("93")["qpv_list"].check, [], rows=0) == ["There is no row."]


def test_a_list_that_names_communes_is_accepted_and_one_of_2015_is_not():
    check = by_key("01")["qpv_list"].check
    titles = "code_qp;lib_qp;insee_reg;insee_com".split(";")
    assert problems(check, titles, qpv_codes("01", QUARTERS["01"])) == []
    assert problems(check, titles, ["QP001001"]) != []


def test_where_the_number_is_not_known_any_is_accepted():
    check = by_key("971")["qpv_2024"].check
    assert problems(check, ["code_qp", "lib_qp"], qpv_codes("971", 3)) == []
    # those of the mainland alone are not enough overseas
    assert "No code is of the département 971" in problems(check, ["code_qp", "lib_qp"], qpv_codes("93", 75))[0]
    assert problems(by_key("975")["qpv_2024"].check, ["code_qp", "lib_qp"], qpv_codes("93", 75)) == []


def test_communes_of_a_neighbouring_year_are_accepted_not_a_part_of_them():
    codes = shipped().communes(Territory("dep", "01"))
    check = by_key("01")["communes"].check
    titles = ["code", "nom", "departement", "region", "epci"]
    assert problems(check, titles, [*codes, "01998", "01999"]) == []
    assert "at least" in str(problems(check, titles, codes[:200])[0])
    assert "at most" in str(problems(check, titles, ["01{:03d}".format(n) for n in range(900)])[0])


def test_an_address_file_of_another_departement_or_cut_is_told():
    codes = shipped().communes(Territory("dep", "974"))
    check = by_key("974")["address_index"].check
    assert problems(check, codes=codes, rows=30) == []
    assert "974" in problems(check, codes=["93010"], rows=30)[0]
    assert "2 rows" in problems(check, codes=codes, rows=2)[0]
    assert "12 found, where at least 19" in problems(check, codes=codes[:12], rows=30)[0]
    assert "not whole" in problems(check, codes=codes, rows=30, damaged=True)[0]


def test_an_address_index_of_paris_is_by_arrondissement():
    check = by_key("75")["address_index"].check
    assert problems(check, codes=["75101", "75120"], rows=30) == []


def test_paris_is_not_in_a_layer_of_other_communes():
    check = by_key("75")["communes"].check
    assert "No code is of the département 75" in problems(check, ["code", "nom"], ["93001", "93005"])[0]
    assert problems(check, ["code", "nom"], ["75056", "93005"]) == []


def test_perimeters_of_the_other_generation_are_told_even_where_there_may_be_none():
    former, now = by_key("975")["qpv_2015"].check, by_key("975")["qpv_2024"].check
    assert "of the form QP…" in problems(former, ["code_qp"], qpv_codes("93", 75))[0]
    assert "of the form QN…" in problems(now, ["code_qp", "lib_qp"], ["QP093012"])[0]
    assert problems(former, ["code_qp"], ["QP093012"]) == []


@pytest.mark.parametrize("department", ["971", "972", "973", "974", "976"])
def test_former_perimeters_of_the_mainland_alone_are_not_enough_overseas(department):
    check = by_key(department)["qpv_2015"].check
    assert "No code is of the département" in problems(check, ["code_qp"], ["QP093012"])[0]
    assert problems(check, ["code_qp"], ["QP093012", "QP{}001".format(department)]) == []
    assert problems(by_key("15")["qpv_2015"].check, ["code_qp"], ["QP093012"]) == []


def test_shape_and_coordinate_system():
    check = by_key("93")["communes"].check
    codes, titles = shipped().communes(Territory("dep", "93")), ["code", "nom"]
    assert problems(check, titles, codes, shape=POLYGON) == [] == problems(check, titles, codes, shape="")
    assert "no polygons" in problems(check, titles, codes, shape=POINT)[0]
    assert "coordinate system" in problems(check, titles, codes, shape=POLYGON, located=False)[0]
    # a list is a table, or has points
    assert problems(by_key("93")["qpv_list"].check, ["code_qp", "insee_com"], qpv_codes("93", 75), shape=NO_SHAPE) == []


@pytest.mark.parametrize(
    ("key", "titles", "shape"),
    [("population", ["ind"], POLYGON), ("streets", ["nature", "sens_de_circulation", "vitesse_moyenne_vl"], LINE)],
)
def test_a_layer_of_another_ground_is_told(key, titles, shape):
    check = by_key("93")[key].check
    assert problems(check, titles, rows=500, shape=shape, covered=1.0) == []
    assert problems(check, titles, rows=500, shape=shape, covered=0.6) == []
    assert "only a part" in problems(check, titles, rows=500, shape=shape, covered=0.2)[0]
    assert "outside the département 93" in problems(check, titles, rows=500, shape=shape, covered=0.0)[0]
    # communes without bounds tell nothing; no communes at all is another thing
    assert problems(check, titles, rows=500, shape=shape, covered=None) == []
    assert "communes first" in problems(check, titles, rows=500, shape=shape, compared=False)[0]


def test_what_lies_beyond_the_border_is_asked_for_too():
    items = by_key("93")
    for key in ("qpv_2024", "qpv_2015", "qpv_list", "france_services"):
        assert items[key].query.territory == Territory()
    catalogue = Catalogue.shipped()
    for key in ("population", "streets", "roads"):
        assert catalogue.entry(items[key].entry).request["around_km"] == items[key].around_km
    assert items["roads"].around_km == 30


def test_what_is_wanted_is_taken_out_of_an_archive(tmp_path):
    def archive(*names):
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as made:
            for name in names:
                made.writestr(name, '{"type": "FeatureCollection", "features": []}' if "json" in name else "a;b")
        return path

    def taken(department, key, path, inside=()):
        return unpacked(path, by_key(department)[key], inside, lambda end: tmp_path / ("taken" + end), lambda: None)

    path = archive("SHP/lisez.txt", "GEOJSON/QP2024_L93.geojson", "GEOJSON/QP2024_WGS84.geojson")
    found = taken("93", "qpv_2024", path, ("*WGS84.geojson",))
    assert found.name == "taken.geojson" and found.read_text().startswith("{")
    with pytest.raises(SourceError, match="a.zip holds nothing"):
        taken("93", "qpv_2024", archive("lisez.txt"))
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"0" * 40)
    with pytest.raises(SourceError):
        taken("93", "qpv_2024", tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize(("department", "wanted"), [("93", "met"), ("972", "mart"), ("974", "reun")])
def test_the_squares_of_the_right_ground_are_taken(tmp_path, department, wanted):
    path = tmp_path / "Filosofi.zip"
    with zipfile.ZipFile(path, "w") as made:
        for ground in ("reun", "mart", "met"):
            made.writestr("carreaux_200m_{}.csv".format(ground), "id;ind")
            content = b"SQLite format 3\0" + b"0" * 52 + b"GPKG" + ground.encode()
            made.writestr("carreaux_200m_{}.gpkg".format(ground), content)
    found = unpacked(path, by_key(department)["population"], (), lambda end: tmp_path / ("g" + end), lambda: None)
    assert found.suffix == ".gpkg" and found.read_bytes().endswith(b"GPKG" + wanted.encode())


def test_real_lists_pass_the_checks_of_each_departement(shared_data):
    path = shared_data / "qpv" / "commune_code_qp_2024_metropole.csv"
    listed = Delimited(path)
    codes = [row[listed.titles.index("code_qp")] for row in listed.rows()]
    for department in QUARTERS:
        assert problems(by_key(department)["qpv_list"].check, [*listed.titles, "lib_qp"], codes, len(codes)) == []


@pytest.mark.parametrize("name", ["liste-fs-20221201.csv", "liste-fs-20240801.csv"])
def test_real_editions_of_france_services_pass_the_checks(shared_data, name):
    listed = Delimited(shared_data / "france_services" / name)
    rows = list(listed.rows())
    for department in ("01", "2A", "59", "93", "974"):
        check = by_key(department)["france_services"].check
        codes = [row[listed.titles.index(check.column(listed.titles))] for row in rows]
        assert problems(check, listed.titles, codes, len(rows)) == []


def test_codes_are_read_as_algorithms_read_them():
    check, titles = by_key("01")["communes"].check, ["code", "nom"]
    codes = shipped().communes(Territory("dep", "01"))
    for spoilt in ([int(c) for c in codes], [float(c) for c in codes], ['="{}"'.format(c) for c in codes]):
        assert problems(check, titles, spoilt) == []
    lower = [c.lower() for c in shipped().communes(Territory("dep", "2A"))]
    assert problems(by_key("2A")["communes"].check, titles, lower) == []


@given(
    st.sampled_from(["01", "2A", "93", "974", "976", "975"]), st.data(),
    st.lists(st.one_of(st.none(), st.text(max_size=9), st.integers(), st.floats()), max_size=5),
)
def test_a_file_is_right_where_all_is_there_whatever_else_there_is(department, data, odd):
    """The oracle counts: perimeters of the département that are known to exist, each once, among anything."""
    check = by_key(department)["qpv_2024"].check
    known = QUARTERS.get(department, 17 if department == "976" else None)
    count = data.draw(st.integers(0, 100))
    rows = data.draw(st.permutations([*qpv_codes(department, count)[:99], *qpv_codes("92", 2), *odd]))
    found = problems(check, ["CODE_QP", "Nom_QP"], rows, len(rows))
    distinct = min(count, 99)
    least = known if known is not None else int(department == "974")
    assert (found == []) == (least <= distinct <= (known or 99)), (distinct, found)
