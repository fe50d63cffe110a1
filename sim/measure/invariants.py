"""What must hold in every trial, whatever its scenario: each a small check of the records, listed at the end.

A check says what broke, where and when; it repairs nothing and knows no rule of the model but how far a sensor
reaches. Checks of motion are in soundness.py, those of fuel in endurance.py.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from sim.measure.basing import BASE_CHECKS, BASE_SCENARIO_CHECKS
from sim.measure.endurance import fuel_adds_up
from sim.measure.package import holds_end_once, the_suppressed_hold_fire
from sim.measure.perspective import units_of
from sim.measure.picture_invariants import (
    covers_come_and_go,
    jammers_trouble_the_other_side,
    second_tracks_follow_a_first,
)
from sim.measure.soundness import detections_are_in_range, legs_join
from sim.model.command import Authority
from sim.scenario.schema import Scenario
from sim.scenario.waves import start_of
from sim.trial import records as log
from sim.trial.reasons import Cause, Purpose, ReportKind
from sim.trial.records import Trial, element_flight, member_element

Check = Callable[[Trial], Iterator[str]]
"""Yields one sentence for each breach; so does a check against the scenario."""

ScenarioCheck = Callable[[Scenario, Trial], Iterator[str]]

_ACTOR: Final[dict[type, str]] = {
    log.Airborne: "element",
    log.Diverted: "element",
    log.LegStarted: "element",
    log.Reached: "element",
    log.OnStation: "element",
    log.Detected: "node",
    log.Reported: "reporter",
    log.TrackHeld: "node",
    log.DualTrackHeld: "node",
    log.LinkJammed: "jammer",
    log.Eligible: "node",
    log.OrderReceived: "element",
    log.CannotComply: "element",
    log.Committed: "element",
    log.BrokeOff: "element",
    log.InLaunchRange: "shooter",
    log.Shot: "shooter",
    log.Warned: "element",
    log.Merged: "element",
    log.LeftMerge: "element",
    log.CloseShot: "shooter",
    log.Released: "element",
    log.SiteSuppressed: "element",
    log.EffortFailed: "element",
    log.Holding: "element",
    log.StrikeAborted: "element",
    log.FuelState: "element",
    log.TurnedHome: "element",
    log.FuelExhausted: "element",
    log.TankerJoined: "element",
    log.BoomGranted: "element",
    log.RefuellingBegan: "element",
    log.RunwayAsked: "element",
    log.Scrambled: "element",
    log.StayedDown: "element",
    log.HomeReached: "element",
    log.Unresolved: "element",
}
"""Which field of a record names who acts."""


_WORKER: Final[dict[type, str]] = {
    log.Detected: "node",
    log.TrackHeld: "node",
    log.DualTrackHeld: "node",
    log.Eligible: "node",
    log.Queued: "controller",
    log.ServiceStarted: "controller",
    log.Tasked: "controller",
    log.InLaunchRange: "shooter",
    log.Shot: "shooter",
    log.Reported: "link",
    log.Delivered: "link",
}
"""Which field of a record names what must work for it to happen."""


def check_invariants(scenario: Scenario, trial: Trial) -> list[str]:
    """Return what broke in a trial, in plain sentences; empty when every invariant holds."""
    alone = [f"{check.__name__}: {breach}" for check in CHECKS for breach in check(trial)]
    return alone + [f"{check.__name__}: {breach}" for check in SCENARIO_CHECKS for breach in check(scenario, trial)]


def time_never_falls(trial: Trial) -> Iterator[str]:
    """Instants are finite and never fall."""
    before_s = 0.0
    for record in trial.records:
        if not math.isfinite(record.at_s) or record.at_s < before_s:
            yield f"{record} comes after {before_s} s"
        before_s = record.at_s


def ended_is_last(trial: Trial) -> Iterator[str]:
    """The last record, and no other, is Ended, with the trial's own status."""
    ends = [place for place, record in enumerate(trial.records) if isinstance(record, log.Ended)]
    if ends != [len(trial.records) - 1]:
        yield f"Ended stands at {ends} of {len(trial.records)} records"
    for place in ends:
        end = trial.records[place]
        if isinstance(end, log.Ended) and end.status is not trial.status:
            yield f"it ended {end.status.value}, the trial says {trial.status.value}"


def everybody_starts(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Every element that the scenario declares starts once, with its members; in a later wave at most once."""
    declared = [(unit.name, unit.members) for name in sorted(scenario.flights) for unit in units_of(name, scenario)]
    later = {name: start_of(scenario.flights, name) for name in scenario.flights}
    starts = [record for record in trial.records if isinstance(record, log.Started)]
    there = {record.element for record in starts}
    expected = [one for one in declared if later[element_flight(one[0])] is None or one[0] in there]
    started = [(record.element, record.members) for record in starts]
    if sorted(expected) != sorted(started):
        yield f"started {sorted(started)}, declared {sorted(expected)}"
    for record in starts:
        wave = later[record.flight]
        if record.at_s < (0.0 if wave is None else wave.at_s or 0.0) or (wave is None and record.at_s):
            yield f"{record} at another instant than declared"


def who_is_not_there_does_nothing(trial: Trial) -> Iterator[str]:
    """Before it starts an element does nothing, and nobody sees, tracks, engages or shoots at it."""
    there = {record.element for record in trial.records if isinstance(record, log.Started) and not record.at_s}
    later = {record.element for record in trial.records if isinstance(record, log.Started)} - there
    if not later:
        return
    for record in trial.records:
        if isinstance(record, log.Started):
            later.discard(record.element)
        elif later:
            field = _ACTOR.get(type(record))
            named = {None if field is None else getattr(record, field), getattr(record, "target", None)}
            if named & later:
                yield f"{record} before it has started"


def everybody_is_accounted_for(trial: Trial) -> Iterator[str]:
    """Each aircraft ends once: home, lost in the air or on the ground, unresolved, aborted or left on the ground."""
    started: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    for record in trial.records:
        if isinstance(record, log.Started):
            started.update(record.members)
        elif isinstance(record, log.HomeReached | log.Unresolved | log.StayedDown):
            ended.update(record.members)
        elif isinstance(record, log.MemberLost | log.GroundAbort | log.GroundLoss):
            ended[record.member] += 1
    for member in sorted(started | ended):
        if (started[member], ended[member]) != (1, 1):
            yield f"{member} started {started[member]} times and ended {ended[member]} times"


def losses_have_one_cause(trial: Trial) -> Iterator[str]:
    """Each loss follows a hit of its own missile or shot close in, or its fuel ran out; an element is lost with its
    last member.
    """
    dry: set[str] = set()
    hits: set[tuple[int, str]] = set()
    left: dict[str, set[str]] = {}
    used: set[int] = set()
    for record in trial.records:
        if isinstance(record, log.Started):
            left[record.element] = set(record.members)
        elif isinstance(record, log.Hit):
            hits.add((record.missile, record.member))
        elif isinstance(record, log.FuelExhausted):
            dry.add(record.element)
        elif isinstance(record, log.CloseShot) and record.hit:
            hits.add((record.shot, record.member))
        elif isinstance(record, log.MemberLost):
            if record.element in dry:
                if record.missile:
                    yield f"{record} out of fuel, and hit"
            elif (record.missile, record.member) not in hits or record.missile in used:
                yield f"{record} has no hit of its own"
            if record.element != member_element(record.member) or record.flight != element_flight(record.element):
                yield f"{record} names another element or flight"
            used.add(record.missile)
            left.get(record.element, set()).discard(record.member)
        elif isinstance(record, log.GroundLoss | log.GroundAbort):
            left.get(record.element, set()).discard(record.member)
        elif isinstance(record, log.ElementLost) and left.get(record.element):
            yield f"{record} while {sorted(left[record.element])} live"


def the_gone_do_nothing(trial: Trial) -> Iterator[str]:
    """Who is lost or home acts no more, and no lost aircraft fires.

    A report of lost contact may name a reporter who is gone: its link tells that it fell silent.
    """
    gone: set[str] = set()
    for record in trial.records:
        if isinstance(record, log.Reported) and record.kind is ReportKind.LOST_CONTACT:
            continue
        field = _ACTOR.get(type(record))
        if field is not None and getattr(record, field) in gone:
            yield f"{record} by one who is gone"
        if isinstance(record, log.Shot | log.CloseShot) and record.by in gone:
            yield f"{record} by a lost aircraft"
        if isinstance(record, log.ElementLost | log.HomeReached):
            gone.add(record.element)
        elif isinstance(record, log.MemberLost | log.GroundAbort | log.GroundLoss):
            gone.add(record.member)


def the_failed_do_nothing(trial: Trial) -> Iterator[str]:
    """What an inject took out of action sees, serves, orders, shoots and carries nothing until it is restored."""
    out: set[str] = set()
    for record in trial.records:
        if isinstance(record, log.ThingLost):
            out.add(record.thing)
        elif isinstance(record, log.ThingRestored):
            out.discard(record.thing)
        elif out:
            who = getattr(record, _WORKER.get(type(record), ""), None)
            if who in out:
                yield f"{record} while {who} is out of action"


def missiles_add_up(trial: Trial) -> Iterator[str]:
    """Every missile fired hits or misses its aircraft once, or is in flight at the end."""
    flying: dict[int, str] = {}
    fired: set[int] = set()
    for record in trial.records:
        if isinstance(record, log.Shot):
            if record.missile in fired:
                yield f"{record}: that missile was fired before"
            fired.add(record.missile)
            flying[record.missile] = record.member
        elif isinstance(record, log.Hit | log.Missed):
            if flying.pop(record.missile, None) != record.member:
                yield f"{record}: no such missile is in flight at it"
        elif isinstance(record, log.Ended) and record.missiles_in_flight != len(flying):
            yield f"{record}: in flight are {sorted(flying)}"


def merges_are_fights(trial: Trial) -> Iterator[str]:
    """Shots close in are between elements of one merge, at an aircraft that lives; who is in a merge leaves it once."""
    place: dict[str, int] = {}
    numbers: set[int] = set()
    lost: set[str] = set()
    for record in trial.records:
        if isinstance(record, log.Merged):
            place[record.element] = record.merge
        elif isinstance(record, log.LeftMerge):
            if place.pop(record.element, None) != record.merge:
                yield f"{record}: it is not in it"
        elif isinstance(record, log.CloseShot | log.Shot):
            number = record.shot if isinstance(record, log.CloseShot) else record.missile
            if number in numbers:
                yield f"{record}: that number was used before"
            numbers.add(number)
            if isinstance(record, log.CloseShot) and (
                record.shooter not in place
                or place[record.shooter] != place.get(record.target)
                or record.member in lost
            ):
                yield f"{record}: they are not in one merge, or its victim is lost"
        elif isinstance(record, log.MemberLost):
            lost.add(record.member)


def nobody_fires_more_than_it_has(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Missiles and bombs used never exceed those carried."""
    missiles = {name: site.magazine if site.missile else 0 for name, site in scenario.sites.items()}
    bombs: dict[str, int] = {}
    for name in scenario.flights:
        strike = scenario.flights[name].strike
        for unit in units_of(name, scenario):
            missiles |= dict.fromkeys(unit.members, unit.missiles_each)
            bombs[unit.name] = len(unit.members) * strike.bombs_each if strike else 0
    for record in trial.records:
        if isinstance(record, log.Shot):
            missiles[record.by] = missiles.get(record.by, 0) - 1
            if missiles[record.by] < 0:
                yield f"{record}: {record.by} has no missile left"
        elif isinstance(record, log.Released):
            bombs[record.element] = bombs.get(record.element, 0) - record.bombs
            if bombs[record.element] < 0 or record.hits > record.bombs:
                yield f"{record}: more than it carries, or more hits than bombs"


def targets_fall_to_hits(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """A target is destroyed once, and only by the hits that it needs."""
    hits: Counter[str] = Counter()
    destroyed: set[str] = set()
    for record in trial.records:
        if isinstance(record, log.Released):
            hits[record.target] += record.hits
        elif isinstance(record, log.TargetDestroyed):
            if record.target in destroyed or hits[record.target] < scenario.targets[record.target].hits_needed:
                yield f"{record} after {hits[record.target]} hits"
            destroyed.add(record.target)


def orders_arrive_before_they_are_obeyed(trial: Trial) -> Iterator[str]:
    """An order is received after it was sent, and obeyed or refused after it was received."""
    sent: Counter[tuple[str, str]] = Counter()
    waiting: Counter[tuple[str, str]] = Counter()
    for record in trial.records:
        if isinstance(record, log.Tasked):
            sent[record.element, record.target] += 1
        elif isinstance(record, log.OrderReceived):
            sent[record.element, record.target] -= 1
            waiting[record.element, record.target] += 1
            if sent[record.element, record.target] < 0:
                yield f"{record}: no such order is on its way"
        elif isinstance(record, log.CannotComply) or (
            isinstance(record, log.Committed) and record.cause is Cause.ORDER
        ):
            waiting[record.element, record.target] -= 1
            if waiting[record.element, record.target] < 0:
                yield f"{record}: no such order was received"


def links_serve_their_members(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Only members of a link report, hear and are tasked over it, and no report is from the future."""

    def shares(node: str) -> frozenset[str]:
        """Return the links that a node is on."""
        name = node if node in scenario.controllers or node in scenario.sites else element_flight(node)
        joined = scenario.gateways[node].joins if node in scenario.gateways else ()
        return frozenset(key for key, link in scenario.links.items() if name in link.members) | frozenset(joined)

    for record in trial.records:
        if isinstance(record, log.Delivered):
            strangers = [node for node in record.receivers if record.link not in shares(node)]
            if strangers or record.as_of_s > record.at_s:
                yield f"{record}: not on the link: {strangers}, or from the future"
        elif isinstance(record, log.Reported) and record.link not in shares(record.reporter):
            yield f"{record}: {record.reporter} is not on the link"
        elif isinstance(record, log.Tasked) and not _meet(shares(record.controller), shares(record.element), scenario):
            yield f"{record}: they share no link"


def _meet(some: frozenset[str], others: frozenset[str], scenario: Scenario) -> bool:
    """Tell whether gateways lead from some links to others."""
    reached, before = some, frozenset[str]()
    while reached != before:
        before = reached
        for gateway in scenario.gateways.values():
            if reached & frozenset(gateway.joins):
                reached |= frozenset(gateway.joins)
    return bool(reached & others)


def only_central_controllers_task(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Orders come from controllers whose authority is central."""
    central = {name for name, spec in scenario.controllers.items() if spec.authority is Authority.CENTRAL}
    for record in trial.records:
        if isinstance(record, log.Tasked) and record.controller not in central:
            yield f"{record}: {record.controller} may not task"


def who_delegates_gives_no_orders(trial: Trial) -> Iterator[str]:
    """A controller delegates when it tasks, takes back when it has delegated, and orders nothing in between."""
    delegated: set[str] = set()
    for record in trial.records:
        if isinstance(record, log.AuthorityDelegated):
            if record.controller in delegated:
                yield f"{record}: it had delegated already"
            delegated.add(record.controller)
        elif isinstance(record, log.AuthorityTakenBack):
            if record.controller not in delegated:
                yield f"{record}: it had not delegated"
            delegated.discard(record.controller)
        elif isinstance(record, log.Tasked) and record.controller in delegated:
            yield f"{record}: it has delegated"


def one_speaks_at_a_time(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """On a voice channel nobody begins before the one before has finished."""
    free_s: dict[str, float] = {}
    for record in trial.records:
        if isinstance(record, log.ChannelTaken):
            voice = scenario.links[record.link].voice
            if voice is None or record.waited_s < 0.0 or record.at_s < free_s.get(record.link, 0.0):
                yield f"{record}: the channel is not free, or there is none"
            free_s[record.link] = record.at_s + (voice.message_s if voice is not None else 0.0)
        elif isinstance(record, log.ThingLost):
            free_s.pop(record.thing, None)


def lines_are_kept(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Nobody flies on station across a line that a caveat forbids him to cross."""
    lines = {name: one.line for name, one in scenario.caveats.items() if one.enabled and one.line is not None}
    kept = (Purpose.STATION, Purpose.REJOIN, Purpose.CATCH_UP)
    for leg in trial.records if lines else ():
        if isinstance(leg, log.LegStarted) and leg.purpose in kept:
            flight = scenario.flights[element_flight(leg.element)]
            until_s = min(leg.until_s, scenario.ends_at_s) - leg.at_s
            there = (leg.x_m + leg.vx_mps * until_s, leg.y_m + leg.vy_mps * until_s)
            for name, line in lines.items():
                who = scenario.caveats[name].who
                binds = flight.side == scenario.caveats[name].side and (
                    who.flight == element_flight(leg.element) or who.partner == (flight.partner or "")
                )
                if binds and line.beyond_m((leg.x_m, leg.y_m)) <= 0.0 < line.beyond_m(there):
                    yield f"{leg} leads across the line of {name}"


def tracks_are_held_once(trial: Trial) -> Iterator[str]:
    """A node gains a track that it does not hold, and drops one that it does."""
    held: set[tuple[str, str]] = set()
    for record in trial.records:
        if isinstance(record, log.TrackHeld):
            if (record.node, record.target) in held:
                yield f"{record}: held already"
            held.add((record.node, record.target))
        elif isinstance(record, log.TrackDropped):
            if (record.node, record.target) not in held:
                yield f"{record}: not held"
            held.discard((record.node, record.target))


CHECKS: Final[tuple[Check, ...]] = (
    time_never_falls,
    ended_is_last,
    everybody_is_accounted_for,
    losses_have_one_cause,
    the_gone_do_nothing,
    the_failed_do_nothing,
    who_is_not_there_does_nothing,
    missiles_add_up,
    merges_are_fights,
    orders_arrive_before_they_are_obeyed,
    tracks_are_held_once,
    second_tracks_follow_a_first,
    covers_come_and_go,
    who_delegates_gives_no_orders,
    the_suppressed_hold_fire,
    holds_end_once,
    legs_join,
    *BASE_CHECKS,
)
"""Invariants of the records alone."""

SCENARIO_CHECKS: Final[tuple[ScenarioCheck, ...]] = (
    everybody_starts,
    nobody_fires_more_than_it_has,
    targets_fall_to_hits,
    links_serve_their_members,
    only_central_controllers_task,
    jammers_trouble_the_other_side,
    one_speaks_at_a_time,
    lines_are_kept,
    detections_are_in_range,
    fuel_adds_up,
    *BASE_SCENARIO_CHECKS,
)
"""Invariants of the records against the scenario."""
