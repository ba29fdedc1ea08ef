"""Addresses of the BAN as spreadsheets hold them: families of real-life noise, from a seed.

Each family is a way in which an address gets written differently from the BAN. These were written down before the
engine was tuned, those of `address_slips` afterwards by someone who had not written the engine.
The house number asked for is never changed into another: no engine could see it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from address_slips import (
    bare, beside, by_ear, cut, glued, grammar, joined_numbers, locality, lost_letters, whole, wrong_key,
)  # fmt: skip

__all__ = ["FAMILIES", "Asked", "noisy"]

TYPES = {
    "Rue": ("R", "R.", "rue", "RUE"), "Avenue": ("Av", "Av.", "AVE", "ave."),
    "Boulevard": ("Bd", "BLD", "Bd.", "Boul."), "Place": ("Pl", "Pl.", "PL"), "Allée": ("All", "ALL.", "Allee"),
    "Allee": ("All", "ALL.", "Allée"),
    "Chemin": ("Ch", "Che", "Chem."), "Impasse": ("Imp", "Imp."), "Route": ("Rte", "RTE"), "Square": ("Sq", "SQ."),
    "Passage": ("Pass", "PAS"), "Villa": ("Vla", "VLA"), "Cours": ("Crs", "CRS"), "Ruelle": ("RLE",), "Sente": ("Sen",),
    "Av": ("Avenue", "AV."), "Pl": ("Place", "PL."), "Residence": ("Res", "RES."), "Quai": ("Q", "QU"),
}  # fmt: skip
TITLES = {
    "Saint": "St", "Sainte": "Ste", "Général": "Gal", "General": "Gal", "Docteur": "Dr", "Maréchal": "Mal",
    "Mal": "Maréchal", "Professeur": "Pr", "Sergent": "Sgt", "Président": "Pdt", "Abbe": "Abbé", "Colonel": "Col",
    "Commandant": "Cdt", "Capitaine": "Cne",
}  # fmt: skip
SPELLED = {
    "2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "8": "huit", "11": "onze", "14": "quatorze", "Onze": "11",
    "19": "dix-neuf",
}  # fmt: skip
ARTICLES = ("de", "du", "des", "la", "le", "les", "d", "l", "a", "à", "aux", "et")
FIRST_NAMES = frozenset(
    """
    Edouard Louis Auguste Roger Henri Francois François Jean Jules Etienne Anatole Marcel David Paul Marie Georges Léon
    Robert Amédée Clara Alexandra Eugène Bernard Charles Henry Joe Pauline Suzanne Guy Hector Simon Maria Nicole
    Rouget Philéas Gaston Rene René Denys Gabriel Maryse Pablo Marguerite Lucien Lucie Emmanuel Désire Marx César
    Albert Joachim Anne Claude Fernand Maurice Leon Victor Theodore Jacques Jacqueline Germaine Marcellin Emile
    Alexandre Guillaume Simone Eric Marie Arthur Louise Jose Martin Hannah Andrei Eugene Rudyard Pierre Dominique
    Genevieve G
    """.split()
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COMPLEMENTS = (
    "Appt 12", "appartement 3", "Bât A", "Bat. 2", "BATIMENT C", "3ème étage", "2e etage", "esc. 4", "Escalier B",
    "Résidence les Lilas", "RES LES MIMOSAS", "Hall 3", "porte 12", "BP 30", "CS 40123", "chez M. Martin", "RDC",
    "Apt 45 Bat B", "1er étage gauche", "Immeuble le Vercors", "Tour B", "boîte 7", "logement 102",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One row of a spreadsheet and the BAN's address that it stands for."""

    address: str
    number: str
    postcode: str
    city: str
    citycode: str
    id: str
    family: str


def clean(rng, a, _world):
    return a


def case_accents(rng, a, _world):
    street = a["street"]
    for change in rng.sample(range(5), 2):
        if change == 0:
            street = bare(street).upper()
        elif change == 1:
            street = street.lower()
        elif change == 2:
            street = street.replace("’", rng.choice(("'", " ", "´", "`"))).replace("'", rng.choice(("'", "’", " ")))
        elif change == 3:
            if "-" in street:
                street = street.replace("-", " ")
            elif rng.random() < 0.2:
                street = street.replace(" ", "-", 1)
        else:
            street = bare(street)
    return dict(a, street=street, city=rng.choice((a["city"].upper(), a["city"].lower(), a["city"])))


def abbreviations(rng, a, _world):
    first, *rest = a["street"].split(" ")
    if first in TYPES:
        first = rng.choice(TYPES[first])
    rest = [rng.choice((TITLES[w], TITLES[w].upper(), TITLES[w] + ".")) if w in TITLES else w for w in rest]
    street = " ".join([first, *rest])
    if rng.random() < 0.5:
        street = street.replace("Saint-", "St-").replace("Sainte-", "Ste ")
    return dict(a, street=street)


def one_typo(rng, a):
    parts = a["street"].split(" ")
    long = [i for i, w in enumerate(parts) if i and len(w) >= 4 and not any(c.isdigit() for c in w)]
    if not long:
        return a
    i = rng.choice(long)
    word = parts[i]
    k = rng.randrange(1, len(word))
    kind = rng.choice(("substitution", "deletion", "transposition", "insertion", "doubling"))
    if kind == "substitution":
        word = word[:k] + rng.choice(LETTERS) + word[k + 1 :]
    elif kind == "deletion":
        word = word[:k] + word[k + 1 :]
    elif kind == "transposition":
        k = min(k, len(word) - 2)
        word = word[:k] + word[k + 1] + word[k] + word[k + 2 :]
    elif kind == "insertion":
        word = word[:k] + rng.choice(LETTERS) + word[k:]
    else:
        word = word[:k] + word[k] + word[k:]
    return dict(a, street=" ".join(parts[:i] + [word] + parts[i + 1 :]))


def typo(rng, a, _world):
    return one_typo(rng, a)


def two_typos(rng, a, _world):
    return one_typo(rng, one_typo(rng, a))


def dropped(rng, a, _world):
    parts = a["street"].replace("’", " ").split(" ")
    kind = rng.choice(("articles", "first name", "initial"))
    if kind == "articles":
        parts = [p for i, p in enumerate(parts) if not i or p.lower() not in ARTICLES] or parts
    else:
        names = [i for i, p in enumerate(parts) if i and i < len(parts) - 1 and p in FIRST_NAMES]
        if names:
            i = names[0]
            parts[i] = parts[i][0] + rng.choice((".", "")) if kind == "initial" else ""
    return dict(a, street=" ".join(p for p in parts if p))


def swapped(rng, a, _world):
    first, *rest = a["street"].split(" ")
    if len(rest) >= 2 and rng.random() < 0.7:
        i = rng.randrange(len(rest) - 1)
        rest[i], rest[i + 1] = rest[i + 1], rest[i]
        return dict(a, street=" ".join([first, *rest]))
    return dict(a, street="{} ({})".format(" ".join(rest), first.lower()) if rng.random() < 0.5 else a["street"])


def postcode(rng, a, world):
    kind = rng.choice(("missing", "wrong", "cedex", "digits", "zero"))
    code = a["postcode"]
    if kind == "missing":
        code = ""
    elif kind == "wrong":
        code = rng.choice(world["postcodes"])
    elif kind == "cedex":
        code = code[:3] + "{:02d}".format(rng.randrange(1, 99))
        return dict(a, postcode=code, city=a["city"].upper() + " CEDEX")
    elif kind == "digits":
        i = rng.randrange(2, 4)
        code = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
    else:
        code = rng.choice((code + ".0", code[:2] + " " + code[2:], "F-" + code))
    return dict(a, postcode=code)


def number_forms(rng, a, _world):
    number, rep, street = a["number"], a["rep"], a["street"]
    kind = rng.randrange(7)
    if kind == 0:
        whole_text = "{}{} {}".format(number, rep, street)
    elif kind == 1:
        whole_text = "{}{}, {}".format(number, (" " + rep) if rep else "", street)
    elif kind == 2:
        whole_text = "n° {}{} {}".format(number, (" " + rep) if rep else "", street)
    elif kind == 3:
        whole_text = "N°{}{} {}".format(number, rep.upper(), street)
    elif kind == 4:
        whole_text = "{} - {}".format(number + ((" " + rep) if rep else ""), street)
    elif kind == 5:
        whole_text = "{}, {}{}".format(street, number, (" " + rep) if rep else "")
    else:
        whole_text = "{:0>3}{} {}".format(number, (" " + rep.upper()) if rep else "", street)
    return dict(a, text=whole_text)


def bis(rng, a, _world):
    rep = a["rep"]
    forms = {
        "bis": ("BIS", "B", "b", "Bis"), "ter": ("TER", "T", "ter"), "quater": ("QUATER", "quater", "Q"),
    }.get(rep, (rep.upper(), rep))  # fmt: skip
    form = rng.choice(forms)
    glue = rng.choice(("", " ")) if form else ""
    return dict(a, text="{}{}{} {}".format(a["number"], glue, form, a["street"]))


def complement(rng, a, _world):
    extra, base = rng.choice(COMPLEMENTS), a.get("text") or whole(a["number"], a["rep"], a["street"])
    kind = rng.randrange(5)
    if kind == 0:
        base = "{}, {}".format(base, extra)
    elif kind == 1:
        base = "{} {}".format(base, extra)
    elif kind == 2:
        base = "{}\n{}".format(extra, base)
    elif kind == 3:
        base = "{} - {}".format(base, extra)
    else:
        base = "{} {}".format(extra, base)
    return dict(a, text=base)


def span(rng, a, _world):
    number = int(a["number"])
    form = rng.choice(("{}-{}", "{} à {}", "{}/{}", "{} et {}", "{} - {}", "{}, {}"))
    return dict(a, text="{} {}".format(form.format(number, number + 2 * rng.randrange(1, 4)), a["street"]), rep="")


def commune(rng, a, _world):
    city = a["city"]
    kind = rng.choice(("typo", "cedex", "departement", "stray"))
    if kind == "typo":
        k = rng.randrange(1, len(city))
        rest = city[k + 1 :]
        city = city[:k] + rng.choice((rest, rng.choice(LETTERS) + rest, city[k] + city[k] + rest))
    elif kind == "cedex":
        city = city.upper() + rng.choice((" CEDEX", " Cedex 9", " cedex 02"))
    elif kind == "departement":
        city = "{} ({})".format(city, a["postcode"][:2])
    else:
        city = rng.choice(("  {} ", "{}, France", "{}.")).format(city)
    return dict(a, city=city)


def one_cell(rng, a, _world):
    base = a.get("text") or whole(a["number"], a["rep"], a["street"])
    form = rng.choice(
        (
            "{b} {p} {c}", "{b}, {p} {c}", "{b}\n{p} {c}", "{b} {c}", "{b}, {c}", "{b} {c} {p}", "{b} - {p} - {c}",
            "{p} {c}, {b}", "{b} {p} {C} CEDEX", "{b} {p} {c} France", "{b} ({p}) {c}",
        )
    )  # fmt: skip
    text = form.format(b=base, p=a["postcode"], c=a["city"], C=a["city"].upper())
    return dict(a, text=" ".join(text.split(" ")), one=True)


def spelled(rng, a, _world):
    parts = [SPELLED.get(p, p) if i else p for i, p in enumerate(a["street"].split(" "))]
    return dict(a, street=" ".join(parts))


def no_type(rng, a, _world):
    first, *rest = a["street"].split(" ")
    return dict(a, street=" ".join(rest)) if rest else a


def wrong_type(rng, a, _world):
    first, *rest = a["street"].split(" ")
    other = rng.choice(("Rue", "Avenue", "Allée", "Place", "Chemin"))
    return dict(a, street=" ".join([other, *rest])) if rest else a


def mixed(rng, a, world):
    for change in rng.sample((case_accents, abbreviations, typo, dropped, commune), 2):
        a = change(rng, a, world)
    for change in rng.sample((number_forms, complement, one_cell), 1):
        a = change(rng, a, world)
    return a


def two_new(rng, a, world):
    for change in rng.sample((by_ear, wrong_key, case_accents, abbreviations, grammar), 2):
        a = change(rng, a, world)
    return rng.choice((beside, joined_numbers, locality))(rng, a, world)


# what a spreadsheet holds of each; the type of street left out or mistaken is rare, and often beyond repair
FAMILIES = {
    clean: 6, case_accents: 12, abbreviations: 12, typo: 10, two_typos: 3, dropped: 7, swapped: 3, postcode: 7,
    number_forms: 7, bis: 2, complement: 8, span: 3, commune: 5, one_cell: 10, spelled: 1, no_type: 1, wrong_type: 1,
    mixed: 8,
    by_ear: 4, wrong_key: 5, cut: 2, glued: 3, lost_letters: 2, beside: 4, grammar: 4, joined_numbers: 4, locality: 5,
    two_new: 4,
}  # fmt: skip


def noisy(records, seed, postcodes=("93130", "93320", "93250"), family=None):
    """Return one row for each address of the BAN.

    Parameters
    ----------
    records : iterable of dict
        Rows of a BAN file.
    seed : int
    postcodes : sequence of str, optional
        Codes of the communes around, for a wrong one.
    family : str, optional
        This family alone.

    Returns
    -------
    list of Asked
    """
    rng = random.Random(seed)
    world = {"postcodes": list(postcodes)}
    changes, weights = list(FAMILIES), list(FAMILIES.values())
    if family:
        changes = [f for f in changes if f.__name__ == family]
        weights = [1]
    out = []
    for record in records:
        a = {
            "number": record["numero"], "rep": record["rep"], "street": record["nom_voie"],
            "postcode": record["code_postal"], "city": record["nom_commune"], "citycode": record["code_insee"],
        }  # fmt: skip
        change = rng.choices(changes, weights)[0]
        # a family that says nothing of this address would only make the average kinder
        if change is bis and not a["rep"] or change is span and a["rep"]:
            change = abbreviations
        done = change(rng, a, world)
        one = done.get("one")
        text, number = done.get("text"), ""
        if text is None:
            if rng.random() < 0.35 and not one:
                text, number = done["street"], (done["number"] + " " + done["rep"]).strip()
            else:
                text = whole(done["number"], done["rep"], done["street"])
        row = Asked(
            text, number, "" if one else done["postcode"], "" if one else done["city"], "", record["id"],
            change.__name__,
        )  # fmt: skip
        if not one and rng.random() < 0.2:
            row = replace(row, citycode=record["code_insee"])
        out.append(row)
    return out
