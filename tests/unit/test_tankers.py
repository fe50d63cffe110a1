"""Tankers through YAML and `run_trial`: booms, queues, late, empty and lost tankers. Every instant is by hand.

The tanker stands 300 s from where its receivers begin, with one boom, and gives ten minutes of flight in one.
"""

from __future__ import annotations

import pytest

from sim.measure import measure
from sim.trial import records as log
from sim.trial.reasons import BreakReason, Cause, FuelMark, Purpose
from tests.fuel_builders import FIGHTER, TANK, first, marks, of, played, scenario

FUEL = {"capacity_min": 60, "joker_min": 20, "bingo_min": 10}
CAP = {"patrol": {"at_km": [0, 0], "commit_range_km": 1}, "fuel": FUEL}
SITE = {
    "side": "red",
    "at_km": [60, 5],
    "reaction_s": 0,
    "radar": {"range_km": 30, "certain": True},
    "missile": {"speed_mps": 1000, "flyout_km": 30, "hit_prob": 1},
    "magazine": 1,
}


def tank(**tanker: object) -> dict[str, object]:
    """Return the tanker flight with some of its settings changed."""
    return {"tanker": TANK["tanker"] | tanker}


def purposes(trial: log.Trial, element: str) -> list[Purpose]:
    return [leg.purpose for leg in of(trial, log.LegStarted, element)]


def test_at_joker_it_goes_to_the_tanker_fills_up_and_goes_on_with_its_task() -> None:
    """Joker at 2400 s, 300 s to the tanker: 900 s of fuel are left, 2700 s are taken in 270 s."""
    trial = played(TANK=TANK, CAP=CAP | {"refuel": {"at": "TANK"}})
    assert first(trial, log.TankerJoined) == log.TankerJoined(2700.0, "TANK-1", "CAP-1")
    assert first(trial, log.RefuellingBegan).fuel_s == 900.0
    assert first(trial, log.RefuellingEnded) == log.RefuellingEnded(2970.0, "TANK-1", "CAP-1", 2700.0, 3600.0)
    expected = [Purpose.HOLD, Purpose.TANKER, Purpose.REFUEL, Purpose.PATROL, Purpose.HOLD]
    assert purposes(trial, "CAP-1")[:5] == expected
    assert [leg.at_s for leg in of(trial, log.LegStarted, "CAP-1")][4] == 3270.0
    assert len(list(of(trial, log.RefuellingEnded))) == 2, "it comes again at joker"


def test_at_the_start_it_goes_once() -> None:
    trial = played(TANK=TANK, CAP=CAP | {"refuel": {"at": "TANK", "when": "start", "to_share": 1}})
    assert first(trial, log.TankerJoined).at_s == 300.0
    assert len(list(of(trial, log.RefuellingEnded))) == 1


def test_it_takes_as_much_as_it_is_told() -> None:
    """Up to 30 min: 15 min of fuel are left on the boom, 15 more take 90 s."""
    trial = played(TANK=TANK, CAP=CAP | {"refuel": {"at": "TANK", "to_share": 0.5}})
    ended = first(trial, log.RefuellingEnded)
    assert (ended.at_s, ended.taken_s, ended.fuel_s) == (2790.0, 900.0, 1800.0)


def test_the_aircraft_of_an_element_take_turns() -> None:
    trial = played(TANK=TANK, CAP=CAP | {"aircraft": 2, "refuel": {"at": "TANK"}})
    ended = first(trial, log.RefuellingEnded)
    assert (ended.at_s, ended.taken_s, ended.fuel_s) == (2700.0 + 540.0, 5400.0, 3600.0)


def test_contact_takes_time_before_fuel_flows() -> None:
    trial = played(TANK=tank(contact_s=60), CAP=CAP | {"refuel": {"at": "TANK"}})
    began = first(trial, log.RefuellingBegan)
    assert (first(trial, log.BoomGranted).at_s, began.at_s, began.fuel_s) == (2700.0, 2760.0, 840.0)


def test_the_second_waits_for_the_first_and_burns_meanwhile() -> None:
    """The first is on the boom for 270 s; the second has burnt as much more by then, and takes 297 s."""
    both = CAP | {"aircraft": 2, "elements": [1, 1], "refuel": {"at": "TANK"}}
    trial = played(TANK=TANK, CAP=both)
    assert [one.at_s for one in of(trial, log.BoomGranted)][:2] == [2700.0, 2970.0]
    assert [one.at_s for one in of(trial, log.RefuellingEnded)][:2] == [2970.0, 2970.0 + 297.0]
    metrics = measure(scenario(TANK=TANK, CAP=both), trial)
    waits = [0.0, 270.0, 0.0, 0.0]  # on their second visits they come one after the other
    assert metrics["tanker_wait_s"] == pytest.approx(sum(waits) / 4)
    assert metrics["tanker_wait_greatest_s"] == 270.0
    assert metrics["refuelled_share"] == 1.0
    two = played(TANK=tank(booms=2), CAP=both)
    assert [one.at_s for one in of(two, log.BoomGranted)][:2] == [2700.0, 2700.0]


def test_at_a_route_point_it_goes_to_the_tanker_and_then_to_the_next_point() -> None:
    """Point 1 at 600 s, back to the tanker at 900 s with 2700 s left, 90 s on the boom, 900 s to point 2."""
    refuel = {"at": "TANK", "when": "point", "point": 1}
    trial = played(TANK=TANK, LONE={"route": "bent", "fuel": {"capacity_min": 60}, "refuel": refuel})
    assert [(one.at_s, one.point) for one in of(trial, log.Reached)][:2] == [(600.0, 1), (1890.0, 2)]
    assert len(list(of(trial, log.RefuellingEnded))) == 1


def test_escorts_keep_their_place_beside_a_charge_that_takes_fuel() -> None:
    """The charge goes back from point 1, stays for 90 s, and goes on: so do its escorts, who are never far."""
    refuel = {"at": "TANK", "when": "point", "point": 1}
    trial = played(
        TANK=TANK,
        LONE={"route": "bent", "fuel": {"capacity_min": 60}, "refuel": refuel},
        GUARD=FIGHTER | {"escort": {"of": "LONE", "ahead_km": 0, "abeam_km": 5}},
    )
    stays = [
        leg
        for leg in of(trial, log.LegStarted, "GUARD-1")
        if leg.purpose is Purpose.STATION and leg.vx_mps == leg.vy_mps == 0.0
    ]
    assert [(leg.at_s, leg.until_s) for leg in stays] == [(900.0, 990.0)]


def test_a_late_tanker_is_waited_for() -> None:
    trial = played(TANK=tank(home_km=[60, 60], on_station_min=48), CAP=CAP | {"refuel": {"at": "TANK"}})
    assert first(trial, log.TankerJoined).at_s == 2700.0
    assert first(trial, log.BoomGranted).at_s == 2880.0


def test_a_tanker_leaves_home_in_time() -> None:
    trial = played(TANK=tank(home_km=[60, 60], on_station_min=10), CAP=CAP | {"refuel": {"at": "TANK"}})
    legs = [(leg.at_s, leg.purpose) for leg in of(trial, log.LegStarted, "TANK-1")]
    assert legs == [(0.0, Purpose.HOLD), (300.0, Purpose.PATROL), (600.0, Purpose.ORBIT)]


def test_a_tanker_that_should_be_there_soon_is_on_its_way_from_the_start() -> None:
    trial = played(TANK=tank(home_km=[60, 60], on_station_min=2), CAP=CAP | {"refuel": {"at": "TANK"}})
    begins = first(trial, log.Started, "TANK-1")
    assert (begins.x_m, begins.y_m) == (60_000.0, 24_000.0)
    assert first(trial, log.LegStarted, "TANK-1").until_s == 120.0


def late(at_min: float) -> dict[str, object]:
    return {"LATE": {"at_min": at_min, "what": {"late": "TANK", "by_min": 7}, "enabled": True}}


def test_an_inject_makes_a_tanker_late_that_has_not_left() -> None:
    spec = tank(home_km=[60, 60], on_station_min=10)
    trial = played(TANK=spec, CAP=CAP | {"refuel": {"at": "TANK"}}, injects=late(1))
    assert first(trial, log.TankerDelayed) == log.TankerDelayed(60.0, "LATE", "TANK", 420.0)
    assert [leg.at_s for leg in of(trial, log.LegStarted, "TANK-1") if leg.purpose is Purpose.ORBIT] == [1020.0]
    trial = played(TANK=spec, CAP=CAP | {"refuel": {"at": "TANK"}}, injects=late(6))
    assert not list(of(trial, log.TankerDelayed))
    assert [leg.at_s for leg in of(trial, log.LegStarted, "TANK-1") if leg.purpose is Purpose.ORBIT] == [600.0]


def test_at_bingo_in_the_queue_it_goes_home() -> None:
    """Joker at 2400 s, at the point at 2700 s, bingo at 3000 s; the tanker would be there 30 s later."""
    trial = played(TANK=tank(home_km=[60, 60], on_station_s=3030), CAP=CAP | {"refuel": {"at": "TANK"}})
    assert first(trial, log.TurnedHome).at_s == 3000.0
    assert first(trial, log.TankerLeft).at_s == 3000.0
    assert first(trial, log.HomeReached, "CAP-1").at_s == 3300.0
    metrics = measure(scenario(TANK=TANK, CAP=CAP), trial)
    assert (metrics["fuel_dropouts"], metrics["refuelled_share"], metrics["tanker_wait_s"]) == (1.0, 0.0, 300.0)


def test_at_bingo_on_the_boom_it_stays() -> None:
    trial = played(TANK=tank(contact_s=400), CAP=CAP | {"refuel": {"at": "TANK"}})
    assert marks(trial, "CAP-1")[2] == (3000.0, FuelMark.BINGO, 600.0)
    assert first(trial, log.RefuellingBegan).at_s == 3100.0
    assert not list(of(trial, log.TurnedHome))


def test_an_empty_tanker_gives_what_it_has_and_goes_home() -> None:
    """Of the 45 min that the first wants it gets 35; the second is told on its way, and goes home, being at joker."""
    trial = played(
        TANK=tank(give_min=35, home_km=[60, 60]),
        CAP=CAP | {"refuel": {"at": "TANK"}},
        LAST=CAP | {"patrol": {"at_km": [0, 60], "commit_range_km": 1}, "refuel": {"at": "TANK"}},
    )
    ended = first(trial, log.RefuellingEnded)
    assert (ended.at_s, ended.taken_s, ended.fuel_s) == (2910.0, 2100.0, 3000.0)
    assert first(trial, log.TankerClosed) == log.TankerClosed(2910.0, "TANK-1", 0.0)
    assert first(trial, log.TurnedHome) == log.TurnedHome(2910.0, "LAST-1", 690.0)
    assert purposes(trial, "TANK-1")[-1] is Purpose.HOME


def test_the_queue_of_a_lost_tanker_is_told_and_goes_home_or_on() -> None:
    """The site is silent until the tanker is on its point; then one missile takes it."""
    spec = tank(home_km=[60, 100], on_station_min=48)
    low = CAP | {"refuel": {"at": "TANK"}}
    full = CAP | {"fuel": FUEL | {"capacity_min": 100}, "refuel": {"at": "TANK", "when": "start"}}
    trial = played(TANK=spec, LOW=low, FULL=full, sites={"SAM": SITE | {"at_km": [60, 60]}})
    lost_s = first(trial, log.ElementLost, "TANK-1").at_s
    assert 2400.0 < lost_s < 2880.0
    assert first(trial, log.TankerClosed).at_s == lost_s
    assert first(trial, log.TurnedHome, "LOW-1").at_s == lost_s
    assert not list(of(trial, log.TurnedHome, "FULL-1"))[1:]
    back = next(leg for leg in of(trial, log.LegStarted, "FULL-1") if leg.at_s >= lost_s)
    assert back.purpose is Purpose.PATROL


def test_who_comes_to_a_tanker_that_is_gone_goes_home() -> None:
    trial = played(TANK=tank(until_min=10), CAP=CAP | {"refuel": {"at": "TANK"}})
    assert first(trial, log.TankerClosed).at_s == 600.0
    assert not list(of(trial, log.TankerJoined))
    assert first(trial, log.TurnedHome).at_s == 3000.0, "at joker nobody is left to go to; at bingo it goes home"


def test_who_defends_leaves_the_boom_with_what_it_has_and_comes_back() -> None:
    """The site sees the receiver, not the tanker; that turns away from the missile, and takes the rest afterwards."""
    shy = CAP | {"defence": {"warned_prob": 1, "manoeuvre": "beam"}, "refuel": {"at": "TANK"}}
    site = SITE | {"at_km": [60, 24], "missile": {"speed_mps": 1000, "flyout_km": 30, "hit_prob": 0}, "reaction_s": 100}
    site |= {"radar": {"range_km": 24.5, "certain": True}}
    trial = played(TANK=TANK | {"signature": 1e-4}, CAP=shy, sites={"SAM": site})
    warned_s = first(trial, log.Warned, "CAP-1").at_s
    one, other = list(of(trial, log.RefuellingEnded))[:2]
    assert one.at_s == warned_s
    assert one.taken_s == pytest.approx((warned_s - 2700.0) * 10.0)
    assert other.fuel_s == 3600.0
    assert purposes(trial, "CAP-1")[2:6] == [Purpose.REFUEL, Purpose.DEFEND, Purpose.TANKER, Purpose.REFUEL]


def test_a_tanker_that_turns_away_lets_go_of_its_booms_and_grants_them_anew() -> None:
    """A missile is fired at it while the boom is in use; the receiver waits at the point until it is back."""
    shy = tank() | {"defence": {"warned_prob": 1, "manoeuvre": "beam"}}
    poor = SITE | {
        "at_km": [60, 10],
        "missile": {"speed_mps": 1000, "flyout_km": 30, "hit_prob": 0},
        "reaction_s": 2800,
    }
    trial = played(TANK=shy, CAP=CAP | {"refuel": {"at": "TANK"}}, sites={"SAM": poor})
    shot = first(trial, log.Shot)
    assert (shot.at_s, shot.target) == (2800.0, "TANK-1")
    taken = [one.taken_s for one in of(trial, log.RefuellingEnded)][:2]
    assert taken[0] == pytest.approx(1000.0)
    granted = [one.at_s for one in of(trial, log.BoomGranted)]
    back_s = [leg.at_s for leg in of(trial, log.LegStarted, "TANK-1") if leg.purpose is Purpose.ORBIT][1]
    assert granted[:2] == [2700.0, back_s]
    assert first(trial, log.RefuellingEnded).at_s == 2800.0


def test_who_is_below_bingo_when_the_tanker_turns_away_goes_home() -> None:
    """In contact since 2700 s, at bingo since 3000 s; at 3050 s the tanker is fired at, and turns away."""
    shy = tank(contact_s=400) | {"defence": {"warned_prob": 1, "manoeuvre": "beam"}}
    poor = SITE | {
        "at_km": [60, 10],
        "missile": {"speed_mps": 1000, "flyout_km": 30, "hit_prob": 0},
        "reaction_s": 3050,
    }
    trial = played(TANK=shy, CAP=CAP | {"refuel": {"at": "TANK"}}, sites={"SAM": poor})
    assert first(trial, log.TurnedHome) == log.TurnedHome(3050.0, "CAP-1", 550.0)


def test_who_gets_too_little_for_its_task_from_an_empty_tanker_goes_home() -> None:
    """It comes to the boom with 780 s, burns 30 s in contact, and gets 3 s: that is below its bingo of 756 s."""
    fuel = {"capacity_min": 60, "start_share": 0.3, "bingo_s": 756}
    begins = CAP | {"fuel": fuel, "refuel": {"at": "TANK", "when": "start"}}
    trial = played(TANK=tank(give_min=0.05, contact_s=30), CAP=begins)
    ended = first(trial, log.RefuellingEnded)
    assert (ended.taken_s, ended.fuel_s) == (3.0, 753.0)
    assert first(trial, log.TurnedHome).at_s == ended.at_s


def test_two_tanker_aircraft_have_twice_the_booms_until_one_is_lost() -> None:
    """Three come at 2700 s to two booms; the missile takes one tanker aircraft at once, and with it one boom."""
    three = CAP | {"aircraft": 3, "elements": [1, 1, 1], "refuel": {"at": "TANK"}}
    trial = played(TANK=TANK | {"aircraft": 2}, CAP=three, sites={"SAM": SITE | {"reaction_s": 2750}})
    (loss,) = of(trial, log.MemberLost)
    granted = [one.at_s for one in of(trial, log.BoomGranted)]
    assert granted[:3] == [2700.0, 2700.0, loss.at_s]
    assert granted[3] > loss.at_s


def test_a_guarded_tanker_has_its_escort_beside_it() -> None:
    guard = FIGHTER | {"escort": {"of": "TANK", "ahead_km": 10, "abeam_km": 0, "commit_range_km": 100}}
    trial = played(
        TANK=tank(home_km=[0, 0], on_station_min=5, until_min=60), GUARD=guard, CAP=CAP | {"refuel": {"at": "TANK"}}
    )
    stay = next(leg for leg in of(trial, log.LegStarted, "GUARD-1") if not leg.vx_mps and leg.at_s)
    assert (stay.at_s, stay.x_m, stay.y_m, stay.until_s) == (300.0, 70_000.0, 0.0, 3600.0)
    assert len(list(of(trial, log.HomeReached))) == 3


@pytest.mark.parametrize(("doctrine", "prey"), [("tankers_first", "TANK-1"), ("nearest", "DECOY-1")])
def test_a_tanker_can_be_hunted(doctrine: str, prey: str) -> None:
    """Another aircraft is nearer; who hunts tankers leaves it alone, and the tanker's loss is counted."""
    hunter = FIGHTER | {"side": "red", "doctrine": doctrine, "patrol": {"at_km": [60, 200], "commit_range_km": 400}}
    decoy = {"patrol": {"at_km": [60, 60], "commit_range_km": 1}}
    things = {"TANK": TANK, "CAP": CAP | {"refuel": {"at": "TANK"}}, "DECOY": decoy, "HUNTER": hunter}
    trial = played(**things)
    assert first(trial, log.Committed, "HUNTER-1").target == prey
    lost = measure(scenario(**things), trial)["tankers_lost"]
    assert lost == 1.0


def test_who_is_shot_at_in_the_queue_may_fight_and_comes_back() -> None:
    tanker = tank(home_km=[60, 60], on_station_min=40)
    cap = CAP | FIGHTER | {"self_defence_km": 50, "refuel": {"at": "TANK", "when": "start"}}
    raider = {"side": "red", "speed_mps": 290, "route": "in", "start_min": 6}
    trial = played(TANK=tanker, CAP=cap, RAIDER=raider)
    assert first(trial, log.Committed).cause is Cause.SELF_DEFENCE
    assert first(trial, log.BrokeOff).reason is BreakReason.TARGET_DESTROYED
    assert len(list(of(trial, log.TankerJoined))) == 2
    assert len(list(of(trial, log.TankerLeft))) == 1
    assert len(list(of(trial, log.RefuellingEnded))) == 1
