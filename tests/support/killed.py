"""A long online run by the real `qgis_process`, killed as power cuts do, and what it leaves."""
from __future__ import annotations

import csv
import json
import random
import subprocess
import time

import fake_services
import own_qgis


def address(i):
    """Return an address that no other row has; a number of five figures would be a postcode."""
    return "{} rue {}".format(i % 9000 + 1, "abcdefghijklmnopqrstuvwxyz"[i // 9000] * 5)


class Runs:
    """Runs of `geocodeaddresses` on one table, over a service on loopback.

    Parameters
    ----------
    folder : pathlib.Path
        Holds a profile of QGIS, the table, the results.
    count : int
        Rows of the table.
    """

    def __init__(self, folder, count):
        self.folder, self.count = folder, count
        self.table, self.output = folder / "table.csv", folder / "out.csv"
        self._env, self.profile = own_qgis.profile(folder)
        with open(self.table, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(["dossier", "nom", "adresse", "code_postal", "commune"])
            for i in range(count):
                writer.writerow(["D{:06d}".format(i), "Zéphirine", address(i), "93140", "Bondy"])

    def start(self, url):
        """Start a run; its process."""
        given = {"INPUT": self.table, "GEOCODER": 1, "SERVICE_URL": url, "OUTPUT": self.output}
        words = ["--{}={}".format(name, value) for name, value in given.items()]
        with open(self.folder / "said.txt", "ab") as said:
            run = [own_qgis.command(), "run", "cohesion:geocodeaddresses", *words]
            return subprocess.Popen(run, env=self._env, stdout=said, stderr=said)

    def journals(self):
        return list(self.profile.rglob("*.journal"))

    def kept(self):
        """Return the numbers of the rows that are safe, read as little as possible by our own code."""
        done = set()
        for path in self.journals():
            for line in path.read_bytes().split(b"\n")[1:-1]:
                _pass, found = json.loads(line.partition(b" ")[2])
                done.update(map(int, found))
        return done

    def kill_at(self, process, moment, limit=600.0):
        """Kill a run -9 as soon as ``moment()`` is true; tell whether it was still running."""
        end = time.monotonic() + limit
        while process.poll() is None and not moment():
            if time.monotonic() > end:
                process.kill()
                raise TimeoutError("the run does not get there")
            time.sleep(0.002)
        alive = process.poll() is None
        process.kill()
        process.wait(30)
        return alive

    def kill_somewhere(self, process, fake, rng, most):
        """Kill a run at any moment: before it asks, while it is answered, between two requests, as it writes."""
        before = len(fake.received)
        if rng.random() < 0.1:
            wait = time.monotonic() + 3.0 * rng.random()
            return self.kill_at(process, lambda: time.monotonic() > wait)
        wanted = before + rng.randint(1, most)
        alive = self.kill_at(process, lambda: len(fake.received) >= wanted) if wanted == before + 1 else None
        if alive is None:
            later = [None]

            def moment():
                if later[0] is None and len(fake.received) >= wanted:
                    later[0] = time.monotonic() + 0.08 * rng.random()
                return later[0] is not None and time.monotonic() >= later[0]

            alive = self.kill_at(process, moment)
        return alive

    def finish(self, process, limit=900.0):
        """Wait for a run to end by itself."""
        process.wait(limit)
        said = (self.folder / "said.txt").read_text(encoding="utf-8", errors="replace")
        assert process.returncode == 0, said[-3000:]

    def check(self):
        """Rows out are rows in, in order, each at its own place; the journal is gone."""
        with open(self.output, encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))
        assert [row["dossier"] for row in rows] == ["D{:06d}".format(i) for i in range(self.count)]
        for i, row in enumerate(rows):
            assert row["statut"] == "TROUVEE" and row["nom"] == "Zéphirine"
            lon, lat = fake_services.place(fake_services.text_key(address(i)))
            place = tuple(float(row[name].replace(",", ".")) for name in ("longitude", "latitude"))
            assert max(abs(place[0] - lon), abs(place[1] - lat)) < 1e-6
        assert self.journals() == []


def sent(received):
    """Return the numbers of the rows in each request."""
    return [[int(line.split(",")[0]) for line in text.splitlines()[1:]] for text in fake_services.tables(received)]


def killed_again_and_again(folder, count, kills, seed=7, delay=0.05, tell=lambda _text: None):
    """Kill a run so many times, then let it end; check that no finished batch was sent again and nothing was lost.

    Returns
    -------
    dict
        ``kills, requests, rows_sent``.
    """
    runs, rng = Runs(folder, count), random.Random(seed)
    # batches a run: none gets to the end, however late its kill comes
    most = (count // 1000 - 1) // kills
    assert most > 0, "too few rows for so many kills"
    with fake_services.Geoplateforme() as fake:
        fake.delay = delay
        done = 0
        while True:
            kept, before = runs.kept(), len(fake.received)
            fake.hold_beyond(most if done < kills else None)
            process = runs.start(fake.url)
            if done < kills:
                assert runs.kill_somewhere(process, fake, rng, most), "the run ended before the kill"
                done += 1
                tell("kill {}: {} rows safe".format(done, len(runs.kept())))
            else:
                runs.finish(process)
            again = {i for part in sent(fake.received[before:]) for i in part}
            assert not kept & again, "what was safe was sent again"
            if done == kills and process.returncode == 0:
                break
        everything = [i for part in sent(fake.received) for i in part]
    assert set(everything) == set(range(count))
    runs.check()
    return {"kills": done, "requests": len(fake.received), "rows_sent": len(everything)}


def killed_once(folder, count, safe, delay=0.0):
    """Kill a run once so many rows are safe, then run it again to its end.

    Returns
    -------
    dict
        ``kept`` (rows safe at the kill), ``sent`` (by the second run), ``seconds`` (of the second run).
    """
    runs = Runs(folder, count)
    with fake_services.Geoplateforme() as fake:
        fake.delay = delay
        fake.hold_beyond(safe // 1000 + 1)
        process = runs.start(fake.url)
        # a batch is safe once the next one leaves
        assert runs.kill_at(process, lambda: len(fake.received) > safe // 1000), "the run ended before the kill"
        fake.hold_beyond(None)
        kept, before, start = runs.kept(), len(fake.received), time.monotonic()
        runs.finish(runs.start(fake.url))
        seconds = time.monotonic() - start
        again = [i for part in sent(fake.received[before:]) for i in part]
    assert not kept & set(again) and len(again) == len(set(again)) == count - len(kept)
    runs.check()
    return {"kept": len(kept), "sent": len(again), "seconds": seconds}
