"""Disks that refuse, through the algorithm in French: a clear message, nothing lost, what is kept serves."""

from __future__ import annotations

import errno
import threading

import bad_disks
import outcomes
import pytest
from beats import Beats
from cohesion_territoires.sources import adapter as adapters
from cohesion_territoires.sources.cache import Cache
from observatory_services import SERVICES, told_of
from observatory_world import keep, squares, values
from qgis import processing
from qgis.core import QgsProcessingException, QgsSettings, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("cohesion_provider")
FOLDER_SETTING = "cohesion_territoires/observatory/catalogue_folder"
CODES = ["{:05d}".format(n) for n in range(1001, 1401)]
MEDIAN = "odt:filosofi.med_disp"


@pytest.fixture(autouse=True)
def in_french(qgis_app):
    yield from outcomes.french()


@pytest.fixture
def filled(tmp_path):
    """A cache with an indicator of 400 communes and their contours."""
    keep(tmp_path / "cache", MEDIAN, "com", "FRA", "*", values(CODES), "values")
    keep(tmp_path / "cache", "contours:com", "com", "FRA", "2025", squares(CODES), "contours")
    return Cache(tmp_path / "cache")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A file at data.gouv.fr, some hundred kilobytes long."""
    with SERVICES["datagouv"]() as made:
        for _turn in range(19):
            made.change()
        told_of(tmp_path / "catalogues", [made])
        QgsSettings().setValue(FOLDER_SETTING, str(tmp_path / "catalogues"))
        monkeypatch.setattr(adapters, "adapter", made.adapters)
        yield made
    QgsSettings().remove(FOLDER_SETTING)


def run(cache, entry=MEDIAN, output="memory:", refresh=2, **more):
    given = {"ENTRY": entry, "REFRESH": refresh, "CACHE_FOLDER": str(cache.folder), "OUTPUT": output, **more}
    return processing.run("cohesion:observatorylayer", given)


def refused(*words, **more):
    """Return what a run that fails says, in French."""
    with pytest.raises(QgsProcessingException) as raised:
        run(*words, **more)
    outcomes.well_said(str(raised.value))
    outcomes.in_french(str(raised.value))
    return str(raised.value)


@pytest.mark.parametrize("size", [5_000, 30_000, 100_000, 115_000])
@pytest.mark.parametrize("name", ["couche.gpkg", "couche.shp", "couche.geojson"])
def test_a_result_that_the_disk_has_no_room_for_is_no_success(filled, tmp_path, name, size):
    """GDAL writes the rows when it closes, and says nothing of those that it could not."""
    run(filled)
    with bad_disks.full_beyond(size):
        try:
            results = run(filled, output=str(tmp_path / name))
        except QgsProcessingException as error:
            outcomes.well_said(str(error))
            assert "disque" in str(error)
        else:
            # there was room for all of it, then
            assert QgsVectorLayer(results["OUTPUT"], "", "ogr").featureCount() == len(CODES)
            assert (name, size) != ("couche.gpkg", 115_000)
    assert QgsVectorLayer(run(filled, output=str(tmp_path / name))["OUTPUT"], "", "ogr").featureCount() == len(CODES)


def test_where_a_result_cannot_be_made_it_says_why(filled, tmp_path, monkeypatch):
    (tmp_path / "fichier").write_bytes(b"")
    assert "introuvable" in refused(filled, output=str(tmp_path / "fichier" / "a.gpkg"))
    # the superuser has every right: what the system says to anyone else is put in its mouth
    (tmp_path / "a.gpkg").mkdir()
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    assert "droit refusé" in refused(filled, output=str(tmp_path / "a.gpkg"))


@pytest.mark.parametrize("size", [30_000, 80_000, 105_000])
def test_contours_that_could_not_be_made_ready_are_not_kept(filled, size):
    before = [record.path for record in filled.records()]
    with bad_disks.full_beyond(size):
        assert run(filled)["COUNT_JOINED"] == len(CODES)
    assert [record.path for record in filled.records()] == before
    assert run(filled)["COUNT_JOINED"] == len(CODES) and len(filled.records()) == len(before) + 1


def test_a_download_that_the_disk_has_no_room_for(site, tmp_path):
    cache = Cache(tmp_path / "cache")
    with bad_disks.full_beyond(50_000):
        said = refused(cache, site.entry.id, refresh=0)
    assert "plein" in said and str(cache.folder) in said and cache.records() == []
    assert run(cache, site.entry.id, refresh=0)["OUTPUT"].featureCount() > 0
    (record,) = cache.records()
    site.change()
    with bad_disks.full_beyond(50_000):
        # the copy serves
        assert run(cache, site.entry.id, refresh=1)["OUTPUT"].featureCount() > 0
    assert [one.path for one in cache.records()] == [record.path] and cache.check(record)


def test_a_profile_that_is_read_only(filled, site, monkeypatch):
    with bad_disks.read_only(monkeypatch, filled.folder):
        assert run(filled)["COUNT_JOINED"] == len(CODES)
        said = refused(filled, site.entry.id, refresh=0)
        assert "lecture seule" in said and str(filled.folder) in said and "autre dossier" in said
    assert len(filled.records()) == 2 and run(filled, site.entry.id, refresh=0)["OUTPUT"].featureCount() > 0


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_drive_that_knows_no_locks(site, tmp_path, monkeypatch, number):
    cache = Cache(tmp_path / "cache")
    with bad_disks.without_locks(monkeypatch, number):
        assert run(cache, site.entry.id, refresh=0)["OUTPUT"].featureCount() > 0
        site.change()
        assert run(cache, site.entry.id, refresh=1)["OUTPUT"].featureCount() > 0
    assert all(cache.check(record) for record in cache.records())
    assert not [path for path in (cache.folder / "aside").iterdir() if path.is_dir()]


def test_a_file_that_is_open_elsewhere_is_never_replaced(site, tmp_path, monkeypatch):
    cache = Cache(tmp_path / "cache")
    run(cache, site.entry.id, refresh=0)
    (record,) = cache.records()
    content = record.path.read_bytes()
    site.change()
    with bad_disks.held_open(monkeypatch, cache.files):
        rows = run(cache, site.entry.id, refresh=1)["OUTPUT"].featureCount()
    assert rows > 400 and record.path.read_bytes() == content
    assert [one.path != record.path for one in cache.records()] == [True]


def test_whom_another_program_keeps_waiting_is_told(filled, site, feedback):
    released = threading.Event()
    holder = filled.reserve(site.entry.id, site.query.level, "FRA", site.query.year)
    holder.__enter__()

    def told():
        return any("attend" in words for words in feedback.infos)

    def release():
        holder.__exit__(None, None, None)
        released.set()

    given = {
        "ENTRY": site.entry.id, "REFRESH": 0, "CACHE_FOLDER": str(filled.folder), "OUTPUT": "memory:",
    }  # fmt: skip
    with Beats(release, told):
        assert processing.run("cohesion:observatorylayer", given, feedback=feedback)["OUTPUT"].featureCount() > 0
    assert released.is_set() and told()
