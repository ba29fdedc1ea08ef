"""Algorithm `communezonings`: what communes belong to, from their INSEE codes."""

from __future__ import annotations

from collections import Counter

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...domain.indicators import commune_cells
from ...domain.indicators.commune_cells import best_field, read_cell, split_codes
from ...domain.indicators.levels import COM, DEP, REG, department_of
from ...domain.progress import part
from ...layers.fields import make_field
from ...layers.profile import cache_folder, zoning_folder
from ...layers.rows import as_text
from ...layers.styles.communes import style_communes
from ...layers.vectors import features, find_field
from ...translation import localize, tr
from ..algorithm import CohesionAlgorithm
from ..table_access import TableInput, open_table
from .geography import read_changes
from .zonings import PARAMETERS, TO_CHECK, made_of, parts_of, read_tables, shown

__all__ = ["CommuneZonings"]

FIELDS = (
    "code_com", "nom_com", "arrondissement", "code_arrondissement", "canton", "epci", "code_epci", "departement",
    "region", "frr", "acv", "pvd", "contrat_ville", "statut", "motif", "millesimes", "non_renseignes",
)  # fmt: skip
USUAL = (
    "code_insee", "insee_com", "codgeo", "code_commune_insee", "code_commune", "code_com", "depcom", "codeinsee", "com",
    "insee", "code_geo", "commune", "code",
)  # fmt: skip
_LOOKED_AT = 500
_NOTHING = QT_TRANSLATE_NOOP(
    "@default", "Give a table that has a column of commune codes, or write codes in “{name}”: 01001; 93010."
)
_BOTH = QT_TRANSLATE_NOOP("@default", "Give a table, or write codes in “{name}”: not both.")
_NO_FIELD = QT_TRANSLATE_NOOP(
    "@default", "No column of “{name}” holds codes of communes of {year}: choose the field of codes in the parameters."
)


class CommuneZonings(TableInput, CohesionAlgorithm):
    """Arrondissement, canton, EPCI, FRR and programmes of each commune of a list."""

    NAME, GROUP = "communezonings", "observatory"

    def display_name(self):
        return tr("Zonings of communes")

    def keywords(self):
        return [
            "commune", "communes", "code insee", "insee", "epci", "canton", "arrondissement", "frr", "zrr", "ruralité",
            "ruralite", "action coeur de ville", "acv", "petites villes de demain", "pvd", "contrat de ville", "zonage",
            "appartenance", "table de passage",
        ]  # fmt: skip

    def define(self):
        text = QgsProcessingParameterString
        self.add_source(
            "INPUT", tr("Table or layer of communes"), ["vector"],
            tr("A spreadsheet, a CSV or any layer with a column of INSEE codes."), optional=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterField("CODE_FIELD", tr("Field of INSEE codes"), None, "INPUT", optional=True),
            tr("Found alone: the column that holds the most codes of communes."),
        )
        self.add(
            text("CODES", tr("Or codes"), multiLine=True, optional=True),
            tr("In place of a table: 01001; 93010, 2A004…"),
        )
        for name, label, words in (
            ("FRR_TABLE", tr("Table of France ruralités revitalisation (FRR)"),
             tr("One row per commune classed; columns code and valeur, or those of the official file.")),
            ("ACV_TABLE", tr("Table of Action cœur de ville"), tr("The official file of data.gouv.fr, or your own.")),
            ("PVD_TABLE", tr("Table of Petites villes de demain"),
             tr("The official file of data.gouv.fr, or your own; in the same form.")),
            ("CITY_CONTRACT_TABLE", tr("Table of contrats de ville"),
             tr("Columns code and valeur (the contract); one row per commune.")),
            ("CANTON_TABLE", tr("Table of cantons"), tr("Insee's list of communes (v_commune), or your own.")),
        ):  # fmt: skip
            self.add_source(name, label, ["vector"], words, optional=True)
        for name, label in (
            ("ARRONDISSEMENT_TABLE", tr("Table of arrondissements")),
            ("EPCI_TABLE", tr("Table of EPCI")),
        ):
            words = tr("In place of the one that ships with the plugin, of another year for instance.")
            self.add_source(name, label, ["vector"], words, optional=True, advanced=True)
        self.add_source(
            "CHANGES", tr("Table of changes of communes"), ["vector"],
            tr("Insee's file of movements (v_mvt_commune): it dates mergers, and tells of communes that were divided."),
            optional=True, advanced=True,
        )  # fmt: skip
        self.add_sink(
            "OUTPUT", tr("Communes with their zonings"), "any",
            text_help=tr("Every row, in order, with its own columns and what the commune belongs to."),
        )  # fmt: skip
        for name, label in (
            ("COUNT_FOUND", tr("Rows whose commune is known")),
            ("COUNT_REPAIRED", tr("Codes mended, among them")),
            ("COUNT_RETIRED", tr("Former communes")),
            ("COUNT_UNKNOWN", tr("Rows without a known commune")),
        ):
            self.add_number_output(name, label)

    def check(self, parameters, context):
        typed = split_codes(self.parameterAsString(parameters, "CODES", context))
        given = not self.left_out(parameters, "INPUT")
        if given and typed:
            raise ParameterError(_BOTH, name=self.label("CODES"))
        if not given and not typed:
            raise ParameterError(_NOTHING, name=self.label("CODES"))

    def work(self, parameters, context, feedback):
        # a quarter of a second to read: not when QGIS starts
        from ...sources import territories
        from ...sources.cache import Cache

        tick = self.ticker(feedback)
        known = territories.shipped()
        communes = frozenset(known.communes(territories.Territory()))
        tables, problems = read_tables(
            self, parameters, context, zoning_folder(), Cache(cache_folder()), part(tick, 0.0, 0.3)
        )
        for problem in problems:
            self.warn(feedback, localize(problem))
        changes = read_changes(self, parameters, context)
        went, then = _went(communes, known, changes), made_of(tables, changes, known.geography)
        fields, kind, crs, rows, cells = self._rows(
            parameters, context, feedback, communes, known, part(tick, 0.3, 0.5)
        )
        vintages, absent = self._told(tables, feedback)
        self._say_odd(tables, communes, went, feedback)
        added = [make_field(name, "text") for name in FIELDS]
        sink = self.sink(parameters, "OUTPUT", context, fields, added, kind, crs)
        counts, read = Counter(), {}
        for number, (feature, text) in enumerate(zip(rows, cells)):
            if number % 1000 == 0:
                tick(0.5 + 0.5 * number / len(rows))
            if text not in read:
                cell = read_cell(text, communes, known.geography, went)
                read[text] = cell.status, [*_row(cell, known, tables, then), vintages, absent]
            status, values = read[text]
            counts[status] += 1
            sink.add(feature.geometry(), [*feature.attributes(), *values])
        self._say_partial(tables, {values[0] for _status, values in read.values()} - {None}, feedback)
        retired = [text for text, (_status, values) in read.items() if _status == commune_cells.RETIRED]
        unknown = [text for text, (_status, values) in read.items() if not values[0]]
        if retired:
            self.warn(feedback, tr("Former communes, followed to that of today: {list}.").format(list=_few(retired)))
        if unknown:
            self.warn(
                feedback,
                tr("Cells without a commune of {year}: {count} ({list}). Their rows are kept, and say why.").format(
                    count=len(unknown), year=known.geography, list=_few(unknown)
                ),
            )
        rights = sorted({table.source for table in tables.values() if table.source})
        abstract = tr("What each commune belongs to. NULL where nothing is known, “NON” where a table says so.")
        self.publish(sink, context, style_communes, abstract, rights, [vintages])
        missing = sum(counts[s] for s in (commune_cells.UNKNOWN, commune_cells.NO_CODE))
        split = sum(1 for text in cells if read[text][0] == commune_cells.RETIRED and not read[text][1][0])
        return {
            "OUTPUT": sink.destination,
            "COUNT_FOUND": len(rows) - missing - split,
            "COUNT_REPAIRED": counts[commune_cells.MENDED],
            "COUNT_RETIRED": counts[commune_cells.RETIRED],
            "COUNT_UNKNOWN": missing + split,
        }

    def _told(self, tables, feedback):
        """Say what the tables are and which are not given; return both as texts, the second None for none."""
        labels = {key: self.label(name) for name, key in PARAMETERS.items()}
        vintages = "; ".join("{} {}".format(key, table.date or tr("undated")) for key, table in tables.items())
        for key, table in tables.items():
            feedback.pushInfo("{} {} — {}".format(labels[key], table.date or tr("undated"), table.source))
        absent = [key for key in labels if key not in tables]
        if not absent:
            return vintages, None
        names = ", ".join(labels[key] for key in absent)
        self.warn(feedback, tr("Not given, so left empty, which does not mean outside: {list}.").format(list=names))
        return vintages, tr("table not given: {list}").format(list=", ".join(absent))

    def _rows(self, parameters, context, feedback, communes, known, tick):
        """Return fields, geometry type, system, features and the cells of codes."""
        if self.left_out(parameters, "INPUT"):
            codes = split_codes(self.parameterAsString(parameters, "CODES", context))
            fields = QgsFields()
            fields.append(make_field("code", "text"))
            made = []
            for code in codes:
                feature = QgsFeature(fields)
                feature.setGeometry(QgsGeometry())
                feature.setAttributes([code])
                made.append(feature)
            return fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(), made, codes
        source = open_table(self, parameters, "INPUT", context)
        total, rows = max(source.featureCount(), 1), []
        for number, feature in enumerate(features(source)):
            if number % 1000 == 0:
                tick(min(number / total, 1.0))
            rows.append(feature)
        field = self.field_name(parameters, "CODE_FIELD", context, source)
        if field is None:
            usual = [field for field in (find_field(source.fields(), (name,)) for name in USUAL) if field]
            names = list(dict.fromkeys([*usual, *source.fields().names()]))
            few = rows[:_LOOKED_AT]
            columns = [(name, [as_text(f[name]) for f in few]) for name in names]
            field = best_field(columns, communes, usual)
        if field is None:
            raise ParameterError(_NO_FIELD, name=self.label("INPUT"), year=known.geography)
        feedback.pushInfo("{} : {}".format(self.label("CODE_FIELD"), field))
        cells = [as_text(feature[field]) for feature in rows]
        return source.fields(), source.wkbType(), source.sourceCrs(), rows, cells

    def _say_partial(self, tables, codes, feedback):
        """Warn of what a table of one's own département says nothing of."""
        labels = {key: self.label(name) for name, key in PARAMETERS.items()}
        for key, table in tables.items():
            beyond = sorted(code for code in codes if table.partial and department_of(code) not in table.departments)
            if beyond:
                said = tr(
                    "{table}: it has communes of départements {list} only. If it is a part of the national table, NON "
                    "means nothing of communes elsewhere ({others})."
                )
                listed = ", ".join(sorted(table.departments)[:6])
                self.warn(feedback, said.format(table=labels[key], list=listed, others=_few(beyond)))

    def _say_odd(self, tables, communes, went, feedback):
        """Say what of the tables is of no commune."""
        labels = {key: self.label(name) for name, key in PARAMETERS.items()}
        for key, table in tables.items():
            strange = sorted(code for code in table.values if code not in communes and code not in went)
            if strange:
                self.warn(
                    feedback,
                    tr(
                        "{table}: codes of no commune that is known, whose rows are of no use: {count} ({list})."
                    ).format(table=labels[key], count=len(strange), list=_few(strange)),
                )
            if table.skipped:
                self.warn(
                    feedback,
                    tr("{table}: rows without a usable code of a commune, left out: {count}.").format(
                        table=labels[key], count=table.skipped
                    ),
                )


def _went(communes, known, changes):
    """Return former commune -> those of today: all those known to have merged, and as the table of changes tells it."""
    went = {old: frozenset((code,)) for code in communes for old in known.former(code)}
    if changes is not None:
        first = min(changes.dates, default=known.geography)[:4]
        went.update(changes.between(str(int(first) - 1), known.geography))
    return went


def _row(cell, known, tables, then):
    """Return what is written of a commune, in the order of `FIELDS` but the last two."""
    code, reasons = cell.code, [tr(cell.reason).format(**cell.values)] if cell.reason else []
    parents, former, named = known.parents(code) if code else {}, known.former(code), {}
    for key in PARAMETERS.values():
        table = tables.get(key)
        parts = parts_of(table, code, former, then.get(key)) if table is not None else ()
        named[key] = shown(table, code, parts)
        if named[key][1] == TO_CHECK:
            told = ", ".join("{} {}".format(one, shown(table, one, [one])[1] or "?") for one in parts)
            reasons.append(tr("{table}: it tells apart communes that have merged since ({list}).").format(
                table=key, list=told))
    arrondissement, group = named[PARAMETERS["ARRONDISSEMENT_TABLE"]], named[PARAMETERS["EPCI_TABLE"]]
    last = [named[PARAMETERS[name]][1] for name in ("FRR_TABLE", "ACV_TABLE", "PVD_TABLE", "CITY_CONTRACT_TABLE")]
    return [
        code or None, known.name(COM, code) or None, arrondissement[1], arrondissement[0],
        named[PARAMETERS["CANTON_TABLE"]][1], group[1], group[0], known.name(DEP, parents.get(DEP, "")) or None,
        known.name(REG, parents.get(REG, "")) or None, *last, cell.status, " ".join(reasons) or None,
    ]  # fmt: skip


def _few(texts):
    return ", ".join(str(text) for text in texts[:5]) + ("…" if len(texts) > 5 else "")
