"""Fuel and tankers as a scenario declares them: what cannot be is told with its place, its rule and a remedy."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.model.fuel import When
from sim.scenario import load_text
from tests.builders import scenario_text

TANKER = {
    "side": "blue",
    "aircraft": 1,
    "speed_kt": 400,
    "tanker": {"at_nm": [20, 20], "home_nm": [0, 0], "booms": 1, "transfer_rate": 10, "give_min": 500},
}
FUEL = {"capacity_min": 90, "joker_min": 40, "bingo_min": 30}
REFUEL = {"at": "SPRING"}


def with_fuel(**changes: object) -> str:
    """Return the small scenario with a tanker and an escort that takes fuel there, changed by path."""
    return scenario_text(
        **{
            "flights__SPRING": {**TANKER, "tanker": dict(TANKER["tanker"])},  # type: ignore[call-overload]
            "flights__GUARD__fuel": dict(FUEL),
            "flights__GUARD__refuel": dict(REFUEL),
            **changes,
        }
    )


def faults_of(**changes: object) -> list[str]:
    """Return the faults of that scenario."""
    with pytest.raises(ScenarioError) as caught:
        load_text(with_fuel(**changes))
    return [str(fault) for fault in caught.value.faults]


def test_it_is_read_in_si_units() -> None:
    loaded = load_text(with_fuel(flights__GUARD__refuel={"at": "SPRING", "when": "start", "to_share": 0.9}))
    guard, texaco = loaded.scenario.flights["GUARD"], loaded.scenario.flights["SPRING"]
    assert loaded.warnings == ()
    assert guard.fuel is not None
    assert guard.refuel is not None
    assert texaco.tanker is not None
    assert (guard.fuel.capacity_s, guard.fuel.joker_s, guard.refuel.when) == (5400.0, 2400.0, When.START)
    assert (texaco.tanker.give_s, texaco.role.value) == (30_000.0, "tanker")


FAULTS: dict[str, tuple[dict[str, object], str]] = {
    "no booms": (
        {"flights__SPRING__tanker__booms": 0},
        "flights.SPRING.tanker.booms: must be at least 1, got `0`",
    ),
    "booms left out": ({"flights__SPRING__tanker__booms": None}, "flights.SPRING.tanker.booms: is missing"),
    "no capacity": (
        {"flights__GUARD__fuel__capacity_min": 0},
        "GUARD.fuel.capacity_min: must be above 0, got `0` (usual are 10 to 600)",
    ),
    "bingo above joker": (
        {"flights__GUARD__fuel__bingo_min": 50},
        "GUARD.fuel.bingo_min: must be below joker, 40 min, got 50 min (joker is the warning before bingo",
    ),
    "joker above what it starts with": (
        {"flights__GUARD__fuel__start_share": 0.4},
        "GUARD.fuel.joker_min: must be below the fuel that it starts with, 36 min, got 40 min",
    ),
    "refuel from nobody": (
        {"flights__GUARD__refuel__at": "SPRNG"},
        "GUARD.refuel.at: there is no flight `SPRNG` to refuel from (did you mean SPRING?)",
    ),
    "refuel from a bomber": (
        {"flights__GUARD__refuel__at": "BOMBER"},
        "GUARD.refuel.at: `BOMBER` is no tanker (tankers of its side: SPRING)",
    ),
    "refuel from the other side": (
        {"flights__SPRING__side": "red"},
        "GUARD.refuel.at: `SPRING` is on the other side, `red` (give a flight of its side a `tanker`)",
    ),
    "refuel without fuel": (
        {"flights__GUARD__fuel": None},
        "GUARD.refuel: takes fuel, but has no fuel to run short of (add fuel: {capacity_min: 120, bingo_min: 30})",
    ),
    "a tanker of itself": (
        {
            "flights__SPRING__fuel": {"capacity_min": 300, "bingo_min": 30},
            "flights__SPRING__refuel": {"at": "SPRING", "when": "start"},
        },
        "SPRING.refuel.at: a tanker cannot refuel from itself",
    ),
    "at joker without joker": (
        {"flights__GUARD__fuel__joker_min": None},
        "GUARD.refuel.when: goes at joker, but its fuel has none (set fuel.joker, or when: start)",
    ),
    "too little": (
        {"flights__GUARD__refuel__to_share": 0.4},
        "GUARD.refuel.to_share: takes fuel up to 36 min, which is not above joker, 40 min: it would come for ever",
    ),
    "too little to go on": (
        {"flights__GUARD__refuel": {"at": "SPRING", "when": "start", "to_share": 0.3}},
        "GUARD.refuel.to_share: takes fuel up to 27 min, which is not above bingo (make it larger, or bingo less)",
    ),
    "at a point of no route": (
        {"flights__GUARD__refuel__when": "point", "flights__GUARD__refuel__point": 1},
        "GUARD.refuel.point: has no route, so no point of it (use when: joker or when: start)",
    ),
    "at no point": (
        {"flights__GUARD__refuel__when": "point"},
        "GUARD.refuel.when: does not say at which point (add point: 1)",
    ),
    "a point for nothing": (
        {"flights__GUARD__refuel__point": 1},
        "GUARD.refuel.point: is for when: point, and this is when: joker (remove it)",
    ),
    "a point beyond the route": (
        {"flights__BOMBER__fuel": FUEL, "flights__BOMBER__refuel": {"at": "SPRING", "when": "point", "point": 2}},
        "BOMBER.refuel.point: must be at most 1, the last point before home, got 2",
    ),
    "two elements": (
        {"flights__SPRING__aircraft": 3},
        "SPRING.aircraft: flies as 2 elements, but its booms are in one place (add elements: [3])",
    ),
    "home before it comes": (
        {"flights__SPRING__tanker__until_min": 20, "flights__SPRING__tanker__on_station_min": 30},
        "SPRING.tanker.until_min: goes home at 20 min, but is at its point at 30 min only",
    ),
    "after the end": (
        {"flights__SPRING__tanker__on_station_min": 300},
        "SPRING.tanker.on_station_min: must be before the end of the trial",
    ),
    "two tasks": (
        {"flights__SPRING__patrol": {"at_nm": [0, 0], "commit_range_nm": 9}},
        "SPRING.tanker: has 2 tasks: patrol and tanker",
    ),
    "a route": ({"flights__SPRING__route": "north"}, "SPRING.route: flies no route, because its task is tanker"),
    "a guard of no home": (
        {"flights__SPRING__tanker__home_nm": None, "flights__GUARD__escort__of": "SPRING"},
        "GUARD.escort.of: `SPRING` has no home, so no way along which a station could be ahead or abeam",
    ),
    "late by nothing": (
        {"injects": {"X": {"at_min": 1, "what": {"late": "SPRING"}}}},
        "X.what: makes a tanker late, but does not say by how much (add by_min: 10)",
    ),
    "late is nobody": (
        {"injects": {"X": {"at_min": 1, "what": {"by_min": 5}}}},
        "X.what: says how late, but not who (add late: NAME, a tanker flight)",
    ),
    "a late bomber": (
        {"injects": {"X": {"at_min": 1, "what": {"late": "BOMBER", "by_min": 5}}}},
        "X.what.late: `BOMBER` is no tanker (tankers: SPRING)",
    ),
    "a late nobody": (
        {"injects": {"X": {"at_min": 1, "what": {"late": "SPRNG", "by_min": 5}}}},
        "X.what.late: there is no flight `SPRNG` (did you mean SPRING?)",
    ),
}


@pytest.mark.parametrize(("changes", "words"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_is_told_with_place_and_remedy(changes: dict[str, object], words: str) -> None:
    told = faults_of(**changes)
    assert any(words in fault for fault in told), told


WARNINGS: dict[str, tuple[dict[str, object], str]] = {
    "no bingo": ({"flights__GUARD__fuel__bingo_min": None}, "GUARD.fuel: has no bingo: out of fuel it falls"),
    "bingo too small": (
        {"flights__GUARD__fuel__bingo_min": 5},
        "GUARD.fuel.bingo_min: lasts for 38 nm at cruise, but home is up to 120 nm away",
    ),
    "a tanker for nobody": (
        {"flights__GUARD__refuel": None},
        "SPRING.tanker: has nobody to give fuel to (give a flight refuel: {at: SPRING})",
    ),
    "an inject after it left": (
        {"injects": {"X": {"at_min": 10, "what": {"late": "SPRING", "by_min": 5}}}},
        "X.what.late: comes too late: `SPRING` leaves home at 0 min",
    ),
}


@pytest.mark.parametrize(("changes", "words"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_hardly_meant_is_warned_of(changes: dict[str, object], words: str) -> None:
    told = [str(warning) for warning in load_text(with_fuel(**changes)).warnings]
    assert any(words in warning for warning in told), told
