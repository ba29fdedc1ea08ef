"""What spreadsheets put before and after an address, one number or one street of its own at a time, from a seed.

{n} is a number, {w} a name, {s} another street of the town, {L} a letter, {d} a day.
"""

from __future__ import annotations

import random

__all__ = ["beside"]

BEFORE = (
    "SARL {w} ", "Boulangerie {w} - ", "SCI du {n} ", "Cabinet {n} ", "chez {w} ", "Mme {w} {n} ", "Lot {n} ",
    "lots {n} et {n} ", "Bât {L}{n} ", "Apt {n}, ", "{n}e étage ", "Local {L}{n}, ", "Résidence {s} bât {n}, ",
    "Foyer {w} chambre {n} ", "Tour {L} ", "{s} - ", "{s}, ", "angle {s} ", "Espace {w} {n} ", "Cité {w} {n}, ",
    "N° {n} / ", "{n}-", "{n}/", "{n} ", "{n}, ", "{n} et ", "{n} à ", "{n} bis, ", "Dossier {n} - ", "{d} - ",
)  # fmt: skip
AFTER = (
    " Bât. {n}", " appt {n}", " - {n}ème", ", lot {n}", " BP {n}", " CS {n}0123", " ({w})", " {w}", " {s}", ", {s}",
    " / {s}", " ({s})", " {n}", ", {n}", " ({n})", " - {n}", " {L}", " {L}{n}", " n°{n}", " depuis {d}",
    " et {n} {s}", "\n{n} {s}", ", {n} {s}", "; {n} {s}", " ex {s}", " T{n}", " studio {n}", " bis", " (ter)",
    " prolongée", " Résidence {s}", " villa {n}", " 93130", " Noisy-le-Sec", ", 93130 Noisy-le-Sec",
)  # fmt: skip
NAMES = ("Dupont", "Carnot", "Jaurès", "Lilas", "Blériot", "Michelet", "Pasteur", "Gare", "Paix")


def beside(records, count, seed):
    """Yield an address of the BAN and the cell in which it stands.

    Parameters
    ----------
    records : sequence of dict
        Rows of a BAN file.
    count, seed : int
    """
    rng = random.Random(seed)
    streets = sorted({r["nom_voie"] for r in records})

    def filled(pattern):
        return pattern.format(
            n=rng.randrange(1, 60), w=rng.choice(NAMES), s=rng.choice(streets), L=rng.choice("ABCDEF"),
            d=rng.choice(("12/03/2025", "2024", "mars 2024")),
        )  # fmt: skip

    for _ in range(count):
        record = rng.choice(records)
        text = " ".join(p for p in (record["numero"], record["rep"], record["nom_voie"]) if p)
        place = rng.randrange(3)
        before = filled(rng.choice(BEFORE)) if place != 1 else ""
        yield record, before + text + (filled(rng.choice(AFTER)) if place else "")
