"""Comparisons, plans and designs against published examples, closed forms and scipy, at listed and drawn inputs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

from sim.stats import (
    correlation,
    crn_gain,
    difference_variance,
    full_grid,
    holm,
    latin_hypercube,
    mcnemar,
    mean_t,
    newcombe_paired,
    optimism,
    paired,
    quadratic_surface,
    trials_for_mean,
    trials_to_tell,
    worst_tenth,
    zero_mean_p,
)
from tests.analytic.oracle import exact, oracle
from tests.analytic.scores import Scores

SEED = 20_261_123
SIDES = st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=4, max_size=50)


def sides(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return drawn pairs as two sides whose difference is no mere rounding error."""
    first, second = np.array(pairs).round(3).T
    assume(np.ptp(first) > 0 and np.ptp(second) > 0 and np.ptp((first - second).round(3)) > 0)
    return first, second


@given(SIDES)
def test_the_paired_t_test_is_scipys(pairs: list[tuple[float, float]]) -> None:
    first, second = sides(pairs)
    assert paired("x", first, second).p_value == pytest.approx(stats.ttest_rel(first, second).pvalue, rel=1e-6)


@given(SIDES, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_correlation_and_its_interval_are_scipys(pairs: list[tuple[float, float]], level: float) -> None:
    first, second = sides(pairs)
    found, theirs = correlation("x", first, second, level), stats.pearsonr(first, second)
    assert found.value == pytest.approx(theirs.statistic, abs=1e-9)
    assume(abs(theirs.statistic) < 1 - 1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval(level)), abs=1e-7)


@given(SIDES)
def test_the_variance_ratio_is_that_of_numpys_variances(pairs: list[tuple[float, float]]) -> None:
    first, second = sides(pairs)
    expected = np.var(first - second) / (np.var(first) + np.var(second))
    assert paired("x", first, second).variance_ratio.value == pytest.approx(expected, rel=1e-9)


def test_the_interval_of_the_variance_ratio_agrees_with_scipys_bootstrap() -> None:
    generator = np.random.default_rng(SEED)
    luck = generator.exponential(size=300)
    first, second = luck + generator.normal(size=300), 2 * luck + generator.normal(size=300)

    def ratio(a: np.ndarray, b: np.ndarray, axis: int) -> np.ndarray:
        return (a - b).var(axis=axis) / (a.var(axis=axis) + b.var(axis=axis))

    theirs = stats.bootstrap(
        (first, second), ratio, paired=True, vectorized=True, method="percentile", n_resamples=4000, rng=1
    ).confidence_interval
    ours = paired("x", first, second).variance_ratio
    # An end from 2,000 resamples has a standard error of about 3 % of the length, theirs from 4,000 of 2 %.
    slack = 4 * math.hypot(0.03, 0.02) * (theirs.high - theirs.low)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=slack)


def test_the_variance_ratio_is_what_common_luck_should_give(scores: Scores) -> None:
    # Two sides of deviation s and correlation rho: Var(d) / (2 s^2) = 1 - rho, the inverse of the gain.
    inputs, value = oracle("stat.crn_var")
    generator = np.random.default_rng(SEED)
    found = []
    for _ in range(200):
        luck, own = generator.normal(size=(2, inputs["n"]))
        other = inputs["rho"] * luck + math.sqrt(1 - inputs["rho"] ** 2) * own
        result = paired("x", inputs["s"] * luck, inputs["s"] * other)
        assert result.deviation is not None
        found.append(result.deviation**2 / inputs["n"])
        assert result.variance_ratio.value == pytest.approx(1 / crn_gain(inputs["rho"]), rel=0.5)
    assert difference_variance(inputs["s"], inputs["rho"], inputs["n"]) == exact(value["var_crn"])
    scores.mean("variance of the mean difference on common luck", found, value["var_crn"])


@pytest.mark.parametrize(
    ("counts", "difference", "low", "high"),
    [
        # Complete response before and after consolidation (Cavo et al. 2012), in Fagerland, Lydersen and Laake,
        # Statistical Analysis of Contingency Tables (2017), ch. 8.
        ((6, 16, 59, 80), -0.0621, -0.1186, -0.0046),
    ],
)
def test_newcombes_paired_interval_of_a_published_table(
    counts: tuple[int, int, int, int], difference: float, low: float, high: float
) -> None:
    found = newcombe_paired(*counts)
    assert found == pytest.approx((low, high), abs=5e-5)
    assert (counts[0] - counts[1]) / sum(counts) == pytest.approx(difference, abs=5e-5)


@given(st.tuples(*[st.integers(0, 200)] * 4))
def test_mcnemars_exact_test_is_scipys_binomial_test(counts: tuple[int, int, int, int]) -> None:
    first = np.repeat([1, 0, 1, 0], counts)
    second = np.repeat([0, 1, 1, 0], counts)
    found = mcnemar(first, second)
    assert (found.first_only, found.second_only, found.both, found.neither) == counts
    flips = counts[0] + counts[1]
    expected = stats.binomtest(counts[0], flips, 0.5).pvalue if flips else 1.0
    assert found.p_value == pytest.approx(expected, rel=1e-9)


def test_newcombes_paired_interval_covers_at_least_about_as_often_as_it_says() -> None:
    # Exact sums over all tables of 30 pairs, no chance: 0.9686, 0.9630 and 0.9903. With few flips it is cautious.
    for probs in ((0.1, 0.1, 0.4, 0.4), (0.2, 0.05, 0.6, 0.15), (0.02, 0.08, 0.85, 0.05)):
        covered = 0.0
        for table in full_tables(30):
            low, high = newcombe_paired(*table)
            if low <= probs[0] - probs[1] <= high:
                covered += float(stats.multinomial.pmf(table, 30, probs))
        assert covered >= 0.95


def full_tables(n: int) -> list[tuple[int, int, int, int]]:
    return [(b, c, a, n - a - b - c) for b in range(n + 1) for c in range(n + 1 - b) for a in range(n + 1 - b - c)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_rejects_what_the_step_down_rule_rejects(p_values: list[float]) -> None:
    for alpha in (0.01, 0.05, 0.2):
        rejected: set[int] = set()
        for rank, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
            if p_values[place] * (len(p_values) - rank) > alpha:
                break
            rejected.add(place)
        assert {place for place, p in enumerate(holm(p_values)) if p <= alpha} == rejected


@pytest.mark.parametrize(("ratio", "power"), [(0.2, 0.8), (0.5, 0.8), (0.5, 0.95), (1.0, 0.9), (0.05, 0.5)])
def test_trials_to_tell_have_the_power_and_hardly_fewer_have(ratio: float, power: float) -> None:
    def reached(n: int) -> float:
        bound = stats.t.ppf(0.975, n - 1)
        return float(
            stats.nct.sf(bound, n - 1, ratio * math.sqrt(n)) + stats.nct.cdf(-bound, n - 1, ratio * math.sqrt(n))
        )

    n = trials_to_tell(ratio, 1.0, power=power)
    assert n is not None
    assert reached(n) == pytest.approx(power, abs=0.02)
    assert reached(n + 1) > power
    assert reached(max(2, n - 2)) < power


def test_two_stages_cover_at_least_as_often_as_they_say_on_normal_values(scores: Scores) -> None:
    # Stein: the mean of all n, give or take the half-width, covers with at least the level. One-sided; as a score,
    # the worst correct program has coverage 0.95 exactly.
    generator = np.random.default_rng(SEED)
    covered = 0
    for _ in range(2000):
        pilot = generator.normal(size=15)
        n = trials_for_mean(pilot, 0.3)
        mean = float(np.concatenate([pilot, generator.normal(size=n - 15)]).mean())
        covered += abs(mean) <= 0.3
    scores.score("shortfall of two stages", min(0.0, (covered / 2000 - 0.95) / math.sqrt(0.95 * 0.05 / 2000)))


def test_the_worst_tenth_of_normal_values_is_the_closed_form(scores: Scores) -> None:
    # Expected shortfall of the standard normal at 1/10: -pdf(z) / 0.1.
    generator = np.random.default_rng(SEED)
    found = [worst_tenth("x", generator.normal(size=1000)).value or 0.0 for _ in range(40)]
    # The sample's own shortfall has a bias of order 1/n, about 0.001: a ninth of one deviation of the mean of 40.
    scores.mean("worst tenth", found, -stats.norm.pdf(stats.norm.ppf(0.1)) / 0.1)


def test_the_surface_is_scipys_regression_in_one_factor() -> None:
    levels = full_grid([8])
    heights = np.random.default_rng(SEED).normal(size=8)
    surface = quadratic_surface(levels, heights, np.ones(8))
    columns = np.column_stack([np.ones(8), levels[:, 0], levels[:, 0] ** 2])
    covariance = np.linalg.inv(columns.T @ columns)
    coefficients = covariance @ columns.T @ heights
    residual = heights - columns @ coefficients
    reach = stats.t.ppf(0.975, 5) * np.sqrt(np.diag(covariance) * (residual @ residual) / 5)
    for term, value, far in zip(surface.terms, coefficients, reach, strict=True):
        assert term.coefficient.value == pytest.approx(value)
        assert (term.coefficient.low, term.coefficient.high) == pytest.approx((value - far, value + far))


def test_intervals_of_coefficients_cover_as_often_as_they_say(scores: Scores) -> None:
    grid = full_grid([4, 3])
    truth = (0.5, 1.0, -2.0, 0.3, 0.0, 0.7)
    plain = quadratic_surface(grid, grid[:, 0], np.zeros(12))
    columns = [np.prod(grid[:, list(term.factors)], axis=1) for term in plain.terms]
    height = sum(value * column for value, column in zip(truth, columns, strict=True))
    generator = np.random.default_rng(SEED)
    covered = [0] * 6
    for _ in range(1000):
        surface = quadratic_surface(grid, height + 0.1 * generator.normal(size=12), np.full(12, 0.1))
        for place, (term, value) in enumerate(zip(surface.terms, truth, strict=True)):
            low, high = term.coefficient.low, term.coefficient.high
            assert low is not None
            assert high is not None
            covered[place] += low <= value <= high
    for place, count in enumerate(covered):
        scores.share(f"coverage of term {plain.terms[place].name}", count, 1000, 0.95)


@settings(max_examples=30)
@given(st.integers(1, 6), st.integers(2, 50), st.integers(0, 2**32))
def test_a_latin_hypercube_has_one_point_in_each_slice_as_scipys_has(factors: int, points: int, seed: int) -> None:
    ours, theirs = latin_hypercube(factors, points, seed), qmc.LatinHypercube(factors, rng=1).random(points)
    # Moved from the ends to the middles of their slices, our levels fill the same slices.
    cells = np.floor((ours * (points - 1) + 0.5) / points * points).astype(int)
    assert np.sort(cells, axis=0).tolist() == np.sort(np.floor(theirs * points).astype(int), axis=0).tolist()


def test_the_t_test_and_the_t_interval_agree() -> None:
    generator = np.random.default_rng(SEED)
    for shift in np.linspace(0.0, 0.4, 41):
        values = generator.normal(size=60) + shift
        estimate, p = mean_t("x", values), zero_mean_p(values)
        assert estimate.low is not None
        assert estimate.high is not None
        assert p is not None
        assert (p < 0.05) == (not estimate.low <= 0.0 <= estimate.high)


def test_optimism_of_two_points_is_the_closed_form(scores: Scores) -> None:
    # Two independent points of equal worth, n trials: given the means, the resampled difference of means is about
    # normal around the seen one, D, with deviation s. The excess is s pdf(D/s) where s^2 = Var(d)/n; the resampling
    # itself adds noise that the scatter over tables shows.
    generator = np.random.default_rng(SEED)
    apart = []
    for _ in range(60):
        table = generator.normal(size=(2, 300))
        difference = table[0] - table[1]
        s = float(difference.std()) / math.sqrt(300)
        expected = s * float(stats.norm.pdf(difference.mean() / s))
        apart.append((optimism("x", table).value or 0.0) - expected)
    # All tables share their resamples, so the noise of 2,000 of them is common: judged by its own size instead.
    assert abs(float(np.mean(apart))) < 4 * (1 / math.sqrt(300)) / math.sqrt(2000)
    scores.mean("optimism of two points, centred", np.array(apart) - np.mean(apart), 0.0)
