"""The real `qgis_process`, killed -9: rows in, rows out, in order; what was obtained is never asked for again."""

from __future__ import annotations

import own_qgis
import pytest
from killed import killed_again_and_again, killed_once

pytestmark = pytest.mark.skipif(own_qgis.command() is None, reason="qgis_process is absent")


def test_killed_at_random_moments_it_loses_doubles_and_repeats_nothing(tmp_path):
    told = killed_again_and_again(tmp_path, 12_000, 5)
    assert told["kills"] == 5 and told["rows_sent"] <= 12_000 + 5 * 1000


def test_killed_at_three_quarters_it_continues_there(tmp_path):
    told = killed_once(tmp_path, 12_000, 9000, delay=0.05)
    assert told["kept"] >= 9000 and told["kept"] + told["sent"] == 12_000
