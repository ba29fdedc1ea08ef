"""Saying, in a layer's own metadata, how it was made."""
from __future__ import annotations

from qgis.core import QgsLayerMetadata

__all__ = ["describe"]


def describe(layer, title, abstract, rights=(), history=()):
    """Write a layer's metadata.

    Parameters
    ----------
    layer : QgsMapLayer
    title, abstract : str
    rights : sequence of str
        Sources and licences to credit; also shown as the layer's attribution.
    history : sequence of str
        How it was made: algorithm, date, parameters.
    """
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setLanguage("FRA")
    metadata.setTitle(title)
    metadata.setAbstract(abstract)
    metadata.setCrs(layer.crs())
    if rights:
        metadata.setRights(list(rights))
        metadata.setLicenses(["Voir les droits de chaque source"])
    for entry in history:
        metadata.addHistoryItem(entry)
    layer.setMetadata(metadata)
