"""What “Prepare my département” does: one datum after the other fetched, checked, and remembered as a default."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import OutputError
from ...processing_provider import reference_data
from ...sources.catalogue import is_obtainable
from ...sources.department_pack import INDEX, contents
from ...translation import localize, tr
from . import asking, jobs
from .memory import department_folder, layer_file

__all__ = ["BY_HAND", "FETCHING", "PRESENT", "READY", "TO_FETCH", "WRONG", "Datum", "Department", "by_hand"]

PRESENT, TO_FETCH, BY_HAND, FETCHING, READY, WRONG = "present", "to fetch", "by hand", "fetching", "ready", "wrong"


@dataclass(eq=False)
class Datum:
    """A reference datum and how far it is.

    Attributes
    ----------
    item : sources.department_pack.Item
    state : str
        `PRESENT` (remembered, not looked at), `TO_FETCH`, `BY_HAND`, `FETCHING`, `READY` (checked) or `WRONG`.
    path : str
        What is remembered of it.
    problems : list of str
    """

    item: object
    state: str
    path: str = ""
    problems: list = field(default_factory=list)


class Department(QObject):
    """The data of one département.

    Parameters
    ----------
    loaded : dialogs.observatory.loading.Loaded
    queue : dialogs.observatory.jobs.Queue
    aside : dialogs.observatory.aside.Aside
    defaults_changed : callable or None
        Gives the parameters of the algorithms their new defaults.
    """

    listed = pyqtSignal()
    changed = pyqtSignal(object)

    def __init__(self, loaded, queue, aside, defaults_changed=None, parent=None):
        super().__init__(parent)
        self._loaded, self._queue, self._aside, self._defaults_changed = loaded, queue, aside, defaults_changed
        self.code, self.data, self.offline = "", [], False

    def choose(self, code):
        """List what a département needs."""
        if code == self.code or self._loaded.territories is None or self._loaded.catalogue is None:
            return
        self.code = code
        self.data = [self._datum(item) for item in contents(code, self._loaded.territories)] if code else []
        self.listed.emit()

    def _datum(self, item):
        kept = [reference_data.get(key) for key in item.references]
        if all(kept):
            return Datum(item, PRESENT, kept[0])
        return Datum(item, TO_FETCH if self.can_fetch(item) else BY_HAND)

    def can_fetch(self, item):
        """Say whether a service gives it."""
        catalogue = self._loaded.catalogue
        return item.entry in catalogue and is_obtainable(catalogue.entry(item.entry))

    def wanted(self):
        """Return what is still to be fetched."""
        return [d for d in self.data if d.state in (TO_FETCH, WRONG) and self.can_fetch(d.item)]

    # fetching ----------------------------------------------------------------------------------------

    def fetch(self, datum):
        """Have a datum fetched, made what it becomes, checked and remembered."""
        item, catalogue = datum.item, self._loaded.catalogue
        if datum.state == FETCHING or not self.can_fetch(item):
            return
        entry, query = catalogue.entry(item.entry), item.query
        title = "{} – {}".format(tr(item.title), self.code)
        if item.becomes == INDEX:
            # a million rows are no layer
            job = asking.fetch_job(title, entry, query, self.offline)
            job.then = lambda results: self._index(datum, results["CACHED_FILE"])
        else:
            try:
                path = layer_file(item.key, department_folder(self.code))
            except OutputError as error:
                self._set(datum, WRONG, localize(error))
                return
            job = asking.layer_job(entry, query.level, query.territory, query.year, self.offline, path, loads=False)
            job.title = title
            job.then = lambda results: self.check(datum, results.get("OUTPUT") or str(path))
        self._start(datum, job)

    def _start(self, datum, job):
        self._set(datum, FETCHING)

        def ended(one):
            if one is job and one.state in (jobs.FAILED, jobs.CANCELLED):
                self._set(datum, WRONG, one.problem or tr(jobs.STATES[one.state]))

        def began(one):
            if one is job and one.state == jobs.RUNNING and datum.state != FETCHING:  # tried again
                self._set(datum, FETCHING)

        self._queue.ended.connect(ended)
        self._queue.changed.connect(began)
        self._queue.add(job)

    def _index(self, datum, path):
        """Make the address index of the file fetched."""
        target = layer_file(datum.item.key, department_folder(self.code), ".sqlite")
        job = asking.index_job("{} – {}".format(tr(datum.item.title), self.code), [path], target)
        job.then = lambda results: self.check(datum, results.get("OUTPUT") or str(target))
        self._start(datum, job)

    # checking ----------------------------------------------------------------------------------------

    def take(self, datum, path):
        """Use a file that a person has fetched."""
        if datum.item.becomes == INDEX and Path(path).suffix.lower() not in (".sqlite", ".db"):
            self._index(datum, path)
        else:
            self.check(datum, path)

    def check(self, datum, path=None):
        """Check a file, and remember it where it is the right one."""
        path, item = path or datum.path, datum.item
        if not path:
            return
        if item.becomes == INDEX or not _is_file(path):
            from ..reference_check import ERROR, check

            verdict = check(item.references[0], path)
            wrong = [verdict.summary, *verdict.remarks] if verdict.level == ERROR else []
            self._checked(datum, path, wrong)
            return

        def look(pulse):
            from ...layers.pack_files import problems

            return [localize(error) for error in problems(path, item.check, pulse)]

        self._aside.run(look, lambda wrong: self._checked(datum, path, wrong), lambda why: self._set(datum, WRONG, why))

    def _checked(self, datum, path, wrong):
        datum.path = path
        if wrong:
            self._set(datum, WRONG, *wrong)
            return
        changed = False
        for key in datum.item.references:
            if reference_data.get(key) != path:
                reference_data.put(key, path)
                changed = True
        if changed and self._defaults_changed is not None:
            self._defaults_changed()
        self._set(datum, READY)

    def _set(self, datum, state, *problems):
        datum.state, datum.problems = state, list(problems)
        self.changed.emit(datum)



def _is_file(source):
    """Tell a path from a database's or a service's address."""
    path, _, _more = source.partition("|")
    return Path(path).is_file() or "=" not in path


def by_hand(item):
    """Say what to take by hand."""
    return tr(item.by_hand).format(**(item.values or {}))
