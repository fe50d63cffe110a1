"""An engagement: one element against one group, from commit to break-off."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.base.units import NM
from sim.model.geometry import intercept_time_s, velocity_towards
from sim.model.kinds import Point
from sim.model.sorting import SORTINGS
from sim.model.weapons import Missile
from sim.trial.clock import Phase
from sim.trial.messages import InRange, LeashBroken, Met
from sim.trial.plans.base import HERE_M, Leg
from sim.trial.reasons import BreakReason, Cause, Purpose
from sim.trial.records import InLaunchRange
from sim.trial.referee import Watch

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.missiles import Volley

DEADBAND_M: Final = 0.5 * NM
"""A pursuer keeps its course when the point where it will meet its target moved less than this."""


class Task:
    """What an element does about its target: fly at it, shoot when in range, look, shoot again."""

    __slots__ = ("_launch", "_leash", "_meeting_m", "_near", "cause", "element", "target", "told_before", "volley")

    def __init__(self, element: Element, target: Element, cause: Cause, told_before: int) -> None:
        self.element = element
        self.target = target
        self.cause = cause
        self.told_before = told_before
        self.volley: Volley | None = None
        self._meeting_m: Point | None = None
        self._launch: Watch | None = None
        self._leash: Watch | None = None
        self._near: Watch | None = None  # how near they fight close in

    @property
    def missile(self) -> Missile:
        """The missile that the element carries; only who has one shoots from afar."""
        missile = self.element.group.spec.missile
        assert missile is not None, "an element without missiles shoots"
        return missile

    def begin(self) -> None:
        """Ask to be told of launch range and of the leash."""
        element = self.element
        referee = element.world.referee
        reach_m = element.reach_m
        if reach_m:
            self._launch = referee.watch(
                element.body, self.target.body, reach_m, lead_s=reach_m / self.missile.speed_mps, entered=self._in_range
            )
        merges = element.world.merges
        if merges is not None and (range_m := merges.range_m(element, self.target)):
            self._near = referee.watch(element.body, self.target.body, range_m, entered=self._comes_near)
        leash = element.leash()
        if leash is not None and not element.is_at_leash_end:
            anchor, range_m = leash
            self._leash = referee.watch(anchor, element.body, range_m, left=self._off_leash)

    def end(self) -> None:
        """Ask no more, and care no more for a volley that is still in the air."""
        if self.volley is not None:
            self.volley.shooter = None
            self.end_support()
        for watch in (self._launch, self._leash, self._near):
            if watch is not None:
                self.element.world.referee.unwatch(watch)

    def end_support(self) -> None:
        """Support the missiles in the air no more."""
        if self.volley is not None and self.missile.active_at_share:
            self.element.world.missiles.end_support(self.volley)

    def aim(self) -> Leg | None:
        """Return the leg to where the target will be met, as far as the element knows; None when it never will."""
        element = self.element
        now = element.world.clock.now
        here = element.body.position(now)
        there, velocity = element.estimate(self.target)
        offset = (there[0] - here[0], there[1] - here[1])
        if math.hypot(*offset) <= HERE_M:
            return Leg(Purpose.INTERCEPT, velocity, math.inf)  # alongside: keep with it until something changes
        meets_s = intercept_time_s(offset, velocity, element.dash_mps)
        if meets_s is None:
            return self._chase(here, there) if self.is_in_range else None
        meeting = (there[0] + velocity[0] * meets_s, there[1] + velocity[1] * meets_s)
        self._meeting_m = meeting
        return Leg(Purpose.INTERCEPT, velocity_towards(here, meeting, element.dash_mps), now + meets_s)

    def is_off_course(self) -> bool:
        """Tell whether the target turned so far that the present leg misses it."""
        before = self._meeting_m
        leg = self.aim()
        if leg is None or before is None or self._meeting_m is None:
            return True
        if math.dist(before, self._meeting_m) > DEADBAND_M:
            return True
        self._meeting_m = before
        return False

    def _chase(self, here: Point, there: Point) -> Leg:
        self._meeting_m = None
        return Leg(Purpose.INTERCEPT, velocity_towards(here, there, self.element.dash_mps), math.inf)

    @property
    def is_in_range(self) -> bool:
        """Whether the target is within launch range now."""
        return self._launch is not None and self._launch.inside

    @property
    def is_off_leash(self) -> bool:
        """Whether the element is farther from its charge than it may be for this task."""
        return self._leash is not None and not self._leash.inside

    def meet(self) -> None:
        """Fight the target close in, when it is near enough; not too soon after a merge that was not won."""
        element, near = self.element, self._near
        merges = element.world.merges
        if merges is None or near is None or not near.inside or self.target.is_gone:
            return
        if element.world.clock.now < element.merges_again_s:
            element.world.clock.at(element.merges_again_s, Phase.DECIDE, element.inbox.post, Met(self))
        else:
            merges.meet(element, self.target)

    @property
    def awaits_look(self) -> bool:
        """Whether the target is gone, and the element will only find out, or not, when it looks."""
        return self.volley is not None and self.element.looks is not None and self.target.is_gone

    def try_shoot(self) -> None:
        """Fire a volley when everything allows it."""
        element, target = self.element, self.target
        if self.volley is not None or not self.is_in_range:
            return
        if target.is_gone and element.looks is not None and element.looks.held_alive(target):
            self._fire([member for member in element.members if member.missiles], 0.0)
        if target.is_gone or target not in element.picture:
            return
        if element.looks is not None and not element.looks.held_alive(target):
            element.break_off(BreakReason.HELD_DEAD)  # others shot down the last that it knew to live
            return
        age_s = element.track_age_s(target)
        if age_s > self.missile.track_age_limit_s:
            self._wait_for_update()
            return
        shooters = [member for member in element.members if member.missiles]
        if shooters and (element.binding is None or element.binding.may_fire(target)):
            self._fire(shooters, age_s)

    def _wait_for_update(self) -> None:
        """Try again when the link's next update may have come; an own detection tries at once."""
        element = self.element
        if self.missile.track_age_limit_s > 0.0 and element.update_s is not None:
            clock = element.world.clock
            again_s = clock.now + element.update_s
            clock.at(again_s, Phase.DECIDE, element.inbox.post, InRange(self))

    def _fire(self, shooters: list[Member], age_s: float) -> None:
        element, target, spec = self.element, self.target, self.element.group.spec
        world = element.world
        looks = element.looks
        members = [member.name for member in target.members] if looks is None else looks.held_alive(target)
        stream = f"sort/{element.name}"
        shares = SORTINGS[spec.sorting](
            len(shooters), len(members), self._told_before(), lambda: world.luck.uniform(stream)
        )
        volley = world.missiles.volley(element.inbox, target, element.body.position(world.clock.now), spec.shots.look_s)
        for shooter, places in zip(shooters, shares, strict=True):
            for place in places:
                for _ in range(min(spec.shots.per_member, shooter.missiles)):
                    shooter.missiles -= 1
                    world.missiles.fire(
                        volley, self.missile, members[place], names=(element.name, shooter.name), track_age_s=age_s
                    )
        self.volley = volley
        world.missiles.warn(volley)

    def _told_before(self) -> int:
        """Return how many shooters of others came first in the contract, as far as anybody told this element.

        An order says so itself. Who tasked himself knows of those peers whose claims have reached him; without a link
        that is nobody, and all of them begin with the same member.
        """
        if self.cause is Cause.ORDER:
            return self.told_before
        return self.element.chooser.told_before(self.target)

    def _in_range(self, _about: object) -> None:
        element = self.element
        element.world.record(InLaunchRange(element.world.clock.now, element.name, self.target.name))
        element.inbox.post(InRange(self))

    def _comes_near(self, _about: object) -> None:
        self.element.inbox.post(Met(self))

    def _off_leash(self, _about: object) -> None:
        self.element.inbox.post(LeashBroken(self))


class Member:
    """One aircraft of an element."""

    __slots__ = ("missiles", "name")

    def __init__(self, name: str, missiles: int) -> None:
        self.name = name
        self.missiles = missiles
