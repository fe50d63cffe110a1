"""Measures trials of one scenario. What does not change from trial to trial is worked out once, here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.base.errors import UsageError
from sim.measure.ledger import Bound, Ledger, Terms, Weight
from sim.measure.metrics import CONDITION_NAMES, METRICS, VALUE_NAMES
from sim.measure.perspective import Perspective
from sim.scenario.schema import Condition, Scenario
from sim.trial.records import Trial


class Measurer:
    """Gives every metric of trials of one scenario; make one and use it for many trials.

    Raises: UsageError when a condition or a weight names a metric that does not exist.
    """

    __slots__ = ("_terms",)

    def __init__(self, scenario: Scenario) -> None:
        conditions = () if scenario.success is None else scenario.success.all
        _check(sorted(condition.metric for condition in conditions), CONDITION_NAMES, "success")
        _check(sorted(scenario.value), VALUE_NAMES, "value")
        self._terms = Terms(
            scenario=scenario,
            seen_by=Perspective.of(scenario),
            success=tuple(_bound(condition) for condition in conditions),
            value=tuple(Weight(METRICS[name].of, worth) for name, worth in sorted(scenario.value.items())),
        )

    def ledger(self, trial: Trial) -> Ledger:
        """Return the sorted records of one trial."""
        return Ledger(self._terms, trial)

    def measure(self, trial: Trial) -> dict[str, float | None]:
        """Return every metric of one trial, in the order of METRICS; None where it is undefined."""
        ledger = self.ledger(trial)
        values: dict[str, float | None] = {}
        for name, metric in METRICS.items():
            got = metric.of(ledger)
            values[name] = None if got is None else float(got)
        return values


def measure(scenario: Scenario, trial: Trial) -> dict[str, float | None]:
    """Return every metric of one trial. For many trials of one scenario, make one Measurer."""
    return Measurer(scenario).measure(trial)


def _bound(condition: Condition) -> Bound:
    return Bound(METRICS[condition.metric].of, condition.at_least, condition.at_most)


def _check(names: Iterable[str], known: Sequence[str], key: str) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"{key}: no metric {', '.join(unknown)} can stand here; choose of: {', '.join(known)}")
