"""Give the package its name whatever the checkout is called, and the fixtures tests share."""
from __future__ import annotations

import gc
import importlib.abc
import importlib.util
import os
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent
NAME = "cohesion_territoires"
PATIENCE_MS = 60_000


class Absent(importlib.abc.MetaPathFinder):
    """Make QGIS, Qt and GDAL absent, as `scripts/test --no-qgis` promises."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in {"qgis", "processing", "osgeo", "PyQt5", "PyQt6"}:
            raise ModuleNotFoundError("{} is absent by request (--no-qgis)".format(fullname), name=fullname)


if os.environ.get("COHESION_NO_QGIS"):
    sys.meta_path.insert(0, Absent())

# a machine busy with something else is no failure of ours; the same commit gives the same answer twice:
# `--hypothesis-profile explore` looks for examples nobody has seen yet
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("cohesion", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("cohesion")

if NAME not in sys.modules:
    spec = importlib.util.spec_from_file_location(NAME, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


def pytest_addoption(parser):
    """Add our own option, and the settings of pytest-qgis where that is absent."""
    parser.addoption("--record-contract", action="store_true", help="add what is new to tests/contract.json")
    try:
        parser.addini("qgis_gui_enabled", "read by pytest-qgis")
        parser.addini("qgis_disable_exit", "read by pytest-qgis")
    except ValueError:
        pass  # it is there


def pytest_collection_finish(session):
    """What was made so far stays: it is not looked through again each time that Python looks for circles."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session, exitstatus):
    session.config.exit_status = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Leave at once where QGIS was loaded.

    Layers held by the traceback of a failed test would outlive QGIS, and Python's tidying up would crash on them:
    the exit code would be lost.
    """
    if "qgis.core" in sys.modules and hasattr(config, "exit_status"):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.exit_status)


@pytest.fixture
def qtbot(qtbot):
    """That of pytest-qt, which waits a minute for what is to come: its own five seconds are short on a busy machine."""
    for name in ("waitUntil", "waitSignal"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture(scope="session")
def shared_data():
    """Folder of real data beside the checkout; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data folder ../shared/data is absent")
    return folder


@pytest.fixture(scope="session")
def sample_folder():
    """The built-in sample."""
    return ROOT / "resources" / "sample"


@pytest.fixture(scope="module")
def cohesion_provider(qgis_processing):
    """Our Processing provider, registered for a test module: ``processing.run("cohesion:…")`` works."""
    from cohesion_territoires.processing_provider.provider import CohesionProvider
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    provider = CohesionProvider()
    registry.addProvider(provider)
    # models that chain our own algorithms find them only now
    provider.refreshAlgorithms()
    yield provider
    registry.removeProvider(provider)


@pytest.fixture
def feedback(qgis_app):
    """A feedback that remembers: ``infos, warnings, errors, steps`` (progress), and ``text()``, all of it."""
    from qgis.core import QgsProcessingFeedback

    class Recording(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.infos, self.warnings, self.errors, self.steps = [], [], [], []
            self.progressChanged.connect(self.steps.append)

        def pushInfo(self, info):
            self.infos.append(info)

        def pushWarning(self, warning):
            self.warnings.append(warning)

        def reportError(self, error, fatalError=False):
            self.errors.append(error)

        def text(self):
            return "\n".join(self.infos + self.warnings + self.errors)

    return Recording()


@pytest.fixture
def ear(qgis_app):
    """A proxy on loopback that QGIS, GDAL and Python are told to use: ``ear.knocks`` counts who calls."""
    from listening import listening

    with listening() as made:
        yield made


@pytest.fixture
def account(qgis_app):
    """An account in QGIS's authentication manager, that of the fake SIG Ville; its identifier."""
    from fake_services import SigVille
    from qgis.core import QgsApplication, QgsAuthMethodConfig

    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet():
        manager.setMasterPassword("essai", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("essai")
    for name, value in zip(("username", "password"), SigVille.account):
        config.setConfig(name, value)
    if not manager.storeAuthenticationConfig(config):
        pytest.skip("no authentication database here")
    yield config.id()
    manager.removeAuthenticationConfig(config.id())


class Postgis:
    """The throw-away database that `scripts/test` starts (PG* say where)."""

    def uri(self, table, geometry="geom", key="id"):
        """Return the `QgsDataSourceUri` of a table; give ``geometry=None`` for one without."""
        from qgis.core import QgsDataSourceUri

        uri = QgsDataSourceUri()
        uri.setConnection(
            os.environ["PGHOST"], os.environ["PGPORT"], os.environ["PGDATABASE"], os.environ["PGUSER"], ""
        )
        uri.setDataSource("public", table, geometry or None, "", key)
        return uri

    def store(self, layer, table, key="id"):
        """Copy a layer into a new table and return it as a layer of the database."""
        from qgis.core import QgsVectorLayer, QgsVectorLayerExporter

        uri = self.uri(table, "geom" if layer.isSpatial() else None, key)
        code, why = QgsVectorLayerExporter.exportLayer(
            layer, uri.uri(False), "postgres", layer.crs(), False, {"overwrite": True}
        )
        if int(code) != 0:
            raise OSError("PostGIS refused {}: {}".format(table, why))
        stored = QgsVectorLayer(uri.uri(False), table, "postgres")
        if not stored.isValid():
            raise OSError("PostGIS table {} cannot be read back".format(table))
        return stored


@pytest.fixture(scope="session")
def postgis(qgis_app):
    """A PostGIS database; `scripts/test` and `scripts/with-postgis` start it."""
    if "PGHOST" not in os.environ:
        pytest.skip("no PostGIS here: run through scripts/test or scripts/with-postgis")
    return Postgis()
