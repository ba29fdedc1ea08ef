"""Small countries made to mislead: communes merged, namesakes, lists and indexes of other years or filtered."""

from __future__ import annotations

from ban_rows import row, write
from cohesion_territoires.sources.address_index import build
from memory import memory_layer
from qgis import processing
from qgis.core import NULL

NUMBERS = range(1, 21)
STEP = 0.0002
"""Degrees from one number to the next, about 15 m."""


def index_of(folder, *communes):
    """Make an index.

    Parameters
    ----------
    folder : pathlib.Path
    *communes : tuple
        Code, name, postcode, former code, former name, longitude, latitude, then streets: each begins there, or
        that many degrees farther north (``("Rue du Lac", 0.02)``), and has the numbers 1 to 20.
    """
    rows = []
    for place, (insee, name, postcode, former, former_name, lon, lat, *streets) in enumerate(communes):
        for rank, (street, north) in enumerate(streets):
            rows += [
                row(
                    code="{:02d}{:02d}".format(place, rank), numero=str(n), nom_voie=street, code_postal=postcode,
                    code_insee=insee, nom_commune=name, code_insee_ancienne_commune=former,
                    nom_ancienne_commune=former_name, lon="{:.6f}".format(lon + STEP * n),
                    lat="{:.6f}".format(lat + north + 0.0001 * (n % 2)), type_position="entrée",
                )
                for n in NUMBERS
            ]  # fmt: skip
    path = folder / "ban.sqlite"
    build([write(folder / "ban.csv", *rows)], path)
    return str(path)


def perimeter(lon, lat, side=0.012):
    """Return a square around a street that begins there, half a kilometre wide."""
    west, south = lon - side / 4, lat - side / 2
    return "Polygon(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(west, south, west + side, south + side)


def verdicts(index, asked, quarters, listed, feedback=None, **more):
    """Run `georeferenceaddresses`.

    Parameters
    ----------
    index : str
    asked : sequence of tuple
        Address, postcode, commune, INSEE code; the last ones may be left out.
    quarters : dict of str to (float, float)
        Where each QPV is, by its code.
    listed : sequence of tuple or None
        Rows of the official list: QPV, communes, names of the communes.
    feedback : QgsProcessingFeedback, optional

    Returns
    -------
    list of (str, str)
        Verdict and reason.
    """
    qpv = [(perimeter(*place), (code, "Quartier " + code)) for code, place in quarters.items()]
    given = {
        "INPUT": memory_layer(
            "None",
            ["adresse:string", "code_postal:string", "commune:string", "code_insee:string"],
            [(None, [*line, None, None, None][:4]) for line in asked],
        ),
        "QPV": memory_layer("Polygon", ["code_qp:string", "lib_qp:string"], qpv, "EPSG:4326"),
        "ADDRESS_INDEX": index,
        "OUTPUT": "memory:",
        **more,
    }
    if listed is not None:
        fields = ["code_qp:string", "insee_com:string", "lib_com:string"]
        given["QPV_LIST"] = memory_layer("None", fields, [(None, [*line, None][:3]) for line in listed])
    layer = processing.run("cohesion:georeferenceaddresses", given, feedback=feedback)["OUTPUT"]
    return [(f["verdict"], "" if f["motif"] == NULL else f["motif"]) for f in layer.getFeatures()]
