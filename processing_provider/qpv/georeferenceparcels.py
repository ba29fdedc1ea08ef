"""Algorithm `georeferenceparcels`: whole parcels and buildings against QPV, for rules that a point cannot prove."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField, QgsProcessingParameterNumber

from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import PREVIOUS
from ...domain.qpv.parcels import RULES, VERDICTS
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters
from .verdict_parameters import (
    add_communes,
    add_date_and_groups,
    add_official_list,
    add_summaries,
    check_rules,
    read_references,
    shown_rules,
)

__all__ = ["GeoreferenceParcels"]

TOLERANCE = 5.0
COUNTS = (
    ("COUNT_IN", "EN_QPV"),
    ("COUNT_PARTLY", "EN_PARTIE"),
    ("COUNT_OUT", "HORS_QPV"),
    ("COUNT_TO_CHECK", "A_VERIFIER"),
    ("COUNT_ERROR", "ERREUR"),
)
RULE_COUNTS = (
    ("COUNT_RULE_300", "ENTIER_300"),
    ("COUNT_RULE_500", "PARTIE_300_ENTIER_500"),
    ("COUNT_RULE_TO_CHECK", "A_VERIFIER"),
)


class GeoreferenceParcels(CohesionAlgorithm):
    """Wholly or partly in a QPV, within 300 m, within 500 m, with both distances and the reason."""

    NAME, GROUP = "georeferenceparcels", "qpv"

    def display_name(self):
        return tr("QPV of parcels, buildings and programmes")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "parcelle", "parcelles", "cadastre", "bâtiment", "batiment", "programme",
            "immobilier", "tva", "accession", "300", "500", "npnru", "anru", "278 sexies",
        ]  # fmt: skip

    def define(self):
        from ...domain.qpv.parcels import NPNRU_NO, NPNRU_YES

        number, field = QgsProcessingParameterNumber, QgsProcessingParameterField
        any_type, real = field.DataType.Any, number.Type.Double
        self.add_source(
            "INPUT",
            tr("Parcels, buildings or programmes"),
            ["polygon"],
            tr("Polygons; a programme of several parcels is one multipolygon, answered as a whole."),
        )
        add_perimeters(self)
        add_perimeters(self, "QPV_PREVIOUS", PREVIOUS, optional=True)
        add_official_list(self)
        add_code_fields(self)
        self.add(
            field("NPNRU_FIELD", tr("Field of QPV that says NPNRU"), None, "QPV", any_type, optional=True),
            tr(
                "The 500 m rule applies only where it says yes ({yes}); no: {no}; anything else is to be checked. "
                "A field whose name holds “npnru” is found alone."
            ).format(yes=", ".join(NPNRU_YES[:1] + NPNRU_YES[9:13]) + "…", no=", ".join(NPNRU_NO[:1]) + ", 0…"),
        )
        add_communes(self)
        self.add(
            number("EDGE_TOLERANCE", tr("Tolerance of the drawing (m)"), real, TOLERANCE, False, 0.0),
            tr(
                "How far off a parcel may be drawn: a few metres in the cadastre. "
                "An answer that this would change is A_VERIFIER."
            ),
            advanced=True,
        )
        self.add_list(
            "BANDS",
            tr("Distance bands (m)"),
            "300;500",
            tr("Each one is answered OUI (wholly within), PARTIE, NON or A_VERIFIER; the rule stays 300 and 500 m."),
        )
        self.add(
            number("MAX_DISTANCE", tr("Farthest distance written (m)"), real, 1000.0, False, 0.0),
            tr("Farther than this from any QPV, distances and nearest QPV are left blank."),
            advanced=True,
        )
        add_date_and_groups(self)
        self.add_sink("OUTPUT", tr("Polygons with their verdict"), "polygon")
        add_summaries(self)
        labels = (
            tr("Wholly in a QPV"),
            tr("Partly in a QPV"),
            tr("Out of any QPV"),
            tr("To check on the map"),
            tr("Errors"),
            tr("Wholly within 300 m of a QPV"),
            tr("Partly within 300 m and wholly within 500 m of a QPV under NPNRU"),
            tr("Rule of distance to check"),
        )
        for (name, _), label in zip(COUNTS + RULE_COUNTS, labels):
            self.add_number_output(name, label)
        self.add_number_output("COUNT_JOIN_UNFOUNDED", tr("Answers a plain spatial join would give wrongly"))

    def check(self, parameters, context):
        check_rules(self, parameters, context)

    def work(self, parameters, context, feedback):
        from ...domain.qpv.parcel_report import CAUTION, PARCEL_WORDS
        from ...domain.qpv.parcels import Thresholds
        from ...layers.parcels import find_communes, read_parcels
        from ...layers.styles.parcels import style_parcels
        from .parcel_run import added_fields
        from .verdict_outputs import sum_up

        source = self.source(parameters, "INPUT", context, "polygon")
        bands = self.thresholds(parameters, "BANDS", context)
        thresholds = Thresholds(
            self.number(parameters, "EDGE_TOLERANCE", context, TOLERANCE),
            bands,
            self.number(parameters, "MAX_DISTANCE", context, 1000.0),
        )
        told = find_communes(source.fields())
        run, shown = self._prepare(parameters, context, feedback, source, thresholds, told)
        added = added_fields([field_suffix(b) for b in bands], run.previous is not None, run.date is not None)
        sink = self.sink(parameters, "OUTPUT", context, source.fields(), added, source.wkbType(), source.sourceCrs())
        total, done, width = max(source.featureCount(), 1), 0, source.fields().count()
        tick = self.ticker(feedback, 0.1, 0.97)
        for chunk in read_parcels(source, source.sourceCrs(), context):
            end = min(done + len(chunk.features), total)
            chunk.append(width, run.answer(chunk, part(tick, min(done, total) / total, end / total)))
            sink.add_all(chunk.features)
            done += len(chunk.features)
        results = {"OUTPUT": sink.destination}
        if run.repaired:
            self.warn(feedback, tr("{count} invalid polygons were repaired to be measured.").format(count=run.repaired))
        if run.abroad:
            self.warn(
                feedback,
                tr("{count} polygons lie in no French territory: check the coordinate system of “{name}”.").format(
                    count=run.abroad, name=self.label("INPUT")
                ),
            )
        shown["parameters"] = shown_rules(self, parameters, context, thresholds) + [
            (self.label("NPNRU_FIELD"), shown["npnru"] or "—")
        ]
        history = ["{} : {}".format(label, value) for label, value in shown["parameters"]]
        self.publish(sink, context, style_parcels, CAUTION, (tr("QPV perimeters: ANCT, Licence Ouverte"),), history)
        crs = source.sourceCrs()
        sum_up(self, parameters, context, feedback, source.fields(), crs, run, shown, results, PARCEL_WORDS)
        verdicts, rules = run.current.tally.verdicts.tolist(), run.current.tally.rules.tolist()
        results.update({name: verdicts[VERDICTS.index(verdict)] for name, verdict in COUNTS})
        results.update({name: rules[RULES.index(rule)] for name, rule in RULE_COUNTS})
        results["COUNT_JOIN_UNFOUNDED"] = run.unfounded
        self._say(feedback, results)
        return results

    def _say(self, feedback, results):
        """Say the counts of the run in the log."""
        feedback.pushInfo(
            tr(
                "{inside} wholly in a QPV, {partly} partly, {outside} out, {check} to check, {errors} errors. "
                "Rules of distance: {near} wholly within 300 m, {far} by the 500 m rule, {doubtful} to check. "
                "A plain spatial join would have given {wrong} firm answers that are wrong or unfounded."
            ).format(
                inside=results["COUNT_IN"],
                partly=results["COUNT_PARTLY"],
                outside=results["COUNT_OUT"],
                check=results["COUNT_TO_CHECK"],
                errors=results["COUNT_ERROR"],
                near=results["COUNT_RULE_300"],
                far=results["COUNT_RULE_500"],
                doubtful=results["COUNT_RULE_TO_CHECK"],
                wrong=results["COUNT_JOIN_UNFOUNDED"],
            )
        )

    def _prepare(self, parameters, context, feedback, source, thresholds, told):
        """Read perimeters, list and communes; returns the run and what was shown of the layers."""
        from ...domain.qpv.communes import CommuneReader
        from .parcel_run import ParcelGeneration, ParcelRun

        asked = []

        def given(layer):
            asked.append(self.field_name(parameters, "NPNRU_FIELD", context, layer) or _named_npnru(layer))
            return asked[-1]

        def found_alone(layer):
            asked.append(_named_npnru(layer))
            return asked[-1]

        known = read_references(self, parameters, context, feedback, (given, found_alone))
        if asked[0] is None:
            feedback.pushInfo(tr("No field of the QPV says which are under NPNRU: the 500 m rule is not applied."))
        names = source.fields().names()
        groups = self.field_names(parameters, "GROUP_FIELDS", context, source)
        sums = self.field_names(parameters, "SUM_FIELDS", context, source)
        date = self.field_name(parameters, "DATE_FIELD", context, source)

        def generation(found, npnru):
            return ParcelGeneration(found, thresholds, npnru is not None, len(sums))

        run = ParcelRun(
            crs=source.sourceCrs(),
            current=generation(known.current, asked[0]),
            previous=None if known.previous is None else generation(known.previous, asked[1]),
            context=context,
            reader=CommuneReader(known.official, known.commune_codes, known.current.codes),
            communes=known.communes,
            told=told,
            groups=[names.index(n) for n in groups],
            sums=[names.index(n) for n in sums],
            date=None if date is None else names.index(date),
        )
        return run, {"warnings": known.warnings, "groups": groups, "sums": sums, "npnru": asked[0]}


def _named_npnru(source):
    """Find a field by its name."""
    return next((n for n in source.fields().names() if "npnru" in n.lower()), None)
