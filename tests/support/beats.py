"""How long something takes, told by a thread that would like a turn ten times a second, and not by a clock.

``with Beats() as beats: …`` then ``beats.count``: ten a second on a machine at rest. One that has no time for what is
watched has none for the beats either: what takes a second takes ten beats, however busy the machine. ::

    with Beats(feedback.cancel, lambda: fake.received) as beats:    # cancelled once the request is there
        …
    assert beats.count < 10                                         # since then
"""
from __future__ import annotations

import threading


class Beats:
    """A heart.

    Parameters
    ----------
    act : callable, optional
        Called at a beat, once; it is then counted from there.
    when : callable, optional
        Whether it is time; at the third beat by default.

    Attributes
    ----------
    count : int
    """

    def __init__(self, act=None, when=None):
        self.count, self._act, self._when = 0, act, when or (lambda: self.count >= 3)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self):
        while not self._over.wait(0.1):
            self.count += 1
            if self._act is not None and self._when():
                act, self._act, self.count = self._act, None, 0
                act()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._over.set()
        self._thread.join()
