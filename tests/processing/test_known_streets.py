"""Numbers of a street and of its namesakes in the parts of a merged commune."""

from __future__ import annotations

import pytest
from address_traps import traps
from cohesion_territoires.domain.addresses.parse import parse
from cohesion_territoires.domain.addresses.resolve import Resolver
from cohesion_territoires.processing_provider.qpv.known_streets import KnownStreets
from cohesion_territoires.sources.address_index import AddressIndex, build


@pytest.mark.parametrize(
    ("commune", "tied", "counted"),
    [("Seynod", False, 20), ("Annecy (Seynod)", False, 20), ("Annecy", True, 40)],
)
def test_a_street_counts_its_own_numbers_and_those_of_its_namesakes_only_in_doubt(tmp_path, commune, tied, counted):
    build(traps(tmp_path), tmp_path / "index.sqlite")
    with AddressIndex.open(tmp_path / "index.sqlite") as index:
        answer = Resolver(index).resolve(parse("rue de la République", None, None, commune))
        known = KnownStreets(index)
        assert answer.kind == "voie" and (answer.margin == 0.0) == tied
        xy, words = known.numbers(known.street(answer), namesakes=tied)
        assert len(xy) == len(words) == counted
