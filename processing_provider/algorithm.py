"""What every algorithm of ours has in common, so that a file holds only its parameters and its work."""
from __future__ import annotations

import datetime
import re
import traceback
from pathlib import Path

from qgis.core import (
    NULL,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from ..domain.addresses.columns import is_datum
from ..domain.errors import QT_TRANSLATE_NOOP, Cancelled, CohesionError, OutputError
from ..layers import journal as journals
from ..layers.anchors import anchor
from ..layers.crs import USUAL
from ..layers.fields import combine
from ..layers.publishing import Publisher
from ..layers.sinks import (
    Sink, destination_format, destination_path, geometry_column, is_new_file, prepare_fields, written_to,
)  # fmt: skip
from ..layers.tables import csv_writer
from ..layers.written import why_not
from ..sources.reasons import unforeseen
from ..translation import localize, tr, worded
from .parameter_access import OPTIONAL, ParameterAccess

__all__ = ["CohesionAlgorithm", "ERROR_KIND", "GROUPS"]

ERROR_KIND = "cohesion_error"
"""Property of the feedback of a run that failed: the class of its error."""
RESOURCES = Path(__file__).resolve().parent.parent / "resources"

GROUPS = {
    "qpv": QT_TRANSLATE_NOOP("@default", "Priority neighbourhoods (QPV)"),
    "access": QT_TRANSLATE_NOOP("@default", "Accessibility"),
    "coverage": QT_TRANSLATE_NOOP("@default", "France services (MSAP)"),
    "observatory": QT_TRANSLATE_NOOP("@default", "Observatories"),
}


class CohesionAlgorithm(ParameterAccess, QgsProcessingAlgorithm):
    """Base of all our algorithms.

    A subclass sets `NAME` and `GROUP`, words `display_name`, lists its parameters in `define`,
    checks what can be known before running in `check`, and works in `work`.
    """

    NAME = ""
    GROUP = ""
    JOURNAL = "OUTPUT_JOURNAL"

    # what a subclass gives -------------------------------------------------------------------

    def display_name(self):
        """Return the translated name."""
        raise NotImplementedError

    def keywords(self):
        """Return words by which the toolbox finds the algorithm, with and without accents."""
        return []

    def define(self):
        """Add the parameters and outputs."""
        raise NotImplementedError

    def check(self, parameters, context):
        """Raise a `CohesionError` for what can be known to be wrong before running."""

    def work(self, parameters, context, feedback):
        """Do the work and return the results by output name."""
        raise NotImplementedError

    # what QGIS asks ----------------------------------------------------------------------------

    def createInstance(self):  # noqa: N802
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):  # noqa: N802
        return self.display_name()

    def group(self):
        return tr(GROUPS[self.GROUP])

    def groupId(self):  # noqa: N802
        return self.GROUP

    def tags(self):
        return self.keywords()

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):  # noqa: N802
        own = RESOURCES / "icons" / "{}.svg".format(self.NAME)
        return str(own if own.exists() else RESOURCES / "icons" / "provider.svg")

    def shortHelpString(self):  # noqa: N802
        page = self._help_page()
        if not page.exists():
            return ""
        # the whole page is for a browser; the dialog has its own heading, and no room for long lines
        words = page.read_text(encoding="utf-8").partition("<main>")[2].partition("</main>")[0]
        return _held_together(words).replace("<pre>", '<pre style="white-space: pre-wrap">')

    def helpUrl(self):  # noqa: N802
        page = self._help_page()
        return QUrl.fromLocalFile(str(page)).toString() if page.exists() else ""

    def _help_page(self):
        return RESOURCES / "help" / "{}.html".format(self.NAME)

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.define()
        self.add(
            QgsProcessingParameterFileDestination(
                self.JOURNAL,
                tr("Journal of the run"),
                fileFilter=tr("JSON files (*.json)"),
                optional=True,
                createByDefault=False,
            ),
            tr("Inputs with their hashes, versions, parameters and counts, as proof of how it was made."),
            advanced=True,
        )

    def checkParameterValues(self, parameters, context):  # noqa: N802
        parameters = _without_nulls(parameters)
        good, why = super().checkParameterValues(parameters, context)
        if not good:
            return good, why
        try:
            self.check(parameters, context)
        except CohesionError as error:
            return False, localize(error)
        return True, ""

    def prepareAlgorithm(self, parameters, context, _feedback):  # noqa: N802
        anchor(USUAL, self._systems(_without_nulls(parameters), context))
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        parameters = _without_nulls(parameters)
        self._publisher = Publisher(self.displayName())
        self._sinks = []
        self._warnings = []
        # what a journal says of inputs that are no layers, by name
        self.journal_inputs = {}
        self._started = datetime.datetime.now()
        try:
            self.check(parameters, context)
            results = self.work(parameters, context, feedback)
            for sink in self._sinks:
                if sink.sink is not None:
                    sink.close()
            if not feedback.isCanceled():
                # nobody opens what was stopped, which goes
                self._publisher.store(context)
            path = self.parameterAsFileOutput(parameters, self.JOURNAL, context)
            if path:
                self._write_journal(path, parameters, context, results)
                results[self.JOURNAL] = path
        except CohesionError as error:
            # who shows the failure may tell its kind without reading the words
            feedback.setProperty(ERROR_KIND, type(error).__name__)
            raise QgsProcessingException(localize(error)) from error
        except MemoryError as error:
            raise QgsProcessingException(
                tr("The memory of this computer is not enough: work on a smaller territory.")
            ) from error
        except QgsProcessingException:
            raise
        except Exception as error:
            # who mends it reads where, who meets it reads what to do
            feedback.pushDebugInfo(traceback.format_exc())
            feedback.setProperty(ERROR_KIND, type(error).__name__)
            raise QgsProcessingException(worded(_UNFORESEEN, {"why": unforeseen(error)})) from error
        finally:
            for sink in self._sinks:
                sink.sink = None
        return results

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        publisher = getattr(self, "_publisher", None)
        if publisher is not None:
            publisher.finish(context)
        return {}

    # running ------------------------------------------------------------------------------------

    def _systems(self, parameters, context):
        """Yield the coordinate systems of the input layers."""
        for definition in self.parameterDefinitions():
            name = definition.name()
            if isinstance(definition, QgsProcessingParameterFeatureSource) and not self.left_out(parameters, name):
                layer = self.layer_behind(parameters, name, context)
                if layer is not None:
                    yield layer.crs()

    def ticker(self, feedback, start=0.0, end=1.0):
        """Return a `tick(fraction)` that moves the progress bar and obeys cancel."""

        def tick(fraction):
            if feedback.isCanceled():
                raise Cancelled()
            feedback.setProgress(100.0 * (start + (end - start) * min(max(fraction, 0.0), 1.0)))

        return tick

    # writing ------------------------------------------------------------------------------------

    def sink(self, parameters, name, context, source_fields, added, wkb_type, crs):
        """Open a destination.

        Parameters
        ----------
        source_fields : QgsFields
            Fields of the input that are kept; may be empty.
        added : sequence of QgsField
        wkb_type : QgsWkbTypes.Type
        crs : QgsCoordinateReferenceSystem

        Returns
        -------
        Sink or None
            None where the destination is optional and not asked for.

        Raises
        ------
        OutputError
        """
        given = parameters.get(name)
        if given is None and self.parameterDefinition(name).flags() & OPTIONAL:
            return None
        fields = combine(source_fields, added)
        fields, with_degrees = prepare_fields(fields, destination_format(given), wkb_type, geometry_column(given))
        ours = is_new_file(given)
        try:
            sink, destination = self.parameterAsSink(parameters, name, context, fields, wkb_type, crs)
        except QgsProcessingException as error:
            raise self._unwritable(name, given, str(error)) from error
        if sink is None:
            if self.parameterDefinition(name).flags() & OPTIONAL and not given:
                return None
            raise self._unwritable(name, given, destination or "?")
        destination = written_to(destination, wkb_type, context)
        if destination_format(given) == "csv" and destination.lower().endswith(".csv"):
            # QGIS has registered it; we write it again as Excel in French opens it
            sink = None
            sink = csv_writer(destination, fields, crs, context.transformContext())
        checked = Sink(
            sink, destination, self.label(name), fields, crs, with_degrees, context.transformContext(), ours
        )  # fmt: skip
        self._sinks.append(checked)
        return checked

    def _unwritable(self, name, given, said):
        return OutputError(_UNWRITABLE, name=self.label(name), why=why_not(destination_path(given), said))

    def publish(self, sink, context, style=None, abstract="", rights=(), history=(), rank=0, provenance=None):
        """Say how a destination is styled and documented once the run is over.

        Parameters
        ----------
        sink : Sink or None
            Nothing is done for None.
        style : callable, optional
            ``style(layer)`` sets the renderer; called more than once, in the run's thread and in the main one.
        abstract : str
        rights, history : sequence of str
        rank : int
            Which of the run's polygon layers lies above the others on the map: the higher.
        provenance : layers.metadata.Provenance, optional
        """
        if sink is not None:
            self._publisher.add(sink, style, abstract, rights, history, rank, provenance)
            if context.willLoadLayerOnCompletion(sink.destination):
                self._publisher.hook(sink, context)

    def warn(self, feedback, text):
        """Warn in the log and in the journal."""
        self._warnings.append(text)
        feedback.pushWarning(text)

    def _write_journal(self, path, parameters, context, results):
        inputs, values = {}, {}
        for definition in self.parameterDefinitions():
            name = definition.name()
            if isinstance(definition, QgsProcessingParameterFeatureSource):
                layer = None if self.left_out(parameters, name) else self.layer_behind(parameters, name, context)
                if layer is not None:
                    inputs[name] = journals.describe_source(layer)
            elif not definition.isDestination():
                # what was left to its default counts as much
                given = definition.defaultValue() if parameters.get(name) is None else parameters[name]
                if given is None or given == NULL:
                    continue
                plain = isinstance(given, (str, int, float, bool, list, tuple))
                shown = journals.told_value(given) if plain else definition.valueAsPythonString(given, context)
                if isinstance(definition, QgsProcessingParameterField):
                    # of a table without titles, a cell of data
                    names = [shown] if isinstance(shown, str) else list(shown)
                    names = ["…" if is_datum(str(n)) else n for n in names]
                    shown = names[0] if isinstance(shown, str) else names
                values[name] = shown
        inputs.update(self.journal_inputs)
        counts = {k: v for k, v in results.items() if isinstance(v, (int, float))}
        journals.write(path, self.id(), inputs, values, counts, self._started, self._warnings)


def _without_nulls(parameters):
    """Return parameters where a blank of `qgis_process` or of a model is None: QGIS would read NULL as 0."""
    null = type(NULL)
    return {name: None if isinstance(given, null) and given.isNull() else given for name, given in parameters.items()}


_UNFORESEEN = QT_TRANSLATE_NOOP(
    "@default",
    "Something unexpected went wrong ({why}): do not use what was written. Run again; if it lasts, send the log of the "
    "run to whoever looks after this plugin.",
)
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” cannot be written ({why}): choose another folder or file name, "
    "and check that the file is not open elsewhere.",
)


def _held_together(page):
    """Keep French marks on the line of their word and units on that of their number, but in what is to be copied."""
    parts = re.split(r"(<pre.*?</pre>|<code.*?</code>|<[^>]*>)", page, flags=re.DOTALL)
    together = r" (?=[?!;:»])|(?<=«) |(?<=\d) (?=(?:m|km|min|%)(?!\w))"
    return "".join(part if part.startswith("<") else re.sub(together, "\u00a0", part) for part in parts)
