"""The metric of a sweep where some factors stand at given levels: its mean over the points that have them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.stats import Estimate, mean_t, share
from sim.study.ask import Level
from sim.study.sweep import Sweep


def cut(sweep: Sweep, wanted: Mapping[str, Level]) -> Estimate:
    """Return the mean over the points with all the wanted levels, trial by trial; the share when it is one point's.

    A trial that is undefined at any of the points is left out.
    """
    there = [
        place
        for place, study in enumerate(sweep.series)
        if all(study.levels.get(name) == level for name, level in wanted.items())
    ]
    values = sweep.values[there].mean(axis=0) if there else np.empty(0)
    known = values[~np.isnan(values)]
    if len(there) == 1 and _is_yes_no(sweep.metric):
        return share(sweep.metric, int(known.sum()), known.size)
    return mean_t(sweep.metric, known)


def _is_yes_no(metric: str) -> bool:
    from sim.measure import METRICS, Kind

    return METRICS[metric].kind is Kind.YES_NO
