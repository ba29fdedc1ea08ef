"""Reference data set once: what the options page stores and what parameters start from."""
from __future__ import annotations

from qgis.core import QgsSettings

__all__ = ["KEYS", "get", "put"]

PREFIX = "cohesion_territoires/reference/"
KEYS = (
    "qpv_2024",
    "qpv_2015",
    "qpv_list",
    "communes",
    "address_index",
    "streets",
    "roads",
    "population",
    "france_services",
)


def get(key):
    """Return the source stored under a key.

    Returns
    -------
    str or None
        A path or a provider's URI, None where nothing is set.

    Raises
    ------
    KeyError
        When the key is not one of `KEYS`.
    """
    if key not in KEYS:
        raise KeyError(key)
    return QgsSettings().value(PREFIX + key, None) or None


def put(key, value):
    """Store a source under a key; an empty value forgets it."""
    if key not in KEYS:
        raise KeyError(key)
    if value:
        QgsSettings().setValue(PREFIX + key, str(value))
    else:
        QgsSettings().remove(PREFIX + key)
