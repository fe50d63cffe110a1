"""Switching injects on: from the names that a command is given to overrides."""

from __future__ import annotations

from collections.abc import Iterable

from sim.base.errors import UsageError
from sim.scenario.faults import Faults, shown
from sim.scenario.schema import Scenario


def inject_overrides(scenario: Scenario, names: Iterable[str]) -> list[tuple[str, bool]]:
    """Return the overrides, path and value, that switch these injects of a scenario on.

    Raises: UsageError when the scenario has no such inject.
    """
    overrides = []
    for name in names:
        if name not in scenario.injects:
            hint = Faults().near(name, scenario.injects) or f"it has: {', '.join(scenario.injects) or 'none'}"
            raise UsageError(f"there is no inject {shown(name)} in {scenario.name} ({hint})")
        overrides.append((f"injects.{name}.enabled", True))
    return overrides
