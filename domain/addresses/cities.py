"""Cities made of arrondissements, and communes made of others: what their codes and names stand for."""

from __future__ import annotations

__all__ = ["CITIES", "both_names", "whole_city"]

CITIES = {"75056": ("75", 101, 120), "69123": ("69", 381, 389), "13055": ("13", 201, 216)}
"""Codes of Paris, Lyon and Marseille: département, first and last arrondissement."""


def whole_city(insee):
    """Return the code of the city that an arrondissement belongs to, None for any other code."""
    if isinstance(insee, str) and len(insee) == 5 and insee.isdigit():
        for city, (departement, first, last) in CITIES.items():
            if insee[:2] == departement and first <= int(insee[2:]) <= last:
                return city
    return None


def both_names(commune, former):
    """Return what people call a former commune: its name, or its name beside that of the commune of today.

    Parameters
    ----------
    commune, former : frozenset of str
        As `normalise.city_words` makes them.
    """
    return (former, former | commune)
