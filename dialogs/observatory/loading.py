"""What the dock opens from: the shipped catalogue and territories, read in a thread, nothing asked of any service."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...domain.collecting import put_off
from ...domain.indicators.levels import DEP, Territory
from ...layers.profile import cache_folder, user_catalogues
from ...sources.catalogue import Catalogue
from ...sources.territories import shipped as shipped_territories

__all__ = ["Loaded", "added_servers", "forget_server", "kept_records", "load_catalogue", "load_territories"]


@dataclass
class Loaded:
    """What has been read so far.

    Attributes
    ----------
    catalogue : sources.catalogue.Catalogue or None
    territories : sources.territories.Territories or None
    records : dict of str to list of sources.cache.Record
        What the cache has, by entry.
    """

    catalogue: object = None
    territories: object = None
    records: dict = field(default_factory=dict)


@put_off()
def load_catalogue(_pulse):
    """Read the catalogue and make its index."""
    catalogue = Catalogue.shipped().with_user_files(user_catalogues())
    catalogue.index.look("")
    return catalogue


@put_off()
def load_territories(_pulse):
    """Read the territories and what they are found by; return them, and the départements by code."""
    territories = shipped_territories()
    territories.find("a", 1, (DEP,))
    return territories, {code: territories.name(DEP, code) for code in territories.members(Territory(), DEP)}


def added_servers(_pulse):
    """List the servers that were added to the catalogue, each with its file."""
    from ...sources.catalogue_lists import servers

    return servers(user_catalogues())


def forget_server(path):
    """Take a server out of the catalogue, by its file."""
    from ...sources.catalogue_lists import forget

    forget(path)


def kept_records(_pulse):
    """List the cache; return its records by entry, and how many bytes they take."""
    from ...sources.cache import Cache

    cache, by_entry = Cache(cache_folder()), {}
    for record in cache.records():
        by_entry.setdefault(record.entry, []).append(record)
    return by_entry, cache.size()
