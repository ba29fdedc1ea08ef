"""Cohésion des territoires: QPV, accessibility and France services in QGIS."""


def classFactory(iface):  # noqa: N802 - QGIS's name
    """Return the plugin to QGIS."""
    from .plugin import CohesionPlugin

    return CohesionPlugin(iface)
