"""Algorithm `qpvstreetindex`: the streets of each QPV, whole or in part, with the ranges of their numbers."""

from __future__ import annotations

import datetime
from pathlib import Path

from qgis.core import QgsFields, QgsProcessingParameterFileDestination, QgsProcessingParameterNumber, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, OutputError
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT, commune_codes
from ...domain.qpv.precision import EDGE_TOLERANCE
from ...domain.qpv.report import CAUTION
from ...domain.qpv.street_index import IN_PART, ON_THE_EDGE, UNNUMBERED, WHOLE
from ...domain.qpv.street_pages import QpvPage, StreetRow, render
from ...layers.crs import authority
from ...layers.fields import make_field
from ...layers.journal import plugin_version
from ...layers.street_index import list_streets
from ...layers.vectors import find_field, layer_title
from ...sources.reasons import reason
from ...translation import tr
from ..address_index import add_address_index, open_address_index
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters, perimeters

__all__ = ["QpvStreetIndex"]

FIELDS = (
    ("code_qp", "text"), ("nom_qp", "text"), ("code_insee", "text"), ("commune", "text"), ("codes_postaux", "text"),
    ("voie", "text"), ("nature", "text"), ("etendue", "text"), ("numeros_impairs", "text"), ("numeros_pairs", "text"),
    ("numeros_a_verifier", "text"), ("nb_numeros", "int"), ("nb_dans", "int"), ("nb_a_verifier", "int"),
    ("remarque", "text"),
)  # fmt: skip
COUNTS = {
    "COUNT_WHOLE": WHOLE,
    "COUNT_PART": IN_PART,
    "COUNT_EDGE": ON_THE_EDGE,
    "COUNT_UNNUMBERED": UNNUMBERED,
}


class QpvStreetIndex(CohesionAlgorithm):
    """For each QPV its streets, as « 1–15 » odd and « 2–8 » even, numbers near the edge apart."""

    NAME, GROUP = "qpvstreetindex", "qpv"

    def display_name(self):
        return tr("Streets of QPV (number ranges)")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "rues", "voies", "rue", "voie", "liste des rues", "numéros", "numeros",
            "pairs", "impairs", "bailleur", "bailleurs", "mairie", "ban", "adresses", "adresse",
        ]  # fmt: skip

    def define(self):
        add_perimeters(self)
        add_address_index(self)
        add_code_fields(self)
        real = QgsProcessingParameterNumber.Type.Double
        self.add(
            QgsProcessingParameterNumber(
                "EDGE_TOLERANCE", tr("Tolerance at the edge (m)"), real, EDGE_TOLERANCE, False, 0.0
            ),
            tr(
                "For positions whose precision is unknown; known ones have their own, from 5 m at the entrance to 25 m."
            ),
            advanced=True,
        )
        self.add_sink("OUTPUT", tr("Streets of the QPV"), "table")
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Page to print"), tr("HTML files (*.html)"), optional=True, createByDefault=True
            ),
            tr("One QPV a page, to send or to print."),
        )
        self.add_number_output("COUNT_QPV", tr("QPV that have a street"))
        self.add_number_output("COUNT_STREETS", tr("Streets listed"))
        self.add_number_output("COUNT_WHOLE", tr("Whole streets"))
        self.add_number_output("COUNT_PART", tr("Streets in part"))
        self.add_number_output("COUNT_EDGE", tr("Streets on the edge, to be checked"))
        self.add_number_output("COUNT_UNNUMBERED", tr("Streets without number, to be checked"))

    def work(self, parameters, context, feedback):
        found, warnings = perimeters(
            self, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.05), _commune_field, whichever=True
        )
        tolerance = self.number(parameters, "EDGE_TOLERANCE", context, EDGE_TOLERANCE)
        with open_address_index(self, parameters, context) as index:
            absent = _absent_communes(found, index)
            listed = list_streets(index, found, tolerance, context, part(self.ticker(feedback), 0.05, 0.95))
            vintage = _vintage(index.meta)
        reached = {street.perimeter for street in listed.streets}
        for text in _lacks(absent, len(reached), len(found)):
            self.warn(feedback, text)
            warnings = [*warnings, text]
        sink, pages = self._list(parameters, context, found, listed.streets)
        layer = self.layer_behind(parameters, "QPV", context)
        sources = (
            (self.label("QPV"), layer_title(layer) if layer is not None else "—"),
            (self.label("ADDRESS_INDEX"), vintage),
        )
        history = ["{} : {}".format(*pair) for pair in sources]
        self.publish(sink, context, None, CAUTION, (tr("QPV perimeters: ANCT, Licence Ouverte"),), history)
        results = {"OUTPUT": sink.destination, "COUNT_QPV": len(reached), "COUNT_STREETS": len(listed.streets)}
        for name, extent in COUNTS.items():
            results[name] = sum(s.coverage.extent == extent for s in listed.streets)
        path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        if path:
            self._write(path, pages, sources, warnings)
            results["OUTPUT_HTML"] = path
        feedback.pushInfo(
            tr("{streets} streets in {qpv} QPV: {whole} whole, {part} in part, {edge} on the edge, {bare} without "
               "number; {numbers} numbers looked at.").format(
                streets=len(listed.streets), qpv=len(reached), whole=results["COUNT_WHOLE"],
                part=results["COUNT_PART"], edge=results["COUNT_EDGE"], bare=results["COUNT_UNNUMBERED"],
                numbers=listed.numbers,
            )
        )  # fmt: skip
        return results

    def _list(self, parameters, context, found, streets):
        """Write a row a street; return the sink, and a page a QPV."""
        none = QgsWkbTypes.Type.NoGeometry
        sink = self.sink(
            parameters, "OUTPUT", context, QgsFields(), [make_field(*f) for f in FIELDS], none, authority(4326)
        )
        pages = {}
        # perimeter by perimeter in the order of their codes; the list is sorted within each already
        for street in sorted(streets, key=lambda s: (found.codes[s.perimeter] or "\uffff", s.perimeter)):
            code, name = found.codes[street.perimeter], found.names[street.perimeter]
            own, remark = street.coverage, _remark(street)
            empty = own.extent == UNNUMBERED
            sink.add(
                None,
                [
                    code, name, street.insee, street.commune, " ".join(street.postcodes) or None, street.name,
                    "lieu-dit" if street.place else "voie", own.extent, own.odd or None, own.even or None,
                    own.check or None, own.total, own.inside, own.unsure, remark or None,
                ],
            )  # fmt: skip
            page = pages.setdefault(street.perimeter, QpvPage(code, name))
            ranges = ("", "", "") if empty else (own.odd, own.even, own.check)
            page.rows.append(StreetRow(street.commune, street.name, own.extent, *ranges, remark))
        return sink, list(pages.values())

    def _write(self, path, pages, sources, warnings):
        today = datetime.date.today().strftime("%d/%m/%Y")
        made_by = "{} — Cohésion des territoires {} — {}".format(self.displayName(), plugin_version(), today)
        try:
            Path(path).write_text(render(pages, sources, warnings, made_by), encoding="utf-8")
        except OSError as error:
            raise OutputError(
                QT_TRANSLATE_NOOP("@default", "The report cannot be written ({why}): choose another folder."),
                why=reason(error),
            ) from error


def _commune_field(source):
    """Find the field that lists the communes of a QPV (insee_com, in the official layer)."""
    return find_field(source.fields(), ("insee_com", "code_insee", "insee_communes"))


def _absent_communes(found, index):
    """List the communes that the QPV say they are in, and of which the index has nothing."""
    told = {code for values in found.extra for value in values for code in commune_codes(value)}
    return sorted(code for code in told if index.commune(code) is None)


def _lacks(absent, reached, total):
    """Yield what there is to say of an index that does not hold all communes of the QPV."""
    if absent:
        yield tr(
            "The address index has nothing of {count} communes of these QPV ({list}): their streets are missing."
        ).format(count=len(absent), list=", ".join(absent[:10]) + ("…" if len(absent) > 10 else ""))
    if not reached and total:
        yield tr("The address index has no street in these perimeters: check that it holds their départements.")
    elif reached < total:
        yield tr(
            "{count} of the {total} QPV have no street in the address index: it may not hold their départements."
        ).format(count=total - reached, total=total)


def _remark(street):
    if street.homonym:
        if street.old_commune:
            return "Homonyme dans la commune : ici, la voie de {}.".format(street.old_commune)
        return "Homonyme dans la commune : vérifier laquelle."
    return ""


def _vintage(meta):
    """Say which files of the BAN an index was made from, and when."""
    names = ", ".join(str(s.get("name", "?")) for s in meta.get("sources", ())[:6])
    if len(meta.get("sources", ())) > 6:
        names += "…"
    return "{} (index du {})".format(names or "?", str(meta.get("built", "?"))[:10])
