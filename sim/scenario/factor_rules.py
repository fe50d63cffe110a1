"""What may be varied, and by which values: the rules that a factor keeps, each broken one told with a remedy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sim.base.declare import Role
from sim.base.units import split_suffix
from sim.scenario.describe import UNITS, bounds_text
from sim.scenario.faults import Faults, number, one_of, shown
from sim.scenario.nodes import Mark
from sim.scenario.paths import Words, setting_of, words_of
from sim.scenario.schema import Knob, Scenario
from sim.scenario.shapes import Bounds, Kind, ScalarShape, Setting, factor_of

Value = float | int | str | bool

MOST_LEVELS: Final = 100
"""Levels that one factor may have."""


class RefusedError(ValueError):
    """A factor cannot be made; whoever asked for it tells where. `key` is the part of what was asked that is wrong."""

    def __init__(self, key: str, rule: str, hint: str = "") -> None:
        self.key = key
        self.rule = rule
        self.hint = hint
        super().__init__(key, rule, hint)

    def __str__(self) -> str:
        return f"{self.rule} ({self.hint})" if self.hint else self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks to vary: a knob or paths; levels, or a range with steps."""

    name: str
    knob: str | None = None
    paths: tuple[str, ...] = ()
    levels: tuple[Value, ...] | None = None
    low: float | None = None
    high: float | None = None
    steps: int | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What a factor turns: paths of one kind in one unit, and the knob that names them, if one does."""

    paths: tuple[str, ...]
    setting: Setting
    shape: ScalarShape
    knob: Knob | None

    @property
    def unit(self) -> str:
        """The suffix of its unit, such as `nm`; empty without a unit."""
        parts = split_suffix(self.paths[0]) if self.setting.dimension else None
        return parts[1] if parts is not None and parts[1] in UNITS else ""

    @property
    def is_number(self) -> bool:
        """Whether it takes numbers, so that a range makes sense."""
        return Kind.NUMBER in self.shape.kinds or Kind.WHOLE in self.shape.kinds


def spelled(path: str) -> Words:
    """Return the words of a path that is known to be good."""
    return words_of(path, Mark(""), Faults()) or tuple(path.split("."))


def short(value: float) -> float:
    """Return a number without the noise of its last digits: 0.3, not 0.30000000000000004."""
    return float(f"{value:.12g}")


# What is turned.


def turned(asked: Asked, scenario: Scenario) -> Turned:
    """Return what a factor turns.

    Raises: RefusedError when there is no such knob or setting, or its settings differ in kind or unit.
    """
    knob = _knob(asked.knob, scenario) if asked.knob is not None else None
    paths = knob.paths if knob is not None else asked.paths
    key = "knob" if knob is not None else "paths"
    if not paths:
        raise RefusedError("paths", "names no setting to vary", "give knob: NAME, or paths: [...]")
    settings = [_setting(path, key, scenario) for path in paths]
    first = settings[0]
    for path, setting in zip(paths, settings, strict=True):
        if setting.shape != first.shape or _unit(path, setting) != _unit(paths[0], first):
            rule = f"{shown(paths[0])} and {shown(path)} differ in kind or unit"
            raise RefusedError(key, rule, "one value cannot serve both; make two factors")
    assert isinstance(first.shape, ScalarShape), "only scalars are let through"
    return Turned(paths=paths, setting=first, shape=first.shape, knob=knob)


def _knob(name: str, scenario: Scenario) -> Knob:
    knob = scenario.knobs.get(name)
    if knob is None:
        hint = Faults().near(name, scenario.knobs) or f"it has: {', '.join(list(scenario.knobs)[:8]) or 'none'}"
        raise RefusedError("knob", f"there is no knob {shown(name)} in {scenario.name}", hint)
    return knob


def _setting(path: str, key: str, scenario: Scenario) -> Setting:
    faults = Faults()
    words = words_of(path, Mark(""), faults)
    if words is None:
        raise RefusedError(key, f"{shown(path)}: {faults.found[0].rule}", faults.found[0].hint)
    _check_there(words, path, key, scenario)
    setting = setting_of(path)
    if setting is None or not isinstance(setting.shape, ScalarShape):
        raise RefusedError(key, f"{shown(path)} is no single value", "name one number, word or switch in it")
    if setting.says.role is not Role.PHYSICAL:
        raise RefusedError(key, f"{shown(path)} changes nothing in a trial", "vary a setting of the modelled world")
    return setting


def _check_there(words: Words, path: str, key: str, scenario: Scenario) -> None:
    """Refuse a path into a thing that the scenario does not have."""
    place: object = scenario
    for depth, word in enumerate(words[:-1]):
        held = place.get(word) if isinstance(place, dict) else getattr(place, word, None)
        if held is None:
            known = list(place) if isinstance(place, dict) else []
            hint = Faults().near(word, known) or (f"there are: {', '.join(known[:8])}" if known else "")
            rule = f"{shown(path)}: {scenario.name} has no `{'.'.join(words[: depth + 1])}`"
            raise RefusedError(key, rule, hint or "choose a setting that it has")
        place = held


def _unit(path: str, setting: Setting) -> str:
    return path.rpartition("_")[2] if setting.dimension else ""


# The values.


def check_asked(asked: Asked, what: Turned, *, needs_levels: bool) -> None:
    """Refuse values that do not fit what is turned.

    Raises: RefusedError with the part that is wrong.
    """
    ends = (asked.low, asked.high, asked.steps)
    if asked.levels is not None:
        if any(end is not None for end in ends):
            raise RefusedError("levels", "has both levels and a range", "keep one of them")
        _check_levels(asked.levels, what)
        return
    if asked.low is None or asked.high is None:
        hint = "give low, high and steps, or levels" if what.is_number else "give levels: [...]"
        raise RefusedError("name", "says no values, and none are taken silently", hint)
    _check_range(asked.low, asked.high, what)
    if asked.steps is None and needs_levels:
        raise RefusedError("name", "has a range but no steps", "add steps: how many levels from low to high")
    if asked.steps is not None and not 2 <= asked.steps <= MOST_LEVELS:
        raise RefusedError("steps", f"must be 2 to {MOST_LEVELS} levels, got {asked.steps}", "2 are low and high")


def levels_of(asked: Asked, what: Turned) -> tuple[Value, ...]:
    """Return the levels: those given, or so many from low to high; the ends alone when no steps are given.

    Raises: RefusedError when whole numbers are due and a level between the ends is none.
    """
    whole = Kind.WHOLE in what.shape.kinds
    if asked.levels is not None:
        kind = int if whole else float
        return tuple(one if isinstance(one, str | bool) else kind(one) for one in asked.levels)
    assert asked.low is not None, "a factor without levels has a range"
    assert asked.high is not None, "a range has two ends"
    gaps = (asked.steps or 2) - 1
    values = [short(asked.low + index * (asked.high - asked.low) / gaps) for index in range(gaps + 1)]
    if not whole:
        return tuple(values)
    broken = [value for value in values if value != int(value)]
    if broken:
        rule = (
            f"a whole number is needed, and {gaps + 1} levels from {asked.low:g} to {asked.high:g} give {broken[0]:g}"
        )
        raise RefusedError("steps", rule, "take other steps, or list the levels")
    return tuple(int(value) for value in values)


def _check_range(low: float, high: float, what: Turned) -> None:
    if not what.is_number:
        raise RefusedError("low", f"{shown(what.paths[0])} takes no numbers, so it has no range", _words_hint(what))
    for key, end in (("low", low), ("high", high)):
        _check_number(key, end, what)
    if low > high:
        raise RefusedError("low", f"the range is reversed: {low:g} is above {high:g}", f"write {high:g} before {low:g}")
    if low == high:
        raise RefusedError("low", f"the range is empty: it begins and ends at {low:g}", "make high larger than low")


def _check_levels(levels: tuple[Value, ...], what: Turned) -> None:
    if not 2 <= len(levels) <= MOST_LEVELS:
        rule = f"must be 2 to {MOST_LEVELS} levels, got {len(levels)}"
        raise RefusedError("levels", rule, "with one level nothing is varied")
    for level in levels:
        _check_level(level, what)
    twice = [level for index, level in enumerate(levels) if level in levels[:index]]
    if twice:
        raise RefusedError("levels", f"{shown(twice[0])} stands there twice", "keep one of them")


def _check_level(level: Value, what: Turned) -> None:
    knob, shape, shown_level = what.knob, what.shape, shown(_said(level))
    if knob is not None and knob.choices is not None and level not in knob.choices:
        words = [_said(choice) for choice in knob.choices]
        hint = Faults().near(_said(level), words) or f"it is {one_of(words)}"
        raise RefusedError("levels", f"{shown_level} is no choice of this knob", hint)
    if shape.choices:
        if level not in shape.choices:
            raise RefusedError("levels", f"{shown_level} is not {one_of(shape.choices)}", _words_hint(what, level))
    elif what.is_number:
        if isinstance(level, str | bool):
            raise RefusedError("levels", f"{shown_level} is not a number", "such as 40")
        _check_number("levels", level, what)
    elif isinstance(level, bool) is not (Kind.TRUTH in shape.kinds):
        raise RefusedError("levels", f"must be {shape.kinds[0].value}, got {shown_level}")


def _check_number(key: str, value: float, what: Turned) -> None:
    if not math.isfinite(value):
        raise RefusedError(key, f"must be a finite number, got {value}", "such as 40")
    if Kind.WHOLE in what.shape.kinds and value != int(value):
        raise RefusedError(key, f"a whole number is needed, got {value:g}", f"such as {value:.0f}")
    factor = factor_of(what.paths[0]) if what.setting.dimension else 1.0
    if not _is_within(value * factor, what.shape.bounds):
        rule = f"{value:g} is out of bounds for {shown(what.paths[0])}: {bounds_text(what.shape.bounds, factor)}"
        raise RefusedError(key, rule, "choose a value within them")
    knob = what.knob
    if knob is not None and knob.low is not None and knob.high is not None and not knob.low <= value <= knob.high:
        rule = f"{value:g} is outside the knob's range, {number(knob.low)} to {number(knob.high)}"
        raise RefusedError(key, rule, f"to go further give the path in place of the knob: {', '.join(knob.paths[:3])}")


def _is_within(value: float, bounds: Bounds) -> bool:
    return (
        (bounds.above is None or value > bounds.above)
        and (bounds.at_least is None or value >= bounds.at_least)
        and (bounds.below is None or value < bounds.below)
        and (bounds.at_most is None or value <= bounds.at_most)
    )


def _words_hint(what: Turned, level: Value = "") -> str:
    words = what.shape.choices
    if not words:
        return "list the levels"
    return Faults().near(_said(level), words) or f"list some of {one_of(words)}"


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
