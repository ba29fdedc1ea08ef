"""Triangulations by either library, and work aside that hears a cancel."""
from __future__ import annotations

import threading

import numpy as np
import pytest
from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.layers.background import run_ahead, run_aside
from cohesion_territoires.layers.triangulation import delaunay_by_geos, delaunay_by_scipy
from qgis.core import QgsGeometry, QgsPointXY


@pytest.mark.parametrize("way", [delaunay_by_geos, delaunay_by_scipy])
def test_triangles_cover_the_hull_once(way):
    points = np.random.default_rng(3).uniform(0, 1000, (500, 2))
    triangles = way(points)
    if triangles is None:
        pytest.skip("scipy is absent")
    a, b, c = (points[triangles[:, k]] for k in range(3))
    area = 0.5 * np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])
    hull = QgsGeometry.fromMultiPointXY([QgsPointXY(*p) for p in points.tolist()]).convexHull()
    assert area.sum() == pytest.approx(hull.area(), rel=1e-9)


def test_a_cancel_is_heard_while_a_library_works():
    heard = threading.Event()

    def stop(fraction):
        heard.set()
        raise Cancelled()

    with pytest.raises(Cancelled):
        run_aside(lambda: heard.wait(60), stop)
    heard.clear()
    with pytest.raises(ZeroDivisionError):
        run_aside(lambda: 1 / 0, lambda fraction: None)
    with pytest.raises(Cancelled):
        list(run_ahead([lambda: heard.wait(60)] * 2, stop))


def test_calls_ahead_answer_in_order():
    calls = [lambda k=k: k * k for k in range(5)]
    assert list(run_ahead(calls, lambda fraction: None)) == [0, 1, 4, 9, 16]
    assert list(run_ahead([], lambda fraction: None)) == []
    answers = run_ahead([lambda: 7, lambda: 1 / 0], lambda fraction: None)
    assert next(answers) == 7
    with pytest.raises(ZeroDivisionError):
        next(answers)
