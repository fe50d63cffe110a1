"""What must hold in every trial of every scenario."""

from __future__ import annotations

from hypothesis import example, given

from sim.measure import check_invariants, measure
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, Draft, draft_of, hasty, scenario_of


def _broken(draft: Draft) -> list[str]:
    scenario = scenario_of(draft)
    return [breach for number in range(2) for breach in check_invariants(scenario, run_trial(scenario, 7, number))]


def _unfinished(draft: Draft) -> list[str]:
    trial = run_trial(scenario_of(draft), 7, 0)
    return [] if trial.status is Status.FINISHED else [f"{trial.events} events by {trial.records[-1].at_s} s"]


@examples(150)
@given(SEEDS)
def test_the_invariants_hold_in_random_scenarios(seed: int) -> None:
    must_hold(seed, _broken)


@examples(100)
@given(SEEDS)
@example(1811433748)  # one who drags at the edge of its own sight
def test_no_random_scenario_uses_up_its_budget(seed: int) -> None:
    must_hold(seed, _unfinished)


@examples(50)
@given(SEEDS)
@example(4066069064)  # one who gives up what it has just been given
@example(2856422781)
def test_where_nothing_takes_time_random_scenarios_end_or_are_stopped_in_good_order(seed: int) -> None:
    """Without any delay two can chase or refuse each other for ever at one instant; the budget ends that."""
    must_hold(seed, lambda draft: _broken(hasty(draft)))


@examples(20)
@given(SEEDS)
def test_every_metric_of_a_random_scenario_is_a_number_or_none(seed: int) -> None:
    scenario = scenario_of(draft_of(seed))
    values = measure(scenario, run_trial(scenario, 7, 0))
    assert all(value is None or value == value for value in values.values()), values
