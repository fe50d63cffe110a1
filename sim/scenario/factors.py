"""Factors: what a sweep varies. A knob or paths, and the values they take; asked for by an experiment or `--vary`.

A factor knows its levels, and a continuous one its range too, for designs that choose points in between. Designs
themselves are made elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.base.errors import UsageError
from sim.scenario.factor_rules import Asked, RefusedError, Value, check_asked, levels_of, short, spelled, turned
from sim.scenario.faults import shown
from sim.scenario.paths import covers
from sim.scenario.scalars import meaning
from sim.scenario.schema import Scenario
from sim.scenario.shapes import Kind

_EXAMPLE = "such as leash=10:100:4 (low, high, number of levels) or posture=close,sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that a sweep varies. Values are in the unit of the paths; `low` and `high` make it continuous."""

    name: str
    paths: tuple[str, ...]
    values: tuple[Value, ...]
    says: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    is_whole: bool = False

    @property
    def is_continuous(self) -> bool:
        """Whether it has a range, and not only levels."""
        return self.low is not None and self.high is not None

    def overrides(self, value: Value) -> list[tuple[str, Value]]:
        """Return the overrides, path and value, that give it this value."""
        return [(path, value) for path in self.paths]

    def value_at(self, share: float) -> Value:
        """Return the value at a share of the way, 0 to 1, from low to high, on the grid of its step; else a level.

        The grid begins at low, so high itself is reached only when the range is a whole number of steps.
        """
        if self.low is None or self.high is None:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        value = self.low + share * (self.high - self.low)
        if self.step is not None:
            most = math.floor((self.high - self.low) / self.step + 1e-9)
            value = self.low + min(math.floor((value - self.low) / self.step + 0.5), most) * self.step
        return round(value) if self.is_whole else short(value)


def made_factor(asked: Asked, scenario: Scenario, *, needs_levels: bool = True) -> Factor:
    """Return the factor that is asked for. needs_levels: a range alone is not enough, it needs steps.

    Raises: RefusedError when there is no such knob or setting, or the values do not fit it.
    """
    what = turned(asked, scenario)
    check_asked(asked, what, needs_levels=needs_levels)
    has_range = asked.levels is None
    whole = what.setting is not None and Kind.WHOLE in what.shape.kinds
    step = what.knob.step if what.knob is not None else None
    return Factor(
        name=asked.name,
        paths=what.paths,
        values=levels_of(asked, what),
        says=asked.says or (what.knob.says if what.knob is not None else what.setting.says.sentence),
        unit=what.unit,
        low=asked.low if has_range else None,
        high=asked.high if has_range else None,
        step=max(step or 1.0, 1.0) if whole and has_range else step if has_range else None,
        is_whole=whole,
    )


def parse_vary(text: str, scenario: Scenario) -> Factor:
    """Return the factor that `--vary` means: `knob=lo:hi:n`, `knob=a,b,c`, or a path in place of the knob.

    Raises: UsageError when there is no such knob or setting, or the values do not fit it.
    """
    name, equals, given = (part.strip() for part in text.partition("="))
    if not equals or not name or not given:
        raise UsageError(f"--vary {shown(text)}: expected {_EXAMPLE}")
    is_path = "." in name
    try:
        values = _values(given)
        asked = Asked(name=name, knob=None if is_path else name, paths=(name,) if is_path else (), **values)
        return made_factor(asked, scenario)
    except RefusedError as refused:
        raise UsageError(f"--vary {name}={given[:80]}: {refused}") from refused


def _values(given: str) -> dict[str, Any]:
    """Return what stands after the `=` of `--vary` as part of what is asked."""
    if ":" not in given:
        return {"levels": tuple(_scalar(word.strip()) for word in given.split(","))}
    words = given.split(":")
    if len(words) != 3:
        raise RefusedError("levels", f"{shown(given)} is no range", f"write low:high:levels, {_EXAMPLE}")
    low, high, steps = (_scalar(word.strip()) for word in words)
    for value, word in ((low, words[0]), (high, words[1])):
        if isinstance(value, bool | str):
            raise RefusedError("low", f"{shown(word)} is not a number", f"write low:high:levels, {_EXAMPLE}")
    if not isinstance(steps, int) or isinstance(steps, bool):
        raise RefusedError("steps", f"the number of levels must be whole, got {shown(words[2])}", "such as 4")
    return {"low": float(low), "high": float(high), "steps": steps}


def _scalar(word: str) -> Value:
    try:
        value = meaning(word)
    except ValueError as error:
        raise RefusedError("levels", f"{error}, got {shown(word)}", "write it shorter") from error
    return word if value is None else value


def overlaps(factors: Sequence[Factor]) -> list[tuple[str, str, str]]:
    """Return (factor, other factor, path) wherever two factors would turn the same setting."""
    found = []
    for index, one in enumerate(factors):
        for other in factors[:index]:
            for path in one.paths:
                mine = spelled(path)
                if any(covers(theirs, mine) or covers(mine, theirs) for theirs in map(spelled, other.paths)):
                    found.append((one.name, other.name, path))
    return found
