"""The local geocoding engine: does it find the address meant, does its score tell, and how fast.

``addresses.py`` runs three parts, each job in its own process:

- exactness: Bondy's BAN written as spreadsheets do (`tests/support/address_noise.py`), among generated neighbours that
  have the same streets, with the seeds the engine was tuned on and one that it was not;
- calibration: score against correctness, with streets missing from the index, drawn into ``out/addresses``; the
  threshold of trust is the lowest score from which, in every step of `STEP`, `RIGHT` of the answers are right where
  `MISSING` of the streets asked for are not in the BAN;
- speed and memory on a generated département of 500,000 addresses.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
import time

from addresses_world import BONDY, FOLDER, records, world
from departement import generate
from harness import ROOT, Clock, Row, measure, package, show, tell

sys.path.insert(0, str(ROOT / "tests" / "support"))

TUNED, HELD_OUT = (1, 2, 3), 20261125
STEP, RIGHT, MISSING = 0.02, 0.99, 0.05
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


def resolver(path):
    from cohesion_territoires.domain.addresses.parse import parse
    from cohesion_territoires.domain.addresses.resolve import Resolver
    from cohesion_territoires.sources.address_index import AddressIndex

    engine = Resolver(AddressIndex.open(path))
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

    def same(self, one, other):
        """Tell whether two ids are one address for whoever reads the answer."""
        a, b = self._by_id.get(one), self._by_id.get(other)
        if a is None or b is None or a[:2] != b[:2]:
            return False
        return a[2] == b[2] or self._same_place(a[3:], b[3:])

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
    """Collect (score, right) of number-level answers: streets that the index has, and streets that it lacks."""
    package()
    from address_noise import noisy

    rows = records()
    twins = Twins(rows)
    answer = resolver(index("voisines", world()))
    present, absent, asked_present, asked_absent = [], [], 0, 0
    for seed in TUNED:
        for a in noisy(rows, seed):
            asked_present += 1
            found = answer(a)
            if found.kind == "numéro":
                present.append((found.score, found.id_ban == a.id or twins.same(found.id_ban, a.id)))
    names = sorted({r["nom_voie"] for r in rows})
    for fold in range(FOLDS):
        gone = set(random.Random(fold).sample(names, int(len(names) * GONE)))
        path = FOLDER / "sans-{}.csv".format(fold)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
            writer.writeheader()
            writer.writerows(r for r in rows if r["nom_voie"] not in gone)
        answer = resolver(index("sans-{}".format(fold), [path, world()[1]]))
        for a in noisy([r for r in rows if r["nom_voie"] in gone], 100 + fold):
            asked_absent += 1
            found = answer(a)
            if found.kind == "numéro":
                absent.append((found.score, twins.same(found.id_ban, a.id)))
    (FOLDER / "calibration.json").write_text(
        json.dumps({"present": present, "absent": absent, "asked": [asked_present, asked_absent]})
    )
    tell(**draw(present, absent, asked_present, asked_absent))


def draw(present, absent, asked_present, asked_absent):
    """Derive the threshold of trust and draw what it comes from."""
    import numpy as np
    from cohesion_territoires.domain.addresses.resolve import TRUST

    # each row asked for weighs so that MISSING of the streets are not in the BAN
    weights = np.r_[
        np.full(len(present), (1 - MISSING) / asked_present), np.full(len(absent), MISSING / asked_absent)
    ]
    scores = np.array([s for s, _ in present] + [s for s, _ in absent])
    right = np.array([r for _, r in present] + [r for _, r in absent], dtype=bool)
    steps = np.clip((scores / STEP + 1e-6).astype(int), 0, round(1 / STEP) - 1)
    total = np.bincount(steps, weights, minlength=round(1 / STEP))
    good = np.bincount(steps, weights * right, minlength=round(1 / STEP))
    share = np.divide(good, total, out=np.ones_like(total), where=total > 0)
    below = np.flatnonzero(share < RIGHT)
    threshold = round(float((below[-1] + 1) * STEP) if len(below) else 0.0, 2)
    trusted = scores >= threshold
    wrong = float((weights * ~right)[trusted].sum())
    _figure(np, share, total, threshold, scores, right, weights)
    return {
        "threshold": threshold, "in_code": TRUST, "wrong_trusted": wrong,
        "right_trusted": float((weights * right)[trusted].sum()),
        "steps": [[round(i * STEP, 2), float(t), float(s)] for i, (t, s) in enumerate(zip(total, share)) if t],
    }  # fmt: skip


def _figure(np, share, total, threshold, scores, right, weights):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (top, bottom) = pyplot.subplots(2, 1, figsize=(9, 8), sharex=True, height_ratios=(3, 2))
    middle = (np.arange(len(share)) + 0.5) * STEP
    some = total > 0
    top.plot(middle[some], 100 * share[some], "o-", color="#00447a", label="justes parmi les réponses au numéro")
    order = np.argsort(-scores)
    bad = np.cumsum((weights * ~right)[order]) / np.cumsum(weights[order])
    top.plot(scores[order], 100 * (1 - bad), color="#c9191e", lw=1, label="justes parmi les scores au moins égaux")
    top.axhline(100 * RIGHT, color="#888", lw=0.8, ls=":")
    top.set_ylabel("% de réponses justes")
    top.legend(loc="lower right")
    bottom.bar(middle, 100 * total, width=STEP * 0.9, color="#7ab1e8")
    bottom.set_yscale("log")
    bottom.set_ylabel("% des lignes (échelle log)")
    bottom.set_xlabel("score")
    for axis in (top, bottom):
        axis.axvline(threshold, color="#c9191e", ls="--", lw=1)
    top.set_title(
        "Score et justesse : Bondy et ses voisines, {:.0f} % de voies absentes de la BAN ; seuil {:.2f}".format(
            100 * MISSING, threshold
        )
    )
    figure.tight_layout()
    figure.savefig(FOLDER / "calibration.png", dpi=120)


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
    calibrated = measure(__file__, "calibration")
    print(
        "\ncalibration: threshold {:.2f} (in the code {:.2f}); from it {:.2f} % of all rows are trusted and right, "
        "{:.3f} % trusted and wrong; drawn in {}".format(
            calibrated["threshold"], calibrated["in_code"], 100 * calibrated["right_trusted"],
            100 * calibrated["wrong_trusted"], (FOLDER / "calibration.png").relative_to(ROOT),
        )
    )  # fmt: skip
    for step, rows, share in calibrated["steps"]:
        print("  {:.2f} {:9.4f} % of rows {:7.2f} % right".format(step, 100 * rows, 100 * share))
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
