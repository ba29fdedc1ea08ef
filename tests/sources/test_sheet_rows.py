"""Spreadsheets without the rows above their titles: nothing else of them changes."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import spreadsheets
from cohesion_territoires.sources.sheet_rows import without_first_rows

ROWS = [["Liste des bénéficiaires"], None, [], ["Adresse", "n"], ["12 rue de l'Église & Cie", 3], None, ["x", 4]]


def part(content, place):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(place).decode("utf-8")


def rows(text):
    return [
        (int(number), re.findall(r"<t>(.*?)</t>|<v>(.*?)</v>", line))
        for number, line in re.findall(r'<row r="(\d+)"[^>]*(?<!/)>(.*?)</row>', text)
    ]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_rows_of_a_workbook_move_up(tmp_path, count):
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", ROWS)
    text = part(without_first_rows(path, "Feuil1", count), "xl/worksheets/sheet1.xml")
    assert rows(text) == [
        (4 - count, [("Adresse", ""), ("n", "")]),
        (5 - count, [("12 rue de l&#x27;Église &amp; Cie", ""), ("", "3")]),
        (7 - count, [("x", ""), ("", "4")]),
    ]


def test_the_other_sheets_of_a_workbook_stay(tmp_path):
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", ROWS, "Données & co", first=[["a"], ["b"]])
    before = (tmp_path / "a.xlsx").read_bytes()
    content = without_first_rows(path, "Données & co", 3)
    for place in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"):
        assert part(content, place) == part(before, place)
    assert [number for number, _cells in rows(part(content, "xl/worksheets/sheet2.xml"))] == [1, 2, 4]
    assert without_first_rows(path, "Absente", 3) is None


@pytest.mark.parametrize(("count", "blank"), [(1, 3), (2, 2), (3, 1), (4, 0)])
def test_empty_rows_written_once_are_counted(tmp_path, count, blank):
    path = spreadsheets.ods(tmp_path / "a.ods", [["Liste"], [None], [None], [None], ["Adresse", "n"], ["x", 3]])
    text = part(without_first_rows(path, "Feuille1", count), "content.xml")
    assert "Liste" not in text
    lines = re.findall(r"<table:table-row([^>]*)>(.*?)</table:table-row>", text)
    size = [int((re.search(r'repeated="(\d+)"', own) or [0, 1])[1]) for own, _cells in lines]
    assert sum(size) == blank + 2
    assert "Adresse" in lines[-2][1]
    assert without_first_rows(path, "Absente", 1) is None
