"""A département that does not exist, in the BAN's own columns: communes of every size, streets with the names that
streets have, numbers on two sides, bis and ter, merged communes, homonyms, parcels. Seeded: the same file each time.

As a script: ``departement.py ROWS FILE.csv.gz``.
"""

from __future__ import annotations

import gzip
import math
import random
import sys

__all__ = ["HEADER", "generate"]

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)


def _listed(text, between=" "):
    return text.split(between)


KINDS = ["Rue"] * 50 + ["Avenue"] * 8 + ["Chemin"] * 12 + ["Impasse"] * 12 + ["Allée"] * 9 + ["Place"] * 5
KINDS += ["Boulevard"] * 2 + ["Route"] * 9 + ["Square", "Sente", "Ruelle", "Passage", "Quai", "Cours"]
FIRST = _listed(
    "Jean Pierre Marie Paul Louis Jules Victor Émile Anne Georges Henri Charles René Marcel André François Lucie "
    "Simone Gustave Edgar Berthe Hector Alphonse Auguste Honoré Léon Rosa Irène Camille Denis Suzanne Élise"
)
LAST = _listed(
    "Martel Durozier Bréval Lescure Montagnac Vauclair Delorme Chastang Ferrand Garrigue Hauteville Jourdain "
    "Kermadec Lanoë Maurepas Nogaret Ollivier Pontbriand Quérel Rochebrune Sauvagnac Tessier Urbain Villard Ysambert "
    "Aubrac Bellanger Coursault Dampierre Estève Fontanel Grandval Herbelin Issartel Jaubert Larivière"
)
THINGS = _listed(
    "de l'Église|de la Mairie|des Écoles|du Moulin|de la Gare|des Tilleuls|du Lavoir|de la Fontaine|des Lilas|"
    "du Stade|de la République|du 8 Mai 1945|du 11 Novembre|de Verdun|des Acacias|du Château|de la Forge|des Prés|"
    "du Bois Joli|de la Croix Rouge|des Vignes|du Général Leclerc|du Maréchal Foch|de la Libération|de la Paix|"
    "des Peupliers|du Puits|de la Vallée|des Champs|du Pont Neuf|de l'Abbaye|des Sources|du Four à Chaux|"
    "de la Grande Ourse|des Marronniers|du Petit Bois|de la Poste|d'Alsace|de Bretagne|de l'Europe",
    "|",
)
ROOTS = _listed(
    "Mont Ville Saint-Aubin Bel Clair Font Roche Haute Val Champ Neuf Vieux Pré Long Beau Grand Mar Ser Cour Lan"
)
ENDS = _listed("ry gny court ville mont val fort pré sac ac oux ières elle ains âtre enne on euil ot igny")
POSITIONS = ["entrée"] * 45 + ["parcelle"] * 15 + ["segment"] * 20 + [""] * 12 + ["bâtiment"] * 6 + ["logement"] * 2


def generate(path, rows, seed=1):
    """Write a file of the BAN.

    Parameters
    ----------
    path : str or pathlib.Path
        Zipped where it ends in ``.gz``.
    rows : int
        How many addresses.
    seed : int, optional

    Returns
    -------
    list of str
        The names of the communes, the largest first.
    """
    draw = random.Random(seed)
    count = max(1, min(rows // 20, int(rows / 900)))
    share = [1.0 / (n + 1) ** 0.85 for n in range(count)]
    sizes = [max(8, int(rows * s / sum(share))) for s in share]
    sizes[0] += rows - sum(sizes)
    names, taken = [], set()
    zipped = str(path).endswith(".gz")
    with gzip.open(path, "wt", 4, "utf-8") if zipped else open(path, "w", encoding="utf-8") as stream:
        stream.write(HEADER + "\n")
        for place, size in enumerate(sizes):
            name = _new_name(draw, taken)
            names.append(name)
            _commune(draw, stream, place, name, size)
    return names


def _new_name(draw, taken):
    while True:
        name = draw.choice(ROOTS) + draw.choice(ENDS)
        if draw.random() < 0.35:
            name += draw.choice(["-sur-Orme", "-en-Plaine", "-le-Grand", "-les-Bains", "-Saint-Martin", "-la-Forêt"])
        if draw.random() < 0.3:
            name = draw.choice(["Saint-", "Sainte-", "La ", "Le ", "Les "]) + name
        if name not in taken:
            taken.add(name)
            return name


def _commune(draw, stream, place, name, size):
    """Write the streets of a commune, on a grid round its middle."""
    insee, postcode = "49{:03d}".format(place + 1), "49{:03d}".format(7 * (place // 4) % 1000)
    lon0, lat0 = -1.2 + 0.05 * (place % 28), 47.0 + 0.035 * (place // 28)
    parts = [("", "")]
    if draw.random() < 0.12:
        # codes beyond those of the communes of today
        codes = ["49{:03d}".format(700 + (2 * place + n) % 300) for n in range(2)]
        parts = [(codes[0], name + "-l'Ancien"), (codes[1], "Vieux-" + name)]
    used, street, left = set(), 0, size
    while left > 0:
        old = draw.choice(parts)
        title = _street_name(draw)
        if (title, old) in used:
            continue
        used.add((title, old))
        street += 1
        wanted = min(left, max(1, int(draw.lognormvariate(2.7, 1.0))))
        left -= _street(draw, stream, (insee, postcode, name, old, lon0, lat0), street, title, wanted)


def _street_name(draw):
    chance = draw.random()
    kind = draw.choice(KINDS)
    if chance < 0.42:
        return kind + " " + draw.choice(THINGS)
    if chance < 0.8:
        return "{} {} {}".format(kind, draw.choice(FIRST), draw.choice(LAST))
    if chance < 0.9:
        return "{} du {} {}".format(kind, draw.choice(["Docteur", "Général", "Commandant"]), draw.choice(LAST))
    return "{} {} {} {}".format(kind, draw.choice(FIRST), draw.choice(LAST), draw.choice(LAST))


def _street(draw, stream, commune, street, title, wanted):
    insee, postcode, name, (old, old_name), lon0, lat0 = commune
    # a third of the codes are the BAN's own, six letters and no FANTOIR
    official = draw.random() < 0.66
    code = "{:04d}".format(street)
    if not official:
        code = draw.choice("abcdefgh") + "".join(draw.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(5))
    fantoir = "{}_{}".format(insee, code) if official else ""
    afnor, town = _plain(title), _plain(name)
    angle = draw.random() * math.tau
    east, north = lon0 + draw.gauss(0, 0.012), lat0 + draw.gauss(0, 0.008)
    number, made = draw.choice([1, 1, 1, 2, 3]), 0
    position, source = draw.choice(POSITIONS), draw.choice(["commune", "inconnue", "cadastre"])
    certified = draw.choice("01")
    while made < wanted:
        reps = [""] if draw.random() > 0.05 else ["", "bis"] if draw.random() > 0.3 else ["bis", "ter"]
        for rep in reps:
            along, side = number * 0.00006, 0.00009 if number % 2 else -0.00009
            lon = east + along * math.cos(angle) - side * math.sin(angle) + (0.00003 if rep else 0)
            lat = north + 0.7 * (along * math.sin(angle) + side * math.cos(angle))
            own = "{}_{}_{:05d}{}".format(insee, code, number, "_" + rep if rep else "")
            parcel = ""
            if certified == "1":
                parcel = "{}000A{}{:04d}".format(insee, "BCDEH"[street % 5], street * 7 % 9000 + number)
            stream.write(
                ";".join((
                    own, fantoir, str(number), rep, title, postcode, insee, name, old, old_name,
                    "{:.2f}".format(430000 + (lon + 1.2) * 75000), "{:.2f}".format(6690000 + (lat - 47) * 111000),
                    "{:.6f}".format(lon), "{:.6f}".format(lat), position, "", "", town, afnor, source, source,
                    certified, parcel,
                )) + "\n"
            )  # fmt: skip
            made += 1
            if made == wanted:
                break
        number += draw.choice([1, 1, 1, 2, 2, 3])
    return made


def _plain(text):
    import unicodedata

    kept = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return kept.upper().replace("'", " ").replace("-", " ")


if __name__ == "__main__":
    generate(sys.argv[2], int(sys.argv[1]))
