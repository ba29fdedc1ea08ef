"""Which France services site counts in which coverage scenario.

The official list mixes three sorts of places.
A fixed site receives the public at its point, a branch (« antenne ») does so part of the week,
and a bus or an itinerant team has one point only, its base, where nobody is received.
Counting all of them alike overstates coverage, hence three nested scenarios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

__all__ = [
    "BRANCH",
    "CLASSES",
    "FIXED",
    "HEADLINE",
    "MOBILE",
    "SCENARIOS",
    "UNKNOWN",
    "Scenario",
    "asked_scenarios",
    "headline_scenario",
    "nearest_of_scenarios",
    "site_class",
]

# the classes a site may fall in; they share no site, so that one search each is enough
FIXED, BRANCH, MOBILE = "fixe", "antenne", "itinerante"
CLASSES = (FIXED, BRANCH, MOBILE)
UNKNOWN = ""

# what a list says of a site: is it the main place or a branch, does it stay or travel
MAIN, STAYS, TRAVELS = "principal", "fixe", "itinerante"


@dataclass(frozen=True)
class Scenario:
    """One way of counting sites.

    Attributes
    ----------
    key : str
        Suffix of the output fields (`pop_<key>_20`).
    classes : tuple of str
        Classes of sites that count.
    label : str
        French sentence for legends and reports.
    """

    key: str
    classes: tuple[str, ...]
    label: str


SCENARIOS = (
    Scenario("fixe", (FIXED,), "sites fixes seuls"),
    Scenario("avec_antennes", (FIXED, BRANCH), "sites fixes et antennes"),
    Scenario("avec_base_bus", (FIXED, BRANCH, MOBILE), "sites fixes, antennes et bases des bus (borne haute)"),
)
HEADLINE = "avec_antennes"


def asked_scenarios(choice: int) -> tuple[Scenario, ...]:
    """Return the scenarios behind the SCENARIO parameter.

    Parameters
    ----------
    choice : int
        0 fixed sites, 1 with branches, 2 with the bases of buses, 3 all three.

    Returns
    -------
    tuple of Scenario
        In the order of `SCENARIOS`.
    """
    if 0 <= choice < len(SCENARIOS):
        return (SCENARIOS[choice],)
    return SCENARIOS


def headline_scenario(scenarios: Sequence[Scenario]) -> int:
    """Return the position of the scenario to show first: with branches, else the last one asked."""
    keys = [scenario.key for scenario in scenarios]
    return keys.index(HEADLINE) if HEADLINE in keys else len(keys) - 1


def site_class(kind: str, mobility: str) -> str:
    """Return the class of a site from what its list says of it.

    The mapping is ANCT's own (anct-carto/france_services, `src/app.js`), with one prudent difference:
    a branch that travels, which only the list of 2020-21 has, is counted with the buses.

    Parameters
    ----------
    kind : str
        ``"principal"``, ``"antenne"`` or ``""`` when the list does not say.
    mobility : str
        ``"fixe"``, ``"itinerante"`` or ``""``.

    Returns
    -------
    str
        One of `CLASSES`, or `UNKNOWN`: a main site that may be a bus is not guessed to be fixed.
    """
    if mobility == TRAVELS:
        return MOBILE
    if kind == BRANCH:
        return BRANCH
    return FIXED if mobility == STAYS else UNKNOWN


def nearest_of_scenarios(
    minutes: np.ndarray, sites: np.ndarray, scenarios: Sequence[Scenario]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest site of each scenario from the nearest of each class.

    Parameters
    ----------
    minutes : ndarray of float, shape (n, 3)
        Minutes to the nearest site of each class, in the order of `CLASSES`; NaN where none is reached.
    sites : ndarray of int, shape (n, 3)
        Row of that site, -1 where none is reached.
    scenarios : sequence of Scenario
        The s scenarios wanted.

    Returns
    -------
    minutes : ndarray of float, shape (n, s)
        NaN where no site of the scenario is reached.
    sites : ndarray of int, shape (n, s)
        -1 where none is reached; a tie goes to the earlier class.
    """
    count = len(minutes)
    best = np.full((count, len(scenarios)), np.nan)
    site = np.full((count, len(scenarios)), -1, dtype=np.int64)
    times = np.where(np.isnan(minutes), np.inf, minutes)
    for column, scenario in enumerate(scenarios):
        members = [CLASSES.index(name) for name in scenario.classes]
        winner = np.argmin(times[:, members], axis=1)
        chosen = np.asarray(members)[winner]
        rows = np.arange(count)
        found = np.isfinite(times[rows, chosen])
        best[found, column] = minutes[rows, chosen][found]
        site[found, column] = sites[rows, chosen][found]
    return best, site
