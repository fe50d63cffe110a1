"""Jammers on the map of the plan: whom each hides from radars, and how far it troubles links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch

from sim.base.units import NM
from sim.model.kinds import Point
from sim.model.sensors import Emission
from sim.scenario.schema import Scenario
from sim.show.style import MUTED, Look
from sim.show.text import shorten

_HATCH = "////"


class Reach(NamedTuple):
    """How far one jammer reaches from where its flight is, in metres; 0 where it does nothing of the kind."""

    flight: str
    at_m: Point
    hides_m: float
    links_m: float

    @property
    def label(self) -> str:
        """What stands at its ring for links."""
        return f"{shorten(self.flight, 12)} jams links {self.links_m / NM:.0f} nm"


def reaches(scenario: Scenario, places: Iterable[tuple[str, Point]]) -> Iterator[Reach]:
    """Give the reach of each jammer that is ever switched on, at each place of its flight."""
    for name, at_m in places:
        jammer = scenario.flights[name].jammer
        if jammer is not None and scenario.flights[name].emission is not Emission.SILENT:
            yield Reach(name, at_m, jammer.cover_m, 0.0 if jammer.links is None else jammer.links.range_m)


def draw_reach(axes: Axes, reach: Reach, look: Look) -> None:
    """Draw where a jammer hides its side as a hatched disc, and where it troubles links as a thin ring."""
    centre = (reach.at_m[0] / NM, reach.at_m[1] / NM)
    if reach.hides_m:
        radius = reach.hides_m / NM
        axes.add_patch(
            Circle(centre, radius, fill=False, edgecolor=look.colour, hatch=_HATCH, alpha=0.45, linewidth=0, zorder=1)
        )
    if reach.links_m:
        axes.add_patch(
            Circle(centre, reach.links_m / NM, fill=False, edgecolor=look.colour, linewidth=0.8, alpha=0.9, zorder=2)
        )


def keys(found: Iterable[Reach]) -> Iterator[Artist]:
    """Give the keys of what is drawn."""
    drawn = tuple(found)
    if any(reach.hides_m for reach in drawn):
        yield Patch(facecolor="white", edgecolor=MUTED, hatch=_HATCH, linewidth=0, label="hidden by a jammer")
    if any(reach.links_m for reach in drawn):
        yield Line2D([], [], color=MUTED, linewidth=0.8, label="links jammed from there")
