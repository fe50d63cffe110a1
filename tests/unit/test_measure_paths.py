"""Closed forms over straight pieces."""

import math
import random

import pytest

from sim.measure.paths import Piece, covered_s, first_within_s, in_time_until_s, nearest_m, pieces_of, place_at, still
from tests.measure_builders import leg


def test_pieces_end_where_the_next_leg_begins_and_the_last_with_the_element() -> None:
    legs = [leg(0.0, "X-1"), leg(10.0, "X-1", number=2), leg(10.0, "X-1", number=3), leg(30.0, "X-1", number=4)]
    assert [(piece.from_s, piece.to_s) for piece in pieces_of(legs, 25.0)] == [(0.0, 10.0), (10.0, 30.0)]
    assert [(piece.from_s, piece.to_s) for piece in pieces_of(legs, 45.0)][-1] == (30.0, 45.0)
    assert pieces_of([], 45.0) == []


def test_a_place_is_known_only_while_flying() -> None:
    path = [Piece(10.0, 20.0, 1.0, 2.0, 3.0, 0.0)]
    assert place_at(path, 20.0) == (31.0, 2.0)
    assert place_at(path, 9.0) is None
    assert place_at(path, 21.0) is None


def test_the_nearest_distance_agrees_with_small_steps() -> None:
    chance = random.Random(5)
    for _ in range(50):
        ones, others = _path(chance), _path(chance)
        stepped = min(
            math.dist(here, there)
            for k in range(3001)
            if (here := place_at(ones, k / 10)) is not None and (there := place_at(others, k / 10)) is not None
        )
        exact = nearest_m(ones, others)
        assert exact <= stepped + 1e-9
        assert exact >= stepped - 40.0 * 0.1


def test_two_paths_first_are_within_range_when_their_distance_falls_to_it() -> None:
    chance = random.Random(6)
    met = 0
    for _ in range(400):
        ones, others, range_m = _path(chance), _path(chance), chance.uniform(50.0, 1500.0)
        at_s = first_within_s(ones, others, range_m)
        if at_s is None:
            assert nearest_m(ones, others) > range_m - 1e-6
            continue
        here, there = place_at(ones, at_s), place_at(others, at_s)
        assert here is not None
        assert there is not None
        assert math.dist(here, there) <= range_m + 1e-6
        assert nearest_m(ones, others, at_s - 1e-6) >= range_m - 1e-6
        met += at_s > max(ones[0].from_s, others[0].from_s)
    assert met >= 20


def test_what_never_moves_is_met_head_on_at_the_distance_left() -> None:
    path = [Piece(10.0, 110.0, 1000.0, 0.0, -10.0, 0.0)]
    assert first_within_s(path, [still((0.0, 0.0))], 300.0) == 80.0
    assert first_within_s(path, [still((0.0, 400.0))], 300.0) is None
    assert first_within_s(path, [still((900.0, 0.0))], 300.0) == 10.0


def _path(chance: random.Random) -> list[Piece]:
    """Three joined pieces; two of these close at 40 m/s at most."""
    place = chance.uniform(-3000, 3000), chance.uniform(-3000, 3000)
    path = []
    for number in range(3):
        velocity = chance.uniform(-14, 14), chance.uniform(-14, 14)
        path.append(Piece(100.0 * number, 100.0 * (number + 1), *place, *velocity))
        place = path[-1].at(path[-1].to_s)
    return path


def test_paths_that_never_share_an_instant_are_infinitely_far() -> None:
    one, other = Piece(0.0, 10.0, 0, 0, 0, 0), Piece(20.0, 30.0, 0, 0, 0, 0)
    assert nearest_m([one], [other]) == math.inf
    assert nearest_m([other], [other], until_s=19.0) == math.inf


def test_the_last_instant_in_time_agrees_with_its_meaning() -> None:
    chance = random.Random(6)
    between = 0
    for _ in range(300):
        turn, speed = chance.uniform(0, math.tau), chance.uniform(0, 300)
        piece = Piece(50.0, 450.0, 0.0, 0.0, speed * math.cos(turn), speed * math.sin(turn))
        goal, due_s = (chance.uniform(-2e5, 2e5), chance.uniform(-2e5, 2e5)), chance.uniform(60, 600)
        until_s = in_time_until_s(piece, goal, due_s, speed_mps=300.0, reach_m=20_000.0)

        def spare_m(at_s: float, piece: Piece = piece, goal: tuple[float, float] = goal, due_s: float = due_s) -> float:
            return 20_000.0 + 300.0 * (due_s - at_s) - math.dist(piece.at(at_s), goal)

        if until_s == -math.inf:
            assert spare_m(50.0) < 0.0
        elif until_s == min(450.0, due_s):
            assert spare_m(until_s) >= -1e-6
        else:
            between += 1
            assert spare_m(until_s) == pytest.approx(0.0, abs=1e-5)
            assert spare_m(until_s + 1.0) < 0.0
    assert between > 30


def test_a_runner_straight_at_the_goal_is_in_time_to_the_end_or_never() -> None:
    piece = Piece(0.0, 100.0, 0.0, 0.0, 300.0, 0.0)
    assert in_time_until_s(piece, (30_000.0, 0.0), 100.0, speed_mps=300.0, reach_m=0.0) == 100.0
    assert in_time_until_s(piece, (30_001.0, 0.0), 100.0, speed_mps=300.0, reach_m=0.0) == -math.inf


def test_covered_time_counts_overlaps_once() -> None:
    assert covered_s([(5.0, 7.0), (0.0, 4.0), (1.0, 3.0), (6.0, 20.0), (9.0, -math.inf)], (2.0, 10.0)) == 2.0 + 5.0
    assert covered_s([], (0.0, 10.0)) == 0.0
