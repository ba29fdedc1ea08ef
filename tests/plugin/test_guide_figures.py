"""The worked examples of the guide give the figures that the sample gives."""
from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
)

ROOT = Path(__file__).resolve().parents[2]
GUIDE, HELP = ROOT / "docs" / "guide", ROOT / "resources" / "help"


@pytest.fixture
def run(sample_folder):
    """Run one of our algorithms on the sample; return its numbers, and its main layer."""
    from cohesion_territoires.plugin import CohesionPlugin

    registry = QgsApplication.processingRegistry()
    if registry.providerById("cohesion") is not None:
        registry.removeProvider("cohesion")
    plugin = CohesionPlugin(None)
    plugin.initProcessing()
    kept = []

    def start(name, output="OUTPUT", **parameters):
        algorithm = registry.createAlgorithmById("cohesion:" + name)
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        kept.append(context)
        results, good = algorithm.run({output: "memory:", **parameters}, context, feedback)
        assert good, feedback.textLog()
        return results, QgsProcessingUtils.mapLayerFromString(results[output], context)

    start.kept = kept
    yield start
    plugin.unload()


def told(page):
    """Read the words of a help page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))).split())


def french(number, decimals):
    return "{:.{}f}".format(number, decimals).replace(".", ",")


def test_points(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, _layer = run(
        "georeferencepoints",
        INPUT="delimitedtext://"
        + (sample_folder / "beneficiaires.csv").as_uri()
        + "?delimiter={}&xField=longitude&yField=latitude&crs=EPSG:4326&detectTypes=no".format(
            ";" if ";" in (sample_folder / "beneficiaires.csv").read_text(encoding="utf-8").splitlines()[0] else ","
        ),
        QPV=package + "qpv_2024",
        QPV_PREVIOUS=package + "qpv_2015",
        QPV_LIST=str(sample_folder / "liste_qp_2024.csv"),
        COMMUNES=package + "communes",
    )
    page = (GUIDE / "10-situer-des-points.md").read_text(encoding="utf-8")
    undecided = sum(results[k] for k in ("COUNT_TO_CHECK", "COUNT_IMPRECISE", "COUNT_NOT_FOUND", "COUNT_ERROR"))
    firm = "**{COUNT_IN} en QPV**, **{COUNT_OUT} hors QPV**, **{COUNT_TO_CHECK} à vérifier**"
    assert firm.format(**results) in page, "bring docs/guide in step with the sample"
    assert "**{COUNT_IMPRECISE} adresses imprécises**".format(**results) in page
    assert "**{COUNT_NOT_FOUND} non trouvées**".format(**results) in page
    low, high = results["COUNT_IN"] / 2, (results["COUNT_IN"] + undecided) / 2
    assert "**entre {} % et {} %**".format(french(low, 1), french(high, 1)) in page
    assert "**{COUNT_JOIN_UNFOUNDED} fausses".format(**results) in page


def test_network(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, layer = run("checknetwork", NETWORK=package + "voirie_osm", MODE=0)
    page = (GUIDE / "22-controler-un-reseau.md").read_text(encoding="utf-8")
    assert layer.featureCount() == results["COUNT_PROBLEMS"] == 2
    assert "{} % de la longueur".format(french(results["SHARE_LARGEST"], 1)) in page


def test_bands(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, layer = run(
        "accessibilitybands", INPUT=package + "equipements", NETWORK=package + "voirie_osm", MODE=0, BREAKS="5;10;15"
    )
    page = (GUIDE / "20-bandes-accessibilite.md").read_text(encoding="utf-8").replace(" ", "")
    for feature in layer.getFeatures():
        assert "{}ha".format(round(feature["surface_ha"])) in page
    assert "{}km".format(french(results["LENGTH_KM"], 1)) in page


def test_nearest(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    _results, layer = run(
        "nearestfacility",
        ORIGINS=package + "carreaux_200m",
        FACILITIES=package + "equipements",
        FAMILY_FIELD="famille",
        NETWORK=package + "voirie_osm",
        MODE=0,
    )
    page = (GUIDE / "21-equipement-le-plus-proche.md").read_text(encoding="utf-8")
    rows = list(layer.getFeatures())
    people = sum(row["ind"] for row in rows)
    for family in ("vie_quotidienne", "ecole", "sante", "emploi"):
        reached = sum(row["ind"] for row in rows if (row["minutes_" + family] or 99) <= 15)
        assert "{} %".format(french(100 * reached / people, 1)) in page, family


def test_coverage(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, _layer = run(
        "servicecoverage",
        "OUTPUT_ZONES",
        SITES=str(sample_folder / "france_services.csv"),
        POPULATION=package + "carreaux_200m",
        NETWORK=package + "voirie_bdtopo",
        ZONES=package + "communes",
        THRESHOLDS="2;4;6",
        REFERENCE_THRESHOLD=4,
    )
    page = (GUIDE / "30-couverture-france-services.md").read_text(encoding="utf-8")
    for key in ("SHARE_FIXE", "SHARE_ANTENNES", "SHARE_BUS"):
        assert "{} %".format(french(results[key], 2)) in page


def test_the_address_index(run, sample_folder, tmp_path):
    registry = QgsApplication.processingRegistry()
    algorithm = registry.createAlgorithmById("cohesion:buildaddressindex")
    given = {"INPUT": [str(sample_folder / "adresses_ban.csv")], "OUTPUT": str(tmp_path / "i.sqlite")}
    results, good = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback(False))
    assert good
    said = "{} {:03d} adresses, {} voies et {} communes".format(
        *divmod(results["COUNT_ADDRESSES"], 1000), results["COUNT_STREETS"], results["COUNT_COMMUNES"]
    )
    assert results["COUNT_REJECTED"] == 0
    assert said in (GUIDE / "12-index-adresses.md").read_text(encoding="utf-8")
    page = told(HELP / "buildaddressindex.html")
    assert said.replace(" et ", ", ") in page and "aucune ligne écartée" in page


@pytest.fixture
def index(sample_folder, tmp_path):
    from cohesion_territoires.sources.address_index import build

    build([sample_folder / "adresses_ban.csv"], tmp_path / "index.sqlite")
    return str(tmp_path / "index.sqlite")


def test_addresses_located(run, sample_folder, index):
    results, layer = run("geocodeaddresses", INPUT=str(sample_folder / "demandes.xlsx"), ADDRESS_INDEX=index)
    names = ("NUMBER", "DOUBTFUL", "NEIGHBOUR", "STREET", "COMMUNE", "NOT_FOUND", "BLANK")
    said = (
        "le journal annonce **{}** adresses trouvées au numéro, dont **{}** au score faible, **{}** entre deux numéros "
        "voisins, **{}** à la voie, **{}** à la commune, **{}** non trouvées et **{}** ligne sans adresse."
    ).format(*(results["COUNT_" + name] for name in names))
    page = (GUIDE / "13-localiser-des-adresses.md").read_text(encoding="utf-8")
    assert said in page, said
    rows = {row["Adresse"]: row for row in layer.getFeatures()}
    typing, other = rows["45 Rue de la Tuor"], rows["3 Allée des Orfèvres"]
    assert typing["adresse_retenue"].startswith("45 Rue de la Tour ")
    assert "« 45 Rue de la Tuor » est devenu *45 Rue de la Tour*" in page
    low = "score de {}".format(french(other["score"], 2))
    assert low in page and french(other["score"], 2) in told(HELP / "geocodeaddresses.html")


def test_verdicts_of_a_spreadsheet(run, sample_folder, index):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, layer = run(
        "georeferenceaddresses",
        INPUT=str(sample_folder / "demandes.xlsx"),
        ADDRESS_INDEX=index,
        QPV=package + "qpv_2024",
        QPV_PREVIOUS=package + "qpv_2015",
        QPV_LIST=str(sample_folder / "liste_qp_2024.csv"),
    )
    counts = [results["COUNT_" + name] for name in ("IN", "OUT", "TO_CHECK", "IMPRECISE", "NOT_FOUND")]
    assert sum(counts) == layer.featureCount() == 60
    guide = (GUIDE / "14-situer-une-liste-d-adresses.md").read_text(encoding="utf-8")
    page = told(HELP / "georeferenceaddresses.html")
    said = "**{} en QPV**, **{} hors QPV**, **{} à vérifier**, **{} imprécises**, **{} non trouvées**".format(*counts)
    assert said in guide, said
    low, high = 100 * counts[0] / 60, 100 * (60 - counts[1]) / 60
    bounds = "entre {} % et {} %".format(french(low, 1), french(high, 1))
    assert "**{}**".format(bounds) in guide and bounds in page, bounds
    # the three rows that the help page reads out
    reasons = {row["Adresse"]: row["motif"] for row in layer.getFeatures()}
    share = re.search(r"(\d+ numéros? sur \d+)", reasons["Rue de la Fontaine"]).group(1)
    assert "« Rue de la Fontaine » n’a pas de numéro, et {} sont dans un périmètre".format(share) in page
    assert "par voisinage" in reasons["11 Mail des Jonquilles"] and "« 11 Mail des Jonquilles »" in page
    assert "ne sont pas tous trouvés" in reasons["116-118 Boulevard de l'Est"] and "« 116-118 Boulevard" in page


def test_the_streets_of_qpv(run, sample_folder, tmp_path):
    from cohesion_territoires.sources.address_index import build

    build([sample_folder / "adresses_ban.csv"], tmp_path / "i.sqlite")
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, layer = run("qpvstreetindex", QPV=package + "qpv_2024", ADDRESS_INDEX=str(tmp_path / "i.sqlite"))
    page = (GUIDE / "18-voies-des-qpv.md").read_text(encoding="utf-8")
    said = "**{} lignes** pour {} quartiers : **{} voies entières**, **{} en partie**, **{} en limite**"
    assert said.format(*(results["COUNT_" + n] for n in ("STREETS", "QPV", "WHOLE", "PART", "EDGE"))) in page
    rows = {(r["nom_qp"], r["voie"]): r for r in layer.getFeatures()}
    row = rows["Les Tanneries", "Rue de la Mairie"]
    assert (row["etendue"], row["numeros_impairs"], row["numeros_pairs"]) == ("ENTIERE", "13–47", "8–46")
    row = rows["Les Tanneries", "Quai des Tanneurs"]
    assert (row["numeros_pairs"], row["numeros_a_verifier"]) == ("80–82, 90–100, 112", "78, 88, 95, 104, 110")


def test_parcels(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, _layer = run(
        "georeferenceparcels",
        INPUT=package + "carreaux_200m",
        QPV=package + "qpv_2024",
        QPV_PREVIOUS=package + "qpv_2015",
        SUM_FIELDS=["ind"],
        OUTPUT_SUMMARY="memory:",
    )
    counts = [results["COUNT_" + name] for name in ("IN", "PARTLY", "OUT", "TO_CHECK", "RULE_300", "RULE_TO_CHECK")]
    page = (GUIDE / "17-parcelles-et-batiments.md").read_text(encoding="utf-8")
    said = (
        "Sur {} carreaux, {} est entièrement en QPV, {} en partie, {} hors QPV et {} à vérifier ; {} remplissent la "
        "règle « entièrement à moins de 300 m », et pour {} elle est à vérifier."
    )
    assert said.format(sum(counts[:4]), *counts) in page
    wrong = results["COUNT_JOIN_UNFOUNDED"]
    assert "{} réponses fausses ou non fondées sur les {}".format(wrong, sum(counts[:4])) in page
    help_page = (HELP / "georeferenceparcels.html").read_text(encoding="utf-8")
    said = "<b>{}</b> est entièrement en QPV, <b>{}</b> en partie, <b>{}</b> hors QPV, <b>{}</b> à vérifier"
    assert said.format(*counts) in help_page
    assert "<b>{}</b> réponses fausses".format(wrong) in help_page


def test_generations(run, sample_folder):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    results, layer = run(
        "compareqpvgenerations",
        QPV=package + "qpv_2024",
        QPV_PREVIOUS=package + "qpv_2015",
        POPULATION=package + "carreaux_200m",
    )
    page = (GUIDE / "19-comparer-2015-et-2024.md").read_text(encoding="utf-8")
    areas = [french(results["AREA_" + name], 1).replace(",0", "") for name in ("KEPT", "GAINED", "LOST")]
    assert "{} ha sont conservés, {} ha gagnés et {} ha perdus".format(*areas) in page
    words = told(HELP / "compareqpvgenerations.html")
    assert "{} ha sont conservés, {} ha gagnés, {} ha perdus".format(*areas) in words
    people = ["{:,.0f}".format(results["POPULATION_" + name]).replace(",", " ") for name in ("KEPT", "GAINED", "LOST")]
    assert "{} conservée, {} gagnée, {} perdue".format(*people) in words, people
    lost = {r["code_qp_2015"] for r in layer.getFeatures() if r["statut"] == "PERDU" and r["lisere"] == "NON"}
    kept = {r["code_qp_2015"] for r in layer.getFeatures() if r["statut"] == "CONSERVE"}
    assert lost - kept == {"QP099005"} and "La Vieille Porte (QP099005) sort tout entière" in words
    slivers = sorted(
        (round(1e4 * r["superficie_ha"]) for r in layer.getFeatures() if r["lisere"] == "OUI"), reverse=True
    )
    assert "deux liserés, de {} et {} m², sont mis à part".format(*slivers) in words and len(slivers) == 2


def test_the_street_that_the_help_page_describes():
    from cohesion_territoires.domain.qpv.street_index import cover

    page = told(HELP / "qpvstreetindex.html")
    assert "Rue Blanqui : 1, 3, 3 bis, 5, 7 et 2, 4, 6 dans la BAN" in page
    out, unsure, within = 0, 1, 2
    numbers = [(1, ""), (3, ""), (3, "bis"), (5, ""), (7, ""), (2, ""), (4, ""), (6, "")]
    states = {(7, ""): out, (4, ""): unsure}
    found = cover([(*n, states.get(n, within)) for n in numbers])
    said = "La ligne dit : {}, impairs {}, pairs {}, à vérifier {}."
    assert said.format(found.extent, found.odd, found.even, found.check) in page, found
    found = cover([(*n, within) for n in numbers])
    assert "elle dirait {}, {}, {}.".format(found.extent, found.odd, found.even) in page, found


def joined(run, sample_folder, **parameters):
    """Join the figures of the sample to its communes; return the numbers, and the rows by code."""
    results, layer = run(
        "joinindicator",
        BOUNDARIES="{}|layername=communes".format(sample_folder / "exemple.gpkg"),
        INPUT=str(sample_folder / "indicateurs.csv"),
        OUTPUT_REPORT="memory:",
        **parameters,
    )
    return results, layer, {row["code_insee"]: row for row in layer.getFeatures()}


def test_a_table_joined_and_classed(run, sample_folder):
    page = (GUIDE / "36-joindre-et-classer.md").read_text(encoding="utf-8")
    results, layer, rows = joined(run, sample_folder, VALUE_FIELDS=["taux_pauvrete"], UNIT="%")
    assert "la plus récente, 2021, est prise" in page
    said = "**{COUNT_JOINED} codes joints**, **{COUNT_WITHOUT_DATA} polygone sans donnée**, "
    said += "**{COUNT_WITHOUT_POLYGON} code sans polygone**"
    assert said.format(**results) in page
    statuses = {row["nom"]: row["statut"] for row in rows.values()}
    example = {"absent": "Le Vernoy", "secret": "Fontenelle-au-Bois", "hors_source": "Villebrume"}
    for status, name in example.items():
        assert statuses[name] == status and re.search(r"`{}` \|[^|]*\| {} \|".format(status, name), page)
    assert "Valombre : {} %".format(french(rows["99001"]["taux_pauvrete"], 1)) in page
    assert "**{COUNT_SECRET} sous secret statistique**".format(**results) in page
    assert "**{} absentes**".format(sum(s in ("absent", "hors_source") for s in statuses.values())) in page
    classed, _layer = run(
        "classifyindicator", INPUT=layer, FIELD="taux_pauvrete", CLASSES=4, UNIT="%", OUTPUT_CLASSES="memory:"
    )
    limits = [
        "| {classe} | {} à {} | {effectif} |".format(french(row["minimum"], 1), french(row["maximum"], 1), **row)
        for row in table_rows(classed["OUTPUT_CLASSES"], run)
        if row["classe"]
    ]
    assert len(limits) == 4 and all(line in page for line in limits), limits


def table_rows(layer_id, run):
    """Return the rows of a table that a run has left, as dicts."""
    for context in run.kept:
        layer = QgsProcessingUtils.mapLayerFromString(layer_id, context)
        if layer is not None:
            names = layer.fields().names()
            return [dict(zip(names, row.attributes())) for row in layer.getFeatures()]
    raise LookupError(layer_id)


def test_communes_that_have_merged(run, sample_folder):
    page = (GUIDE / "36-joindre-et-classer.md").read_text(encoding="utf-8")
    asked = {"VALUE_FIELDS": ["population", "taux_pauvrete"], "YEAR": "2018"}
    before, _layer, rows = joined(run, sample_folder, **asked)
    alone = int(rows["99010"]["population_2"])
    after, _layer, rows = joined(
        run,
        sample_folder,
        CHANGES=str(sample_folder / "mouvements_communes.csv"),
        DATA_GEOGRAPHY="2018",
        BOUNDARY_GEOGRAPHY="2024",
        **asked,
    )
    whole = int(rows["99010"]["population_2"])
    assert "ses {} habitants d'alors".format(alone) in page
    assert "**{}** habitants ({} + {})".format(whole, alone, whole - alone) in page
    assert rows["99010"]["taux_pauvrete"] in (None, NULL)
    assert (before["COUNT_WITHOUT_POLYGON"], after["COUNT_WITHOUT_POLYGON"]) == (2, 1)


def test_communes_and_their_zonings(run):
    page = (GUIDE / "38-zonages-des-communes.md").read_text(encoding="utf-8")
    codes = re.search(r"directement : `([^`]+)`", page).group(1)
    results, layer = run("communezonings", CODES=codes)
    for row in layer.getFeatures():
        cells = [row[name] or "" for name in ("nom_com", "arrondissement", "epci")]
        line = "| `{}` | {} | `{}`".format(row["code"], " | ".join(cells), row["statut"]).replace("|  ", "| ")
        assert line in page, line
    said = "**{COUNT_FOUND} trouvés**, dont **{COUNT_REPAIRED} réparés**, et **{COUNT_UNKNOWN} inconnu**"
    assert said.format(**results) in page


def test_a_portrait(run, tmp_path):
    page = (GUIDE / "37-portrait-de-territoire.md").read_text(encoding="utf-8")
    (tmp_path / "pauvrete.csv").write_text(re.search(r"```\n(code;.*?)```", page, re.DOTALL).group(1), encoding="utf-8")
    results, layer = run(
        "territoryportrait",
        TERRITORY="DEP-69",
        INDICATORS=[str(tmp_path / "pauvrete.csv")],
        CACHE_FOLDER=str(tmp_path / "cache"),
        OUTPUT_HTML=str(tmp_path / "portrait.html"),
    )
    (row,) = (row for row in layer.getFeatures() if row["statut"] == "publie")
    said = "**{} %** en {}, **+{}** depuis {} ; il est **{}e sur {}** dans sa région, "
    said = (said + "dont la médiane des départements est **{} %**").format(
        french(row["valeur"], 1), row["periode"], french(row["evolution"], 1), row["evolution_depuis"], row["rang"],
        row["nb_territoires"], french(row["mediane_reg"], 1),
    )  # fmt: skip
    assert said in page, said
    assert row["rang_parmi"] == "reg" and row["mediane_fra"] in (None, NULL) and "pas de médiane nationale" in page
    assert "Les **{COUNT_MISSING}** indicateurs".format(**results) in page
