"""Algorithm `georeferenceparcels`: whole parcels and buildings against QPV, for rules that a point cannot prove."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsFields, QgsProcessingParameterField, QgsProcessingParameterNumber, QgsWkbTypes

from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters, perimeters
from .verdict_parameters import add_official_list, check_rules

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
        self.add_source(
            "COMMUNES",
            tr("Layer of communes"),
            ["polygon"],
            tr("Tells in which commune each polygon falls, to check it against the official list."),
            optional=True,
            reference="communes",
            advanced=True,
        )
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
        self.add_sink("OUTPUT", tr("Polygons with their verdict"), "polygon")
        self.add_sink(
            "OUTPUT_SUMMARY", tr("Summary by QPV"), "table", True, True, tr("Counts by verdict and by rule.")
        )
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

    def check(self, parameters, context):
        check_rules(self, parameters, context)

    def work(self, parameters, context, feedback):
        from ...domain.qpv.parcels import Thresholds
        from ...layers.parcels import read_parcels
        from ...layers.styles.parcels import style_parcels
        from .parcel_run import added_fields, own_row, previous_row

        source = self.source(parameters, "INPUT", context, "polygon")
        bands = self.thresholds(parameters, "BANDS", context)
        thresholds = Thresholds(
            self.number(parameters, "EDGE_TOLERANCE", context, TOLERANCE),
            bands,
            self.number(parameters, "MAX_DISTANCE", context, 1000.0),
        )
        current, previous = self._generations(parameters, context, feedback, thresholds)
        listed = self._list_reader(parameters, context, feedback, current)
        added = added_fields([field_suffix(b) for b in bands], previous is not None)
        sink = self.sink(parameters, "OUTPUT", context, source.fields(), added, source.wkbType(), source.sourceCrs())
        total, done, width, repaired = max(source.featureCount(), 1), 0, source.fields().count(), 0
        tick = self.ticker(feedback, 0.1, 0.97)
        for chunk in read_parcels(source, source.sourceCrs(), context):
            end = min(done + len(chunk.features), total)
            step = part(tick, min(done, total) / total, end / total)
            xy = np.array([_inner_point(feature.geometry()) for feature in chunk.features]).reshape(-1, 2)
            told = None if listed is None else listed(xy, source.sourceCrs(), context)
            half = 0.5 if previous is not None else 1.0
            answers = current.answer(chunk, xy, source.sourceCrs(), context, told, part(step, 0.0, half))
            rows = [own_row(answer, current) for answer in answers]
            if previous is not None:
                older = previous.answer(chunk, xy, source.sourceCrs(), context, None, part(step, half, 1.0))
                rows = [row + previous_row(answer, previous) for row, answer in zip(rows, older)]
            chunk.append(width, rows)
            sink.add_all(chunk.features)
            done += len(chunk.features)
            repaired += chunk.repaired
        results = {"OUTPUT": sink.destination}
        if repaired:
            self.warn(feedback, tr("{count} invalid polygons were repaired to be measured.").format(count=repaired))
        caution = tr(
            "Indicative location, not a regulatory certificate: the perimeters annexed to the decrees prevail, "
            "and the applicable generation depends on the date of the permit."
        )
        history = [
            "{} : {}".format(self.label("EDGE_TOLERANCE"), field_suffix(thresholds.tolerance)),
            "{} : {}".format(self.label("BANDS"), ";".join(field_suffix(b) for b in bands)),
        ]
        rights = (tr("QPV perimeters: ANCT, Licence Ouverte"),)
        self.publish(sink, context, style_parcels, caution, rights, history)
        self._summary(parameters, context, source, current, previous, results, caution)
        results.update({name: current.verdicts[verdict] for name, verdict in COUNTS})
        results.update({name: current.rules[rule] for name, rule in RULE_COUNTS})
        feedback.pushInfo(
            tr(
                "{inside} wholly in a QPV, {partly} partly, {outside} out, {check} to check, {errors} errors. "
                "Rules of distance: {near} wholly within 300 m, {far} by the 500 m rule, {doubtful} to check."
            ).format(
                inside=results["COUNT_IN"],
                partly=results["COUNT_PARTLY"],
                outside=results["COUNT_OUT"],
                check=results["COUNT_TO_CHECK"],
                errors=results["COUNT_ERROR"],
                near=results["COUNT_RULE_300"],
                far=results["COUNT_RULE_500"],
                doubtful=results["COUNT_RULE_TO_CHECK"],
            )
        )
        return results

    def _generations(self, parameters, context, feedback, thresholds):
        """Read both generations of perimeters, and which are under NPNRU."""
        from .parcel_run import ParcelGeneration

        asked = []

        def given(source):
            chosen = self.field_name(parameters, "NPNRU_FIELD", context, source)
            asked.append(chosen or _named_npnru(source))
            return asked[-1]

        def found_alone(source):
            asked.append(_named_npnru(source))
            return asked[-1]

        found, _warnings = perimeters(self, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.05), given)
        older, _warnings = perimeters(
            self, parameters, "QPV_PREVIOUS", context, feedback, PREVIOUS, (0.05, 0.09), found_alone
        )
        current = ParcelGeneration(found, thresholds, asked[0] is not None)
        if asked[0] is None:
            feedback.pushInfo(tr("No field of the QPV says which are under NPNRU: the 500 m rule is not applied."))
        previous = None if older is None else ParcelGeneration(older, thresholds, asked[1] is not None)
        return current, previous

    def _list_reader(self, parameters, context, feedback, current):
        """Return what tells the official list's word on places; None without list."""
        from ...domain.qpv.communes import CommuneReader
        from ...layers.communes import CommuneIndex, read_list

        listing = self.source(parameters, "QPV_LIST", context, with_crs=False)
        if listing is None:
            return None
        official = read_list(listing, self.label("QPV_LIST"), current.perimeters.codes)
        if official.foreign:
            self.warn(
                feedback,
                tr(
                    "The official list does not know {count} codes of the layer: "
                    "it is of another year or filtered, and certifies nothing."
                ).format(count=len(official.foreign)),
            )
        towns = self.source(parameters, "COMMUNES", context, "polygon")
        index = None if towns is None else CommuneIndex(towns, self.label("COMMUNES"))
        reader = CommuneReader(official, False)

        def listed(xy, crs, context):
            fallen = None if index is None else index.codes_at(xy, crs, context)
            return reader.read(len(xy), fallen=fallen).listed.tolist()

        return listed

    def _summary(self, parameters, context, source, current, previous, results, caution):
        from .parcel_run import summary_fields, summary_rows

        none = QgsWkbTypes.Type.NoGeometry
        sink = self.sink(
            parameters, "OUTPUT_SUMMARY", context, QgsFields(), summary_fields(), none, source.sourceCrs()
        )
        if sink is None:
            return
        for generation, year in ((current, CURRENT), (previous, PREVIOUS)):
            for row in summary_rows(generation, year) if generation is not None else ():
                sink.add(None, row)
        results["OUTPUT_SUMMARY"] = sink.destination
        self.publish(sink, context, None, caution)


def _named_npnru(source):
    """Find a field by its name."""
    return next((n for n in source.fields().names() if "npnru" in n.lower()), None)


def _inner_point(geometry):
    """Return a place on a polygon, its centre where there is none."""
    from ...layers.vectors import point_of

    if geometry.isNull() or geometry.isEmpty():
        return (np.nan, np.nan)
    inner = geometry.pointOnSurface()
    return point_of(geometry if inner.isNull() or inner.isEmpty() else inner)
