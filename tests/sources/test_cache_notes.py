"""Notes of the cache that are strange, as a colleague's folder or another program may hold: nothing else is hidden."""
from __future__ import annotations

import json

from cohesion_territoires.sources.cache import Cache
from hypothesis import given, settings
from hypothesis import strategies as st

ASKED = ("odt:filosofi.med_disp", "com", "DEP-93", "2021")


def keep(cache, content=b"contenu"):
    with cache.reserve(*ASKED) as place:
        path = place.folder / "valeurs.gpkg"
        path.write_bytes(content)
        return place.commit(path, {})


GOOD = {
    "format": 1, "name": "x.0123456789abcdef.00000000.gpkg", "entry": "x", "level": "com", "territory": "FRA",
    "year": "", "size": 3, "sha256": "", "fetched": "2026-01-01T00:00:00+00:00", "pinned": False, "serial": 1,
    "facts": {},
}  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner), max_leaves=4
)


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), ANYTHING, max_size=3), st.binary(max_size=4))
def test_a_note_that_is_strange_hides_nothing_else(tmp_path_factory, changes, junk):
    """Of a folder that a colleague made, or that something else has written in."""
    cache = Cache(tmp_path_factory.mktemp("cache"))
    kept = keep(cache)
    for name, text in (
        (GOOD["name"], json.dumps({**GOOD, **changes}).encode()), ("y.0123456789abcdef.00000001.gpkg", junk),
        ("z.0123456789abcdef.00000002.gpkg", b"[" * 100_000),
    ):  # fmt: skip
        (cache.files / name).write_bytes(b"abc")
        (cache.files / (name + ".note.json")).write_bytes(text)
    fresh = Cache(cache.folder)
    for record in fresh.records():
        assert record.path.stat().st_size == record.size and record.age >= 0.0
    assert fresh.find(*ASKED).path == kept.path and keep(fresh, content=b"suite").path.read_bytes() == b"suite"
    assert [r.path for r in Cache(cache.folder.parent / "autre").load(cache.folder) if r.entry == ASKED[0]]
