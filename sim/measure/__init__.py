"""One finished trial in, named metrics out. Also the invariants that every trial must hold."""

from sim.measure.attribution import Attribution, FailedLink
from sim.measure.invariants import check_invariants
from sim.measure.killchain import KillChain, attributions, kill_chains
from sim.measure.measurer import Measurer, measure
from sim.measure.metric import Better, Kind, Metric
from sim.measure.metrics import CONDITION_NAMES, HEADLINES, METRICS, VALUE_NAMES, metric_named

__all__ = [
    "CONDITION_NAMES",
    "HEADLINES",
    "METRICS",
    "VALUE_NAMES",
    "Attribution",
    "Better",
    "FailedLink",
    "KillChain",
    "Kind",
    "Measurer",
    "Metric",
    "attributions",
    "check_invariants",
    "kill_chains",
    "measure",
    "metric_named",
]
