"""Caveats on crossing a line, and sites that defend themselves, through YAML and `run_trial`, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.base.errors import ScenarioError
from sim.measure import check_invariants, measure
from sim.model.rules import Deed, Line
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import BreakReason, Purpose
from tests.unit.test_rules import BASE, FIRST_S, first_shot_s, of, played

EAST_OF_50 = {"from_km": [50, 0], "to_km": [50, -100]}
"""Seen from north to south, left is east: beyond the line is what is east of 50 km."""
STAYS: dict[str, Any] = {
    "caveats.border": {"side": "blue", "who": {"partner": "b"}, "may_not": "cross", "line": EAST_OF_50}
}
FLEES = {"routes.west": {"points_km": [[140, 0], [400, 0]]}}
"""RAIDER is seen at once, and flies away east as fast as GUARD."""


def test_left_of_a_line_is_beyond_it() -> None:
    line = Line(from_m=(50.0, 0.0), to_m=(50.0, -100.0))
    assert line.beyond_m((60.0, 7.0)) == pytest.approx(10.0)
    assert line.beyond_m((20.0, 7.0)) == pytest.approx(-30.0)
    assert line.approach_mps((3.0, 4.0)) == pytest.approx(3.0)


def test_a_line_that_is_not_in_the_way_changes_nothing() -> None:
    assert first_shot_s(played(STAYS)) == FIRST_S  # it fires 36.9 km east


def test_who_would_have_to_cross_to_fire_leaves_the_target_alone() -> None:
    near = {"caveats.border": {**STAYS["caveats.border"], "line": {"from_km": [20, 0], "to_km": [20, -100]}}}
    trial = played(near)
    (stopped,) = of(trial, log.Withheld, deed=Deed.CROSS)
    assert (stopped.node, stopped.target, stopped.caveat) == ("GUARD-1", "RAIDER-1", "border")
    assert stopped.at_s == 205.0  # when it would have gone
    late = first_shot_s(trial)
    assert late is not None
    assert late > FIRST_S


def test_a_chase_ends_at_the_line() -> None:
    """RAIDER turns east as soon as GUARD has gone: GUARD follows to 50 km and flies back."""
    turns = {
        "routes.west": {"points_km": [[130, 0], [115, 0], [400, 0]]},
        "flights.RAIDER.speed_mps": 240,
        "flights.GUARD.reaction_s": 5,
    }
    trial = played(STAYS, turns)
    chased = [leg for leg in of(trial, log.LegStarted, element="GUARD-1") if leg.purpose is Purpose.INTERCEPT]
    assert chased
    (broken,) = [one for one in of(trial, log.BrokeOff) if one.reason is BreakReason.LINE]
    back = next(leg for leg in of(trial, log.LegStarted, element="GUARD-1") if leg.at_s == broken.at_s)
    assert back.x_m == pytest.approx(50_000, abs=10)
    assert back.x_m < 50_000
    assert next(of(trial, log.Shot, shooter="GUARD-1"), None) is None


def test_a_hostile_act_or_leave_lifts_the_line() -> None:
    near = {"from_km": [20, 0], "to_km": [20, -100]}
    asks = {**STAYS["caveats.border"], "line": near, "then": {"ask": "RELEASE", "answer_s": 40}}
    trial = played({"caveats.border": asks, "authorities.RELEASE": {"side": "blue"}})
    (answer,) = of(trial, log.Answered)
    assert (answer.at_s, answer.granted) == (245.0, True)
    shot_s = first_shot_s(trial)
    assert shot_s is not None
    assert shot_s > FIRST_S  # 40 s later on its way


def test_an_escort_waits_at_the_line_for_its_charge() -> None:
    """VAN flies 100 km out and back at 100 m/s: past the line at 500 s, and back over it at 1500 s."""
    guards = {
        "routes.stay": {"points_km": [[0, 0], [100, 0], [0, 0]]},
        "flights.VAN": {"side": "blue", "aircraft": 1, "speed_mps": 100, "route": "stay"},
        "flights.GUARD.patrol": None,
        "flights.GUARD.escort": {"of": "VAN", "ahead_km": 0, "abeam_km": 0, "commit_range_km": 1, "leash_km": 200},
        "flights.GUARD.speed_mps": 100,
        "flights.RAIDER": None,
        "flights.FAR": {
            "side": "red",
            "aircraft": 1,
            "speed_mps": 100,
            "patrol": {"at_km": [0, 900], "commit_range_km": 1},
        },
    }
    trial = played(STAYS, guards)
    (held,) = of(trial, log.HeldAtLine)
    assert held.at_s == pytest.approx(500.0, abs=0.1)
    (hold,) = [leg for leg in of(trial, log.LegStarted, element="GUARD-1") if leg.purpose is Purpose.HOLD]
    assert (hold.vx_mps, hold.until_s) == (0.0, pytest.approx(1500.0, abs=0.1))
    after = [leg.purpose for leg in of(trial, log.LegStarted, element="GUARD-1") if leg.at_s >= hold.until_s]
    assert after[0] in (Purpose.STATION, Purpose.REJOIN)


def test_what_an_engagement_refused_at_a_line_did_next_is_kept() -> None:
    overrides = {"caveats.border": {**STAYS["caveats.border"], "line": {"from_km": [1, 0], "to_km": [1, -100]}}}
    scenario = load_text(BASE, overrides=overrides).scenario
    found = measure(scenario, run_trial(scenario, 1, 0))
    assert (found["engagements_refused"] or 0) + (found["engagements_delayed"] or 0) == 1


@pytest.mark.parametrize(
    ("caveat", "text"),
    [
        ({"line": {"from_km": [5, 5], "to_km": [5, 5]}}, "both points of the line are the same"),
        ({"line": None}, "forbids to cross, but there is no line"),
        ({"may_not": "fire"}, "is read by caveats that forbid to cross, this one forbids to fire"),
        ({"line": {"from_km": [-9, 0], "to_km": [-9, -9]}}, "is beyond the line that caveat `border` forbids `GUARD`"),
        ({"who": {"partner": "c"}}, "no flight of side `blue` is of partner `c`"),
    ],
)
def test_lines_that_cannot_be_are_told(caveat: dict[str, Any], text: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_text(BASE, overrides={"caveats.border": {**STAYS["caveats.border"], **caveat}})
    assert text in str(raised.value)


SITE = {
    "sites.POST": {
        "side": "blue",
        "at_km": [0, 0],
        "radar": {"range_km": 150, "certain": True},
        "missile": {"speed_mps": 1000, "flyout_km": 40, "hit_prob": 0},
        "magazine": 1,
        "rules": {"weapons": "hold"},
        "self_defence_km": 20,
    },
    "flights.GUARD": None,
    "flights.WATCHER": {"side": "blue", "aircraft": 1, "speed_mps": 100, "route": "lane"},
}


@pytest.mark.parametrize("weapons", ["hold", "tight"])
def test_a_site_that_holds_fire_defends_itself_against_what_comes_near(weapons: str) -> None:
    site = {**SITE["sites.POST"], "rules": {"weapons": weapons}}  # type: ignore[dict-item]
    trial = played(SITE, {"sites.POST": site})
    assert first_shot_s(trial, "POST") == pytest.approx((200_000 - 20_000) / 250)
    without = played(SITE, {"sites.POST": {**site, "self_defence_km": 0}})
    assert first_shot_s(without, "POST") is None


def test_every_trial_here_is_sound() -> None:
    scenario = load_text(BASE, overrides=STAYS).scenario
    assert check_invariants(scenario, run_trial(scenario, 1, 1)) == []


SILENT: dict[str, Any] = {"caveats.quiet": {"side": "blue", "who": {"flight": "GUARD"}, "may_not": "emit"}}


def test_a_radar_that_may_not_emit_sees_nothing() -> None:
    assert list(of(played(SILENT), log.Detected, node="GUARD-1")) == []
    assert next(of(played(), log.Detected, node="GUARD-1")).at_s == 200.0


def test_a_hostile_act_lets_the_radar_work() -> None:
    armed = {
        "flights.RAIDER.self_defence_km": 45,
        "flights.RAIDER.route": None,
        "flights.RAIDER.patrol": {"at_km": [100, 0], "commit_range_km": 300},
        "flights.GUARD.defence": {"warned_prob": 1},
    }
    lifted = {"caveats.quiet": {**SILENT["caveats.quiet"], "unless": "hostile_act"}}
    trial = played(lifted, armed)
    act = next(of(trial, log.HostileAct))
    assert act.flight == "GUARD"
    assert [one.at_s for one in of(trial, log.SwitchedOn, node="GUARD-1")] == [act.at_s]
    assert next(of(trial, log.Detected, node="GUARD-1")).at_s == act.at_s


def test_nobody_can_be_asked_whether_to_emit() -> None:
    asks = {**SILENT["caveats.quiet"], "then": {"ask": "A", "answer_s": 5}}
    with pytest.raises(ScenarioError, match="nobody can be asked whether to emit"):
        load_text(BASE, overrides={"caveats.quiet": asks, "authorities.A": {"side": "blue"}})
