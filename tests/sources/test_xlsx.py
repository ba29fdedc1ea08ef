"""Workbooks of services: every way they write cells, and nothing that a hostile one would do."""
from __future__ import annotations

import io
import zipfile

import pytest
import workbooks
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.sources.xlsx import Workbook
from cohesion_territoires.sources.xml_tree import parse
from hypothesis import given
from hypothesis import strategies as st

ROWS = [
    ["Titre & \"guillemets\""],
    None,
    ["codgeo", "libgeo", "an", "valeur"],
    ["01001", "L'Abergement-Clémenciat", 2021, 12.5],
    ["01002", None, 2021, None, True],
    [None, None, "1968-1975", -3],
]
READ = [row for row in ROWS if row is not None]


def trimmed(rows):
    """Rows without the empty cells that end them."""
    made = []
    for row in rows:
        row = list(row)
        while row and row[-1] is None:
            row.pop()
        made.append(row)
    return made


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("references", [False, True])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_are_read_however_they_are_written(shared, references, prefix):
    content = workbooks.workbook({"Data": ROWS}, shared=shared, references=references, prefix=prefix)
    with Workbook(content) as book:
        assert list(book.rows()) == trimmed(READ)


def test_a_streamed_zip_holds_no_size_in_its_local_headers_and_is_read(tmp_path):
    content = workbooks.workbook({"Data": ROWS})
    assert content[18:26] == bytes(8)
    path = tmp_path / "indicateur.xlsx"
    path.write_bytes(content)
    with Workbook(path) as book:
        assert len(list(book.rows("data"))) == len(READ)


def test_sheets_are_found_by_name_and_others_named():
    with Workbook(workbooks.workbook({"Data": [["a"]], "Méta « x »": [["b"]]}), "fichier") as book:
        assert book.sheets == ("Data", "Méta « x »")
        assert list(book.rows("Méta « x »")) == [["b"]] and list(book.rows()) == [["a"]]
        with pytest.raises(DataError, match="fichier.*absente.*Data"):
            list(book.rows("absente"))


def test_rich_text_is_one_and_phonetic_text_is_not_read():
    parts = workbooks.parts_of({"Data": [["x"]]}, shared=True)
    parts["xl/sharedStrings.xml"] = (
        '<sst><si><r><rPr><b/></rPr><t>Seine-</t></r><r><t xml:space="preserve">Saint-Denis </t></r>'
        "<rPh><t>lu</t></rPh></si></sst>"
    )
    with Workbook(workbooks.pack(parts)) as book:
        assert list(book.rows()) == [["Seine-Saint-Denis "]]


def test_kinds_of_cells():
    parts = workbooks.parts_of({"Data": []})
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet><sheetData><row><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>calcul</v></c>'
        '<c t="d"><v>2024-01-01</v></c><c s="3"><v>45292</v></c><c><v>1.5E-2</v></c><c><v>123456789012345678</v></c>'
        '<c t="inlineStr"><is><t></t></is></c><c t="n"><v></v></c><c><v>7</v></c></row></sheetData></worksheet>'
    )
    with Workbook(workbooks.pack(parts)) as book:
        assert list(book.rows()) == [
            [None, "calcul", "2024-01-01", 45292, 0.015, 123456789012345678.0, None, None, 7]
        ]


@given(
    st.lists(
        st.lists(
            st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, blacklist_categories=("Cc",)), min_size=1),
            max_size=30,
        ),
        max_size=6,
    ),
    st.booleans(),
    st.booleans(),
)
def test_what_is_written_is_read(rows, shared, references):
    with Workbook(workbooks.workbook({"Data": rows}, shared=shared, references=references)) as book:
        assert list(book.rows()) == trimmed(rows)


def entity(name):
    return '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><{0}>&b;</{0}>'.format(name)


@pytest.mark.parametrize("place", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("content", [entity("worksheet"), "<worksheet><row>", b"\xff\xfe\xff", ""])
def test_a_part_that_is_hostile_or_torn_is_refused(place, content):
    parts = {**workbooks.parts_of({"Data": [["x"]]}, shared=True), place: content}
    with pytest.raises(DataError, match="colis"), Workbook(workbooks.pack(parts), "colis") as book:
        list(book.rows())


@pytest.mark.parametrize(
    "cell",
    ['<c r="XFE1"><v>1</v></c>', '<c r="1"><v>1</v></c>', '<c t="s"><v>0</v></c>', "<c><v>douze</v></c>",
     '<c t="s"><v>-1</v></c>'],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_refused(cell):
    parts = workbooks.parts_of({"Data": []})
    parts["xl/worksheets/sheet1.xml"] = "<worksheet><row>{}</row></worksheet>".format(cell)
    with pytest.raises(DataError), Workbook(workbooks.pack(parts)) as book:
        list(book.rows())


def test_a_part_that_swells_is_stopped():
    parts = workbooks.parts_of({"Data": []})
    parts["xl/worksheets/sheet1.xml"] = "<worksheet>" + " " * 5_000_000 + "</worksheet>"
    content = workbooks.pack(parts)
    assert len(content) < 20_000
    with Workbook(content, largest=1_000_000) as book, pytest.raises(DataError, match="more than 1 MB"):
        list(book.rows())
    with Workbook(content) as book:
        assert list(book.rows()) == []


def test_cut_files_and_files_of_another_kind_are_refused():
    content = workbooks.workbook({"Data": ROWS}, shared=True)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("lisez-moi.txt", "rien")
    wrong = [content[:at] for at in range(0, len(content), max(len(content) // 40, 1))]
    for damaged in [*wrong, other.getvalue(), b"codgeo;libgeo\n", b""]:
        with pytest.raises(DataError), Workbook(damaged) as book:
            list(book.rows())


def test_a_flipped_byte_is_an_error_or_changes_nothing_that_crashes():
    content = workbooks.workbook({"Data": ROWS})
    for at in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[at] ^= 0x55
        try:
            with Workbook(bytes(damaged)) as book:
                assert all(isinstance(row, list) for row in book.rows())
        except DataError:
            continue


@pytest.mark.parametrize("content", [b"<a>" * 500 + b"</a>" * 500, b"<a><b></a>", b"", b"<!DOCTYPE a><a/>"])
def test_a_tree_is_refused_where_it_is_deep_or_torn(content):
    with pytest.raises(ValueError):
        parse(content)


def test_a_tree_gives_its_words():
    root = parse(b'<x:a xmlns:x="u"><x:b n="1"> un <c>deux</c></x:b><b>trois</b></x:a>')
    assert [b.words for b in root.every("b")] == ["un deux", "trois"] and root.find("b").attributes == {"n": "1"}
    assert root.said("b", "c") == "deux" and root.said("rien") == "" and root.find("c", "b") is None
