"""Runs of an algorithm on hostile layers: how they end, and what must hold nevertheless."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import hostile
from cohesion_territoires.domain.errors import CohesionError
from hypothesis import event
from qgis import processing
from qgis.core import (
    NULL,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)


class CancelAt(QgsProcessingFeedback):
    """A feedback whose user stops the run at the n-th time it is asked; never where n is None."""

    def __init__(self, moment=None):
        super().__init__(False)
        self.moment, self.asked = moment, 0

    def isCanceled(self):  # noqa: N802
        self.asked += 1
        if self.moment is not None and self.asked > self.moment:
            self.cancel()
        return super().isCanceled()


@dataclass
class Outcome:
    """How a run ended.

    Attributes
    ----------
    results : dict or None
        None where it was refused.
    sentence : str
        Why, in French.
    cancelled : bool
    log : str
    """

    results: object
    sentence: str
    cancelled: bool
    log: str


def run(algorithm, parameters, moment=None):
    """Run an algorithm; an error other than one clear French sentence is raised as it is.

    Parameters
    ----------
    algorithm : type
        Its class.
    parameters : dict
        Sketches stand for their layers; None leaves a parameter out.
    moment : int, optional
        How many times the algorithm may ask before it is told to stop.
    """
    met = []

    def guarded(self, *arguments):
        try:
            return algorithm.processAlgorithm(self, *arguments)
        except Exception as error:
            met.append(error)
            raise

    watched = type(algorithm.__name__, (algorithm,), {"processAlgorithm": guarded})
    given = {
        name: value.layer() if isinstance(value, hostile.Sketch) else value
        for name, value in parameters.items()
        if value is not None
    }
    context, feedback = QgsProcessingContext(), CancelAt(moment)
    context.setProject(QgsProject.instance())
    results, sentence = None, ""
    try:
        results = processing.run(watched().create(), given, context=context, feedback=feedback)
    except QgsProcessingException as error:
        sentence = str(error)
    if sentence:
        for cause in met:
            origin = cause.__cause__ or cause
            if not isinstance(origin, (CohesionError, QgsProcessingException)):
                raise origin
            # worded, and in the user's language
            assert origin is cause or str(cause) != str(origin), "not in French: {}".format(cause)
        well_said(sentence)
    event("refused: {}".format(sentence.split("\n")[-1][:60]) if sentence else "answered")
    log = feedback.textLog()
    assert "Traceback" not in log
    return Outcome(results, sentence, feedback.isCanceled(), log)


def well_said(sentence):
    """Check that a refusal is one sentence for a person."""
    said = sentence.split("\n", 1)[1] if sentence.startswith("Unable to execute algorithm\n") else sentence
    assert len(said) > 20 and said.rstrip().endswith(".") and "Traceback" not in said, sentence
    said = re.sub(r"\(.*\)", "", said)  # QGIS's own words on an expression
    for technical in ("Error", "Exception", "None", "array", "<class", "object has", "nan"):
        assert technical not in said, sentence


# a French word is none of these
_ENGLISH = re.compile(
    r"\b(the|of|and|with|from|is|not|error|timed? ?out|timeout|codec|decode|byte|failed|cut|empty|refused|denied|"
    r"connection|expected|unexpected|invalid|broken)\b",
    re.IGNORECASE,
)


def in_french(sentence):
    """Check that a sentence has no technical English in it."""
    said = sentence.split("\n", 1)[1] if sentence.startswith("Unable to execute algorithm\n") else sentence
    said = re.sub(r"https?://\S+|/(?:\S+/)+\S*", "", said)
    assert not _ENGLISH.search(said), sentence
    assert not re.search(r"[A-Za-z]+Error\b|<class|Traceback|\{\w*\}", said), sentence


# what must hold -------------------------------------------------------------------------------------------------


def plain(value):
    """A value as it can be compared: NaN equals itself, NULL is None."""
    if value is None or value == NULL:
        return None
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    return value


def table(layer):
    """Rows of a layer as dictionaries."""
    names = layer.fields().names()
    return [dict(zip(names, map(plain, feature.attributes()))) for feature in layer.getFeatures()]


def shape(feature):
    """Geometry to the last bit; none and empty are told apart."""
    geometry = feature.geometry()
    return None if geometry.isNull() else bytes(geometry.asWkb())


def same_rows(sketch, output):
    """Check that the rows of an input are all there, in order, geometry and values kept.

    Returns
    -------
    list of dict
        What was added to each row.
    """
    before, after = list(sketch.layer().getFeatures()), list(output.getFeatures())
    assert len(after) == len(before)
    count = len(sketch.fields)
    names = output.fields().names()
    assert len({name.lower() for name in names[count:]} | {name.lower() for name in names[:count]}) >= len(
        {name.lower() for name, _ in sketch.fields}
    ) + len(names[count:])
    met = set()
    for (name, _), written in zip(sketch.fields, names):
        # most formats tell no capitals: the second of two such names gets a number
        renamed = written.startswith("fid_source") if name.lower() == "fid" else name.lower() in met
        assert written == name or renamed and written.lower() not in met
        met.add(name.lower())
    for one, other in zip(before, after):
        assert [plain(v) for v in other.attributes()[:count]] == [plain(v) for v in one.attributes()]
        assert single(shape(one)) == single(shape(other))
    return [dict(zip(names[count:], map(plain, feature.attributes()[count:]))) for feature in after]


def single(blob):
    """Text of a geometry; one of a single part and that part alone are the same."""
    if blob is None:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(blob)
    if geometry.isMultipart() and not geometry.isEmpty():
        geometry.convertToSingleType()
    return geometry.asWkt(9)


def no_overlap(geometries, slack=1e-2):
    """Check that surfaces are valid and share no more than a line."""
    shapes = [g for g in geometries if not g.isNull() and not g.isEmpty()]
    for place, geometry in enumerate(shapes):
        assert geometry.isGeosValid(), geometry.asWkt(3)
        for other in shapes[place + 1 :]:
            if geometry.boundingBoxIntersects(other):
                assert geometry.intersection(other).area() <= slack, (geometry.asWkt(3), other.asWkt(3))


def french():
    """Speak French for as long as it is held, as a fixture does."""
    from pathlib import Path

    import cohesion_territoires
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    # its bytes, so that a catalogue built anew meanwhile does not matter
    folder = Path(cohesion_territoires.__file__).resolve().parent / "i18n"
    catalogue = (folder / "cohesion_territoires_fr.qm").read_bytes()
    translator = QTranslator()
    assert translator.loadFromData(catalogue)
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
