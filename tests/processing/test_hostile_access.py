"""Travel-time algorithms fed with whatever Hypothesis finds: coded rows or one clear French sentence."""

from __future__ import annotations

import math

import hostile
import outcomes
import pytest
from cohesion_territoires.processing_provider.access.accessibilitybands import AccessibilityBands
from cohesion_territoires.processing_provider.access.checknetwork import CheckNetwork
from cohesion_territoires.processing_provider.access.nearestfacility import NearestFacility
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("qgis_processing", "in_french")

STATES = {
    "OK", "AU_DELA_DU_SEUIL", "SANS_LIAISON", "TROP_LOIN_DU_RESEAU", "SANS_GEOMETRIE", "GEOMETRIE_INVALIDE",
}  # fmt: skip
MOMENTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 60))


@pytest.fixture(scope="module")
def in_french(qgis_processing):
    yield from outcomes.french()


@st.composite
def places(draw, kinds=("point", "point", "polygon", "line"), **more):
    """Points, cells or lines with a code and a family of any type."""
    kind = draw(st.sampled_from(kinds))
    geometries = {"point": hostile.POINTS, "polygon": hostile.POLYGONS, "line": hostile.LINES}[kind]
    types = [draw(st.sampled_from(hostile.TYPES)) for _ in range(2)]
    fields = list(zip(("code", "famille"), types))
    return draw(hostile.sketches(geometries, fields, [hostile.VALUES[t] for t in types], kinds=kind, **more))


@st.composite
def nearest_runs(draw):
    network, chosen = draw(hostile.networks())
    given_ = {"ORIGINS": draw(places()), "FACILITIES": draw(places()), "NETWORK": network, **chosen}
    for name, choices in (
        ("FAMILY_FIELD", ["famille", "famille", "code", "nulle_part"]),
        ("ORIGIN_ID_FIELD", ["code", "famille"]),
        ("FACILITY_ID_FIELD", ["code", "famille"]),
        ("CUTOFF", [0.5, 3.0, 1e9]),
    ):
        if draw(st.booleans()):
            given_[name] = draw(st.sampled_from(choices))
    return given_


@settings(max_examples=120)
@given(run=nearest_runs(), moment=MOMENTS)
def test_nearestfacility(run, moment):
    outcome = outcomes.run(NearestFacility, {**run, "OUTPUT": "memory:", "OUTPUT_LONG": "memory:"}, moment)
    if outcome.results is None:
        return
    results = outcome.results
    rows = outcomes.same_rows(run["ORIGINS"], results["OUTPUT"])
    long = outcomes.table(results["OUTPUT_LONG"])
    families = len(long) // len(rows)
    assert families >= 1 and len(long) == families * len(rows)
    for place, (row, (wkt, _values)) in enumerate(zip(rows, run["ORIGINS"].rows)):
        values = list(row.values())
        minutes, ids = values[0 : 2 * families : 2], values[1 : 2 * families : 2]
        access, state, border, how = values[2 * families :]
        assert state in STATES and border in ("OUI", "NON") and how
        assert all(m is None or (math.isfinite(m) and m >= 0) for m in minutes)
        assert (state == "OK") == (None not in minutes)
        assert [m is None for m in minutes] == [i is None for i in ids] or "FACILITY_ID_FIELD" in run
        assert access is None or access >= 0
        if wkt is None or "EMPTY" in wkt:
            assert state == "SANS_GEOMETRIE"
        own = long[place * families : (place + 1) * families]
        assert [r["minutes"] for r in own] == minutes and {r["statut"] for r in own} <= STATES
        assert all((r["statut"] == "OK") == (r["minutes"] is not None) for r in own)
        if run.get("CUTOFF"):
            assert all(m is None or m <= run["CUTOFF"] * (1 + 1e-9) for m in minutes)
    assert results["COUNT_ORIGINS"] == len(rows)
    parts = (results["COUNT_REACHED"], results["COUNT_NOT_ATTACHED"], results["COUNT_UNREACHED"])
    assert sum(parts) == len(rows) and min(parts) >= 0


@settings(max_examples=80)
@given(run=nearest_runs())
def test_a_result_of_nearestfacility_fed_in_again(run):
    first = outcomes.run(NearestFacility, {**run, "OUTPUT": "memory:"})
    if first.results is None:
        return
    layer = first.results["OUTPUT"]
    again = outcomes.run(NearestFacility, {**run, "ORIGINS": layer, "OUTPUT": "memory:"})
    assert again.results is not None, again.sentence
    before, after = outcomes.table(layer), outcomes.table(again.results["OUTPUT"])
    names = layer.fields().names()
    second = again.results["OUTPUT"].fields().names()
    assert len(second) == len({n.lower() for n in second}) or len({n.lower() for n in names}) < len(names)
    count = len(run["ORIGINS"].fields)
    for one, other in zip(before, after):
        assert list(other.values())[: len(names)] == list(one.values())
        assert list(other.values())[len(names) :] == list(one.values())[count:]


@st.composite
def band_runs(draw):
    network, chosen = draw(hostile.networks())
    # all the country in three minutes is no question
    chosen = {name: value for name, value in chosen.items() if value != 1e9}
    return {
        "INPUT": draw(places(("point", "point", "polygon", "line"))),
        "NETWORK": network,
        **chosen,
        "BREAKS": draw(st.sampled_from(["1", "1;2,5", "0,01;3;500", "5,10,15"])),
        "CUMULATIVE": draw(st.sampled_from([False, False, True])),
    }


@settings(max_examples=60)
@given(run=band_runs(), moment=MOMENTS)
def test_accessibilitybands(run, moment):
    outcome = outcomes.run(AccessibilityBands, {**run, "OUTPUT": "memory:", "OUTPUT_LINES": "memory:"}, moment)
    if outcome.results is None:
        return
    results = outcome.results
    bands, stretches = outcomes.table(results["OUTPUT"]), outcomes.table(results["OUTPUT_LINES"])
    geometries = [feature.geometry() for feature in results["OUTPUT"].getFeatures()]
    assert [b["minutes_max"] for b in bands] == sorted(b["minutes_max"] for b in bands)
    assert all(b["surface_ha"] >= 0 and b["voirie_km"] >= 0 for b in bands)
    if run["CUMULATIVE"]:
        for inner, outer in zip(geometries, geometries[1:]):
            if not inner.isNull() and not inner.isEmpty():
                assert inner.difference(outer).area() <= 1e-2
        assert all(g.isNull() or g.isGeosValid() for g in geometries)
    else:
        outcomes.no_overlap(geometries)
    for row in stretches:
        assert min(row["minutes_debut"], row["minutes_fin"]) >= 0
        assert max(row["minutes_debut"], row["minutes_fin"]) <= bands[-1]["minutes_max"] * (1 + 1e-6)
        assert row["longueur_m"] >= 0 and row["minutes_min"] < row["minutes_max"]
    assert results["COUNT_POINTS"] + results["COUNT_NOT_ATTACHED"] == len(run["INPUT"].rows)
    assert results["COUNT_POINTS"] == bands[0]["nb_points"] > 0
    metres = sum(row["longueur_m"] for row in stretches)
    assert results["LENGTH_KM"] == pytest.approx(metres / 1000, rel=1e-6, abs=0.001 * (1 + len(stretches)))


@settings(max_examples=120)
@given(
    network=hostile.networks(points=False),
    near_miss=st.sampled_from([1.0, 0.0, 100.0, 1e6]),
    moment=MOMENTS,
)
def test_checknetwork(network, near_miss, moment):
    sketch, chosen = network
    outcome = outcomes.run(
        CheckNetwork, {"NETWORK": sketch, **chosen, "NEAR_MISS": near_miss, "OUTPUT": "memory:"}, moment
    )
    if outcome.results is None:
        return
    results, rows = outcome.results, outcomes.table(outcome.results["OUTPUT"])
    assert results["COUNT_PROBLEMS"] == len(rows)
    assert all(value >= 0 for name, value in results.items() if name != "OUTPUT")
    kinds = [name for name in results if name.startswith("COUNT_") and name not in (
        "COUNT_LINES", "COUNT_COMPONENTS", "COUNT_PROBLEMS")]  # fmt: skip
    assert sum(results[name] for name in kinds) == len(rows)
    assert 0 <= results["SHARE_LARGEST"] <= 100 and results["COUNT_COMPONENTS"] >= 1 <= results["COUNT_LINES"]
    for row in rows:
        assert row["probleme"] and row["explication"].endswith(".") and row["nb_objets"] >= 1
        assert "nan" not in row["explication"] and "inf " not in row["explication"]
