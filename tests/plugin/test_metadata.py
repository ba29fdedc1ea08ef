"""What the plugin site asks for."""
from __future__ import annotations

import configparser
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def metadata():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return dict(parser["general"])


def test_required_keys(metadata):
    for key in (
        "name",
        "description",
        "version",
        "qgisMinimumVersion",
        "author",
        "email",
        "about",
        "tracker",
        "repository",
    ):
        assert metadata[key].strip()
    assert "plugin" not in metadata["name"].lower()
    assert "/" not in metadata["author"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    # placeholders, on a name that is nobody's, until there is a site: all of them or none
    hosts = [urlparse(metadata[key]).hostname for key in ("tracker", "repository", "homepage")]
    hosts.append(metadata["email"].rpartition("@")[2])
    assert all(re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) for host in hosts)
    assert len({host.endswith("example.org") for host in hosts}) == 1
    for key in ("tracker", "repository", "homepage"):
        assert metadata[key].startswith("https://")


def test_qgis_can_read_it():
    # QGIS reads it with interpolation on: a lone percent sign would hide the plugin
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    assert all(parser.get("general", key) for key in parser["general"])


def test_versions(metadata):
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert "supportsQt6" not in metadata


def test_french_beside_english(metadata):
    assert metadata["description[fr]"] and metadata["about[fr]"]
    assert "é" not in metadata["description"]


def test_icon_and_licence(metadata):
    assert (ROOT / metadata["icon"]).stat().st_size > 500
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence and "Version 2, June 1991" in licence


def test_changelog_opens_with_this_version(metadata):
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert first.group(1) == metadata["version"]
