"""Measures of fights close in, of wrong looks, and of missiles without support."""

from __future__ import annotations

from sim.measure.ledger import Ledger
from sim.trial import records as log


def _close_losses(ledger: Ledger) -> list[str]:
    shots = frozenset(shot.shot for shot in ledger.of(log.CloseShot))
    return [loss.element for loss in ledger.of(log.MemberLost) if loss.missile in shots]


def close_losses(ledger: Ledger) -> int:
    """Own aircraft lost to a shot close in."""
    return sum(element in ledger.seen_by.own_nodes for element in _close_losses(ledger))


def close_kills(ledger: Ledger) -> int:
    """Aircraft of others lost to a shot close in."""
    return sum(element not in ledger.seen_by.own_nodes for element in _close_losses(ledger))


def unsupported_missiles(ledger: Ledger) -> int:
    """Own missiles that lost their shooter's support before they were active."""
    return sum(record.shooter in ledger.seen_by.own_nodes for record in ledger.of(log.SupportLost))


def wrongly_left_alive(ledger: Ledger) -> int:
    """Looks by which an own shooter held a living aircraft to be dead."""
    own = ledger.seen_by.own_nodes
    return sum(record.shooter in own and not record.is_dead for record in ledger.of(log.Misjudged))


def shots_at_dead(ledger: Ledger) -> int:
    """Own missiles fired at an aircraft that was lost already."""
    return sum(ledger.lost_s.get(shot.member, shot.at_s) < shot.at_s for shot in ledger.own_shots)
