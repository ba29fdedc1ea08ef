"""Algorithm `classifyindicator`: the values of a layer in classes that are right at any size, drawn and told."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField

from ...domain.progress import part
from ...layers.fields import make_field
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .classing import (
    add_classing,
    add_source,
    history_of,
    read_classing,
    say_classes,
    say_doubts,
    say_mixed,
    say_unreadable,
    write_classes,
)

__all__ = ["ClassifyIndicator"]

_CHUNK = 5000


class ClassifyIndicator(CohesionAlgorithm):
    """Classes of a field of values, the same for all years of the layer, and the map they make."""

    NAME, GROUP = "classifyindicator", "observatory"

    def display_name(self):
        return tr("Put the values of a layer in classes")

    def keywords(self):
        return [
            "classes", "discrétisation", "discretisation", "jenks", "fisher", "quantiles", "seuils", "choroplèthe",
            "choroplethe", "symboles proportionnels", "cercles", "carte", "légende", "legende", "indicateur",
            "observatoire",
        ]  # fmt: skip

    def define(self):
        field = QgsProcessingParameterField
        anything = field.DataType.Any
        self.add_source(
            "INPUT", tr("Layer of an indicator"), ["polygon"],
            tr("Polygons that have the values already, for one year or one row a territory and a year."),
        )  # fmt: skip
        self.add(field("FIELD", tr("Field of values"), None, "INPUT", anything), tr("Numbers, or names of classes."))
        add_classing(self)
        for name, label, words in (
            ("STATUS_FIELD", tr("Field of the status"),
             tr("Tells a value hidden by statistical secrecy (secret) from an absent one; found alone (statut).")),
            ("YEAR_FIELD", tr("Field of the year"),
             tr("All years are classed together, and follow QGIS's temporal controller; found alone (annee).")),
        ):  # fmt: skip
            self.add(field(name, label, None, "INPUT", anything, optional=True), words, advanced=True)
        add_source(self)
        self.add_sink("OUTPUT", tr("Indicator in classes"), "polygon", text_help=tr("Every row, in order."))
        self.add_sink(
            "OUTPUT_CLASSES", tr("Table of classes"), "table", True, True,
            tr("Limits of each class, and how many values it has."),
        )  # fmt: skip
        for name, label in (
            ("COUNT_CLASSES", tr("Number of classes")),
            ("COUNT_VALUES", tr("Values in a class")),
            ("COUNT_SECRET", tr("Values hidden by statistical secrecy")),
            ("COUNT_ABSENT", tr("Values absent")),
            ("COUNT_TO_CHECK", tr("Values not kept, to be checked")),
        ):
            self.add_number_output(name, label)

    def check(self, parameters, context):
        read_classing(self, parameters, context)

    def work(self, parameters, context, feedback):
        from ...domain.indicators.cells import read_cells
        from ...domain.indicators.columns import STATUSES, YEARS, unit_of
        from ...domain.indicators.entry import CLASS
        from ...layers.rows import FeatureChunk, as_text
        from ...layers.styles.choropleth import Legend
        from ...layers.temporal import follower
        from ...layers.vectors import features, find_field

        source = self.source(parameters, "INPUT", context, "polygon")
        field = self.field_name(parameters, "FIELD", context, source)
        fields = source.fields()
        # where several fields have a status each, that of another one tells nothing of this one
        status_field = self.field_name(parameters, "STATUS_FIELD", context, source)
        status_field = status_field or find_field(fields, ("statut_" + field, *STATUSES))
        year_field = self.field_name(parameters, "YEAR_FIELD", context, source) or find_field(fields, YEARS)
        tick, total = self.ticker(feedback), max(source.featureCount(), 1)
        rows, read = [], part(self.ticker(feedback), 0.0, 0.4)
        for count, feature in enumerate(features(source)):
            if count % 1000 == 0:
                read(min(count / total, 1.0))
            rows.append(feature)
        chunk = FeatureChunk(rows)
        column = read_cells(chunk.column(fields.indexOf(field)))
        if status_field and status_field != field:
            column.tell(chunk.column(fields.indexOf(status_field)))
        # what a layer of an observatory says of itself
        told = {name: _only(chunk, fields, name) for name in ("indicateur", "unite", "source")}
        for name in ("indicateur", "unite"):
            if fields.lookupField(name) >= 0:
                say_mixed(self, feedback, name, map(as_text, chunk.column(fields.lookupField(name))))
        unit = self.parameterAsString(parameters, "UNIT", context).strip() or told["unite"]
        classes = read_classing(self, parameters, context).classify(field, unit, column)
        if classes.measure != CLASS and column.unreadable:
            say_unreadable(self, feedback, field, column)
        say_classes(self, feedback, classes, field)
        periods = None
        if year_field:
            periods = [as_text(cell) or "" for cell in chunk.column(fields.indexOf(year_field))]
        years = sorted(set(periods or ()) - {""})
        unit = unit or (unit_of(field) if classes.measure != CLASS else "")
        say_doubts(self, feedback, told["indicateur"] or field, unit, column, periods)
        sink = self._write(parameters, context, source, chunk, classes, part(tick, 0.5, 1.0))
        added = sink.fields.names()[fields.count() :]
        kept = sink.fields.names()
        shown = self.parameterAsString(parameters, "TITLE", context).strip() or told["indicateur"] or field
        legend = Legend(
            added[0], kept[fields.indexOf(field)], kept[fields.indexOf(status_field)] if status_field else "",
            " – ".join([shown, *years] if len(years) == 1 else [shown]),
            unit,
            self.parameterAsString(parameters, "SOURCE", context).strip() or told["source"],
        )  # fmt: skip
        follow = None
        if len(years) > 1:
            follow = follower(fields, kept, year_field, years)
        return self._end(parameters, context, sink, classes, legend, follow)

    def _write(self, parameters, context, source, chunk, classes, tick):
        limits = [classes.limits(place) for place in range(len(classes.of))]
        columns = [
            [int(number) or None for number in classes.of.tolist()],
            [low for low, _high in limits], [high for _low, high in limits],
        ]  # fmt: skip
        added = [make_field("classe", "int"), make_field("classe_min", "double"), make_field("classe_max", "double")]
        sink = self.sink(parameters, "OUTPUT", context, source.fields(), added, source.wkbType(), source.sourceCrs())
        chunk.append(source.fields().count(), columns)
        for start in range(0, len(chunk.features), _CHUNK):
            tick(start / len(chunk.features))
            sink.add_all(chunk.features[start : start + _CHUNK])
        sink.close()
        return sink

    def _end(self, parameters, context, sink, classes, legend, follow):
        from ...layers.metadata import inherited
        from ...layers.styles.choropleth import style_indicator

        dress = style_indicator(classes, legend)

        def style(layer):
            dress(layer)
            if follow is not None:
                follow(layer)

        method = self.parameterDefinition("METHOD").options()[self.parameterAsEnum(parameters, "METHOD", context)]
        history = ["{} : {}".format(self.label("FIELD"), legend.field_value)]
        history += history_of(self, parameters, context, classes)
        abstract = tr("“{title}” in classes ({count}): {method}.").format(
            count=classes.count, title=legend.title, method=method
        )
        self.publish(
            sink, context, style, abstract, [legend.source] if legend.source else [], history,
            provenance=inherited(legend.title, self.layer_behind(parameters, "INPUT", context)),
        )  # fmt: skip
        results = {
            "OUTPUT": sink.destination,
            "COUNT_CLASSES": classes.count,
            "COUNT_VALUES": int((classes.of > 0).sum()),
            "COUNT_SECRET": classes.secret,
            "COUNT_ABSENT": classes.absent,
            "COUNT_TO_CHECK": classes.to_check,
        }
        table = write_classes(self, parameters, context, classes)
        if table is not None:
            results["OUTPUT_CLASSES"] = table.destination
        return results


def _only(chunk, fields, name):
    """Return the one text that a column holds, "" where there is no such column or it holds several."""
    place = fields.lookupField(name)
    texts = {cell for cell in chunk.column(place) if cell is not None} if place >= 0 else set()
    return str(texts.pop()) if len(texts) == 1 else ""
