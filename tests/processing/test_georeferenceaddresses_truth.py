"""`georeferenceaddresses` against oracles that know nothing of it: QGIS's own contains, numbers kept from the index."""

from __future__ import annotations

import csv

import pytest
from address_lists import people, read
from ban_rows import row as ban_row
from ban_rows import write
from cohesion_territoires.processing_provider.qpv.verdict_parameters import COUNTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from memory import memory_layer
from qgis import processing
from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("cohesion_provider")


def contents(sample_folder):
    """The sample's addresses, each with the QPV that QGIS itself says holds it."""
    perimeters = QgsVectorLayer("{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"), "qpv", "ogr")
    shapes = [(f["code_qp"], f.geometry().makeValid()) for f in perimeters.getFeatures()]
    rows = read(sample_folder / "adresses_ban.csv")
    for row in rows:
        spot = QgsGeometry.fromPointXY(QgsPointXY(float(row["x"]), float(row["y"])))
        row["truth"] = next((code for code, shape in shapes if shape.contains(spot)), None)
    return rows


def written(row):
    return " ".join(p for p in (row["numero"], row["rep"], row["nom_voie"]) if p)


def test_every_firm_answer_agrees_with_qgis_on_every_address_of_the_sample(run_addresses, sample_folder):
    rows = contents(sample_folder)
    out, *_rest = run_addresses(people(*[(r["id"], written(r), r["code_postal"], r["nom_commune"]) for r in rows]))
    assert [o["dossier"] for o in out] == [r["id"] for r in rows]
    firm = [(o, r) for o, r in zip(out, rows) if o["verdict"] in ("EN_QPV", "HORS_QPV")]
    assert [o["dossier"] for o, r in firm if o["code_qp"] != r["truth"]] == []
    assert len(firm) > 0.9 * len(rows)


def test_numbers_taken_out_of_the_index_are_firm_by_neighbourhood_only_where_they_are_right(
    run_addresses, sample_folder, tmp_path
):
    from cohesion_territoires.sources.address_index import build

    rows = contents(sample_folder)
    missing = rows[::5]
    gone = {r["id"] for r in missing}
    path = tmp_path / "part.csv"
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0])[:-1], delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(r for r in rows if r["id"] not in gone)
    build([path], tmp_path / "part.sqlite")
    asked = people(*[(r["id"], written(r), r["code_postal"], r["nom_commune"]) for r in missing])
    out, *_rest = run_addresses(asked, ADDRESS_INDEX=str(tmp_path / "part.sqlite"))
    firm = [(o, r) for o, r in zip(out, missing) if o["verdict"] in ("EN_QPV", "HORS_QPV")]
    assert [(o["dossier"], o["motif"]) for o, r in firm if o["code_qp"] != r["truth"]] == []
    near = [o for o, _r in firm if "par voisinage" in o["motif"]]
    assert len(near) > 0.3 * len(missing)
    assert {o["code_qp"] for o in near} > {None}


def test_a_firm_street_is_right_for_all_its_numbers(run_addresses, sample_folder):
    rows = contents(sample_folder)
    streets = {}
    for row in rows:
        streets.setdefault((row["nom_voie"], row["code_postal"], row["nom_commune"]), set()).add(row["truth"])
    out, *_rest = run_addresses(people(*[("s", *key) for key in streets]))
    firm = [(o, truths) for o, truths in zip(out, streets.values()) if o["verdict"] in ("EN_QPV", "HORS_QPV")]
    assert all(truths == {o["code_qp"]} for o, truths in firm)
    assert sum(o["verdict"] == "EN_QPV" for o, _ in firm) >= 5
    assert all(len(truths) == 1 for o, truths in firm)
    mixed = [o for o, truths in zip(out, streets.values()) if len(truths) > 1]
    assert {o["verdict"] for o in mixed} == {"ADRESSE_IMPRECISE"}


def test_a_cell_of_two_addresses_is_to_be_checked_not_lost(run_addresses):
    text = "10 Rue des Iris"
    cells = [text, "en face du " + text, text + ", 3", text + ", 75001 Paris", "lots 1 et " + text]
    out, *_rest = run_addresses(people(*[(cell, cell, "99100", "Valombre") for cell in cells]))
    assert [o["verdict"] for o in out] == ["EN_QPV"] + ["A_VERIFIER"] * 4
    assert all(o["statut"] == "TROUVEE" for o in out)


def test_a_number_that_the_ban_has_at_two_places_is_firm_only_where_both_agree(tmp_path):
    """Two entries of one number, or 20 bis and 20 b, a few metres apart: a perimeter may pass between them."""
    from cohesion_territoires.sources.address_index import build

    edge, metre = 2.51, 1 / 73_150
    houses = (
        (10, "", -60), (10, "", -52), (12, "", -8), (12, "", 8), (14, "", 60), (20, "bis", -9), (20, "b", 9),
        (22, "", 52), (22, "", 60),
    )  # fmt: skip
    rows = [
        ban_row(
            code="000{}".format(place % 2), numero=str(number), rep=rep, nom_voie="Rue Baudin", lat="48.905",
            type_position="entrée", lon="{:.7f}".format(edge + metres * metre),
        )
        for place, (number, rep, metres) in enumerate(houses)
    ]  # fmt: skip
    build([write(tmp_path / "ban.csv", *rows)], tmp_path / "ban.sqlite")
    square = "Polygon((2.5 48.9,{0} 48.9,{0} 48.91,2.5 48.91,2.5 48.9))".format(edge)
    asked = ["10 rue Baudin", "12 rue Baudin", "14 rue Baudin", "20 bis rue Baudin", "20b rue Baudin", "22 rue Baudin"]
    given = {
        "INPUT": people(*[(text, text, "93140", "Bondy") for text in asked]),
        "QPV": memory_layer("Polygon", ["code_qp:string"], [(square, ("QN09312I",))], "EPSG:4326"),
        "ADDRESS_INDEX": str(tmp_path / "ban.sqlite"),
        "OUTPUT": "memory:",
    }
    layer = processing.run("cohesion:georeferenceaddresses", given)["OUTPUT"]
    assert [f["verdict"] for f in layer.getFeatures()] == [
        "EN_QPV", "A_VERIFIER", "HORS_QPV", "A_VERIFIER", "A_VERIFIER", "HORS_QPV",
    ]  # fmt: skip


CELLS = st.one_of(
    st.none(),
    st.sampled_from(["10 Rue des Iris", "Rue du Renard", "99100", "Valombre", "12-14", "CEDEX", "0", " ", "1e400"]),
    st.text(max_size=40).filter(lambda t: "\x00" not in t and not any("\ud800" <= c <= "\udfff" for c in t)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=40))
def test_rows_in_are_rows_out_whatever_the_cells_hold(run_addresses, rows):
    out, results, _layer = run_addresses(people(*[(str(n), *row) for n, row in enumerate(rows)]), OUTPUT_HTML=None)
    assert [o["dossier"] for o in out] == [str(n) for n in range(len(rows))]
    assert all(o["verdict"] and o["motif"] for o in out)
    assert sum(results[name] for name in COUNTS) == len(rows)
