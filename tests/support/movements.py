"""A few movements of communes, as Insee's table has them."""

from __future__ import annotations

from cohesion_territoires.domain.indicators.lineage import CommuneChanges

__all__ = ["CHANGES", "movement"]


def movement(date, before, after, mod="32"):
    return {
        "MOD": mod, "DATE_EFF": date, "TYPECOM_AV": "COM", "COM_AV": before, "TYPECOM_AP": "COM", "COM_AP": after
    }  # fmt: skip


# 01015 takes 01340 in 2016; 21213 is created out of 21452 in 2020; 14581 changes its code in 2021
CHANGES = CommuneChanges.of(
    [
        movement("2016-01-01", "01015", "01015"), movement("2016-01-01", "01340", "01015"),
        movement("2020-01-01", "21452", "21452", "21"), movement("2020-01-01", "21452", "21213", "21"),
        movement("2021-06-01", "14581", "14666", "50"), movement("2018-01-01", "01001", "01001", "10"),
    ]
)  # fmt: skip
