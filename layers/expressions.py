"""QGIS expressions over whole columns: evaluated once per distinct value, or by numpy when plain arithmetic."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    NULL,
    QgsDistanceArea,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionNode,
    QgsExpressionNodeBinaryOperator,
    QgsFeature,
    QgsFeatureRequest,
    QgsProject,
    QgsUnitTypes,
)

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ..domain.network.profiles import factorise, numbers, python_values

__all__ = ["ColumnExpression"]

# functions whose answer depends on their arguments alone
PLAIN_FUNCTIONS = {
    "abs", "ceil", "coalesce", "concat", "floor", "if", "ilike", "left", "length", "like", "lower", "ltrim", "max",
    "min", "nullif", "regexp_match", "regexp_replace", "replace", "right", "round", "rtrim", "sqrt", "strpos",
    "substr", "title", "to_int", "to_real", "to_string", "trim", "try", "upper",
}  # fmt: skip

WGS84 = "EPSG:7030"
# metres or degrees; longer than any line on Earth
FARTHEST = 1e8
Operator = QgsExpressionNodeBinaryOperator.BinaryOperator
ARITHMETIC = {
    Operator.boPlus: np.add,
    Operator.boMinus: np.subtract,
    Operator.boMul: np.multiply,
    Operator.boDiv: np.divide,
}


class ColumnExpression:
    """An expression on the fields of a layer.

    Lengths and areas are measured in metres on the ellipsoid, whatever the layer's system.

    Parameters
    ----------
    text : str
    source : QgsProcessingFeatureSource or QgsVectorLayer
    crs : QgsCoordinateReferenceSystem
        Of the source.
    name : str
        What the parameter is called, for messages.

    Raises
    ------
    ParameterError
        When the text is no expression or names a field the layer has not.
    """

    def __init__(self, text, source, crs, name):
        self.fields = source.fields()
        self.name = name
        self.expression = QgsExpression(text)
        if self.expression.hasParserError():
            self._refuse(self.expression.parserErrorString())
        missing = [c for c in self._referenced() if self.fields.lookupField(c) < 0]
        if missing:
            raise ParameterError(
                QT_TRANSLATE_NOOP(
                    "@default", "The expression in “{name}” uses the field “{field}”, which is not in the layer."
                ),
                name=name,
                field=missing[0],
            )
        calculator = QgsDistanceArea()
        calculator.setSourceCrs(crs, QgsProject.instance().transformContext())
        if not (calculator.setEllipsoid(crs.ellipsoidAcronym() or WGS84) or calculator.setEllipsoid(WGS84)):
            self._refuse(crs.ellipsoidAcronym())
        self.expression.setGeomCalculator(calculator)
        self.expression.setDistanceUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
        self.expression.setAreaUnits(QgsUnitTypes.AreaUnit.AreaSquareMeters)
        self.context = QgsExpressionContext()
        scope = getattr(source, "createExpressionContextScope", None)
        if scope is not None:
            self.context.appendScope(scope())
        self.context.setFields(self.fields)
        if not self.expression.prepare(self.context):
            self._refuse(self.expression.evalErrorString())

    def _refuse(self, why):
        raise ParameterError(
            QT_TRANSLATE_NOOP("@default", "The expression in “{name}” cannot be read ({why}): correct it."),
            name=self.name,
            why=why.strip(),
        )

    def _referenced(self):
        columns = self.expression.referencedColumns()
        return [] if QgsFeatureRequest.ALL_ATTRIBUTES in columns else sorted(columns)

    @property
    def columns(self):
        """Fields used, as the layer spells them; all of them when that cannot be told."""
        if QgsFeatureRequest.ALL_ATTRIBUTES in self.expression.referencedColumns():
            return self.fields.names()
        return [self.fields.at(self.fields.lookupField(c)).name() for c in self._referenced()]

    @property
    def needs_geometry(self):
        """True where rows must be looked at with their geometry."""
        return self.expression.needsGeometry()

    @property
    def by_columns(self):
        """True where the answer depends on the values of the fields alone."""
        return (
            not self.expression.needsGeometry()
            and QgsFeatureRequest.ALL_ATTRIBUTES not in self.expression.referencedColumns()
            and not self.expression.referencedVariables()
            and set(self.expression.referencedFunctions()) <= PLAIN_FUNCTIONS
        )

    def of(self, feature):
        """Evaluate for one feature; None for NULL.

        Raises
        ------
        ParameterError
            When the expression fails on it.
        """
        self.context.setFeature(feature)
        value = self.expression.evaluate(self.context)
        if self.expression.hasEvalError():
            if self.needs_geometry and not feature.geometry().length() < FARTHEST:
                return None  # the line is at fault, and will be left out
            self._refuse(self.expression.evalErrorString())
        return None if value is None or value == NULL else value

    def over(self, columns, count):
        """Evaluate for all rows at once; only where `by_columns`.

        Parameters
        ----------
        columns : dict of str to sequence of length n
            Values of the fields used, None where missing.
        count : int
            Number of rows, n.

        Returns
        -------
        numpy.ndarray, shape (n,)
            Numbers (NaN for NULL) for plain arithmetic, else objects.
        """
        numbers = self._arithmetic(self.expression.rootNode(), columns)
        if numbers is not None:
            return np.broadcast_to(np.where(np.isfinite(numbers), numbers, np.nan), (count,))
        used = [columns[name] for name in self.columns]
        if len(used) == 1:
            codes, distinct = factorise(used[0])
            distinct = [(value,) for value in distinct]
        else:
            used = [python_values(values) if isinstance(values, np.ndarray) else values for values in used]
            codes, distinct = factorise(list(zip(*used)) if used else [()] * count)
        places = [self.fields.lookupField(name) for name in self.columns]
        values = np.empty(len(distinct), dtype=object)
        for index, row in enumerate(distinct):
            feature = QgsFeature(self.fields)
            for place, value in zip(places, row):
                feature.setAttribute(place, value)
            values[index] = self.of(feature)
        return values[codes]

    def _arithmetic(self, node, columns):
        """Array of a node made of numbers, numeric fields and + - * /; None for anything else."""
        kind, kinds = node.nodeType(), QgsExpressionNode.NodeType
        if kind == kinds.ntLiteral:
            value = node.value()
            return np.float64(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        if kind == kinds.ntColumnRef:
            field = self.fields.at(self.fields.lookupField(node.name()))
            if not field.isNumeric():
                return None
            values = columns[field.name()]
            return numbers(values)
        if kind == kinds.ntBinaryOperator and node.op() in ARITHMETIC:
            left = self._arithmetic(node.opLeft(), columns)
            right = None if left is None else self._arithmetic(node.opRight(), columns)
            if right is None:
                return None
            with np.errstate(divide="ignore", invalid="ignore"):
                result = ARITHMETIC[node.op()](left, right)
            # QGIS divides by zero to NULL
            return np.where(np.isfinite(result), result, np.nan)
        return None
