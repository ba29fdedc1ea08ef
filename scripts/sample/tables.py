"""The network in the two vocabularies: OpenStreetMap's and the BD TOPO's."""

from __future__ import annotations

import numpy as np

from .curves import along, crossings, lengths
from .junctions import degrees, keys, split_at

OSM_FIELDS = (
    ("osm_id", "text"),
    ("highway", "text"),
    ("name", "text"),
    ("ref", "text"),
    ("oneway", "text"),
    ("maxspeed", "text"),
    ("foot", "text"),
    ("access", "text"),
    ("bridge", "text"),
    ("tunnel", "text"),
    ("layer", "text"),
    ("junction", "text"),
    ("surface", "text"),
)
BDTOPO_FIELDS = (
    ("cleabs", "text"),
    ("nature", "text"),
    ("importance", "text"),
    ("fictif", "bool"),
    ("position_par_rapport_au_sol", "text"),
    ("etat_de_l_objet", "text"),
    ("nombre_de_voies", "int"),
    ("largeur_de_chaussee", "real"),
    ("prive", "bool"),
    ("sens_de_circulation", "text"),
    ("urbain", "bool"),
    ("vitesse_moyenne_vl", "int"),
    ("acces_vehicule_leger", "text"),
    ("acces_pieton", "text"),
    ("nom_1_gauche", "text"),
    ("nom_1_droite", "text"),
    ("cpx_numero", "text"),
)


def osm_rows(ways):
    """Return (values, line) for each way, lines not split at crossings."""
    rows = []
    for n, way in enumerate(ways):
        layer = "1" if way.bridge else "-1" if way.tunnel else None
        rows.append(
            (
                (
                    str(990_000_001 + n),
                    way.kind,
                    way.name or None,
                    way.ref or None,
                    way.oneway or None,
                    str(way.maxspeed) if way.maxspeed else None,
                    way.foot or None,
                    way.access or None,
                    "yes" if way.bridge else None,
                    "yes" if way.tunnel else None,
                    layer,
                    way.junction or None,
                    way.surface or None,
                ),
                way.line,
            )
        )
    return rows


def nature(way):
    """Return the BD TOPO's word for a kind of street."""
    if way.junction:
        return "Rond-point"
    words = {
        "motorway": "Type autoroutier",
        "motorway_link": "Bretelle",
        "steps": "Escalier",
        "track": "Chemin",
        "path": "Sentier",
        "footway": "Sentier",
        "service": "Route empierrée",
    }
    return words.get(way.kind, "Route à 1 chaussée")


def speed(way):
    """Return the mean speed of light vehicles, km/h: below the limit, bends and stops counted."""
    if way.kind in ("footway", "path", "steps", "pedestrian"):
        return 0
    if way.kind == "track":
        return 10
    free = {130: 125, 80: 70, 70: 60, 50: 35, 30: 20, 20: 12}.get(way.maxspeed, 10)
    if way.maxspeed == 70 and way.kind == "motorway_link":
        return 55
    return free - 5 if way.kind == "residential" and free > 25 else free


def bdtopo_rows(ways):
    """Return (values, line) for each stretch between two junctions.

    Where a road passes over the motorway both lines share a vertex in plan without meeting, as the BD TOPO's do.
    """
    ways = [shared_overpass(w, ways) for w in ways]
    count, rows = degrees([w for w in ways if w.kind != "motorway"]), []
    fast = degrees([w for w in ways if w.plane])
    for way in ways:
        k, at = keys(way.line), (fast if way.plane else count)
        ends = {0, len(k) - 1}
        stops = [i for i, p in enumerate(k) if i not in ends and at[p] > 2]
        for piece in split_at(way, stops):
            rows.append(stretch(piece, len(rows)))
    return rows


def stretch(way, n):
    """Return one row of the BD TOPO."""
    path = way.kind in ("footway", "path", "steps", "track")
    importance = {
        "motorway": "1",
        "primary": "2",
        "secondary": "3",
        "tertiary": "4",
        "motorway_link": "3",
        "unclassified": "4",
    }.get(way.kind, "6" if path else "5")
    oneway = {"yes": "Sens direct", "-1": "Sens inverse"}.get(
        way.oneway, "Sans objet" if path and way.kind != "track" else "Double sens"
    )
    car = "Libre"
    if path and way.kind != "track":
        car = "Physiquement impossible"
    elif way.kind == "pedestrian" or way.access == "private":
        car = "Restreint aux ayants droit"
    planned = way.kind == "construction"
    private = way.access == "private"
    foot = "Restreint aux ayants droit" if private or way.foot == "no" and not way.plane else None
    lanes = 0 if path else 2 if way.kind in ("motorway", "primary", "secondary", "tertiary") else 1
    width = {
        "primary": 7.0,
        "secondary": 6.5,
        "tertiary": 6.0,
        "motorway": 7.5,
        "residential": 5.0,
        "motorway_link": 4.0,
    }.get(way.kind, 0.0 if path else 4.0)
    ground = "1" if way.bridge else "-1" if way.tunnel else "0"
    return (
        (
            f"TRONROUT{9_900_000_000 + n:016d}",
            nature(way),
            importance,
            bool(planned and n % 2),
            ground,
            "En construction" if planned else "En service",
            lanes or None,
            width or None,
            private,
            oneway,
            bool(way.urban),
            speed(way),
            car,
            foot,
            way.name or None,
            way.name or None,
            way.ref or None,
        ),
        way.line,
    )


def shared_overpass(way, ways):
    """Return the way with a vertex added where it passes over or under the motorway."""
    others = [
        w
        for w in ways
        if (w.plane == 1) != (way.plane == 1) and "motorway" in (w.kind, way.kind) and (w.bridge or way.bridge)
    ]
    line = way.line
    for other in others:
        first, second = (line, other.line) if way.plane else (other.line, line)
        for s in crossings(first, second):
            x, y = np.round(along(first, s)[0][0], 1)
            at = lengths(line)
            here = s if way.plane else nearest_position(line, (x, y))
            i = int(np.searchsorted(at, here))
            line = np.insert(line, i, (x, y), axis=0)
    return way.with_(line=line)


def nearest_position(line, point):
    """Return the distance along `line` of the spot nearest a point."""
    from .curves import project

    return project(line, np.asarray(point, float))[1]
