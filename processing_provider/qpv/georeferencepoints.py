"""Algorithm `georeferencepoints`: which positions are in a QPV, which are not, and which must be looked at."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.communes import CommuneReader
from ...domain.qpv.georeference import Rules
from ...domain.qpv.precision import EDGE_TOLERANCE
from ...domain.qpv.report import CAUTION
from ...domain.qpv.verdict import MIN_SCORE
from ...layers.answer_columns import find_columns
from ...layers.communes import CommuneIndex, read_list
from ...layers.geocoded_rows import read_chunks
from ...layers.styles.verdicts import style_verdicts
from ...layers.vectors import layer_title
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .georeferencing import GenerationRun, Run, added_fields
from .inputs import add_code_fields, add_perimeters, perimeters
from .verdict_outputs import summary_fields, write_report, write_summary

__all__ = ["GeoreferencePoints"]

COUNTS = ("COUNT_IN", "COUNT_OUT", "COUNT_TO_CHECK", "COUNT_IMPRECISE", "COUNT_NOT_FOUND", "COUNT_ERROR")


class GeoreferencePoints(CohesionAlgorithm):
    """Verdict, signed distance and bands of each position, for one or two generations of perimeters."""

    NAME, GROUP = "georeferencepoints", "qpv"

    def display_name(self):
        return tr("QPV of points (addresses already located)")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "politique de la ville", "géoréférencement", "georeferencement",
            "adresses", "adresse", "bénéficiaires", "beneficiaires", "bande", "300", "500", "ban", "sig ville",
        ]  # fmt: skip

    def define(self):
        number, field = QgsProcessingParameterNumber, QgsProcessingParameterField
        any_type, real = field.DataType.Any, number.Type.Double
        self.add_source(
            "INPUT",
            tr("Addresses or positions"),
            ["vector"],
            tr("A layer of points, or a table with longitude and latitude such as a BAN geocoding answer."),
        )
        add_perimeters(self)
        add_perimeters(self, "QPV_PREVIOUS", PREVIOUS, optional=True)
        self.add_source(
            "QPV_LIST",
            tr("Official list of QPV by commune"),
            ["vector"],
            tr("Certifies that the layer of perimeters is complete (liste_qp_2024.csv: code_qp, insee_com)."),
            optional=True,
            reference="qpv_list",
        )
        add_code_fields(self)
        self.add_source(
            "COMMUNES",
            tr("Layer of communes"),
            ["polygon"],
            tr("Tells in which commune each position falls, to check it against the official list."),
            optional=True,
            reference="communes",
            advanced=True,
        )
        self.add(
            field("PRECISION_FIELD", tr("Field of precision"), None, "INPUT", any_type, optional=True),
            tr("BAN words (entrée, segment, street…) or metres. The columns of a BAN answer are found alone."),
            advanced=True,
        )
        self.add(
            field("SCORE_FIELD", tr("Field of the geocoding score"), None, "INPUT", any_type, optional=True),
            tr("Between 0 and 1, or out of 100. result_score is found alone."),
            advanced=True,
        )
        self.add(
            number("MIN_SCORE", tr("Lowest score accepted"), real, MIN_SCORE, False, 0.0, 1.0),
            tr("Under it an address counts as not found: geocoders answer something even to gibberish."),
            advanced=True,
        )
        self.add(
            number("EDGE_TOLERANCE", tr("Tolerance at the edge (m)"), real, EDGE_TOLERANCE, False, 0.0),
            tr(
                "For positions whose precision is unknown; known ones have their own, from 5 m at the entrance to 25 m."
            ),
            advanced=True,
        )
        self.add_list("BANDS", tr("Distance bands (m)"), "300;500", tr("Each one is answered OUI, NON or A_VERIFIER."))
        self.add(
            number("MAX_DISTANCE", tr("Farthest distance written (m)"), real, 1000.0, False, 0.0),
            tr("Farther than this from any QPV, distance and nearest QPV are left blank."),
            advanced=True,
        )
        self.add(
            field("DATE_FIELD", tr("Field of dates"), None, "INPUT", any_type, optional=True),
            tr("Tells which generation of perimeters applied on that day, overseas or not."),
            advanced=True,
        )
        self.add(
            field("GROUP_FIELDS", tr("Summary by"), None, "INPUT", any_type, True, True),
            tr("Fields whose values are counted apart in the summary."),
        )
        self.add(
            field("SUM_FIELDS", tr("Fields to sum"), None, "INPUT", any_type, True, True),
            tr("Numbers added up in the summary, in QPV and undecided."),
        )
        self.add(
            number("SECRET_THRESHOLD", tr("Statistical secrecy: hide counts under"), number.Type.Integer, 0, False, 0),
            tr("0 hides nothing; 5 or 11 are usual before publishing. A second count is hidden where needed."),
            advanced=True,
        )
        self.add_sink("OUTPUT", tr("Positions with their verdict"), "point")
        self.add_sink(
            "OUTPUT_SUMMARY", tr("Summary by QPV"), "table", True, True,
            tr("Counts, sums and both bounds of the share in QPV."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Report"), tr("HTML files (*.html)"), optional=True, createByDefault=True
            ),
            tr("Totals, by verdict and by QPV, with the parameters; no address is in it."),
        )
        for name, label in zip(
            COUNTS,
            (
                tr("In a QPV"),
                tr("Out of any QPV"),
                tr("To check on the map"),
                tr("Imprecise addresses"),
                tr("Not found"),
                tr("Errors"),
            ),
        ):
            self.add_number_output(name, label)
        self.add_number_output("COUNT_JOIN_UNFOUNDED", tr("Answers a plain spatial join would give wrongly"))

    def check(self, parameters, context):
        self.thresholds(parameters, "BANDS", context)
        if self.number(parameters, "MAX_DISTANCE", context, 1000.0) <= 0:
            raise ParameterError(
                QT_TRANSLATE_NOOP("@default", "“{name}” must be greater than 0."), name=self.label("MAX_DISTANCE")
            )

    def work(self, parameters, context, feedback):
        source = self.source(parameters, "INPUT", context, with_crs=False)
        columns = find_columns(
            source,
            self.label("INPUT"),
            self.field_name(parameters, "PRECISION_FIELD", context, source),
            self.field_name(parameters, "SCORE_FIELD", context, source),
        )
        bands = self.thresholds(parameters, "BANDS", context)
        rules = Rules(
            self.number(parameters, "MIN_SCORE", context, MIN_SCORE),
            self.number(parameters, "EDGE_TOLERANCE", context, EDGE_TOLERANCE),
            bands,
            self.number(parameters, "MAX_DISTANCE", context, 1000.0),
        )
        run, shown = self._prepare(parameters, context, feedback, source, columns, rules)
        added = added_fields([field_suffix(b) for b in bands], run.previous is not None, run.date is not None)
        sink = self.sink(parameters, "OUTPUT", context, source.fields(), added, columns.wkb_type, columns.crs)

        total, done, width = max(source.featureCount(), 1), 0, source.fields().count()
        tick = self.ticker(feedback, 0.1, 0.97)
        for chunk in read_chunks(source, columns):
            end = min(done + len(chunk.features), total)
            chunk.append(width, run.answer(chunk, part(tick, done / total, end / total)))
            sink.add_all(chunk.features)
            done += len(chunk.features)
            tick(done / total)

        results = {"OUTPUT": sink.destination}
        self._publish(sink, context, shown)
        self._tell(parameters, context, source, run, shown, results)
        counts = run.current.tally.verdicts.tolist()
        results.update(zip(COUNTS, counts))
        results["COUNT_JOIN_UNFOUNDED"] = run.unfounded
        feedback.pushInfo(
            tr(
                "{inside} in a QPV, {outside} out, {check} to check, {vague} imprecise, {lost} not found, "
                "{errors} errors. "
                "A plain spatial join would have given {wrong} firm answers that are wrong or unfounded."
            ).format(
                inside=counts[0],
                outside=counts[1],
                check=counts[2],
                vague=counts[3],
                lost=counts[4],
                errors=counts[5],
                wrong=run.unfounded,
            )
        )
        if run.unreadable:
            self.warn(
                feedback,
                tr("{count} rows have a precision that is not recognised; they are not decided.").format(
                    count=run.unreadable
                ),
            )
        return results

    def _prepare(self, parameters, context, feedback, source, columns, rules):
        """Read perimeters, list and communes; returns the run and what was shown of the layers."""
        found, warnings = perimeters(self, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.04))
        older, more = perimeters(self, parameters, "QPV_PREVIOUS", context, feedback, PREVIOUS, (0.04, 0.06))
        official = None
        listing = self.source(parameters, "QPV_LIST", context, with_crs=False)
        if listing is not None:
            official = read_list(listing, self.label("QPV_LIST"), found.codes)
            more += self._list_warnings(feedback, official)
        towns = self.source(parameters, "COMMUNES", context, "polygon")
        tick = part(self.ticker(feedback), 0.06, 0.1)
        index = None if towns is None else CommuneIndex(towns, self.label("COMMUNES"), tick)
        current = frozenset() if index is None else index.codes
        names = source.fields().names()
        groups = self._field_names(parameters, "GROUP_FIELDS", context, source)
        sums = self._field_names(parameters, "SUM_FIELDS", context, source)
        date = self.field_name(parameters, "DATE_FIELD", context, source)
        run = Run(
            columns=columns,
            rules=rules,
            current=GenerationRun(found, rules, len(sums)),
            previous=None if older is None else GenerationRun(older, rules, len(sums)),
            context=context,
            reader=CommuneReader(official, found.generation != PREVIOUS, current),
            communes=index,
            groups=[names.index(n) for n in groups],
            sums=[names.index(n) for n in sums],
            date=None if date is None else names.index(date),
        )
        shown = {"warnings": warnings + more, "official": official, "groups": groups, "sums": sums}
        shown["parameters"] = self._shown_parameters(parameters, context, columns, rules, official)
        return run, shown

    def _field_names(self, parameters, name, context, source):
        """Return the fields of a parameter that takes several, as the layer spells them."""
        given = self.parameterAsFields(parameters, name, context)
        return [self.field_name({name: [g]}, name, context, source) for g in given]

    def _list_warnings(self, feedback, official):
        texts = []
        if official.foreign:
            texts.append(
                tr(
                    "The official list does not know {count} codes of the layer: "
                    "it is of another year or filtered, and certifies nothing."
                ).format(count=len(official.foreign))
            )
        elif official.missing:
            texts.append(
                tr(
                    "The layer lacks {count} of the {total} QPV of the official list: "
                    "outside answers in their communes are to be checked."
                ).format(count=len(official.missing), total=len(official.codes))
            )
        for text in texts:
            self.warn(feedback, text)
        return texts

    def _shown_parameters(self, parameters, context, columns, rules, official):
        """List the parameters that the report and the metadata show."""
        rows = [
            (self.label("QPV"), self._layer_name(parameters, "QPV", context)),
            (self.label("QPV_PREVIOUS"), self._layer_name(parameters, "QPV_PREVIOUS", context)),
            (self.label("QPV_LIST"), self._layer_name(parameters, "QPV_LIST", context)),
            (self.label("MIN_SCORE"), _french(rules.min_score)),
            (self.label("EDGE_TOLERANCE"), _french(rules.edge_tolerance)),
            (self.label("BANDS"), " ; ".join(_french(b) for b in rules.bands)),
            (self.label("MAX_DISTANCE"), _french(rules.max_distance)),
        ]
        read = ", ".join(sorted(set(columns.names.values())))
        return rows + [(tr("Columns read"), read or "—")]

    def _layer_name(self, parameters, name, context):
        layer = self.layer_behind(parameters, name, context)
        return layer_title(layer) if layer is not None else "—"

    def _publish(self, sink, context, shown):
        history = ["{} : {}".format(label, value) for label, value in shown["parameters"]]
        self.publish(sink, context, style_verdicts, CAUTION, (tr("QPV perimeters: ANCT, Licence Ouverte"),), history)

    def _tell(self, parameters, context, source, run, shown, results):
        """Write the summary and the report."""
        fields, added = summary_fields(run, source.fields())
        none = QgsWkbTypes.Type.NoGeometry
        sink = self.sink(parameters, "OUTPUT_SUMMARY", context, fields, added, none, run.columns.crs)
        rows = run.summaries(self.parameterAsInt(parameters, "SECRET_THRESHOLD", context))
        if sink is not None:
            write_summary(run, rows, sink)
            results["OUTPUT_SUMMARY"] = sink.destination
            self.publish(sink, context, None, CAUTION)
        path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        if path:
            layers = {CURRENT: "QPV", PREVIOUS: "QPV_PREVIOUS"}
            layers = {year: self._layer_name(parameters, name, context) for year, name in layers.items()}
            write_report(path, run, rows, layers, shown, self.displayName())
            results["OUTPUT_HTML"] = path


def _french(number):
    return format(number, ".10g").replace(".", ",")
