"""Fuel and tankers against theory: endurance to the last digit, a burst at the booms, and the machine repair queue.

The queue of receivers that come back again and again is sampled at a late instant of many short trials, so that samples
are independent. Each score is beyond 4.5 once in 150,000 by bad luck; the seeds are fixed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from sim.trial.records import BoomGranted, TankerJoined
from sim.verify.tankers import burst_waits_s, finite_source, waits_at_boom_s
from tests.analytic.oracle import exact, held, instants, oracle, played
from tests.analytic.scores import Scores

UNIT_S = 10.0
"""The listed rates are per ten seconds."""


def steady(receivers: int, booms: int, think: float, serve: float) -> dict[str, float]:
    """Return the measures of the machine repair queue from the chances of how many are there."""
    dist = finite_source(receivers, booms, think, serve)
    here = math.fsum(n * prob for n, prob in enumerate(dist))
    waiting = math.fsum(max(n - booms, 0) * prob for n, prob in enumerate(dist))
    throughput = (receivers - here) / think
    return {"L": here, "Lq": waiting, "Wq": waiting / throughput, "throughput": throughput, "p0": dist[0]}


def test_the_formula_gives_the_listed_values() -> None:
    inputs, value = oracle("queue.finite_source")
    found = steady(inputs["N"], inputs["c"], 1.0 / inputs["lambda"], 1.0 / inputs["mu"])
    assert found == exact(value)


def test_six_fighters_share_two_booms(scores: Scores) -> None:
    inputs, value = oracle("queue.finite_source")
    found = held(scores, "tanker-returning", trials=1500, seed=7)
    assert found["at the tanker at a late instant"] == exact(value["L"])
    assert found["at the tanker at a late instant = 0"] == exact(value["p0"])
    assert found["waiting for a boom at a late instant"] == exact(value["Lq"])
    assert (inputs["N"], inputs["c"]) == (6, 2)


def test_six_fighters_come_as_often_and_wait_as_long_as_theory_says(scores: Scores) -> None:
    """Throughput by the visits that begin in the second half; the wait by wait - Wq summed, which has mean zero."""
    _, value = oracle("queue.finite_source")
    from_s, to_s = 1200.0, 2400.0
    visits, gaps = [], []
    for trial in played("tanker-queue", "returning", trials=1000, seed=8):
        visits.append(float(sum(from_s <= at_s < to_s for at_s in instants(trial, TankerJoined))))
        came: dict[str, float] = {}
        gap = 0.0
        for record in trial.records:
            if isinstance(record, TankerJoined):
                came[record.element] = record.at_s
            elif isinstance(record, BoomGranted) and from_s <= came[record.element]:
                gap += record.at_s - came[record.element] - value["Wq"] * UNIT_S
        gaps.append(gap)
    scores.score("visits", t_score(visits, value["throughput"] / UNIT_S * (to_s - from_s)))
    scores.score("wait", t_score(gaps, 0.0))


def t_score(values: list[float], expected: float) -> float:
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return (mean - expected) / math.sqrt(variance / len(values))


@pytest.mark.parametrize(
    ("receivers", "booms", "think_s", "serve_s"), [(4, 1, 200.0, 30.0), (3, 3, 50.0, 40.0), (5, 2, 60.0, 60.0)]
)
def test_other_tankers_are_as_busy_as_theory_says(
    receivers: int, booms: int, think_s: float, serve_s: float, scores: Scores
) -> None:
    changes: Mapping[str, object] = {
        "flights.ALPHA": {"aircraft": receivers, "elements": [1] * receivers},
        "flights.ALPHA.fuel": {"joker_s": 3600.0 - think_s},
        "flights.TANK.tanker": {"booms": booms, "contact_s": serve_s},
        "ends_at_s": 4000,
    }
    held(scores, "tanker-returning", trials=600, seed=9, changes=changes)


def test_seven_receivers_at_once_wait_for_two_booms(scores: Scores) -> None:
    """By hand: 600 s of fuel at 10 to 1 and 30 s of contact, in which 15 s more are burnt: 91.5 s for the first two."""
    (trial,) = played("tanker-queue", "burst")
    assert waits_at_boom_s(trial)[:3] == exact([0.0, 0.0, 30.0 + (600.0 + 0.5 * 30.0) / 10.0])
    held(scores, "tanker-burst")


@pytest.mark.parametrize(("receivers", "booms", "contact_s", "rate"), [(5, 1, 0.0, 20.0), (12, 4, 75.0, 3.0)])
def test_other_bursts_wait_too(receivers: int, booms: int, contact_s: float, rate: float, scores: Scores) -> None:
    changes: Mapping[str, object] = {
        "flights.ALPHA": {"aircraft": receivers, "elements": [1] * receivers},
        "flights.TANK.tanker": {"booms": booms, "contact_s": contact_s, "transfer_rate": rate},
        "ends_at_min": 600,
    }
    (trial,) = played("tanker-queue", "burst", changes=changes)
    expected = burst_waits_s(receivers, booms, (contact_s, 600.0 / rate), 0.5 / rate)
    assert waits_at_boom_s(trial) == exact(expected)
    held(scores, "tanker-burst", changes=changes)


def test_waits_without_burning_while_waiting_are_the_batch_of_the_controller() -> None:
    waits = burst_waits_s(7, 2, (120.0, 180.0), 0.0)
    assert waits == exact([wait * 60.0 for wait in oracle("queue.batch_det")[1]["waits"]])


def test_fuel_over_burn_is_the_time_flown_exactly(scores: Scores) -> None:
    held(scores, "endurance")


@pytest.mark.parametrize(("hold", "dash", "capacity_min"), [(0.3, 2.0, 70.0), (1.7, 4.4, 61.0)])
def test_other_tanks_last_as_long_as_they_should(hold: float, dash: float, capacity_min: float, scores: Scores) -> None:
    fuel = {"capacity_min": capacity_min, "hold_burn": hold, "dash_burn": dash}
    held(scores, "endurance", changes={"flights.CHASER.fuel": fuel, "flights.WAITER.fuel": fuel, "ends_at_min": 900})
