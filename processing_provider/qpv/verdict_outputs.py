"""The table and the page that sum up a run of verdicts."""

from __future__ import annotations

import datetime
from pathlib import Path

from qgis.core import QgsFields, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, OutputError
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.report import ADDRESS_WORDS, GenerationReport, Report, render
from ...layers.fields import make_field
from ...layers.journal import describe_file, plugin_version
from ...sources.reasons import reason
from ...translation import tr
from .verdict_parameters import layer_name

__all__ = ["source_vintages", "sum_up", "summary_fields", "write_report", "write_summary"]


def sum_up(algorithm, parameters, context, feedback, fields, crs, run, shown, results, words=ADDRESS_WORDS):
    """Write the summary and the report that are asked for, and name them in the results.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    fields : QgsFields
        Of the input.
    crs : QgsCoordinateReferenceSystem
    run : georeferencing.Summed
    shown : dict
        See `write_report`; ``draw(rows, threshold)``, where there is one, draws the map.
    results : dict
    words : domain.qpv.report.Words, optional
    """
    shown["warnings"] = shown["warnings"] + _unread_amounts(algorithm, feedback, fields, run)
    groups, added = summary_fields(run, fields)
    none = QgsWkbTypes.Type.NoGeometry
    sink = algorithm.sink(parameters, "OUTPUT_SUMMARY", context, groups, added, none, crs)
    threshold = algorithm.parameterAsInt(parameters, "SECRET_THRESHOLD", context)
    rows = run.summaries(threshold)
    if sink is not None:
        write_summary(run, rows, sink)
        results["OUTPUT_SUMMARY"] = sink.destination
        algorithm.publish(sink, context, None, words.caution)
    path = algorithm.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
    if path:
        shown["threshold"] = threshold
        if "draw" in shown:
            shown["drawing"] = shown["draw"](rows, threshold)
        layers = {CURRENT: "QPV", PREVIOUS: "QPV_PREVIOUS"}
        layers = {year: layer_name(algorithm, parameters, name, context) for year, name in layers.items()}
        write_report(path, run, rows, layers, shown, algorithm.displayName(), words)
        results["OUTPUT_HTML"] = path


def _unread_amounts(algorithm, feedback, fields, run):
    """Warn of the cells that no sum could take in."""
    texts = [
        tr("{count} cells of “{field}” are no numbers: its sums leave them out.").format(
            count=count, field=fields.at(place).name()
        )
        for place, count in getattr(run, "unread", {}).items()
        if count
    ]
    for text in texts:
        algorithm.warn(feedback, text)
    return texts


def summary_fields(run, source_fields):
    """List the fields of the summary.

    Parameters
    ----------
    run : georeferencing.Summed
    source_fields : QgsFields

    Returns
    -------
    groups : QgsFields
        The group fields, as the input has them.
    added : list of QgsField
    """
    groups = QgsFields()
    for place in run.groups:
        own = source_fields.at(place)
        # dates are written as texts: a group is a label
        groups.append(make_field(own.name(), "text") if own.isDateOrTime() else own)
    added = [make_field(n, "text") for n in ("niveau", "generation", "code_qp", "nom_qp")]
    tally = run.current.tally
    added += [make_field(n, "int") for n in tally.count_fields]
    added += [make_field(n, "double") for n in tally.share_fields]
    for place in run.sums:
        name = "somme_" + source_fields.at(place).name()
        added += [make_field(name + end, "double") for end in tally.sum_ends]
    return groups, added + [make_field("secret", "text")]


def write_summary(run, rows, sink):
    """Write the table of counts, sums and bounds.

    Parameters
    ----------
    run : georeferencing.Summed
    rows : dict of int to list of domain.qpv.summary.SummaryRow
        By generation.
    sink : layers.sinks.Sink
    """
    for year, generation in run.generations.items():
        for row in rows[year]:
            values = [v.isoformat() if hasattr(v, "isoformat") else v for v in row.group]
            values = values or [None] * len(run.groups)
            values += [row.level, str(generation.perimeters.generation or year)]
            values += [generation.codes[row.perimeter], generation.names[row.perimeter]]
            values += [row.counts[n] for n in generation.tally.count_fields]
            values += [row.shares[n] for n in generation.tally.share_fields]
            values += [v for total in row.sums for v in total]
            sink.add(None, values + ["OUI" if row.hidden else "NON"])


def source_vintages(algorithm, parameters, context, addresses, known):
    """Say what answered and how old it is.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    addresses : sequence of str
        What the geocoder says of its data.
    known : verdict_parameters.References

    Returns
    -------
    list of (str, str)
    """
    rows = [(tr("Addresses"), text.partition(": ")[2] or text) for text in addresses]
    counts = {
        "QPV": (tr("{count} perimeters"), len(known.current)),
        "QPV_PREVIOUS": (tr("{count} perimeters"), len(known.previous or ())),
        "QPV_LIST": (tr("{count} QPV"), len(known.official.codes) if known.official is not None else 0),
        "COMMUNES": (tr("{count} communes"), len(known.commune_codes)),
    }
    for name, (words, count) in counts.items():
        layer = None if algorithm.left_out(parameters, name) else algorithm.layer_behind(parameters, name, context)
        if layer is None or not count:
            continue
        facts = describe_file(layer)
        told = [facts.get("fichier") or layer.name(), words.format(count=count)]
        if "modifie_le" in facts:
            told.append(tr("file of {day}").format(day=facts["modifie_le"][:10]))
        rows.append((algorithm.label(name), ", ".join(told)))
    return rows


def write_report(path, run, rows, layers, shown, algorithm, words=ADDRESS_WORDS):
    """Write the HTML report.

    Parameters
    ----------
    path : str
    run : georeferencing.Summed
    rows : dict of int to list of domain.qpv.summary.SummaryRow
        By generation.
    layers : dict of int to str
        Names of the layers of perimeters, by generation.
    shown : dict
        ``parameters``, ``warnings``, ``sums`` and ``groups`` of the run; ``drawing``, ``vintages`` and ``threshold``
        (of secrecy) where there are.
    algorithm : str
        Its name, as shown.
    words : domain.qpv.report.Words, optional

    Raises
    ------
    OutputError
    """
    parts = []
    for year, generation in run.generations.items():
        layer = "Couche « {} », {} périmètres.".format(layers[year], len(generation.perimeters))
        title = "QPV {}".format(generation.perimeters.generation or year)
        parts.append(GenerationReport(title, layer, rows[year], generation.codes, generation.names))
    today = datetime.date.today().strftime("%d/%m/%Y")
    made_by = "{} — Cohésion des territoires {} — {}".format(algorithm, plugin_version(), today)
    report = Report(
        parts,
        run.unfounded,
        run.unlocated,
        shown["parameters"],
        shown["warnings"],
        made_by,
        shown["sums"],
        shown["groups"],
        shown.get("drawing", ""),
        shown.get("vintages", []),
        words,
        shown.get("threshold", 0),
    )
    try:
        Path(path).write_text(render(report), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            QT_TRANSLATE_NOOP("@default", "The report cannot be written ({why}): choose another folder."),
            why=reason(error),
        ) from error
