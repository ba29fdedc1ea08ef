"""QGIS's search bar on the local index of addresses: ``qpv 12 rue X Bondy``.

QGIS clones the filter and fetches in a thread of its own at each keystroke: what threads share is read once and never
changed; each opens the index for itself.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

from qgis.core import QgsLocatorFilter, QgsLocatorResult

from ..domain.collecting import put_off
from ..domain.errors import CohesionError
from ..processing_provider import reference_data
from ..translation import localize, tr

__all__ = ["AddressFilter", "Names"]

SETTINGS = "options"
ENOUGH_LETTERS = 6


class Names:
    """The street names of the index set, read once for all threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._key, self._names, self._known = None, None, None

    def of(self, path, index, feedback):
        """Return the names of an index, None where the search was given up meanwhile; the index knows its communes."""
        key = (path, Path(path).stat().st_mtime_ns)
        while not self._lock.acquire(timeout=0.02):
            if feedback.isCanceled():
                return None
        try:
            if self._key != key:
                from ..sources.address_completion import StreetNames

                # a whole reading serves the next keystroke even where this one is given up
                self._names = StreetNames.read(index)
                index.all_communes()
                index.words()
                self._known, self._key = index, key
            index.knowing(self._known)
            return self._names
        finally:
            self._lock.release()


class AddressFilter(QgsLocatorFilter):
    """Suggests addresses and shows their verdict.

    Parameters
    ----------
    show : callable
        Shows the verdict on an address, given the path of the index and a `Suggestion`.
    open_options : callable
        Opens the page of the reference data.
    icon : QIcon
    """

    def __init__(self, show, open_options, icon, names=None):
        super().__init__()
        self._show, self._open_options, self._icon = show, open_options, icon
        self._names = names or Names()
        self._path = None
        # who searches for a layer or an algorithm is not asked for an address
        self.setUseWithoutPrefix(False)

    def clone(self):
        return AddressFilter(self._show, self._open_options, self._icon, self._names)

    def name(self):
        return "cohesion_qpv"

    def displayName(self):  # noqa: N802
        return tr("Address in a QPV (local index)")

    def description(self):
        return tr("Verdict on an address, on this computer alone: type qpv then the address")

    def prefix(self):
        return "qpv"

    def priority(self):
        return QgsLocatorFilter.Priority.High

    def prepare(self, _text, _context):
        # settings are read in the main thread
        self._path = reference_data.get("address_index")
        return []

    @put_off()
    def fetchResults(self, text, _context, feedback):  # noqa: N802
        if not text.strip():
            return
        if not self._path:
            self._say(tr("No address index is set"), tr("Open “My reference data” to set one"))
            return
        # the engine is not needed to start QGIS
        from ..domain.addresses.parse import parse
        from ..domain.addresses.resolve import Resolver
        from ..sources.address_completion import from_answer
        from ..sources.address_index import AddressIndex

        try:
            with AddressIndex.open(self._path) as index:
                names = self._names.of(self._path, index, feedback)
                if names is None or feedback.isCanceled():
                    return
                found = names.search(text, index)
                if not found and sum(c.isalpha() for c in text) >= ENOUGH_LETTERS:
                    found = from_answer(Resolver(index).resolve(parse(text)), index)
        except CohesionError as error:
            self._say(tr("The address index cannot be read"), localize(error))
            return
        except (OSError, sqlite3.Error) as error:
            # taken away or written over meanwhile
            self._say(tr("The address index cannot be read"), str(error))
            return
        for rank, suggestion in enumerate(found):
            if feedback.isCanceled():
                return
            self._offer(suggestion, rank)

    def _offer(self, suggestion, rank):
        from ..sources.address_completion import ABSENT, NO_NUMBER

        result = self._result(suggestion.label, rank)
        if suggestion.kind == ABSENT:
            result.description = tr("number absent from the BAN")
        elif suggestion.kind == NO_NUMBER:
            count = suggestion.count
            result.description = tr("{count} numbers").format(count=count) if count else tr("no number in the BAN")
        result.userData = json.dumps([self._path, *suggestion])
        self.resultFetched.emit(result)

    def _say(self, title, text):
        result = self._result(title, 0)
        result.description = text
        result.userData = SETTINGS
        self.resultFetched.emit(result)

    def _result(self, title, rank):
        result = QgsLocatorResult()
        result.filter = self
        result.displayString = title
        result.score = 1.0 - 0.05 * rank
        result.icon = self._icon
        return result

    def triggerResult(self, result):  # noqa: N802
        told = result.userData
        if callable(told):
            told = told()
        if told == SETTINGS:
            self._open_options()
            return
        from ..sources.address_completion import Suggestion

        path, *fields = json.loads(told)
        self._show(path, Suggestion(*fields))
