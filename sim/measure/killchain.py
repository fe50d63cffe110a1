"""The kill chain of every threat and the attribution of every loss and leaker, for one trial: see attribution.py.

These are samples, one per aircraft; the metrics of why.py count and average them. Here they also know when each
threat first came into range of an own sensor, which takes geometry that no metric needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.measure.attribution import Attribution, judged
from sim.measure.ledger import Ledger
from sim.measure.measurer import Measurer
from sim.measure.paths import Piece, first_within_s, still
from sim.measure.trails import Instants, Spans, Timed, instants_of, spans_of, trails_of
from sim.model.detection import Emission, radar_range_m
from sim.scenario.schema import Flight, Scenario, Site
from sim.trial.records import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class KillChain:
    """How far the own side came with one aircraft of a threat, by when, and how long each stage took.

    Up to the shot the instants are those of its element `threat`. `lost_s` is when it was hit and lost, None when it
    was not; the last span ends there, and a chain that did not get so far has no span after its last instant.
    """

    threat: str
    aircraft: str
    instants: Instants
    lost_s: float | None
    spans: Spans


def kill_chains(scenario: Scenario, trial: Trial) -> tuple[KillChain, ...]:
    """Return the kill chain of every aircraft of every threat, in name order."""
    ledger = Measurer(scenario).ledger(trial)
    threats = ledger.seen_by.threats
    trails = trails_of(ledger, {unit.name for unit in threats})
    chains = []
    for unit in threats:
        in_range_s = _in_range_s(ledger, unit.name)
        for member in unit.members:
            lost_s = ledger.lost_s.get(member)
            timed = Timed(unit.name, member, math.inf if lost_s is None else lost_s)
            instants = instants_of(ledger, trails, timed)._replace(in_range_s=in_range_s)
            spans = spans_of(instants, lost_s)
            chains.append(KillChain(threat=unit.name, aircraft=member, instants=instants, lost_s=lost_s, spans=spans))
    return tuple(chains)


def attributions(scenario: Scenario, trial: Trial) -> tuple[Attribution, ...]:
    """Return why each own aircraft was lost, in order of loss, then why each leaker leaked, in name order."""
    ledger = Measurer(scenario).ledger(trial)
    found = []
    for case, reached, verdict in judged(ledger):
        in_range_s = _in_range_s(ledger, case.threat)
        is_in_time = in_range_s is not None and in_range_s <= case.at_s
        instants = reached._replace(in_range_s=in_range_s if is_in_time else None)
        found.append(
            Attribution(
                threat=case.threat,
                aircraft=case.aircraft,
                victim=case.victim,
                at_s=case.at_s,
                link=verdict.link,
                reason=verdict.reason,
                instants=instants,
                spans=spans_of(instants, case.at_s),
            )
        )
    return tuple(found)


def _in_range_s(ledger: Ledger, threat: str) -> float | None:
    """Return when a threat first was within reach of an own sensor, in seconds; None if never, and for a site."""
    unit = ledger.seen_by.units.get(threat)
    if unit is None or unit.side == ledger.seen_by.own:
        return None
    path, flight = ledger.path(threat), ledger.terms.scenario.flights[unit.flight]
    instants = [first_within_s(path, sensor_path, reach_m) for sensor_path, reach_m in _reaches(ledger, flight)]
    instants.append(ledger.detected_s.get(threat))  # whoever is seen was in range, whatever rounding says
    return min((at_s for at_s in instants if at_s is not None), default=None)


def _reaches(ledger: Ledger, target: Flight) -> Iterator[tuple[list[Piece], float]]:
    """Yield where each own sensor was, and how far it reaches against a flight, in metres."""
    scenario, own = ledger.terms.scenario, ledger.seen_by.own
    carriers: list[tuple[list[Piece], Flight | Site]] = [
        (ledger.path(unit.name), scenario.flights[unit.flight]) for unit in ledger.seen_by.own_units
    ]
    carriers += [([still(site.at_m)], site) for site in scenario.sites.values() if site.side == own]
    for path, spec in carriers:
        if spec.radar is not None and spec.emission is Emission.ON:
            yield path, radar_range_m(spec.radar.range_m, target.signature)
        receiver = spec.receiver if isinstance(spec, Flight) else None
        if receiver is not None and target.radar is not None and target.emission is Emission.ON:
            yield path, receiver.range_m
