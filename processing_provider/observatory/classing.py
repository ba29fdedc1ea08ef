"""The parameters of classes that algorithms on indicators share, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterNumber, QgsProcessingParameterString

from ...domain.indicators.breaks import MOST
from ...domain.indicators.classes import GIVEN, NATURAL, classify
from ...domain.indicators.columns import measure_of
from ...domain.indicators.entry import CLASS, COUNT, OVERLAP, RATE
from ...domain.lists import parse_breaks
from ...layers.fields import make_field
from ...translation import decimal, tr

__all__ = [
    "Classing", "add_classing", "add_source", "history_of", "read_classing", "say_classes", "say_doubts",
    "say_mixed", "say_unreadable", "write_classes",
]  # fmt: skip

_AUTO = 0
# the enumeration's values from 1 on
_MEASURES = (RATE, COUNT, CLASS)
CLASSES_FIELDS = (
    ("classe", "int"), ("minimum", "double"), ("maximum", "double"), ("libelle", "text"), ("effectif", "int"),
)  # fmt: skip


@dataclass(frozen=True)
class Classing:
    """How values are put in classes.

    Attributes
    ----------
    method : int
    count : int
    given : tuple of float
    measure : str
        "" to find it.
    label : str
        What the parameter of the breaks is called.
    """

    method: int = NATURAL
    count: int = 5
    given: tuple = ()
    measure: str = ""
    label: str = ""

    def measured(self, found):
        """Return what values measure, where their name or their catalogue says `found`.

        Whoever wants circles does not make what is counted twice add up.
        """
        return OVERLAP if found == OVERLAP and self.measure == COUNT else self.measure or found

    def classify(self, name, unit, column, measure=""):
        """Return the `domain.indicators.classes.Classes` of a column.

        Parameters
        ----------
        name, unit : str
            By which the measure is found where it is not said.
        column : domain.indicators.cells.Column
        measure : str, optional
            What a catalogue says of it.
        """
        measure = self.measured(measure or measure_of(name, unit, column))
        statuses = column.as_labels() if measure == CLASS else column.statuses
        return classify(
            column.values, statuses, measure, column.labels, self.method, self.count, self.given, self.label
        )


def add_classing(algorithm, advanced=False):
    """Add `METHOD, CLASSES, BREAKS, MEASURE, UNIT, TITLE`."""
    algorithm.add(
        QgsProcessingParameterEnum(
            "METHOD",
            tr("How classes are made"),
            [tr("Natural breaks (exact)"), tr("As many in each (quantiles)"), tr("Given breaks")],
            defaultValue=NATURAL,
        ),
        tr("Natural breaks leave the least difference inside the classes; they are the exact optimum, at any size."),
        advanced,
    )
    algorithm.add(
        QgsProcessingParameterNumber(
            "CLASSES", tr("How many classes"), QgsProcessingParameterNumber.Type.Integer, 5, False, 1, MOST
        ),
        tr("Fewer where there are fewer distinct values. Five can be told apart on a map, seven barely."),
        advanced,
    )
    algorithm.add(
        QgsProcessingParameterString("BREAKS", tr("Given breaks"), optional=True),
        tr("The limits between classes, such as 5;10;15, for maps that must compare. Read only with “Given breaks”."),
        advanced,
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            "MEASURE",
            tr("What the values are"),
            [
                tr("Found from the field's name and unit"), tr("A rate or an average: coloured areas"),
                tr("A count: circles in proportion"), tr("Names of classes"),
            ],
            defaultValue=_AUTO,
        ),
        tr("Coloured areas show rates; the number of people of a large commune would colour its fields."),
        advanced,
    )  # fmt: skip
    for name, label, words in (
        ("UNIT", tr("Unit"), tr("Shown in the legend, such as % or €; found from the field's name when left blank.")),
        ("TITLE", tr("Title of the legend"), tr("The field's name when left blank.")),
    ):
        algorithm.add(QgsProcessingParameterString(name, label, optional=True), words, advanced)


def add_source(algorithm):
    """Add `SOURCE`, for an algorithm that no catalogue tells whose figures they are."""
    algorithm.add(
        QgsProcessingParameterString("SOURCE", tr("Source"), optional=True),
        tr("Who produced the figures, said at the foot of the legend and in the layer's metadata."),
        True,
    )


def read_classing(algorithm, parameters, context):
    """Read what `add_classing` added.

    Raises
    ------
    ParameterError
    """
    given = parameters.get("BREAKS")
    if not isinstance(given, (list, tuple)):
        given = algorithm.parameterAsString(parameters, "BREAKS", context)
    label = algorithm.label("BREAKS")
    method = algorithm.parameterAsEnum(parameters, "METHOD", context)
    measure = algorithm.parameterAsEnum(parameters, "MEASURE", context)
    breaks = parse_breaks(given, label) if method == GIVEN else ()
    count = int(algorithm.number(parameters, "CLASSES", context, 5))
    return Classing(method, count, breaks, _MEASURES[measure - 1] if measure else "", label)


def class_rows(classes):
    """Return the rows of the table of classes, as `CLASSES_FIELDS`.

    Parameters
    ----------
    classes : domain.indicators.classes.Classes
    """
    from ...layers.styles.choropleth import ranges_text

    counts = [int((classes.of == number).sum()) for number in range(1, classes.count + 1)]
    if classes.measure == CLASS:
        rows = [(n, None, None, label, count) for n, (label, count) in enumerate(zip(classes.labels, counts), 1)]
    else:
        bounds = [] if classes.bounds is None else classes.bounds.tolist()
        texts = ranges_text(bounds) if bounds else []
        rows = [
            (n, low, high, text, count)
            for n, (low, high, text, count) in enumerate(zip(bounds, bounds[1:], texts, counts), 1)
        ]
    rows.append((None, None, None, tr("Statistical secrecy"), classes.secret))
    if classes.to_check:
        rows.append((None, None, None, tr("To check"), classes.to_check))
    rows.append((None, None, None, tr("No data"), classes.absent))
    return rows


def write_classes(algorithm, parameters, context, classes):
    """Write `OUTPUT_CLASSES` where it is asked for; returns its sink or None."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsFields, QgsWkbTypes

    sink = algorithm.sink(
        parameters, "OUTPUT_CLASSES", context, QgsFields(), [make_field(*kind) for kind in CLASSES_FIELDS],
        QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(),
    )  # fmt: skip
    if sink is not None:
        for row in class_rows(classes):
            sink.add(None, row)
        sink.close()
    return sink


def say_classes(algorithm, feedback, classes, name):
    """Say in the log how values were classed, and warn of what is odd."""
    from ...layers.styles.choropleth import digits_of

    if classes.measure != CLASS and classes.bounds is None:
        algorithm.warn(feedback, tr("“{name}”: no row has a value, so there are no classes.").format(name=name))
    if classes.measure == CLASS and classes.count > 10:
        algorithm.warn(
            feedback,
            tr("“{name}” has {count} different names: colours repeat past ten.").format(name=name, count=classes.count),
        )
    shown = {
        COUNT: tr("“{name}”: a count, shown by circles."), CLASS: tr("“{name}”: names of classes."),
        OVERLAP: tr("“{name}”: a count shown by circles, which does not add up from one territory to another."),
    }  # fmt: skip
    plain = tr("“{name}”: a rate or an average, shown by coloured areas.")
    feedback.pushInfo(shown.get(classes.measure, plain).format(name=name))
    if classes.bounds is not None:
        digits = digits_of(classes.bounds)
        said = " ; ".join(decimal(bound, digits) for bound in classes.bounds)
        feedback.pushInfo(tr("Classes: {count}; their limits: {list}.").format(count=classes.count, list=said))
    if classes.secret or classes.absent:
        feedback.pushInfo(
            tr("Without value: absent, {absent}; hidden by statistical secrecy, {secret}.").format(
                absent=classes.absent, secret=classes.secret
            )
        )


def history_of(algorithm, parameters, context, classes):
    """Return how values were classed, in lines for the history of a layer."""
    from ...layers.styles.choropleth import digits_of

    if classes.bounds is None:
        return []
    method = algorithm.parameterDefinition("METHOD").options()[algorithm.parameterAsEnum(parameters, "METHOD", context)]
    digits = digits_of(classes.bounds)
    limits = " ; ".join(decimal(bound, digits) for bound in classes.bounds)
    return ["{} : {} ({})".format(algorithm.label("METHOD"), method, limits)]


def say_mixed(algorithm, feedback, column, texts):
    """Warn of a column that says that what is put together is not of one kind.

    Parameters
    ----------
    column : str
        Of the indicator, or of the unit.
    texts : iterable of str
        What it says; "" for nothing.
    """
    told = list(dict.fromkeys(text for text in texts if text))
    if len(told) > 1:
        said = tr("“{column}” says that the values are not all of one kind ({list}): they may not compare.")
        listed = ", ".join(text[:40] for text in told[:4]) + (", …" if len(told) > 4 else "")
        algorithm.warn(feedback, said.format(column=column, list=listed))


def say_unreadable(algorithm, feedback, field, column):
    """Warn of cells that no value could be read from.

    Parameters
    ----------
    field : str
    column : domain.indicators.cells.Column
    """
    algorithm.warn(
        feedback,
        tr("“{field}”: cells that are neither numbers nor known signs, and count as missing: {count}.").format(
            field=field, count=column.unreadable
        ),
    )


def say_doubts(algorithm, feedback, name, unit, column, periods=None):
    """Warn of numbers that may not be what they are taken for.

    Parameters
    ----------
    name, unit : str
    column : domain.indicators.cells.Column or domain.indicators.observations.Observations
    periods : sequence of str, optional
        Of each value.
    """
    from ...domain.indicators.plausible import OF_ONE, OUTSIDE, YEARS_OF_ONE, doubts

    texts = {
        OF_ONE: tr(
            "“{name}” is in %, and no value passes 1 (the greatest is {greatest}): if they are parts of one, 0.12 for "
            "12 %, the legend shows a hundredth of what they are. Multiply them by 100, or say another unit."
        ),
        YEARS_OF_ONE: tr(
            "“{name}” is in %, and no value of {years} passes 1: these years may be written as parts of one, 0.12 for "
            "12 %, and would not compare with the others."
        ),
        OUTSIDE: tr("“{name}” is a share in %, and values lie under 0 or above 100 (such as {example}): {count}."),
    }
    for case, values in doubts(name, unit, column.values, periods):
        values = {key: decimal(value, 3) if isinstance(value, float) else value for key, value in values.items()}
        algorithm.warn(feedback, texts[case].format(name=name, **values))
    doubtful = getattr(column, "doubtful", "")
    if doubtful:
        said = tr(
            "“{name}”: all numbers that have a mark have it before three digits, such as {text}. It was read as a "
            "decimal mark: if it separates thousands, the values are a thousand times too small."
        )
        algorithm.warn(feedback, said.format(name=name, text=doubtful))
