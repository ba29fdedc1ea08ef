"""The demonstration runs from anywhere, again and again, and leaves what it says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("qgis")
ROOT = Path(__file__).resolve().parents[2]
LEFT = {
    "index.html", "cohesion_demo.qgz", "resultats.gpkg", "rapport_qpv.html", "journal_qpv.json",
    "carte_1_beneficiaires_a_verifier.png", "carte_2_france_services.png", "carte_3_a_pied.png",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return the folder the demonstration leaves, run from elsewhere over what an earlier run left."""
    folder = tmp_path_factory.mktemp("demo") / "ici et là"
    folder.mkdir()
    for name in (".demonstration", "vieux.txt"):
        (folder / name).touch()
    done = subprocess.run(
        [str(ROOT / "scripts" / "demo"), str(folder)],
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout
    return folder, done.stdout


def test_it_never_empties_a_folder_that_is_not_its_own(tmp_path):
    (tmp_path / "these.txt").touch()
    done = subprocess.run(
        [str(ROOT / "scripts" / "demo"), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode and "n'est pas vide" in done.stdout
    assert (tmp_path / "these.txt").exists()


def test_it_says_what_it_does_and_where_to_look(demo):
    folder, said = demo
    assert "200 bénéficiaires" in said and str(folder / "index.html") in said
    assert not re.search("error|traceback|warning", said, re.IGNORECASE), said


def test_it_leaves_what_it_says(demo):
    folder, _ = demo
    assert {f.name for f in folder.iterdir()} >= LEFT
    assert all((folder / name).stat().st_size > 1_000 for name in LEFT)
    assert not (folder / "vieux.txt").exists()


def test_the_page_shows_first_what_an_agent_cares_about(demo):
    folder, _ = demo
    page = (folder / "index.html").read_text(encoding="utf-8")
    order = [
        "200 bénéficiaires",
        "carte_1_beneficiaires_a_verifier.png",
        "Synthèse par quartier, avec ses deux bornes",
        "Une jointure spatiale simple aurait donné",
        "carte_2_france_services.png",
        "carte_3_a_pied.png",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    wrong = int(re.search(r"aurait donné <b>(\d+) réponses fermes qui sont fausses", page).group(1))
    assert wrong >= 10
    assert "aucun verdict ferme de l'extension n'est faux" in page


def test_the_maps_are_not_blank(demo, qgis_app):
    from qgis.PyQt.QtGui import QImage

    folder, _ = demo
    for name in sorted(LEFT):
        if name.endswith(".png"):
            image = QImage(str(folder / name)).copy(60, 180, 1_150, 950)
            assert (
                len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}) > 300
            ), name


def test_the_project_opens_with_every_layer(demo, qgis_app):
    from qgis.core import QgsProject

    folder, _ = demo
    project = QgsProject()
    assert project.read(str(folder / "cohesion_demo.qgz"))
    layers = project.mapLayers().values()
    assert len(layers) >= 15 and all(layer.isValid() for layer in layers)
    assert {"1. Bénéficiaires", "2. France services", "3. À pied"} <= set(project.mapThemeCollection().mapThemes())
    assert all(str(ROOT) not in layer.source() for layer in layers), "the folder can be moved"
    assert len(project.layoutManager().printLayouts()) == 3
