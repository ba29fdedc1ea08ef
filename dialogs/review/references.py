"""The reference data a review draws and asks: perimeters and the local address index, opened when first needed."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes

from ...domain.errors import CohesionError
from ...domain.qpv.codes import CURRENT, PREVIOUS, generation
from ...layers.perimeters import CODE_FIELDS
from ...layers.reference_sources import open_layer
from ...layers.review_candidates import Candidates
from ...layers.review_judge import Referee
from ...layers.vectors import find_field, layer_title
from ...processing_provider import reference_data
from ...translation import localize, tr

__all__ = ["References"]

KEYS = {CURRENT: "qpv_2024", PREVIOUS: "qpv_2015"}


class References:
    """Opened once per source, and again when the source set has changed."""

    def __init__(self):
        self._referees, self._index = {}, (None, None)
        self.problems = {}

    def close(self):
        """Let everything go."""
        self._referees = {}
        if self._index[1] is not None:
            self._index[1].close()
        self._index = (None, None)

    def referee(self, year=CURRENT):
        """Return the perimeters of a generation, None where there are none that serve (see `problems`)."""
        source = reference_data.get(KEYS[year])
        layer = open_layer(source) if source and self._referees.get(year, (None,))[0] != source else None
        if not source:
            layer = _of_project(year)
            source = layer.id() if layer is not None else None
        known = self._referees.get(year)
        if known is not None and known[0] == source:
            return known[1]
        found, self.problems[year] = None, ""
        if source is None:
            self.problems[year] = tr(
                "No layer of QPV is set: choose it once in “My reference data”, or open one in the project."
            )
        else:
            try:
                found = Referee(layer, layer_title(layer), year) if layer.isValid() else None
                if found is None:
                    self.problems[year] = tr("The layer of QPV set in “My reference data” cannot be opened.")
            except CohesionError as error:
                self.problems[year] = localize(error)
        self._referees[year] = (source, found)
        return found

    def index(self):
        """Return the local address index, None where there is none that serves."""
        path = reference_data.get("address_index")
        if path != self._index[0]:
            if self._index[1] is not None:
                self._index[1].close()
            opened, self.problems["index"] = None, ""
            if path:
                try:
                    opened = Candidates(path)
                except CohesionError as error:
                    self.problems["index"] = localize(error)
            self._index = (path, opened)
        return self._index[1]


def _of_project(year):
    """Return a layer of the project that holds perimeters of a generation, None where there is none."""
    for layer in QgsProject.instance().mapLayers().values():
        if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
            continue
        name = find_field(layer.fields(), CODE_FIELDS[:-1])
        first = next(iter(layer.getFeatures()), None) if name else None
        if first is not None and generation(str(first.attribute(name))) == year:
            return layer
    return None
