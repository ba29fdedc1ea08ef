"""Every fault of every service of the observatories, through the algorithm as a French user runs it.

Each ends in a sentence that says what to do, the cache whole; the copy that there is serves; the next run is right.
"""
from __future__ import annotations

import outcomes
import pytest
from cohesion_territoires.sources import adapter as adapters
from cohesion_territoires.sources.cache import Cache
from memory import memory_layer
from observatory_services import CASES, SERVICES, quickly, told_of
from qgis import processing
from qgis.core import QgsFeatureRequest, QgsProcessingException, QgsSettings

pytestmark = pytest.mark.usefixtures("cohesion_provider")
FOLDER_SETTING = "cohesion_territoires/observatory/catalogue_folder"
BONDY = [("Polygon ((650000 6860000, 650100 6860000, 650100 6860100, 650000 6860000))", ["93010", "Bondy"])]


@pytest.fixture(autouse=True)
def in_french(qgis_app):
    yield from outcomes.french()


@pytest.fixture
def service(request, tmp_path, monkeypatch):
    with SERVICES[request.param]() as made:
        told_of(tmp_path / "catalogues", [made])
        QgsSettings().setValue(FOLDER_SETTING, str(tmp_path / "catalogues"))
        monkeypatch.setattr(adapters, "adapter", made.adapters)
        yield made
    QgsSettings().remove(FOLDER_SETTING)


def run(service, cache, feedback=None, refresh=0):
    """Bring the entry of a service to the map; return its rows as dictionaries."""
    indicator = service.entry.kind == "indicator"
    boundaries = memory_layer("Polygon", ["code:string", "nom:string"], BONDY, "EPSG:2154") if indicator else None
    territory = str(service.query.territory)
    given = {
        "ENTRY": service.entry.id, "TERRITORY": "" if territory == "FRA" else territory, "YEAR": service.query.year,
        "REFRESH": refresh, "CACHE_FOLDER": str(cache.folder), "BOUNDARIES": boundaries, "OUTPUT": "memory:",
    }  # fmt: skip
    layer = processing.run("cohesion:observatorylayer", given, feedback=feedback)["OUTPUT"]
    names = layer.fields().names()
    return [dict(zip(names, map(outcomes.plain, f.attributes()))) for f in layer.getFeatures(QgsFeatureRequest())]


def whole(cache):
    """Check that all that a cache serves is what it says, and that nothing is left of what went wrong."""
    aside = cache.folder / "aside"
    left = [path for path in aside.rglob("*") if path.is_file() and ".part" not in path.name]
    return left == [] and all(cache.check(record) for record in cache.records())


@pytest.mark.parametrize("service, fault", CASES, indirect=["service"])
def test_a_fault_is_said_in_french_the_copy_serves_and_the_next_run_is_right(
    service, fault, tmp_path, monkeypatch, feedback
):
    cache = Cache(tmp_path / "cache é")
    service.fault = fault
    with monkeypatch.context() as patch:
        quickly(patch, fault)
        with pytest.raises(QgsProcessingException) as raised:
            run(service, cache)
        # an address ends no sentence
        sentence = str(raised.value).replace(service.entry.page, "…/taux.")
        outcomes.well_said(sentence)
        outcomes.in_french(sentence)
        assert cache.records() == [] and whole(cache)
    service.fault = None
    first = run(service, cache)
    assert first and whole(cache)
    if hasattr(service, "change"):
        service.change()
    service.fault = fault
    with monkeypatch.context() as patch:
        quickly(patch, fault)
        assert run(service, cache, feedback, 1) == first
        (said,) = [one for one in feedback.warnings if "copie" in one]
        outcomes.in_french(said)
        assert service.entry.title in said and whole(cache)
    service.fault = None
    assert run(service, cache, refresh=1) and whole(cache)
