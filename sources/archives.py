"""What is taken out of an archive: one layer or one table, the one in degrees where the territory does not decide."""

from __future__ import annotations

import fnmatch
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceRefusedError
from .disk import require_room, writing
from .reasons import reason
from .sniff import CSV, GEOJSON, GML, GPKG, JSON, ODS, PARQUET, SHP, SQLITE, TOPOJSON, XLS, XLSX, ZIP

__all__ = ["DAMAGED", "chosen", "extract", "inflate_gz"]

LAYER_FORMS = (GPKG, GEOJSON, SHP, TOPOJSON, PARQUET, GML, SQLITE)
TABLE_FORMS = (CSV, XLSX, ODS, XLS, PARQUET, JSON)
# what Shapefiles are made of
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj")
_CHUNK = 1 << 20
LARGEST = 4 << 30
# how names of files write the reference systems of the territories
_DEGREES = re.compile(r"wgs[ _-]?84|4326|crs84", re.IGNORECASE)
_PROJECTED = {
    "": r"2154|lamb(?:ert)?[ _-]?93|l93|rgf93|metro|hexagonale?",
    "971": r"5490|rgaf09|utm20|971|guadeloupe",
    "972": r"5490|rgaf09|utm20|972|martinique",
    "973": r"2972|rgfg95|utm22|973|guyane",
    "974": r"2975|rgr92|utm40|974|reunion",
    "976": r"4471|rgm04|utm38|976|mayotte",
}

_NOTHING = QT_TRANSLATE_NOOP(
    "@default", "The archive of {service} holds nothing that can be used here, only: {names}. See {page}"
)
DAMAGED = QT_TRANSLATE_NOOP("@default", "The archive of {service} is damaged ({why}): run again later.")


def chosen(sniffed, layer, inside=(), department="", name=""):
    """Choose what to take.

    Parameters
    ----------
    sniffed : sources.sniff.Sniffed
        Of the archive.
    layer : bool
        Whether a layer is wanted, or a table.
    inside : sequence of str, optional
        Patterns of names, ``*WGS84.geojson``; the first that something fits wins.
    department : str, optional
        Of the territory, "" for any.
    name : str, optional
        A word that names should have.

    Returns
    -------
    str or None
        Name in the archive.
    str
        Its form.
    """
    usable = [(name, form) for name, form in sniffed.members if form in (*LAYER_FORMS, *TABLE_FORMS, ZIP)]
    for pattern in inside:
        low = pattern.casefold()
        for name_, form in usable:
            full = name_.casefold()
            if fnmatch.fnmatchcase(full, low) or fnmatch.fnmatchcase(PurePosixPath(full).name, low):
                return name_, form
    forms = LAYER_FORMS if layer else TABLE_FORMS
    ranked = sorted(
        (-_suits(name_, department), forms.index(form), len(name_), name_, form)
        for name_, form in usable
        if form in forms and (not name or name.casefold() in name_.casefold())
    )
    return ranked[0][3:] if ranked else (None, "")


def _suits(name, department):
    """Tell how well a name fits a territory: all in degrees first, then its own projection."""
    if _DEGREES.search(name):
        return 2
    own = _PROJECTED.get(department[:3] if department.startswith("97") else "", "")
    return 1 if own and re.search(own, name, re.IGNORECASE) else 0


def extract(path, member, form, target, pulse, service, page=""):
    """Take something out of an archive.

    Parameters
    ----------
    path : pathlib.Path
    member : str or None
    form : str
    target : pathlib.Path
        Folder.
    pulse : callable
    service, page : str
        For messages.

    Returns
    -------
    pathlib.Path
    str
        Its form: that of a Shapefile is ``shp.zip``, its parts in an archive of their own.
    """
    try:
        with zipfile.ZipFile(path) as archive, writing(target):
            if member is None:
                names = ", ".join(archive.namelist()[:10]) or "–"
                raise ServiceRefusedError(_NOTHING, service=service, names=names, page=page)
            if form != SHP:
                inner = target / ("data." + form)
                _copy(archive, member, inner, pulse)
                return inner, form
            stem = member[:-4].casefold()
            parts = [one for one in archive.namelist() if one[:-4].casefold() == stem and one[-4:].lower() in _PARTS]
            inner = target / "data.shp.zip"
            with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
                for part in parts:
                    require_room(target, archive.getinfo(part).file_size)
                    with archive.open(part) as source, made.open("data" + part[-4:].lower(), "w") as sink:
                        _pour(source, sink, archive.getinfo(part).file_size, pulse)
            return inner, "shp.zip"
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise DamagedAnswerError(DAMAGED, service=service, why=reason(error)) from error


def inflate_gz(path, target, pulse, service):
    """Unpack a file packed by gzip.

    Parameters
    ----------
    path, target : pathlib.Path
    pulse : callable
    service : str
    """
    import gzip

    try:
        with writing(target.parent):
            require_room(target.parent, path.stat().st_size * 4)
            with gzip.open(path) as source, open(target, "wb") as sink:
                _pour(source, sink, LARGEST, pulse)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DamagedAnswerError(DAMAGED, service=service, why=reason(error)) from error


def _copy(archive, member, target, pulse):
    size = archive.getinfo(member).file_size
    require_room(target.parent, size)
    with archive.open(member) as source, open(target, "wb") as sink:
        _pour(source, sink, size, pulse)


def _pour(source, sink, most, pulse):
    """Copy, and never more than was announced."""
    done = 0
    while True:
        pulse()
        chunk = source.read(_CHUNK)
        if not chunk:
            return
        done += len(chunk)
        if done > most:
            raise zipfile.BadZipFile("size")
        sink.write(chunk)
