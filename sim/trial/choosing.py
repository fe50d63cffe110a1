"""How an element tasks itself from its own picture, when authority is delegated or nobody has it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.model.command import Authority, Doctrine
from sim.scenario.schema import Flight, FlightRole
from sim.trial.clock import Phase
from sim.trial.messages import Claim, TimeToChoose
from sim.trial.reasons import Cause

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.group import Group

LEAST_BAR_S: Final = 1.0
"""What was given up is left alone at least this long, or giving up and taking again could go on at one instant."""


def is_preferred(shooter: Flight, target: Group) -> bool:
    """Tell whether the shooter's doctrine puts this kind of target before all others."""
    match shooter.doctrine:
        case Doctrine.BOMBERS_FIRST:
            return target.spec.shown_role is FlightRole.STRIKE
        case Doctrine.ESCORTS_FIRST:
            return target.spec.shown_role is FlightRole.ESCORT
        case Doctrine.TANKERS_FIRST:
            return target.spec.shown_role is FlightRole.TANKER
        case Doctrine.SUPPORT_FIRST:
            return target.is_support
    return False


class Chooser:
    """What one element knows of who takes what, and when it chooses for itself."""

    __slots__ = ("_barred", "_claims", "_element", "_looks_round")

    def __init__(self, element: Element) -> None:
        self._element = element
        self._looks_round = False
        self._barred: dict[Element, float] = {}
        self._claims: dict[Element, dict[str, int]] = {}  # target -> peers that said they take it, with how many

    def bar(self, target: Element, until_s: float) -> None:
        """Leave a target alone for a while, because it was just given up; look round again when that is over."""
        until_s = max(until_s, self._element.world.clock.now + LEAST_BAR_S)
        self._barred[target] = until_s
        if self._element.group.authority is not Authority.CENTRAL:
            self._element.world.clock.at(until_s, Phase.DECIDE, self._bar_lapsed)

    def is_barred(self, target: Element) -> bool:
        """Tell whether a target was given up a short while ago."""
        return self._barred.get(target, -math.inf) > self._element.world.clock.now

    def note(self, claim: Claim) -> None:
        """Take note of what a peer takes or gives up."""
        claims = self._claims.setdefault(claim.target, {})
        if claim.holds:
            claims[claim.element] = claim.aircraft
        else:
            claims.pop(claim.element, None)
            self.look_round()

    def told_before(self, target: Element) -> int:
        """Return how many aircraft of peers share out a target before its own: of those it heard of, by name."""
        name = self._element.name
        return sum(aircraft for peer, aircraft in self._claims.get(target, {}).items() if peer < name)

    def forget_claims(self) -> None:
        """Heed no peer's claim any more, because the link is down that would take it back; choose alone."""
        self._claims.clear()
        self.look_round()

    def take_over(self) -> None:
        """Begin to choose for itself among what it knows of, because its controller is not heard any more."""
        element = self._element
        zone = element.group.zone
        if zone is not None:
            zone.listen(element)
            for target in element.picture:
                zone.attend(target)
        self.look_round()

    def look_round(self) -> None:
        """Choose a target after the time that takes, where the element tasks itself."""
        element = self._element
        if element.group.authority is Authority.CENTRAL or self._looks_round or not element.is_free:
            return
        self._looks_round = True
        clock = element.world.clock
        clock.at(clock.now + element.group.spec.reaction_s, Phase.DECIDE, element.inbox.post, TimeToChoose())

    def _bar_lapsed(self, _argument: object) -> None:
        self.look_round()

    def choose(self) -> None:
        """Commit on the best target there is now, if any."""
        element = self._element
        self._looks_round = False
        if element.group.authority is Authority.CENTRAL:
            return  # its controller is heard again
        if not element.is_free or element.is_at_leash_end or element.group.may_send <= 0:
            return
        target = self._best()
        if target is not None:
            delegated = element.group.authority is Authority.DELEGATED
            element.commit(target, Cause.DELEGATED if delegated else Cause.AUTONOMOUS)

    def _best(self) -> Element | None:
        """Return the target to take: preferred kinds first, then the one engaged soonest.

        Under delegated authority it leaves alone what a peer has claimed, as far as the link has told it; of two tracks
        of one group only one is claimed.
        """
        element = self._element
        zone = element.group.zone
        if zone is None:
            return None
        heeds_claims = element.group.authority is Authority.DELEGATED
        ranked = []
        for target, track in element.picture.items():
            if not zone.holds(target) or target.is_gone or self.is_barred(target) or element.shuns(target):
                continue
            if heeds_claims and self._claims.get(target) and track.dual is None:
                continue
            if element.fence is not None and element.fence.stops(target):
                continue
            if element.looks is not None and not element.looks.held_alive(target):
                continue
            engages_s = element.time_to_engage_s(*element.estimate(target))
            if engages_s is not None:
                comes_later = not is_preferred(element.group.spec, target.group)
                ranked.append((comes_later, engages_s, target.name))
        return element.world.elements[min(ranked)[2]] if ranked else None
