"""How an element tasks itself from its own picture, when authority is delegated or nobody has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.command import Authority, Doctrine
from sim.scenario.schema import Flight, FlightRole

if TYPE_CHECKING:
    from sim.trial.element import Element


def is_preferred(shooter: Flight, target: Flight) -> bool:
    """Tell whether the shooter's doctrine puts this kind of target before all others."""
    if shooter.doctrine is Doctrine.BOMBERS_FIRST:
        return target.role is FlightRole.STRIKE
    if shooter.doctrine is Doctrine.ESCORTS_FIRST:
        return target.role is FlightRole.ESCORT
    return False


def choose(element: Element) -> Element | None:
    """Return the target that an element takes: preferred kinds first, then the one it reaches soonest.

    Under delegated authority it leaves alone what a peer has claimed, as far as the link has told it.
    """
    zone = element.group.zone
    if zone is None:
        return None
    heeds_claims = element.group.authority is Authority.DELEGATED
    best: tuple[bool, float, str] | None = None
    chosen = None
    for target in element.picture:
        if not zone.holds(target) or target.is_gone or element.is_barred(target):
            continue
        if heeds_claims and element.claimed_by_peer(target):
            continue
        reaches_s = element.time_to_reach_s(*element.estimate(target))
        if reaches_s is None:
            continue
        rank = (not is_preferred(element.group.spec, target.group.spec), reaches_s, target.name)
        if best is None or rank < best:
            best, chosen = rank, target
    return chosen
