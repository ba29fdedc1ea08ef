"""What the sources of files write is opened by QGIS, in the coordinates that they say."""
from __future__ import annotations

import zipfile

import ogc_servers
import pytest
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.layers import network_transport
from cohesion_territoires.sources.archives import extract
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.ogc_features import OgcFeatures
from qgis.core import QgsVectorFileWriter, QgsVectorLayer


@pytest.fixture
def sample(sample_folder):
    layer = QgsVectorLayer("{}|layername=communes".format(sample_folder / "exemple.gpkg"), "communes", "ogr")
    assert layer.isValid()
    return layer


def same(layer, sample):
    """Compare areas by code: metres in both."""
    assert layer.isValid() and layer.crs().authid() == "EPSG:2154"
    found = {f["code_insee"]: f.geometry().area() for f in layer.getFeatures()}
    expected = {f["code_insee"]: f.geometry().area() for f in sample.getFeatures()}
    assert sorted(found) == sorted(expected)
    assert all(abs(found[code] - area) < 1e-6 * area for code, area in expected.items())


@pytest.mark.parametrize("formats", ["geojson", ""])
def test_a_layer_of_a_server(qgis_app, sample, sample_folder, tmp_path, formats):
    with ogc_servers.MapServer(tmp_path, sample_folder / "exemple.gpkg", formats=formats) as server:
        entry = Entry("x", "ogc", "Communes", "layer", request={"address": server.url, "layer": "communes"})
        # over QGIS's own network
        got = OgcFeatures().fetch(Client(network_transport.session()), entry, Query(), tmp_path)
    layer = QgsVectorLayer(str(got.path), "a", "ogr")
    same(layer, sample)
    assert layer.fields().field("code_insee").typeName().startswith("String")


def test_a_shapefile_out_of_an_archive(qgis_app, sample, tmp_path):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    (tmp_path / "shp").mkdir()
    (tmp_path / "out").mkdir()
    context = sample.transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(sample, str(tmp_path / "shp" / "communes.shp"), context, options)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("lisez-moi.txt", "bonjour")
        for part in (tmp_path / "shp").iterdir():
            archive.write(part, "dossier/" + part.name)
    path, form = extract(
        tmp_path / "all.zip", "dossier/communes.shp", "shp", tmp_path / "out", lambda: None, "service"
    )
    assert form == "shp.zip"
    same(QgsVectorLayer(str(path), "a", "ogr"), sample)
