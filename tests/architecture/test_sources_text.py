"""What the text of the code promises: Python 3.9, short modules, no machine's own path, no registry's host."""
from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.text
ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 400
TEXTS = {".py", ".sh", ".md", ".txt", ".toml", ".json", ".html", ".svg", ".ts", ".cfg", ".ini", ".yml", ".yaml", ""}
# folders of one machine, hosts that serve packages, what must never be committed
OF_ONE_MACHINE = re.compile(
    r"/work/(main|shared|\.)|/root/|/home/\w|/tmp/plan|/opt/(cohesion|pypi)|/Users/\w"
    r"|\b(pypi\.org|pythonhosted\.org|deb\.debian\.org|security\.debian\.org|registry\.npmjs\.org)\b"
)


def tracked(*patterns):
    command = ["git", "ls-files", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def shipped():
    rooms = ("domain", "sources", "layers", "processing_provider", "dialogs")
    files = ("plugin.py", "translation.py", "__init__.py")
    return [path for path in tracked(*rooms, *files) if path.suffix == ".py"]


# each of the ways in which Python or Qt takes a server for whoever it says it is
TLS_OFF = re.compile(
    r"ignoreSslErrors|VerifyNone|QueryPeer|CERT_NONE|_create_unverified|check_hostname\s*=\s*False"
    r"|verify\s*=\s*(False|0|None)\b|disable_warnings|\bassert_hostname"
)


def newer_than_39(text):
    """Return what in a module's text Python 3.9 would not run, as sentences."""
    try:
        tree = ast.parse(text, feature_version=(3, 9))
    except SyntaxError as error:
        return ["line {}: {}".format(error.lineno, error.msg)]
    wrong = []
    lazy = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
    annotations = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Match):
            wrong.append("line {}: match".format(node.lineno))
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = {keyword.arg for keyword in node.keywords}
            if called == "zip" and "strict" in words or called == "dataclass" and words & {"slots", "kw_only"}:
                wrong.append("line {}: {} of Python 3.10".format(node.lineno, called))
            if called in {"isinstance", "issubclass"} and isinstance(node.args[-1], ast.BinOp):
                wrong.append("line {}: {} with |".format(node.lineno, called))
        elif isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation:
            annotations.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            annotations.append(node.returns)
    if not lazy:
        wrong += ["line {}: | in an annotation that is evaluated".format(n.lineno)
                  for a in annotations for n in ast.walk(a) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.BitOr)]
    return wrong


@pytest.mark.parametrize("path", shipped(), ids=lambda path: str(path.relative_to(ROOT)))
def test_python_39_runs_it(path):
    assert newer_than_39(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "match x:\n    case 1:\n        pass\n",
        "zip(a, b, strict=True)",
        "@dataclass(slots=True)\nclass A: pass\n",
        "def f(x: int | None): pass\n",
        "isinstance(x, int | str)",
    ],
)
def test_what_python_39_does_not_know_is_seen(text):
    assert len(newer_than_39(text)) == 1


def test_modules_are_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py")
        for lines in [len(path.read_text(encoding="utf-8").splitlines())]
        if lines > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("words", [
    "reply.ignoreSslErrors()", "conf.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)", "session.verify = False",
    "requests.get(url, verify=False)", "context.verify_mode = ssl.CERT_NONE", "context.check_hostname = False",
])  # fmt: skip
def test_a_line_that_puts_tls_off_is_seen(words):
    assert TLS_OFF.search(words)


def test_no_shipped_line_puts_tls_off():
    found = [
        "{}:{} {}".format(path.relative_to(ROOT), number, line.strip())
        for path in shipped()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if TLS_OFF.search(line)
    ]
    assert found == []


def test_ruff_finds_nothing():
    """Names that nothing defines or uses, traps of the language; pyproject.toml says which rules."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        "--ignore",
        "E501",
        ".",
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stdout


def test_no_machine_and_no_registry_is_named():
    named = []
    for path in tracked():
        if path.suffix not in TEXTS or path == Path(__file__).resolve():
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        named += [
            "{}:{} {}".format(path.relative_to(ROOT), i, found.group())
            for i, line in enumerate(lines, 1)
            for found in [OF_ONE_MACHINE.search(line)]
            if found
        ]
    assert named == []


def test_no_shipped_module_is_left_unfinished():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|pass\s*#\s*stub")
    left = [
        "{}:{}".format(path.relative_to(ROOT), i)
        for path in shipped()
        for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert left == []


def careless_tasks(text):
    """Return the tasks of a module whose making does not have the main thread name coordinate systems."""
    return [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "id", getattr(base, "attr", "")) == "QgsTask" for base in node.bases)
        and not any(
            isinstance(call, ast.Call) and getattr(call.func, "id", "") == "anchor"
            for made in node.body
            if isinstance(made, ast.FunctionDef) and made.name == "__init__"
            for call in ast.walk(made)
        )
    ]


def test_a_task_has_its_coordinate_systems_named_before():
    """See layers/anchors.py: QGIS takes from everyone those that a thread names first, once it has ended."""
    careless = "class A(QgsTask):\n def __init__(self):\n  pass\n def run(self):\n  anchor(USUAL)\n"
    assert careless_tasks(careless) == ["A"]
    assert careless_tasks(careless.replace("pass", "anchor(USUAL, ())")) == []
    tasks = {path.name: careless_tasks(path.read_text(encoding="utf-8")) for path in shipped()}
    assert {name: found for name, found in tasks.items() if found} == {}


def test_every_benchmark_is_run_and_told():
    folder = ROOT / "benchmarks"
    told, run = ((folder / name).read_text(encoding="utf-8") for name in ("README.md", "run"))
    names = [p.stem for p in folder.glob("*.py") if re.search(r"^    show\(", p.read_text(encoding="utf-8"), re.M)]
    assert len(names) > 8
    assert [n for n in names if "| `{}` |".format(n) not in told or not re.search(r"\b{}\b".format(n), run)] == []
