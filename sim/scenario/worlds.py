"""Other worlds: a scenario in which every physical number is somewhat different, to see what a conclusion hangs on.

What varies: speeds, ranges, times, probabilities, delays. What stays as it is: points on the map (a route or a place
is the scenario itself), whole numbers such as aircraft, missiles and servers, words and switches, zeros, the end of
the trial, injects, and what is asked (success, value).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sim.base.declare import Role
from sim.base.errors import UsageError
from sim.model.routes import length_m
from sim.scenario.faults import Faults, shown
from sim.scenario.fuel_worlds import keep_fuel_order
from sim.scenario.names import ENTITY_KINDS
from sim.scenario.nodes import Mark
from sim.scenario.paths import Words, covers, words_of
from sim.scenario.schema import Scenario
from sim.scenario.shapes import Bounds, GroupShape, Kind, NamedShape, ScalarShape, Shape, root

SPREAD: Final = 0.25
"""A number of another world is this share smaller or larger at most."""

_JUST: Final = 1e-9  # share by which a bound is kept clear of


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalSetting:
    """One number of the modelled world that can be varied, in SI. `unit` is its suffix, empty without one."""

    path: str
    value: float
    bounds: Bounds
    unit: str
    role: Role


def physical_settings(scenario: Scenario) -> tuple[PhysicalSetting, ...]:
    """Return every number of a resolved scenario that can be varied, in order of path."""
    settings = root().settings
    found = [one for kind in ENTITY_KINDS for one in _settings(getattr(scenario, kind), settings[kind].shape, kind)]
    return tuple(sorted(found, key=lambda one: one.path))


def _settings(value: Any, shape: Shape, path: str) -> Iterator[PhysicalSetting]:
    if isinstance(shape, NamedShape):
        for name, thing in value.items():
            yield from _settings(thing, shape.item, f"{path}.{name}")
    if not isinstance(shape, GroupShape):
        return
    for name, setting in shape.settings.items():
        inner, where = getattr(value, name), f"{path}.{name}"
        if inner is None or setting.says.role is not Role.PHYSICAL:
            continue
        if isinstance(setting.shape, ScalarShape) and setting.shape.kinds == (Kind.NUMBER,):
            yield PhysicalSetting(
                path=where,
                value=inner,
                bounds=setting.shape.bounds,
                unit=setting.dimension or "",
                role=setting.says.role,
            )
        else:
            yield from _settings(inner, setting.shape, where)


def world_overrides(
    scenario: Scenario, world: int, seed: int, *, spread: float = SPREAD, except_paths: Collection[str] = ()
) -> list[tuple[str, float]]:
    """Return the overrides, path and SI value, that make another world of a scenario.

    Each number is multiplied by a factor of its own in [1 - spread, 1 + spread], drawn by world, seed and the name of
    its path: a number added to the scenario moves no other, and two variants of a scenario share their worlds. Declared
    bounds hold. Times on target stay reachable, within the spread; a dash is no slower than the cruise, and a
    missile hits no better from afar, where that was so. except_paths: settings, or all below a path, that stay.

    Raises: UsageError when the spread is not in [0, 1), or an excepted path leads nowhere.
    """
    if not 0.0 <= spread < 1.0:
        raise UsageError(f"the spread of worlds must be at least 0 and below 1, got {spread:g}")
    kept = [_words(path) for path in except_paths]
    free = {
        one.path: one
        for one in physical_settings(scenario)
        if one.value != 0.0 and not any(covers(pattern, tuple(one.path.split("."))) for pattern in kept)
    }
    factors = _factors(free, world, seed, spread)
    _keep_times_on_target(scenario, factors, 1.0 + spread)
    values = {path: _clipped(one.value, one.value * factors[path], one.bounds) for path, one in free.items()}
    _keep_order(scenario, values)
    return list(values.items())


def _words(path: str) -> Words:
    faults = Faults()
    words = words_of(path, Mark(""), faults)
    if words is None:
        raise UsageError(f"{shown(path)}: {faults.found[0].rule} ({faults.found[0].hint})")
    return words


def _factors(paths: Collection[str], world: int, seed: int, spread: float) -> dict[str, float]:
    from sim.base.chance import Chance  # it loads numpy, which the reader does without

    luck = Chance(seed, world).trial(world)
    return {path: 1.0 + spread * (2.0 * luck.uniform(f"world/{path}") - 1.0) for path in paths}


def _clipped(old: float, new: float, bounds: Bounds) -> float:
    """Return a value within its bounds; one that may not be reached is approached by half the way."""
    if bounds.at_least is not None:
        new = max(new, bounds.at_least)
    if bounds.at_most is not None:
        new = min(new, bounds.at_most)
    if bounds.above is not None and new <= bounds.above:
        new = (old + bounds.above) / 2.0
    if bounds.below is not None and new >= bounds.below:
        new = (old + bounds.below) / 2.0
    return new


def _keep_times_on_target(scenario: Scenario, factors: dict[str, float], most: float) -> None:
    """Make a time later, and where that is not enough the flight faster, until it can be met; it stays in the trial."""
    for name, flight in scenario.flights.items():
        strike, route = flight.strike, scenario.routes.get(flight.route or "")
        tot, speed = f"flights.{name}.strike.tot_s", f"flights.{name}.speed_mps"
        wave = f"flights.{name}.starts.at_s"
        if wave in factors and flight.starts is not None and flight.starts.at_s:
            factors[wave] = min(factors[wave], scenario.ends_at_s / flight.starts.at_s * (1.0 - _JUST))
        start = f"flights.{name}.start_s"
        if start in factors and flight.start_s:
            factors[start] = min(factors[start], scenario.ends_at_s / flight.start_s * (1.0 - _JUST))
        if strike is None or route is None:
            continue
        needed = length_m(route.points_m[: route.release_index + 1]) / (flight.speed_mps * strike.tot_s) * (1.0 + _JUST)
        latest = min(most, scenario.ends_at_s / strike.tot_s * (1.0 - _JUST))
        if tot in factors:
            factors[tot] = min(max(factors[tot], needed / factors.get(speed, 1.0)), latest)
        if speed in factors:
            factors[speed] = max(factors[speed], needed / factors.get(tot, 1.0))


def _keep_order(scenario: Scenario, values: dict[str, float]) -> None:
    """Keep a dash at least as fast as the cruise, and hits from afar at most as likely, where that was so."""
    for kind, things in (("flights", scenario.flights), ("sites", scenario.sites)):
        for name, thing in things.items():
            missile = thing.missile
            if missile is not None and (missile.hit_prob_far or 1.0) <= missile.hit_prob:
                _hold(
                    values, f"{kind}.{name}.missile.hit_prob_far", f"{kind}.{name}.missile.hit_prob", missile.hit_prob
                )
    for name, flight in scenario.flights.items():
        dash = f"flights.{name}.dash_mps"
        if dash in values and flight.dash_mps is not None and flight.dash_mps >= flight.speed_mps:
            values[dash] = max(values[dash], values.get(f"flights.{name}.speed_mps", flight.speed_mps))
    keep_fuel_order(scenario, values)


def _hold(values: dict[str, float], lower: str, upper: str, otherwise: float) -> None:
    if lower in values:
        values[lower] = min(values[lower], values.get(upper, otherwise))
