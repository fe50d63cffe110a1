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
from sim.measure.perspective import Unit
from sim.measure.trails import Instants, Spans, Timed, instants_of, spans_of, trails_of
from sim.model.sensors import SENSORS, Emission, Seen
from sim.scenario.schema import Flight, Scenario, Site
from sim.trial import records as log
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
    instants = [first_within_s(path, sensor_path, reach_m) for path, sensor_path, reach_m in _reaches(ledger, unit)]
    instants.append(ledger.detected_s.get(threat))  # whoever is seen was in range, whatever rounding says
    return min((at_s for at_s in instants if at_s is not None), default=None)


def _reaches(ledger: Ledger, threat: Unit) -> Iterator[tuple[list[Piece], list[Piece], float]]:
    """Yield the paths of a threat and of each own sensor while it works, and how far it reaches unjammed, in metres."""
    scenario, own = ledger.terms.scenario, ledger.seen_by.own
    flight, path = scenario.flights[threat.flight], ledger.path(threat.name)
    heard_s = _emits_from_s(ledger, threat.name, flight)
    carriers: list[tuple[str, list[Piece], Flight | Site]] = [
        (unit.name, ledger.path(unit.name), scenario.flights[unit.flight]) for unit in ledger.seen_by.own_units
    ]
    carriers += [(name, [still(site.at_m)], site) for name, site in scenario.sites.items() if site.side == own]
    for name, sensor_path, spec in carriers:
        for sensor in filter(None, (getattr(spec, kind, None) for kind in SENSORS)):
            from_s = _emits_from_s(ledger, name, spec) if sensor.emits else 0.0
            reach_m = sensor.reach_m(Seen(flight.signature, is_emitting=False))
            if reach_m is None:
                reach_m, from_s = sensor.reach_m(Seen(flight.signature, is_emitting=True)), max(from_s, heard_s)
            if reach_m is not None and from_s < math.inf:
                yield path, [piece.since(from_s) for piece in sensor_path if piece.to_s > from_s], reach_m


def _emits_from_s(ledger: Ledger, name: str, spec: Flight | Site) -> float:
    """Return from when on a node can be heard, in seconds; infinite when it never can."""
    is_heard = spec.radar is not None or (isinstance(spec, Flight) and spec.jammer is not None)
    if not is_heard or spec.emission is Emission.SILENT:
        return math.inf
    if spec.emission is Emission.ON:
        return 0.0
    return min((on.at_s for on in ledger.of(log.SwitchedOn) if on.node == name), default=math.inf)
