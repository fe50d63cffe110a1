"""Leakage through the layers of a defence: who came past the own fighters, and who past the own sites as well.

A raider is an aircraft of a strike flight of the other side that started. The inner layer is where own armed sites
reach; the outer layer is everything before. A raider has passed the outer layer when it is alive as its element first
comes within reach of such a site (or drops its bombs, if it never does), and the inner layer when it is alive as its
element drops its bombs. So within a trial the two leakages multiply to that of the whole; their means need not.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.measure.ledger import Ledger
from sim.measure.paths import first_within_s, still
from sim.measure.perspective import Unit
from sim.scenario.schema import FlightRole
from sim.trial import records as log


class Passed(NamedTuple):
    """How many raiders there were, how many passed the outer layer, and how many both."""

    raiders: int
    outer: int
    both: int


def raiders(ledger: Ledger) -> int:
    """Aircraft of strike flights of the other side that started."""
    return ledger.once(passed).raiders


def raiders_through(ledger: Ledger) -> int:
    """Raiders that passed both layers: alive when their element dropped its bombs."""
    return ledger.once(passed).both


def outer_leakage(ledger: Ledger) -> float | None:
    """Share of raiders alive when they came within reach of own sites; undefined without raiders."""
    found = ledger.once(passed)
    return found.outer / found.raiders if found.raiders else None


def inner_leakage(ledger: Ledger) -> float | None:
    """Share of the raiders that came within reach of own sites that then dropped their bombs; undefined without any."""
    found = ledger.once(passed)
    return found.both / found.outer if found.outer else None


def passed(ledger: Ledger) -> Passed:
    """Return how many raiders passed which layers."""
    released_s = {record.element: record.at_s for record in reversed(ledger.of(log.Released))}
    total = outer = both = 0
    for unit in ledger.seen_by.opponents:
        if unit.role is not FlightRole.STRIKE or unit.name not in ledger.started_s:
            continue
        drops_s = released_s.get(unit.name, math.inf)
        enters_s = min(_in_reach_s(ledger, unit), drops_s)
        total += len(unit.members)
        outer += ledger.alive(unit, enters_s) if enters_s < math.inf else 0
        both += ledger.alive(unit, drops_s) if drops_s < math.inf else 0
    return Passed(total, outer, both)


def _in_reach_s(ledger: Ledger, unit: Unit) -> float:
    """Return when an element first came within reach of an own armed site, in seconds; infinite if never."""
    first_s = math.inf
    for site in ledger.terms.scenario.sites.values():
        if site.side == ledger.seen_by.own and site.missile is not None and site.magazine:
            reach_m = site.missile.flyout_m * site.shots.open_at_share
            at_s = first_within_s(ledger.path(unit.name), [still(site.at_m)], reach_m)
            first_s = first_s if at_s is None else min(first_s, at_s)
    return first_s
