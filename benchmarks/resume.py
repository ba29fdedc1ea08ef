"""A long online run that is killed: 200,000 rows, killed once 150,000 are answered, then run again.

``resume.py [rows]`` asks the fake Géoplateforme of the tests, on loopback: what is measured is ours, not the network.
The same is then done by the real ``qgis_process``, which is also killed 30 times at random moments of a run of
60,000 rows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import ROOT, Clock, Row, measure, package, show, tell

sys.path.insert(0, str(ROOT / "tests" / "support"))

STREETS = ("rue des Érables", "allée de l'Été", "avenue du Général", "place d'Espérance")
BATCH = 1000
KILLS, KILLED_ROWS = 30, 60_000


def table(rows):
    from cohesion_territoires.sources.address_rows import AddressRow

    return [AddressRow("{} {}".format(i + 1, STREETS[i % 4]), "", "93140", "BONDY") for i in range(rows)]


def job_run(rows, url, folder):
    """Geocode all rows; tell whether each has its own place, in order, and what was sent."""
    package()
    import fake_services
    from cohesion_territoires.sources.address_rows import asked
    from cohesion_territoires.sources.geocoding import BatchGeocoder
    from cohesion_territoires.sources.http import plain_session

    given = table(rows)
    with Clock() as clock:
        run = BatchGeocoder(plain_session(), url, BATCH).run(given, folder)
    right = sum(
        (a.lon, a.lat) == fake_services.place(fake_services.text_key(asked(row).text()))
        for row, a in zip(given, run.answers)
    )
    run.finish()
    left = len(list(Path(folder).iterdir()))
    tell(seconds=clock.seconds, right=right, answers=len(run.answers), kept=run.counts["kept"],
         sent=run.counts["sent"], left=left)  # fmt: skip


def main(rows):
    package()
    import fake_services

    with tempfile.TemporaryDirectory() as folder, fake_services.Geoplateforme() as fake:
        command = [sys.executable, __file__, "run", str(rows), fake.url, folder]
        with Clock() as first:
            child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            while len(fake.received) < 3 * rows // 4 // BATCH and child.poll() is None:
                time.sleep(0.01)
            child.kill()
            child.wait()
        before = len(fake.received)
        told = measure(__file__, "run", rows, fake.url, folder)
        batches, again = rows // BATCH, len(fake.received) - before
    show(
        "resume",
        [
            Row("{} rows, killed at three quarters, then again".format("{:,}".format(rows).replace(",", " ")),
                told["seconds"],
                "the first run, to the kill", first.seconds, "rows right = rows in", told["right"] == rows),
            Row("  batches sent by both runs", before + again, "batches of the table", batches,
                "one more at most", before + again <= batches + 1, ""),
            Row("  rows that the second run took from the journal", told["kept"], "rows answered before the kill",
                before * BATCH, "all but one batch", told["kept"] >= (before - 1) * BATCH, ""),
            Row("  files that the run left once it succeeded", told["left"], "asked", 0, "none", told["left"] == 0, ""),
        ],
    )  # fmt: skip
    print(
        "{right} of {rows} rows have their own place, in their order; {kept} came from the journal, {sent} were sent "
        "again or for the first time; {peak_mb:.0f} MB".format(rows=rows, **told)
    )


def by_qgis_process(rows):
    """Do the same with QGIS itself; what is lost, doubled or sent twice stops the benchmark."""
    import killed
    import own_qgis

    if own_qgis.command() is None:
        print("qgis_process is absent")
        return

    with tempfile.TemporaryDirectory() as folder:
        once = killed.killed_once(Path(folder), rows, 3 * rows // 4)
    with tempfile.TemporaryDirectory() as folder, Clock() as clock:
        often = killed.killed_again_and_again(Path(folder), KILLED_ROWS, KILLS)
    lost = often["rows_sent"] - KILLED_ROWS
    show(
        "resume, by qgis_process",
        [
            Row("killed at three quarters: seconds of the second run", once["seconds"], "-", 0.0, "rows right", True),
            Row("  rows that it sent", once["sent"], "rows not safe at the kill", rows - once["kept"], "no other",
                once["sent"] == rows - once["kept"], ""),
            Row("killed {} times at random moments".format(often["kills"]), clock.seconds, "-", 0.0, "rows right",
                often["kills"] == KILLS),
            Row("  rows sent twice, whose answer the kill took", lost, "a batch a kill", KILLS * BATCH, "no more",
                lost <= KILLS * BATCH, ""),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 2:
        job_run(int(sys.argv[2]), *sys.argv[3:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
        by_qgis_process(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
