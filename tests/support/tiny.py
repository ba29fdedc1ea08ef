"""A world of a few streets, small enough to check by eye, and the parameters that put each algorithm to work on it.

No place is as near to one street as to another: what rounding would decide is not tested here.
"""
from __future__ import annotations

import tempfile
from pathlib import Path

from cohesion_territoires.layers.fields import make_field
from cohesion_territoires.sources.address_index import build
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

X0, Y0 = 650_000.0, 6_860_000.0  # Lambert-93, east of Paris
BLOCK = 200.0
BLOCKS = 4
TEXT, INT, DOUBLE, DATE = "text", "int", "double", "date"


def layer(name, kind, fields, rows, crs="EPSG:2154"):
    """Make a memory layer.

    Parameters
    ----------
    name : str
    kind : str
        Geometry as memory layers want it, "None" for a table.
    fields : sequence of (str, kind), kinds as in `make_field`
    rows : sequence of (QgsGeometry or str or None, sequence)
        Geometry, or its WKT in metres from the world's corner; and attributes.
    crs : str
    """
    made = QgsVectorLayer("{}?crs={}".format(kind, crs) if kind != "None" else "None", name, "memory")
    made.dataProvider().addAttributes([make_field(n, t) for n, t in fields])
    made.updateFields()
    features = []
    for geometry, attributes in rows:
        feature = QgsFeature(made.fields())
        if isinstance(geometry, str):
            geometry = QgsGeometry.fromWkt(geometry)
            geometry.translate(X0, Y0)
        if geometry is not None:
            feature.setGeometry(geometry)
        feature.setAttributes(list(attributes))
        features.append(feature)
    done, _features = made.dataProvider().addFeatures(features)
    if not done:
        raise OSError("tiny layer {} refused its rows".format(name))
    made.updateExtents()
    return made


def square(x, y, side):
    return "MULTIPOLYGON((({0} {1},{2} {1},{2} {3},{0} {3},{0} {1})))".format(x, y, x + side, y + side)


def points():
    """Twelve people: inside, outside, near an edge, far away, without geometry; codes with leading zeros."""
    places = [
        (310, 325), (250, 360), (405, 300), (396, 310), (600, 100), (20, 30),
        (715, 690), (410, 650), None, (300, 420), (5000, 5000), (620, 590),
    ]  # fmt: skip
    rows = [
        (
            None if place is None else "POINT({} {})".format(*place),
            [i, "{:05d}".format(1001 + i), ["Éloïse", "Noël d'Août", "Zoé; \"Z\""][i % 3],
             None if i == 4 else 10.5 * i, QDate(2024, 1 + i % 12, 15)],
        )
        for i, place in enumerate(places)
    ]  # fmt: skip
    return layer(
        "points", "Point", [("ident", INT), ("code", TEXT), ("nom", TEXT), ("montant", DOUBLE), ("jour", DATE)], rows
    )


def qpv():
    rows = [
        (square(200, 200, 200), ["QN09901N", "Les Tilleuls", "99001"]),
        (square(600, 500, 150), ["QN09902M", "L'Îlot de l'Ardelle", "99002"]),
    ]
    return layer("qpv", "MultiPolygon", [("code_qp", TEXT), ("lib_qp", TEXT), ("insee_com", TEXT)], rows)


def qpv_previous():
    rows = [(square(200, 200, 180), ["QP099001", "Les Tilleuls", "99001"])]
    return layer("qpv_previous", "MultiPolygon", [("code_qp", TEXT), ("nom_qp", TEXT), ("commune_qp", TEXT)], rows)


def communes():
    rows = [
        ("MULTIPOLYGON(((-200 -200,450 -200,450 1000,-200 1000,-200 -200)))", ["99001", "Valombre"]),
        ("MULTIPOLYGON(((450 -200,1000 -200,1000 1000,450 1000,450 -200)))", ["99002", "Pont-l'Ardelle"]),
    ]
    return layer("communes", "MultiPolygon", [("code_insee", TEXT), ("nom", TEXT)], rows)


def streets():
    """A grid of streets in OpenStreetMap's fields, one of them one-way, and a bit that joins nothing."""
    rows = []
    for i in range(BLOCKS + 1):
        for j in range(BLOCKS):
            a, b = i * BLOCK, j * BLOCK
            rows.append(("LINESTRING({0} {1},{0} {2})".format(a, b, b + BLOCK), "residential"))
            kind = "tertiary" if i == 2 else "residential"
            rows.append(("LINESTRING({1} {0},{2} {0})".format(a, b, b + BLOCK), kind))
    rows.append(("LINESTRING(3000 3000,3100 3000)", "footway"))
    return layer(
        "streets",
        "LineString",
        [("osm_id", TEXT), ("highway", TEXT), ("oneway", TEXT), ("maxspeed", TEXT), ("foot", TEXT), ("access", TEXT)],
        [(g, [str(i), way, "yes" if i == 7 else "no", "30", None, None]) for i, (g, way) in enumerate(rows)],
    )


def cells():
    rows = [
        (square(i * BLOCK + 20, j * BLOCK + 35, BLOCK), ["CRS3035RES200mN{}E{}".format(j, i), 10.0 + 5 * i + j, 4.0])
        for i in range(BLOCKS)
        for j in range(BLOCKS)
    ]
    return layer("cells", "MultiPolygon", [("idcar_200m", TEXT), ("ind", DOUBLE), ("men", DOUBLE)], rows)


def facilities():
    rows = [
        ("POINT(10 405)", ["A1", "Pharmacie"]),
        ("POINT(790 5)", ["A2", "Pharmacie"]),
        ("POINT(405 402)", ["B1", "École"]),
        ("POINT(205 790)", ["C1", None]),
    ]
    return layer("facilities", "Point", [("id_equip", TEXT), ("famille", TEXT)], rows)


def sites():
    """France services in the official columns of 2024, with a bus that is not a place."""
    rows = []
    for ident, x, y, kind, form in (
        ("1001", 100, 205, "Principal", "Fixe"),
        ("1002", 705, 600, "Antenne", "Fixe_antenne(s)"),
        ("1003", 400, 790, "Principal", "Bus_équivalent"),
    ):
        rows.append(("POINT({} {})".format(x, y), [ident, "Site " + ident, "99001", kind, form]))
    return layer(
        "sites",
        "Point",
        [("id_fs", TEXT), ("lib_fs", TEXT), ("insee_com", TEXT), ("type_fs", TEXT), ("format_fs", TEXT)],
        rows,
    )


def addresses():
    """Nine addresses as they are written: found, between neighbours, street only, wrong, blank."""
    rows = [
        (None, [1, "2 rue des Tilleuls", "99100", "Valombre", QDate(2024, 1, 5)]),
        (None, [2, "4 BIS R DES TILLEULS", "99100", "VALOMBRE", None]),
        ("POINT(310 325)", [3, "3 rue des Tilleuls", "99100", "Valombre", QDate(2024, 2, 29)]),
        (None, [4, "place de l'église", "99100", "Valombre", None]),
        (None, [5, "1, pl. de l'Eglise 99100 Valombre", None, None, None]),
        (None, [6, None, None, None, None]),
        (None, [7, "mairie", "99100", "Valombre", None]),
        (None, [8, "1 rue Ailleurs", "01001", "Nulle-Part", None]),
        (None, [9, "6 rue des tilleuls\nbât. B", "99100", "Valombre", None]),
    ]
    return layer(
        "addresses",
        "Point",
        [("ident", INT), ("adresse", TEXT), ("cp", TEXT), ("commune", TEXT), ("jour", DATE)],
        rows,
    )


_folder = tempfile.TemporaryDirectory(prefix="tiny_")


def address_index():
    """Return the path of the local index of `ban_tiny.csv`, made once."""
    path = Path(_folder.name) / "ban.sqlite"
    if not path.exists():
        build([Path(__file__).with_name("ban_tiny.csv")], path)
    return str(path)


def street_index():
    """Return the path of the local index of `ban_tiny_qpv.csv`, whose streets are in the QPV, made once."""
    path = Path(_folder.name) / "ban_qpv.sqlite"
    if not path.exists():
        build([Path(__file__).with_name("ban_tiny_qpv.csv")], path)
    return str(path)


def parcels():
    """A parcel in a QPV, one across its edge, two near, one far, one in two parts, one without polygon."""
    shapes = [
        square(250, 250, 40), square(380, 300, 60), square(500, 250, 80), square(395, 210, 4), square(3000, 3000, 90),
        "MULTIPOLYGON(((20 20,60 20,60 50,20 50,20 20)),((620 520,640 520,640 560,620 560,620 520)))", None,
    ]  # fmt: skip
    rows = [(shape, [i, "{:05d}".format(1001 + i), "AB {}".format(i), 100.5 * i]) for i, shape in enumerate(shapes)]
    fields = [("ident", INT), ("code", TEXT), ("parcelle", TEXT), ("prix", DOUBLE)]
    return layer("parcels", "MultiPolygon", fields, rows)


def listed_communes():
    """Communes as tables write them: whole, zero lost, Excel's guard, arrondissement, unknown, blank."""
    told = ["01001", "1004", '="2A004"', "75101", "99999", None, "93010"]
    rows = [("POINT({0} {0})".format(50 * i) if i != 3 else None, [i, c, 1.5 * i]) for i, c in enumerate(told)]
    return layer("listed_communes", "Point", [("ident", INT), ("codgeo", TEXT), ("montant", DOUBLE)], rows)


def frr_table():
    """A user's table of FRR: two communes."""
    rows = [("POINT(0 0)", ["01004", "FRR+", 1]), (None, ["2A004", "FRR", 2])]
    return layer("frr_table", "Point", [("code", TEXT), ("valeur", TEXT), ("numero", INT)], rows)


def areas():
    """Five communes, one of them without polygon; codes with letters and leading zeros."""
    shapes = [square(0, 0, 200), square(200, 0, 150), square(0, 200, 175), square(400, 400, 90), None]
    told = [("01001", "Valombre"), ("01002", "L'Îlot"), ("2A004", "Aiacciu"), ("75056", "Grand-Ville"), ("01004", None)]
    rows = [(shape, [i, code, name]) for i, (shape, (code, name)) in enumerate(zip(shapes, told))]
    return layer("areas", "MultiPolygon", [("ident", INT), ("code_insee", TEXT), ("nom", TEXT)], rows)


def figures():
    """Figures as an observatory gives them: two years, a lost zero, secrecy, an arrondissement, an unknown code."""
    told = [
        ("1001", 2021, "12,5", 10.0), ("01002", 2021, "s", 20.0), ("2A004", 2021, "-3,25", None),
        ("75101", 2021, "40", 5.0), ("01009", 2021, "7", 1.0), ("01001", 2019, "99", 99.0), ("01004", 2021, "", 4.0),
    ]  # fmt: skip
    rows = [("POINT(10 10)" if i == 0 else None, [i, *row]) for i, row in enumerate(told)]
    fields = [("ident", INT), ("codgeo", TEXT), ("annee", INT), ("taux", TEXT), ("nb_lits", DOUBLE)]
    return layer("figures", "Point", fields, rows)


def rates():
    """A rate by commune in two years, one value hidden, one absent, one below zero."""
    told = [(2019, 12.5, "publie"), (2021, 14.25, "publie"), (2021, None, "secret"), (2021, -3.0, "publie"),
            (2019, None, "absent"), (2019, 7.75, "publie")]  # fmt: skip
    rows = [(square(210 * i, 0, 200), [i, "{:05d}".format(1001 + i), *row]) for i, row in enumerate(told)]
    fields = [("ident", INT), ("code", TEXT), ("annee", INT), ("taux", DOUBLE), ("statut", TEXT)]
    return layer("rates", "MultiPolygon", fields, rows)


def observatory_cache():
    """Return a cache's folder that holds two years of an indicator of the catalogue, made once."""
    from cohesion_territoires.domain.indicators.observations import SECRET, Observations
    from cohesion_territoires.sources import observation_file
    from cohesion_territoires.sources.cache import Cache

    folder = Path(_folder.name) / "cache"
    if not folder.exists():
        codes, values = ["01001", "01002", "2A004", "01001", "75101"], [12.5, None, -3.25, 9.0, 40.0]
        found = Observations.of(
            codes, values, ["2021", "2021", "2021", "2020", "2021"], "com", "2025",
            ["publie", SECRET, "publie", "publie", "publie"],
        )  # fmt: skip
        facts = {"title": "Revenu médian", "geography": "2025", "licence": "lov2", "producer": "Insee"}
        with Cache(folder).reserve("odt:filosofi.med_disp", "com", "FRA", "*") as place:
            observation_file.write(place.folder / "values.gpkg", found, facts)
            place.commit(place.folder / "values.gpkg", facts)
    return str(folder)


def portrait_figures():
    """Two indicators of five communes of Ain in two years: one value hidden, one missing."""
    rows = []
    for title, unit, base in (("Part des 65 ans et plus", "%", 12.5), ("Médecins", "", 3.0)):
        for year in (2015, 2021):
            for i, code in enumerate(("01004", "01001", "01002", "01053", "01034")):
                hidden = "secret" if i == 1 else "absent" if i == 2 else "publie"
                value = base + i + (year - 2015) / 4 if hidden == "publie" else None
                point = "POINT(0 0)" if not rows else None
                rows.append((point, [len(rows), code, "C" + code, year, value, hidden, unit, title, "Insee", "2026"]))
    fields = [("ident", INT), ("code", TEXT), ("nom", TEXT), ("annee", INT), ("valeur", DOUBLE), ("statut", TEXT),
              ("unite", TEXT), ("indicateur", TEXT), ("source", TEXT), ("millesime_geo", TEXT)]  # fmt: skip
    return layer("portrait_figures", "Point", fields, rows)


LAYERS = {
    "portrait_figures": portrait_figures,
    "listed_communes": listed_communes,
    "frr_table": frr_table,
    "areas": areas,
    "rates": rates,
    "figures": figures,
    "parcels": parcels,
    "addresses": addresses,
    "points": points,
    "qpv": qpv,
    "qpv_previous": qpv_previous,
    "communes": communes,
    "streets": streets,
    "cells": cells,
    "facilities": facilities,
    "sites": sites,
}

def catalogue_service():
    """Return the address of an Observatoire des territoires on loopback, which offers what ships."""
    import fake_observatories

    record = {"dataset": "filosofi", "indic": "med_disp", "title": "Revenu", "abstract": "x", "nivgeo": "com2025"}
    return fake_observatories.Geoclip(records=[record]).__enter__().url


# what each algorithm is given: layers by name, other parameters as they are; outputs are those it declares
CASES = {
    "georeferencepoints": (
        {"INPUT": "points", "QPV": "qpv", "QPV_PREVIOUS": "qpv_previous", "COMMUNES": "communes"},
        {"DATE_FIELD": "jour", "SUM_FIELDS": ["montant"], "MAX_DISTANCE": 1000},
    ),
    "georeferenceparcels": ({"INPUT": "parcels", "QPV": "qpv", "QPV_PREVIOUS": "qpv_previous"}, {"EDGE_TOLERANCE": 5}),
    "compareqpvgenerations": (
        {"QPV": "qpv", "QPV_PREVIOUS": "qpv_previous", "POINTS": "points", "POPULATION": "cells"},
        {"SLIVER_WIDTH": 5},
    ),
    "qpvdistancebands": ({"QPV": "qpv"}, {"DISTANCES": "300,500"}),
    "qpvstreetindex": ({"QPV": "qpv"}, {"ADDRESS_INDEX": street_index(), "EDGE_TOLERANCE": 5}),
    "buildaddressindex": ({}, {"INPUT": [str(Path(__file__).with_name("ban_tiny.csv"))]}),
    "geocodeaddresses": ({"INPUT": "addresses"}, {"ADDRESS_INDEX": address_index()}),
    "georeferenceaddresses": (
        {"INPUT": "addresses", "QPV": "qpv", "QPV_PREVIOUS": "qpv_previous", "COMMUNES": "communes"},
        {"ADDRESS_INDEX": address_index(), "DATE_FIELD": "jour"},
    ),
    "checknetwork": ({"NETWORK": "streets"}, {}),
    "accessibilitybands": ({"INPUT": "facilities", "NETWORK": "streets"}, {"BREAKS": "2.3,4.7"}),
    "nearestfacility": (
        {"ORIGINS": "points", "FACILITIES": "facilities", "NETWORK": "streets"},
        {"ORIGIN_ID_FIELD": "ident", "FAMILY_FIELD": "famille", "FACILITY_ID_FIELD": "id_equip"},
    ),
    "territoryportrait": (
        {"INDICATORS": "portrait_figures"},
        {"TERRITORY": "COM-01004", "CACHE_FOLDER": str(Path(_folder.name) / "empty_cache")}
    ),
    "communezonings": ({"INPUT": "listed_communes", "FRR_TABLE": "frr_table"}, {}),
    "joinindicator": ({"BOUNDARIES": "areas", "INPUT": "figures"}, {"CLASSES": 3, "VALUE_FIELDS": ["taux", "nb_lits"]}),
    "classifyindicator": ({"INPUT": "rates"}, {"FIELD": "taux", "CLASSES": 3, "UNIT": "%"}),
    "refreshcatalogue": (
        {},
        {"SERVICE": 0, "SERVICE_URL": catalogue_service(), "CATALOGUE_FOLDER": str(Path(_folder.name) / "catalogues")},
    ),
    "observatorylayer": (
        {"BOUNDARIES": "areas"},
        {"ENTRY": "odt:filosofi.med_disp", "CACHE_FOLDER": observatory_cache(), "REFRESH": 2, "YEAR": "*",
         "CLASSES": 3},
    ),
    "servicecoverage": (
        {"SITES": "sites", "POPULATION": "cells", "NETWORK": "streets", "ZONES": "communes"},
        {"THRESHOLDS": "1,2", "SCENARIO": 3, "REFERENCE_THRESHOLD": 2},
    ),
}
# the layer whose rows come out as they went in: output, input
ROW_BY_ROW = {
    "georeferencepoints": ("OUTPUT", "INPUT"),
    "georeferenceparcels": ("OUTPUT", "INPUT"),
    "geocodeaddresses": ("OUTPUT", "INPUT"),
    "georeferenceaddresses": ("OUTPUT", "INPUT"),
    "nearestfacility": ("OUTPUT", "ORIGINS"),
    "communezonings": ("OUTPUT", "INPUT"),
    "joinindicator": ("OUTPUT", "BOUNDARIES"),
    "classifyindicator": ("OUTPUT", "INPUT"),
}


def parameters(name, given, wanted):
    """Return the parameters that run an algorithm on this world.

    Parameters
    ----------
    name : str
        Algorithm, without the provider.
    given : callable
        ``given(layer name)`` returns the input.
    wanted : callable
        ``wanted(definition)`` returns a destination parameter's value.

    Returns
    -------
    dict
    """
    from qgis.core import QgsApplication, QgsProcessing, QgsProcessingParameterDefinition

    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    layers, others = CASES[name]
    algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:" + name)
    destinations = {d.name(): wanted(d) for d in algorithm.destinationParameterDefinitions()}
    for definition in algorithm.destinationParameterDefinitions():
        # a file that is no layer, but has to be written
        if destinations[definition.name()] is None and not definition.flags() & optional:
            destinations[definition.name()] = QgsProcessing.TEMPORARY_OUTPUT
    return {
        **{parameter: given(layer_name) for parameter, layer_name in layers.items()},
        **others,
        **destinations,
    }
