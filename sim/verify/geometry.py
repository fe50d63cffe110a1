"""Geometry: instants of crossing a range and of meeting. No chance in it: they must agree to the last digits."""

from __future__ import annotations

import math

from sim.model.kinds import Point, Vector
from sim.scenario.schema import Scenario
from sim.trial.records import ContactLost, Detected, Hit, Trial
from sim.verify.case import Answer, Case, Family, Kind, given
from sim.verify.evidence import first_s

NEVER = math.inf
_SOON = 1.0  # s before a flight lands at the end of its route, which is no crossing


def crossing_s(offset: Vector, drift: Vector, range_: float) -> tuple[float, float]:
    """Return when a straight-moving target is first and last inside a range, in seconds; infinite for never.

    Source: roots of |r + v t|^2 = R^2, a quadratic in t, in the plain form with the discriminant.
    """
    a = drift[0] ** 2 + drift[1] ** 2
    b = offset[0] * drift[0] + offset[1] * drift[1]
    c = (math.hypot(*offset) - range_) * (math.hypot(*offset) + range_)
    if a == 0.0:
        return (0.0, NEVER) if c <= 0.0 else (NEVER, NEVER)
    nearest = abs(offset[0] * drift[1] - offset[1] * drift[0]) / math.sqrt(a)
    if nearest > range_:
        return NEVER, NEVER
    half = math.sqrt((range_ - nearest) * (range_ + nearest)) / math.sqrt(a)
    enters, leaves = -b / a - half, -b / a + half
    return (NEVER, NEVER) if leaves < 0.0 else (max(enters, 0.0), leaves)


def meeting_s(offset: Vector, velocity: Vector, speed: float) -> float:
    """Return when a missile fired now from the origin meets a straight-moving target, in seconds; infinite for never.

    Source: the least positive root of (v.v - s^2) t^2 + 2 (r.v) t + r.r = 0; a line where both are equally fast.
    """
    a = velocity[0] ** 2 + velocity[1] ** 2 - speed**2
    b = offset[0] * velocity[0] + offset[1] * velocity[1]
    c = offset[0] ** 2 + offset[1] ** 2
    if abs(a) < 1e-9 * speed**2:
        return -c / (2.0 * b) if b < 0.0 else NEVER
    discriminant = b * b - a * c
    if discriminant < 0.0:
        return NEVER
    roots = ((-b + sign * math.sqrt(discriminant)) / a for sign in (-1.0, 1.0))
    return min((root for root in roots if root > 0.0), default=NEVER)


def _motion(scenario: Scenario, name: str) -> tuple[Point, Vector, float]:
    """Return where a flight starts, its velocity on the first leg, and when it lands."""
    flight = scenario.flights[name]
    here, there = scenario.routes[given(flight.route)].points_m[:2]
    length = math.dist(here, there)
    velocity = ((there[0] - here[0]) / length * flight.speed_mps, (there[1] - here[1]) / length * flight.speed_mps)
    return here, velocity, length / flight.speed_mps


def _crossing_answers(scenario: Scenario) -> tuple[Answer, ...]:
    place, velocity, lands_s = _motion(scenario, "TARGET")
    observer = scenario.flights.get("OBSERVER")
    if observer is not None and observer.radar is not None:
        here, own, own_lands_s = _motion(scenario, "OBSERVER")
        lands_s, range_m = min(lands_s, own_lands_s), observer.radar.range_m
    else:
        post = scenario.sites["POST"]
        here, own, range_m = post.at_m, (0.0, 0.0), post.radar.range_m
    offset = (place[0] - here[0], place[1] - here[1])
    enters, leaves = crossing_s(offset, (velocity[0] - own[0], velocity[1] - own[1]), range_m)
    ends_s = lands_s - _SOON

    def before_landing(at_s: float) -> float:
        return at_s if at_s < ends_s else NEVER

    def seen(trial: Trial) -> float:
        return before_landing(first_s(trial, Detected))

    def lost(trial: Trial) -> float:
        return before_landing(first_s(trial, ContactLost))

    formula = "root of |place + velocity t| = range"
    return (
        Answer(what="in range from", unit="s", formula=formula, exact=before_landing(enters), kind=Kind.EVERY, of=seen),
        Answer(
            what="out of range at", unit="s", formula=formula, exact=before_landing(leaves), kind=Kind.EVERY, of=lost
        ),
    )


def _meeting_answers(scenario: Scenario) -> tuple[Answer, ...]:
    (x, y), velocity, _ = _motion(scenario, "TARGET")
    battery = scenario.sites["BATTERY"]
    exact = meeting_s((x - battery.at_m[0], y - battery.at_m[1]), velocity, given(battery.missile).speed_mps)
    return (
        Answer(
            what="missile meets target at",
            unit="s",
            formula="root of |place + velocity t| = missile speed t",
            exact=exact,
            kind=Kind.EVERY,
            of=lambda trial: first_s(trial, Hit),
        ),
    )


def crossing(variant: str) -> Case:
    """When a target enters and leaves the range of a sensor."""
    return Case(
        family=Family.GEOMETRY,
        file="crossing",
        variant=variant,
        asks="When does a target enter and leave the range of a sensor, when both fly straight?",
        source="elementary kinematics: a quadratic in time",
        answers=_crossing_answers,
        has_chance=False,
    )


def intercept(variant: str) -> Case:
    """When a missile meets a target that flies straight."""
    return Case(
        family=Family.GEOMETRY,
        file="intercept",
        variant=variant,
        asks="When does a missile meet a target that flies straight?",
        source="constant-bearing intercept; Shneydor, Missile Guidance and Pursuit (1998), ch. 4",
        answers=_meeting_answers,
        has_chance=False,
    )
