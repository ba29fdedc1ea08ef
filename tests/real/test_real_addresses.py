"""The index of Bondy's 8,413 addresses, held against the file read line by line, and that of the sample."""

from __future__ import annotations

import csv
import gzip
from collections import Counter

import pytest
from cohesion_territoires.sources.address_index import AddressIndex, build


def plain_rows(path, twice_encoded=False):
    """Read a file with nothing of ours."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    if twice_encoded:
        lines = []
        for line in text.split("\n"):
            try:
                lines.append(line.encode("cp1252").decode("utf-8"))
            except UnicodeError:
                lines.append(line)
        text = "\n".join(lines)
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def agrees(index, rows):
    """Check that an index says of each row what the file says, and holds nothing more."""
    found = {}
    for commune in index.all_communes():
        for street in index.streets(commune.insee):
            numbers = index.numbers(street.id)
            assert len(numbers) == street.count
            for k, own in enumerate(numbers.ids):
                found[own] = (
                    street.insee, street.commune, street.name, int(numbers.number[k]), numbers.rep[k],
                    float(numbers.lon[k]), float(numbers.lat[k]), numbers.position[k], numbers.parcels[k],
                )  # fmt: skip
    wanted = {
        r["id"]: (
            r["code_insee"], r["nom_commune"], r["nom_voie"], int(r["numero"]), r["rep"].lower(), float(r["lon"]),
            float(r["lat"]), r["type_position"], r["cad_parcelles"],
        )
        for r in rows
    }  # fmt: skip
    assert found == wanted


def test_bondy(shared_data, tmp_path):
    source = shared_data / "bondy" / "adresses-93010.csv.gz"
    report = build([source], tmp_path / "bondy.sqlite")
    rows = plain_rows(source, twice_encoded=True)
    assert (report.rows, report.kept, report.streets, report.rejected) == (8_413, 8_413, 350, {})
    # this copy of the file went through a program that encoded its accents twice
    assert report.files[0].encodings["utf-8 x 2"] == sum(not "".join(r.values()).isascii() for r in rows)
    with AddressIndex.open(tmp_path / "bondy.sqlite") as index:
        agrees(index, rows)
        (bondy,) = index.communes_of_postcode("93140")
        assert (bondy.insee, bondy.count, bondy.postcodes) == ("93010", 8_413, ("93140",))
        streets = {s.name: s for s in index.streets("93010")}
        assert streets["Allée Racine"].ban_id == "93010_8110"
        assert Counter(r["nom_voie"] for r in rows) == {s.name: s.count for s in streets.values()}
        # the middle of a street is among its numbers
        for street in streets.values():
            numbers = index.numbers(street.id)
            assert numbers.lon.min() <= street.lon <= numbers.lon.max()
            assert numbers.lat.min() <= street.lat <= numbers.lat.max()
    assert (tmp_path / "bondy.sqlite").stat().st_size < 300_000


def test_the_sample(sample_folder, tmp_path):
    source = sample_folder / "adresses_ban.csv"
    report = build([source], tmp_path / "sample.sqlite")
    assert (report.rows, report.kept, report.communes) == (4_000, 4_000, 12)
    with AddressIndex.open(tmp_path / "sample.sqlite") as index:
        agrees(index, plain_rows(source))


@pytest.mark.parametrize("share", [0.25, 0.75])
def test_half_of_bondy(shared_data, tmp_path, share):
    data = (shared_data / "bondy" / "adresses-93010.csv.gz").read_bytes()
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(data[: int(len(data) * share)])
    report = build([cut], tmp_path / "i.sqlite")
    assert report.files[0].damage == "tronqué"
    assert share - 0.15 < report.kept / 8_413 < share + 0.15
    with AddressIndex.open(tmp_path / "i.sqlite") as index:
        assert index.meta["sources"][0]["damage"] == "tronqué"
