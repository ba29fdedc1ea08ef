"""The commune that an address names: what proves it, what contradicts it, and where the address was found."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from cohesion_territoires.domain.addresses.normalise import city_words
from cohesion_territoires.domain.addresses.parse import Query
from cohesion_territoires.domain.qpv.asked_communes import AskedCommunes, elsewhere, homonym, unnamed
from cohesion_territoires.domain.qpv.official_list import far_from_home, read_official_list


class Town:
    """A commune of an index."""

    def __init__(self, insee, name, postcodes, old=(), parts=()):
        self.insee, self.words, self.postcodes = insee, city_words(name), tuple(postcodes)
        self.old, self.parts = tuple(old), tuple(parts)


class Towns:
    def __init__(self, *towns):
        self.towns = towns

    def commune(self, insee):
        return next((t for t in self.towns if insee == t.insee or insee in dict(t.old)), None)

    def communes_named(self, words):
        return [t for t in self.towns if words in (t.words, *(city_words(n) for _code, n in t.old))]

    def communes_of_postcode(self, postcode):
        return [t for t in self.towns if postcode in t.postcodes]


LIST = [("QN09901M", "99228", "Valombre"), ("QN09902M", "99174", "Corbeil-Essonnes")]
OFFICIAL = read_official_list(LIST, ["QN09901M", "QN09902M"])
INDEX = Towns(
    Town("99228", "Valombre Bellerive", ["99000", "99080"], [("99182", "Bellerive")]),
    Town("99001", "Abbeville", ["99150"]),
    Town("99016", "Angerville", ["99670"]),
)


def asked(postcode=None, city="", insee=None, said=""):
    return Query(postcode=postcode, city_words=city_words(city), citycode=insee, said=tuple(said.split()))


@pytest.mark.parametrize(
    ("query", "empty"),
    [
        (asked(insee="99001"), True),
        (asked("99150", "Abbeville"), True),
        (asked("99150", "abbeville", "99001"), True),
        (asked("99151", "abbeville", "99001"), True),  # a CEDEX code, with the name
        (asked("99151", "abbeville"), True),
        (asked("99151", "", "99001"), False),
        (asked("99670", "abbeville"), False),  # another commune's postcode
        (asked("80150", "abbeville"), False),  # another département's
        (asked("99150"), False),
        (asked("", "abbeville"), False),
        (asked(None, "angerville", "99001"), False),  # name and code say two communes
        (asked(insee="99182"), False),  # retired: merged into one that has a QPV
        (asked(insee="99999"), False),  # unknown
        (asked(insee="99174"), False),
        (asked("99000", "Valombre-Bellerive"), False),
    ],
)
def test_a_commune_without_qpv_is_proven_by_what_is_asked(query, empty):
    assert AskedCommunes(INDEX, OFFICIAL).read([query])[0].tolist() == [empty]


def test_a_commune_that_has_absorbed_one_with_qpv_is_not_proven_by_an_older_list():
    merged = Towns(Town("99001", "Abbeville", ["99150"], [("99174", "Corbeil-Essonnes")]))
    assert AskedCommunes(merged, OFFICIAL).read([asked(insee="99001")])[0].tolist() == [False]


def test_a_commune_whose_streets_lie_in_a_perimeter_is_not_proven():
    seen = []

    def crossed(codes):
        seen.append(codes)
        return "99016" in codes

    known = AskedCommunes(INDEX, OFFICIAL, crossed=crossed)
    assert known.read([asked(insee="99001"), asked(insee="99016"), asked(insee="99016")])[0].tolist() == [
        True, False, False,
    ]  # fmt: skip
    assert seen == [{"99001"}, {"99016"}]


@pytest.mark.parametrize(
    ("query", "empty"),
    [
        (asked(insee="99001"), True),
        (asked(None, "Abbeville", "99001"), True),
        (asked(insee="99182"), False),
        (asked("99150", "abbeville"), False),
        (asked(None, "Valombre", "99001"), False),  # the name of a commune that has a QPV
        (asked(None, "Saint-Ouen", "99001"), False),  # short for one that may have some
    ],
)
def test_a_code_of_a_layer_of_communes_proves_without_an_index(query, empty):
    known = AskedCommunes(None, OFFICIAL, frozenset(("99001", "99228")))
    assert known.read([query])[0].tolist() == [empty]


def test_a_name_that_nothing_can_check_disproves_a_code():
    nameless = read_official_list([row[:2] for row in LIST], ["QN09901M", "QN09902M"])
    known = AskedCommunes(None, nameless, frozenset(("99001",)))
    assert known.read([asked(insee="99001"), asked(None, "Abbeville", "99001")])[0].tolist() == [True, False]


def test_without_a_list_no_commune_is_empty():
    assert AskedCommunes(INDEX, None).read([asked(insee="99001")])[0].tolist() == [False]


def answer(insee="99001", postcode="99150", city="Abbeville", former_city="", former_insee=""):
    return SimpleNamespace(
        insee=insee, postcode=postcode, city=city, former_city=former_city, former_insee=former_insee
    )


@pytest.mark.parametrize(
    ("query", "found", "empty"),
    [
        (asked("99150", "Abbeville"), answer(), True),
        (asked("99150", "Abbeville"), answer(postcode="99670"), False),
        (asked("99150", "Angerville"), answer(), False),
        (asked(None, "Abbeville"), answer(), False),
        (asked("99150", "Corbeil"), answer(former_city="Corbeil", former_insee="99174"), False),
        (asked("99150", "Abbeville"), SimpleNamespace(), False),
        (asked(insee="99001"), answer(), True),
        (asked(None, "Abbeville", "99001"), answer(), True),
        (asked(None, "Angerville", "99001"), answer(), False),
        (asked("80150", "", "99001"), answer(), False),
        (asked(insee="99016"), answer(), False),
    ],
)
def test_a_service_proves_a_commune_where_it_agrees_with_name_and_postcode(query, found, empty):
    assert AskedCommunes(None, OFFICIAL).read([query], [found])[0].tolist() == [empty]


def test_a_cell_that_names_another_commune_disproves_the_others():
    said = [("valombre bellerive",), ("bellerive",), ("abbeville",), ("residence des lilas",), ()]
    queries = [Query(postcode="99150", city_words=city_words("Abbeville"), places=places) for places in said]
    assert AskedCommunes(INDEX, OFFICIAL).read(queries)[0].tolist() == [False, False, True, True, True]
    coded = [Query(citycode="99001", places=places) for places in (("valombre",), ("les lilas",))]
    assert AskedCommunes(None, OFFICIAL, frozenset(("99001",))).read(coded)[0].tolist() == [False, True]


def test_mayotte_is_whole_by_its_code():
    official = read_official_list([("QN97651C", "97611")], ["QN97651C"])
    queries = [
        asked(insee="97611"), asked("97600", "", "97602"), asked(), asked(None, "Mamoudzou", "97611"),
        asked("97600", "Kawéni", "97611"), asked(None, "Bondy", "97611"), asked("93140", "", "97611"),
    ]  # fmt: skip
    empty, whole = AskedCommunes(None, official).read(queries)
    assert not empty.any()
    assert whole == ["QN97651C", "", None, "QN97651C", "QN97651C", None, None]


# where the address was found ---------------------------------------------------------------------------------

DENIS = Town("11339", "Saint-Denis", ["11310"])
PARIS = Town("75105", "Paris 5e Arrondissement", ["75005"])
MERGED = Town("93066", "Saint-Denis", ["93200", "93380"])


@pytest.mark.parametrize(
    ("query", "commune", "other"),
    [
        (asked("93200", "Saint-Denis"), DENIS, True),  # the namesake of another département
        (asked("93200"), DENIS, True),
        (asked("11310", "Saint-Denis"), DENIS, False),
        (asked("11310", "St Denis"), DENIS, False),
        (asked("11310", "Saint-Dennis"), DENIS, False),
        (asked("11310", "le hameau"), DENIS, False),  # its postcode vouches for it
        (asked("11000", "Saint-Denis"), DENIS, False),  # a CEDEX, or a slip
        (asked(None, "Bondy"), DENIS, True),
        (asked(None, "Bondy", "11339"), DENIS, True),
        (asked("11310", "Bondy", "11339"), DENIS, False),
        (asked("11000"), DENIS, True),
        (asked("11000", said="rue de la paix saint denis"), DENIS, False),
        (asked("93200", said="rue de la paix saint denis"), DENIS, True),
        (asked("93200", "Saint-Denis", "11339"), DENIS, False),  # two against one
        (asked(), DENIS, False),
        (asked("75013", "Paris"), PARIS, False),
        (asked(None, "Paris", "75056"), PARIS, False),
        (asked("93380", "Pierrefitte-sur-Seine", "93059"), MERGED, False),
        (asked(None, "", "93059"), MERGED, False),
    ],
)
def test_one_of_name_postcode_and_code_must_lead_to_the_commune_found(query, commune, other):
    assert elsewhere(query, commune) is other


@pytest.mark.parametrize(
    ("query", "commune", "doubtful"),
    [
        (asked(None, "Saint-Denis"), DENIS, True),
        (asked(None, "Saint-Denis"), None, True),
        (asked("11310", "Saint-Denis"), DENIS, False),
        (asked(None, "Saint-Denis", "11339"), DENIS, False),
        (asked(said="rue de la paix saint denis"), DENIS, True),
        (asked(said="rue de la paix"), DENIS, False),
        (asked(None, "Bondy"), None, False),
    ],
)
def test_a_name_that_several_communes_bear_proves_none(query, commune, doubtful):
    assert homonym(query, commune) is doubtful


def test_an_address_that_names_no_commune_is_known():
    assert unnamed(asked(said="rue de la paix"), DENIS)
    assert not unnamed(asked(said="rue de la paix saint denis"), DENIS)
    assert not unnamed(Query(said=("rue", "haute"), places=("st denis",)), DENIS)
    assert not unnamed(asked("11310", said="rue de la paix"), DENIS)


def test_perimeters_read_in_another_system_than_theirs_are_far_from_their_communes():
    bondy = SimpleNamespace(insee="93010", name="Bondy", lon=2.48, lat=48.9)
    cayenne = SimpleNamespace(insee="97302", name="Cayenne", lon=-52.33, lat=4.92)
    here, away, border = (2.48, 48.9), (-1.0, 43.5), (-54.0, 3.6)
    listed = {"93010": {"QN09312I"}}
    assert far_from_home(["QN09312I"], [here], [bondy], listed) is None
    code, commune, far = far_from_home(["QN09312I"], [away], [bondy], listed)
    assert (code, commune) == ("QN09312I", "Bondy") and 600_000 < far < 700_000
    # without a list, from what the codes say of the département
    assert far_from_home(["QN09399I"], [away], [bondy]) is not None
    assert far_from_home(["QN97301I"], [border], [cayenne]) is None
    # one that is where it should be, nothing to look at, codes of another kind
    assert far_from_home(["QN09312I", "QN09313I"], [here, away], [bondy], listed) is None
    assert far_from_home(["QN06901M", None, "Nord", "QP093012"], [away] * 4, [bondy]) is None
