"""Files of data.gouv.fr: told by their bytes, taken out of archives, read as indicators, codes kept as text."""
from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from types import MappingProxyType

import numpy as np
import pytest
from cohesion_territoires.domain.errors import (
    DamagedAnswerError,
    DataError,
    ParameterError,
    ServiceRefusedError,
    WebPageError,
)
from cohesion_territoires.domain.indicators.entry import CLASS, INDICATOR, Entry, Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET
from cohesion_territoires.sources import datagouv
from cohesion_territoires.sources.datagouv import DataGouv
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.licences import LICENCES
from fake_files import DataGouvSite
from fake_services import patient
from workbooks import pack, parts_of

CSV = "insee_com;lib_com;taux\n01001;L’Abergement;12,5\n2A004;Ajaccio;s\n93010;Bondy;nd\n97411;Saint-Denis;1 234,5\n"
GEOJSON = json.dumps({
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "properties": {"code_qp": "QN09312I"}, "geometry": None}],
}).encode()  # fmt: skip


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def fake():
    with DataGouvSite() as server:
        yield server


def client(**options):
    return Client(patient(plain_session()), **{"pause": 0.01, "tries": 2, **options})


def entry(kind="table", **request):
    more = {name: request.pop(name) for name in ("measure", "levels", "years", "geography") if name in request}
    return Entry("datagouv:x", "datagouv", "Essai", kind, page="https://page.invalid/", request=request, **more)


def fetch(fake, folder, kind="table", territory="", level="", **request):
    folder.mkdir(exist_ok=True)
    source = DataGouv(fake.url, fake.tabular)
    return source.fetch(client(), entry(kind, **request), Query(level, territory_of(territory)), folder)


def test_a_file_as_it_is_with_who_made_it(fake, tmp_path):
    content = CSV.encode()
    fake.put("jeu", "r1", content, "liste-cog2024.csv", checksum={"type": "sha1", "value": _sha1(content)})
    got = fetch(fake, tmp_path, resource="r1")
    assert got.path.read_bytes() == content and got.form == "csv" and got.path.suffix == ".csv"
    assert (got.licence, got.producer, got.geography) == ("lov2", "ANCT", "2024") and got.licence in LICENCES
    assert got.modified == "2026-07-01T10:00:00+00:00" and got.address.endswith("/fr/datasets/r/r1")


def test_a_file_that_is_not_the_one_announced(fake, tmp_path):
    fake.put("jeu", "r1", CSV.encode(), checksum={"type": "sha1", "value": "0" * 40})
    with pytest.raises(DamagedAnswerError, match="sha1"):
        fetch(fake, tmp_path, resource="r1")


def test_the_file_is_there_though_nothing_is_known_of_it(fake, tmp_path):
    fake.pages["/fr/datasets/r/r9"] = CSV.encode()
    got = fetch(fake, tmp_path, resource="r9")
    assert got.path.read_bytes() == CSV.encode() and got.modified.startswith("[")
    source = DataGouv(fake.url, fake.tabular)
    assert source.unchanged(client(), entry(resource="r9"), Query(), got.modified)
    fake.pages["/fr/datasets/r/r9"] = b"autre;chose\n1;2\n"
    assert not source.unchanged(client(), entry(resource="r9"), Query(), got.modified)


def test_a_date_tells_whether_a_file_changed(fake):
    fake.put("jeu", "r1", b"a;b\n1;2\n")
    source = DataGouv(fake.url, fake.tabular)
    assert source.unchanged(client(), entry(resource="r1"), Query(), "2026-07-01T10:00:00+00:00")
    assert not source.unchanged(client(), entry(resource="r1"), Query(), "2026-01-01T10:00:00+00:00")
    assert all("/fr/datasets/r/" not in path for path in fake.paths)


def test_a_file_is_found_by_words_of_its_name(fake, tmp_path):
    fake.put("qpv", "r1", b"non", "perimetres.zip", "zip")
    fake.put("qpv", "r2", CSV.encode(), "Liste-1514QP2015.csv", "csv", last_modified="2020-01-01")
    fake.put("qpv", "r3", CSV.upper().encode(), "liste-1514qp2015 corrigée.csv", "csv")
    got = fetch(fake, tmp_path, dataset="qpv", title=["liste", "2015"])
    assert got.path.read_bytes() == CSV.upper().encode()
    # a title for people: the name of the file tells
    fake.put("autre", "r4", b"a;b\n1;2\n", "Périmètres", "csv", url="https://static.example/x/2018/qp-Liste_cog-2019.csv")
    fake.put("autre", "r5", b"non", "Notice", "csv", url="https://static.example/x/2018/notice.csv?liste")
    (tmp_path / "b").mkdir()
    got = fetch(fake, tmp_path / "b", dataset="autre", title=["qp-liste"])
    assert got.path.read_bytes() == b"a;b\n1;2\n" and got.geography == "2019"
    with pytest.raises(ServiceRefusedError, match=r"perimetres\.zip"):
        fetch(fake, tmp_path, dataset="qpv", title=["passage"])
    fake.pages["/ancien.csv"] = b"a;b\n3;4\n"
    (tmp_path / "c").mkdir()
    got = fetch(fake, tmp_path / "c", dataset="qpv", title=["passage"], elsewhere=fake.url + "ancien.csv")
    assert got.path.read_bytes() == b"a;b\n3;4\n" and got.licence == "lov2"


@pytest.mark.parametrize("inside", [None, "GEOJSON/*_WGS84.geojson", ["absent", "qp_wgs84.geojson"]])
def test_a_geojson_that_is_an_archive(fake, tmp_path, inside):
    members = {
        "SHP/QP_L93.shp": b"\x00\x00\x27\x0a" + bytes(96), "SHP/QP_L93.dbf": b"\x03",
        "GEOJSON/QP_WGS84.geojson": GEOJSON,
        "GEOJSON/QP_LAMB93.geojson": GEOJSON.replace(b"QN", b"XX"), "lisez-moi.txt": b"bonjour",
    }  # fmt: skip
    fake.put("qpv", "r1", packed(**members), "qp.geojson", "geojson")
    got = fetch(fake, tmp_path, "layer", resource="r1", **({"inside": inside} if inside else {}))
    assert got.path.read_bytes() == GEOJSON and got.form == "geojson"
    assert [path.name for path in tmp_path.iterdir()] == [got.path.name]


def test_a_shapefile_keeps_its_parts(fake, tmp_path):
    parts = {
        "d/a.shp": b"\x00\x00\x27\x0a" + bytes(96),
        "d/a.SHX": b"x",
        "d/a.dbf": b"d",
        "d/a.prj": b"PROJCS",
        "d/b.dbf": b"",
    }
    fake.put("qpv", "r1", packed(**parts), "qp-shp.zip", "shp")
    got = fetch(fake, tmp_path, "layer", dataset="qpv", title=["qp"])
    assert got.form == "shp.zip" and got.path.name == "data.shp.zip"
    with zipfile.ZipFile(got.path) as archive:
        assert sorted(archive.namelist()) == ["data.dbf", "data.prj", "data.shp", "data.shx"]


def test_the_projection_of_the_territory_where_there_is_none_in_degrees(fake, tmp_path):
    members = {"communes_L93.geojson": GEOJSON, "communes_RGR92.geojson": GEOJSON.replace(b"QN", b"RE")}
    fake.put("x", "r1", packed(**members), "x", "zip")
    assert fetch(fake, tmp_path / "a", "layer", "974", resource="r1").path.read_bytes() != GEOJSON
    assert fetch(fake, tmp_path / "b", "layer", "93", resource="r1").path.read_bytes() == GEOJSON


@pytest.mark.parametrize("cut", [60, 400])
def test_a_damaged_archive(fake, tmp_path, cut):
    content = packed(**{"a.geojson": GEOJSON * 20})
    fake.put("x", "r1", content[:cut] + bytes(40) + content[cut + 40 :] if cut < 100 else content[: -cut // 4])
    with pytest.raises((DamagedAnswerError, DataError)):
        fetch(fake, tmp_path, "layer", resource="r1")


def test_an_archive_without_anything_of_use(fake, tmp_path):
    fake.put("x", "r1", packed(**{"lisez-moi.pdf": b"%PDF-1.4"}))
    with pytest.raises(ServiceRefusedError, match=r"lisez-moi\.pdf"):
        fetch(fake, tmp_path, resource="r1")


def test_packed_by_gzip(fake, tmp_path):
    fake.put("x", "r1", gzip.compress(CSV.encode()))
    assert fetch(fake, tmp_path / "a", resource="r1").path.read_bytes() == CSV.encode()
    kept = fetch(fake, tmp_path / "b", resource="r1", format="csv.gz")
    assert kept.path.name == "data.csv.gz" and kept.form == "csv.gz"


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"<!DOCTYPE html><html>Agreste</html>", WebPageError, "web page"),
        (b"<ows:ExceptionReport xmlns:ows='o'><ows:ExceptionText>non</ows:ExceptionText></ows:ExceptionReport>",
         ServiceRefusedError, "a message in place of .* non"),
        (b'{"error": "gone"}', ServiceRefusedError, "gone"),
        (b"", ServiceRefusedError, "gave an empty file"),
        (b"%PDF-1.4", DataError, "cannot be used"),
    ],
)  # fmt: skip
def test_what_is_no_data(fake, tmp_path, content, kind, says):
    fake.put("x", "r1", content)
    with pytest.raises(kind, match=says):
        fetch(fake, tmp_path, resource="r1")


COLUMNS = {"code": "INSEE_COM", "value": "taux", "name": "lib_com"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_an_indicator_out_of_a_table(fake, tmp_path, encoding):
    fake.put("x", "r1", CSV.encode(encoding), "taux_cog-2023.csv")
    got = fetch(fake, tmp_path, INDICATOR, resource="r1", columns=COLUMNS, levels=("com",), years=("2021",))
    values = got.observations
    assert values.codes.tolist() == ["01001", "2A004", "93010", "97411"]
    assert values.statuses.tolist() == [PUBLISHED, SECRET, MISSING, PUBLISHED]
    assert np.array_equal(values.values, [12.5, np.nan, np.nan, 1234.5], equal_nan=True)
    assert values.names["01001"] == "L’Abergement" and values.geography == "2023"
    assert set(values.periods) == {"2021"}
    ((note, told),) = got.notes
    assert "does not say its year" in note and told["year"] == "2021"


def test_a_share_of_another_column_dated_by_the_file(fake, tmp_path):
    text = "date;code_insee;nbr;elig\n2026-06-30;01001;200;50\n2026-06-30;2A004;0;0\n2026-06-30;93010;s;3\n" \
        "2026-06-30;97411;10;nd\n"
    fake.put("x", "r1", text.encode())
    columns = {"code": "code_insee", "value": "elig", "over": "nbr", "period": "date"}
    got = fetch(fake, tmp_path / "a", INDICATOR, resource="r1", columns=columns, levels=("com",), years=("2025",))
    values = got.observations
    assert np.array_equal(values.values, [25, np.nan, np.nan, np.nan], equal_nan=True) and not got.notes
    assert values.statuses.tolist() == [PUBLISHED, MISSING, SECRET, MISSING] and set(values.periods) == {"2026"}
    with pytest.raises(DataError, match="absent.*code_insee, nbr"):
        fetch(fake, tmp_path / "b", INDICATOR, resource="r1", columns={**columns, "over": "absent"}, levels=("com",))


def test_the_results_of_an_election_as_the_ministry_writes_them(fake, tmp_path):
    text = "Code du département;Libellé du département;Code de la commune;Inscrits;Votants\n01;Ain;4;200;150\n" \
        "2A;Corse-du-Sud;004;10;5\nZA;Guadeloupe;101;100;40\nZX;Saint-Martin;801;10;1\n" \
        "ZZ;Français de l’étranger;1;9;9\n75;Paris;056;1000;700\n"
    columns = {"code": ["Code du département", "Code de la commune"], "value": "Votants", "over": "Inscrits"}
    for n, encoding in enumerate(("cp1252", "utf-8")):
        fake.put("x", "r1", text.encode(encoding))
        got = fetch(fake, tmp_path / str(n), INDICATOR, resource="r1", columns=columns, levels=("com",), format="csv")
        made = dict(zip(got.observations.codes, got.observations.values))
        assert made == {"01004": 75, "2A004": 50, "97101": 40, "97801": 10, "75056": 70}
    columns = {**columns, "code": "Code du département"}
    got = fetch(
        fake, tmp_path / "d", INDICATOR, level="dep", resource="r1", columns=columns, levels=("dep",)
    ).observations
    assert got.codes.tolist() == ["01", "2A", "971", "75"]


def test_what_serves_the_whole_country_is_never_a_part_of_it(fake, tmp_path):
    fake.put("x", "r1", b"dep;code\n93;1\n59;2\n")
    fake.tables["r1"], fake.profiles["r1"] = [{"__id": 1, "dep": "93"}], {"dep": {"python_type": "string"}}
    for number, (whole, rows) in enumerate([(True, 3), (False, 2)]):
        got = fetch(fake, tmp_path / str(number), territory="93", resource="r1", filter={"dep": "dep"}, whole=whole)
        assert len(got.path.read_text(encoding="utf-8").splitlines()) == rows


def test_excel_s_ways_with_codes(fake, tmp_path):
    text = 'titre\n\nCode,Valeur\n="01001",1\n"=""2A004""",2\n1002,3\n93010.0,4\n'
    fake.put("x", "r1", text.encode())
    got = fetch(
        fake, tmp_path, INDICATOR, resource="r1", columns={"code": "code", "value": "valeur"}, levels=("com",),
        format="csv",
    )  # fmt: skip
    assert got.observations.codes.tolist()[:3] == ["01001", "2A004", "01002"]
    assert got.notes[0][1]["count"] == 1


def test_an_indicator_out_of_a_workbook(fake, tmp_path):
    rows = [["Une légende"], ["CODGEO", "2019", "2020"], [1001, 1.5, None], ["2A004", "s", 2]]
    fake.put("x", "r1", pack(parts_of({"Données": rows})))
    # as a catalogue's file gives it
    columns = MappingProxyType({"code": "codgeo", "value": MappingProxyType({"2019": "2019", "2020": "2020"})})
    got = fetch(fake, tmp_path, INDICATOR, resource="r1", columns=columns, levels=("com",)).observations
    assert got.codes.tolist() == ["01001", "01001", "2A004", "2A004"]
    assert got.periods.tolist() == ["2019", "2020", "2019", "2020"]
    assert got.statuses.tolist() == [PUBLISHED, MISSING, SECRET, PUBLISHED]


def test_classes_have_labels(fake, tmp_path):
    fake.put("x", "r1", "code;zone\n01001;Zonée\n01002;\n".encode())
    columns = {"code": "code", "value": "zone"}
    got = fetch(fake, tmp_path, INDICATOR, resource="r1", columns=columns, levels=("com",), measure=CLASS).observations
    assert got.labels.tolist() == ["Zonée", ""] and got.statuses.tolist() == [PUBLISHED, MISSING]


def test_a_column_that_left_or_a_text_that_is_no_number(fake, tmp_path):
    fake.put("x", "r1", CSV.encode())
    with pytest.raises(DataError, match=r"part.*insee_com, lib_com, taux"):
        fetch(fake, tmp_path / "a", INDICATOR, resource="r1", columns={"code": "insee_com", "value": "part"})
    with pytest.raises(DataError, match="no number"):
        fetch(fake, tmp_path / "b", INDICATOR, resource="r1", columns={"code": "insee_com", "value": "lib_com"})


def test_only_the_rows_of_a_territory(fake, tmp_path):
    fake.put("x", "r1", b"whole;file\n1;2\n")
    rows = [{"__id": n, "dep": "01" if n % 2 else "93", "code": "{:05}".format(1000 + n)} for n in range(240)]
    fake.tables["r1"], fake.profiles["r1"] = rows, {"dep": {"python_type": "string"}}
    got = fetch(fake, tmp_path, territory="01", resource="r1", filter={"dep": "dep"})
    lines = got.path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "dep;code" and len(lines) == 121 and lines[1] == "01;01001"
    assert all("/fr/datasets/r/" not in path for path in fake.paths)
    with pytest.raises(ServiceRefusedError, match="no row"):
        fetch(fake, tmp_path, territory="35", resource="r1", filter={"dep": "dep"})


@pytest.mark.parametrize("why", ["absent", "numbers", "many", "country"])
def test_the_whole_file_where_its_rows_cannot_be_filtered(fake, tmp_path, why):
    fake.put("x", "r1", CSV.encode())
    if why != "absent":
        count = 4000 if why == "many" else 3
        fake.tables["r1"] = [{"__id": n, "dep": 1 if why == "numbers" else "01"} for n in range(count)]
        fake.profiles["r1"] = {"dep": {"python_type": "int" if why == "numbers" else "string"}}
    got = fetch(fake, tmp_path, territory="" if why == "country" else "01", resource="r1", filter={"dep": "dep"})
    assert got.path.read_bytes() == CSV.encode()


def test_an_address_by_department(fake, tmp_path):
    fake.pages["/ban/adresses-93.csv.gz"] = gzip.compress(CSV.encode())
    place = {"address": fake.url + "ban/adresses-{dep}.csv.gz", "format": "csv.gz"}
    fake.put("ban", "r1", b"", licence="odc-odbl")
    got = fetch(fake, tmp_path / "a", territory="93010", dataset="ban", **place)
    assert got.form == "csv.gz" and (got.licence, got.producer) == ("odc-odbl", "ANCT")
    assert fetch(fake, tmp_path / "c", territory="93", dataset="absent", **place).licence == ""
    with pytest.raises(ParameterError, match="choose a département"):
        fetch(fake, tmp_path / "b", **place)


@pytest.mark.parametrize("packing", ["", "zip", "gz"])
def test_a_layer_that_is_not_in_degrees_and_does_not_say_so(fake, tmp_path, packing):
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [652000.5, 6862000]}}
    told = {"type": "FeatureCollection", "features": [feature]}
    content = json.dumps(told).encode()
    if packing:
        content = gzip.compress(content) if packing == "gz" else packed(**{"a.geojson": content})
    fake.put("x", "r1", content, "x", "geojson")
    with pytest.raises(DamagedAnswerError, match="not in degrees .652000.5, 6862000."):
        fetch(fake, tmp_path / "a", "layer", resource="r1")
    told["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    fake.put("x", "r1", json.dumps({"crs": told.pop("crs"), **told}).encode(), "x", "geojson")
    assert fetch(fake, tmp_path / "b", "layer", resource="r1").form == "geojson"


def test_of_several_files_none_of_which_is_named_the_one_that_was_taken_is_said(fake, tmp_path):
    fake.put("jeu", "r1", b"a;b\n1;2\n", "ancien", "csv", last_modified="2020-01-01")
    fake.put("jeu", "r2", CSV.encode(), "nouveau", "csv")
    ((note, told),) = fetch(fake, tmp_path / "a", dataset="jeu").notes
    assert told["file"] == "nouveau" and "of the 2 files" in note.format(**told)
    for n, named in enumerate(({"title": ["ancien"]}, {"resource": "r1"})):
        assert fetch(fake, tmp_path / str(n), dataset="jeu", **named).notes == ()


def test_a_data_set_that_was_taken_away_loses_no_other(fake, monkeypatch):
    fake.put("la", "r1", b"", "liste", "csv")
    monkeypatch.setattr(datagouv.api, "search", lambda *_asked: iter(["absent", "la"]))
    assert [one.id for one in DataGouv(fake.url, fake.tabular, text="x").entries(client())] == ["datagouv:r1"]
    with pytest.raises(ServiceRefusedError):
        list(DataGouv(fake.url, fake.tabular, datasets=["absent"]).entries(client()))


def test_the_catalogue_of_a_search(fake):
    fake.put("qpv-2024", "r1", b"", "perimetres", "geojson", "odc-odbl")
    fake.put("qpv-2024", "r2", b"", "notice", "pdf", "odc-odbl")
    fake.put("autre", "r3", b"", "liste", "csv")
    found = list(DataGouv(fake.url, fake.tabular, text="qpv", datasets=["autre"]).entries(client()))
    assert [(one.id, one.kind, one.licence) for one in found] == [
        ("datagouv:r3", "table", "lov2"), ("datagouv:r1", "layer", "odc-odbl"),
    ]  # fmt: skip


def _sha1(content):
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
