"""Algorithm `geocodeaddresses`: the rows of a table of addresses, on the map, each with how sure that is."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes

from ...layers.fields import make_field
from ...layers.sinks import TABLE_FORMATS, destination_format
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from ..table_access import TableInput

__all__ = ["GeocodeAddresses"]

DEGREES = ("longitude", "latitude")


class GeocodeAddresses(TableInput, CohesionAlgorithm):
    """Points of the addresses of a table, by the local index or by the Géoplateforme."""

    NAME, GROUP = "geocodeaddresses", "qpv"

    def display_name(self):
        return tr("Locate the addresses of a table")

    def keywords(self):
        return [
            "adresse", "adresses", "géocodage", "geocodage", "géocoder", "geocoder", "ban", "excel", "xlsx", "ods",
            "csv", "tableur", "hors ligne", "géoplateforme", "geoplateforme", "qpv",
        ]  # fmt: skip

    def define(self):
        from .address_columns import add_address_columns
        from .geocoders import add_geocoder

        add_address_columns(self)
        add_geocoder(self)
        self.add_sink(
            "OUTPUT",
            tr("Addresses located"),
            "point",
            text_help=tr("Every row of the table, in its order; those not found have no point, and say so."),
        )
        for name, label in (
            ("COUNT_ROWS", tr("Rows of the table")),
            ("COUNT_NUMBER", tr("Found at their number")),
            ("COUNT_NEIGHBOUR", tr("Between two neighbouring numbers")),
            ("COUNT_STREET", tr("Found at their street")),
            ("COUNT_PLACE", tr("Found at their lieu-dit")),
            ("COUNT_COMMUNE", tr("Found at their commune")),
            ("COUNT_NOT_FOUND", tr("Not found")),
            ("COUNT_BLANK", tr("Rows without address")),
            ("COUNT_ERROR", tr("Errors")),
            ("COUNT_DOUBTFUL", tr("Numbers found with a low score")),
        ):
            self.add_number_output(name, label)

    def check(self, parameters, context):
        from .geocoders import check_geocoder

        check_geocoder(self, parameters, context)

    def work(self, parameters, context, feedback):
        from .geocoders import open_geocoder

        geocoder = open_geocoder(self, parameters, context, feedback)
        try:
            return self._locate(parameters, context, feedback, geocoder)
        finally:
            geocoder.close()

    def _locate(self, parameters, context, feedback, geocoder):
        from ...domain.addresses.resolve import TRUST
        from ...layers.crs import authority, transform_xy
        from .address_columns import open_addresses
        from .addressing import Tally, geocoding_fields, locate

        self.journal_inputs.update(geocoder.described())
        table, columns = open_addresses(self, parameters, context, feedback)
        added, with_degrees = geocoding_fields(), self._keeps_degrees(parameters, table)
        if with_degrees:
            added += [make_field(name, "double") for name in DEGREES]
        point = QgsWkbTypes.Type.Point
        sink = self.sink(parameters, "OUTPUT", context, table.fields(), added, point, geocoder.crs)
        tally, width = Tally(TRUST), table.fields().count()
        for part in locate(table, columns, geocoder, self.ticker(feedback, 0.01, 0.99)):
            found = part.columns()
            spots = np.array([(a.lon, a.lat) for a in part.answers], dtype=float).reshape(-1, 2)
            self._place(part.features, transform_xy(spots, authority(4326), geocoder.crs, context))
            if with_degrees:
                found += [[None if v != v else v for v in column] for column in spots.T.tolist()]
            part.chunk.append(width, found)
            sink.add_all(part.features)
            tally.add(part)
        sink.close()
        geocoder.finish()
        return self._end(context, feedback, sink, tally, geocoder)

    @staticmethod
    def _keeps_degrees(parameters, table):
        """Tell whether the columns of degrees, which a spreadsheet needs, would be taken for the table's own."""
        names = {n.lower() for n in table.fields().names()}
        return destination_format(parameters.get("OUTPUT")) in TABLE_FORMATS and bool(names & set(DEGREES))

    @staticmethod
    def _place(features, xy):
        for feature, (x, y) in zip(features, xy.tolist()):
            if x == x and y == y:
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            else:
                feature.clearGeometry()

    def _end(self, context, feedback, sink, tally, geocoder):
        from ...layers.styles.geocoding import style_geocoding
        from .addressing import BLANK, ERROR, NOT_FOUND

        kinds, statuses = tally.kinds, tally.statuses
        results = {
            "OUTPUT": sink.destination,
            "COUNT_ROWS": tally.rows,
            "COUNT_NUMBER": kinds["numéro"],
            "COUNT_NEIGHBOUR": kinds["numéro voisin"],
            "COUNT_STREET": kinds["voie"],
            "COUNT_PLACE": kinds["lieu-dit"],
            "COUNT_COMMUNE": kinds["commune"],
            "COUNT_NOT_FOUND": statuses[NOT_FOUND],
            "COUNT_BLANK": statuses[BLANK],
            "COUNT_ERROR": statuses[ERROR],
            "COUNT_DOUBTFUL": tally.doubtful,
        }
        feedback.pushInfo(
            tr(
                "{rows} rows: {number} found at their number (of which {doubtful} with a low score), {neighbour} "
                "between two neighbours, {street} at their street, {place} at a lieu-dit, {commune} at their commune; "
                "{lost} not found, {blank} without address, {errors} errors."
            ).format(
                rows=tally.rows,
                number=kinds["numéro"],
                doubtful=tally.doubtful,
                neighbour=kinds["numéro voisin"],
                street=kinds["voie"],
                place=kinds["lieu-dit"],
                commune=kinds["commune"],
                lost=statuses[NOT_FOUND],
                blank=statuses[BLANK],
                errors=statuses[ERROR],
            )
        )
        if statuses[ERROR]:
            self.warn(feedback, tr("{count} rows could not be processed: see the field statut.").format(
                count=statuses[ERROR]
            ))  # fmt: skip
        history = geocoder.vintage()
        abstract = tr("Located addresses are an indication; a point at a street or a commune proves no address.")
        self.publish(sink, context, style_geocoding, abstract, history[:1], history)
        return results
