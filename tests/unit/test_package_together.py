"""The package together with what was built beside it: bases, fuel, missiles that need support, abort rules.

Each scenario is played over thirty trials of one seed, and every trial finishes and keeps every invariant.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from sim.base.chance import Chance
from sim.measure import Measurer, check_invariants
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import AbortReason, LetGoReason, Status
from sim.trial.records import Trial
from tests.unit.test_package import HOLD_POINTS, SITE, dog, found, raid

TRIALS: Final = 30

BASE: Final = {"side": "blue", "at_nm": [-10, 0], "takeoff_interval_s": 60, "landing_interval_s": 30}
"""One runway, 10 nm behind the start of the routes."""

HOLD: Final = {"point": 1, "max_hold_s": 300, "within_nm": 40}
FUEL: Final = {"capacity_min": 120, "hold_burn": 0.8, "bingo_min": 40}
TIMING: Final = {"own_sd_s": 40, "shared_sd_s": 40}
GUN: Final = {"speed_mps": 1000, "flyout_km": 60, "hit_prob": 0.4}


def trials_of(scenario: Scenario) -> list[Trial]:
    """Return thirty trials, all sound."""
    chance, measurer = Chance(7, 0, TRIALS), Measurer(scenario)
    trials = [run_trial(scenario, 7, number, chance) for number in range(TRIALS)]
    for trial in trials:
        assert trial.status is Status.FINISHED
        assert check_invariants(scenario, trial) == []
        measurer.measure(trial)
    return trials


def all_of(trials: list[Trial], kind: type) -> list:
    return [record for trial in trials for record in found(trial, kind)]


def based(**changes: Any) -> Scenario:
    """Return BOMBER, two elements of two with a hold, and DOG that both begin at one base, against SAM."""
    parts: dict[str, Any] = {
        "bases__MAIN": BASE,
        "routes__north": HOLD_POINTS,
        "flights__BOMBER__aircraft": 4,
        "flights__BOMBER__base": "MAIN",
        "flights__BOMBER__timing": TIMING,
        "flights__BOMBER__strike": {"target": "DEPOT", "tot_min": 40, "hold_until_ready": HOLD | {"needs": ["DOG"]}},
        "flights__DOG": dog(works_prob=0.8) | {"base": "MAIN", "aircraft": 2, "elements": [1, 1], "timing": TIMING},
        "sites__SAM": SITE | {"missile": GUN, "magazine": 6, "channels": 2, "reaction_s": 15},
    }
    return raid(**parts | changes)


def fuelled(share: float, **changes: Any) -> Scenario:
    parts: dict[str, Any] = {"flights__BOMBER__fuel": FUEL | {"start_share": share}}
    return based(**parts | changes)


# Thirty trials each.


@pytest.mark.parametrize("share", [1.0, 0.5, 0.43])
def test_a_strike_that_holds_from_a_base_with_fuel_is_sound(share: float) -> None:
    trials = trials_of(fuelled(share))
    assert bool(all_of(trials, log.TurnedHome)) == (share < 1.0)
    assert bool(all_of(trials, log.Released)) == (share > 0.43)


def test_a_suppressor_that_fails_on_the_ground_is_hit_there_or_waits_is_sound() -> None:
    hit = {"at_min": 27, "what": {"lose": "MAIN"}, "enabled": True}
    main = BASE | {"ground_loss_prob": 0.3, "repair_s": 200}
    trials = trials_of(based(bases__MAIN=main, injects__HIT=hit, flights__DOG__ground_abort_prob=0.3))
    for kind in (log.GroundAbort, log.GroundLoss, log.SiteSuppressed, log.Pushed):
        assert all_of(trials, kind)


@pytest.mark.parametrize("radar_off", [True, False])
def test_a_suppressed_site_guides_its_missiles_only_with_its_radar(radar_off: bool) -> None:
    """The missiles would hit, but not without support; they need it to the end."""
    missile = GUN | {"hit_prob": 1, "active_at_share": 1, "unsupported_factor": 0}
    site = SITE | {"missile": missile, "magazine": 6, "channels": 2, "reaction_s": 15}
    wolf = dog(radar_off=radar_off, before_s=150) | {"timing": TIMING}
    trials = trials_of(raid(sites__SAM=site, flights__DOG=wolf, flights__BOMBER__aircraft=4))
    lost = all_of(trials, log.SupportLost)
    assert bool(lost) == radar_off
    for trial in trials:
        unguided = {record.missile for record in found(trial, log.SupportLost)}
        assert not unguided & {hit.missile for hit in found(trial, log.Hit)}
        assert {record.at_s for record in found(trial, log.SupportLost)} <= {
            record.at_s for record in found(trial, log.SiteSuppressed)
        }


# Who is on the ground, or has turned home.

SLOW: Final = BASE | {"takeoff_interval_s": 600}
"""BOMBER-1 takes off at 1320 s, BOMBER-2 at 1920 s, DOG at 2520 s."""


def queued(hold: dict[str, Any], **changes: Any) -> Scenario:
    """Return the two flights in a queue for a slow runway, without errors of time and with a harmless site."""
    parts: dict[str, Any] = {
        "bases__MAIN": SLOW,
        "flights__BOMBER__timing": {},
        "flights__BOMBER__strike": {"target": "DEPOT", "tot_min": 40, "hold_until_ready": HOLD | hold},
        "flights__DOG": dog(lasts_s=2400) | {"base": "MAIN"},
        "sites__SAM__missile": GUN | {"hit_prob": 0},
    }
    return based(**parts | changes)


def test_a_strike_waits_for_who_is_to_take_off() -> None:
    (trial, *_) = trials_of(queued({"needs": ["DOG"], "max_hold_s": 1800}))
    taken_off = {record.element: record.at_s for record in found(trial, log.Airborne)}
    assert taken_off["DOG-1"] - taken_off["BOMBER-1"] == pytest.approx(1200.0)
    (push,) = found(trial, log.Pushed)
    assert push.at_s > taken_off["DOG-1"]
    assert (push.strikers, push.suppressors) == (4, 1)


def test_a_suppressor_that_takes_off_after_its_window_opened_keeps_the_site_down_from_when_it_is_near() -> None:
    (trial, *_) = trials_of(queued({"max_hold_s": 0}))
    (seized,) = found(trial, log.SiteSuppressed)
    (airborne,) = [record for record in found(trial, log.Airborne) if record.element == "DOG-1"]
    opens_s = 40 * 60.0 - 120.0
    assert opens_s < airborne.at_s < seized.at_s < opens_s + 2400.0


def test_who_takes_off_after_his_flight_was_called_off_turns_home() -> None:
    (trial, *_) = trials_of(queued({"needs": ["DOG"], "max_hold_s": 0, "least_suppressors": 1}))
    (no_go,) = found(trial, log.NoGo)
    aborted = {record.element: record.at_s for record in found(trial, log.StrikeAborted)}
    taken_off = {record.element: record.at_s for record in found(trial, log.Airborne)}
    assert aborted["BOMBER-1"] == no_go.at_s
    assert aborted.get("BOMBER-2") == max(no_go.at_s, taken_off["BOMBER-2"])
    assert not found(trial, log.Released)
    assert taken_off["DOG-1"] > no_go.at_s
    assert not found(trial, log.SiteSuppressed)


def test_a_strike_does_not_wait_for_who_has_turned_home_for_fuel() -> None:
    """DOG goes home before it is near the hold point; DOG would have been awaited for five minutes."""
    dry = dog(of=None, before_s=None, from_min=38) | {"fuel": {"capacity_min": 60, "start_share": 0.6, "bingo_min": 34}}
    strike = {"target": "DEPOT", "tot_min": 40, "hold_until_ready": HOLD | {"within_nm": 5, "needs": ["DOG"]}}
    (trial, *_) = trials_of(based(flights__DOG=dry, flights__BOMBER__strike=strike, flights__BOMBER__timing={}))
    (turned,), (push,) = found(trial, log.TurnedHome), found(trial, log.Pushed)
    assert turned.element == "DOG-1"
    assert 0.0 < push.late_s < 300.0
    assert (push.at_s, push.suppressors) == (turned.at_s, 0)


def test_a_suppressor_that_turns_home_for_fuel_lets_go() -> None:
    dry = dog(lasts_s=1200) | {"fuel": {"capacity_min": 30, "bingo_min": 10}}
    trials = trials_of(raid(flights__DOG=dry))
    (turned,), (freed,) = found(trials[0], log.TurnedHome), found(trials[0], log.SiteFreed)
    assert (freed.at_s, freed.reason) == (turned.at_s, LetGoReason.BROKE_OFF)


def test_who_aborts_for_losses_while_he_holds_does_not_push() -> None:
    """NEAR hits one of them at the hold point, minutes before they should push."""
    strike = {"target": "DEPOT", "tot_min": 40, "abort_after_losses": 1, "hold_until_ready": HOLD | {"early_s": 250}}
    hunter = SITE | {"at_nm": [60, 0], "missile": GUN | {"hit_prob": 1, "flyout_km": 40}, "magazine": 1}
    hunter |= {"radar": {"range_nm": 15, "certain": True}, "reaction_s": 200}
    parts = {"sites__NEAR": hunter, "flights__BOMBER__timing": {}, "flights__BOMBER__strike": strike}
    (trial, *_) = trials_of(based(**parts))
    aborts = found(trial, log.StrikeAborted)
    assert [record.reason for record in aborts] == [AbortReason.LOSSES] * 2
    assert aborts[0].at_s > found(trial, log.Holding)[0].at_s
    assert not found(trial, log.Pushed)


def test_a_strike_that_refuels_where_it_holds_is_sound() -> None:
    tank = {"side": "blue", "aircraft": 1, "speed_mps": 200, "fuel": {"capacity_min": 300}}
    tank["tanker"] = {"at_nm": [50, 20], "home_nm": [0, 20], "booms": 1, "transfer_rate": 10, "give_min": 200}
    refuels = {"flights__TANK": tank, "flights__BOMBER__refuel": {"at": "TANK", "when": "point", "point": 1}}
    trials = trials_of(fuelled(0.8, **refuels))
    assert len(all_of(trials, log.Pushed)) == TRIALS
    assert all_of(trials, log.Released)


def test_a_flight_on_alert_that_nobody_scrambles_is_not_waited_for() -> None:
    guard = {"base": "MAIN", "alert": {"readiness_s": 60}, "patrol": {"at_nm": [0, 10], "commit_range_nm": 30}}
    guard |= {"side": "blue", "aircraft": 2, "speed_kt": 450}
    strike = {"target": "DEPOT", "tot_min": 40, "hold_until_ready": HOLD | {"needs": ["WATCH"]}}
    parts = {"flights__WATCH": guard, "flights__BOMBER__strike": strike, "flights__BOMBER__timing": {}}
    trials = trials_of(based(**parts))
    assert max(push.late_s for push in all_of(trials, log.Pushed)) < 60.0
