"""Five flights and one time on target: normal errors of the start, their own and one they share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from sim.trial.records import Released
from tests.analytic.oracle import exact, oracle, played, records
from tests.analytic.scores import Scores

FLIGHTS = ("ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO")
TRIALS = 2500


def integral(function: Callable[[float], float]) -> float:
    """Integral over all that matters of a normal."""
    return float(quad(function, -12.0, 12.0, epsabs=1e-13, epsrel=1e-12, limit=400)[0])


def all_within_prob(n: int, own_s: float, shared_s: float, within_s: float) -> float:
    if not shared_s:
        return float((2.0 * norm.cdf(within_s / own_s) - 1.0) ** n)
    return integral(
        lambda u: (
            norm.pdf(u)
            * (norm.cdf((within_s - shared_s * u) / own_s) - norm.cdf((-within_s - shared_s * u) / own_s)) ** n
        )
    )


def spread_prob(n: int, own_s: float, within_s: float) -> float:
    """P(range <= w): what is shared moves all alike."""
    return integral(lambda x: n * norm.pdf(x) * (norm.cdf(x + within_s / own_s) - norm.cdf(x)) ** (n - 1))


def last_moments_s(n: int, own_s: float) -> tuple[float, float]:
    """Mean and standard deviation of the latest of n."""

    def moment(power: int) -> float:
        return integral(lambda x: n * x**power * norm.pdf(x) * norm.cdf(x) ** (n - 1))

    return own_s * moment(1), own_s * math.sqrt(moment(2) - moment(1) ** 2)


def errors_s(variant: str, changes: Mapping[str, object], trials: int) -> tuple[np.ndarray, np.ndarray]:
    """Play, and return the errors at release and whether each was in the window: a row for each trial."""
    runs = [records(trial, Released) for trial in played("time-on-target", variant, trials=trials, changes=changes)]
    assert {len(run) for run in runs} == {len(FLIGHTS)}
    runs = [sorted(run, key=lambda one: one.element) for run in runs]
    found = [[(one.error_s, one.in_window) for one in run] for run in runs]
    table = np.array(found)
    return table[:, :, 0], table[:, :, 1] > 0.5


def test_the_formulas_give_the_listed_values() -> None:
    inputs, value = oracle("time.tot_all_within")
    assert all_within_prob(inputs["n"], inputs["s"], 0.0, inputs["w"]) == exact(value)
    inputs, value = oracle("time.tot_common_error")
    assert all_within_prob(inputs["n"], inputs["s_individual"], inputs["s_common"], inputs["w"]) == exact(value)
    inputs, value = oracle("time.spread_within")
    assert spread_prob(inputs["n"], inputs["s"], inputs["w"]) == exact(value)
    inputs, value = oracle("time.last_arrival")
    assert last_moments_s(inputs["n"], inputs["s"])[0] == exact(value)


def score_errors(scores: Scores, variant: str, own_s: float, shared_s: float, within_s: float) -> None:
    timing = {"own_sd_s": own_s, "shared_sd_s": shared_s}
    changes: dict[str, object] = {f"flights.{name}.timing": timing for name in FLIGHTS}
    changes |= {f"flights.{name}.strike.window_s": 2.0 * within_s for name in FLIGHTS}
    found_s, in_window = errors_s(variant, changes, TRIALS)
    assert np.array_equal(in_window, np.abs(found_s) <= within_s)
    together = int(in_window.all(axis=1).sum())
    expected = all_within_prob(5, own_s, shared_s, within_s)
    scores.share(f"all within {within_s} s", together, TRIALS, expected)
    gaps_s = found_s.max(axis=1) - found_s.min(axis=1)
    scores.share("spread within 60 s", int((gaps_s <= 60.0).sum()), TRIALS, spread_prob(5, own_s, 60.0))
    mean_s, spread_s = last_moments_s(5, own_s)
    scores.mean("the last to arrive", found_s.max(axis=1).tolist(), mean_s, math.hypot(spread_s, shared_s))


def test_five_with_errors_of_their_own(scores: Scores) -> None:
    for name in ("time.tot_all_within", "time.spread_within", "time.last_arrival"):
        assert (oracle(name)[0]["n"], oracle(name)[0]["s"]) == (5, 25)
    score_errors(scores, "own", 25.0, 0.0, 30.0)


def test_five_that_share_most_of_their_error(scores: Scores) -> None:
    inputs, _ = oracle("time.tot_common_error")
    score_errors(scores, "shared", inputs["s_individual"], inputs["s_common"], inputs["w"])


@pytest.mark.parametrize(("own_s", "shared_s", "within_s"), [(40.0, 0.0, 80.0), (10.0, 30.0, 20.0)])
def test_five_with_other_errors(own_s: float, shared_s: float, within_s: float, scores: Scores) -> None:
    score_errors(scores, "own", own_s, shared_s, within_s)


def test_flights_of_different_packages_share_no_error() -> None:
    changes: dict[str, object] = {f"flights.{name}.timing": {"own_sd_s": 0, "shared_sd_s": 20} for name in FLIGHTS}
    found_s, _ = errors_s("own", changes | {"flights.ECHO.package": "ANOTHER"}, 50)
    assert np.ptp(found_s[:, :4], axis=1) == exact(np.zeros(50))
    assert (np.abs(found_s[:, 4] - found_s[:, 0]) > 1e-3).all()
