"""What several tests read of the real data beside the checkout, without the plugin."""
from __future__ import annotations

import csv
import gzip
from contextlib import suppress


def bondy_addresses(shared_data):
    """Return the rows of Bondy's file of the BAN."""
    with gzip.open(shared_data / "bondy" / "adresses-93010.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    for row in rows:
        # the file's letters were encoded twice; people write them once
        with suppress(UnicodeError):
            row["nom_voie"] = row["nom_voie"].encode("cp1252").decode("utf-8")
    return rows


def transformation(source=4326, target=2154):
    """Return OGR's way from one system to another, by their EPSG codes, longitude first."""
    from osgeo import osr

    systems = osr.SpatialReference(), osr.SpatialReference()
    for system, code in zip(systems, (source, target)):
        system.ImportFromEPSG(code)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(*systems)
