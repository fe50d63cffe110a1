"""Bases and fuel together: who takes off from a base with what fuel, refuels on the way, and lands or waits overhead.

Flights go at 200 m/s; MAIN is where the routes of fuel_builders begin, FAR lies 60 km behind it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from sim.base.chance import Chance
from sim.base.units import MIN
from sim.measure import check_invariants
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import FuelMark
from tests.fuel_builders import TANK, first, marks, of, played, scenario, text_of

TRIALS: Final = 30
WHOLE: Final = Path(__file__).with_name("bases_and_fuel.yaml")

MAIN: Final = {"side": "blue", "at_km": [0, 0], "takeoff_interval_s": 50}
FAR: Final = {"side": "blue", "at_km": [-60, 0]}
FUEL: Final = {"capacity_min": 100, "bingo_min": 20}
PATROL: Final = {"at_km": [60, 0], "commit_range_km": 1}


def bases(**main: object) -> dict[str, Any]:
    return {"MAIN": {**MAIN, **main}, "FAR": FAR}


def hit(at_min: float) -> dict[str, Any]:
    return {"HIT": {"at_min": at_min, "what": {"lose": "MAIN"}, "enabled": True}}


def test_thirty_whole_trials_keep_every_rule_and_do_everything() -> None:
    loaded = load_text(WHOLE.read_text(encoding="utf-8")).scenario
    chance = Chance(3, 0, TRIALS)
    seen = set()
    for number in range(TRIALS):
        trial = run_trial(loaded, 3, number, chance)
        assert check_invariants(loaded, trial) == []
        seen |= {type(record) for record in trial.records}
    assert seen >= {log.GroundAbort, log.GroundLoss, log.Scrambled, log.Diverted, log.RefuellingEnded, log.TurnedHome}


def test_nothing_is_burnt_on_the_ground() -> None:
    """The second of two elements waits 50 s for the runway, and has all its fuel when it takes off."""
    trial = played(
        bases=bases(), ALFA={"aircraft": 2, "elements": [1, 1], "base": "MAIN", "patrol": PATROL, "fuel": FUEL}
    )
    assert first(trial, log.Airborne, "ALFA-2").at_s == 50
    assert marks(trial, "ALFA-2")[0] == (50, FuelMark.START, 6000)
    assert marks(trial, "ALFA-2")[1] == (50 + 80 * MIN, FuelMark.BINGO, 20 * MIN)


def test_at_the_start_means_once_it_has_taken_off() -> None:
    alfa = {"aircraft": 2, "elements": [1, 1], "base": "MAIN", "patrol": {**PATROL, "at_km": [0, 90]}, "fuel": FUEL}
    trial = played(bases=bases(), TANK=TANK, ALFA={**alfa, "refuel": {"at": "TANK", "when": "start"}})
    joins = {one.element: one.at_s for one in of(trial, log.TankerJoined)}
    assert joins == {"ALFA-1": 300, "ALFA-2": 350}
    assert [one.taken_s for one in of(trial, log.RefuellingEnded)] == pytest.approx([300, 300])


@pytest.mark.parametrize("base_km", [[0, 0], [0, -30]])
def test_points_of_the_route_count_from_its_own_start(base_km: list[float]) -> None:
    """Whether or not the base lies off the route, point 1 is the bend at 120 km."""
    alfa = {"base": "MAIN", "route": "bent", "strike": {"target": "DEPOT", "tot_min": 60}, "fuel": FUEL}
    trial = played(
        bases=bases(at_km=base_km),
        routes={"bent": {"points_km": [[0, 0], [120, 0], [240, 0]], "release": 2, "egress_km": [[240, 60], [0, 60]]}},
        TANK=TANK,
        ALFA={**alfa, "refuel": {"at": "TANK", "when": "point", "point": 1}},
    )
    bend = next(one for one in of(trial, log.Reached, "ALFA-1") if one.point == 1)
    assert first(trial, log.TankerJoined).at_s == pytest.approx(bend.at_s + 300)


def test_who_failed_to_start_takes_no_fuel() -> None:
    alfa = {"aircraft": 4, "elements": [4], "base": "MAIN", "patrol": PATROL, "fuel": FUEL, "ground_abort_prob": 0.5}
    loaded = scenario(bases=bases(), TANK=TANK, ALFA={**alfa, "refuel": {"at": "TANK", "when": "start"}})
    failed = set()
    for number in range(8):
        trial = run_trial(loaded, 1, number)
        assert check_invariants(loaded, trial) == []
        down = len(list(of(trial, log.GroundAbort)))
        failed.add(down)
        assert [one.taken_s for one in of(trial, log.RefuellingEnded)] == pytest.approx([300 * (4 - down)] * (down < 4))
    assert len(failed) > 1  # the same trials always: there is no chance in this


def test_who_is_at_the_tanker_when_its_base_is_hit_takes_its_fuel_and_lands_elsewhere() -> None:
    alfa = {"base": "MAIN", "patrol": {**PATROL, "until_min": 30}, "fuel": FUEL}
    trial = played(
        bases=bases(divert=["FAR"]),
        injects=hit(5.1),
        TANK=TANK,
        ALFA={**alfa, "refuel": {"at": "TANK", "when": "start"}},
    )
    (turned,) = of(trial, log.Diverted)
    assert first(trial, log.RefuellingBegan).at_s < turned.at_s < first(trial, log.RefuellingEnded).at_s
    assert first(trial, log.RefuellingEnded).taken_s == pytest.approx(300)
    assert first(trial, log.HomeReached, "ALFA-1").at_s == pytest.approx(30 * MIN + 120_000 / 200)


def test_who_goes_home_for_want_of_fuel_turns_to_where_it_may_land() -> None:
    """It turns home at 40 min, 60 km out; at 42 min, 36 km out, its base is hit, and it has 96 km to FAR."""
    short = {"capacity_min": 60, "bingo_min": 20}
    alfa = {"base": "MAIN", "patrol": PATROL, "fuel": short}
    trial = played(bases=bases(divert=["FAR"]), injects=hit(42), ALFA=alfa)
    assert first(trial, log.TurnedHome).at_s == 40 * MIN
    assert first(trial, log.HomeReached).at_s == pytest.approx(40 * MIN + 120_000 / 200)
    assert marks(trial, "ALFA-1")[-1][2] == pytest.approx(20 * MIN - 600)


def test_who_can_land_nowhere_burns_its_last_fuel_overhead() -> None:
    """With 20 min of fuel it turns home, 5 min away; overhead the rest lasts for 15 min at half the burn."""
    short = {"capacity_min": 60, "bingo_min": 20, "hold_burn": 0.5}
    trial = played(bases=bases(), injects=hit(1), ALFA={"base": "MAIN", "patrol": PATROL, "fuel": short})
    home_s = first(trial, log.TurnedHome).at_s + 300
    assert first(trial, log.FuelExhausted).at_s == pytest.approx(home_s + 15 * MIN / 0.5)
    assert list(of(trial, log.HomeReached)) == []


def test_waiting_for_the_runway_burns_fuel_until_the_landing() -> None:
    """Both are overhead at 25 min; the second, which took off 50 s later, waits for 400 s and burns half as much."""
    alfa = {"aircraft": 2, "elements": [1, 1], "base": "MAIN", "patrol": {**PATROL, "until_min": 20}}
    thrifty = {"fuel": {**FUEL, "hold_burn": 0.5}}
    trial = played(bases=bases(landing_interval_s=400), ALFA={**alfa, **thrifty})
    assert [one.at_s for one in of(trial, log.HomeReached)] == pytest.approx([1500, 1900])
    assert marks(trial, "ALFA-1")[1:] == [(1500, FuelMark.HOME, pytest.approx(6000 - 600 - 900 / 2))]
    assert marks(trial, "ALFA-2")[1:] == [(1900, FuelMark.HOME, pytest.approx(6000 - 600 - (850 + 400) / 2))]


def test_bingo_is_held_against_the_way_to_the_base() -> None:
    far = {"base": "MAIN", "patrol": {**PATROL, "at_km": [260, 0]}, "fuel": FUEL}
    said = [
        "home is up to 140 nm away" in warnings_of(bases=bases(at_km=[east_km, 0]), ALFA=far) for east_km in (0, 200)
    ]
    assert said == [True, False]


def warnings_of(**things: object) -> str:
    return "\n".join(map(str, load_text(text_of(**things)).warnings))
