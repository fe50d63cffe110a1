"""Fuel through YAML and `run_trial`: what burns it, joker, bingo, running dry. Every instant is worked out by hand."""

from __future__ import annotations

from sim.measure import measure
from sim.trial import records as log
from sim.trial.fuel import NO_MISSILE
from sim.trial.reasons import AbortReason, BreakReason, FuelMark, Purpose, Refusal
from tests.fuel_builders import FIGHTER, first, marks, of, played, scenario


def test_who_has_not_departed_burns_nothing() -> None:
    trial = played(LONE={"route": "out", "start_min": 20, "fuel": {"capacity_min": 30}})
    assert first(trial, log.FuelExhausted).at_s == 50 * 60.0


def test_who_waits_at_its_patrol_burns_as_much_as_waiting_takes() -> None:
    trial = played(
        CAP={"patrol": {"at_km": [0, 0], "commit_range_km": 1}, "fuel": {"capacity_min": 30, "hold_burn": 0.6}}
    )
    assert first(trial, log.FuelExhausted).at_s == 50 * 60.0


def test_a_flight_that_starts_with_half_its_fuel_flies_half_as_long() -> None:
    trial = played(LONE={"route": "out", "fuel": {"capacity_min": 60, "start_share": 0.5}})
    assert marks(trial, "LONE-1") == [(0.0, FuelMark.START, 1800.0)]
    assert first(trial, log.FuelExhausted).at_s == 1800.0


def test_running_dry_loses_all_aircraft_to_no_missile_and_is_told_as_such() -> None:
    spec = {"aircraft": 3, "elements": [3], "route": "out", "fuel": {"capacity_min": 30}}
    trial = played(LONE=spec)
    losses = list(of(trial, log.MemberLost))
    assert [(loss.at_s, loss.missile) for loss in losses] == [(1800.0, NO_MISSILE)] * 3
    metrics = measure(scenario(LONE=spec), trial)
    assert (metrics["fuel_losses"], metrics["own_aircraft_lost"], metrics["fuel_dropouts"]) == (3.0, 3.0, 0.0)
    assert not any(value for name, value in metrics.items() if name.startswith("lost_"))


def test_who_is_home_with_the_last_drop_is_home() -> None:
    trial = played(LONE={"route": "short", "fuel": {"capacity_s": 600}})
    assert first(trial, log.HomeReached).at_s == 600.0
    assert marks(trial, "LONE-1")[-1] == (600.0, FuelMark.HOME, 0.0)
    assert not list(of(trial, log.FuelExhausted))


def test_at_bingo_it_goes_home_and_says_so() -> None:
    trial = played(
        CAP={
            "patrol": {"at_km": [60, 0], "home_km": [0, 0], "commit_range_km": 1},
            "fuel": {"capacity_min": 30, "bingo_min": 10},
        }
    )
    assert first(trial, log.TurnedHome) == log.TurnedHome(1200.0, "CAP-1", 600.0)
    assert first(trial, log.HomeReached).at_s == 1500.0
    assert marks(trial, "CAP-1")[1:] == [(1200.0, FuelMark.BINGO, 600.0), (1500.0, FuelMark.HOME, 300.0)]


def test_a_strike_that_comes_to_bingo_aborts() -> None:
    strike = {"target": "DEPOT", "tot_min": 50}
    trial = played(LONE={"route": "out", "strike": strike, "fuel": {"capacity_min": 30, "bingo_min": 20}})
    assert first(trial, log.StrikeAborted).reason is AbortReason.FUEL
    assert not list(of(trial, log.Released))
    assert len(list(of(trial, log.HomeReached))) == 1


def test_a_strike_that_comes_to_bingo_after_its_release_has_not_given_up() -> None:
    strike = {"target": "DEPOT", "tot_min": 25}
    trial = played(LONE={"route": "back", "strike": strike, "fuel": {"capacity_min": 60, "bingo_min": 20}})
    assert not list(of(trial, log.TurnedHome))
    assert not list(of(trial, log.StrikeAborted))
    legs = [leg.purpose for leg in of(trial, log.LegStarted)]
    assert legs[-1] is Purpose.HOME


CHASE = {
    "CAP": FIGHTER
    | {
        "patrol": {"at_km": [0, 0], "commit_range_km": 500},
        "fuel": {"capacity_min": 40, "dash_burn": 3, "joker_min": 20, "bingo_min": 10},
    },
    "RABBIT": {"side": "red", "speed_mps": 290, "route": "away"},
}


def test_a_dash_burns_more_and_bingo_breaks_it_off() -> None:
    """It dashes from the first instant: 30 minutes of fuel last for 10."""
    trial = played(**CHASE)
    assert first(trial, log.Committed).at_s == 0.0
    assert first(trial, log.BrokeOff) == log.BrokeOff(600.0, "CAP-1", "RABBIT-1", BreakReason.FUEL)
    assert next(leg.purpose for leg in of(trial, log.LegStarted) if leg.at_s >= 600.0) is Purpose.HOME


def test_at_joker_a_task_goes_on_and_no_new_one_is_taken() -> None:
    patrol = {"at_km": [0, 0], "commit_range_km": 150}
    fuel = {"capacity_min": 40, "joker_min": 30}
    late = {"side": "red", "speed_mps": 290, "route": "in", "start_min": 15}
    trial = played(CAP=FIGHTER | {"patrol": patrol, "fuel": fuel}, RABBIT=late)
    assert marks(trial, "CAP-1")[1] == (600.0, FuelMark.JOKER, 1800.0)
    assert not list(of(trial, log.Committed))
    assert list(of(played(CAP=FIGHTER | {"patrol": patrol}, RABBIT=late), log.Committed))


def test_an_order_that_is_on_its_way_at_joker_is_refused_for_fuel() -> None:
    """The desk orders at 110 s; that takes 20 s to arrive. Joker is at 120 s, and news of that is on its way, too."""
    trial = played(
        CAP=FIGHTER
        | {"patrol": {"at_km": [0, 0], "commit_range_km": 500}, "fuel": {"capacity_min": 40, "joker_min": 38}},
        RABBIT={"side": "red", "speed_mps": 290, "route": "away"},
        links={"NET": {"side": "blue", "members": ["CAP", "DESK"], "delay_s": 20}},
        controllers={"DESK": {"side": "blue", "service_s": 90}},
    )
    refused = first(trial, log.CannotComply)
    assert (refused.at_s, refused.reason) == (130.0, Refusal.FUEL)
    assert len(list(of(trial, log.Tasked))) == 1


def test_self_defence_needs_no_fuel_to_be_allowed() -> None:
    fuel = {"capacity_min": 60, "joker_min": 58}
    close = {"side": "red", "speed_mps": 290, "route": "in", "start_min": 5}
    cap = FIGHTER | {"self_defence_km": 60, "patrol": {"at_km": [0, 0], "commit_range_km": 1}, "fuel": fuel}
    trial = played(CAP=cap, RABBIT=close)
    assert first(trial, log.Committed).at_s > 300.0


def test_without_fuel_declared_nothing_is_written_about_it() -> None:
    trial = played(LONE={"route": "short"})
    assert not list(of(trial, log.FuelState))
    metrics = measure(scenario(LONE={"route": "short"}), trial)
    assert {metrics[name] for name in ("tanker_wait_s", "refuelled_share", "escorts_off_for_fuel_min")} == {None}
