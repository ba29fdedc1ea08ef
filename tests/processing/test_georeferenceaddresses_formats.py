"""A spreadsheet as an agent has it, typed cells and traps included, goes through every format unhurt."""

from __future__ import annotations

import datetime

import pytest
import spreadsheets
from address_lists import read
from qgis.core import NULL, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("cohesion_provider")

LONG = "é" * 3000
TITLES = [
    "Dossier", "Adresse", "Code postal", "Commune", "Né le", "Montant", "Actif", "n", "Note", "fid", "verdict",
    "longitude", "Dossier",
]  # fmt: skip
ROWS = [
    TITLES,
    [
        "01001", "10 Rue des Iris", "99100", "Valombre", datetime.date(1980, 1, 2), 10.5, True, 7, LONG, 3, "ancien",
        "x", "a",
    ],
    None,
    [
        "2A004", "Rue du Renard", "99100", "Valombre", datetime.date(1980, 12, 31), 0.1, False, -2, "n", 1, "ancien",
        "y", "b",
    ],
    ["00003", None, None, None, None, None, None, None, None, None, None, None, None],
]  # fmt: skip
GIVEN = [
    "Dossier", "Adresse", "Code postal", "Commune", "Né le", "Montant", "Actif", "n", "Note", "fid_source", "verdict",
    "longitude",
]  # fmt: skip


def plain(value):
    if value is None or value == NULL:
        return None
    for change in ("toPyDate", "toPyDateTime"):
        if hasattr(value, change):
            return getattr(value, change)()
    return value


@pytest.mark.parametrize("form", ["gpkg", "xlsx", "ods"])
def test_columns_order_and_types_come_through(run_addresses, tmp_path, form):
    given = spreadsheets.xlsx(tmp_path / "given.xlsx", ROWS)
    _rows, _results, layer = run_addresses(given, OUTPUT=str(tmp_path / ("out." + form)))
    names = [n for n in layer.fields().names() if n != "fid"]
    assert names[: len(GIVEN)] == GIVEN
    # a second column of the same name keeps its place, and ours go after the user's own
    assert names[len(GIVEN)].startswith("Dossier_")
    assert names[len(GIVEN) + 1] == "adresse_retenue"
    assert {"longitude_2", "latitude", "verdict_2"} <= set(names)
    found = [[plain(f[n]) for n in names] for f in layer.getFeatures()]
    assert [row[names.index("verdict_2")] for row in found] == ["EN_QPV", "NON_TROUVEE", "HORS_QPV", "NON_TROUVEE"]
    given_rows = [row if row is not None else [None] * len(TITLES) for row in ROWS[1:]]
    assert [row[: len(TITLES)] for row in found] == given_rows
    kinds = [type(value) for value in found[0][: len(TITLES)]]
    assert kinds == [str, str, str, str, datetime.date, float, bool, int, str, int, str, str, str]


def test_a_csv_result_keeps_every_cell_and_every_row(run_addresses, tmp_path):
    given = spreadsheets.xlsx(tmp_path / "given.xlsx", ROWS)
    path = tmp_path / "out.csv"
    run_addresses(given, OUTPUT=str(path))
    rows = read(path)
    assert [r["Dossier"] for r in rows] == ["01001", "", "2A004", "00003"]
    assert [r["verdict_2"] for r in rows] == ["EN_QPV", "NON_TROUVEE", "HORS_QPV", "NON_TROUVEE"]
    assert rows[0]["Note"] == LONG
    assert (rows[0]["Né le"], rows[0]["Montant"], rows[0]["n"]) == ("1980/01/02", "10.5", "7")


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_heading_above_the_titles_is_left_out_and_said(run_addresses, tmp_path, form):
    heading = [["Liste des bénéficiaires, édition 2024"], [None], ["Préfecture", None, "édité le", "1er mai"]]
    path = tmp_path / ("given." + form)
    if form == "csv":
        lines = [";".join(c or "" for c in row[:4]) for row in (*heading, *(r for r in ROWS if r))]
        path.write_text("\n".join(lines), encoding="cp1252")
    else:
        rows = [[v for v in row if not isinstance(v, bool)] if row else [None] for row in ROWS]
        rows[0] = [t for t in TITLES if t != "Actif"]
        getattr(spreadsheets, form)(path, heading + rows)
    feedback = QgsProcessingFeedback()
    rows, *_rest = run_addresses(str(path), feedback, OUTPUT=str(tmp_path / "out.gpkg"))
    known = [r for r in rows if r["Dossier"]]
    assert [r["Dossier"] for r in known] == ["01001", "2A004", "00003"]
    assert "The titles were found on row 4" in feedback.textLog()
    assert [r.get("verdict_2") or r["verdict"] for r in known] == ["EN_QPV", "HORS_QPV", "NON_TROUVEE"]


def test_a_geopackage_of_points_keeps_its_rows_and_is_placed_anew(run_addresses, tmp_path):
    given = spreadsheets.xlsx(tmp_path / "given.xlsx", ROWS)
    first = str(tmp_path / "first.gpkg")
    run_addresses(given, OUTPUT=first)
    rows, _results, layer = run_addresses(first, OUTPUT=str(tmp_path / "second.gpkg"))
    assert layer.featureCount() == 4
    assert [r["verdict_3"] for r in rows] == ["EN_QPV", "NON_TROUVEE", "HORS_QPV", "NON_TROUVEE"]
    assert QgsVectorLayer(first, "first", "ogr").featureCount() == 4


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_spreadsheet_that_cannot_be_written_is_no_success(run_addresses, bare, tmp_path, form):
    # GDAL only opens the file when all is over
    with pytest.raises(QgsProcessingException, match="could not be written"):
        run_addresses(bare, OUTPUT=str(tmp_path / "nowhere" / ("out." + form)))
    path = tmp_path / ("out." + form)
    run_addresses(bare, OUTPUT=str(path))
    assert path.stat().st_size > 0
    # written again over the first
    run_addresses(bare, OUTPUT=str(path))


def test_amounts_are_summed_as_they_are_written_and_the_others_are_said(run_addresses, tmp_path):
    rows = [["Adresse", "Code postal", "Commune", "Aide"]]
    for amount in ("1 250,50 €", "2.000,50", "à définir", None, "49"):
        rows.append(["10 Rue des Iris", "99100", "Valombre", amount])
    feedback = QgsProcessingFeedback()
    page = tmp_path / "r.html"
    run_addresses(
        spreadsheets.xlsx(tmp_path / "a.xlsx", rows), feedback, SUM_FIELDS=["Aide"], OUTPUT_HTML=str(page),
        OUTPUT_SUMMARY=str(tmp_path / "s.csv"),
    )  # fmt: skip
    whole = next(r for r in read(tmp_path / "s.csv") if r["niveau"] == "ensemble")
    assert float(whole["somme_Aide"]) == float(whole["somme_Aide_en_qpv"]) == 3300.0
    told = "1 cells of “Aide” are no numbers"
    assert told in feedback.textLog() and told in page.read_text(encoding="utf-8")
