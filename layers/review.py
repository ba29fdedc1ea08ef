"""A layer of verdicts under review: its fields, its rows, and decisions written to its edit buffer."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorDataProvider, QgsWkbTypes
from qgis.PyQt.QtCore import QDateTime

from ..domain.addresses.columns import joiner
from ..domain.errors import QT_TRANSLATE_NOOP, DataError, MissingFieldError, OutputError
from ..domain.qpv.precision import kind_of, read_number, read_positions
from ..domain.qpv.review import Row, metres_of
from ..translation import tr
from .crs import authority, transform_xy
from .review_fields import DECISION_FIELDS, RESULT_FIELDS, Places, decision_field
from .vectors import point_of

__all__ = ["ReviewLayer"]

DEGREES = 1e-5

_NO_VERDICT = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” has no field “verdict”: choose a layer made by “QPV of points” or “QPV of addresses”.",
)
_READ_ONLY = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” cannot be edited (format {format}, or a file or layer that is read-only): "
    "save it as a GeoPackage, then review that one.",
)
_NO_NEW_FIELDS = QT_TRANSLATE_NOOP(
    "@default",
    "The format of “{name}” ({format}) takes no new field, and decisions need some: "
    "save it as a GeoPackage, then review that one.",
)
_GONE = QT_TRANSLATE_NOOP("@default", "This row is no longer in the layer.")
_REFUSED = QT_TRANSLATE_NOOP("@default", "The layer “{name}” has refused the change: nothing was written.")
_FIXED = QT_TRANSLATE_NOOP("@default", "Points of “{name}” cannot be moved: its format keeps its geometries.")


class ReviewLayer:
    """What the review panel reads from a layer and writes to it.

    Parameters
    ----------
    layer : QgsVectorLayer

    Raises
    ------
    MissingFieldError
        When it has no field of verdicts.
    """

    def __init__(self, layer):
        self.layer = layer
        self.refresh()

    def refresh(self):
        """Find the fields again, after some came or went."""
        self.places = Places.find(self.layer.fields())
        if self.places.get("verdict") is None:
            raise MissingFieldError(_NO_VERDICT, name=self.layer.name())

    # reading -----------------------------------------------------------------------------------------

    def rows(self, keys=None):
        """Iterate over the rows, attributes only, those the panel shows.

        Parameters
        ----------
        keys : sequence of int, optional

        Yields
        ------
        domain.qpv.review.Row
        """
        places = self.places
        wanted = [places.get(r) for r in (*RESULT_FIELDS[:8], *DECISION_FIELDS[:2])]
        wanted += [places.label, places.commune] + [p for p, _after in places.address]
        request = QgsFeatureRequest()
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes(sorted({p for p in wanted if p is not None}))
        if keys is not None:
            request.setFilterFids(list(keys))
        for feature in self.layer.getFeatures(request):
            yield self._row(feature)

    def _row(self, feature):
        values = feature.attributes()
        place = self.places.by_role.get

        def text(at):
            return "" if at is None or at >= len(values) else _text(values[at])

        verdict = text(place("verdict"))
        near = text(place("code_qp_proche"))
        at = place("distance_m")
        return Row(
            feature.id(),
            verdict,
            text(place("verdict_initial")) or verdict,
            text(place("decision")),
            text(place("code_qp")),
            near,
            None if at is None else read_number(_python(values[at])),
            text(place("motif")),
            text(self.places.commune),
            _joined(values, self.places.address) or text(self.places.label),
        )

    def feature(self, key):
        """Return a row whole, None where it is no longer there."""
        found = self.layer.getFeature(key)
        return found if found.isValid() else None

    def value(self, feature, role):
        """Return a row's value as text, "" where it is missing."""
        place = self.places.get(role)
        return "" if place is None else _text(feature.attribute(place))

    def position(self, feature):
        """Return where a row is, in its layer's system, and that system; None where it has no position.

        Returns
        -------
        (QgsPointXY, QgsCoordinateReferenceSystem) or None
        """
        if self.layer.isSpatial():
            x, y = point_of(feature.geometry())
            known = np.isfinite([x, y]).all() and self.layer.crs().isValid()
            return (QgsPointXY(x, y), self.layer.crs()) if known else None
        lon, lat = (read_number(_python(self._raw(feature, r))) for r in ("longitude", "latitude"))
        return None if lon is None or lat is None else (QgsPointXY(lon, lat), authority(4326))

    def address(self, feature):
        """Return the cells of a row's address as asked: address, number, postcode, commune and its code."""
        cells, values = self.places.cells, feature.attributes()

        def text(place):
            return None if place is None else _text(values[place]) or None

        return (
            _joined(values, [(p, joiner(self.layer.fields().at(p).name())) for p in cells.address]) or None,
            _joined(values, [(p, " ") for p in cells.number]) or None,
            text(cells.postcode),
            text(cells.city),
            text(cells.citycode),
        )

    def _raw(self, feature, role):
        place = self.places.get(role)
        return None if place is None else feature.attribute(place)

    def tolerance(self, feature):
        """Return how far a row's true place may be, metres; None where its position stands for more than an address."""
        told = metres_of(self.value(feature, "motif"))
        if told is not None:
            return told
        word = self.value(feature, "precision")
        metres = read_positions(1, chosen=[word if kind_of(word) >= 0 else None]).tolerance[0]
        return float(metres) if np.isfinite(metres) and word != "illisible" else None

    # writing -----------------------------------------------------------------------------------------

    def problem(self):
        """Return why decisions cannot be written, None where they can.

        Returns
        -------
        domain.errors.OutputError or None
        """
        provider = self.layer.dataProvider()
        able = provider.capabilities() if provider is not None else 0
        told = {"name": self.layer.name(), "format": _format(self.layer)}
        if self.layer.readOnly() or not able & QgsVectorDataProvider.Capability.ChangeAttributeValues:
            return OutputError(_READ_ONLY, **told)
        missing = [r for r in DECISION_FIELDS if self.places.get(r) is None]
        if missing and not able & QgsVectorDataProvider.Capability.AddAttributes:
            return OutputError(_NO_NEW_FIELDS, **told)
        return None

    def has_points(self):
        """Say whether rows are points, or lines of a table."""
        point = QgsWkbTypes.GeometryType.PointGeometry
        return not self.layer.isSpatial() or self.layer.geometryType() == point

    def can_move(self):
        """Say whether points can be moved: geometries, or our columns of coordinates, can be rewritten."""
        able = self.layer.dataProvider().capabilities()
        if self.layer.isSpatial():
            return self.has_points() and bool(able & QgsVectorDataProvider.Capability.ChangeGeometries)
        return self.places.get("longitude") is not None and self.places.get("latitude") is not None

    def store(self, key, values, title, point=None):
        """Write one decision as one command of the edit buffer; editing starts where it had not.

        Parameters
        ----------
        key : int
        values : dict of str to object
            By role; roles the layer lacks are left out, but those of `DECISION_FIELDS`, which are added.
        title : str
            What the list of undone and redone commands calls it.
        point : (QgsPointXY, QgsCoordinateReferenceSystem), optional
            The position, where it moves.

        Raises
        ------
        OutputError, DataError
            Nothing is written then.
        """
        problem = self.problem()
        if problem is not None:
            raise problem
        layer = self.layer
        feature = self.feature(key)
        if feature is None:
            raise DataError(_GONE)
        if point is not None and not self.can_move():
            raise OutputError(_FIXED, name=layer.name())
        began = not layer.isEditable()
        if began and not layer.startEditing():
            raise OutputError(_READ_ONLY, name=layer.name(), format=_format(layer))
        if layer.dataProvider().transaction() is not None and not self._add_fields_apart():
            raise OutputError(_REFUSED, name=layer.name())
        layer.beginEditCommand(title)
        if self._write(feature, values, point):
            layer.endEditCommand()
            return
        layer.destroyEditCommand()
        self.refresh()
        if began and not layer.isModified():
            layer.rollBack()
        raise OutputError(_REFUSED, name=layer.name())

    def _write(self, feature, values, point):
        layer = self.layer
        if not self._add_fields():
            return False
        values = dict(values)
        if point is not None and not self._move(feature, values, *point):
            return False
        for role, value in values.items():
            place = self.places.get(role) if isinstance(role, str) else role
            if place is None:
                continue
            old = feature.attribute(place) if place < len(feature.attributes()) else None
            new = _fitting(value, layer.fields().at(place))
            if not layer.changeAttributeValue(feature.id(), place, new, old):
                return False
        return True

    def _move(self, feature, values, point, crs):
        """Move a row, and the columns of coordinates that said the same as its geometry."""
        layer, key = self.layer, feature.id()
        degrees = transform_xy(np.array([[point.x(), point.y()]]), crs, authority(4326))[0]
        if not np.isfinite(degrees).all():
            return False
        lon, lat = (read_number(_python(self._raw(feature, r))) for r in ("longitude", "latitude"))
        known = self.position(feature)
        mirror = not layer.isSpatial() or self.places.get("adresse_retenue") is not None
        if layer.isSpatial():
            if known is not None and lon is not None and lat is not None:
                old = transform_xy(np.array([[known[0].x(), known[0].y()]]), known[1], authority(4326))[0]
                mirror = bool(np.abs(old - [lon, lat]).max() < DEGREES)
            own = transform_xy(np.array([[point.x(), point.y()]]), crs, layer.crs())[0]
            if not np.isfinite(own).all():
                return False
            geometry = QgsGeometry.fromPointXY(QgsPointXY(*own.tolist()))
            if QgsWkbTypes.isMultiType(layer.wkbType()) and not geometry.convertToMultiType():
                return False
            if not layer.changeGeometry(key, geometry):
                return False
        if mirror:
            values.update(longitude=round(float(degrees[0]), 7), latitude=round(float(degrees[1]), 7))
        return True

    def _add_fields_apart(self):
        """Add the fields by a command of their own, which is not undone with the first decision.

        Where edits go straight to the database (transaction groups of the project), QGIS undoes a new field twice, and
        the layer cannot be read any more.
        """
        if all(self.places.get(r) is not None for r in DECISION_FIELDS):
            return True
        self.layer.beginEditCommand(tr("Fields of the decisions"))
        done = self._add_fields()
        if done:
            self.layer.endEditCommand()
        else:
            self.layer.destroyEditCommand()
        return done

    def _add_fields(self):
        """Add the fields of decisions that the layer lacks."""
        layer = self.layer
        missing = [r for r in DECISION_FIELDS if self.places.get(r) is None]
        if not missing:
            return True
        taken = {f.name().lower() for f in layer.fields()}
        for role in missing:
            added = decision_field(layer, role, taken)
            if not layer.addAttribute(added):
                return False
            taken.add(added.name().lower())
        self.refresh()
        return all(self.places.get(r) is not None for r in DECISION_FIELDS)


def _format(layer):
    return layer.storageType() or layer.providerType()


def _python(value):
    return None if value is None or value == NULL else value


def _text(value):
    if value is None or value == NULL:
        return ""
    return value.strip() if isinstance(value, str) else str(value)


def _joined(values, parts):
    """Join the parts of the address as the table gives it."""
    text, between = "", ""
    for place, after in parts:
        cell = _text(values[place]) if place < len(values) else ""
        if cell:
            text, between = text + between + cell, after
    return text


def _fitting(value, into):
    """Return a value as a field takes it: dates as dates or texts, texts no longer than the field."""
    if value is None:
        return NULL
    if isinstance(value, QDateTime):
        if into.isDateOrTime():
            return value
        value = value.toString("yyyy-MM-dd HH:mm:ss")
    if isinstance(value, str) and into.length() > 0 and not into.isNumeric():
        return value[: into.length()]
    return value
