"""Cells of commune codes as tables have them."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.indicators.commune_cells import best_field, read_cell, split_codes

KNOWN = frozenset(("01001", "01004", "2A004", "75056", "93010"))
WENT = {"01002": frozenset(("01001",)), "01003": frozenset(("01001", "01004")), "01005": frozenset(("99999",))}


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        ("01001", "01001", "TROUVE"), ("1001", "01001", "REPARE"), ('="01001"', "01001", "REPARE"),
        ("2a004", "2A004", "REPARE"), ("75120", "75056", "REPARE"), ("01004, 93010", "01004", "REPARE"),
        ("01002", "01001", "COMMUNE_ANCIENNE"), ("01003", "", "COMMUNE_ANCIENNE"), ("01005", "", "INCONNU"),
        ("93140", "", "INCONNU"), ("Bondy", "", "SANS_CODE"), ("", "", "SANS_CODE"), (None, "", "SANS_CODE"),
        ("01001 ", "01001", "TROUVE"),
    ],
)  # fmt: skip
def test_a_cell_is_read(text, code, status):
    cell = read_cell(text, KNOWN, "2026", WENT)
    assert (cell.code, cell.status) == (code, status)
    assert bool(cell.reason) == (status != "TROUVE")
    # what fills the sentence is there
    assert "{" not in cell.reason.format(**cell.values)


def test_a_mended_cell_says_what_was_mended():
    reasons = {text: read_cell(text, KNOWN).reason for text in ("75120", "1001", '="01001"', "01004, 93010")}
    words = {"75120": "arrondissement", "1001": "spreadsheet", '="01001"': "spreadsheet", "01004, 93010": "Several"}
    assert all(word in reasons[text] for text, word in words.items())


def test_the_column_of_codes_is_the_one_that_holds_most():
    columns = [
        ("code", ["1", "2"]),
        ("cp", ["93140", "01001"]),
        ("insee", ["93010", "1001"]),
        ("copy", ["93010", "1001"]),
    ]
    assert best_field(columns, KNOWN) == "insee"
    assert best_field(columns[:1], KNOWN) is None


def test_numbers_that_fall_on_codes_here_and_there_are_no_codes():
    columns = [("code_insee", ["99001", "99002", "99003"]), ("population", ["25050", "1004", "820"])]
    assert best_field(columns, KNOWN, ["code_insee"]) is None
    # under a usual name few good codes are enough, and under another half of them
    assert best_field([("insee", ["1004", "99001", "99002"])], KNOWN, ["insee"]) == "insee"
    assert best_field([("ville", ["1004", "99001", None])], KNOWN, ["insee"]) == "ville"


def test_codes_are_typed_in_any_way():
    assert split_codes("01001; 93010,2A004\n75056  ") == ["01001", "93010", "2A004", "75056"]
    assert split_codes(None) == []
