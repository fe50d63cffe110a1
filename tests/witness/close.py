"""Witnesses of fights close in, of looks that may be wrong, and of missiles that need support or may be faulty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.trial import records as log
from tests.witness.line import Line


def _missile(thing: str, other: str) -> Iterator[Line]:
    """Yield the lines of support, of lots and of looks; the other is given the lot that the thing then shares."""
    yield Line("close", f"{thing}.missile.active_at_share", 0.0, "unsupported_missiles")
    yield Line(
        "close", f"{thing}.missile.unsupported_factor", 1.0, "hits", given={f"{thing}.missile.faulty_factor": 1.0}
    )
    yield Line("close", f"{thing}.missile.faulty_prob", 0.0, log.LotFaulty)
    yield Line("close", f"{thing}.missile.faulty_factor", 1.0, "hits")
    yield Line("close", f"{thing}.missile.lot", "SHARED", log.LotFaulty, given={f"{other}.missile.lot": "SHARED"})
    yield Line("close", f"{thing}.shots.false_kill_prob", 0.0, "wrongly_left_alive")
    yield Line("close", f"{thing}.shots.missed_kill_prob", 0.0, "shots_at_dead")


LINES: Final = (
    *_missile("flights.GUARD", "sites.BATTERY"),
    *_missile("sites.BATTERY", "flights.GUARD"),
    Line("close", "flights.GUARD.close_in.range_km", 15, log.Merged),
    Line("close", "flights.GUARD.close_in.between_shots_s", 10, log.CloseShot),
    Line("close", "flights.GUARD.close_in.clock", "fixed", log.CloseShot),
    Line("close", "flights.GUARD.close_in.kill_prob", 0.9, "close_kills"),
    Line("close", "flights.GUARD.close_in.supported_factor", 1.0, "close_losses"),
    Line("close", "flights.GUARD.close_in.longest_s", 10, log.LeftMerge),
    Line("close", "flights.GUARD.close_in.again_s", 0, log.Merged),
    Line("close", "flights.GUARD.close_in.presses_on", False, log.Merged),
)
