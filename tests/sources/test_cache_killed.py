"""Two programs that fill one cache, killed again and again: it opens, all it serves is whole, the work goes on."""
from __future__ import annotations

import os
import signal
import sys
from functools import partial

import cache_kills
import pytest
from cohesion_territoires.sources.cache import Cache

KILLS, COUNT = 50, 60


def test_killed_at_any_moment_the_cache_is_whole(tmp_path):
    told = cache_kills.run(tmp_path, KILLS, COUNT, 5)
    assert told["wrong"] == [] and told["kills"] == KILLS
    assert set(told["codes"]) == {0} and told["kept"][-1] == COUNT
    # nothing that was kept is lost
    assert told["kept"] == sorted(told["kept"])
    # a kill costs pieces, not files: what had come was taken up again, each time
    assert told["taken_up"] > 0
    assert told["left"] == []


STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.scandir", "sqlite3.connect")


def killed_at(step, work):
    """Do something in a program that is killed just before it touches the disk for the nth time; was it?"""
    child = os.fork()
    if child == 0:
        count = 0

        def hook(event, _words):
            nonlocal count
            if event in STEPS:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            work()
        except BaseException:  # noqa: B036 - told to the parent by the code
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL)
    return status != 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("act", ["commit", "pin", "remove", "load"])
def test_killed_before_each_step(tmp_path, act):
    mine, other = ("a", "com", "DEP-93", "2021"), ("b", "com", "DEP-93", "2021")

    def keep(cache, question, content):
        with cache.reserve(*question) as place:
            (place.folder / "v.gpkg").write_bytes(content)
            return place.commit(place.folder / "v.gpkg", {})

    acts = {
        "commit": lambda cache: keep(cache, mine, b"neuf"), "pin": lambda cache: cache.pin(cache.find(*mine)),
        "remove": lambda cache: cache.remove(cache.find(*mine)), "load": lambda cache: cache.load(elsewhere.folder),
    }  # fmt: skip
    elsewhere = Cache(tmp_path / "clé")
    keep(elsewhere, mine, b"neuf")
    step, killed = 0, True
    while killed:
        step += 1
        cache = Cache(tmp_path / str(step))
        record = keep(cache, mine, b"ancien")
        keep(cache, other, b"autre")
        note = record.path.with_name(record.path.name + ".note.json")
        note.write_text(note.read_text().replace(record.fetched, "2020" + record.fetched[4:]))
        # of another time than the index knows, whatever the clock of files
        os.utime(note, (0, 0))
        killed = killed_at(step, partial(acts[act], cache))
        fresh = Cache(cache.folder)
        found = fresh.find(*mine)
        content = found.path.read_bytes() if found else None
        assert content in {"pin": [b"ancien"], "remove": [b"ancien", None]}.get(act, [b"ancien", b"neuf"])
        assert fresh.find(*other).path.read_bytes() == b"autre"
        if not killed:
            assert content == {"pin": b"ancien", "remove": None}.get(act, b"neuf")
        # and the work goes on
        assert keep(fresh, mine, b"suite").path.read_bytes() == b"suite" == fresh.find(*mine).path.read_bytes()
        # but for the draft of a note, which goes an hour later
        assert [p for p in (cache.folder / "aside").iterdir() if not p.name.endswith(".note.json")] == []
    assert step > 5
