"""The points of a series trial by trial: the same trials of every point, in one order, so that rows compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from sim.measure import Better
from sim.study.study import Study
from sim.study.worker import Outcome

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aligned:
    """The trials that finished at every one of some points.

    Shapes: `trials` (trials,) holds their numbers; `rows` one array of places per point.
    """

    studies: tuple[Study, ...]
    trials: NDArray[np.int64]
    rows: tuple[NDArray[np.intp], ...]

    def values(self, metric: str) -> Floats:
        """Return a metric as (points, trials); nan where it is undefined."""
        return np.array([study.table[metric][rows] for study, rows in zip(self.studies, self.rows, strict=True)])


def aligned(studies: Sequence[Study]) -> Aligned:
    """Return the trials that finished at every one of these points."""
    finished = [study.table["status"] == Outcome.FINISHED.value for study in studies]
    numbers = [study.table["trial"][done] for study, done in zip(studies, finished, strict=True)]
    common = reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), numbers)
    rows = tuple(
        np.flatnonzero(done & np.isin(study.table["trial"], common))
        for study, done in zip(studies, finished, strict=True)
    )
    return Aligned(studies=tuple(studies), trials=common, rows=rows)


def best_row(values: Floats, better: Better) -> int | None:
    """Return the place of the row with the best mean over the trials defined in all rows; the first of equals.

    None when neither more nor less is better, or no trial is defined in all.

    Shapes: values (points, trials).
    """
    defined = values[:, ~np.isnan(values).any(axis=0)]
    if better is Better.NEITHER or not defined.size:
        return None
    means = defined.mean(axis=1)
    return int(np.argmax(means if better is Better.HIGHER else -means))
