"""Suppression at work: who keeps which site down just now, and what that does to it.

An element keeps its site down while its window is open and it is within range; both are closed in closed form, by the
agenda and by the referee. A site that anybody keeps down does not fire, and with `radar_off` its radar sees nothing;
its missiles in the air fly on, its eyes see and its links bring news as before. It is free when the last lets go: with
its radar it must detect anew, and the reaction time runs again from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.trial.clock import Phase
from sim.trial.reasons import LetGoReason
from sim.trial.records import EffortFailed, LetGo, SiteFreed, SiteSuppressed

if TYPE_CHECKING:
    from sim.model.package import Suppress
    from sim.trial.element import Element
    from sim.trial.referee import Watch
    from sim.trial.site import Site


class Grip:
    """All who keep one site down."""

    __slots__ = ("_by", "_site", "_was_emitting")

    def __init__(self, site: Site) -> None:
        self._site = site
        self._by: dict[Element, bool] = {}  # whether each keeps the radar off too
        self._was_emitting = False

    @property
    def holds_fire(self) -> bool:
        """Whether the site may not fire."""
        return bool(self._by)

    @property
    def blinds(self) -> bool:
        """Whether the site's radar is kept off."""
        return any(self._by.values())

    def seize(self, element: Element, *, radar_off: bool) -> None:
        """Keep the site down from now on."""
        world = self._site.world
        world.record(SiteSuppressed(world.clock.now, self._site.name, element.name, radar_off))
        was_blind = self.blinds
        self._by[element] = radar_off
        if radar_off and not was_blind:
            self._blind()
            self._site.end_support()

    def let_go(self, element: Element, reason: LetGoReason) -> None:
        """Keep the site down no more; the last sets it free."""
        site, world = self._site, self._site.world
        was_blind = self.blinds
        del self._by[element]
        world.record(LetGo(world.clock.now, site.name, element.name, reason))
        if not self._by:
            world.record(SiteFreed(world.clock.now, site.name, element.name, reason))
        if was_blind and not self.blinds and self._was_emitting and world.sensing.is_equipped(site):
            site.is_emitting = True
            world.sensing.switch_on(site, site.spec.radar)
        if not self._by:
            site.fire_again()

    def renew(self) -> None:
        """Keep down a site that works again after an inject."""
        if self.blinds:
            self._blind()

    def _blind(self) -> None:
        site = self._site
        self._was_emitting = site.is_emitting
        if site.is_emitting and site.world.sensing.is_equipped(site):
            site.is_emitting = False
            site.world.sensing.switch_off(site)


class Effort:
    """What one element does against its site."""

    __slots__ = ("_element", "_is_on", "_is_open", "_site", "_spec", "_watch", "_works")

    def __init__(self, element: Element, site: Site, spec: Suppress) -> None:
        self._element = element
        self._site = site
        self._spec = spec
        self._watch: Watch | None = None
        self._is_on = False
        self._is_open = False  # whether the window has opened
        self._works: bool | None = None

    def schedule(self, window_s: tuple[float, float]) -> None:
        """Begin and end with the window; both its ends belong to it."""
        clock = self._element.world.clock
        opens_s, closes_s = window_s
        clock.at(max(opens_s, clock.now), Phase.MOVE, self._open)
        clock.at(max(closes_s, clock.now), Phase.REMOVE, self._close)

    def took_off(self) -> None:
        """Begin late, where the window opened while the element was on the ground."""
        if self._is_open:
            self._seek()

    def stop(self, reason: LetGoReason) -> None:
        """Let go of the site for good."""
        if self._watch is not None:
            self._element.world.referee.unwatch(self._watch)
        self._let_go(reason)
        self._works = False

    def _open(self, _argument: object) -> None:
        self._is_open = True
        self._seek()

    def _seek(self) -> None:
        """Watch for the site to come into range, unless it is too late for that."""
        element = self._element
        if element.is_flying and self._works is None:
            self._watch = element.world.referee.watch(
                self._site.body, element.body, self._spec.range_m, entered=self._in_range, left=self._out_of_range
            )

    def _close(self, _argument: object) -> None:
        self.stop(LetGoReason.WINDOW_CLOSED)

    def _in_range(self, _about: object) -> None:
        world, prob = self._element.world, self._spec.works_prob
        if self._works is None:
            name = f"suppress/{self._site.name}/{self._element.name}"
            self._works = prob >= 1.0 or world.luck.happens(name, prob)
            if not self._works:
                world.record(EffortFailed(world.clock.now, self._site.name, self._element.name))
        if self._works and self._site.grip is not None:
            self._is_on = True
            self._site.grip.seize(self._element, radar_off=self._spec.radar_off)

    def _out_of_range(self, _about: object) -> None:
        self._let_go(LetGoReason.OUT_OF_RANGE)

    def _let_go(self, reason: LetGoReason) -> None:
        if self._is_on and self._site.grip is not None:
            self._is_on = False
            self._site.grip.let_go(self._element, reason)
