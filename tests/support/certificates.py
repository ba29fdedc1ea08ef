"""Certificates for servers on loopback, made by openssl: an authority nobody knows, and what it signed."""
from __future__ import annotations

import shutil
import ssl
import subprocess
from contextlib import contextmanager

import pytest

CONFIG = """
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
x509_extensions = server
unique_subject = no
[any]
commonName = supplied
[server]
subjectAltName = DNS:{name}
authorityKeyIdentifier = keyid
[req]
distinguished_name = dn
x509_extensions = root
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[dn]
"""


OVER, GOOD = "20250101000000Z", "20991231000000Z"
"""When the certificate of a server that was forgotten ended, and when that of another will."""


class Authority:
    """An authority of its own folder; ``path`` is its certificate."""

    def __init__(self, folder):
        if shutil.which("openssl") is None:
            pytest.skip("openssl is absent")
        folder.mkdir()
        self.folder, self.path, self._key = folder, folder / "ca.pem", folder / "ca.key"
        (folder / "index.txt").write_text("")
        (folder / "serial").write_text("01")
        self._configure("localhost")
        self._run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self._key, "-out", self.path,
                  "-days", "30", "-subj", "/CN=essai")  # fmt: skip

    def server(self, name="localhost", start="20240101000000Z", end=GOOD):
        """Return what a server shows as its own for a name and a time."""
        key, asked, given = (self.folder / (name + end) for end in (".key", ".csr", ".pem"))
        self._configure(name)
        self._run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", asked, "-subj", "/CN=" + name)
        self._run("ca", "-batch", "-notext", "-keyfile", self._key, "-cert", self.path, "-in", asked, "-out", given,
                  "-startdate", start, "-enddate", end)  # fmt: skip
        shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        shown.load_cert_chain(given, key)
        return shown

    def _configure(self, name):
        (self.folder / "openssl.cnf").write_text(CONFIG.format(folder=self.folder, name=name))

    def _run(self, command, *words):
        done = ["openssl", command, "-config", self.folder / "openssl.cnf", *words]
        subprocess.run([str(word) for word in done], check=True, capture_output=True, timeout=150)


@contextmanager
def trusted_by_qgis(folder):
    """Make an authority that QGIS trusts for a time, as one that an IT service installed."""
    from qgis.core import QgsApplication
    from qgis.PyQt.QtNetwork import QSslCertificate

    made, manager = Authority(folder), QgsApplication.authManager()
    certificate = QSslCertificate.fromPath(str(made.path))[0]
    assert manager.storeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
    yield made
    manager.removeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
