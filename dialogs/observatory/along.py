"""What goes along to a computer without network: records of the cache, reference data, a user's own catalogues."""

from __future__ import annotations

from ...layers.profile import cache_folder, user_catalogues
from ...processing_provider import reference_data
from ...translation import tr
from .memory import reference_folder

__all__ = ["bring", "references", "take", "told_brought", "told_taken"]

BROUGHT = "emporte"
"""Folder of the reference data that came from another computer."""


def references():
    """Return the reference data that are set: key -> source."""
    known = {key: reference_data.get(key) for key in reference_data.KEYS}
    return {key: source for key, source in known.items() if source}


def take(folder, records, sources, pulse):
    """Copy records of the cache and reference data to a folder; return how many records, and the keys copied."""
    from ...sources.cache import Cache
    from ...sources.taken_along import take as take_references

    copied = Cache(cache_folder()).export(folder, records, pulse)
    return len(copied), take_references(folder, sources, user_catalogues(), pulse)


def bring(folder, pulse):
    """Load what `take` has written; return how many records, and the sources of the reference data by key."""
    from ...sources.cache import Cache
    from ...sources.taken_along import bring as bring_references

    loaded = Cache(cache_folder()).load(folder, pulse)
    return len(loaded), bring_references(folder, reference_folder(BROUGHT), user_catalogues(), pulse)


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
