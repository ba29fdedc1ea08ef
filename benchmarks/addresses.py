"""The local geocoding engine: does it find the address meant, does its score tell, and how fast.

``addresses.py`` runs three parts, each job in its own process:

- exactness: Bondy's BAN written as spreadsheets do (`tests/support/address_noise.py`), among generated neighbours that
  have the same streets, with the seeds the engine was tuned on and one that it was not;
- calibration (`calibration`): score against correctness, with streets and numbers missing from the index, drawn into
  ``out/addresses``; the threshold of trust and the floor below which a street is no answer follow from it;
- speed and memory on a generated département of 500,000 addresses.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
import time

import calibration
from addresses_world import BONDY, FOLDER, records, world
from departement import generate
from harness import ROOT, Clock, Row, measure, package, show, tell

sys.path.insert(0, str(ROOT / "tests" / "support"))

TUNED, HELD_OUT = (1, 2, 3), 20261125
FOLDS, GONE = 5, 0.2
ROWS, SAMPLE = 500_000, 60_000
COUNTED = ("rows", "id", "twin", "wrong", "wrong_twin", "trusted")
ONLINE = 50.0
"""Requests a second that the Géoplateforme grants to an address of the internet."""


def index(name, paths):
    """Build an index, once."""
    from cohesion_territoires.sources.address_index import build

    path = FOLDER / (name + ".sqlite")
    if not path.exists():
        build(paths, path)
    return path


def resolver(path, **options):
    from cohesion_territoires.domain.addresses.parse import parse
    from cohesion_territoires.domain.addresses.resolve import Resolver
    from cohesion_territoires.sources.address_index import AddressIndex

    engine = Resolver(AddressIndex.open(path), **options)
    return lambda a: engine.resolve(parse(a.address, a.number, a.postcode, a.city, a.citycode))


class Twins:
    """What the BAN has twice: one number of one street under two ids, or two ids at one place."""

    def __init__(self, rows):
        from cohesion_territoires.domain.addresses.houses import same_place
        from cohesion_territoires.domain.addresses.normalise import street_words

        self._same_place = same_place
        self._by_id = {
            r["id"]: (r["numero"], r["rep"], street_words(r["nom_voie"]), float(r["lon"]), float(r["lat"]))
            for r in rows
        }
        self._streets = {"_".join(i.split("_")[:2]): told[2] for i, told in self._by_id.items()}

    def same(self, one, other):
        """Tell whether two ids are one address for whoever reads the answer."""
        a, b = self._by_id.get(one), self._by_id.get(other)
        if a is None or b is None or a[:2] != b[:2]:
            return False
        return a[2] == b[2] or self._same_place(a[3:], b[3:])

    def same_street(self, one, other):
        """Tell whether two ids, of streets or of numbers, are of one street."""
        a, b = ("_".join(i.split("_")[:2]) for i in (one or "", other))
        return a == b or a in self._streets and self._streets[a] == self._streets.get(b)

    def count(self):
        """Return how many addresses have a twin of their own number and street."""
        known = {}
        for number, rep, words, _lon, _lat in self._by_id.values():
            known[number, rep, words] = known.get((number, rep, words), 0) + 1
        return sum(n for n in known.values() if n > 1)


def job_exact(where, seed):
    package()
    from address_noise import noisy

    rows = records()
    twins = Twins(rows)
    answer = resolver(index(where, [BONDY] if where == "bondy" else world()))
    asked = noisy(rows, seed)
    with Clock() as clock:
        answers = [answer(a) for a in asked]
    tell(seconds=clock.seconds, families=count(asked, answers, twins), twins=twins.count())


def job_families():
    package()
    from address_noise import FAMILIES, noisy

    rows = records()
    twins = Twins(rows)
    answer = resolver(index("voisines", world()))
    families = {}
    for change in FAMILIES:
        asked = [a for a in noisy(rows, HELD_OUT, family=change.__name__) if a.family == change.__name__]
        families.update(count(asked, [answer(a) for a in asked], twins))
    tell(seconds=0.0, families=families)


def count(asked, answers, twins):
    """Count right and wrong answers by family."""
    from cohesion_territoires.domain.addresses.resolve import TRUST

    families, missed = {}, []
    for a, found in zip(asked, answers):
        family = families.setdefault(a.family, dict.fromkeys(COUNTED, 0))
        family["rows"] += 1
        number = found.kind == "numéro"
        right = number and found.id_ban == a.id
        alike = right or (number and twins.same(found.id_ban, a.id))
        trusted = number and found.score >= TRUST
        family["id"] += right
        family["twin"] += alike
        family["trusted"] += trusted and right
        family["wrong"] += trusted and not right
        family["wrong_twin"] += trusted and not alike
        if not alike:
            missed.append((a.family, a.address, a.number, a.postcode, a.city, found.kind, found.label, found.score))
    if "-v" in sys.argv:
        for row in missed:
            print(*row, sep=" | ")
    return families


def job_calibration():
    """Collect what answers are worth and whether they are right, where the index has what is asked and where not."""
    package()
    from address_noise import noisy

    rows = records()
    twins = Twins(rows)
    asked = [a for seed in TUNED for a in noisy(rows, seed)]
    told = [("present", len(asked), answered(index("voisines", world()), asked, twins))]
    names = sorted({r["nom_voie"] for r in rows})
    for what in ("street", "number"):
        count, found = 0, []
        for fold in range(FOLDS):
            rng = random.Random(fold)
            lost = set(rng.sample(names, int(len(names) * GONE)))
            gone = [r for r in rows if (r["nom_voie"] in lost if what == "street" else rng.random() < GONE)]
            asked = noisy(gone, 100 + fold)
            count += len(asked)
            found += answered(without(gone, rows, "{}-{}".format(what, fold)), asked, twins)
        told.append((what, count, found))
    tell(**calibration.draw(told, FOLDER))


def without(gone, rows, name):
    """Build the index of a BAN that lacks some rows."""
    lost = {r["id"] for r in gone}
    path = FOLDER / "sans-{}.csv".format(name)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(r for r in rows if r["id"] not in lost)
    return index("sans-{}".format(name), [path, world()[1]])


def answered(path, asked, twins):
    """Return, for each address answered by more than its commune: number or not, score, right, worth, right street."""
    from cohesion_territoires.domain.addresses.parse import parse

    bound, free = resolver(path), resolver(path, floor=0.0)
    found = []
    for a in asked:
        answer, any_street = bound(a), free(a)
        number = answer.kind == "numéro"
        right = number and (answer.id_ban == a.id or twins.same(answer.id_ban, a.id))
        if number and not right and twins.same_street(answer.id_ban, a.id):
            # "58/60" where the BAN lacks 58
            asked_numbers = parse(a.address, a.number, a.postcode, a.city, a.citycode).numbers
            right = len(asked_numbers) > 1 and answer.number_found in {n for n, _rep in asked_numbers}
        found.append((number, answer.score, right, any_street.name_worth, twins.same_street(any_street.id_ban, a.id)))
    return found


def job_prepare():
    """Make the département, its index and the rows to ask for, away from the process that is measured."""
    package()
    from address_noise import noisy

    source = FOLDER / "departement.csv.gz"
    if not source.exists():
        generate(source, ROWS)
    index("departement", [source])
    with gzip.open(source, "rt", encoding="utf-8", newline="") as stream:
        rows = random.Random(4).sample(list(csv.DictReader(stream, delimiter=";")), SAMPLE)
    asked = noisy(rows, HELD_OUT, sorted({r["code_postal"] for r in rows}))
    random.Random(5).shuffle(asked)
    (FOLDER / "demandes.json").write_text(json.dumps([list(vars(a).values()) for a in asked]))
    tell(seconds=0.0)


def job_speed():
    import resource

    package()
    from address_noise import Asked
    from cohesion_territoires.domain.addresses.resolve import TRUST

    asked = [Asked(*row) for row in json.loads((FOLDER / "demandes.json").read_text())]
    answer = resolver(FOLDER / "departement.sqlite")
    peaks, right, wrong = [], 0, 0
    start, seconds = time.process_time(), 0.0
    for i, a in enumerate(asked, 1):
        found = answer(a)
        right += found.id_ban == a.id
        wrong += found.kind == "numéro" and found.id_ban != a.id and found.score >= TRUST
        if i % (SAMPLE // 4) == 0:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    seconds = time.process_time() - start
    again = time.process_time()
    for a in asked[: SAMPLE // 4]:
        answer(a)
    again = time.process_time() - again
    tell(seconds=seconds, again=4 * again, peaks=peaks, right=right / SAMPLE, wrong=wrong / SAMPLE)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.sqlite"):
        path.unlink()
    table = []
    for where in ("bondy", "voisines"):
        for seed in (*TUNED, HELD_OUT):
            told = measure(__file__, "exact", where, seed)
            table.append((where, seed, told))
    print("\nexactness: share of the addresses meant that are found, and trusted numbers that are wrong")
    heads = ("index, seed", "same id", "or twin", "wrong id", "not twin", "trusted")
    print("{:34} {:>10} {:>10} {:>10} {:>10} {:>10}".format(*heads))
    for where, seed, told in table:
        sums = {k: sum(f[k] for f in told["families"].values()) for k in next(iter(told["families"].values()))}
        share = {k: 100 * v / sums["rows"] for k, v in sums.items()}
        print(
            "{:34} {:8.2f} % {:8.2f} % {:8.3f} % {:8.3f} % {:8.2f} %".format(
                "{}, {}{}".format(where, seed, " (held out)" if seed == HELD_OUT else ""), share["id"], share["twin"],
                share["wrong"], share["wrong_twin"], share["trusted"],
            )
        )  # fmt: skip
        last = share
    print("addresses of Bondy that the BAN has twice, number and street: {}".format(told["twins"]))
    print("each family alone, on every address it says something of (among the neighbours, held-out seed):")
    for name, f in sorted(measure(__file__, "families")["families"].items()):
        share = {k: 100 * v / f["rows"] for k, v in f.items()}
        print(
            "  {:14} {:5} rows: {:6.2f} % same id, {:6.2f} % or twin, {:6.3f} % wrong, {:6.2f} % trusted".format(
                name, f["rows"], share["id"], share["twin"], share["wrong"], share["trusted"]
            )
        )
    calibration.tell(measure(__file__, "calibration"), (FOLDER / "calibration.png").relative_to(ROOT))
    measure(__file__, "prepare")
    speed = measure(__file__, "speed")
    rate = SAMPLE / speed["seconds"]
    per_100k = 100_000 / rate
    show(
        "addresses",
        [
            Row("100 000 addresses, held-out noise, index of 500 000", per_100k, "online, 50 requests/s",
                100_000 / ONLINE, ">= 3 000/s", rate >= 3_000),
            Row("  again, all streets seen", 100_000 * speed["again"] / SAMPLE, "online, 50 requests/s",
                100_000 / ONLINE, "", True),
            Row("  peak memory after the last quarter", speed["peaks"][-1], "after the first", speed["peaks"][0],
                "flat", speed["peaks"][-1] < 1.6 * speed["peaks"][0], "MB"),
        ],
    )  # fmt: skip
    print(
        "{:,.0f} addresses a second on one core; {:.2f} % same id, {:.3f} % wrong and trusted".format(
            rate, 100 * speed["right"], 100 * speed["wrong"]
        )
    )
    print(
        "Bondy, held out: {:.2f} % same id (asked: 97), {:.3f} % wrong and trusted (asked: 0.2)".format(
            last["id"], last["wrong"]
        )
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        jobs = {
            "exact": job_exact, "families": job_families, "calibration": job_calibration, "prepare": job_prepare,
            "speed": job_speed,
        }  # fmt: skip
        name, *arguments = [a for a in sys.argv[1:] if a != "-v"]
        jobs[name](*(int(a) if a.isdigit() else a for a in arguments))
    else:
        main()
