"""Five flights and one time on target: normal errors of the start, their own and one they share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from sim.trial.records import Released
from sim.verify.timing import all_within_prob, last_moments_s, spread_prob
from tests.analytic.oracle import exact, held, oracle, played, records
from tests.analytic.scores import Scores

FLIGHTS = ("ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO")
TRIALS = 2500


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


def changes_of(own_s: float, shared_s: float, within_s: float) -> dict[str, object]:
    timing = {"own_sd_s": own_s, "shared_sd_s": shared_s}
    changes: dict[str, object] = {f"flights.{name}.timing": timing for name in FLIGHTS}
    return changes | {f"flights.{name}.strike.window_s": 2.0 * within_s for name in FLIGHTS}


def test_five_with_errors_of_their_own(scores: Scores) -> None:
    for name in ("time.tot_all_within", "time.spread_within", "time.last_arrival"):
        assert (oracle(name)[0]["n"], oracle(name)[0]["s"]) == (5, 25)
    found = held(scores, "time-own-errors", trials=TRIALS)
    assert found == exact(
        {
            "all in the window": oracle("time.tot_all_within")[1],
            "first to last within 60 s": oracle("time.spread_within")[1],
            "error of the last": oracle("time.last_arrival")[1],
        }
    )


def test_who_is_in_the_window_is_within_half_of_it() -> None:
    found_s, in_window = errors_s("own", changes_of(25.0, 0.0, 30.0), 300)
    assert np.array_equal(in_window, np.abs(found_s) <= 30.0)


def test_five_that_share_most_of_their_error(scores: Scores) -> None:
    _, value = oracle("time.tot_common_error")
    assert held(scores, "time-shared-error", trials=TRIALS)["all in the window"] == exact(value)


@pytest.mark.parametrize(("own_s", "shared_s", "within_s"), [(40.0, 0.0, 80.0), (10.0, 30.0, 20.0)])
def test_five_with_other_errors(own_s: float, shared_s: float, within_s: float, scores: Scores) -> None:
    held(scores, "time-own-errors", trials=TRIALS, changes=changes_of(own_s, shared_s, within_s))


def test_flights_of_different_packages_share_no_error() -> None:
    changes: dict[str, object] = {f"flights.{name}.timing": {"own_sd_s": 0, "shared_sd_s": 20} for name in FLIGHTS}
    found_s, _ = errors_s("own", changes | {"flights.ECHO.package": "ANOTHER"}, 50)
    assert np.ptp(found_s[:, :4], axis=1) == exact(np.zeros(50))
    assert (np.abs(found_s[:, 4] - found_s[:, 0]) > 1e-3).all()
