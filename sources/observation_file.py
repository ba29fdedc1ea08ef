"""Observations in a file: a GeoPackage without geometry, which QGIS opens as a table.

Columns are ``code, nom, periode, valeur, statut, libelle``; a missing value is NULL.
"""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.observations import Observations
from .disk import writing
from .reasons import reason

__all__ = ["TABLE", "facts_of", "read", "write"]

TABLE = "observations"
FORMAT = 1
_APPLICATION_ID = 0x47504B47
_VERSION = 10200
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
    max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)
    REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE observations (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, code TEXT NOT NULL, nom TEXT,
    periode TEXT NOT NULL, valeur DOUBLE, statut TEXT NOT NULL, libelle TEXT);
CREATE TABLE cohesion_facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)
"""
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
# the three that every GeoPackage has
_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, None),
)
_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "The values kept in {path} cannot be read ({why}): remove them from the cache, and fetch them again."
)


def write(path, observations, facts):
    """Write observations; a file of that name is replaced.

    Parameters
    ----------
    path : str or pathlib.Path
    observations : domain.indicators.observations.Observations
    facts : dict
        What JSON holds; ``title`` names the table.

    Raises
    ------
    OutputError
    """
    path = Path(path)
    with writing(path.parent):
        with suppress(FileNotFoundError):
            path.unlink()
        with closing(sqlite3.connect(str(path), isolation_level=None)) as database:
            # written aside and flushed by who keeps it
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN EXCLUSIVE")
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
            stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
                "VALUES (?, 'attributes', ?, ?, ?)",
                (TABLE, TABLE, str(facts.get("title", "")), stamp),
            )
            database.executemany(
                "INSERT INTO observations (code, nom, periode, valeur, statut, libelle) VALUES (?, ?, ?, ?, ?, ?)",
                _rows(observations),
            )
            told = {
                "format": FORMAT, "level": observations.level, "geography": observations.geography,
                "labels": observations.labels is not None, "names": observations.names or {}, "facts": facts,
            }  # fmt: skip
            database.executemany(
                "INSERT INTO cohesion_facts VALUES (?, ?)",
                [(name, json.dumps(value, ensure_ascii=False)) for name, value in told.items()],
            )
            database.execute("PRAGMA application_id = {:d}".format(_APPLICATION_ID))
            database.execute("PRAGMA user_version = {:d}".format(_VERSION))
            database.execute("COMMIT")


def read(path, period=None):
    """Read observations.

    Parameters
    ----------
    path : str or pathlib.Path
    period : str, optional
        Only those of one period.

    Returns
    -------
    domain.indicators.observations.Observations

    Raises
    ------
    DataError
        Where the file is absent, damaged, or none of ours.
    """
    with _opened(path) as database:
        told = _told(database)
        rows = database.execute(
            "SELECT code, periode, valeur, statut, libelle FROM observations WHERE ? IS NULL OR periode = ? "
            "ORDER BY fid",
            (period, period),
        ).fetchall()
    codes, periods, values, statuses, labels = zip(*rows) if rows else ((),) * 5
    return Observations.of(
        codes, values, periods, told["level"], told["geography"], statuses, labels if told["labels"] else None,
        told["names"],
    )  # fmt: skip


def facts_of(path):
    """Return the facts that were written with observations."""
    with _opened(path) as database:
        return _told(database)["facts"]


class _opened:  # noqa: N801 - used as a statement
    """Open a file to read, and say what is wrong with it."""

    def __init__(self, path):
        self._path, self._database = Path(path), None

    def __enter__(self):
        try:
            # a share of the network has an address that SQLite does not take from as_uri()
            name = Path(os.path.abspath(self._path)).as_posix()
            address = "file://{}{}?mode=ro&immutable=1".format("" if name[0] == "/" else "/", quote(name, safe="/:"))
            self._database = sqlite3.connect(address, uri=True)
            return self._database
        except sqlite3.Error as error:
            raise DataError(_DAMAGED, path=str(self._path), why=reason(error)) from error

    def __exit__(self, _kind, error, _trace):
        self._database.close()
        if isinstance(error, (sqlite3.Error, ValueError, KeyError)) and not isinstance(error, DataError):
            raise DataError(_DAMAGED, path=str(self._path), why=reason(error)) from error


def _told(database):
    told = {name: json.loads(value) for name, value in database.execute("SELECT name, value FROM cohesion_facts")}
    if told["format"] != FORMAT:
        raise ValueError("format {}".format(told["format"]))
    return told


def _rows(observations):
    labels = [None] * len(observations) if observations.labels is None else observations.labels.tolist()
    names = observations.names or {}
    for code, period, value, status, label in zip(
        observations.codes.tolist(), observations.periods.tolist(), observations.values.tolist(),
        observations.statuses.tolist(), labels,
    ):  # fmt: skip
        # NaN is the one number that differs from itself
        yield code, names.get(code), period, value if value == value else None, status, label or None
