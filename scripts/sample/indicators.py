"""A table of figures by commune, as an observatory gives it: three periods, secrecy, absences, a merger in between."""

from __future__ import annotations

from .place import COMMUNES, DEPARTEMENT

HEADER = ("code", "nom", "annee", "population", "taux_pauvrete", "medecins")
PERIODS = ("2015", "2018", "2021")
SECRET = "s"
MERGED = ("99013", "Combe-Basse", 190)
INTO = "99010"
"""The former is a commune in the former periods only, one with the latter since."""
HIDDEN, MISSING, LEFT_OUT = "99011", "99006", "99012"
"""A rate under secrecy, a rate not known in the last period, no row in the last period."""
CHANGES_HEADER = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "LIBELLE_AV", "TYPECOM_AP", "COM_AP", "LIBELLE_AP")


def town_rate(commune, biggest):
    """Return the share of poor people in a commune, percent: the more people, the more of them."""
    return 6.5 + 17.5 * (commune.population / biggest) ** 0.5


def rows(rng):
    """Return one row a commune and period, then the whole of the period."""
    biggest = max(commune.population for commune in COMMUNES)
    own = {commune.code: rng.uniform(-2.5, 2.5) for commune in COMMUNES}
    out = []
    for period, year in enumerate(PERIODS):
        last, back = year == PERIODS[-1], len(PERIODS) - 1 - period
        total = doctors = 0
        for commune in COMMUNES:
            people = commune.population
            if commune.code == INTO and not last:
                people -= MERGED[2]
            people = round(people * (1 - 0.012 * back))
            rate = town_rate(commune, biggest) + own[commune.code] - 0.6 * back
            care = max(0, round(people / 1_150 + 0.35 * back))
            total, doctors = total + people, doctors + care
            if last and commune.code == LEFT_OUT:
                continue
            shown = decimal(rate)
            if commune.code == HIDDEN:
                shown = SECRET
            elif last and commune.code == MISSING:
                shown = None
            out.append((commune.code, commune.name, year, people, shown, care))
        if not last:
            out.append((MERGED[0], MERGED[1], year, MERGED[2], decimal(9.0 + 0.4 * period), 0))
            total += MERGED[2]
        out.append((DEPARTEMENT[0], DEPARTEMENT[1], year, total, decimal(15.0 + 0.3 * period), doctors))
    return out


def changes():
    """Return the merger as Insee's file of movements writes it: both become the new commune."""
    name = next(commune.name for commune in COMMUNES if commune.code == INTO)
    return [
        ("32", "2019-01-01", "COM", code, label, "COM", INTO, name)
        for code, label in ((INTO, name), (MERGED[0], MERGED[1]))
    ]


def decimal(value):
    """Write a number with one figure after a comma."""
    return "{:.1f}".format(value).replace(".", ",")
