"""Programs that fill one cache and are killed at random moments: the suite's, and ``benchmarks/cache_kills.py``."""
from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

from cohesion_territoires.domain.indicators.entry import LAYER, Entry, Query
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.cache_files import key_of
from cohesion_territoires.sources.disk import Lock
from cohesion_territoires.sources.kept import asked_year, scope_of
from file_server import Files

ROOT = Path(__file__).resolve().parent.parent.parent
PIECE = 4096

CHILD = """
import importlib.util, sys
root, name, url, folder, count, piece = sys.argv[1], "cohesion_territoires", *sys.argv[2:]
spec = importlib.util.spec_from_file_location(name, root + "/__init__.py", submodule_search_locations=[root])
sys.modules[name] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from cohesion_territoires.domain.indicators.entry import LAYER, Entry, Query
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.sources import ranges
from cohesion_territoires.sources.adapter import Fetched
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.obtain import obtain
ranges.PIECE = ranges.MOST = int(piece)
class Service:
    def fetch(self, client, entry, query, folder):
        number = int(entry.id)
        path = ranges.download(client, url + entry.id, folder / "a.csv").path
        if number % 2:
            return Fetched(path=path, form="csv")
        rows = [line.split(";") for line in path.read_text().splitlines()[1:]]
        return Fetched(observations=Observations.of([r[0] for r in rows], [float(r[1]) for r in rows]))
def fill():
    client, cache = Client(plain_session(), pause=0.01), Cache(folder)
    for number in range(int(count)):
        entry = Entry(str(number), "essai", "essai", **({"kind": LAYER} if number % 2 else {}))
        obtain(entry, Query(), cache, client, adapters=lambda _name: Service())
import os, requests, sqlite3
# one program imports, and is copied: fifty are begun in a second
for line in sys.stdin:
    what, _, told = line.strip().partition(" ")
    if what == "start":
        child = os.fork()
        if not child:
            try:
                fill()
            except BaseException:
                import traceback
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
    else:
        pid, status = os.waitpid(int(told), 0 if what == "wait" else os.WNOHANG)
        print(status if pid else "", flush=True)
"""


class Program:
    """One that fills the cache; begun, looked at and killed by the program that it is a copy of."""

    def __init__(self, mother):
        self._mother, self.code = mother, None
        self.pid = int(self._ask("start"))

    def _ask(self, *words):
        print(*words, file=self._mother.stdin, flush=True)
        return self._mother.stdout.readline().strip()

    def ended(self):
        """Tell whether it has ended."""
        if self.code is None:
            self.code = self._ask("poll", self.pid) or None
        return self.code is not None

    def wait(self):
        """Wait until it ends; return its code, 0 for well."""
        if self.code is None:
            self.code = self._ask("wait", self.pid)
        return int(self.code)

    def kill(self):
        """End it at once, where it has not ended."""
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.wait()


class Many(Files):
    """A file a number, a table of that many kilobytes."""

    path = "/"

    @lru_cache(maxsize=None)  # noqa: B019 - there is one of it
    def content_of(self, path):
        number = int(path.rsplit("/", 1)[1])
        lines = ["{:05d};{}".format(i, i * number) for i in range(1500 + 500 * (number % 3))]
        return ("code;valeur\n" + "\n".join(lines) + "\n").encode()


def look(cache, server, seen):
    """Return what a cache holds that it should not, and how many records are right; files seen before do not change."""
    wrong, right = [], 0
    for record in Cache(cache.folder).records():
        stamp = record.path.stat().st_mtime_ns
        if seen.get(record.path) == stamp:
            right += 1
            continue
        seen[record.path] = stamp
        content = record.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != record.sha256:
            wrong.append("{}: hash".format(record.entry))
        expected = server.content_of("/" + record.entry)
        if int(record.entry) % 2:
            same = content == expected
        else:
            values = observation_file.read(record.path).values.tolist()
            same = values == [float(line.split(b";")[1]) for line in expected.splitlines()[1:]]
        if not same:
            wrong.append("{}: content".format(record.entry))
        right += same
    return wrong, right


def run(folder, kills, count, seed):
    """Fill a cache by two programs at once, of which one is killed again and again.

    Parameters
    ----------
    folder : pathlib.Path
    kills, count, seed : int

    Returns
    -------
    dict
        ``wrong`` (list of str), ``kept`` after each kill, ``pieces`` asked for, ``needed`` pieces, ``taken_up`` (how
        many times a download had to go on after a kill), ``left`` aside hours later.
    """
    draw, wrong, kept, seen = random.Random(seed), [], [], {}
    cache = Cache(folder)
    with Many() as server:
        command = [sys.executable, "-c", CHILD, str(ROOT), server.url, str(folder), str(count), str(PIECE)]
        per_kill = max(1, sum(_pieces(server, i) for i in range(count)) // (kills + 2))
        mother = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        children = [Program(mother), Program(mother)]
        done, cut = 0, []
        numbers = {_key(i): i for i in range(count)}
        while done < kills:
            before = len(server.received)
            wanted, limit = before + draw.randint(1, per_kill), time.monotonic() + 20
            while len(server.received) < wanted and time.monotonic() < limit:
                time.sleep(0.003)
                if all(child.ended() for child in children):
                    break
            # between two requests: in a write, a flush, a rename, the index
            time.sleep(draw.random() * 0.02)
            turn = draw.randrange(2)
            children[turn].kill()
            done += 1
            cut += [(numbers[key], *more) for key, *more in _cut(cache, server)]
            found, right = look(cache, server, seen)
            wrong += found
            kept.append(right)
            children[turn] = Program(mother)
        codes = [child.wait() for child in (*children, Program(mother))]
        mother.stdin.close()
        mother.wait(20)
        found, right = look(cache, server, {})
        found += [
            "{}: asked for anew, though {} bytes had come".format(number, came)
            for number, came, before in cut if came not in _next(server, number, before)
        ]  # fmt: skip
        return {
            "wrong": wrong + found, "kept": [*kept, right], "kills": done, "codes": codes,
            "pieces": len(server.received), "needed": sum(_pieces(server, i) for i in range(count)),
            "taken_up": len(cut), "left": _left_later(cache),
        }  # fmt: skip


def _key(number):
    """Return the name of the folder in which a file is fetched."""
    entry = Entry(str(number), "essai", "essai", **({"kind": LAYER} if number % 2 else {}))
    return key_of(entry.id, "", scope_of(entry, Query()), asked_year(entry, Query()))


def _cut(cache, server):
    """Return the downloads that nobody is at now, and that are not whole: key, bytes that came, requests so far."""
    found, aside = [], cache.folder / "aside"
    for part in aside.glob("*/a.csv.part"):
        lock = Lock(aside / (part.parent.name + ".lock"))
        if lock.take():
            with lock:
                came = part.stat().st_size if part.exists() else 0
                note = part.with_name(part.name + ".json")
                if came and note.exists() and came < json.loads(note.read_text())["total"]:
                    found.append((part.parent.name, came, len(server.received)))
    return found


def _next(server, number, before):
    """Return where the next request for a file begins, as a list; an empty one where there is none."""
    for head in server.received[before:]:
        if head.split(b" ", 2)[1] == "/{}".format(number).encode():
            return [int(re.search(rb"(?i)range: bytes=(\d+)", head).group(1))]
    return []


def _left_later(cache):
    """Return what is still written aside when something is fetched two hours later.

    Who is killed between the note of a record and the end leaves a lock that nobody holds, a folder and what it was
    made from: nobody asks for that record again, so that nobody finds them before they are old.
    """
    aside, then = cache.folder / "aside", time.time() - 7200
    for path in (*aside.glob("*/*"), *aside.iterdir()):
        os.utime(path, (then, then))
    with cache.reserve("autre", "", "", "") as place:
        own = {place.folder, Path(str(place.folder) + ".lock")}
        return sorted(str(path) for path in aside.iterdir() if path not in own)


def _pieces(server, number):
    return -(-len(server.content_of("/{}".format(number))) // PIECE)
