"""The layer and the tables that `compareqpvgenerations` writes."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsFields, QgsWkbTypes

from ...domain.qpv.codes import PREVIOUS
from ...domain.qpv.passage import KEPT, MOST, STATUSES, correspondence, passage, shares, totals
from ...layers.crs import authority, moved
from ...layers.fields import make_field
from ...layers.styles.passage import style_passage
from ...translation import tr

__all__ = ["WRITE", "PassageOutputs"]

YES_NO = {True: "OUI", False: "NON"}


class PassageOutputs:
    """Writes what is asked for, and names it in the results.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    parameters : dict
    context : QgsProcessingContext
    old, new : layers.perimeters.Perimeters
    history : list of str
    """

    def __init__(self, algorithm, parameters, context, old, new, history):
        self.algorithm, self.parameters, self.context = algorithm, parameters, context
        self.old, self.new, self.history = old, new, history
        self.results = {}
        # one territory keeps its legal projection; several only have the layer's own system in common
        self._crs = algorithm.source(parameters, "QPV", context, "polygon").sourceCrs()

    def pieces(self, cut):
        """Write the pieces; kept first, so that what changed is drawn above it."""
        kinds = [("statut", "text"), ("lisere", "text")] + _code_kinds() + [("superficie_ha", "double")]
        kinds += [("part_2015_pct", "double"), ("part_2024_pct", "double"), ("adresses", "int")]
        added = [make_field(*kind) for kind in kinds + [("population", "double")]]
        codes = np.unique(cut.projections).tolist()
        crs = authority(codes[0]) if len(codes) == 1 else self._crs
        sink = self.algorithm.sink(
            self.parameters, "OUTPUT", self.context, QgsFields(), added, QgsWkbTypes.Type.MultiPolygon, crs
        )
        back = {c: QgsCoordinateTransform(authority(c), crs, self.context.transformContext()) for c in codes}
        pieces, status = cut.pieces, cut.pieces.status
        order = np.lexsort((pieces.new, pieces.old, pieces.sliver, status != KEPT))
        of_qpv = shares(pieces)
        for place in order.tolist():
            geometry = moved(cut.geometries[place], back[int(cut.projections[place])])
            geometry.convertToMultiType()
            sink.add(
                geometry,
                [STATUSES[status[place]], YES_NO[bool(pieces.sliver[place])]]
                + self._codes(int(pieces.old[place]), int(pieces.new[place]))
                + [_hectares(pieces.area[place]), *of_qpv[place]]
                + [None if pieces.addresses is None else int(pieces.addresses[place])]
                + [_people(None if pieces.people is None else pieces.people[place])],
            )
        self._done(sink, "OUTPUT", style_passage)

    def passage(self, pieces):
        """Write the table of passage."""
        kinds = _code_kinds() + [("statut", "text"), ("lisere", "text")]
        for name, kind in (("superficie_ha", "double"), ("adresses", "int"), ("population", "double")):
            short = name.replace("_ha", "")
            kinds += [(name, kind)] + [("part_{}_{}_pct".format(short, year), "double") for year in (2015, 2024)]
        sink = self._table("OUTPUT_PASSAGE", kinds)
        if sink is None:
            return
        for row in passage(pieces):
            values = self._codes(row["old"], row["new"]) + [STATUSES[row["status"]], YES_NO[row["sliver"]]]
            for write, (value, before, after) in zip(WRITE, row["values"]):
                values += [write(value), before, after]
            sink.add(None, values)
        self._done(sink, "OUTPUT_PASSAGE")

    def totals(self, pieces):
        """Write the totals of each QPV."""
        kinds = [(n, "text") for n in ("niveau", "generation", "code_qp", "nom_qp", "code_qp_correspondant")]
        kinds += [(n + "_ha", "double") for n in ("superficie", "conservee", "perdue", "gagnee", "dont_liseres")]
        kinds += [("part_conservee_pct", "double")]
        ends = ("", "_conservee", "_perdue", "_gagnee")
        kinds += [("adresses" + (end and end + "s"), "int") for end in ends]
        kinds += [("population" + end, "double") for end in ends]
        sink = self._table("OUTPUT_SUMMARY", kinds)
        if sink is None:
            return
        for row in totals(pieces):
            before = row["year"] == PREVIOUS
            own, other, place = (self.old, self.new, row["place"]) if before else (self.new, self.old, row["place"])
            everything = place < 0
            values = ["ensemble" if everything else "qpv", str(row["year"])]
            values += [None, None] if everything else [own.codes[place], own.names[place]]
            values.append(other.codes[row["main"]] if row["main"] >= 0 else None)
            for rank, (write, (whole, kept, left)) in enumerate(zip(WRITE, row["values"])):
                pair = [write(left), None] if before else [None, write(left)]
                values += [write(whole), write(kept)] + pair
                if rank == 0:
                    share = round(100.0 * kept / whole, 2) if whole else None
                    values += [_hectares(row["sliver"]), share]
            sink.add(None, values)
        self._done(sink, "OUTPUT_SUMMARY")

    def correspondence(self, pieces):
        """Write the predecessors of each QPV, in the columns of the official table.

        Returns
        -------
        int
            QPV that have more predecessors than the official table has room for.
        """
        names = ["QP2024", "Label_QP2024", "Statut"]
        names += ["{}QP2015_{}".format(start, n) for n in range(1, MOST + 1) for start in ("", "Label_")]
        # the number says how many the three are of, and lets GDAL tell the header of a sheet from its rows
        kinds = [(name, "text") for name in names] + [("nb_predecesseurs", "int")]
        sink = self._table("OUTPUT_CORRESPONDENCE", kinds)
        if sink is None:
            return 0
        crowded = 0
        for row in correspondence(pieces, self.new.codes):
            values = [self.new.codes[row["new"]], self.new.names[row["new"]], row["status"]]
            for place in row["olds"][:MOST]:
                values += [self.old.codes[place], self.old.names[place]]
            crowded += len(row["olds"]) > MOST
            sink.add(None, values + [None] * (len(names) - len(values)) + [len(row["olds"])])
        self._done(sink, "OUTPUT_CORRESPONDENCE")
        return crowded

    def _table(self, name, kinds):
        fields, none = [make_field(*kind) for kind in kinds], QgsWkbTypes.Type.NoGeometry
        return self.algorithm.sink(self.parameters, name, self.context, QgsFields(), fields, none, self._crs)

    def _done(self, sink, name, style=None):
        self.results[name] = sink.destination
        caution = tr(
            "Areas are measured in the legal projection of the territory; people are those of grid cells "
            "(tax households) shared out by area: an order of magnitude."
        )
        rights = (tr("QPV perimeters: ANCT, Licence Ouverte"),)
        self.algorithm.publish(sink, self.context, style, caution, rights, self.history)

    def _codes(self, before, after):
        """Return code and name of each generation, None without."""
        first = [None, None] if before < 0 else [self.old.codes[before], self.old.names[before]]
        return first + ([None, None] if after < 0 else [self.new.codes[after], self.new.names[after]])


def _code_kinds():
    return [("{}_{}".format(n, year), "text") for year in (2015, 2024) for n in ("code_qp", "nom_qp")]


def _hectares(area):
    return None if area is None else round(float(area) / 10_000.0, 4)


def _people(value):
    return None if value is None else round(float(value), 1)


def _whole(value):
    return None if value is None else int(value)


WRITE = (_hectares, _whole, _people)
"""How area, addresses and people are written."""
