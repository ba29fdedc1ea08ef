"""A QGIS of its own that has the plugin: its command, its profile."""
from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def command():
    """Return `qgis_process`, None where it is absent."""
    # Debian 12's wrapper breaks on its own default options
    return shutil.which("qgis_process.bin") or shutil.which("qgis_process")


def profile(folder, settings=""):
    """Make a profile.

    Parameters
    ----------
    folder : pathlib.Path
    settings : str, optional
        More of its settings, as the file has them.

    Returns
    -------
    (dict, pathlib.Path)
        Environment of its processes; the profile itself.
    """
    plugins, own = folder / "plugins", folder / "profile" / "profiles" / "default"
    plugins.mkdir()
    (plugins / "cohesion_territoires").symlink_to(ROOT)
    (own / "QGIS").mkdir(parents=True)
    told = "[PythonPlugins]\ncohesion_territoires=true\n" + settings
    (own / "QGIS" / "QGIS3.ini").write_text(told, encoding="utf-8")
    return {**os.environ, "QGIS_PLUGINPATH": str(plugins), "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile")}, own
