"""What serves in place of what cannot be had: the copy there was, another year's contours; never what is damaged."""
from __future__ import annotations

import pytest
from cohesion_territoires.domain.errors import DamagedAnswerError, NotKeptError, ServiceDownError
from cohesion_territoires.domain.indicators.entry import LAYER, Entry, Query
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.obtain import CACHE_FIRST, REFRESH, obtain
from obtain_world import CLIENT, ENTRY, QUERY, Service, down


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path)


@pytest.mark.parametrize("error", [KeyError("observations"), TypeError("'NoneType'"), RecursionError(), IndexError()])
def test_what_nobody_has_foreseen_of_a_service_is_its_fault_and_the_copy_serves(cache, error):
    service = Service()
    service.error = error
    with pytest.raises(DamagedAnswerError, match="Observatoire.*Médiane.*another form than expected") as raised:
        obtain(ENTRY, QUERY, cache, CLIENT, adapters=service)
    assert raised.value.__cause__ is error or raised.value.__cause__.__cause__ is error
    service.error = None
    kept_ = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service).record
    service.error = error
    again = obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, adapters=service)
    assert again.stale and again.record.path == kept_.path


CONTOURS = Entry("contours:com", "essai", "Contours", LAYER, levels=("com",), years=("2025",), request={"whole": True})


def keep_contours(cache, *years):
    for year in years:
        with cache.reserve("contours:com", "com", "FRA", year) as place:
            (place.folder / "a.geojson").write_text(year)
            place.commit(place.folder / "a.geojson", {"geography": year, "notes": []})


@pytest.mark.parametrize(
    ("kept", "wanted", "found"), [(("2021", "2025"), "2022", "2021"), (("2023", "2021"), "2022", "2021"),
                                  (("2024",), "", "2024"), (("2022", "2024"), "2022", "2022")],
)  # fmt: skip
def test_contours_of_the_nearest_year_serve_where_those_of_the_year_cannot_be_had(cache, kept, wanted, found):
    keep_contours(cache, *kept)
    service, warned = Service(), []
    service.error = down()
    for client, refresh, cause in ((None, CACHE_FIRST, NotKeptError), (CLIENT, CACHE_FIRST, ServiceDownError)):
        got = obtain(
            CONTOURS, Query("com", year=wanted), cache, client, refresh, warn=lambda *told: warned.append(told),
            adapters=service, near=True,
        )  # fmt: skip
        assert got.record.facts["geography"] == got.record.path.read_text() == found
        if found == wanted:
            assert not got.stale and warned == []
            continue
        template, told = warned[-1]
        assert got.stale and isinstance(told["cause"], cause)
        assert "those of {} are used, for those of {} ".format(found, wanted or "2025") in template.format(**told)
        # what is not asked to be near is not taken for what was asked
        with pytest.raises(cause):
            obtain(CONTOURS, Query("com", year=wanted), cache, client, refresh, adapters=service)


def test_no_contours_at_all_are_no_neighbours(cache):
    keep_contours(cache, "sans date")
    with pytest.raises(NotKeptError, match="Contours"):
        obtain(CONTOURS, Query("com", year="2022"), cache, None, near=True, adapters=Service())


def spoil(record):
    """Change bytes of a file, not its length."""
    record.path.chmod(0o644)
    content = bytearray(record.path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 200] = bytes(range(200))
    record.path.write_bytes(content)


def test_a_copy_that_the_disk_has_damaged_is_fetched_again_and_never_served(cache):
    service = Service()
    record = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service).record
    spoil(record)
    with pytest.raises(NotKeptError, match="Médiane.*is damaged"):
        obtain(ENTRY, QUERY, cache, adapters=service)
    again = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service)
    assert not again.from_cache and cache.check(again.record) and len(service.asked) == 2


def test_a_damaged_copy_that_cannot_be_taken_away_is_not_served_either(cache, monkeypatch):
    spoil(obtain(ENTRY, QUERY, cache, CLIENT, adapters=Service()).record)
    monkeypatch.setattr("cohesion_territoires.sources.cache.take_away", lambda _path: False)
    with pytest.raises(NotKeptError, match="is damaged"):
        obtain(ENTRY, QUERY, cache, adapters=Service())
