"""Services on loopback, written from what is known of the real ones, and every way they are known to fail.

``with Geoplateforme() as fake`` or ``SigVille()`` or ``Proxy()``: ``fake.url`` is where it listens, ``fake.faults``
the faults of the next requests, in order (None for none), ``fake.always`` the fault of all the others;
``fake.received`` holds the bytes of every request, head included. ``fake.certificate`` (an `ssl.SSLContext`) makes it
speak TLS; the fault "moved" sends on to ``fake.elsewhere`` with the status ``fake.moved``. ``fake.hold_beyond(n)``
keeps all that comes after n more requests waiting.
"""
from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

LOGIN = b"<!DOCTYPE html><html><title>Portail</title><form><input type=password></form></html>"
RESULTS = (
    "longitude latitude result_score result_score_next result_label result_type result_id result_housenumber "
    "result_name result_street result_postcode result_city result_context result_citycode result_oldcitycode "
    "result_oldcity result_district result_status"
).split()
CITIES = {"bondy": ("93140", "93010"), "vierzon": ("18100", "18279"), "marigot": ("97150", "97801"),
          "saint-pierre": ("97250", "97225")}  # fmt: skip
STATUS = {str(code): code for code in (400, 401, 403, 404, 429, 500, 502, 503, 504, 511)}
NETWORK_FAULTS = ("429", "500", "502", "503", "504", "silence", "drop", "cut", "empty")
ROW_FAULTS = ("short", "shuffled", "doubled", "torn", "latin", "garbled", "original", "blank")


class Fake:
    """A server of its own thread.

    Attributes
    ----------
    faults : list of str or None
    always : str or None
    received : list of bytes
    silence : float
        Seconds that "silence" lasts at most; it ends with the server.
    """

    open = []

    def __init__(self):
        self.faults, self.always, self.received, self.lock = [], None, [], threading.Lock()
        self.silence, self.retry_after, self.delay = 60.0, "0", 0.0
        self.over, self._free, self._most = threading.Event(), threading.Event(), None
        self.certificate, self.elsewhere, self.moved = None, "/", 307

    def __enter__(self):
        fake = self
        self.over.clear()

        class Handler(BaseHTTPRequestHandler):
            protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

            def do_GET(self):
                fake.serve(self)

            do_POST = do_CONNECT = do_GET

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_request: None  # a client that is killed is expected
        self.server.daemon_threads, self.server.block_on_close = True, False
        self.port = self.server.server_address[1]
        self.url = "http://127.0.0.1:{}{}".format(self.port, self.path)
        if self.certificate is not None:
            # hands are shaken in the thread of each request: one who leaves in the middle holds nobody up
            self.server.socket = self.certificate.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
            self.url = "https://localhost:{}{}".format(self.port, self.path)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        Fake.open.append(self)
        return self

    def __exit__(self, *_error):
        Fake.open.remove(self)
        self.over.set()
        self._free.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    path = "/"

    def hold_beyond(self, more):
        """Keep waiting what comes after so many more requests, until this is called again; None lets all pass.

        Who is to be killed before its end gets no further, however late the kill comes.
        """
        with self.lock:
            self._free.set()
            self._free = threading.Event()
            self._most = None if more is None else len(self.received) + more

    @property
    def silent(self):
        """Whether it will be silent when it is next asked."""
        return (self.faults[0] if self.faults else self.always) == "silence"

    def serve(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        head = "{}\r\n{}".format(request.requestline, request.headers).encode("latin-1", "replace")
        with self.lock:
            self.received.append(head + body)
            fault = self.faults.pop(0) if self.faults else self.always
            free = self._free if self._most is not None and len(self.received) > self._most else None
        if free is not None:
            free.wait(150)
        if self.delay:
            self.over.wait(self.delay)
        try:
            if fault == "silence":
                self.over.wait(self.silence)
                request.close_connection = True
            elif fault == "drop":
                request.close_connection = True
            elif fault == "moved":
                self.reply(request, self.moved, b"", self.kind, {"Location": self.elsewhere})
            elif fault == "login":
                self.reply(request, 200, LOGIN, "text/html; charset=utf-8")
            elif fault in STATUS:
                extra = {"Retry-After": self.retry_after} if fault == "429" else {}
                self.reply(request, STATUS[fault], b"<html>error</html>", "text/html", extra)
            elif fault == "empty":
                self.reply(request, 200, b"", self.kind)
            else:
                status, data = self.answer(request, body, fault)
                self.reply(request, status, data, self.kind, fault=fault)
        except OSError:
            pass  # the client is gone

    def reply(self, request, status, data, kind, extra=None, fault=None):
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
        for name, value in (extra or {}).items():
            request.send_header(name, value)
        request.end_headers()
        if fault == "cut":
            data, request.close_connection = data[: len(data) // 2], True
        if fault == "drip":
            for i in range(0, len(data), 64):
                request.wfile.write(data[i : i + 64])
                time.sleep(0.05)
            return
        request.wfile.write(data)


def patient(session, silence=0.4, slow=lambda _query: False):
    """Have a session wait for whoever is slow because the machine is busy, and not for who is silent by design.

    Parameters
    ----------
    session : requests.Session
    silence : float, optional
        Seconds that it waits for one of these servers that is about to be silent.
    slow : callable, optional
        Given what a request asks (dict), whether the server is silent by design for another reason.

    Returns
    -------
    requests.Session
    """
    ask = session.request

    def request(method, url, params=None, **options):
        query = {**dict(parse_qsl(urlsplit(url).query)), **dict(params or {})}
        late = slow(query) or any(fake.silent for fake in Fake.open)
        limits = (silence, silence) if late else (30.0, 30.0)
        return ask(method, url, params=params, **{**options, "timeout": limits})

    session.request = request
    return session


def arrived(fake, count):
    """Return how many requests a server has had, once there are so many: one given up may come after that."""
    end = time.monotonic() + 30
    while len(fake.received) < count and time.monotonic() < end:
        time.sleep(0.005)
    return len(fake.received)


def settled(fake):
    """Return how many requests a server has had, once no more of those that were given up come."""
    count = -1
    while len(fake.received) > count:
        count = len(fake.received)
        if fake.always == "silence":
            time.sleep(0.5)
    return count


@contextmanager
def closed_port():
    """Yield a port of loopback where nobody listens, and nobody else can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


class Geoplateforme(Fake):
    """The CSV geocoder. ``limit`` cuts every reply after so many rows; rows with a word of ``poison`` break it."""

    path, kind = "/geocodage/search/csv/", "text/csv; charset=utf-8"
    limit, poison, poison_fault, truth = None, None, "500", True

    def answer(self, request, body, fault):
        fields, data = form(request.headers["Content-Type"], body)
        table = list(csv.DictReader(io.StringIO(data)))
        if not table or not set(fields["columns"]) <= set(table[0]):
            return 400, b"bad request"
        if self.poison and self.poison in data:
            if self.poison_fault == "original":
                return 200, data.encode()
            return STATUS[self.poison_fault], b"broken"
        head = [*table[0], *RESULTS]
        rows = [{**row, **self.geocode(row, fields)} for row in table]
        if self.limit:
            rows = rows[: self.limit]
        if fault == "short":
            rows = rows[: max(len(rows) // 2, 1)] if len(rows) > 1 else rows
        elif fault == "shuffled":
            rows = rows[1::2] + rows[::-2]
        elif fault == "doubled":
            rows = [r for row in rows for r in (row, row)]
        elif fault == "blank":
            half = len(rows) // 2
            rows = rows[:half] + [{**row, **dict.fromkeys(RESULTS, "")} for row in table[half:]]
        elif fault == "original":
            head, rows = list(table[0]), table
        out = io.StringIO()
        writer = csv.DictWriter(out, head, lineterminator="\r\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        data = out.getvalue().encode("utf-8")
        if fault == "latin":
            data = data.replace("é".encode(), b"\xe9")
        if fault == "garbled":
            lines = data.split(b"\r\n")
            lines[1::3] = [line.replace("é".encode(), b"\xff") for line in lines[1::3]]
            data = b"\r\n".join(lines)
        if fault == "torn":
            data = data[: int(len(data) * 0.6)]
        return 200, data

    def geocode(self, row, fields):
        """Answer one row."""
        text = " ".join(row[name] for name in fields["columns"])
        if "introuvable" in text:
            return {**dict.fromkeys(RESULTS, ""), "result_status": "not-found"}
        city = next((name for name in CITIES if name in text), "bondy")
        postcode, insee = CITIES[city]
        for name, true in (("postcode", postcode), ("citycode", insee)):
            # a CEDEX code, a wrong one, and overseas any: the filter finds nothing
            asked_for = row[fields[name][0]] if name in fields else ""
            if asked_for and (asked_for != true or (name == "postcode" and true.startswith("97"))):
                return {**dict.fromkeys(RESULTS, ""), "result_status": "not-found"}
        number = re.match(r"(\d+) ?(bis|ter)?", text)
        lon, lat = place(text_key(text))
        label = re.sub(r" (\d{5} )?(%s)$" % "|".join(CITIES), "", text)
        return {
            "longitude": lon, "latitude": lat, "result_score": 0.34 if "gribouille" in text else 0.93,
            "result_score_next": 0.5, "result_label": "{} {} Métropole".format(label, postcode),
            "result_type": "housenumber" if number else "street",
            "result_id": hashlib.sha256(label.encode()).hexdigest()[:9],
            "result_housenumber": number.group() if number else "", "result_name": label, "result_street": label,
            "result_postcode": postcode, "result_city": city.title(), "result_context": "", "result_citycode": insee,
            "result_oldcitycode": "", "result_oldcity": "", "result_district": "", "result_status": "ok",
        }  # fmt: skip


def text_key(text):
    """Return what of an address decides where it is: number and street."""
    return re.sub(r"\b\d{5}\b|%s" % "|".join(CITIES), "", text).strip()


def place(text):
    """Return a position that belongs to an address alone: (longitude, latitude)."""
    value = int(hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12], 16)
    return round(2.0 + value % 999983 / 1e6, 6), round(48.0 + value // 999983 % 999983 / 1e6, 6)


def tables(received):
    """Yield the table, as text, that each request to the geocoder of files held."""
    for data in received:
        _fields, text = form_of(data)
        yield text


def form_of(data):
    """Return fields (lists) and the file's text of a request received."""
    head, _, body = data.partition(b"\n\n")
    kind = next(line for line in head.decode().splitlines() if line.lower().startswith("content-type"))
    return form(kind.partition(": ")[2], body)


def form(kind, body):
    """Return fields (lists) and the file's text of a multipart body."""
    mark = b"--" + re.search("boundary=([^;]+)", kind).group(1).strip('"').encode()
    fields, data = {}, ""
    for part in body.split(mark)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = re.search(b'name="([^"]+)"', head).group(1).decode()
        if b"filename=" in head:
            data = value[:-2].decode("utf-8")
        else:
            fields.setdefault(name, []).append(value[:-2].decode("utf-8"))
    return fields, data


class SigVille(Fake):
    """The georeferencing service, version 2: ``codes`` by a word of the address; a word of ``poison`` breaks it."""

    path, kind, account = "/api/v2.json", "application/json", ("agent", "azerty")
    codes = {"oui": "OUI", "non": "NON", "limite": "VOIE_EN_LIMITE", "partie": "VOIE_EN_PARTIE"}
    poison = None

    def answer(self, request, body, fault):
        wanted = "Basic " + base64.b64encode(":".join(self.account).encode()).decode()
        if request.headers.get("Authorization") != wanted:
            return 401, b"{}"
        query = parse_qs(urlsplit(request.path).query)
        street = query.get("adresse[nom_voie]", [""])[0]
        if self.poison and self.poison in street:
            return 500, b"{}"
        code = next((code for word, code in self.codes.items() if word in street), "NON")
        kinds = query.get("type_quartier", query.get("type_quartier[]", []))
        replies = [
            {"type_quartier": kind, "code_reponse": code, "code_quartier": "QN09301M" if code == "OUI" else None,
             "nom_quartier": "Quartier fictif" if code == "OUI" else None, "code_info": "VOIE_TRAITEE", "info": "…"}
            for kind in kinds
        ]  # fmt: skip
        if fault == "contradiction":
            replies[0]["code_reponse"] = "NON" if code == "OUI" else "OUI"
        if fault == "torn":
            return 200, b'{"code_reponse": "NO'
        if fault == "latin":
            return 200, b'{"code_reponse": "NON", "reponses": [], "adresse": {"label": "\xc9t\xe9"}}'
        if fault == "other":
            return 200, b'{"message": "maintenance"}'
        value = {"code_reponse": code, "loccom_ref": "COMMUNE_AVEC_QUARTIER", "reponses": replies,
                 "adresse": {"label": street.upper(), "score": 97.03}}  # fmt: skip
        return 200, json.dumps(value).encode()


class Proxy(Fake):
    """A proxy that wants a password and gets none: 407, or ``code``, whatever is asked."""

    kind, code = "text/plain", 407

    def answer(self, request, body, fault):
        return self.code, b"Proxy Authentication Required"

    def reply(self, request, status, data, kind, extra=None, fault=None):
        super().reply(request, status, data, kind, {"Proxy-Authenticate": 'Basic realm="prefecture"'}, fault)
