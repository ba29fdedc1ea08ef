"""Fixtures that the tests of algorithms share."""
from __future__ import annotations

import pytest


@pytest.fixture
def qpv():
    """Two perimeters."""
    from qpv_world import two_perimeters

    return two_perimeters()


@pytest.fixture
def places():
    """Ten places in and around them."""
    from qpv_world import ten_places

    return ten_places()
