"""What results say in words: never more than the data, never without n."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario import Design
from sim.show.scale import scale_of
from sim.show.verdict import comparison_words, precision_words, sweep_words, tournament_words, worlds_words
from sim.show.wording.compare import luck_of
from sim.stats import Estimate, Method
from sim.study import StudyKind
from sim.study.compare import Comparison, comparison
from sim.study.precision import Precision, Reached
from sim.study.sweep import Sweep, sweep_results
from sim.study.tournament import Tournament, tournament
from sim.study.worlds import Worlds, worlds_results
from tests.show_builders import Knob, series_of


def yes(count: int, n: int, start: int = 0) -> np.ndarray:
    """`count` trials of yes from trial `start` on, of n."""
    values = np.zeros(n)
    values[start : start + count] = 1.0
    return values


def of_success(metric: str = "success", **points: np.ndarray) -> Comparison:
    made = series_of(StudyKind.COMPARE, {name: {"success": values} for name, values in points.items()})
    return comparison(made, metric=metric, metrics=())


def all_words(words: list[str]) -> str:
    return " ".join(words)


def test_the_better_of_two_is_named_with_both_shares_the_difference_its_interval_and_n() -> None:
    words = comparison_words(of_success(A=yes(200, 400), B=yes(260, 400)))
    assert words[0] == (
        "B is better than A: success 65.0 % against 50.0 %, +15.0 points (11.4 to 18.5), "
        "n = 400 trials on the same luck."
    )


def test_flips_are_told_with_trials_to_play_again() -> None:
    words = all_words(comparison_words(of_success(A=yes(200, 400), B=yes(255, 400, 5))))
    assert "60 of 400 trials went from lost to saved (for example trials 200, 201, 202)" in words
    assert "5 the other way (for example trials 0, 1, 2)" in words


def test_two_that_cannot_be_told_apart_are_not_ranked_and_the_trials_that_would_tell_are_named() -> None:
    c = of_success(A=yes(200, 400), B=yes(202, 400, 10))
    words = comparison_words(c)
    assert not c.matches[0].told_apart
    assert "B cannot be told from A" in words[0]
    assert "n = 400" in words[0]
    assert "more trials would tell a difference of this size" in words[0]
    assert "better" not in words[0]


def test_two_that_never_differ_are_said_to_be_the_same_in_every_trial() -> None:
    words = comparison_words(of_success(A=yes(200, 400), B=yes(200, 400)))
    assert words[0] == "B and A came out exactly the same in success, in every one of 400 trials."
    assert "better" not in all_words(words)


def test_of_several_the_best_is_named_and_what_cannot_be_told_from_it() -> None:
    c = of_success(A=yes(100, 400), B=yes(260, 400), C=yes(258, 400, 8))
    words = all_words(comparison_words(c))
    assert "B came out best: success 65.0 %" in words
    assert "C cannot be told from it at n = 400; about" in words
    assert "more trials would." in words
    assert "It is better than A (+40.0 points" in words
    assert "3 pairs were asked about (Holm)" in words


def test_no_verdict_is_given_when_too_many_trials_gave_no_result() -> None:
    c = of_success(A=yes(200, 400), B=yes(260, 400))
    poor = replace(c.series, studies=tuple(replace(study, verdict_allowed=False) for study in c.series))
    words = comparison_words(replace(c, series=poor))
    assert "no verdict is given" in words[0]
    assert "+15.0 points" in words[1]
    assert "better" not in all_words(words)
    three = of_success(A=yes(200, 400), B=yes(260, 400), C=yes(300, 400))
    poor = replace(three.series, studies=tuple(replace(study, verdict_allowed=False) for study in three.series))
    assert "best" not in all_words(comparison_words(replace(three, series=poor)))


def test_a_small_n_is_said_first() -> None:
    assert comparison_words(of_success(A=yes(9, 20), B=yes(15, 20)))[0].startswith("n = 20 is small")


def test_an_event_never_seen_gets_its_bound_and_not_a_zero_alone() -> None:
    words = all_words(comparison_words(of_success(A=yes(0, 400), B=yes(60, 400))))
    assert "Success was never seen under A: n = 400 allows at most 0.7" in words


def test_where_less_is_better_the_smaller_wins() -> None:
    rng = np.random.default_rng(2)
    gap = rng.random(200)
    made = series_of(
        StudyKind.COMPARE, {"A": {"coverage_gap_s": gap}, "B": {"coverage_gap_s": gap + 1.0 + 0.1 * rng.random(200)}}
    )
    words = comparison_words(comparison(made, metric="coverage_gap_s", metrics=()))
    assert words[0].startswith("A is better than B: coverage gap")
    assert ", -1.0" in words[0]


def test_what_is_undefined_everywhere_is_said_to_be_so() -> None:
    words = all_words(comparison_words(of_success(A=np.full(200, np.nan), B=yes(60, 200))))
    assert "Success is defined in no trial under both A and B" in words
    assert "Correlation and variance ratio are undefined: nothing varies." in words


def test_the_same_luck_is_praised_only_where_it_helped() -> None:
    contrast = of_success(A=yes(200, 400), B=yes(260, 400)).matches[0].contrasts["success"]

    def with_ratio(value: float, low: float, high: float) -> str:
        ratio = Estimate(name="m", value=value, low=low, high=high, n=400, method=Method.BOOTSTRAP)
        return luck_of(replace(contrast, paired=replace(contrast.paired, variance_ratio=ratio)))

    assert "as sharp as 2.9 times as many independent trials" in with_ratio(0.345, 0.3, 0.4)
    assert "no clear difference" in with_ratio(0.9, 0.8, 1.1)
    assert "blunter" in with_ratio(1.3, 1.1, 1.5)


def test_value_regret_and_worst_tenth_are_told_when_there_are_weights() -> None:
    points = {
        "A": {"success": yes(50, 200), "value": np.full(200, 2.0)},
        "B": {"success": yes(90, 200), "value": np.full(200, 3.0)},
    }
    words = all_words(comparison_words(comparison(series_of(StudyKind.COMPARE, points), metrics=())))
    assert "Expected value, by the weights: A 2.00 (the same in all), B 3.00 (the same in all)" in words
    assert "Mean regret: by how much each misses the best of every trial; A 1.00 (the same in all), B 0" in words
    assert "Expected value" not in all_words(comparison_words(of_success(A=yes(50, 200), B=yes(90, 200))))


def worlds_of(gains: list[float], *, hangs: bool = False) -> Worlds:
    points: dict[str, Any] = {}
    levels, resolved = [], []
    luck = np.random.default_rng(1).random(150)
    for number, gain in enumerate(gains, start=1):
        for name, extra in (("A", 0.0), ("B", gain)):
            points[f"{number} {name}"] = {"bombers_home": luck + extra + 0.05 * luck * extra}
            levels.append({"world": number, "alternative": name})
            resolved.append({"fog": {"speed": gain + 3.0 if hangs else float((7 * number) % 5)}})
    made = series_of(StudyKind.WORLDS, points, levels, resolved=resolved)  # type: ignore[arg-type]
    return worlds_results(made, metric="bombers_home")[0]


def test_worlds_tell_in_how_many_the_second_is_better_and_what_that_hangs_on() -> None:
    words = worlds_words(worlds_of([0.1 * k for k in range(-3, 27)], hangs=True))
    assert words[0].startswith("B is better than A in 26 of 30 worlds, the same in 1 (counted half) (Wilson interval")
    assert "It hangs on fog.speed: the larger that is, the more B gains" in all_words(words)


def test_worlds_that_disagree_are_said_to_decide_nothing() -> None:
    words = all_words(worlds_words(worlds_of([0.1, -0.1] * 10)))
    assert "20 worlds cannot say which is better" in words


def swept(
    success: dict[tuple[float, float], np.ndarray], design: Design = Design.GRID, **values: tuple[float, ...]
) -> Sweep:
    names = list(values)
    rows = [dict(zip(names, level, strict=False)) for level in success]
    made = series_of(
        StudyKind.SWEEP,
        {
            ", ".join(f"{k}={v}" for k, v in row.items()): {"success": hit}
            for row, hit in zip(rows, success.values(), strict=True)
        },
        rows,  # type: ignore[arg-type]
    )
    return sweep_results(made, [Knob(name, levels) for name, levels in values.items()], design, metric="success")


def crossed(n: int = 200) -> Sweep:
    hits = {(1.0, 0.0): 40, (9.0, 0.0): 160, (1.0, 5.0): 90, (9.0, 5.0): 100}
    return swept({level: yes(k * n // 200, n) for level, k in hits.items()}, leash=(1.0, 9.0), delay=(0.0, 5.0))


def test_a_main_effect_is_not_to_be_read_alone_where_an_interaction_is_clear() -> None:
    words = all_words(sweep_words(crossed()))
    assert "Do not read the effect of leash alone: it changes with delay." in words
    assert "The effect of leash changes by -55 points" in words


def test_the_best_of_many_points_is_said_to_look_better_than_it_is() -> None:
    points = {(float(k), 0.0): np.random.default_rng(k).integers(0, 2, 60).astype(float) for k in range(20)}
    words = sweep_words(swept(points, leash=tuple(float(k) for k in range(20))))
    assert words[0].startswith("n = 60 at each point is small")
    assert "The best of 20 points looks better than it is: by about" in all_words(words)


def test_points_where_nothing_was_ever_seen_are_named_with_their_bound() -> None:
    points = {(1.0, 0.0): yes(0, 300), (2.0, 0.0): yes(100, 300), (3.0, 0.0): yes(300, 300)}
    words = all_words(sweep_words(swept(points, leash=(1.0, 2.0, 3.0))))
    assert "Success was never seen at 1 point (leash=1.0): that allows at most 0.99 % there" in words
    assert "Success was always seen at 1 point (leash=3.0): that allows at least 99.01 % there" in words


def test_why_there_is_no_surface_is_said() -> None:
    assert "There is no fitted surface: a quadratic surface over 2 factor(s) has 6 terms" in all_words(
        sweep_words(crossed())
    )


def test_one_factor_at_a_time_claims_no_interaction() -> None:
    made = swept({(): yes(50, 200), (1.0,): yes(50, 200), (9.0,): yes(90, 200)}, Design.ONE_AT_A_TIME, leash=(1.0, 9.0))  # type: ignore[dict-item]
    assert "raises success by 20 points" in all_words(sweep_words(made))


def test_in_a_hypercube_a_factor_without_effect_is_not_credited_with_that_of_another() -> None:
    """The lowest and the highest leash are single points whose delays differ; only delay does anything."""
    places = [(k, (3 * k + 4) % 11) for k in range(11)]
    points = {(10.0 * k, float(d)): yes(20 + 10 * d, 200) for k, d in places}
    made = swept(points, Design.LHS, leash=(0.0, 100.0), delay=(0.0, 10.0))
    effects = {effect.factor: effect.effect.estimate.value for effect in made.effects}
    assert effects["leash"] == pytest.approx(0.0, abs=1e-12)
    assert effects["delay"] == pytest.approx(0.5)
    assert "along a plane through all points" in all_words(sweep_words(made))


def test_a_choice_in_a_hypercube_is_compared_with_the_first_choice_all_else_equal() -> None:
    rows = [{"delay": float(k), "posture": "sweep" if k % 2 else "close"} for k in range(8)]
    points = {f"{k}": {"success": yes(20 + 10 * k + 15 * (k % 2), 200)} for k in range(8)}
    made = series_of(StudyKind.SWEEP, points, rows)  # type: ignore[arg-type]
    factors = [Knob("delay", (0.0, 7.0)), Knob("posture", ("close", "sweep"))]
    effects = {
        one.factor: one.effect.estimate.value
        for one in sweep_results(made, factors, Design.LHS, metric="success").effects
    }
    assert effects["posture"] == pytest.approx(15 / 200)
    assert effects["delay"] == pytest.approx(70 / 200)


def test_factors_that_a_hypercube_cannot_tell_apart_get_no_effect() -> None:
    points = {(10.0 * k, float(k)): yes(20 + 10 * k, 200) for k in range(5)}
    made = swept(points, Design.LHS, leash=(0.0, 40.0), delay=(0.0, 4.0))
    assert made.effects == ()


def tournament_of(hits: dict[tuple[str, str], int], n: int = 400) -> Tournament:
    levels = [{"blue": one, "red": other} for one, other in hits]
    points = {
        f"{one} / {other}": {"success": yes(k, n, 3 * place)} for place, ((one, other), k) in enumerate(hits.items())
    }
    return tournament(series_of(StudyKind.PLAY, points, levels), ("blue", "red"), metric="success")  # type: ignore[arg-type]


def test_a_ranking_says_what_cannot_be_told_apart() -> None:
    hits = {(one, other): k for (one, k), other in product((("high", 200), ("also", 198), ("low", 90)), ("r", "s"))}
    words = all_words(tournament_words(tournament_of(hits)))
    assert "blue: high came out best, success 50" in words
    assert "blue: cannot be told from it: also" in words
    assert "blue: behind it, after Holm: low" in words
    assert "n = 400 trials a pairing" in words


def test_precision_says_what_the_two_stages_did() -> None:
    wanted = Precision(metric="success", half_width=0.03)
    words = precision_words(Reached(wanted=wanted, pilot=200, needed=1068, played=1068, half_width=0.0299))
    assert words == [
        "A pilot of 200 trials said how much success scatters: a half-width of 3 points takes 1,068 trials.",
        "So 1,068 were played, the pilot's among them; nothing was looked at in between.",
        "The widest half-width reached is 3 points, as wanted.",
    ]
    capped = Reached(wanted=replace(wanted, ceiling=500), pilot=200, needed=1068, played=500, half_width=0.0436)
    assert "The ceiling allows 500 trials, so only 500 were played." in precision_words(capped)
    assert "wider than the 3 points wanted" in precision_words(capped)[-1]


def test_numbers_keep_the_decimals_that_their_interval_deserves() -> None:
    scale = scale_of("success")
    estimate = Estimate(name="success", value=0.6675, low=0.62, high=0.71, n=400, method=Method.WILSON)
    assert scale.in_full(estimate) == "66.8 % (62.0 to 71.0)"
    assert scale.difference(replace(estimate, value=-0.0001, low=-0.2, high=0.2)) == "0 points"
    assert scale.value(replace(estimate, value=None, low=None, high=None)) == "undefined"


def test_words_load_no_drawing() -> None:
    code = "import sys, sim.show.verdict; print([name for name in sys.modules if name.startswith('matplotlib')])"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
