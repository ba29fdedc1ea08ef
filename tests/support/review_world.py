"""A result to review, small enough to check by hand; perimeters are those of `qpv_world`."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qpv_world import layer_of

FIELDS = [
    "adresse:string", "commune:string", "verdict:string", "code_qp:string", "nom_qp:string", "distance_m:double",
    "code_qp_proche:string", "nom_qp_proche:string", "bande_300:string", "precision:string", "motif:string",
]  # fmt: skip
EDGE = "Position au segment, à 15 m au plus de la limite d'un périmètre : regarder la carte."
FINE = "Position à l'entrée, à 5 m au plus de la limite d'un périmètre : regarder la carte."
STREET = "Seule la voie est connue : demander le numéro."
PRES, GARE = ("QN07501N", "Les Prés"), ("QN07502M", "La Gare")

# (where, address, commune, verdict, QPV it is in, distance, nearest, precision, reason)
ROWS = [
    ("Point(200 200)", "1 rue A", "Paris", "EN_QPV", PRES, -200.0, PRES, "segment", "dedans"),
    ("Point(-300 200)", "2 rue B", "Paris", "HORS_QPV", None, 300.0, PRES, "segment", "dehors"),
    ("Point(397 200)", "3 rue C", "Paris", "A_VERIFIER", None, -3.0, PRES, "entrée", FINE),
    ("Point(408 200)", "4 rue D", "Paris", "A_VERIFIER", None, 8.0, PRES, "segment", EDGE),
    ("Point(1100 200)", "rue E", "Pantin", "ADRESSE_IMPRECISE", None, -100.0, GARE, "voie", STREET),
    (None, "6 rue F", "Pantin", "NON_TROUVEE", None, None, None, None, "Le géocodeur n'a pas trouvé cette adresse."),
    ("Point(990 200)", "7 rue G", "Pantin", "A_VERIFIER", None, 10.0, GARE, "segment", EDGE),
    (None, "8 rue H", "Pantin", "ERREUR", None, None, None, None, "Ligne sans position."),
]


def attributes(row):
    """Lay out one of `ROWS` as the attributes of `FIELDS`."""
    _where, address, commune, verdict, own, distance, near, precision, reason = row
    (code, name), (near_code, near_name) = own or (None, None), near or (None, None)
    return (address, commune, verdict, code, name, distance, near_code, near_name, "OUI", precision, reason)


def result(rows=ROWS, fields=FIELDS, kind="Point"):
    """Make the result, in memory and in the project."""
    layer = layer_of(kind, list(fields), [(row[0], attributes(row)) for row in rows])
    layer.setName("résultat")
    return layer


def saved(layer, path, driver="GPKG", name="resultat"):
    """Write a layer to a file and open that."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = driver, name
    options.fileEncoding = "UTF-8"
    written = QgsVectorFileWriter.writeAsVectorFormatV2(
        layer, str(path), QgsProject.instance().transformContext(), options
    )
    assert written[0] == QgsVectorFileWriter.WriterError.NoError, written
    source = "{}|layername={}".format(path, name) if driver == "GPKG" else str(path)
    opened = QgsVectorLayer(source, "résultat", "ogr")
    assert opened.isValid()
    return opened


def values(layer, key, *names):
    """Read some values of a row, None for NULL."""
    from qgis.core import NULL

    feature = layer.getFeature(key)
    found = [feature.attribute(layer.fields().lookupField(n)) for n in names]
    found = [None if v == NULL else v for v in found]
    return found[0] if len(found) == 1 else found


def opened(dock, layer):
    """Review a layer, read whole."""
    if layer.id() not in QgsProject.instance().mapLayers():
        QgsProject.instance().addMapLayer(layer)
    dock.review(layer)
    assert dock.desk.session is not None and dock.desk.session.layer is layer
    dock.desk.session.load()
    dock.desk.references.wait()
    return dock.desk


def listed(dock):
    """Read the addresses listed."""
    return [dock.model.data(dock.model.index(row, 1)) for row in range(dock.model.rowCount())]


def totals(dock, which):
    """Read the totals shown: in, out, undecided, and both bounds."""
    return [cell.text() for cell in dock.panel.totals[which]]


def press(dock, key, widget=None, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key, in the list unless told elsewhere."""
    QTest.keyClick(widget or dock.panel.table, key, modifier)
