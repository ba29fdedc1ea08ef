"""Layers of several years, for QGIS's temporal controller."""

from __future__ import annotations

from qgis.core import QgsVectorLayerTemporalProperties

from ..domain.indicators.series import dates_of

__all__ = ["follow_dates", "follow_years", "follower"]

_DATES = ("date_debut", "date_fin")


def _mode(name):
    """Return a mode: QGIS 3.22 gives some to the class alone, QGIS 4 to its enumeration alone."""
    found = getattr(QgsVectorLayerTemporalProperties.TemporalMode, name, None)
    return getattr(QgsVectorLayerTemporalProperties, name) if found is None else found


def follow_dates(layer, start, end):
    """Show of a layer what is of the time that the controller shows.

    Parameters
    ----------
    layer : QgsVectorLayer
    start, end : str
        Fields of dates.
    """
    temporal = layer.temporalProperties()
    temporal.setMode(_mode("ModeFeatureDateTimeStartAndEndFromFields"))
    temporal.setStartField(start)
    temporal.setEndField(end)
    temporal.setIsActive(True)


def follow_years(layer, column, years):
    """Do the same by a field of years.

    Parameters
    ----------
    column : str
        As the layer spells it.
    years : sequence of str
        What it holds: nothing is done unless all are years.
    """
    if not all(len(year) == 4 and dates_of(year)[0] for year in years):
        return
    temporal = layer.temporalProperties()
    temporal.setMode(_mode("ModeFeatureDateTimeStartAndEndFromExpressions"))
    temporal.setStartExpression('make_date(to_int("{}"), 1, 1)'.format(column))
    temporal.setEndExpression('make_date(to_int("{}"), 12, 31)'.format(column))
    temporal.setIsActive(True)


def follower(fields, kept, column, years):
    """Return what makes a layer follow the controller: by its own dates, as an observatory's layer has, else by years.

    Parameters
    ----------
    fields : QgsFields
        Of the layer that it was made of.
    kept : sequence of str
        What they are called in the layer, in order.
    column : str
        Of the years.
    years : sequence of str

    Returns
    -------
    callable
        ``follow(layer)``.
    """
    dates = [fields.lookupField(name) for name in _DATES]
    if min(dates) >= 0:
        return lambda layer: follow_dates(layer, *(kept[place] for place in dates))
    return lambda layer: follow_years(layer, kept[fields.lookupField(column)], years)
