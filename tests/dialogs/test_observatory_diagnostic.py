"""What the diagnostic of the dock must never carry, however it is worded; and what it must keep to be of use."""

from __future__ import annotations

import time

import pytest
from cohesion_territoires.dialogs.observatory.diagnostic import diagnostic, hidden
from cohesion_territoires.dialogs.observatory.jobs import Job
from forward_proxy import qgis_uses
from hypothesis import given, settings
from hypothesis import strategies as some

# said -> what must not be read
SECRETS = {
    r"C:\Comptes\Jean Dupont\Mes documents\liste des ménages.csv": ("Dupont", "Mes documents"),
    r"C:/Comptes/Jean Dupont/AppData/Roaming/QGIS/cache": ("Dupont", "AppData"),
    r"\\serveur01\commun$\Jean Dupont\a.gpkg": ("serveur01", "Dupont"),
    "/srv/jean dupont/ménages/a.csv": ("dupont", "ménages"),
    "~/dupont/a.csv": ("dupont",),
    "https://jean:s3cr3t@sig.example/wfs?apikey=K3Y": ("s3cr3t", "K3Y", "example"),
    "HTTPSConnectionPool(host='proxy.ddt93.example', port=3128)": ("ddt93",),
    "proxy.interieur.gouv.fr:8080": ("interieur",),
    "srv-proxy.ddt.intra": ("srv-proxy",),
    "10.120.3.4:3128": ("10.120", "3128"),
    "[fe80::1ff:fe23:4567:890a]:8080": ("fe80", "890a"),
    "jean.dupont@seine-saint-denis.gouv.fr": ("dupont", "seine-saint-denis"),
    "authcfg=a1b2c3d": ("a1b2c3d",),
    "authcfg: a1b2c3d": ("a1b2c3d",),
    "Authorization: Basic amVhbjpzM2NyM3Q=": ("amVhbj",),
    "Bearer eyJhbGciOi.J9.x1": ("eyJhb",),
    "mot de passe : s3cr3t": ("s3cr3t",),
    "user='dupont' password='s3cr3t'": ("dupont", "s3cr3t"),
    "Identifiant : dupont": ("dupont",),
}
FRAMES = ("{}", "Le fichier {} ne se lit pas.", "(cause : {})", "« {} »", "a\n{}\nb", '"{}": refused', "{}, {}")


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_read_however_it_is_told(secret):
    for frame in FRAMES:
        told = hidden(frame.format(secret, secret))
        assert not any(part in told for part in SECRETS[secret]), (frame, told)


def test_what_helps_is_kept():
    for words in (
        "data.gouv.fr a répondu 429 : 30 requêtes/minute au plus, réessayez dans 12 s",
        "La table du millésime 2021 (COG 2025) n’a pas de colonne codgeo",
        "odt:filosofi.med_disp", "melodi:DS_FILOSOFI_CC.PR_MD60", "contours:com DEP-93 2024", "à 12:30:05",
        "ProxyError : le serveur mandataire demande un compte (407)",
    ):  # fmt: skip
        assert hidden(words) == words


@settings(max_examples=60, deadline=None)
@given(some.text(max_size=200), some.sampled_from(sorted(SECRETS)), some.text(max_size=50))
def test_whatever_is_around_it(before, secret, after):
    # words run into it would be another word
    told = hidden("{} {} {}".format(before, secret, after))
    for part in SECRETS[secret]:
        assert part not in told or part in before + after


def test_who_works_here_and_through_which_proxy_is_not_said(monkeypatch):
    monkeypatch.setenv("HOME", "/srv/d")
    monkeypatch.setattr("platform.node", lambda: "PC-DUPONT-07")
    monkeypatch.setattr("os.path.expanduser", lambda _path: "/tmp/jdupont")
    with qgis_uses(3128, ("compte.proxy", "m0t2passe")):
        told = hidden("jdupont sur pc-dupont-07 : compte.proxy / m0t2passe refusé, jdupontel reste")
    assert "jdupont " not in told and "07" not in told and "compte" not in told and "m0t" not in told
    assert "jdupontel reste" in told


def test_a_long_message_is_not_waited_for():
    job = Job("Title", "cohesion:observatorylayer", {"ENTRY": "a:b"})
    job.problems = ["a." * 100_000, "/a" * 100_000, "a:" * 100_000, "\\\\" * 100_000, "C:\\" + "a b " * 100_000]
    start = time.process_time()
    assert "a:b" in diagnostic(job)
    assert time.process_time() - start < 5
