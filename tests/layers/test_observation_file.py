"""The values that are kept, as QGIS opens them: a table, text stays text, the file does not change."""
from __future__ import annotations

import hashlib

from cohesion_territoires.domain.indicators.observations import SECRET, Observations
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.cache import Cache
from qgis.core import NULL, QgsVectorLayer, QgsWkbTypes


def test_qgis_opens_the_table(qgis_app, tmp_path):
    values = Observations.of(
        ["01001", "2A004", "93010"], [1.5, None, 3.0], ["2021"] * 3, "com", "2025",
        ["publie", SECRET, "publie"], names={"01001": "L'Abergement"},
    )  # fmt: skip
    cache = Cache(tmp_path)
    with cache.reserve("odt:é", "com", "FRA", "2021") as place:
        observation_file.write(place.folder / "values.gpkg", values, {"title": "Médiane"})
        record = place.commit(place.folder / "values.gpkg", {})
    layer = QgsVectorLayer(str(record.path), "table", "ogr")
    assert layer.isValid() and layer.wkbType() == QgsWkbTypes.Type.NoGeometry
    assert len(layer.dataProvider().subLayers()) == 1
    assert layer.fields().names() == ["fid", "code", "nom", "periode", "valeur", "statut", "libelle"]
    rows = [feature.attributes()[1:6] for feature in layer.getFeatures()]
    assert rows == [
        ["01001", "L'Abergement", "2021", 1.5, "publie"], ["2A004", NULL, "2021", NULL, SECRET],
        ["93010", NULL, "2021", 3.0, "publie"],
    ]  # fmt: skip
    del layer
    assert hashlib.sha256(record.path.read_bytes()).hexdigest() == record.sha256
    assert len(cache.records()) == 1 and observation_file.read(record.path).codes.tolist() == values.codes.tolist()
