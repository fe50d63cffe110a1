"""Metrics and invariants of fuel on logs that are written, or broken, by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.measure import check_invariants, measure
from sim.model.fuel import Fuel, Refuel, Tanker
from sim.scenario.schema import Flight, Scenario
from sim.trial.reasons import FuelMark, Purpose, Status
from sim.trial.records import (
    BoomGranted,
    ElementLost,
    Ended,
    FuelExhausted,
    FuelState,
    LegStarted,
    MemberLost,
    Record,
    RefuellingBegan,
    RefuellingEnded,
    Started,
    TankerClosed,
    TankerJoined,
    TankerLeft,
    Trial,
    TurnedHome,
    Unresolved,
)
from tests.measure_builders import BISON, HAWK, SCENARIO

FUEL = Fuel(capacity_s=3600.0, hold_burn=0.5, joker_s=600.0, bingo_s=300.0)
TANK = Flight(
    side="blue", aircraft=1, speed_mps=200.0, tanker=Tanker(at_m=(0.0, 0.0), booms=1, transfer_rate=10.0, give_s=5000.0)
)
GIVEN: Scenario = replace(
    SCENARIO,
    flights={
        "BISON": replace(BISON, aircraft=1),
        "HAWK": replace(HAWK, aircraft=2, elements=(1, 1), fuel=FUEL, refuel=Refuel(at="TANK")),
        "TANK": TANK,
    },
    links={},
    controllers={},
    sites={},
)


def leg(at_s: float, element: str, purpose: Purpose, v_mps: float = 0.0, x_m: float = 0.0) -> LegStarted:
    return LegStarted(at_s, element, int(at_s) + 1, purpose, x_m, 0.0, v_mps, 0.0, 1e9)


HEAD: tuple[Record, ...] = tuple(
    Started(0.0, name, name[:-2], (f"{name}.1",), 0.0, 0.0) for name in ("BISON-1", "HAWK-1", "HAWK-2", "TANK-1")
)

# HAWK-1: 1000 s of cruise, 100 s in the queue, 2650 s taken in 265 s. HAWK-2: 1000 s of cruise, 200 s in vain.
SOUND: tuple[Record, ...] = (
    *HEAD,
    leg(0.0, "HAWK-1", Purpose.TANKER, 0.001),
    FuelState(0.0, "HAWK-1", FuelMark.START, 3600.0),
    leg(0.0, "HAWK-2", Purpose.TANKER, 0.001),
    FuelState(0.0, "HAWK-2", FuelMark.START, 3600.0),
    leg(1000.0, "HAWK-1", Purpose.REFUEL, x_m=1.0),
    TankerJoined(1000.0, "TANK-1", "HAWK-1"),
    leg(1000.0, "HAWK-2", Purpose.REFUEL, x_m=1.0),
    TankerJoined(1000.0, "TANK-1", "HAWK-2"),
    BoomGranted(1100.0, "TANK-1", "HAWK-1"),
    RefuellingBegan(1100.0, "TANK-1", "HAWK-1", 2550.0),
    RefuellingEnded(1200.0, "TANK-1", "HAWK-1", 1000.0, 3550.0),
    leg(1200.0, "HAWK-1", Purpose.STATION, 1.0, x_m=1.0),
    leg(1200.0, "HAWK-2", Purpose.HOME, 1.0, x_m=1.0),
    TankerLeft(1200.0, "TANK-1", "HAWK-2"),
    TurnedHome(1200.0, "HAWK-2", 2500.0),
    TankerClosed(1200.0, "TANK-1", 4000.0),
    FuelExhausted(3700.0, "HAWK-2"),
    MemberLost(3700.0, "HAWK-2.1", "HAWK-2", "HAWK", 0),
    ElementLost(3700.0, "HAWK-2"),
    *(Unresolved(4000.0, name, (f"{name}.1",)) for name in ("BISON-1", "HAWK-1", "TANK-1")),
    Ended(4000.0, Status.FINISHED, 0),
)


def trial(records: tuple[Record, ...]) -> Trial:
    return Trial(0, 1, Status.FINISHED, records, 1)


def test_a_sound_log_is_sound() -> None:
    assert check_invariants(GIVEN, trial(SOUND)) == []


def test_metrics_of_fuel_are_read_off_the_records() -> None:
    metrics = measure(GIVEN, trial(SOUND))
    assert metrics["tanker_wait_s"] == (100.0 + 200.0) / 2
    assert metrics["tanker_wait_greatest_s"] == 200.0
    assert metrics["fuel_given_min"] == pytest.approx(1000.0 / 60.0)
    assert metrics["refuelled_share"] == 0.5
    assert (metrics["fuel_dropouts"], metrics["fuel_losses"], metrics["tankers_lost"]) == (1.0, 1.0, 0.0)
    assert metrics["escorts_off_for_fuel_min"] == 1200.0 / 60.0


def changed(old: Record, new: Record | None) -> tuple[Record, ...]:
    """Return the sound log with one record in another's place, or without it."""
    assert old in SOUND
    return tuple(record for one in SOUND for record in ((one,) if one != old else (new,)) if record is not None)


BROKEN: dict[str, Callable[[], tuple[Record, ...]]] = {
    "fuel rises by itself": lambda: changed(TurnedHome(1200.0, "HAWK-2", 2500.0), TurnedHome(1200.0, "HAWK-2", 2600.0)),
    "fuel falls faster than its legs burn": lambda: changed(
        RefuellingBegan(1100.0, "TANK-1", "HAWK-1", 2550.0), RefuellingBegan(1100.0, "TANK-1", "HAWK-1", 2500.0)
    ),
    "more is given than taken": lambda: changed(
        RefuellingEnded(1200.0, "TANK-1", "HAWK-1", 1000.0, 3550.0),
        RefuellingEnded(1200.0, "TANK-1", "HAWK-1", 1100.0, 3550.0),
    ),
    "more than the tanks hold": lambda: changed(
        FuelState(0.0, "HAWK-1", FuelMark.START, 3600.0), FuelState(0.0, "HAWK-1", FuelMark.START, 3700.0)
    ),
    "a tank that is not dry": lambda: changed(
        FuelExhausted(3700.0, "HAWK-2"), FuelExhausted(3600.0 + 100.0 - 1e-3, "HAWK-2")
    ),
    "a loss without a cause": lambda: changed(FuelExhausted(3700.0, "HAWK-2"), None),
    "a loss with two causes": lambda: changed(
        MemberLost(3700.0, "HAWK-2.1", "HAWK-2", "HAWK", 0), MemberLost(3700.0, "HAWK-2.1", "HAWK-2", "HAWK", 3)
    ),
    "the lost take fuel": lambda: (
        *SOUND[:-4],
        TankerJoined(3800.0, "TANK-1", "HAWK-2"),
        *SOUND[-4:],
    ),
}


@pytest.mark.parametrize("breach", BROKEN.values(), ids=BROKEN)
def test_a_breach_is_found(breach: Callable[[], tuple[Record, ...]]) -> None:
    assert check_invariants(GIVEN, trial(breach())) != []


def test_a_tanker_that_gives_more_than_it_has_is_found() -> None:
    assert TANK.tanker is not None
    poor = replace(GIVEN, flights=GIVEN.flights | {"TANK": replace(TANK, tanker=replace(TANK.tanker, give_s=900.0))})
    assert check_invariants(poor, trial(SOUND)) == ["fuel_adds_up: TANK-1 gave 1000.0 s of fuel, more than it had"]
