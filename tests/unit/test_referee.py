"""The referee tells when one body enters and leaves a range of another, whatever turns they fly."""

from __future__ import annotations

import math
from random import Random

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.kinds import Point, Vector
from sim.trial.clock import Clock, Phase
from sim.trial.referee import Body, Referee

FOREVER = math.inf
NEVER: list[tuple[str, float]] = []


class Field:
    """Bodies under a referee, and what their watches say."""

    def __init__(self) -> None:
        self.clock = Clock(simpy.Environment(), budget=10_000)
        self.referee = Referee(self.clock)
        self.said: list[tuple[str, float]] = []

    def leg(self, at_s: float, body: Body, velocity: Vector, until_s: float = FOREVER) -> None:
        """Let a body turn at an instant, where it is then."""

        def turn(_argument: object) -> None:
            self.referee.start_leg(body, body.position(self.clock.now), velocity, until_s)

        self.clock.at(at_s, Phase.MOVE, turn)

    def watch(self, observer: Body, target: Body, range_m: float, *, lead_s: float = 0.0, name: str = "") -> None:
        self.referee.watch(
            observer,
            target,
            range_m,
            lead_s=lead_s,
            entered=lambda _: self.said.append((f"{name}in", self.clock.now)),
            left=lambda _: self.said.append((f"{name}out", self.clock.now)),
        )

    def after(self, until_s: float = 10_000.0) -> list[tuple[str, float]]:
        self.clock.at(until_s, Phase.REMOVE, lambda _: None)
        self.clock.run()
        return self.said


def body(at_m: Point = (0.0, 0.0), fastest_mps: float = 500.0) -> Body:
    return Body("somebody", at_m, fastest_mps)


@pytest.fixture
def field() -> Field:
    return Field()


def test_a_straight_pass_enters_and_leaves(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0))
    assert field.after() == [("in", 50.0), ("out", 150.0)]


def test_it_is_the_relative_motion_that_counts(field: Field) -> None:
    one, other = body(), body((-10_000.0, 3_000.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, one, (-60.0, 0.0))
    field.leg(0.0, other, (40.0, 0.0))
    assert field.after() == [("in", 60.0), ("out", 140.0)]


def test_who_is_inside_already_enters_at_once(field: Field) -> None:
    field.watch(body(), body((1_000.0, 0.0)), 5_000.0)
    assert field.after() == [("in", 0.0)]


def test_the_edge_belongs_to_the_range(field: Field) -> None:
    field.watch(body(), body((3_000.0, 4_000.0)), 5_000.0)
    assert field.after() == [("in", 0.0)]


def test_a_pass_outside_is_never_told(field: Field) -> None:
    one, other = body(), body((-10_000.0, 5_001.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0))
    assert field.after() == NEVER


def test_a_turn_before_the_crossing_makes_it_void(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0))
    field.leg(49.0, other, (0.0, 100.0))
    assert field.after() == NEVER


def test_a_crossing_past_the_end_of_a_leg_is_left_to_the_next_leg(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0), until_s=20.0)
    field.leg(20.0, other, (200.0, 0.0))
    assert field.after() == [("in", 35.0), ("out", 85.0)]


def test_a_turn_inside_moves_the_leaving(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0))
    field.leg(100.0, other, (-50.0, 0.0))
    assert field.after() == [("in", 50.0), ("out", 200.0)]


def test_who_leaves_may_come_back(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0))
    field.leg(160.0, other, (-100.0, 0.0))
    assert field.after() == [("in", 50.0), ("out", 150.0), ("in", 170.0), ("out", 270.0)]


def test_a_turn_at_the_very_instant_of_a_crossing_is_crossed_once(field: Field) -> None:
    """The turn comes first in the order of phases; the crossing that was due is found again, or never."""
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (100.0, 0.0), until_s=50.0)
    field.leg(50.0, other, (0.0, 100.0))
    assert field.after() in ([("in", 50.0), ("out", 50.0)], NEVER)


def test_several_ranges_of_one_pair_are_crossed_from_the_outside_in_and_back(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    for name, range_m in (("small ", 1_000.0), ("large ", 8_000.0)):
        field.watch(one, other, range_m, name=name)
    field.leg(0.0, other, (100.0, 0.0))
    assert field.after() == [("large in", 20.0), ("small in", 90.0), ("small out", 110.0), ("large out", 180.0)]


def test_a_long_quiet_time_hides_no_crossing_however_fast_the_two_close(field: Field) -> None:
    """At top speed, head on, from the first turn on: no pair that was found far apart is left alone for too long."""
    one, other = body(fastest_mps=100.0), body((100_000.0, 0.0), fastest_mps=100.0)
    field.watch(one, other, 10_000.0)
    field.leg(0.0, one, (0.0, 0.0), until_s=100.0)
    field.leg(100.0, one, (100.0, 0.0), until_s=660.0)
    field.leg(100.0, other, (-100.0, 0.0), until_s=660.0)
    assert field.after(600.0)[0] == ("in", 550.0)


def test_a_watch_that_starts_late_counts_from_then(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.leg(0.0, other, (100.0, 0.0))
    field.clock.at(80.0, Phase.DECIDE, lambda _: field.watch(one, other, 5_000.0))
    assert field.after() == [("in", 80.0), ("out", 150.0)]


def test_nobody_is_called_after_unwatching(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0, name="kept ")
    dropped = field.referee.watch(one, other, 4_000.0, entered=lambda _: field.said.append(("dropped", 0.0)))
    field.leg(0.0, other, (100.0, 0.0))
    field.clock.at(10.0, Phase.DECIDE, lambda _: field.referee.unwatch(dropped))
    assert field.after() == [("kept in", 50.0), ("kept out", 150.0)]
    field.referee.unwatch(dropped)  # once more is no harm


def test_unwatching_all_silences_every_pair_of_a_body(field: Field) -> None:
    one, others = body(), [body((-10_000.0, 0.0)), body((0.0, 10_000.0))]
    for other in others:
        field.watch(one, other, 5_000.0)
        field.watch(other, one, 2_000.0)
        field.leg(0.0, other, (50.0, -50.0))
    field.clock.at(10.0, Phase.DECIDE, lambda _: field.referee.unwatch_all(one))
    assert field.after() == NEVER
    assert not one.pairs
    assert not any(other.pairs for other in others)


def test_who_is_told_of_one_crossing_may_drop_the_watch(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    watch = field.referee.watch(one, other, 5_000.0)

    def enter(_about: object) -> None:
        field.said.append(("in", field.clock.now))
        field.referee.unwatch(watch)

    watch.entered = enter
    watch.left = lambda _: field.said.append(("out", field.clock.now))
    field.leg(0.0, other, (100.0, 0.0))
    assert field.after() == [("in", 50.0)]


def test_a_lead_looks_at_where_the_target_will_be(field: Field) -> None:
    """With a lead of 20 s at 100 m/s head on, the range is reached 20 s sooner, and left 20 s sooner."""
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0, lead_s=20.0)
    field.leg(0.0, other, (100.0, 0.0))
    assert field.after() == [("in", 30.0), ("out", 130.0)]


def test_a_turn_that_throws_the_led_place_out_of_range_is_a_leaving(field: Field) -> None:
    one, other = body(), body((-10_000.0, 0.0))
    field.watch(one, other, 5_000.0, lead_s=20.0)
    field.leg(0.0, other, (100.0, 0.0))
    field.leg(40.0, other, (-100.0, 0.0))
    assert field.after() == [("in", 30.0), ("out", 40.0)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("turn_rad", [0.0, 0.1, 0.5, 1.0, 2.0, 3.0])
def test_a_tangent_touches_for_a_moment_or_not_at_all(field: Field, turn_rad: float) -> None:
    cos, sin = math.cos(turn_rad), math.sin(turn_rad)
    one, other = body(), body((5_000.0 * cos + 9_000.0 * sin, 5_000.0 * sin - 9_000.0 * cos))
    field.watch(one, other, 5_000.0)
    field.leg(0.0, other, (-100.0 * sin, 100.0 * cos))
    said = field.after()
    assert [word for word, _ in said] in ([], ["in", "out"])
    assert all(abs(instant - 90.0) < 1e-3 for _, instant in said)


@pytest.mark.timeout(20)
def test_two_side_by_side_at_exactly_the_range_stay_inside(field: Field) -> None:
    one, other = body(), body((3_000.0, 4_000.0))
    field.watch(one, other, 5_000.0)
    for turn in range(40):
        velocity = (200.0 * math.cos(turn), 200.0 * math.sin(turn))
        for each in (one, other):
            field.leg(10.0 * turn, each, velocity, until_s=10.0 * turn + 10.0)
    said = field.after(400.0)
    assert said[0] == ("in", 0.0)
    assert len(said) < 10


def test_two_whose_legs_end_together_are_worked_out_on_their_new_legs(field: Field) -> None:
    one, other = body(), body((-20_000.0, 0.0))
    field.watch(one, other, 5_000.0)
    for each, velocity in ((one, (-100.0, 0.0)), (other, (100.0, 0.0))):
        field.leg(0.0, each, (0.0, 0.0), until_s=50.0)
        field.leg(50.0, each, velocity)
    assert field.after() == [("in", 125.0), ("out", 175.0)]


def test_who_is_about_to_fly_is_seen_at_once_when_inside(field: Field) -> None:
    one, near, far = body(), body((3_000.0, 0.0)), body((6_000.0, 0.0))
    near.until_s = far.until_s = 0.0
    field.watch(one, near, 5_000.0, name="near ")
    field.watch(one, far, 5_000.0, name="far ")
    for each in (near, far):
        field.leg(0.0, each, (-100.0, 0.0))
    assert field.after() == [("near in", 0.0), ("far in", 10.0), ("near out", 80.0), ("far out", 110.0)]


# Against a sampled distance.


def _true_crossings(
    legs: dict[int, list[tuple[float, Vector]]], start: Point, range_m: float, lead_s: float
) -> list[tuple[str, float]]:
    """Return the crossings found by stepping through time and bisecting each change."""

    def place(who: int, at_s: float) -> Point:
        x, y = (0.0, 0.0) if who == 0 else start
        for (since_s, (vx, vy)), (until_s, _) in zip(legs[who], [*legs[who][1:], (FOREVER, (0.0, 0.0))], strict=True):
            flown_s = max(min(at_s, until_s) - since_s, 0.0)
            x, y = x + vx * flown_s, y + vy * flown_s
        return x, y

    def inside(at_s: float) -> bool:
        x, y = place(1, at_s)
        vx, vy = next(velocity for since_s, velocity in reversed(legs[1]) if since_s <= at_s)
        return math.dist(place(0, at_s), (x + vx * lead_s, y + vy * lead_s)) <= range_m

    found = [("in", 0.0)] if inside(0.0) else []
    step_s, until_s = 0.25, 600.0
    for number in range(int(until_s / step_s)):
        low, high = number * step_s, (number + 1) * step_s
        if inside(low) != inside(high):
            word = "in" if inside(high) else "out"
            for _ in range(50):
                middle = (low + high) / 2.0
                low, high = (middle, high) if inside(middle) != (word == "in") else (low, middle)
            found.append((word, high))
    return found


@settings(derandomize=True, deadline=None, max_examples=160)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 20.0]))
def test_random_turns_cross_when_stepping_through_time_says_so(seed: int, lead_s: float) -> None:
    numbers = Random(seed)
    start = (numbers.uniform(-2e4, 2e4), numbers.uniform(-2e4, 2e4))
    range_m = numbers.uniform(3e3, 1.5e4)
    legs: dict[int, list[tuple[float, Vector]]] = {}
    field = Field()
    pair = [body(fastest_mps=250.0 * math.sqrt(2.0)), body(start, fastest_mps=250.0 * math.sqrt(2.0))]
    field.watch(pair[0], pair[1], range_m, lead_s=lead_s)
    for who in (0, 1):
        turns = [0.0, *sorted(numbers.uniform(1.0, 600.0) for _ in range(numbers.randint(0, 6)))]
        legs[who] = [(turn, (numbers.uniform(-250, 250), numbers.uniform(-250, 250))) for turn in turns]
        for (since_s, velocity), until_s in zip(legs[who], [*turns[1:], FOREVER], strict=True):
            field.leg(since_s, pair[who], velocity, until_s)
    said = [(word, instant) for word, instant in field.after(600.0) if instant <= 600.0]
    wanted = _true_crossings(legs, start, range_m, lead_s)
    assert [word for word, _ in said] == [word for word, _ in wanted]
    assert [instant for _, instant in said] == pytest.approx([instant for _, instant in wanted], abs=1e-6)
