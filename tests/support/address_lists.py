"""Lists of addresses on the built-in sample, and their runs through `georeferenceaddresses`."""

from __future__ import annotations

import csv

from memory import memory_layer
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProject, QgsVectorLayer

KEPT = ("identifiant", "adresse", "code_postal", "commune", "montant", "date_aide", "dispositif")
FIELDS = ["dossier:string", "adresse:string", "code_postal:string", "commune:string", "code_insee:string"]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def people(*rows):
    return memory_layer("None", FIELDS, [(None, list(row) + [None] * (5 - len(row))) for row in rows])


def runner(sample_folder, index):
    """Return a function that runs the algorithm on a table: rows as dicts, results, layer."""
    def runs(given, feedback=None, **more):
        package = "{}|layername=".format(sample_folder / "exemple.gpkg")
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {
            "INPUT": given,
            "ADDRESS_INDEX": index,
            "QPV": package + "qpv_2024",
            "QPV_LIST": str(sample_folder / "liste_qp_2024.csv"),
            "OUTPUT": "memory:",
            **more,
        }
        results = processing.run("cohesion:georeferenceaddresses", parameters, context=context, feedback=feedback)
        layer = results["OUTPUT"]
        if isinstance(layer, str):
            layer = QgsVectorLayer(layer, "out", "ogr")
        names = layer.fields().names()
        rows = [dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in layer.getFeatures()]
        return rows, results, layer

    return runs


def write_bare(sample_folder, path):
    """Write the sample's beneficiaries without what a geocoder said of them."""
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, KEPT, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(read(sample_folder / "beneficiaires.csv"))
    return str(path)
