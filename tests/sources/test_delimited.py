"""CSV files in every encoding and with every separator that spreadsheets write."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import csv
import io

import pytest
from cohesion_territoires.domain.addresses.columns import title_row
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.sources.delimited import Delimited, titles_of, whole_rows
from hypothesis import example, given
from hypothesis import strategies as st


def read(path, content):
    path.write_bytes(content)
    return Delimited(path)


TABLE = "Adresse;Code postal;Commune\n12 rue de l’Église;01001;Œuf-en-Ternois\n3 bis, allée B;01002;Saint-Étienne\n"
ROWS = [["12 rue de l’Église", "01001", "Œuf-en-Ternois"], ["3 bis, allée B", "01002", "Saint-Étienne"]]


@pytest.mark.parametrize(
    "encoding, said",
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 (BOM)"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")],
)
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_separator_are_found(tmp_path, encoding, said, separator, end):
    found = read(tmp_path / "a.csv", TABLE.replace(";", separator).replace("\n", end).encode(encoding))
    assert (found.encoding, found.separator) == (said, separator)
    assert found.titles == ["Adresse", "Code postal", "Commune"]
    assert list(found.rows()) == ROWS and found.count == 2
    assert list(found.rows()) == ROWS, "as often as wanted"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(tmp_path, encoding):
    found = read(tmp_path / "a.csv", TABLE.encode(encoding))
    assert found.encoding == "UTF-16" and list(found.rows()) == ROWS


HEADINGS = ["Liste des bénéficiaires, édition 2024\n\n", "Liste;;\n;;\n", "\n\nPréfecture\nÉdité le 1er mai, à 12:30\n"]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_heading_above_the_titles_is_left_out(tmp_path, heading, separator):
    path = tmp_path / "a.csv"
    path.write_bytes((heading + TABLE).replace(";", separator).encode("utf-8"))
    found = Delimited(path, title_row)
    assert found.separator == separator and found.titles == ["Adresse", "Code postal", "Commune"]
    assert list(found.rows()) == ROWS and found.count == 2
    assert found.above == heading.count("\n")


def test_without_a_row_of_titles_for_certain_the_first_one_holds_them(tmp_path):
    (tmp_path / "a.csv").write_text("lieu;n\n12 rue X;1\n", encoding="utf-8")
    found = Delimited(tmp_path / "a.csv", title_row)
    assert (found.above, found.titles, found.count) == (0, ["lieu", "n"], 1)


def test_commas_between_quoted_cells(tmp_path):
    found = read(tmp_path / "a.csv", b'adresse,cp\n"12, rue X",01001\n"3, rue Y",01002\n')
    assert found.separator == "," and [r[0] for r in found.rows()] == ["12, rue X", "3, rue Y"]


def test_addresses_full_of_commas_do_not_pass_for_the_separator(tmp_path):
    found = read(tmp_path / "a.csv", b"adresse;cp\n12, rue X, bat B;01001\n3, rue Y, bat C;01002\n")
    assert found.separator == ";" and found.count == 2


def test_what_excel_writes_first(tmp_path):
    found = read(tmp_path / "a.csv", b"sep=,\nadresse,cp\na;b,01001\n")
    assert found.titles == ["adresse", "cp"] and list(found.rows()) == [["a;b", "01001"]]


def test_a_quotation_mark_left_open_swallows_no_row(tmp_path):
    found = read(tmp_path / "a.csv", b'adresse;cp\n"12 rue X;1\n3 rue Y;2\n5 rue Z;3\n')
    assert found.count == 3 and [r[1] for r in found.rows()] == ["1", "2", "3"]


def test_cells_on_several_lines_are_one_row(tmp_path):
    found = read(tmp_path / "a.csv", b'adresse;cp\n"12 rue X\nBat B";01001\n')
    assert list(found.rows()) == [["12 rue X\nBat B", "01001"]]


def test_rows_of_any_length_keep_their_cells(tmp_path):
    found = read(tmp_path / "a.csv", b"adresse;cp;;\n1;2;3;4;5;6\n7\n;\n\n\n8;9;;;;\n")
    assert found.titles == ["adresse", "cp", "colonne_3", "colonne_4", "colonne_5", "colonne_6"]
    rows = list(found.rows())
    assert len(rows) == found.count == 4 and rows[0] == list("123456") and rows[2] == [None] * 6


def test_a_letter_that_is_in_no_encoding_loses_no_row(tmp_path):
    found = read(tmp_path / "a.csv", b"adresse;cp\nrue \x81\x8d X \xe9;01001\nb;01002\n")
    assert found.encoding == "Windows-1252" and found.count == 2


@pytest.mark.parametrize("content", [b"", b"\n\n\r\n", b"\xef\xbb\xbf", b"x" * 300_000])
def test_what_is_no_table_is_said(tmp_path, content):
    with pytest.raises(DataError, match=r"\.$"):
        read(tmp_path / "a.csv", content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="rien.csv"):
        Delimited(tmp_path / "rien.csv")


def test_titles_are_all_different():
    assert titles_of(["A", "a", "", None, "a_2", " A  B\n"], 6) == ["A", "a_3", "colonne_3", "colonne_4", "a_2", "A B"]
    assert titles_of(["A", "", ""], 1) == ["A"]


CELLS = st.text(st.sampled_from("abc ÉéïŒ’,;|\t\"'\n0129°/-"), max_size=12)


@example(titles=["adresse", "cp"], rows=[["\"", "", "", "", "", ""]], separator=";", encoding="cp1252")
@given(
    titles=st.lists(st.sampled_from(["adresse", "cp", "ville", "Nom, prénom", "n°", "date"]), min_size=2, max_size=6, unique=True),
    rows=st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=8),
    separator=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_what_a_spreadsheet_writes_is_read(tmp_path_factory, titles, rows, separator, encoding):
    """Cells come back as they were; only the separator of a table without any row may be anybody's guess."""
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    rows = [row[: len(titles)] for row in rows]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([titles, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    found = Delimited(path)
    assert found.titles == titles and found.count == len(rows)
    assert list(found.rows()) == [[cell or None for cell in row] for row in rows]


@pytest.mark.parametrize("text", ['a;b\n01001;"A;1\n01002;B;2\n', 'a;b\n1;2\n3;"4\n'])
def test_a_mark_that_is_never_closed_hides_no_row(text):
    with pytest.raises(csv.Error):
        list(whole_rows(io.StringIO(text), ";"))


def test_cells_of_several_lines_and_marks_inside_are_whole():
    text = 'a;b\n"x\ny";"l""eau"\n1;2" de\n'
    assert list(whole_rows(io.StringIO(text), ";")) == [["a", "b"], ["x\ny", 'l"eau'], ["1", '2" de']]
