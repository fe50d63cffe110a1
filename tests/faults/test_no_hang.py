"""Nothing hangs: what could go on for ever at one instant ends by itself, or is stopped by the event budget.

Each test has a timeout far above what it needs. Those that end by themselves say how few events they take.
"""

from __future__ import annotations

import copy
import json
import math
from dataclasses import replace
from typing import Any

import pytest

from sim.measure import check_invariants
from sim.scenario import load_text
from sim.scenario.schema import Scenario
from sim.trial.play import run_trial
from sim.trial.reasons import Purpose, Status
from sim.trial.records import BrokeOff, Committed, ContactLost, Detected, Ended, LegStarted, Shot, Trial, Unresolved

pytestmark = pytest.mark.timeout(60)

RADAR = {"range_m": 100_000.0, "certain": True}
MISSILE = {"speed_mps": 1_000.0, "flyout_m": 20_000.0, "hit_prob": 0.0}
SOON = 4_000
"""Events that none of these small scenarios needs."""


def fighter(side: str, at_m: list[float], **settings: Any) -> dict[str, Any]:
    """Return one fighter on patrol that reacts in no time."""
    flight = {
        "side": side,
        "aircraft": 1,
        "speed_mps": 200.0,
        "dash_mps": 300.0,
        "radar": RADAR,
        "missile": MISSILE,
        "missiles_each": 4,
        "reaction_s": 0.0,
        "patrol": {"at_m": at_m, "commit_range_m": 500_000.0},
    }
    return copy.deepcopy(flight) | settings


def passer(side: str, route: str, **settings: Any) -> dict[str, Any]:
    return {"side": side, "aircraft": 1, "speed_mps": 200.0, "route": route} | settings


def scenario(flights: dict[str, Any], **things: Any) -> Scenario:
    text = {"format": 1, "name": "stuck", "ends_at_s": 3_600.0, "flights": flights, "budget": {"events": 50_000}}
    return load_text(json.dumps(text | things)).scenario


def ended(found: Scenario, *, within: int = SOON) -> Trial:
    """Return the first trial, which must end by itself within so many events."""
    trial = run_trial(found, 1, 0)
    assert trial.status is Status.FINISHED
    assert trial.events < within
    assert check_invariants(found, trial) == []
    return trial


def of(kind: type[Any], trial: Trial) -> list[Any]:
    return [record for record in trial.records if isinstance(record, kind)]


# Pursuit.


@pytest.mark.parametrize("dash_mps", [300.0, 300.5, 299.5])
@pytest.mark.parametrize("doctrine", ["nearest", "drag"])
@pytest.mark.parametrize("offset_m", [0.0, 1_000.0, 33_333.3])
def test_two_that_chase_each_other_end(dash_mps: float, doctrine: str, offset_m: float) -> None:
    flights = {
        "HUNTER": fighter("blue", [0.0, 0.0], self_defence_m=50_000.0),
        "HUNTED": fighter("red", [80_000.0, offset_m], dash_mps=dash_mps, doctrine=doctrine, self_defence_m=50_000.0),
    }
    assert of(Committed, ended(scenario(flights)))


@pytest.mark.parametrize("range_m", [50.0, 2_000.0])
def test_two_that_never_come_to_shoot_keep_beside_each_other(range_m: float) -> None:
    """Missiles that reach almost nowhere: the pursuers meet, and fly on together without turning at every instant."""
    harmless = MISSILE | {"flyout_m": range_m}
    flights = {
        "HUNTER": fighter("blue", [0.0, 0.0], missile=harmless),
        "HUNTED": fighter("red", [80_000.0, 7_000.0], missile=harmless),
    }
    ended(scenario(flights))


def test_three_in_a_ring_end() -> None:
    flights = {
        "A": fighter("blue", [0.0, 0.0]),
        "B": fighter("red", [60_000.0, 0.0]),
        "C": fighter("blue", [30_000.0, 52_000.0]),
        "D": fighter("red", [30_000.0, -52_000.0]),
    }
    ended(scenario(flights))


def test_many_that_see_one_another_turn_end() -> None:
    flights = {
        f"{side}{number}": fighter(side.lower(), [place, 15_000.0 * number])
        for side, place in (("BLUE", 0.0), ("RED", 90_000.0))
        for number in range(4)
    }
    links = {
        side: {"side": side.lower(), "members": [f"{side}{number}" for number in range(4)], "period_s": 0.1}
        for side in ("BLUE", "RED")
    }
    nets = {f"NET-{side}": link for side, link in links.items()}
    ended(scenario(flights, links=nets), within=20_000)


def test_a_pursuer_of_the_same_speed_that_stays_behind_ends() -> None:
    """Equal speeds on one line: the square law of interception loses its leading term."""
    routes = {"away": {"points_m": [[90_000.0, 0.0], [900_000.0, 0.0]]}}
    flights = {
        "HUNTER": fighter("blue", [0.0, 0.0], dash_mps=200.0),
        "HUNTED": passer("red", "away"),
    }
    trial = ended(scenario(flights, routes=routes))
    assert not of(Shot, trial)


# Thresholds.


def seen_on(points: list[list[float]], **settings: Any) -> Trial:
    """Return a trial of one who flies past a site that sees 100 km."""
    sites = {"SITE": {"side": "red", "at_m": [0.0, 0.0], "radar": RADAR}}
    flights = {"PASSER": passer("blue", "past", **settings)}
    return ended(scenario(flights, routes={"past": {"points_m": points}}, sites=sites), within=500)


@pytest.mark.parametrize("turn_deg", [0.0, 30.0, 45.0, 123.456])
def test_a_pass_that_touches_the_edge_is_seen_for_at_most_a_moment(turn_deg: float) -> None:
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    along = [[100_000.0 * cos - way * sin, 100_000.0 * sin + way * cos] for way in (-60_000.0, 60_000.0)]
    trial = seen_on(along)
    assert len(of(Detected, trial)) == len(of(ContactLost, trial)) <= 1


@pytest.mark.parametrize("inside_m", [1e-9, 1e-6, 1e-3, 1.0])
def test_a_pass_just_inside_the_edge_is_seen_once(inside_m: float) -> None:
    east = 100_000.0 - inside_m
    trial = seen_on([[east, -60_000.0], [east, 60_000.0]])
    assert len(of(Detected, trial)) == len(of(ContactLost, trial)) <= 1
    if inside_m >= 1e-3:
        assert len(of(Detected, trial)) == 1


def test_a_corner_on_the_edge_is_seen_once() -> None:
    trial = seen_on([[160_000.0, 0.0], [100_000.0, 0.0], [160_000.0, 10_000.0]])
    assert len(of(Detected, trial)) == 1


def test_a_corner_on_the_edge_that_leads_in_is_seen_once() -> None:
    trial = seen_on([[160_000.0, 0.0], [100_000.0, 0.0], [0.0, 20_000.0], [-200_000.0, 0.0]])
    assert len(of(Detected, trial)) == 1


def test_who_stands_exactly_on_the_edge_is_seen() -> None:
    trial = seen_on([[100_000.0, 0.0], [160_000.0, 0.0]], start_s=600.0)
    assert [record.at_s for record in of(Detected, trial)] == [0.0]
    assert [record.at_s for record in of(ContactLost, trial)] == [600.0]


def test_who_flies_around_the_edge_corner_by_corner_ends() -> None:
    """A polygon with its corners on the edge: in on every leg, out at every corner, or in for all of it."""
    corners = [[100_000.0 * math.cos(turn / 8), 100_000.0 * math.sin(turn / 8)] for turn in range(50)]
    trial = seen_on(corners)
    assert 1 <= len(of(Detected, trial)) <= 50


def test_who_flies_along_the_edge_of_a_moving_range_ends() -> None:
    """Beside an observer of the same velocity, at exactly the range of its radar, for the whole way."""
    routes = {
        "one": {"points_m": [[0.0, 0.0], [300_000.0, 0.0]]},
        "other": {"points_m": [[0.0, 100_000.0], [300_000.0, 100_000.0]]},
    }
    flights = {"LOOKER": passer("red", "one", radar=RADAR), "PASSER": passer("blue", "other")}
    trial = ended(scenario(flights, routes=routes), within=500)
    assert len(of(Detected, trial)) == 1


@pytest.mark.parametrize("east_m", [20_000.0, 20_000.0 - 1e-9, 20_000.0 + 1e-9, 19_999.5])
def test_a_target_on_the_edge_of_launch_range_ends(east_m: float) -> None:
    """The fighter waits where its missile just reaches one who stands still, and one who flies along that edge."""
    routes = {
        "still": {"points_m": [[east_m, 0.0], [east_m, 1_000.0]]},
        "along": {"points_m": [[east_m, -90_000.0], [east_m, 90_000.0]]},
    }
    for route in routes:
        flights = {
            "HUNTER": fighter("red", [0.0, 0.0], speed_mps=1.0, dash_mps=1.0),
            "HUNTED": passer("blue", route, start_s=1_000.0),
        }
        ended(scenario(flights, routes=routes))


@pytest.mark.parametrize("speed_mps", [200.0, 300.0])
def test_a_patrol_whose_leash_is_as_long_as_the_way_to_its_target_ends(speed_mps: float) -> None:
    routes = {"past": {"points_m": [[60_000.0, -200_000.0], [60_000.0, 200_000.0]]}}
    hunter = fighter("red", [0.0, 0.0], missile=MISSILE | {"flyout_m": 1_000.0})
    hunter["patrol"]["leash_m"] = 60_000.0
    flights = {"HUNTER": hunter, "HUNTED": passer("blue", "past", speed_mps=speed_mps)}
    ended(scenario(flights, routes=routes))


def test_one_who_drags_at_the_edge_of_its_defence_ends() -> None:
    """It runs when somebody comes close and goes back when he is gone: at one instant that would be for ever."""
    routes = {"past": {"points_m": [[30_000.0, -200_000.0], [30_000.0, 200_000.0]]}}
    flights = {
        "HARE": fighter("red", [0.0, 0.0], doctrine="drag", self_defence_m=30_000.0),
        "HOUND": fighter("blue", [55_000.0, 0.0], self_defence_m=30_000.0),
        "PASSER": passer("blue", "past"),
    }
    trial = ended(scenario(flights, routes=routes))
    assert any(record.purpose is Purpose.DRAG for record in of(LegStarted, trial))


@pytest.mark.parametrize("reaction_s", [0.0, 5.0])
def test_one_who_drags_at_the_edge_of_its_sight_ends(reaction_s: float) -> None:
    """What it sees is too close at once, and out of sight as soon as it runs."""
    routes = {"at": {"points_m": [[150_000.0, 1_000.0], [20_000.0, 0.0], [150_000.0, 0.0]]}}
    short = {"range_m": 50_000.0, "certain": True}
    flights = {
        "HARE": fighter(
            "red", [0.0, 0.0], doctrine="drag", self_defence_m=60_000.0, radar=short, reaction_s=reaction_s
        ),
        "PASSER": passer("blue", "at", signature=1.0),
    }
    trial = ended(scenario(flights, routes=routes))
    assert any(record.purpose is Purpose.DRAG for record in of(LegStarted, trial))


# Loops without delay.


def in_no_time(authority: str, assignment: str, **hunted: Any) -> Scenario:
    """Return a scenario in which no message, service, reaction or look takes any time, and nobody is ever barred."""
    routes = {"past": {"points_m": [[-80_000.0, 30_000.0], [400_000.0, 30_000.0]]}}
    shots = {"doctrine": "shoot_look_shoot", "look_s": 0.0}
    blue = fighter("blue", [0.0, 0.0], shots=shots, self_defence_m=40_000.0, memory_s=0.0)
    red = fighter("red", [70_000.0, 20_000.0], shots=shots, self_defence_m=40_000.0, memory_s=0.0)
    blue["patrol"]["leash_m"] = red["patrol"]["leash_m"] = 30_000.0
    flights = {"BLUE1": blue, "BLUE2": copy.deepcopy(blue), "RED1": red, "RED2": copy.deepcopy(red)}
    flights["BLUE2"]["patrol"]["at_m"] = [0.0, 40_000.0]
    flights["RED2"]["patrol"]["at_m"] = [75_000.0, -10_000.0]
    flights["PASSER"] = passer("blue", "past", **hunted)
    controller = {"service_s": 0.0, "authority": authority, "assignment": assignment, "barred_s": 0.0}
    controllers = {"DESK1": {"side": "blue"} | controller, "DESK2": {"side": "red"} | controller}
    links = {
        "NET1": {"side": "blue", "members": ["BLUE1", "BLUE2", "DESK1"], "delay_s": 0.0, "period_s": 0.001},
        "NET2": {"side": "red", "members": ["RED1", "RED2", "DESK2"], "delay_s": 0.0, "period_s": 0.001},
    }
    return scenario(flights, routes=routes, links=links, controllers=controllers)


@pytest.mark.parametrize("authority", ["central", "delegated", "autonomous"])
@pytest.mark.parametrize("assignment", ["nearest", "random", "greedy", "optimal"])
def test_where_nothing_takes_time_trials_still_end(authority: str, assignment: str) -> None:
    trial = ended(in_no_time(authority, assignment), within=20_000)
    assert of(Committed, trial)


@pytest.mark.parametrize("authority", ["central", "delegated", "autonomous"])
def test_a_target_that_is_given_up_and_never_barred_is_no_endless_loop(authority: str) -> None:
    """Too fast to be met, and close: committing, giving up and committing again must let time pass, or be stopped."""
    found = in_no_time(authority, "greedy", speed_mps=600.0)
    trial = run_trial(found, 1, 0)
    assert check_invariants(found, trial) == []
    assert len(of(BrokeOff, trial)) <= len(of(Committed, trial))


def test_a_site_that_needs_no_time_for_anything_ends() -> None:
    site = {
        "side": "red",
        "at_m": [0.0, 0.0],
        "radar": RADAR,
        "missile": MISSILE | {"track_age_limit_s": 0.001},
        "magazine": 1_000,
        "channels": 4,
        "reaction_s": 0.0,
        "memory_s": 0.0,
        "shots": {"look_s": 0.0},
    }
    routes = {"past": {"points_m": [[-90_000.0, 0.0], [90_000.0, 0.0]]}}
    flights = {"PASSER": passer("blue", "past", aircraft=2)}
    trial = ended(scenario(flights, routes=routes, sites={"SITE": site}), within=10_000)
    assert of(Shot, trial)


def test_a_site_that_hears_of_targets_over_an_eager_link_ends() -> None:
    """Its tracks are always too old to fire on, and the next update is a millisecond away."""
    site = {
        "side": "red",
        "at_m": [0.0, 0.0],
        "radar": {"range_m": 1.0},
        "missile": MISSILE | {"track_age_limit_s": 1.0},
        "magazine": 2,
        "reaction_s": 0.0,
    }
    watcher = passer("red", "watch", radar=RADAR)
    routes = {
        "past": {"points_m": [[-90_000.0, 0.0], [90_000.0, 0.0]]},
        "watch": {"points_m": [[0.0, 10_000.0], [0.0, 700_000.0]]},
    }
    links = {"NET": {"side": "red", "members": ["SITE", "WATCHER"], "delay_s": 5.0, "period_s": 0.001}}
    flights = {"PASSER": passer("blue", "past"), "WATCHER": watcher}
    found = scenario(flights, routes=routes, sites={"SITE": site}, links=links)
    trial = run_trial(found, 1, 0)
    assert check_invariants(found, trial) == []


# The budget.


def with_budget(found: Scenario, events: int) -> Scenario:
    return replace(found, budget=replace(found.budget, events=events))


@pytest.mark.parametrize("events", [100, 150, 200])
def test_a_trial_that_uses_up_its_budget_is_returned_as_aborted_with_all_that_happened(events: int) -> None:
    whole = in_no_time("central", "greedy")
    short = with_budget(whole, events)
    trial, full = run_trial(short, 1, 0), run_trial(whole, 1, 0)
    assert trial.status is Status.ABORTED
    assert full.events > events
    assert events < trial.events <= events + 10  # whoever was awake at that instant was counted too
    assert check_invariants(short, trial) == []
    last = trial.records[-1]
    assert isinstance(last, Ended)
    assert last.status is Status.ABORTED
    happened = [record for record in trial.records if not isinstance(record, Unresolved | Ended)]
    assert tuple(happened) == full.records[: len(happened)]
    assert of(Unresolved, trial)


def test_the_same_trial_is_aborted_at_the_same_event_every_time() -> None:
    found = with_budget(in_no_time("central", "greedy"), 200)
    assert repr(run_trial(found, 1, 0)) == repr(run_trial(found, 1, 0))
