"""No firm answer about the wrong commune: mergers, namesakes, filtered lists, indexes that go no farther."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.qpv.known_communes import QUARTERS
from commune_traps import index_of, perimeter, verdicts
from memory import memory_layer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)

pytestmark = pytest.mark.usefixtures("cohesion_provider")

FIRM = {"EN_QPV", "HORS_QPV"}
PAIX, LAC = ("Rue de la Paix", 0.0), ("Rue du Lac", 0.03)


def told(found):
    return [verdict for verdict, _why in found]


def test_a_commune_merged_since_the_index_was_made(tmp_path):
    # the list is of after the merger: it gives the QPV of Pierrefitte-sur-Seine to Saint-Denis
    index = index_of(
        tmp_path,
        ("99066", "Valombre", "99200", "", "", 2.35, 48.93, PAIX),
        ("99059", "Pierrefitte-la-Combe", "99380", "", "", 2.36, 48.97, PAIX, LAC),
    )
    quarters = {"QN09901M": (2.35, 48.93), "QN09902M": (2.36, 48.97)}
    asked = [
        ("rue inconnue", "99380", "Pierrefitte-la-Combe"), ("rue inconnue", None, None, "99059"),
        ("Rue de la Paix", "99380", "Pierrefitte-la-Combe"), ("10 Rue de la Paix", "99380", "Pierrefitte-la-Combe"),
        ("10 rue du lac", "99380", "Pierrefitte la Combe"),
    ]  # fmt: skip
    found = verdicts(index, asked, quarters, [("QN09901M", "99066"), ("QN09902M", "99066")])
    # where the list and the map disagree, what is inside is to be looked at, and the commune proves nothing
    assert told(found) == ["ADRESSE_IMPRECISE", "ADRESSE_IMPRECISE", "A_VERIFIER", "A_VERIFIER", "HORS_QPV"]


def test_a_merger_that_is_known_is_followed_in_both_directions(tmp_path):
    index = index_of(tmp_path, ("93059", "Pierrefitte-sur-Seine", "93380", "", "", 2.36, 48.97, PAIX, LAC))
    asked = [("10 Rue de la Paix", "93380", "Pierrefitte-sur-Seine"), ("10 rue du lac", None, None, "93059")]
    quarters = {"QN09301M": (2.36, 48.97)}
    assert told(verdicts(index, asked, quarters, [("QN09301M", "93066")])) == ["EN_QPV", "HORS_QPV"]
    # the layer lacks a QPV that the list gives to what the commune has become
    found = verdicts(index, asked, quarters, [("QN09301M", "93066"), ("QN09302M", "93066")])
    assert told(found) == ["EN_QPV", "A_VERIFIER"]
    assert "incomplets ou filtrés" in found[1][1]


def test_a_commune_that_has_absorbed_one_with_qpv_since_the_list(tmp_path):
    index = index_of(
        tmp_path,
        ("99001", "Alpha", "99100", "99001", "Alpha", 5.7, 45.1, LAC),
        ("99001", "Alpha", "99110", "99002", "Beta", 5.75, 45.1, PAIX),
    )
    asked = [
        ("rue inconnue", "99110", "Alpha"), ("rue inconnue", "99110", "Beta"), (None, None, None, "99001"),
        ("Rue de la Paix", "99110", "Beta"), ("10 Rue de la Paix", "99110", "Alpha"),
        ("10 rue du lac", "99100", "Alpha"),
    ]  # fmt: skip
    found = verdicts(index, asked, {"QN09901M": (5.75, 45.1)}, [("QN09901M", "99002")])
    assert told(found) == ["ADRESSE_IMPRECISE"] * 3 + ["EN_QPV", "EN_QPV", "HORS_QPV"]
    # a layer that lacks it is seen through the former commune
    found = verdicts(index, asked[-1:], {"QN09902M": (6.2, 45.1)}, [("QN09901M", "99002"), ("QN09902M", "99099")])
    assert told(found) == ["A_VERIFIER"]


def test_the_namesake_of_another_departement_is_never_firm(tmp_path):
    index = index_of(tmp_path, ("11339", "Saint-Denis", "11310", "", "", 2.2, 43.36, PAIX, LAC))
    asked = [
        ("10 rue de la Paix", "93200", "Saint-Denis"), ("rue de la Paix", "93200", "Saint-Denis"),
        (None, "93200", "Saint-Denis"), ("10 rue de la paix 93200 Saint-Denis",), ("10 rue de la paix", "93200"),
        ("10 rue de la paix", None, "Saint-Denis"), ("nulle part", None, "Saint-Denis"), (None, None, "Saint-Denis"),
        ("10 rue de la paix Saint-Denis",), ("10 rue de la paix", None, "Saint-Denis", "93066"),
        ("10 rue de la paix",), ("10 rue de la paix", None, "Bondy", "11339"),
    ]  # fmt: skip
    found = verdicts(index, asked, {"QN01101M": (2.8, 43.3)}, [("QN01101M", "11262")])
    assert not FIRM & set(told(found)), found
    assert "Plusieurs communes de France portent ce nom" in found[5][1]
    sure = [
        ("10 rue de la paix", "11310", "Saint-Denis"), ("10 rue de la paix", None, "Saint-Denis", "11339"),
        ("10 rue de la paix", "11310"), ("10 rue de la paix 11310 Saint-Denis",),
    ]  # fmt: skip
    assert told(verdicts(index, sure, {"QN01101M": (2.8, 43.3)}, [("QN01101M", "11262")])) == ["HORS_QPV"] * 4


def test_a_table_of_addresses_of_the_index_s_only_commune_needs_no_commune(tmp_path):
    index = index_of(tmp_path, ("99001", "Alpha", "99100", "", "", 5.7, 45.1, PAIX))
    addresses = memory_layer("None", ["adresse:string"], [(None, ["10 rue de la paix"])])
    assert told(verdicts(index, [], {"QN09901M": (5.7, 45.1)}, None, INPUT=addresses)) == ["EN_QPV"]


def test_a_name_against_its_postcode_proves_no_commune(tmp_path):
    index = index_of(
        tmp_path,
        ("99001", "Alpha", "99100", "", "", 5.7, 45.1, PAIX),
        ("99002", "Beta", "99110", "", "", 5.75, 45.1, LAC),
    )
    asked = [
        ("nulle part", "99100", "Beta"), (None, "99100", "Beta"), ("nulle part", None, "Beta"),
        ("nulle part", "99110"), ("nulle part", None, "Beta", "99001"), ("nulle part", "99100", None, "99002"),
        ("nulle part", "93140", "Beta", "99002"),
    ]  # fmt: skip
    quarters, listed = {"QN09901M": (5.7, 45.1)}, [("QN09901M", "99001", "Alpha")]
    found = verdicts(index, asked, quarters, listed)
    assert not FIRM & set(told(found)), found
    sure = [
        ("nulle part", "99110", "Beta"), ("nulle part", "99999", "Beta"), (None, None, None, "99002"),
        ("3 rue de la Paix", "99110", "Beta"), ("nulle part", None, "Beta", "99002"),
    ]  # fmt: skip
    found = verdicts(index, sure, quarters, listed)
    assert told(found) == ["HORS_QPV"] * 5
    assert {why for _verdict, why in found} == {
        "Commune sans QPV d'après la liste officielle : aucune position n'est nécessaire."
    }


def test_two_communes_of_one_postcode(tmp_path):
    index = index_of(
        tmp_path,
        ("99001", "Alpha", "99100", "", "", 5.7, 45.1, PAIX),
        ("99002", "Beta", "99100", "", "", 5.75, 45.1, PAIX),
    )
    asked = [
        ("10 rue de la paix", "99100"), ("nulle part", "99100"), ("10 rue de la paix", "99100", "Gamma"),
        ("10 rue de la paix", "99100", "Alpha"), ("nulle part", "99100", "Beta"), ("nulle part", "99100", "Alpha"),
    ]  # fmt: skip
    found = told(verdicts(index, asked, {"QN09901M": (5.7, 45.1)}, [("QN09901M", "99001")]))
    assert not FIRM & set(found[:3])
    assert found[3:] == ["EN_QPV", "HORS_QPV", "ADRESSE_IMPRECISE"]


def test_a_code_that_the_index_does_not_know(tmp_path):
    index = index_of(tmp_path, ("99001", "Alpha", "99100", "", "", 5.7, 45.1, PAIX))
    towns = [(perimeter(5.7, 45.1), ("99001", "Alpha")), (perimeter(5.8, 45.1), ("99002", "Beta"))]
    communes = memory_layer("Polygon", ["insee_com:string", "nom:string"], towns, "EPSG:4326")
    quarters, listed = {"QN09901M": (5.7, 45.1)}, [("QN09901M", "99001", "Alpha")]
    asked = [
        ("nulle part", None, "Alpha", "99002"), ("nulle part", "99100", "Alpha", "99002"),
        ("nulle part", None, "Bondy", "97611"), ("nulle part", "93140", None, "97611"),
    ]  # fmt: skip
    assert not FIRM & set(told(verdicts(index, asked, quarters, listed, COMMUNES=communes)))
    sure = [("nulle part", "99110", "Beta", "99002"), (None, None, None, "99002"), (None, None, None, "97611")]
    found = told(verdicts(index, sure, quarters, listed, COMMUNES=communes))
    assert found == ["HORS_QPV", "HORS_QPV", "EN_QPV"]


def test_a_list_and_a_layer_filtered_alike_say_nothing_of_other_communes(tmp_path):
    index = index_of(
        tmp_path,
        ("01053", "Bourg-en-Bresse", "01000", "", "", 5.2, 46.2, PAIX),
        ("01004", "Ambérieu-en-Bugey", "01500", "", "", 5.35, 45.95, PAIX),
    )
    quarters = {"QN00101M": (5.2, 46.2), "QN00102M": (5.23, 46.2)}
    asked = [("nulle part", "01500", "Ambérieu-en-Bugey"), (None, None, None, "1004"), ("10 rue de la paix", "1500")]
    feedback = QgsProcessingFeedback()
    found = verdicts(index, asked, quarters, [(code, "01053") for code in quarters], feedback)
    assert "official list has 2 of the {} QPV of département 01".format(QUARTERS["01"]) in feedback.textLog()
    assert told(found) == ["ADRESSE_IMPRECISE", "ADRESSE_IMPRECISE", "HORS_QPV"]
    assert "non certifiée" in found[2][1]


def test_codes_that_have_lost_their_zero_and_those_of_corsica(tmp_path):
    index = index_of(
        tmp_path,
        ("01004", "Ambérieu-en-Bugey", "01500", "", "", 5.35, 45.95, PAIX),
        ("2A004", "Ajaccio", "20000", "", "", 8.73, 41.93, PAIX),
    )
    asked = [
        ("10 rue de la paix", None, None, "1004"), ("10 rue de la paix", "1500", None, "01004"),
        ("10 rue de la paix", "20000", "Ajaccio", "2a004"), ("10 rue de la paix", "20090", None, "2A004"),
        ("10 rue de la paix", None, None, "20004"),
    ]  # fmt: skip
    quarters = {"QN00101M": (5.35, 45.95), "QN02A01M": (8.73, 41.93)}
    found = told(verdicts(index, asked, quarters, [("QN00101M", '="01004"'), ("QN02A01M", "2A004")]))
    assert found == ["EN_QPV"] * 4 + ["NON_TROUVEE"]


def test_overseas_codes_are_told_by_three_figures(tmp_path):
    index = index_of(tmp_path, ("97411", "Saint-Denis", "97400", "", "", 55.45, -20.88, PAIX, LAC))
    asked = [
        ("10 rue de la paix", "97400", "Saint-Denis"), ("10 rue de la paix", None, None, "97411"),
        ("10 rue de la paix", "97200", "Saint-Denis"), ("10 rue du lac", "97400", "Saint-Denis"),
    ]  # fmt: skip
    found = told(verdicts(index, asked, {"QN97401M": (55.45, -20.88)}, [("QN97401M", "97411")]))
    assert found == ["EN_QPV", "EN_QPV", "A_VERIFIER", "HORS_QPV"]


def test_a_layer_of_the_mainland_says_nothing_of_an_island(tmp_path):
    index = index_of(tmp_path, ("97411", "Saint-Denis", "97400", "", "", 55.45, -20.88, PAIX))
    found = verdicts(index, [("10 rue de la paix", "97400", "Saint-Denis")], {"QN09901M": (5.7, 45.1)}, None)
    assert told(found) == ["A_VERIFIER"]


def test_a_street_partly_in_the_neighbour_s_qpv_is_looked_at(tmp_path):
    index = index_of(
        tmp_path,
        ("99001", "Alpha", "99100", "", "", 5.7, 45.1, PAIX),
        ("99002", "Beta", "99110", "", "", 5.7, 45.112, ("Rue du Bac", 0.0), ("Rue Haute", 0.02)),
    )
    asked = [("rue du bac", "99110", "Beta"), ("rue haute", "99110", "Beta"), ("2 rue du bac", "99110", "Beta")]
    found = verdicts(index, asked, {"QN09901M": (5.7, 45.1061)}, [("QN09901M", "99001")])
    assert told(found) == ["A_VERIFIER", "HORS_QPV", "A_VERIFIER"]


def test_two_streets_of_one_name_are_a_choice_to_make_not_an_address_lost(tmp_path):
    streets = [("Impasse de la Paix", 0.0), ("Impasse de la Paix", 0.03), ("Rue Neuve", 0.01)]
    index = index_of(tmp_path, ("99001", "Alpha", "99100", "", "", 5.7, 45.1, *streets))
    asked = [("10 impasse de la paix", "99100", "Alpha"), ("10 rue inconnue au bataillon", "99100", "Alpha")]
    found = verdicts(index, asked, {"QN09901M": (5.7, 45.1)}, None)
    assert told(found) == ["A_VERIFIER", "ADRESSE_IMPRECISE"]
    assert "plusieurs aussi proches" in found[0][1]


def test_an_address_whose_cell_says_another_commune_than_its_columns(tmp_path):
    index = index_of(
        tmp_path,
        ("99001", "Alpha", "99100", "", "", 5.7, 45.1, PAIX),
        ("99002", "Beta", "99110", "", "", 5.75, 45.1, PAIX, LAC),
    )
    asked = [
        ("10 rue de la paix 99100 Alpha", "99110", "Beta"), ("rue inconnue, 99100 Alpha", "99110", "Beta"),
        ("10 rue de la paix 99110 Beta", "99110", "Beta"), ("10 rue de la paix, Alphonse", "99110", "Beta"),
    ]  # fmt: skip
    found = told(verdicts(index, asked, {"QN09901M": (5.7, 45.1)}, [("QN09901M", "99001", "Alpha")]))
    assert not FIRM & set(found[:2])
    assert found[2:] == ["HORS_QPV", "HORS_QPV"]


def test_a_layer_of_one_departement_and_addresses_of_the_next(tmp_path):
    bac = ("Rue du Bac", 0.06)
    index = index_of(
        tmp_path,
        ("93010", "Bondy", "93140", "", "", 2.48, 48.9, PAIX),
        ("95268", "Garges-lès-Gonesse", "95140", "", "", 2.5, 48.9, PAIX, LAC, bac),
    )
    asked = [
        ("10 rue du lac", "95140", "Garges-lès-Gonesse"), ("rue du lac", "95140", "Garges-lès-Gonesse"),
        ("8-10 rue du lac", "95140", "Garges-lès-Gonesse"), ("10 rue de la paix", "95140", "Garges-lès-Gonesse"),
        ("10 rue de la paix", "93140", "Bondy"),
    ]  # fmt: skip
    # the QPV of Bondy runs on into the next département
    quarters = {"QN09301M": (2.5, 48.9)}
    found = verdicts(index, asked, quarters, None)
    assert told(found) == ["A_VERIFIER"] * 3 + ["EN_QPV", "HORS_QPV"]
    assert all("aucun QPV dans ce département" in why for _verdict, why in found[:3])
    feedback = QgsProcessingFeedback()
    verdicts(index, asked, quarters, None, feedback=feedback)
    assert "has 1 of the {} QPV of département 93".format(QUARTERS["93"]) in feedback.textLog()


def test_perimeters_whose_coordinates_are_read_in_another_system_give_no_verdict(tmp_path):
    """Web Mercator told to be Lambert-93 still lies in France: all of it would be out of any QPV."""
    index = index_of(tmp_path, ("93010", "Bondy", "93140", "", "", 2.48, 48.9, ("Rue du Lac", 0.0)))
    shape = QgsGeometry.fromWkt(perimeter(2.48, 48.9))
    wgs84, mercator = map(QgsCoordinateReferenceSystem, ("EPSG:4326", "EPSG:3857"))
    shape.transform(QgsCoordinateTransform(wgs84, mercator, QgsProject.instance()))
    layer = memory_layer("Polygon", ["code_qp:string"], [(shape.asWkt(3), ("QN09312I",))], "EPSG:2154")
    asked = [("5 rue du Lac", "93140", "Bondy")]
    for listed in (None, [("QN09312I", "93010")]):
        assert verdicts(index, asked, {"QN09312I": (2.48, 48.9)}, listed)[0][0] == "EN_QPV"
        with pytest.raises(QgsProcessingException, match="QN09312I lies 7.. km from Bondy"):
            verdicts(index, asked, {}, listed, QPV=layer)


@pytest.mark.parametrize(
    "address, city",
    [
        ("rue inconnue 93140", ""), ("rue inconnue, 93140 Bondy", ""), ("rue inconnue, Bondy", ""),
        ("rue inconnue Bondy", ""), ("8 rue de la Paix à Bondy", ""), ("Bondy", ""), ("rue inconnue", " / Bondy"),
        ("rue inconnue", " (Bondy)"), ("rue inconnue", " et Bondy"), ("rue inconnue, Saint-Denis", ""),
    ],
)  # fmt: skip
def test_a_commune_without_qpv_proves_nothing_where_the_row_names_another_too(tmp_path, address, city):
    index = index_of(
        tmp_path, ("93010", "Bondy", "93140", "", "", 2.48, 48.9, PAIX),
        ("93033", "Gournay-sur-Marne", "93460", "", "", 2.57, 48.86, LAC),
    )  # fmt: skip
    codes = ["QN093{:02d}M".format(n + 1) for n in range(QUARTERS["93"])]
    quarters = {code: (2.4 + 0.002 * n, 48.95) for n, code in enumerate(codes)}
    listed = [(code, "93066", "Saint-Denis") for code in codes[:-1]] + [(codes[-1], "93010", "Bondy")]
    own = "Gournay-sur-Marne"
    sure = [("rue inconnue", "93460", own), ("rue de Bondy", "93460", own), ("rue inconnue Gournay", "93460", own)]
    found = told(verdicts(index, [(address, "93460", own + city), *sure], quarters, listed))
    assert found[0] in ("A_VERIFIER", "ADRESSE_IMPRECISE")
    assert found[1:] == ["HORS_QPV"] * 3
