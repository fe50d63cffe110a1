"""Fuel and tankers: who waited, who turned home, who fell, and what the package had to do without."""

from __future__ import annotations

import math

from sim.base.units import MIN
from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.scenario.schema import FlightRole
from sim.trial import records as log
from sim.trial.reasons import Purpose

_FOR_FUEL = (Purpose.TANKER, Purpose.REFUEL)


def tanker_wait_s(ledger: Ledger) -> float | None:
    """Mean time that own elements waited at a tanker for a boom, in vain or not; undefined when none came."""
    return mean(ledger.once(waits_s))


def tanker_wait_greatest_s(ledger: Ledger) -> float | None:
    """Longest time that an own element waited at a tanker for a boom; undefined when none came."""
    return max(ledger.once(waits_s), default=None)


def fuel_given_min(ledger: Ledger) -> float:
    """Fuel that own tankers gave, in minutes at cruise of one aircraft."""
    own = ledger.seen_by.own_nodes
    return math.fsum(record.taken_s for record in ledger.of(log.RefuellingEnded) if record.tanker in own) / MIN


def refuelled_share(ledger: Ledger) -> float | None:
    """Share of the own elements that set out for a tanker that took fuel there; undefined when none set out."""
    if not ledger.of(log.FuelState):
        return None
    took = frozenset(record.element for record in ledger.of(log.RefuellingEnded) if record.taken_s > 0.0)
    came = [unit for unit in ledger.seen_by.own_units if _went(ledger, unit.name)]
    return mean([float(unit.name in took) for unit in came])


def fuel_dropouts(ledger: Ledger) -> int:
    """Own elements that went home for want of fuel before their task was over."""
    return sum(1 for record in ledger.of(log.TurnedHome) if record.element in ledger.seen_by.own_nodes)


def fuel_losses(ledger: Ledger) -> int:
    """Own aircraft lost because their fuel ran out."""
    dry = frozenset(record.element for record in ledger.of(log.FuelExhausted))
    own = ledger.seen_by.own_nodes
    return sum(
        1 for loss in ledger.of(log.MemberLost) if not loss.missile and loss.element in dry and loss.element in own
    )


def tankers_lost(ledger: Ledger) -> int:
    """Own tanker aircraft that were lost."""
    tankers = [unit for unit in ledger.seen_by.own_units if unit.role is FlightRole.TANKER]
    return sum(1 for unit in tankers for member in unit.members if member in ledger.lost_s)


def escorts_off_for_fuel_min(ledger: Ledger) -> float | None:
    """Mean time that an own escort element spent on the way to a tanker and there; undefined without fuel."""
    if not ledger.of(log.FuelState):
        return None
    return mean([_off_s(ledger, unit.name) / MIN for unit in ledger.seen_by.escorts])


def package_integrity_at_release(ledger: Ledger) -> float | None:
    """Share of strike and escort aircraft alive and not on their way home or to a tanker at the first release."""
    seen_by = ledger.seen_by
    first_s = next((record.at_s for record in ledger.of(log.Released) if record.element in seen_by.strike_names), None)
    if first_s is None:
        return None
    package = (*seen_by.strikes, *seen_by.escorts)
    ready = sum(ledger.alive(unit, first_s) for unit in package if _is_with_it(ledger, unit.name, first_s))
    return ready / sum(len(unit.members) for unit in package)


def waits_s(ledger: Ledger) -> list[float]:
    """Return how long each own element waited at a tanker for a boom, visit by visit, in seconds."""
    if not ledger.of(log.TankerJoined):
        return []
    own, since_s, waits = ledger.seen_by.own_nodes, dict[str, float](), []
    for record in ledger.trial.records:
        if isinstance(record, log.TankerJoined) and record.element in own:
            since_s[record.element] = record.at_s
        elif isinstance(record, log.BoomGranted | log.TankerLeft) and record.element in since_s:
            waits.append(record.at_s - since_s.pop(record.element))
    waits.extend(ledger.end_s - from_s for from_s in since_s.values())
    return waits


def _went(ledger: Ledger, element: str) -> bool:
    return any(leg.purpose in _FOR_FUEL for leg in ledger.legs.get(element, ()))


def _off_s(ledger: Ledger, element: str) -> float:
    legs = ledger.legs.get(element, ())
    ends_s = [*(leg.at_s for leg in legs[1:]), ledger.gone_at_s(element)]
    return math.fsum(end_s - leg.at_s for leg, end_s in zip(legs, ends_s, strict=False) if leg.purpose in _FOR_FUEL)


def _is_with_it(ledger: Ledger, element: str, at_s: float) -> bool:
    """Tell whether an element was neither home, nor on its way there or to a tanker, just before an instant."""
    legs = [leg for leg in ledger.legs.get(element, ()) if leg.at_s < at_s]
    away = (*_FOR_FUEL, Purpose.HOME)
    return bool(legs) and legs[-1].purpose not in away and ledger.gone_at_s(element) >= at_s
