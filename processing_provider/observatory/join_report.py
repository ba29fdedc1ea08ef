"""What algorithms that join say of it: the table of what did not meet, the counts, the log."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsCoordinateReferenceSystem, QgsFields, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.indicators.columns import written_alike
from ...domain.indicators.entry import COUNTS as COUNTED
from ...domain.indicators.join import HELD_BACK, NOT_THERE_NOW, UNKNOWN, WITHOUT_DATA, WITHOUT_POLYGON
from ...domain.indicators.levels import LEVELS, is_commune
from ...domain.indicators.plausible import named_otherwise
from ...layers.fields import make_field
from ...translation import tr

__all__ = [
    "COUNTS", "REPORT", "add_report", "counts_of", "refuse_other_level", "say_counts", "say_join", "say_names",
    "say_parts", "write_report",
]  # fmt: skip

# the row's number: GDAL would take a sheet of texts only for one without titles
REPORT = (("code", "text"), ("nom", "text"), ("cas", "text"), ("motif", "text"), ("rang", "int"))
_OTHER_LEVEL = QT_TRANSLATE_NOOP(
    "@default",
    "The codes of “{table}” ({field}) are those of another level ({level}) than “{boundaries}” ({other}): some are "
    "written alike, and are not the same territories. Choose the boundaries of the table's level.",
)
COUNTS = ("COUNT_JOINED", "COUNT_WITHOUT_DATA", "COUNT_WITHOUT_POLYGON", "COUNT_TO_CHECK", "COUNT_SECRET")


def add_report(algorithm, default):
    """Add `OUTPUT_REPORT` and the counts.

    Parameters
    ----------
    default : bool
        Whether the report is written unless said otherwise.
    """
    algorithm.add_sink(
        "OUTPUT_REPORT", tr("Report of the join"), "table", True, default,
        tr("What did not meet: polygons without data, codes without polygon, values not kept, and why."),
    )  # fmt: skip
    labels = (
        tr("Rows joined"), tr("Polygons without data"), tr("Codes without polygon"),
        tr("Values not kept, to be checked"), tr("Values hidden by statistical secrecy"),
    )  # fmt: skip
    for name, label in zip(COUNTS, labels):
        algorithm.add_number_output(name, label)


def refuse_other_level(table, field, level, boundaries, other):
    """Refuse codes that only look like those of the boundaries.

    Parameters
    ----------
    table, field, level : str
        What the table and its column of codes are called, and their level.
    boundaries, other : str
        What the boundaries are called, and their level.

    Raises
    ------
    DataError
    """
    if written_alike(level, other):
        raise DataError(
            _OTHER_LEVEL, table=table, field=field, level=tr(LEVELS[level]), boundaries=boundaries,
            other=tr(LEVELS[other]),
        )  # fmt: skip


def say_counts(algorithm, feedback, **counts):
    """Warn of what was mended or left out, where there is any.

    Parameters
    ----------
    **counts : int
        ``mangled``, ``repaired``, ``unusable``, ``uncoded``, ``delegated`` (polygons), ``nameless`` (rows) and
        ``repeated``.
    """
    texts = {
        "mangled": tr("Codes mangled by a spreadsheet (lost zeros, quotes) and mended: {count}."),
        "repaired": tr("Invalid polygons repaired: {count}."),
        "unusable": tr("Rows of the boundaries without a usable polygon, kept without one: {count}."),
        "uncoded": tr("Polygons without a code: {count}."),
        "delegated": tr(
            "Polygons of delegated or associated communes: {count}. One of them has the code of its commune, and would "
            "show the value of the whole: take boundaries of communes."
        ),
        "nameless": tr("Rows of the table without a code, left out: {count}."),
        "repeated": tr(
            "Codes that stand several times in the table, with a value only where their rows agree: {count}."
        ),
    }
    for what, count in counts.items():
        if count:
            algorithm.warn(feedback, texts[what].format(count=count))


def counts_of(join, secret):
    """Return the counts by name."""
    numbers = (join.joined, *(join.count(case) for case in (WITHOUT_DATA, WITHOUT_POLYGON, HELD_BACK)), secret)
    return dict(zip(COUNTS, numbers))


def say_join(algorithm, feedback, join):
    """Say in the log how many met, and warn of what was not kept or may be of another year; returns the sentence."""
    counts = counts_of(join, 0)
    said = tr(
        "Codes joined: {joined}; polygons without data: {without_data}; codes without polygon: {without_polygon}."
    ).format(
        joined=counts["COUNT_JOINED"], without_data=counts["COUNT_WITHOUT_DATA"],
        without_polygon=counts["COUNT_WITHOUT_POLYGON"],
    )  # fmt: skip
    feedback.pushInfo(said)
    if counts["COUNT_TO_CHECK"]:
        algorithm.warn(
            feedback,
            tr("Values not kept, as they may be of another territory or year: {count}. Their status is a_verifier, and "
               "the report says why.").format(count=counts["COUNT_TO_CHECK"]),
        )  # fmt: skip
    odd = (NOT_THERE_NOW,) if join.dated else (UNKNOWN,)
    unknown = [one.code for one in join.unmet if one.reason in odd and is_commune(one.code)]
    if unknown:
        algorithm.warn(
            feedback,
            tr("The boundaries lack communes of the table ({codes}…): both may not be of the same year, and a commune "
               "that has merged would have its former value. Check the years, and see the report.").format(
                codes=", ".join(unknown[:3])
            ),
        )  # fmt: skip
    return said


def say_parts(algorithm, feedback, codes, measure):
    """Warn where a territory is drawn in several polygons, each of which has a circle of the whole.

    Parameters
    ----------
    codes : iterable of str
        Of the polygons that are drawn.
    measure : str
        As in `domain.indicators.entry`.
    """
    several = [code for code, count in Counter(codes).items() if code and count > 1]
    if several and measure in COUNTED:
        said = tr(
            "Territories that have several polygons: {count} ({list}). Each polygon has the circle of the whole: do "
            "not add them up. Dissolve the boundaries by code for one circle a territory."
        )
        algorithm.warn(feedback, said.format(count=len(several), list=", ".join(several[:3])))


def say_names(algorithm, feedback, theirs, ours):
    """Warn where a code has one name in the table and quite another in the boundaries.

    Parameters
    ----------
    theirs, ours : dict of str to str
        Code -> name.
    """
    codes = named_otherwise(theirs, ours)
    if codes:
        said = tr(
            "Names that have no word in common in the table and in the boundaries: {count} (such as {code}: "
            "“{theirs}”, “{ours}”). They may be other territories: check the field of codes, the level and the year."
        )
        code = codes[0]
        algorithm.warn(
            feedback, said.format(count=len(codes), code=code, theirs=theirs[code][:60], ours=ours[code][:60])
        )


def write_report(algorithm, parameters, context, feedback, joined, names):
    """Write `OUTPUT_REPORT`, and say the commonest reasons in the log; returns its sink or None."""
    for reason, count in Counter(one.reason for one in joined.unmet).most_common(5):
        # the same words for all, whatever fills them
        values = [one.values for one in joined.unmet if one.reason == reason]
        shared = {key: value if all(v[key] == value for v in values) else "…" for key, value in values[0].items()}
        feedback.pushInfo("  {} × {}".format(count, tr(reason).format(**shared)))
    sink = algorithm.sink(
        parameters, "OUTPUT_REPORT", context, QgsFields(), [make_field(*kind) for kind in REPORT],
        QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(),
    )  # fmt: skip
    if sink is not None:
        for number, one in enumerate(joined.unmet, 1):
            sink.add(None, [one.code, names.get(one.code), one.case, tr(one.reason).format(**one.values), number])
        sink.close()
    return sink
