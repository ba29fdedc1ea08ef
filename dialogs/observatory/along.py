"""What goes along to a computer without network: records of the cache, reference data, a user's own catalogues."""

from __future__ import annotations

from ...domain.errors import QT_TRANSLATE_NOOP, OutputError
from ...layers.profile import cache_folder, user_catalogues
from ...processing_provider import reference_data
from ...translation import tr
from .memory import reference_folder

__all__ = ["Errand", "bring", "references", "take", "told_brought", "told_taken"]

_STOPPED = QT_TRANSLATE_NOOP(
    "@default", "The copy was stopped: what was copied so far stays, and is whole; the rest is not there."
)

BROUGHT = "emporte"
"""Folder of the reference data that came from another computer."""


class Errand:
    """A copy under way, from or to a folder: how much of it is done, and whether someone has stopped it.

    Written in its thread, read in the window's.

    Parameters
    ----------
    folder : str

    Attributes
    ----------
    share : int
        Percent.
    stopped : bool
    """

    def __init__(self, folder):
        self.folder, self.share, self.stopped = folder, 0, False
        self._total, self._done, self._pulse = 1, 0, None

    def begin(self, total, pulse):
        """Say how many bytes there are, and what is obeyed besides."""
        self._total, self._pulse = max(total, 1), pulse

    def count(self, size):
        """Take bytes for copied."""
        self._done += size
        self.share = min(100, 100 * self._done // self._total)

    def pulse(self):
        """Stop where it was asked for.

        Raises
        ------
        OutputError
        """
        self._pulse()
        if self.stopped:
            raise OutputError(_STOPPED)


def references():
    """Return the reference data that are set: key -> source."""
    known = {key: reference_data.get(key) for key in reference_data.KEYS}
    return {key: source for key, source in known.items() if source}


def take(errand, records, sources, pulse):
    """Copy records of the cache and reference data to a folder; return how many records, and the keys copied."""
    from ...sources.cache import Cache
    from ...sources.taken_along import take as take_references
    from ...sources.taken_along import weight

    errand.begin(sum(record.size for record in records) + weight(sources), pulse)
    copied = Cache(cache_folder()).export(errand.folder, records, errand.pulse, errand.count)
    return len(copied), take_references(errand.folder, sources, user_catalogues(), errand.pulse, errand.count)


def bring(errand, pulse):
    """Load what `take` has written; return how many records, and the sources of the reference data by key."""
    from ...sources.cache import Cache
    from ...sources.taken_along import bring as bring_references
    from ...sources.taken_along import noted

    folder = errand.folder
    errand.begin(sum(record.size for record in Cache(folder).records()) + noted(folder), pulse)
    loaded = Cache(cache_folder()).load(folder, errand.pulse, errand.count)
    own = reference_folder(BROUGHT), user_catalogues()
    return len(loaded), bring_references(folder, *own, errand.pulse, errand.count)


def told_taken(folder, sources, taken):
    """Say what was copied, and what could not be."""
    count, keys = taken
    said = tr(
        "{count} files and {references} reference data copied to {folder}: load that folder on the other computer."
    )
    left = len(sources) - len(keys)
    words = said.format(count=count, references=len(keys), folder=folder)
    if left:
        stay = tr("{count} reference data stay here: they are in a database, or their file is gone.")
        words += " " + stay.format(count=left)
    return words


def told_brought(count, adopted, kept):
    """Say what was loaded, and what was left as it is here."""
    words = tr("{count} files and {references} reference data loaded.").format(count=count, references=len(adopted))
    if kept:
        stay = tr("{count} reference data were set here already, and stay as they are.")
        words += " " + stay.format(count=len(kept))
    return words
