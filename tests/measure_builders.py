"""One small scenario and hand-written logs of it, for the tests of measure.

Blue BISON (one element of 2, bombs on DEPOT) is escorted by HAWK (elements of 2 and 1) under controller WATCH.
Red WOLF (elements of 2 and 2) is under GCI; red GOOSE is one unarmed aircraft; red FORT is a site.
"""

from __future__ import annotations

from dataclasses import replace

from sim.measure import measure
from sim.model.command import Controller
from sim.model.links import Link
from sim.model.routes import Route
from sim.model.sensors import Radar, Receiver
from sim.model.stations import Escort, Patrol
from sim.model.strike import Strike, Target
from sim.model.weapons import Missile, Shots
from sim.scenario.schema import Condition, Flight, Scenario, Site, Success
from sim.trial.reasons import Purpose, SensorKind, Status
from sim.trial.records import (
    Detected,
    Ended,
    HomeReached,
    LegStarted,
    MemberLost,
    Record,
    Shot,
    Started,
    Trial,
    element_flight,
    member_element,
)

MISSILE = Missile(speed_mps=1000.0, flyout_m=50_000.0, hit_prob=0.5)
RADAR = Radar(range_m=100_000.0)

BISON = Flight(
    side="blue",
    aircraft=2,
    speed_mps=200.0,
    radar=RADAR,
    route="way",
    strike=Strike(target="DEPOT", tot_s=1000.0, bombs_each=2),
)
HAWK = Flight(
    side="blue",
    aircraft=3,
    speed_mps=200.0,
    dash_mps=300.0,
    radar=RADAR,
    receiver=Receiver(range_m=300_000.0),
    missile=MISSILE,
    missiles_each=2,
    shots=Shots(open_at_share=0.8),
    escort=Escort(of="BISON", ahead_m=20_000.0, abeam_m=0.0, commit_range_m=150_000.0, leash_m=100_000.0),
)
WOLF = Flight(
    side="red",
    aircraft=4,
    speed_mps=250.0,
    signature=0.0625,
    radar=RADAR,
    missile=MISSILE,
    missiles_each=2,
    patrol=Patrol(at_m=(200_000.0, 0.0), commit_range_m=200_000.0),
)
GOOSE = Flight(side="red", aircraft=1, speed_mps=200.0, route="way")

SCENARIO = Scenario(
    name="small",
    ends_at_s=4000.0,
    success=Success(
        all=(Condition(metric="bombers_home", at_least=2.0), Condition(metric="own_aircraft_lost", at_most=1.0))
    ),
    value={"bombers_home": 5.0, "escorts_lost": -1.0, "tot_error_s": 7.0},
    routes={"way": Route(points_m=((0.0, 0.0), (150_000.0, 0.0), (200_000.0, 0.0)), egress_m=((0.0, 0.0),))},
    targets={
        "DEPOT": Target(side="red", at_m=(200_000.0, 0.0), hits_needed=2),
        "PORT": Target(side="blue", at_m=(0.0, 0.0)),
    },
    links={
        "COMMON": Link(side="blue", members=("BISON", "HAWK", "WATCH")),
        "RNET": Link(side="red", members=("WOLF", "GCI")),
    },
    controllers={"WATCH": Controller(side="blue", servers=2), "GCI": Controller(side="red")},
    flights={"BISON": BISON, "HAWK": HAWK, "WOLF": WOLF, "GOOSE": GOOSE},
    sites={"FORT": Site(side="red", at_m=(220_000.0, 0.0), radar=RADAR, missile=MISSILE, magazine=2)},
)

MEMBERS = {
    "BISON-1": ("BISON-1.1", "BISON-1.2"),
    "HAWK-1": ("HAWK-1.1", "HAWK-1.2"),
    "HAWK-2": ("HAWK-2.1",),
    "WOLF-1": ("WOLF-1.1", "WOLF-1.2"),
    "WOLF-2": ("WOLF-2.1", "WOLF-2.2"),
    "GOOSE-1": ("GOOSE-1.1",),
}


def without(scenario: Scenario, *flights: str) -> Scenario:
    """The scenario with some flights left out."""
    return replace(scenario, flights={name: flight for name, flight in scenario.flights.items() if name not in flights})


def trial_of(*records: Record, end_s: float = 3000.0, in_flight: int = 0) -> Trial:
    """A trial with these records, and the last one that every trial has."""
    end = Ended(end_s, Status.FINISHED, in_flight)
    return Trial(number=0, seed=1, status=Status.FINISHED, records=(*records, end), events=0)


def got(metric: str, *records: Record, scenario: Scenario = SCENARIO, end_s: float = 3000.0) -> float | None:
    """One metric of a trial with these records."""
    return measure(scenario, trial_of(*records, end_s=end_s))[metric]


def started(element: str, x_m: float = 0.0, y_m: float = 0.0) -> Started:
    return Started(0.0, element, element_flight(element), MEMBERS[element], x_m, y_m)


def leg(
    at_s: float,
    element: str,
    *,
    number: int = 1,
    at_m: tuple[float, float] = (0.0, 0.0),
    v_mps: tuple[float, float] = (0.0, 0.0),
    until_s: float = 3000.0,
    purpose: Purpose = Purpose.ROUTE,
) -> LegStarted:
    return LegStarted(at_s, element, number, purpose, *at_m, *v_mps, until_s)


def seen(at_s: float, node: str, target: str, range_m: float = 0.0, sensor: SensorKind = SensorKind.RADAR) -> Detected:
    return Detected(at_s, node, target, sensor, range_m)


def shot(at_s: float, missile: int, by: str, member: str, *, volley: int | None = None, age_s: float = 0.0) -> Shot:
    """A shot; each is a volley of its own unless said."""
    shooter = member_element(by) or by
    return Shot(
        at_s, missile, shooter, by, member_element(member), member, missile if volley is None else volley, 1.0, age_s
    )


def loss(at_s: float, member: str, missile: int = 1) -> MemberLost:
    element = member_element(member)
    return MemberLost(at_s, member, element, element_flight(element), missile)


def home(at_s: float, element: str, *members: str) -> HomeReached:
    """An element recovers, with all its members unless some are named."""
    return HomeReached(at_s, element, members or MEMBERS[element])
