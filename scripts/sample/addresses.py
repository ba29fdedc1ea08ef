"""Four thousand addresses along the streets, in the columns of the Base Adresse Nationale."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import numpy as np

from . import terrain
from .curves import along, lengths
from .field import is_town
from .place import COMMUNES, ESTATES
from .write import degrees, lambert

COUNT = 4_000
HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;"
    "type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles"
).split(";")
# kind of position: how often, and how far from the street's axis (metres)
POSITIONS = {
    "entrée": (0.60, 6.0, 10.0),
    "": (0.10, 5.0, 12.0),
    "segment": (0.09, 0.0, 2.0),
    "parcelle": (0.08, 14.0, 22.0),
    "bâtiment": (0.05, 11.0, 18.0),
    "délivrance postale": (0.03, 4.5, 6.5),
    "logement": (0.02, 9.0, 14.0),
    "cage d’escalier": (0.02, 8.0, 13.0),
    "service technique": (0.01, 5.0, 8.0),
}


@dataclass(frozen=True)
class Address:
    """One address: where it stands (local metres) and what it is called."""

    number: int
    suffix: str
    street: str
    commune: int
    x: float
    y: float
    position: str
    door: tuple = (0.0, 0.0)  # where its entrance really is, which no file says
    street_id: str = ""


def plain(text):
    """Return a text in capitals without accents or punctuation, as the post writes it."""
    text = unicodedata.normalize("NFKD", text.replace("’", " ").replace("'", " ").replace("-", " "))
    return "".join(c for c in text if not unicodedata.combining(c)).upper()


def spacing(way, x, y):
    """Return the distance between neighbours on one side of a street, metres; 0 where nobody lives."""
    if (
        not way.name
        or way.kind in ("track", "path", "steps", "motorway", "motorway_link", "construction")
        or way.bridge
        or way.tunnel
    ):
        return 0.0
    if not way.urban:
        return 0.0
    if way.kind == "footway":
        return 26.0
    if any(np.hypot(x - e.x, y - e.y) < e.radius for e in ESTATES):
        return 24.0
    if is_town(x, y):
        return 13.0
    if np.hypot(x - COMMUNES[0].x, y - COMMUNES[0].y) < 1_100:
        return 18.0
    return 26.0


def make(ways, towns, rng):
    """Return the addresses, sorted by commune, street and number."""
    streets, found = {}, []
    for way in ways:
        if not way.name:
            continue
        (x, y), _ = (v[0] for v in along(way.line, lengths(way.line)[-1] / 2))
        step = spacing(way, x, y)
        if not step:
            continue
        k = int(towns.of([(x, y)])[0])
        state = streets.setdefault((k, way.name), [1, 2])
        total = lengths(way.line)[-1]
        for side in (0, 1):  # odd numbers on the left, even ones on the right
            s = 9 + 8 * rng.random()
            while s < total - 8:
                found += one(way, s, side, state, k, rng)
                s += step * rng.uniform(0.7, 1.5)
    found += [
        Address(
            n,
            "",
            "Chemin de l'Île aux Saules",
            0,
            terrain.ISLAND[0] + dx,
            terrain.ISLAND[1] + dy,
            "bâtiment",
            (terrain.ISLAND[0] + dx, terrain.ISLAND[1] + dy),
        )
        for n, dx, dy in ((1, -120, -95), (3, 20, 12), (5, 150, 115))
    ]
    commune = towns.of(np.array([(a.x, a.y) for a in found]))
    once = {(int(c), a.street, a.number, a.suffix): replace(a, commune=int(c)) for a, c in zip(found, commune)}
    return numbered(thinned(list(once.values()), rng))


def one(way, s, side, state, k, rng):
    """Return the address at `s` metres along a street, sometimes with its "bis"."""
    (p,), (d,) = along(way.line, s)
    normal = np.array([-d[1], d[0]]) * (1 if side == 0 else -1)
    kinds = list(POSITIONS)
    kind = kinds[int(rng.choice(len(kinds), p=[POSITIONS[key][0] for key in kinds]))]
    low, high = POSITIONS[kind][1:]
    number = state[side]
    state[side] += 2 if rng.random() < 0.9 else 4
    spot = p + normal * rng.uniform(low, high)
    exact = kind in ("entrée", "bâtiment", "logement", "cage d’escalier")
    door = tuple(spot + d * rng.uniform(-2, 2) if exact else p + normal * 8.0 + d * rng.uniform(-3, 3))
    out = [Address(number, "", way.name, k, *spot, kind, door)]
    if rng.random() < 0.035:
        beside = d * rng.uniform(4, 7)
        out.append(
            Address(
                number,
                "bis" if rng.random() < 0.8 else "ter",
                way.name,
                k,
                *(spot + beside),
                kind,
                tuple(door + beside),
            )
        )
    return out


def thinned(found, rng):
    """Return exactly :data:`COUNT` of the addresses; the island's stay."""
    if len(found) < COUNT:
        raise ValueError(f"only {len(found)} addresses")
    keep = np.sort(rng.permutation(len(found) - 3)[: COUNT - 3])
    return [found[i] for i in keep] + found[-3:]


def numbered(found):
    """Return the addresses sorted, each street with its identifier in its commune."""
    found = sorted(found, key=lambda a: (a.commune, plain(a.street), a.number, a.suffix))
    ids, out = {}, []
    for a in found:
        street = ids.setdefault((a.commune, a.street), f"{len([1 for c, _ in ids if c == a.commune]) + 1:04d}")
        out.append(replace(a, street_id=street))
    return out


def identifier(a):
    """Return the BAN's identifier of an address."""
    return "_".join([COMMUNES[a.commune].code, a.street_id, f"{a.number:05d}"] + ([a.suffix] if a.suffix else []))


def rows(found, rng):
    """Return the rows of the BAN file."""
    spots = [(a.x, a.y) for a in found]
    out = []
    for a, (x, y), (lon, lat) in zip(found, lambert(spots).tolist(), degrees(spots).tolist()):
        c = COMMUNES[a.commune]
        parcel = (
            f"{c.code}000A{'ABCDEH'[int((a.x // 400 + a.y // 400) % 6)]}{int(rng.integers(1, 400)):04d}"
            if a.position in ("parcelle", "entrée") and rng.random() < 0.4
            else ""
        )
        source = "commune" if a.position else "inconnue"
        out.append(
            (
                identifier(a),
                "",
                a.number,
                a.suffix,
                a.street,
                c.postcode,
                c.code,
                c.name,
                "",
                "",
                x,
                y,
                lon,
                lat,
                a.position,
                "",
                "",
                plain(c.name),
                plain(a.street),
                source,
                "commune",
                int(a.position == "entrée" and rng.random() < 0.8),
                parcel,
            )
        )
    return out
