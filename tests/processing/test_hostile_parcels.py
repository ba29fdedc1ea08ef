"""Parcels placed and generations compared, fed with whatever Hypothesis finds: sound answers, or one sentence."""

from __future__ import annotations

import math

import hostile
import outcomes
import pytest
from cohesion_territoires.domain.qpv.parcels import BANDS, RULES, VERDICTS
from cohesion_territoires.domain.qpv.passage import STATUSES
from cohesion_territoires.processing_provider.qpv.compareqpvgenerations import CompareQpvGenerations
from cohesion_territoires.processing_provider.qpv.georeferenceparcels import GeoreferenceParcels
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("qgis_processing", "in_french")

MOMENTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 30))
CODES = st.sampled_from(["QN07501N", "QN07502M", "qn07501n", " QN07501N ", "QP075001", "QP075002", "", None, "x", "é"])
VERDICT_COUNTS = ("en_qpv", "en_partie", "hors_qpv", "a_verifier", "erreurs")
RULE_COUNTS = (
    "dans_qpv", "entier_300", "partie_300_entier_500", "aucune_regle", "regle_a_verifier", "erreurs",
)  # fmt: skip
NPNRU = st.sampled_from(["Oui", "non", "1", "0", "", None, "peut-être"])


@pytest.fixture(scope="module")
def in_french(qgis_processing):
    yield from outcomes.french()


def perimeters(code):
    fields = [("code_qp", "text"), ("nom_qp", "text"), ("npnru", "text")]
    sound = [(hostile.square(300, 300, 150), (code, "Sain", "Oui"))]
    return hostile.sketches(
        hostile.POLYGONS, fields, [CODES, hostile.VALUES["text"], NPNRU], sound=sound, kinds="polygon", extras=1
    )


@st.composite
def parcel_runs(draw):
    fields = [(draw(st.sampled_from(["code", "verdict", "motif", "regle", "part_dans_pct"])), "text")]
    run = {
        "INPUT": draw(
            hostile.sketches(
                hostile.POLYGONS, fields, [hostile.VALUES["text"]],
                sound=[(hostile.square(320, 320, 30), ("ok",))], kinds="polygon",
            )
        ),
        "QPV": draw(perimeters("QN07503M")),
        "BANDS": draw(st.sampled_from(["300;500", "0,1;7", "50"])),
        "EDGE_TOLERANCE": draw(st.sampled_from([0.0, 5.0, 200.0])),
        "OUTPUT_SUMMARY": "memory:",
    }  # fmt: skip
    if not draw(st.integers(0, 2)):
        run["QPV_PREVIOUS"] = draw(perimeters("QP075003"))
    if not draw(st.integers(0, 5)):
        run["NPNRU_FIELD"] = draw(st.sampled_from(["nom_qp", "code_qp", "nulle_part"]))
    if not draw(st.integers(0, 2)):
        own = fields[0][0]
        run.update(GROUP_FIELDS=[own], SUM_FIELDS=[own], DATE_FIELD=own)
        run["SECRET_THRESHOLD"] = draw(st.sampled_from([0, 2, 5]))
    return run


@settings(max_examples=100)
@given(run=parcel_runs(), moment=MOMENTS)
def test_georeferenceparcels(run, moment):
    outcome = outcomes.run(GeoreferenceParcels, {**run, "OUTPUT": "memory:"}, moment)
    if outcome.results is None:
        return
    rows = outcomes.same_rows(run["INPUT"], outcome.results["OUTPUT"])
    suffix = "_2" if "verdict" in dict(run["INPUT"].fields) else ""
    verdicts = [row["verdict" + suffix] for row in rows]
    assert set(verdicts) <= set(VERDICTS)
    counted = ("COUNT_IN", "COUNT_PARTLY", "COUNT_OUT", "COUNT_TO_CHECK", "COUNT_ERROR")
    assert [outcome.results[name] for name in counted] == [verdicts.count(v) for v in VERDICTS]
    summary = outcomes.table(outcome.results["OUTPUT_SUMMARY"])
    threshold = run.get("SECRET_THRESHOLD", 0)
    assert summary[0]["niveau"] == "ensemble"
    for told in summary:
        counts = {k: v for k, v in told.items() if k.startswith("nb_")}
        if threshold:
            assert not any(v is not None and 0 < v < threshold for v in counts.values())
        elif told["niveau"] in ("ensemble", "groupe"):
            assert sum(counts["nb_" + n] for n in VERDICT_COUNTS) == counts["nb_polygones"]
            assert sum(counts["nb_" + n] for n in RULE_COUNTS) == counts["nb_polygones"]
            assert -1e-6 <= told["surface_dans_qpv_ha"] <= told["surface_ha"] + 1e-4
    for row, verdict in zip(rows, verdicts):
        rule = row["regle_2" if "regle_2" in row else "regle"]
        near, far = row["distance_min_m"], row["distance_max_m"]
        why = row["motif_2" if "motif_2" in row else "motif"]
        # a Shapefile keeps no more
        assert why.endswith(".") and (len(why) <= 254 or "abrogés" in why)
        if verdict == "ERREUR":
            assert rule is None and near is None and far is None
            continue
        assert rule in RULES
        assert {v for k, v in row.items() if k.startswith("bande_")} <= set(BANDS)
        if far is not None:
            assert 0 <= near <= far + 0.02 and math.isfinite(far)
        if verdict == "EN_QPV":
            assert rule == "DANS_QPV" and (near, far) == (0, 0)
        if verdict == "HORS_QPV":
            assert rule != "DANS_QPV" and (near is None or near > 0)


@st.composite
def comparisons(draw):
    run = {
        "QPV": draw(perimeters("QN07503M")),
        "QPV_PREVIOUS": draw(perimeters("QP075003")),
        "SLIVER_WIDTH": draw(st.sampled_from([0.0, 5.0, 300.0])),
    }
    if draw(st.booleans()):
        run["POINTS"] = draw(hostile.sketches(hostile.POINTS, [("id", "int")], [hostile.VALUES["int"]], kinds="point"))
    if draw(st.booleans()):
        cells = hostile.sketches(hostile.POLYGONS, [("ind", "double")], [hostile.VALUES["double"]], kinds="polygon")
        run["POPULATION"] = draw(cells)
    return run


@settings(max_examples=100)
@given(run=comparisons(), moment=MOMENTS)
def test_compareqpvgenerations(run, moment):
    outputs = dict.fromkeys(("OUTPUT", "OUTPUT_PASSAGE", "OUTPUT_SUMMARY"), "memory:")
    outcome = outcomes.run(CompareQpvGenerations, {**run, **outputs}, moment)
    if outcome.results is None:
        return
    pieces, passage, totals = (outcomes.table(outcome.results[name]) for name in outputs)
    assert {row["statut"] for row in pieces} <= set(STATUSES)
    for table in (pieces, passage):
        total = sum(row["superficie_ha"] for row in table)
        numbers = sum(outcome.results["AREA_" + end] for end in ("KEPT", "GAINED", "LOST"))
        assert total == pytest.approx(numbers, rel=1e-6, abs=1e-3)
    for year, other in (("2015", "PERDU"), ("2024", "GAGNE")):
        own = [row for row in pieces if row["statut"] in ("CONSERVE", other)]
        whole = [r for r in totals if r["generation"] == year]
        assert whole[0]["superficie_ha"] if whole else True
        if whole:
            assert whole[0]["niveau"] == "ensemble"
            assert sum(r["superficie_ha"] for r in own) == pytest.approx(whole[0]["superficie_ha"], rel=1e-6, abs=1e-3)
    if "POINTS" in run:
        assert sum(row["adresses"] for row in pieces) <= len(run["POINTS"].rows)
    if "POPULATION" in run:
        assert all(row["population"] >= 0 for row in pieces)
    geometries = [f.geometry() for f in outcome.results["OUTPUT"].getFeatures()]
    outcomes.no_overlap(geometries, 1e-9 if outcome.results["OUTPUT"].crs().isGeographic() else 1e-2)
