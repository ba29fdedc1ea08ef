"""The guide shipped with the plugin says what docs/guide says, and its links lead somewhere."""
from __future__ import annotations

import importlib.machinery
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))


def test_the_shipped_guide_is_in_step():
    pytest.importorskip("markdown_it")
    loader = importlib.machinery.SourceFileLoader("make_guide", str(ROOT / "scripts" / "make_guide"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_guide", loader))
    loader.exec_module(module)
    shipped = (ROOT / "resources" / "help" / "guide.html").read_text(encoding="utf-8")
    assert module.build() == shipped, "run scripts/make_guide"


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
def test_links_and_pictures_exist(page):
    text = page.read_text(encoding="utf-8")
    assert "@@" not in text
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_algorithm_has_its_page():
    from cohesion_territoires.processing_provider.provider import ALGORITHMS

    pictures = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for module, _name in ALGORITHMS:
        assert "images/resultat_{}.png".format(module.split(".")[1]) in pictures


def test_no_two_chapters_share_a_number():
    numbers = [page.name[:2] for page in PAGES]
    assert all(number.isdigit() for number in numbers)
    assert [n for n in numbers if numbers.count(n) > 1] == []
