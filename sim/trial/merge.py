"""Fights close in: who is in which merge, when each aircraft shoots and at whom, and when it is over.

A merge has a place. Escorts and patrols that are in it turn about there, which is as good as standing still. Everybody
else flies on as it did, and the place goes along with the first of these; who is out of its reach has left. An opponent
is whoever is of the other side, and whoever the element itself engages; neutrals and one's own side shoot at nobody.
Each living aircraft of an element that fights close in has a firing clock, which starts when it comes in. A shot is
judged at once, and all shots of an instant are judged before anybody is removed, as with missiles.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.model.close_in import CloseIn, FiringClock, close_kill_prob
from sim.model.identity import NEUTRAL_SIDE
from sim.scenario.schema import FlightRole
from sim.trial.clock import DECIDE, IMPACT, REMOVE, Entry
from sim.trial.messages import MergeOver
from sim.trial.plans.base import Leg
from sim.trial.reasons import LeaveReason, Purpose
from sim.trial.records import CloseShot, LeftMerge, Merged
from sim.trial.referee import Body, Watch

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.tasks import Member
    from sim.trial.world import World

TURNING: Final = (FlightRole.ESCORT, FlightRole.PATROL)
"""Only these turn and fight; all others fly on, and shoot back if they can."""

SLACK: Final = 1.0
"""Who was no farther from a merge's place than this many ranges more than when it came in is still in it."""


class Firer(NamedTuple):
    """One aircraft with a firing clock."""

    element: Element
    member: str


class Victim(NamedTuple):
    """One aircraft that was hit, and the number of the shot."""

    element: Element
    member: str
    shot: int


class Part:
    """What one element's being in a merge hangs on."""

    __slots__ = ("clocks", "stays", "time_up")

    def __init__(self) -> None:
        self.clocks: dict[str, Entry] = {}  # the next shot of each member
        self.stays: Watch | None = None
        self.time_up: Entry | None = None


class Merges:
    """Every merge of one trial: how they begin, grow together, and shoot."""

    __slots__ = ("_begun", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self._begun = 0

    @staticmethod
    def range_m(one: Element, other: Element) -> float:
        """Return how near two elements fight close in, in metres; 0 where neither can."""
        ranges = [spec.range_m for spec in (one.group.spec.close_in, other.group.spec.close_in) if spec is not None]
        return max(ranges, default=0.0)

    def meet(self, engager: Element, target: Element) -> None:
        """Let two fight close in who are near enough, where either can and may: in one merge with all they fight."""
        merge, other = engager.merge, target.merge
        if merge is not None and merge is other:
            merge.engages(engager, target)
            return
        if not _would_fight(engager, target) and not (_is_foe(target, engager) and _would_fight(target, engager)):
            return
        if merge is not None and other is not None:
            other.take_in(merge)
            other.engages(engager, target)
            return
        if merge is None and other is None:
            self._begun += 1
            merge = other = Merge(self, self._begun, target.body.position(self.world.clock.now))
        place = merge or other
        assert place is not None, "one of them is in a merge, or a new one has just begun"
        place.engages(engager, target)
        for element, opponent in ((engager, target), (target, engager)):
            if element.merge is None:
                place.join(element, opponent)

    # Firing clocks.

    def start_clocks(self, element: Element, part: Part) -> None:
        """Let every aircraft of an element shoot from now on, where it can, for as long as it stays."""
        spec, clock = element.group.spec.close_in, self.world.clock
        if spec is not None:
            part.time_up = clock.at(clock.now + spec.longest_s, DECIDE, self._time_up, element)
            for member in element.members:
                self._wind(Firer(element, member.name), spec, part)

    @staticmethod
    def _time_up(element: Element) -> None:
        assert element.merge is not None, "only who is in a merge has time running there"
        element.merge.leave(element, LeaveReason.TIME_UP)

    def _wind(self, firer: Firer, spec: CloseIn, part: Part) -> None:
        """Set when an aircraft shoots next."""
        interval_s = spec.between_shots_s
        if spec.clock is FiringClock.EXPONENTIAL:
            interval_s = self.world.luck.exponential(f"merge/clock/{firer.member}", interval_s)
        clock = self.world.clock
        part.clocks[firer.member] = clock.at(clock.now + interval_s, IMPACT, self._fire, firer)

    def _fire(self, firer: Firer) -> None:
        """Let an aircraft shoot at one of its opponents in the merge, each equally likely, where rules allow any."""
        element, member = firer
        merge, spec, world = element.merge, element.group.spec.close_in, self.world
        assert merge is not None, "only who is in a merge has a firing clock"
        assert spec is not None, "only who fights close in has a firing clock"
        self._wind(firer, spec, merge.parts[element])
        in_reach = merge.in_reach(element)
        if not in_reach:
            return
        target, victim = in_reach[world.luck.index(f"merge/pick/{member}", len(in_reach))]
        chance = close_kill_prob(spec, target.group.spec.close_in, supported=merge.has_friend(target))
        hit = world.luck.happens(f"merge/hit/{victim.name}", chance)
        number = world.missiles.next_number()
        now = world.clock.now
        world.record(CloseShot(now, number, element.name, member, target.name, victim.name, hit))
        if world.rulebook is not None:
            world.rulebook.act_of(element, target)
        if hit:
            world.clock.at(now, REMOVE, self._remove, Victim(target, victim.name, number))

    def _remove(self, victim: Victim) -> None:
        element, name, shot = victim
        if name in [member.name for member in element.members]:
            self.world.lose_member(element, name, shot)


class Merge:
    """One fight close in. It ends when nobody in it has an opponent there."""

    __slots__ = ("_engaged", "_leads", "_merges", "_place", "number", "parts")

    def __init__(self, merges: Merges, number: int, at_m: tuple[float, float]) -> None:
        self.number = number
        self.parts: dict[Element, Part] = {}
        self._merges = merges
        self._engaged: dict[tuple[Element, Element], None] = {}  # who engaged whom
        self._place = Body(f"merge {number}", at_m)
        self._leads: Element | None = None  # the place goes along with it

    # Who is in it.

    def engages(self, element: Element, target: Element) -> None:
        """Take note of who engages whom."""
        self._engaged[element, target] = None

    def join(self, element: Element, opponent: Element) -> None:
        """Take an element in, because it met this opponent."""
        part = Part()
        self._admit(element, opponent, part)
        self._merges.start_clocks(element, part)

    def take_in(self, other: Merge) -> None:
        """Take in everybody of another merge, which is no more; firing clocks and time go on as they were."""
        self._engaged |= other._engaged
        opponent = next(iter(self.parts))
        for element, part in tuple(other.parts.items()):
            other.forget_stay(part)
            self._admit(element, opponent, part)
        other.parts.clear()
        other.close()

    def _admit(self, element: Element, opponent: Element, part: Part) -> None:
        world = self._merges.world
        now = world.clock.now
        world.record(Merged(now, element.name, opponent.name, self.number))
        self.parts[element] = part
        element.merge = self
        if self._leads is None and not self.turns(element):
            self._follow(element)
        apart_m = math.dist(self._place.position(now), element.body.position(now))
        range_m = apart_m + SLACK * Merges.range_m(element, opponent)
        part.stays = world.referee.watch(self._place, element.body, range_m, left=self._out_of_reach, about=element)
        if self.turns(element):
            if element.task is not None:
                element.task.end_support()
            element.resume()

    def leave(self, element: Element, reason: LeaveReason) -> None:
        """Let an element go, and all whom that leaves without an opponent."""
        self._release(element)
        if element.is_flying:
            self._tell(element, reason)
        if element is self._leads:
            self._follow(next((other for other in self.parts if not self.turns(other)), None))
        while (idle := self._idle()) is not None:
            self._release(idle)
            self._tell(idle, reason)
        if not self.parts:
            self.close()

    def _idle(self) -> Element | None:
        """Return somebody who has no opponent here, and is nobody's; None when everybody has to do."""
        for one in self.parts:
            if not any(
                _is_foe(one, other, self._engaged) or _is_foe(other, one, self._engaged) for other in self.parts
            ):
                return one
        return None

    def _release(self, element: Element) -> None:
        part = self.parts.pop(element)
        clock = self._merges.world.clock
        self.forget_stay(part)
        for entry in (*part.clocks.values(), part.time_up):
            if entry is not None:
                clock.cancel(entry)
        element.merge = None

    def _tell(self, element: Element, reason: LeaveReason) -> None:
        world = self._merges.world
        now = world.clock.now
        world.record(LeftMerge(now, element.name, self.number, reason))
        spec = element.group.spec.close_in
        if spec is not None and reason is not LeaveReason.WON:
            element.merges_again_s = now + spec.again_s
        element.inbox.post(MergeOver(reason))

    def member_lost(self, element: Element, member: str) -> None:
        """Stop the firing clock of a lost aircraft."""
        entry = self.parts[element].clocks.pop(member, None)
        if entry is not None:
            self._merges.world.clock.cancel(entry)

    def _out_of_reach(self, element: Element) -> None:
        if element.merge is self:
            self.leave(element, LeaveReason.PARTED)

    # Who shoots at whom.

    def in_reach(self, element: Element) -> list[tuple[Element, Member]]:
        """Return every aircraft here that an element may shoot at, in the order in which they came."""
        return [
            (other, member)
            for other in self.parts
            if _is_foe(element, other, self._engaged) and (element.binding is None or element.binding.may_fire(other))
            for member in other.members
        ]

    def has_friend(self, element: Element) -> bool:
        """Tell whether an aircraft of an element has another of its side here."""
        return len(element.members) > 1 or any(
            other is not element and other.side == element.side for other in self.parts
        )

    # Where it is.

    @staticmethod
    def turns(element: Element) -> bool:
        """Tell whether an element leaves its way to turn and fight."""
        return element.group.spec.role in TURNING

    def leg(self, element: Element) -> Leg:
        """Return the leg that keeps an element at the merge, as far as it is fast enough."""
        vx, vy = self._place.velocity
        share = min(1.0, element.dash_mps / max(math.hypot(vx, vy), 1e-9))
        return Leg(Purpose.MERGE, (vx * share, vy * share), math.inf)

    def turned(self, element: Element) -> None:
        """Go along with whoever leads the place, because it flies another leg now."""
        if element is self._leads:
            self._follow(element)

    def _follow(self, leader: Element | None) -> None:
        """Let the place go along with an element, or stay where it is; and all who turn about there with it."""
        self._leads = leader
        world = self._merges.world
        velocity = (0.0, 0.0) if leader is None else leader.body.velocity
        if velocity == self._place.velocity:
            return
        at_m = self._place.position(world.clock.now)
        world.referee.start_leg(self._place, at_m, velocity, math.inf)
        for element in tuple(self.parts):
            if self.turns(element):
                element.resume()

    def forget_stay(self, part: Part) -> None:
        """Watch no more whether somebody stays within reach."""
        if part.stays is not None:
            self._merges.world.referee.unwatch(part.stays)

    def close(self) -> None:
        """End a merge that nobody is in any more."""
        self._merges.world.referee.unwatch_all(self._place)


def _is_foe(element: Element, other: Element, engaged: dict[tuple[Element, Element], None] | None = None) -> bool:
    """Tell whether an element would shoot at another: one of the other side, or one that it engages."""
    if engaged is not None and (element, other) in engaged:
        return True
    return element.side != other.side and NEUTRAL_SIDE not in (element.side, other.side)


def _would_fight(element: Element, other: Element) -> bool:
    """Tell whether an element can fight close in, and no rule forbids it to fire at the other."""
    can = element.group.spec.close_in is not None
    return can and (element.binding is None or element.binding.may_fire(other))
