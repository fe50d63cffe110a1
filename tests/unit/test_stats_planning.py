"""How many trials it takes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import UsageError
from sim.stats import needed_trials, trials_for_half_width, trials_for_mean, trials_to_tell, wilson

PILOT = [0.0, 10.0] * 10  # variance 500/19


def test_trials_to_tell_half_a_deviation() -> None:
    # (1.959964 + 0.841621)^2 / 0.25 = 31.4, and 1.96^2 / 2 = 1.9 more: 34, the number in tables of the paired t test
    assert trials_to_tell(0.5, 1.0) == trials_to_tell(-5.0, 10.0) == 34


def test_nothing_to_tell_or_nothing_to_plan_with_asks_for_no_number() -> None:
    assert trials_to_tell(0.0, 1.0) is None
    assert trials_to_tell(1.0, 0.0) is None
    assert trials_to_tell(math.nan, 1.0) is None
    assert trials_to_tell(1e-200, 1.0) is None


@given(st.floats(0.01, 10), st.floats(0.01, 10), st.floats(0.3, 0.98))
def test_a_smaller_difference_more_scatter_or_more_power_takes_more_trials(m: float, d: float, power: float) -> None:
    n = trials_to_tell(m, d, power=power)
    assert n is not None
    assert n >= 2
    assert n <= (trials_to_tell(m / 2, d, power=power) or 0)
    assert n <= (trials_to_tell(m, 2 * d, power=power) or 0)
    assert n <= (trials_to_tell(m, d, power=power + 0.01) or 0)


def test_impossible_plans_are_refused() -> None:
    for deviation, power in ((-1.0, 0.8), (1.0, 1.0), (1.0, 0.0)):
        with pytest.raises(ValueError, match="deviation >= 0"):
            trials_to_tell(1.0, deviation, power=power)
    for half_width in (0.0, 1e-200, -1.0, math.nan, math.inf):
        for yes_no in (True, False):
            with pytest.raises(ValueError, match="half-width"):
                needed_trials([0, 1], half_width, yes_no=yes_no)
    with pytest.raises(ValueError, match="0 or 1"):
        needed_trials([0, 2], 0.1, yes_no=True)


def test_two_stages_by_hand() -> None:
    # t(19) = 2.093024: (2.093024 / 0.5)^2 * 500 / 19 = 461.13
    assert trials_for_mean(PILOT, 0.5) == 462
    assert trials_for_mean(PILOT, 100.0) == 20  # never fewer than were played


def test_trials_in_which_a_value_is_undefined_are_asked_for_on_top() -> None:
    assert trials_for_mean([*PILOT, *[math.nan] * 20], 0.5) == math.ceil(2 * 461.1295)


def test_a_pilot_that_does_not_vary_asks_for_nothing_more() -> None:
    assert trials_for_mean([3.0] * 50, 0.001) == 50


def test_a_pilot_with_too_few_values_says_what_to_do() -> None:
    for pilot in ([], [1.0], [math.nan, 1.0, math.nan]):
        with pytest.raises(UsageError, match="longer pilot"):
            trials_for_mean(pilot, 0.1)
    with pytest.raises(UsageError, match="another metric"):
        needed_trials([math.nan], 0.1, yes_no=True)


def test_a_share_is_planned_at_the_cautious_end_of_its_pilot() -> None:
    never = [0.0] * 200
    assert needed_trials(never, 0.01, yes_no=True) == trials_for_half_width(0.01, p=wilson(0, 200)[1])
    always = [1.0] * 200
    assert needed_trials(always, 0.01, yes_no=True) == trials_for_half_width(0.01, p=wilson(200, 200)[0])
    assert needed_trials([0.0, 1.0] * 100, 0.02, yes_no=True) == 2401  # 1/2 is inside: the worst case
    assert needed_trials([0.0, 1.0] * 100, 0.4, yes_no=True) == 200
    assert needed_trials([0.0, math.nan, 1.0, math.nan], 0.02, yes_no=True) == 4802


def test_a_mean_goes_by_the_two_stages() -> None:
    pilot = np.random.default_rng(3).exponential(size=200)
    assert needed_trials(pilot, 0.05, yes_no=False) == trials_for_mean(pilot, 0.05)
    assert needed_trials(pilot, 0.05, 0.99, yes_no=False) > needed_trials(pilot, 0.05, yes_no=False)
