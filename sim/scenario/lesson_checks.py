"""Cross checks of what a scenario asks for: conditions, weights and metrics to watch, and the knobs it offers."""

from __future__ import annotations

from collections.abc import Collection

from sim.scenario.faults import shown
from sim.scenario.nodes import Found
from sim.scenario.schema import Knob
from sim.scenario.validate import Checked


def check_questions(checked: Checked, metric_names: Collection[str] | None) -> None:
    """Note conditions without a bound, and names of metrics that do not exist; names are not checked when None."""
    scenario = checked.scenario
    asked: list[tuple[Found, str]] = []
    for index, condition in enumerate(scenario.success.all if scenario.success is not None else ()):
        at = checked.at("success", "all", index)
        asked.append((checked.at("success", "all", index, "metric"), condition.metric))
        low, high = condition.at_least, condition.at_most
        if low is None and high is None:
            checked.faults.at(at, "has no bound", "add at_least or at_most")
        elif low is not None and high is not None and low > high:
            checked.faults.at(at, f"can never hold: at_least {low:g} is above at_most {high:g}", "swap them?")
    asked += [(checked.at("value", name), name) for name in scenario.value]
    if scenario.lesson is not None:
        asked += [(checked.at("lesson", "watch", i), name) for i, name in enumerate(scenario.lesson.watch)]
    for at, name in asked:
        if metric_names is not None and name not in metric_names:
            hint = checked.faults.near(name, metric_names) or f"such as {', '.join(sorted(metric_names)[:8])}"
            checked.faults.at(at, f"there is no metric {shown(name)}", hint)


def check_knob_ranges(checked: Checked) -> None:
    """Note knobs that have no range and no choices. What they turn is tried out in `alternatives`."""
    for name, knob in checked.scenario.knobs.items():
        _check_range(checked, name, knob)


def _check_range(checked: Checked, name: str, knob: Knob) -> None:
    at = checked.at("knobs", name)
    has_range = knob.low is not None and knob.high is not None
    if not has_range and knob.choices is None:
        checked.faults.at(at, "has neither a range nor choices", "give low and high, or choices")
    elif knob.choices is not None and (knob.low is not None or knob.high is not None):
        checked.faults.at(at, "has both a range and choices", "keep one of them")
    elif knob.choices is not None and not 2 <= len(set(map(repr, knob.choices))) == len(knob.choices) <= 20:
        checked.faults.at(checked.at("knobs", name, "choices"), "must be 2 to 20 different values", "")
    elif knob.low is not None and knob.high is not None and knob.low >= knob.high:
        rule = f"low must be below high, got {knob.low:g} and {knob.high:g}"
        checked.faults.at(at, rule, "swap them?" if knob.low > knob.high else "")
    elif knob.low is not None and knob.high is not None and (knob.step or 0) > knob.high - knob.low:
        checked.faults.at(checked.at("knobs", name, "step"), "is larger than the whole range", "make it smaller")
