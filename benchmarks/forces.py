"""How the cost of a trial grows with the forces: on separate axes, and all in one airspace."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable
from typing import Any

from benchmarks.row import Row
from benchmarks.trials import cpu_s, play
from sim.scenario import load_scenario, load_text
from sim.scenario.schema import MAX_AIRCRAFT, Scenario

FACTORS = (1, 2, 4, 8)
TRIALS = {1: 24, 2: 12, 4: 6, 8: 3}
"""Trials of one round, fewer where one costs more; every factor is played from trial 0 on."""

APART_M = 1.5e6
"""Distance between two axes: nobody sees or reaches the next one."""

BESIDE_M = 2e4
"""Distance between the sites of one airspace."""

Content = dict[str, Any]


def separate_axes(content: Content, copies: int) -> Content:
    """Return the scenario with every entity copied to axes of its own, with links and controllers of its own."""
    whole = _without_classroom(content)
    for kind in KINDS:
        whole[kind] = {
            _copy(name, number): _moved(_renamed(entity, content, number), APART_M * number)
            for number in range(copies)
            for name, entity in content[kind].items()
        }
    return whole


def one_airspace(content: Content, factor: int) -> Content:
    """Return the scenario with that many times the aircraft in its flights and that many sites, nothing else changed.

    A flight that would be too large becomes several with the same task; sites stand beside one another.
    """
    whole = _without_classroom(content)
    names: dict[str, list[str]] = {}
    for name, flight in content["flights"].items():
        sizes = _sizes(flight["aircraft"] * factor)
        names[name] = [_copy(name, number) for number in range(len(sizes))]
        whole["flights"] |= {copy: flight | {"aircraft": size} for copy, size in zip(names[name], sizes, strict=True)}
    for name, site in content["sites"].items():
        names[name] = [_copy(name, number) for number in range(factor)]
        whole["sites"] |= {copy: _moved(site, BESIDE_M * number) for number, copy in enumerate(names[name])}
    for link in whole["links"].values():
        link["members"] = [copy for name in link["members"] for copy in names.get(name, [name])]
    return whole


def _sizes(aircraft: int) -> list[int]:
    return [MAX_AIRCRAFT] * (aircraft // MAX_AIRCRAFT) + [aircraft % MAX_AIRCRAFT] * (aircraft % MAX_AIRCRAFT > 0)


KINDS = ("routes", "targets", "links", "controllers", "flights", "sites")


def _without_classroom(content: Content) -> Content:
    """Return a copy without what names single entities for people: knobs, variants and the lesson."""
    left_out = ("knobs", "variants", "lesson")
    return {key: json.loads(json.dumps(value)) for key, value in content.items() if key not in left_out}


def _copy(name: str, number: int) -> str:
    return name if number == 0 else f"{name}{number}"


def _renamed(entity: Any, known: Content, number: int) -> Any:
    """Return an entity whose mentions of other copied entities are those of the same copy."""
    names = {name for kind in KINDS if kind in known for name in known[kind]}
    if isinstance(entity, dict):
        return {key: _renamed(value, known, number) for key, value in entity.items()}
    if isinstance(entity, list):
        return [_renamed(value, known, number) for value in entity]
    return _copy(entity, number) if isinstance(entity, str) and entity in names else entity


def _moved(entity: Any, north_m: float) -> Any:
    """Return an entity with all its places that much farther north."""
    if not isinstance(entity, dict):
        return entity
    return {
        key: [_shifted(place, north_m) for place in value]
        if key in ("points_m", "egress_m") and value
        else _shifted(value, north_m)
        if key in ("at_m", "home_m") and value
        else _moved(value, north_m)
        for key, value in entity.items()
    }


def _shifted(place: list[float], north_m: float) -> list[float]:
    return [place[0], place[1] + north_m]


def force_rows(rounds: int) -> list[Row]:
    """Measure the exponent of CPU per trial for both ways of growing, by a log-log fit in every round."""
    content = load_scenario("baseline-escort").resolved
    return [
        _row("separate axes", separate_axes, content, rounds, hold=1.45, aim=1.2),
        _row("one airspace", one_airspace, content, rounds, hold=1.8, aim=1.6),
    ]


def _row(
    name: str, grow: Callable[[Content, int], Content], content: Content, rounds: int, *, hold: float, aim: float
) -> Row:
    scenarios = {factor: load_text(json.dumps(grow(content, factor))).scenario for factor in FACTORS}
    for scenario in scenarios.values():
        play(scenario, 0, 1)
    fits, times_ms = [], []
    for _ in range(rounds):
        times = [_trial_ms(scenarios[factor], TRIALS[factor]) for factor in FACTORS]
        fits.append(exponent(FACTORS, times))
        times_ms.append(times)
    shown = ", ".join(f"{statistics.median(column):.0f}" for column in zip(*times_ms, strict=True))
    return Row(
        what=f"forces x1, x2, x4, x8, {name}: exponent of CPU per trial",
        hold=hold,
        aim=aim,
        got=statistics.median(fits),
        note=f"median of {rounds} rounds, {min(fits):.2f} to {max(fits):.2f}; {shown} ms a trial here",
    )


def _trial_ms(scenario: Scenario, trials: int) -> float:
    return 1000.0 * cpu_s(lambda: play(scenario, 0, trials)) / trials


def exponent(sizes: tuple[int, ...], costs: list[float]) -> float:
    """Return the slope of the straight line through the logarithms, by least squares."""
    xs, ys = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    middle_x, middle_y = statistics.fmean(xs), statistics.fmean(ys)
    across = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return across / sum((x - middle_x) ** 2 for x in xs)
