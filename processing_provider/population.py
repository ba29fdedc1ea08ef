"""Which field of a layer holds people."""

from __future__ import annotations

from ..domain.access.population import POPULATION_NAMES, find_population_field
from ..domain.errors import QT_TRANSLATE_NOOP, MissingFieldError

__all__ = ["population_field"]


def population_field(algorithm, parameters, context, source):
    """Return the field chosen as `POPULATION_FIELD`, or else that whose name says people.

    Raises
    ------
    MissingFieldError
        When no field does.
    """
    chosen = algorithm.field_name(parameters, "POPULATION_FIELD", context, source)
    found = chosen or find_population_field(source.fields().names())
    if found is None:
        raise MissingFieldError(
            QT_TRANSLATE_NOOP(
                "@default",
                "No field of “{name}” looks like a number of people (usual names: {usual}): "
                "choose the field in the parameters.",
            ),
            name=algorithm.label("POPULATION"),
            usual=", ".join(POPULATION_NAMES[:6]),
        )
    return found
