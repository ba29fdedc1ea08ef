"""Columns and values of every edition of the official list."""

import pytest

from cohesion_territoires.sources.france_services import classify, find_columns, fold, read_coordinate

NAMES_2024 = (
    '"id_fs","insee_dep","lib_fs","adresse","complement_adresse","insee_com","code_postal","lib_com","latitude",'
    '"longitude","mail","telephone","h_lundi","prise_rdv","commentaire","type_fs","format_fs","groupe_fs"'
).replace('"', "").split(",")
NAMES_2022 = "id_fs,insee_dep,lib_fs,insee_com,latitude,longitude,commentaire,itinerance,format_fs,groupe".split(",")
NAMES_2021 = (
    "MATRICULE,DEPARTEMENT,lib_france_services,insee_com,LATITUDE,LONGITUDE,ITINERANCE,FORMAT_FS,Labellisation,categorie"
).split(",")


def test_columns_of_2024():
    columns = find_columns(NAMES_2024)
    assert (columns.format, columns.type) == ("format_fs", "type_fs")
    assert (columns.id, columns.name, columns.latitude, columns.longitude) == (
        "id_fs",
        "lib_fs",
        "latitude",
        "longitude",
    )
    assert (columns.commune, columns.departement) == ("insee_com", "insee_dep")


def test_columns_of_2022_take_format_fs_for_the_type():
    columns = find_columns(NAMES_2022)
    assert (columns.format, columns.type) == ("itinerance", "format_fs")


def test_columns_of_2021():
    columns = find_columns(NAMES_2021)
    assert (columns.format, columns.type) == ("categorie", "FORMAT_FS")
    assert (columns.id, columns.latitude, columns.departement) == ("MATRICULE", "LATITUDE", "DEPARTEMENT")
    without = find_columns([name for name in NAMES_2021 if name != "categorie"])
    assert (without.format, without.type) == ("ITINERANCE", "FORMAT_FS")


def test_byte_order_mark_and_unknown_layers():
    assert find_columns(["\ufeffid_fs", "Format_FS", "TYPE_FS"]).id == "\ufeffid_fs"
    plain = find_columns(["osm_id", "amenity"])
    assert plain.format is None and plain.type is None and plain.id is None


@pytest.mark.parametrize(
    ("form", "kind", "expected"),
    [
        # 2024
        ("Fixe", "Principal", "fixe"),
        ("Multisites", "Principal", "fixe"),
        ("Fixe_antenne(s)", "Principal", "fixe"),
        ("Fixe_antenne(s)", "Antenne", "antenne"),
        ("Multisites", "Antenne", "antenne"),
        ("Fixe", "Antenne", "antenne"),
        ("Bus_équivalent", "Principal", "itinerante"),
        ("Itinérante", "Principal", "itinerante"),
        # 2022
        ("Non", "Site principal", "fixe"),
        ("Oui", "Site principal", "itinerante"),
        ("Non", "Antenne", "antenne"),
        ("Oui", "Antenne", "itinerante"),
        # 2020-21
        ("FS", "Espace labellisé", "fixe"),
        ("FS itinerante", "Espace labellisé", "itinerante"),
        ("Antenne", "Antenne", "antenne"),
        ("Antenne itinerante", "Antenne", "itinerante"),
        ("", "Espace labellisé", "fixe"),
        ("", "Antenne", "antenne"),
        # BPE
        ("LF", None, "fixe"),
        ("ANT", None, "antenne"),
        ("MO", None, "itinerante"),
        ("MS", None, "fixe"),
        # never guessed
        ("", "Principal", ""),
        (None, None, ""),
        ("Fixe_antenne(s)", None, ""),
        ("Fixe", "Bus", ""),
    ],
)
def test_class(form, kind, expected):
    assert classify(form, kind).site_class == expected
    assert classify(kind, form).site_class == expected


def test_unknown_values_are_reported_as_written():
    assert classify("Péniche", "Principal") == classify("Péniche", "Principal")
    assert classify("Péniche", "Principal").site_class == ""
    assert classify(" Péniche ", "Truc").unread == ("Péniche", "Truc")
    assert classify("FIXE", "PRINCIPAL").site_class == "fixe"


def test_fold():
    assert fold("Bus_équivalent") == "bus_equivalent"
    assert fold("Fixe_antenne(s)") == "fixe_antenne_s"
    assert fold("CONTACT.MAIL") == "contact_mail"


def test_coordinates():
    assert read_coordinate("46,5") == 46.5
    assert read_coordinate(46.5) == 46.5
    for blank in ("", None, "0", 0, "abc", "nan", 1e6):
        assert read_coordinate(blank) is None
