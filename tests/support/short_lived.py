"""Work in a thread that ends while others go on, as those of QGIS's background do."""

from __future__ import annotations

import threading
import time

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform
from qgis.PyQt.QtCore import QCoreApplication


def in_a_thread(work, meanwhile, before=lambda: None):
    """Do something here, then work in a thread, then do something here before that thread ends.

    QGIS begins without any coordinate system in memory.

    Returns
    -------
    (object, object)
        What came of the work, and of what was done meanwhile.
    """
    QgsCoordinateTransform.invalidateCache()
    QgsCoordinateReferenceSystem.invalidateCache()
    before()
    worked, over, found = threading.Event(), threading.Event(), []

    def run():
        try:
            found.append(work())
        finally:
            worked.set()
            over.wait(60)

    thread = threading.Thread(target=run)
    thread.start()
    end = time.monotonic() + 60
    while not worked.is_set() and time.monotonic() < end:
        QCoreApplication.processEvents()
        worked.wait(0.01)
    try:
        here = meanwhile()
    finally:
        over.set()
        thread.join()
    assert found, "the thread came to nothing"
    return found[0], here


def defined(crs):
    """Say whether a system still has what files and transformations need."""
    return crs.isValid() and bool(crs.toWkt())
