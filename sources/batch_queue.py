"""Which rows to send next: parts shrink round what fails, until a row that fails alone is given up.

A service that is down must not be asked row by row: after `PATIENCE` failures with nothing in between, or before a
row is given up, it must still answer what it answered before, or what it says is raised. What is no fault of the
rows (proxy, password, certificate, login page, too many requests) is raised at once.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceDownError, ServiceRefusedError

__all__ = ["PATIENCE", "Part", "Queue"]

PATIENCE = 5
ATTEMPTS = 4
SMALLEST = 20
STEADY = 5

_USELESS = QT_TRANSLATE_NOOP(
    "@default",
    "{service} answers, but with nothing that belongs to the rows sent. Check the service's address in the advanced "
    "parameters.",
)
_OF_THE_ROWS = (ServiceDownError, DamagedAnswerError, ServiceRefusedError)


class Part(NamedTuple):
    """Rows that leave together.

    Attributes
    ----------
    plan : str
        How they are asked for.
    ids : tuple of int
    attempt : int
        How often the same rows were sent before, without success.
    """

    plan: str
    ids: tuple
    attempt: int = 0


class Queue:
    """Parts to send; iterate, and `settle` each before the next.

    Parameters
    ----------
    size : int
        Rows a part at most; falls when replies come back cut, grows again when they do not.
    service : str
        Its name, for what is raised.
    alive : callable
        Tells, without arguments, whether the service still answers what it answered before.
    """

    def __init__(self, size, service, alive):
        self._size = self._largest = size
        self._service = service
        self._alive, self._parts, self._failures, self._whole = alive, deque(), 0, 0

    def add(self, plan, ids):
        """Add rows."""
        self._cut(Part(plan, tuple(ids)), self._parts.append)

    def __iter__(self):
        while self._parts:
            part = self._parts.popleft()
            if len(part.ids) > self._size:
                pieces = []
                self._cut(part, pieces.append)
                self._parts.extendleft(reversed(pieces))
                part = self._parts.popleft()
            yield part

    def _cut(self, part, put):
        for start in range(0, len(part.ids), self._size):
            put(part._replace(ids=part.ids[start : start + self._size]))

    def settle(self, part, got, error=None):
        """Say how a part went.

        Parameters
        ----------
        part : Part
        got : container of int
            Rows that came back.
        error : SourceError, optional

        Returns
        -------
        tuple of int
            Rows given up.
        """
        if error is not None and not isinstance(error, _OF_THE_ROWS):
            raise error
        lost = tuple(i for i in part.ids if i not in got)
        if got:
            self._failures = 0
            self._fit(len(got), bool(lost))
            if lost:
                self._parts.append(Part(part.plan, lost, min(part.attempt + 1, ATTEMPTS - 2)))
            return ()
        self._failures += 1
        hopeless = len(lost) == 1 and part.attempt + 1 >= ATTEMPTS
        if hopeless or self._failures >= PATIENCE:
            if not self._alive():
                raise error or DamagedAnswerError(_USELESS, service=self._service)
            self._failures = 0
        if hopeless:
            return lost
        if len(lost) > 1:
            half = (len(lost) + 1) // 2
            self._parts.extend(part._replace(ids=ids) for ids in (lost[:half], lost[half:]))
        else:
            self._parts.append(part._replace(attempt=part.attempt + 1))
        return ()

    def _fit(self, rows, cut):
        """Send no more than comes back."""
        if cut:
            self._size, self._whole = min(self._size, max(rows, SMALLEST)), 0
        else:
            self._whole += 1
            if self._whole >= STEADY:
                self._size, self._whole = min(2 * self._size, self._largest), 0
