"""What each reference datum is and where it comes from, in the words of the options page."""
from __future__ import annotations

from dataclasses import dataclass

from ..domain.errors import QT_TRANSLATE_NOOP

__all__ = ["CATALOGUE", "Datum"]

LAYERS = QT_TRANSLATE_NOOP(
    "@default", "Geographic layers (*.gpkg *.shp *.geojson *.json *.fgb *.sqlite *.tab *.mif *.kml);;All files (*)"
)
TABLES = QT_TRANSLATE_NOOP("@default", "Tables (*.csv *.xlsx *.ods *.gpkg *.dbf);;All files (*)")
INDEXES = QT_TRANSLATE_NOOP("@default", "Address indexes (*.sqlite *.db);;All files (*.*)")


@dataclass(frozen=True)
class Datum:
    """One reference datum.

    Attributes
    ----------
    key : str
        As in `processing_provider.reference_data`.
    title, about : str
        English, translated when shown; `about` is rich text.
    filters : str
        File types offered when browsing.
    is_layer : bool
        False for a file that QGIS shows no layer of.
    """

    key: str
    title: str
    about: str
    filters: str = LAYERS
    is_layer: bool = True


# section → data, in the order of the page
CATALOGUE = (
    (
        QT_TRANSLATE_NOOP("@default", "Priority neighbourhoods"),
        (
            Datum(
                "qpv_2024",
                QT_TRANSLATE_NOOP("@default", "QPV 2024 (current perimeters)"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Perimeters in force, codes QN… (1,584 for the whole country). ANCT, on data.gouv.fr: "
                    "“Quartiers prioritaires de la politique de la ville (QPV)”. "
                    "Beware: the QPV layer of the Géoplateforme web service holds the perimeters of 2015.",
                ),
            ),
            Datum(
                "qpv_2015",
                QT_TRANSLATE_NOOP("@default", "QPV 2015 (former perimeters)"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Perimeters of 2015 to 2023, codes QP…, for the rights that still refer to them. "
                    "ANCT, same page of data.gouv.fr.",
                ),
            ),
            Datum(
                "qpv_list",
                QT_TRANSLATE_NOOP("@default", "Official list of QPV by commune"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Table of the codes by commune (listeqp2024-cog….csv). It certifies that the layer of perimeters "
                    "is complete: without it, no “outside any QPV” is certified.",
                ),
                TABLES,
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("@default", "Territory and addresses"),
        (
            Datum(
                "communes",
                QT_TRANSLATE_NOOP("@default", "Communes"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Polygons with their Insee code, for counts by commune and the check by the official list. "
                    "IGN, Admin Express.",
                ),
            ),
            Datum(
                "address_index",
                QT_TRANSLATE_NOOP("@default", "BAN index (addresses, offline)"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "One SQLite file made from the Base Adresse Nationale of your département "
                    "(adresse.data.gouv.fr, files adresses-….csv.gz), to find addresses without sending them anywhere. "
                    "“Build the address index” makes it.",
                ),
                INDEXES,
                False,
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("@default", "Networks"),
        (
            Datum(
                "streets",
                QT_TRANSLATE_NOOP("@default", "Streets and paths for walking"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Lines with their paths and stairs: BD TOPO “tronçon de route” (IGN) or OpenStreetMap “highway”. "
                    "Take 3 km more than your territory, or the edges will be flagged as uncertain.",
                ),
            ),
            Datum(
                "roads",
                QT_TRANSLATE_NOOP("@default", "Roads for driving"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Lines with their direction and speed: BD TOPO “tronçon de route” is the best source. "
                    "Take 30 km more than your territory. It may be the same layer as for walking.",
                ),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("@default", "Population and services"),
        (
            Datum(
                "population",
                QT_TRANSLATE_NOOP("@default", "Population grid"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Cells of 200 m with their people (field “ind”). Insee, Filosofi: people of fiscal households, "
                    "a little fewer than the inhabitants of the census.",
                ),
            ),
            Datum(
                "france_services",
                QT_TRANSLATE_NOOP("@default", "France services (former MSAP)"),
                QT_TRANSLATE_NOOP(
                    "@default",
                    "Official list with format_fs and type_fs, which tell fixed sites from antennes and buses. "
                    "ANCT, on data.gouv.fr: “Liste des structures France services”; a CSV or a layer of points.",
                ),
                QT_TRANSLATE_NOOP("@default", "Tables and layers (*.csv *.xlsx *.gpkg *.geojson *.shp);;All files (*)"),
            ),
        ),
    ),
)
