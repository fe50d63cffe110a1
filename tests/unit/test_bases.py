"""Bases at work, through YAML and whole trials: the queue for the runway, scrambles, ground aborts, hits, diverting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from sim.base.errors import ScenarioError
from sim.measure import check_invariants, measure
from sim.scenario import Loaded
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import Refusal, ScrambleCause
from sim.trial.records import Trial
from tests.builders import small

R = TypeVar("R")

MAIN = {"side": "red", "at_nm": [150, 0], "takeoff_interval_s": 60}
PATROL = {"at_nm": [130, 0], "commit_range_nm": 80, "until_min": 80}


def island(**changes: object) -> Loaded:
    """Return the small scenario with the interceptors on the ground at MAIN; each change as in `small`."""
    ground = {
        "bases": {"MAIN": dict(MAIN)},
        "flights__BANDIT__base": "MAIN",
        "flights__BANDIT__patrol": dict(PATROL),
        "studied_side": "red",
    }
    return small(**ground | changes)


def played(loaded: Loaded, number: int = 0) -> Trial:
    """Return a sound trial."""
    trial = run_trial(loaded.scenario, 5, number)
    assert check_invariants(loaded.scenario, trial) == []
    return trial


def of(trial: Trial, kind: type[R]) -> Sequence[R]:
    return [record for record in trial.records if isinstance(record, kind)]


def metrics(loaded: Loaded, trial: Trial) -> dict[str, float | None]:
    return measure(loaded.scenario, trial)


# The runway.


@pytest.mark.parametrize(("runways", "waits_s"), [(1, [0, 60, 120, 180, 240]), (2, [0, 0, 60, 60, 120])])
def test_a_burst_waits_for_the_runway_as_a_deterministic_queue_says(runways: int, waits_s: list[float]) -> None:
    """n elements ask at once: with c runways of interval T the k-th waits floor(k / c) T (D/D/c from one burst)."""
    loaded = island(bases__MAIN={**MAIN, "runways": runways}, flights__BANDIT__aircraft=10)
    trial = played(loaded)
    assert [one.at_s for one in of(trial, log.Airborne)] == waits_s
    assert metrics(loaded, trial)["takeoff_wait_s"] == sum(waits_s) / 5


@pytest.mark.parametrize(("interval_s", "every_s"), [(60, 45), (60, 60), (30, 50)])
def test_steady_demand_waits_only_for_what_exceeds_the_runway(interval_s: int, every_s: int) -> None:
    """Single elements ask every `every_s`: in D/D/1 the k-th waits k max(T - every, 0)."""
    flight = {"side": "red", "aircraft": 1, "speed_kt": 450, "base": "MAIN", "patrol": dict(PATROL)}
    flights = {f"flights__F{number}": {**flight, "start_s": number * every_s} for number in range(6)}
    loaded = island(bases__MAIN={**MAIN, "takeoff_interval_s": interval_s}, flights__BANDIT__start_s=4000, **flights)
    waits = [one.at_s - number * every_s for number, one in enumerate(of(played(loaded), log.Airborne)[:6])]
    assert waits == [number * max(interval_s - every_s, 0) for number in range(6)]


def test_landings_share_the_runway_and_wait_overhead() -> None:
    loaded = island(
        bases__MAIN={**MAIN, "landing_interval_s": 120},
        flights__BOMBER=None,
        flights__GUARD=None,
        targets=None,
        routes=None,
        links=None,
        controllers=None,
        flights__BANDIT__aircraft=6,
        flights__BANDIT__patrol={**PATROL, "at_nm": [150, 0], "until_min": 20},
    )
    trial = played(loaded)
    homes_s = sorted(one.at_s for one in of(trial, log.HomeReached))
    assert [later - homes_s[0] for later in homes_s[1:]] == pytest.approx([120, 240], abs=25)
    assert min(later - before for before, later in pairwise(homes_s)) >= 120


def test_a_flight_with_a_route_leaves_in_time_for_its_time_on_target() -> None:
    home = {"side": "blue", "at_nm": [-40, 0]}
    changes: dict[str, Any] = {
        "bases__HOME": home,
        "flights__BOMBER__base": "HOME",
        "flights__BANDIT": None,
        "flights__GUARD": None,
        "links__REDNET__members": ["SAM"],
        "links__BLUENET__members": ["BOMBER", "TOWER"],
        "studied_side": None,
    }
    trial = played(island(**changes))
    (release,) = of(trial, log.Released)
    assert release.error_s == pytest.approx(0.0, abs=1e-6)
    assert of(trial, log.HomeReached)[0].at_s > release.at_s
    last = of(trial, log.LegStarted)[-1]
    assert (last.x_m + last.vx_mps * (last.until_s - last.at_s)) == pytest.approx(-40 * 1852.0, abs=10.0)


def test_who_waits_for_the_runway_is_late_on_target() -> None:
    home = {"side": "blue", "at_nm": [-40, 0], "takeoff_interval_s": 300}
    changes: dict[str, Any] = {
        "bases__HOME": home,
        "flights__BOMBER__base": "HOME",
        "flights__BANDIT": None,
        "flights__BOMBER__elements": [1, 1],
        "flights__GUARD": None,
        "links__REDNET__members": ["SAM"],
        "links__BLUENET__members": ["BOMBER", "TOWER"],
        "studied_side": None,
    }
    first, second = of(played(island(**changes)), log.Released)
    assert second.at_s - first.at_s == pytest.approx(300.0, abs=1e-6)


# The alert.


def on_alert(**alert: object) -> Loaded:
    return island(flights__BANDIT__alert=alert, flights__BANDIT__aircraft=4, sites__SAM__radar={"range_nm": 150})


def test_a_track_within_scramble_range_calls_everybody_out() -> None:
    loaded = on_alert(readiness_s=120, scramble_range_nm=100)
    trial = played(loaded)
    calls = of(trial, log.Scrambled)
    assert {one.element for one in calls} == {"BANDIT-1", "BANDIT-2"}
    assert {one.cause for one in calls} == {ScrambleCause.RANGE}
    assert [one.at_s - calls[0].at_s for one in of(trial, log.Airborne)] == [120, 180]
    assert metrics(loaded, trial)["scramble_delay_s"] == 150
    assert metrics(loaded, trial)["scrambles"] == 2


def test_the_scramble_comes_at_the_closed_form_instant() -> None:
    """The bomber flies from 0 to 100 nm at 400 kt, due at 30 min; it is 130 - 100 nm along the way at the crossing."""
    loaded = island(
        flights__BANDIT__alert={"readiness_s": 0, "scramble_range_nm": 100},
        flights__GUARD=None,
        sites__SAM__radar={"range_nm": 200, "certain": True},
        links__BLUENET__members=["BOMBER", "TOWER"],
    )
    pushes_s = 1800 - 100 / 400 * 3600
    first = of(played(loaded), log.Scrambled)[0]
    heard_s = 30 / 400 * 3600 + pushes_s
    assert first.at_s == pytest.approx(heard_s, abs=1e-6)


def test_a_track_that_came_near_while_the_base_was_closed_scrambles_when_it_opens() -> None:
    loaded = island(
        flights__BANDIT__alert={"readiness_s": 60, "scramble_range_nm": 100},
        sites__SAM__radar={"range_nm": 200, "certain": True},
        injects__HIT={"at_min": 10, "what": {"lose": "MAIN"}, "enabled": True},
        injects__MEND={"at_min": 25, "what": {"restore": "MAIN"}, "enabled": True},
    )
    trial = played(loaded)
    calls = of(trial, log.Scrambled)
    assert {one.element for one in calls} == {one.element for one in of(trial, log.Airborne)} != set()
    assert {one.at_s for one in calls} == {1500.0}


def test_without_news_nobody_is_scrambled_and_all_stay_down() -> None:
    trial = played(island(flights__BANDIT__alert={"readiness_s": 60}))
    assert not of(trial, log.Scrambled)
    (down,) = of(trial, log.StayedDown)
    assert not down.stranded


def test_an_order_scrambles_and_is_carried_out_in_the_air() -> None:
    loaded = island(
        flights__BANDIT__alert={"readiness_s": 90},
        controllers__DEN={"side": "red", "service_s": 10},
        links__REDNET__members=["BANDIT", "SAM", "DEN"],
        sites__SAM__radar={"range_nm": 150},
    )
    trial = played(loaded)
    (call,) = of(trial, log.Scrambled)
    (up,) = of(trial, log.Airborne)
    assert call.cause is ScrambleCause.ORDER
    assert up.at_s == call.at_s + 90
    assert next(one for one in of(trial, log.Committed) if one.element == "BANDIT-1").at_s == up.at_s


# Ground aborts.


def test_who_fails_to_start_stays_behind() -> None:
    loaded = island(flights__BANDIT__ground_abort_prob=1.0)
    trial = played(loaded)
    assert [one.member for one in of(trial, log.GroundAbort)] == ["BANDIT-1.1", "BANDIT-1.2"]
    assert not of(trial, log.Airborne)
    assert metrics(loaded, trial)["ground_aborts"] == 2
    assert metrics(loaded, trial)["sorties"] == 0


def test_the_share_of_ground_aborts_is_its_chance() -> None:
    """240 starts at 0.25: five standard errors are 0.14; false alarm below one in a million. Seed 5."""
    loaded = island(flights__BANDIT__ground_abort_prob=0.25, flights__BANDIT__aircraft=24)
    aborts = sum(len(of(played(loaded, number), log.GroundAbort)) for number in range(10))
    assert aborts / 240 == pytest.approx(0.25, abs=0.14)


# Hits.


def hit(at_min: float = 0.5, **changes: object) -> Loaded:
    """Return the island whose base is hit by an inject, with six interceptors of which one element is in the air."""
    injects = {"HIT": {"at_min": at_min, "what": {"lose": "MAIN"}, "enabled": True}}
    return island(**{"injects": injects, "flights__BANDIT__aircraft": 6, **changes})


def test_nobody_leaves_a_base_that_was_hit_and_those_who_were_to_are_stranded() -> None:
    loaded = hit()
    trial = played(loaded)
    assert [one.element for one in of(trial, log.Airborne)] == ["BANDIT-1"]
    assert metrics(loaded, trial)["stranded_aircraft"] == 4
    assert metrics(loaded, trial)["sorties_after_hit"] == 0
    assert {one.element for one in of(trial, log.Unresolved)} <= {"BANDIT-1", "GUARD-1", "BOMBER-1"}


def test_after_the_repair_the_queue_goes_on_in_its_order() -> None:
    loaded = hit(bases__MAIN={**MAIN, "repair_s": 300})
    trial = played(loaded)
    assert [(one.element, one.at_s) for one in of(trial, log.Airborne)] == [
        ("BANDIT-1", 0),
        ("BANDIT-2", 330),
        ("BANDIT-3", 390),
    ]
    assert metrics(loaded, trial)["sorties_after_hit"] == 4
    assert metrics(loaded, trial)["base_closed_s"] == 300


def test_an_inject_restores_a_base() -> None:
    injects = {
        "HIT": {"at_min": 0.5, "what": {"lose": "MAIN"}, "enabled": True},
        "BACK": {"at_min": 2, "what": {"restore": "MAIN"}, "enabled": True},
    }
    trial = played(island(injects=injects, flights__BANDIT__aircraft=4))
    assert [one.at_s for one in of(trial, log.Airborne)] == [0, 120]


def test_what_is_on_the_ground_may_be_lost_in_a_hit() -> None:
    loaded = hit(bases__MAIN={**MAIN, "ground_loss_prob": 1.0})
    trial = played(loaded)
    assert [one.element for one in of(trial, log.GroundLoss)] == ["BANDIT-2"] * 2 + ["BANDIT-3"] * 2
    values = metrics(loaded, trial)
    assert values["lost_on_ground"] == 4
    assert values["own_aircraft_lost"] is not None
    assert values["own_aircraft_lost"] >= 4


@pytest.mark.parametrize(("stovl", "to"), [(True, "STRIP"), (False, "FAR")])
def test_who_is_in_the_air_turns_to_the_first_base_that_it_can_use(stovl: bool, to: str) -> None:
    bases = {
        "MAIN": {**MAIN, "divert": ["STRIP", "FAR"]},
        "STRIP": {"side": "red", "at_nm": [160, 20], "strip": True},
        "FAR": {"side": "red", "at_nm": [200, 0]},
    }
    loaded = hit(
        bases=bases,
        flights__BANDIT__stovl=stovl,
        flights__BOMBER__aircraft=1,
        flights__GUARD=None,
        links__BLUENET__members=["BOMBER", "TOWER"],
    )
    trial = played(loaded)
    assert [(one.element, one.to) for one in of(trial, log.Diverted)] == [("BANDIT-1", to)]
    assert metrics(loaded, trial)["diverted_aircraft"] == 2


def test_who_can_turn_nowhere_waits_overhead_until_the_base_opens() -> None:
    loaded = hit(
        at_min=30,
        bases__MAIN={**MAIN, "repair_s": 3300},
        flights__BANDIT__aircraft=2,
        ends_at_min=120,
        flights__BANDIT__patrol={**PATROL, "until_min": 31},
        flights__GUARD=None,
        links__BLUENET__members=["BOMBER", "TOWER"],
    )
    home = next(one for one in of(played(loaded), log.HomeReached) if one.element == "BANDIT-1")
    assert home.at_s == 30 * 60 + 3300


def test_bombs_on_a_target_of_the_base_close_it() -> None:
    loaded = island(
        targets__DEPOT={"side": "red", "at_nm": [110, 0], "base": "MAIN"},
        flights__BANDIT__start_s=2000,
        flights__BANDIT__missiles_each=0,
        flights__BANDIT__missile=None,
    )
    trial = played(loaded)
    (closed,) = of(trial, log.BaseClosed)
    assert (closed.base, closed.cause) == ("MAIN", "DEPOT")
    assert closed.at_s == of(trial, log.TargetDestroyed)[0].at_s
    assert not of(trial, log.Airborne)


def test_an_order_that_the_hit_makes_impossible_is_given_back() -> None:
    loaded = island(
        flights__BANDIT__alert={"readiness_s": 900},
        controllers__DEN={"side": "red", "service_s": 10},
        links__REDNET__members=["BANDIT", "SAM", "DEN"],
        sites__SAM__radar={"range_nm": 150},
        injects={"HIT": {"at_min": 25, "what": {"lose": "MAIN"}, "enabled": True}},
    )
    trial = played(loaded)
    assert of(trial, log.Scrambled)
    refusals = [one for one in of(trial, log.CannotComply) if one.reason is Refusal.GROUNDED]
    assert [one.at_s for one in refusals][:1] == [1500]


def test_before_the_hit_a_trial_goes_as_without_it() -> None:
    with_hit, without = played(hit(at_min=20)), played(hit(at_min=20, injects__HIT__enabled=False))
    before = [record for record in with_hit.records if record.at_s < 1200]
    assert before == [record for record in without.records if record.at_s < 1200]


# What a file may not say.

BLUE_BASE = {"side": "blue", "at_nm": [0, 0]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"flights__BANDIT__base": "MIAN"}, r"there is no base `MIAN` \(did you mean MAIN"),
        ({"bases__HOME": BLUE_BASE, "flights__BANDIT__base": "HOME"}, "`HOME` belongs to the other side, `blue`"),
        ({"bases__MAIN__strip": True}, "short strip, and BANDIT cannot take off short .*stovl: true"),
        ({"flights__GUARD__alert": {}}, "starts in the air .*add `base: NAME`"),
        ({"flights__GUARD__ground_abort_prob": 0.5}, "starts in the air .*add `base: NAME`"),
        ({"bases__HOME": BLUE_BASE, "flights__BOMBER__base": "HOME", "flights__BOMBER__alert": {}}, "escort or patrol"),
        ({"flights__BANDIT__alert": {}, "flights__BANDIT__start_s": 5}, "on alert it waits for a scramble"),
        ({"flights__BANDIT__patrol": {**PATROL, "home_nm": [0, 0]}}, "says where it recovers"),
        ({"bases__MAIN__divert": ["MAIN"]}, "cannot divert to itself"),
        ({"bases__MAIN__divert": ["MIAN"]}, "there is no base `MIAN`"),
        ({"targets__DEPOT__base": "NOWHERE"}, "there is no base `NOWHERE`"),
        ({"bases__MAIN__runways": 0}, "at least 1"),
        ({"studied_side": "rad"}, r"no flight of side `rad` \(did you mean red"),
        ({"injects": {"X": {"at_min": 1, "what": {"lose": "MIAN"}}}}, r"site or base `MIAN` \(did you mean MAIN"),
    ],
)
def test_a_fault_of_bases_says_what_to_do(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        island(**changes)
