"""Making the local address index of a département of 500,000 addresses: seconds, memory, size, and how they grow.

``address_index.py [rows]`` makes generated départements (`departement.py`) of a quarter, a half and all of the rows,
each job in its own process, beside the plain way: every row of the CSV into one SQLite table and an index on it.
"""

from __future__ import annotations

import csv
import gzip
import sys
import time

from departement import generate
from harness import OUT, Clock, Row, measure, package, show, tell

FOLDER = OUT / "address_index"


def source(rows):
    """Return the generated file, made once."""
    path = FOLDER / "adresses-{}.csv.gz".format(rows)
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        generate(path, rows)
    return path


def job_build(rows):
    package()
    from cohesion_territoires.sources.address_index import build

    target = FOLDER / "index-{}.sqlite".format(rows)
    gaps, last = [0.0], [time.perf_counter()]

    def tick(_fraction):
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    with Clock() as clock:
        report = build([source(rows)], target, tick)
    gaps.append(time.perf_counter() - last[0])
    size = target.stat().st_size / 1e6
    tell(seconds=clock.seconds, kept=report.kept, streets=report.streets, size_mb=size, silence=max(gaps))


def job_plain(rows):
    import sqlite3

    target = FOLDER / "plain-{}.sqlite".format(rows)
    target.unlink(missing_ok=True)
    with Clock() as clock:
        connection = sqlite3.connect(str(target))
        with gzip.open(source(rows), "rt", encoding="utf-8", newline="") as stream:
            rows_ = csv.reader(stream, delimiter=";")
            names = next(rows_)
            connection.execute("CREATE TABLE adresses ({})".format(", ".join(n + " TEXT" for n in names)))
            connection.executemany("INSERT INTO adresses VALUES ({})".format(", ".join("?" * len(names))), rows_)
        connection.execute("CREATE INDEX cle ON adresses (code_insee, nom_voie, numero)")
        connection.commit()
        connection.close()
    size = target.stat().st_size / 1e6
    target.unlink()
    tell(seconds=clock.seconds, size_mb=size)


def job_read(rows):
    """Time the first look at the largest commune, and every street and number of the département."""
    package()
    from cohesion_territoires.sources.address_index import AddressIndex

    path = FOLDER / "index-{}.sqlite".format(rows)
    with Clock() as opening:
        index = AddressIndex.open(path)
        communes = index.all_communes()
    largest = max(communes, key=lambda c: c.count)
    with Clock() as first:
        streets = index.streets(largest.insee)
    with Clock() as every:
        found = sum(len(index.numbers(s.id)) for c in communes for s in index.streets(c.insee))
    tell(
        seconds=every.seconds, opening_ms=1e3 * opening.seconds, first_ms=1e3 * first.seconds,
        largest_streets=len(streets), found=found,
    )  # fmt: skip


def main(rows):
    sizes = [rows // 4, rows // 2, rows]
    for size in sizes:
        source(size)
    built = {size: measure(__file__, "build", size) for size in sizes}
    plain, read = measure(__file__, "plain", rows), measure(__file__, "read", rows)
    whole, quarter = built[rows], built[sizes[0]]
    scale = rows / 500_000
    growth = (whole["seconds"] / quarter["seconds"]) / 4.0
    name = "index of {:,} addresses".format(rows).replace(",", " ")
    show(
        "address_index",
        [
            Row(name, whole["seconds"], "one table, one index", plain["seconds"], "< 60 s",
                whole["seconds"] < 60 * max(scale, 1)),
            Row("  peak memory", whole["peak_mb"], "one table, one index", plain["peak_mb"], "< 1000 MB",
                whole["peak_mb"] < 1000, "MB"),
            Row("  size of the file", whole["size_mb"], "one table, one index", plain["size_mb"], "compact",
                whole["size_mb"] < plain["size_mb"], "MB"),
            Row("  longest silence before cancel is seen", whole["silence"], "what is asked", 1.0, "< 1 s",
                whole["silence"] < 1.0),
        ],
    )  # fmt: skip
    for size in sizes:
        told = built[size]
        print(
            "{:>9,} addresses: {:6.2f} s, {:5.0f} MB of memory, file of {:5.1f} MB, {:,} streets".format(
                size, told["seconds"], told["peak_mb"], told["size_mb"], told["streets"]
            )
        )
    print("growth of time from a quarter to the whole: {:.2f} times what the rows grow by".format(growth))
    print(
        "reading: opened in {:.0f} ms, {:,} streets of the largest commune in {:.0f} ms, "
        "{:,} numbers of all streets in {:.2f} s".format(
            read["opening_ms"], read["largest_streets"], read["first_ms"], read["found"], read["seconds"]
        )
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        {"build": job_build, "plain": job_plain, "read": job_read}[sys.argv[1]](int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
