"""Rules, identities, caveats and authorities through YAML and `run_trial`, where every instant is known by hand.

GUARD waits 200 km from RAIDER, who flies at it with 250 m/s. GUARD sees to 150 km, identifies to 80 km, shoots to 60 km
from where RAIDER will be, and flies to meet it, so its first chance to shoot is at 352.5 s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import pytest

from sim.measure import check_invariants, measure
from sim.model.identity import Identity
from sim.model.rules import Deed
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import BreakReason, Cause, Refusal, Restraint
from sim.trial.records import Trial

R = TypeVar("R")

BASE = """
format: 1
name: rules
ends_at_min: 40
routes:
  west: {points_km: [[200, 0], [-300, 0]]}
  lane: {points_km: [[200, 20], [-300, 20]]}
flights:
  GUARD:
    side: blue
    partner: b
    aircraft: 1
    speed_mps: 250
    radar: {range_km: 150, certain: true}
    missile: {speed_mps: 1000, flyout_km: 60, hit_prob: 1}
    missiles_each: 4
    self_defence_km: 30
    patrol: {at_km: [0, 0], commit_range_km: 150}
  RAIDER:
    side: red
    aircraft: 1
    speed_mps: 250
    radar: {range_km: 150, certain: true}
    missile: {speed_mps: 1000, flyout_km: 40, hit_prob: 0}
    missiles_each: 8
    route: west
"""
"""RAIDER flies by: without `self_defence` and without a zone it never shoots."""

LINER = {"side": "neutral", "aircraft": 1, "speed_mps": 250, "signature": 1, "route": "west"}
EYES = {"range_km": 80, "certain": True}
TIGHT = {"flights.GUARD.rules.weapons": "tight", "flights.GUARD.identification": {"range_km": 70}}
FIRST_S = 352.5
"""When GUARD could shoot first. It sees RAIDER at 200 s, chooses at 205 s 148.75 km away, and closes at 500 m/s; the
missile needs 60 s for 60 km, in which RAIDER flies 15 km, so it may be 75 km away."""

ASKS = {"side": "blue", "who": {"partner": "b"}, "may_not": "fire", "then": {"ask": "RELEASE", "answer_s": 40}}
RELEASE: dict[str, object] = {"authorities.RELEASE": {"side": "blue"}}


def played(*changes: dict[str, Any], number: int = 0) -> Trial:
    """Return a trial of the base scenario with these changes, sound in every way."""
    overrides = {path: value for change in changes for path, value in change.items()}
    scenario = load_text(BASE, overrides=overrides).scenario
    trial = run_trial(scenario, 1, number)
    assert check_invariants(scenario, trial) == []
    return trial


def measured(*changes: dict[str, Any], number: int = 0) -> dict[str, float | None]:
    """Return the metrics of such a trial."""
    overrides = {path: value for change in changes for path, value in change.items()}
    scenario = load_text(BASE, overrides=overrides).scenario
    return measure(scenario, run_trial(scenario, 1, number))


def of(trial: Trial, kind: type[R], **fields: object) -> Iterator[R]:
    """Yield the records of a kind with these fields."""
    for record in trial.records:
        if isinstance(record, kind) and all(getattr(record, name) == value for name, value in fields.items()):
            yield record


def first_shot_s(trial: Trial, shooter: str = "GUARD-1") -> float | None:
    """Return when somebody first fires."""
    return next((shot.at_s for shot in of(trial, log.Shot, shooter=shooter)), None)


def test_free_weapons_fire_as_soon_as_they_can() -> None:
    assert first_shot_s(played()) == FIRST_S
    assert list(of(played(), log.Withheld)) == []


def test_tight_weapons_wait_for_the_identity() -> None:
    trial = played(TIGHT)
    (identified,) = of(trial, log.Identified)
    assert identified.identity is Identity.HOSTILE
    # 70 km apart: 150 km at 200 s, closing at 250 m/s until the commit at 205 s and at 500 m/s from then on
    assert identified.at_s == pytest.approx(205 + (200_000 - 205 * 250 - 70_000) / 500)
    assert first_shot_s(trial) == identified.at_s
    assert [one.reason for one in of(trial, log.Withheld)] == [Restraint.IDENTITY]
    assert [one.at_s for one in of(trial, log.Cleared)] == [identified.at_s]


def test_tight_weapons_fire_at_anybody_when_any_identity_will_do() -> None:
    assert first_shot_s(played(TIGHT, {"flights.GUARD.rules.identity": "any"})) == FIRST_S


def test_tight_weapons_may_be_content_with_a_suspicion() -> None:
    slow = {"flights.GUARD.identification": {"range_km": 80, "identify_mean_s": 1e5, "suspect_after_s": 60}}
    trial = played(TIGHT, slow, {"flights.GUARD.rules.identity": "suspect"})
    assert [one.identity for one in of(trial, log.Identified)] == [Identity.SUSPECT]
    assert first_shot_s(trial) == pytest.approx(205 + (200_000 - 205 * 250 - 80_000) / 500 + 60)
    assert first_shot_s(played(TIGHT, slow)) is None


def test_tight_weapons_without_any_identity_fire_in_self_defence_only() -> None:
    blind = {"flights.GUARD.rules.weapons": "tight"}
    waits = {"flights.GUARD.patrol.commit_range_km": 1}
    assert first_shot_s(played(blind)) is None  # it goes near RAIDER: that is no threat
    assert first_shot_s(played(blind, waits)) == pytest.approx((200_000 - 30_000) / 250)
    assert first_shot_s(played(blind, waits, {"flights.GUARD.rules.self_defence": "never"})) is None


def test_who_nears_the_charge_is_fired_at_in_its_defence() -> None:
    """RAIDER heads for VAN, which circles where GUARD sets out from; GUARD meets it half way and holds its fire."""
    guards = {
        "flights.VAN": {"side": "blue", "aircraft": 1, "speed_mps": 1, "route": "stay"},
        "routes.stay": {"points_km": [[0, 0], [-1, 0]]},
        "flights.GUARD.patrol": None,
        "flights.GUARD.escort": {"of": "VAN", "ahead_km": 0, "abeam_km": 0, "commit_range_km": 150, "leash_km": 200},
        "flights.GUARD.rules.weapons": "hold",
    }
    trial = played(guards)
    (clear,) = of(trial, log.Cleared)
    assert first_shot_s(trial) == clear.at_s
    assert next(one.cause for one in of(trial, log.Committed)) is Cause.AUTONOMOUS
    assert clear.at_s == pytest.approx((200_000 - 30_000) / 250, abs=4)


def test_who_holds_fire_never_fires_first() -> None:
    hold = {"flights.GUARD.rules": {"weapons": "hold", "self_defence": "hostile_act"}}
    peaceful = played(hold)
    assert first_shot_s(peaceful) is None
    assert [one.reason for one in of(peaceful, log.Withheld)] == [Restraint.HOLD]
    armed = {"flights.RAIDER.self_defence_km": 45, "flights.RAIDER.route": None, **STATION}
    fought = played(hold, armed, {"flights.GUARD.defence.warned_prob": 1})
    (act,) = of(fought, log.HostileAct, flight="GUARD")
    shot_s = first_shot_s(fought)
    assert act.at_s == first_shot_s(fought, "RAIDER-1")
    assert shot_s == act.at_s


STATION = {"flights.RAIDER.patrol": {"at_km": [100, 0], "commit_range_km": 150}}


def test_a_shot_that_nobody_noticed_is_no_hostile_act() -> None:
    hold = {"flights.GUARD.rules": {"weapons": "hold", "self_defence": "hostile_act"}}
    armed = {"flights.RAIDER.self_defence_km": 45, "flights.RAIDER.route": None, **STATION}
    trial = played(hold, armed)
    assert first_shot_s(trial, "RAIDER-1") is not None
    assert list(of(trial, log.HostileAct)) == []
    assert first_shot_s(trial) is None


def test_self_defence_that_is_never_allowed_leaves_no_plan_for_a_threat() -> None:
    idle = {"flights.GUARD.patrol.commit_range_km": 1, "flights.RAIDER.route": "lane"}
    assert [one.cause for one in of(played(idle), log.Committed)] == [Cause.SELF_DEFENCE]
    assert list(of(played(idle, {"flights.GUARD.rules.self_defence": "never"}), log.Committed)) == []
    assert list(of(played(idle, {"flights.GUARD.rules.self_defence": "hostile_act"}), log.Committed)) == []


def test_a_neutral_is_shot_down_by_mistake_and_spared_by_rules() -> None:
    liner = {"flights.LINER": LINER, "flights.RAIDER": None}
    assert measured(liner)["neutrals_lost"] == 1.0
    assert measured(liner)["opponent_aircraft_lost"] == 0.0
    spared = played(liner, TIGHT)
    assert list(of(spared, log.Shot)) == []
    assert [one.reason for one in of(spared, log.BrokeOff)] == [BreakReason.IDENTITY]
    assert measured(liner, TIGHT)["neutrals_lost"] == 0.0


def test_free_weapons_fire_at_a_known_neutral_but_at_no_known_friend() -> None:
    knows = {"flights.GUARD.identification": {"range_km": 150}}
    assert measured(knows, {"flights.LINER": LINER, "flights.RAIDER": None})["neutrals_lost"] == 1.0
    stray = {"flights.STRAY": LINER | {"side": "blue"}, "flights.RAIDER": None}
    assert measured(knows, stray)["friends_lost"] == 0.0
    late = {"flights.GUARD.identification": {"range_km": 20}}
    assert measured(late, stray)["friends_lost"] == 1.0
    linked = {"links.NET": {"side": "blue", "members": ["GUARD", "STRAY"]}}
    assert measured(late, stray, linked)["friends_lost"] == 0.0


def test_a_mistake_takes_a_hostile_for_a_neutral_and_a_neutral_for_a_hostile() -> None:
    errs = {"flights.GUARD.identification": {"range_km": 70, "error_prob": 1}, "flights.GUARD.rules.weapons": "tight"}
    both = {"flights.LINER": LINER | {"route": "lane"}}
    trial = played(errs, both, {"flights.GUARD.rules.self_defence": "never"})
    found = {one.target: one.identity for one in of(trial, log.Identified)}
    assert found == {"RAIDER-1": Identity.NEUTRAL, "LINER-1": Identity.HOSTILE}
    got = measured(errs, both, {"flights.GUARD.rules.self_defence": "never"})
    assert (got["neutrals_lost"], got["opponent_aircraft_lost"], got["wrong_identities"]) == (1.0, 0.0, 2.0)


def test_identity_travels_over_the_link() -> None:
    scout = {
        "flights.SCOUT": {
            "side": "blue",
            "aircraft": 1,
            "speed_mps": 200,
            "radar": {"range_km": 120, "certain": True},
            "identification": {"range_km": 100},
            "patrol": {"at_km": [60, 0], "commit_range_km": 20},
        },
        "links.NET": {"side": "blue", "members": ["GUARD", "SCOUT"], "delay_s": 3},
        "flights.GUARD.rules.weapons": "tight",
    }
    trial = played(scout)
    (seen,) = of(trial, log.Identified)
    assert (seen.node, seen.at_s) == ("SCOUT-1", pytest.approx(40_000 / 250))
    assert first_shot_s(trial) == FIRST_S  # long known by then


def test_a_track_that_was_lost_is_identified_anew() -> None:
    back_and_forth = {
        "routes.west.points_km": [[100, 40], [-100, 40], [100, 40]],
        "flights.GUARD.radar.range_km": 60,
        "flights.GUARD.memory_s": 1,
        "flights.GUARD.patrol.commit_range_km": 1,
        "flights.GUARD.identification": {"range_km": 50},
    }
    first, second = of(played(back_and_forth), log.Identified)
    assert (first.at_s, second.at_s) == (pytest.approx(70_000 / 250), pytest.approx(270_000 / 250))


def test_a_report_of_the_own_charge_makes_no_track_of_it() -> None:
    party = {
        "flights.VAN": {"side": "blue", "aircraft": 1, "speed_mps": 10, "route": "stay"},
        "routes.stay": {"points_km": [[0, 0], [-5, 0]]},
        "flights.GUARD.patrol": None,
        "flights.GUARD.escort": {"of": "VAN", "commit_range_km": 150, "leash_km": 200},
        "flights.SCOUT": {
            "side": "blue",
            "aircraft": 1,
            "speed_mps": 200,
            "radar": {"range_km": 400, "certain": True},
            "identification": {"range_km": 1},
            "patrol": {"at_km": [0, 50], "commit_range_km": 20},
        },
        "controllers.TOWER": {"side": "blue"},
        "links.NET": {"side": "blue", "members": ["GUARD", "SCOUT", "TOWER"]},
    }
    trial = played(party)
    assert {one.node for one in of(trial, log.TrackHeld, target="VAN-1")} == {"SCOUT-1", "RAIDER-1"}


def test_an_order_against_a_known_friend_is_refused_and_a_known_neutral_is_not_worked_on() -> None:
    tower = {
        "controllers.TOWER": {"side": "blue", "service_s": 2},
        "links.NET": {"side": "blue", "members": ["GUARD", "TOWER"], "delay_s": 5},
        "flights.LINER": LINER,
        "flights.RAIDER": None,
        "flights.GUARD.rules.weapons": "tight",
    }
    trial = played(tower, {"flights.GUARD.identification": {"range_km": 150}})
    assert list(of(trial, log.Tasked)) == []  # it hears what the track is before it is done with it
    late = played(tower, {"flights.GUARD.identification": {"range_km": 148}})  # found out 8 s after it was seen
    assert [one.at_s for one in of(late, log.Tasked)] == [207.0]
    assert [(one.at_s, one.reason) for one in of(late, log.CannotComply)] == [(212.0, Refusal.IDENTITY)]


# Caveats and authorities.


def test_a_caveat_that_is_refused_keeps_every_shot_back() -> None:
    trial = played({"caveats.NO": {"side": "blue", "who": {"flight": "GUARD"}, "may_not": "fire"}})
    assert first_shot_s(trial) is None
    (withheld,) = of(trial, log.Withheld)
    assert (withheld.reason, withheld.caveat, withheld.deed) == (Restraint.CAVEAT, "NO", Deed.FIRE)


def test_a_caveat_that_asks_delays_the_shot_by_its_answer() -> None:
    trial = played(RELEASE, {"caveats.ASKS": ASKS})
    assert first_shot_s(trial) == pytest.approx(FIRST_S + 40)
    got = measured(RELEASE, {"caveats.ASKS": ASKS})
    assert got["engagements_delayed"] == 1.0
    assert got["engagements_refused"] == 0.0
    assert got["engagement_delay_s"] == pytest.approx(40)
    assert got["authority_wait_s"] == pytest.approx(40)


def test_a_caveat_that_is_switched_off_or_of_another_partner_binds_nobody() -> None:
    off = {"caveats.ASKS": ASKS | {"enabled": False}}
    assert first_shot_s(played(RELEASE, off)) == FIRST_S
    assert first_shot_s(played(RELEASE, off, {"flights.RAIDER.rules.weapons": "hold"})) == FIRST_S
    other = {"flights.GUARD.partner": "a", "flights.OTHER": LINER | {"side": "blue", "partner": "b", "route": "lane"}}
    assert first_shot_s(played(RELEASE, other, {"caveats.ASKS": ASKS})) == FIRST_S


def test_an_authority_may_say_no_and_is_asked_once() -> None:
    trial = played({"authorities.RELEASE": {"side": "blue", "grant_prob": 0}}, {"caveats.ASKS": ASKS})
    assert first_shot_s(trial) is None
    assert [one.granted for one in of(trial, log.Answered)] == [False]


def test_the_authority_above_is_asked_after_the_first_has_agreed() -> None:
    chain = {"authorities.RELEASE": {"side": "blue", "above": "TOP"}, "authorities.TOP": {"side": "blue"}}
    trial = played(chain, {"caveats.ASKS": ASKS})
    assert first_shot_s(trial) == pytest.approx(FIRST_S + 80)
    assert [one.authority for one in of(trial, log.Answered)] == ["RELEASE", "TOP"]


def test_questions_queue_when_there_are_more_than_servers() -> None:
    two = {
        "flights.GUARD.aircraft": 2,
        "flights.GUARD.elements": [1, 1],
        "flights.WOLF": WOLF,
        "controllers.TOWER": {"side": "blue", "servers": 2, "service_s": 0},
        "links.NET": {"side": "blue", "members": ["GUARD", "TOWER"]},
    }
    one_server = played(RELEASE, {"caveats.ASKS": ASKS}, two)
    both = played({"authorities.RELEASE": {"side": "blue", "servers": 2}}, {"caveats.ASKS": ASKS}, two)
    asked = {one.target: one.at_s for one in of(one_server, log.Asked)}
    waits = sorted(one.at_s - asked[one.target] for one in of(one_server, log.Answered))
    assert len(waits) == 2
    assert waits[0] == pytest.approx(40)
    assert 70 < waits[1] <= 80
    asked = {one.target: one.at_s for one in of(both, log.Asked)}
    assert [one.at_s - asked[one.target] for one in of(both, log.Answered)] == pytest.approx([40, 40])


WOLF = {"side": "red", "aircraft": 1, "speed_mps": 250, "route": "lane"}


def test_a_hostile_act_lifts_a_caveat() -> None:
    armed = {"flights.RAIDER.self_defence_km": 60, "flights.RAIDER.missile.flyout_km": 75} | STATION
    armed |= {"flights.RAIDER.route": None, "flights.GUARD.defence.warned_prob": 1}
    never = {"caveats.NO": {"side": "blue", "who": {"partner": "b"}, "may_not": "fire"}}
    unless = {"caveats.NO": never["caveats.NO"] | {"unless": "hostile_act"}}
    assert first_shot_s(played(armed, never)) is None
    trial = played(armed, unless)
    (act,) = of(trial, log.HostileAct, flight="GUARD")
    shot_s = first_shot_s(trial)
    assert shot_s is not None
    assert shot_s >= act.at_s


def test_what_may_not_be_shared_is_not_reported_until_leave_is_given() -> None:
    watched = {
        "flights.SCOUT": LINER | {"side": "blue", "route": "lane", "start_min": 39},
        "links.NET": {"side": "blue", "members": ["GUARD", "SCOUT"], "delay_s": 1},
    }
    assert next(one.at_s for one in of(played(watched), log.Reported)) == 200.0
    quiet = {"caveats.QUIET": {"side": "blue", "who": {"flight": "GUARD"}, "may_not": "share"}}
    assert list(of(played(watched, quiet), log.Reported)) == []
    asks = {"caveats.QUIET": quiet["caveats.QUIET"] | {"then": {"ask": "RELEASE", "answer_s": 30}}}
    assert next(one.at_s for one in of(played(watched, RELEASE, asks), log.Reported)) == 230.0
    assert measured(watched, quiet)["reports_withheld"] == 1.0


def test_who_may_not_share_still_hears_of_what_others_hold() -> None:
    """Its own contact ends first; the other still holds the target, so the track goes on and is dropped once."""
    pair = {
        "flights.SCOUT": {
            "side": "blue",
            "aircraft": 1,
            "speed_mps": 200,
            "radar": {"range_km": 400, "certain": True},
            "patrol": {"at_km": [0, 50], "commit_range_km": 20},
        },
        "links.NET": {"side": "blue", "members": ["GUARD", "SCOUT"], "delay_s": 1},
        "caveats.QUIET": {"side": "blue", "who": {"flight": "GUARD"}, "may_not": "share"},
        "flights.GUARD.patrol.commit_range_km": 1,
        "flights.GUARD.self_defence_km": 0,
    }
    trial = played(pair)
    (lost,) = of(trial, log.ContactLost, node="GUARD-1")
    dropped = [one.at_s for one in of(trial, log.TrackDropped, node="GUARD-1")]
    assert lost.at_s == pytest.approx(350_000 / 250)
    assert dropped == [2001.0]  # when SCOUT says that RAIDER has landed


# Sites.

POST = {
    "side": "blue",
    "at_km": [0, 0],
    "radar": {"range_km": 150, "certain": True},
    "missile": {"speed_mps": 1000, "flyout_km": 60, "hit_prob": 1},
    "magazine": 4,
}


def site(**changes: object) -> dict[str, Any]:
    """Return changes that put a site where GUARD was."""
    return {"sites.POST": POST | changes, "flights.GUARD": None}


def test_a_site_obeys_rules_too() -> None:
    free_s = first_shot_s(played(site()), "POST")
    tight = site(rules={"weapons": "tight"}, identification={"range_km": 30})
    assert free_s is not None
    assert first_shot_s(played(tight), "POST") == pytest.approx((200_000 - 30_000) / 250)
    assert first_shot_s(played(site(rules={"weapons": "hold"})), "POST") is None
    any_will_do = site(rules={"weapons": "tight", "identity": "any"})
    assert first_shot_s(played(any_will_do), "POST") == free_s
    neutral = {"flights.LINER": LINER, "flights.RAIDER": None}
    assert len(list(of(played(site(), neutral), log.MemberLost))) == 1
    assert list(of(played(tight, neutral), log.MemberLost)) == []


# What the spared did next.


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({}, "spared_that_left"),
        ({"flights.RAIDER.self_defence_km": 45, "flights.RAIDER.route": None, **STATION}, "spared_that_shot"),
    ],
)
def test_the_ledger_says_what_a_spared_threat_did_next(changes: dict[str, object], fate: str) -> None:
    no = {"caveats.NO": {"side": "blue", "who": {"flight": "GUARD"}, "may_not": "fire"}}
    got = measured(no, changes)
    assert {name: number for name, number in got.items() if name.startswith("spared") and number} == {fate: 1.0}
    assert got["engagements_refused"] == 1.0


def test_a_scenario_without_rules_draws_and_records_what_it_did_before() -> None:
    plain = played()
    declared = played({"flights.GUARD.rules.weapons": "free", "flights.RAIDER.rules.self_defence": "always"})
    assert plain.records == declared.records
