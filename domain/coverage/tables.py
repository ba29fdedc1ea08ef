"""Columns and rows of the coverage tables, in the words of those who read them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..access.shares import Shares
from ..lists import field_suffix
from .gaps import Sector
from .scenarios import Scenario

__all__ = [
    "ENSEMBLE",
    "GEOMETRIE_INVALIDE",
    "HORS_ETUDE",
    "HORS_ZONES",
    "SANS_GEOMETRIE",
    "Column",
    "cell_columns",
    "cell_status",
    "gap_columns",
    "gap_values",
    "share_field",
    "summary_columns",
    "summary_rows",
    "zone_columns",
    "zone_values",
]

# coded values of `statut`; those of the network search are in domain.network.nearest
OK, SANS_LIAISON, TROP_LOIN = "OK", "SANS_LIAISON", "TROP_LOIN_DU_RESEAU"
SANS_GEOMETRIE, GEOMETRIE_INVALIDE = "SANS_GEOMETRIE", "GEOMETRIE_INVALIDE"
HORS_ETUDE = "HORS_ETUDE"
# coded values of `zone` in the summary, beside the zones' own codes
HORS_ZONES, ENSEMBLE = "HORS_ZONES", "ENSEMBLE"


@dataclass(frozen=True)
class Column:
    """A field of an output: its name, its kind (text, int, double) and the words attribute tables show."""

    name: str
    kind: str
    alias: str


def share_field(scenario: Scenario, threshold: float) -> str:
    """Return the name of the field that holds a share: ``part_fixe_20_pct``."""
    return f"part_{scenario.key}_{field_suffix(threshold)}_pct"


def zone_columns(scenarios: Sequence[Scenario], thresholds: Sequence[float]) -> list[Column]:
    """Return the fields added to the zones, in order."""
    columns = [
        Column("population", "double", "Population des carreaux (ménages fiscaux)"),
        Column("nb_carreaux", "int", "Carreaux dont le centre est dans la zone"),
    ]
    for scenario in scenarios:
        key, label = scenario.key, scenario.label
        for threshold in thresholds:
            end, minutes = field_suffix(threshold), _text(threshold)
            reach = f"à {minutes} min ou moins"
            columns.append(Column(f"pop_{key}_{end}", "double", f"Population {reach}, {label}"))
            columns.append(Column(share_field(scenario, threshold), "double", f"Part {reach} (%), {label}"))
        columns.append(Column(f"minutes_moy_{key}", "double", f"Minutes moyennes des personnes desservies, {label}"))
        columns.append(Column(f"pop_sans_acces_{key}", "double", f"Population sans accès calculé, {label}"))
        columns.append(Column(f"pop_effet_bord_{key}", "double", f"Population au temps majoré (bord), {label}"))
    columns.append(Column("mode", "text", "Mode de déplacement"))
    return columns


def zone_values(shares: Sequence[Shares], zone: int, mode: str) -> list:
    """Return the values of `zone_columns` for one zone.

    Parameters
    ----------
    shares : sequence of Shares
        One per scenario.
    zone : int
        Row of the zone.
    mode : str
        How people travel, in words.
    """
    values: list = [_people(shares[0].population[zone]), int(shares[0].cells[zone])]
    for share in shares:
        percent = share.percent[zone]
        for column in range(share.covered.shape[1]):
            values += [_people(share.covered[zone, column]), _rounded(percent[column])]
        values += [
            _rounded(share.mean_minutes[zone]),
            _people(share.without_access[zone]),
            _people(share.at_border[zone]),
        ]
    return values + [mode]


def cell_columns(scenarios: Sequence[Scenario]) -> list[Column]:
    """Return the fields added to the cells, in order."""
    columns = []
    for scenario in scenarios:
        columns.append(Column(f"minutes_{scenario.key}", "double", f"Minutes, {scenario.label}"))
        columns.append(Column(f"site_{scenario.key}", "text", f"Site le plus proche, {scenario.label}"))
    return columns + [
        Column("statut", "text", "Statut du calcul"),
        Column("effet_bord", "text", "Temps majoré (effet de bord)"),
        Column("distance_acces_m", "double", "Distance à la voie la plus proche (m)"),
    ]


def cell_status(minutes: np.ndarray, located: np.ndarray, studied: np.ndarray, attached: np.ndarray) -> np.ndarray:
    """Return the status of each cell.

    Parameters
    ----------
    minutes : ndarray, shape (n,)
        NaN where no site is reached.
    located, studied, attached : ndarray of bool, shape (n,)
        Cell with a geometry; in the study area; near enough to the network.

    Returns
    -------
    ndarray of str, shape (n,)
    """
    return np.select(
        [~located, ~studied, ~attached, np.isnan(minutes)],
        [SANS_GEOMETRIE, HORS_ETUDE, TROP_LOIN, SANS_LIAISON],
        default=OK,
    )


def gap_columns() -> list[Column]:
    """Return the fields of the sectors beyond the last threshold."""
    return [
        Column("secteur", "int", "Numéro du secteur, du plus peuplé au moins peuplé"),
        Column("scenario", "text", "Sites comptés"),
        Column("seuil_min", "double", "À plus de … minutes"),
        Column("population", "double", "Population des carreaux (ménages fiscaux)"),
        Column("nb_carreaux", "int", "Carreaux habités"),
        Column("minutes_moyennes", "double", "Minutes moyennes des personnes desservies"),
        Column("minutes_max", "double", "Minutes du carreau le plus éloigné"),
        Column("pop_sans_acces", "double", "Population sans accès calculé"),
        Column("pop_effet_bord", "double", "Population au temps majoré (effet de bord)"),
        Column("zone_principale", "text", "Zone où vivent le plus de ses habitants"),
        Column("mode", "text", "Mode de déplacement"),
    ]


def gap_values(number: int, sector: Sector, scenario: Scenario, threshold: float, zone: object, mode: str) -> list:
    """Return the values of `gap_columns` for one sector."""
    return [
        number,
        scenario.key,
        float(threshold),
        _people(sector.population),
        len(sector.cells),
        _rounded(sector.mean_minutes),
        _rounded(sector.max_minutes),
        _people(sector.without_access),
        _people(sector.at_border),
        zone,
        mode,
    ]


def summary_columns() -> list[Column]:
    """Return the fields of the long table: one row per zone, scenario and threshold."""
    return [
        Column("zone", "text", "Zone"),
        Column("nom_zone", "text", "Nom de la zone"),
        Column("scenario", "text", "Sites comptés"),
        Column("seuil_min", "double", "Seuil (minutes)"),
        Column("population", "double", "Population des carreaux (ménages fiscaux)"),
        Column("nb_carreaux", "int", "Carreaux"),
        Column("pop_couverte", "double", "Population au seuil ou en deçà"),
        Column("part_couverte_pct", "double", "Part de la population (%)"),
        Column("pop_au_dela", "double", "Population au-delà du seuil ou sans accès"),
        Column("pop_sans_acces", "double", "Population sans accès calculé"),
        Column("pop_effet_bord", "double", "Population au temps majoré (effet de bord)"),
        Column("minutes_moyennes", "double", "Minutes moyennes des personnes desservies"),
        Column("mode", "text", "Mode de déplacement"),
    ]


def summary_rows(
    code: str,
    name: str | None,
    shares: Sequence[Shares],
    zone: int,
    scenarios: Sequence[Scenario],
    thresholds: Sequence[float],
    mode: str,
) -> list[list]:
    """Return the rows of `summary_columns` for one zone."""
    rows = []
    for scenario, share in zip(scenarios, shares):
        percent = share.percent[zone]
        for column, threshold in enumerate(thresholds):
            rows.append(
                [
                    code,
                    name,
                    scenario.key,
                    float(threshold),
                    _people(share.population[zone]),
                    int(share.cells[zone]),
                    _people(share.covered[zone, column]),
                    _rounded(percent[column]),
                    _people(share.population[zone] - share.covered[zone, column]),
                    _people(share.without_access[zone]),
                    _people(share.at_border[zone]),
                    _rounded(share.mean_minutes[zone]),
                    mode,
                ]
            )
    return rows


def _people(value: float) -> float:
    # grids carry tenths of a person; beyond that it is the noise of a sum
    return round(float(value), 2)


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 2)


def _text(threshold: float) -> str:
    return f"{threshold:g}".replace(".", ",")
