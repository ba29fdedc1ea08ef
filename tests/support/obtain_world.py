"""An adapter that does what a test says, and what is asked of it."""

from __future__ import annotations

from cohesion_territoires.domain.errors import ServiceDownError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import DEP, Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.sources.adapter import Fetched

ENTRY = Entry(
    "odt:filosofi.med_disp", "essai", "Médiane", observatory="Observatoire", levels=("com", "dep"),
    years=("2020", "2021"), unit="€", licence="lov2", producer="Insee", page="https://page.fr/med",
)  # fmt: skip
QUERY = Query("", Territory(DEP, "93"))
CLIENT = object()


class Service:
    """An adapter that answers what it is told to."""

    def __init__(self, values=(1.0, None), years=("2021",), **told):
        self.years = years
        self.values, self.told, self.asked, self.error = values, told, [], None
        self.notes = (("Beware of {what}.", {"what": "2021"}),)

    def __call__(self, name):
        assert name == "essai"
        return self

    def fetch(self, client, entry, query, folder):
        self.asked.append((entry.id, query))
        if self.error is not None:
            raise self.error
        rows = [("{:05d}".format(93001 + i), v, y) for y in self.years for i, v in enumerate(self.values)]
        table = Observations.of([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], "com", "2025")
        return Fetched(observations=table, notes=self.notes, **{"modified": "2026-07-01", **self.told})


def down():
    return ServiceDownError("{service} does not answer.", service="ici.fr")
