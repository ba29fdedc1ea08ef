"""The journal of a run: what went in, with which versions and parameters, and what came out."""
from __future__ import annotations

import datetime
import hashlib
import json
import platform
import re
from pathlib import Path
from urllib.parse import urlsplit

from qgis.core import Qgis, QgsProviderRegistry

from ..domain.errors import QT_TRANSLATE_NOOP, OutputError
from ..sources.reasons import reason

__all__ = ["describe_file", "describe_source", "plugin_version", "told_value", "write"]

_SERVICE = re.compile(r"https?://", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'")
ROOT = Path(__file__).resolve().parent.parent


def plugin_version():
    """Return the plugin's version, as metadata.txt says it."""
    try:
        lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((row.split("=", 1)[1].strip() for row in lines if row.startswith("version=")), "")


def describe_source(layer):
    """Describe an input layer for the journal.

    Parameters
    ----------
    layer : QgsVectorLayer

    Returns
    -------
    dict
        Name, provider, rows, coordinate system; for a file its name, size, date and SHA-256.
        Never a password: only the file's name is kept of the address. Never whom a filter names: the texts in it
        are left out.
    """
    facts = {
        "nom": layer.name(),
        "fournisseur": layer.providerType(),
        "lignes": int(layer.featureCount()),
        "scr": layer.crs().authid(),
        "filtre": _QUOTED.sub("'…'", layer.subsetString()),
    }
    facts.update(describe_file(layer))
    if "fichier" in facts:
        facts["sha256"] = _sha256(_file(layer)[0])
    return facts


def describe_file(layer):
    """Describe the file of a layer.

    Parameters
    ----------
    layer : QgsVectorLayer

    Returns
    -------
    dict
        Name, layer, size and date; empty where there is no file.
    """
    path, inner = _file(layer)
    if not path.is_file():
        return {}
    facts = {"fichier": path.name}
    if inner:
        facts["couche"] = inner
    stat = path.stat()
    facts["taille_octets"] = stat.st_size
    facts["modifie_le"] = datetime.datetime.fromtimestamp(stat.st_mtime).isoformat(timespec="seconds")
    return facts


def _file(layer):
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return Path(str(parts.get("path") or "")), parts.get("layerName")


def _sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def told_value(given):
    """Return a parameter's value as a journal shows it: no user and no key in an address.

    Parameters
    ----------
    given : str, int, float, bool, list or tuple
    """
    if isinstance(given, (list, tuple)):
        return [told_value(value) for value in given]
    if not isinstance(given, str):
        return given
    if _SERVICE.match(given):
        # neither user nor key
        parts = urlsplit(given)
        return "{}://{}{}".format(parts.scheme, parts.hostname or "", parts.path)
    return given


def write(path, algorithm, inputs, parameters, counts, started, warnings):
    """Write a journal as JSON.

    Parameters
    ----------
    path : str
    algorithm : str
        Id of the algorithm.
    inputs : dict of str to dict
        By parameter, from `describe_source`.
    parameters : dict
        As QGIS would write them in a script.
    counts : dict
        Numbers among the results.
    started : datetime.datetime
    warnings : list of str

    Raises
    ------
    OutputError
    """
    now = datetime.datetime.now()
    content = {
        "algorithme": algorithm,
        "debut": started.isoformat(timespec="seconds"),
        "duree_s": round((now - started).total_seconds(), 2),
        "versions": {
            "extension": plugin_version(),
            "qgis": Qgis.QGIS_VERSION,
            "python": platform.python_version(),
            "systeme": platform.system(),
        },
        "entrees": inputs,
        "parametres": parameters,
        "resultats": counts,
        "avertissements": warnings,
    }
    try:
        Path(path).write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            QT_TRANSLATE_NOOP("@default", "The journal could not be written ({why}): choose another file."),
            why=reason(error),
        ) from error
