"""Crossings and intercepts: instants to 1e-9, through the event log and through the functions behind it.

Expected instants at other inputs come from the same quadratics solved in 60-digit arithmetic.
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.model.geometry import closest_approach, intercept_time_s, time_in_range
from sim.trial.reasons import MissReason, Purpose
from sim.trial.records import ContactLost, Detected, Hit, LegStarted, Missed, Shot
from sim.verify.geometry import crossing_s, meeting_s
from tests.analytic.oracle import exact, exact_values, instants, oracle, played, records

KM = 1000.0
DIGITS = 60

CROSSINGS = {
    "geo.cross.graze": "graze",
    "geo.cross.head_on": "head-on",
    "geo.cross.inside": "inside",
    "geo.cross.miss": "miss",
    "geo.cross.oblique": "oblique",
    "geo.cross.on_rim_out": "on-rim-out",
    "geo.cross.tangent": "tangent",
    "geo.cross.zero_rel_in": "same-velocity-in",
    "geo.cross.zero_rel_out": "same-velocity-out",
}
INTERCEPTS = {
    "geo.intercept.crossing": "crossing",
    "geo.intercept.equal_speed": "equal-speed",
    "geo.intercept.head_on": "head-on",
    "geo.intercept.tail_chase_slow": "tail-chase-slow",
}


def crossing(offset: tuple[float, float], drift: tuple[float, float], range_m: float) -> tuple[float, float] | None:
    """Roots of |offset + drift t| = range, kept where t >= 0, in 60 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        x, y, vx, vy, r = (Decimal(number) for number in (*offset, *drift, range_m))
        a, b, c = vx * vx + vy * vy, x * vx + y * vy, x * x + y * y - r * r
        discriminant = b * b - a * c
        if discriminant < 0:
            return None
        root = discriminant.sqrt()
        enters, leaves = (-b - root) / a, (-b + root) / a
        return None if leaves < 0 else (float(max(enters, Decimal(0))), float(leaves))


def intercept(offset: tuple[float, float], velocity: tuple[float, float], speed_mps: float) -> float | None:
    """Smallest positive root of (v.v - s^2) t^2 + 2 (r.v) t + r.r = 0, in 60 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        x, y, vx, vy, s = (Decimal(number) for number in (*offset, *velocity, speed_mps))
        a, b, c = vx * vx + vy * vy - s * s, x * vx + y * vy, x * x + y * y
        if a == 0:
            return float(-c / (2 * b)) if b < 0 else None
        discriminant = b * b - a * c
        if discriminant < 0:
            return None
        roots = [(-b + sign * discriminant.sqrt()) / a for sign in (-1, 1)]
        return min((float(root) for root in roots if root > 0), default=None)


def relative(inputs: dict[str, Any]) -> tuple[tuple[float, float], tuple[float, float]]:
    offset, drift = (
        tuple((b - a) * KM for a, b in zip(inputs[f"{what}A{unit}"], inputs[f"{what}B{unit}"], strict=True))
        for what, unit in (("p", "_km"), ("v", "_km_s"))
    )
    return (offset[0], offset[1]), (drift[0], drift[1])


@pytest.mark.parametrize(("name", "variant"), CROSSINGS.items())
def test_detection_and_loss_are_at_the_instants_of_crossing(name: str, variant: str) -> None:
    _, value = oracle(name)
    (trial,) = played("crossing", variant)
    is_ever_inside = value["inside_at_0"] or value["enter"] is not None
    enters_s = [value["enter"] or 0.0] if is_ever_inside else []
    leaves_s = [value["exit"]] if value["exit"] is not None else []
    seen = [record.at_s for record in trial.records if isinstance(record, Detected)]
    assert list(exact_values(f"crossing-{variant}").values()) == exact(
        [(enters_s or [math.inf])[0], (leaves_s or [math.inf])[0]]
    )
    # Who flies the same way in range for ever is lost from sight only when it lands at the end of its route.
    lost = [at_s for at_s in instants(trial, ContactLost) if leaves_s or at_s < 1000.0]
    assert seen == exact(enters_s)
    assert lost == exact(leaves_s)


@pytest.mark.parametrize("name", CROSSINGS)
def test_crossings_and_closest_approach_are_as_listed(name: str) -> None:
    inputs, value = oracle(name)
    offset, drift = relative(inputs)
    found = time_in_range(offset, drift, inputs["R_km"] * KM)
    if value["inside_at_0"] and value["exit"] is None:
        assert found == (0.0, math.inf)
    elif value["enter"] is None:
        assert found is None
    else:
        assert found == exact((value["enter"], value["exit"]))
    when_s, distance_m = closest_approach(offset, drift)
    assert (when_s, distance_m / KM) == exact((value["cpa_t"], value["cpa_d"]))


PLACES = st.tuples(st.floats(-5e5, 5e5), st.floats(-5e5, 5e5))
VELOCITIES = st.tuples(st.floats(-900, 900), st.floats(-900, 900))


@given(offset=PLACES, drift=VELOCITIES, range_m=st.floats(1e3, 3e5))
@settings(max_examples=500, deadline=None)
def test_crossings_equal_the_roots_in_sixty_digits(
    offset: tuple[float, float], drift: tuple[float, float], range_m: float
) -> None:
    speed = math.hypot(*drift)
    assume(speed > 1.0)
    passes_m = abs(offset[0] * drift[1] - offset[1] * drift[0]) / speed
    assume(abs(passes_m / range_m - 1.0) > 1e-6)  # the root of a difference of equals keeps no 1e-9
    assume(abs(math.hypot(*offset) / range_m - 1.0) > 1e-9)
    roots = crossing(offset, drift, range_m)
    assert time_in_range(offset, drift, range_m) == exact(roots)
    assert crossing_s(offset, drift, range_m) == exact(roots or (math.inf, math.inf))


@given(offset=PLACES, velocity=VELOCITIES, speed_mps=st.floats(50, 2000))
@settings(max_examples=500, deadline=None)
def test_intercepts_equal_the_roots_in_sixty_digits(
    offset: tuple[float, float], velocity: tuple[float, float], speed_mps: float
) -> None:
    target, distance = math.hypot(*velocity), math.hypot(*offset)
    assume(distance > 1.0)
    assume(abs(target / speed_mps - 1.0) > 1e-6)
    away = (offset[0] * velocity[0] + offset[1] * velocity[1]) / distance
    assume(abs(speed_mps**2 - (target**2 - away**2)) > 1e-5 * speed_mps**2)  # a double root keeps no 1e-9
    root = intercept(offset, velocity, speed_mps)
    assert intercept_time_s(offset, velocity, speed_mps) == exact(root)
    assert meeting_s(offset, velocity, speed_mps) == exact(math.inf if root is None else root)


def draws(count: int) -> list[np.random.Generator]:
    return [np.random.default_rng([20_261_123, number]) for number in range(count)]


@pytest.mark.parametrize("drawn", draws(12))
def test_drawn_crossings_are_in_the_event_log(drawn: np.random.Generator) -> None:
    lasts_s = 1500.0
    places, velocities = drawn.uniform(-2e5, 2e5, (2, 2)), drawn.uniform(-300.0, 300.0, (2, 2))
    range_m = float(drawn.uniform(6e4, 2e5))
    ends = places + velocities * lasts_s
    (trial,) = played(
        "crossing",
        changes={
            "routes.observer.points_m": [places[0].tolist(), ends[0].tolist()],
            "routes.target.points_m": [places[1].tolist(), ends[1].tolist()],
            "flights.OBSERVER.speed_mps": math.hypot(*velocities[0]),
            "flights.TARGET.speed_mps": math.hypot(*velocities[1]),
            "flights.OBSERVER.radar.range_m": range_m,
        },
    )
    offset, drift = places[1] - places[0], velocities[1] - velocities[0]
    found = crossing((offset[0], offset[1]), (drift[0], drift[1]), range_m)
    expected = [] if found is None else [at_s for at_s in found if at_s < lasts_s - 1.0]
    seen = sorted(at_s for kind in (Detected, ContactLost) for at_s in instants(trial, kind) if at_s < lasts_s - 1.0)
    assert seen == exact(expected)


@pytest.mark.parametrize(("name", "variant"), INTERCEPTS.items())
def test_a_missile_hits_at_the_instant_of_meeting(name: str, variant: str) -> None:
    _, value = oracle(name)
    (trial,) = played("intercept", variant)
    hits = instants(trial, Hit)
    if value["t"] is None:
        assert hits == []
    else:
        assert instants(trial, Shot) == [0.0]
        assert hits == exact([value["t"]])


@pytest.mark.parametrize("name", INTERCEPTS)
def test_intercepts_are_as_listed(name: str) -> None:
    inputs, value = oracle(name)
    (x, y), (vx, vy) = inputs["r_km"], inputs["v_target_km_s"]
    assert intercept_time_s((x, y), (vx, vy), inputs["s_km_s"]) == exact(value["t"])


def test_a_missile_that_is_outrun_ends_where_its_reach_does() -> None:
    (trial,) = played("intercept", "outrun")
    assert instants(trial, Shot) == [0.0]
    assert instants(trial, Hit) == []
    assert instants(trial, Missed, reason=MissReason.OUT_OF_REACH) == exact([140.0 / 0.28])


def test_a_fighter_flies_to_the_point_of_meeting() -> None:
    (trial,) = played("intercept", "pursuit")
    (leg,) = records(trial, LegStarted, element="FIGHTER-1", purpose=Purpose.INTERCEPT)
    assert (leg.at_s, leg.until_s) == exact((0.0, oracle("geo.intercept.head_on")[1]["t"]))


@pytest.mark.parametrize("drawn", draws(12))
def test_drawn_missiles_hit_at_the_instant_of_meeting(drawn: np.random.Generator) -> None:
    place, velocity = drawn.uniform(-2e5, 2e5, 2), drawn.uniform(-200.0, 200.0, 2)
    speed_mps = float(drawn.uniform(320.0, 1500.0))
    end = place + velocity * 10_000.0
    (trial,) = played(
        "intercept",
        changes={
            "ends_at_min": 150,
            "routes.target.points_m": [place.tolist(), end.tolist()],
            "flights.TARGET.speed_mps": math.hypot(*velocity),
            "sites.BATTERY.missile": {"speed_mps": speed_mps, "flyout_m": speed_mps * 5000.0, "hit_prob": 1},
        },
    )
    assert instants(trial, Shot) == [0.0]
    assert instants(trial, Hit) == exact([intercept((place[0], place[1]), (velocity[0], velocity[1]), speed_mps)])
