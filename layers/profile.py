"""Where the plugin keeps things: the cache, a user's catalogues, the reference data of a département."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsApplication, QgsSettings

__all__ = ["CACHE_KEY", "CATALOGUE_KEY", "PREFIX", "cache_folder", "profile_folder", "user_catalogues", "zoning_folder"]

PREFIX = "cohesion_territoires/observatory/"
CACHE_KEY, CATALOGUE_KEY = PREFIX + "cache_folder", PREFIX + "catalogue_folder"
_OWN = "cohesion_territoires"


def profile_folder():
    """Return the plugin's own folder in the profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / _OWN


def cache_folder():
    """Return where what was fetched is kept: the environment's wish, the user's, or the profile."""
    wish = os.environ.get("COHESION_CACHE_FOLDER") or QgsSettings().value(CACHE_KEY, "")
    return Path(wish) if wish else profile_folder() / "cache"


def user_catalogues():
    """Return where a user's own catalogue files are looked for."""
    wish = QgsSettings().value(CATALOGUE_KEY, "")
    return Path(wish) if wish else profile_folder() / "catalogues"


def zoning_folder():
    """Return where a user's own tables of zonings are looked for."""
    return profile_folder() / "zonages"
