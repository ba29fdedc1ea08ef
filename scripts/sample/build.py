"""Build the whole sample: one GeoPackage, CSV files and a spreadsheet."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from . import (
    addresses,
    attributes,
    beneficiaries,
    cells,
    communes,
    facilities,
    indicators,
    network,
    perimeters,
    spreadsheet,
    tables,
    terrain,
    write,
)
from .place import COMMUNES, SEED


def water():
    """Return the river as parts of rings: its band, wider around the island, which is a hole."""
    left, right = terrain.river_banks()
    band = polygon([np.vstack([left, right[::-1], left[:1]])])
    band = band.Buffer(0) if band.IsValid() else band.MakeValid()
    isle = polygon([terrain.island()])
    wet = band.Union(isle.Buffer(34, 6)).Difference(isle).Buffer(6, 4).Buffer(-6, 4).SimplifyPreserveTopology(1.0)
    return perimeters.to_parts(wet), wet


def polygon(rings):
    """Return an OGR polygon in local metres."""
    shape = ogr.Geometry(ogr.wkbPolygon)
    for ring in rings:
        r = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in np.asarray(ring).tolist():
            r.AddPoint_2D(x, y)
        shape.AddGeometry(r)
    return shape


def territory(rng):
    """Return (communes' parts of rings, who answers which commune a point lies in)."""
    rings, outer = communes.borders(rng), polygon([communes.outline(rng)])
    parts = []
    for ring in rings:
        shape = polygon([ring]).Intersection(outer)
        pieces = (
            [shape]
            if shape.GetGeometryName() == "POLYGON"
            else [shape.GetGeometryRef(i) for i in range(shape.GetGeometryCount())]
        )
        parts.append([[np.round(np.array(p.GetGeometryRef(0).GetPoints())[:, :2], 1)] for p in pieces if p.Area() > 1])
    return parts, communes.Towns(rings)


def repaired(quarter):
    """Return a perimeter as a valid OGR geometry."""
    shape = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in quarter.parts:
        shape.AddGeometry(polygon(part))
    gdal.PushErrorHandler("CPLQuietErrorHandler")  # one of them is meant to be invalid
    valid = shape if shape.IsValid() else shape.MakeValid()
    gdal.PopErrorHandler()
    return valid


def containing(quarters, points):
    """Return the code of the perimeter that holds each point, None where none does."""
    shapes = [(q.code, repaired(q)) for q in quarters]
    codes = []
    for x, y in np.asarray(points).tolist():
        p = ogr.Geometry(ogr.wkbPoint)
        p.AddPoint_2D(x, y)
        codes.append(next((code for code, shape in shapes if shape.Contains(p)), None))
    return codes


def distance_to(quarters):
    """Return a function that gives the signed distance of points to the nearest perimeter, metres."""
    shapes = [(shape, shape.Boundary()) for shape in map(repaired, quarters)]

    def signed(points):
        out = []
        for x, y in np.asarray(points).tolist():
            p = ogr.Geometry(ogr.wkbPoint)
            p.AddPoint_2D(x, y)
            out.append(min((-edge.Distance(p) if shape.Contains(p) else edge.Distance(p)) for shape, edge in shapes))
        return np.array(out)

    return signed


def build(folder):
    """Write the sample into a folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # one generator a theme: a change in one leaves the others as they were
    rngs = {
        name: np.random.default_rng([SEED, n])
        for n, name in enumerate(
            (
                "communes",
                "network",
                "names",
                "addresses",
                "cells",
                "facilities",
                "sites",
                "people",
                "parcels",
                "sheet",
                "indicators",
            )  # fmt: skip
        )
    }
    parts, towns = territory(rngs["communes"])
    ways, field = network.make(rngs["network"])
    ways = attributes.describe(ways, field, towns, rngs["names"])
    homes = addresses.make(ways, towns, rngs["addresses"])
    new, old, _ = perimeters.make(ways, towns)
    signed = distance_to(new)

    def poor(points):
        return (signed(points) < 0).astype(float)

    grid = cells.make(homes, ways, towns, poor, rngs["cells"])
    places = facilities.make(homes, rngs["facilities"])
    write_layers(folder / "exemple.gpkg", parts, ways, new, old, grid, places)
    write_tables(folder, homes, new, signed, rngs)
    return folder


def write_layers(path, parts, ways, new, old, grid, places):
    """Write the GeoPackage."""
    package = write.Package(str(path))
    text = (("code_insee", "text"), ("nom", "text"), ("population", "int"))
    package.layer(
        "communes",
        "Communes (fictives)",
        ogr.wkbMultiPolygon,
        text,
        [((c.code, c.name, c.population), write.polygon_geometry(p)) for c, p in zip(COMMUNES, parts)],
    )
    package.layer(
        "surface_hydrographique",
        "L'Ardelle (fictive)",
        ogr.wkbMultiPolygon,
        (("toponyme", "text"),),
        [(("L'Ardelle",), write.polygon_geometry(water()[0]))],
    )
    package.layer(
        "troncon_de_voie_ferree",
        "Voie ferrée (fictive)",
        ogr.wkbLineString,
        (("nature", "text"),),
        [(("Voie ferrée principale",), write.line_geometry(terrain.RAILWAY))],
    )
    for name, title, fields, rows in (
        ("voirie_osm", "Voirie aux champs OpenStreetMap (fictive)", tables.OSM_FIELDS, tables.osm_rows(ways)),
        ("voirie_bdtopo", "Voirie aux champs BD TOPO (fictive)", tables.BDTOPO_FIELDS, tables.bdtopo_rows(ways)),
    ):
        package.layer(name, title, ogr.wkbLineString, fields, [(v, write.line_geometry(line)) for v, line in rows])
    package.layer(
        "qpv_2024",
        "Quartiers prioritaires 2024 (fictifs)",
        ogr.wkbMultiPolygon,
        perimeters.FIELDS_2024,
        [(perimeters.row_2024(q), write.polygon_geometry(q.parts)) for q in new],
    )
    package.layer(
        "qpv_2015",
        "Quartiers prioritaires 2015 (fictifs)",
        ogr.wkbMultiPolygon,
        perimeters.FIELDS_2015,
        [(perimeters.row_2015(q), write.polygon_geometry(q.parts)) for q in old],
    )
    package.layer(
        "carreaux_200m",
        "Carreaux de 200 m (fictifs)",
        ogr.wkbMultiPolygon,
        cells.FIELDS,
        [(v, write.polygon_geometry([[cells.square(c)]], lambda r: r)) for v, c in grid],
        3035,
    )
    package.layer(
        "equipements",
        "Équipements (fictifs)",
        ogr.wkbPoint,
        facilities.FIELDS,
        [(v, write.point_geometry(p)) for v, p in places],
    )
    package.close()


def write_tables(folder, homes, new, signed, rngs):
    """Write the files of tables."""
    write.table(folder / "liste_qp_2024.csv", perimeters.LIST_HEADER, [perimeters.list_row(q) for q in new], bom=True)
    write.table(folder / "adresses_ban.csv", addresses.HEADER, addresses.rows(homes, rngs["parcels"]))
    people, doors = beneficiaries.make(homes, signed, rngs["people"])
    write.table(folder / "beneficiaires.csv", beneficiaries.HEADER, people)
    write.table(
        folder / "beneficiaires_verite.csv",
        beneficiaries.TRUTH_HEADER,
        [
            (row[0], *write.degrees([door])[0].tolist(), code)
            for row, door, code in zip(people, doors, containing(new, doors))
        ],
    )
    spreadsheet.write(folder / "demandes.xlsx", spreadsheet.HEADER, spreadsheet.make(homes, signed, rngs["sheet"]))
    write.table(
        folder / "france_services.csv",
        facilities.FS_HEADER,
        facilities.france_services(homes, rngs["sites"]),
        delimiter=",",
        quoting=write.csv.QUOTE_ALL,
    )
    write.table(folder / "indicateurs.csv", indicators.HEADER, indicators.rows(rngs["indicators"]), bom=True)
    write.table(folder / "mouvements_communes.csv", indicators.CHANGES_HEADER, indicators.changes(), delimiter=",")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "resources" / "sample"
    build(target)
    for file in sorted(target.iterdir()):
        print(f"{file.stat().st_size:>9,} octets  {file.name}")
