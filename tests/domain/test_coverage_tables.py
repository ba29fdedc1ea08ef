"""Columns of the coverage tables are a contract; rows fit them."""

import math

import numpy as np
from cohesion_territoires.domain.access.shares import shares_by_zone
from cohesion_territoires.domain.coverage.gaps import Sector
from cohesion_territoires.domain.coverage.scenarios import SCENARIOS, asked_scenarios
from cohesion_territoires.domain.coverage.tables import (
    cell_columns,
    cell_status,
    gap_columns,
    gap_values,
    summary_columns,
    summary_rows,
    zone_columns,
    zone_values,
)


def names(columns):
    return [column.name for column in columns]


def test_zone_columns():
    assert names(zone_columns(asked_scenarios(0), (7.5, 20))) == [
        "population",
        "nb_carreaux",
        "pop_fixe_7_5",
        "part_fixe_7_5_pct",
        "pop_fixe_20",
        "part_fixe_20_pct",
        "minutes_moy_fixe",
        "pop_sans_acces_fixe",
        "pop_effet_bord_fixe",
        "mode",
    ]
    every = names(zone_columns(SCENARIOS, (10, 15, 20, 30)))
    assert len(every) == len(set(every)) == 3 + 3 * 11


def test_rows_fit_their_columns():
    shares = [
        shares_by_zone(np.array([10.0, 5.0]), np.array([3.0, math.nan]), np.array([0, 0]), 2, (5, 10))
        for _ in SCENARIOS
    ]
    columns = zone_columns(SCENARIOS, (5, 10))
    first, empty = (dict(zip(names(columns), zone_values(shares, zone, "marche"))) for zone in (0, 1))
    assert len(zone_values(shares, 0, "marche")) == len(columns)
    assert first["population"] == 15 and first["part_fixe_5_pct"] == 66.67 and first["pop_sans_acces_fixe"] == 5
    assert empty["population"] == 0 and empty["part_fixe_5_pct"] is None and empty["minutes_moy_fixe"] is None
    rows = summary_rows("01001", "Une commune", shares, 0, SCENARIOS, (5, 10), "marche")
    assert len(rows) == 6 and all(len(row) == len(summary_columns()) for row in rows)
    row = dict(zip(names(summary_columns()), rows[0]))
    assert (row["pop_couverte"], row["pop_au_dela"], row["pop_sans_acces"]) == (10, 5, 5)
    sector = Sector(np.array([1]), 5.0, math.nan, math.nan, 5.0, 0.0)
    assert len(gap_values(1, sector, SCENARIOS[0], 10, "01001", "marche")) == len(gap_columns())


def test_cells():
    assert names(cell_columns(asked_scenarios(1))) == [
        "minutes_avec_antennes",
        "site_avec_antennes",
        "statut",
        "effet_bord",
        "distance_acces_m",
    ]
    yes, no = True, False
    status = cell_status(
        np.array([1.0, math.nan, math.nan, math.nan, math.nan]),
        np.array([yes, yes, yes, yes, no]),
        np.array([yes, yes, yes, no, no]),
        np.array([yes, yes, no, no, no]),
    )
    assert status.tolist() == ["OK", "SANS_LIAISON", "TROP_LOIN_DU_RESEAU", "HORS_ETUDE", "SANS_GEOMETRIE"]
