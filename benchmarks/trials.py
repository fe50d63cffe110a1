"""What one baseline trial costs: in bare SimPy timeouts, and in events."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import simpy

from benchmarks.row import Row
from sim.base.chance import Chance
from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.trial.play import run_trial

CHUNK = 100
TIMEOUTS, PROCESSES = 600, 16
SEED = 1


def baseline() -> Scenario:
    """Return the seed scenario."""
    return load_scenario("baseline-escort").scenario


def play(scenario: Scenario, first: int, count: int) -> None:
    """Play trials first .. first + count - 1 as a worker does."""
    chance = Chance(SEED, first, count)
    for number in range(first, first + count):
        run_trial(scenario, SEED, number, chance)


def cpu_s(work: Callable[[], None]) -> float:
    """Return the CPU seconds that something takes in this process."""
    began_s = time.process_time()
    work()
    return time.process_time() - began_s


def yardstick() -> None:
    """Let SimPy serve a chunk of bare timeouts: as many as there are trials in a chunk, times 600."""
    for _ in range(CHUNK):
        env = simpy.Environment()
        for process in range(PROCESSES):
            env.process(_waiting(env, TIMEOUTS // PROCESSES + (process < TIMEOUTS % PROCESSES)))
        env.run()


def _waiting(env: simpy.Environment, times: int) -> Generator[simpy.Event, None, None]:
    for _ in range(times):
        yield env.timeout(1.0)


def cpu_row(rounds: int) -> Row:
    """Measure the trial against the yardstick that is run before and after it, round by round."""
    scenario = baseline()
    play(scenario, 0, CHUNK)
    yardstick()
    ratios, trial_ms = [], []
    before_s = cpu_s(yardstick)
    for turn in range(rounds):
        trials_s = cpu_s(lambda first=turn * CHUNK: play(scenario, first, CHUNK))  # type: ignore[misc]
        after_s = cpu_s(yardstick)
        ratios.append(trials_s / ((before_s + after_s) / 2.0))
        trial_ms.append(1000.0 * trials_s / CHUNK)
        before_s = after_s
    return Row(
        what=f"CPU of one baseline trial / CPU of {TIMEOUTS} bare timeouts",
        hold=10.0,
        aim=6.0,
        got=statistics.median(ratios),
        note=f"median of {rounds} rounds of {CHUNK} trials, {min(ratios):.1f} to {max(ratios):.1f}; "
        f"{statistics.median(trial_ms):.1f} ms a trial here",
    )


def events_row(trials: int) -> Row:
    """Count the steps of SimPy in the first trials: exact, the same on every machine."""
    scenario = baseline()
    with _counted_steps() as count:
        chance = Chance(SEED, 0, trials)
        served = sum(run_trial(scenario, SEED, number, chance).events for number in range(trials))
    return Row(
        what="events of one baseline trial (calls of Environment.step)",
        hold=500.0,
        aim=400.0,
        got=count[0] / trials,
        note=f"mean of trials 0 to {trials - 1}; {served / trials:.1f} counted against the budget, "
        "as SimPy steps only where a process waits",
    )


@contextmanager
def _counted_steps() -> Iterator[list[int]]:
    count = [0]

    class Counting(simpy.Environment):
        """Counts its steps."""

        def step(self) -> None:
            count[0] += 1
            super().step()

    plain = simpy.Environment
    simpy.Environment = Counting  # type: ignore[misc]
    try:
        yield count
    finally:
        simpy.Environment = plain  # type: ignore[misc]
