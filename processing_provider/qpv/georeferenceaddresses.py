"""Algorithm `georeferenceaddresses`: a table of addresses in, the verdict on each out, and a report."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsGeometry,
    QgsPointXY,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsWkbTypes,
)

from ...domain.addresses.columns import discreet, tells_address
from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...domain.lists import field_suffix
from ...domain.progress import part as share
from ...domain.qpv.codes import CURRENT
from ...domain.qpv.report import CAUTION
from ...domain.qpv.verdict import VERDICTS
from ...layers.crs import authority, transform_xy
from ...layers.fields import make_field
from ...layers.styles.verdicts import style_verdicts
from ...translation import tr
from ..address_index import index_path
from ..algorithm import CohesionAlgorithm
from ..table_access import TableInput
from .address_columns import add_address_columns, open_addresses
from .addressing import geocoding_fields, locate
from .geocoders import LOCAL, add_geocoder, check_geocoder, open_geocoder
from .georeferencing import added_fields, open_run
from .inputs import add_perimeters
from .verdict_outputs import source_vintages, sum_up
from .verdict_parameters import (
    add_counts,
    add_decision,
    add_references,
    add_summaries,
    check_rules,
    read_references,
    read_rules,
    shown_rules,
    tell_counts,
)

__all__ = ["GeoreferenceAddresses"]

_ABSENT = QT_TRANSLATE_NOOP("@default", "The field “{field}” given for “{name}” is not in the layer.")
_TELLING = QT_TRANSLATE_NOOP(
    "@default",
    "“{field}” holds addresses: a summary and a report by address would publish them. Choose another field of groups.",
)
SIG_VILLE = 2
_ON_THE_MAP = ("numéro", "numéro voisin")


class GeoreferenceAddresses(TableInput, CohesionAlgorithm):
    """Geocoding and verdict of each row of a table, in one step."""

    NAME, GROUP = "georeferenceaddresses", "qpv"

    def display_name(self):
        return tr("QPV of a table of addresses")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "politique de la ville", "adresses", "adresse", "géoréférencement",
            "georeferencement", "excel", "xlsx", "ods", "csv", "tableur", "sig ville", "bénéficiaires",
            "beneficiaires", "hors ligne", "ban",
        ]  # fmt: skip

    def define(self):
        field = QgsProcessingParameterField
        add_address_columns(self)
        add_perimeters(self)
        add_geocoder(self, (tr("SIG Ville: the addresses are sent to the ANCT, with your account"),))
        self.parameterDefinition("GEOCODER").setHelp(
            tr("Only the services are sent anything: the words of the addresses, never the other columns.")
        )
        add_references(self)
        add_decision(self)
        self.add(
            field("ID_FIELD", tr("Field of the identifier"), None, "INPUT", field.DataType.Any, optional=True),
            tr("First column of the file in SIG Ville's form; left blank, the rank of the row."),
            advanced=True,
        )
        self.add_sink(
            "OUTPUT",
            tr("Addresses with their verdict"),
            "point",
            text_help=tr("Every row of the table, in its order, its columns kept and the results after them."),
        )
        add_summaries(self)
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_SIGVILLE", tr("File in SIG Ville's form"), tr("CSV files (*.csv)"), optional=True,
                createByDefault=False,
            ),
            tr("The columns and codes of SIG Ville's file service, for the spreadsheets made for its answers."),
        )  # fmt: skip
        add_counts(self)

    def check(self, parameters, context):
        check_rules(self, parameters, context)
        check_geocoder(self, parameters, context)
        if self.parameterAsEnum(parameters, "GEOCODER", context) == SIG_VILLE:
            from .sig_ville_geocoder import check_account

            check_account(self, parameters, context)

    def work(self, parameters, context, feedback):
        chosen = self.parameterAsEnum(parameters, "GEOCODER", context)
        if chosen == SIG_VILLE:
            from .sig_ville_geocoder import open_sig_ville

            previous = self.source(parameters, "QPV_PREVIOUS", context) is not None
            geocoder = open_sig_ville(self, parameters, context, feedback, previous)
        else:
            geocoder = open_geocoder(self, parameters, context, feedback)
        index = own = getattr(geocoder, "index", None)
        if own is None and index_path(self, parameters, context):
            from ...sources.address_index import AddressIndex

            # a service finds the addresses; the index still proves communes
            index = AddressIndex.open(index_path(self, parameters, context))
        if index is not None:
            self.journal_inputs["ADDRESS_INDEX"] = index.meta
        try:
            return self._decide(parameters, context, feedback, geocoder, index, chosen != LOCAL)
        finally:
            geocoder.close()
            if index is not own:
                index.close()

    def _decide(self, parameters, context, feedback, geocoder, index, online):
        # not before they are needed: QGIS loads all algorithms when it starts
        from ...domain.qpv.asked_communes import AskedCommunes
        from .address_verdicts import AddressVerdicts
        from .known_streets import crossed_communes, refuse_misplaced
        from .sig_ville_file import SigVilleFile

        table, columns = open_addresses(self, parameters, context, feedback)
        self._refuse_groups(parameters, context, table, columns)
        rules = read_rules(self, parameters, context)
        known = read_references(self, parameters, context, feedback)
        run, shown = self._prepare(parameters, context, table, rules, known)
        if index is not None:
            refuse_misplaced(self.label("QPV"), index, run.current.perimeters, known.official, context)
        bands = [field_suffix(b) for b in rules.bands]
        added = [*geocoding_fields(), make_field("longitude", "double"), make_field("latitude", "double")]
        added += added_fields(bands, run.previous is not None, run.date is not None)
        sink = self.sink(
            parameters, "OUTPUT", context, table.fields(), added, QgsWkbTypes.Type.Point, geocoder.crs
        )  # fmt: skip
        path = self.parameterAsFileOutput(parameters, "OUTPUT_SIGVILLE", context)
        file = SigVilleFile(path, index, known.official, run.current, bands) if path else None
        identifier = self._places(parameters, "ID_FIELD", context, table)
        asked = AskedCommunes(index, known.official, known.commune_codes, crossed_communes(index, run))
        told = any(place is not None for place in (columns.postcode, columns.city, columns.citycode))
        judge = AddressVerdicts(run, asked, getattr(geocoder, "index", None), online, file is not None, told)

        width, spots = table.fields().count(), []
        for part in locate(table, columns, geocoder, share(self.ticker(feedback), 0.1, 0.97)):
            decided = judge.answer(part)
            lonlat = np.array([(a.lon, a.lat) for a in part.answers], dtype=float).reshape(-1, 2)
            _place(part.features, transform_xy(lonlat, authority(4326), geocoder.crs, context))
            found = part.columns() + [[None if v != v else v for v in column] for column in lonlat.T.tolist()]
            part.chunk.append(width, found + decided.columns)
            if file is not None:
                file.add(part, decided, part.chunk.column(identifier[0]) if identifier else None)
            sink.add_all(part.features)
            spots.append(lonlat[[a.kind in _ON_THE_MAP for a in part.answers]])
        sink.close()
        results = {"OUTPUT": sink.destination}
        if file is not None:
            file.close()
            results["OUTPUT_SIGVILLE"] = path
        towns = () if index is None else index.all_communes()
        shown["draw"] = self._draw(run, np.vstack(spots) if spots else np.empty((0, 2)), context, towns)
        shown["parameters"] = self._shown(parameters, context, rules, columns, table)
        shown["vintages"] = source_vintages(self, parameters, context, geocoder.vintage(), known)
        self._publish(sink, context, shown)
        sum_up(self, parameters, context, feedback, table.fields(), authority(4326), run, shown, results)
        geocoder.finish()
        counts = tell_counts(feedback, run, results)
        if counts[VERDICTS.index("ERREUR")]:
            self.warn(feedback, tr("{count} rows could not be processed: see the field statut.").format(
                count=counts[VERDICTS.index("ERREUR")]
            ))  # fmt: skip
        return results

    def _prepare(self, parameters, context, table, rules, known):
        """Return the run, and what is shown of it."""
        groups = self._places(parameters, "GROUP_FIELDS", context, table)
        sums = self._places(parameters, "SUM_FIELDS", context, table)
        date = self._places(parameters, "DATE_FIELD", context, table)
        run = open_run(known, rules, context, groups, sums, date[0] if date else None)
        names = table.fields().names()
        shown = {"warnings": known.warnings, "groups": [names[g] for g in groups], "sums": [names[s] for s in sums]}
        return run, shown

    def _refuse_groups(self, parameters, context, table, columns):
        """Refuse groups by address: no address may be in a report."""
        telling = {p for p, _after in columns.address} | set(columns.number)
        for place in self._places(parameters, "GROUP_FIELDS", context, table):
            name = table.fields().at(place).name()
            if place in telling or tells_address(name):
                raise ParameterError(_TELLING, field=discreet(table.fields().names())[place])

    def _places(self, parameters, name, context, table):
        """Return the places of the fields of a parameter, whatever QGIS calls them."""
        read = getattr(self, "parameterAsStrings", None) or self.parameterAsFields  # the first since 3.40
        places = []
        for given in read(parameters, name, context) or ():
            if not given:
                continue
            place = table.fields().lookupField(getattr(table, "seen", {}).get(given, given))
            if place < 0:
                raise ParameterError(_ABSENT, field=given, name=self.label(name))
            places.append(place)
        return places

    def _shown(self, parameters, context, rules, columns, table):
        """List the parameters that the report and the metadata show."""
        names = discreet(table.fields().names())
        read = [p for p, _after in columns.address] + [
            *columns.number,
            columns.postcode,
            columns.city,
            columns.citycode,
        ]
        who = self.parameterDefinition("GEOCODER").options()[self.parameterAsEnum(parameters, "GEOCODER", context)]
        return [
            (self.label("GEOCODER"), who),
            *shown_rules(self, parameters, context, rules),
            (tr("Columns read"), ", ".join(names[p] for p in read if p is not None)),
        ]

    def _publish(self, sink, context, shown):
        pairs = shown["vintages"] + shown["parameters"]
        history = ["{} : {}".format(label, value) for label, value in pairs]
        rights = (tr("QPV perimeters: ANCT, Licence Ouverte"), tr("Addresses: BAN, Licence Ouverte"))
        self.publish(sink, context, style_verdicts, CAUTION, rights, history)

    def _draw(self, run, spots, context, towns):
        """Return what draws the map of the report."""

        def draw(rows, threshold):
            from ...layers.report_map import draw

            seen = [r.perimeter for r in rows[CURRENT] if r.level == "qpv"]
            return draw(run.current.perimeters, spots, seen, context, threshold, run.communes, towns)

        return draw


def _place(features, xy):
    for feature, (x, y) in zip(features, xy.tolist()):
        if x == x and y == y:
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        else:
            feature.clearGeometry()
