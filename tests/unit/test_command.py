"""Controllers aboard aircraft, delegation by situation, voice channels and contracts, through YAML and `run_trial`.

EYE sees to 90 km at once; WATCH works 20 s on a track; a message takes 5 s. Every instant is worked out by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import pytest

from sim.base.errors import ScenarioError
from sim.measure import check_invariants, measure
from sim.model.command import Authority
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import Cause
from sim.trial.records import Trial

R = TypeVar("R")

BASE = """
format: 1
name: command
ends_at_s: 3000
routes:
  in: {points_km: [[100, 0], [-400, 0]]}
  orbit: {points_km: [[-50, 0], [-60, 0]]}
links:
  NET: {side: blue, members: [WATCH, EYE, HAWK], delay_s: 5, period_s: 1}
controllers:
  WATCH: {side: blue, servers: 1, service_s: 20}
flights:
  HAWK:
    side: blue
    aircraft: 1
    speed_mps: 200
    missile: {speed_mps: 1000, flyout_km: 30, hit_prob: 1, track_age_limit_s: 60}
    missiles_each: 8
    lost_comms_s: 30
    patrol: {at_km: [0, 30], commit_range_km: 500}
  RAID: {side: red, aircraft: 1, speed_mps: 100, route: in}
sites:
  EYE: {side: blue, at_km: [0, 0], radar: {range_km: 90, certain: true}}
"""
"""EYE sees RAID at 100 s, WATCH hears of it at 105 s and has worked on it at 125 s; HAWK hears that at 130 s."""

AWACS = {
    "flights.AWACS": {"side": "blue", "aircraft": 1, "speed_mps": 100, "route": "orbit"},
    "controllers.WATCH.aboard": "AWACS",
}
"""AWACS is home after 10 km, at 100 s."""


def resolved(*changes: dict[str, Any]) -> Any:
    """Return the base scenario with these changes; a later one may reach into what an earlier one added."""
    whole: dict[str, Any] = {}
    for change in changes:
        for path, value in change.items():
            *way, last = path.split(".")
            place = whole
            for word in way:
                place = place.setdefault(word, {})
            place[last] = dict(value) if isinstance(value, dict) else value
    return load_text(BASE, overrides=whole).scenario


def played(*changes: dict[str, Any]) -> Trial:
    """Return a trial of the base scenario with these changes, sound in every way."""
    scenario = resolved(*changes)
    trial = run_trial(scenario, 1, 0)
    assert check_invariants(scenario, trial) == []
    return trial


def of(trial: Trial, kind: type[R]) -> Iterator[R]:
    """Yield the records of a kind."""
    return (record for record in trial.records if isinstance(record, kind))


def metric(name: str, *changes: dict[str, Any]) -> float | None:
    """Return one metric of that trial."""
    scenario = resolved(*changes)
    return measure(scenario, run_trial(scenario, 1, 0))[name]


# A controller aboard.


def test_a_controller_lands_with_the_aircraft_that_carries_it() -> None:
    trial = played(AWACS)
    assert [(one.at_s, one.inject, one.thing) for one in of(trial, log.ThingLost)] == [(100.0, "AWACS-1.1", "WATCH")]
    assert list(of(trial, log.Tasked)) == []
    (alone,) = of(trial, log.CommsLost)
    assert (alone.at_s, alone.flight, alone.authority) == (130.0, "HAWK", Authority.AUTONOMOUS)
    # 5 s to react, then it goes for what EYE had told it of
    assert [(one.at_s, one.cause) for one in of(trial, log.Committed)] == [(135.0, Cause.AUTONOMOUS)]


def test_a_controller_works_while_its_aircraft_flies() -> None:
    trial = played(AWACS, {"flights.AWACS.speed_mps": 50})
    assert [one.at_s for one in of(trial, log.Tasked)] == [125.0]


HUNTER = {
    "flights.HUNTER": {
        "side": "red",
        "aircraft": 1,
        "speed_mps": 400,
        "radar": {"range_km": 150, "certain": True},
        "missile": {"speed_mps": 1000, "flyout_km": 20, "hit_prob": 1},
        "missiles_each": 2,
        "patrol": {"at_km": [-50, -40], "commit_range_km": 300},
        "doctrine": "support_first",
    },
    "flights.AWACS.speed_mps": 20,
}


def test_who_hunts_support_goes_for_the_controller_first() -> None:
    near = {"flights.HUNTER.patrol.at_km": [0, 60]}  # HAWK is 30 km away, AWACS 78 km
    first = {doctrine: played(AWACS, HUNTER, near, {"flights.HUNTER.doctrine": doctrine}) for doctrine in DOCTRINES}
    targets = {doctrine: next(of(trial, log.Committed)).target for doctrine, trial in first.items()}
    assert targets == {"nearest": "HAWK-1", "support_first": "AWACS-1"}


DOCTRINES = ("nearest", "support_first")


def test_a_controller_is_shot_down_with_its_aircraft() -> None:
    trial = played(AWACS, HUNTER)
    lost = next(of(trial, log.MemberLost))
    assert lost.member == "AWACS-1.1"
    assert [(one.at_s, one.thing) for one in of(trial, log.ThingLost)] == [(lost.at_s, "WATCH")]
    assert metric("support_lost", AWACS, HUNTER) == 1
    assert metric("controllers_lost", AWACS, HUNTER) == 1
    assert metric("controllers_lost", AWACS) == 0  # it came home


def test_what_stands_with_a_lost_controller_is_lost_with_it_and_no_inject_brings_either_back() -> None:
    stands = {
        "links.FAR": {"side": "blue", "members": ["EYE"]},
        "gateways.BRIDGE": {"side": "blue", "joins": ["NET", "FAR"], "aboard": "WATCH"},
        "injects.out": {"at_s": 90, "what": {"lose": "WATCH"}, "enabled": True},
        "injects.back": {"at_s": 200, "what": {"restore": "WATCH"}, "enabled": True},
    }
    trial = played(AWACS, stands)
    assert [(one.at_s, one.thing) for one in of(trial, log.ThingLost)] == [(90.0, "WATCH"), (90.0, "BRIDGE")]
    assert list(of(trial, log.Tasked)) == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"controllers.WATCH.aboard": "HAWKS"}, "there is no `HAWKS` to carry it (did you mean HAWK?)"),
        ({"controllers.WATCH.aboard": "RAID"}, "`RAID` is on side `red`, the controller works for `blue`"),
        ({"controllers.WATCH.aboard": "WATCH"}, "a controller cannot be aboard itself"),
        ({"controllers.WATCH.aboard": "HAWK", "controllers.WATCH.at_km": [0, 0]}, "it has no place of its own"),
        ({"controllers.WATCH.delegate_when": {"hold_s": 5}}, "says nothing about when to delegate"),
    ],
)
def test_what_cannot_be_is_told_with_a_remedy(changes: dict[str, Any], text: str) -> None:
    with pytest.raises(ScenarioError, match=r"controllers\.WATCH") as raised:
        resolved(changes)
    assert text in str(raised.value)


# Delegation.

CROWD: dict[str, object] = {
    f"flights.RAID{number}": {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in"} for number in (2, 3)
}
CROWD["flights.HAWK.aircraft"] = 3
CROWD["flights.HAWK.elements"] = [1, 1, 1]
WHEN = {"controllers.WATCH.delegate_when": {"queue_at_least": 2, "hold_s": 0}}


def test_a_controller_with_two_tracks_waiting_delegates_and_its_flight_hears_it_later() -> None:
    trial = played(CROWD, WHEN)
    (given,) = of(trial, log.AuthorityDelegated)
    assert (given.at_s, given.controller, given.waiting) == (105.0, "WATCH", 2)
    heard = [(one.at_s, one.authority) for one in of(trial, log.AuthorityHeard)]
    assert heard[0] == (110.0, Authority.DELEGATED)
    commits = [(one.at_s, one.cause) for one in of(trial, log.Committed)]
    assert commits[0] == (115.0, Cause.DELEGATED)  # 5 s to choose


def test_a_controller_takes_back_when_nothing_waits_and_tasks_again() -> None:
    trial = played(CROWD, WHEN)
    (back,) = of(trial, log.AuthorityTakenBack)
    # all three elements took the nearest one at 115 s, on which WATCH had begun; it works off the two that are left
    assert back.at_s == 145.0
    assert [one.at_s for one in of(trial, log.AuthorityHeard)] == [110.0, back.at_s + 5.0]
    assert all(one.at_s >= back.at_s for one in of(trial, log.Tasked))


def test_a_change_holds_as_long_as_it_says() -> None:
    trial = played(CROWD, {"controllers.WATCH.delegate_when": {"queue_at_least": 2, "hold_s": 400}})
    assert [one.at_s for one in of(trial, log.AuthorityTakenBack)] == [505.0]


def test_a_controller_delegates_when_a_track_has_waited_too_long() -> None:
    trial = played(CROWD, {"controllers.WATCH.delegate_when": {"wait_s": 12}})
    assert [(one.at_s, one.wait_s) for one in of(trial, log.AuthorityDelegated)][:1] == [(117.0, 12.0)]


def test_a_flight_that_starts_while_its_controller_delegates_is_told_so() -> None:
    """LATE starts at 120 s; 5 s later WATCH knows that it is there, and after 5 s more it hears who tasks it."""
    hawk = {"side": "blue", "aircraft": 1, "speed_mps": 200, "missiles_each": 1, "starts": {"at_s": 120}}
    late = {
        "flights.LATE": hawk | {"patrol": {"at_km": [0, 40], "commit_range_km": 1}},
        "flights.LATE.missile": {"speed_mps": 1000, "flyout_km": 30, "hit_prob": 1},
        "links.NET.members": ["WATCH", "EYE", "HAWK", "LATE"],
    }
    trial = played(CROWD, late, {"controllers.WATCH.delegate_when": {"queue_at_least": 2, "hold_s": 400}})
    heard = [(one.at_s, one.authority) for one in of(trial, log.AuthorityHeard) if one.flight == "LATE"]
    assert heard == [(130.0, Authority.DELEGATED), (510.0, Authority.CENTRAL)]


def test_delegation_shortens_the_way_to_the_commit_of_a_swamped_controller() -> None:
    slow = {"controllers.WATCH.service_s": 120}
    with_it, without = (metric("detect_to_commit_s", CROWD, slow, change) for change in (WHEN, {}))
    assert with_it is not None
    assert without is not None
    assert with_it < without
    assert metric("delegated_share", CROWD, slow) is None
    share = metric("delegated_share", CROWD, slow, WHEN)
    assert share is not None
    assert 0.0 < share < 1.0
    assert metric("delegations", CROWD, slow, WHEN) == 1


# A voice channel.

SPOKEN = {"links.NET.voice": {"message_s": 7}, "controllers.WATCH.servers": 3}


def test_three_orders_at_once_are_spoken_one_after_the_other() -> None:
    """The queue D/D/1 with a batch of three: they wait 0, 7 and 14 s."""
    trial = played(CROWD, SPOKEN)
    orders = list(of(trial, log.ChannelTaken))[:3]
    assert [one.at_s for one in of(trial, log.Tasked)] == [125.0] * 3
    assert [(one.at_s, one.waited_s) for one in orders] == [(125.0, 0.0), (132.0, 7.0), (139.0, 14.0)]
    assert [one.at_s for one in of(trial, log.OrderReceived)] == [137.0, 144.0, 151.0]


def test_orders_on_a_link_under_jammers_are_spoken_too() -> None:
    """NOISE covers HAWK from where EYE does not see it: an order takes its turn of 7 s, then three times 5 s."""
    noise: dict[str, Any] = {
        "links.NET.jamming": {"delay_factor": 3},
        "routes.beside": {"points_km": [[0, 110], [-400, 110]]},
        "flights.NOISE": {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "beside"},
        "flights.NOISE.jammer": {"cover_km": 0, "range_factor": 1, "links": {"range_km": 100}},
    }
    trial = played(CROWD, SPOKEN, noise)
    orders = list(of(trial, log.ChannelTaken))[:3]
    assert [(one.at_s, one.waited_s) for one in orders] == [(125.0, 0.0), (132.0, 7.0), (139.0, 14.0)]
    assert [one.at_s for one in of(trial, log.OrderReceived)] == [147.0, 154.0, 161.0]


def test_orders_are_spoken_on_a_link_that_can_be_jammed_too() -> None:
    noise = {
        "links.NET.jamming": {"added_loss_prob": 0.5},
        "flights.NOISE": {
            "side": "red",
            "aircraft": 1,
            "speed_mps": 200,
            "jammer": {"cover_m": 0, "range_factor": 1, "links": {"range_m": 20_000}},
            "patrol": {"at_m": [900_000, 0], "commit_range_m": 10_000},
        },
    }
    trial = played(CROWD, SPOKEN, noise)
    assert [one.waited_s for one in of(trial, log.ChannelTaken)][:3] == [0.0, 7.0, 14.0]


def test_the_channel_is_measured() -> None:
    assert metric("channel_wait_s", CROWD, SPOKEN) is not None
    assert metric("channel_wait_s", CROWD) is None
    use = metric("channel_utilisation", CROWD, SPOKEN)
    assert use is not None
    assert 0.0 < use <= 1.0


def test_what_waits_for_its_turn_when_the_link_fails_goes_unheard() -> None:
    out = {"links.NET.outages": [{"from_s": 130, "to_s": 2000}]}
    trial = played(CROWD, SPOKEN, out)
    assert len([one for one in of(trial, log.ChannelTaken) if one.at_s < 2000]) == 1
    assert list(of(trial, log.OrderReceived)) == []


# Contracts.

PAIRS = {
    "controllers.WATCH.authority": "delegated",
    "flights.HAWK.aircraft": 4,
    "flights.RAID.aircraft": 4,
    "flights.RAID.elements": [4],
    "flights.HAWK.missile.hit_prob": 0,
    "flights.HAWK.shots": {"doctrine": "single"},
}
"""Both elements choose the one group at the same instant; each fires at two members of four or shares out all four."""


def targets(trial: Trial) -> dict[str, tuple[str, ...]]:
    """Return who fired first at which members."""
    found: dict[str, tuple[str, ...]] = {}
    for shot in of(trial, log.Shot):
        found[shot.shooter] = (*found.get(shot.shooter, ()), shot.member)
    return found


def test_two_that_hear_each_other_begin_with_different_members() -> None:
    trial = played(PAIRS)
    firsts = {shooter: members[0] for shooter, members in targets(trial).items()}
    assert firsts == {"HAWK-1": "RAID-1.1", "HAWK-2": "RAID-1.3"}


def test_two_that_cannot_hear_each_other_shoot_at_the_same_members() -> None:
    down = {"links.NET.outages": [{"from_s": 116, "to_s": 2900}], "flights.HAWK.memory_s": 1800}
    keeps = {"flights.HAWK.missile.track_age_limit_s": 600}
    linked, alone = played(PAIRS, keeps), played(PAIRS, keeps, down)
    assert {members[0] for members in targets(linked).values()} == {"RAID-1.1", "RAID-1.3"}
    assert {members[0] for members in targets(alone).values()} == {"RAID-1.1"}


def test_double_shots_rise_when_the_link_is_lost() -> None:
    """Two with one missile each against a pair: they share it out as long as they hear each other's claims."""
    few: dict[str, Any] = {
        **PAIRS,
        "flights.HAWK.aircraft": 2,
        "flights.HAWK.elements": [1, 1],
        "flights.HAWK.missiles_each": 1,
        "flights.HAWK.memory_s": 1800,
        "flights.HAWK.missile.track_age_limit_s": 600,
        "flights.RAID.aircraft": 2,
        "flights.RAID.elements": [2],
    }
    down = {"links.NET.outages": [{"from_s": 116, "to_s": 2900}]}
    apart = {
        "links.NET.members": ["WATCH", "EYE"],
        "flights.HAWK.radar": {"range_km": 90, "certain": True},
        "flights.HAWK.lost_comms_s": None,
    }
    found = [metric("double_shots", few, change) for change in ({}, down, apart)]
    assert found == [0, 1, 1]
    assert [metric("unshot_members", few, change) for change in ({}, down, apart)] == [0, 1, 1]
