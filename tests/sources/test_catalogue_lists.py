"""Lists of services in a user's catalogue: read back, the shipped facts kept, no file of the user's own lost."""
from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cohesion_territoires.domain.errors import OutputError, ParameterError
from cohesion_territoires.domain.indicators.entry import LAYER, TABLE, Entry
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.catalogue_lists import keep, listing, named, slug

DAY = "2026-11-26"


def layer(name, address="https://ddt.example/wfs", **more):
    return Entry(
        "ogc:x." + name, "ogc", name, LAYER, request={"address": address, "layer": name, "type": "wfs"}, **more
    )


def test_a_list_is_read_back_with_its_date_and_ours_keeps_its_words(tmp_path):
    shipped = Catalogue.shipped()
    ours = shipped.entry("odt:filosofi.med_disp")
    told = replace(ours, title="Autre titre", themes=(), levels=("com",), years=("1999", "2005", "2031", "2032"))
    fresh = replace(ours, id="odt:neuf.indic", title="Tout neuf", note="")
    found = listing([told, fresh], shipped)
    assert found.new == ("odt:neuf.indic",) and not found.left_out
    path = keep(tmp_path / "absent", "liste_x", found.entries, DAY)
    again = Catalogue.shipped().with_user_files(path.parent)
    assert not again.problems and len(again.entries) == len(shipped.entries) + 1
    one = again.entry(ours.id)
    assert (one.title, one.themes, one.levels, one.checked) == (ours.title, ours.themes, ("com",), DAY)
    assert again.entry("odt:neuf.indic").checked == DAY
    # of what no service has spoken nothing is said to be checked
    assert {entry.checked for entry in again.entries if entry.id not in (ours.id, "odt:neuf.indic")} == {""}


def test_layers_of_any_name_have_ids_that_are_read_back_and_differ():
    names = ["ms:écoles", "ms.écoles", "a b/c", "d'Artagnan"]
    found = listing(named([layer(name) for name in names], "DDT", slug("DDT de l'Îlot")), Catalogue.shipped())
    assert not found.left_out
    assert [entry.id for entry in found.entries] == [
        "ogc:ddt_de_l_ilot.ms.écoles", "ogc:ddt_de_l_ilot.ms.écoles_2", "ogc:ddt_de_l_ilot.a.b/c",
        "ogc:ddt_de_l_ilot.d.Artagnan",
    ]  # fmt: skip
    assert {entry.observatory for entry in found.entries} == {"DDT"}
    assert [entry.request["layer"] for entry in found.entries] == names


def test_what_the_catalogue_has_under_another_id_is_not_listed_twice():
    known = Catalogue.shipped()
    ours = known.entry("datagouv:france-services")
    assert ours.request["resource"]
    file = Entry(
        "datagouv:" + ours.request["resource"],
        "datagouv",
        "Liste",
        TABLE,
        request={"resource": ours.request["resource"]},
    )
    found = listing([file], known)
    assert [entry.id for entry in found.entries] == [ours.id] and not found.new


def test_what_cannot_be_read_back_is_left_out_and_said():
    found = listing([layer("bon"), layer("mauvais", page="javascript:1")], Catalogue.shipped())
    assert [entry.title for entry in found.entries] == ["bon"]
    assert found.left_out[0][0] == "mauvais" and "page" in str(found.left_out[0][1])


@pytest.mark.parametrize("own", [
    '{"entries": []}', "not JSON", '{"complete": true, "entries": [], "defaults": {}}', "[]",
])  # fmt: skip
def test_a_file_of_one_s_own_is_never_replaced(tmp_path, own):
    (tmp_path / "liste_x.json").write_text(own, encoding="utf-8")
    for _time in range(2):
        path = keep(tmp_path, "liste_x", [layer("a")], DAY)
        assert path.name == "liste_x_2.json"
    assert (tmp_path / "liste_x.json").read_text(encoding="utf-8") == own


def test_the_list_before_stays_beside(tmp_path):
    keep(tmp_path, "liste_x", [layer("a")], "2026-01-01")
    path = keep(tmp_path, "liste_x", [layer("b")], DAY)
    assert path.name == "liste_x.json"
    told = [json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("liste_x.json", "liste_x.json.old")]
    assert [(one["checked"], one["entries"][0]["title"]) for one in told] == [(DAY, "b"), ("2026-01-01", "a")]
    # and is not read as a catalogue
    assert "ogc:x.a" not in Catalogue().with_user_files(tmp_path)


def test_a_name_that_another_server_has_is_refused(tmp_path):
    keep(tmp_path, "liste_serveur_ddt", [layer("a")], DAY, "DDT")
    keep(tmp_path, "liste_serveur_ddt", [layer("b")], DAY, "DDT")
    with pytest.raises(ParameterError, match="https://ddt.example/wfs"):
        keep(tmp_path, "liste_serveur_ddt", [layer("c", "https://autre.example/wfs")], DAY, "DDT")
    assert [entry.title for entry in Catalogue().with_user_files(tmp_path).entries] == ["b"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError):
        keep(tmp_path / "fichier" / "dedans", "liste_x", [layer("a")], DAY)


def test_names_of_files():
    assert slug("Très haut débit (FttH) !") == "tres_haut_debit_ftth"
    assert slug("///") == "" and len(slug("a" * 200)) == 60
