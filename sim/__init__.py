"""Sortie Lab from Python: `load_scenario`, `run_trial`, `run_study`, `compare`, `sweep`; see docs/python.md.

Nothing is loaded before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.scenario import load_scenario as load_scenario
    from sim.study import run_study as run_study
    from sim.study.door import compare as compare
    from sim.study.door import sweep as sweep
    from sim.trial.play import run_trial as run_trial

__version__ = "0.1.0"

_DOORS: Final = {
    "load_scenario": "sim.scenario",
    "run_trial": "sim.trial.play",
    "run_study": "sim.study",
    "compare": "sim.study.door",
    "sweep": "sim.study.door",
}

__all__ = ["__version__", "compare", "load_scenario", "run_study", "run_trial", "sweep"]


def __getattr__(name: str) -> object:
    """Import a door when it is first asked for."""
    if name not in _DOORS:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(importlib.import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
