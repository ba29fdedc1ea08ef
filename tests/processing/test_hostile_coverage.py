"""`servicecoverage` fed with whatever Hypothesis finds: people are conserved, or one clear French sentence says why."""

from __future__ import annotations

import math

import hostile
import outcomes
import pytest
from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("qgis_processing", "in_french")

STATES = {"OK", "SANS_LIAISON", "TROP_LOIN_DU_RESEAU", "SANS_GEOMETRIE", "GEOMETRIE_INVALIDE", "HORS_ETUDE"}
OUTPUTS = ("OUTPUT_ZONES", "OUTPUT_CELLS", "OUTPUT_GAPS", "OUTPUT_SUMMARY")
MOMENTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 60))
TEXT = hostile.VALUES["text"]
# people as files write them, and what they mean
PEOPLE = {
    "double": [(30.0, 30), (0.0, 0), (12.5, 12.5), (None, 0), (-9999.0, 0), (math.nan, 0), (math.inf, 0), (-0.0, 0)],
    "int": [(0, 0), (7, 7), (None, 0), (-1, 0), (2_000_000_000, 2_000_000_000)],
    "text": [("12,5", 12.5), ("1 234", 1234), ("", 0), (None, 0), ("abc", 0), ("-3", 0), ("nan", 0), ("1e3", 1000)],
    "bool": [(True, 1), (False, 0)],
    "date": [(None, 0)],
}
MEANT = {kind: {outcomes.plain(value): meant for value, meant in pairs} for kind, pairs in PEOPLE.items()}


@pytest.fixture(scope="module")
def in_french(qgis_processing):
    yield from outcomes.french()


@st.composite
def populations(draw):
    kind = draw(st.sampled_from(["point", "polygon", "polygon"]))
    people = draw(st.sampled_from(["double", "double", "int", "text", "bool", "date"]))
    values = st.sampled_from([value for value, _ in PEOPLE[people]])
    fields = [("idcar", "text"), (draw(st.sampled_from(["ind", "Ind", "pop_2021", "population"])), people)]
    usual = {"double": 30.0, "int": 7, "text": "12,5", "bool": True, "date": None}[people]
    shapes = hostile.POINTS if kind == "point" else hostile.POLYGONS
    sound = ["POINT(210 100)", "POINT(100 390)"]
    if kind == "polygon":
        sound = [hostile.square(20, 35, 200), hostile.square(320, 35, 200)]
    return draw(
        hostile.sketches(
            shapes, fields, [hostile.VALUES["text"], values], sound=[(wkt, ("c", usual)) for wkt in sound], kinds=kind
        )
    )


@st.composite
def sites(draw):
    fields = [("id_fs", draw(st.sampled_from(["text", "int", "double"]))), ("format_fs", "text"), ("type_fs", "text")]
    values = [
        hostile.VALUES[fields[0][1]],
        st.sampled_from(["Fixe", "Fixe", "Bus_équivalent", "Péniche", "Fixe_antenne(s)", "", None]),
        st.sampled_from(["Principal", "Principal", "Antenne", "antenne", "", None, "Radeau"]),
    ]
    ident = {"text": "1001", "int": 1001, "double": 1001.0}[fields[0][1]]
    sound = [("POINT(100 205)", (ident, "Fixe", "Principal")), ("POINT(380 10)", (ident, "Fixe", "Antenne"))]
    kind = draw(st.sampled_from(["point", "point", "polygon"]))
    shapes = hostile.POINTS if kind == "point" else hostile.POLYGONS
    return draw(hostile.sketches(shapes, fields, values, sound=sound if kind == "point" else (), kinds=kind, extras=2))


@st.composite
def zones(draw):
    code = draw(st.sampled_from(["text", "int", "double", "date"]))
    fields = [(draw(st.sampled_from(["code", "insee_com", "zone_a"])), code), ("nom", "text")]
    value = hostile.VALUES[code]
    sound = [(hostile.square(-100, -100, 350), (draw(value), "Ouest"))]
    return draw(hostile.sketches(hostile.POLYGONS, fields, [value, TEXT], sound=sound, kinds="polygon"))


@st.composite
def coverage_runs(draw):
    network, chosen = draw(hostile.networks())
    # most sketches of streets are of no use by car
    chosen.setdefault("DEFAULT_SPEED", 30.0)
    run = {"SITES": draw(sites()), "POPULATION": draw(populations()), "NETWORK": network, **chosen}
    run["THRESHOLDS"] = draw(st.sampled_from(["1;2", "0.5", "5,10,15,20", "0,5;1000000"]))
    run["SCENARIO"] = draw(st.sampled_from([3, 3, 0, 1, 2]))
    run["REFERENCE_THRESHOLD"] = draw(st.sampled_from([2.0, 20.0]))
    if draw(st.booleans()):
        run["ZONES"] = draw(zones())
        run["ATTACH_OUTSIDE"] = draw(st.booleans())
    if not draw(st.integers(0, 4)):
        run["STUDY_AREA"] = draw(zones())
    if not draw(st.integers(0, 4)):
        run["BUS_STOPS"] = draw(sites().filter(lambda sketch: "oint" in sketch.kind))
    return run


@settings(max_examples=150)
@given(run=coverage_runs(), moment=MOMENTS)
def test_servicecoverage(run, moment):
    outcome = outcomes.run(ServiceCoverage, {**run, **dict.fromkeys(OUTPUTS, "memory:")}, moment)
    if outcome.results is None:
        return
    results = outcome.results
    cells = outcomes.same_rows(run["POPULATION"], results["OUTPUT_CELLS"])
    counted = check_cells(run, cells)
    if "STUDY_AREA" not in run:
        assert results["POPULATION_TOTAL"] == pytest.approx(counted, abs=0.01)
    assert 0 <= results["POPULATION_TOTAL"] <= counted + 0.01
    for name in ("SHARE_FIXE", "SHARE_ANTENNES", "SHARE_BUS"):
        assert results.get(name) is None or 0 <= results[name] <= 100
    summary = outcomes.table(results["OUTPUT_SUMMARY"])
    check_summary(summary, results["POPULATION_TOTAL"])
    if "ZONES" in run:
        check_zones(outcomes.same_rows(run["ZONES"], results["OUTPUT_ZONES"]), summary)
    check_gaps(results["OUTPUT_GAPS"], summary)


def check_cells(run, cells):
    """Every cell has a time or a reason; return the people that the layer holds."""
    kind = run["POPULATION"].fields[1][1]
    for row, (wkt, _) in zip(cells, run["POPULATION"].rows):
        values = list(row.values())
        minutes, places = values[0:-3:2], values[1:-3:2]
        state, border, access = values[-3:]
        assert state in STATES and border in ("OUI", "NON", None)
        assert all(m is None or (math.isfinite(m) and m >= 0) for m in minutes)
        assert [m is None for m in minutes] == [p is None for p in places]
        assert state != "OK" or any(m is not None for m in minutes)
        assert state == "OK" or border is None or border in ("OUI", "NON")
        assert access is None or access >= 0
        if wkt is None or "EMPTY" in wkt:
            assert state == "SANS_GEOMETRIE"
        known = [m for m in minutes if m is not None]
        if len(minutes) == 3:  # more sites, less time
            assert known == sorted(known, reverse=True)
    return sum(MEANT[kind][outcomes.plain(values[1])] for _, values in run["POPULATION"].rows)


def check_summary(summary, total):
    slack = 0.02 + 1e-9 * total
    by_zone = {}
    for row in summary:
        assert 0 <= row["pop_couverte"] <= row["population"] + slack
        assert row["pop_couverte"] + row["pop_au_dela"] == pytest.approx(row["population"], abs=slack)
        assert 0 <= row["pop_sans_acces"] <= row["pop_au_dela"] + slack
        assert -slack <= row["pop_effet_bord"] <= row["population"] + slack
        if row["part_couverte_pct"] is None:
            assert row["population"] == 0
        else:
            assert 0 <= row["part_couverte_pct"] <= 100
        by_zone.setdefault((row["scenario"], row["seuil_min"]), []).append(row)
    for rows in by_zone.values():
        whole = rows[-1]
        assert whole["zone"] == "ENSEMBLE" and whole["population"] == pytest.approx(total, abs=slack)
        if len(rows) > 1:  # zones, with those of no zone, make the whole
            for name in ("population", "pop_couverte", "pop_au_dela", "pop_sans_acces", "nb_carreaux"):
                assert sum(r[name] for r in rows[:-1]) == pytest.approx(whole[name], abs=slack * len(rows))


def check_zones(zones, summary):
    for row in zones:
        assert row["population" if "population" in row else "population_2"] is not None
        for name, value in row.items():
            if name.startswith("part_"):
                assert value is None or 0 <= value <= 100
            elif name.startswith("pop"):
                assert value >= 0
    first = [r for r in summary if (r["scenario"], r["seuil_min"]) == (summary[0]["scenario"], summary[0]["seuil_min"])]
    named = [r for r in first if r["zone"] not in ("HORS_ZONES", "ENSEMBLE")]
    assert len(named) == len(zones)


def check_gaps(layer, summary):
    """Sectors hold the people beyond the last threshold, each once, and their polygons are sound."""
    last = max(row["seuil_min"] for row in summary)
    beyond = {r["scenario"]: r["pop_au_dela"] for r in summary if r["zone"] == "ENSEMBLE" and r["seuil_min"] == last}
    held = dict.fromkeys(beyond, 0.0)
    for feature in layer.getFeatures():
        row = dict(zip(layer.fields().names(), feature.attributes()))
        held[row["scenario"]] += row["population"]
        assert row["population"] > 0 and row["nb_carreaux"] >= 1
        geometry = feature.geometry()
        assert geometry.isNull() or geometry.isEmpty() or geometry.isGeosValid(), geometry.asWkt(2)
    for scenario, people in held.items():
        assert people <= beyond[scenario] + 0.02 * (1 + layer.featureCount())


@settings(max_examples=40)
@given(run=coverage_runs())
def test_its_results_fed_in_again(run):
    run.setdefault("ZONES", None)
    first = outcomes.run(ServiceCoverage, {**run, **dict.fromkeys(OUTPUTS, "memory:")})
    if first.results is None:
        return
    more = {"POPULATION": first.results["OUTPUT_CELLS"], "POPULATION_FIELD": run["POPULATION"].fields[1][0]}
    if run["ZONES"] is not None:
        more["ZONES"] = first.results["OUTPUT_ZONES"]
        more["ZONE_FIELD"] = run["ZONES"].fields[0][0]
    again = outcomes.run(ServiceCoverage, {**run, **more, **dict.fromkeys(OUTPUTS, "memory:")})
    assert again.results is not None, again.sentence
    for name in ("POPULATION_TOTAL", "SHARE_FIXE", "SHARE_ANTENNES", "SHARE_BUS"):
        assert again.results.get(name) == first.results.get(name)
    before, after = outcomes.table(first.results["OUTPUT_CELLS"]), outcomes.table(again.results["OUTPUT_CELLS"])
    kept = len(run["POPULATION"].fields)
    for one, other in zip(before, after):
        one, other = list(one.values()), list(other.values())
        assert other[: len(one)] == one and other[len(one) :] == one[kept:]
