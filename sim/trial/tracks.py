"""Tracks, and what is said about them: where a target was seen, over which links the news came, who keeps it alive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sim.model.identity import Identity
from sim.trial.clock import Entry
from sim.trial.reasons import ReportKind

if TYPE_CHECKING:
    from sim.trial.duals import Dual
    from sim.trial.element import Element
    from sim.trial.link import Datalink


ENDING: Final = (ReportKind.LOST_CONTACT, ReportKind.GONE)
"""Reports after which nobody on the link holds the target any more."""


class Sighting(NamedTuple):
    """Where a target was seen, and how it flew, at an instant."""

    at_s: float
    x_m: float
    y_m: float
    vx_mps: float
    vy_mps: float


class Feed(NamedTuple):
    """How a link keeps a track alive: since when, and what the news crossed before.

    via: the links that the news crossed before, to get here through gateways; lag_s: the fixed delays on that way.
    """

    since_s: float
    via: tuple[Datalink, ...] = ()
    lag_s: float = 0.0


class Report(NamedTuple):
    """What is said about a target over a link. A later report of a link has a larger number."""

    number: int
    target: Element
    kind: ReportKind
    sighting: Sighting
    link: Datalink
    feed: Feed
    identity: Identity | None = None


class Track:
    """One target in one node's picture. `own`: an own sensor holds it; `feeds`: reporters on these links do.

    dual: what makes a second track of the same group, while the node takes it for two.
    """

    __slots__ = ("drop", "dual", "feeds", "own", "sighting", "target")

    def __init__(self, target: Element) -> None:
        self.target = target
        self.own = False
        self.feeds: dict[Datalink, Feed] = {}
        self.sighting: Sighting | None = None
        self.drop: Entry | None = None
        self.dual: Dual | None = None
