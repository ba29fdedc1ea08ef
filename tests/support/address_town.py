"""A few communes in the BAN's columns, with the traps that addresses have: homonyms, mergers, arrondissements."""

from __future__ import annotations

from ban_rows import PLACES, house_numbers, row, write

# insee, name, postcode, former code, former name, then streets and their numbers
TOWN = """
93010 Bondy 93140
  Rue Baudin: 1-40
  Avenue Carnot: 1-20
  Villa Carnot: 1-9
  Rue Auguste Polissard: 1-30
  Rue Louis Auguste Blanqui: 1-60 51bis 53bis 106bis
  Avenue Galliéni: 1-50
  Place du 11 Novembre 1918: 1-6
  Rue du 8 Mai 1945: 1-12
  Rue du Quatre Septembre: 1-30
  Allée des 2 Communes: 1-10
  Rue Saint-Louis: 1-20
  Rue Saint-Louis Prolongée: 1-20
  Avenue du Maréchal de Lattre de Tassigny: 1-40
  Rue de l'Abbé Maurice Baurit: 1-8
  Allée de l'Étoile: 1-20
  Rue Jean Jaurès: 1-60 12bis 12b 14b 16bis 18a
  Rue Victor Hugo: 1-30
  Rond Point du Verger: 1-5
  Rue de Bondy: 1-9
  Rue Paul Vaillant-Couturier: 1-40
  Rue des Clous: 1-30
  Rue Jean Moulin: 1-20
  Allée Léon: 1-9
  Rue Désiré Léon: 1-9
  Résidence des Floralies: 1-4
  Grande Rue: 1-30
  Chemin de la Mare à la Veuve: 1-10
  Rue 13: 1-8
  Rue du Pair: 2 4 6 8 20 22
  Rue Andrée Chedid: 42a 42bis 42c
  Boulevard de l'Hôpital: 1-9
93053 Noisy-le-Sec 93130
  Rue Jean Jaurès: 1-60
  Rue Charles Baudelaire: 1-12
  Rue Max Jacob: 2 4
75105 Paris 75005
  Boulevard de l'Hôpital: 1-30
75113 Paris 75013
  Boulevard de l'Hôpital: 31-99
  Rue de Tolbiac: 1-30
75115 Paris 75015
  Place des Cinq Martyrs du Lycée Buffon: 1-12
  Rue de Vaugirard: 100-140
75109 Paris 75009
  Rue la Bruyère: 1-8 3b
69383 Lyon 69003
  Cours Lafayette: 1-30
69386 Lyon 69006
  Cours Lafayette: 31-60
13208 Marseille 13008
  Avenue du Prado: 100-140
18279 Vierzon 18100
  Rue Charles Hurvoy: 1-50 41bis
18033 Bourges 18000
  Avenue de Gionne: 1-12
94041 Ivry-sur-Seine 94200
  Rue Barbès: 60-70
  Rue Molière: 60-70
67152 Geispolsheim 67118
  Rue du Général de Gaulle: 30-40 37b
49307 Loire-Authion 49250 49029 Brain-sur-l'Authion
  Rue de l'Église: 1-20
49307 Loire-Authion 49800 49004 Andard
  Rue de l'Église: 1-20
49307 Loire-Authion 49630 49106 Corné
  Rue du Moulin: 1-20
35352 Vignoc 35630
  Clos du Peillac: 42a 42bis
35001 Saint-Aubin 35140
  Rue de la Mairie: 1-10
21540 Saint-Aubin 21190
  Rue de la Mairie: 1-10
71076 Chalon-sur-Saône 71100
  Rue de la Paix: 1-10
01001 L'Abergement 01000
  Route de Lyon: 100-130 10250
2A004 Ajaccio 20000
  Cours Napoléon: 1-20
06088 Nice 06000
  Route de Turin: 1-9 10250
"""


def town(folder):
    """Write the BAN files and return their paths."""
    rows, spot, street, commune = [], 0, 0, ()
    for line in TOWN.strip().splitlines():
        if not line.startswith("  "):
            insee, rest = line.split(" ", 1)
            parts = rest.split(" ")
            at = next(i for i, p in enumerate(parts) if p.isdigit())
            former = parts[at + 1 :]
            commune = (insee, " ".join(parts[:at]), parts[at], former[0] if former else "", " ".join(former[1:]))
            spot += 1
            continue
        name, numbers = line.strip().split(": ")
        street += 1
        for number, rep in house_numbers(numbers):
            k = number if number < 1000 else 1000
            lon, lat = _corner(spot, street)
            rows.append(
                row(
                    code="{:04d}".format(street), numero=str(number), rep=rep, nom_voie=name, code_insee=commune[0],
                    nom_commune=commune[1], code_postal=commune[2], code_insee_ancienne_commune=commune[3],
                    nom_ancienne_commune=commune[4], lon="{:.6f}".format(lon + 0.0002 * k + 0.00005 * len(rep)),
                    lat="{:.6f}".format(lat + 0.0001 * (number % 2)), type_position="entrée",
                )
            )  # fmt: skip
    place = row(
        PLACES, id="93010_b001", nom_lieu_dit="La Ferme du Bois", code_postal="93140", code_insee="93010",
        nom_commune="Bondy", lon="2.49", lat="48.9",
    )  # fmt: skip
    return [write(folder / "adresses.csv", *rows), write(folder / "lieux-dits.csv", place, header=PLACES)]


def _corner(spot, street):
    """Return where a street begins, within France whatever its commune: positions are no matter here."""
    return 2.3 + 0.03 * (street % 5), 46.0 + 0.05 * spot + 0.01 * (street % 3)
