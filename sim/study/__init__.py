"""Many trials: the plan of jobs, the runner, executors, and the results folder."""

from sim.study.ask import Ask, Level, Point, StudyKind
from sim.study.executors import Workers, process_pool, serial
from sim.study.find import find_run
from sim.study.manifest import RunStatus
from sim.study.run import StudyInterruptedError, asked, play_series, play_study, run_series, run_study
from sim.study.study import Series, Study, load_series, load_study
from sim.study.summary import EXCHANGE_RATIO, Counts, Line, Statistic
from sim.study.worker import Column, Model, Outcome

__all__ = [
    "EXCHANGE_RATIO",
    "Ask",
    "Column",
    "Counts",
    "Level",
    "Line",
    "Model",
    "Outcome",
    "Point",
    "RunStatus",
    "Series",
    "Statistic",
    "Study",
    "StudyInterruptedError",
    "StudyKind",
    "Workers",
    "asked",
    "find_run",
    "load_series",
    "load_study",
    "play_series",
    "play_study",
    "process_pool",
    "run_series",
    "run_study",
    "serial",
]
