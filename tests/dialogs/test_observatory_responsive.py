"""While the dock opens, searches and obtains, the window answers.

Another program may take the machine meanwhile: a wait is ours when it is long on the clock and in this process's own
work, and what the clock alone says is tried again.
"""

from __future__ import annotations

import pytest
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.sources.catalogue import Catalogue
from observatory_world import Starter, Watchdog, many
from qgis.PyQt.QtTest import QTest

ATTEMPTS = 5


def never_held(do):
    """Do something again and again until the window was not held once."""
    waits = []
    for attempt in range(ATTEMPTS):
        with Watchdog() as dog:
            do(attempt)
        waits.append(dog.longest)
        if dog.longest < Watchdog.HELD:
            return
    pytest.fail("the window was held {} s".format(", ".join("{:.2f}".format(one) for one in waits)))


def read(qtbot, dock):
    qtbot.waitUntil(lambda: dock.loaded.territories is not None and not dock.aside.running)


def test_while_it_opens(qtbot, own_settings, no_network):
    def open_it(_attempt):
        dock = ObservatoryDock(start=Starter())
        qtbot.addWidget(dock)
        dock.show()
        read(qtbot, dock)
        dock.close_down()

    never_held(open_it)


def test_while_one_types_in_five_thousand_entries(qtbot, shown):
    shown.loaded.catalogue = Catalogue(
        many(shown.loaded.catalogue.entries, 5000), shown.loaded.catalogue.collections, shown.loaded.catalogue.synonyms
    )
    shown.search.look()
    assert shown.model.rowCount() == 5000

    def type_words(attempt):
        page = shown.search_page
        page.search.clear()
        for key in ("pauvrete", "logement", "medecin", "emploi", "fibre")[attempt]:
            QTest.keyClick(page.search, key)
            shown.search.look()
            qtbot.wait(1)
        assert 0 < shown.model.rowCount() < 5000

    never_held(type_words)


def test_while_a_territory_is_typed(qtbot, shown):
    def type_name(attempt):
        box = shown.search_page.territory
        box.clear()
        for key in ("saint", "la roche", "paris", "93", "val")[attempt]:
            QTest.keyClick(box, key)
            box.offer()
            qtbot.wait(1)

    never_held(type_name)
