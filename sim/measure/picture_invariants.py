"""What must hold of dual tracks and jammed links in every trial: checks that invariants.py lists."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.records import Trial, element_flight


def second_tracks_follow_a_first(trial: Trial) -> Iterator[str]:
    """A node holds a group twice only while it holds it, has no third track of it, and sees what it had twice."""
    held: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for record in trial.records:
        if isinstance(record, log.TrackHeld):
            held.add((record.node, record.target))
        elif isinstance(record, log.TrackDropped):
            held.discard((record.node, record.target))
            if (record.node, record.target) in twice:
                yield f"{record}: its second track goes on"
        elif isinstance(record, log.DualTrackHeld):
            if (record.node, record.target) not in held or (record.node, record.target) in twice:
                yield f"{record}: it holds it {2 if (record.node, record.target) in twice else 0} times"
            twice.add((record.node, record.target))
        elif isinstance(record, log.DualTrackResolved):
            if (record.node, record.target) not in twice:
                yield f"{record}: it did not hold it twice"
            twice.discard((record.node, record.target))


def covers_come_and_go(trial: Trial) -> Iterator[str]:
    """A jammer covers a receiver that it does not cover, and clears one that it does."""
    covers: set[tuple[str, str, str]] = set()
    for record in trial.records:
        if isinstance(record, log.LinkJammed):
            if record[1:] in covers:
                yield f"{record}: covered already"
            covers.add(record[1:])
        elif isinstance(record, log.LinkCleared):
            if record[1:] not in covers:
                yield f"{record}: not covered"
            covers.discard(record[1:])


def jammers_trouble_the_other_side(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Who jams a link has a jammer for it, and the link is of another side and can be jammed."""
    for record in trial.records:
        if isinstance(record, log.LinkJammed):
            flight, link = scenario.flights[element_flight(record.jammer)], scenario.links[record.link]
            jams = flight.jammer is not None and flight.jammer.links is not None
            if not jams or link.side == flight.side or link.jamming is None:
                yield f"{record}: it cannot jam that link"
