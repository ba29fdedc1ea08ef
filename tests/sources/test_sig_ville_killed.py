"""SIG Ville asked by a program that is killed thirty times: each address once, its own answer, in its place."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import fake_services

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS, KILLS = 1200, 30
WORDS = {"oui": "OUI", "non": "NON", "limite": "VOIE_EN_LIMITE"}

CHILD = """
import importlib.util, json, sys
root, name = sys.argv[1], "cohesion_territoires"
spec = importlib.util.spec_from_file_location(name, root + "/__init__.py", submodule_search_locations=[root])
sys.modules[name] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from cohesion_territoires.sources.address_rows import AddressRow
from cohesion_territoires.sources.http import plain_session
from cohesion_territoires.sources.sig_ville import SigVille
session = plain_session()
session.auth = tuple(sys.argv[2:4])
rows = [AddressRow(*row) for row in json.load(open(sys.argv[4], encoding="utf-8"))]
run = SigVille(session, sys.argv[5], pause=0.01, rest=0.0).locate(rows, sys.argv[6])
json.dump([[a.code, a.label] for a in run.answers], open(sys.argv[7] + ".part", "w"))
import os
os.replace(sys.argv[7] + ".part", sys.argv[7])
run.finish()
"""


def asked(received):
    """Return the number of the house in each question."""
    streets = [
        parse_qs(urlsplit(data.split(b" ", 2)[1].decode()).query)["adresse[nom_voie]"][0] for data in received
    ]
    return [int(street.split()[0]) for street in streets]


def test_killed_thirty_times_it_loses_doubles_and_repeats_nothing(tmp_path):
    draw, words = random.Random(11), sorted(WORDS)
    rows = [["{} rue {}".format(i, words[i % 3]), "", "93140", "Bondy"] for i in range(ROWS)]
    table, folder, result = tmp_path / "rows.json", tmp_path / "journal", tmp_path / "answers.json"
    table.write_text(json.dumps(rows), encoding="utf-8")
    folder.mkdir()
    with fake_services.SigVille() as fake:
        command = [
            sys.executable, "-c", CHILD, str(ROOT), *fake.account, str(table), fake.url, str(folder), str(result),
        ]  # fmt: skip
        kills = 0
        while not result.exists():
            before = len(fake.received)
            # however late a kill comes, the run is far from its end
            fake.hold_beyond(20 if kills < KILLS else None)
            child = subprocess.Popen(command)
            if kills < KILLS:
                wanted = before + draw.randint(0, 12)
                while len(fake.received) < wanted and child.poll() is None:
                    time.sleep(0.001)
                time.sleep(draw.random() * (0.3 if wanted == before else 0.01))
                child.kill()
                kills += 1
            child.wait(150)
        numbers = asked(fake.received)
    assert kills == KILLS and set(numbers) == set(range(ROWS))
    # an answer that had not reached the disk when the kill came is asked for again: one a kill at most
    assert len(numbers) <= ROWS + KILLS
    answers = json.loads(result.read_text(encoding="utf-8"))
    assert answers == [[WORDS[words[i % 3]], "{} RUE {}".format(i, words[i % 3].upper())] for i in range(ROWS)]
    assert list(folder.iterdir()) == []
