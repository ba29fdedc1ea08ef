"""The verdict of the search bar is that of a list of addresses, sentence for sentence."""

from __future__ import annotations

import pytest
from cohesion_territoires.layers.one_address import AddressJudge
from cohesion_territoires.sources.address_completion import ABSENT, FOUND, NO_NUMBER, Suggestion
from cohesion_territoires.sources.address_index import AddressIndex, build
from memory import memory_layer
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

pytestmark = pytest.mark.usefixtures("cohesion_provider")


def asked(index):
    """Yield numbers of the sample, numbers that its BAN lacks, and whole streets."""
    for commune in index.all_communes():
        named = [s.name for s in index.streets(commune.insee)]
        for street in index.streets(commune.insee)[::4]:
            if named.count(street.name) > 1:
                continue  # a list of addresses would not know which
            numbers = index.numbers(street.id)
            start = (street.name, commune.name, street.postcodes[0])
            yield start, Suggestion(NO_NUMBER, "", street.id, street.insee, None, "", street.count, False)
            for i in range(0, len(numbers), 5):
                number, rep = int(numbers.number[i]), numbers.rep[i]
                yield start, Suggestion(FOUND, "", street.id, street.insee, number, rep, street.count, False)
                if number + 2 not in numbers.number and number + 2 < numbers.number.max():
                    yield start, Suggestion(ABSENT, "", street.id, street.insee, number + 2, "", street.count, False)


def test_same_verdict_same_reason(sample_folder, tmp_path):
    path = tmp_path / "i.sqlite"
    build([sample_folder / "adresses_ban.csv"], path)
    qpv = "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg")
    listing = str(sample_folder / "liste_qp_2024.csv")
    judge = AddressJudge(qpv, listing, QgsProcessingContext())
    cards, rows = [], []
    with AddressIndex.open(path) as index:
        for (street, city, code), suggestion in asked(index):
            cards.append(judge.judge(index, suggestion))
            number = "" if suggestion.number is None else str(suggestion.number)
            rows.append((None, (" ".join(part for part in (number, suggestion.rep, street) if part), code, city)))
    table = memory_layer("None", ["adresse:string", "code_postal:string", "commune:string"], rows)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    given = {"INPUT": table, "QPV": qpv, "QPV_LIST": listing, "ADDRESS_INDEX": str(path), "OUTPUT": "memory:"}
    layer = processing.run(
        "cohesion:georeferenceaddresses", given, context=context, feedback=QgsProcessingFeedback(False)
    )["OUTPUT"]
    answers = [(f["verdict"], f["motif"]) for f in layer.getFeatures()]
    assert len(answers) == len(cards) > 300
    verdicts = {c.verdict for c in cards}
    assert verdicts >= {"EN_QPV", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE"}
    pairs = [(row[1], answer, (card.verdict, card.reason)) for row, answer, card in zip(rows, answers, cards)]
    different = [pair for pair in pairs if pair[1] != pair[2]]
    # who picks an address in a list has no doubt about the match, which a list of addresses may have
    doubtful = [pair for pair in different if pair[1][1].startswith("L'adresse retenue ressemble")]
    assert len(doubtful) <= 0.01 * len(cards)
    assert [pair for pair in different if pair not in doubtful] == []
