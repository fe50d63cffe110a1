"""The same luck sharpens comparisons, or at least does not blunt them: on every scenario with a lesson, pair by pair.

The variance ratio is Var(difference) / (Var(one) + Var(other)). It is 1 for independent runs; above 1 the same luck
would do harm. The intervals are widened after Bonferroni for all metrics and pairs of a scenario, which is stricter
than Holm against a false alarm: with no harm anywhere, a scenario alarms with probability of at most 0.05.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from sim.measure import METRICS, Kind
from sim.scenario import list_scenarios, load_scenario
from sim.stats import paired
from sim.study import Ask, Point, StudyKind, run_series
from sim.study.aligned import aligned

TRIALS = 400
SEED = 101
FAMILY_LEVEL = 0.95

_AFTER = "a strike that comes late leaves a window that opens early, and comes into one that opens late"

NAMED: dict[tuple[str, str], str] = {
    ("suppression-window", "suppression_cover"): _AFTER,
    ("suppression-window", "uncovered_exposure_min"): _AFTER,
    ("suppression-window", "releases_suppressed"): _AFTER,
}
"""Metrics whose ratio does lie above 1 for some pair, by scenario and metric, each with the reason."""

LESSONS = [listing.name for listing in list_scenarios() if load_scenario(listing.name).scenario.lesson is not None]


def test_there_are_lessons_to_look_at() -> None:
    assert {"baseline-escort", "escort-geometry"} <= set(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_the_same_luck_does_no_harm(name: str, tmp_path: Path) -> None:
    scenario = load_scenario(name).scenario
    assert scenario.lesson is not None
    numbers = [metric for metric in scenario.lesson.watch if METRICS[metric].kind is not Kind.YES_NO]
    variants = [None, *scenario.variants]
    points = tuple(Point(loaded=load_scenario(name, variant=one), name=one or "as written") for one in variants)
    question = Ask(points=points, trials=TRIALS, seed=SEED, out=tmp_path, kind=StudyKind.COMPARE)
    same = aligned(run_series(question, jobs=1).studies)
    pairs = list(combinations(range(len(points)), 2))
    level = 1.0 - (1.0 - FAMILY_LEVEL) / (len(pairs) * len(numbers))
    harmed: set[tuple[str, str]] = set()
    for metric in numbers:
        values = same.values(metric)
        for one, other in pairs:
            ratio = paired(metric, values[one], values[other], level).variance_ratio
            if ratio.low is not None and ratio.low > 1.0:
                harmed.add((name, metric))
                assert (name, metric) in NAMED, f"{variants[one]} against {variants[other]}: {ratio}"
    assert harmed == {named for named in NAMED if named[0] == name}
