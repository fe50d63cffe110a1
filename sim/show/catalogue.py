"""All figures by name, in the order of the report. A new figure is a file in `figures/` and a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sim.show.context import Context
from sim.show.figures import (
    differences,
    distributions,
    flips,
    heat_map,
    interaction,
    losses,
    matrix,
    outcomes,
    pairings,
    plan_map,
    plan_timeline,
    response,
    side_by_side,
    stages,
    surface,
    tornado,
    trial_map,
    worlds,
)
from sim.show.style import Picture

if TYPE_CHECKING:
    from sim.study.compare import Comparison
    from sim.study.sweep import Sweep
    from sim.study.tournament import Tournament
    from sim.study.worlds import Worlds

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

COMPARE_FIGURES: Final[dict[str, Callable[[Comparison], Picture]]] = {
    "differences": differences.draw,
    "flips": flips.draw,
    "side_by_side": side_by_side.draw,
}

WORLDS_FIGURES: Final[dict[str, Callable[[Worlds], Picture]]] = {"worlds": worlds.draw}

SWEEP_FIGURES: Final[dict[str, Callable[[Sweep], Picture]]] = {
    "tornado": tornado.draw,
    "response": response.draw,
    "heat_map": heat_map.draw,
    "interaction": interaction.draw,
    "surface": surface.draw,
}

PLAY_FIGURES: Final[dict[str, Callable[[Tournament], Picture]]] = {"pairings": pairings.draw}
