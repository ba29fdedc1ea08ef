"""A whole run through a service, killed again and again from outside: the table that comes out in the end is whole."""

from __future__ import annotations

import csv
import random
import subprocess
import time

import fake_services
import own_qgis
import pytest
from cohesion_territoires.sources.address_rows import AddressRow, asked

ROWS, KILLS = 4000, 3
STREETS = ("rue des Érables", "allée de l'Été", "avenue du Général", "place d'Espérance")


def sent(received):
    """Return the addresses in each request."""
    return [row["adresse"] for text in fake_services.tables(received) for row in csv.DictReader(text.splitlines())]


def test_rows_in_are_rows_out_in_their_order_however_often_it_is_killed(sample_folder, tmp_path):
    if own_qgis.command() is None:
        pytest.skip("qgis_process is absent")
    environment, folder = own_qgis.profile(tmp_path)
    table, result, draw = tmp_path / "demandes.csv", tmp_path / "verdicts.csv", random.Random(5)
    ends = 1
    rows = [["d{:05d}".format(i), "{} {}".format(i + 1, STREETS[i % 4]), "93140", "Bondy"] for i in range(ROWS)]
    with open(table, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([["dossier", "adresse", "code_postal", "commune"], *rows])
    with fake_services.Geoplateforme() as fake:
        fake.delay = 0.15
        run = [
            own_qgis.command(), "run", "cohesion:georeferenceaddresses", "--INPUT={}".format(table), "--GEOCODER=1",
            "--SERVICE_URL={}".format(fake.url), "--QPV={}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"),
            "--OUTPUT={}".format(result),
        ]  # fmt: skip
        for _kill in range(KILLS):
            before = len(fake.received)
            child = subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            end, wanted = time.monotonic() + 20, before + draw.randint(1, 2)
            while len(fake.received) < wanted and child.poll() is None and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(draw.random() * 0.4)
            child.kill()
            child.wait(20)
            # one that got to its end before the kill has forgotten all it knew, as it should
            ends += len(fake.received) > before and not any(folder.rglob("*.journal"))
        done = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout + done.stderr
        asked_for = sent(fake.received)
    with open(result, encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream, delimiter=";"))
    assert [row["dossier"] for row in found] == [row[0] for row in rows]
    for row, (_name, address, code, city) in zip(found, rows):
        question = asked(AddressRow(address, "", code, city)).text()
        place = fake_services.place(fake_services.text_key(question))
        assert (float(row["longitude"]), float(row["latitude"])) == pytest.approx(place, abs=1e-6)
    # what was obtained before a kill is not sent again: a batch a kill at most
    assert len(set(asked_for)) == ROWS and len(asked_for) <= ends * ROWS + KILLS * 1000
    assert list(folder.rglob("*.journal")) == []
