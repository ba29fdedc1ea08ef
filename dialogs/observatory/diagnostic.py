"""What a person can send to whoever helps: versions, step and error, without secrets or addresses."""

from __future__ import annotations

import platform
import re

from qgis.core import Qgis, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtNetwork import QNetworkProxy

from ...layers.journal import plugin_version
from ...translation import tr
from .jobs import STATES

__all__ = ["diagnostic"]

# an address may hold a key, a path the name of a person
_HIDDEN = (
    re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"\b[A-Za-z]:[\\/][^\s\"'»”]+"),
    re.compile(r"\\\\[^\s\"'»”]+"),
    re.compile(r"(?<![\w/])~?/[^\s\"'»”/]+/[^\s\"'»”]*"),
    re.compile(r"(?i)\b(?:authcfg|token|key|apikey|password|pwd|mot de passe)\s*[=:]\s*\S+"),
    re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b"),
)
_SAFE = ("SERVICE", "ENTRY", "LEVEL", "TERRITORY", "YEAR", "REFRESH")
_PROXIES = {
    QNetworkProxy.ProxyType.NoProxy: "none",
    QNetworkProxy.ProxyType.DefaultProxy: "system",
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http caching",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
    QNetworkProxy.ProxyType.FtpCachingProxy: "ftp caching",
}


def hidden(text):
    """Return a text with addresses, paths, accounts and keys taken out."""
    for pattern in _HIDDEN:
        text = pattern.sub("[…]", text)
    return text


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
        *(hidden(words) for words in job.warnings),
        "{} {}".format(tr("Proxy:"), _PROXIES.get(proxy, "?")),
    ]
    return "\n".join(line for line in lines if line)
