"""What BD TOPO and OpenStreetMap fields say of a street."""

import numpy as np
import pytest
from cohesion_territoires.domain.network.profiles import (
    AUTO,
    BACKWARD,
    BD_TOPO,
    BOTH,
    CAR,
    FORWARD,
    MANUAL,
    OSM,
    UNSAID,
    WALK,
    Factor,
    detect,
    directions,
    factorise,
    fields_of,
    judge,
    numbers,
    parse_maxspeed,
)


def test_the_profile_is_found_from_the_fields():
    assert detect(["NATURE", "Vitesse_moyenne_VL"]) == BD_TOPO
    assert detect(["cleabs", "sens_de_circulation", "highway"]) == BD_TOPO
    assert detect(["osm_id", "HIGHWAY"]) == OSM
    assert detect(["nature", "name"]) == MANUAL and AUTO == 0
    assert fields_of(OSM, ["HIGHWAY", "x", "OneWay"]) == {"highway": "HIGHWAY", "oneway": "OneWay"}


@pytest.mark.parametrize(
    "names",
    [
        # IGN's Shapefiles, and a GeoPackage saved as a Shapefile
        ["NATURE", "SENS", "VIT_MOY_VL", "ACCES_VL", "ACCES_PED", "ETAT", "FICTIF"],
        ["nature", "sens_de_ci", "vitesse_mo", "acces_vehi", "acces_piet", "etat_de_l_", "fictif"],
    ],
)
def test_shapefiles_of_bd_topo_have_short_names(names):
    assert detect(names) == BD_TOPO
    found = fields_of(BD_TOPO, names)
    assert [found[n] for n in (
        "nature", "sens_de_circulation", "vitesse_moyenne_vl", "acces_vehicule_leger", "acces_pieton",
        "etat_de_l_objet", "fictif",
    )] == names  # fmt: skip
    assert detect(["sens", "nature"]) == MANUAL
    assert fields_of(OSM, ["highway", "motor_vehi"])["motor_vehicle"] == "motor_vehi"


@pytest.mark.parametrize(
    "text, speed",
    [
        ("50", 50), ("50 mph", 80.4672), ("50mph", 80.4672), ("FR:urban", 50), ("fr:rural", 80), ("FR:motorway", 130),
        ("walk", 6), ("none", 130), ("50;30", 50), ("FR:zone30", 30), ("FR:zone:20", 20), ("FR:30", 30), (30, 30),
        ("7,5 km/h", 7.5), ("signals", np.nan), ("variable", np.nan), (None, np.nan), ("", np.nan), ("fast", np.nan),
    ],
)  # fmt: skip
def test_maxspeed(text, speed):
    assert parse_maxspeed(text) == pytest.approx(speed, nan_ok=True)


def test_bd_topo_by_car():
    columns = {
        "nature": [
            "Route à 1 chaussée", "Sentier", "Bac ou liaison maritime", "Type autoroutier", "Rond-point", "Chemin",
        ],
        "sens_de_circulation": ["Sens inverse", "Sans objet", "Double sens", "Sens direct", None, "Double sens"],
        "vitesse_moyenne_vl": [45, 0, 20, "125", None, 10],
        "acces_vehicule_leger": ["Libre", "Libre", "Libre", "A péage", "Restreint aux ayants droit", "Libre"],
        "etat_de_l_objet": ["En service"] * 6,
    }
    found = judge(BD_TOPO, CAR, columns, 6)
    assert found.kept.tolist() == [True, False, False, True, False, False]
    assert found.direction.tolist() == [BACKWARD, BOTH, BOTH, FORWARD, UNSAID, BOTH]
    np.testing.assert_array_equal(found.speed, [45, 0, 20, 125, np.nan, 10])
    assert found.left_out == {
        "nature": {"Sentier": 1, "Bac ou liaison maritime": 1, "Chemin": 1},
        "acces_vehicule_leger": {"Restreint aux ayants droit": 1},
    }


def test_bd_topo_on_foot():
    columns = {
        "nature": ["Sentier", "Type autoroutier", "Bretelle", "Escalier", "Route à 1 chaussée"],
        "etat_de_l_objet": ["En service", "En service", "En service", "En construction", None],
        "sens_de_circulation": ["Sens contraire", "Sens direct", None, None, "sens  direct"],
    }
    found = judge(BD_TOPO, WALK, columns, 5)
    assert found.kept.tolist() == [True, False, False, False, True]
    # values that mean nothing are counted where the line is used
    assert found.unmatched == {"Sens contraire": 1, "sens  direct": 1}


def test_osm_on_foot():
    columns = {
        "highway": ["footway", "cycleway", "cycleway", "motorway", "trunk", None, "path", "service", "steps"],
        "foot": [None, None, "yes", "yes", "designated", None, "no", None, None],
        "access": [None, None, "no", None, None, None, None, "private", "yes"],
    }
    found = judge(OSM, WALK, columns, 9)
    assert found.kept.tolist() == [True, False, True, False, True, False, False, False, True]
    assert found.left_out["highway"] == {"cycleway": 1, "motorway": 1, "NULL": 1}
    assert found.left_out["foot"] == {"no": 1} and found.left_out["access"] == {"private": 1}


def test_osm_by_car():
    columns = {
        "highway": ["primary", "footway", "residential", "motorway", "service", "tertiary"],
        "oneway": [None, "yes", "-1", None, "no", "peut-être"],
        "maxspeed": ["80", None, "FR:urban", "none", "20 mph", None],
        "access": [None, None, None, None, "private", None],
        "junction": ["roundabout", None, None, None, None, None],
    }
    found = judge(OSM, CAR, columns, 6)
    assert found.kept.tolist() == [True, False, True, True, False, True]
    assert found.direction.tolist() == [FORWARD, FORWARD, BACKWARD, FORWARD, BOTH, UNSAID]
    assert found.unmatched == {"peut-être": 1}


def test_manual_takes_lines_as_they_are():
    found = judge(MANUAL, CAR, {}, 3)
    assert found.kept.all() and (found.direction == UNSAID).all() and np.isnan(found.speed).all()


def test_direction_values_of_the_user():
    direction, unmatched = directions(["F", "b ", 2.0, None, "x", 2], "f", "B", "2")
    assert direction.tolist() == [FORWARD, BACKWARD, BOTH, UNSAID, UNSAID, BOTH]
    assert unmatched == {"x": 1}


def test_factors_and_arrays_are_read_alike():
    texts = ["a", None, "b", "a"]
    codes, distinct = factorise(texts)
    assert [distinct[c] for c in codes] == texts
    assert list(Factor(codes, distinct)) == texts and factorise(Factor(codes, distinct))[1] == distinct
    codes, distinct = factorise(np.array([1.5, np.nan, 1.5]))
    assert [distinct[c] for c in codes] == [1.5, None, 1.5]
    np.testing.assert_array_equal(numbers(np.array([1, 2])), [1, 2])
    np.testing.assert_array_equal(numbers(["1,5", None, "x", 2]), [1.5, np.nan, np.nan, 2])


def test_no_line_at_all():
    for profile in (BD_TOPO, OSM, MANUAL):
        for mode in (WALK, CAR):
            columns = {name: [] for name in ("highway", "foot", "access", "oneway", "maxspeed", "nature")}
            assert len(judge(profile, mode, columns, 0).kept) == 0
