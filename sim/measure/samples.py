"""What figures draw of one trial and no single number holds: stage times, times of losses, who did what when, paths."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from sim.measure.chains import Chain
from sim.measure.measurer import Measurer
from sim.measure.paths import pieces_of
from sim.trial import records as log
from sim.trial.reasons import Purpose
from sim.trial.records import LegStarted, Trial, element_flight


class StageTimes(NamedTuple):
    """How long each stage took until a controller's first order on a target, in seconds; None where unknown."""

    controller: str
    target: str
    range_s: float | None
    queue_s: float | None
    service_s: float | None
    shooter_s: float | None
    total_s: float | None


class Loss(NamedTuple):
    """An aircraft was lost."""

    at_s: float
    flight: str
    member: str


class Activity(NamedTuple):
    """An element flew with one purpose from one instant to another, in seconds."""

    flight: str
    element: str
    purpose: Purpose
    from_s: float
    to_s: float


class Place(NamedTuple):
    """Where an element was at an instant: seconds, and metres east and north."""

    at_s: float
    x_m: float
    y_m: float


def stage_times(measurer: Measurer, trial: Trial) -> list[StageTimes]:
    """Return the stages of each first order of the studied side's controllers, in order of tasking."""
    return [_stages(chain) for chain in measurer.ledger(trial).chains]


def losses(trial: Trial) -> list[Loss]:
    """Return every aircraft lost, in order."""
    return [
        Loss(record.at_s, record.flight, record.member)
        for record in trial.records
        if isinstance(record, log.MemberLost)
    ]


def activities(trial: Trial) -> list[Activity]:
    """Return what each element was doing, element by element in name order; legs of one purpose are joined."""
    found: list[Activity] = []
    for element, legs in _legs(trial).items():
        flight, gone_s = element_flight(element), _gone_s(trial, element)
        begin = legs[0]
        for leg in legs[1:]:
            if leg.purpose is not begin.purpose:
                if leg.at_s > begin.at_s:
                    found.append(Activity(flight, element, begin.purpose, begin.at_s, leg.at_s))
                begin = leg
        if gone_s > begin.at_s:
            found.append(Activity(flight, element, begin.purpose, begin.at_s, gone_s))
    return found


def paths(trial: Trial) -> dict[str, list[Place]]:
    """Return the corners of each element's path from its first leg to its end, in order, elements in name order."""
    found = {}
    for element, legs in _legs(trial).items():
        pieces = pieces_of(legs, _gone_s(trial, element))
        places = [Place(piece.from_s, piece.x_m, piece.y_m) for piece in pieces]
        if pieces:
            last = pieces[-1]
            places.append(Place(last.to_s, *last.at(last.to_s)))
        found[element] = places
    return found


def _stages(chain: Chain) -> StageTimes:
    instants = (chain.detected_s, chain.eligible_s, chain.service_s, chain.served_s, chain.tasked_s)
    range_s, queue_s, service_s, shooter_s = (_length(*pair) for pair in pairwise(instants))
    total_s = _length(chain.detected_s, chain.tasked_s)
    return StageTimes(chain.controller, chain.target, range_s, queue_s, service_s, shooter_s, total_s)


def _length(from_s: float | None, to_s: float | None) -> float | None:
    return None if from_s is None or to_s is None else to_s - from_s


def _legs(trial: Trial) -> dict[str, list[LegStarted]]:
    legs: defaultdict[str, list[LegStarted]] = defaultdict(list)
    for record in trial.records:
        if isinstance(record, LegStarted):
            legs[record.element].append(record)
    return {element: legs[element] for element in sorted(legs)}


def _gone_s(trial: Trial, element: str) -> float:
    for record in reversed(trial.records):
        if isinstance(record, log.ElementLost | log.HomeReached | log.Unresolved) and record.element == element:
            return record.at_s
    return trial.records[-1].at_s
