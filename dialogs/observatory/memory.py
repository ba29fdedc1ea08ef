"""What the dock remembers from one session to the next: territory, favourites, recents, offline."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from qgis.core import QgsProject, QgsSettings

from ...domain.errors import ParameterError
from ...domain.indicators.levels import Territory, territory_of
from ...layers.profile import CACHE_KEY, CATALOGUE_KEY, PREFIX, cache_folder, profile_folder, user_catalogues

__all__ = ["CACHE_KEY", "CATALOGUE_KEY", "Memory", "cache_folder", "layer_file", "reference_folder", "user_catalogues"]

LONGEST_RECENT = 30
_OUT_OF_NAMES = re.compile(r"[^\w-]+")
_GIVEN = set()


class Memory:
    """Reads and writes QGIS's settings at once: two windows agree at the next start."""

    def territory(self):
        """Return the territory chosen last, the whole country at first."""
        try:
            return territory_of(self._get("territory", ""))
        except ParameterError:
            return Territory()

    def put_territory(self, territory):
        self._put("territory", str(territory))

    def favourites(self):
        """Return ids, in the order in which they were chosen."""
        return self._list("favourites")

    def toggle(self, entry_id):
        """Make an entry a favourite, or no longer one; return whether it is one now."""
        kept = self.favourites()
        if entry_id in kept:
            kept.remove(entry_id)
        else:
            kept.append(entry_id)
        self._put("favourites", kept)
        return entry_id in kept

    def recents(self):
        """Return ids, the latest first."""
        return self._list("recents")

    def used(self, entry_id):
        """Remember that an entry was added."""
        others = [one for one in self.recents() if one != entry_id]
        self._put("recents", [entry_id, *others][:LONGEST_RECENT])

    def offline(self):
        """Say whether the user wants nothing asked of the network."""
        return str(self._get("offline", "false")).lower() in ("true", "1")

    def put_offline(self, offline):
        self._put("offline", "true" if offline else "false")

    def _list(self, key):
        kept = self._get(key, None)
        # a list of one comes back as a text; what another program wrote is no list
        kept = [kept] if isinstance(kept, str) else kept
        return [str(one) for one in kept if one] if isinstance(kept, (list, tuple)) else []

    @staticmethod
    def _get(key, default):
        return QgsSettings().value(PREFIX + key, default)

    @staticmethod
    def _put(key, value):
        QgsSettings().setValue(PREFIX + key, value)


def reference_folder(name):
    """Return where reference data are written, by the code of their département, or "france"."""
    return profile_folder() / "departements" / name


def layer_file(title, folder=None, suffix=".gpkg"):
    """Return a name for a new file: beside the project where it is saved, in the profile otherwise.

    A name is never given twice, though what was promised it may not be written yet: of two layers asked for one after
    the other, the second would go over the first. And a file that a project shows cannot be replaced on Windows.

    Parameters
    ----------
    title : str
    folder : pathlib.Path, optional
    suffix : str, optional

    Raises
    ------
    OutputError
        Where the folder cannot be made.
    """
    from ...sources.disk import refused

    folder = folder or _beside_project() or profile_folder() / "couches"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, folder) from error
    stem = _OUT_OF_NAMES.sub("_", title).strip("_")[:60] or "couche"
    # two QGIS at once do not know what the other has promised: to the second
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        path = folder / "{}_{}_{}{}".format(stem, stamp, number, suffix)
        if path not in _GIVEN and not path.exists():
            _GIVEN.add(path)
            return path
        number += 1


def _beside_project():
    home = QgsProject.instance().absolutePath()
    return Path(home) / "observatoires" if home and os.access(home, os.W_OK) else None
