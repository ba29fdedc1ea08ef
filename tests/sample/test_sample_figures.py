"""The figures by commune of the sample, and the merger of communes beside them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

ogr = pytest.importorskip("osgeo.ogr")

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def table(path, delimiter=";"):
    """Return (header, rows as dicts) of a CSV."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        return reader.fieldnames, list(reader)


def test_figures_by_commune_hold_what_a_join_must_cope_with():
    header, rows = table(SAMPLE / "indicateurs.csv")
    assert (SAMPLE / "indicateurs.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert header == ["code", "nom", "annee", "population", "taux_pauvrete", "medecins"]
    source = ogr.Open(str(SAMPLE / "exemple.gpkg"))
    towns = {f["code_insee"]: f.items() for f in source.GetLayerByName("communes")}
    by_year = defaultdict(dict)
    for r in rows:
        by_year[r["annee"]][r["code"]] = r
    assert len(by_year) == 3 and sum(map(len, by_year.values())) == len(rows)
    first, middle, last = (by_year[year] for year in sorted(by_year))
    # a former commune in both first periods; the whole is a row like another; one commune has none in the last
    assert set(first) == set(middle) == {*towns, "99013", "99"} and set(last) == {*towns, "99"} - {"99012"}
    rates = {code: r["taux_pauvrete"] for code, r in last.items()}
    assert [code for code in rates if rates[code] == "s"] == ["99011"]
    assert [code for code in rates if not rates[code]] == ["99006"]
    assert all(re.fullmatch(r"\d+,\d", rate) for rate in rates.values() if rate not in ("s", ""))
    for code in last:
        if code in towns:
            assert (
                int(last[code]["population"]) == towns[code]["population"] and last[code]["nom"] == towns[code]["nom"]
            )
    for period in (first, middle):
        assert sum(int(r["population"]) for c, r in period.items() if c != "99") == int(period["99"]["population"])
    _, moves = table(SAMPLE / "mouvements_communes.csv", ",")
    assert {(m["COM_AV"], m["COM_AP"]) for m in moves} == {("99013", "99010"), ("99010", "99010")}
    assert all(max(y for y in by_year if y < m["DATE_EFF"]) == "2018" for m in moves)
