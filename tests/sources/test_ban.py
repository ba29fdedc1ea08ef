"""Files of the BAN, whole and broken: what is kept, what is left out and why, and that no row goes missing."""

import gzip
import zlib

import pytest
from ban_rows import HEADER, PLACES, WITH_IDS, row, text, write
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.errors import Cancelled, DataError
from cohesion_territoires.sources import ban
from cohesion_territoires.sources.ban import BanFile


def read(path):
    """Return a file and all its addresses."""
    file = BanFile(path)
    rows = [address for batch in file.batches() for address in batch]
    assert file.kept == len(rows)
    assert file.rows == file.kept + sum(file.rejected.values())
    return file, rows


def test_a_row_is_read_as_the_ban_writes_it(tmp_path):
    parcels = "930100000A0001|930100000A0002"
    path = write(tmp_path / "a.csv", row(rep="BIS", type_position="entrée", cad_parcelles=parcels))
    file, (address,) = read(path)
    assert file.kind == ban.ADDRESSES and not file.rejected and not file.bom and file.damage == ""
    assert address == (
        "93010", "Bondy", "", "", "93010_8110", "Rue de l'Église", "93140", 12, "bis", 24_888_810, 488_934_940,
        "entrée", "93010_8110_00012", parcels,
    )  # fmt: skip
    assert file.encodings == {"utf-8": 1}


def test_the_variant_with_identifiers_and_one_that_has_no_key_of_its_own(tmp_path):
    extra = {"id_ban_adresse": "0b5a-1", "id_ban_toponyme": "77aa-2", "id_ban_commune": "c-3"}
    rows = [row(WITH_IDS, **extra), row(WITH_IDS, id="", **extra)]
    file, (first, second) = read(write(tmp_path / "a.csv", *rows, header=WITH_IDS))
    assert (first.street, first.id) == ("93010_8110", "93010_8110_00012")
    assert (second.street, second.id) == ("77aa-2", "0b5a-1")


def test_lieux_dits(tmp_path):
    file, (place,) = read(write(tmp_path / "l.csv", row(PLACES), header=PLACES))
    assert file.kind == ban.PLACES
    assert (place.name, place.number, place.street, place.insee) == ("La Basse Forge", None, "49001_b012", "49001")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"lon": "", "lat": ""}, ban.COORDINATES),
        ({"lon": "x"}, ban.COORDINATES),
        ({"lon": "nan"}, ban.COORDINATES),
        ({"lon": "inf"}, ban.COORDINATES),
        ({"lon": "0", "lat": "0"}, ban.COORDINATES),
        ({"lon": "48.893494", "lat": "2.488881"}, ban.COORDINATES),
        ({"lon": "55.45", "lat": "-20.88"}, ban.COORDINATES),  # La Réunion under a code of Seine-Saint-Denis
        ({"numero": ""}, ban.NUMBER),
        ({"numero": "douze"}, ban.NUMBER),
        ({"numero": "-3"}, ban.NUMBER),
        ({"numero": "99999"}, ban.NUMBER),  # the BAL's way to say that there is none
        ({"code_insee": "BONDY"}, ban.COMMUNE),
        ({"code_insee": ""}, ban.COMMUNE),
        ({"nom_voie": " "}, ban.NAME),
        ({"nom_voie": "Rue de l'\ufffdglise"}, ban.ENCODING),
        ({"nom_voie": "Rue\x00"}, ban.ENCODING),
        ({"nom_voie": "Rue;12"}, ban.COLUMNS),
    ],
)
def test_a_broken_row_is_left_out_with_its_reason_and_its_line(tmp_path, cells, reason):
    file, rows = read(write(tmp_path / "a.csv", row(), row(**cells), row(numero="14")))
    assert [r.number for r in rows] == [12, 14]
    assert dict(file.rejected) == {reason: 1}
    assert file.examples == {reason: [3]}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"lon": "2,488881", "lat": "48,893494"}, {"lon": 24_888_810, "lat": 488_934_940}),
        ({"numero": "12.0"}, {"number": 12}),
        ({"code_insee": "1001", "lon": "4.9", "lat": "46.1"}, {"insee": "01001"}),
        ({"code_postal": "1400"}, {"postcode": "01400"}),
        ({"code_insee": "2A004", "lon": "8.73", "lat": "41.92"}, {"insee": "2A004"}),
        ({"code_insee": "97411", "lon": "55.45", "lat": "-20.88"}, {"insee": "97411"}),
        ({"code_insee": "97801", "lon": "-63.08", "lat": "18.07"}, {"insee": "97801"}),
        ({"numero": "0"}, {"number": 0}),
    ],
)
def test_what_a_spreadsheet_did_to_a_row_is_understood(tmp_path, cells, expected):
    _file, (address,) = read(write(tmp_path / "a.csv", row(**cells)))
    assert {name: getattr(address, name) for name in expected} == expected


def test_short_long_and_repeated_lines(tmp_path):
    lines = [row(), row().rsplit(";", 3)[0], row() + ";", row() + ";x", HEADER, "", row()]
    file, rows = read(write(tmp_path / "a.csv", *lines))
    assert len(rows) == 2
    assert dict(file.rejected) == {ban.COLUMNS: 3, ban.HEADER: 1}
    assert file.rows == 6  # a blank line is no row


def test_a_stray_quote_costs_its_own_row_only(tmp_path):
    lines = [row(nom_voie='"Rue du Lac'), row(), row(nom_voie='"Rue ""Rose"";bis"'), row(nom_voie='Rue "Rose"')]
    file, rows = read(write(tmp_path / "a.csv", *lines))
    assert [r.name for r in rows] == ["Rue de l'Église", 'Rue "Rose";bis', 'Rue "Rose"']
    assert dict(file.rejected) == {ban.COLUMNS: 1}


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_other_separators(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_bytes(text(row()).replace(";", delimiter).encode())
    _file, (address,) = read(path)
    assert address.number == 12


def test_quoted_header_and_windows_line_ends(tmp_path):
    path = tmp_path / "a.csv"
    quoted = ";".join('"{}"'.format(c) for c in HEADER.split(";"))
    path.write_bytes("\r\n".join([quoted, row(), row(numero="14"), ""]).encode())
    file, rows = read(path)
    assert [r.number for r in rows] == [12, 14] and rows[0].parcels == "" and file.rows == 2


# encodings -----------------------------------------------------------------------------------------


def test_a_byte_order_mark_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text(row()).encode("utf-8"))
    file, (address,) = read(path)
    assert file.bom and address.name == "Rue de l'Église"


def test_cp1252_rows_are_read_and_counted_apart(tmp_path):
    path = tmp_path / "a.csv"
    plain = row(nom_voie="Rue Neuve", numero="14")
    path.write_bytes(text(row(), plain).encode("cp1252"))
    file, rows = read(path)
    assert [r.name for r in rows] == ["Rue de l'Église", "Rue Neuve"]
    assert dict(file.encodings) == {"cp1252": 1, "utf-8": 1}


@pytest.mark.parametrize("taken_for", ["cp1252", "latin-1"])
def test_utf8_written_twice_is_put_right(tmp_path, taken_for):
    names = ["Allée de l'Évêché, Cœur d'Îlot", "Rue de l’Aviation", "Chemin N° 5"]
    wrong = [row(nom_voie=name).encode("utf-8").decode(taken_for) for name in names]
    right = ["Rue São João", "Quai des Ânes", "Rue de l’Été"]
    file, rows = read(write(tmp_path / "a.csv", *wrong, *(row(nom_voie=name) for name in right)))
    assert [r.name for r in rows] == names + right
    assert dict(file.encodings) == {"utf-8 x 2": 3, "utf-8": 3}


def test_bytes_of_no_encoding_are_left_out(tmp_path):
    path = tmp_path / "a.csv"
    bad = row(nom_voie="Rue X").encode().replace(b"Rue X", b"Rue \x81\xff")
    path.write_bytes((HEADER + "\n").encode() + bad + b"\n" + row().encode() + b"\n")
    file, rows = read(path)
    assert len(rows) == 1 and dict(file.rejected) == {ban.ENCODING: 1}


# whole and cut files --------------------------------------------------------------------------------


def many(count):
    return text(*(row(numero=str(n), nom_voie="Rue {}".format(n % 97)) for n in range(1, count + 1))).encode()


def test_gzip_is_known_by_its_bytes_also_in_several_members(tmp_path):
    path = tmp_path / "a.csv"
    half = many(300)
    path.write_bytes(gzip.compress(half) + gzip.compress(half.split(b"\n", 1)[1]) + b"\x00" * 700)
    file, rows = read(path)
    assert len(rows) == 600 and file.damage == "" and not file.rejected
    assert len(file.described()["sha256"]) == 64


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_a_truncated_gzip_keeps_what_came_before(tmp_path, share):
    whole = many(20_000)
    zipped = gzip.compress(whole, mtime=0)
    cut = zipped[: int(len(zipped) * share)]
    path = tmp_path / "a.csv.gz"
    path.write_bytes(cut)
    readable = zlib.decompressobj(31).decompress(cut)
    file, rows = read(path)
    assert file.damage == "tronqué"
    complete = readable.count(b"\n") - 1
    assert [r.number for r in rows] == list(range(1, complete + 1))
    assert dict(file.rejected) == ({} if readable.endswith(b"\n") else {ban.BROKEN_FILE: 1})


@pytest.mark.parametrize("tail", [b"\x00" * 600, b"<!-- served in 12 ms -->", b"x", b"\x1f"])
def test_what_a_server_adds_after_a_whole_gzip_is_no_damage(tmp_path, tail):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(many(300)) + tail)
    file, rows = read(path)
    assert len(rows) == 300 and file.kept == 300 and not file.rejected


@pytest.mark.parametrize("change", [bytes(64), b"\xff" * 64, b"\x01"])
def test_a_gzip_whose_bytes_were_changed_is_refused(tmp_path, change):
    """A changed byte may still make rows, with the figures of others."""
    zipped = bytearray(gzip.compress(many(20_000), mtime=0))
    middle = len(zipped) // 2
    zipped[middle : middle + len(change)] = change
    path = tmp_path / "a.csv.gz"
    path.write_bytes(bytes(zipped))
    with pytest.raises(DataError, match=r"a\.csv\.gz is damaged"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"nom;age\nUn;3\n", b"\x00\x01\x02" * 4000, text(row()).replace("nom_voie", "voie_nom").encode(),
     b"SQLite format 3\x00" + bytes(5000), text(row()).encode("utf-16"), b"x" * 9_000_000],
)  # fmt: skip
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"a\.csv"):
        read(path)
    with pytest.raises(DataError, match=r"a\.csv"):
        BanFile(path).probe()


def test_the_file_may_say_nothing_but_its_header(tmp_path):
    file, rows = read(write(tmp_path / "a.csv"))
    assert rows == [] and file.rows == 0 and +file.encodings == {}


def test_stop_is_heard_while_reading(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(many(20_000))
    seen = []

    def tick(fraction):
        seen.append(fraction)
        if fraction > 0.3:
            raise Cancelled()

    with pytest.raises(Cancelled):
        for _batch in BanFile(path).batches(tick):
            pass
    assert 0 < seen[0] < seen[-1] < 0.6


# no row goes missing ----------------------------------------------------------------------------------

NAMES = st.text(st.characters(blacklist_characters="\n\r", blacklist_categories=["Cs"]))
CELLS = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"lon": st.sampled_from(["", "2.4", "900", "abc", "2,4", "-inf"])}),
    st.fixed_dictionaries({"numero": st.sampled_from(["", "7", "7.0", "sept", "1e3", "²", "١٢"])}),
    st.fixed_dictionaries({"nom_voie": NAMES}),
)
LINES = st.one_of(
    CELLS.map(lambda cells: row(**cells).encode()),
    CELLS.map(lambda cells: row(**cells).encode("cp1252", "replace")),
    st.binary(max_size=80).map(lambda b: b.replace(b"\n", b"")),
    st.just(HEADER.encode()),
)


@given(st.lists(LINES, max_size=12), st.booleans(), st.integers(0, 400))
def test_rows_in_are_rows_kept_and_rows_left_out(tmp_path_factory, lines, zipped, lost):
    data = b"\n".join([HEADER.encode(), *lines]) + b"\n"
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_bytes(gzip.compress(data) if zipped else data)
    file, rows = read(path)
    # blank lines are no rows; a line of spaces is one only where it is not blank
    assert file.rows == sum(1 for line in lines if line.strip())
    assert sum(file.encodings.values()) + file.rejected[ban.ENCODING] == file.rows
    if zipped:
        path.write_bytes(path.read_bytes()[: -1 - lost])
        try:
            again, fewer = read(path)
        except DataError:
            return
        assert fewer == rows[: len(fewer)]
        assert again.damage
