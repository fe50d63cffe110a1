"""From a loaded scenario and a study to the context that figures are drawn from.

Some figures need records, which a study does not keep: its first finished trials are run again. Trials are alike and
independent, so the first ones are as good a sample as any; each figure says how many it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.base.chance import Chance
from sim.measure import METRICS
from sim.show.context import Column, Context, Table
from sim.stats import Estimate
from sim.trial.play import run_trial
from sim.trial.records import Trial

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.scenario.schema import Scenario
    from sim.study import Study

SAMPLE: Final = 60
"""Most trials that are run again for figures that need records."""


def plan_context(loaded: Loaded) -> Context:
    """Return the context of figures that need no trial."""
    return Context(scenario=loaded.scenario)


def study_context(study: Study, loaded: Loaded, *, sample: int = SAMPLE) -> Context:
    """Return the context of a study, with at most `sample` of its trials run again."""
    table = _table(study, loaded.scenario)
    finished = [
        int(k) for k, status in zip(study.table["trial"], study.table["status"], strict=True) if status == "finished"
    ]
    return Context(
        scenario=loaded.scenario,
        variant=study.variant or None,
        seed=study.seed,
        table=table,
        trials=trials_again(loaded.scenario, study.seed, finished[:sample]),
    )


def trials_again(scenario: Scenario, seed: int, numbers: list[int]) -> tuple[Trial, ...]:
    """Return these trials, played again; neighbours share their streams, which saves time."""
    if not numbers:
        return ()
    first, last = min(numbers), max(numbers)
    near = last - first < 2 * len(numbers)
    chance = Chance(seed, first, last - first + 1) if near else None
    return tuple(run_trial(scenario, seed, number, chance) for number in numbers)


def _table(study: Study, scenario: Scenario) -> Table:
    watched = scenario.lesson.watch if scenario.lesson is not None else ()
    columns = {
        column.name: Column(
            name=column.name,
            unit=column.unit,
            kind=column.kind,
            definition=METRICS[column.name].definition,
            values=(values := study.column(column.name)),
            undefined=study.counts.finished - int(values.size),
            estimate=_estimate(study, column.name),
            headline=METRICS[column.name].headline,
            watched=column.name in watched,
        )
        for column in study.columns
        if column.name in METRICS
    }
    counts = study.counts
    return Table(finished=counts.finished, aborted=counts.aborted, crashed=counts.crashed, columns=columns)


def _estimate(study: Study, metric: str) -> Estimate:
    return study.estimates[metric]
