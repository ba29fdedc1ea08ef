"""Every way in which a service fails × every source of files and layers: an error of ours that says what to do."""
from __future__ import annotations

import gzip
import json
from hashlib import sha512

import pytest
from certificates import Authority
from cohesion_territoires.domain.errors import (
    CohesionError,
    CredentialsError,
    DamagedAnswerError,
    DataError,
    ServiceBusyError,
    ServiceDownError,
    ServiceRefusedError,
    SourceError,
    TlsError,
    WebPageError,
)
from cohesion_territoires.domain.indicators.entry import INDICATOR, Entry, Query
from cohesion_territoires.sources.boundaries import Boundaries
from cohesion_territoires.sources.datagouv import DataGouv
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.ogc_features import OgcFeatures
from fake_files import DataGouvSite, QuirkyWfs, Site
from fake_services import patient

POINT = {
    "type": "Feature", "id": "x.1", "properties": {"code": "01001", "nom": ""},
    "geometry": {"type": "Point", "coordinates": [1.5, 47.0]},
}  # fmt: skip
# names that do not pack
POINTS = [
    {**POINT, "id": "x.{}".format(n), "properties": {"code": "01001", "nom": "é" + sha512(bytes([n])).hexdigest()}}
    for n in range(20)
]
COLLECTION = json.dumps({"type": "FeatureCollection", "features": POINTS}, ensure_ascii=False).encode()
TABLE = ("code;taux\n" + "".join("{:05};{}\n".format(n, n) for n in range(1001, 1400))).encode()


def datagouv():
    fake = DataGouvSite()
    fake.put("jeu", "r1", TABLE)
    request = {"resource": "r1", "columns": {"code": "code", "value": "taux"}}
    entry = Entry("x", "datagouv", "Essai", INDICATOR, years=("2024",), request=request)
    return fake, lambda: DataGouv(fake.url, fake.tabular), entry


def boundaries():
    fake = Site({"/2024/geojson/communes-100m.geojson.gz": gzip.compress(COLLECTION)})
    return fake, lambda: Boundaries(fake.url, fake.url + "wfs"), Entry("x", "boundaries", "Essai", levels=("com",))


def ogc():
    fake = QuirkyWfs(POINTS)
    return fake, lambda: OgcFeatures(fake.url), Entry("x", "ogc", "Essai", request={"layer": "sig:ecoles"})


SOURCES = [datagouv, boundaries, ogc]
FAULTS = {
    "429": ServiceBusyError, "500": ServiceDownError, "503": ServiceDownError, "404": SourceError,
    "400": ServiceRefusedError, "401": CredentialsError, "silence": ServiceDownError, "drop": ServiceDownError,
    "cut": DamagedAnswerError, "login": WebPageError, "empty": CohesionError,
    "moved": ServiceRefusedError,
}  # fmt: skip
# a source may know better: the file is sought elsewhere, and its own message is clearer
ALSO = {("401", boundaries): SourceError, ("empty", boundaries): CohesionError}


def asked_of(source):
    """Return what is asked of a source: files of contours are by year, a table says its own."""
    return Query("com", year="2024" if source is boundaries else "")


def client(longest=30.0, **options):
    return Client(patient(plain_session(longest=longest), 0.2), **{"pause": 0.002, "tries": 2, **options})


# a file that comes slowly is waited for: test_sink.py
@pytest.mark.parametrize(
    "source, fault", [(source, fault) for source in SOURCES for fault in FAULTS if fault != "drip" or source is ogc]
)
def test_each_fault_is_an_error_that_says_what_to_do(source, fault, tmp_path):
    fake, adapter, entry = source()
    with fake:
        fake.always = fault
        fake.elsewhere, fake.moved = fake.path, 302
        with pytest.raises(ALSO.get((fault, source), FAULTS[fault])) as told:
            adapter().fetch(client(), entry, asked_of(source), tmp_path)
    words = str(told.value)
    assert "127.0.0.1" in words or "Essai" in words or entry.title in words
    assert "Traceback" not in words and len(words) < 500
    # nothing that could be taken for a whole file
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".geojson", ".csv", ".zip")]


@pytest.mark.parametrize("source", [boundaries, ogc])
def test_a_drip_is_no_answer_but_of_a_file_that_moves_on(source, tmp_path):
    fake, adapter, entry = source()
    with fake:
        fake.always = "drip"
        if source is ogc:
            with pytest.raises(ServiceDownError):
                adapter().fetch(client(0.4, tries=1), entry, asked_of(source), tmp_path)
        else:
            got = adapter().fetch(client(1.2, tries=1), entry, asked_of(source), tmp_path)
            assert got.observations is not None or got.path.stat().st_size > 1000


@pytest.mark.parametrize("source", SOURCES)
def test_a_fault_that_passes_is_waited_for(source, tmp_path):
    fake, adapter, entry = source()
    with fake:
        for fault in ("429", "500", "drop", "cut"):
            fake.faults = [fault]
            got = adapter().fetch(client(), entry, asked_of(source), tmp_path)
            assert got.observations is not None or got.path.stat().st_size > 1000


@pytest.mark.parametrize("source", SOURCES)
def test_bytes_that_are_no_text(source, tmp_path):
    fake, adapter, entry = source()
    with fake:
        fake.always = "garbled"
        with pytest.raises((DamagedAnswerError, DataError)):
            adapter().fetch(client(), entry, asked_of(source), tmp_path)


@pytest.mark.parametrize("source", SOURCES)
def test_a_certificate_out_of_date(source, tmp_path):
    authority = Authority(tmp_path / "authority")
    fake, adapter, entry = source()
    fake.certificate = authority.server(end="20240201000000Z")
    (tmp_path / "files").mkdir()
    with fake:
        asked = client()
        asked.session.verify = str(authority.path)
        with pytest.raises(TlsError, match="Nothing was sent"):
            adapter().fetch(asked, entry, asked_of(source), tmp_path / "files")
        assert not fake.received and not list((tmp_path / "files").iterdir())


@pytest.mark.parametrize("source", SOURCES)
def test_a_cancel_is_obeyed_at_once(source, tmp_path):
    class Stop(Exception):
        pass

    fake, adapter, entry = source()
    with fake:
        fake.always, asked = "silence", []

        def pulse():
            asked.append(1)
            if len(asked) > 3:
                raise Stop()

        stopping = Client(plain_session(pulse), pulse, pause=0.01, timeout=(30.0, 30.0))
        with pytest.raises(Stop):
            adapter().fetch(stopping, entry, asked_of(source), tmp_path)
    assert len(asked) < 10
