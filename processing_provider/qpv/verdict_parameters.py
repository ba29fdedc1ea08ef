"""Parameters and outputs that all verdicts on rows share: references, rules, groups, counts."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingParameterField, QgsProcessingParameterFileDestination, QgsProcessingParameterNumber

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.georeference import Rules
from ...domain.qpv.official_list import partial_departements
from ...domain.qpv.precision import EDGE_TOLERANCE
from ...domain.qpv.verdict import MIN_SCORE
from ...layers.communes import CommuneIndex, read_list
from ...layers.vectors import layer_title
from ...translation import tr
from .inputs import add_code_fields, add_perimeters, perimeters

__all__ = [
    "COUNTS",
    "References",
    "add_communes",
    "add_counts",
    "add_date_and_groups",
    "add_decision",
    "add_official_list",
    "add_references",
    "add_summaries",
    "check_rules",
    "french",
    "layer_name",
    "read_references",
    "read_rules",
    "shown_rules",
    "tell_counts",
]

COUNTS = ("COUNT_IN", "COUNT_OUT", "COUNT_TO_CHECK", "COUNT_IMPRECISE", "COUNT_NOT_FOUND", "COUNT_ERROR")


def add_references(algorithm):
    """Add what verdicts on addresses are drawn from besides the perimeters of today."""
    add_perimeters(algorithm, "QPV_PREVIOUS", PREVIOUS, optional=True)
    add_official_list(algorithm)
    add_code_fields(algorithm)
    add_communes(algorithm)


def add_official_list(algorithm):
    """Add `QPV_LIST`."""
    algorithm.add_source(
        "QPV_LIST",
        tr("Official list of QPV by commune"),
        ["vector"],
        tr("Certifies that the layer of perimeters is complete (liste_qp_2024.csv: code_qp, insee_com)."),
        optional=True,
        reference="qpv_list",
    )


def add_communes(algorithm):
    """Add `COMMUNES`."""
    algorithm.add_source(
        "COMMUNES",
        tr("Layer of communes"),
        ["polygon"],
        tr("Tells in which commune each position falls, to check it against the official list."),
        optional=True,
        reference="communes",
        advanced=True,
    )


def add_decision(algorithm):
    """Add what addresses are decided by, `MIN_SCORE` to `MAX_DISTANCE`, then the date and the groups."""
    number = QgsProcessingParameterNumber
    real = number.Type.Double
    algorithm.add(
        number("MIN_SCORE", tr("Lowest score accepted"), real, MIN_SCORE, False, 0.0, 1.0),
        tr("Under it an address counts as not found: geocoders answer something even to gibberish."),
        advanced=True,
    )
    algorithm.add(
        number("EDGE_TOLERANCE", tr("Tolerance at the edge (m)"), real, EDGE_TOLERANCE, False, 0.0),
        tr("For positions whose precision is unknown; known ones have their own, from 5 m at the entrance to 25 m."),
        advanced=True,
    )
    algorithm.add_list("BANDS", tr("Distance bands (m)"), "300;500", tr("Each one is answered OUI, NON or A_VERIFIER."))
    algorithm.add(
        number("MAX_DISTANCE", tr("Farthest distance written (m)"), real, 1000.0, False, 0.0),
        tr("Farther than this from any QPV, distance and nearest QPV are left blank."),
        advanced=True,
    )
    add_date_and_groups(algorithm)


def add_date_and_groups(algorithm):
    """Add the field of dates and what the summary is about."""
    field, number = QgsProcessingParameterField, QgsProcessingParameterNumber
    any_type = field.DataType.Any
    algorithm.add(
        field("DATE_FIELD", tr("Field of dates"), None, "INPUT", any_type, optional=True),
        tr("Tells which generation of perimeters applied on that day, overseas or not."),
        advanced=True,
    )
    algorithm.add(
        field("GROUP_FIELDS", tr("Summary by"), None, "INPUT", any_type, True, True),
        tr("Fields whose values are counted apart in the summary."),
    )
    algorithm.add(
        field("SUM_FIELDS", tr("Fields to sum"), None, "INPUT", any_type, True, True),
        tr("Numbers added up in the summary, in QPV and undecided."),
    )
    algorithm.add(
        number("SECRET_THRESHOLD", tr("Statistical secrecy: hide counts under"), number.Type.Integer, 0, False, 0),
        tr("0 hides nothing; 5 or 11 are usual before publishing. A second count is hidden where needed."),
        advanced=True,
    )


def add_summaries(algorithm):
    """Add the summary and the report."""
    algorithm.add_sink(
        "OUTPUT_SUMMARY", tr("Summary by QPV"), "table", True, True,
        tr("Counts, sums and both bounds of the share in QPV."),
    )  # fmt: skip
    algorithm.add(
        QgsProcessingParameterFileDestination(
            "OUTPUT_HTML", tr("Report"), tr("HTML files (*.html)"), optional=True, createByDefault=True
        ),
        tr("Totals, by verdict and by QPV, with the parameters; no address is in it."),
    )


def add_counts(algorithm):
    """Add the numbers of rows by verdict."""
    labels = (
        tr("In a QPV"),
        tr("Out of any QPV"),
        tr("To check on the map"),
        tr("Imprecise addresses"),
        tr("Not found"),
        tr("Errors"),
    )
    for name, label in zip(COUNTS, labels):
        algorithm.add_number_output(name, label)
    algorithm.add_number_output("COUNT_JOIN_UNFOUNDED", tr("Answers a plain spatial join would give wrongly"))


def check_rules(algorithm, parameters, context):
    """Refuse bands and distances that mean nothing.

    Raises
    ------
    ParameterError
    """
    algorithm.thresholds(parameters, "BANDS", context)
    if algorithm.number(parameters, "MAX_DISTANCE", context, 1000.0) <= 0:
        raise ParameterError(
            QT_TRANSLATE_NOOP("@default", "“{name}” must be greater than 0."), name=algorithm.label("MAX_DISTANCE")
        )


def read_rules(algorithm, parameters, context):
    """Return what the user chose.

    Returns
    -------
    domain.qpv.georeference.Rules
    """
    return Rules(
        algorithm.number(parameters, "MIN_SCORE", context, MIN_SCORE),
        algorithm.number(parameters, "EDGE_TOLERANCE", context, EDGE_TOLERANCE),
        algorithm.thresholds(parameters, "BANDS", context),
        algorithm.number(parameters, "MAX_DISTANCE", context, 1000.0),
    )


@dataclass
class References:
    """What verdicts are drawn from.

    Attributes
    ----------
    current, previous : layers.perimeters.Perimeters
        The second is None where it is not given.
    official : domain.qpv.official_list.OfficialList or None
    communes : layers.communes.CommuneIndex or None
    warnings : list of str
        What is odd in them, said already.
    """

    current: object
    previous: object
    official: object
    communes: object
    warnings: list

    @property
    def commune_codes(self):
        """Codes of the layer of communes: those of today."""
        return frozenset() if self.communes is None else self.communes.codes


def read_references(algorithm, parameters, context, feedback, extra_fields=(None, None)):
    """Read perimeters, list and communes, in the first tenth of the progress bar.

    Parameters
    ----------
    extra_fields : (callable or None, callable or None)
        One more field to read of each generation of perimeters (`inputs.perimeters`).

    Returns
    -------
    References
    """
    found, warnings = perimeters(algorithm, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.04), extra_fields[0])
    older, more = perimeters(
        algorithm, parameters, "QPV_PREVIOUS", context, feedback, PREVIOUS, (0.04, 0.06), extra_fields[1]
    )
    official = None
    listing = algorithm.source(parameters, "QPV_LIST", context, with_crs=False)
    if listing is not None:
        official = read_list(listing, algorithm.label("QPV_LIST"), found.codes)
        more += _list_warnings(algorithm, feedback, official)
    elif found is not None:
        more += _partial_warnings(algorithm, feedback, found.codes)
    towns = algorithm.source(parameters, "COMMUNES", context, "polygon")
    tick = part(algorithm.ticker(feedback), 0.06, 0.1)
    index = None if towns is None else CommuneIndex(towns, algorithm.label("COMMUNES"), tick)
    return References(found, older, official, index, warnings + more)


def _partial_warnings(algorithm, feedback, codes):
    """Warn of a layer that has a part of the QPV of a département, where no official list will tell which."""
    texts = [
        tr(
            "The layer of perimeters has {count} of the {total} QPV of département {code}: without the official list, "
            "outside answers there rest on a part of the perimeters."
        ).format(count=count, total=total, code=place)
        for place, count, total in partial_departements(codes)[:3]
    ]
    for text in texts:
        algorithm.warn(feedback, text)
    return texts


def _list_warnings(algorithm, feedback, official):
    texts = []
    if official.foreign:
        texts.append(
            tr(
                "The official list does not know {count} codes of the layer: "
                "it is of another year or filtered, and certifies nothing."
            ).format(count=len(official.foreign))
        )
    elif official.missing:
        texts.append(
            tr(
                "The layer lacks {count} of the {total} QPV of the official list: "
                "outside answers in their communes are to be checked."
            ).format(count=len(official.missing), total=len(official.codes))
        )
    texts += [
        tr(
            "The official list has {count} of the {total} QPV of département {code}: it is filtered, "
            "and says nothing of the communes that it does not name."
        ).format(count=count, total=total, code=place)
        for place, count, total in partial_departements(official.codes)[:3]
    ]
    for text in texts:
        algorithm.warn(feedback, text)
    return texts


def shown_rules(algorithm, parameters, context, rules):
    """List the parameters that the report and the metadata show.

    Parameters
    ----------
    rules : domain.qpv.georeference.Rules or domain.qpv.parcels.Thresholds

    Returns
    -------
    list of (str, str)
    """
    shown = [
        (algorithm.label(name), layer_name(algorithm, parameters, name, context))
        for name in ("QPV", "QPV_PREVIOUS", "QPV_LIST")
    ]
    if algorithm.parameterDefinition("MIN_SCORE") is not None:
        shown.append((algorithm.label("MIN_SCORE"), french(rules.min_score)))
    return shown + [
        (algorithm.label("EDGE_TOLERANCE"), french(rules.edge_tolerance)),
        (algorithm.label("BANDS"), " ; ".join(french(b) for b in rules.bands)),
        (algorithm.label("MAX_DISTANCE"), french(rules.max_distance)),
        (algorithm.label("SECRET_THRESHOLD"), str(algorithm.parameterAsInt(parameters, "SECRET_THRESHOLD", context))),
    ]


def layer_name(algorithm, parameters, name, context):
    """Return what the user calls the layer of a parameter, a dash where there is none."""
    layer = algorithm.layer_behind(parameters, name, context)
    return layer_title(layer) if layer is not None else "—"


def tell_counts(feedback, run, results):
    """Say the counts of a run in the log and among its results.

    Returns
    -------
    list of int
        By verdict.
    """
    counts = run.current.tally.verdicts.tolist()
    results.update(zip(COUNTS, counts))
    results["COUNT_JOIN_UNFOUNDED"] = run.unfounded
    feedback.pushInfo(
        tr(
            "{inside} in a QPV, {outside} out, {check} to check, {vague} imprecise, {lost} not found, "
            "{errors} errors. "
            "A plain spatial join would have given {wrong} firm answers that are wrong or unfounded."
        ).format(
            inside=counts[0],
            outside=counts[1],
            check=counts[2],
            vague=counts[3],
            lost=counts[4],
            errors=counts[5],
            wrong=run.unfounded,
        )
    )
    return counts


def french(number):
    """Write a number with a decimal comma."""
    return format(number, ".10g").replace(".", ",")
