"""The journal: what was obtained once is never asked for again, however the run ended."""
from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import fake_services
import pytest
from cohesion_territoires.domain.errors import DataError, OutputError
from cohesion_territoires.sources.address_rows import AddressRow, asked
from cohesion_territoires.sources.batch_journal import Journal, key
from cohesion_territoires.sources.geocoding import BatchGeocoder
from cohesion_territoires.sources.http import plain_session

ROOT = Path(__file__).resolve().parent.parent.parent
JOB = key("essai", [1, 2, 3])


def write(folder, records, job=JOB):
    with Journal(folder, job) as journal:
        for record in records:
            journal.append(record)
        return journal.path


def read(folder, job=JOB):
    with Journal(folder, job) as journal:
        return list(journal.take())


def test_what_is_written_is_read_again(tmp_path):
    records = [[1, {"4": ["TROUVEE", "12 rue de l'Été", None, 2.5]}], [2, {}]]
    path = write(tmp_path / "envois", records)
    assert read(tmp_path / "envois") == records
    assert not path.stat().st_mode & 0o077, "only its owner may read addresses"
    assert not path.parent.stat().st_mode & 0o077


def test_another_job_has_a_journal_of_its_own(tmp_path):
    write(tmp_path, [1])
    assert read(tmp_path, key("essai", [1, 2, 4])) == [] and read(tmp_path) == [1]
    assert key([1], [2]) != key([1, 2]) and key("a", "b") != key("b", "a")


def test_a_line_torn_anywhere_is_dropped_and_written_over(tmp_path):
    path = write(tmp_path, ["un", "deux", "trois"])
    whole = path.read_bytes()
    end_of_two = whole.rindex(b"\n", 0, len(whole) - 1) + 1
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        kept = read(tmp_path)
        assert kept == ["un", "deux", "trois"][: len(kept)] and (len(kept) == 2) == (end_of_two <= cut)
        write(tmp_path, ["après"])
        assert read(tmp_path) == [*kept, "après"]


def test_a_flipped_byte_is_seen(tmp_path):
    path = write(tmp_path, ["un", "deux", "trois"])
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        kept = read(tmp_path)
        assert kept == ["un", "deux", "trois"][: len(kept)] and len(kept) < 3


def test_two_runs_of_one_job_never_share_it(tmp_path):
    with Journal(tmp_path, JOB) as first:
        first.append(1)
        with pytest.raises(DataError), Journal(tmp_path, JOB):
            pass
        first.append(2)
    assert read(tmp_path) == [1, 2]


def test_nobody_else_may_read_it_even_for_a_moment(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "chmod", lambda *_given: None)
    old = os.umask(0)
    try:
        assert not write(tmp_path, [1]).stat().st_mode & 0o077
    finally:
        os.umask(old)


def test_it_is_removed_and_an_old_one_forgotten(tmp_path):
    path = write(tmp_path, [1])
    old = time.time() - 8 * 86400
    os.utime(path, (old, old))
    assert read(tmp_path) == []
    with Journal(tmp_path, JOB) as journal:
        journal.append(1)
    journal.remove()
    journal.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError) as raised, Journal(tmp_path / "file" / "folder", JOB):
        pass
    assert "journal" in str(raised.value)


CHILD = """
import importlib.util, json, sys
root, name = sys.argv[1], "cohesion_territoires"
spec = importlib.util.spec_from_file_location(name, root + "/__init__.py", submodule_search_locations=[root])
sys.modules[name] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from cohesion_territoires.sources.geocoding import BatchGeocoder
from cohesion_territoires.sources.http import plain_session
rows = json.load(open(sys.argv[2], encoding="utf-8"))
run = BatchGeocoder(plain_session(), sys.argv[3], 10, pause=0.01).run(rows, sys.argv[4])
json.dump([[a.status, a.lon, a.lat] for a in run.answers], open(sys.argv[5], "w"))
run.finish()
"""


def sent_rows(received):
    """Return the numbers of the rows in each request."""
    return [[int(line.split(",")[0]) for line in text.splitlines()[1:]] for text in fake_services.tables(received)]


def in_journal(folder):
    """Return the rows that are safe, read as little as possible by our own code."""
    done = set()
    for path in folder.glob("*.journal"):
        for line in path.read_bytes().split(b"\n")[1:-1]:
            number, found = json.loads(line.partition(b" ")[2])
            assert number == 1 and not done & set(map(int, found))
            done |= set(map(int, found))
    return done


def test_killed_thirty_times_it_loses_doubles_and_repeats_nothing(tmp_path):
    rng, rows = random.Random(3), [["{} rue de l'Été".format(i), "", "93140", "Bondy"] for i in range(2000)]
    table, folder, result = tmp_path / "rows.json", tmp_path / "journal", tmp_path / "answers.json"
    table.write_text(json.dumps(rows), encoding="utf-8")
    folder.mkdir()
    with fake_services.Geoplateforme() as fake:
        fake.delay = 0.003
        command = [sys.executable, "-c", CHILD, str(ROOT), str(table), fake.url, str(folder), str(result)]
        kills = 0
        while not result.exists():
            done, before = in_journal(folder), len(fake.received)
            # however late a kill comes, the run is far from its end
            fake.hold_beyond(5 if kills < 30 else None)
            child = subprocess.Popen(command)
            if kills < 30:
                wanted = before + rng.randint(0, 3)
                while len(fake.received) < wanted and child.poll() is None:
                    time.sleep(0.001)
                time.sleep(rng.random() * (0.3 if wanted == before else 0.02))
                child.kill()
                kills += 1
            child.wait(150)
            again = sent_rows(fake.received[before:])
            assert not done & {i for part in again for i in part}, "what was safe was sent again"
        everything = [i for part in sent_rows(fake.received) for i in part]
    assert kills == 30 and len(everything) <= 2000 + 30 * 10 and set(everything) == set(range(2000))
    answers = json.loads(result.read_text(encoding="utf-8"))
    assert len(answers) == 2000
    for row, (status, lon, lat) in zip(rows, answers):
        text = fake_services.text_key(asked(AddressRow(*row)).text())
        assert status == "TROUVEE" and (lon, lat) == fake_services.place(text)
    assert list(folder.iterdir()) == []


def test_a_run_cut_at_three_quarters_continues_there_and_leaves_no_journal(tmp_path):
    rows = [["{} rue de l'Été".format(i), "", "93140", "Bondy"] for i in range(8000)]
    with fake_services.Geoplateforme() as fake:
        fake.faults = [*[None] * 15, "login"]
        with pytest.raises(OSError):
            BatchGeocoder(plain_session(), fake.url, 400).run(rows, tmp_path)
        run = BatchGeocoder(plain_session(), fake.url, 400).run(rows, tmp_path)
        assert run.counts["kept"] == 6000 and run.counts["sent"] == 2000 and len(fake.received) == 21
        assert all(a.status == "TROUVEE" for a in run.answers)
        # until the results are written, a third run would send nothing
        again = BatchGeocoder(plain_session(), fake.url, 400).run(rows, tmp_path)
        assert again.answers == run.answers and again.counts["requests"] == 0
    run.finish()
    assert list(tmp_path.iterdir()) == []


def test_other_rows_or_another_service_do_not_take_up_the_journal(tmp_path):
    rows = [["{} rue de l'Été".format(i), "", "93140", "Bondy"] for i in range(30)]
    with fake_services.Geoplateforme() as fake, fake_services.Geoplateforme() as other:
        BatchGeocoder(plain_session(), fake.url, 10).run(rows, tmp_path)
        assert BatchGeocoder(plain_session(), other.url, 10).run(rows, tmp_path).counts["kept"] == 0
        rows[3] = ["99 rue de l'Été", "", "93140", "Bondy"]
        assert BatchGeocoder(plain_session(), fake.url, 10).run(rows, tmp_path).counts["kept"] == 0
        assert len(other.received) == 3 and len(fake.received) == 6
