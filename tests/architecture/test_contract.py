"""Ids, parameters, outputs and fields are public: what `tests/contract.json` holds may be added to, never changed.

``scripts/contract`` adds what is new to the file.
"""
from __future__ import annotations

import json
from pathlib import Path

import pytest

CONTRACT = Path(__file__).resolve().parent.parent / "contract.json"
# Qt's numbers of field types, as words
KINDS = {1: "bool", 2: "integer", 4: "integer64", 6: "double", 10: "text", 14: "date", 16: "datetime"}


def plain(value):
    """Return a default as JSON holds it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return None if str(value) == "NULL" else str(value)


def describe(algorithm):
    """Return parameters and outputs of an algorithm as plain words."""
    from qgis.core import QgsProcessingParameterDefinition

    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    parameters = {}
    for definition in algorithm.parameterDefinitions():
        entry = {
            "type": definition.type(),
            "default": plain(definition.defaultValue()),
            "optional": bool(definition.flags() & optional),
        }
        if definition.type() == "enum":
            entry["options"] = len(definition.options())
        parameters[definition.name()] = entry
    outputs = {output.name(): output.type() for output in algorithm.outputDefinitions()}
    return {"group": algorithm.groupId(), "parameters": parameters, "outputs": outputs}


def added_fields(name, cohesion_provider):
    """Run an algorithm on the tiny world and return the fields each output adds, name to kind."""
    import formats
    import tiny
    from qgis import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    made = {}

    def given(layer_name):
        return made.setdefault(layer_name, tiny.LAYERS[layer_name]())

    sinks = []

    def wanted(definition):
        if definition.type() != "sink":
            return None
        sinks.append(definition.name())
        return "memory:" + definition.name()

    context = QgsProcessingContext()
    results = processing.run(
        "cohesion:" + name, tiny.parameters(name, given, wanted), context=context, feedback=QgsProcessingFeedback(False)
    )
    row_by_row = tiny.ROW_BY_ROW.get(name, ("", ""))
    fields = {}
    for output in sinks:
        layer = formats.reopen(results[output], context)
        kept = set()
        if output == row_by_row[0]:
            kept = set(made[tiny.CASES[name][0][row_by_row[1]]].fields().names())
        fields[output] = {f.name(): KINDS.get(f.type(), f.typeName()) for f in layer.fields() if f.name() not in kept}
    return fields


@pytest.fixture(scope="module")
def shipped(cohesion_provider):
    """What the provider offers now, in the contract's words."""
    import tiny

    described = {}
    for algorithm in cohesion_provider.algorithms():
        described[algorithm.name()] = describe(algorithm)
        if algorithm.name() in tiny.CASES:
            described[algorithm.name()]["fields"] = added_fields(algorithm.name(), cohesion_provider)
    return described


def breaches(agreed, now, where=""):
    """Return a sentence for each agreed thing that is gone or different."""
    wrong = []
    for key, value in agreed.items():
        place = "{}/{}".format(where, key)
        if key not in now:
            wrong.append(place + " is gone")
        elif isinstance(value, dict) and isinstance(now[key], dict):
            wrong += breaches(value, now[key], place)
        elif key == "options" and now[key] >= value:
            continue  # enumerations are only ever appended to
        elif now[key] != value:
            wrong.append("{} was {!r}, is {!r}".format(place, value, now[key]))
    return wrong


def merged(agreed, now):
    """Return the contract with what is new; what was agreed stays as it was."""
    result = dict(agreed)
    for key, value in now.items():
        if key not in agreed:
            result[key] = value
        elif isinstance(value, dict) and isinstance(agreed[key], dict):
            result[key] = merged(agreed[key], value)
    return result


def test_what_was_agreed_still_holds(shipped, request):
    agreed = json.loads(CONTRACT.read_text(encoding="utf-8")) if CONTRACT.exists() else {}
    if request.config.getoption("--record-contract"):
        text = json.dumps(merged(agreed, shipped), ensure_ascii=False, indent=1, sort_keys=True)
        CONTRACT.write_text(text + "\n", encoding="utf-8")
    assert breaches(agreed, shipped) == []


def test_what_ships_is_agreed(shipped):
    agreed = json.loads(CONTRACT.read_text(encoding="utf-8"))
    assert breaches(shipped, agreed) == [], "run scripts/contract"


def test_every_algorithm_has_a_case_on_the_tiny_world(cohesion_provider):
    import tiny
    from qgis.core import QgsProcessingModelAlgorithm

    ours = {a.name() for a in cohesion_provider.algorithms() if not isinstance(a, QgsProcessingModelAlgorithm)}
    assert ours == set(tiny.CASES)


@pytest.mark.parametrize(
    ("now", "count"),
    [
        ({"a": {"p": {"X": 1}, "options": 2}}, 0),
        ({"a": {"p": {"X": 1, "Y": 2}, "options": 3}, "b": {}}, 0),
        ({"a": {"p": {}, "options": 2}}, 1),
        ({"a": {"p": {"X": 2}, "options": 2}}, 1),
        ({"a": {"p": {"X": 1}, "options": 1}}, 1),
        ({}, 1),
    ],
)
def test_a_breach_is_seen(now, count):
    assert len(breaches({"a": {"p": {"X": 1}, "options": 2}}, now)) == count


def test_recording_only_adds():
    assert merged({"a": {"x": 1}}, {"a": {"x": 2, "y": 3}, "b": 4}) == {"a": {"x": 1, "y": 3}, "b": 4}
