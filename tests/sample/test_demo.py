"""The demonstration runs from anywhere, again and again, and leaves what it says."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from html import escape
from pathlib import Path

import pytest

pytest.importorskip("qgis")
ROOT = Path(__file__).resolve().parents[2]
LEFT = {
    "index.html", "cohesion_demo.qgz", "resultats.gpkg", "rapport_qpv.html", "journal_qpv.json",
    "demandes_avec_verdicts.xlsx", "demandes_sigville.csv", "rapport_demandes.html", "voies_des_qpv.ods",
    "voies_des_qpv.html", "panneau_de_verification.png", "carte_1_demandes.png",
    "carte_2_beneficiaires_a_verifier.png", "carte_3_france_services.png", "carte_4_a_pied.png",
    "carte_5_observatoires.png", "jointure_compte_rendu.csv", "classes_pauvrete.csv", "portrait.html",
    "chiffres_inventes.csv",
}  # fmt: skip
VERDICTS = ("EN_QPV", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE", "NON_TROUVEE", "ERREUR")


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
    assert "60 adresses" in said and "200 bénéficiaires" in said and str(folder / "index.html") in said
    assert not re.search("error|traceback|warning", said, re.IGNORECASE), said


def test_it_leaves_what_it_says(demo):
    folder, _ = demo
    assert {f.name for f in folder.iterdir()} >= LEFT
    small = {"jointure_compte_rendu.csv", "classes_pauvrete.csv"}
    assert all((folder / name).stat().st_size > (100 if name in small else 1_000) for name in LEFT)
    assert not (folder / "vieux.txt").exists()


def test_the_page_shows_first_what_an_agent_cares_about(demo):
    folder, _ = demo
    page = (folder / "index.html").read_text(encoding="utf-8")
    order = [
        "1. Un tableur de 60 adresses",
        "demandes_avec_verdicts.xlsx",
        "carte_1_demandes.png",
        "panneau_de_verification.png",
        "200 bénéficiaires",
        "carte_2_beneficiaires_a_verifier.png",
        "Synthèse par quartier, avec ses deux bornes",
        "Une jointure spatiale simple aurait donné",
        "carte_3_france_services.png",
        "carte_4_a_pied.png",
        "carte_5_observatoires.png",
        "Le compte rendu de la jointure",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    wrong = int(re.search(r"aurait donné <b>(\d+) réponses fermes qui sont fausses", page).group(1))
    assert wrong >= 10
    assert "aucun verdict ferme de l'extension n'est faux" in page


def sheet(path):
    """Return the rows of a spreadsheet as dicts."""
    from osgeo import ogr

    opened = ogr.Open(str(path))
    return [f.items() for f in opened.GetLayer(0)]


def test_the_spreadsheet_comes_back_row_for_row_with_its_answers(demo):
    folder, _ = demo
    given = sheet(ROOT / "resources" / "sample" / "demandes.xlsx")
    back = sheet(folder / "demandes_avec_verdicts.xlsx")
    assert [{name: row[name] for name in given[0]} for row in back] == given
    assert all(row["verdict"] and row["motif"] for row in back)
    counts = Counter(row["verdict"] for row in back)
    page = (folder / "index.html").read_text(encoding="utf-8")
    strip = re.search(r'class="strip"><tr>(.*?)</tr>', page).group(1)
    assert [int(n) for n in re.findall(r">(\d+)</td>", strip)] == [counts[v] for v in VERDICTS if counts[v]]
    with open(folder / "demandes_sigville.csv", encoding="utf-8-sig") as stream:
        assert len(list(stream)) == len(given) + 1
    # the layer to review says the same, row for row
    from osgeo import ogr

    source = ogr.Open(str(folder / "resultats.gpkg"))
    layer = source.GetLayerByName("demandes")
    assert [(f["Dossier"], f["verdict"]) for f in layer] == [(row["Dossier"], row["verdict"]) for row in back]
    for row in back:
        if row["verdict"] in ("A_VERIFIER", "ADRESSE_IMPRECISE"):
            assert "<td>{}</td><td>{}".format(row["Dossier"], escape(row["adresse_retenue"])) in page


def test_the_report_names_no_address(demo):
    folder, _ = demo
    report = (folder / "rapport_demandes.html").read_text(encoding="utf-8").lower()
    for row in sheet(folder / "demandes_avec_verdicts.xlsx"):
        for cell in (row["Dossier"], row["Bénéficiaire"], row["Adresse"], row["adresse_retenue"]):
            # "mairie" and a commune alone are words like others
            if cell and any(c.isdigit() for c in cell) and row["type_resultat"] != "commune":
                assert cell.lower() not in report
    assert "rue de la mairie" in (folder / "voies_des_qpv.html").read_text(encoding="utf-8").lower()


def test_the_maps_are_not_blank(demo, qgis_app):
    from qgis.PyQt.QtGui import QImage

    folder, _ = demo
    for name in sorted(LEFT):
        if name.startswith("carte_"):
            image = QImage(str(folder / name)).copy(60, 180, 1_150, 950)
            assert (
                len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})
                > (20 if "observatoires" in name else 300)  # a few flat colours
            ), name


def test_the_project_opens_with_every_layer(demo, qgis_app):
    from qgis.core import QgsProject

    folder, _ = demo
    project = QgsProject()
    assert project.read(str(folder / "cohesion_demo.qgz"))
    layers = project.mapLayers().values()
    assert len(layers) >= 19 and all(layer.isValid() for layer in layers)
    assert {"1. Demandes", "2. Bénéficiaires", "3. France services", "4. À pied", "5. Observatoires"} <= set(
        project.mapThemeCollection().mapThemes()
    )
    assert all(str(ROOT) not in layer.source() for layer in layers), "the folder can be moved"
    assert len(project.layoutManager().printLayouts()) == 5
