"""Every entry that ships says only what its adapter reads; what it gets is seen in `test_shipped_files`."""
from __future__ import annotations

import re

import pytest
from cohesion_territoires.domain.indicators.entry import INDICATOR
from cohesion_territoires.domain.indicators.levels import LEVELS
from cohesion_territoires.sources.adapter import ADAPTERS
from cohesion_territoires.sources.boundaries import PERIMETERS, PRECISIONS
from cohesion_territoires.sources.catalogue import Catalogue

# what each adapter reads, and what layers are made and drawn by
READ = {
    "geoclip": {"dataset", "indic", "nivgeo", "axes", "format", "params", "whole", "grade"},
    "melodi": {"dataset", "filters", "over", "factor", "measure", "geo"},
    "datagouv": {
        "resource", "dataset", "title", "address", "format", "inside", "columns", "sheet", "filter", "whole", "code",
        "name", "x", "y", "elsewhere",
    },
    "ogc": {
        "type", "address", "layer", "code", "name", "within", "filter", "limit", "bbox", "around_km", "order",
    },
    "boundaries": {"level", "precision", "entry", "whole"},
}  # fmt: skip
COLUMNS = {"code", "value", "over", "period", "label", "name", "commune", "date", "previous"}
WORD = re.compile(r"[\w.\-/:* ]+")
RESOURCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FORMS = ("geojson", "csv", "csv.gz", "xlsx", "shp.zip")


@pytest.mark.parametrize("source", sorted(ADAPTERS))
def test_an_entry_says_only_what_its_adapter_reads(source):
    entries = [entry for entry in Catalogue.shipped().entries if entry.source == source]
    assert entries and Catalogue.shipped().problems == ()
    for entry in entries:
        request = entry.request
        assert set(request) <= READ[source], entry.id
        for name in ("nivgeo", "geo", "within"):
            assert set(request.get(name) or ()) <= set(LEVELS), entry.id
        for name in ("dataset", "indic", "layer"):
            assert name not in request or WORD.fullmatch(request[name]), entry.id
        assert "resource" not in request or RESOURCE.fullmatch(request["resource"]), entry.id
        assert source == "geoclip" or request.get("format", "csv") in FORMS, entry.id
        assert request.get("precision", "50m") in PRECISIONS, entry.id
        assert request.get("type", "wfs") in ("wfs", "oapif") and request.get("limit", "extent") == "extent", entry.id
        assert request.get("level", "com") in LEVELS, entry.id
        # the whole of a share is told by dimensions of the part
        assert set(request.get("over") or ()) <= set(request.get("filters") or ()), entry.id
        columns = request.get("columns") or {}
        assert set(columns) <= COLUMNS, entry.id
        if source == "datagouv" and entry.kind == INDICATOR:
            assert {"code", "value"} <= set(columns), entry.id


def test_the_perimeters_of_the_catalogue_are_those_of_the_boundaries():
    known = Catalogue.shipped()
    for level, (_year, request) in PERIMETERS.items():
        own = known.entry(known.entry("contours:" + level).request["entry"]).request
        for name, value in request.items():
            assert own[name] == (tuple(value) if isinstance(value, list) else value)
