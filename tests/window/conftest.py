"""What the tests of a real QGIS window share: tours of it, and what they told."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 4
"""Windows open together: each waits more than it works."""
PATIENCE = 400
"""Seconds that a window may take where others load the machine; a module has two."""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(2 * PATIENCE + 60))


@pytest.fixture(scope="session")
def tours(request, tmp_path_factory):
    """What will come of the ``TOURS`` of each module that is to be run, by the module's name; all of them set off."""
    modules = dict.fromkeys(item.module for item in request.session.items if hasattr(item.module, "TOURS"))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            module.__name__: pool.submit(toured, tmp_path_factory.mktemp("window"), module.TOURS) for module in modules
        }


def toured(folder, tours):
    """Open one window after the other; return the folder, where they wrote what they saw.

    Parameters
    ----------
    folder : pathlib.Path
    tours : sequence of (str, dict)
        Script, and what it finds in its environment.
    """
    for script, told in tours:
        done = subprocess.run(
            [str(ROOT / "scripts" / "window"), str(ROOT / "scripts" / script), str(folder)],
            env={**os.environ, "SECONDS_AT_MOST": str(PATIENCE), **told},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        log = (folder / "qgis.log").read_text(errors="replace") if (folder / "qgis.log").exists() else ""
        error = folder / "error.txt"
        if done.returncode or error.exists() or "Traceback" in log:
            said = error.read_text(encoding="utf-8") if error.exists() else ""
            raise RuntimeError("\n".join((script, done.stdout, log, said)))
    return folder


@pytest.fixture(scope="module")
def window(request, tours):
    """Folder of what the windows of the module's ``TOURS`` told and showed."""
    return tours[request.module.__name__].result()


@pytest.fixture(scope="module")
def facts(request, window):
    """What the tour wrote into the module's ``FACTS``."""
    return json.loads((window / request.module.FACTS).read_text(encoding="utf-8"))
