"""Chains of exponential delays: detect, report, decide; and the race of such a chain against a release line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from scipy.linalg import expm

from sim.trial.records import Committed, Detected, ElementLost, Hit, OrderReceived, Reached, Released, Shot, Tasked
from tests.analytic.oracle import exact, instants, oracle, played
from tests.analytic.scores import Scores

TRIALS = 2000


def in_time_prob(means_s: Sequence[float], available_s: float) -> float:
    """Distribution of a sum of exponentials, by the matrix exponential of the chain: equal means are no trouble."""
    stages = len(means_s)
    rates = np.zeros((stages + 1, stages + 1))
    for stage, mean_s in enumerate(means_s):
        rates[stage, stage], rates[stage, stage + 1] = -1.0 / mean_s, 1.0 / mean_s
    return float(expm(rates * available_s)[0, stages])


def erlang_prob(stages: int, mean_s: float, available_s: float) -> float:
    x = available_s / mean_s
    return 1.0 - math.exp(-x) * sum(x**i / math.factorial(i) for i in range(stages))


def chain_s(means_s: Sequence[float], variant: str, trials: int) -> list[float]:
    """Play the chain and return the instants of the order; the raider is in range from the first instant."""
    changes: Mapping[str, object] = {
        "sites.POST.radar.detect_mean_s": means_s[0],
        "links.NET.delay_random_mean_s": means_s[1],
        "controllers.DESK.service_s": means_s[2],
    }
    runs = played("command-chain", variant, trials=trials, changes=changes)
    return [instants(trial, Tasked)[0] for trial in runs]


def score_chain(scores: Scores, times_s: Sequence[float], means_s: Sequence[float], available_s: float) -> None:
    """Score the share in time, the mean, and the variance, whose own spread follows from the cumulants."""
    mean, variance = sum(means_s), sum(m**2 for m in means_s)
    fourth = 6.0 * sum(m**4 for m in means_s) + 3.0 * variance**2
    in_time = sum(time_s <= available_s for time_s in times_s)
    scores.share(f"order within {available_s} s", in_time, len(times_s), in_time_prob(means_s, available_s))
    scores.mean("instant of the order", times_s, mean, math.sqrt(variance))
    squares = [(time_s - mean) ** 2 for time_s in times_s]
    scores.mean("variance of that instant", squares, variance, math.sqrt(fourth - variance**2))


def test_the_formulas_give_the_listed_values() -> None:
    inputs, value = oracle("c2.hypoexponential")
    assert in_time_prob(inputs["means_s"], inputs["t_s"]) == exact(value["p_in_time"])
    assert (sum(inputs["means_s"]), sum(m**2 for m in inputs["means_s"])) == exact((value["mean"], value["var"]))
    inputs, value = oracle("c2.erlang_chain")
    assert erlang_prob(inputs["k"], inputs["mean_each_s"], inputs["t_s"]) == exact(value)
    assert in_time_prob([inputs["mean_each_s"]] * inputs["k"], inputs["t_s"]) == exact(value)


def test_detect_report_decide_is_a_chain_of_distinct_delays(scores: Scores) -> None:
    inputs, _ = oracle("c2.hypoexponential")
    times_s = [instants(trial, Tasked)[0] for trial in played("command-chain", "distinct", trials=TRIALS)]
    score_chain(scores, times_s, inputs["means_s"], inputs["t_s"])


def test_detect_report_decide_is_a_chain_of_equal_delays(scores: Scores) -> None:
    inputs, value = oracle("c2.erlang_chain")
    times_s = [instants(trial, Tasked)[0] for trial in played("command-chain", "equal", trials=TRIALS)]
    assert in_time_prob([20.0] * 3, inputs["t_s"]) == exact(value)
    score_chain(scores, times_s, [20.0] * 3, inputs["t_s"])


@pytest.mark.parametrize(("means_s", "available_s"), [((5.0, 60.0, 30.0), 60.0), ((40.0, 1.0, 40.0), 150.0)])
def test_other_chains_take_as_long_as_theory_says(
    means_s: tuple[float, float, float], available_s: float, scores: Scores
) -> None:
    score_chain(scores, chain_s(means_s, "distinct", 1500), means_s, available_s)


def test_the_order_beats_the_last_useful_launch_as_often_as_theory_says(scores: Scores) -> None:
    """The line at 135 km is where a missile of 150 s must be away to meet the raider at 60 km."""
    _, value = oracle("race.detect_to_release")
    won = 0
    for trial in played("command-chain", "race", trials=TRIALS):
        (passes_s,) = instants(trial, Reached, point=1)
        assert passes_s == exact((250.0 - 135.0) / 0.5)
        won += any(at_s < passes_s for at_s in instants(trial, Tasked))
    scores.share("ordered in time", won, TRIALS, value)


@pytest.mark.parametrize("means_s", [(20.0, 20.0, 12.0), (10.0, 5.0, 60.0)])
def test_the_raider_is_hit_before_its_release_as_often_as_theory_says(
    means_s: tuple[float, float, float], scores: Scores
) -> None:
    """Here the order takes its time on the link too, as the report did: four delays, two of them alike."""
    changes: Mapping[str, object] = {
        "sites.POST.radar.detect_mean_s": means_s[0],
        "links.NET.delay_random_mean_s": means_s[1],
        "controllers.DESK.service_s": means_s[2],
    }
    stopped = 0
    for trial in played("race-to-impact", trials=TRIALS, changes=changes):
        arrives_s = instants(trial, Reached, element="RAIDER-1", point=1)
        stopped += bool(instants(trial, Hit)) and not arrives_s
        for hit_s, shot_s in zip(instants(trial, Hit), instants(trial, Shot), strict=False):
            assert hit_s - shot_s == pytest.approx(150.0, rel=1e-9)
    scores.share("stopped in time", stopped, TRIALS, in_time_prob([*means_s, means_s[1]], 90.0))


def test_one_engagement_is_at_the_instants_traced_by_hand() -> None:
    inputs, value = oracle("timeline.deterministic")
    (trial,) = played("timeline")
    (detected_s,), (received_s,) = instants(trial, Detected), instants(trial, OrderReceived)
    (commits_s,), (launches_s,), (hits_s,) = instants(trial, Committed), instants(trial, Shot), instants(trial, Hit)
    assert [detected_s, commits_s, launches_s, hits_s] == exact(
        [value["detect"], value["commit"], value["launch"], value["impact"]]
    )
    assert detected_s < received_s == commits_s < launches_s < hits_s
    release_s = (inputs["raider_x0_km"] - inputs["release_line_km"]) / inputs["v_raider"]
    assert release_s - hits_s == exact(value["margin_s"])
    assert inputs["raider_x0_km"] - inputs["v_raider"] * hits_s == exact(value["raider_x_at_impact"])
    assert instants(trial, Reached, element="RAIDER-1") == []
    assert instants(trial, ElementLost) == [hits_s]
    order = [type(record) for record in trial.records if type(record) in (Detected, Tasked, Committed, Shot, Hit)]
    assert order == [Detected, Tasked, Committed, Shot, Hit]


@pytest.mark.parametrize(("speed_mps", "service_s", "reach_km"), [(200.0, 55.0, 50.0), (310.0, 5.0, 20.0)])
def test_other_engagements_are_at_the_instants_of_the_same_arithmetic(
    speed_mps: float, service_s: float, reach_km: float
) -> None:
    changes: Mapping[str, object] = {
        "flights.RAIDER.speed_mps": speed_mps,
        "controllers.DESK.service_s": service_s,
        "flights.FIGHTER.missile.flyout_km": 2.0 * reach_km,
    }
    (trial,) = played("timeline", changes=changes)
    v, u, s = speed_mps / 1000.0, 0.3, 1.0
    apart_km = reach_km * (s + v) / s  # head-on, the missile flies its reach while the raider comes nearer
    detects_s = (200.0 - 120.0) / v
    commits_s = detects_s + service_s
    launches_s = commits_s + (200.0 - v * commits_s - apart_km) / (v + u)
    hits_s = launches_s + reach_km / s
    found = [instants(trial, kind)[0] for kind in (Detected, Committed, Shot, Hit)]
    assert found == exact([detects_s, commits_s, launches_s, hits_s])
    assert not instants(trial, Released)
