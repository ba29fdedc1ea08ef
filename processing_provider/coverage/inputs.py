"""Inputs that the coverage algorithms share: people, sites and zones, with what must be said of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from ...domain.access.population import read_people
from ...domain.coverage.scenarios import CLASSES, FIXED, MOBILE, UNKNOWN
from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...layers.sites import read_sites
from ...layers.vectors import find_field, read_points
from ...layers.zones import code_text, read_zones
from ...sources import france_services
from ...translation import tr
from ..population import population_field

__all__ = ["ReportZones", "Sites", "people_of", "say_repairs", "sites_of", "some", "zones_of"]

ZONE_CODES = (
    "code_insee", "insee_com", "codgeo", "code_commune", "code_com", "code", "depcom", "code_siren", "siren_epci",
    "code_epci", "insee_dep", "code_dep", "code_qp", "code_iris",
)  # fmt: skip
ZONE_NAMES = ("nom", "nom_com", "nom_officiel", "libgeo", "libelle", "lib_com", "nom_epci", "nom_dep", "name")


@dataclass
class Sites:
    """Sites that may count.

    Attributes
    ----------
    xy : numpy.ndarray
        Shape (m, 2), work system.
    ids : list of str
    classes : numpy.ndarray of int
        Shape (m,), position in `CLASSES`.
    """

    xy: np.ndarray
    ids: list
    classes: np.ndarray


@dataclass
class ReportZones:
    """Zones of the report; all empty where the report has none.

    Attributes
    ----------
    source : QgsProcessingFeatureSource or None
    zones : layers.zones.Zones or None
    codes : list of str
    titles : list of str or None
    """

    source: object = None
    zones: object = None
    codes: list = field(default_factory=list)
    titles: list = field(default_factory=list)


def people_of(algorithm, parameters, context, feedback, source, crs, tick):
    """Read the centres and the people of the cells.

    Returns
    -------
    xy : numpy.ndarray
        Shape (n, 2), in `crs`.
    people : numpy.ndarray
        Shape (n,).

    Raises
    ------
    DataError
        When no column holds people, or nobody is in it.
    """
    name = algorithm.label("POPULATION")
    column = population_field(algorithm, parameters, context, source)
    cells = read_points(source, name, crs, context, [column], tick)
    people = read_people(cells.columns[column])
    set_aside = people.missing + people.unreadable + people.negative
    if set_aside:
        algorithm.warn(
            feedback,
            tr(
                "{count} cells have no usable number of people in “{field}” ({missing} blank, {unreadable} not a "
                "number, {negative} negative): they count as uninhabited."
            ).format(
                count=set_aside,
                field=column,
                missing=people.missing,
                unreadable=people.unreadable,
                negative=people.negative,
            ),
        )
    if not people.values.any():
        raise DataError(
            QT_TRANSLATE_NOOP(
                "@default",
                "The field “{field}” of “{name}” counts nobody: choose the field that holds the number of people.",
            ),
            field=column,
            name=name,
        )
    lost = ~cells.located
    if lost.any():
        algorithm.warn(
            feedback,
            tr(
                "{count} cells ({people} people) have no usable geometry: they stay in the population, without access."
            ).format(count=int(lost.sum()), people=round(float(people.values[lost].sum()))),
        )
    return cells.xy, people.values


def sites_of(algorithm, parameters, context, feedback, crs):
    """Read the sites, their class, and the stops that replace the bases of buses.

    Returns
    -------
    Sites

    Raises
    ------
    DataError
        When no site can be counted.
    """
    source = algorithm.source(parameters, "SITES", context, with_crs=False)
    name = algorithm.label("SITES")
    columns = france_services.find_columns(source.fields().names())
    id_field = algorithm.field_name(parameters, "SITE_ID_FIELD", context, source) or columns.id
    chosen = [algorithm.field_name(parameters, key, context, source) for key in ("FORMAT_FIELD", "TYPE_FIELD")]
    form, kind = chosen[0] or columns.format, chosen[1] or columns.type
    table = read_sites(source, name, crs, context, id_field, form, None if kind == form else kind)
    kinds = [france_services.classify(*values) for values in zip(table.forms, table.kinds)]
    if any(chosen) or any(site.site_class for site in kinds):
        classes = _classes_of(algorithm, feedback, kinds)
    else:
        # a layer of one's own, perhaps with a column « type » that means something else
        classes = [FIXED] * len(table)
        algorithm.warn(
            feedback,
            tr(
                "No column of “{name}” tells fixed sites, branches and buses apart: "
                "all {count} sites are counted as fixed sites, so that the three scenarios are the same."
            ).format(name=name, count=len(table)),
        )
    known = np.array([site_class != UNKNOWN for site_class in classes], dtype=bool)
    if (~table.located).any():
        algorithm.warn(
            feedback,
            tr("{count} sites have no usable position and are counted in no scenario: {ids}.").format(
                count=int((~table.located).sum()), ids=some(table.ids, ~table.located)
            ),
        )
    kept = table.located & known
    if not kept.any():
        raise DataError(
            QT_TRANSLATE_NOOP(
                "@default",
                "No site of “{name}” can be counted: check the fields that say which are fixed, branches or buses, "
                "and the positions.",
            ),
            name=name,
        )
    places = np.array([CLASSES.index(site_class) if site_class else -1 for site_class in classes], dtype=np.int64)
    sites = Sites(table.xy[kept], [table.ids[row] for row in np.flatnonzero(kept)], places[kept])
    feedback.pushInfo(
        tr("Sites: {fixed} fixed, {branches} branches, {buses} bases of buses or itinerant teams.").format(
            fixed=int((sites.classes == 0).sum()),
            branches=int((sites.classes == 1).sum()),
            buses=int((sites.classes == 2).sum()),
        )
    )
    return _with_stops(algorithm, parameters, context, feedback, crs, sites, id_field)


def _classes_of(algorithm, feedback, kinds):
    """Return the class of each site; say what was not understood."""
    unread = Counter(value for kind in kinds for value in kind.unread)
    count = sum(kind.site_class == UNKNOWN for kind in kinds)
    if count:
        shown = ", ".join("« {} » ({})".format(value, times) for value, times in unread.most_common(8))
        algorithm.warn(
            feedback,
            tr(
                "{count} sites do not say whether they are fixed, branches or buses and are counted in no scenario. "
                "Values not understood: {values}."
            ).format(count=count, values=shown or tr("none, the fields are blank")),
        )
    return [kind.site_class for kind in kinds]


def _with_stops(algorithm, parameters, context, feedback, crs, sites, id_field):
    """Replace the bases of buses by the stops where they receive people."""
    source = algorithm.source(parameters, "BUS_STOPS", context, "point")
    if source is None:
        return sites
    own = find_field(source.fields(), [id_field] if id_field else [])
    points = read_points(source, algorithm.label("BUS_STOPS"), crs, context, [own] if own else [])
    located = np.flatnonzero(points.located)
    ids = [code_text(points.columns[own][row], row) if own else "arret_{}".format(row + 1) for row in located.tolist()]
    mobile = sites.classes == CLASSES.index(MOBILE)
    served = set(ids)
    replaced = mobile & np.array([not own or site in served for site in sites.ids], dtype=bool)
    feedback.pushInfo(
        tr("{stops} stops replace the bases of {buses} buses; {left} buses keep their base.").format(
            stops=len(located), buses=int(replaced.sum()), left=int((mobile & ~replaced).sum())
        )
    )
    kept = np.flatnonzero(~replaced)
    return Sites(
        np.concatenate([sites.xy[kept], points.xy[located]]),
        [sites.ids[row] for row in kept.tolist()] + ids,
        np.concatenate([sites.classes[kept], np.full(len(located), CLASSES.index(MOBILE), dtype=np.int64)]),
    )


def zones_of(algorithm, parameters, context, feedback, tick):
    """Read the zones of the report, their codes and their names.

    Returns
    -------
    ReportZones
    """
    source = algorithm.source(parameters, "ZONES", context, "polygon")
    if source is None:
        return ReportZones()
    zones = read_zones(source, algorithm.label("ZONES"), tick)
    say_repairs(algorithm, feedback, zones, "ZONES")
    code = algorithm.field_name(parameters, "ZONE_FIELD", context, source) or find_field(source.fields(), ZONE_CODES)
    title = find_field(source.fields(), ZONE_NAMES)
    names = source.fields().names()
    blank = [None] * len(zones)
    codes = [row[names.index(code)] for row in zones.attributes] if code else blank
    titles = [row[names.index(title)] for row in zones.attributes] if title else blank
    return ReportZones(
        source,
        zones,
        [code_text(value, row) for row, value in enumerate(codes)],
        [None if value is None else str(value) for value in titles],
    )


def say_repairs(algorithm, feedback, zones, name):
    """Say how many polygons had to be repaired or have no geometry."""
    if zones.repaired or zones.unusable:
        algorithm.warn(
            feedback,
            tr("“{name}”: {repaired} invalid polygons repaired, {unusable} rows without a usable polygon.").format(
                name=algorithm.label(name), repaired=zones.repaired, unusable=zones.unusable
            ),
        )


def some(ids, chosen):
    """Write the first identifiers of a selection."""
    rows = np.flatnonzero(chosen).tolist()
    return ", ".join(ids[row] for row in rows[:10]) + ("…" if len(rows) > 10 else "")
