"""Real servers on loopback serving the built-in sample: MapServer (WFS) and QGIS Server (WFS 1.1, OGC API Features).

``with MapServer(folder, sample) as server`` or ``with QgisServer(folder, sample) as server``: ``server.url`` is where
it listens. MapServer gives `CAP` features a request whatever is asked. `require_mapserver` and `require_qgis_server`
skip where the programs are absent, saying so; on the machine of the main suite (scripts/test installs them and sets
COHESION_OGC_SERVERS) they are required: absent, the test fails.
"""
from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

MAPSERV = Path("/usr/lib/cgi-bin/mapserv")
QGIS_MAPSERVER = "qgis_mapserver"
CAP = 4
LAYERS = {"communes": "code_insee", "qpv_2024": "code_qp"}
_READY, _PORTS = 60.0, 3

_MAP = """
MAP NAME "essai" SIZE 400 400 EXTENT {extent} UNITS METERS PROJECTION "init=epsg:2154" END
  WEB METADATA "ows_title" "Serveur d'essai" "ows_enable_request" "*" "ows_srs" "{srs}" "wfs_maxfeatures" "{cap}"
    "wfs_encoding" "UTF-8" {more} END END
  OUTPUTFORMAT NAME "geojson" DRIVER "OGR/GEOJSON" MIMETYPE "application/json; subtype=geojson"
    FORMATOPTION "STORAGE=stream" FORMATOPTION "FORM=simple" END
{layers}
END
"""
_LAYER = """
  LAYER NAME "{name}" TYPE POLYGON STATUS ON CONNECTIONTYPE OGR CONNECTION "sample.gpkg" DATA "{name}"
    PROJECTION "init=epsg:2154" END
    METADATA "ows_title" "{name}" "ows_abstract" "Couche {name} du jeu d'essai" "ows_keywordlist" "essai,{name}"
      "gml_include_items" "all" "gml_types" "auto" "gml_featureid" "{key}" "gml_geometries" "msGeometry"
      "gml_msGeometry_type" "multipolygon" "wfs_getfeature_formatlist" "{formats}" END
  END
"""


def _absent(name):
    if os.environ.get("COHESION_OGC_SERVERS"):
        pytest.fail("{} is absent, though scripts/test installs it".format(name))
    pytest.skip("{} is absent: no test against it here".format(name))


def require_mapserver():
    """Skip, or fail, where MapServer is absent."""
    if not MAPSERV.exists():
        _absent("MapServer")


def require_qgis_server():
    """Skip, or fail, where QGIS Server is absent."""
    if shutil.which(QGIS_MAPSERVER) is None:
        _absent("QGIS Server")


class MapServer:
    """MapServer, a process a request.

    Parameters
    ----------
    folder : pathlib.Path
        Where it keeps its files.
    sample : pathlib.Path
        GeoPackage of the sample.
    cap : int, optional
        Features a request.
    formats : str, optional
        What it offers beside GML.
    srs : str, optional
        What coordinates it offers.
    """

    def __init__(self, folder, sample, cap=CAP, formats="geojson", srs="EPSG:2154 EPSG:4326", more=""):
        require_mapserver()
        self.folder, self.asked = folder, []
        shutil.copy(sample, folder / "sample.gpkg")
        layers = "".join(_LAYER.format(name=name, key=key, formats=formats) for name, key in LAYERS.items())
        extent = " ".join(str(number) for number in _extent(sample))
        (folder / "ms.map").write_text(_MAP.format(cap=cap, layers=layers, extent=extent, srs=srs, more=more))
        (folder / "ms.conf").write_text('CONFIG ENV MS_MAP_PATTERN "." END END')

    def __enter__(self):
        owner = self

        class Bridge(BaseHTTPRequestHandler):
            protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

            def do_GET(self):
                owner.asked.append(self.path)
                owner.answer(self)

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Bridge)
        self.server.daemon_threads, self.server.block_on_close = True, False
        self.url = "http://127.0.0.1:{}/ms".format(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        """Run the program once."""
        _path, _, query = request.path.partition("?")
        env = {
            **os.environ, "MAPSERVER_CONFIG_FILE": str(self.folder / "ms.conf"),
            "MS_MAPFILE": str(self.folder / "ms.map"), "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "GET",
            "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": "/ms", "PATH_INFO": "", "HTTP_HOST": request.headers["Host"],
        }  # fmt: skip
        done = subprocess.run([MAPSERV], env=env, cwd=self.folder, stdout=subprocess.PIPE, timeout=60)
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        request.send_response(next((int(value.split()[0]) for name, value in fields if name == "Status"), 200))
        for name, value in fields:
            if name not in ("Status", "Content-Length"):
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)


class QgisServer:
    """QGIS's development server."""

    def __init__(self, folder, sample):
        require_qgis_server()
        self.folder, self.log = folder, folder / "server.log"
        shutil.copy(sample, folder / "sample.gpkg")
        (folder / "essai.qgs").write_text(_project(folder), encoding="utf-8")

    def __enter__(self):
        # a port that was free may be another's by the time it listens
        for _attempt in range(_PORTS):
            if self._start():
                return self
        raise RuntimeError(self.log.read_text(errors="replace"))

    def _start(self):
        """Start it on a free port; tell whether it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [QGIS_MAPSERVER, "-p", str(self.folder / "essai.qgs"), "127.0.0.1:{}".format(port)],
                env=env, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        self.url = "http://127.0.0.1:{}".format(port)
        end = time.monotonic() + _READY
        while True:
            try:
                with urllib.request.urlopen(self.url + "/wfs3.json", timeout=_READY):
                    # another's, where its own has ended
                    return self.process.poll() is None
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    self.__exit__()
                    return False
                time.sleep(0.05)

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(60)


_PROJECT = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" projectname="essai">
  <title>Serveur d'essai</title>
  <projectCrs>{srs}</projectCrs>
  <projectlayers>{layers}</projectlayers>
  <properties>
    <WFSLayers type="QStringList">{ids}</WFSLayers>
    <WMSCrsList type="QStringList"><value>EPSG:2154</value><value>EPSG:4326</value></WMSCrsList>
    <WFSLayersPrecision>{precisions}</WFSLayersPrecision>
  </properties>
</qgis>
"""
_PROJECT_LAYER = """
    <maplayer type="vector" geometry="Polygon" wkbType="MultiPolygon">
      <id>{name}_id</id><datasource>./sample.gpkg|layername={name}</datasource><layername>{name}</layername>
      <title>{name}</title><abstract>Couche {name} du jeu d'essai</abstract>
      <provider encoding="UTF-8">ogr</provider><srs>{srs}</srs>
    </maplayer>
"""
_SRS = (
    "<spatialrefsys><proj4>+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80"
    " +towgs84=0,0,0,0,0,0,0 +units=m +no_defs</proj4><srid>2154</srid><authid>EPSG:2154</authid>"
    "<geographicflag>false</geographicflag></spatialrefsys>"
)


def _project(_folder):
    """Return a project that offers the layers."""
    return _PROJECT.format(
        srs=_SRS,
        layers="".join(_PROJECT_LAYER.format(name=name, srs=_SRS) for name in LAYERS),
        ids="".join("<value>{}_id</value>".format(name) for name in LAYERS),
        precisions="".join('<{0}_id type="int">8</{0}_id>'.format(name) for name in LAYERS),
    )


def _extent(sample):
    """Return the bounds of the first layer of a GeoPackage."""
    with sqlite3.connect(str(sample)) as base:
        return base.execute(
            "select min_x, min_y, max_x, max_y from gpkg_contents where table_name = ?", (next(iter(LAYERS)),)
        ).fetchone()
