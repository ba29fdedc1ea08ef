"""Which codes of each level lie in a territory, and what is said where nothing tells."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.indicators.entry import Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.processing_provider.observatory.territory import inside_of, say_coarse

pytestmark = pytest.mark.usefixtures("qgis_processing")


@pytest.mark.parametrize(("territory", "level", "inside", "outside"), [
    ("", "com", ["93010", "98701", "x"], []), ("DEP-93", "com", ["93010", "93999"], ["75056", "95018"]),
    # 01340 has become a part of 01015, whoever asks; a code of nobody's is of its département, of no commune
    ("COM-01015", "com", ["01015", "01340"], ["01016", "01999"]), ("DEP-01", "com", ["01340", "01999"], ["38001"]),
    ("REG-84", "com", ["01340", "01999", "69123"], ["21231"]), ("EPCI-200054781", "com", ["93010"], ["01015", "93999"]),
    ("DEP-93", "dep", ["93"], ["75"]), ("REG-11", "dep", ["93", "75"], ["01"]), ("DEP-93", "reg", ["11"], ["84"]),
    ("DEP-93", "ept", ["200057875"], ["200057941"]), ("COM-93010", "epci", ["200054781"], ["200040350"]),
    ("DEP-93", "qpv", ["QN09312I"], ["QN09412I", "QN97103M"]), ("DEP-971", "qpv", ["QN97103M"], ["QN09712I"]),
    ("DEP-2A", "qpv2015", ["QP02A001"], ["QP02B001"]), ("DEP-93", "can", ["9301"], ["7501"]),
    ("COM-93010", "can", ["9301"], ["7501"]), ("DEP-93", "ze", ["1109", "0050"], []),
])  # fmt: skip
def test_who_lies_in_a_territory(territory, level, inside, outside):
    found = inside_of(territory_of(territory), level)
    assert [bool(found(code)) for code in inside + outside] == [True] * len(inside) + [False] * len(outside)


@pytest.mark.parametrize(("territory", "level", "words"), [
    ("", "ze", ""), ("DEP-93", "ze", "nothing tells"), ("DEP-93", "com", ""), ("COM-93010", "arr", ""),
    ("DEP-93", "qpv", ""), ("REG-11", "can", ""), ("EPCI-200054781", "qpv", "the département alone"),
    ("COM-93010", "can", "the département alone"),
])  # fmt: skip
def test_what_goes_beyond_a_territory_is_told(feedback, territory, level, words):
    say_coarse(feedback, Query(level, territory_of(territory), ""), "Titre")
    assert len(feedback.infos) == bool(words) and words in feedback.text()
