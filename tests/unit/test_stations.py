"""Where an escort's station is while its charge flies its way."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.kinds import Point
from sim.model.stations import StationLeg, station_legs

SPEED_MPS = 200.0


def way(*points: Point, start_s: float = 0.0) -> list[tuple[float, Point]]:
    """Return the points with the instants at which somebody of SPEED_MPS is there."""
    instants = [start_s]
    for here, there in pairwise(points):
        instants.append(instants[-1] + math.dist(here, there) / SPEED_MPS)
    return list(zip(instants, points, strict=True))


def place(legs: tuple[StationLeg, ...], at_s: float) -> Point:
    return next(leg for leg in legs if leg.start_s <= at_s <= leg.until_s).position(at_s)


EAST = way((0.0, 0.0), (100_000.0, 0.0), start_s=60.0)


def test_ahead_is_along_the_way_and_abeam_to_the_right() -> None:
    legs = station_legs(EAST, 10_000.0, 4_000.0)
    assert place(legs, 60.0) == pytest.approx((10_000.0, -4_000.0))
    assert place(legs, 160.0) == pytest.approx((30_000.0, -4_000.0))


def test_a_negative_offset_is_behind_and_to_the_left() -> None:
    legs = station_legs(EAST, -10_000.0, -4_000.0)
    assert place(legs, 60.0) == pytest.approx((-10_000.0, 4_000.0))
    assert place(legs, 560.0) == pytest.approx((90_000.0, 4_000.0))


def test_the_station_ends_abreast_of_home() -> None:
    legs = station_legs(EAST, 10_000.0, 0.0)
    assert legs[-1].until_s == pytest.approx(60.0 + 90_000.0 / SPEED_MPS)
    assert place(legs, legs[-1].until_s) == pytest.approx((100_000.0, 0.0))


def test_a_station_behind_ends_when_the_charge_is_home() -> None:
    legs = station_legs(EAST, -10_000.0, 0.0)
    assert legs[-1].until_s == EAST[-1][0]


def test_it_flies_as_fast_as_its_charge_on_a_straight_way() -> None:
    (leg,) = station_legs(EAST, 10_000.0, 4_000.0)
    assert leg.velocity_mps == pytest.approx((SPEED_MPS, 0.0))


def test_it_turns_where_the_way_turns_not_when_the_charge_does() -> None:
    bent = way((0.0, 0.0), (50_000.0, 0.0), (90_000.0, 30_000.0))
    legs = station_legs(bent, 10_000.0, 0.0)
    assert legs[0].until_s == pytest.approx(40_000.0 / SPEED_MPS)
    assert place(legs, legs[0].until_s) == pytest.approx((50_000.0, 0.0))
    assert legs[1].velocity_mps == pytest.approx((0.8 * SPEED_MPS, 0.6 * SPEED_MPS))


def test_at_a_large_turn_a_new_run_begins() -> None:
    square = way((0.0, 0.0), (50_000.0, 0.0), (50_000.0, 50_000.0))
    legs = station_legs(square, 10_000.0, 3_000.0)
    before, after = legs[0], legs[1]
    assert before.position(before.until_s) == pytest.approx((60_000.0, -3_000.0))
    assert after.start_s == before.until_s == pytest.approx(square[1][0])
    assert after.position(after.start_s) == pytest.approx((53_000.0, 10_000.0))


def test_a_point_given_twice_is_no_turn() -> None:
    doubled = [EAST[0], EAST[0], EAST[1]]
    assert station_legs(doubled, 5_000.0, 1_000.0) == station_legs(EAST, 5_000.0, 1_000.0)


POINTS = st.lists(st.tuples(st.floats(-2e5, 2e5), st.floats(-2e5, 2e5)), min_size=2, max_size=5).filter(
    lambda points: all(math.dist(here, there) > 1_000.0 for here, there in pairwise(points))
)
OFFSETS = st.floats(-3e4, 3e4)


@settings(derandomize=True, deadline=None)
@given(POINTS, OFFSETS, OFFSETS)
def test_the_legs_of_a_station_follow_one_another_without_a_gap(
    points: list[Point], ahead_m: float, abeam_m: float
) -> None:
    legs = station_legs(way(*points), ahead_m, abeam_m)
    assert legs[0].start_s == 0.0
    assert all(before.until_s == after.start_s for before, after in pairwise(legs))
    assert all(leg.until_s > leg.start_s for leg in legs)


@settings(derandomize=True, deadline=None)
@given(POINTS, OFFSETS, OFFSETS)
def test_a_mirrored_way_has_the_mirrored_station(points: list[Point], ahead_m: float, abeam_m: float) -> None:
    legs = station_legs(way(*points), ahead_m, abeam_m)
    mirrored = station_legs(way(*((x, -y) for x, y in points)), ahead_m, -abeam_m)
    for leg, other in zip(legs, mirrored, strict=True):
        assert (other.at_m[0], -other.at_m[1]) == pytest.approx(leg.at_m, abs=1e-3)
        assert (other.start_s, other.until_s) == pytest.approx((leg.start_s, leg.until_s), abs=1e-6)


@settings(derandomize=True, deadline=None)
@given(POINTS)
def test_a_station_without_offset_is_the_charge_itself(points: list[Point]) -> None:
    stops = way(*points)
    legs = station_legs(stops, 0.0, 0.0)
    for instant, point in stops[:-1]:
        assert place(legs, instant) == pytest.approx(point, abs=1e-3)


def test_where_the_charge_stays_its_station_stays() -> None:
    way = [(0.0, (0.0, 0.0)), (100.0, (10_000.0, 0.0)), (400.0, (10_000.0, 0.0)), (500.0, (20_000.0, 0.0))]
    out, stay, on = station_legs(way, 1_000.0, 0.0)
    assert (stay.start_s, stay.at_m, stay.velocity_mps, stay.until_s) == (100.0, (11_000.0, 0.0), (0.0, 0.0), 400.0)
    assert out.velocity_mps == on.velocity_mps == (100.0, 0.0)


def test_stops_that_differ_by_rounding_are_one_place() -> None:
    way = [(0.0, (0.0, 0.0)), (100.0, (10_000.0, 0.0)), (100.0, (10_000.0 + 1e-12, 1e-13)), (200.0, (20_000.0, 0.0))]
    assert [leg.until_s for leg in station_legs(way, 0.0, 0.0)] == [100.0, 200.0]


def test_a_way_that_goes_nowhere_is_over_at_once() -> None:
    (leg,) = station_legs([(5.0, (1.0, 2.0)), (5.0, (1.0, 2.0))], 1_000.0, 500.0)
    assert (leg.start_s, leg.until_s, leg.at_m) == (5.0, 5.0, (1.0, 2.0))
