"""What a person can send to whoever helps: versions, step and error, without secrets or addresses."""

from __future__ import annotations

import os
import platform
import re

from qgis.core import Qgis, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtNetwork import QNetworkProxy

from ...domain.errors import QT_TRANSLATE_NOOP
from ...layers.journal import plugin_version
from ...translation import tr
from .jobs import STATES

__all__ = ["diagnostic"]

_PART = r"[^\\/:*?\"<>|,;()\r\n'»”]+"
"""Of a path, spaces and all, where another part follows."""
# an address may hold a key, a path the name of a person, the name of a machine that of a service
_HIDDEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[a-z][a-z0-9+.-]*://\S+",
        r"[\w.+-]+@[\w-]+\.[\w.]+",
        r"(?:\b[a-z]:[\\/]|\\\\)(?:" + _PART + r"[\\/])*[^\s\"'»”]*",
        r"(?<![\w/])~?/(?:[^\s/\"'»”]+/)(?:" + _PART + r"/)*[^\s\"'»”]*",
        r"\b(?:authcfg|token|key|apikey|password|pwd|mot de passe|user|username|login|identifiant|host|hôte)"
        r"\s*[=:]\s*\S+",
        r"\b(?:basic|bearer)\s+(?=\S*[\d=])\S+",
        r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b",
        r"\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,}\]?(?::\d+)?",
        r"(?<![\w.-])(?!data\.gouv\.fr\b)(?:[\w-]+\.)+(?:fr|com|org|net|eu|int|local|lan|intra|intranet|corp|rie)\b(?::\d+)?",
    )
)
MOST, FEW = 2000, 20
"""Characters of a message, and warnings: the rest helps nobody, and patterns are slow on it."""
_SAFE = ("SERVICE", "ENTRY", "LEVEL", "TERRITORY", "YEAR", "REFRESH")
_PROXIES = {
    QNetworkProxy.ProxyType.NoProxy: QT_TRANSLATE_NOOP("@default", "none"),
    QNetworkProxy.ProxyType.DefaultProxy: QT_TRANSLATE_NOOP("@default", "that of the system"),
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http caching",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
    QNetworkProxy.ProxyType.FtpCachingProxy: "ftp caching",
}


def hidden(text):
    """Return a text with addresses, paths, accounts, keys, and the names of this machine and its user taken out."""
    text = text[: 2 * MOST]
    for name in _own_names():
        text = re.sub(r"(?<!\w)" + re.escape(name) + r"(?!\w)", "[…]", text, flags=re.IGNORECASE)
    for pattern in _HIDDEN:
        text = pattern.sub("[…]", text)
    return text[:MOST]


def _own_names():
    """Return the names of this machine, of its proxy and of who works here, the longest first."""
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    home = os.path.expanduser("~")
    names = {home, os.path.basename(home), platform.node(), proxy.hostName(), proxy.user(), proxy.password()}
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def diagnostic(job):
    """Describe a job, failed or not.

    Parameters
    ----------
    job : dialogs.observatory.jobs.Job
    """
    proxy = QgsNetworkAccessManager.instance().fallbackProxy().type()
    given = ((name, job.parameters.get(name)) for name in _SAFE)
    asked = ", ".join("{}={}".format(name, value) for name, value in given if value not in (None, ""))
    lines = [
        "Cohésion des territoires {}".format(plugin_version()),
        "QGIS {} – Qt {} – Python {} – {}".format(
            Qgis.QGIS_VERSION, QT_VERSION_STR, platform.python_version(), platform.system()
        ),
        "{}: {}".format(job.algorithm, hidden(asked)),
        "{} {} – {} %".format(tr("State:"), tr(STATES[job.state]), int(job.progress)),
        "{} {}".format(tr("Step:"), hidden(job.step) or "–"),
        "{} {}".format(tr("Error:"), job.kind or "–"),
        hidden(job.problem),
        *(hidden(words) for words in job.warnings[:FEW]),
        "{} {}".format(tr("Proxy:"), tr(_PROXIES.get(proxy, "?"))),
    ]
    return "\n".join(line for line in lines if line)
