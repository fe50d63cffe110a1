"""Statistics over many trials: intervals, each with its n. No number leaves here without one."""

from sim.stats.best import optimism
from sim.stats.bootstrap import mean_bootstrap, ratio_of_sums
from sim.stats.designs import (
    NEARLY,
    full_grid,
    largest_correlation,
    latin_hypercube,
    nearly_orthogonal,
    one_at_a_time,
)
from sim.stats.effects import Effect, contrast, interaction, main_effect, weighted_effect
from sim.stats.estimate import LEVEL, Estimate, Method, z_of
from sim.stats.mcnemar import McNemar, flip_p, mcnemar, newcombe_paired
from sim.stats.means import mean_count, mean_t, zero_mean_p
from sim.stats.multiple import holm
from sim.stats.paired import Paired, correlation, crn_gain, difference_variance, paired, paired_difference
from sim.stats.planning import needed_trials, trials_for_mean, trials_to_tell
from sim.stats.quantiles import QuantileRanks, quantile, quantile_ranks
from sim.stats.ranks import rank_correlation
from sim.stats.risk import mean_regrets, regrets, worst_tenth
from sim.stats.shares import (
    newcombe,
    share,
    trials_for_half_width,
    wilson,
    wilson_coverage,
    worst_case_share,
    zero_events_upper,
)
from sim.stats.surface import Surface, Term, quadratic_surface, why_no_surface

__all__ = [
    "LEVEL",
    "NEARLY",
    "Effect",
    "Estimate",
    "McNemar",
    "Method",
    "Paired",
    "QuantileRanks",
    "Surface",
    "Term",
    "contrast",
    "correlation",
    "crn_gain",
    "difference_variance",
    "flip_p",
    "full_grid",
    "holm",
    "interaction",
    "largest_correlation",
    "latin_hypercube",
    "main_effect",
    "mcnemar",
    "mean_bootstrap",
    "mean_count",
    "mean_regrets",
    "mean_t",
    "nearly_orthogonal",
    "needed_trials",
    "newcombe",
    "newcombe_paired",
    "one_at_a_time",
    "optimism",
    "paired",
    "paired_difference",
    "quadratic_surface",
    "quantile",
    "quantile_ranks",
    "rank_correlation",
    "ratio_of_sums",
    "regrets",
    "share",
    "trials_for_half_width",
    "trials_for_mean",
    "trials_to_tell",
    "weighted_effect",
    "why_no_surface",
    "wilson",
    "wilson_coverage",
    "worst_case_share",
    "worst_tenth",
    "z_of",
    "zero_events_upper",
    "zero_mean_p",
]
