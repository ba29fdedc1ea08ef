"""What an address says beside the street: flat, stairs, building, post box, the person one lives with."""

from __future__ import annotations

import re

__all__ = ["CAREFUL", "CHEZ", "COMPLEMENT", "NOWHERE"]

_UNIT = r"(?: ?n)?[ .:]*(?:[a-z]?-?\d+[a-z]?|[a-z]\d*|[ivx]+|nord|sud|est|ouest|gauche|droite)(?![a-z0-9'])"
_DIGITS = r"(?: ?n)?[ .:]*[a-z]?\d+[a-z]?(?![a-z0-9'])"
_FLAT = r"appartement|appartements|appart|appt|apt|appt|app|apart|logement|logt|lgt|chambre|chbre|studio"
_BUILDING = r"batiment|batiments|bati|bat|bt|hall|entree|escalier|esc|cage|bloc|aile|tour|immeuble|imm"

COMPLEMENT = re.compile(
    r"(?<![a-z0-9'])(?:"
    r"(?:" + _FLAT + "|" + _BUILDING + r")\b\.?" + _UNIT + r"|"
    r"(?:porte|pte|boite|bal|casier|box|lot|etage|etg|niveau|niv)\b\.?" + _DIGITS + r"|"
    r"\d{1,2} ?(?:er|e|eme|ere|nd|nde|ieme)? ?(?:etages?|etg)\b(?: (?:gauche|droite|gche|dte|face))?|"
    r"(?:premier|deuxieme|troisieme|quatrieme|dernier) etage\b|"
    r"(?:au )?(?:rdc|rez de chaussee|rez-de-chaussee)\b|"
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
    appartement appartements appart appt apt app apart logement logt lgt chambre chbre studio batiment batiments bati
    bat bt hall entree escalier esc cage bloc aile tour immeuble imm porte pte boite bal casier box lot etage etg etages
    niveau niv rdc rez chez attention bp cs tsa cedex france et angle lieu dit ld lieudit
    """.split()
)
"""Words that call for the careful reading of an address."""

NOWHERE = frozenset("sdf sans domicile fixe adresse inconnue inconnu non renseignee renseigne nc neant connue".split())
"""Words that say that there is no address."""
