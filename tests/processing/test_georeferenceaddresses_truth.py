"""`georeferenceaddresses` against oracles that know nothing of it: QGIS's own contains, numbers kept from the index."""

from __future__ import annotations

import csv

import pytest
from address_lists import people, read
from cohesion_territoires.processing_provider.qpv.verdict_parameters import COUNTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
