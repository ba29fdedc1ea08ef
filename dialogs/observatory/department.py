"""What “Prepare my département” does: one datum after the other fetched, checked, and remembered as a default."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.errors import OutputError
from ...domain.indicators.levels import DEP, FRA, department_of
from ...layers.anchors import anchor
from ...processing_provider import reference_data
from ...sources.catalogue import is_obtainable
from ...sources.department_pack import INDEX, contents, unpacked
from ...translation import localize, tr
from . import asking, defaults, jobs
from .datum import BAD, BY_HAND, CHECKING, FAILED, FETCHING, PRESENT, READY, TO_FETCH, WRONG, Datum, is_large
from .defaults import is_file, new_file, problems_of_a_database, settled

__all__ = ["Department"]


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
        # all algorithms are made again: at the next turn of the loop, once for all that was set in this one
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self._defaults_changed())
        self.code, self.data, self.offline = "", [], False
        # of other départements too: what they asked for goes on
        self._under_way = []
        # checks that wait for the communes
        self._later = []
        queue.ended.connect(self._job_ended)
        queue.changed.connect(self._job_changed)

    def choose(self, code):
        """List what a département needs."""
        if code == self.code or self._loaded.territories is None or self._loaded.catalogue is None:
            return
        self.code = code
        items = contents(code, self._loaded.territories) if code else ()
        self.data = [self._datum(item) for item in items]
        self.listed.emit()

    def _datum(self, item):
        asked = next((datum for datum in self._under_way if datum.item == item), None)
        if asked is not None:
            return asked
        kept = reference_data.get(item.key)
        return Datum(item, PRESENT, kept) if kept else Datum(item, TO_FETCH if self.can_fetch(item) else BY_HAND)

    def look_again(self):
        """Take in what the options page has set or forgotten since."""
        for datum in self.data:
            kept = reference_data.get(datum.item.key) or ""
            if kept == datum.path or datum.state not in (PRESENT, READY, TO_FETCH, BY_HAND):
                continue
            now = self._datum(datum.item)
            datum.path = now.path
            self._set(datum, now.state)

    def home(self, territory):
        """Return the code of the département in which a territory lies whole, "" where there is none."""
        known = self._loaded.territories
        if known is None or territory.level == FRA:
            return ""
        found = known.members(territory, DEP) or [department_of(territory.code)]
        return found[0] if len(found) == 1 else ""

    def can_fetch(self, item):
        """Say whether a service gives it."""
        catalogue = self._loaded.catalogue
        return item.entry in catalogue and is_obtainable(catalogue.entry(item.entry))

    def wanted(self):
        """Return what “Prepare everything” sees to: what is missing or not looked at, but not the large networks."""
        return [
            datum for datum in self.data
            if datum.state == PRESENT
            or (datum.state in (TO_FETCH, *BAD) and self.can_fetch(datum.item) and not is_large(datum.item))
        ]  # fmt: skip

    def prepare(self):
        """Check what is remembered, fetch what is missing and what is of another département."""
        for datum in self.wanted():
            if not datum.path:
                self.fetch(datum)
            elif is_file(datum.path):
                self.check(datum, then_fetch=not is_large(datum.item))

    # fetching ----------------------------------------------------------------------------------------

    def fetch(self, datum):
        """Have a datum fetched, made what it becomes, checked and remembered."""
        item, catalogue = datum.item, self._loaded.catalogue
        if datum.busy or not self.can_fetch(item):
            return
        entry, query = catalogue.entry(item.entry), item.query
        title = self._title(item)
        if item.becomes == INDEX:
            # a million rows are no layer
            job = asking.fetch_job(title, entry, query, self.offline, datum.asked)
            job.then = lambda results: self._index(datum, results["CACHED_FILE"])
        else:
            path = self._file(datum, ".gpkg")
            if path is None:
                return
            question = (query.level, query.territory, query.year)
            job = asking.layer_job(entry, *question, self.offline, path, loads=False, again=datum.asked)
            job.title = title
            job.then = lambda results: self.check(datum, results.get("OUTPUT") or str(path))
        datum.asked = True
        self._start(datum, job)

    def _title(self, item):
        territory = item.query.territory
        return "{} – {}".format(tr(item.title), territory.code or tr("France"))

    def _file(self, datum, suffix):
        """Return a new file for a datum; None, said, where none can be written."""
        try:
            return new_file(datum.item.key, _place(datum.item), suffix)
        except OutputError as error:
            self._set(datum, FAILED, localize(error))
            return None

    def _start(self, datum, job):
        datum.job = job
        if datum not in self._under_way:
            self._under_way.append(datum)
        self._set(datum, FETCHING)
        self._queue.add(job)

    def _of(self, job):
        return next((datum for datum in self._under_way if datum.job is job), None)

    def _job_ended(self, job):
        datum = self._of(job)
        if datum is not None and job.state in (jobs.FAILED, jobs.CANCELLED):
            self._set(datum, FAILED, job.problem or tr(jobs.STATES[job.state]))

    def _job_changed(self, job):
        datum = self._of(job)
        # tried again from the queue
        if datum is not None and job.state == jobs.RUNNING and datum.state != FETCHING:
            self._set(datum, FETCHING)

    def _index(self, datum, path):
        """Make the address index of a file."""
        target = self._file(datum, ".sqlite")
        if target is None:
            return
        job = asking.index_job(self._title(datum.item), [path], target)
        job.then = lambda results: self.check(datum, results.get("OUTPUT") or str(target))
        self._start(datum, job)

    # checking ----------------------------------------------------------------------------------------

    def take(self, datum, path):
        """Use a file that a person has fetched."""
        if datum.busy:
            return
        end = Path(path).suffix.lower()
        if datum.item.becomes == INDEX and end not in (".sqlite", ".db"):
            self._index(datum, path)
        elif end == ".zip":
            self._unpack(datum, path)
        else:
            self.check(datum, path)

    def _unpack(self, datum, path):
        """Take out of an archive what is wanted, then check it."""
        item, catalogue = datum.item, self._loaded.catalogue
        inside = catalogue.entry(item.entry).request.get("inside") or () if item.entry in catalogue else ()
        place = _place(item)
        self._set(datum, CHECKING)
        self._aside.run(
            lambda pulse: str(unpacked(path, item, inside, lambda end: new_file(item.key, place, end), pulse)),
            lambda inner: self.check(datum, inner), lambda why: self._set(datum, WRONG, why),
        )  # fmt: skip

    def check(self, datum, path=None, then_fetch=False):
        """Check a file, and remember it where it is the right one.

        Parameters
        ----------
        datum : Datum
        path : str, optional
            By default what is remembered.
        then_fetch : bool, optional
            Fetch it where the file is not the right one.
        """
        path, item = path or datum.path, datum.item
        if not path:
            return

        def checked(problems, found=None):
            if found is not None and found.ground is not None and not problems:
                self._cut(datum, path, found)
                return
            self._checked(datum, path, problems)
            if problems and then_fetch:
                self.fetch(datum)

        self._set(datum, CHECKING)
        if not is_file(path):
            # it may take its time to answer, or never do
            self._aside.run(
                lambda _pulse: problems_of_a_database(item.key, path), checked, lambda why: checked([why]), lasting=True
            )
            return
        ground = self._communes_of(item)
        if item.check.whole and ground is not None and ground.busy:
            self._later.append(lambda: self.check(datum, path, then_fetch))
            return
        communes = ground.path if ground is not None and ground.state == READY else ""

        def look(pulse):
            from ...layers.pack_files import index_contents, layer_contents

            found = index_contents(path) if item.becomes == INDEX else layer_contents(path, item, pulse, communes)
            return [localize(error) for error in item.check.problems(found)], found

        self._aside.run(look, lambda found: checked(*found), lambda why: checked([why]))

    def _cut(self, datum, path, found):
        """Take of a layer of the whole country what is of the département and around: each run is spared the rest."""
        target = self._file(datum, ".gpkg")
        if target is not None:
            # whichever it is, no thread that ends takes it away
            anchor((), [QgsCoordinateReferenceSystem.fromWkt(found.system)])
            job = asking.cut_job(self._title(datum.item), path, found.ground, target)
            job.then = lambda results: self.check(datum, results.get("OUTPUT") or str(target))
            self._start(datum, job)

    def _communes_of(self, item):
        """Return the datum of the communes of the same département, None where they are not listed."""
        department = item.check.department
        known = (*self.data, *self._under_way)
        return next((d for d in known if d.item.key == "communes" and d.item.check.department == department), None)

    def _checked(self, datum, path, problems):
        if problems:
            datum.path = path
            self._set(datum, WRONG, *problems)
            return
        datum.path = settled(path)
        self._tell_of(defaults.remember({datum.item.key: datum.path}))
        self._set(datum, READY)

    def adopt(self, sources):
        """Set what came from another computer, and check it; as `defaults.adopt`."""
        adopted, kept = defaults.adopt(sources)
        self._tell_of(bool(adopted))
        for datum in self.data:
            if datum.item.key in adopted and not datum.busy:
                self.check(datum, adopted[datum.item.key])
        return adopted, kept

    def _tell_of(self, new):
        if new and self._defaults_changed is not None:
            self._soon.start(0)

    def _set(self, datum, state, *problems):
        datum.state, datum.problems = state, list(problems)
        if not datum.busy and state not in BAD and datum in self._under_way:
            self._under_way.remove(datum)
        self.changed.emit(datum)
        if datum.item.key == "communes" and not datum.busy:
            later, self._later = self._later, []
            for check in later:
                check()


def _place(item):
    return item.query.territory.code or "france"
