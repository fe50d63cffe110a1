"""All figures by name, in the order of the report. A new figure is a file in `figures/` and a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.show.context import Context
from sim.show.figures import (
    distributions,
    losses,
    matrix,
    outcomes,
    plan_map,
    plan_timeline,
    stages,
    trial_map,
)
from sim.show.style import Picture

Draw = Callable[[Context], Picture]

FIGURES: Final[dict[str, Draw]] = {
    "outcomes": outcomes.draw,
    "distributions": distributions.draw,
    "losses": losses.draw,
    "stages": stages.draw,
    "matrix": matrix.draw,
    "trial_map": trial_map.draw,
    "plan_map": plan_map.draw,
    "plan_timeline": plan_timeline.draw,
}

PLAN_FIGURES: Final = ("plan_map", "plan_timeline")
"""Figures that need no trial."""
