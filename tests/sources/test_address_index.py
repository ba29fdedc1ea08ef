"""The local index of addresses: what it answers, what it remembers, and that half an index is never taken for one."""

import json
import os

import numpy as np
import pytest
from ban_rows import PLACES, row, write
from hypothesis import given, settings
from hypothesis import strategies as st

from cohesion_territoires.domain.addresses.normalise import city_words
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.sources import address_gather, ban
from cohesion_territoires.sources.address_format import pack, unpack
from cohesion_territoires.sources.address_index import AddressIndex, build, whole_city

PARIS = {"lon": "2.35", "lat": "48.85"}


@pytest.fixture
def made(tmp_path):
    """Return a function that makes an index of rows and opens it."""
    opened = []

    def make(*rows, places=()):
        paths = [write(tmp_path / "adresses.csv", *rows)]
        if places:
            paths.append(write(tmp_path / "lieux-dits.csv", *places, header=PLACES))
        report = build(paths, tmp_path / "index.sqlite")
        opened.append(AddressIndex.open(tmp_path / "index.sqlite"))
        opened[-1].report = report
        return opened[-1]

    yield make
    for index in opened:
        index.close()


def test_numbers_of_a_street_by_hand(made):
    index = made(
        row(code="8110", numero="12", rep="bis", lon="2.4000001", type_position="entrée"),
        row(code="8110", numero="4", cad_parcelles="P1|P2"),
        row(code="8110", numero="12", lon="2.4"),
        row(code="8110", numero="12", rep="A"),
        row(code="0001", numero="1", nom_voie="Place Neuve"),
    )
    (neuve, eglise) = index.streets("93010")
    assert (neuve.name, eglise.name) == ("Place Neuve", "Rue de l'Église")
    assert (eglise.words, eglise.count, eglise.ban_id) == (("rue", "eglise"), 4, "93010_8110")
    assert (eglise.place, eglise.postcodes, eglise.commune, eglise.old_insee) == (False, ("93140",), "Bondy", None)
    numbers = index.numbers(eglise.id)
    assert numbers.number.tolist() == [4, 12, 12, 12] and numbers.number.dtype == np.int32
    assert numbers.rep == ["", "", "a", "bis"]
    # the decimals of the file come back as they were
    assert numbers.lon.tolist() == [2.488881, 2.4, 2.488881, 2.4000001]
    assert numbers.lat.tolist() == [48.893494] * 4
    assert numbers.position == ["", "", "", "entrée"]
    assert numbers.ids == ["93010_8110_00004", "93010_8110_00012", "93010_8110_00012_A", "93010_8110_00012_bis"]
    assert numbers.parcels == ["P1|P2", "", "", ""]
    assert (eglise.lon, eglise.lat) == (2.488881, 48.893494)


def test_one_street_code_is_one_street_and_homonyms_stay_apart(made):
    merged = {"code_insee_ancienne_commune": "93099", "nom_ancienne_commune": "Vieux-Bondy"}
    index = made(
        row(code="8110", numero="1"),
        row(code="8110", numero="2", code_postal="93141"),
        row(code="8110", numero="3", nom_voie="RUE DE L'EGLISE"),
        row(code="9220", numero="1", **merged),
        row(id="x", numero="5", nom_voie="Rue Sans Code"),
        row(id="y", numero="6", nom_voie="RUE SANS CODE"),
        row(id="z", numero="6", nom_voie="Rue Sans Code", **merged),
    )
    streets = index.streets("93010")
    assert [(s.name, s.count, s.old_insee, s.old_commune, s.ban_id) for s in streets] == [
        ("Rue Sans Code", 2, None, None, ""),
        ("Rue Sans Code", 1, "93099", "Vieux-Bondy", ""),
        ("Rue de l'Église", 3, None, None, "93010_8110"),
        ("Rue de l'Église", 1, "93099", "Vieux-Bondy", "93010_9220"),
    ]
    assert streets[2].postcodes == ("93140", "93141")  # the usual one first


def test_communes_by_code_name_and_postcode_old_ones_too(made):
    old = {"code_insee_ancienne_commune": "93099", "nom_ancienne_commune": "Saint-Vieux"}
    index = made(
        row(code="1"), row(code="1", numero="14", **old),
        row(code="1", numero="16", code_insee_ancienne_commune="93010"),
        row(code="2", code_insee="93048", nom_commune="Montreuil", code_postal="93100"),
        row(code="3", code_insee="93048", nom_commune="Montreuil", code_postal="93140", numero="1"),
        row(code="3", code_insee="62588", nom_commune="Montreuil", code_postal="62170"),
    )  # fmt: skip
    bondy = index.commune("93010")
    assert (bondy.name, bondy.words, bondy.postcodes, bondy.count) == ("Bondy", frozenset({"bondy"}), ("93140",), 3)
    assert bondy.old == (("93099", "Saint-Vieux"),) and bondy.parts == ()
    assert index.commune("93099") == bondy and index.streets("93099") == index.streets("93010")
    assert index.communes_named(city_words("ST VIEUX")) == [bondy]
    assert [c.insee for c in index.communes_named(("montreuil",))] == ["62588", "93048"]
    assert [c.insee for c in index.communes_of_postcode("93140")] == ["93010", "93048"]
    assert index.commune("75056") is None and index.commune("99999") is None and index.commune(None) is None
    assert index.communes_named(()) == [] and index.communes_of_postcode("") == [] and index.streets("01001") == []
    assert [c.insee for c in index.all_communes()] == ["62588", "93010", "93048"]


def test_arrondissements_and_their_city_find_each_other(made):
    rows = [
        row(code="1", code_insee="751{:02d}".format(n), nom_commune="Paris {}e Arrondissement".format(n),
            code_postal="750{:02d}".format(n), numero=str(k), **PARIS)
        for n in (1, 15, 20) for k in range(1, n + 1)
    ]  # fmt: skip
    index = made(*rows)
    paris = index.commune("75056")
    assert (paris.insee, paris.name, paris.words) == ("75056", "Paris", frozenset({"paris"}))
    assert paris.parts == ("75101", "75115", "75120") and paris.count == 36
    assert [s.insee for s in index.streets("75056")] == ["75101", "75115", "75120"]
    assert [c.insee for c in index.communes_named({"paris"})] == ["75101", "75115", "75120"]
    assert [c.insee for c in index.communes_of_postcode("75015")] == ["75115"]
    assert index.commune("75116") is None


def test_an_arrondissement_is_found_where_the_city_has_one_code(made):
    index = made(row(code="1", code_insee="69123", nom_commune="Lyon", lon="4.83", lat="45.76"))
    assert index.commune("69383").insee == "69123"
    assert len(index.streets("69383")) == 1
    assert [whole_city(c) for c in ("75101", "75121", "69389", "13216", "13055", "2A004", None)] == [
        "75056", None, "69123", "13055", None, None, None,
    ]  # fmt: skip


def test_lieux_dits_beside_streets(made):
    index = made(
        row(code="b001", code_insee="49001", nom_commune="Clairot", nom_voie="Le Bourg", lon="-1.2", lat="47.01"),
        places=[
            row(PLACES),
            row(PLACES),  # twice
            row(PLACES, id="49001_zzzz", nom_lieu_dit="LE BOURG"),  # has numbers: the street says it all
            row(PLACES, id="49002_a", code_insee="49002", nom_commune="Autre", lon="0", lat="47.5"),
        ],
    )
    assert [(s.name, s.place, s.count, s.ban_id) for s in index.streets("49001")] == [
        ("La Basse Forge", True, 0, "49001_b012"),
        ("Le Bourg", False, 1, "49001_b001"),
    ]
    place = index.streets("49001")[0]
    assert (place.lon, place.lat) == (-1.2, 47.01)
    assert len(index.numbers(place.id)) == 0 and index.numbers(place.id).number.dtype == np.int32
    assert index.commune("49002").count == 0 and index.commune("49002").lat == 47.5
    assert index.report.rejected == {ban.DUPLICATE: 1}
    assert (index.report.rows, index.report.kept, index.report.addresses, index.report.places) == (5, 4, 1, 2)


def test_the_seat_of_a_merger_is_found_by_its_old_name_too(made):
    seat = {"code_insee": "49018", "nom_commune": "Baugé-en-Anjou", "lon": "-0.1", "lat": "47.5"}
    old = {"code_insee_ancienne_commune": "49018", "nom_ancienne_commune": "Baugé"}
    other = {"code_insee_ancienne_commune": "49161", "nom_ancienne_commune": "Le Vieil-Baugé"}
    index = made(row(code="1", **seat, **old), row(code="2", **seat, **other))
    assert index.commune("49018").old == (("49018", "Baugé"), ("49161", "Le Vieil-Baugé"))
    for name in ("Baugé", "BAUGE EN ANJOU", "Le Vieil Baugé"):
        assert [c.insee for c in index.communes_named(city_words(name))] == ["49018"]


def test_an_address_far_from_all_others_of_its_commune_is_left_out(made):
    rows = [row(code="{:04d}".format(n), lon="2.48", lat="48.9") for n in range(6)]
    index = made(
        *rows,
        row(code="0003", numero="7", lat="48.1"),  # 89 km to the south
        row(code="0009", numero="7", lon="3.5"),  # a street of its own, 75 km to the east
        row(code="0004", numero="7", lon="2.9", lat="49.3"),  # 54 km away: some communes are long
    )
    assert index.report.rejected == index.report.late == {ban.COORDINATES: 2}
    assert (index.report.rows, index.report.kept, index.report.streets) == (9, 7, 6)
    assert [s.count for s in index.streets("93010")] == [1, 1, 1, 1, 2, 1]


def test_communes_overseas_and_of_few_streets_may_be_wide(made):
    index = made(
        *(row(code=str(n), code_insee="97357", lon="-53.9", lat=str(3 + 0.3 * n)) for n in range(6)),
        row(code="1"), row(code="2", lat="47"),
    )  # fmt: skip
    assert index.report.kept == 8


def test_the_same_rows_twice_are_counted_as_duplicates(tmp_path):
    path = write(tmp_path / "a.csv", row(numero="12"), row(id="q", numero="12"), row(id="q", numero="14"), row(lon=""))
    report = build([path, path], tmp_path / "i.sqlite")
    # "q" marks one address whatever its number; each file brings two addresses and a broken row
    assert report.rejected == {ban.COORDINATES: 2, ban.DUPLICATE: 4}
    assert (report.rows, report.kept, report.addresses) == (8, 2, 2)


def test_the_index_remembers_its_sources(tmp_path):
    import hashlib

    path = write(tmp_path / "adresses-93.csv", row(), row(numero=""))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    report = build([path], tmp_path / "i.sqlite")
    with AddressIndex.open(str(tmp_path / "i.sqlite")) as index:
        meta = index.meta
    assert meta == json.loads(json.dumps(report.meta))
    assert (meta["rows"], meta["kept"], meta["rejected"], meta["streets"]) == (2, 1, {"NUMERO": 1}, 1)
    (source,) = meta["sources"]
    assert source["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source["name"], source["size"], source["rows"]) == ("adresses-93.csv", path.stat().st_size, 2)
    assert source["modified"] == "2023-11-14T22:13:20+00:00"
    assert meta["built"][:2] == "20"


def test_numbers_beyond_the_memory_given_wait_on_disk(tmp_path, monkeypatch):
    rows = [row(code="{:04d}".format(n % 7), numero=str(n), nom_voie="Rue {}".format(n % 7)) for n in range(1, 2_000)]
    path = write(tmp_path / "a.csv", *rows)
    build([path, write(tmp_path / "b.csv", row(code="0001", numero="5000"))], tmp_path / "one.sqlite")
    monkeypatch.setattr(address_gather, "BUFFER", 1_000)
    build([path, tmp_path / "b.csv"], tmp_path / "two.sqlite")
    with AddressIndex.open(tmp_path / "one.sqlite") as one, AddressIndex.open(tmp_path / "two.sqlite") as two:
        assert one.streets("93010") == two.streets("93010")
        for street in one.streets("93010"):
            ours, theirs = one.numbers(street.id), two.numbers(street.id)
            assert ours.number.tolist() == theirs.number.tolist() and ours.ids == theirs.ids
            assert ours.lon.tolist() == theirs.lon.tolist()


def test_answers_used_before_are_kept_up_to_a_weight(made, monkeypatch):
    index = made(*(row(code="{:04d}".format(n), numero=str(k)) for n in range(50) for k in (1, 2)))
    streets = index.streets("93010")
    assert index.streets("93010") is streets
    index._numbers._limit = 60
    first = index.numbers(streets[0].id)
    assert index.numbers(streets[0].id) is first
    for street in streets:
        index.numbers(street.id)
    assert len(index._numbers._found) == 10 and index.numbers(streets[0].id) is not first


@given(
    st.lists(
        st.tuples(
            st.integers(0, 99_998), st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000),
            *[st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=5) for _ in range(4)],
        ),
        min_size=1,
        max_size=20,
    )
)  # fmt: skip
def test_what_is_packed_is_unpacked(rows):
    number, lon, lat, rep, position, ids, parcels = zip(*rows)
    found = unpack(pack(number, lon, lat, rep, position, ids, parcels))
    assert found.number.tolist() == list(number)
    assert found.lon.tolist() == [v / 1e7 for v in lon] and found.lat.tolist() == [v / 1e7 for v in lat]
    assert (found.rep, found.position, found.ids, found.parcels) == tuple(map(list, (rep, position, ids, parcels)))


ROWS = st.builds(
    lambda code, number, rep, lon, insee: row(code=code, numero=number, rep=rep, lon=lon, code_insee=insee),
    st.sampled_from(["1000", "2000", "abc123", ""]), st.sampled_from(["1", "2", "3", "", "x"]),
    st.sampled_from(["", "bis"]), st.sampled_from(["2.4", "2.5", "", "nan"]), st.sampled_from(["93010", "93048", "9"]),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=25), st.integers(1, 3))
def test_rows_in_are_addresses_and_rows_left_out(tmp_path_factory, rows, files):
    folder = tmp_path_factory.mktemp("index")
    paths = [write(folder / "{}.csv".format(n), *rows[n::files]) for n in range(files)]
    try:
        report = build(paths, folder / "i.sqlite")
    except DataError:
        assert all(not (folder / name).exists() for name in ("i.sqlite", "i.sqlite.partiel"))
        return
    assert report.rows == len(rows) == report.kept + sum(report.rejected.values())
    with AddressIndex.open(folder / "i.sqlite") as index:
        numbers = [index.numbers(s.id) for c in index.all_communes() for s in index.streets(c.insee)]
        assert sum(map(len, numbers)) == report.kept == report.addresses == sum(c.count for c in index.all_communes())
        ids = [own for found in numbers for own in found.ids]
        assert len(set(ids)) == len(ids)


def test_what_an_opening_has_read_serves_the_next(tmp_path):
    build([write(tmp_path / "a.csv", row(code="1"), row(code="2", nom_voie="Rue Neuve"))], tmp_path / "i.sqlite")
    with AddressIndex.open(tmp_path / "i.sqlite") as first:
        communes, known = first.all_communes(), first.words()
    asked = []
    with AddressIndex.open(tmp_path / "i.sqlite").knowing(first) as second:
        second._connection.set_trace_callback(asked.append)
        assert second.all_communes() == communes and second.words() is known and asked == []
        assert [s.name for s in second.streets("93010")] == ["Rue Neuve", "Rue de l'Église"] and len(asked) == 1
