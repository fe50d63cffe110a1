"""The package: what keeps a site down while a strike goes by, and what a strike waits for before it pushes.

Both are plans by the clock. A suppressor's window is fixed before the start and moves with its own timing error; a
strike that holds pushes late rather than alone, and its time on target slips with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge

from sim.base.declare import Says
from sim.base.units import NM
from sim.model.kinds import NotNegative, Positive, Probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppress:
    """The task of a flight that keeps a site down: it stands at the release point of its route during a window."""

    site: Annotated[str, Says("Name of the site.")]
    range_m: Annotated[Positive, Says("An element suppresses the site while it is nearer than this.", (1e4, 3e5))]
    of: Annotated[
        str | None, Says("The strike flight whose time on target the window hangs on; goes with before_s.")
    ] = None
    before_s: Annotated[
        float | None, Says("The window opens this long before that time on target; negative is after.", (-3600, 3600))
    ] = None
    from_s: Annotated[NotNegative | None, Says("When the window opens, in place of of and before_s.")] = None
    lasts_s: Annotated[Positive, Says("How long the window is open.", (10, 7200))]
    radar_off: Annotated[
        bool, Says("The site's radar is off too and must detect anew afterwards; else the site only holds its fire.")
    ] = True
    works_prob: Annotated[Probability, Says("Chance that an element's effort works, drawn once for each.")] = 1.0
    abort_after_losses: Annotated[
        int | None, Ge(1), Says("Breaks off and goes home when the flight has lost this many. Default: never.")
    ] = None

    def window_s(self, tot_s: float | None) -> tuple[float, float]:
        """Return when the window opens and closes, in seconds; `tot_s`: of the strike that it hangs on, if any."""
        opens_s = self.from_s or 0.0
        if tot_s is not None:
            opens_s = tot_s - (self.before_s or 0.0)
        return opens_s, opens_s + self.lasts_s


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldUntilReady:
    """A strike flight waits at a point of its route for those it needs; the time on target slips while it waits."""

    point: Annotated[int, Ge(1), Says("Route point where it holds, before the release point; the start is 0.")]
    max_hold_s: Annotated[NotNegative, Says("It waits at most this long after the instant it should push.", (0, 3600))]
    early_s: Annotated[NotNegative, Says("It is to be there this long before it should push.", (0, 3600))] = 0.0
    needs: Annotated[
        tuple[str, ...],
        Says(
            "Flights it waits for, besides its own elements: all that fly or are to take off, and have not turned home."
        ),
    ] = ()
    within_m: Annotated[Positive, Says("Who is nearer than this to the hold point is there.", (1e3, 3e5))] = 40 * NM
    least_strikers: Annotated[
        int, Ge(0), Says("Goes home instead with fewer strike aircraft there, of its own and needed flights.")
    ] = 0
    least_escorts: Annotated[
        int, Ge(0), Says("Goes home instead with fewer aircraft of needed escort flights there.")
    ] = 0
    least_suppressors: Annotated[
        int, Ge(0), Says("Goes home instead with fewer aircraft of needed suppression flights there.")
    ] = 0
