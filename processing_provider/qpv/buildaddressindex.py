"""Algorithm `buildaddressindex`: one SQLite file of addresses made from the BAN's files."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsWkbTypes,
)

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...layers.fields import make_field
from ...translation import tr
from ..algorithm import CohesionAlgorithm

__all__ = ["BuildAddressIndex"]

FIELDS = (("fichier", "text"), ("motif", "text"), ("detail", "text"), ("lignes", "int"), ("exemples", "text"))


class BuildAddressIndex(CohesionAlgorithm):
    """The BAN of one or several départements in one file, read street by street without a connection."""

    NAME, GROUP = "buildaddressindex", "qpv"

    def display_name(self):
        return tr("Build the address index")

    def keywords(self):
        return [
            "ban", "base adresse nationale", "adresse", "adresses", "index", "géocodage", "geocodage", "géocoder",
            "geocoder", "hors ligne", "sqlite", "lieu-dit", "voie", "rue",
        ]  # fmt: skip

    def define(self):
        self.add(
            QgsProcessingParameterMultipleLayers(
                "INPUT", tr("Files of the BAN (CSV or CSV.GZ)"), QgsProcessing.SourceType.TypeFile
            ),
            tr(
                "adresses-….csv.gz of one or several départements, and lieux-dits-….csv.gz where places without "
                "numbers matter, as they come from adresse.data.gouv.fr: zipped or not."
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Address index"), tr("SQLite files (*.sqlite)")),
            tr("Keep it on a local disk, and set it among your reference data: it is then found by itself."),
        )
        self.add_sink(
            "OUTPUT_REJECTED",
            tr("Rows left out, by file and reason"),
            "table",
            optional=True,
            by_default=False,
            text_help=tr("Counts and numbers of the first lines; no address is copied there."),
        )
        for name, label in (
            ("COUNT_ROWS", tr("Rows read")),
            ("COUNT_ADDRESSES", tr("Addresses kept")),
            ("COUNT_REJECTED", tr("Rows left out")),
            ("COUNT_STREETS", tr("Streets")),
            ("COUNT_PLACES", tr("Lieux-dits without number")),
            ("COUNT_COMMUNES", tr("Communes")),
        ):
            self.add_number_output(name, label)

    def check(self, parameters, context):
        # read when it runs: QGIS starts without
        from ...sources.ban import BanFile

        for path in self._paths(parameters, context):
            if not Path(path).is_file():
                raise ParameterError(_ABSENT, path=path)
            # before any long reading of the files given before it
            BanFile(path).probe()

    def work(self, parameters, context, feedback):
        from ...sources.address_index import build

        paths = self._paths(parameters, context)
        target = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        sink = self.sink(
            parameters,
            "OUTPUT_REJECTED",
            context,
            QgsFields(),
            [make_field(n, k) for n, k in FIELDS],
            QgsWkbTypes.Type.NoGeometry,
            QgsCoordinateReferenceSystem(),
        )
        report = build(paths, target, self.ticker(feedback))
        for file in report.files:
            self._tell(file, feedback)
            if sink is not None:
                self._write_rejected(file, sink)
        self.journal_inputs["INPUT"] = [f.described() for f in report.files]
        self._tell_together(report.late, sink, feedback)
        feedback.pushInfo(
            tr(
                "{addresses} addresses, {streets} streets and {places} lieux-dits of {communes} communes; "
                "{rejected} rows of {rows} left out."
            ).format(
                addresses=report.addresses,
                streets=report.streets - report.places,
                places=report.places,
                communes=report.communes,
                rejected=report.rows - report.kept,
                rows=report.rows,
            )
        )
        self.publish(sink, context, None, tr("Rows of the BAN's files that the address index leaves out."))
        results = {
            "OUTPUT": target,
            "COUNT_ROWS": report.rows,
            "COUNT_ADDRESSES": report.addresses,
            "COUNT_REJECTED": report.rows - report.kept,
            "COUNT_STREETS": report.streets - report.places,
            "COUNT_PLACES": report.places,
            "COUNT_COMMUNES": report.communes,
        }
        if sink is not None:
            results["OUTPUT_REJECTED"] = sink.destination
        return results

    def _paths(self, parameters, context):
        """Return the files given: a list, or a text that QGIS, a model or a batch made of it."""
        given = parameters.get("INPUT")
        if isinstance(given, (str, Path)) and Path(given).is_file():
            return [str(given)]
        paths = [p.strip() for p in self.parameterAsFileList(parameters, "INPUT", context)]
        paths = [p for path in paths for p in ([path] if Path(path).exists() else path.split(";")) if p.strip()]
        if not paths:
            raise ParameterError(_NONE, name=self.label("INPUT"))
        return [p.strip() for p in paths]

    def _tell(self, file, feedback):
        """Say what was read in a file and what was not."""
        name = file.path.name
        feedback.pushInfo(tr("{name}: {kept} rows kept of {rows}.").format(name=name, kept=file.kept, rows=file.rows))
        if file.bom:
            feedback.pushInfo(tr("{name}: begins with a byte-order mark, which is harmless.").format(name=name))
        for encoding, text in (
            ("cp1252", tr("{name}: {count} rows in the encoding of Windows (cp1252), read as such.")),
            ("utf-8 x 2", tr("{name}: {count} rows encoded twice (“Ã©” for “é”), put right.")),
        ):
            if file.encodings[encoding]:
                feedback.pushInfo(text.format(name=name, count=file.encodings[encoding]))
        if file.damage:
            text = tr("{name} ends too early: what came before was kept. Download the file again.")
            self.warn(feedback, text.format(name=name))
        for code, count in sorted(file.rejected.items(), key=lambda pair: -pair[1]):
            lines = ", ".join(str(n) for n in file.examples[code])
            self.warn(
                feedback,
                tr("{name}: {count} rows left out, {reason} (first lines: {lines}).").format(
                    name=name, count=count, reason=reason(code), lines=lines
                ),
            )

    def _tell_together(self, late, sink, feedback):
        """Say what was left out because of what the files say together."""
        from ...sources import ban

        doubles, far = late.get(ban.DUPLICATE, 0), late.get(ban.COORDINATES, 0)
        if doubles:
            feedback.pushInfo(tr("{count} addresses met twice were kept once.").format(count=doubles))
        if far:
            text = tr("{count} addresses more than 60 km away from the others of their commune were left out.")
            self.warn(feedback, text.format(count=far))
        for code, count in sorted(late.items()):
            if sink is not None:
                sink.add(None, ["", code, reason(code), count, ""])

    @staticmethod
    def _write_rejected(file, sink):
        for code, count in sorted(file.rejected.items()):
            lines = ", ".join(str(n) for n in file.examples[code])
            sink.add(None, [file.path.name, code, reason(code), count, lines])


def reason(code):
    """Word why rows were left out."""
    from ...sources import ban

    return {
        ban.COLUMNS: tr("not as many cells as the header has columns"),
        ban.ENCODING: tr("letters lost or in no known encoding"),
        ban.COORDINATES: tr("longitude and latitude missing, unreadable or outside the territory"),
        ban.NUMBER: tr("no number"),
        ban.COMMUNE: tr("no Insee code of a commune"),
        ban.NAME: tr("no name of street or lieu-dit"),
        ban.DUPLICATE: tr("address met before"),
        ban.HEADER: tr("header met again"),
        ban.BROKEN_FILE: tr("row cut by the end of a file that is not whole"),
    }[code]


_ABSENT = QT_TRANSLATE_NOOP("@default", "The file {path} does not exist: check the path.")
_NONE = QT_TRANSLATE_NOOP("@default", "“{name}” is blank: choose at least one file of the BAN.")
