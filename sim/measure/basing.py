"""Bases: scrambles, waits for the runway, sorties after a hit, who diverted or was stranded; and what must hold there.

'Own' is the studied side: see perspective.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.records import Trial, element_flight


def _own_scrambles(ledger: Ledger) -> list[log.Scrambled]:
    return [record for record in ledger.of(log.Scrambled) if record.element in ledger.seen_by.own_nodes]


def scrambles(ledger: Ledger) -> int:
    """Own elements that were scrambled."""
    return len(_own_scrambles(ledger))


def scramble_delay_s(ledger: Ledger) -> float | None:
    """Mean over own scrambled elements that took off of the time from scramble to airborne."""
    took_off_s = ledger.airborne_s
    return mean([took_off_s[one.element] - one.at_s for one in _own_scrambles(ledger) if one.element in took_off_s])


def scrambled_in_time(ledger: Ledger) -> float | None:
    """Share of own scrambled elements in the air before the first opposing release and the first hit on an own base;
    undefined without a scramble.
    """
    took_off_s, due_s = ledger.airborne_s, first_harm_s(ledger)
    return mean([float(took_off_s.get(one.element, math.inf) < due_s) for one in _own_scrambles(ledger)])


def first_harm_s(ledger: Ledger) -> float:
    """Return when the other side first released bombs or an own base was hit, in seconds; infinite if never."""
    bombs = [one.at_s for one in ledger.of(log.Released) if one.element not in ledger.seen_by.own_nodes]
    return min([*bombs, first_hit_s(ledger)], default=math.inf)


def first_hit_s(ledger: Ledger) -> float:
    """Return when an own base was first closed, in seconds; infinite if never."""
    bases, own = ledger.terms.scenario.bases, ledger.seen_by.own
    hits = (one.at_s for one in ledger.of(log.BaseClosed) if bases[one.base].side == own)
    return min(hits, default=math.inf)


def takeoff_wait_s(ledger: Ledger) -> float | None:
    """Mean over own elements that took off of the time from asking for a runway to taking off."""
    took_off_s = ledger.airborne_s
    asked = [one for one in ledger.of(log.RunwayAsked) if not one.lands and one.element in ledger.seen_by.own_nodes]
    return mean([took_off_s[one.element] - one.at_s for one in asked if one.element in took_off_s])


def sorties(ledger: Ledger) -> int:
    """Own aircraft that took off from a base."""
    return _sorties(ledger, -math.inf)


def sorties_after_hit(ledger: Ledger) -> int:
    """Own aircraft that took off after the first hit on an own base; none without a hit."""
    return _sorties(ledger, first_hit_s(ledger))


def _sorties(ledger: Ledger, after_s: float) -> int:
    stayed = ledger.once(_never_flew)
    units = ledger.seen_by.units
    return sum(
        sum(member not in stayed for member in units[one.element].members)
        for one in ledger.of(log.Airborne)
        if one.element in ledger.seen_by.own_nodes and one.at_s > after_s
    )


def _never_flew(ledger: Ledger) -> frozenset[str]:
    """Return the aircraft that failed to start or were lost on the ground."""
    down: list[log.GroundAbort | log.GroundLoss] = [*ledger.of(log.GroundAbort), *ledger.of(log.GroundLoss)]
    return frozenset(one.member for one in down)


def own_targets_lost(ledger: Ledger) -> int:
    """Targets of the own side that were destroyed."""
    own = ledger.seen_by.own_target_names
    return sum(1 for record in ledger.of(log.TargetDestroyed) if record.target in own)


def ground_aborts(ledger: Ledger) -> int:
    """Own aircraft that failed to start."""
    return _own_members(ledger, log.GroundAbort)


def lost_on_ground(ledger: Ledger) -> int:
    """Own aircraft lost on the ground in a hit on their base."""
    return _own_members(ledger, log.GroundLoss)


def opponent_lost_on_ground(ledger: Ledger) -> int:
    """Aircraft of the other side lost on the ground in a hit on their base."""
    own = ledger.seen_by.own_nodes
    return sum(1 for one in ledger.of(log.GroundLoss) if one.element not in own)


def _own_members(ledger: Ledger, kind: type[log.GroundAbort | log.GroundLoss]) -> int:
    return sum(1 for one in ledger.of(kind) if one.element in ledger.seen_by.own_nodes)


def stranded_aircraft(ledger: Ledger) -> int:
    """Own aircraft on the ground at the end that were to take off, or on alert at a base that was closed."""
    own = ledger.seen_by.own_nodes
    return sum(len(one.members) for one in ledger.of(log.StayedDown) if one.stranded and one.element in own)


def diverted_aircraft(ledger: Ledger) -> int:
    """Own aircraft that landed at another base than the one they took off from, and had to turn to it in the air."""
    turned = {one.element for one in ledger.of(log.Diverted) if one.element in ledger.seen_by.own_nodes}
    return sum(len(one.members) for one in ledger.of(log.HomeReached) if one.element in turned)


def base_closed_s(ledger: Ledger) -> float | None:
    """Total time that own bases were closed; undefined without an own base."""
    bases, own = ledger.terms.scenario.bases, ledger.seen_by.own
    mine = [name for name, base in bases.items() if base.side == own]
    if not mine:
        return None
    closed_s = sum(ledger.end_s - one.at_s for one in ledger.of(log.BaseClosed) if one.base in mine)
    return closed_s - sum(ledger.end_s - one.at_s for one in ledger.of(log.BaseOpened) if one.base in mine)


# Invariants.


def nobody_uses_a_closed_base(trial: Trial) -> Iterator[str]:
    """Nobody takes off or turns to a base that was closed before; it closes when open and opens when closed."""
    closed_s: dict[str, float] = {}
    for record in trial.records:
        match record:
            case log.BaseClosed():
                if record.base in closed_s:
                    yield f"{record}: closed already"
                closed_s[record.base] = record.at_s
            case log.BaseOpened():
                if closed_s.pop(record.base, None) is None:
                    yield f"{record}: it was not closed"
            case log.Airborne() if closed_s.get(record.base, math.inf) < record.at_s:
                yield f"{record} from a closed base"
            case log.Diverted() if record.to in closed_s:
                yield f"{record} to a closed base"


def who_is_on_the_ground_does_not_fly(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Who begins at a base flies, sees, shoots and is seen or shot at only after it took off, and it asked before."""
    grounded = {
        record.element
        for record in trial.records
        if isinstance(record, log.Started) and scenario.flights[record.flight].base is not None
    }
    wanting: set[str] = set()
    for record in trial.records:
        match record:
            case log.RunwayAsked(lands=False):
                wanting.add(record.element)
            case log.Airborne():
                if record.element not in wanting or record.element not in grounded:
                    yield f"{record}: it did not ask, or was in the air"
                grounded.discard(record.element)
            case log.LegStarted() | log.Committed() | log.HomeReached() | log.Unresolved():
                if record.element in grounded:
                    yield f"{record} on the ground"
            case log.Detected():
                if record.node in grounded or record.target in grounded:
                    yield f"{record} on the ground"
            case log.Shot():
                if record.shooter in grounded or record.target in grounded:
                    yield f"{record} on the ground"


def strips_are_for_those_who_can(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Nobody takes off from a strip, or turns to one, who needs a long runway."""
    for record in trial.records:
        if isinstance(record, log.Airborne | log.Diverted):
            base = scenario.bases[record.to if isinstance(record, log.Diverted) else record.base]
            if base.strip and not scenario.flights[element_flight(record.element)].stovl:
                yield f"{record}: that is a strip"


def runways_are_shared(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """No more elements take off from a base within its interval than it has runways."""
    taken_s: dict[str, list[float]] = {}
    for record in trial.records:
        if isinstance(record, log.Airborne):
            base = scenario.bases[record.base]
            before = taken_s.setdefault(record.base, [])
            if len(before) >= base.runways and record.at_s < before[-base.runways] + base.takeoff_interval_s:
                yield f"{record}: every runway is in use"
            before.append(record.at_s)


BASE_CHECKS: Final[tuple[Callable[[Trial], Iterator[str]], ...]] = (nobody_uses_a_closed_base,)
"""Invariants of bases, of the records alone."""

BASE_SCENARIO_CHECKS: Final[tuple[Callable[[Scenario, Trial], Iterator[str]], ...]] = (
    who_is_on_the_ground_does_not_fly,
    strips_are_for_those_who_can,
    runways_are_shared,
)
"""Invariants of bases against the scenario."""
