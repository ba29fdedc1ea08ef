"""Many runs in a row, as the batch panel does them: one algorithm object, one context, one call a row."""
from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("cohesion_provider")


def test_rows_of_a_batch_do_not_disturb_each_other(tmp_path, sample_folder):
    from processing.gui.AlgorithmExecutor import execute

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:qpvdistancebands")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    counts, package = [], str(sample_folder / "exemple.gpkg") + "|layername="
    rows = [("qpv_2024", "300,500"), ("qpv_inconnue", "300"), ("qpv_2015", "300"), ("qpv_2024", "300,500")]
    for place, (layer, distances) in enumerate(rows):
        out = str(tmp_path / "bandes_{}.gpkg".format(place))
        given = {"QPV": package + layer, "DISTANCES": distances, "OUTPUT": out}
        done, _results = execute(algorithm, given, context, feedback)
        back = QgsVectorLayer(out, "bandes", "ogr")
        counts.append((done, back.featureCount() if done else None))
    # inside and each ring: 6 perimeters × 3, a row that fails alone, 5 perimeters × 2
    assert counts == [(True, 18), (False, None), (True, 10), (True, 18)]
