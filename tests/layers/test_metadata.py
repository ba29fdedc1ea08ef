"""A layer says who made it, from what, when and under which licence; so does one that is made of it."""
from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")

from cohesion_territoires.layers import temporal  # noqa: E402
from cohesion_territoires.layers.metadata import Provenance, describe, inherited  # noqa: E402
from cohesion_territoires.layers.temporal import follow_dates, follow_years  # noqa: E402
from memory import memory_layer  # noqa: E402

INCOME = Provenance(
    "Revenu médian", "Par unité de consommation.", "Insee-DGFiP", "Observatoire des territoires", "lov2",
    "https://exemple.fr/page", "https://exemple.fr/donnees.csv", "2026-11-26T10:00:00", "2026-02-01", "abc", "2025",
    ("Revenus",), (("IGN", "odc-odbl"), ("Insee-DGFiP", "lov2")),
)  # fmt: skip


def told(provenance, **more):
    layer = memory_layer("Polygon", ["code:string"], [], "EPSG:2154")
    describe(layer, "Sortie", "Jointe.", provenance=provenance, **more)
    return layer


def links(metadata):
    return [(link.name, link.type, link.url) for link in metadata.links()]


def contacts(metadata):
    return {(contact.organization, contact.role) for contact in metadata.contacts()}


def test_where_data_come_from_is_told_in_full(qgis_app):
    metadata = told(INCOME, rights=["Préfecture"], history=["Fait"]).metadata()
    assert (metadata.title(), metadata.abstract()) == ("Revenu médian", "Par unité de consommation.\n\nJointe.")
    # each whom the figures or the boundaries come from is credited once
    assert metadata.rights() == ["Préfecture", "Insee-DGFiP – Licence Ouverte 2.0", "IGN – ODbL 1.0"]
    assert metadata.licenses() == [
        "Licence Ouverte 2.0 – https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    ]
    assert metadata.identifier() == "https://exemple.fr/donnees.csv" and metadata.crs().authid() == "EPSG:2154"
    assert links(metadata) == [
        ("Page", "WWW:LINK", "https://exemple.fr/page"), ("Données", "WWW:DOWNLOAD", "https://exemple.fr/donnees.csv"),
    ]  # fmt: skip
    assert contacts(metadata) == {("Insee-DGFiP", "owner"), ("Observatoire des territoires", "distributor")}
    assert metadata.history() == [
        "Fait", "Obtenu le : 2026-11-26", "Modifié à la source : 2026-02-01", "SHA-256 : abc",
        "Géographie (COG) : 2025", "Adresse : https://exemple.fr/donnees.csv",
    ]  # fmt: skip
    assert metadata.keywords()["gmd:topicCategory"] == ["Revenus"]
    assert (metadata.language(), metadata.type()) == ("FRA", "dataset")


def test_little_that_is_known_is_said_without_more(qgis_app):
    metadata = told(Provenance(observatory="Observatoire", page="https://exemple.fr")).metadata()
    assert (metadata.title(), metadata.abstract()) == ("Sortie", "Jointe.")
    assert metadata.rights() == ["Observatoire"] and metadata.identifier() == "https://exemple.fr"
    assert metadata.licenses() == ["Voir les droits de chaque source"] and list(metadata.history()) == []
    assert links(metadata) == [("Page", "WWW:LINK", "https://exemple.fr")]
    assert contacts(metadata) == {("Observatoire", "distributor")} and "gmd:topicCategory" not in metadata.keywords()
    assert list(told(Provenance(credits=(("", ""),))).metadata().rights()) == []
    twice = told(INCOME, rights=["IGN – ODbL 1.0"]).metadata()
    assert twice.rights() == ["IGN – ODbL 1.0", "Insee-DGFiP – Licence Ouverte 2.0"]
    bare = told(None).metadata()
    assert (bare.title(), list(bare.rights()), list(bare.licenses())) == ("Sortie", [], [])


def test_a_layer_made_of_others_says_what_they_say_once(qgis_app):
    boundaries = told(Provenance("Communes", producer="IGN", licence="odc-odbl", address="https://ign.example/c"))
    metadata = told(inherited("", told(INCOME), None, boundaries), rights=["Préfecture"]).metadata()
    assert (metadata.title(), metadata.abstract()) == ("Sortie", "Jointe.")
    assert metadata.rights() == ["Préfecture", "Insee-DGFiP – Licence Ouverte 2.0", "IGN – ODbL 1.0"]
    assert [text.partition(" – ")[0] for text in metadata.licenses()] == ["Licence Ouverte 2.0", "ODbL 1.0"]
    assert links(metadata) == [*links(told(INCOME).metadata()), ("Données", "WWW:DOWNLOAD", "https://ign.example/c")]
    assert contacts(metadata) == {*contacts(told(INCOME).metadata()), ("IGN", "owner")}
    assert metadata.keywords()["gmd:topicCategory"] == ["Revenus"] and "SHA-256 : abc" in metadata.history()
    assert told(inherited("Carte", told(INCOME))).metadata().title() == "Carte"


def test_a_layer_follows_its_years_from_the_first_day_to_the_last(qgis_app):
    layer = memory_layer("Polygon", ["an:string", "debut:date", "fin:date"], [])
    for no_years in (["2019", "2015-2021"], ["2019", "tous"]):
        follow_years(layer, "an", no_years)
        assert not layer.temporalProperties().isActive()
    follow_years(layer, "an", ["2019", "2021"])
    time = layer.temporalProperties()
    assert time.isActive() and time.startExpression() == 'make_date(to_int("an"), 1, 1)'
    assert time.endExpression() == 'make_date(to_int("an"), 12, 31)'
    assert time.mode() == temporal._mode("ModeFeatureDateTimeStartAndEndFromExpressions")
    layer = memory_layer("Polygon", ["an:string", "debut:date", "fin:date"], [])
    follow_dates(layer, "debut", "fin")
    time = layer.temporalProperties()
    assert (time.startField(), time.endField(), time.isActive()) == ("debut", "fin", True)
    assert time.mode() == temporal._mode("ModeFeatureDateTimeStartAndEndFromFields")
