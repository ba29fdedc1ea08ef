"""Two programs that fill one cache, killed again and again: it opens, all it serves is whole, the work goes on."""
from __future__ import annotations

import cache_kills

KILLS, COUNT = 8, 24


def test_killed_at_any_moment_the_cache_is_whole(tmp_path):
    told = cache_kills.run(tmp_path, KILLS, COUNT, 5)
    assert told["wrong"] == [] and told["kills"] == KILLS
    assert told["codes"][-1] == 0 and told["kept"][-1] == COUNT
    # nothing that was kept is lost
    assert told["kept"] == sorted(told["kept"])
    # a kill costs pieces, not files: what had come is taken up again
    assert told["pieces"] <= told["needed"] + 3 * KILLS
    assert told["left"] == []
