"""The fictional place: its communes, its centre, the points everything else hangs on.

All coordinates are local metres, from the south-west corner of the territory; :data:`ORIGIN` places
that corner in Lambert-93 (EPSG:2154). Nothing here exists: neither the town, nor the river, nor a name.
"""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20241123
ORIGIN = (545_000.0, 6_595_000.0)
SIZE = (14_000.0, 10_500.0)

DEPARTEMENT = ("99", "Département fictif")
REGION = ("99", "Région fictive")
EPCI = ("990000001", "CA du Val d'Ardelle (fictive)")


@dataclass(frozen=True)
class Commune:
    """One commune: where its streets start, how far they go (metres), how many live there."""

    code: str
    name: str
    postcode: str
    x: float
    y: float
    population: int
    radius: float


COMMUNES = (
    Commune("99001", "Valombre", "99100", 6_620, 5_560, 25_050, 1_560),
    Commune("99002", "Marsolles", "99120", 3_700, 6_330, 1_250, 330),
    Commune("99003", "Chantepierre", "99140", 10_900, 8_550, 1_450, 380),
    Commune("99004", "Bellerive", "99110", 8_620, 5_700, 5_600, 860),
    Commune("99005", "La Saugeraie", "99120", 4_350, 8_700, 820, 290),
    Commune("99006", "Le Vernoy", "99130", 7_050, 9_150, 640, 250),
    Commune("99007", "Pierrelongue", "99150", 12_350, 5_950, 980, 310),
    Commune("99008", "Grandchaume", "99150", 11_250, 3_350, 1_150, 330),
    Commune("99009", "Les Essarts-sur-Ardelle", "99160", 5_850, 1_700, 1_500, 400),
    Commune("99010", "Haute-Combelle", "99170", 3_150, 1_450, 520, 230),
    Commune("99011", "Fontenelle-au-Bois", "99160", 8_450, 1_150, 430, 210),
    Commune("99012", "Villebrume", "99120", 1_000, 8_250, 610, 250),
)
TOWN = COMMUNES[0]
CENTRE = (TOWN.x, TOWN.y)


@dataclass(frozen=True)
class Estate:
    """A housing estate: few streets, many footpaths, tall buildings; later a priority neighbourhood."""

    name: str
    x: float
    y: float
    radius: float


ESTATES = (
    Estate("Les Hauts de Valombre", 5_560, 6_560, 300),
    Estate("Le Grand Pré", 7_930, 6_330, 330),
    Estate("Cité du Rail", 5_770, 3_790, 250),
)
# places without streets: parks, cemetery, stadium, works; x, y, radius
VOIDS = (
    (6_030, 5_150, 150.0),
    (7_050, 6_480, 120.0),
    (5_120, 5_050, 170.0),
    (9_150, 5_250, 150.0),
    (6_480, 4_620, 130.0),
    (5_830, 5_930, 80.0),
)
