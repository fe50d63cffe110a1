"""Turning a knob: from a knob's name and a value to overrides."""

from __future__ import annotations

from sim.base.errors import UsageError
from sim.scenario.faults import Faults, shown
from sim.scenario.paths import setting_of
from sim.scenario.schema import Scenario
from sim.scenario.shapes import Kind, ScalarShape


def knob_overrides(scenario: Scenario, knob: str, value: str | float | bool) -> dict[str, object]:
    """Return the overrides, path to value, that turn a knob of a scenario. 4.0 becomes 4 where a whole number is due.

    Raises: UsageError when the scenario has no such knob.
    """
    turned = scenario.knobs.get(knob)
    if turned is None:
        hint = Faults().near(knob, scenario.knobs) or f"it has: {', '.join(scenario.knobs) or 'none'}"
        raise UsageError(f"there is no knob {shown(knob)} in {scenario.name} ({hint})")
    return {path: _fitting(path, value) for path in turned.paths}


def _fitting(path: str, value: str | float | bool) -> object:
    setting = setting_of(path)
    shape = setting.shape if setting is not None else None
    whole = isinstance(shape, ScalarShape) and shape.kinds == (Kind.WHOLE,)
    return int(value) if whole and isinstance(value, float) and value == int(value) else value
