"""Suggestions while one types, on an index of 500,000 addresses: milliseconds a keystroke, memory, first use.

``completion.py [rows]`` types addresses of the index letter by letter into the search bar's own filter, each keystroke
in a thread of its own, as QGIS has it: as they are written, then with two letters of the street's name swapped, which
no beginning of a name answers.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from pathlib import Path

from address_index import FOLDER, source
from harness import Row, measure, package, show, start_qgis, tell


def addresses(path, count=60):
    """Draw addresses of the index: number, street and commune."""
    from cohesion_territoires.sources.address_index import AddressIndex

    rng, asked = random.Random(3), []
    with AddressIndex.open(path) as index:
        communes = index.all_communes()
        for _ in range(count):
            commune = rng.choice(communes)
            street = rng.choice(index.streets(commune.insee))
            asked.append(("{} ".format(rng.randrange(1, 60)), street.name.lower(), commune.name.lower()))
    return asked


_SWAPS = random.Random(9)


def swapped(name, rng=_SWAPS):
    """Swap two letters of the longest word of a name."""
    words = name.split()
    place = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[place]
    if len(word) > 3:
        k = rng.randrange(1, len(word) - 2)
        words[place] = word[:k] + word[k + 1] + word[k] + word[k + 2 :]
    return " ".join(words)


def typed(own, texts):
    """Type texts letter by letter; return the seconds of each keystroke, and how many were answered in the end."""
    from qgis.core import QgsFeedback, QgsLocatorContext

    times, answered = [], 0

    def keystroke(clone, text):
        start = time.perf_counter()
        clone.fetchResults(text, QgsLocatorContext(), QgsFeedback())
        times.append(time.perf_counter() - start)

    for text in texts:
        for size in range(1, len(text) + 1):
            clone, found = own.clone(), []
            clone.resultFetched.connect(lambda result, found=found: found.append(result.displayString))
            clone.prepare(text[:size], QgsLocatorContext())
            thread = threading.Thread(target=keystroke, args=(clone, text[:size]))
            thread.start()
            thread.join()
            _app().processEvents()
        answered += bool(found)
    return times, answered


def _app():
    from qgis.core import QgsApplication

    return QgsApplication.instance()


def job_type(rows):
    package()
    start_qgis()
    from cohesion_territoires.dialogs import locator
    from qgis.PyQt.QtGui import QIcon

    path = str(FOLDER / "index-{}.sqlite".format(rows))
    # the settings of whoever runs this are not touched
    locator.reference_data.get = lambda _key: path
    own = locator.AddressFilter(None, None, QIcon())
    asked = addresses(path)
    first = typed(own, ["1"])[0][0]
    plain, answered = typed(own, ["".join(a[:2]) + " " + a[2] for a in asked])
    wrong, guessed = typed(own, [a[0] + swapped(a[1]) + " " + a[2] for a in asked])
    told = {"first_s": first, "asked": len(asked), "answered": answered, "guessed": guessed}
    for name, times in (("plain", plain), ("wrong", wrong)):
        times.sort()
        told[name] = [len(times), *(1e3 * times[int(share * (len(times) - 1))] for share in (0.5, 0.95, 1.0))]
    tell(**told)


def main(rows):
    if not (FOLDER / "index-{}.sqlite".format(rows)).exists():
        source(rows)
        measure(str(Path(__file__).with_name("address_index.py")), "build", rows)
    told = measure(__file__, "type", rows)
    table = []
    for key, words in (("plain", "as it is written"), ("wrong", "two letters swapped")):
        for name, figure in zip(("median", "  19 of 20", "  the slowest"), told[key][1:]):
            what = "keystroke, {}, {}".format(words, name) if name == "median" else name
            table.append(Row(what, figure, "what is asked", 50.0, "< 50 ms", figure < 50, "ms"))
    show("completion", table)
    print(
        "{:,} addresses; {} keystrokes, {} of {} addresses offered once typed whole; mistyped, {} keystrokes, {} of {};"
        " the first keystroke reads the names of the streets, once: {:.2f} s; {:.0f} MB".format(
            rows, told["plain"][0], told["answered"], told["asked"], told["wrong"][0], told["guessed"], told["asked"],
            told["first_s"], told["peak_mb"],
        )
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 2:
        job_type(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
