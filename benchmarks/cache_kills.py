"""Two programs that fill one cache, one of them killed 50 times at random moments of downloads and writes.

``cache_kills.py [kills] [seed]`` prints what was found after each kill: records that are not whole (none is allowed),
records kept, pieces asked for beside pieces needed. It ends with 1 where something is wrong.
"""

from __future__ import annotations

import sys
import tempfile
import time

from harness import ROOT, package


def main(kills, seed):
    package()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    import cache_kills

    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = cache_kills.run(folder, kills, 3 * kills, seed)
    print("{} kills in {:.0f} s, two programs on one cache, seed {}".format(
        told["kills"], time.monotonic() - start, seed
    ))  # fmt: skip
    print("records after each kill: {}".format(" ".join(str(count) for count in told["kept"])))
    print("pieces asked for: {}, needed: {}".format(told["pieces"], told["needed"]))
    print("records that are not whole: {}".format(len(told["wrong"])), *told["wrong"], sep="\n  ")
    sound = (
        not told["wrong"] and told["kills"] == kills and told["kept"] == sorted(told["kept"])
        and told["kept"][-1] == 3 * kills and told["codes"][-1] == 0 and not told["left"]
    )  # fmt: skip
    print("sound" if sound else "NOT SOUND: {}".format(told))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
