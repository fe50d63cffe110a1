"""How often intervals cover what they should, measured on laws whose mean is known.

Every law comes from `random` of a Philox generator by its inverse, so a measurement can be had again. No figure here
is a target: it tells what an interval is worth where its assumptions do not hold.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.stats import Estimate, mean_bootstrap, mean_t, needed_trials, share

SEED: Final = 20_261_123
PILOT: Final = 200
SIZES: Final = (50, 400)

Values = NDArray[np.float64]


class Law(NamedTuple):
    """A law with its mean and deviation; `draw` turns uniforms into values."""

    name: str
    mean: float
    deviation: float
    draw: Callable[[Values], Values]
    yes_no: bool = False


class Way(enum.Enum):
    """How an interval is made; two-stage is sized for as many trials as the largest sample on average."""

    WILSON = "Wilson"
    STUDENT_T = "t"
    BOOTSTRAP = "bootstrap"
    TWO_STAGE = "two-stage"


class Covered(NamedTuple):
    """One measurement: how many of so many studies covered, and what an interval cost and gave on average."""

    law: Law
    way: Way
    covered: int
    studies: int
    trials: float
    half_width: float
    without: int

    @property
    def share(self) -> float:
        """Share of studies whose interval covers; a study without an interval does not."""
        return self.covered / self.studies

    @property
    def error(self) -> float:
        """Standard error of the share."""
        return math.sqrt(self.share * (1.0 - self.share) / self.studies)


def bernoulli(p: float) -> Law:
    """Return a yes/no metric."""
    return Law(f"yes/no, p = {p}", p, math.sqrt(p * (1 - p)), lambda u: (u < p).astype(float), True)


def counts(most: int, p: float) -> Law:
    """Return a count 0 .. most, binomial."""
    steps = stats.binom.cdf(range(most), most, p)
    return Law(
        f"count 0-{most}, mean {most * p:g}",
        most * p,
        math.sqrt(most * p * (1 - p)),
        lambda u: np.searchsorted(steps, u, side="right").astype(float),
    )


def exponential() -> Law:
    """Return waiting times of mean 1: skewed, continuous."""
    return Law("exponential, mean 1", 1.0, 1.0, lambda u: -np.log1p(-u))


def lognormal(sigma: float = 1.0) -> Law:
    """Return a heavier tail: the exponential of a normal value."""
    variance = math.expm1(sigma**2) * math.exp(sigma**2)
    return Law(
        f"lognormal, sigma {sigma:g}",
        math.exp(sigma**2 / 2),
        math.sqrt(variance),
        lambda u: np.exp(sigma * stats.norm.ppf(np.maximum(u, 2.0**-54))),
    )


def normal() -> Law:
    """Return the law for which Student's t is exact."""
    return Law("normal", 0.0, 1.0, lambda u: stats.norm.ppf(np.maximum(u, 2.0**-54)))


LAWS: Final = (bernoulli(0.05), bernoulli(0.5), counts(8, 0.05), counts(8, 0.4), exponential(), lognormal())


def measure(law: Law, way: Way, trials: int, *, studies: int, seed: int = SEED) -> Covered:
    """Play small studies and count those whose interval covers the law's mean.

    A study of two stages has a pilot of 200 and is sized by it; its half-width is that of `trials` trials.
    """
    generator = np.random.Generator(np.random.Philox(key=seed))
    covered = played = without = 0
    reach = 0.0
    for _ in range(studies):
        estimate = _study(law, way, trials, generator)
        played += estimate.n
        if estimate.low is None or estimate.high is None or estimate.half_width is None:
            without += 1
            continue
        reach += estimate.half_width
        covered += estimate.low <= law.mean <= estimate.high
    return Covered(law, way, covered, studies, played / studies, reach / max(1, studies - without), without)


def _study(law: Law, way: Way, trials: int, generator: np.random.Generator) -> Estimate:
    if way is Way.TWO_STAGE:
        pilot = law.draw(generator.random(PILOT))
        half_width = float(stats.norm.ppf(0.975)) * law.deviation / math.sqrt(trials)
        needed = needed_trials(pilot, half_width, yes_no=law.yes_no)
        values = np.concatenate([pilot, law.draw(generator.random(needed - PILOT))])
        return share("x", int(values.sum()), values.size) if law.yes_no else mean_t("x", values)
    values = law.draw(generator.random(trials))
    match way:
        case Way.WILSON:
            return share("x", int(values.sum()), values.size)
        case Way.STUDENT_T:
            return mean_t("x", values)
        case _:
            return mean_bootstrap("x", values)


def measurements(studies: int, laws: Sequence[Law] = LAWS) -> Iterator[Covered]:
    """Measure every way on every law; Wilson for yes/no laws alone."""
    for law in laws:
        for way in Way:
            if way is Way.WILSON and not law.yes_no:
                continue
            for trials in SIZES if way is not Way.TWO_STAGE else SIZES[-1:]:
                yield measure(law, way, trials, studies=studies)


def table(found: Sequence[Covered]) -> str:
    """Return measurements as a table for docs/verification.md."""
    lines = [
        "| law | interval | trials | covers | give or take | mean half-width | no interval |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.law.name} | {one.way.value} | {one.trials:.0f} | {one.share:.2%} | {1.96 * one.error:.2%} "
        f"| {one.half_width:.4f} | {one.without / one.studies:.2%} |"
        for one in found
    ]
    return "\n".join(lines)


def exact_t_coverage(n: int, p: float) -> float:
    """Return the exact chance that the t interval of n yes/no trials covers p; a sample without variation does not."""
    covered = []
    for k in range(1, n):
        mean = k / n
        reach = stats.t.ppf(0.975, n - 1) * math.sqrt(mean * (1 - mean) / (n - 1))
        if abs(mean - p) <= reach:
            covered.append(float(stats.binom.pmf(k, n, p)))
    return math.fsum(covered)
