"""A hundred and twenty facilities in nine families, with the codes of the BPE; nine France services sites."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import numpy as np

from . import terrain
from .place import COMMUNES, ESTATES
from .write import degrees

FIELDS = (
    ("typequ", "text"),
    ("libelle", "text"),
    ("famille", "text"),
    ("nom", "text"),
    ("depcom", "text"),
    ("an", "int"),
    ("qualite_xy", "text"),
    ("qualite_geoloc", "text"),
)
TYPES = {
    "A101": ("police", "Police", "Commissariat"),
    "A104": ("police", "Gendarmerie", "Brigade de gendarmerie"),
    "A122": ("emploi", "Réseau de proximité France Travail", "Agence France Travail"),
    "A203": ("vie_quotidienne", "Banque, caisse d'épargne", "Banque"),
    "A206": ("vie_quotidienne", "Bureau de poste", "La Poste"),
    "A207": ("vie_quotidienne", "Relais poste", "Relais poste"),
    "A208": ("vie_quotidienne", "Agence postale", "Agence postale"),
    "B105": ("vie_quotidienne", "Supermarché et magasin multi-commerce", "Supermarché"),
    "B201": ("vie_quotidienne", "Supérette", "Supérette"),
    "B202": ("vie_quotidienne", "Épicerie", "Épicerie"),
    "B207": ("vie_quotidienne", "Boulangerie-pâtisserie", "Boulangerie"),
    "C107": ("ecole", "École maternelle", "École maternelle"),
    "C108": ("ecole", "École primaire", "École primaire"),
    "C109": ("ecole", "École élémentaire", "École élémentaire"),
    "C201": ("ecole", "Collège", "Collège"),
    "C301": ("ecole", "Lycée d'enseignement général et/ou technologique", "Lycée"),
    "D265": ("sante", "Médecin généraliste", "Cabinet médical"),
    "D221": ("sante", "Chirurgien dentiste", "Cabinet dentaire"),
    "D233": ("sante", "Masseur kinésithérapeute", "Cabinet de kinésithérapie"),
    "D244": ("sante", "Infirmier", "Cabinet infirmier"),
    "D307": ("sante", "Pharmacie", "Pharmacie"),
    "D113": ("sante", "Maison de santé pluridisciplinaire", "Maison de santé"),
    "D502": ("creche", "Établissement d'accueil du jeune enfant (EAJE)", "Multi-accueil"),
    "D504": ("creche", "Relais petite enfance", "Relais petite enfance"),
    "D503": ("social", "Lieu d'accueil enfant-parent (LAEP)", "Lieu d'accueil enfants-parents"),
    "D505": ("social", "Accueil de loisirs sans hébergement (ALSH)", "Accueil de loisirs"),
    "D506": ("social", "Centres sociaux", "Centre social"),
    "F101": ("sport", "Bassin de natation", "Piscine"),
    "F103": ("sport", "Tennis", "Courts de tennis"),
    "F111": ("sport", "Plateaux et terrains de jeux extérieurs", "Plateau de jeux"),
    "F113": ("sport", "Terrains de grands jeux", "Stade"),
    "F121": ("sport", "Salles multisports (gymnases)", "Gymnase"),
    "F303": ("culture", "Cinéma", "Cinéma"),
    "F305": ("culture", "Conservatoire", "Conservatoire"),
    "F307": ("culture", "Bibliothèque", "Médiathèque"),
    "F315": ("culture", "Arts du spectacle", "Salle de spectacle"),
}
# how many in the town and in Bellerive; villages below
TOWN = (
    "A101 A104 A122 A122 A203 A203 A203 A206 A206 B105 B105 B105 B201 B201 B201 B202 B207 B207 B207 B207 B207 C107 C107 C107 C107 C109 C109 "
    "C109 C109 C108 C201 C201 C301 D265 D265 D265 D265 D221 D221 D221 D233 D233 D244 D244 D307 D307 D307 D307 D307 D113 D502 D502 D502 D504 D503 D505 "
    "D505 D506 D506 F101 F103 F111 F111 F113 F121 F121 F121 F303 F305 F307 F307 F315"
).split()
BELLERIVE = "A206 B105 B201 B207 B207 C107 C109 C201 D265 D265 D307 D244 D502 D506 F121 F113 F307 A104".split()
VILLAGE = ("C108", "B207", "D307", "A208", "D265", "F111")


def make(addresses, rng):
    """Return (values, (x, y)) of each facility; one stands on the island, which no street reaches."""
    rows, used, names = [], set(), {}

    def put(code, k, near=None):
        mine = [
            i
            for i, a in enumerate(addresses)
            if a.commune == k and i not in used and a.position != "segment" and "Île" not in a.street
        ]
        if near is not None:
            mine = sorted(mine, key=lambda i: np.hypot(addresses[i].x - near[0], addresses[i].y - near[1]))[:12]
        pick = mine[int(rng.integers(len(mine)))]
        a = addresses[pick]
        used.add(pick)
        family, label, word = TYPES[code]
        ending = a.street.split(" ", 1)[1] if " " in a.street else a.street
        title = (
            f"{word} {ending}"
            if k in (0, 3)
            else f"{word} de {COMMUNES[k].name}".replace("de Les", "des").replace("de Le ", "du ")
        )
        names[title] = names.get(title, 0) + 1
        title += f" {names[title]}" if names[title] > 1 else ""
        good = rng.random()
        rows.append(
            (
                (
                    code,
                    label,
                    family,
                    title,
                    COMMUNES[k].code,
                    2024,
                    "B" if good < 0.8 else "A" if good < 0.95 else "M",
                    "11" if good < 0.85 else "21" if good < 0.97 else "33",
                ),
                (a.x, a.y),
            )
        )

    centre = (COMMUNES[0].x, COMMUNES[0].y)
    for code in TOWN:
        # half of what is rare stands near the centre
        put(code, 0, centre if code[0] in "AF" and rng.random() < 0.4 else None)
    for code, estate in (("C108", ESTATES[0]), ("B201", ESTATES[0]), ("D506", ESTATES[1]), ("D307", ESTATES[1])):
        put(code, int(estate.name == "Le Grand Pré") * 0, (estate.x, estate.y))
    for code in BELLERIVE:
        put(code, 3)
    villages = [k for k in range(len(COMMUNES)) if k not in (0, 3)]
    for k in sorted(villages, key=lambda k: -COMMUNES[k].population):
        for code in VILLAGE[: max(1, min(6, COMMUNES[k].population // 320))]:
            if len(rows) < 119:
                put(code, k)
    while len(rows) < 119:
        put("B207", 0)
    family, label, _ = TYPES["F111"]
    rows.append(
        (("F111", label, family, "Plateau de jeux de l'Île aux Saules", "99001", 2024, "B", "11"), terrain.ISLAND)
    )
    return rows[:120]


FS_HEADER = (
    "id_fs,insee_dep,lib_fs,adresse,complement_adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,h_lundi,h_mardi,"
    "h_mercredi,h_jeudi,h_vendredi,h_samedi,prise_rdv,commentaire,type_fs,format_fs,groupe_fs,labellisation_fs"
).split(",")
SITES = (
    (
        "9901",
        "France services de Valombre Centre",
        0,
        None,
        "Principal",
        "Fixe",
        "",
        "09:00 - 12:30 / 13:30 - 17:30",
        "09:00 - 12:00",
        "",
    ),
    (
        "9902",
        "France services des Hauts de Valombre",
        0,
        (ESTATES[0].x, ESTATES[0].y),
        "Principal",
        "Fixe_antenne(s)",
        "G9902",
        "09:00 - 12:00 / 14:00 - 17:00",
        "",
        "",
    ),
    ("9903", "France services de Bellerive", 3, None, "Principal", "Fixe", "", "08:30 - 12:00 / 13:30 - 17:00", "", ""),
    (
        "9904",
        "France services des Essarts-sur-Ardelle",
        8,
        None,
        "Principal",
        "Multisites",
        "G9904",
        "09:00 - 12:00",
        "",
        "Ouvert les lundi, mardi et jeudi",
    ),
    (
        "9905",
        "France services des Essarts-sur-Ardelle, site de Haute-Combelle",
        9,
        None,
        "Antenne",
        "Multisites",
        "G9904",
        "14:00 - 17:00",
        "",
        "Ouvert les mercredi et vendredi",
    ),
    (
        "9906",
        "Antenne France services de La Saugeraie",
        4,
        None,
        "Antenne",
        "Fixe_antenne(s)",
        "G9902",
        "09:00 - 12:00",
        "",
        "",
    ),
    (
        "9907",
        "Antenne France services de Pierrelongue",
        6,
        None,
        "Antenne",
        "Fixe_antenne(s)",
        "G9902",
        "13:30 - 17:00",
        "",
        "",
    ),
    (
        "9908",
        "Bus France services du Val d'Ardelle",
        0,
        None,
        "Principal",
        "Bus_équivalent",
        "",
        "09:30 - 12:30 / 14:00 - 16:30",
        "",
        "Lundi : Villebrume, place du Marché. Mardi : Le Vernoy, mairie. Jeudi : Grandchaume, salle des fêtes. Vendredi : Chantepierre, halle.",
    ),
    (
        "9909",
        "France services itinérante de Grandchaume",
        7,
        None,
        "Principal",
        "Itinérante",
        "",
        "09:00 - 12:00",
        "",
        "Mercredi : Fontenelle-au-Bois, mairie.",
    ),
)


def france_services(addresses, rng):
    """Return the rows of the official list of France services."""
    rows = []
    for number, name, k, near, kind, form, group, hours, saturday, note in SITES:
        mine = [
            a for a in addresses if a.commune == k and a.position in ("entrée", "bâtiment") and "Île" not in a.street
        ]
        x, y = near or (COMMUNES[k].x, COMMUNES[k].y)
        order = sorted(mine, key=lambda a: np.hypot(a.x - x, a.y - y))
        a = order[-1 if form.startswith("Bus") else int(rng.integers(8))]
        (lon, lat), c = degrees([(a.x, a.y)])[0].tolist(), COMMUNES[k]
        closed = {"9904": (2, 4), "9905": (0, 1, 3)}.get(number, ())
        week = [None if d in closed else hours for d in range(5)]
        street = " ".join(filter(None, (str(a.number), a.suffix, a.street)))
        rows.append(
            (
                number,
                "99",
                name,
                street,
                None,
                c.code,
                c.postcode,
                c.name,
                lat,
                lon,
                None,
                None,
                *week,
                saturday or None,
                "Non",
                note or None,
                kind,
                form,
                group or None,
                "Espace labellisé 01/01/2022",
            )
        )
    return rows
