"""A firm verdict is never wrong: rules one by one, then points moved at random within their tolerance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cohesion_territoires.domain.qpv import bands, official_list, precision, verdict
from cohesion_territoires.domain.qpv.reasons import NOT_CERTIFIED_NOTE, Reason, sentence, sentences
from cohesion_territoires.domain.qpv.signed_distance import PerimeterIndex
from hypothesis import given, settings
from hypothesis import strategies as st

NAN = math.nan


def one(distance, tolerance=15.0, **options):
    """Decide one row; scalars become arrays of one."""
    for name in ("kind", "score", "state", "edge", "containing", "coded", "listed", "whole_commune", "mismatch"):
        if name in options:
            options[name] = np.array([options[name]])
    found = verdict.decide([distance], [tolerance], **options)
    return verdict.VERDICTS[found.verdict[0]], Reason(found.reason[0])


@pytest.mark.parametrize(
    ("distance", "tolerance", "expected"),
    [
        (-16, 15, "EN_QPV"),
        (-15, 15, "A_VERIFIER"),
        (0, 0, "A_VERIFIER"),
        (15, 15, "A_VERIFIER"),
        (15.01, 15, "HORS_QPV"),
        (-6, 5, "EN_QPV"),
        (math.inf, 15, "HORS_QPV"),
        (-math.inf, 15, "EN_QPV"),
    ],
)
def test_edge_decides_within_tolerance(distance, tolerance, expected):
    assert one(distance, tolerance)[0] == expected


def test_reach_bounds_what_infinity_means():
    assert one(math.inf, 5000, reach=1000.0)[0] == "A_VERIFIER"
    assert one(math.inf, 999, reach=1000.0)[0] == "HORS_QPV"


@pytest.mark.parametrize("kind", [precision.STREET, precision.PLACE, precision.COMMUNE, precision.UNREADABLE])
@pytest.mark.parametrize("distance", [-500, 0, 500, math.inf])
def test_no_street_place_or_commune_is_firm_by_itself(kind, distance):
    assert one(distance, NAN, kind=kind)[0] == "ADRESSE_IMPRECISE"
    assert one(distance, NAN)[0] == "ADRESSE_IMPRECISE"


def test_low_score_is_not_found_even_deep_inside():
    assert one(-500, 5, score=0.34) == ("NON_TROUVEE", Reason.LOW_SCORE)
    assert one(-500, 5, score=0.7)[0] == "EN_QPV"
    assert one(-500, 5, score=NAN)[0] == "EN_QPV"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (Reason.NOT_FOUND, "NON_TROUVEE"),
        (Reason.SKIPPED, "NON_TROUVEE"),
        (Reason.GEOCODER_ERROR, "ERREUR"),
        (Reason.BAD_GEOMETRY, "ERREUR"),
        (Reason.OUT_OF_TERRITORY, "ERREUR"),
        (Reason.NO_POSITION, "ERREUR"),
    ],
)
def test_rows_without_position_are_never_out_of_qpv(state, expected):
    assert one(NAN, state=state) == (expected, state)
    assert one(800.0, state=state) == (expected, state)


def test_incomplete_layer_opens_what_is_outside_only():
    assert one(800, listed=official_list.INCOMPLETE) == ("A_VERIFIER", Reason.LAYER_INCOMPLETE)
    assert one(-800, listed=official_list.INCOMPLETE)[0] == "EN_QPV"


def test_commune_without_qpv_settles_streets_and_missing_positions():
    empty = official_list.EMPTY_COMMUNE
    assert one(800, NAN, kind=precision.STREET, listed=empty) == ("HORS_QPV", Reason.COMMUNE_WITHOUT_QPV)
    assert one(NAN, NAN, state=Reason.NO_POSITION, listed=empty)[0] == "HORS_QPV"
    assert one(NAN, NAN, state=Reason.NOT_FOUND, listed=empty)[0] == "NON_TROUVEE"
    assert one(-40, NAN, kind=precision.STREET, listed=empty) == ("A_VERIFIER", Reason.LIST_CONTRADICTS)
    assert one(-40, 5, listed=empty) == ("A_VERIFIER", Reason.LIST_CONTRADICTS)
    # near an edge the list still does not place the address
    assert one(3, 5, listed=empty) == ("A_VERIFIER", Reason.EDGE)
    assert one(800, NAN, kind=precision.STREET, listed=empty, score=0.3)[0] == "NON_TROUVEE"


def test_mayotte_is_answered_by_commune():
    for distance, tolerance in ((-3, 15), (-300, 5), (NAN, NAN), (-20, NAN)):
        assert one(distance, tolerance, whole_commune=True, state=Reason.NONE)[0] == "EN_QPV"
    assert one(-20, 5, whole_commune=True, score=0.2)[0] == "NON_TROUVEE"


def test_overlap_missing_code_and_other_commune_are_not_firm():
    assert one(-80, edge=40.0, containing=2) == ("A_VERIFIER", Reason.OVERLAP)
    assert one(-80, edge=10.0, containing=1) == ("A_VERIFIER", Reason.EDGE)
    assert one(-80, coded=False) == ("A_VERIFIER", Reason.NO_CODE)
    assert one(80, coded=False)[0] == "HORS_QPV"
    assert one(-80, mismatch=Reason.OTHER_COMMUNE) == ("A_VERIFIER", Reason.OTHER_COMMUNE)
    assert one(800, mismatch=Reason.OTHER_NUMBER) == ("A_VERIFIER", Reason.OTHER_NUMBER)
    assert one(800, mismatch=Reason.OTHER_STREET, score=0.3)[0] == "NON_TROUVEE"
    assert one(800, NAN, kind=precision.STREET, mismatch=Reason.OTHER_NUMBER)[0] == "ADRESSE_IMPRECISE"
    empty = official_list.EMPTY_COMMUNE
    assert one(800, NAN, kind=precision.STREET, mismatch=Reason.OTHER_NUMBER, listed=empty)[0] == "HORS_QPV"
    assert one(800, NAN, kind=precision.STREET, mismatch=Reason.OTHER_COMMUNE, listed=empty)[0] == "A_VERIFIER"


def test_bands_say_three_things():
    distance = np.array([-20.0, 270, 290, 310, 330, 520, math.inf])
    tolerance = np.full(7, 15.0)
    decision = verdict.decide(distance, tolerance)
    found = bands.within_bands(distance, tolerance, decision, (300, 500))
    assert [bands.BAND_VALUES[b] for b in found[0]] == ["OUI", "OUI", "A_VERIFIER", "A_VERIFIER", "NON", "NON", "NON"]
    assert [bands.BAND_VALUES[b] for b in found[1]] == ["OUI", "OUI", "OUI", "OUI", "OUI", "NON", "NON"]


def test_bands_stay_open_with_the_verdict():
    distance = np.array([2000.0, 100, 2000, NAN, 2000, NAN])
    tolerance = np.array([15.0, NAN, 15, NAN, NAN, NAN])
    decision = verdict.decide(
        distance,
        tolerance,
        kind=np.array([0, precision.STREET, 0, 0, precision.STREET, 0]),
        state=np.array([0, 0, 0, Reason.NOT_FOUND, 0, Reason.NO_POSITION]),
        listed=np.array([official_list.INCOMPLETE, 0, 0, 0, official_list.EMPTY_COMMUNE, official_list.EMPTY_COMMUNE]),
        score=np.array([1, 1, 0.1, NAN, 1, NAN]),
    )
    found = bands.within_bands(distance, tolerance, decision, (300,))[0]
    assert [bands.BAND_VALUES[b] for b in found] == ["A_VERIFIER", "A_VERIFIER", None, None, "A_VERIFIER", "A_VERIFIER"]


def test_sentences_are_plain_french():
    assert sentence(Reason.INSIDE, 1, 5.0, 0) == (
        "Position à l'entrée, dans le périmètre et à plus de 5 m de sa limite."
    )
    assert sentence(Reason.OUTSIDE, 0, 12.5, official_list.CERTIFIED) == (
        "Position de précision inconnue, hors de tout périmètre et à plus de 12,5 m de leurs limites."
    )
    assert "non certifiée" in sentence(Reason.OUTSIDE, 0, 15.0, official_list.NOT_CERTIFIED)
    assert "filtrés" in sentence(Reason.LAYER_INCOMPLETE, 0, 15.0, official_list.INCOMPLETE)
    for reason in Reason:
        if reason != Reason.NONE:
            for kind in range(len(precision.LABELS)):
                text = sentence(reason, kind, 15.0, 0, 0.7)
                assert text[0].isupper() and text.endswith(".") and "{" not in text


def test_many_sentences_equal_one_by_one():
    rng = np.random.default_rng(3)
    reason, kind = rng.integers(1, 25, 300), rng.integers(0, 16, 300)
    tolerance, listed = rng.choice([5.0, 15, 12.34, NAN], 300), rng.integers(0, 4, 300)
    many = sentences(reason, kind, tolerance, listed, 0.7)
    for i in range(300):
        if math.isnan(tolerance[i]) and reason[i] <= Reason.EDGE:
            continue
        assert many[i] == sentence(reason[i], kind[i], round(tolerance[i], 1), listed[i], 0.7)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    reach=st.sampled_from([60.0, 600.0]),
    edge_tolerance=st.floats(0, 40),
    touching=st.booleans(),
)
def test_a_firm_verdict_is_never_wrong(seed, reach, edge_tolerance, touching):
    """Positions are the true places moved by up to their tolerance: firm answers must be those of the true places."""
    rng = np.random.default_rng(seed)
    rings = []
    for i in range(3):
        centre = np.array([i * 300.0, 0.0]) + rng.uniform(-40, 40, 2)
        angle = np.sort(rng.uniform(0, 2 * np.pi, 12))
        radius = rng.uniform(30, 220, 12)
        rings.append(centre + np.c_[np.cos(angle) * radius, np.sin(angle) * radius])
    if touching:
        rings += [
            np.array([[0.0, 400], [100, 400], [100, 500], [0, 500]]),
            np.array([[100.0, 400], [200, 400], [200, 500], [100, 500]]),
        ]
    rings = [np.vstack([r, r[:1]]) for r in rings]
    offsets = np.r_[0, np.cumsum([len(r) for r in rings])]
    count = len(rings)
    truth_of = PerimeterIndex(np.vstack(rings), offsets, np.arange(count), count, reach=2000.0)
    index = PerimeterIndex(np.vstack(rings), offsets, np.arange(count), count, reach=reach, near=45.0)

    size = 200
    true = rng.uniform([-300, -300], [900, 600], (size, 2))
    words = rng.choice(["entrée", "bâtiment", "délivrance postale", "segment", "interpolation", "parcelle", ""], size)
    types = rng.choice(["housenumber", "street", "locality", "municipality"], size, p=[0.85, 0.05, 0.05, 0.05])
    positions = precision.read_positions(size, types=types, positions=words, edge_tolerance=edge_tolerance)
    moved = np.nan_to_num(positions.tolerance, nan=2000.0) * rng.choice([0.0, 0.5, 1.0], size)
    angle = rng.uniform(0, 2 * np.pi, size)
    seen = true + np.c_[np.cos(angle), np.sin(angle)] * moved[:, None]

    found = index.measure(seen)
    decision = verdict.decide(
        found.distance, positions.tolerance, kind=positions.kind, edge=found.edge, containing=found.containing,
        reach=index.reach,
    )  # fmt: skip
    truth = truth_of.measure(true)
    firm = verdict.FIRM[decision.verdict]
    inside = decision.verdict == verdict.EN_QPV
    assert (inside[firm] == (truth.containing[firm] > 0)).all()
    assert (truth.containing[inside] == 1).all()
    assert (found.polygon[inside] == truth.polygon[inside]).all()
    assert not firm[types != "housenumber"].any()

    thresholds = (20.0, 50.0)
    usable = index.reach >= 50 + 40
    said = bands.within_bands(found.distance, positions.tolerance, decision, thresholds, index.reach)
    for band, threshold in zip(said, thresholds):
        assert (truth.distance[band == bands.OUI] <= threshold + 1e-6).all()
        assert (truth.distance[band == bands.NON] >= threshold - 1e-6).all()
        if usable:
            far = (np.abs(found.distance - threshold) > 45) & firm
            assert (band[far] != bands.TO_CHECK).all()


def test_every_reason_fits_in_a_shapefile_with_all_that_is_added_to_it():
    kinds = [k for k, label in enumerate(precision.LABELS) if label]
    for reason in list(Reason)[1:]:
        told = max((sentence(reason, kind, 22.5, 0, 0.75) for kind in kinds), key=lambda text: len(text.encode()))
        if reason in (Reason.STREET_WHOLE, Reason.NEIGHBOURS_AGREE, Reason.NUMBERS_AGREE):
            told = told.rstrip(".") + NOT_CERTIFIED_NOTE + "."
        assert len(told.encode("utf-8")) <= 254, told


def test_out_of_a_layer_that_has_nothing_in_the_departement_is_no_answer():
    told = official_list.UNCOVERED
    assert one(800, listed=told) == ("A_VERIFIER", Reason.TERRITORY_MISSING)
    assert one(-80, listed=told) == ("EN_QPV", Reason.INSIDE)
    assert one(math.nan, listed=told, state=Reason.NOT_FOUND)[0] == "NON_TROUVEE"
