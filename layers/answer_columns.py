"""Where a layer keeps positions and the columns of a geocoder's answer, found by their usual names."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsWkbTypes

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, GeometryTypeError
from .crs import authority, require_crs
from .vectors import find_field, require_header

__all__ = ["Columns", "find_columns"]

# the BAN's own files, our geocoder, QBAN(O)
TYPES = ("result_type", "type_resultat", "ban_type")
POSITIONS = ("type_position", "result_type_position", "result_position_type", "position_type")
SCORES = ("result_score", "ban_score", "geo_score")
STATUSES = ("result_status",)
# of names that begin alike a Shapefile cuts the first and numbers the next: result_cit, result_c_1
ANSWER_COMMUNES = (("result_citycode", "result_c_1", "ban_citycode"), ("result_oldcitycode",))
ASKED_COMMUNES = (
    "code_insee",
    "insee_com",
    "code_commune",
    "codgeo",
    "depcom",
    "citycode",
    "code_commune_insee",
    "insee",
)
FORMER_COMMUNES = ("code_insee_ancienne_commune",)
# what was asked, and what was answered: only compared where both are there
ASKED = {
    "city": ("commune", "ville", "nom_commune", "libelle_commune", "nom_com", "lib_com", "city", "localite"),
    "postcode": ("code_postal", "codepostal", "code_post", "postcode", "cp"),
    "address": ("adresse", "adresse_complete", "address", "adresse_postale", "ligne_adresse"),
    "street": ("nom_voie", "voie", "libelle_voie", "rue"),
    "number": ("numero", "num_voie", "numero_voie", "num"),
}
ANSWERED = {
    "city": ("result_city",),
    "former": ("result_oldcity", "result_o_1"),
    "district": ("result_district",),
    "postcode": ("result_postcode",),
    "number": ("result_housenumber",),
    "street": ("result_street",),
    "name": ("result_name",),
}
COORDINATES = (
    (("longitude", "latitude"), 4326),
    (("result_longitude", "result_latitude"), 4326),
    (("lon", "lat"), 4326),
    (("long", "lat"), 4326),
    (("lng", "lat"), 4326),
    (("x", "y"), 2154),
    (("x_l93", "y_l93"), 2154),
)
API = {"type", "score", "citycode"}
# our own geocoder's names mean nothing in another table
OWN = {"positions": "position", "scores": "score", "statuses": "statut"}


@dataclass(frozen=True)
class Columns:
    """Places of the fields that matter, found by their names; None where there is none.

    Attributes
    ----------
    types, positions, chosen, scores, statuses : int or None
    answer_communes, asked_communes : tuple of int
        Fields of the commune found and of the commune asked for.
    asked, answered : dict of str to int or None
        Fields of the address as asked (city, postcode, address, street, number) and as found by the geocoder.
    coordinates : tuple of int or None
        Fields of x and y, in a table without geometry.
    crs : QgsCoordinateReferenceSystem
        System of the positions.
    wkb_type : QgsWkbTypes.Type
        Geometry of the result.
    names : dict of str to str
        What was found, for the report.
    """

    types: object
    positions: object
    chosen: object
    scores: object
    statuses: object
    answer_communes: tuple
    asked_communes: tuple
    asked: dict
    answered: dict
    coordinates: object
    crs: object
    wkb_type: object
    names: dict = field(default_factory=dict)


def find_columns(source, name, precision_field=None, score_field=None):
    """Find positions and the columns of a geocoder's answer.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for messages.
    precision_field, score_field : str, optional
        Chosen by the user.

    Returns
    -------
    Columns

    Raises
    ------
    GeometryTypeError
        For lines and polygons.
    DataError
        For a table without geometry where no columns of coordinates are found.
    """
    fields = source.fields()
    found = {}

    def joined(candidates):
        """Find a column that a join has given a prefix; only names that can mean nothing else."""
        ends = tuple("_" + c for c in candidates if c.startswith("result_") or c in POSITIONS)
        return next((n for n in fields.names() if ends and n.lower().endswith(ends)), None)

    def place(role, candidates):
        spelled = find_field(fields, candidates) or joined(candidates)
        if spelled is not None:
            found[role] = spelled
        return None if spelled is None else fields.indexOf(spelled)

    # the bare answer of the geocoding service, whose names mean nothing in another table
    lowered = {name.lower() for name in fields.names()}
    bare = lowered >= API
    # geo_type and geo_score are those of the geocoded SIRENE
    types = place("types", TYPES + (("type",) if bare else ()) + (("geo_type",) if "geo_score" in lowered else ()))
    own = types is not None and fields.at(types).name().lower().startswith("type_resul")
    positions = place("positions", POSITIONS + ((OWN["positions"],) if own else ()))
    statuses = place("statuses", STATUSES + ((OWN["statuses"],) if own else ()))
    scores = place("scores", (score_field,) if score_field else SCORES + ((OWN["scores"],) if own or bare else ()))
    chosen = place("chosen", (precision_field,)) if precision_field else None
    answer = [place("commune", c) for c in ANSWER_COMMUNES + ((("citycode",), ("oldcitycode",)) if bare else ())]
    wanted = [c for c in ASKED_COMMUNES if not bare or c != "citycode"]
    asked = [place("commune", (c,)) for c in FORMER_COMMUNES] + [place("commune", wanted)]
    answered = {role: place("answered " + role, names) for role, names in ANSWERED.items()}
    asked_fields = {}
    if any(v is not None for v in answered.values()):
        asked_fields = {role: place("asked " + role, names) for role, names in ASKED.items()}
    coordinates, crs, wkb_type = _positions(source, name, place)
    return Columns(
        types,
        positions,
        chosen,
        scores,
        statuses,
        tuple(c for c in answer if c is not None),
        tuple(c for c in asked if c is not None),
        asked_fields,
        answered,
        coordinates,
        crs,
        wkb_type,
        found,
    )


def _positions(source, name, place):
    """Find where positions come from: the geometry, or columns of coordinates."""
    kind = QgsWkbTypes.geometryType(source.wkbType())
    if kind in (QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.PolygonGeometry):
        raise GeometryTypeError(
            QT_TRANSLATE_NOOP(
                "@default",
                "“{name}” must be a layer of points, or a table with longitude and latitude: "
                "for polygons, take their centroids first.",
            ),
            name=name,
        )
    if kind != QgsWkbTypes.GeometryType.NullGeometry:
        return None, require_crs(source, name), source.wkbType()
    for names, code in COORDINATES:
        pair = tuple(place("coordinates", (n,)) for n in names)
        if None not in pair:
            return pair, authority(code), QgsWkbTypes.Type.Point
    require_header(source.fields(), name)
    raise DataError(
        QT_TRANSLATE_NOOP(
            "@default",
            "“{name}” has no geometry and no columns of coordinates (longitude and latitude, or x and y): "
            "geocode the addresses first.",
        ),
        name=name,
    )
