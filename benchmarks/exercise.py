"""What the whole exercise costs: every part at once and forty aircraft, against the baseline."""

from __future__ import annotations

import statistics

from benchmarks.row import Row
from benchmarks.trials import baseline, cpu_s, play
from sim.scenario import load_scenario

TRIALS = 20


def exercise_row(rounds: int) -> Row:
    """Measure trials of the exercise against as many of the baseline that are played before them, round by round."""
    scenario, small = load_scenario("whole-exercise").scenario, baseline()
    play(scenario, 0, 2)
    play(small, 0, TRIALS)
    ratios = []
    for turn in range(rounds):
        small_s = cpu_s(lambda first=turn * TRIALS: play(small, first, TRIALS))  # type: ignore[misc]
        large_s = cpu_s(lambda first=turn * TRIALS: play(scenario, first, TRIALS))  # type: ignore[misc]
        ratios.append(large_s / small_s)
    return Row(
        what="whole exercise (every part at once, 40 aircraft) / baseline: CPU of one trial",
        hold=8.0,
        got=statistics.median(ratios),
        note=f"median of {rounds} rounds of {TRIALS} trials, {min(ratios):.1f} to {max(ratios):.1f}",
    )
