"""The zip: what the plugin site demands of it, its three scanners, and that it works once installed."""
from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import own_qgis
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "cohesion_territoires"
REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The zip, made from the tree as it stands."""
    path = tmp_path_factory.mktemp("dist") / (NAME + ".zip")
    subprocess.run([str(ROOT / "scripts" / "package"), "--output", str(path)], check=True)
    return path


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    """The plugin's folder, out of the zip."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder / NAME


@pytest.fixture(scope="module")
def metadata(unpacked):
    """The section `general` of metadata.txt, keys as written."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(unpacked / "metadata.txt", encoding="utf-8")
    return parser["general"]


def test_the_layout_is_what_the_site_takes(archive):
    assert archive.stat().st_size < 25_000_000
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        entries = opened.infolist()
    names = [entry.filename for entry in entries]
    assert names[0] == NAME + "/"
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]+", NAME)
    assert {name.split("/")[0] for name in names} == {NAME}
    assert len(names) == len(set(names))
    for name in names:
        assert ".." not in name and "\\" not in name and ":" not in name and not name.startswith("/"), name
        assert not re.search(r"\.pyc$|__pycache__|\.git|__MACOSX|\.DS_Store", name), name
        assert not re.search(r"\.(exe|dll|so|dylib|bat|sh|ps1|cmd|ts)$", name), name
        assert not any(part.startswith(".") for part in name.split("/")), name
    for entry in entries:
        mode = entry.external_attr >> 16
        assert stat.S_ISDIR(mode) if entry.is_dir() else not mode & 0o111, "executable: " + entry.filename


def test_what_must_be_in_it_is_and_nothing_of_the_workshop(unpacked):
    for name in ("__init__.py", "metadata.txt", "LICENSE", "CHANGELOG.md", "plugin.py"):
        assert (unpacked / name).is_file(), name
    assert list((unpacked / "i18n").iterdir()) == [unpacked / "i18n" / "cohesion_territoires_fr.qm"]
    for name in ("tests", "benchmarks", "scripts", "docs", "demo", "conftest.py", "pyproject.toml"):
        assert not (unpacked / name).exists(), name


def test_every_tracked_file_of_a_shipped_room_is_in_it(unpacked):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    rooms = ("domain/", "sources/", "layers/", "processing_provider/", "dialogs/", "resources/")
    missing = [
        name
        for name in listed.stdout.splitlines()
        if name.startswith(rooms) and (ROOT / name).exists() and not (unpacked / name).exists()
    ]
    assert missing == []


def test_the_metadata_are_complete(metadata):
    for key in REQUIRED:
        assert metadata.get(key, "").strip(), key
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert "supportsQt6" not in metadata
    assert "/" not in metadata["author"]
    assert "plugin" not in metadata["name"].lower()
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?", metadata["version"])
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", metadata["email"])
    assert metadata.get("category", "Vector") in {"Raster", "Vector", "Database", "Mesh", "Web"}
    for key in ("tracker", "repository", "homepage"):
        assert re.match(r"https://\S+$", metadata.get(key, "https://unset")), key


def test_the_icon_and_the_changelog_are_there(unpacked, metadata):
    assert (unpacked / metadata["icon"]).is_file()
    assert metadata["version"] in (unpacked / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (unpacked / "LICENSE").read_text(encoding="utf-8")


def scan(*command, **options):
    return subprocess.run([sys.executable, "-m", *map(str, command)], stdout=subprocess.PIPE, text=True, **options)


@pytest.mark.text
def test_bandit_finds_nothing(unpacked):
    done = scan("bandit", "-q", "-r", unpacked, "-f", "json", "--exit-zero", check=True)
    report = json.loads(done.stdout)
    found = ["{filename}:{line_number} {test_id} {issue_text}".format(**hit) for hit in report["results"]]
    assert found == [] and report["errors"] == []
    assert report["metrics"]["_totals"]["loc"] > 1000  # it did read the code
    assert report["metrics"]["_totals"]["nosec"] == 0  # and was not told to look away


@pytest.mark.text
def test_detect_secrets_finds_nothing(unpacked):
    command = ("detect_secrets", "scan", "--all-files", "--exclude-files", "metadata.txt", ".")
    done = scan(*command, cwd=unpacked, check=True)
    hits = [
        "{}:{} {}".format(name, hit["line_number"], hit["type"])
        for name, found in json.loads(done.stdout)["results"].items()
        for hit in found
    ]
    assert hits == []


@pytest.mark.text
def test_flake8_finds_nothing_with_the_rules_of_qgis_and_qt6(unpacked):
    rules = "QGS,E101,E711,E712,E713,E714,E721,E722,E731,E741,E742,E743,E9,F402,F404,F405,F63,F7,F8,F901,W605"
    # QGS202 guesses by the method's name alone, of classes that the file does not use
    done = scan("flake8", "--isolated", "--max-line-length", "120", "--select", rules, "--ignore", "QGS202", unpacked)
    assert done.stdout == "" and done.returncode == 0


@pytest.mark.text
def test_flake8_knows_the_rules_of_qt6(tmp_path):
    (tmp_path / "old.py").write_text("from PyQt5.QtCore import QVariant\nQVariant.Int\n", encoding="utf-8")
    done = scan("flake8", "--isolated", "--select", "QGS", tmp_path)
    assert "QGS1" in done.stdout and "QGS4" in done.stdout


def test_the_zip_installed_in_a_fresh_profile_runs(unpacked, tmp_path):
    plugins = tmp_path / "profiles" / "default" / "python" / "plugins"
    shutil.copytree(unpacked, plugins / NAME)
    qgis_process = own_qgis.command()
    assert qgis_process is not None
    environment = {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("QGIS_PLUGINPATH", None)

    def call(*words):
        done = subprocess.run(
            [qgis_process, *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout

    call("plugins", "enable", NAME)
    assert "cohesion:georeferencepoints" in call("list")
    sample = plugins / NAME / "resources" / "sample" / "exemple.gpkg"
    answer = json.loads(
        call(
            "run",
            "cohesion:qpvdistancebands",
            "--json",
            "--QPV={}|layername=qpv_2024".format(sample),
            "--DISTANCES=300,500",
            "--OUTPUT={}".format(tmp_path / "bands.geojson"),
        )
    )
    bands = json.loads(Path(answer["results"]["OUTPUT"]).read_text(encoding="utf-8"))
    # the inside and two rings of each QPV
    assert len(bands["features"]) >= 3 and len(bands["features"]) % 3 == 0
