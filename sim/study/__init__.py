"""Many trials: the plan of jobs, the runner, executors, and the results folder."""

from sim.study.executors import Workers, process_pool, serial
from sim.study.find import find_run
from sim.study.manifest import RunStatus
from sim.study.run import Ask, StudyInterruptedError, play_study, run_study
from sim.study.study import Study, load_study
from sim.study.summary import EXCHANGE_RATIO, Counts, Line, Statistic
from sim.study.worker import Column, Model, Outcome

__all__ = [
    "EXCHANGE_RATIO",
    "Ask",
    "Column",
    "Counts",
    "Line",
    "Model",
    "Outcome",
    "RunStatus",
    "Statistic",
    "Study",
    "StudyInterruptedError",
    "Workers",
    "find_run",
    "load_study",
    "play_study",
    "process_pool",
    "run_study",
    "serial",
]
