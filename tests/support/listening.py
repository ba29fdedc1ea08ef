"""A proxy on loopback that counts whoever knocks, and lets nobody through; QGIS and Python are told to use it."""
from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager

from qgis.core import QgsNetworkAccessManager, QgsSettings


class Ear:
    """Counts connections.

    Attributes
    ----------
    knocks : int
    """

    def __enter__(self):
        self.knocks, self._open = 0, True
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def _listen(self):
        while self._open:
            try:
                caller, _address = self._socket.accept()
            except OSError:
                return
            if self._open:
                self.knocks += 1
            caller.close()

    def __exit__(self, *_error):
        self._open = False
        # wakes the one who waits
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()


NAMES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "GDAL_HTTP_PROXY")


@contextmanager
def listening():
    """Yield an `Ear` that QGIS (its own settings), GDAL and Python (the environment) take for their proxy."""
    settings, manager = QgsSettings(), QgsNetworkAccessManager.instance()
    before = {name: os.environ.get(name) for name in NAMES}
    with Ear() as ear:
        given = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": str(ear.port)}
        for name, value in given.items():
            settings.setValue("proxy/" + name, value)
        manager.setupDefaultProxyAndCache()
        os.environ.update(dict.fromkeys(NAMES, "http://127.0.0.1:{}".format(ear.port)))
        try:
            yield ear
        finally:
            for name in given:
                settings.remove("proxy/" + name)
            manager.setupDefaultProxyAndCache()
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value
