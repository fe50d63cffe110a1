"""One finished trial in, named metrics out. Also the invariants that every trial must hold."""

from sim.measure.invariants import check_invariants
from sim.measure.measurer import Measurer, measure
from sim.measure.metric import Better, Kind, Metric
from sim.measure.metrics import CONDITION_NAMES, HEADLINES, METRICS, VALUE_NAMES

__all__ = [
    "CONDITION_NAMES",
    "HEADLINES",
    "METRICS",
    "VALUE_NAMES",
    "Better",
    "Kind",
    "Measurer",
    "Metric",
    "check_invariants",
    "measure",
]
