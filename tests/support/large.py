"""The tiny world, many times as large: a town big enough to feel whether the window still answers."""
from __future__ import annotations

import tiny
from qgis.core import QgsFeature, QgsGeometry, QgsPoint, QgsPointXY, QgsRectangle, QgsVectorLayer

BLOCKS = 100
SIDE = BLOCKS * tiny.BLOCK


def _fill(model, kind, rows):
    """Make a layer with the fields of a tiny one."""
    template = model()
    made = QgsVectorLayer("{}?crs=EPSG:2154".format(kind), "large " + template.name(), "memory")
    made.dataProvider().addAttributes(list(template.fields()))
    made.updateFields()
    fields, batch = made.fields(), []
    for geometry, attributes in rows:
        feature = QgsFeature(fields)
        feature.setGeometry(geometry)
        feature.setAttributes(attributes)
        batch.append(feature)
    made.dataProvider().addFeatures(batch)
    made.updateExtents()
    return made


def _scattered(count, seed):
    """Yield places that look scattered and are always the same."""
    for i in range(count):
        yield tiny.X0 + (i * 0.754877666 + seed) % 1.0 * SIDE, tiny.Y0 + (i * 0.569840296 + seed) % 1.0 * SIDE


def _box(x, y, side):
    return QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))


def _point(x, y):
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))


def points():
    rows = (
        (_point(x, y), [i, "{:05d}".format(i % 99999), "Zoé", 10.5, None])
        for i, (x, y) in enumerate(_scattered(60_000, 0.1))
    )
    return _fill(tiny.points, "Point", rows)


def addresses():
    streets = ("rue des Tilleuls", "r. des tileuls", "place de l'Église", "pl. Eglise", "allée qui n'existe pas")
    rows = (
        (_point(x, y), [i, "{} {}".format(1 + i % 400, streets[i % 5]), "99100", "Valombre", None])
        for i, (x, y) in enumerate(_scattered(30_000, 0.6))
    )
    return _fill(tiny.addresses, "Point", rows)


def parcels():
    rows = (
        (_box(x, y, 10 + i % 50), [i, "{:05d}".format(i), "AB {}".format(i), 1.5 * i])
        for i, (x, y) in enumerate(_scattered(1_000, 0.7))
    )
    return _fill(tiny.parcels, "MultiPolygon", rows)


def qpv():
    rows = (
        (_box(x, y, 400), ["QN{:05d}M".format(i), "Quartier {}".format(i), "99001"])
        for i, (x, y) in enumerate(_scattered(300, 0.2))
    )
    return _fill(tiny.qpv, "MultiPolygon", rows)


def qpv_previous():
    rows = (
        (_box(x, y, 380), ["QP{:06d}".format(i), "Quartier {}".format(i), "99001"])
        for i, (x, y) in enumerate(_scattered(300, 0.2))
    )
    return _fill(tiny.qpv_previous, "MultiPolygon", rows)


def communes():
    side = SIDE / 6
    rows = (
        (_box(tiny.X0 + i * side, tiny.Y0 + j * side, side), ["990{:02d}".format(6 * i + j), "Commune"])
        for i in range(6)
        for j in range(6)
    )
    return _fill(tiny.communes, "MultiPolygon", rows)


def listed_communes():
    rows = (
        (_point(x, y), [i, "{:05d}".format(1001 + i % 50_000), 1.5]) for i, (x, y) in enumerate(_scattered(60_000, 0.2))
    )
    return _fill(tiny.listed_communes, "Point", rows)


def portrait_figures():
    return tiny.portrait_figures()


def frr_table():
    return tiny.frr_table()


def areas():
    rows = (
        (_box(x, y, 90), [i, "{:05d}".format(1001 + i), "Commune {}".format(i)])
        for i, (x, y) in enumerate(_scattered(20_000, 0.8))
    )
    return _fill(tiny.areas, "MultiPolygon", rows)


def figures():
    rows = (
        (QgsGeometry(), [i, "{:05d}".format(1001 + i), 2021, "{},5".format(i * 7919 % 997), 1.0 * i])
        for i in range(40_000)
    )
    return _fill(tiny.figures, "Point", rows)


def rates():
    rows = (
        (
            _box(x, y, 90),
            [i, "{:05d}".format(1001 + i % 20_000), 2019 + 2 * (i // 20_000), i * 7919 % 99_991 / 7.0, "publie"],
        )
        for i, (x, y) in enumerate(_scattered(40_000, 0.9))
    )
    return _fill(tiny.rates, "MultiPolygon", rows)


def streets():
    def rows():
        for i in range(BLOCKS + 1):
            for j in range(BLOCKS):
                a, b, c = i * tiny.BLOCK, j * tiny.BLOCK, (j + 1) * tiny.BLOCK
                for ends in (((a, b), (a, c)), ((b, a), (c, a))):
                    line = QgsGeometry.fromPolyline([QgsPoint(tiny.X0 + x, tiny.Y0 + y) for x, y in ends])
                    yield line, ["1", "residential", "no", "30", None, None]

    return _fill(tiny.streets, "LineString", rows())


def cells():
    rows = (
        (_box(tiny.X0 + 200 * i + 20, tiny.Y0 + 200 * j + 35, 200), ["c{}_{}".format(i, j), 10.0, 4.0])
        for i in range(BLOCKS)
        for j in range(BLOCKS)
    )
    return _fill(tiny.cells, "MultiPolygon", rows)


def facilities():
    families = ("Pharmacie", "École", "Gare", None)
    rows = ((_point(x, y), [str(i), families[i % 4]]) for i, (x, y) in enumerate(_scattered(400, 0.3)))
    return _fill(tiny.facilities, "Point", rows)


def sites():
    kinds = (("Principal", "Fixe"), ("Antenne", "Fixe_antenne(s)"), ("Principal", "Bus_équivalent"))
    rows = (
        (_point(x, y), [str(1000 + i), "Site", "99001", *kinds[i % 3]]) for i, (x, y) in enumerate(_scattered(30, 0.4))
    )
    return _fill(tiny.sites, "Point", rows)


def few():
    """Some places to draw bands around."""
    rows = ((_point(x, y), [str(i), None]) for i, (x, y) in enumerate(_scattered(12, 0.5)))
    return _fill(tiny.facilities, "Point", rows)


def ban_file(folder):
    """Write 120,000 addresses of 5,000 streets in the BAN's columns; return the parameter that names them."""
    import ban_rows

    def rows():
        for street in range(5_000):
            insee = "99{:03d}".format(1 + street // 100)
            place = {"lon": "{:.6f}".format(1.0 + street * 1e-5), "lat": "46.5", "code_insee": insee}
            place["nom_voie"] = "Rue {}".format(street)
            model = ban_rows.row(code="{:04d}".format(street % 100), numero="NUMBER", **place)
            for number in range(1, 25):
                yield model.replace("NUMBER", str(number))

    return [str(ban_rows.write(folder / "adresses.csv", *rows()))]


LAYERS = {"few": few, **{name: globals()[name] for name in tiny.LAYERS}}
# what is no layer: a function of the folder to write it in
FILES = {"ban_file": ban_file}
