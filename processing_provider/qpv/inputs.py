"""What algorithms on QPV share: their perimeter parameters, and what there is to say about a layer."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField

from ...domain.progress import part
from ...domain.qpv.codes import CURRENT
from ...layers.perimeters import read_perimeters
from ...translation import tr

__all__ = ["add_code_fields", "add_perimeters", "perimeter_warnings", "perimeters"]


def add_perimeters(algorithm, name="QPV", generation=CURRENT, optional=False):
    """Add a layer of perimeters of one generation."""
    if generation == CURRENT:
        label = tr("QPV perimeters (2024 generation)")
        text = tr("The official layer of the ANCT. Invalid polygons are repaired and counted.")
    else:
        label = tr("QPV perimeters of the previous generation (2015)")
        text = tr("Adds the 2015 answer beside that of 2024: rights in progress still follow it.")
    algorithm.add_source(name, label, ["polygon"], text, optional, "qpv_2024" if generation == CURRENT else "qpv_2015")


def add_code_fields(algorithm):
    """Add the fields of code and name, found alone when left blank."""
    kind = QgsProcessingParameterField.DataType.Any
    for name, label in (("QPV_CODE_FIELD", tr("Field of QPV codes")), ("QPV_NAME_FIELD", tr("Field of QPV names"))):
        algorithm.add(
            QgsProcessingParameterField(name, label, None, "QPV", kind, optional=True),
            tr("Found alone in the official files (code_qp, nom_qp, lib_qp…)."),
            advanced=True,
        )


def perimeters(algorithm, parameters, name, context, feedback, generation, span, extra_field=None, whichever=False):
    """Read a layer of perimeters and warn of what is odd in it.

    Parameters
    ----------
    span : (float, float)
        Share of the progress bar.
    extra_field : callable, optional
        ``extra_field(source)`` names one more field to read, or None.
    whichever : bool, optional
        Whether the other generation will do, with a warning.

    Returns
    -------
    perimeters : layers.perimeters.Perimeters
        None where the layer is optional and blank.
    warnings : list of str
    """
    source = algorithm.source(parameters, name, context, "polygon")
    if source is None:
        return None, []
    code_field, name_field = None, None
    if name == "QPV":
        code_field = algorithm.field_name(parameters, "QPV_CODE_FIELD", context, source)
        name_field = algorithm.field_name(parameters, "QPV_NAME_FIELD", context, source)
    found = read_perimeters(
        source,
        algorithm.label(name),
        generation,
        context,
        code_field,
        name_field,
        part(algorithm.ticker(feedback), *span),
        None if extra_field is None else extra_field(source),
        whichever,
    )
    warnings = perimeter_warnings(found, algorithm.label(name), generation)
    for text in warnings:
        algorithm.warn(feedback, text)
    return found, warnings


def perimeter_warnings(found, label, generation):
    """Word what is odd in a layer of perimeters.

    Returns
    -------
    list of str
    """
    texts = []
    if found.generation not in (generation, None):
        texts.append(
            tr(
                "“{name}” really holds the {found} perimeters, not those of {wanted}: check that it is the right layer."
            ).format(name=label, found=found.generation, wanted=generation)
        )
    if found.generation is None:
        texts.append(
            tr(
                "The codes of “{name}” do not look like QPV codes (QN00103M, QP093028): check the field of codes."
            ).format(name=label)
        )
    counted = (
        (found.other_generation, tr("“{name}” mixes generations: {count} perimeters of the other one were left out.")),
        (found.repaired, tr("“{name}”: {count} invalid polygons were repaired.")),
        (found.merged, tr("“{name}”: {count} rows were joined to another of the same code.")),
        (found.without_geometry, tr("“{name}”: {count} rows have no usable polygon and were left out.")),
        (found.without_code, tr("“{name}”: {count} perimeters have no code; a position inside one is to be checked.")),
        (
            found.abroad,
            tr(
                "“{name}”: {count} perimeters lie in no French territory and were left out: "
                "check the coordinate system."
            ),
        ),
    )
    texts += [text.format(name=label, count=count) for count, text in counted if count]
    return texts
