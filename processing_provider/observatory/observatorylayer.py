"""Algorithm `observatorylayer`: an entry of the catalogue, joined, styled, documented, dated, credited."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ...domain.collecting import put_off
from ...domain.indicators.entry import INDICATOR, Query
from ...domain.indicators.levels import LEVELS, territory_of
from ...domain.progress import part
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from ..online_service import check_service
from .classing import add_classing, read_classing
from .geography import add_boundary_year, add_changes, read_year
from .join_report import add_report
from .obtaining import Obtaining, add_obtaining
from .territory import place_of

__all__ = ["ObservatoryLayer"]


class ObservatoryLayer(CohesionAlgorithm):
    """An indicator, a layer or a table of the State's observatories, brought to the map or into a file."""

    NAME, GROUP = "observatorylayer", "observatory"

    def display_name(self):
        return tr("Bring a layer of an observatory")

    def keywords(self):
        return [
            "observatoire", "observatoire des territoires", "insee", "mélodi", "melodi", "data.gouv", "indicateur",
            "statistique", "baromètre", "barometre", "contours", "géoclip", "geoclip", "télécharger", "telecharger",
            "hors ligne", "cache", "carte",
        ]  # fmt: skip

    def define(self):
        text = QgsProcessingParameterString
        self.add(
            text("ENTRY", tr("Entry of the catalogue")),
            tr("Its identifier, as the observatories' panel shows it: odt:filosofi.med_disp, contours:com…"),
        )
        self.add(
            QgsProcessingParameterEnum("LEVEL", tr("Level"), [tr(name) for name in LEVELS.values()], optional=True),
            tr("The entry's first when left blank."),
        )
        self.add(
            text("TERRITORY", tr("Territory"), optional=True),
            tr("DEP-93, REG-11, EPCI-200054781 or COM-93010; the whole country when left blank."),
        )
        self.add(
            text("YEAR", tr("Year"), optional=True),
            tr("The latest when left blank; * for all, as one layer that follows QGIS's temporal controller."),
        )
        self.add_source(
            "BOUNDARIES", tr("Boundaries"), ["polygon"],
            tr("Left blank, those of the level and of the year of the data are fetched, and kept."), optional=True,
        )  # fmt: skip
        add_obtaining(self)
        self.add(
            QgsProcessingParameterBoolean("FETCH_ONLY", tr("Only fetch: no layer is written"), False),
            tr(
                "The file is kept on this computer and said in “File that is kept”, "
                "for a later run or another algorithm."
            ),
            advanced=True,
        )
        add_boundary_year(self)
        add_changes(self)
        add_classing(self, advanced=True)
        self.add_sink(
            "OUTPUT", tr("Layer of the observatory"), "any",
            text_help=tr("An indicator on its boundaries, or the layer or table as it is, limited to the territory."),
        )  # fmt: skip
        add_report(self, False)
        self.add_number_output("COUNT_ROWS", tr("Rows written"))
        self.addOutput(QgsProcessingOutputString("YEARS", tr("Years written")))
        self.addOutput(QgsProcessingOutputString("CACHED_FILE", tr("File that is kept")))

    def check(self, parameters, context):
        read_classing(self, parameters, context)
        check_service(self, parameters, context)
        read_year(self, parameters, "BOUNDARY_GEOGRAPHY", context)
        territory_of(self.parameterAsString(parameters, "TERRITORY", context))

    @put_off()
    def work(self, parameters, context, feedback):
        from ...sources.territories import shipped

        asked = Obtaining(self, parameters, context, feedback)
        entry = asked.catalogue.entry(self.parameterAsString(parameters, "ENTRY", context).strip())
        query = Query(
            self._level(parameters, context) or (entry.levels[0] if entry.levels else ""),
            territory_of(self.parameterAsString(parameters, "TERRITORY", context)),
            self.parameterAsString(parameters, "YEAR", context).strip(),
        )
        place_of(query.territory, shipped())
        if entry.levels and query.level not in entry.levels:
            offered = ", ".join(tr(LEVELS[level]) for level in entry.levels)
            said = tr("The catalogue does not know “{title}” at the level “{level}”; it has: {list}.")
            self.warn(feedback, said.format(title=entry.title, level=tr(LEVELS[query.level]), list=offered))
        tick = self.ticker(feedback)
        found = asked.obtain(entry, query, tick=part(tick, 0.0, 0.4))
        kept = {"CACHED_FILE": str(found.record.path)}
        if self.parameterAsBoolean(parameters, "FETCH_ONLY", context):
            return kept
        if entry.kind == INDICATOR:
            from .observed_indicator import write_indicator as write
        else:
            from .observed_file import write_file as write
        results = write(self, parameters, context, feedback, asked, entry, query, found, part(tick, 0.4, 1.0))
        results.update(kept)
        self.journal_inputs["ENTRY"] = {
            "entry": entry.id, "file": found.record.path.name, "sha256": found.record.sha256,
            "fetched": found.record.fetched, "address": found.record.facts.get("address", ""),
        }  # fmt: skip
        return results

    def _level(self, parameters, context):
        if parameters.get("LEVEL") in (None, ""):
            return ""
        return list(LEVELS)[self.parameterAsEnum(parameters, "LEVEL", context)]
