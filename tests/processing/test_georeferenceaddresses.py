"""`georeferenceaddresses` from the outside: rows in, verdicts out, and nothing told of the addresses."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from address_lists import FIELDS, KEPT, people, read
from cohesion_territoires.domain.qpv.sig_ville_export import COLUMNS
from cohesion_territoires.processing_provider.qpv.verdict_parameters import COUNTS
from fake_services import Geoplateforme, SigVille
from memory import memory_layer
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("cohesion_provider")

ADDED = [
    "adresse_retenue", "id_ban", "type_resultat", "position", "score", "ecart_second_candidat", "code_insee", "statut",
    "longitude", "latitude", "verdict", "code_qp", "nom_qp", "distance_m", "code_qp_proche", "nom_qp_proche",
    "bande_300", "bande_500", "precision", "motif",
]  # fmt: skip


DRIVERS = {"csv": "CSV", "xlsx": "XLSX", "ods": "ODS", "gpkg": "GPKG"}


def stored(rows, path, fields):
    """Write rows into a file as other programs do."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = DRIVERS[path.suffix[1:]], "UTF-8"
    layer = memory_layer("None", fields, [(None, row) for row in rows])
    write = getattr(QgsVectorFileWriter, "writeAsVectorFormatV3", QgsVectorFileWriter.writeAsVectorFormatV2)
    told = write(layer, str(path), QgsCoordinateTransformContext(), options)
    assert told[0] == QgsVectorFileWriter.WriterError.NoError
    return str(path)


# the sample, whose truth is known ---------------------------------------------------------------------------


def test_no_firm_answer_is_wrong_on_the_sample(run_addresses, bare, sample_folder, tmp_path):
    truth = {r["identifiant"]: r["code_qp"] or None for r in read(sample_folder / "beneficiaires_verite.csv")}
    rows, results, layer = run_addresses(bare)
    assert [r["identifiant"] for r in rows] == [r["identifiant"] for r in read(bare)]
    assert layer.fields().names() == [*KEPT, *ADDED]
    for row in rows:
        if row["verdict"] in ("EN_QPV", "HORS_QPV"):
            assert row["code_qp"] == truth[row["identifiant"]], row
        assert row["motif"]
        assert (row["code_qp"] is None) == (row["verdict"] != "EN_QPV")
    counts = Counter(r["verdict"] for r in rows)
    assert counts["EN_QPV"] >= 60
    assert counts["EN_QPV"] + counts["HORS_QPV"] >= 140
    assert results["COUNT_IN"] == counts["EN_QPV"]
    assert sum(results[name] for name in COUNTS) == 200


CASES = [
    # address, postcode, commune -> verdict, kind, words of the reason
    (("10 Rue des Iris", "99100", "Valombre"), "EN_QPV", "numéro", "dans le périmètre"),
    (("184 Avenue de la Gare", "99100", "Valombre"), "A_VERIFIER", "numéro", "à 5 m au plus"),
    (("180 Faubourg du Vernoy", "99100", "Valombre"), "HORS_QPV", "numéro", "hors de tout périmètre"),
    (("Passage des Aulnes", "99110", "Bellerive"), "EN_QPV", "voie", "ses 6 numéros sont tous dans le même périmètre"),
    (("Rue du Renard", "99100", "Valombre"), "HORS_QPV", "voie", "ses 9 numéros sont tous hors de tout périmètre"),
    (("Rue du Sous-Bois", "99100", "Valombre"), "ADRESSE_IMPRECISE", "voie", "8 numéros sur 18 dans un périmètre"),
    (("11 Mail des Jonquilles", "99100", "Valombre"), "EN_QPV", "numéro voisin", "par voisinage"),
    (("17 Rue de la Combe", "99100", "Valombre"), "A_VERIFIER", "numéro voisin", "ses deux voisins"),
    (("380 Rue de la Briqueterie", "99100", "Valombre"), "A_VERIFIER", "numéro voisin", "sans voisins proches"),
    (("33-35 Boulevard de l'Est", "99100", "Valombre"), "EN_QPV", "numéro", "tous ont la même réponse"),
    (("116-118 Boulevard de l'Est", "99100", "Valombre"), "A_VERIFIER", "numéro", "Plusieurs numéros demandés"),
    (("33 batiment B L EST", "99100", "Valombre"), "A_VERIFIER", "numéro", "comparer les deux"),
    (("nulle part ici", "99120", "Villebrume"), "HORS_QPV", "commune", "Commune sans QPV"),
    ((None, None, None, "99002"), "HORS_QPV", "commune", "Commune sans QPV"),
    ((None, "99100", "Valombre"), "ADRESSE_IMPRECISE", "commune", "Seule la commune"),
    (("12 rue de Nulle-Part", "75000", "Ailleurs"), "NON_TROUVEE", None, "n'a pas trouvé"),
    ((None, None, None), "NON_TROUVEE", None, "pas été géocodée"),
]


def test_every_kind_of_answer_worked_by_hand(run_addresses):
    rows, _results, layer = run_addresses(people(*[("d", *asked) for asked, *_rest in CASES]))
    for row, (_asked, verdict, kind, words) in zip(rows, CASES):
        assert (row["verdict"], row["type_resultat"]) == (verdict, kind), row
        assert words in row["motif"]
    bands = [r["bande_300"] for r in rows]
    # a street and a number by neighbourhood inside are within the bands; what is not firm is not said
    assert [bands[i] for i in (0, 3, 6)] == ["OUI"] * 3
    assert [bands[i] for i in (5, 7, 8, 10, 11)] == ["A_VERIFIER"] * 5
    assert rows[3]["code_qp"] == "QN09902M"
    assert layer.crs().authid() == "EPSG:2154"
    placed = [f.hasGeometry() for f in layer.getFeatures()]
    assert placed == [r["longitude"] is not None for r in rows]
    assert not any(placed[-2:])


def test_a_commune_alone_needs_the_official_list_and_a_code_of_today(run_addresses):
    asked = [("a", "nulle part", "99120", "Villebrume"), ("b", "nulle part", None, None, "99777")]
    rows, *_rest = run_addresses(people(*asked))
    assert [r["verdict"] for r in rows] == ["HORS_QPV", "NON_TROUVEE"]
    rows, *_rest = run_addresses(people(*asked), QPV_LIST=None)
    assert [r["verdict"] for r in rows] == ["ADRESSE_IMPRECISE", "NON_TROUVEE"]


def test_an_address_in_another_commune_than_its_code_is_not_firm(run_addresses):
    rows, *_rest = run_addresses(people(("a", "10 Rue des Iris", "99100", "Valombre", "99004")))
    assert rows[0]["verdict"] not in ("EN_QPV", "HORS_QPV")


@pytest.mark.parametrize("form", sorted(DRIVERS))
def test_rows_columns_and_types_are_kept_in_every_format(run_addresses, tmp_path, form):
    fields = [*FIELDS[:4], "depot:date", "aide:double"]
    rows = [
        ["01001", "10 Rue des Iris", "99100", "Valombre", None, 20.5],
        ["2A004", None, None, None, None, None],
        ["00003", "Rue du Renard", "99100", "Valombre", None, 1.0],
    ]
    given = stored(rows, tmp_path / "given.{}".format(form), fields)
    out, _results, layer = run_addresses(given, OUTPUT=str(tmp_path / "out.{}".format(form)))
    assert [r["dossier"] for r in out] == ["01001", "2A004", "00003"]
    assert [r["verdict"] for r in out] == ["EN_QPV", "NON_TROUVEE", "HORS_QPV"]
    names = [n for n in layer.fields().names() if n not in ("fid", "fid_source")]
    assert names == ["dossier", "adresse", "code_postal", "commune", "depot", "aide", *ADDED]
    assert out[0]["longitude"] is not None
    if form == "gpkg":
        source = QgsVectorLayer(given, "given", "ogr").fields()
        assert [layer.fields().field(n).type() for n in names[:6]] == [source.field(n).type() for n in names[:6]]


# what is told of addresses ------------------------------------------------------------------------------------


def test_no_address_in_the_report_the_log_the_journal_and_the_summary(run_addresses, bare, tmp_path):
    feedback = QgsProcessingFeedback()
    places = {name: str(tmp_path / end) for name, end in (
        ("OUTPUT_HTML", "r.html"), ("OUTPUT_JOURNAL", "j.json"), ("OUTPUT_SUMMARY", "s.csv"),
    )}  # fmt: skip
    rows, *_rest = run_addresses(
        bare, feedback, GROUP_FIELDS=["dispositif"], SUM_FIELDS=["montant"], OUTPUT=str(tmp_path / "o.gpkg"), **places
    )
    told = {name: Path(path).read_text(encoding="utf-8-sig") for name, path in places.items()}
    told["log"] = feedback.textLog()
    secret = {r["adresse"] for r in rows} | {r["adresse_retenue"] for r in rows if r["type_resultat"] != "commune"}
    secret |= {r["id_ban"] for r in rows} | {r["identifiant"] for r in rows} | {"Iris", "Renard", "Jonquilles"}
    secret |= {"{:.5f}".format(r[axis]) for r in rows for axis in ("longitude", "latitude") if r[axis]}
    for name, text in told.items():
        found = [s for s in secret if s and s.lower() in text.lower() and s.lower() not in ("mairie", "le bourg")]
        assert not found, (name, found)
    page = told["OUTPUT_HTML"]
    assert "ne vaut pas attestation réglementaire" in page
    assert "adresses_ban.csv" in page
    assert "liste_qp_2024.csv" in page
    assert "<svg" in page
    assert "<circle" not in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    journal = json.loads(told["OUTPUT_JOURNAL"])
    assert journal["entrees"]["ADDRESS_INDEX"]["sources"][0]["name"] == "adresses_ban.csv"


def test_groups_by_address_are_refused(run_addresses, bare, tmp_path):
    with pytest.raises(QgsProcessingException, match="adresse"):
        run_addresses(bare, GROUP_FIELDS=["adresse"])
    # nor by what an earlier run has found
    first = str(tmp_path / "first.gpkg")
    run_addresses(bare, OUTPUT=first)
    with pytest.raises(QgsProcessingException, match="adresse_retenue"):
        run_addresses(first, GROUP_FIELDS=["adresse_retenue"])


def test_the_file_of_sig_ville_has_one_row_a_row(run_addresses, bare, tmp_path):
    path = str(tmp_path / "sigville.csv")
    rows, *_rest = run_addresses(bare, OUTPUT_SIGVILLE=path, ID_FIELD="identifiant")
    official = read(path)
    assert [o["_IDENTIFIANT"] for o in official] == [r["identifiant"] for r in rows]
    for row, told in zip(rows, official):
        code = told["LOCADR_REF"]
        assert (code == "NON") == (row["verdict"] == "HORS_QPV")
        assert (code in ("OUI", "VOIE_ENTIERE")) == (row["verdict"] == "EN_QPV")
        if row["verdict"] == "EN_QPV":
            assert (told["CODE_QUARTIER"], told["NOM_QUARTIER"]) == (row["code_qp"], row["nom_qp"])
            assert told["QP_BANDE_300"] == "OUI"
        assert told["QP_BANDE_300"] in ("OUI", "NON", "")
    by = Counter(o["LOCADR_REF"] for o in official)
    assert by["VOIE_EN_PARTIE"]
    assert by["VOIE_EN_LIMITE"]
    assert by["VOIE_ENTIERE"]
    rows, *_rest = run_addresses(people(("a", "10 Rue des Iris", "99100", "Valombre")), OUTPUT_SIGVILLE=path)
    assert [o["_IDENTIFIANT"] for o in read(path)] == ["1"]
    numbered = memory_layer("None", ["n:double", "adresse:string"], [(None, [v, "x"]) for v in (12.0, 2.5, None)])
    run_addresses(numbered, OUTPUT_SIGVILLE=path, ID_FIELD="n")
    assert [o["_IDENTIFIANT"] for o in read(path)] == ["12", "2.5", "3"]


def test_summary_and_both_generations(run_addresses, bare, sample_folder, tmp_path):
    older = "{}|layername=qpv_2015".format(sample_folder / "exemple.gpkg")
    rows, results, layer = run_addresses(
        bare, QPV_PREVIOUS=older, DATE_FIELD="date_aide", SUM_FIELDS=["montant"],
        OUTPUT_SUMMARY=str(tmp_path / "s.csv"),
    )  # fmt: skip
    assert layer.fields().names()[-5:] == [
        "verdict_2015", "code_qp_2015", "nom_qp_2015", "distance_2015_m", "generation_applicable",
    ]  # fmt: skip
    assert {r["generation_applicable"] for r in rows} <= {"2015", "2024", None}
    summary = read(tmp_path / "s.csv")
    whole = next(r for r in summary if r["niveau"] == "ensemble" and r["generation"] == "2024")
    assert int(whole["nb_en_qpv"]) == results["COUNT_IN"]
    assert float(whole["somme_montant"]) == sum(float(r["montant"]) for r in rows)
    assert sum(int(r["nb_en_qpv"]) for r in summary if r["niveau"] == "qpv" and r["generation"] == "2024") == int(
        whole["nb_en_qpv"]
    )


# services -----------------------------------------------------------------------------------------------------

DISTANT = [
    ("a", "12 rue des essais oui", "93140", "Bondy"),
    ("b", "13 rue des essais non", "93140", "Bondy"),
    ("c", "14 rue des essais partie", "93140", "Bondy"),
    ("d", None, None, None),
    ("e", "nulle part partie", "99120", "Villebrume"),
]


def test_sig_ville_answers_in_three_states(run_addresses, account, tmp_path):
    feedback, path = QgsProcessingFeedback(), str(tmp_path / "sv.csv")
    with SigVille() as fake:
        more = {"GEOCODER": 2, "SERVICE_URL": fake.url, "AUTH_CONFIG": account, "OUTPUT_SIGVILLE": path}
        rows, _results, _layer = run_addresses(people(*DISTANT), feedback, **more)
        sent = b"".join(fake.received)
    assert [r["verdict"] for r in rows] == ["EN_QPV", "HORS_QPV", "A_VERIFIER", "NON_TROUVEE", "A_VERIFIER"]
    assert (rows[0]["code_qp"], rows[0]["nom_qp"], rows[0]["bande_300"]) == ("QN09301M", "Quartier fictif", "OUI")
    assert "VOIE_EN_PARTIE" in rows[2]["motif"] and "liste officielle" not in rows[2]["motif"]
    # in a commune that the list gives no QPV, what is unclear is still not a no
    assert "VOIE_EN_PARTIE" in rows[4]["motif"] and "liste officielle" in rows[4]["motif"]
    assert [o["LOCADR_REF"] for o in read(path)] == ["OUI", "NON", "VOIE_EN_PARTIE", "", "VOIE_EN_PARTIE"]
    assert "127.0.0.1" in feedback.textLog()
    assert b"dossier" not in sent


def test_what_sig_ville_says_of_one_address_is_not_firm_for_a_cell_of_two(run_addresses, account):
    asked = ["12 rue des essais oui", "12 rue des essais oui, 40", "13 rue des essais non, 14 avenue des lilas"]
    with SigVille() as fake:
        table = people(*[(text, text, "93140", "Bondy") for text in asked])
        rows, *_rest = run_addresses(table, GEOCODER=2, SERVICE_URL=fake.url, AUTH_CONFIG=account)
    assert [r["verdict"] for r in rows] == ["EN_QPV", "A_VERIFIER", "A_VERIFIER"]
    assert all("deux adresses" in r["motif"] for r in rows[1:])


def test_sig_ville_wants_an_account(run_addresses):
    with pytest.raises(QgsProcessingException, match="SIG Ville"):
        run_addresses(people(*DISTANT), GEOCODER=2)


def test_sig_ville_tells_both_generations(run_addresses, account, sample_folder):
    older = "{}|layername=qpv_2015".format(sample_folder / "exemple.gpkg")
    with SigVille() as fake:
        more = {"GEOCODER": 2, "SERVICE_URL": fake.url, "AUTH_CONFIG": account, "QPV_PREVIOUS": older}
        rows, *_rest = run_addresses(people(*DISTANT[:3]), **more)
    assert [r["verdict_2015"] for r in rows] == ["EN_QPV", "HORS_QPV", "A_VERIFIER"]
    assert rows[0]["code_qp_2015"] == "QN09301M"


def test_a_service_that_is_down_gives_no_verdict(run_addresses, account):
    with SigVille() as fake:
        fake.always = "401"
        with pytest.raises(QgsProcessingException):
            run_addresses(people(*DISTANT), GEOCODER=2, SERVICE_URL=fake.url, AUTH_CONFIG=account)


def test_the_geoplateforme_answers_and_gets_the_words_of_addresses_only(run_addresses):
    asked = [
        ("dossier-1", "12 rue des essais", "93140", "Bondy"),
        ("dossier-2", "rue des essais", "93140", "Bondy"),
        ("dossier-3", "introuvable", "93140", "Bondy"),
        ("dossier-4", "4 gribouille", "93140", "Bondy"),
        ("dossier-5", "introuvable", "99120", "Villebrume"),
    ]
    with Geoplateforme() as fake:
        rows, *_rest = run_addresses(people(*asked), GEOCODER=1, SERVICE_URL=fake.url)
        sent = b"".join(fake.received)
    assert [r["verdict"] for r in rows[1:]] == ["ADRESSE_IMPRECISE", "NON_TROUVEE", "NON_TROUVEE", "HORS_QPV"]
    assert rows[0]["type_resultat"] == "numéro"
    assert rows[0]["verdict"] != "EN_QPV"
    assert b"dossier" not in sent


def test_what_a_service_says_of_one_address_is_not_firm_for_a_cell_of_two(run_addresses):
    asked = ["12 rue des essais", "12 rue des essais, 40", "12 rue des essais, 99120 Villebrume"]
    square = "Polygon((-5 42,8 42,8 51,-5 51,-5 42))"
    layer = memory_layer("Polygon", ["code_qp:string"], [(square, ("QN09312I",))], "EPSG:4326")
    with Geoplateforme() as fake:
        table = people(*[(text, text, "93140", "Bondy") for text in asked])
        rows, *_rest = run_addresses(table, GEOCODER=1, SERVICE_URL=fake.url, QPV=layer, QPV_LIST=None)
    assert [r["type_resultat"] for r in rows] == ["numéro"] * 3
    assert [r["verdict"] for r in rows] == ["EN_QPV", "A_VERIFIER", "A_VERIFIER"]


def test_the_example_of_the_help_page_is_what_happens(run_addresses, sample_folder):
    _rows, results, _layer = run_addresses(str(sample_folder / "demandes.xlsx"))
    page = (sample_folder.parent / "help" / "georeferenceaddresses.html").read_text(encoding="utf-8")
    told = re.search(r"annonce <b>(\d+)</b>.*?<b>(\d+)</b>.*?<b>(\d+)</b>.*?<b>(\d+)</b>.*?<b>(\d+)</b>", page).groups()
    assert [results[name] for name in COUNTS] == [*map(int, told), 0]


def test_the_help_page_tells_every_column_of_the_file_of_sig_ville(sample_folder):
    page = (sample_folder.parent / "help" / "georeferenceaddresses.html").read_text(encoding="utf-8")
    missing = [name for name in COLUMNS if not re.search(r"\b{}\b".format(name), page)]
    assert not missing
    assert "Ce qui est déduit" in page
