"""Years of the geography of communes, and the table of changes from one to another, as parameters."""

from __future__ import annotations

import re

from qgis.core import QgsProcessingParameterString

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...layers.rows import FeatureChunk
from ...layers.vectors import features
from ...translation import tr
from ..table_access import open_table

__all__ = ["add_boundary_year", "add_changes", "convert_changes", "read_changes", "read_year"]

_YEAR = re.compile(r"(19|20)\d\d")
_BAD_YEAR = QT_TRANSLATE_NOOP("@default", "“{name}” must be a year, such as 2024.")


def add_boundary_year(algorithm):
    """Add `BOUNDARY_GEOGRAPHY`."""
    algorithm.add(
        QgsProcessingParameterString("BOUNDARY_GEOGRAPHY", tr("Year of the boundaries"), optional=True),
        tr("Year of their geography (COG)."), True,
    )  # fmt: skip


def add_changes(algorithm):
    """Add `CHANGES`."""
    algorithm.add_source(
        "CHANGES", tr("Table of commune changes"), ["vector"],
        tr("Insee's file of movements (v_mvt_commune): counts of merged communes are summed, rates are left out."),
        optional=True, advanced=True,
    )  # fmt: skip


def read_year(algorithm, parameters, name, context):
    """Return the year that a parameter says, "" for none.

    Raises
    ------
    ParameterError
    """
    text = algorithm.parameterAsString(parameters, name, context).strip()
    if text and not _YEAR.fullmatch(text):
        raise ParameterError(_BAD_YEAR, name=algorithm.label(name))
    return text


def read_changes(algorithm, parameters, context):
    """Return the `domain.indicators.lineage.CommuneChanges` of `CHANGES`, None where it is left out.

    Raises
    ------
    DataError
    """
    if algorithm.left_out(parameters, "CHANGES"):
        return None
    from ...domain.indicators.lineage import CommuneChanges

    source = open_table(algorithm, parameters, "CHANGES", context)
    names, chunk = source.fields().names(), FeatureChunk(list(features(source)))
    cells = [[str(cell) for cell in chunk.column(place)] for place in range(len(names))]
    return CommuneChanges.of(dict(zip(names, row)) for row in zip(*cells))


def convert_changes(algorithm, feedback, observations, changes, geography, measure, name):
    """Return observations in the communes of another year, and say what became of them.

    Parameters
    ----------
    observations : domain.indicators.observations.Observations
    changes : domain.indicators.lineage.CommuneChanges or None
        Without them, or in the same year, observations are left as they are.
    geography : str
        Year wanted.
    measure : str
        As in `domain.indicators.entry`.
    name : str
        What they are called, for the log.
    """
    from ...domain.indicators.conversion import convert

    if changes is None or not geography or observations.geography in ("", geography):
        return observations
    converted = convert(observations, changes, geography, measure)
    if converted.summed:
        feedback.pushInfo(
            tr("“{field}”: communes whose value is the sum of those that merged: {count}.").format(
                field=name, count=len(converted.summed)
            )
        )
    if converted.left_out:
        algorithm.warn(
            feedback,
            tr("“{field}”: communes without a value, as theirs cannot be made of the former ones: {count}.").format(
                field=name, count=len(converted.left_out)
            ),
        )
    return converted.observations
