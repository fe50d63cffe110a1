"""How well it was done together: controllers, orders, shots, and the package when it pushes."""

from __future__ import annotations

import math
from collections import defaultdict

from sim.measure.chains import latest_s
from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.trial import records as log
from sim.trial.reasons import Cause, MissReason, Purpose

PUSH_POINT = 1
"""The route point that the strike passes when it pushes; the start is point 0."""


def controller_wait_s(ledger: Ledger) -> float | None:
    """Mean time in the queue of the tracks that own controllers began to serve."""
    own = ledger.seen_by.own_controllers
    queued: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for entry in ledger.of(log.Queued):
        queued[entry.controller, entry.target].append(entry.at_s)
    waits = []
    for start in ledger.of(log.ServiceStarted):
        since_s = latest_s(queued.get((start.controller, start.target), ()), start.at_s)
        if since_s is not None and start.controller in own:
            waits.append(start.at_s - since_s)
    return mean(waits)


def controller_utilisation(ledger: Ledger) -> float | None:
    """Busy share of own controllers' server time between first eligible track and last order; undefined without
    orders.
    """
    return _utilisation(ledger, ledger.seen_by.own_controllers)


def opponent_controller_utilisation(ledger: Ledger) -> float | None:
    """Busy share of the other side's server time between first eligible track and last order."""
    return _utilisation(ledger, ledger.seen_by.opponent_controllers)


def _utilisation(ledger: Ledger, controllers: tuple[str, ...]) -> float | None:
    shares = [_busy_share(ledger, controller) for controller in controllers]
    return mean([share for share in shares if share is not None])


def _busy_share(ledger: Ledger, controller: str) -> float | None:
    """Return busy server time over servers times the span from first eligible track to last order."""
    from_s = next((record.at_s for record in ledger.of(log.Eligible) if record.node == controller), None)
    to_s = next((order.at_s for order in reversed(ledger.of(log.Tasked)) if order.controller == controller), None)
    if from_s is None or to_s is None or to_s <= from_s:
        return None
    # Busy time is the sum of ends less the sum of starts, each clipped to the span; a service under way ends with it.
    starts = [record.at_s for record in ledger.of(log.ServiceStarted) if record.controller == controller]
    ends = [record.at_s for record in ledger.of(log.ServiceEnded) if record.controller == controller]
    ends += [to_s] * (len(starts) - len(ends))
    busy_s = sum(min(max(at_s, from_s), to_s) for at_s in ends) - sum(min(max(at_s, from_s), to_s) for at_s in starts)
    return busy_s / (ledger.seen_by.servers[controller] * (to_s - from_s))


def orders(ledger: Ledger) -> int:
    """Orders that own controllers sent."""
    return len(ledger.orders)


def cannot_comply(ledger: Ledger) -> int:
    """Orders that own elements could not carry out."""
    return sum(1 for record in ledger.of(log.CannotComply) if record.element in ledger.seen_by.own_nodes)


def untasked_commits(ledger: Ledger) -> int:
    """Own commits that no order asked for: delegated, autonomous, or in defence."""
    own = ledger.seen_by.own_nodes
    return sum(1 for record in ledger.of(log.Committed) if record.element in own and record.cause is not Cause.ORDER)


def track_age_at_shot_s(ledger: Ledger) -> float | None:
    """Mean age of the tracks that own missiles were fired on; an own sensor's track has age 0."""
    return mean([shot.track_age_s for shot in ledger.own_shots])


def shots(ledger: Ledger) -> int:
    """Own missiles fired, from aircraft and sites."""
    return len(ledger.own_shots)


def opponent_shots(ledger: Ledger) -> int:
    """Missiles fired by the other side, from aircraft and sites."""
    return len(ledger.opponent_shots)


def hits(ledger: Ledger) -> int:
    """Own missiles that hit."""
    return sum(1 for shot in ledger.own_shots if shot.missile in ledger.hit_missiles)


def opponent_hits(ledger: Ledger) -> int:
    """Missiles of the other side that hit."""
    return sum(1 for shot in ledger.opponent_shots if shot.missile in ledger.hit_missiles)


def shots_per_kill(ledger: Ledger) -> float | None:
    """Own missiles fired for each aircraft that they brought down; undefined without a kill."""
    fired = frozenset(shot.missile for shot in ledger.own_shots)
    kills = sum(1 for loss in ledger.of(log.MemberLost) if loss.missile in fired)
    return len(fired) / kills if kills else None


def wasted_shots(ledger: Ledger) -> int:
    """Own missiles that arrived when their aircraft was already gone."""
    fired = frozenset(shot.missile for shot in ledger.own_shots)
    gone = MissReason.TARGET_GONE
    return sum(1 for miss in ledger.of(log.Missed) if miss.reason is gone and miss.missile in fired)


def double_shots(ledger: Ledger) -> int:
    """Own missiles fired at an aircraft that had one on its way already, from another aircraft or another volley."""
    coming: defaultdict[str, list[tuple[float, str, int]]] = defaultdict(list)
    count = 0
    for shot in ledger.own_shots:
        at_member = coming[shot.member]
        count += any(
            impact_s > shot.at_s and (by, volley) != (shot.by, shot.volley) for impact_s, by, volley in at_member
        )
        at_member.append((ledger.impact_s.get(shot.missile, math.inf), shot.by, shot.volley))
    return count


def unshot_members(ledger: Ledger) -> int:
    """Aircraft of the other side that nobody shot at, in elements that were shot at."""
    elements = frozenset(shot.target for shot in ledger.own_shots)
    members = frozenset(shot.member for shot in ledger.own_shots)
    return sum(
        1
        for unit in ledger.seen_by.opponents
        if unit.name in elements
        for member in unit.members
        if member not in members
    )


def package_integrity_at_push(ledger: Ledger) -> float | None:
    """Share of strike and escort aircraft alive, escorts also on station, when the strike pushes: when it leaves its
    hold point, else when it passes its first route point.
    """
    seen_by = ledger.seen_by
    passed = (
        record.at_s
        for record in ledger.of(log.Reached)
        if record.point == PUSH_POINT and record.element in seen_by.strike_names
    )
    pushes = (record.at_s for record in ledger.of(log.Pushed) if record.flight in seen_by.strike_flights)
    push_s = next(pushes, None)
    if push_s is None and not ledger.of(log.Holding):
        push_s = next(passed, None)
    if push_s is None:
        return None
    ready = sum(ledger.alive(unit, push_s) for unit in seen_by.strikes)
    ready += sum(ledger.alive(unit, push_s) for unit in seen_by.escorts if _on_station(ledger, unit.name, push_s))
    return ready / sum(len(unit.members) for unit in (*seen_by.strikes, *seen_by.escorts))


def _on_station(ledger: Ledger, element: str, at_s: float) -> bool:
    """Tell whether an escort flew a leg of its station just before an instant."""
    before = [leg for leg in ledger.legs.get(element, ()) if leg.at_s < at_s]
    return bool(before) and before[-1].purpose is Purpose.STATION
