"""The house plan of the rooms, read from the imports: arrows point down, no QGIS below `layers`, no circle."""
from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "cohesion_territoires"
ROOMS = ("domain", "sources", "layers", "processing_provider", "dialogs")  # from the ground up
# `translation` is a wire through the house: it imports no room, the rooms that know QGIS may use it
WITHOUT_QGIS = ("domain", "sources")
QGIS = {"qgis", "PyQt5", "PyQt6", "osgeo", "gdal", "ogr", "osr", "processing", "sip"}
HEAVY = {"pandas", "scipy", "requests"}


def imports(path, package, at_start_only=False):
    """Yield what a module imports, with dots, relative names made absolute.

    Parameters
    ----------
    path : Path
    package : list of str
        Package the module lies in, outermost first.
    at_start_only : bool
        Leave out imports inside functions.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    inside = set()
    if at_start_only:
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                inside.update(id(child) for child in ast.walk(node))
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            for alias in node.names:
                yield ".".join([*base, alias.name])
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            # import_module("qgis.core") and __import__("qgis")
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"}:
                yield str(node.args[0].value)


def modules(root):
    """Return the shipped modules by dotted name."""
    found = {}
    for path in sorted([*root.glob("*.py"), *(p for room in ROOMS for p in (root / room).rglob("*.py"))]):
        parts = path.relative_to(root).with_suffix("").parts
        if path.name == "conftest.py":
            continue
        found[".".join([NAME, *(parts[:-1] if parts[-1] == "__init__" else parts)])] = path
    return found


def package_of(name, path):
    parts = name.split(".")
    return parts if path.name == "__init__.py" else parts[:-1]


def room_of(name):
    parts = name.split(".")
    return parts[1] if parts[0] == NAME and len(parts) > 1 and parts[1] in ROOMS else None


def resolve(name, known):
    """Return the module of ours that an imported name lies in, None for others'."""
    parts = name.split(".")
    while parts:
        if ".".join(parts) in known:
            return ".".join(parts)
        parts.pop()
    return None


def broken_rules(root):
    """Return a sentence for each import that the plan forbids."""
    known, wrong = modules(root), []
    for name, path in known.items():
        room, package = room_of(name), package_of(name, path)
        for imported in imports(path, package):
            top = imported.split(".")[0]
            target = room_of(imported)
            if room in WITHOUT_QGIS and (top in QGIS or imported.startswith(NAME + ".translation")):
                wrong.append("{} imports {}".format(name, imported))
            elif room and target and ROOMS.index(target) > ROOMS.index(room):
                wrong.append("{} points up to {}".format(name, imported))
            elif room and imported.startswith(NAME + ".plugin"):
                wrong.append("{} points up to the plugin".format(name))
            elif top in {"PyQt5", "PyQt6", "sip"}:
                wrong.append("{} imports {} past qgis.PyQt".format(name, imported))
        for imported in imports(path, package, at_start_only=True):
            if imported.split(".")[0] in HEAVY:
                wrong.append("{} imports {} at its start".format(name, imported))
        if re.search(r"^\s*(from|import) {}\b".format(NAME), path.read_text(encoding="utf-8"), re.MULTILINE):
            wrong.append("{} imports its own package by name".format(name))
    return wrong


def circle(root):
    """Return modules that import each other at their start, in order, or nothing."""
    known = modules(root)
    arrows = {}
    for name, path in known.items():
        targets = {resolve(i, known) for i in imports(path, package_of(name, path), at_start_only=True)}
        # a package named on the way to its module is not an arrow
        arrows[name] = {t for t in targets if t and t != name}
    done, trail = set(), []

    def walk(name):
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        trail.append(name)
        for target in sorted(arrows[name]):
            found = walk(target)
            if found:
                return found
        trail.pop()
        done.add(name)
        return []

    for name in known:
        found = walk(name)
        if found:
            return found
    return []


def test_arrows_point_down_and_the_ground_floors_know_no_qgis():
    assert broken_rules(ROOT) == []


def test_no_module_imports_itself_round_a_corner():
    assert circle(ROOT) == []


def test_the_rooms_are_all_there():
    rooms = {room_of(name) for name in modules(ROOT)} - {None}
    assert rooms == set(ROOMS)


def test_tests_of_the_ground_floors_need_no_qgis():
    wrong = [
        "{} imports {}".format(path.name, name)
        for room in WITHOUT_QGIS
        for path in (ROOT / "tests" / room).rglob("*.py")
        for name in imports(path, [])
        if name.split(".")[0] in QGIS or room_of(name) not in (None, *WITHOUT_QGIS)
    ]
    assert wrong == []


@pytest.fixture
def house(tmp_path):
    """A made-up house to break, `write(room/module, text)`."""
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("", encoding="utf-8")

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    write("domain/errors.py", "import numpy\n")
    write("sources/ban.py", "from ..domain.errors import x\n\ndef f():\n    import requests\n")
    write("layers/crs.py", "from qgis.core import Qgis\nfrom ..domain import errors\nfrom ..translation import tr\n")
    write("dialogs/dock.py", "from ..layers.crs import x\nfrom qgis.PyQt import sip\n")
    write("translation.py", "from qgis.core import Qgis\n")
    return tmp_path, write


def test_a_sound_house_passes(house):
    root, _write = house
    assert broken_rules(root) == [] and circle(root) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("domain/a.py", "from ..layers import crs\n"),
        ("domain/a.py", "from ..sources.ban import x\n"),
        ("domain/a.py", "def f():\n    from ..layers.crs import x\n"),
        ("domain/deep/a.py", "from ...dialogs import dock\n"),
        ("domain/a.py", "import qgis.core\n"),
        ("domain/a.py", "def f():\n    from osgeo import gdal\n"),
        ("domain/a.py", "from importlib import import_module\nimport_module('qgis.core')\n"),
        ("domain/a.py", "from ..translation import tr\n"),
        ("sources/a.py", "from PyQt5.QtCore import QObject\n"),
        ("layers/a.py", "from ..processing_provider import provider\n"),
        ("layers/a.py", "from PyQt5 import sip\n"),
        ("processing_provider/a.py", "from .. import dialogs\n"),
        ("dialogs/a.py", "from ..plugin import CohesionPlugin\n"),
        ("layers/a.py", "import pandas as pd\n"),
        ("domain/a.py", "try:\n    from scipy import sparse\nexcept ImportError:\n    sparse = None\n"),
        ("layers/a.py", "from cohesion_territoires.layers import crs\n"),
    ],
)
def test_each_way_of_breaking_it_is_seen(house, name, text):
    root, write = house
    write(name, text)
    assert len(broken_rules(root)) == 1


def test_a_circle_is_seen(house):
    root, write = house
    write("domain/a.py", "from .b import x\n")
    write("domain/b.py", "from . import c\n")
    write("domain/c.py", "from .a import y\n")
    assert circle(root) == [NAME + ".domain." + m for m in "abca"]
    write("domain/c.py", "def f():\n    from .a import y\n")
    assert circle(root) == []


def test_the_plugin_is_importable_without_any_room(tmp_path):
    """QGIS imports the package under its folder's name; that must cost nothing."""
    (tmp_path / NAME).symlink_to(ROOT)
    code = "import sys, {0}; print([m for m in sys.modules if m.startswith('{0}.')])".format(NAME)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.strip() == "[]"
