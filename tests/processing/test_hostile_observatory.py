"""Tables joined and values classed, fed with whatever Hypothesis finds: sound answers, or one sentence."""

from __future__ import annotations

import math

import hostile
import outcomes
import pytest
from cohesion_territoires.processing_provider.observatory.classifyindicator import ClassifyIndicator
from cohesion_territoires.processing_provider.observatory.joinindicator import JoinIndicator
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("qgis_processing", "in_french")

MOMENTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 30))
CODES = st.sampled_from([
    "01001", "1001", "01002", '="01001"', "2A004", "75056", "75101", "", " ", None, "x", "é", "200054781", "QN09312I",
    "01001.0", "99999",
])  # fmt: skip
CELLS = st.sampled_from([
    "12,5", "-3", "1 234,5", "s", "nd", "-9999", "", None, "abc", "1e308", "-1e308", "nan", "inf", "0", "1.234.567",
    "10", "{0}", "'", '"',
])  # fmt: skip
STATUSES = {"publie", "absent", "secret", "hors_source", "a_verifier"}
CHOICES = {
    "METHOD": st.sampled_from([0, 0, 1, 2]), "CLASSES": st.sampled_from([1, 2, 5, 12]),
    "BREAKS": st.sampled_from(["", "0", "-5;0;5", "1e300", "5;1", "a"]), "MEASURE": st.sampled_from([0, 0, 1, 2, 3]),
    "UNIT": st.sampled_from([None, "", "%", "{x}", "é"]), "TITLE": st.sampled_from([None, "Titre {0}", "'"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def in_french(qgis_processing):
    yield from outcomes.french()


def classed(classes, values):
    """Check that classes are those of values, and none where there is none."""
    for number, value in zip(classes, values):
        assert (number is None) == (value is None) or number is None
        assert number is None or 1 <= number <= 12
    known = sorted((v, n) for v, n in zip(values, classes) if isinstance(v, float) and n is not None)
    assert [n for _v, n in known] == sorted(n for _v, n in known)


@st.composite
def joins(draw):
    name = draw(st.sampled_from(["code", "statut", "taux", "classe"]))
    boundaries = hostile.sketches(
        hostile.POLYGONS, [(name, "text")], [CODES], sound=[(hostile.square(300, 300, 150), ("01001",))],
        kinds="polygon",
    )  # fmt: skip
    table = hostile.sketches(
        hostile.POINTS, [("codgeo", "text"), ("taux", "text"), ("annee", "int")],
        [CODES, CELLS, st.sampled_from([2019, 2021, None])], sound=[(None, ("1001", "12,5", 2021))], kinds="point",
        extras=1,
    )  # fmt: skip
    run = {"BOUNDARIES": draw(boundaries), "INPUT": draw(table), "OUTPUT_REPORT": "memory:"}
    for key, values in CHOICES.items():
        if not draw(st.integers(0, 3)):
            run[key] = draw(values)
    for key, values in (
        ("YEAR", ["2021", "1999", "*"]), ("LEVEL", list(range(11))), ("CODE_FIELD", ["codgeo", "taux", "nulle_part"]),
        ("BOUNDARY_CODE_FIELD", [name, "nulle_part"]), ("DATA_GEOGRAPHY", ["2019", "hier"]),
        ("VALUE_FIELDS", [["taux"], ["taux", "annee"], ["nulle_part"]]),
    ):  # fmt: skip
        if not draw(st.integers(0, 5)):
            run[key] = draw(st.sampled_from(values))
    return run, name


@settings(max_examples=100)
@given(drawn=joins(), moment=MOMENTS)
def test_joinindicator(drawn, moment):
    run, name = drawn
    outcome = outcomes.run(JoinIndicator, {**run, "OUTPUT": "memory:"}, moment)
    if outcome.results is None:
        return
    rows = outcomes.table(outcome.results["OUTPUT"])
    assert len(rows) == len(run["BOUNDARIES"].rows)
    assert [row[name] for row in rows] == [outcomes.plain(values[0]) for _wkt, values in run["BOUNDARIES"].rows]
    names = list(rows[0])
    # fields past the first may have a status of their own, at the end
    while names[-1].startswith("statut_"):
        assert {row[names[-1]] for row in rows} <= STATUSES
        names.pop()
    value_field, status, number = names[-3:]
    assert {row[status] for row in rows} <= STATUSES
    for feature in outcome.results["OUTPUT"].getFeatures():
        assert not feature.hasGeometry() or feature.geometry().isGeosValid()
    for row in rows:
        value = row[value_field]
        assert row[status] == "publie" or row[number] is None
        assert not isinstance(value, float) or math.isfinite(value)
    report = outcomes.table(outcome.results["OUTPUT_REPORT"])
    for case, count in (
        ("polygone_sans_donnee", "WITHOUT_DATA"), ("code_sans_polygone", "WITHOUT_POLYGON"), ("a_verifier", "TO_CHECK"),
    ):  # fmt: skip
        assert [r["cas"] for r in report].count(case) == outcome.results["COUNT_" + count]
    assert all(r["motif"].endswith(".") and r["code"] for r in report)
    assert outcome.results["COUNT_JOINED"] + outcome.results["COUNT_TO_CHECK"] >= 1


@st.composite
def classings(draw):
    kind = draw(st.sampled_from(["double", "text", "int", "long"]))
    values = CELLS if kind == "text" else hostile.VALUES[kind]
    fields = [("valeur", kind), ("statut", "text"), ("annee", "text")]
    known = [
        values,
        st.sampled_from(["publie", "secret", "absent", None, ""]),
        st.sampled_from(["2019", "2021", "x", None]),
    ]
    sketch = hostile.sketches(
        hostile.POLYGONS,
        fields,
        known,
        sound=[(hostile.square(300, 300, 150), (None, "secret", "2021"))],
        kinds="polygon",
    )
    run = {"INPUT": draw(sketch), "FIELD": draw(st.sampled_from(["valeur", "valeur", "valeur", "nulle_part"]))}
    for key, choices in CHOICES.items():
        if not draw(st.integers(0, 2)):
            run[key] = draw(choices)
    return run


@settings(max_examples=100)
@given(run=classings(), moment=MOMENTS)
def test_classifyindicator(run, moment):
    outcome = outcomes.run(ClassifyIndicator, {**run, "OUTPUT": "memory:", "OUTPUT_CLASSES": "memory:"}, moment)
    if outcome.results is None:
        return
    rows = outcomes.same_rows(run["INPUT"], outcome.results["OUTPUT"])
    numbers = [row["classe"] for row in rows]
    values = [row["valeur"] for row in outcomes.table(outcome.results["OUTPUT"])]
    if run.get("MEASURE") != 3 and all(isinstance(v, (int, float)) for v in values if v is not None):
        # -9999 stands for nothing
        classed(numbers, [None if v in (None, -9999.0) else float(v) for v in values])
    counted = [outcome.results["COUNT_" + name] for name in ("VALUES", "SECRET", "ABSENT")]
    assert sum(counted) == len(rows) and counted[0] == sum(n is not None for n in numbers)
    told = outcomes.table(outcome.results["OUTPUT_CLASSES"])
    assert sum(row["effectif"] for row in told) == len(rows)
    assert len(told) == outcome.results["COUNT_CLASSES"] + 2
