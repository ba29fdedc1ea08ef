"""Two hundred beneficiaries of public support, geocoded: good answers, vague ones, wrong ones, none."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from .place import COMMUNES, DEPARTEMENT, REGION
from .addresses import identifier, plain
from .write import degrees

ANSWER = (
    "longitude,latitude,result_score,result_score_next,result_label,result_type,result_id,result_housenumber,result_name,result_street,"
    "result_postcode,result_city,result_context,result_citycode,result_oldcitycode,result_oldcity,result_district,result_status"
).split(",")
HEADER = (
    "identifiant",
    "adresse",
    "code_postal",
    "commune",
    "montant",
    "date_aide",
    "dispositif",
    *ANSWER,
    "type_position",
)
SCHEMES = ("Adultes-relais", "Cité éducative", "Contrat de ville", "Rénovation énergétique", "Quartiers d'été")
TRUTH_HEADER = ("identifiant", "longitude", "latitude", "code_qp")
CONTEXT = f"{DEPARTEMENT[0]}, {DEPARTEMENT[1]}, {REGION[1]}"


def make(addresses, signed, rng):
    """Return (200 rows, where each of the 200 really lives, in local metres).

    `signed` gives, for points in local metres, the signed distance to the nearest 2024 perimeter (negative inside).
    A row under way is (what was asked, the geocoder's answer, the kind of position, the true place).
    """
    spots = np.array([(a.x, a.y) for a in addresses])
    gap = signed(spots)
    usable = np.array(["Île" not in a.street for a in addresses])
    order = rng.permutation(len(addresses))
    inside = [i for i in order if gap[i] < -25 and usable[i]]
    edge = [i for i in order if abs(gap[i]) < 13 and usable[i]]
    near = [i for i in order if 25 < gap[i] < 600 and usable[i]]
    far = [i for i in order if gap[i] >= 600 and usable[i]]
    streets = defaultdict(list)
    for i, a in enumerate(addresses):
        streets[a.commune, a.street].append(i)
    rows = [numbered(addresses[i], rng) for i in inside[:50] + edge[:26] + near[:40] + far[:26]]
    rows += street_only(addresses, streets, gap, rng)
    rows += vague(addresses, rng)
    rows += [numbered(addresses[i], rng, addresses, weak=True) for i in near[40:43] + inside[50:53] + far[26:28]]
    by_street = {}
    for i in [*inside, *near[:200], *far[:400]]:
        by_street.setdefault(addresses[i].street, []).append(addresses[i])
    within = {id(addresses[i]) for i in inside}
    candidates = [addresses[i] for i in [*inside, *far[:800]]]
    rows += [wrong_commune(candidates, by_street, lambda a: id(a) in within, rng) for _ in range(6)]
    rows += [not_found(addresses[i], rng) for i in far[28:31] + inside[57:60] + near[45:47]]
    while len(rows) < 200:
        rows.append(numbered(addresses[far[40 + len(rows) - 150]], rng))
    rows = [rows[i] for i in rng.permutation(200)]
    out = []
    for n, (asked, answer, position, _) in enumerate(rows):
        date = np.datetime64("2022-02-01") + int(rng.integers(0, 1_240))
        amount = (
            int(rng.choice([450, 800, 1_200, 1_500, 2_400, 3_000, 4_800, 7_500, 12_000]))
            + int(rng.integers(0, 20)) * 10
        )
        out.append(
            (f"B{n + 1:04d}", *asked, amount, str(date), SCHEMES[int(rng.integers(len(SCHEMES)))], *answer, position)
        )
    return out, [door for _, _, _, door in rows]


def spelled(a, rng, number=True):
    """Return an address as somebody typed it."""
    text = " ".join(filter(None, ((str(a.number), a.suffix) if number else ()))) + " " + a.street
    style = rng.random()
    if style < 0.25:
        text = plain(text)
    elif style < 0.40:
        text = (
            text.replace("Avenue", "Av.").replace("Boulevard", "Bd").replace("Allée", "All.").replace("Impasse", "Imp")
        )
    elif style < 0.48:
        text = text.lower()
    return text.strip()


def answer(spot, score, after, kind, id_, number, street, commune, status="ok"):
    """Return the geocoder's columns."""
    lon, lat = degrees([spot])[0].tolist()
    c = COMMUNES[commune]
    name = " ".join(filter(None, (number, street)))
    label = c.name if kind == "municipality" else f"{name} {c.postcode} {c.name}"
    return (
        lon,
        lat,
        round(score, 4),
        round(after, 4) if after else None,
        label if kind != "municipality" else c.name,
        kind,
        id_,
        number or None,
        name,
        street if kind == "housenumber" else None,
        c.postcode,
        c.name,
        CONTEXT,
        c.code,
        None,
        None,
        None,
        status,
    )


def numbered(a, rng, addresses=(), weak=False):
    """Return a row whose number was found."""
    score = rng.uniform(0.41, 0.56) if weak else 0.99 - abs(rng.normal(0, 0.045))
    after = (
        score - rng.uniform(0.01, 0.05)
        if weak or rng.random() < 0.08
        else rng.uniform(0.3, 0.75)
        if rng.random() < 0.6
        else None
    )
    c = COMMUNES[a.commune]
    number = " ".join(filter(None, (str(a.number), a.suffix)))
    asked = (spelled(a, rng), c.postcode, c.name)
    door = a.door
    if weak:  # a building's name, taken for a street's: the person lives elsewhere in the commune
        asked = (
            f"{a.number} {'residence' if rng.random() < 0.5 else 'batiment B'} {plain(a.street.split(' ')[-1])}",
            c.postcode,
            c.name,
        )
        door = anyone(addresses, a.commune, rng).door
    return (
        asked,
        answer((a.x, a.y), score, after, "housenumber", identifier(a), number, a.street, a.commune),
        a.position,
        door,
    )


def anyone(addresses, commune, rng):
    """Return some address of a commune."""
    mine = [a for a in addresses if a.commune == commune and "Île" not in a.street]
    return mine[int(rng.integers(len(mine)))]


def street_only(addresses, streets, gap, rng):
    """Return rows whose street alone was found; most of the streets lie in or beside a neighbourhood."""
    touching = [k for k, m in streets.items() if len(m) >= 5 and min(gap[i] for i in m) < -15 and "Île" not in k[1]]
    partly = [k for k in touching if max(gap[i] for i in streets[k]) > 15]
    whole = [k for k in touching if k not in partly]
    outside = [k for k, m in streets.items() if len(m) >= 6 and min(gap[i] for i in m) > 60]
    pick = [
        pool[int(i)] for pool, n in ((partly, 14), (whole, 7), (outside, 6)) for i in rng.permutation(len(pool))[:n]
    ]
    rows = []
    for key in pick:
        members = streets[key]
        middle = np.mean([(addresses[i].x, addresses[i].y) for i in members], axis=0)
        a = min((addresses[i] for i in members), key=lambda b: np.hypot(b.x - middle[0], b.y - middle[1]))
        c = COMMUNES[key[0]]
        absent = rng.random() < 0.5
        typed = spelled(a, rng, False) if not absent else f"{int(rng.integers(150, 400))} {spelled(a, rng, False)}"
        score = rng.uniform(0.62, 0.8) if absent else rng.uniform(0.86, 0.97)
        id_ = f"{c.code}_{a.street_id}"
        rows.append(
            (
                (typed, c.postcode, c.name),
                answer((a.x, a.y), score, None, "street", id_, "", a.street, key[0]),
                None,
                addresses[members[int(rng.integers(len(members)))]].door,
            )
        )
    return rows


def vague(addresses, rng):
    """Return rows answered by a place or a commune."""
    rows = []
    for name, k, x, y in (
        ("La Croix-Blanche", 0, 5_330, 5_260),
        ("Le Grand Pré", 0, 7_900, 6_300),
        ("Les Trois Bornes", 9, 3_500, 1_900),
        ("Le Moulin Neuf", 8, 6_050, 1_300),
    ):
        c = COMMUNES[k]
        rows.append(
            (
                (f"lieu-dit {name}", c.postcode, c.name),
                answer((x, y), rng.uniform(0.7, 0.9), None, "locality", f"{c.code}_{hash_of(name):04d}", "", name, k),
                None,
                neighbour(addresses, x, y, rng).door,
            )
        )
    for k in (0, 0, 3, 7, 11):
        c = COMMUNES[k]
        typed = ("BP 12", "Mairie", "sans domicile fixe", "CCAS", "le bourg")[len(rows) % 5]
        rows.append(
            (
                (typed, c.postcode, c.name),
                answer((c.x, c.y), rng.uniform(0.55, 0.8), None, "municipality", c.code, "", c.name, k),
                None,
                anyone(addresses, k, rng).door,
            )
        )
    return rows


def neighbour(addresses, x, y, rng):
    """Return one of the forty addresses nearest to a place."""
    near = sorted(addresses, key=lambda a: np.hypot(a.x - x, a.y - y))[:40]
    return near[int(rng.integers(len(near)))]


def hash_of(text):
    """Return a small number that depends on the text alone."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(text)) % 10_000


def wrong_commune(addresses, towns_streets, inside, rng):
    """Return a row answered in another commune than the one asked, which has a street of the same name."""
    pairs = [
        (a, b)
        for a in addresses
        for b in towns_streets.get(a.street, ())
        if a.commune != b.commune and b.position and (inside(a) or inside(b))
    ]
    a, b = pairs[int(rng.integers(len(pairs)))]
    c = COMMUNES[a.commune]
    number = " ".join(filter(None, (str(b.number), b.suffix)))
    return (
        (spelled(a, rng), c.postcode, c.name),
        answer((b.x, b.y), rng.uniform(0.72, 0.86), None, "housenumber", identifier(b), number, b.street, b.commune),
        b.position,
        a.door,
    )


def not_found(a, rng):
    """Return a row nothing was found for."""
    c = COMMUNES[a.commune]
    typed = (
        "?",
        "voir dossier",
        "adresse inconnue",
        "chez un tiers",
        "N/A",
        "en cours de relogement",
        "-",
        "à compléter",
    )[int(rng.integers(8))]
    return (typed, c.postcode, c.name), (None,) * 17 + ("not-found",), None, a.door
