"""The search bar: suggestions from the local index; no QGIS window, no network."""

from __future__ import annotations

import sqlite3
import time

import pytest
from cohesion_territoires.dialogs.locator import AddressFilter
from cohesion_territoires.processing_provider import reference_data
from qgis.core import QgsLocator, QgsLocatorContext
from qgis.PyQt.QtGui import QIcon
from search_world import Shown, fetch

pytestmark = pytest.mark.usefixtures("no_network")


@pytest.mark.parametrize(
    "text, first, told",
    [
        ("4 bis rue jean jau", "4 bis Rue Jean Jaurès, 93140 Bondy", ""),
        ("4 r j jaures bon", "4 Rue Jean Jaurès, 93140 Bondy", ""),
        ("4 r jau bon", "4 Rue Jean Jaurès, 93140 Bondy", ""),
        ("6 rue jean jaures", "6 Rue Jean Jaurès, 93140 Bondy", "absent"),
        ("8 mai", "Avenue du 8 Mai 1945, 93140 Bondy", "4"),
        ("3 av du 8 mai 1945 93140", "3 Avenue du 8 Mai 1945, 93140 Bondy", ""),
        ("3 rue jaan jaurés bondy", "3 Rue Jean Jaurès, 93140 Bondy", ""),
        ("dehors", "Rue Dehors, 93140 Bondy", "3"),
    ],
)
def test_suggestions(town, qgis_app, text, first, told):
    _own, found = fetch(Shown(), text)
    assert found[0].displayString == first
    assert told in (found[0].description or "")
    assert found[0].score == max(r.score for r in found)


def test_nothing_for_nothing(town, qgis_app):
    for text in ("", "  ", "12", "zz", "1 xx", "%%%", "rue introuvable de nulle part 99999"):
        assert fetch(Shown(), text)[1] == []


def test_a_pick_is_shown_and_threads_do_not_matter(town, qgis_app):
    shown = Shown()
    own, found = fetch(shown, "8 rue jean jaures bondy", threaded=True)
    own.triggerResult(found[0])
    ((path, suggestion),) = shown.addresses
    assert path == str(town) and (suggestion.number, suggestion.rep, suggestion.insee) == (8, "", "93010")


@pytest.mark.parametrize("index", [None, "/nowhere/adresses.sqlite", "text"])
def test_without_index_one_result_opens_the_options(town, qgis_app, tmp_path, index):
    if index == "text":
        index = str(tmp_path / "faux.sqlite")
        (tmp_path / "faux.sqlite").write_text("nom;prénom")
    reference_data.put("address_index", index)
    shown = Shown()
    own, found = fetch(shown, "12 rue")
    assert len(found) == 1 and found[0].description
    own.triggerResult(found[0])
    assert shown.options == 1 and not shown.addresses


def test_through_qgis_itself(town, qtbot):
    """QgsLocator runs it with its prefix only, in its threads, and lets it go."""
    shown, locator, found = Shown(), QgsLocator(), []
    locator.foundResult.connect(lambda result: found.append(result.displayString))
    own = AddressFilter(shown.show, shown.open, QIcon())
    locator.registerFilter(own)
    assert [f.name() for f in locator.filters("qpv")] == ["cohesion_qpv"]
    locator.fetchResults("qpv 4 rue jean jaures", QgsLocatorContext())
    qtbot.waitUntil(lambda: bool(found))
    assert found[0].startswith("4 Rue Jean Jaurès")
    for size in range(4, 20):
        # one keystroke after the other, each giving up the last
        locator.fetchResults("qpv 4 rue jean jaures"[:size], QgsLocatorContext())
        time.sleep(0.003)
    qtbot.waitUntil(lambda: not locator.isRunning())
    locator.deregisterFilter(own)
    locator.cancel()


def test_only_with_its_prefix(town, qtbot):
    """Who looks for a layer is offered no address, nor told that an index is missing."""
    shown, locator, found = Shown(), QgsLocator(), []
    locator.foundResult.connect(lambda result: found.append(result.displayString))
    own = AddressFilter(shown.show, shown.open, QIcon())
    locator.registerFilter(own)
    for index in (str(town), None):
        reference_data.put("address_index", index)
        locator.fetchResults("4 rue jean jaures", QgsLocatorContext())
        qtbot.wait(50)
        qtbot.waitUntil(lambda: not locator.isRunning())
    assert found == []
    locator.fetchResults("qpv 4 rue jean jaures", QgsLocatorContext())
    qtbot.waitUntil(lambda: bool(found))
    locator.deregisterFilter(own)
    locator.cancel()


def test_an_index_broken_while_it_is_searched_is_said(town, qgis_app, monkeypatch):
    def broken(*_):
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("cohesion_territoires.sources.address_index.AddressIndex.all_communes", broken)
    _own, found = fetch(Shown(), "4 rue jean jaures")
    assert [r.description for r in found] == ["database disk image is malformed"]
