"""Adding parameters and reading them: blanks, lists and layers mean the same in every algorithm."""
from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ..domain.lists import parse_thresholds
from ..layers.crs import require_crs
from ..layers.vectors import require_geometry, require_rows
from ..translation import tr
from . import reference_data

__all__ = ["ADVANCED", "OPTIONAL", "ParameterAccess"]

ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional

SOURCE_TYPES = {
    "point": QgsProcessing.SourceType.TypeVectorPoint,
    "line": QgsProcessing.SourceType.TypeVectorLine,
    "polygon": QgsProcessing.SourceType.TypeVectorPolygon,
    "vector": QgsProcessing.SourceType.TypeVector,
    "any": QgsProcessing.SourceType.TypeVectorAnyGeometry,
}


class ParameterAccess:
    """The part of the base algorithm that declares and reads parameters."""

    # parameters ---------------------------------------------------------------------------------

    def add(self, parameter, text_help="", advanced=False):
        """Add a parameter with its help.

        Parameters
        ----------
        parameter : QgsProcessingParameterDefinition
        text_help : str
            Translated sentence.
        advanced : bool
            Fold it under "Advanced".

        Returns
        -------
        QgsProcessingParameterDefinition
        """
        if text_help:
            parameter.setHelp(text_help)
        if advanced:
            parameter.setFlags(parameter.flags() | ADVANCED)
        self.addParameter(parameter)
        return parameter

    def add_source(self, name, label, kinds, text_help="", optional=False, reference=None, advanced=False):
        """Add a layer parameter.

        Parameters
        ----------
        name, label : str
        kinds : sequence of {"point", "line", "polygon", "vector", "any"}
        text_help : str
        optional : bool
        reference : str, optional
            Key of `reference_data` whose value is the default.
        """
        default = reference_data.get(reference) if reference else None
        self.add(
            QgsProcessingParameterFeatureSource(
                name, label, [SOURCE_TYPES[k] for k in kinds], defaultValue=default, optional=optional
            ),
            text_help,
            advanced,
        )

    def add_list(self, name, label, default, text_help="", advanced=False):
        """Add a list of thresholds, read with `thresholds`."""
        self.add(QgsProcessingParameterString(name, label, defaultValue=default), text_help, advanced)

    def add_sink(self, name, label, kind, optional=False, by_default=True, text_help=""):
        """Add a layer destination; `kind` as in `add_source`, or "table"."""
        source_type = QgsProcessing.SourceType.TypeVector if kind == "table" else SOURCE_TYPES[kind]
        self.add(
            QgsProcessingParameterFeatureSink(name, label, source_type, optional=optional, createByDefault=by_default),
            text_help,
        )

    def add_number_output(self, name, label):
        """Declare a number among the results, so that a model can pick it."""
        self.addOutput(QgsProcessingOutputNumber(name, label))

    # reading ------------------------------------------------------------------------------------

    def label(self, name):
        """Return what a parameter is called on screen."""
        return self.parameterDefinition(name).description()

    def source(self, parameters, name, context, *kinds, with_crs=True):
        """Return a layer parameter, or None where it is optional and blank.

        Parameters
        ----------
        *kinds : {"point", "line", "polygon"}
            What is accepted; anything when empty.
        with_crs : bool
            Refuse a layer without coordinate system.

        Raises
        ------
        DataError
            When the layer is empty, of the wrong geometry or without coordinate system.
        QgsProcessingException
            When it cannot be opened.
        """
        if self.left_out(parameters, name):
            return None
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(
                tr("“{name}” could not be opened: check the path and that the file or the database answers.").format(
                    name=self.label(name)
                )
            )
        require_rows(source, self.label(name))
        if kinds:
            require_geometry(source, self.label(name), *kinds)
        if with_crs:
            require_crs(source, self.label(name))
        return source

    def layer_behind(self, parameters, name, context):
        """Return the layer a source parameter is read from, None where it is blank.

        QGIS finds none where only the selected rows are asked for.
        """
        given = parameters.get(name)
        if isinstance(given, QgsProcessingFeatureSourceDefinition):
            given = given.source.valueAsString(context.expressionContext())[0]
            parameters = {**parameters, name: given}
        return self.parameterAsVectorLayer(parameters, name, context)

    def left_out(self, parameters, name):
        """Tell whether an optional layer is not wanted: blank, or not given where there is no reference datum.

        Someone who empties the box does not want the reference datum either, which QGIS would put back.
        """
        definition = self.parameterDefinition(name)
        if not definition.flags() & OPTIONAL or parameters.get(name) not in (None, ""):
            return False
        return name in parameters or definition.defaultValue() in (None, "")

    def number(self, parameters, name, context, default=None):
        """Return a number, `default` where it was left blank (QGIS would say 0)."""
        value = parameters.get(name)
        if value is None or value == "":
            value = self.parameterDefinition(name).defaultValue()
            if value is None or value == "":
                return default
        return self.parameterAsDouble(parameters, name, context)

    def thresholds(self, parameters, name, context):
        """Return a list of thresholds as a tuple of floats.

        Raises
        ------
        ParameterError
        """
        value = parameters.get(name, self.parameterDefinition(name).defaultValue())
        if not isinstance(value, (list, tuple)):
            value = self.parameterAsString(parameters, name, context)
        return parse_thresholds(value, self.label(name))

    def field_name(self, parameters, name, context, source):
        """Return a field parameter, None where it is blank.

        Raises
        ------
        ParameterError
            When the layer has no such field.
        """
        read = getattr(self, "parameterAsStrings", None) or self.parameterAsFields  # the first since 3.40
        names = read(parameters, name, context)
        if not names:
            return None
        if source.fields().lookupField(names[0]) < 0:
            raise ParameterError(
                QT_TRANSLATE_NOOP("@default", "The field “{field}” given for “{name}” is not in the layer."),
                field=names[0],
                name=self.label(name),
            )
        return source.fields().at(source.fields().lookupField(names[0])).name()

    def field_names(self, parameters, name, context, source):
        """Return the fields of a parameter that takes several, as the layer spells them.

        Raises
        ------
        ParameterError
            When the layer lacks one.
        """
        read = getattr(self, "parameterAsStrings", None) or self.parameterAsFields  # the first since 3.40
        return [self.field_name({name: [g]}, name, context, source) for g in read(parameters, name, context) or ()]
