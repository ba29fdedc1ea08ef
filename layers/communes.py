"""The commune where a position falls, and the official list of QPV by commune, read from layers."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL

from ..domain.errors import QT_TRANSLATE_NOOP, EmptyLayerError
from ..domain.progress import silent
from ..domain.qpv.codes import commune_code
from ..domain.qpv.official_list import read_official_list
from ..domain.qpv.signed_distance import PerimeterIndex
from .crs import require_crs, transform_xy
from .perimeters import clean_polygon
from .territorial_index import flat_rings
from .vectors import features, find_field

__all__ = ["CommuneIndex", "read_list"]

COMMUNE_FIELDS = (
    "insee_com", "code_insee", "codgeo", "code_commune", "code_com", "depcom", "insee", "com", "code", "inseecom",
    "code_insee_commune",
)  # fmt: skip
LIST_NAMES = ("lib_com", "nom_com", "libelle_commune", "nom_commune", "commune")
LIST_CODES = ("code_qp", "code_qpv", "code_quartier", "codeqp", "qp2024", "code")


class CommuneIndex:
    """Communes that say which of them holds a point.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for messages.
    tick : callable, optional
    """

    def __init__(self, source, name, tick=silent):
        self.crs = require_crs(source, name)
        place = source.fields().indexOf(find_field(source.fields(), COMMUNE_FIELDS, name, "code_insee"))
        total = max(source.featureCount(), 1)
        codes, polygons = [], []
        for count, feature in enumerate(features(source)):
            if count % 50 == 0:
                tick(count / total)
            geometry = feature.geometry()
            code = commune_code(_plain(feature.attributes()[place]))
            if code is None or geometry.isNull() or geometry.isEmpty():
                continue
            polygon, _repaired = clean_polygon(geometry)
            if polygon is not None:
                codes.append(code)
                polygons.append(polygon)
        if not polygons:
            raise EmptyLayerError(
                QT_TRANSLATE_NOOP(
                    "@default", "“{name}” holds no commune with a code and a polygon: choose another layer."
                ),
                name=name,
            )
        self._codes = np.array(codes + [None], dtype=object)
        self._rings = flat_rings(polygons)
        self._index = PerimeterIndex(*self._rings, len(polygons), reach=0.0, near=0.0)

    @property
    def codes(self):
        """Codes of all the communes of the layer, a frozenset of str."""
        return frozenset(self._codes[:-1].tolist())

    def outlines(self, crs, context=None):
        """Return the rings of all the communes.

        Parameters
        ----------
        crs : QgsCoordinateReferenceSystem
            System wanted.

        Returns
        -------
        list of numpy.ndarray, shapes (n, 2)
        """
        xy, offsets, _owner = self._rings
        placed = transform_xy(xy, self.crs, crs, context)
        rings = np.split(placed, np.asarray(offsets)[1:-1])
        return [ring for ring in rings if len(ring) and np.isfinite(ring).all()]

    def codes_at(self, xy, crs, context=None, tick=silent):
        """Return the commune code at each point, None outside of all.

        Parameters
        ----------
        xy : numpy.ndarray, shape (n, 2)
        crs : QgsCoordinateReferenceSystem

        Returns
        -------
        list of str or None
        """
        own = transform_xy(xy, crs, self.crs, context)
        found = np.full(len(own), -1)
        good = np.flatnonzero(np.isfinite(own).all(axis=1))
        found[good] = self._index.measure(own[good], tick).polygon
        return self._codes[found].tolist()


def read_list(source, name, layer_codes):
    """Read the official list of QPV from a table.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the table is called, for messages.
    layer_codes : iterable of str
        Codes of the layer of perimeters.

    Returns
    -------
    domain.qpv.official_list.OfficialList

    Raises
    ------
    MissingFieldError, EmptyLayerError
    """
    fields = source.fields()
    code_at = fields.indexOf(find_field(fields, LIST_CODES, name, "code_qp"))
    commune_at = fields.indexOf(find_field(fields, COMMUNE_FIELDS[:-4] + ("insee",), name, "insee_com"))
    named = find_field(fields, LIST_NAMES)
    places = [code_at, commune_at, *([fields.indexOf(named)] if named else ())]
    rows = []
    for feature in features(source):
        attributes = feature.attributes()
        rows.append(tuple(_plain(attributes[place]) for place in places))
    official = read_official_list(rows, layer_codes)
    if not official.codes or not official.by_commune:
        raise EmptyLayerError(
            QT_TRANSLATE_NOOP(
                "@default",
                "“{name}” gives no QPV code with its commune: use the official list (columns code_qp and insee_com).",
            ),
            name=name,
        )
    return official


def _plain(value):
    return None if value is None or value == NULL else value
