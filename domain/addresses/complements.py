"""What an address says beside the street: flat, stairs, building, post box, the person one lives with."""

from __future__ import annotations

import re

__all__ = ["CAREFUL", "CHEZ", "COMPLEMENT", "NOWHERE", "PHONE"]

_UNIT = r"(?: ?n)?[ .:]*(?:[a-z]?-?\d+[a-z]?|[a-z]\d*|[ivx]+|nord|sud|est|ouest|gauche|droite)(?![a-z0-9'])"
_DIGITS = r"(?: ?n)?[ .:]*[a-z]?\d+[a-z]?(?![a-z0-9'])"
_FLAT = r"appartement|appartements|appart|appt|apt|appt|app|apart|logement|logt|lgt|chambre|chbre|chb|studio"
_BUILDING = r"batiment|batiments|bati|bat|bt|hall|entree|escalier|esc|cage|bloc|aile|tour|immeuble|imm"

_SIDE = r"(?: ?(?:gauche|droite|gche|dte|face|milieu|fond)\b)?"
_FLOOR = r"\d{1,2} ?(?:er|e|eme|ere|nd|nde|ieme)? ?"

COMPLEMENT = re.compile(
    r"(?<![a-z0-9'])(?:"
    r"(?:" + _FLAT + "|" + _BUILDING + r")\b\.?" + _UNIT + r"|"
    r"(?:porte|pte|boite|bal|casier|box|lot|etage|etg|niveau|niv)\b\.?" + _DIGITS + r"|"
    + _FLOOR + r"(?:etages?|etg)\b" + _SIDE + r"|"
    + _FLOOR + r"et\b\.?(?=$| ?(?:gauche|droite|gche|dte|face|porte)\b)" + _SIDE + r"|"
    r"(?:premier|deuxieme|troisieme|quatrieme|dernier) etage\b" + _SIDE + r"|"
    r"(?:au )?(?:rdc|rez de chaussee|rez-de-chaussee)\b" + _SIDE + r"|"
    r"(?:porte|pte) (?:de )?(?:gauche|droite|gche|dte|face|milieu|fond)\b|"
    r"(?:code|digicode|interphone|interph)\b[ .:]*[a-z]?\d[a-z0-9]*|# ?\d+[a-z]?(?![a-z0-9])|"
    r"(?:" + _FLAT + r"|etage)\b$"
    r")"
)
"""A complement with its own number or letter."""

CHEZ = re.compile(
    r"(?<![a-z0-9'])(?:chez|c/o|s/c|a l'attention de|attn)\b.*?"
    r"(?=\d|\b(?:rue|avenue|boulevard|allee|place|impasse|chemin|route|square|av|bd)\b|$)"
)
"""The person at whose place one lives."""

CAREFUL = frozenset(
    """
    appartement appartements appart appt apt app apart logement logt lgt chambre chbre chb studio batiment batiments
    bati bat bt hall entree escalier esc cage bloc aile tour immeuble imm porte pte boite bal casier box lot etage etg
    etages niveau niv rdc rez chez attention bp cs tsa cedex france et angle lieu dit ld lieudit code digicode
    interphone interph tel telephone
    """.split()
)
"""Words that call for the careful reading of an address."""

PHONE = re.compile(r"(?:\b(?:tel|telephone|mobile)\b[ .:]*)?(?<!\d)(?:\+33 ?|0)[1-9](?:[ .-]?\d\d){4}(?!\d)")
"""A telephone number, whose figures are no house numbers."""

NOWHERE = frozenset("sdf sans domicile fixe adresse inconnue inconnu non renseignee renseigne nc neant connue".split())
"""Words that say that there is no address."""
