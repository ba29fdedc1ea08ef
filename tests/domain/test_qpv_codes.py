"""Codes, generations, the official list and the words of BAN answers, as they are really written."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from cohesion_territoires.domain.qpv import codes, communes, generations, known_communes, official_list, precision


@pytest.mark.parametrize(
    ("code", "year"),
    [
        ("QP093028", 2015),
        ("QP02A001", 2015),
        ("QN00103M", 2024),
        ("QN02A01M", 2024),
        ("QN97651C", 2024),
        ("QN97414I", 2024),
        ("QN97414X", None),
        ("QP93028", None),
        ("93028", None),
        (None, None),
    ],
)
def test_generation_of_a_code(code, year):
    assert codes.generation(code) == year


def test_codes_are_text():
    assert codes.qpv_code(" qn00103m ") == "QN00103M"
    assert codes.qpv_code(93028) is None
    assert codes.qpv_code("") is None
    assert codes.split_generations(["QP093028", "QN00103M", None, "x"]) == {2015: 1, 2024: 1, None: 2}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('="60057"', ("60057",)),
        ('"=""60057"""', ("60057",)),
        ("13055;13070", ("13055", "13070")),
        ("02571, 02691", ("02571", "02691")),
        (1004, ("01004",)),
        (1004.0, ("01004",)),
        ("1004", ("01004",)),
        ("2a004", ("2A004",)),
        ("75119", ("75056",)),
        ("13203;13204", ("13055",)),
        ("69387", ("69123",)),
        ("200011710", ()),
        ("", ()),
        (None, ()),
        (float("nan"), ()),
    ],
)
def test_commune_codes_as_official_files_write_them(cell, found):
    assert codes.commune_codes(cell) == found
    assert codes.commune_code(cell) == (found[0] if found else None)


def test_generation_that_applies():
    day = datetime.date
    assert generations.applicable(day(2023, 12, 31), False) == "2015"
    assert generations.applicable(day(2024, 1, 1), False) == "2024"
    assert generations.applicable(day(2024, 12, 31), True) == "2015"
    assert generations.applicable(day(2025, 1, 1), True) == "2024"
    assert generations.applicable(day(2014, 12, 31), False) is None
    assert generations.applicable(None, False) is None


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2024-03-31", (2024, 3, 31)),
        ("2024-03-31T10:00:00", (2024, 3, 31)),
        ("31/03/2024", (2024, 3, 31)),
        ("31/03/2024 10:00", (2024, 3, 31)),
        (datetime.datetime(2024, 3, 31, 5), (2024, 3, 31)),
        ("31/02/2024", None),
        ("bientôt", None),
        (20240331, None),
        (None, None),
    ],
)
def test_dates(value, read):
    assert generations.read_date(value) == (datetime.date(*read) if read else None)


def test_words_of_ban_answers():
    words = ["entrée", "ENTREE", "bâtiment", "cage d’escalier", "délivrance_postale", "segment", "", None, "martien"]
    assert [precision.kind_of(w) for w in words] == [1, 1, 2, 3, 6, 8, 0, 0, -1]


def test_tolerances_of_the_reference():
    found = precision.read_positions(
        9,
        types=["housenumber"] * 7 + ["street", "xyz"],
        positions=[
            "entrée",
            "bâtiment",
            "service technique",
            "segment",
            "interpolation",
            "parcelle",
            None,
            "entrée",
            "",
        ],
    )
    assert found.tolerance[:7].tolist() == [5, 5, 10, 15, 25, 25, 15]
    assert np.isnan(found.tolerance[7:]).all()
    assert [precision.LABELS[k] for k in found.kind] == [
        "entrée", "bâtiment", "service technique", "segment", "interpolation", "parcelle", "numéro", "voie",
        "illisible",
    ]  # fmt: skip


def test_edge_tolerance_is_for_the_unknown_and_never_lowers_a_segment():
    words = [None, "segment", "parcelle", "entrée"]
    assert precision.read_positions(4, positions=words, edge_tolerance=2).tolerance.tolist() == [2, 15, 25, 5]
    assert precision.read_positions(4, positions=words, edge_tolerance=40).tolerance.tolist() == [40, 40, 40, 5]


def test_chosen_field_holds_words_or_metres():
    found = precision.read_positions(6, chosen=["12,5", 3, 0, "voie", "GPS", "entrée"], positions=["segment"] * 6)
    assert found.tolerance[:3].tolist() == [12.5, 3, 15]
    assert np.isnan(found.tolerance[3:5]).all()
    assert found.tolerance[5] == 5


def test_a_street_stays_a_street():
    found = precision.read_positions(2, types=["street", "housenumber"], chosen=[3, 3])
    assert precision.LABELS[found.kind[0]] == "voie"
    assert np.isnan(found.tolerance[0])
    assert found.tolerance[1] == 3


def test_scores():
    found = precision.read_scores([0.87, "0,87", "97.03", None, "", "haut", 1.0])
    assert found[[0, 1, 2, 6]].tolist() == pytest.approx([0.87, 0.87, 0.9703, 1.0])
    assert np.isnan(found[3:6]).all()
    assert precision.read_scores(["34 %", "1%", "97,5 %"]).tolist() == pytest.approx([0.34, 0.01, 0.975])


LIST = [
    ("QN09901N", '="99001"'),
    ("QN09902M", "99001;99002"),
    ("QN09903I", "99003"),
    ("QN97651C", "97601"),
]


def test_list_certifies_what_it_knows():
    full = official_list.read_official_list(LIST, ["QN09901N", "QN09902M", "QN97651C"])
    assert full.status({"99001"}) == official_list.CERTIFIED
    assert full.status({"99003"}) == official_list.INCOMPLETE
    assert full.status({"99005"}) == official_list.EMPTY_COMMUNE
    assert full.status({"99005", "99003"}) == official_list.INCOMPLETE
    assert full.status({"29019"}) == official_list.NOT_CERTIFIED
    assert full.status(()) == official_list.NOT_CERTIFIED
    assert full.missing == {"QN09903I"}
    assert full.whole_commune({"97601"}) == "QN97651C"
    assert full.whole_commune({"99001"}) is None


def test_list_of_another_year_certifies_nothing():
    other = official_list.read_official_list(LIST[:2], ["QN09901N", "QN09902M", "QN09904N"])
    assert other.foreign == {"QN09904N"}
    assert other.status({"99001"}) == official_list.NOT_CERTIFIED
    assert other.status({"99005"}) == official_list.NOT_CERTIFIED


def test_a_list_of_the_country_certifies_a_complete_layer_wherever_the_point_is():
    country = [("QN0{:02d}01N".format(n), "{:02d}001".format(n)) for n in range(1, 96) if n != 20]
    country += [("QN02A01N", "2A001"), ("QN02B01N", "2B001")]
    full = official_list.read_official_list(country, [code for code, _ in country])
    assert full.status(()) == full.status({"97501"}) == official_list.CERTIFIED
    assert full.status({"29019"}) == full.status({"2A004"}) == official_list.EMPTY_COMMUNE
    lacking = official_list.read_official_list(country, [code for code, _ in country[1:]])
    assert lacking.status(()) == official_list.NOT_CERTIFIED


def test_a_list_of_a_departement_says_nothing_of_another():
    own = official_list.read_official_list(LIST, [code for code, _ in LIST])
    assert own.missing == frozenset()
    assert own.status({"99005"}) == official_list.EMPTY_COMMUNE
    assert own.status({"29019"}) == own.status(()) == official_list.NOT_CERTIFIED
    assert own.status({"97602"}) == official_list.EMPTY_COMMUNE


def test_a_filtered_list_is_seen_by_the_gaps_in_its_numbers():
    # the QPV of one agglomeration: 99005 may have those that were left out
    filtered = official_list.read_official_list([LIST[0], LIST[2]], [LIST[0][0], LIST[2][0]])
    assert filtered.status({"99005"}) == official_list.NOT_CERTIFIED
    assert filtered.status({"99003"}) == official_list.CERTIFIED


def test_a_qpv_across_the_border_does_not_make_the_neighbour_covered():
    shared = official_list.read_official_list([("QN09901N", "99001;75119")], ["QN09901N"])
    assert shared.status({"99099"}) == official_list.EMPTY_COMMUNE
    assert shared.status({"75118"}) == official_list.NOT_CERTIFIED


def test_a_list_filtered_on_the_first_communes_of_a_departement_is_seen_by_its_number_of_qpv():
    # Bourg-en-Bresse has the first two of the seven QPV of the Ain: the numbers have no gap
    first = official_list.read_official_list([("QN00101M", "01053"), ("QN00102M", "01053")], ["QN00101M", "QN00102M"])
    assert first.status({"01004"}) == official_list.NOT_CERTIFIED
    every = ["QN0010{}M".format(n) for n in range(1, known_communes.QUARTERS["01"] + 1)]
    whole = official_list.read_official_list([(code, "01053") for code in every], every)
    assert whole.status({"01004"}) == official_list.EMPTY_COMMUNE


def test_a_list_of_the_previous_generation_proves_nothing_of_other_communes_unless_it_is_the_country_s():
    of_one = official_list.read_official_list([("QP001002", "01053")], ["QP001002"])
    assert of_one.status({"01053"}) == official_list.CERTIFIED
    assert of_one.status({"01004"}) == official_list.NOT_CERTIFIED
    rows = [("QP{:03d}001".format(n), "{:02d}001".format(n)) for n in range(1, 96) if n != 20]
    country = official_list.read_official_list(rows, [code for code, _commune in rows])
    assert country.status({"01004"}) == official_list.EMPTY_COMMUNE


@pytest.mark.parametrize(("listed", "asked"), [("93066", "93059"), ("93059", "93066"), ("93059", "93059")])
def test_a_merged_commune_is_found_in_a_list_of_another_year(listed, asked):
    # Pierrefitte-sur-Seine (93059) has been a part of Saint-Denis (93066) since 2025
    rows = [("QN09301M", listed)]
    assert official_list.read_official_list(rows, ["QN09301M"]).status({asked}) == official_list.CERTIFIED
    assert official_list.read_official_list(rows, []).status({asked}) == official_list.INCOMPLETE


def test_a_layer_of_one_departement_says_nothing_of_the_others():
    covered = official_list.covered_departements(["QN09301M", "QN02A01M", "QP075019", None, "x"])
    assert covered("93010") and covered("2A004")
    assert not covered("75056") and not covered("2B033") and not covered("01004")
    # what is no département of the mainland is told by its territory
    assert covered("97411") and covered("99001")
    assert all(map(official_list.covered_departements([None, "x", "QP075019"]), ("01004", "75056")))


def test_a_layer_that_has_a_part_of_a_departement_is_known():
    every = ["QN0230{}N".format(n) for n in range(1, known_communes.QUARTERS["23"] + 1)]
    some = ["QN09301M", "QN09301M", "QN09302M", "QP075019", "QN97401M", None]
    assert official_list.partial_departements(every + some) == [("93", 2, known_communes.QUARTERS["93"])]


@pytest.mark.parametrize(
    ("rows", "commune", "told"),
    [
        ([], "75056", official_list.UNCOVERED),
        ([], "93010", official_list.NOT_CERTIFIED),
        ([("QN07501M", "75056")], "75056", official_list.INCOMPLETE),
        ([("QN0010{}M".format(n), "01053") for n in range(1, 8)], "01004", official_list.EMPTY_COMMUNE),
    ],
)
def test_an_uncovered_departement_is_known_unless_the_list_says_more(rows, commune, told):
    layer = ["QN09301M"]
    official = official_list.read_official_list([*rows, ("QN09301M", "93010")], layer) if rows else None
    reader = communes.CommuneReader(official, frozenset(), layer)
    assert reader.read(1, [(commune,)]).listed.tolist() == [told]
    assert communes.CommuneReader(None).read(1, [(commune,)]).listed.tolist() == [official_list.NOT_CERTIFIED]


def test_what_is_known_of_the_country_s_communes_holds_together():
    assert len(known_communes.QUARTERS) == official_list.COUNTRY
    assert sum(known_communes.QUARTERS.values()) == 1362  # reference/qpv.md, 2.3
    assert known_communes.relatives("91182") == known_communes.relatives("91228") == {"91182", "91228"}
    assert known_communes.relatives("01004") == {"01004"}
    assert {"denis-saint", "ouen-saint", "valence", "epinay"} <= known_communes.HOMONYMS
    assert not {"bondy", "paris", "marseille"} & known_communes.HOMONYMS
    assert len(known_communes.MAYOTTE) == 17


def test_a_row_without_commune_leaves_all_communes_open():
    holed = official_list.read_official_list([*LIST[:3], ("QN09904N", "")], ["QN09901N", "QN09902M", "QN09903I"])
    assert holed.status({"99005"}) == holed.status({"99001"}) == official_list.NOT_CERTIFIED
    known = official_list.read_official_list([*LIST[:3], ("QN09904N", "")], [*(c for c, _ in LIST[:3]), "QN09904N"])
    assert known.status({"99001"}) == official_list.CERTIFIED
    assert known.status({"99005"}) == official_list.NOT_CERTIFIED


@pytest.mark.parametrize(
    ("layer", "found", "asked", "fallen", "told"),
    [
        # 99005 as the user writes it may have been merged into 99001, which has a QPV
        (4, (), ("99005",), None, official_list.CERTIFIED),
        (3, (), ("99005",), None, official_list.NOT_CERTIFIED),
        # a geocoder and a layer of communes know the codes of today
        (4, ("99005",), ("99005",), None, official_list.EMPTY_COMMUNE),
        (4, (), ("99005",), "99005", official_list.EMPTY_COMMUNE),
        (4, (), ("99006",), None, official_list.EMPTY_COMMUNE),
        (3, (), ("99003",), None, official_list.CERTIFIED),
    ],
)
def test_only_a_code_of_today_tells_a_commune_without_qpv(layer, found, asked, fallen, told):
    rows = [*LIST[:3], ("QN09904N", "99004")]
    official = official_list.read_official_list(rows, [code for code, _ in rows[:layer]])
    reader = communes.CommuneReader(official, frozenset({"99006"}))
    assert reader.read(1, [found], [asked], [fallen]).listed.tolist() == [told]
