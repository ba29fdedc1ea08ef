"""Which columns of a table hold an address, told by their titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .normalise import plain

__all__ = [
    "Guess",
    "USUAL",
    "discreet",
    "guess",
    "holds_numbers",
    "is_datum",
    "joiner",
    "roles",
    "tells_address",
    "title_row",
]

USUAL = {
    "address": ("adresse", "adresse_complete", "adresse_postale", "nom_voie"),
    "number": ("numero", "num_voie", "no_voie"),
    "postcode": ("code_postal", "cp"),
    "city": ("commune", "ville", "nom_commune"),
    "citycode": ("code_insee", "insee_com", "code_commune"),
}
"""Names that a message gives as examples, by role."""

_ADDRESS = (
    "adresse", "adresse_complete", "adresse_postale", "adresse_1", "adresse1", "adr", "adr1", "address",
    "adresse_ligne_1", "ligne_adresse", "ligne_d_adresse", "libelle_adresse", "adresse_du_beneficiaire",
    "adresse_beneficiaire",
    "adresse_de_residence", "adresse_residence", "adresse_du_logement", "adresse_logement", "adresse_personnelle",
    "adresse_du_domicile", "adresse_domicile", "domicile", "ligne_4", "ligne4", "l4", "adresse_geo", "adr_voie",
)  # fmt: skip
_STREET = (
    "nom_voie", "nom_de_la_voie", "nom_de_voie", "libelle_voie", "libelle_de_la_voie", "lib_voie", "voie", "rue",
    "nom_rue", "nom_de_la_rue", "libvoie", "intitule_voie", "street", "adresse_voie", "voie_nom", "voie_libelle",
)  # fmt: skip
_KIND = (
    "type_voie", "type_de_voie", "typvoie", "nature_voie", "nature_de_la_voie", "nature_de_voie", "typevoie",
    "voie_type", "libelle_type_voie",
)  # fmt: skip
_NUMBER = (
    "num_voie", "numero_voie", "numero_de_voie", "numero_de_la_voie", "numero_dans_la_voie", "num_rue", "numero_rue",
    "n_voie", "no_voie", "no_de_voie", "no_de_la_voie", "n_rue", "no_rue", "n_de_voie", "n_de_rue", "no_de_rue",
    "numvoie", "voie_num", "numero_adresse", "num_adresse", "housenumber", "house_number",
)  # fmt: skip
# beside a whole address such a column may well number the rows
_NUMBER_OR_RANK = ("numero", "num", "no", "n", "nr", "num_", "n_o")
_REPETITION = (
    "rep", "indice", "indice_repetition", "indice_de_repetition", "repetition", "btq", "bis", "bis_ter", "suffixe",
    "ind_rep", "indrep", "complement_numero", "complement_de_numero", "b_t_q",
)  # fmt: skip
_POSTCODE = (
    "code_postal", "codepostal", "cp", "postcode", "code_post", "codpos", "code_poste", "cod_post", "zip", "c_p",
)  # fmt: skip
_CITYCODE = (
    "code_insee", "codeinsee", "insee", "insee_com", "code_insee_commune", "code_commune_insee", "citycode",
    "code_commune", "codgeo", "depcom", "cod_insee", "com_insee", "n_insee", "code_com", "insee_commune",
    "code_insee_de_la_commune", "cog",
)  # fmt: skip
_CITY = (
    "commune", "ville", "nom_commune", "nom_de_la_commune", "libelle_commune", "libelle_de_la_commune", "nom_com",
    "lib_com", "city", "localite", "nom_ville", "commune_de_residence", "ville_de_residence", "commune_residence",
    "ligne_6", "libcom", "nom_de_commune", "bureau_distributeur", "acheminement",
)  # fmt: skip
# what another geocoder has answered is not what the address says
_ANSWERS = ("result_", "ban_", "geo_", "latitude", "longitude")
_OURS = "adresse_retenue"
_NOT_POSTAL = {"mail", "email", "mel", "courriel", "electronique", "ip", "web", "internet", "complement", "2"}
_NOT_A_NAME = {"code", "insee", "id", "politique", "date", "type", "contrat"}
_NOT_OF_THE_ADDRESS = {"naissance", "naiss", "natale", "natal"}
# what titles say beside whose address it is
_OF_ANY = frozenset(
    """
    a address adr adresse adresses adr1 adresse1 adresse_1 au aux c city cod code codes codepostal com commune communes
    complete cp d de des du en et geo insee l l4 la le les libelle lib ligne ligne4 localite nom numero p post postal
    postale postcode rue street ville voie 1 4 6
    """.split()
)
_HOUSE = re.compile(r"(\d{1,4})(?:\.0)?(?! ?\d)[ a-zA-Z]{0,7}(?:[-/ ].*)?$")
_FEWEST = 5
_MORE_LINES = re.compile(r"^(?:adresse|adr|ligne_adresse|adresse_ligne)_?([2-5])$")


@dataclass(frozen=True)
class Guess:
    """Places of columns.

    Attributes
    ----------
    address : tuple of int
        Parts to be joined, in order; empty where there is none.
    number : tuple of int
        House number and what repeats it (bis).
    postcode, city, citycode : int or None
    perhaps : tuple of int
        Where `number` is empty, a column that holds house numbers, or numbers the rows: see `holds_numbers`.
    rivals : tuple of int
        Columns that hold the address of somebody else, or of another day, just as likely the one that is meant.
    """

    address: tuple = ()
    number: tuple = ()
    postcode: int | None = None
    city: int | None = None
    citycode: int | None = None
    perhaps: tuple = ()
    rivals: tuple = ()


def guess(titles, chosen=()):
    """Find the columns of an address by their titles.

    Parameters
    ----------
    titles : sequence of str
    chosen : tuple of int, optional
        Places of the columns of the address, where they are known: the others are those that go with it.

    Returns
    -------
    Guess
    """
    keys = [_key(t) for t in titles]
    # our own answer of an earlier run begins there
    end = keys.index(_OURS) if _OURS in keys else len(keys)
    places = {}
    for place, key in enumerate(keys[:end]):
        if not key.startswith(_ANSWERS):
            places.setdefault(key, place)
    address, alone = _address(places)
    address = tuple(chosen) or address
    number = _first(places, _NUMBER if alone else _NUMBER + _NUMBER_OR_RANK)
    rank = _first(places, _NUMBER_OR_RANK) if number is None else None
    again = _first(places, _REPETITION)
    whose = _whose(keys[address[0]]) if address else frozenset()
    return Guess(
        address,
        () if number is None else (number,) if again is None else (number, again),
        _beside(places, _POSTCODE, lambda key: key.startswith(("code_postal", "cp_")), address, whose),
        _beside(places, _CITY, _names_a_city, address, whose),
        _beside(
            places, _CITYCODE, lambda key: "insee" in key.split("_") and "nom" not in key.split("_"), address, whose
        ),
        () if rank is None else (rank,) if again is None else (rank, again),
        tuple(
            place for key, place in places.items()
            if address and not chosen and place not in address and _names_an_address(key) and not _MORE_LINES.match(key)
            and _whose(key) != whose
        ),
    )  # fmt: skip


def holds_numbers(cells, addresses_with_number):
    """Tell whether a column beside addresses holds their house numbers, and does not number the rows.

    Parameters
    ----------
    cells : sequence
        The column's first values.
    addresses_with_number : int
        How many of the addresses beside them have a number of their own.

    Returns
    -------
    bool
        True where nearly all are numbers that the addresses lack, and they do not go up from row to row.
    """
    said = [str(c).strip() for c in cells if c is not None and str(c).strip()]
    figures = [int(m.group(1)) for m in map(_HOUSE.match, said) if m]
    if len(figures) < _FEWEST or len(figures) < 0.8 * len(said) or addresses_with_number > 0.1 * len(cells):
        return False
    return sum(b <= a for a, b in zip(figures, figures[1:])) >= 0.2 * len(figures)


def title_row(rows):
    """Find the row of titles among the first rows of a table, which may have a heading above it.

    Only exact usual titles count: two of different roles, or that of an address beside other titles where no more
    than one cell is filled in each row above.

    Parameters
    ----------
    rows : iterable of sequence
        Cells as texts, None or "" for an empty one.

    Returns
    -------
    int or None
        None where no row is one for certain.
    """
    alone, heading = None, True
    for place, cells in enumerate(rows):
        filled = [cell for cell in map(str, (c for c in cells if c is not None)) if cell.strip()]
        roles = {_ROLES.get(_key(cell)) for cell in filled} - {None}
        if len(roles) > 1:
            return place
        if alone is None and heading and roles == {"address"} and len(filled) > 1:
            alone = place
        heading = heading and len(filled) < 2
    return alone


def tells_address(title):
    """Tell whether a column holds addresses, asked for or found: counting by it would publish them.

    Parameters
    ----------
    title : str
    """
    key = re.sub(r"_\d+$", "", _key(title))
    if key in _PLACES or key.startswith(("result_label", "result_name", "result_street", "ban_label")):
        return True
    return _ROLES.get(key) in ("address", "number") or _names_an_address(key)


_PLACES = frozenset((_OURS, "id_ban", "longitude", "latitude", "lon", "lat", "lng", "x", "y", "result_id"))


def roles(titles):
    """Count the different parts of an address that titles name exactly.

    Parameters
    ----------
    titles : sequence of str
    """
    return len({_ROLES.get(_key(title)) for title in titles} - {None})


def is_datum(title):
    """Tell whether a title is none: a postcode, a date, an amount, a number and a street, a mail address."""
    return _DATUM.match(title) is not None


def discreet(titles):
    """Return titles that may be shown: of a table without titles, the first row of people stands in their place.

    Parameters
    ----------
    titles : sequence of str

    Returns
    -------
    list of str
        The rank of a column in place of what may tell of somebody.
    """
    everything = any(map(is_datum, titles)) and not roles(titles)
    return ["n° {}".format(i + 1) if everything or is_datum(t) else t for i, t in enumerate(titles)]


_DATUM = re.compile(
    r"^\s*(?:[\d .,/:€%-]+|\d{1,4}(?:\s*(?:bis|ter|quater|[a-z]))?,?\s+\S.*|.*\b\d{5}\b.*|\S+@\S+)$", re.IGNORECASE
)
_ROLES = {
    name: role
    for role, names in (
        ("address", _ADDRESS + _STREET),
        ("number", _NUMBER),
        ("postcode", _POSTCODE),
        ("city", _CITY),
        ("citycode", _CITYCODE),
    )
    for name in names
}


def joiner(title):
    """Return what goes between a part of an address and the next: a kind of street belongs to its name.

    Parameters
    ----------
    title : str
        Of the column that comes first.
    """
    key = _key(title)
    return " " if key in (*_KIND, *_NUMBER, *_NUMBER_OR_RANK, *_REPETITION) else ", "


def _address(places):
    """Return the parts of the address, and whether they hold it whole."""
    whole = _first(places, _ADDRESS, _names_an_address)
    if whole is not None:
        key = next(k for k, p in places.items() if p == whole)
        lines = ((_MORE_LINES.match(k), p) for k, p in places.items() if k != key)
        more = sorted((line.group(1), p) for line, p in lines if line)
        return (whole, *(p for _n, p in more)), True
    street = _first(places, _STREET)
    if street is None:
        return (), False
    kind = _first(places, _KIND)
    return ((street,) if kind is None else (kind, street)), False


def _first(places, names, otherwise=None):
    """Return the place of the first name that is there, else of the first title that passes."""
    for name in names:
        if name in places:
            return places[name]
    if otherwise is None:
        return None
    return next((place for key, place in places.items() if otherwise(key)), None)


def _beside(places, names, otherwise, address, whose):
    """Return the place of the column that says more of an address, of whosever it is; None where there is none."""
    found = [key for key in names if key in places] + [k for k in places if k not in names and otherwise(k)]
    found = [key for key in found if _NOT_OF_THE_ADDRESS.isdisjoint(key.split("_"))]
    start = address[-1] if address else 0

    def far(key):
        of = _whose(key)
        after = places[key] - start
        # the beneficiary's own postcode goes with the beneficiary's address, then one of nobody in particular
        return of != whose, bool(of), of.isdisjoint(whose), key not in names, after < 0, abs(after)

    return places[min(found, key=far)] if found else None


def _whose(key):
    """Return the words of a title that tell whose address it is, or which."""
    return frozenset(key.split("_")) - _OF_ANY


def _names_an_address(key):
    parts = key.split("_")
    if not {"adresse", "adresses"} & set(parts[:1]):
        return False
    return not _NOT_POSTAL & set(parts)


def _names_a_city(key):
    parts = key.split("_")
    return bool({"commune", "ville"} & set(parts)) and not _NOT_A_NAME & set(parts)


def _key(title):
    """Write a title one way: lower case, no accents, `_` between words."""
    text = plain(str(title)).replace("n°", "no ").replace("№", "no ").replace("°", "o")
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")
