"""QGIS without a window, with the plugin's package imported under its own name."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import contextmanager

NAME = "cohesion_territoires"


@contextmanager
def opened(root):
    """Open QGIS in French; yield the plugin's package."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    spec = importlib.util.spec_from_file_location(NAME, root / "__init__.py", submodule_search_locations=[str(root)])
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)
    translation = importlib.import_module(NAME + ".translation")
    kept = translation.install_translator()
    yield package
    translation.remove_translator(kept)
    sys.stdout.flush()
