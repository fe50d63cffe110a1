"""Statistics over many trials: intervals, each with its n. No number leaves here without one."""

from sim.stats.bootstrap import mean_bootstrap, ratio_of_sums
from sim.stats.estimate import LEVEL, Estimate, Method, z_of
from sim.stats.means import mean_count, mean_t
from sim.stats.paired import crn_gain, difference_variance, paired_difference
from sim.stats.quantiles import QuantileRanks, quantile, quantile_ranks
from sim.stats.shares import (
    newcombe,
    share,
    trials_for_half_width,
    wilson,
    wilson_coverage,
    worst_case_share,
    zero_events_upper,
)

__all__ = [
    "LEVEL",
    "Estimate",
    "Method",
    "QuantileRanks",
    "crn_gain",
    "difference_variance",
    "mean_bootstrap",
    "mean_count",
    "mean_t",
    "newcombe",
    "paired_difference",
    "quantile",
    "quantile_ranks",
    "ratio_of_sums",
    "share",
    "trials_for_half_width",
    "wilson",
    "wilson_coverage",
    "worst_case_share",
    "z_of",
    "zero_events_upper",
]
