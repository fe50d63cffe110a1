"""Pictures and pages: figures of a study, the plan, the report. Cheap to import: drawing loads on first use."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.show.report import write_report as write_report
    from sim.show.style import Saved as Saved
    from sim.show.write import write_figures as write_figures
    from sim.show.write import write_plan as write_plan
    from sim.show.write_series import Written as Written
    from sim.show.write_series import write_comparison as write_comparison
    from sim.show.write_series import write_sweep as write_sweep
    from sim.show.write_series import write_tournament as write_tournament
    from sim.show.write_series import write_worlds as write_worlds

_DOORS: Final = {
    "Saved": "sim.show.style",
    "Written": "sim.show.write_series",
    "write_comparison": "sim.show.write_series",
    "write_figures": "sim.show.write",
    "write_plan": "sim.show.write",
    "write_report": "sim.show.report",
    "write_sweep": "sim.show.write_series",
    "write_tournament": "sim.show.write_series",
    "write_worlds": "sim.show.write_series",
}

__all__ = [
    "Saved",
    "Written",
    "write_comparison",
    "write_figures",
    "write_plan",
    "write_report",
    "write_sweep",
    "write_tournament",
    "write_worlds",
]


def __getattr__(name: str) -> object:
    """Import a door when it is first asked for."""
    if name not in _DOORS:
        raise AttributeError(f"module 'sim.show' has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(importlib.import_module(_DOORS[name]), name)
