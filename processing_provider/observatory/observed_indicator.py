"""An indicator as `observatorylayer` writes it: observations on the boundaries of their level and year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from qgis.core import QgsFields, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError, ParameterError
from ...domain.indicators.cells import Column
from ...domain.indicators.columns import certain_level
from ...domain.indicators.entry import CLASS, Query
from ...domain.indicators.levels import COM, LEVELS
from ...domain.indicators.observations import OUT_OF_SOURCE
from ...domain.progress import part
from ...layers.boundaries import read_boundaries
from ...layers.boundary_layers import ready_boundaries, ready_layer
from ...layers.dataset_cache import open_record
from ...layers.indicator_layer import indicator_fields, indicator_rows
from ...layers.metadata import Provenance
from ...layers.styles.choropleth import Legend, style_indicator
from ...layers.temporal import follow_dates
from ...sources import observation_file
from ...sources.catalogue import is_obtainable
from ...sources.ranges import Validators
from ...sources.territories import shipped
from ...translation import tr
from .classing import history_of, read_classing, say_classes, say_doubts
from .geography import convert_changes, read_changes, read_year
from .join_report import counts_of, refuse_other_level, say_counts, say_join, say_names, say_parts, write_report
from .territory import inside_of, say_coarse

__all__ = ["provenance_of", "write_indicator"]

ALL = "*"
_NO_YEAR = QT_TRANSLATE_NOOP("@default", "“{name}” has no row for “{year}”; it has: {list}.")
_NO_BOUNDARIES = QT_TRANSLATE_NOOP(
    "@default", "The catalogue has no boundaries of this level ({level}): give a layer in “{name}”."
)
_BY_HAND = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}”: no service gives them. Fetch them by hand from their page, {page}, and give the layer in “{name}”.",
)
_OTHER_PLACE = QT_TRANSLATE_NOOP(
    "@default", "No polygon of the boundaries is in {territory} (their codes: {others}…): give those of this territory."
)
_NO_YEARS = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” cannot be converted from one year's communes to another's, as a year is missing: say “{name}”, or leave "
    "out the table of commune changes.",
)
_NOTHING = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” has no value for any of these boundaries (its codes: {codes}…; theirs: {others}…): check that the "
    "level and the year are the same.",
)


def write_indicator(algorithm, parameters, context, feedback, asked, entry, query, found, tick):
    """Join, class, write and dress an indicator; returns the results."""
    observations = observation_file.read(found.record.path)
    periods = _periods(observations, entry, query.year)
    geography = observations.geography or found.record.facts.get("geography", "") or entry.geography
    areas, crs, credits, drawn = _boundaries(
        algorithm, parameters, context, asked, query.level, geography, part(tick, 0.0, 0.5)
    )
    inside = inside_of(query.territory, query.level)
    say_coarse(asked.feedback, query, entry.title)
    places = [place for place, code in enumerate(areas.codes) if code and inside(code)]
    codes = [areas.codes[place] for place in places]
    if not codes:
        raise DataError(_OTHER_PLACE, territory=str(query.territory), others=_few(areas.codes))
    measure = CLASS if observations.labels is not None else entry.measure
    classing = read_classing(algorithm, parameters, context)
    observations = replace(observations, geography=geography).only(np.isin(observations.periods, periods))
    changes = read_changes(algorithm, parameters, context)
    if changes is not None and observations.level == COM:
        if not drawn or not geography:
            raise ParameterError(_NO_YEARS, title=entry.title, name=algorithm.label("BOUNDARY_GEOGRAPHY"))
        observations = convert_changes(
            algorithm, asked.feedback, observations, changes, drawn, classing.measured(measure), entry.title
        )
    rows = indicator_rows(
        observations, periods, codes, drawn, lambda code: not inside(code),
        shipped().successors, part(tick, 0.5, 0.6),
    )  # fmt: skip
    if (rows.statuses == OUT_OF_SOURCE).all():
        raise DataError(_NOTHING, title=entry.title, codes=_few(observations.codes), others=_few(codes))
    title = algorithm.parameterAsString(parameters, "TITLE", context).strip() or entry.title
    unit = algorithm.parameterAsString(parameters, "UNIT", context).strip() or entry.unit
    column = Column(rows.values, rows.statuses, rows.labels, 0)
    classes = classing.classify(title, unit, column, measure)
    say_classes(algorithm, feedback, classes, entry.title)
    say_doubts(algorithm, feedback, entry.title, unit, column, rows.periods)
    sink = algorithm.sink(
        parameters, "OUTPUT", context, QgsFields(), indicator_fields(), QgsWkbTypes.Type.MultiPolygon, crs
    )
    names = {**areas.names, **(observations.names or {})}
    producer = found.record.facts.get("producer") or entry.producer or entry.observatory
    told = unit, entry.title, producer, observations.geography
    numbers, write = classes.of.tolist(), part(tick, 0.6, 1.0)
    shapes = [areas.geometry(place) for place in places]
    for place, polygon in enumerate(rows.polygons.tolist()):
        if place % 1000 == 0:
            write(place / len(numbers))
        code = codes[polygon]
        sink.add(shapes[polygon], rows.attributes(place, code, names.get(code), numbers[place], told))
    sink.close()
    counts = {**counts_of(rows.join, classes.secret), "COUNT_ROWS": len(numbers)}
    said = say_join(algorithm, asked.feedback, rows.join)
    say_names(algorithm, asked.feedback, observations.names or {}, areas.names)
    say_parts(algorithm, asked.feedback, codes, classes.measure)
    say_counts(algorithm, asked.feedback, repeated=len(rows.join.repeated))
    report = write_report(algorithm, parameters, context, feedback, rows.join, names)
    algorithm.publish(
        sink, context, _style(sink, classes, title, unit, producer, periods), said,
        history=_history(query, periods) + history_of(algorithm, parameters, context, classes),
        provenance=provenance_of(entry, found.record, credits),
    )  # fmt: skip
    results = {"OUTPUT": sink.destination, "YEARS": ";".join(periods), **counts}
    if report is not None:
        results["OUTPUT_REPORT"] = report.destination
    return results


def _periods(observations, entry, year):
    known = sorted(set(observations.periods.tolist()))
    if year == ALL or not known:
        return known or [""]
    wanted = year or known[-1]
    if wanted not in known:
        # a source that gives no period at all has the one that was asked for
        if known == [""]:
            return known
        listed = ", ".join(known[:6]) + (", …" if len(known) > 6 else "")
        raise ParameterError(_NO_YEAR, name=entry.title, year=year, list=listed)
    return [wanted]


def _boundaries(algorithm, parameters, context, asked, level, geography, tick):
    """Return (boundaries, their system, producers and licences to credit, year of their geography)."""
    source = algorithm.source(parameters, "BOUNDARIES", context, "polygon")
    if source is not None:
        name = algorithm.label("BOUNDARIES")
        areas = read_boundaries(source, name, None, level, tick)
        told = certain_level(areas.codes, areas.code_field)
        refuse_other_level(algorithm.label("ENTRY"), "code", level, name, told)
        say_counts(
            algorithm, asked.feedback, mangled=areas.mangled, repaired=areas.repaired, unusable=areas.unusable,
            delegated=areas.delegated,
        )  # fmt: skip
        return areas, source.sourceCrs(), (), read_year(algorithm, parameters, "BOUNDARY_GEOGRAPHY", context)
    entry_id = "contours:" + level
    if entry_id not in asked.catalogue:
        raise ParameterError(_NO_BOUNDARIES, level=tr(LEVELS[level]), name=algorithm.label("BOUNDARIES"))
    entry = asked.catalogue.entry(entry_id)
    if not is_obtainable(entry):
        raise ParameterError(_BY_HAND, title=entry.title, page=entry.page, name=algorithm.label("BOUNDARIES"))
    found = asked.obtain(entry, Query(level=level, year=geography), own=False, tick=part(tick, 0.0, 0.5))
    try:
        ready = ready_boundaries(asked.cache, found.record, level, part(tick, 0.5, 0.9), asked.pulse)
    except OutputError:
        # a folder that may only be read serves all the same: they are made ready for this run alone
        layer = open_record(found.record)
        areas = read_boundaries(layer, entry.title, None, level, part(tick, 0.5, 1.0))
        repaired, unusable = areas.repaired, areas.unusable
    else:
        layer, repaired, unusable = ready_layer(ready), ready.facts.get("repaired", 0), ready.facts.get("unusable", 0)
        areas = read_boundaries(layer, entry.title, "code", level, part(tick, 0.9, 1.0), sound=True)
    if repaired:
        asked.feedback.pushInfo(tr("Invalid polygons repaired: {count}.").format(count=repaired))
    say_counts(algorithm, asked.feedback, unusable=unusable)
    facts = found.record.facts
    credit = facts.get("producer") or entry.producer, facts.get("licence", "")
    return areas, layer.crs(), (credit,), facts.get("geography", "")


def _style(sink, classes, title, unit, producer, periods):
    names = sink.fields.names()
    shown = " – ".join([title, *periods] if len(periods) == 1 and periods[0] else [title])
    labelled = classes.measure == CLASS
    legend = Legend(names[8], "" if labelled else names[5], names[7], shown, "" if labelled else unit, producer)
    dress = style_indicator(classes, legend)

    def style(layer):
        dress(layer)
        if len(periods) > 1:
            follow_dates(layer, names[3], names[4])

    return style


def _history(query, periods):
    return [
        "Niveau : {} ; territoire : {} ; années : {}".format(query.level, query.territory, ", ".join(periods) or "–")
    ]


def provenance_of(entry, record, credits=()):
    """Return the `Provenance` of what was obtained for an entry."""
    facts = record.facts
    words = "\n".join(text for text in (entry.definition, entry.secrecy, entry.note) if text)
    return Provenance(
        entry.title, words, facts.get("producer") or entry.producer, entry.observatory,
        facts.get("licence") or entry.licence, entry.page, facts.get("address", ""), record.fetched,
        _day(str(facts.get("modified", ""))), record.sha256, facts.get("geography", ""), tuple(entry.themes), credits,
    )  # fmt: skip


def _day(modified):
    """Return the day of a source's last change: what a program compares copies by says nothing to a person."""
    return modified[:10] if modified[:4].isdecimal() else Validators.read(modified[modified.find("[") :]).day


def _few(codes):
    return ", ".join(sorted({str(code) for code in codes if code})[:3])
