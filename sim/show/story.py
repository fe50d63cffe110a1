"""What happened in one trial, as places and words: which trial is typical, who flew where, shots, losses, releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.measure.paths import Piece, pieces_of, place_at
from sim.model.kinds import Point
from sim.scenario.schema import Scenario
from sim.show.text import counted, shorten
from sim.trial import records as log
from sim.trial.reasons import Status
from sim.trial.records import Trial, element_flight

Paths = dict[str, list[Piece]]
"""What each element flew, elements in name order."""


class ShotLine(NamedTuple):
    """One shot: where shooter and target were at launch, and the shooter's side."""

    line: tuple[Point, Point]
    side: str


class Event(NamedTuple):
    """Something worth a line in the list: when, where, what happened to which side, and whether it is a loss."""

    at_s: float
    at_m: Point
    text: str
    side: str
    is_loss: bool


def typical(trials: Sequence[Trial], flights: Sequence[str]) -> Trial:
    """Return the finished trial nearest to the median of losses by flight and targets destroyed; first of equals.

    Raises: ValueError when there are no trials.
    """
    if not trials:
        raise ValueError("there is no typical trial of none")
    finished = [trial for trial in trials if trial.status is Status.FINISHED] or list(trials)
    rows = []
    for trial in finished:
        lost = [record.flight for record in trial.records if isinstance(record, log.MemberLost)]
        destroyed = sum(isinstance(record, log.TargetDestroyed) for record in trial.records)
        rows.append([*(float(lost.count(name)) for name in flights), 2.0 * destroyed])
    table = np.array(rows)
    distance = np.abs(table - np.median(table, axis=0)).sum(axis=1)
    return finished[int(np.argmin(distance))]


def paths_of(trial: Trial) -> Paths:
    """Return what each element flew."""
    legs: dict[str, list[log.LegStarted]] = {}
    gone_s: dict[str, float] = {}
    for record in trial.records:
        if isinstance(record, log.LegStarted):
            legs.setdefault(record.element, []).append(record)
        elif isinstance(record, log.ElementLost | log.HomeReached | log.Unresolved):
            gone_s[record.element] = record.at_s
    end_s = trial.records[-1].at_s
    return {name: pieces_of(legs[name], gone_s.get(name, end_s)) for name in sorted(legs)}


def shot_lines(scenario: Scenario, trial: Trial, paths: Paths) -> Iterator[ShotLine]:
    """Give each shot as a line from shooter to target at the instant of launch."""
    for record in trial.records:
        if isinstance(record, log.Shot):
            site = scenario.sites.get(record.shooter)
            here = site.at_m if site is not None else place_at(paths.get(record.shooter, ()), record.at_s)
            there = place_at(paths.get(record.target, ()), record.at_s)
            if here is not None and there is not None:
                side = site.side if site is not None else scenario.flights[element_flight(record.shooter)].side
                yield ShotLine((here, there), side)


def events_of(scenario: Scenario, trial: Trial, paths: Paths) -> Iterator[Event]:
    """Give losses, releases and destroyed targets, in order of time."""
    shooters = {record.missile: record.shooter for record in trial.records if isinstance(record, log.Shot)}
    for record in trial.records:
        match record:
            case log.MemberLost():
                by = shooters.get(record.missile, "")
                place = place_at(paths.get(record.element, ()), record.at_s)
                if place is not None:
                    text = f"{shorten(record.member, 18)} lost" + (f" to {shorten(by, 14)}" if by else "")
                    yield Event(record.at_s, place, text, scenario.flights[record.flight].side, True)
            case log.Released():
                place = place_at(paths.get(record.element, ()), record.at_s)
                if place is not None:
                    text = f"{shorten(record.element, 14)}: {record.hits} of {counted(record.bombs, 'bomb')} hit"
                    yield Event(record.at_s, place, text, scenario.flights[element_flight(record.element)].side, False)
            case log.TargetDestroyed() if record.target in scenario.targets:
                target = scenario.targets[record.target]
                text = f"{shorten(record.target, 18)} destroyed"
                yield Event(record.at_s, target.at_m, text, target.side, False)
