"""Street layers to arrays: the same by every way of reading, whatever the geometry."""

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from cohesion_territoires.domain.errors import DataError, MissingCrsError, ParameterError  # noqa: E402
from cohesion_territoires.domain.network import profiles  # noqa: E402
from cohesion_territoires.domain.network.lines import lengths  # noqa: E402
from cohesion_territoires.layers import arrow  # noqa: E402
from cohesion_territoires.layers.crs import authority  # noqa: E402
from cohesion_territoires.layers.fields import make_field  # noqa: E402
from cohesion_territoires.layers.network import NetworkRules, read_streets  # noqa: E402
from cohesion_territoires.layers.wkb import Parts, join_blobs  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

METRIC = authority(2154)


def streets(rows, fields=(("highway", "text"), ("v", "double"), ("n", "int")), kind="LineString", crs="EPSG:2154"):
    """Memory layer; rows are (WKT or None, *values)."""
    layer = QgsVectorLayer("{}?crs={}".format(kind, crs) if crs else kind, "rues", "memory")
    if not crs:
        from qgis.core import QgsCoordinateReferenceSystem

        layer.setCrs(QgsCoordinateReferenceSystem())
    layer.dataProvider().addAttributes([make_field(*field) for field in fields])
    layer.updateFields()
    for wkt, *values in rows:
        feature = QgsFeature(layer.fields())
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values + [None] * (len(fields) - len(values)))
        done, _ = layer.dataProvider().addFeatures([feature])
        assert done
    return layer


def saved(layer, path, form="GPKG"):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = form
    write = QgsVectorFileWriter.writeAsVectorFormatV3
    code, *why = write(layer, str(path), QgsProject.instance().transformContext(), options)
    assert code == QgsVectorFileWriter.WriterError.NoError, why
    return QgsVectorLayer(str(path), "rues", "ogr")


def read(layer, crs=METRIC, whole=None, **rules):
    rules.setdefault("profile", profiles.MANUAL)
    return read_streets(layer, "Rues", crs, NetworkRules(**rules), layer=whole)


def same(one, other):
    for name in ("xy", "offsets", "forward", "backward"):
        np.testing.assert_array_equal(getattr(one.lines, name), getattr(other.lines, name))
    assert (one.filtered, one.no_geometry, one.unmatched, one.left_out) == (
        other.filtered, other.no_geometry, other.unmatched, other.left_out,
    )  # fmt: skip
    for name in ("no_speed", "no_length", "used"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


ROWS = [
    ("LINESTRING(0 0, 100 0)", "primary", 50.0, 1),
    ("LINESTRING(100 0, 100 50, 100 100)", "primary", 30.0, 2),
    ("LINESTRING(5 5, 5 5)", "primary", 30.0, 3),
    (None, "path", 30.0, 4),
    ("LINESTRING(0 0, 0 100)", None, None, None),
    ("LINESTRING(0 100, 100 100)", "éàü", 0.0, 6),
]


def test_walking_minutes_and_counts():
    found = read(streets(ROWS), walking_speed=6.0)
    assert found.no_geometry == 1 and len(found.no_length) == 1 and len(found.no_speed) == 0
    np.testing.assert_allclose(found.lines.forward, [1, 1, 1, 1])
    np.testing.assert_allclose(lengths(found.lines), 100)


def test_by_car_a_line_without_usable_speed_is_counted_or_given_the_default():
    found = read(streets(ROWS), mode=profiles.CAR, speed_field="v")
    np.testing.assert_allclose(found.lines.forward, [0.12, 0.2])
    assert len(found.no_speed) == 2
    found = read(streets(ROWS), mode=profiles.CAR, speed_field="v", default_speed=60.0)
    assert found.defaulted == 2
    np.testing.assert_allclose(found.lines.forward, [0.12, 0.2, 0.1, 0.1])


@pytest.mark.parametrize("form, name", [("GPKG", "r.gpkg"), ("ESRI Shapefile", "r.shp")])
@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"line_filter": "\"highway\" = 'primary'"},
        {"line_filter": "\"highway\" LIKE '%ma%' AND \"n\" < 3"},
        {"time_expression": '"v" / 10 + 1', "default_direction": profiles.FORWARD},
        {"time_expression": "CASE WHEN \"highway\" = 'primary' THEN 2 ELSE 5 END"},
        {"time_expression": "if(\"n\" > 1, \"v\", 7)", "line_filter": '"v" IS NOT NULL'},
        {"direction_field": "highway", "forward": "primary", "one_way_on_foot": True},
        {"mode": profiles.CAR, "speed_field": "v"},
        {"profile": profiles.OSM},
    ],
)
def test_a_file_read_by_arrow_gives_what_qgis_gives(tmp_path, form, name, rules):
    layer = saved(streets(ROWS), tmp_path / name, form)
    if not arrow.readable(layer, layer.fields().names()[-3:]):
        pytest.skip("this GDAL has no Arrow stream")
    fast, slow = read(layer, whole=layer, **rules), read(layer, **rules)
    same(fast, slow)
    np.testing.assert_array_equal(np.sort(fast.lines.ids), np.sort(slow.lines.ids))


def test_multi_and_lines_of_all_lengths_by_arrow(tmp_path):
    rng = np.random.default_rng(2)
    rows = []
    for i in range(300):
        parts = [rng.integers(0, 5000, (rng.integers(2, 9), 2)) for _ in range(rng.integers(1, 4))]
        text = ",".join("(" + ",".join("{} {}".format(*p) for p in part) + ")" for part in parts)
        rows.append(("MULTILINESTRING({})".format(text), "x", 1.0, i))
    layer = saved(streets(rows, kind="MultiLineString"), tmp_path / "m.gpkg")
    same(read(layer, whole=layer), read(layer))


def test_a_stream_that_fails_is_no_error(tmp_path, monkeypatch):
    layer = saved(streets(ROWS), tmp_path / "r.gpkg")
    expected = read(layer)

    def fail(*_):
        yield from ()
        raise RuntimeError("halfway")

    monkeypatch.setattr(arrow, "batches", fail)
    same(read(layer, whole=layer), expected)


def test_arrow_is_not_used_where_it_would_differ(tmp_path):
    layer = saved(streets(ROWS), tmp_path / "r.gpkg")
    assert not arrow.readable(None, []) and not arrow.readable(streets(ROWS), [])
    assert layer.setSubsetString('"n" < 3')
    assert not arrow.readable(layer, ["n"])
    assert len(read(layer, whole=layer).lines) == 2


def test_length_in_an_expression_is_in_metres_on_the_ellipsoid(tmp_path):
    # radius of the meridian at 48°50' on WGS 84: 6,371,662 m; a minute of it: 1,853.44 m
    layer = streets([("LINESTRING(2.35 48.825, 2.35 48.841666666667)",)], crs="EPSG:4326")
    found = read(layer, time_expression="$length / 1000")
    assert found.lines.forward[0] == pytest.approx(1.85344, abs=1e-5)
    walked = read(layer, walking_speed=60.0)
    assert walked.lines.forward[0] == pytest.approx(1.85344, rel=2e-3)


def test_a_geographic_layer_is_measured_in_the_legal_projection():
    layer = streets([("LINESTRING(2.35 48.85, 2.36 48.85)",)], crs="EPSG:4326")
    found = read(layer, walking_speed=6.0)
    assert 600_000 < found.lines.xy[0, 0] < 700_000
    assert lengths(found.lines)[0] == pytest.approx(734, abs=2)


def test_curves_z_and_mixed_layers():
    rows = [
        ("LINESTRING Z(0 0 5, 100 0 9)",),
        ("MULTILINESTRING ZM((0 0 5 1, 0 50 9 1),(0 50 1 1, 0 100 1 1))",),
        ("LINESTRING M(0 100 5, 50 100 9)",),
        ("COMPOUNDCURVE(CIRCULARSTRING(0 0, 1 1, 2 0), (2 0, 3 0))",),
        ("POINT(1 1)",),
        ("POLYGON((0 0, 1 0, 1 1, 0 0))",),
        ("LINESTRING EMPTY",),
        (None,),
    ]
    blobs = []
    from cohesion_territoires.layers.line_rows import line_wkb

    for (wkt,) in rows:
        blobs.append(line_wkb(QgsGeometry.fromWkt(wkt)) if wkt else line_wkb(QgsGeometry()))
    parts = Parts()
    parts.add(*join_blobs(blobs))
    xy, offsets, row = parts.finish()
    assert row.tolist()[:4] == [0, 1, 1, 2] and set(row.tolist()) == {0, 1, 2, 3}
    assert xy[:8].tolist() == [[0, 0], [100, 0], [0, 0], [0, 50], [0, 50], [0, 100], [0, 100], [50, 100]]
    curve = xy[offsets[4] :]
    assert len(curve) > 10 and curve[-1].tolist() == [3, 0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", " Z", " M", " ZM"]),
            st.lists(st.integers(1, 5), max_size=3),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_wkb_of_any_mixture(shapes):
    rng = np.random.default_rng(0)
    blobs, expected = [], []
    for row, (suffix, sizes, multi) in enumerate(shapes):
        if not sizes:
            blobs.append(b"")
            continue
        sizes = [s + 1 for s in sizes] if multi else [sizes[0] + 1]
        parts = [rng.integers(-99, 99, (s, 2 + len(suffix.strip()))) for s in sizes]
        texts = ["(" + ",".join(" ".join(map(str, v)) for v in part) + ")" for part in parts]
        wkt = "MULTILINESTRING{}({})".format(suffix, ",".join(texts)) if multi else "LINESTRING" + suffix + texts[0]
        blobs.append(QgsGeometry.fromWkt(wkt).asWkb().data())
        expected += [(row, part[:, :2].tolist()) for part in parts]
    parts = Parts()
    parts.add(*join_blobs(blobs))
    xy, offsets, rows = parts.finish()
    assert [(r, xy[a:b].tolist()) for r, a, b in zip(rows.tolist(), offsets, offsets[1:])] == expected


def test_profiles_join_where_they_say():
    rows = [("LINESTRING(0 0, 50 0, 100 0)", "primary"), ("LINESTRING(50 0, 50 50)", "primary")]
    assert len(read(streets(rows), profile=profiles.OSM).lines) == 3
    bd_topo = streets(rows, [("nature", "text"), ("vitesse_moyenne_vl", "double")])
    assert len(read(bd_topo, profile=profiles.AUTO).lines) == 2


def test_one_way_values_that_match_nothing_are_counted():
    rows = [("LINESTRING(0 0, 50 0)", "aller"), ("LINESTRING(0 0, 0 50)", "retour"), ("LINESTRING(9 9, 50 9)", None)]
    found = read(
        streets(rows), direction_field="highway", forward="ALLER", mode=profiles.CAR, default_speed=60.0,
        default_direction=profiles.BACKWARD,
    )  # fmt: skip
    assert found.unmatched == {"retour": 1} and found.unmatched_lines.tolist() == [1]
    assert np.isinf(found.lines.forward).tolist() == [False, True, True]
    on_foot = read(streets(rows), direction_field="highway", forward="ALLER")
    assert not on_foot.unmatched and np.isfinite(on_foot.lines.backward).all()


def test_bad_times_are_no_times():
    rows = [("LINESTRING(0 0, 50 {})".format(i), None, value) for i, value in enumerate([1.0, -1.0, None, 0.0])]
    found = read(streets(rows), time_expression='"v"')
    assert found.lines.forward.tolist() == [1, 0] and len(found.no_speed) == 2
    found = read(streets(rows), time_expression='1 / "v"')
    assert found.lines.forward.tolist() == [1] and len(found.no_speed) == 3


def test_expressions_row_by_row_agree_with_columns():
    rows = [("LINESTRING(0 0, {} 0)".format(10 * (i + 1)), "a" if i % 2 else "b", float(i + 1), i) for i in range(9)]
    layer = streets(rows)
    # $id and $length cannot be told from columns
    one = read(layer, time_expression='"v" + 0 * $length', line_filter="\"highway\" = 'a' AND $id > -1")
    two = read(layer, time_expression='"v"', line_filter="\"highway\" = 'a'")
    same(one, two)


@pytest.mark.parametrize(
    "rules, error",
    [
        ({"line_filter": '"highway" ='}, ParameterError),
        ({"line_filter": "\"nowhere\" = 'x'"}, ParameterError),
        ({"time_expression": "unknown_function(1)"}, ParameterError),
        ({"line_filter": "\"highway\" = 'nothing'"}, DataError),
        ({"mode": profiles.CAR}, DataError),
    ],
)
def test_what_cannot_be_used_is_said(rules, error):
    with pytest.raises(error):
        read(streets(ROWS), **rules)


def test_layers_without_lines_or_coordinates():
    with pytest.raises(DataError):
        read(streets([(None,), ("LINESTRING EMPTY",)]))
    with pytest.raises(MissingCrsError):
        read(streets(ROWS, crs=""))


@pytest.mark.parametrize("mode", [profiles.WALK, profiles.CAR])
def test_bd_topo_saved_as_a_shapefile_is_the_same_network(sample_folder, tmp_path, mode):
    layer = QgsVectorLayer("{}|layername=voirie_bdtopo".format(sample_folder / "exemple.gpkg"), "rues", "ogr")
    short = saved(layer, tmp_path / "rues.shp", "ESRI Shapefile")
    assert "sens_de_circulation" not in short.fields().names()
    whole, cut = (read(one, profile=profiles.AUTO, mode=mode) for one in (layer, short))
    assert whole.profile == cut.profile == profiles.BD_TOPO
    assert {k[:10]: v for k, v in whole.left_out.items()} == {k[:10]: v for k, v in cut.left_out.items()}
    np.testing.assert_allclose(whole.lines.forward, cut.lines.forward)
    np.testing.assert_allclose(whole.lines.backward, cut.lines.backward)
    assert len(whole.lines) < len(whole.raw) == len(cut.raw)
