"""What reference files hold, whatever they are: the right ones are taken, of the others it is said what is wrong."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.layers.pack_files import index_contents, layer_contents
from cohesion_territoires.sources.department_pack import contents, unpacked
from cohesion_territoires.sources.territories import shipped
from osgeo import gdal, ogr, osr
from qgis.core import QgsVectorLayer

SQUARE = "POLYGON ((2 48, 3 48, 3 49, 2 49, 2 48))"
BROKEN = "POLYGON ((2 48, 3 49, 3 48, 2 49, 2 48))"
LAMBERT = "POLYGON ((652000 6860000, 653000 6860000, 653000 6861000, 652000 6860000))"
CODES = shipped().communes(Territory("dep", "93"))


def item(key, department="93"):
    return next(one for one in contents(department) if one.key == key)


def written(path, driver, rows, epsg=4326, kind=ogr.wkbPolygon, name="communes", codes=ogr.OFTString):
    """Write rows of (code, nom, WKT)."""
    crs = None
    if epsg:
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = gdal.GetDriverByName(driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(name, crs, kind)
    layer.CreateField(ogr.FieldDefn("code", codes))
    layer.CreateField(ogr.FieldDefn("nom", ogr.OFTString))
    for code, name, wkt in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        if code is not None:
            feature.SetField("code", code)
        feature.SetField("nom", name)
        if wkt:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    dataset = layer = None
    return str(path)


def problems(source, key="communes", communes="", department="93"):
    one = item(key, department)
    return [str(error) for error in one.check.problems(layer_contents(str(source), one, lambda: None, communes))]


def communes(path, driver="GPKG", wkt=SQUARE, codes=CODES, **options):
    return written(path, driver, [(code, "Commune", wkt) for code in codes], **options)


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", "MapInfo File"])
def test_communes_of_any_format_are_taken(tmp_path, driver):
    ends = {"GPKG": ".gpkg", "GeoJSON": ".geojson", "FlatGeobuf": ".fgb", "MapInfo File": ".tab"}
    assert problems(communes(tmp_path / ("c" + ends.get(driver, ".shp")), driver)) == []


def test_a_shapefile_of_an_archive_is_read_by_gdal_and_by_qgis(tmp_path, qgis_app):
    source = Path(communes(tmp_path / "QP_L93.shp", "ESRI Shapefile", wkt=LAMBERT, epsg=2154))
    with zipfile.ZipFile(tmp_path / "qp.zip", "w") as archive:
        for path in tmp_path.glob("QP_L93.*"):
            archive.write(path, "QP/" + path.name)
    taken = unpacked(tmp_path / "qp.zip", item("communes"), (), lambda end: tmp_path / ("pris" + end), lambda: None)
    assert taken.name == "pris.shp.zip" and problems(taken) == []
    opened, same = (QgsVectorLayer(str(path), "c", "ogr") for path in (taken, source))
    assert opened.isValid() and opened.featureCount() == same.featureCount() == len(CODES)
    assert opened.crs() == same.crs() and opened.extent() == same.extent()


def test_broken_polygons_missing_ones_and_another_projection_do_not_matter(tmp_path):
    rows = [(code, "Commune", BROKEN if n else None) for n, code in enumerate(CODES)]
    assert problems(written(tmp_path / "b.gpkg", "GPKG", [*rows, (None, "?", SQUARE)])) == []
    assert problems(communes(tmp_path / "l.gpkg", wkt=LAMBERT, epsg=2154)) == []
    assert problems(communes(tmp_path / "z.gpkg", kind=ogr.wkbMultiPolygon25D)) == []


def test_codes_that_are_numbers_are_read(tmp_path):
    assert problems(communes(tmp_path / "n.gpkg", codes=[int(c) for c in CODES])) == []


def test_the_layer_named_is_read(tmp_path):
    path = communes(tmp_path / "c.gpkg")
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    dataset.CreateLayer("vide", None, ogr.wkbPolygon)
    dataset = None
    assert problems(path + "|layername=communes") == [] and problems(path + "|layername=vide") == ["There is no row."]
    with pytest.raises(DataError, match="does not open"):
        problems(path + "|layername=ailleurs")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"epsg": 0}, "system is not declared"), ({"kind": ogr.wkbPoint, "wkt": "POINT (2 48)"}, "no polygons"),
        ({"wkt": LAMBERT}, "(652000, 6860000) are not those of the system"), ({"codes": CODES[:9]}, "9 found"),
        ({"codes": []}, "There is no row"), ({"codes": ["59350"]}, "the first is “59350”"),
        ({"kind": ogr.wkbNone, "wkt": None}, "no polygons"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path, options, says):
    found = problems(communes(tmp_path / "c.gpkg", **options))
    assert len(found) == 1 and says in found[0]


def test_what_is_no_layer_does_not_open(tmp_path):
    garbage, empty, folder = tmp_path / "g.gpkg", tmp_path / "e.shp", tmp_path / "folder"
    garbage.write_bytes(bytes(range(256)) * 40)
    empty.write_bytes(b"")
    folder.mkdir()
    for source in (garbage, empty, folder, tmp_path / "absent.gpkg", "", "a\0b"):
        with pytest.raises(DataError, match="does not open"):
            problems(source)
    for source in (garbage, empty, tmp_path / "absent.sqlite"):
        with pytest.raises(DataError):
            index_contents(str(source))


def test_a_list_may_be_of_any_encoding_or_a_workbook(tmp_path):
    rows = ["code_qp;nom_qp;insee_com", *("QN093{:02}M;Cité;93001".format(n) for n in range(1, 76))]
    for name, encoding in (("a.csv", "utf-8"), ("b.csv", "utf-8-sig"), ("c.csv", "latin-1")):
        (tmp_path / name).write_text("\n".join(rows), encoding=encoding)
        assert problems(tmp_path / name, "qpv_list") == []
    (tmp_path / "d.csv").write_text("\n".join(rows[:60]), encoding="utf-8")
    assert "59 found, where at least 75" in problems(tmp_path / "d.csv", "qpv_list")[0]


def test_a_network_is_set_against_the_ground_of_the_communes(tmp_path):
    def roads(west, size):
        line = {"type": "LineString", "coordinates": [[west, 48], [west + size, 48 + size]]}
        properties = {"nature": "Route", "sens_de_circulation": "", "vitesse_moyenne_vl": 50}
        feature = {"type": "Feature", "properties": properties, "geometry": line}
        path = tmp_path / "r.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature] * 100}))
        return path

    ground = communes(tmp_path / "c.gpkg")
    assert problems(roads(2, 1), "streets", ground) == []
    assert "communes first" in problems(roads(2, 1), "streets")[0]
    assert "outside" in problems(roads(5, 1), "streets", ground)[0]
    assert "only a part" in problems(roads(2, 0.5), "streets", ground)[0]
    found = layer_contents(str(roads(0, 5)), item("streets"), lambda: None, ground)
    west, south, east, north = found.ground
    assert found.covered == 1.0 and west < 1.97 and east > 3.03 and south < 47.98 and north > 49.02
    assert layer_contents(str(roads(1.5, 2)), item("streets"), lambda: None, ground).ground is None


def test_real_files_of_corsica_and_of_bondy(shared_data):
    corsica, bondy = shared_data / "corsica", shared_data / "bondy"
    south = str(corsica / "communes-2A-corse-du-sud.geojson")
    assert problems(south, department="2A") == []
    north = corsica / "communes-2B-haute-corse.geojson"
    assert "No code is of the département 2A" in problems(north, department="2A")[0]
    grid = corsica / "carr_corse_1km_2015_crs3035.gpkg"
    assert problems(grid, "population", south, "2A") == []
    found = problems(corsica / "corsica.gpkg|layername=links", "roads", south, "2A")
    assert len(found) == 2 and "oneway" in found[0] and "maxspeed" in found[1]
    # a town is not its département; another département is elsewhere
    assert "covers only a part" in problems(bondy / "filosofi200m_bondy.gpkg", "population", _seine(shared_data))[0]
    assert "covers only a part" in problems(bondy / "voirie_osm2023_walk.gpkg", "streets", _seine(shared_data))[0]
    assert "outside the département 93" in problems(grid, "population", _seine(shared_data))[0]
    listed = shared_data / "qpv" / "commune_code_qp_2024_metropole.csv"
    assert problems(listed, "qpv_list") == problems(listed, "qpv_list", department="2A") == []
    assert "No code is of the département 974" in problems(listed, "qpv_list", department="974")[0]
    for edition in ("liste-fs-20221201.csv", "liste-fs-20240801.csv"):
        assert problems(shared_data / "france_services" / edition, "france_services", department="2A") == []


def _seine(shared_data):
    """Return the ground of the Seine-Saint-Denis, of which a département's outline serves as well as its communes'."""
    path = shared_data / "communes" / "departements.geojson"
    found = next(f for f in json.loads(path.read_text(encoding="utf-8"))["features"] if f["properties"]["code"] == "93")
    content = json.dumps({"type": "FeatureCollection", "features": [found]}).encode()
    gdal.FileFromMemBuffer("/vsimem/93.geojson", content)
    return "/vsimem/93.geojson"
