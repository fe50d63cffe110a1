"""The dictionary of metrics as a whole."""

import subprocess
import sys

from sim.measure import CONDITION_NAMES, HEADLINES, METRICS, VALUE_NAMES, Kind, Measurer, measure
from tests.measure_builders import SCENARIO, home, leg, shot, trial_of


def test_every_metric_is_defined_in_one_sentence() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name
        assert metric.unit
        assert metric.definition.endswith(".")
        assert metric.definition.count(". ") == 0
        assert metric.headline == (name in HEADLINES)


def test_the_unit_of_a_metric_is_that_of_its_name() -> None:
    for name, metric in METRICS.items():
        if name.endswith("_s"):
            assert metric.unit == "s"
        if name.endswith("_nm"):
            assert metric.unit == "nm"


def test_every_headline_is_a_metric() -> None:
    assert [name for name in HEADLINES if name not in METRICS] == []


def test_success_and_value_cannot_name_themselves() -> None:
    assert set(METRICS) - set(CONDITION_NAMES) == {"success", "value"}
    assert set(METRICS) - set(VALUE_NAMES) == {"value"}


def test_every_metric_is_given_in_order_as_a_float_or_none() -> None:
    values = measure(SCENARIO, trial_of(home(900.0, "BISON-1")))
    assert list(values) == list(METRICS)
    assert all(value is None or type(value) is float for value in values.values())


def test_counts_and_yes_no_are_whole_numbers_even_when_nothing_happened() -> None:
    values = measure(SCENARIO, trial_of())
    for name, metric in METRICS.items():
        value = values[name]
        if metric.kind is Kind.COUNT:
            assert value is not None, name
            assert value == int(value)
        if metric.kind is Kind.YES_NO:
            assert value in (0.0, 1.0)


def test_a_measurer_forgets_one_trial_before_the_next() -> None:
    measurer = Measurer(SCENARIO)
    busy = trial_of(leg(0.0, "WOLF-1"), leg(0.0, "BISON-1"), shot(5.0, 1, "HAWK-1.1", "WOLF-1.1"))
    quiet = trial_of(home(900.0, "BISON-1"))
    assert [measurer.measure(trial) for trial in (busy, quiet, busy)] == [
        measure(SCENARIO, trial) for trial in (busy, quiet, busy)
    ]


def test_measuring_needs_no_numpy() -> None:
    code = "import sys, sim.measure, sim.measure.samples; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
