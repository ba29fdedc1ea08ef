"""Suggestions while one types, on an index of 500,000 addresses: milliseconds a keystroke, memory, first use.

``completion.py [rows]`` types addresses of the index letter by letter, as the search bar does, each keystroke in a
thread of its own that opens the index again.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from pathlib import Path

from address_index import FOLDER, source
from harness import Clock, Row, measure, package, show, tell


def job_type(rows):
    package()
    from cohesion_territoires.sources.address_completion import StreetNames
    from cohesion_territoires.sources.address_index import AddressIndex

    path = FOLDER / "index-{}.sqlite".format(rows)
    with Clock() as clock, AddressIndex.open(path) as index:
        names = StreetNames.read(index)
    rng = random.Random(3)
    with AddressIndex.open(path) as index:
        communes = index.all_communes()
        asked = []
        for _ in range(60):
            commune = rng.choice(communes)
            street = rng.choice(index.streets(commune.insee))
            asked.append("{} {} {}".format(rng.randrange(1, 60), street.name.lower(), commune.name.lower()))
    times, right = [], 0

    def keystroke(text, out):
        start = time.perf_counter()
        with AddressIndex.open(path) as own:
            out.append(names.search(text, own))
        times.append(time.perf_counter() - start)

    for text in asked:
        for size in range(5, len(text) + 1):
            out = []
            thread = threading.Thread(target=keystroke, args=(text[:size], out))
            thread.start()
            thread.join()
        right += bool(out[0])
    times.sort()
    tell(
        first_use_s=clock.seconds, streets=len(names), keystrokes=len(times), median_ms=1e3 * times[len(times) // 2],
        p95_ms=1e3 * times[int(0.95 * len(times))], worst_ms=1e3 * times[-1], answered=right, asked=len(asked),
    )  # fmt: skip


def main(rows):
    if not (FOLDER / "index-{}.sqlite".format(rows)).exists():
        source(rows)
        measure(str(Path(__file__).with_name("address_index.py")), "build", rows)
    told = measure(__file__, "type", rows)
    name = "keystroke on {:,} addresses".format(rows).replace(",", " ")
    show(
        "completion",
        [
            Row(name + ", median", told["median_ms"], "what is asked", 50.0, "< 50 ms", told["median_ms"] < 50, "ms"),
            Row("  19 of 20", told["p95_ms"], "what is asked", 50.0, "< 50 ms", told["p95_ms"] < 50, "ms"),
            Row("  the slowest", told["worst_ms"], "what is asked", 50.0, "< 50 ms", told["worst_ms"] < 50, "ms"),
        ],
    )
    print(
        "{keystrokes:,} keystrokes, {answered} of {asked} addresses offered once typed whole; the names of {streets:,} "
        "streets are read once, at the first keystroke, in {first_use_s:.2f} s; {peak_mb:.0f} MB".format(**told)
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        job_type(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
