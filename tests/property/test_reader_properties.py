"""What must hold of the reader for any scenario: order means nothing, layers are associative, nothing gets through."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.errors import ScenarioError
from sim.scenario import Loaded, load_scenario, load_text
from sim.scenario.canonical import canonical_overrides
from sim.scenario.faults import Faults
from sim.scenario.knobs import setting_of
from sim.scenario.layers import merge_tables
from sim.scenario.nodes import Items, Leaf, Mark, Node, Table, node_of
from sim.scenario.places import scenarios_folder
from sim.scenario.shapes import ListShape, ScalarShape
from tests.builders import parts, scenario_text

BASELINE = (scenarios_folder() / "baseline-escort.yaml").read_text(encoding="utf-8")
RESOLVED: dict[str, Any] = load_scenario("baseline-escort").resolved


def shuffled(value: Any, random: Random) -> Any:
    """Return the same data with every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_the_order_of_mappings_means_nothing(random: Random) -> None:
    for content in (parts(), RESOLVED):
        text = json.dumps(shuffled(content, random), ensure_ascii=False)
        assert load_text(text).resolved_text == load_text(json.dumps(content, ensure_ascii=False)).resolved_text


NAMES = st.sampled_from(["BOMBER", "GUARD", "X"])
LEAVES = st.one_of(st.none(), st.integers(1, 3))
FLIGHTS = st.dictionaries(
    NAMES,
    st.one_of(
        st.none(),
        st.fixed_dictionaries(
            {},
            optional={
                "aircraft": LEAVES,
                "speed_kt": LEAVES,
                "radar": st.one_of(
                    st.none(), st.fixed_dictionaries({}, optional={"range_nm": LEAVES, "detect_mean_s": LEAVES})
                ),
            },
        ),
    ),
)
LAYERS = st.builds(lambda flights: {"flights": flights}, FLIGHTS)


def as_layer(content: dict[str, object]) -> Table:
    node = node_of(content, Mark("t"))
    assert isinstance(node, Table)
    faults = Faults()
    layer = canonical_overrides(node, faults)
    assert not faults.found
    return layer


def seen(node: Node) -> object:
    """Return what a tree says, with its nulls and cuts."""
    match node:
        case Table():
            return (node.cut, {key: seen(entry.node) for key, entry in sorted(node.entries.items())})
        case Items():
            return [seen(item) for item in node.nodes]
        case Leaf():
            return node.value
        case _:
            return node


@given(LAYERS, LAYERS, LAYERS)
def test_layers_may_be_laid_together_in_any_grouping(
    low: dict[str, object], middle: dict[str, object], high: dict[str, object]
) -> None:
    one, two, three = as_layer(low), as_layer(middle), as_layer(high)
    left = merge_tables(merge_tables(one, two), three)
    right = merge_tables(one, merge_tables(two, three))
    assert seen(left) == seen(right)
    assert seen(merge_tables(one, one)) == seen(one)


def read(text: str, overrides: dict[str, object]) -> Loaded | ScenarioError:
    """Return what loading gives: a scenario, or its faults."""
    try:
        return load_text(text, overrides=overrides)
    except ScenarioError as error:
        return error


@given(st.text(max_size=60), st.sampled_from(["title", "lesson.question", "flights.BOMBER.label"]))
def test_any_text_that_is_accepted_comes_back_from_the_resolved_text(text: str, path: str) -> None:
    outcome = read(scenario_text(), {path: text})
    if isinstance(outcome, ScenarioError):
        assert str(outcome).replace("\n", "").isprintable()
    else:
        assert load_text(outcome.resolved_text).scenario == outcome.scenario


@given(st.floats(), st.sampled_from(["flights.BOMBER.speed_kt", "links.REDNET.delay_s", "ends_at_min", "value.x"]))
def test_whatever_number_is_given_the_scenario_has_only_finite_ones(number: float, path: str) -> None:
    outcome = read(scenario_text(), {path: number})
    if not isinstance(outcome, ScenarioError):
        assert all(math.isfinite(value) for value in numbers(outcome.resolved))


def numbers(content: Any) -> Iterator[float]:
    if isinstance(content, dict | list):
        for inner in content.values() if isinstance(content, dict) else content:
            yield from numbers(inner)
    elif isinstance(content, float):
        yield content


SCRAPS = (
    "null",
    "{}",
    "[]",
    "-1",
    ".nan",
    "no",
    "{a: b}",
    "&a",
    "*a",
    "!!x",
    ": ",
    "- ",
    "\n",
    "\t",
    "'",
    '"',
    "RAVEN",
)


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_damaged_file_is_refused_or_read_but_never_crashes(random: Random) -> None:
    text = BASELINE
    for _ in range(random.randint(1, 4)):
        start = random.randrange(len(text))
        end = min(len(text), start + random.choice([0, 1, 5, 40]))
        text = text[:start] + random.choice(["", random.choice(SCRAPS), text[start:end] * 2]) + text[end:]
    outcome = read(text, {})
    if isinstance(outcome, ScenarioError):
        assert [str(fault) for fault in outcome.faults if fault.line <= 0] == []
    else:
        assert load_text(outcome.resolved_text).scenario == outcome.scenario


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_refused_with_a_place(content: bytes) -> None:
    with pytest.raises(ScenarioError, match="scenario"):
        load_text(content.decode("utf-8", "replace"))


def settings_of(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every setting of a resolved scenario with its path."""
    for key, value in content.items():
        where = f"{path}{key}"
        if where.startswith(("variants", "knobs", "format", "name", "lesson")):
            continue
        yield where, value
        if isinstance(value, dict):
            yield from settings_of(value, f"{where}.")


def once(found: Iterator[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return each declared setting once, of whatever thing has it first."""
    seen_so_far: dict[str, tuple[str, Any]] = {}
    for path, value in found:
        kind, _, rest = path.partition(".")
        seen_so_far.setdefault(f"{kind}.{rest.partition('.')[2]}", (path, value))
    return list(seen_so_far.values())


SETTINGS = once(settings_of(RESOLVED))


@pytest.mark.parametrize(("path", "value"), SETTINGS, ids=[path for path, _ in SETTINGS])
def test_every_bound_of_every_setting_is_held(path: str, value: object) -> None:
    setting = setting_of(path)
    if setting is None or not isinstance(setting.shape, ScalarShape | ListShape):
        return
    bounds = setting.shape.bounds
    outside: list[object] = []
    for limit, beyond in ((bounds.above, 0), (bounds.at_least, -1), (bounds.below, 0), (bounds.at_most, 1)):
        if limit is not None:
            outside.append(type(value)(limit + beyond) if isinstance(value, int | float) else limit + beyond)
    if isinstance(setting.shape, ListShape) and bounds.shortest:
        outside.append([])
    wrong: object = {"not": "this"} if not isinstance(value, dict) else 5
    for bad in [*outside, wrong]:
        with pytest.raises(ScenarioError) as caught:
            load_text(BASELINE, overrides={path: bad})
        assert any(fault.path == path for fault in caught.value.faults), str(caught.value)


@pytest.mark.parametrize("path", [path for path, _ in SETTINGS if "." in path])
def test_a_slip_in_any_key_is_refused_and_the_right_key_named(path: str) -> None:
    above, _, key = path.rpartition(".")
    if setting_of(path) is None or len(key) < 4:
        return
    slip = key[:1] + key[2] + key[1] + key[3:]
    if slip == key:
        slip = key[:-1] + "x"
    with pytest.raises(ScenarioError) as caught:
        load_text(BASELINE, overrides={f"{above}.{slip}": 1})
    (fault,) = [fault for fault in caught.value.faults if fault.path.endswith(slip)]
    assert key in fault.hint or key.rpartition("_")[0] in fault.hint
