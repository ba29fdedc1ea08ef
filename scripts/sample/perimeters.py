"""The priority neighbourhoods, two generations of them, drawn along the streets as the law does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from .curves import along, cut, lengths, offset, project
from .junctions import degrees, keys, split_at
from .place import COMMUNES, DEPARTEMENT, EPCI, REGION

FIELDS_2024 = tuple(
    (n, "text")
    for n in ("code_qp", "lib_qp", "insee_reg", "lib_reg", "insee_dep", "lib_dep", "insee_com", "lib_com", "siren_epci")
)
FIELDS_2015 = tuple((n, "text") for n in ("code_qp", "nom_qp", "commune_qp"))
LIST_HEADER = "code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci".split(";")


@dataclass(frozen=True)
class Perimeter:
    """One perimeter: its code, its name, its communes, its outline (list of parts, each a list of rings)."""

    code: str
    name: str
    communes: tuple
    parts: list


def blocks(ways):
    """Return the town's blocks: the faces between streets, as OGR polygons in local metres."""
    lines = ogr.Geometry(ogr.wkbMultiLineString)
    streets = [w for w in ways if w.plane == 0 and w.kind not in ("footway", "steps", "path", "track", "construction")]
    count = degrees(streets)
    for way in streets:
        k = keys(way.line)
        for piece in split_at(way, [i for i, p in enumerate(k) if count[p] > 2]):
            g = ogr.Geometry(ogr.wkbLineString)
            for x, y in piece.line.tolist():
                g.AddPoint_2D(x, y)
            lines.AddGeometry(g)
    return [g.Clone() for g in lines.Polygonize()]


def quarter(faces, x, y, radius, setback=0.0, where=None, sides=7):
    """Return the union of the blocks that lie mostly in a polygon around a point.

    Blocks cut by its sides are taken whole, left out, or (the large ones) cut; the edge then stands `setback`
    metres behind the streets, as where a perimeter follows the backs of gardens.
    """
    t = np.arange(sides) * 2 * np.pi / sides + 0.35
    r = radius * (1 + 0.16 * np.sin(2 * t + x) + 0.10 * np.cos(3 * t + y))
    reach = ogr.Geometry(ogr.wkbPolygon)
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for px, py in np.round(np.column_stack([x + r * np.cos(t), y + r * np.sin(t)])[[*range(sides), 0]], 1).tolist():
        ring.AddPoint_2D(px, py)
    reach.AddGeometry(ring)
    chosen = None
    for face in faces:
        c = face.Centroid()
        if where is not None and not where(c.GetX(), c.GetY()):
            continue
        part = face.Intersection(reach)
        share = part.Area() / face.Area()
        if share < 0.3 or (face.Area() > 110_000 and part.Area() < 8_000):
            continue
        taken = face if share > 0.62 and face.Area() < 110_000 else part
        if 0.3 <= share <= 0.62 and face.Area() < 40_000:
            continue
        chosen = taken if chosen is None else chosen.Union(taken)
    if setback:
        chosen = chosen.Buffer(6, 2).Buffer(-6 - setback, 2)
        chosen = chosen.SimplifyPreserveTopology(1.5)
    return to_parts(chosen)


def to_parts(geometry):
    """Return an OGR (multi)polygon as parts of rings, crumbs dropped, on the tenth of a metre, without small holes."""
    pieces = (
        [geometry]
        if geometry.GetGeometryName() == "POLYGON"
        else [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
    )
    parts = []
    for piece in pieces:
        if piece.Area() < 5_000:
            continue
        rings = [
            np.round(np.array(piece.GetGeometryRef(i).GetPoints())[:, :2], 1) for i in range(piece.GetGeometryCount())
        ]
        parts.append([r for i, r in enumerate(rings) if i == 0 or area(r) > 3_000])
    return parts


def area(ring):
    """Return the area of a ring."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())) / 2


def along_a_street(ways, x, y):
    """Return (parts, way): a perimeter one side of which is a street's centre line, vertex for vertex."""
    fits = [
        w
        for w in ways
        if w.kind in ("residential", "tertiary", "secondary")
        and w.urban
        and not w.junction
        and lengths(w.line)[-1] > 380
    ]
    way = min(fits, key=lambda w: project(w.line, np.array([x, y]))[0])
    line = way.line
    total = lengths(line)[-1]
    if total > 620:
        here = project(line, np.array([x, y]))[1]
        k = lengths(line)
        line = line[(k >= here - 300) & (k <= here + 300)]
    back = offset(cut(line, 25, lengths(line)[-1] - 25), -175.0)[::-1]
    picked = along(back, np.linspace(0, lengths(back)[-1], 7))[0] + np.array(
        [[0, 0], [7, -11], [-9, 8], [10, 6], [-6, -9], [8, 5], [0, 0]]
    )
    return [[np.round(np.vstack([line, picked, line[:1]]), 1)]], way


def crossed(parts):
    """Return the parts with a small bow tied into the longest side of the first ring: the ring now crosses itself."""
    ring = parts[0][0]
    step = np.diff(ring, axis=0)
    size = np.hypot(*step.T)
    i = int(np.argmax(size))
    d = step[i] / size[i]
    n, middle = np.array([-d[1], d[0]]), ring[i] + step[i] / 2
    bow = np.round([middle - 16 * d, middle + 16 * d + 13 * n, middle - 16 * d + 13 * n, middle + 16 * d], 1)
    return [[np.insert(ring, i + 1, bow, axis=0), *parts[0][1:]], *parts[1:]]


def communes_of(parts, towns):
    """Return the numbers of the communes a perimeter lies in, the main one first."""
    ring = np.vstack([r for part in parts for r in part])
    centre = ring.mean(0)
    sample = np.vstack([centre + (ring - centre) * f for f in (0.3, 0.6, 0.95)])
    found, count = np.unique(towns.of(sample), return_counts=True)
    return tuple(int(c) for c, n in sorted(zip(found, count), key=lambda e: -e[1]) if n > 0.04 * len(sample))


def make(ways, towns):
    """Return (2024 perimeters, 2015 perimeters, the street one of them follows)."""
    faces = blocks(ways)
    tanneries = quarter(faces, 7_080, 6_150, 260, where=lambda x, y: x < 7_420)
    grand_pre = quarter(faces, 8_000, 6_330, 330, 12.0)
    hauts = quarter(faces, 5_560, 6_560, 330, 9.0)
    rail = quarter(faces, 5_770, 3_790, 260, 7.0)
    croix, street = along_a_street(ways, 5_330, 5_330)
    essarts = quarter(faces, 5_780, 1_760, 230)
    old_gate = quarter(faces, 6_900, 4_850, 190, 8.0)
    small_pre = quarter(faces, 7_990, 6_330, 215, 12.0)
    new = [
        ("QN09901N", "Les Tanneries", tanneries),
        ("QN09902M", "Le Grand Pré - La Plaine", grand_pre),
        ("QN09903I", "Les Hauts de Valombre", hauts),
        ("QN09904M", "Cité du Rail", crossed(rail)),
        ("QN09905I", "La Croix-Blanche", croix),
        ("QN09906N", "Les Essarts - Centre", essarts),
    ]
    old = [
        ("QP099001", "Les Hauts de Valombre", hauts),
        ("QP099002", "Le Grand Pré", small_pre),
        ("QP099003", "Cité du Rail", quarter(faces, 5_800, 3_760, 190, 7.0)),
        ("QP099004", "La Croix-Blanche", croix),
        ("QP099005", "La Vieille Porte", old_gate),
    ]
    return tuple([Perimeter(c, n, communes_of(p, towns), p) for c, n, p in generation] for generation in (new, old)) + (
        street,
    )


def row_2024(p):
    """Return the attributes of a 2024 perimeter, as the official outlines give them."""
    codes = ", ".join(COMMUNES[k].code for k in sorted(p.communes))
    names = ", ".join(COMMUNES[k].name for k in sorted(p.communes))
    return (p.code, p.name, REGION[0], REGION[1], DEPARTEMENT[0], DEPARTEMENT[1], codes, names, EPCI[0])


def row_2015(p):
    """Return the attributes of a 2015 perimeter."""
    return (p.code, p.name, ", ".join(COMMUNES[k].name for k in sorted(p.communes)))


def list_row(p):
    """Return the line of the official list: commune codes held as text for a spreadsheet."""
    codes = ";".join(COMMUNES[k].code for k in sorted(p.communes))
    names = ";".join(COMMUNES[k].name for k in sorted(p.communes))
    return (
        p.code,
        p.name,
        REGION[0],
        REGION[1],
        DEPARTEMENT[0],
        DEPARTEMENT[1],
        f'="{codes}"',
        names,
        EPCI[0],
        EPCI[1],
    )
