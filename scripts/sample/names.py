"""Street names: trees, trades, flowers, birds and places; nobody's name."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

NOUNS = """des Tilleuls|des Acacias|des Platanes|des Érables|des Charmes|des Ormes|du Noyer|des Cerisiers|des Pommiers|des Pruniers
des Lilas|des Glycines|des Roses|des Violettes|des Bleuets|des Coquelicots|des Jonquilles|des Iris|des Genêts|des Bruyères
de la Fontaine|du Lavoir|du Puits|du Moulin|du Four|du Pressoir|de la Forge|de la Tuilerie|de la Briqueterie|de la Verrerie
des Tanneurs|des Tisserands|des Drapiers|des Potiers|des Charpentiers|des Tonneliers|des Vanniers|des Cordiers|des Orfèvres|des Meuniers
des Alouettes|des Hirondelles|des Mésanges|des Rossignols|du Héron|du Martin-Pêcheur|des Grives|de la Huppe|des Pinsons|des Fauvettes
du Lièvre|du Renard|du Chevreuil|de l'Écureuil|du Blaireau|de la Loutre|du Cheval Blanc|du Bélier|de la Biche|du Chat qui Dort
de la Poste|de l'École|de la Mairie|du Marché|de la Halle|de l'Horloge|du Théâtre|de la Bibliothèque|du Stade|de la Gare
de la République|de la Liberté|de l'Égalité|de la Fraternité|de la Paix|de l'Avenir|du Progrès|de la Concorde|de l'Espérance|de l'Union
du Bac|de l'Écluse|du Gué|des Lavandières|des Pêcheurs|de la Passerelle|du Port|de l'Île|des Bateliers|du Vieux Pont
des Vignes|du Verger|des Jardins|des Maraîchers|du Potager|de la Treille|des Vendanges|des Blés|de la Moisson|du Colombier
de la Colline|du Belvédère|du Rocher|de la Carrière|des Grès|de la Sablière|du Coteau|du Vallon|de la Combe|des Crêtes
du Bois Joli|de la Futaie|de la Clairière|des Fougères|de la Lisière|du Sous-Bois|du Hêtre|du Chêne Vert|du Grand Chêne|du Houx
de la Porte Haute|de la Vieille Porte|de la Tour|du Rempart|de la Poterne|du Donjon|de la Citadelle|du Pont-Levis|des Arbalétriers|du Guet
de l'Aube|de l'Aurore|du Couchant|du Midi|du Levant|de la Lune|de l'Étoile|de la Grande Ourse|du Zénith|de l'Arc-en-Ciel
de la Laine|de la Soie|du Lin|du Chanvre|du Sel|du Cuir|de l'Étain|du Cuivre|du Papier|de l'Imprimerie
des Quatre Vents|du Nord|de la Brise|du Mistral|de la Source|du Ruisseau|de la Cascade|de l'Étang|du Marais|des Roseaux
du Vieux Chemin|de la Croix-Blanche|des Trois Bornes|du Point du Jour|du Bout du Monde|de la Belle Étoile|du Champ Rond|du Pré Long|des Longues Raies|de la Grande Pièce
des Quatre Saisons|du Printemps|de l'Été|des Feuillantines|des Sorbiers|du Saule|des Aulnes|des Peupliers|des Frênes|des Bouleaux""".replace(
    "\n", "|"
).split("|")


class Names:
    """Hands out street names, each once in a commune."""

    def __init__(self, rng):
        self.rng = rng
        self.used = {}

    def give(self, commune, kinds):
        """Return a new name of one of some kinds ("Rue", "Allée" …) for a street of a commune."""
        used = self.used.setdefault(commune, set())
        for tries in range(2_000):
            noun = NOUNS[int(self.rng.integers(len(NOUNS)))]
            name = f"{kinds[int(self.rng.integers(len(kinds)))]} {noun}"
            # the same noun twice in a commune only when most are taken
            if name not in used and (tries > 60 or noun not in used):
                used.update((name, noun))
                return name
        raise ValueError(f"no street name left in commune {commune}")
