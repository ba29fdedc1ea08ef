"""Half an index of addresses is never taken for a whole one: cut, cancelled, killed, in the way of another."""

import signal
import sqlite3
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from ban_rows import row, write

from cohesion_territoires.domain.errors import Cancelled, DataError, OutputError
from cohesion_territoires.sources.address_index import AddressIndex, build



@pytest.fixture
def whole(tmp_path):
    path = tmp_path / "index.sqlite"
    build([write(tmp_path / "a.csv", *(row(code="8110", numero=str(n)) for n in range(1, 400)))], path)
    return path


def refused(path):
    with pytest.raises(DataError, match=path.name):
        AddressIndex.open(path)


def test_other_files_are_refused(tmp_path, whole):
    refused(tmp_path / "absent.sqlite")
    for name, content in (("empty", b""), ("text", b"id;numero\n" * 50), ("zeros", bytes(20_000))):
        path = tmp_path / name
        path.write_bytes(content)
        refused(path)
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE meta (key, value)")
    connection.close()
    refused(foreign)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM meta WHERE key = 'complete'",
        "UPDATE meta SET value = 'false' WHERE key = 'complete'",
        "UPDATE meta SET value = '{' WHERE key = 'rows'",
        "DELETE FROM streets",
        "DROP TABLE streets",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 7",
    ],
)
def test_an_index_that_lacks_something_is_refused(whole, change):
    AddressIndex.open(whole).close()
    with sqlite3.connect(whole) as connection:
        connection.execute(change)
    connection.close()
    refused(whole)


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_copy_that_was_cut_is_refused(tmp_path, whole, share):
    data = whole.read_bytes()
    path = tmp_path / "copy.sqlite"
    path.write_bytes(data[: int(len(data) * share)])
    refused(path)


def test_names_with_signs_that_mean_something_in_a_uri(tmp_path, whole):
    folder = tmp_path / "à l'été #1 50% ? ok"
    folder.mkdir()
    path = folder / "index & co.sqlite"
    path.write_bytes(whole.read_bytes())
    with AddressIndex.open(path) as index:
        assert index.commune("93010").count == 399


def test_reading_needs_no_right_to_write_and_writes_nothing(whole):
    whole.chmod(0o444)
    before = whole.read_bytes()
    with AddressIndex.open(whole) as index:
        assert index.streets("93010")
        with pytest.raises(sqlite3.OperationalError):
            index._connection.execute("DELETE FROM meta")
    assert whole.read_bytes() == before
    assert [p.name for p in whole.parent.iterdir() if p.name.startswith("index")] == ["index.sqlite"]


def test_cancel_leaves_the_former_index_and_nothing_else(tmp_path, whole):
    before = whole.read_bytes()
    source = write(tmp_path / "b.csv", *(row(code="{:04d}".format(n), numero=str(n)) for n in range(1, 3_000)))
    for limit in (0.0, 0.5, 0.76, 0.95):

        def tick(fraction, limit=limit):
            if fraction >= limit:
                raise Cancelled()

        with pytest.raises(Cancelled):
            build([source], whole, tick)
        assert whole.read_bytes() == before
        assert not list(tmp_path.glob("*.partiel*"))
    assert build([source], whole).addresses == 2_999


def test_progress_goes_forward_from_nothing_to_all(tmp_path):
    source = write(tmp_path / "b.csv", *(row(code="{:04d}".format(n), numero=str(n)) for n in range(1, 5_000)))
    seen = []
    build([source, source], tmp_path / "i.sqlite", seen.append)
    assert seen == sorted(seen) and seen[0] < 0.3 and 0.95 < seen[-1] <= 1.0


def test_what_cannot_be_written_is_said(tmp_path, whole):
    source = tmp_path / "a.csv"
    with pytest.raises(OutputError, match="nowhere"):
        build([source], tmp_path / "nowhere" / "i.sqlite")
    with pytest.raises(OutputError, match=r"a\.csv"):
        build([source], source)
    with pytest.raises(DataError, match="absent"):
        build([tmp_path / "absent.csv"], tmp_path / "i.sqlite")
    with pytest.raises(DataError):
        build([write(tmp_path / "none.csv", row(lon=""))], tmp_path / "i.sqlite")
    assert not (tmp_path / "i.sqlite").exists() and not list(tmp_path.glob("*.partiel*"))


def test_what_a_killed_build_left_is_swept_and_a_build_at_work_is_not_disturbed(tmp_path):
    source = write(tmp_path / "a.csv", row())
    aside = tmp_path / "i.sqlite.partiel"
    aside.write_bytes(b"left by a power cut")
    build([source], tmp_path / "i.sqlite")
    assert not aside.exists()

    def meanwhile(fraction):
        if fraction < 0.9:
            with pytest.raises(OutputError, match=r"i\.sqlite"):
                build([source], tmp_path / "i.sqlite")

    assert build([source], tmp_path / "i.sqlite", meanwhile).kept == 1
    AddressIndex.open(tmp_path / "i.sqlite").close()


KILLED = textwrap.dedent(
    """
    import importlib.util, sys
    root, source, target = sys.argv[1:]
    spec = importlib.util.spec_from_file_location(
        "cohesion_territoires", root + "/__init__.py", submodule_search_locations=[root])
    sys.modules["cohesion_territoires"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from cohesion_territoires.sources.address_index import build
    def tick(fraction):
        print(fraction, flush=True)
    while True:
        build([source], target, tick)
        print("whole", flush=True)
    """
)


def test_a_build_killed_at_any_moment_is_never_taken_for_a_whole_one(tmp_path, pytestconfig):
    source = tmp_path / "a.csv"
    rows = (row(code="{:04d}".format(n % 900), numero=str(n)) for n in range(1, 9_000))
    write(source, *rows)
    target = tmp_path / "i.sqlite"
    draw = np.random.default_rng(7)
    partial = 0
    for turn in range(12):
        if turn == 6:
            target.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(pytestconfig.rootpath), str(source), str(target)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        process.stdout.readline()
        time.sleep(float(draw.uniform(0.0, 0.25)))
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
        process.wait(20)
        aside = tmp_path / "i.sqlite.partiel"
        partial += aside.exists()
        for path in (aside, target):
            try:
                index = AddressIndex.open(path)
            except DataError:
                # the index itself is absent until a first build has ended, and then always whole
                assert path == aside or not path.exists()
                continue
            with index:
                assert index.commune("93010").count == 8_999
                assert sum(len(index.numbers(s.id)) for s in index.streets("93010")) == 8_999
    assert partial
    assert build([source], target).kept == 8_999
    assert not (tmp_path / "i.sqlite.partiel").exists()
