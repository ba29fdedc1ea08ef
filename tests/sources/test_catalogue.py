"""The catalogue that ships is whole; a user's broken file loses only what is broken, and says what."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.errors import DataError, OutputError, ParameterError
from cohesion_territoires.domain.indicators.barometer import NEUTRAL, QUESTIONS
from cohesion_territoires.domain.indicators.entry import INDICATOR
from cohesion_territoires.sources.catalogue import FOLDER, Catalogue, is_obtainable, save
from cohesion_territoires.sources.catalogue_entry import completed, entry_of, plain
from cohesion_territoires.sources.licences import LICENCES, UNKNOWN

GOOD = {"id": "odt:a.b", "source": "geoclip", "title": "Un titre", "request": {"dataset": "a", "indic": "b"}}
BY_HAND = {"id": "x:y", "source": "file", "title": "À la main"}


@pytest.fixture(scope="module")
def shipped():
    return Catalogue.shipped()


def test_what_ships_is_read_without_a_problem(shipped):
    assert shipped.problems == ()
    assert len(shipped.entries) > 200 and len({entry.id for entry in shipped.entries}) == len(shipped.entries)


def test_every_entry_says_what_a_card_shows(shipped):
    for entry in shipped.entries:
        assert entry.observatory and entry.themes and entry.producer, entry.id
        assert entry.licence == UNKNOWN or LICENCES[entry.licence][1].startswith("https://"), entry.id
        assert entry.definition and entry.page.startswith("https://") and entry.note, entry.id
        assert entry.kind != INDICATOR or entry.levels, entry.id
        assert is_obtainable(entry) == (entry.source != "file")


def test_nothing_is_said_to_have_been_checked(shipped):
    assert {entry.checked for entry in shipped.entries} == {""}
    for entry in shipped.entries:
        assert re.search("non vérifiée? en direct|^Voir l’entrée|^Géographie", entry.note), entry.note


def test_the_observatory_says_how_sure_each_pair_is(shipped):
    grades = Counter(entry.request["grade"] for entry in shipped.entries if entry.source == "geoclip")
    assert set(grades) == set("ABCD") and grades["A"] >= 7 and grades["B"] >= 25 and grades["C"] >= 10
    for entry in shipped.entries:
        if entry.source == "geoclip":
            assert entry.note.startswith("Qualité {}".format(entry.request["grade"]))
            assert entry.id == "odt:{dataset}.{indic}".format(**entry.request)


def test_shares_say_what_they_are_a_share_of(shipped):
    for entry in shipped.entries:
        over = entry.request.get("over") if entry.source == "melodi" else None
        if over:
            assert entry.measure == "rate" and entry.unit == "%"
            assert all(entry.request["filters"][name] != code for name, code in over.items()), entry.id


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("taux de pauvreté", "melodi:DS_FILOSOFI_CC.PR_MD60"), ("RSA", "odt:rsa.alloc_rsa"), ("neet",
        "part_non_inseres"),
        ("quartiers prioritaires 2024", "datagouv:qpv-2024"), ("pvd", "datagouv:pvd"), ("contours communes",
        "contours:com"),
        ("désert médical", "odt:apl.apl_sage_hmep"), ("ftth", "odt:couverture_ftth.nb_ftth"), ("HLM", "PART_HLM"),
        ("très haut débit", "odt:couverture_ftth.nb_ftth"), ("BAN", "datagouv:ban"), ("carroyage", "carreaux-200m"),
        ("65 ans et plus", "PART_65_PLUS"), ("vieillissement", "PART_65_PLUS"),
        ("artificialisation des sols", "datagouv:enaf"),
        ("ZAN", "datagouv:enaf"), ("participation présidentielle", "datagouv:participation-presidentielle-2022"),
        ("CIF", "dgcl:cif"), ("contrat de ville", "anct:contrats-de-ville"), ("DELD", "dares:demandeurs-longue-duree"),
        ("bénévoles", "asso:benevoles"), ("part fibre", "datagouv:arcep-part-ftth"),
    ],
)  # fmt: skip
def test_what_people_look_for_comes_in_the_first_five(shipped, typed, id):
    found = [entry.id for entry, _ in shipped.index.search(typed, limit=5)]
    assert any(one.endswith(id) for one in found), found


def test_collections_lead_to_entries_or_to_pages(shipped):
    assert {c.id for c in shipped.collections} == {
        "barometre-2018", "barometre-v2", "portrait", "onpv-qpv", "contrats-programmes",
    }  # fmt: skip
    for collection in shipped.collections:
        assert collection.title and collection.definition and collection.items
        for item in collection.items:
            assert item.direction == NEUTRAL
            if item.entry:
                assert item.entry in shipped, item
            else:
                assert item.page.startswith("https://") and "automatique" in item.note, item


def test_the_barometers_have_six_questions(shipped):
    assert len(shipped.collection("barometre-2018").items) == 11
    assert len(shipped.collection("barometre-v2").items) == 24
    for id in ("barometre-2018", "barometre-v2", "portrait"):
        assert sorted(q.key for q in shipped.collection(id).questions) == sorted(QUESTIONS)


def test_what_is_not_there_is_said(shipped):
    with pytest.raises(ParameterError, match="odt:no"):
        shipped.entry("odt:no")
    with pytest.raises(ParameterError, match="none"):
        shipped.collection("none")


def test_an_entry_cannot_be_changed_by_who_reads_it(shipped):
    request = shipped.entry("melodi:DS_FILOSOFI_CC.PR_MD60").request
    with pytest.raises(TypeError):
        request["dataset"] = "x"
    with pytest.raises(TypeError):
        request["filters"]["x"] = "y"


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def test_a_users_entry_takes_the_others_place(shipped, tmp_path):
    write(tmp_path, "mine.json", {"defaults": {"observatory": "Moi"}, "entries": [{**GOOD, "_": "a remark"}, BY_HAND]})
    write(tmp_path, "mine2.json", "\ufeff" + json.dumps([{**GOOD, "id": "odt:filosofi.med_disp", "title": "Le mien"}]))
    write(tmp_path, "synonymes.json", {"titre": ["appellation"]})
    write(tmp_path, "collections/c.json", {"id": "portrait", "title": "Le mien", "questions": []})
    mine = shipped.with_user_files(tmp_path)
    assert mine.problems == ()
    assert mine.entry("odt:filosofi.med_disp").title == "Le mien"
    assert mine.entry("odt:a.b").observatory == "Moi" and not is_obtainable(mine.entry("x:y"))
    assert len(mine.entries) == len(shipped.entries) + 2
    assert mine.collection("portrait").title == "Le mien" and len(mine.collections) == len(shipped.collections)
    assert "odt:a.b" in [entry.id for entry, _ in mine.index.search("appellation")]
    assert shipped.entry("odt:filosofi.med_disp").title != "Le mien"


def test_what_insee_says_never_to_add_up_is_no_plain_count_in_a_file_of_ones_own(shipped, tmp_path):
    asked = [{"filters": {"POPREF_MEASURE": "PTOT"}}, {"filters": {"POPREF_MEASURE": ["PMUN", "PCAP"]}}, {}]
    entries = [
        {"id": "melodi:m{}".format(n), "source": "melodi", "title": title, "measure": "count", "unit": "habitants",
         "request": {"dataset": "D", **more}}
        for n, (title, more) in enumerate(zip(("Habitants", "Habitants", "Population totale"), asked))
    ]  # fmt: skip
    request = {"dataset": "D", "filters": {"POPREF_MEASURE": "PMUN"}}
    entries.append({**entries[0], "id": "melodi:m3", "request": request})
    write(tmp_path, "mine.json", entries)
    mine = shipped.with_user_files(tmp_path)
    assert mine.problems == ()
    assert [mine.entry("melodi:m{}".format(n)).measure for n in range(4)] == ["overlap"] * 3 + ["count"]
    assert shipped.entry("melodi:DS_POPULATIONS_REFERENCE.PTOT").measure == "overlap"
    assert shipped.entry("melodi:DS_POPULATIONS_REFERENCE.PMUN").measure == "count"


def test_of_a_whole_data_set_only_what_counts_adds_up(shipped):
    """A mean wage, or a median, is no count because its data set has no unit."""
    plain = [e for e in shipped.entries if e.source == "melodi" and not e.request["filters"] and e.measure == "count"]
    assert plain and not [e.id for e in plain if re.search("SAL_|FILOSOFI|FECONDITE|MORTALITE|REFERENCE", e.id)]


def test_no_folder_changes_nothing(shipped, tmp_path):
    assert shipped.with_user_files(tmp_path / "absent") is shipped
    assert shipped.with_user_files("") is shipped


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "not valid JSON"), ("", "not valid JSON"), ("[" * 100_000, "bad.json"), ("3", "entries"), ("{}",
        "entries"),
        ('{"entries": [{"size": ' + "9" * 5000 + "}]}", "bad.json"),
        ('{"entries": {}}', "entries"), ('{"defaults": [], "entries": []}', "entries"), ("null", "entries"),
    ],
)  # fmt: skip
def test_a_file_that_is_broken_is_named_and_the_rest_is_kept(shipped, tmp_path, content, says):
    write(tmp_path, "bad.json", content)
    write(tmp_path, "good.json", {"entries": [GOOD]})
    mine = shipped.with_user_files(tmp_path)
    assert len(mine.problems) == 1 and says in str(mine.problems[0]) and "bad.json" in str(mine.problems[0])
    assert "odt:a.b" in mine and len(mine.entries) == len(shipped.entries) + 1


def test_a_file_in_another_encoding_is_named(shipped, tmp_path):
    (tmp_path / "latin.json").write_bytes('{"entries": [{"id": "a:b", "title": "é"}]}'.encode("latin-1"))
    assert ["latin.json" in str(p) for p in shipped.with_user_files(tmp_path).problems] == [True]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": ""}, "“id” is missing"), ({"title": None}, "“title” is missing"), ({"id": "no prefix"}, "odt:filosofi"),
        ({"source": "gopher"}, "geoclip"), ({"kind": "map"}, "indicator"), ({"measure": "ratio"}, "rate"),
        ({"levels": ["commune"]}, "“levels” is “commune”"), ({"levels": "com"}, "must be a list"),
        ({"years": ["21"]}, "“years” is “21”"), ({"years": [2021]}, "must be a list"), ({"unit": 3}, "must be a text"),
        ({"geography": "25"}, "geography"), ({"checked": "hier"}, "checked"), ({"page": "www.x"}, "https://"),
        ({"page": "https://user:word@host.example/x"}, "page"), ({"size": -1}, "bytes"), ({"size": True}, "bytes"),
        ({"tittle": "x"}, "“title”, perhaps"), ({"zzz": "x"}, "no property"), ({"request": []}, "request"),
        ({"request": {"dataset": "a"}}, "“indic”"), ({"source": "ogc", "request": {"address": "ftp://x",
        "layer": "l"}}, "ftp"),
        ({"source": "datagouv", "request": {"dataset": "a", "elsewhere": "x"}}, "elsewhere"),
        ({"source": "datagouv", "request": {}}, "“resource” / “dataset” / “address”"),
        ({"themes": [["a"]]}, "must be a list"), ({"title": "\ud800"}, "must be a text"),
        ({"themes": ["\udfff"]}, "must be a list"),
        ({"request": {"dataset": ["a"], "indic": "b"}}, "“dataset” of “request” must be a text"),
        ({"request": {"dataset": "a", "indic": "b", "axes": "x"}}, "“axes” of “request” must be of the form"),
        ({"request": {"dataset": "a", "indic": "b", "columns": ["x"]}}, "“columns” of “request”"),
        ({"request": {"dataset": "a", "indic": "b", "columns": {"code": 5}}}, "“code” of “request”"),
        ({"request": {"dataset": "a", "indic": "b", "columns": {"value": {"2021": 5}}}}, "“value” of “request”"),
        ({"request": {"dataset": "a", "indic": "b", "factor": "x"}}, "“factor” of “request” must be a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_entry_is_said(tmp_path, change, says):
    write(tmp_path, "mine.json", {"entries": [BY_HAND, {**GOOD, **change}, {**GOOD, "id": "odt:c.d"}]})
    mine = Catalogue().with_user_files(tmp_path)
    assert [entry.id for entry in mine.entries] == ["x:y", "odt:c.d"]
    assert len(mine.problems) == 1
    told = str(mine.problems[0])
    assert "mine.json, entry 2" in told and says in told, told


def test_an_id_twice_in_a_file_is_said(tmp_path):
    write(tmp_path, "mine.json", {"entries": [GOOD, {**GOOD, "title": "Autre"}, 3]})
    mine = Catalogue().with_user_files(tmp_path)
    assert mine.entry("odt:a.b").title == "Un titre" and len(mine.problems) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "form"), ({"id": 5, "title": "C", "questions": []}, "form"), ({"id": "c", "title": "C"}, "form"),
        ({"id": "c", "title": "\ud800", "questions": []}, "form"),
        ({"id": "A B", "title": "C", "questions": []}, "form"),
        ({"id": "c", "title": "C", "questions": [{"title": "Q", "items": [{"title": "x"}]}]}, "neither"),
        ({"id": "c", "title": "C", "questions": [{"title": "Q", "items": [{"entry": "x"}]}]}, "item 1 of “Q”"),
        ({"id": "c", "title": "C", "questions": [{"title": "Q", "items": [{"title": "x", "entry": "e",
        "direction": "up"}]}]},
         "higher"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_collection_is_said(tmp_path, content, says):
    write(tmp_path, "collections/c.json", content)
    mine = Catalogue().with_user_files(tmp_path)
    assert mine.collections == () and len(mine.problems) == 1 and says in str(mine.problems[0])


def test_synonyms_of_another_form_are_left_out(tmp_path):
    write(tmp_path, "synonymes.json", {"a": "b"})
    mine = Catalogue().with_user_files(tmp_path)
    assert mine.synonyms == {} and len(mine.problems) == 1


def test_what_a_service_says_completes_what_is_known(shipped, tmp_path):
    known = shipped.entry("odt:filosofi.med_disp")
    told = replace(
        known, title="MED_DISP", years=("2019", "2020", "2021"), levels=("com", "epci"), synonyms=(), note="",
        request={"dataset": "filosofi", "indic": "med_disp", "nivgeo": {"com": "com2026"}},
    )  # fmt: skip
    other = replace(told, id="odt:new.one", title="Nouveau", request={"dataset": "new", "indic": "one"})
    save(tmp_path / "deep" / "service.json", [told, other], "2026-12-01")
    now = shipped.with_user_files(tmp_path / "deep")
    assert now.problems == () and len(now.entries) == len(shipped.entries) + 1
    entry = now.entry("odt:filosofi.med_disp")
    assert (entry.title, entry.synonyms, entry.page) == (known.title, known.synonyms, known.page)
    assert entry.years == told.years and entry.levels == told.levels and entry.checked == "2026-12-01"
    assert "non vérifié" in known.note and "non vérifié" not in entry.note
    assert entry.request["nivgeo"]["com"] == "com2026" and entry.request["grade"] == "C"
    assert now.entry("odt:new.one").checked == "2026-12-01"
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["service.json"]


@pytest.mark.parametrize(("ours", "told", "years"), [
    (("2009", "2021", "2022"), ("2009", "2023"), ("2009", "2021", "2022", "2023")),
    ((), ("1968", "2021"), ("1968", "2021")),
    (("1968-1975", "2013-2018"), ("1968", "2021"), ("1968-1975", "2013-2018")), (("2020",), (), ("2020",)),
    (("1968-1975",), ("1968-1975", "2015-2021"), ("1968-1975", "2015-2021")),
])  # fmt: skip
def test_the_years_that_a_service_adds_are_added(shipped, ours, told, years):
    entry = replace(shipped.entry("odt:filosofi.med_disp"), years=ours)
    assert completed({entry.id: entry}, [replace(entry, years=told)])[entry.id].years == years


def test_a_catalogue_that_cannot_be_written_is_said(shipped, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        save(tmp_path / "file" / "service.json", shipped.entries[:1], "2026-12-01")


def test_every_entry_that_ships_is_the_same_once_written_and_read(shipped):
    for entry in shipped.entries:
        assert entry_of(plain(entry)) == entry


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(GOOD) + ["levels", "years", "kind", "size", "themes"]), JSON, max_size=4))
def test_whatever_is_written_an_entry_is_read_or_refused_in_words(change):
    try:
        entry = entry_of({**GOOD, **change})
    except DataError as error:
        assert str(error)
    else:
        assert isinstance(entry.title, str) and isinstance(entry.years, tuple)


def test_files_that_ship_are_written_as_people_edit_them():
    for path in FOLDER.rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) < 1500, path.name
        assert "\\u" not in text and "'" not in re.sub(r"https?://\S+", "", text), path.name
