"""Algorithm `qpvdistancebands`: rings of distance around each QPV."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsFields, QgsProcessingParameterEnum, QgsWkbTypes

from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT
from ...layers.crs import authority, moved
from ...layers.fields import make_field
from ...layers.rings import rings_alone, rings_shared
from ...layers.styles.verdicts import style_rings
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters, perimeters

__all__ = ["QpvDistanceBands"]

ALONE, SHARED = 0, 1
INSIDE = "dans le QPV"


class QpvDistanceBands(CohesionAlgorithm):
    """Inside, 0–300, 300–500 and 500–1,000 m of each QPV, measured in the legal projection."""

    NAME, GROUP = "qpvdistancebands", "qpv"

    def display_name(self):
        return tr("Distance bands around QPV")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "bande", "bandes", "300", "500", "distance", "tampon", "anneau", "tva",
            "accession", "périmètre", "perimetre",
        ]  # fmt: skip

    def define(self):
        add_perimeters(self)
        add_code_fields(self)
        self.add_list(
            "DISTANCES",
            tr("Distances of the rings (m)"),
            "300;500;1000",
            tr("Outer limits of the rings, from the nearest out."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "OVERLAP",
                tr("Where the rings of two QPV meet"),
                [
                    tr("Each QPV alone: rings of different QPV may overlap"),
                    tr("Shared out to the nearest QPV: no overlap"),
                ],
                defaultValue=ALONE,
            ),
            tr("Alone to answer for one QPV; shared out to count each place once."),
        )
        self.add_sink("OUTPUT", tr("Distance bands"), "polygon")
        self.add_number_output("COUNT_QPV", tr("Number of QPV"))

    def check(self, parameters, context):
        self.thresholds(parameters, "DISTANCES", context)

    def work(self, parameters, context, feedback):
        found, _warnings = perimeters(self, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.2), whichever=True)
        distances = self.thresholds(parameters, "DISTANCES", context)
        shared = self.parameterAsEnum(parameters, "OVERLAP", context) == SHARED
        rings = self._rings(found, distances, shared, part(self.ticker(feedback), 0.2, 0.95))

        kinds = (("code_qp", "text"), ("nom_qp", "text"), ("distance_min_m", "double"), ("distance_max_m", "double"))
        added = [make_field(n, k) for n, k in kinds + (("bande", "text"), ("superficie_ha", "double"))]
        # one territory keeps its legal projection; several only have the layer's own system in common
        source = self.source(parameters, "QPV", context, "polygon")
        codes = np.unique(found.projections).tolist()
        crs = authority(codes[0]) if len(codes) == 1 else source.sourceCrs()
        sink = self.sink(parameters, "OUTPUT", context, QgsFields(), added, QgsWkbTypes.Type.MultiPolygon, crs)
        limits = [(None, 0.0)] + list(zip((0.0,) + distances, distances))
        names = [INSIDE] + ["{}-{} m".format(*(field_suffix(v).replace("_", ",") for v in pair)) for pair in limits[1:]]
        back = {c: QgsCoordinateTransform(authority(c), crs, context.transformContext()) for c in codes}
        for place, own in enumerate(rings):
            for geometry, (low, high), name in zip(own, limits, names):
                # nothing is left of a ring that its neighbours took: QGIS says -1
                area = round(max(geometry.area(), 0.0) / 10_000.0, 4)
                sink.add(
                    _multi(geometry, back[int(found.projections[place])]),
                    [found.codes[place], found.names[place], low, high, name, area],
                )
        kept = [tr("Distances of the rings (m)") + " : " + ";".join(field_suffix(d) for d in distances)]
        self.publish(
            sink,
            context,
            style_rings(names),
            tr(
                "Rings of distance around QPV, measured at any point; "
                "they do not prove that a building is wholly within."
            ),
            (tr("QPV perimeters: ANCT, Licence Ouverte"),),
            kept,
        )
        return {"OUTPUT": sink.destination, "COUNT_QPV": len(found)}

    def _rings(self, found, distances, shared, tick):
        """Compute the rings of all perimeters, territory by territory."""
        if not shared:
            result = []
            for place, geometry in enumerate(found.geometries):
                tick(place / len(found))
                result.append(rings_alone(geometry, distances))
            return result
        result, done = [None] * len(found), 0
        for epsg in np.unique(found.projections):
            members = np.flatnonzero(found.projections == epsg).tolist()
            step = part(tick, done / len(found), (done + len(members)) / len(found))
            for member, own in zip(members, rings_shared([found.geometries[m] for m in members], distances, step)):
                result[member] = own
            done += len(members)
        return result


def _multi(geometry, change):
    """Return a multipolygon in the output's system; None for a ring left empty by its neighbours."""
    if geometry.isNull() or geometry.isEmpty():
        return None
    own = moved(geometry, change)
    return own if own.convertToMultiType() else None
