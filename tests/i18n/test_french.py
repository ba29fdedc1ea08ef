"""A French user never meets English."""
from __future__ import annotations

import importlib.machinery
import importlib.util
import re
import xml.etree.ElementTree as ET
from importlib import import_module
from pathlib import Path

import pytest
from cohesion_territoires.processing_provider.provider import ALGORITHMS
from qgis.core import QgsProcessingParameterEnum
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtGui import QTextDocument

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "i18n" / "cohesion_territoires_fr.ts"
# written alike in both languages
SAME = {
    "Communes", "Service", "Source", "QPV 2024", "QPV 2015", "OpenStreetMap", "BD TOPO", "Départements", "Régions",
    "Arrondissements", "Cantons",
}  # fmt: skip
ENGLISH_WORDS = re.compile(r"\b(the|of|and|with|from|which|where|is|are|not|this|that)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def tool():
    """The extraction of scripts/i18n."""
    loader = importlib.machinery.SourceFileLoader("i18n_script", str(ROOT / "scripts" / "i18n"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("i18n_script", loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def messages():
    """Source → translation element, as the catalogue holds them."""
    found = {}
    for context in ET.parse(CATALOGUE).getroot().iter("context"):
        assert context.findtext("name") == "@default"
        for message in context.iter("message"):
            found[message.findtext("source")] = message.find("translation")
    return found


@pytest.fixture
def translator():
    loaded = QTranslator()
    assert loaded.load(str(CATALOGUE.with_suffix(".qm")))
    yield loaded
    QCoreApplication.removeTranslator(loaded)


def test_no_string_is_missing_or_left_over(tool, messages):
    used = {text for path in tool.source_files() for _line, text in tool.strings(path)}
    assert sorted(used - set(messages)) == [], "run scripts/i18n"
    assert sorted(set(messages) - used) == [], "run scripts/i18n"


def test_nothing_is_unfinished(messages):
    assert sorted(s for s, t in messages.items() if t.get("type") == "unfinished" or not t.text) == []


def test_the_compiled_catalogue_is_in_step(messages, translator):
    QCoreApplication.installTranslator(translator)
    for source, translation in messages.items():
        assert QCoreApplication.translate("@default", source) == translation.text, "run scripts/i18n"


def test_places_to_fill_are_the_same(messages):
    for source, translation in messages.items():
        assert set(re.findall(r"{\w*}", source)) == set(re.findall(r"{\w*}", translation.text)), source


def test_translations_are_french(messages, tool):
    for source, translation in messages.items():
        text = translation.text
        assert text == tool.typography(text), text
        assert len(ENGLISH_WORDS.findall(re.sub(r"{\w*}", "", text))) < 2, text
        assert text[:1].isupper() == source[:1].isupper() or not text[:1].isalpha() or not source[:1].isalpha(), text
        assert text.rstrip()[-1:] != "." or source.rstrip()[-1:] in ".)”", (source, text)


def algorithm_class(module):
    return getattr(import_module("cohesion_territoires.processing_provider." + module), dict(ALGORITHMS)[module])


def words(algorithm):
    """Yield (where, text) of everything an algorithm shows but its help page."""
    yield "name", algorithm.displayName()
    yield "group", algorithm.group()
    for definition in algorithm.parameterDefinitions():
        yield definition.name(), definition.description()
        # a destination's own name says it all; every other parameter explains itself
        if definition.help() or not definition.isDestination():
            yield definition.name() + " help", definition.help()
        if isinstance(definition, QgsProcessingParameterEnum):
            for index, option in enumerate(definition.options()):
                yield "{} option {}".format(definition.name(), index), option
    for output in algorithm.outputDefinitions():
        yield output.name() + " output", output.description()


@pytest.mark.parametrize("module", [module for module, _name in ALGORITHMS])
def test_no_algorithm_shows_english(module, translator, qgis_app):
    kind = algorithm_class(module)
    english = dict(words(kind().create()))
    QCoreApplication.installTranslator(translator)
    french = dict(words(kind().create()))
    assert french.keys() == english.keys()
    faults = [
        "{}: {}".format(where, text)
        for where, text in french.items()
        if not text or (text == english[where] and text not in SAME)
    ]
    assert faults == []


@pytest.mark.parametrize("module", [module for module, _name in ALGORITHMS])
def test_every_help_page_is_french(module, qgis_app, translator):
    algorithm = algorithm_class(module)().create()
    page = ROOT / "resources" / "help" / (algorithm.name() + ".html")
    shown = algorithm.shortHelpString()
    text = re.sub(r"<[^>]+>", " ", shown)
    whole = page.read_text(encoding="utf-8")
    QCoreApplication.installTranslator(translator)
    assert '<meta charset="utf-8">' in whole and "<h1>{}</h1>".format(algorithm.displayName()) in whole
    same = shown.replace(' style="white-space: pre-wrap"', "").replace("\u00a0", " ")
    assert same in whole.replace("\u00a0", " ")
    # no line of the narrow column begins with a mark
    prose = re.sub(r"<(pre|code).*?</\1>", "", shown, flags=re.DOTALL)
    assert not re.findall(r"\w [?!;:»]", re.sub(r"<[^>]+>", "", prose))
    assert len(text) > 600
    assert len(re.findall(r"[éèàêç]", text)) > 20
    assert len(ENGLISH_WORDS.findall(text)) < 3
    assert re.search(r"exemple", text, re.IGNORECASE), "a worked example is missing"
    document = QTextDocument()
    document.setHtml(shown)
    document.setTextWidth(230)  # the dialog's own column: what is wider hides behind a scroll bar
    assert document.size().width() <= 240


@pytest.mark.parametrize("module", [module for module, _name in ALGORITHMS])
def test_every_algorithm_has_its_own_icon_and_keywords(module, qgis_app):
    algorithm = algorithm_class(module)().create()
    assert Path(algorithm.svgIconPath()).stem == algorithm.name()
    assert not algorithm.icon().isNull()
    assert len(algorithm.tags()) >= 3
