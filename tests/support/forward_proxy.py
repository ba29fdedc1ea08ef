"""A forward proxy on loopback, as a préfecture has: what passes is noted, names lead where the test says.

``with ForwardProxy({"service.invalid": port}) as proxy``: a name of ``routes`` that no DNS knows is reached through
the proxy only; ``proxy.passed`` holds the names, ``proxy.turned_away`` what came without the account it wants.
"""
from __future__ import annotations

import base64
import http.client
import select
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from qgis.core import QgsNetworkAccessManager, QgsSettings


class ForwardProxy:
    """The proxy.

    Parameters
    ----------
    routes : dict of str to int
        Name of a server -> port on loopback.
    account : (str, str), optional
        Who it wants; anybody by default.

    Attributes
    ----------
    passed, turned_away : list of str
    """

    def __init__(self, routes, account=None):
        self.routes, self.account, self.passed, self.turned_away = dict(routes), account, [], []

    def __enter__(self):
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

            def do_GET(self):
                if proxy.admits(self):
                    proxy.forward(self)

            def do_CONNECT(self):
                if proxy.admits(self):
                    proxy.tunnel(self)

            def log_message(self, *_words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_request: None  # a server that cuts is expected
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def admits(self, request):
        """Tell whether who asks may pass; otherwise say 407."""
        known = base64.b64encode(":".join(self.account or ()).encode()).decode()
        if self.account and request.headers.get("Proxy-Authorization") != "Basic " + known:
            self.turned_away.append(request.path)
            request.send_response(407)
            request.send_header("Proxy-Authenticate", 'Basic realm="prefecture"')
            request.send_header("Content-Length", "0")
            request.end_headers()
            return False
        return True

    def forward(self, request):
        """Pass a request on, and what comes back."""
        parts = urlsplit(request.path)
        self.passed.append(parts.hostname)
        if parts.hostname not in self.routes:
            request.send_error(502)
            return
        headers = {
            name: value for name, value in request.headers.items()
            if not name.lower().startswith("proxy-") and name.lower() != "connection"
        }  # fmt: skip
        server = http.client.HTTPConnection("127.0.0.1", self.routes[parts.hostname], timeout=60)
        try:
            server.request("GET", parts.path + ("?" + parts.query if parts.query else ""), headers=headers)
            reply = server.getresponse()
            body = reply.read()
        except (OSError, http.client.HTTPException):
            request.close_connection = True
            return
        finally:
            server.close()
        request.send_response(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "server", "date"):
                request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def tunnel(self, request):
        """Carry bytes both ways without reading them."""
        name = request.path.rpartition(":")[0]
        self.passed.append(name)
        if name not in self.routes:
            request.send_error(502)
            return
        with socket.create_connection(("127.0.0.1", self.routes[name]), timeout=60) as server:
            request.send_response(200)
            request.end_headers()
            ways = {request.connection: server, server: request.connection}
            while True:
                ready, _, _ = select.select(list(ways), [], [], 60)
                data = [(one, one.recv(65536)) for one in ready]
                if not ready or not all(sent for _, sent in data):
                    break
                for one, sent in data:
                    ways[one].sendall(sent)
        request.close_connection = True


@contextmanager
def qgis_uses(port, account=None):
    """Make QGIS use a proxy on loopback, as its options do."""
    settings, manager = QgsSettings(), QgsNetworkAccessManager.instance()
    given = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": str(port)}
    if account:
        given.update(zip(("proxyUser", "proxyPassword"), account))
    for name, value in given.items():
        settings.setValue("proxy/" + name, value)
    manager.setupDefaultProxyAndCache()
    try:
        yield
    finally:
        for name in given:
            settings.remove("proxy/" + name)
        manager.setupDefaultProxyAndCache()
