"""`geocodeaddresses` fed with whatever Hypothesis finds: every row comes back, or one clear French sentence."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import csv
import io
import zipfile

import hostile
import outcomes
import pytest
import tiny
from cohesion_territoires.processing_provider.qpv.geocodeaddresses import GeocodeAddresses
from cohesion_territoires.processing_provider.qpv.georeferenceaddresses import GeoreferenceAddresses
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis import processing
from qgis.core import QgsProcessingException

pytestmark = pytest.mark.usefixtures("cohesion_provider", "in_french")

MOMENTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 20))
KINDS = {"numéro", "numéro voisin", "voie", "lieu-dit", "commune"}
STATUSES = {"TROUVEE", "NON_TROUVEE", "IGNOREE", "ERREUR"}


@pytest.fixture(scope="module")
def in_french(qgis_processing):
    yield from outcomes.french()


PIECES = (
    "2", "4", "bis", "4bis", "12-14", "12/14", "12 à 16", "n°", "°", "rue", "R.", "des", "Tilleuls", "tileuls", "place",
    "de l'", "l’église", "EGLISE", "99100", "99 100", "Valombre", "valombre cedex", "BP 12", "CS", "appt", "bât B",
    "3ème étage", "chez", ",", ";", "-", "(", ")", "/", "\n", "\t", "'", '"', "\x00", "½", "²", "٣", "Ⅻ", "🏠", "e\u0301",
    "\u200b", "\ufeff", "0" * 30, "9" * 40, "x" * 300, "sans domicile fixe", "néant", "NULL", "#N/A", "=2+2", "%s", "{0}",
)  # fmt: skip
WRITTEN = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.sampled_from([None, "", " ", "2 rue des Tilleuls", "2 rue des Tilleuls 99100 Valombre", "1 place de l'Église"]),
    st.text(max_size=30),
)
CELLS = {
    "text": WRITTEN,
    "int": hostile.VALUES["int"],
    "long": hostile.VALUES["long"],
    "double": hostile.VALUES["double"],
    "bool": hostile.VALUES["bool"],
    "date": hostile.VALUES["date"],
}
ROLES = {
    "ADDRESS_FIELD": ["adresse", "ADRESSE", "nom_voie", "quelconque"], "NUMBER_FIELD": ["num_voie", "numero", "n"],
    "POSTCODE_FIELD": ["code_postal", "CP"], "CITY_FIELD": ["commune", "Ville"], "CITYCODE_FIELD": ["code_insee"],
}  # fmt: skip


@st.composite
def runs(draw):
    fields, values = [], []
    for names in ROLES.values():
        if draw(hostile.OFTEN):
            kind = draw(st.sampled_from(["text"] * 6 + ["int", "long", "double", "bool", "date"]))
            fields.append((draw(st.sampled_from(names)), kind))
            values.append(CELLS[kind])
    sketch = draw(hostile.sketches(hostile.POINTS, fields, values, kinds="point"))
    if draw(st.booleans()):
        sketch.kind, sketch.rows = "None", [(None, row) for _wkt, row in sketch.rows]
    run = {"INPUT": sketch}
    names = [name for name, _kind in sketch.fields]
    for role in ROLES:
        if not draw(st.integers(0, 7)):
            run[role] = draw(st.sampled_from([*names, "nulle_part"]))
    if "ADDRESS_FIELD" in run:
        run["ADDRESS_FIELD"] = [run["ADDRESS_FIELD"], *draw(st.lists(st.sampled_from(names or ["x"]), max_size=2))]
    return run


def answered(rows, counts):
    """Check that the answers hold together."""
    assert counts["COUNT_ROWS"] == len(rows)
    told = [row["statut"] for row in rows]
    assert set(told) <= STATUSES
    assert counts["COUNT_BLANK"] == told.count("IGNOREE") and counts["COUNT_ERROR"] == told.count("ERREUR") == 0
    assert counts["COUNT_NOT_FOUND"] == told.count("NON_TROUVEE")
    found = ("NUMBER", "NEIGHBOUR", "STREET", "PLACE", "COMMUNE")
    assert sum(counts["COUNT_" + name] for name in found) == told.count("TROUVEE")


@settings(max_examples=110)
@given(run=runs(), moment=MOMENTS)
def test_any_layer(run, moment):
    outcome = outcomes.run(
        GeocodeAddresses, {**run, "ADDRESS_INDEX": tiny.address_index(), "OUTPUT": "memory:"}, moment
    )
    if outcome.results is None:
        return
    layer, sketch = outcome.results["OUTPUT"], run["INPUT"]
    count = len(sketch.fields)
    names = layer.fields().names()
    assert len(names) == count + 8 and len({n.lower() for n in names}) == len(names)
    before, after = list(sketch.layer().getFeatures()), list(layer.getFeatures())
    assert len(before) == len(after)
    rows = []
    for one, other in zip(before, after):
        assert [outcomes.plain(v) for v in other.attributes()[:count]] == [outcomes.plain(v) for v in one.attributes()]
        row = dict(zip(GEOCODED, map(outcomes.plain, other.attributes()[count:])))
        rows.append(row)
        assert (row["statut"] == "TROUVEE") == (row["type_resultat"] in KINDS) == other.hasGeometry()
        assert 0.0 <= row["score"] <= 1.0
    answered(rows, outcome.results)
    # what was written in the cells is in no log
    assert "illeuls" not in outcome.log


VERDICTS = {"EN_QPV", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE", "NON_TROUVEE", "ERREUR"}


@settings(max_examples=110)
@given(run=runs(), moment=MOMENTS, more=st.sampled_from([{}, {"QPV_PREVIOUS": "qpv_previous"}, {"COMMUNES": "communes"}]))
def test_any_layer_gets_its_verdicts(tmp_path_factory, run, moment, more):
    folder = tmp_path_factory.mktemp("run")
    files = {"OUTPUT_SIGVILLE": str(folder / "s.csv"), "OUTPUT_HTML": str(folder / "r.html")}
    layers = {name: tiny.LAYERS[layer]() for name, layer in {"QPV": "qpv", **more}.items()}
    given_run = {**run, **layers, **files, "ADDRESS_INDEX": tiny.address_index(), "OUTPUT": "memory:"}
    outcome = outcomes.run(GeoreferenceAddresses, given_run, moment)
    if outcome.results is None:
        return
    layer, sketch = outcome.results["OUTPUT"], run["INPUT"]
    count = len(sketch.fields)
    before, after = list(sketch.layer().getFeatures()), list(layer.getFeatures())
    assert len(before) == len(after)
    names = layer.fields().names()[count:]
    place = next(i for i, name in enumerate(names) if name.startswith("verdict") and "2015" not in name)
    told = []
    for one, other in zip(before, after):
        assert [outcomes.plain(v) for v in other.attributes()[:count]] == [outcomes.plain(v) for v in one.attributes()]
        told.append(other.attributes()[count + place])
    assert set(told) <= VERDICTS
    assert outcome.results["COUNT_IN"] == told.count("EN_QPV")
    assert outcome.results["COUNT_OUT"] == told.count("HORS_QPV")
    with open(files["OUTPUT_SIGVILLE"], encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream, delimiter=";"))) == len(told) + 1
    # what was written in the cells is in no log and no report
    assert "illeuls" not in outcome.log
    assert "illeuls" not in (folder / "r.html").read_text(encoding="utf-8").replace("Les Tilleuls", "")


GEOCODED = (
    "adresse_retenue", "id_ban", "type_resultat", "position", "score", "ecart_second_candidat", "code_insee", "statut",
)  # fmt: skip

TITLES = ("adresse", "Code postal", "Commune", "Field1", "", "n°", "date", "Nom, prénom", "adresse", "12", "é" * 70, 'a"b')
TEXT = st.one_of(WRITTEN.map(lambda t: (t or "").replace("\x00", "").replace("\ufeff", "")), st.sampled_from(["01001", "1"]))


@st.composite
def files(draw):
    """Bytes of a CSV as somebody's program writes them, whole or cut, and how many rows they hold where that is sure."""
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=6))
    lines = draw(st.lists(st.lists(TEXT, max_size=7), max_size=6))
    separator = draw(st.sampled_from(";,\t|"))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "latin-1"]))
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))).writerows([titles, *lines])
    data = out.getvalue().encode(encoding, "replace")
    cut = draw(st.integers(0, 3))
    if cut == 1:
        data = data[: draw(st.integers(0, len(data)))]
    elif cut == 2:
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.sampled_from([b"\x00", b'"', b"\xff\xfe", b"\r", b";;;"])) + data[place:]
    return data


@settings(max_examples=80)
@given(data=files(), field=st.sampled_from([None, "Field1", "adresse", "colonne_1"]))
def test_any_csv(tmp_path_factory, data, field):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(data)
    given_fields = {} if field is None else {"ADDRESS_FIELD": [field]}
    outcome = outcomes.run(
        GeocodeAddresses,
        {"INPUT": str(path), "ADDRESS_INDEX": tiny.address_index(), "OUTPUT": "memory:", **given_fields},
    )
    if outcome.results is not None:
        layer = outcome.results["OUTPUT"]
        assert layer.featureCount() == outcome.results["COUNT_ROWS"] > 0
        assert {row["statut"] for row in outcomes.table(layer)} <= STATUSES


BROKEN = (b"", b"PK", b"PK\x03\x04", b"<html>", b"\x00" * 2000)


def refusal(path, index=None):
    """Return why a file is refused."""
    given = {"INPUT": str(path), "ADDRESS_INDEX": index or tiny.address_index(), "OUTPUT": "memory:"}
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("cohesion:geocodeaddresses", given)
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("content", BROKEN, ids=["empty", "two", "zip", "page", "zeros"])
def test_a_file_that_is_not_what_its_name_says(tmp_path, form, content):
    path = tmp_path / ("a." + form)
    path.write_bytes(content)
    assert refusal(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_spreadsheet_cut_short(tmp_path, sample_folder, share):
    data = (sample_folder / "demandes.xlsx").read_bytes()
    path = tmp_path / "a.xlsx"
    path.write_bytes(data[: int(share * len(data))])
    assert not zipfile.is_zipfile(path)
    assert refusal(path)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00" + b"\x00" * 5000, b"adresse;cp\n"])
def test_an_index_that_is_none(tmp_path, sample_folder, content):
    path = tmp_path / "ban.sqlite"
    path.write_bytes(content)
    assert "ban.sqlite" in refusal(sample_folder / "demandes.xlsx", str(path))
    assert path.read_bytes() == content
