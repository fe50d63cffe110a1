"""A study in a process of its own, which prints its peak memory in MB: `python -m benchmarks.parent TRIALS [--real]`.

Without `--real` workers give back made-up rows at once: what the parent does with them is the same.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sim.base.chance import Chance
from sim.measure import Kind
from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.study import Ask, Model, Point, play_study
from sim.study.worker import standard_model
from sim.trial.reasons import Status
from sim.trial.records import Trial


class MadeUp:
    """Measures nothing: every metric of a trial hangs on its number alone."""

    def __init__(self, _scenario: Scenario) -> None:
        self._columns = standard_model().columns

    def measure(self, trial: Trial) -> Mapping[str, float | None]:
        """Return a value for every metric."""
        return {
            name: trial.number * 0.61803 % 7.0 if kind is Kind.NUMBER else float(trial.number % 2)
            for name, _, kind in self._columns
        }


def play_nothing(_scenario: Scenario, seed: int, number: int, _chance: Chance | None) -> Trial:
    """Return a trial without records."""
    return Trial(number, seed, Status.FINISHED, (), 0)


def main() -> None:
    trials, real = int(sys.argv[1]), "--real" in sys.argv
    standard = standard_model()
    model = standard if real else Model(play=play_nothing, measurer=MadeUp, columns=standard.columns)
    with tempfile.TemporaryDirectory() as place:
        play_study(
            Ask(points=(Point(loaded=load_scenario("baseline-escort")),), trials=trials, seed=1, out=Path(place)),
            model,
            jobs=2,
        )
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
