"""Timing one job a process, beside its rival in the same run.

A benchmark is a script with jobs: ``script.py job [arguments]`` runs one job in this process and
prints what it measured; called without a job, the script runs its jobs one by one, each in a
fresh process, and prints a table. `benchmarks/run` calls them all.
"""
from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
OUT = ROOT / "benchmarks" / "out"
MARK = "measured: "


@dataclass
class Row:
    """One line of the table: a figure, the rival's, and what the project asks for."""

    what: str
    ours: float
    rival: str
    theirs: float
    target: str
    met: bool
    unit: str = "s"

    @property
    def ratio(self):
        return self.theirs / self.ours if self.ours else float("inf")


def start_qgis(window=False):
    """Start QGIS, with Processing and our provider.

    Parameters
    ----------
    window : bool, optional
        Whether there are widgets.

    Returns
    -------
    module
        ``processing``, to run algorithms with.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, "/usr/share/qgis/python/plugins")
    package()
    from qgis.core import QgsApplication

    global _app
    QgsApplication.setPrefixPath(os.environ.get("QGIS_PREFIX_PATH", "/usr"), True)
    _app = QgsApplication([], window)
    _app.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    from cohesion_territoires.processing_provider.provider import CohesionProvider

    _app.provider = CohesionProvider()
    QgsApplication.processingRegistry().addProvider(_app.provider)
    return processing


_app = None


def package():
    """Make ``cohesion_territoires`` importable whatever the checkout is called."""
    import importlib.util

    if "cohesion_territoires" in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        "cohesion_territoires", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["cohesion_territoires"] = module
    spec.loader.exec_module(module)


class Clock:
    """Seconds spent in a ``with`` block."""

    def __enter__(self):
        self.start = time.perf_counter()
        self.seconds = None
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.start


def tell(**figures):
    """Print a job's figures for `measure`; peak memory is added."""
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(MARK + json.dumps(figures), flush=True)
    os._exit(0)


def measure(script, *arguments, runs=1, python=sys.executable, timeout=1800):
    """Run a job in a process of its own.

    Returns
    -------
    dict
        What the job told; with several runs, the one of median ``seconds``.
    """
    told = []
    for _ in range(runs):
        done = subprocess.run(
            [python, str(script), *map(str, arguments)], capture_output=True, text=True, timeout=timeout
        )
        lines = [row for row in done.stdout.splitlines() if row.startswith(MARK)]
        if not lines:
            raise RuntimeError("{} {} told nothing:\n{}\n{}".format(script, arguments, done.stdout, done.stderr))
        told.append(json.loads(lines[-1][len(MARK) :]))
    told.sort(key=lambda t: t.get("seconds", 0))
    return told[len(told) // 2]


def show(title, rows):
    """Print a table of rows."""
    print("\n" + title)
    print("{:58} {:>10} {:>32} {:>10} {:>8}  {}".format("what", "ours", "rival", "theirs", "ratio", "asked"))
    for row in rows:
        print(
            "{:58} {:>8.3g} {} {:>32} {:>8.3g} {} {:>7.2f}x  {} {}".format(
                row.what, row.ours, row.unit, row.rival, row.theirs, row.unit, row.ratio, row.target,
                "met" if row.met else "MISSED",
            ),
            flush=True,
        )
