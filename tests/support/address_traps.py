"""Communes and streets, made up around true names, among which an address may be taken for another."""

from __future__ import annotations

from pathlib import Path

from ban_rows import PLACES, house_numbers, row, write

# code and name, postcode, former code and name; then streets and their numbers
TRAPS = """
75101 Paris 1er Arrondissement|75001
  Rue de Rivoli: 1-20
  Rue Saint-Honoré: 1-30
75102 Paris 2e Arrondissement|75002
  Rue de la Paix: 1-24
  Rue du Quatre Septembre: 1-30
75104 Paris 4e Arrondissement|75004
  Rue de Rivoli: 21-60
75106 Paris 6e Arrondissement|75006
  Rue de Vaugirard: 1-60
75111 Paris 11e Arrondissement|75011
  Boulevard Voltaire: 1-60 12bis
  Rue Oberkampf: 1-30
75113 Paris 13e Arrondissement|75013
  Avenue d'Ivry: 1-40
  Place d'Italie: 1-20
  Rue Albert: 1-20
75115 Paris 15e Arrondissement|75015
  Rue de Vaugirard: 61-140
  Rue Albert: 1-20
75116 Paris 16e Arrondissement|75016
  Avenue Foch: 1-30
75116 Paris 16e Arrondissement|75116
  Avenue Kléber: 1-30
69381 Lyon 1er Arrondissement|69001
  Rue de la République: 1-20
69382 Lyon 2e Arrondissement|69002
  Rue de la République: 21-60
69383 Lyon 3e Arrondissement|69003
  Cours Gambetta: 1-40
  Rue Garibaldi: 1-50
69387 Lyon 7e Arrondissement|69007
  Cours Gambetta: 41-80
13201 Marseille 1er Arrondissement|13001
  La Canebière: 1-60
  Rue Paradis: 1-60
13206 Marseille 6e Arrondissement|13006
  Rue Paradis: 61-140
13208 Marseille 8e Arrondissement|13008
  Rue Paradis: 141-300
  Boulevard Michelet: 1-80
74010 Annecy|74000|74010 Annecy
  Rue de la République: 1-20
  Avenue de Genève: 1-30
74010 Annecy|74600|74268 Seynod
  Rue de la République: 1-20
  Avenue d'Aix-les-Bains: 1-40
74010 Annecy|74960|74093 Cran-Gevrier
  Avenue de la République: 1-40
  Rue du Centre: 1-10
85289 Sèvremont|85700|85182 Pouzauges-le-Vieux
  Rue du Puy: 1-10
85289 Sèvremont|85700|85064 La Flocellière
  Rue du Puy: 1-10
  Rue de la Mairie: 1-12
93053 Noisy-le-Sec|93130
  Rue Jean Jaurès: 1-60
  Rue de Bondy: 1-20
  Rue de la Paix: 1-10
  Rue Baudin: 1-10
  Rue de Romainville: 1-30
  Avenue Pasteur: 1-20
  Rue Condorcet: 1-12
93063 Romainville|93230
  Rue de Noisy: 1-10
  Rue Jean Jaurès: 1-20
  Rue de Paris: 1-60
93077 Villemomble|93250
  Rue de la Paix: 1-10
  Route de Noisy: 1-40
  Rue de Bondy: 1-40
  Avenue Carnot: 1-10
93057 Les Pavillons-sous-Bois|93320
  Allée Victor Hugo: 1-20
  Rue Baudin: 200-220
93900 Trapville|93999
  Rue du 19 Mars 1962: 1-30
  Rue du 11 Novembre 1918: 1-30
  Rue du 8 Mai 1945: 1-30
  Rue du 18 Juin 1940: 1-30
  Place du 14 Juillet: 1-20
  Rue des 3 Frères: 1-20
  Rue des Trois Fontaines: 1-20
  Rue des Quatre Vents: 1-20
  Quai 24: 1-8
  Rue 24: 1-8
  Allée 5: 1-12
  Allée 12: 1-12
  Route Départementale 12: 1-20
  Route Nationale 7: 1-40
  Rue de la Paix: 1-20 1bis
  Rue de la Paie: 1-20
  Rue de l'Église: 1-20
  Place de l'Église: 1-8
  Impasse de l'Église: 1-5
  Rue de la Mairie: 1-20
  Place de la Mairie: 1-6
  Rue Pasteur: 1-40
  Rue du Pasteur Martin: 1-20
  Rue du Docteur Roux: 1-20
  Rue du Docteur Calmette: 1-20
  Rue du Général Leclerc: 1-30
  Avenue du Général de Gaulle: 1-60
  Rue Pierre Curie: 1-20
  Rue Marie Curie: 1-20
  Rue Pierre et Marie Curie: 1-20
  Rue du Port: 1-20
  Rue du Pont: 1-20
  Rue du Pont Neuf: 1-20
  Rue du Bac: 1-20
  Rue du Lac: 1-20
  Rue du Parc: 1-20
  Rue du Mail: 1-20
  Rue de la Gare: 1-30
  Rue de la Garenne: 1-30
  Rue des Roses: 1-20
  Rue des Rosiers: 1-20
  Rue du Moulin: 1-20
  Rue des Moulins: 1-20
  Rue du Vieux Moulin: 1-20
  Rue du Moulin Vert: 1-20
  Rue Jean Moulin: 1-20
  Rue Martin: 1-20
  Rue Henri Martin: 1-20
  Rue Martin Bernard: 1-20
  Rue Bernard Martin: 1-20
  Rue Victor Hugo: 1-40 7bis 7ter
  Avenue Victor Hugo: 1-40
  Rue Victor Basch: 1-20
  Chemin du Bois: 1-20
  Chemin des Bois: 1-24
  Chemin du Petit Bois: 1-20
  Chemin du Grand Bois: 1-20
  Rue du Petit Pré: 1-20
  Rue des Prés: 1-20
  Rue Saint-Jean: 1-20
  Rue Saint-Jacques: 1-20
  Rue Saint-Martin: 1-20
  Rue Sainte-Anne: 1-20
  Rue Anne Frank: 1-20
  Grande Rue: 1-60
  Rue Neuve: 1-20
  Rue Haute: 1-20
  Rue Basse: 1-20
  Rue A: 1-12
  Rue B: 1-12
  Résidence du Parc: 1-12
  Cité des Fleurs: 1-30
  Quai de Seine: 1-40
  Rue de Paris: 1-60
  Avenue de Paris: 1-60
  Rue du Faubourg Saint-Antoine: 1-40
  Boulevard de la Liberté: 1-99 12a 12b 12c
  Rue Chanzy: 2-40 12bis 12b
  Square Bel Air: 1-6
  Rue Alexandre Dumas: 1-20
  Rue Dumas: 1-20
  Rue Durand: 1-20
  Rue Dupont: 1-20
  Rue Foch: 1-12
  Rue Koch: 1-12
  Rue de Lille: 1-20
  Rue de Lisle: 1-20
  Rue Thiers: 1-20
  Rue Lemoine: 1-20
  Rue des Moines: 1-20
  Impasse Pasteur: 1-6
  Ruelle des Jardins: 1-20
  Rue Jardin: 1-20
  Sentier des Vignes: 1-12
  Voie Romaine: 1-12
  Rond-Point de l'Europe: 1-6
  Route de Trapville: 1-20
  Rue d'Annecy: 1-20
67482 Strasbourg|67000
  Rue du 22 Novembre: 1-30
  Rue des Juifs: 1-20
  Route du Rhin: 1-40
  Rue de Bâle: 1-20
"""


def traps(folder):
    """Write the files of the BAN and return their paths."""
    rows, spot, street, commune = [], 0, 0, ()
    for line in TRAPS.strip().splitlines():
        if not line.startswith("  "):
            head, postcode, *former = line.split("|")
            commune = (*head.split(" ", 1), postcode, *(former[0].split(" ", 1) if former else ("", "")))
            spot += 1
            continue
        name, numbers = line.strip().rsplit(": ", 1)
        street += 1
        east, north = 2.2 + 0.02 * (spot % 20) + 0.003 * (street % 9), 46.0 + 0.02 * spot + 0.003 * (street % 7)
        for number, rep in house_numbers(numbers):
            rows.append(
                row(
                    code="{:04d}".format(street), numero=str(number), rep=rep, nom_voie=name, code_insee=commune[0],
                    nom_commune=commune[1], code_postal=commune[2], code_insee_ancienne_commune=commune[3],
                    nom_ancienne_commune=commune[4], type_position="entrée",
                    lon="{:.6f}".format(east + 0.0002 * (number % 200) + 0.00003 * len(rep)),
                    lat="{:.6f}".format(north + 0.0001 * (number % 2)),
                )
            )  # fmt: skip
    places = [
        row(
            PLACES, id="93900_b00{}".format(n), nom_lieu_dit=name, code_postal="93999", code_insee="93900",
            nom_commune="Trapville", lon="2.4{}".format(n), lat="46.6",
        )
        for n, name in enumerate(("Le Grand Champ", "La Ferme de la Paix"))
    ]  # fmt: skip
    return [write(folder / "adresses.csv", *rows), write(folder / "lieux-dits.csv", *places, header=PLACES)]


def spellings(name="spellings.txt"):
    """Return rows of a file of spellings: what is expected, the five cells, the beginning of the label."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]
    return [
        (
            row[0],
            tuple(cell.encode("latin-1", "backslashreplace").decode("unicode_escape") or None for cell in row[1:6]),
            row[6],
        )
        for row in rows
    ]  # fmt: skip


def matches(expected, label, answer, trust):
    """Tell whether an answer is the one expected."""
    number = answer.kind == "numéro"
    firm, right = number and answer.score >= trust, answer.label.startswith(label)
    if expected == "F":
        return firm and right
    if expected == "N":
        return number and right
    if expected == "V":
        return number and right and not firm
    if expected == "D":
        return not firm
    if expected == "X":
        return answer.kind in ("", "commune")
    return answer.kind.replace("numéro ", "") == expected and right
