"""What the report of polygons calls things."""

from __future__ import annotations

from .report import Answers, Words
from .schemes import PARCEL_RULES, PARCELS

__all__ = ["CAUTION", "PARCEL_WORDS"]

CAUTION = (
    "La localisation est indicative et ne vaut pas attestation réglementaire : les plans annexés aux décrets font foi, "
    "et la génération applicable dépend de la date du permis de construire."
)

_CHECK = "#e66100"

PARCEL_WORDS = Words(
    "Parcelles, bâtiments et programmes en quartiers prioritaires",
    CAUTION,
    PARCELS.total,
    "Polygones",
    (
        Answers(
            "Verdict",
            (
                ("nb_en_qpv", "En QPV", "#0b5d8f", "entièrement dans un QPV, réponse ferme"),
                ("nb_en_partie", "En partie", "#56b4e9", "une partie dedans, une partie dehors, réponse ferme"),
                ("nb_hors_qpv", "Hors\u00a0QPV", "#7a869a", "aucune partie dans un QPV, réponse ferme"),
                (
                    "nb_a_verifier",
                    "À vérifier",
                    _CHECK,
                    "trop près d'une limite pour la précision du dessin, ou périmètres à compléter : regarder la carte",
                ),
                ("nb_erreurs", "Erreur", "#111111", "ligne sans polygone utilisable"),
            ),
            "Part entièrement en QPV : de <b>{}</b> (réponses fermes sur tous les polygones) à <b>{}</b> "
            "(en comptant les indécis) ; <b>{}</b> des seuls polygones décidés.",
            PARCELS.shares,
        ),
        Answers(
            "Règle de distance",
            (
                ("nb_dans_qpv", "Dans le QPV", "#0b5d8f", "entièrement"),
                (
                    "nb_entier_300",
                    "Entier\u00a0à\u00a0300\u00a0m",
                    "#56b4e9",
                    "entièrement à moins de 300 m d'un même QPV",
                ),
                (
                    "nb_partie_300_entier_500",
                    "Entier\u00a0à\u00a0500\u00a0m",
                    "#cfe9f8",
                    "en partie à moins de 300 m et entièrement à moins de 500 m d'un même QPV en NPNRU",
                ),
                ("nb_aucune_regle", "Aucune", "#7a869a", "aucune règle de distance remplie"),
                ("nb_regle_a_verifier", "À vérifier", _CHECK, "un seuil, le NPNRU ou les périmètres laissent un doute"),
                ("nb_erreurs", "Erreur", "#111111", "ligne sans polygone utilisable"),
            ),
            "Part des polygones qui remplissent une règle : de <b>{}</b> (fermes) à <b>{}</b> "
            "(en comptant les indécis).",
            PARCEL_RULES.shares,
        ),
    ),
    (
        ("En QPV", "nb_en_qpv"),
        ("En partie", "nb_en_partie"),
        ("À vérifier près de ce QPV", "nb_a_verifier"),
        ("Entier à 300 m", "nb_entier_300"),
        ("Entier à 500 m (NPNRU)", "nb_partie_300_entier_500"),
        ("Règle à vérifier", "nb_regle_a_verifier"),
    ),
    (
        ("Polygones", "nb_polygones"),
        ("En QPV", "nb_en_qpv"),
        ("En partie", "nb_en_partie"),
        ("Entier à 300 m", "nb_entier_300"),
        ("Entier à 500 m (NPNRU)", "nb_partie_300_entier_500"),
        ("Part d'une règle, au moins", "part_regle_min_pct"),
        ("au plus", "part_regle_max_pct"),
    ),
    ("Total", "En QPV", "En partie", "Indécis", "Une règle remplie", "Règle indécise"),
    "sans polygone",
)
