"""Run the demonstration. usage: python3 -m demo_pages PLUGIN_FOLDER OUTPUT_FOLDER (see scripts/demo)."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from . import runs


MARK = ".demonstration"  # a folder we made, and may make anew


def main(root, folder):
    """Run, draw, write; say what is done."""
    started = time.monotonic()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists() and folder != root / "demo":
        sys.exit("{} n'est pas vide : choisissez un autre dossier.".format(folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    print("Démonstration sur l'exemple intégré (ville fictive de Valombre)\n")
    answers = runs.everything(root, folder)
    # QGIS itself is loaded only now: the runs above are processes of their own
    from . import figures, maps, page, qgis_session

    with qgis_session.opened(root) as package:
        print("8. Cartes et projet QGIS")
        found = figures.read(root, folder)
        maps.draw(root, folder, package, found, answers)
        page.write(root, folder, answers, found)
    print("\nTerminé en {:.0f} s. À regarder :".format(time.monotonic() - started))
    for name, what in (
        ("index.html", "la page à lire en premier : verdicts, cartes, chiffres"),
        ("cohesion_demo.qgz", "le projet QGIS, déjà mis en forme"),
        ("demandes_avec_verdicts.xlsx", "le tableur rendu, ligne pour ligne, avec ses réponses"),
        ("resultats.gpkg", "tous les résultats, dans un GeoPackage"),
        ("portrait.html", "un portrait de territoire, avec des chiffres inventés"),
        ("rapport_demandes.html", "le rapport que l'algorithme écrit lui-même"),
    ):
        print("   {}  — {}".format(folder / name, what))
    return 0


if __name__ == "__main__":
    code = main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
    sys.stdout.flush()
    sys.exit(code)
