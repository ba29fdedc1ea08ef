"""What comes of a reply of Qt's while it is waited for: its headers, its body to a file, a cancel, a limit."""

from __future__ import annotations

import time

from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QTimer
from qgis.PyQt.QtNetwork import QNetworkRequest

__all__ = ["Flow", "headers_of", "wait"]

_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute
_WATCH_MS = 100


class Flow:
    """Hands what comes of a reply over to a file.

    Parameters
    ----------
    reply : QNetworkReply
    body : sources.sink.Body
    decoded : bool
        Whether Qt unpacks what comes.

    Attributes
    ----------
    taken : bool
        Whether the body is for a file.
    error : Exception or None
        What the disk said: an error must not leave a slot of Qt's.
    """

    def __init__(self, reply, body, decoded):
        self._reply, self._body, self._decoded = reply, body, decoded
        self._begun = self.taken = False
        self.error = None

    @property
    def moved(self):
        """When the body last went on, None where it is not for a file."""
        return self._body.moved

    @property
    def over(self):
        """Whether nothing more is wanted."""
        return self.error is not None or (self.taken and self._body.full)

    def take(self):
        """Hand over what has come."""
        if self.over:
            return
        try:
            if not self._begun:
                self._begun = True
                headers = headers_of(self._reply, self._decoded)
                self.taken = self._body.begin(self._reply.attribute(_STATUS), headers)
            if self.taken and self._reply.bytesAvailable():
                self._body.write(bytes(self._reply.readAll()))
        except Exception as error:  # noqa: BLE001 - raised once out of Qt's hands
            self.error = error

    def tell(self):
        """Say how far the body has come."""
        try:
            if self.taken:
                self._body.tell()
        except Exception as error:  # noqa: BLE001 - raised once out of Qt's hands
            self.error = error

    def end(self):
        """Finish the file, and return the body's first bytes."""
        self.take()
        if self.error is not None:
            raise self.error
        return self._body.end()


def headers_of(reply, decoded):
    """Return the headers of a reply.

    Parameters
    ----------
    reply : QNetworkReply
    decoded : bool
        Whether Qt unpacks the body: what they say of the packing and of the length is of what was sent.
    """
    from urllib3._collections import HTTPHeaderDict

    headers = HTTPHeaderDict()
    for name in reply.rawHeaderList():
        # Qt joins repeated headers with a line feed
        for value in bytes(reply.rawHeader(name)).decode("latin-1").split("\n"):
            headers.add(bytes(name).decode("latin-1"), value)
    if decoded and headers.pop("Content-Encoding", None):
        headers.pop("Content-Length", None)
    return headers


def wait(reply, user, longest, flow=None):
    """Wait for a reply until the user cancels; return True where it lasted too long.

    The user's feedback is looked at, not connected: cancelled from another thread, it could hang the worker.

    Parameters
    ----------
    reply : QNetworkReply
    user : QgsFeedback or None
    longest : float
        Seconds that it may last; of a body that goes to a file, that a stretch of it may.
    flow : Flow, optional
    """
    loop, timer, start, late = QEventLoop(), QTimer(), time.monotonic(), []

    def look():
        if flow is not None:
            flow.tell()
        if (user is not None and user.isCanceled()) or (flow is not None and flow.over):
            loop.quit()
        elif time.monotonic() - ((flow and flow.moved) or start) > longest:
            late.append(True)
            loop.quit()

    if flow is not None:
        reply.readyRead.connect(flow.take)
    reply.finished.connect(loop.quit)
    QCoreApplication.instance().aboutToQuit.connect(loop.quit)
    timer.timeout.connect(look)
    timer.start(_WATCH_MS)
    if not reply.isFinished():
        loop.exec()
    timer.stop()
    if flow is not None:
        reply.readyRead.disconnect(flow.take)
    return bool(late)
