"""What `georeferenceaddresses` tells, and whom: services before they are called, the report and all its parts."""

from __future__ import annotations

import re
from html import unescape

import fake_services
import pytest
from address_lists import read
from memory import memory_layer
from qgis.core import QgsApplication, QgsProcessingFeedback
from qgis.PyQt.QtCore import QDate

pytestmark = pytest.mark.usefixtures("cohesion_provider")

WIDE = [
    "dossier:string", "civilite:string", "nom:string", "telephone:string", "courriel:string", "ne_le:date",
    "adresse:string", "code_postal:string", "commune:string", "montant:double", "observations:string",
]  # fmt: skip
PEOPLE = [
    ["dos-0001", "Mme", "VASSEUR-Dubreuil", "01 99 00 12 34", "zv@exemple.fr", QDate(1961, 7, 28),
     "12 rue des essais oui", "93140", "Bondy", 4321.5, "hébergée par sa soeur Odette"],
    ["dos-0002", "M.", "Lannister", "+33 1 99 00 56 78", None, None, "13 rue des essais non", "93140", "Bondy", 77.25,
     "allocataire"],
    ["dos-0003", None, "Personne", None, None, None, None, None, None, None, "sans adresse"],
]  # fmt: skip
PRIVATE = (
    "dos-", "mme", "vasseur", "dubreuil", "lannister", "personne", "99 00", "9900", "exemple", "1961", "4321", "77.25",
    "odette", "allocataire", "sans adresse",
)  # fmt: skip


class Witness(QgsProcessingFeedback):
    """Notes how many requests a service had received when each thing was said."""

    def __init__(self, fake):
        super().__init__(False)
        self.fake, self.told = fake, []

    def pushInfo(self, text):  # noqa: N802
        self.told.append((text, len(self.fake.received)))

    pushWarning = pushInfo

    def reportError(self, text, _fatal=False):  # noqa: N802
        self.pushInfo(text)

    def words(self):
        return "\n".join(text for text, _count in self.told)


def service(name):
    return getattr(fake_services, name)()


@pytest.mark.parametrize("number, name", [(1, "Geoplateforme"), (2, "SigVille")])
def test_of_a_wide_table_a_service_gets_the_words_of_addresses_after_it_was_named(
    run_addresses, account, number, name
):
    with service(name) as fake:
        witness, chosen = Witness(fake), {"AUTH_CONFIG": account} if number == 2 else {}
        table = memory_layer("None", WIDE, [(None, row) for row in PEOPLE])
        rows, *_rest = run_addresses(table, witness, GEOCODER=number, SERVICE_URL=fake.url, **chosen)
        sent = b"\n".join(fake.received).decode("latin-1").replace("+", " ").lower()
    assert [r["dossier"] for r in rows] == [row[0] for row in PEOPLE]
    assert sent.count("rue des essais") == 2 and "bondy" in sent
    # the authentication is a header of its own
    sent = re.sub(r"(?m)^authorization: .*$", "", sent)
    assert [word for word in PRIVATE if word in sent] == []
    named = [count for text, count in witness.told if "will be sent to 127.0.0.1" in text]
    assert named == [0], "the service is named before it is asked anything"
    assert "essais" not in witness.words()


@pytest.mark.parametrize("name", ["geocodeaddresses", "georeferenceaddresses"])
def test_who_chooses_nothing_sends_nothing(name):
    definition = QgsApplication.processingRegistry().algorithmById("cohesion:" + name).parameterDefinition("GEOCODER")
    assert definition.defaultValue() == 0
    assert definition.options()[0] == "Local index: no address leaves this computer"
    assert "data.geopf.fr" in definition.options()[1]
    assert [o for o in definition.options()[1:] if "are sent to" not in o] == []


# the report ---------------------------------------------------------------------------------------------------


def tables(page):
    """Read the tables of a page under their headings: {heading: rows of cells}; a part's own headings follow it."""
    found, part, heading = {}, "", ""
    for piece in re.findall(r"<h2>.*?</h2>|<h3>.*?</h3>|<tr>.*?</tr>", page, re.DOTALL):
        words = unescape(re.sub(r"<[^>]+>", "", piece))
        if piece.startswith("<h2>"):
            part = heading = words
        elif piece.startswith("<h3>"):
            heading = part + " / " + words
        else:
            cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", piece, re.DOTALL)
            found.setdefault(heading, []).append([unescape(re.sub(r"<[^>]+>", "", c)) for c in cells])
    return found


def number(text):
    return float(text.replace("\u202f", "").replace(",", "."))


def test_the_report_tells_totals_quarters_groups_sums_vintages_and_parameters(
    run_addresses, bare, sample_folder, tmp_path
):
    older = "{}|layername=qpv_2015".format(sample_folder / "exemple.gpkg")
    _rows, results, _layer = run_addresses(
        bare, QPV_PREVIOUS=older, SUM_FIELDS=["montant"], GROUP_FIELDS=["dispositif"], EDGE_TOLERANCE=12,
        OUTPUT_SUMMARY=str(tmp_path / "s.csv"), OUTPUT_HTML=str(tmp_path / "r.html"),
    )  # fmt: skip
    found = tables((tmp_path / "r.html").read_text(encoding="utf-8"))
    # totals, by verdict: those that the run gives as numbers
    verdicts = {row[0].replace("\xa0", " "): number(row[2]) for row in found["QPV 2024"][1:]}
    names = ("En QPV", "Hors QPV", "À vérifier", "Adresse imprécise", "Non trouvée", "Erreur")
    counts = ("IN", "OUT", "TO_CHECK", "IMPRECISE", "NOT_FOUND", "ERROR")
    assert [verdicts[name] for name in names] == [results["COUNT_" + count] for count in counts]
    assert verdicts["Ensemble"] == 200 and "QPV 2015" in found
    # each QPV and each group: as in the summary
    summary = [r for r in read(tmp_path / "s.csv") if r["generation"] == "2024"]
    quarters = {row[0]: number(row[2]) for row in found["QPV 2024 / Par quartier"][1:]}
    assert quarters == {r["code_qp"]: float(r["nb_en_qpv"]) for r in summary if r["niveau"] == "qpv"}
    assert len(quarters) == 6 and sum(quarters.values()) == results["COUNT_IN"]
    groups = {row[0]: number(row[1]) for row in found["QPV 2024 / Par groupe"][1:]}
    assert groups == {r["dispositif"]: float(r["nb_lignes"]) for r in summary if r["niveau"] == "groupe"}
    whole = next(r for r in summary if r["niveau"] == "ensemble")
    sums = {row[0]: [number(cell) for cell in row[1:]] for row in found["QPV 2024 / Sommes"][1:]}
    ends = ("", "_en_qpv", "_indecis")
    assert sums == {"montant": [float(whole["somme_montant" + end]) for end in ends]}
    # every source with its vintage, every parameter that decides
    vintages = dict(found["Données utilisées"][1:])
    dated = r"\d{4}-\d{2}-\d{2}"
    assert len(vintages) == 4 and all(re.search(dated, text) for text in vintages.values()), vintages
    assert {text.split(" (")[0].split(",")[0] for text in vintages.values()} == {
        "adresses_ban.csv", "exemple.gpkg", "liste_qp_2024.csv",
    }  # fmt: skip
    parameters = [cell for row in found["Comment ce résultat a été produit"][1:] for cell in row]
    for value in ("12", "300 ; 500", "1000", "adresse, code_postal, commune"):
        assert value in parameters, parameters
