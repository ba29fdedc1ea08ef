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


@pytest.fixture(scope="module")
def sample_index(sample_folder, tmp_path_factory):
    """The local index of the sample's addresses."""
    from cohesion_territoires.sources.address_index import build

    path = str(tmp_path_factory.mktemp("index") / "ban.sqlite")
    build([sample_folder / "adresses_ban.csv"], path)
    return path


@pytest.fixture
def run_addresses(sample_folder, sample_index):
    """Run `georeferenceaddresses` on a table."""
    from address_lists import runner

    return runner(sample_folder, sample_index)


@pytest.fixture
def bare(sample_folder, tmp_path):
    """The sample's beneficiaries without what a geocoder said of them."""
    from address_lists import write_bare

    return write_bare(sample_folder, tmp_path / "bare.csv")
