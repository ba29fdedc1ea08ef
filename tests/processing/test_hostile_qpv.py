"""`qpvdistancebands` fed with whatever Hypothesis finds: sound rings, or one clear French sentence."""

from __future__ import annotations

import hostile
import outcomes
import pytest
from cohesion_territoires.processing_provider.qpv.qpvdistancebands import QpvDistanceBands
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("qgis_processing", "in_french")

MOMENTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 20))


@pytest.fixture(scope="module")
def in_french(qgis_processing):
    yield from outcomes.french()


CODES = {
    "text": st.sampled_from(["QN07501N", "QN07502M", "qn07501n", " QN07501N ", "QP075001", "", None, "x", "é"]),
    "int": st.sampled_from([None, 0, 75001]),
    "double": st.sampled_from([None, 75001.0, hostile.NAN]),
    "date": hostile.VALUES["date"],
}


@st.composite
def ring_runs(draw):
    kind = draw(st.sampled_from(["text"] * 5 + ["int", "double", "date"]))
    fields = [(draw(st.sampled_from(["code_qp", "CODE_QP", "code", "quelconque"])), kind), ("nom_qp", "text")]
    usual = {"text": "QN07503K", "int": 1, "double": 1.0, "date": None}[kind]
    run = {
        "QPV": draw(
            hostile.sketches(
                hostile.POLYGONS, fields, [CODES[kind], hostile.VALUES["text"]],
                sound=[(hostile.square(300, 300, 150), (usual, "Sain"))], kinds="polygon",
            )
        ),
        "DISTANCES": draw(st.sampled_from(["300;500;1000", "0,1;7", "50", "5;5000", "100000"])),
        "OVERLAP": draw(st.integers(0, 1)),
    }  # fmt: skip
    if not draw(st.integers(0, 5)):
        run["QPV_CODE_FIELD"] = draw(st.sampled_from(["nom_qp", fields[0][0], "nulle_part"]))
    if not draw(st.integers(0, 5)):
        run["QPV_NAME_FIELD"] = draw(st.sampled_from(["nom_qp", fields[0][0], "nulle_part"]))
    return run


@settings(max_examples=120)
@given(run=ring_runs(), moment=MOMENTS)
def test_qpvdistancebands(run, moment):
    outcome = outcomes.run(QpvDistanceBands, {**run, "OUTPUT": "memory:"}, moment)
    if outcome.results is None:
        return
    layer = outcome.results["OUTPUT"]
    rows, geometries = outcomes.table(layer), [feature.geometry() for feature in layer.getFeatures()]
    rings = run["DISTANCES"].count(";") + 2
    count = outcome.results["COUNT_QPV"]
    assert 1 <= count <= len(run["QPV"].rows) and len(rows) == count * rings
    for start in range(0, len(rows), rings):
        own = rows[start : start + rings]
        assert own[0]["bande"] == "dans le QPV" and len({row["code_qp"] for row in own}) == 1
        assert [row["distance_max_m"] for row in own] == sorted(row["distance_max_m"] for row in own)
        assert all(row["superficie_ha"] >= 0 for row in own)
        outcomes.no_overlap(geometries[start : start + rings], layer_slack(layer))
    if run["OVERLAP"]:
        outcomes.no_overlap(geometries, layer_slack(layer))
    codes = [row["code_qp"] for row in rows[::rings] if row["code_qp"]]
    assert len(codes) == len(set(codes)), "one row of rings per code"


def layer_slack(layer):
    """A hundredth of a square metre, in the units of the layer."""
    return 1e-12 if layer.crs().isGeographic() else 1e-2
