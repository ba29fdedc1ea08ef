"""The verdict of the search bar is that of a list of addresses, sentence for sentence."""

from __future__ import annotations

import math

import pytest
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.layers.one_address import AddressJudge
from cohesion_territoires.sources.address_completion import ABSENT, FOUND, NO_NUMBER, Suggestion
from cohesion_territoires.sources.address_index import AddressIndex, build
from memory import memory_layer
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject

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


@pytest.mark.parametrize("listed, earlier", [(True, True), (False, False), (True, False)])
def test_same_verdict_same_reason(sample_folder, tmp_path, listed, earlier):
    path = tmp_path / "i.sqlite"
    build([sample_folder / "adresses_ban.csv"], path)
    package = "{}|layername={{}}".format(sample_folder / "exemple.gpkg")
    qpv, listing = package.format("qpv_2024"), str(sample_folder / "liste_qp_2024.csv") if listed else None
    older = package.format("qpv_2015") if earlier else None
    judge = AddressJudge(qpv, listing, QgsProcessingContext(), older)
    cards, rows = [], []
    with AddressIndex.open(path) as index:
        for (street, city, code), suggestion in asked(index):
            cards.append(judge.judge(index, suggestion))
            number = "" if suggestion.number is None else str(suggestion.number)
            rows.append((None, (" ".join(part for part in (number, suggestion.rep, street) if part), code, city)))
    table = memory_layer("None", ["adresse:string", "code_postal:string", "commune:string"], rows)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    given = {"INPUT": table, "QPV": qpv, "ADDRESS_INDEX": str(path), "OUTPUT": "memory:"}
    # left out, a parameter takes what the reference data of this machine say
    given.update(QPV_LIST=listing, QPV_PREVIOUS=older)
    layer = processing.run(
        "cohesion:georeferenceaddresses", given, context=context, feedback=QgsProcessingFeedback(False)
    )["OUTPUT"]
    answers = [(f["verdict"], f["motif"]) for f in layer.getFeatures()]
    assert len(answers) == len(cards) > 300
    if listed:
        assert {c.verdict for c in cards} >= {"EN_QPV", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE"}
    pairs = [(row[1], answer, (card.verdict, card.reason)) for row, answer, card in zip(rows, answers, cards)]
    different = [pair for pair in pairs if pair[1] != pair[2]]
    # who picks an address in a list has no doubt about the match, which a list of addresses may have
    doubtful = [pair for pair in different if pair[1][1].startswith("L'adresse retenue n'est pas sûre")]
    assert len(doubtful) <= 0.01 * len(cards)
    assert [pair for pair in different if pair not in doubtful] == []
    certain = [i for i, pair in enumerate(pairs) if pair not in doubtful]
    features, unlike = list(layer.getFeatures()), []
    for i in certain:
        card, row = cards[i], features[i]
        if card.verdict == "ADRESSE_IMPRECISE":
            continue  # which number stands for a street is another matter
        assert (card.code or None) == (known(row["code_qp"]) or known(row["code_qp_proche"]))
        assert distance(card.distance) == known(row["distance_m"]), (card, row.attributes())
        if not earlier:
            assert card.older is None
            continue
        told = card.older
        given = [known(row[n]) for n in ("verdict_2015", "code_qp_2015", "nom_qp_2015", "distance_2015_m")]
        if [told.verdict, told.code, told.name, distance(told.distance)] != given:
            unlike.append((rows[i], told, given))
    # a doubtful match is told for 2015 also where today's perimeters are doubtful for another reason
    assert len(unlike) <= 0.01 * len(cards) and all(given[0] == "A_VERIFIER" for *_, given in unlike), unlike[:2]
    if earlier:
        assert {c.older.verdict for c in cards} >= {"EN_QPV", "HORS_QPV"}


def test_both_refuse_the_perimeters_of_the_other_generation(sample_folder, tmp_path, sample_index):
    qpv = "{}|layername=qpv_2015".format(sample_folder / "exemple.gpkg")
    table = memory_layer("None", ["adresse:string"], [(None, ["10 rue des Iris"])])
    given = {"INPUT": table, "QPV": qpv, "QPV_PREVIOUS": None, "QPV_LIST": None, "ADDRESS_INDEX": sample_index}
    said = []
    with pytest.raises(DataError) as raised:
        AddressJudge(qpv, None, QgsProcessingContext(), None)
    said.append(str(raised.value))
    with pytest.raises(QgsProcessingException) as raised:
        processing.run("cohesion:georeferenceaddresses", {**given, "OUTPUT": "memory:"})
    said.append(str(raised.value))
    assert all("holds the perimeters of 2015, not those of 2024" in text for text in said), said


def known(value):
    return None if value == NULL else value


def distance(metres):
    return None if math.isnan(metres) else metres
