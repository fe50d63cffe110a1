"""What comparing is worth: how much the same luck sharpens it. And how long a sweep takes."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.commands import sortie
from benchmarks.machine import Others
from benchmarks.row import Row
from sim.measure import METRICS, Kind
from sim.scenario import list_scenarios, load_scenario
from sim.stats import Paired, paired
from sim.study import Ask, Point, StudyKind, run_series
from sim.study.aligned import aligned

TRIALS = 400
POINTS = 20
SEED = 1

SMALL_CHANGES = (
    ("links.COMMON.delay_s", 1.5),
    ("links.RNET.delay_s", 1.5),
    ("controllers.WARDEN.service_s", 0.8),
    ("controllers.GCI.service_s", 1.2),
    ("flights.EAGLE.escort.leash_m", 0.8),
    ("flights.RAVEN.escort.commit_range_m", 0.9),
    ("flights.BANDIT.speed_mps", 1.05),
    ("sites.SAM.radar.range_m", 0.9),
)
"""Settings of the scenarios with a lesson, each with what it is multiplied by."""


def same_luck_row() -> Row:
    """Measure the variance ratio of small changes, and look for watched numbers that the same luck blunts."""
    lessons = [listing.name for listing in list_scenarios() if load_scenario(listing.name).scenario.lesson is not None]
    small: list[float] = []
    correlations: list[float] = []
    harmed = looked_at = 0
    for name in lessons:
        scenario = load_scenario(name)
        assert scenario.scenario.lesson is not None
        watched = [metric for metric in scenario.scenario.lesson.watch if METRICS[metric].kind is not Kind.YES_NO]
        changes = [
            (path, factor * value) for path, factor in SMALL_CHANGES if (value := _value(scenario.resolved, path))
        ]
        points = [Point(loaded=scenario)]
        points += [Point(loaded=load_scenario(name, variant=one), name=one) for one in scenario.scenario.variants]
        points += [Point(loaded=load_scenario(name, overrides={path: value}), name=path) for path, value in changes]
        level = 1.0 - 0.05 / (len(watched) * (len(points) - 1))
        for metric, place, result in _paired(points, watched, level):
            ratio = result.variance_ratio
            looked_at += 1
            harmed += ratio.low is not None and ratio.low > 1.0
            if place > len(scenario.scenario.variants) and ratio.value is not None and metric:
                small.append(ratio.value)
                correlations.append(result.correlation.value or 0.0)
    return Row(
        what="paired comparison: variance ratio, median over small changes of one setting",
        hold=1.0,
        aim=0.7,
        got=statistics.median(small),
        note=f"{len(small)} changes by watched numbers, {min(small):.2f} to {max(small):.2f}, median correlation "
        f"{statistics.median(correlations):.2f}; with variants, {harmed} of {looked_at} ratios are clearly above 1",
    )


def _paired(points: list[Point], metrics: list[str], level: float) -> list[tuple[str, int, Paired]]:
    """Return each point against the first, by each metric."""
    with tempfile.TemporaryDirectory() as place:
        ask = Ask(points=tuple(points), trials=TRIALS, seed=SEED, out=Path(place), kind=StudyKind.COMPARE)
        same = aligned(run_series(ask).studies)
    return [
        (metric, place, paired(metric, values[0], values[place], level))
        for metric in metrics
        for values in [same.values(metric)]
        for place in range(1, len(points))
    ]


def _value(resolved: object, path: str) -> float | None:
    for key in path.split("."):
        if not isinstance(resolved, dict) or key not in resolved:
            return None
        resolved = resolved[key]
    return float(resolved) if isinstance(resolved, int | float) else None


def sweep_rows() -> list[Row]:
    """Measure a sweep of 20 points from a cold start, then asked again with a quarter more trials."""
    with tempfile.TemporaryDirectory() as place:
        command = ["sweep", "baseline-escort", "--vary", "commit=40:120:5", "--vary", "links.COMMON.delay_s=2:20:4"]
        command += ["--jobs", "2", "--out", place, "--quiet"]
        with Others() as first:
            cpu_s = sortie([*command, "--trials", str(TRIALS)])
        with Others() as second:
            more_cpu_s = sortie([*command, "--trials", str(TRIALS * 5 // 4)])
    return [
        Row(
            what=f"a sweep of {POINTS} points of {TRIALS} trials with figures, cold, two workers",
            hold=90.0,
            got=first.wall_s,
            unit=" s",
            clouded=first.crowd,
            note=f"wall clock; {cpu_s:.1f} s of CPU in all; {first}",
        ),
        Row(
            what="the same asked again with 500 trials: CPU against the first",
            hold=0.6,
            got=more_cpu_s / cpu_s,
            note=f"{more_cpu_s:.1f} s of CPU, {second.wall_s:.0f} s on the wall; figures are drawn again",
        ),
    ]
