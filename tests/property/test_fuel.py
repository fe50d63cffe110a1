"""Fuel and tankers in random scenarios: the invariants hold, trials end, and what nobody reads changes nothing."""

from __future__ import annotations

import copy
from random import Random

from hypothesis import given

from sim.measure import check_invariants
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, SIDES, Draft, hasty, scenario_of


def fuelled(draft: Draft) -> Draft:
    """Return a copy in which most flights fly by fuel, many of them with a tanker of their side; by its own content."""
    numbers, other = Random(repr(draft["flights"])), copy.deepcopy(draft)
    flights = other["flights"]
    for _, flight in sorted(flights.items()):
        if numbers.random() < 0.8:
            _give_fuel(numbers, flight)
            if numbers.random() < 0.7:
                _plan_refuelling(numbers, flight, f"TANK-{flight['side']}")
    for side in SIDES:
        at_m = [numbers.uniform(0.0, 300e3), numbers.uniform(-60e3, 90e3)]
        flights[f"TANK-{side}"] = _tanker(numbers, side, at_m)
        if numbers.random() < 0.3:
            _give_fuel(numbers, flights[f"TANK-{side}"])
    if numbers.random() < 0.5:
        escorts = [name for name, flight in sorted(flights.items()) if "escort" in flight]
        for name in escorts[:1]:
            flights[name]["escort"]["of"] = f"TANK-{flights[name]['side']}"
    what = {"late": "TANK-blue", "by_s": numbers.uniform(10.0, 900.0)}
    other["injects"] = {"LATE": {"at_s": numbers.uniform(0.0, 300.0), "what": what, "enabled": True}}
    return other


def _give_fuel(numbers: Random, flight: Draft) -> None:
    capacity_s = numbers.uniform(1_500.0, 5_000.0)
    fuel = flight["fuel"] = {
        "capacity_s": capacity_s,
        "start_share": numbers.uniform(0.6, 1.0),
        "dash_burn": numbers.uniform(1.0, 4.0),
        "hold_burn": numbers.uniform(0.4, 1.5),
        "joker_s": capacity_s * numbers.uniform(0.3, 0.55),
    }
    if numbers.random() < 0.8:
        fuel["bingo_s"] = capacity_s * numbers.uniform(0.05, 0.28)


def _plan_refuelling(numbers: Random, flight: Draft, tanker: str) -> None:
    refuel = flight["refuel"] = {"at": tanker, "to_share": numbers.uniform(0.6, 1.0)}
    refuel["when"] = numbers.choice(["joker", "joker", "start", "point"])
    if refuel["when"] == "point":
        if "route" in flight:
            refuel["point"] = 0
        else:
            refuel["when"] = "start"


def _tanker(numbers: Random, side: str, at_m: list[float]) -> Draft:
    tanker = {
        "at_m": at_m,
        "home_m": [at_m[0] + numbers.uniform(-80e3, 80e3), at_m[1] + numbers.uniform(20e3, 60e3)],
        "on_station_s": numbers.choice([0.0, numbers.uniform(60.0, 1_500.0)]),
        "until_s": numbers.uniform(2_000.0, 5_000.0),
        "booms": numbers.randint(1, 3),
        "transfer_rate": numbers.uniform(2.0, 20.0),
        "give_s": numbers.uniform(1_000.0, 20_000.0),
        "contact_s": numbers.uniform(0.0, 120.0),
        "contact": numbers.choice(["fixed", "exponential"]),
    }
    size = numbers.randint(1, 2)
    return {
        "side": side,
        "aircraft": size,
        "elements": [size],
        "speed_mps": numbers.uniform(180.0, 240.0),
        "defence": {"warned_prob": numbers.random(), "manoeuvre": numbers.choice(["press", "beam"])},
        "timing": {"own_sd_s": numbers.uniform(0.0, 200.0)},
        "tanker": tanker,
    }


def _broken(draft: Draft) -> list[str]:
    scenario = scenario_of(fuelled(draft))
    return [breach for number in range(2) for breach in check_invariants(scenario, run_trial(scenario, 7, number))]


def _unfinished(draft: Draft) -> list[str]:
    trial = run_trial(scenario_of(fuelled(draft)), 7, 0)
    return [] if trial.status is Status.FINISHED else [f"{trial.events} events by {trial.records[-1].at_s} s"]


@examples(60)
@given(SEEDS)
def test_the_invariants_hold_where_fuel_counts(seed: int) -> None:
    must_hold(seed, _broken)


@examples(40)
@given(SEEDS)
def test_no_random_scenario_with_fuel_uses_up_its_budget(seed: int) -> None:
    must_hold(seed, _unfinished)


def _broken_in_haste(draft: Draft) -> list[str]:
    return _broken(hasty(draft))


@examples(20)
@given(SEEDS)
def test_the_invariants_hold_where_nothing_takes_time_but_fuel(seed: int) -> None:
    must_hold(seed, _broken_in_haste)
