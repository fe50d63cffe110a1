"""Chains of exponential delays: detect, report, decide; and the race of such a chain against a release line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest

from sim.trial.records import Committed, Detected, ElementLost, Hit, OrderReceived, Reached, Released, Shot, Tasked
from sim.verify.chains import in_time_prob
from tests.analytic.oracle import exact, exact_values, held, instants, oracle, played
from tests.analytic.scores import Scores

TRIALS = 2000


def erlang_prob(stages: int, mean_s: float, available_s: float) -> float:
    x = available_s / mean_s
    return 1.0 - math.exp(-x) * sum(x**i / math.factorial(i) for i in range(stages))


def changes_of(means_s: Sequence[float]) -> dict[str, object]:
    return {
        "sites.POST.radar.detect_mean_s": means_s[0],
        "links.NET.delay_random_mean_s": means_s[1],
        "controllers.DESK.service_s": means_s[2],
    }


def test_the_formulas_give_the_listed_values() -> None:
    inputs, value = oracle("c2.hypoexponential")
    assert in_time_prob(inputs["means_s"], inputs["t_s"]) == exact(value["p_in_time"])
    assert (sum(inputs["means_s"]), sum(m**2 for m in inputs["means_s"])) == exact((value["mean"], value["var"]))
    inputs, value = oracle("c2.erlang_chain")
    assert erlang_prob(inputs["k"], inputs["mean_each_s"], inputs["t_s"]) == exact(value)
    assert in_time_prob([inputs["mean_each_s"]] * inputs["k"], inputs["t_s"]) == exact(value)


def test_detect_report_decide_is_a_chain_of_distinct_delays(scores: Scores) -> None:
    _, value = oracle("c2.hypoexponential")
    found = held(scores, "chain-distinct", trials=TRIALS)
    assert found["order within 90 s"] == exact(value["p_in_time"])
    assert found["instant of the order"] == exact(value["mean"])
    assert found["variance of that instant"] == exact(value["var"])


def test_detect_report_decide_is_a_chain_of_equal_delays(scores: Scores) -> None:
    _, value = oracle("c2.erlang_chain")
    assert held(scores, "chain-equal", trials=TRIALS)["order within 90 s"] == exact(value)


@pytest.mark.parametrize("means_s", [(5.0, 60.0, 30.0), (40.0, 1.0, 40.0)])
def test_other_chains_take_as_long_as_theory_says(means_s: tuple[float, float, float], scores: Scores) -> None:
    held(scores, "chain-distinct", trials=1500, changes=changes_of(means_s))


def test_the_order_beats_the_last_useful_launch_as_often_as_theory_says(scores: Scores) -> None:
    """The line at 135 km is where a missile of 150 s must be away to meet the raider at 60 km."""
    _, value = oracle("race.detect_to_release")
    (trial,) = played("command-chain", "race")
    assert instants(trial, Reached, point=1) == exact([(250.0 - 135.0) / 0.5])
    assert held(scores, "chain-race", trials=TRIALS) == exact({"order before the last launch": value})


@pytest.mark.parametrize("means_s", [(20.0, 20.0, 12.0), (10.0, 5.0, 60.0)])
def test_the_raider_is_hit_before_its_release_as_often_as_theory_says(
    means_s: tuple[float, float, float], scores: Scores
) -> None:
    """Here the order takes its time on the link too, as the report did: four delays, two of them alike."""
    changes = changes_of(means_s)
    for trial in played("race-to-impact", trials=200, changes=changes):
        for hit_s, shot_s in zip(instants(trial, Hit), instants(trial, Shot), strict=False):
            assert hit_s - shot_s == pytest.approx(150.0, rel=1e-9)
    found = held(scores, "race-to-impact", trials=TRIALS, changes=changes)
    assert found["raider hit before its release"] == exact(in_time_prob([*means_s, means_s[1]], 90.0))


def test_one_engagement_is_at_the_instants_traced_by_hand() -> None:
    inputs, value = oracle("timeline.deterministic")
    (trial,) = played("timeline")
    (detected_s,), (received_s,) = instants(trial, Detected), instants(trial, OrderReceived)
    (commits_s,), (launches_s,), (hits_s,) = instants(trial, Committed), instants(trial, Shot), instants(trial, Hit)
    assert [detected_s, commits_s, launches_s, hits_s] == exact(
        [value["detect"], value["commit"], value["launch"], value["impact"]]
    )
    assert sorted(exact_values("timeline").values()) == exact([detected_s, commits_s, launches_s, hits_s])
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
    speed_mps: float, service_s: float, reach_km: float, scores: Scores
) -> None:
    changes: Mapping[str, object] = {
        "flights.RAIDER.speed_mps": speed_mps,
        "controllers.DESK.service_s": service_s,
        "flights.FIGHTER.missile.flyout_km": 2.0 * reach_km,
    }
    (trial,) = played("timeline", changes=changes)
    assert not instants(trial, Released)
    held(scores, "timeline", changes=changes)
