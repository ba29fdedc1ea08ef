"""Bondy's addresses written as spreadsheets do, their verdict held against OGR on the address that was meant."""

from __future__ import annotations

import csv
import gzip
from contextlib import suppress

import pytest
from address_noise import noisy
from cohesion_territoires.sources.address_index import build
from memory import memory_layer
from qgis import processing

ogr = pytest.importorskip("osgeo.ogr")
osr = pytest.importorskip("osgeo.osr")

pytestmark = pytest.mark.usefixtures("cohesion_provider")
FIELDS = ["rang:string", "adresse:string", "numero:string", "cp:string", "commune:string", "code_insee:string"]


def to_lambert():
    wgs, lambert = osr.SpatialReference(), osr.SpatialReference()
    wgs.ImportFromEPSG(4326)
    lambert.ImportFromEPSG(2154)
    for system in (wgs, lambert):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(wgs, lambert)


def test_no_firm_answer_is_wrong_for_the_address_that_was_meant(shared_data, tmp_path):
    path = shared_data / "bondy" / "adresses-93010.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    for row in rows:
        # the file's letters were encoded twice; people write them once
        with suppress(UnicodeError):
            row["nom_voie"] = row["nom_voie"].encode("cp1252").decode("utf-8")
    build([path], tmp_path / "index.sqlite")
    contours = str(shared_data / "bondy" / "contours_bondy.gpkg")
    data = ogr.Open(contours)
    shapes = [f.geometry().Clone().MakeValid() for f in data.GetLayerByName("qpv2024_clip")]
    change = to_lambert()
    meant = {}
    for row in rows:
        x, y, _z = change.TransformPoint(float(row["lon"]), float(row["lat"]))
        spot = ogr.CreateGeometryFromWkt("POINT ({} {})".format(x, y))
        meant[row["id"]] = any(shape.Contains(spot) for shape in shapes)
    asked = noisy(rows, 20261125)
    table = memory_layer("None", FIELDS, [
        (None, [str(n), a.address, a.number, a.postcode, a.city, a.citycode]) for n, a in enumerate(asked)
    ])  # fmt: skip
    layer = processing.run(
        "cohesion:georeferenceaddresses",
        {
            "INPUT": table,
            "NUMBER_FIELD": "numero",
            "QPV": contours + "|layername=qpv2024_clip",
            "ADDRESS_INDEX": str(tmp_path / "index.sqlite"),
            "OUTPUT": "memory:",
        },
    )["OUTPUT"]
    verdicts = [(f["rang"], f["verdict"], f["motif"]) for f in layer.getFeatures()]
    assert [v[0] for v in verdicts] == [str(n) for n in range(len(asked))]
    firm = [(v, a) for v, a in zip(verdicts, asked) if v[1] in ("EN_QPV", "HORS_QPV")]
    wrong = [(v, a) for v, a in firm if (v[1] == "EN_QPV") != meant[a.id]]
    assert len(firm) >= 0.85 * len(asked)
    # the engine itself is allowed two wrong addresses in a thousand; few of those change the answer
    assert len(wrong) <= 0.0005 * len(asked)
