"""The ledger of one finished trial: its records by type, and what several metrics need of them.

The records are walked once, when the ledger is made; everything else is worked out on first use and kept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sim.measure.chains import Chain, Order, Steps, chains_of, first_detections, orders_of
from sim.measure.paths import Piece, pieces_of
from sim.measure.perspective import Perspective, Unit
from sim.trial import records as log
from sim.trial.records import LegStarted, Shot, Trial

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

R = TypeVar("R")
T = TypeVar("T")

Engagement = log.Committed | log.BrokeOff | log.InLaunchRange
"""What an element does about a target, apart from shooting; the second field is who."""

_ENGAGING = frozenset((log.Committed, log.BrokeOff, log.InLaunchRange))


class Bound(NamedTuple):
    """One condition of success: a metric and the least and greatest value that it may have."""

    of: Callable[[Ledger], float | None]
    at_least: float | None
    at_most: float | None


class Weight(NamedTuple):
    """One term of the expected value: a metric and what one unit of it is worth."""

    of: Callable[[Ledger], float | None]
    worth: float


class Terms(NamedTuple):
    """What does not change from trial to trial of one scenario."""

    scenario: Scenario
    seen_by: Perspective
    success: tuple[Bound, ...]
    value: tuple[Weight, ...]


class Ledger:
    """One finished trial, sorted."""

    def __init__(self, terms: Terms, trial: Trial) -> None:
        self.terms = terms
        self.seen_by = terms.seen_by
        self.trial = trial
        self._kept: dict[object, Any] = {}
        self._kinds: defaultdict[type[object], list[Any]] = defaultdict(list)
        for record in trial.records:
            self._kinds[type(record)].append(record)

    def of(self, kind: type[R]) -> Sequence[R]:
        """Return the trial's records of one type, in order."""
        return self._kinds.get(kind, ())

    def once(self, work: Callable[[Ledger], T]) -> T:
        """Return what `work` gives of this ledger: worked out on first use and kept for other metrics."""
        kept: dict[object, T] = self._kept
        try:
            return kept[work]
        except KeyError:
            found = kept[work] = work(self)
            return found

    @cached_property
    def end_s(self) -> float:
        """When the trial ended, in seconds."""
        return self.trial.records[-1].at_s if self.trial.records else 0.0

    @cached_property
    def lost_s(self) -> dict[str, float]:
        """When each lost aircraft was lost, in the air or on the ground, in seconds."""
        lost = {record.member: record.at_s for record in self.of(log.MemberLost)}
        return lost | {record.member: record.at_s for record in self.of(log.GroundLoss)}

    @cached_property
    def home(self) -> frozenset[str]:
        """The aircraft that recovered."""
        return frozenset(member for record in self.of(log.HomeReached) for member in record.members)

    @cached_property
    def started_s(self) -> dict[str, float]:
        """When each element started, in seconds; one of a wave that never came is not in it."""
        return {record.element: record.at_s for record in self.of(log.Started)}

    @cached_property
    def gone_s(self) -> dict[str, float]:
        """When each element was lost, home, or still in the air at the end, in seconds."""
        gone = {record.element: record.at_s for record in self.of(log.ElementLost)}
        gone |= {record.element: record.at_s for record in self.of(log.HomeReached)}
        gone |= {record.element: record.at_s for record in self.of(log.Unresolved)}
        return gone

    @cached_property
    def own_shots(self) -> list[Shot]:
        """Missiles that the own side fired, in order."""
        return [shot for shot in self.of(Shot) if shot.shooter in self.seen_by.own_nodes]

    @cached_property
    def opponent_shots(self) -> list[Shot]:
        """Missiles that others fired, in order."""
        return [shot for shot in self.of(Shot) if shot.shooter not in self.seen_by.own_nodes]

    @cached_property
    def first_looks(self) -> tuple[dict[str, log.Detected], dict[str, log.Detected]]:
        """The first detection of each element by own sensors, and of each by sensors of the other side."""
        own: dict[str, log.Detected] = {}
        opponent: dict[str, log.Detected] = {}
        for record in self.of(log.Detected):
            (own if record.node in self.seen_by.own_nodes else opponent).setdefault(record.target, record)
        return own, opponent

    @cached_property
    def impact_s(self) -> dict[int, float]:
        """When each missile hit or missed, in seconds; a missile still in flight at the end is not in it."""
        impacts = {record.missile: record.at_s for record in self.of(log.Hit)}
        impacts |= {record.missile: record.at_s for record in self.of(log.Missed)}
        return impacts

    @cached_property
    def hit_missiles(self) -> frozenset[int]:
        """The missiles that hit."""
        return frozenset(record.missile for record in self.of(log.Hit))

    @cached_property
    def fired_s(self) -> dict[str, list[float]]:
        """When each aircraft or site fired, in seconds, in order."""
        fired: defaultdict[str, list[float]] = defaultdict(list)
        for shot in self.of(Shot):
            fired[shot.by].append(shot.at_s)
        return fired

    @cached_property
    def engagements(self) -> dict[str, list[Engagement]]:
        """What each element or site did about its targets, in order: commits, break-offs, launch ranges."""
        engagements: defaultdict[str, list[Engagement]] = defaultdict(list)
        records: Sequence[Any] = self.trial.records
        for record in records:
            if type(record) in _ENGAGING:  # three times as fast as isinstance, on every record of every trial
                engagements[record[1]].append(record)
        return engagements

    @cached_property
    def legs(self) -> dict[str, list[LegStarted]]:
        """The legs of each element, in order."""
        legs: defaultdict[str, list[LegStarted]] = defaultdict(list)
        for leg in self.of(LegStarted):
            legs[leg.element].append(leg)
        return legs

    @cached_property
    def _paths(self) -> dict[str, list[Piece]]:
        return {}

    def path(self, element: str) -> list[Piece]:
        """Return what an element flew, as straight pieces."""
        path = self._paths.get(element)
        if path is None:
            path = self._paths[element] = pieces_of(self.legs.get(element, ()), self.gone_at_s(element))
        return path

    def gone_at_s(self, element: str) -> float:
        """Return when an element was lost, home, or still in the air at the end, in seconds."""
        return self.gone_s.get(element, self.end_s)

    @cached_property
    def airborne_s(self) -> dict[str, float]:
        """When each element that began on the ground took off, in seconds."""
        return {record.element: record.at_s for record in self.of(log.Airborne)}

    def began_s(self, element: str) -> float:
        """Return from when an element was in the trial, in the air or on the ground: infinite if it never started."""
        return self.started_s.get(element, math.inf) if self.seen_by.units[element].starts_later else 0.0

    def there_from_s(self, element: str) -> float:
        """Return from when an element was in the air, in seconds: 0 where it began there, infinite if it never was."""
        if self.terms.scenario.flights[self.seen_by.units[element].flight].base is None:
            return self.began_s(element)
        return self.airborne_s.get(element, math.inf)

    def is_alive(self, member: str, at_s: float) -> bool:
        """Tell whether an aircraft was not yet lost just before an instant."""
        lost_s = self.lost_s.get(member)
        return lost_s is None or lost_s >= at_s

    def alive(self, unit: Unit, at_s: float) -> int:
        """Return how many aircraft of an element were not yet lost just before an instant."""
        return sum(1 for member in unit.members if self.is_alive(member, at_s))

    @cached_property
    def _armed_until_s(self) -> dict[str, float]:
        return {}

    def armed_until_s(self, unit: Unit) -> float:
        """Return until when an element had a living aircraft with a missile left, in seconds."""
        until_s = self._armed_until_s.get(unit.name)
        if until_s is None:
            until_s = self._armed_until_s[unit.name] = max(self._spent_s(unit, member) for member in unit.members)
        return until_s

    def _spent_s(self, unit: Unit, member: str) -> float:
        """Return when an aircraft fired its last missile, or was gone before that, in seconds."""
        if not unit.is_armed:
            return 0.0
        gone_s = self.lost_s.get(member, self.gone_at_s(unit.name))
        if unit.presses_on:
            return gone_s
        fired = self.fired_s.get(member, ())
        return min(fired[unit.missiles_each - 1], gone_s) if len(fired) >= unit.missiles_each else gone_s

    @cached_property
    def detected_s(self) -> dict[str, float]:
        """When each element of the other side was first detected by an own sensor, in seconds."""
        return first_detections(self.of(log.Detected), self.seen_by.own_nodes)

    @cached_property
    def chains(self) -> list[Chain]:
        """The chain of each own controller's first order on each target."""
        steps = Steps(
            self.of(log.Eligible), self.of(log.Queued), self.of(log.ServiceStarted), self.of(log.ServiceEnded)
        )
        return chains_of(self._own_tasked, steps, self.detected_s)

    @cached_property
    def orders(self) -> list[Order]:
        """Each order of the own controllers, with its receipt and its commit."""
        received, refusals = self.of(log.OrderReceived), self.of(log.CannotComply)
        return orders_of(self._own_tasked, received, self.of(log.Committed), refusals)

    @cached_property
    def _own_tasked(self) -> list[log.Tasked]:
        return [order for order in self.of(log.Tasked) if order.controller in self.seen_by.own_nodes]
