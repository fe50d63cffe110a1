"""Setting the stage: from a scenario to a world in which every process is about to start.

Entities are created in name order, and nothing here asks which side anything is on.
"""

from __future__ import annotations

import math
from dataclasses import replace

from sim.base.chance import Luck
from sim.base.units import NM
from sim.model.geometry import unit
from sim.model.kinds import Point
from sim.model.routes import length_m
from sim.scenario.carriers import support_flights
from sim.scenario.schema import Flight, FlightRole, Scenario, window_of
from sim.scenario.waves import start_of
from sim.trial.base import Base
from sim.trial.breakdowns import stow
from sim.trial.comms import Comms
from sim.trial.controller import Controller
from sim.trial.duals import correlate
from sim.trial.element import Element
from sim.trial.fuelling import give_fuel, meet_tankers
from sim.trial.gateway import Gateway
from sim.trial.ground import GroundTarget
from sim.trial.grounded import Ground
from sim.trial.group import Group
from sim.trial.hold import Hold
from sim.trial.identification import Identifier, known_friends
from sim.trial.link_jamming import datalink_of
from sim.trial.merge import Merges
from sim.trial.missiles import Missiles
from sim.trial.plans.base import Plan
from sim.trial.plans.escort import EscortPlan
from sim.trial.plans.patrol import PatrolPlan
from sim.trial.plans.route import RoutePlan, Stop
from sim.trial.plans.strike import StrikePlan
from sim.trial.plans.suppress import SuppressPlan, begin_effort
from sim.trial.plans.tanker import TankerPlan
from sim.trial.reasons import Purpose
from sim.trial.referee import Body
from sim.trial.rules import Rulebook, are_rules_declared
from sim.trial.sensing import sensors_of
from sim.trial.site import Site
from sim.trial.waves import Waves
from sim.trial.world import World
from sim.trial.zone import CommitZone

TRAIL_M = 1.0 * NM
"""Elements of one flight on a route follow one another at this distance."""

SPREAD_M = 2.0 * NM
"""Elements of one patrol wait at this distance from one another, towards home."""


def set_stage(scenario: Scenario, luck: Luck) -> World:
    """Return the world of one trial, complete but not yet started."""
    world = World(scenario, luck)
    world.missiles = Missiles(world)
    world.comms = Comms(world)
    for name, base in sorted(scenario.bases.items()):
        world.bases[name] = Base(world, name, base)
    if any(flight.close_in is not None for flight in scenario.flights.values()):
        world.merges = Merges(world)
    for name, target in sorted(scenario.targets.items()):
        world.targets[name] = GroundTarget(world, name, target)
    for name, flight in sorted(scenario.flights.items()):
        _add_group(world, name, flight)
    for name, site in sorted(scenario.sites.items()):
        world.sites[name] = Site(world, name, site)
    for name, controller in sorted(scenario.controllers.items()):
        world.controllers[name] = Controller(world, name, controller)
    _make_plans(world)
    meet_tankers(world)
    _connect(world)
    stow(world)
    _lay_down_rules(world)
    if any(group.is_waiting for group in world.groups.values()):
        world.waves = Waves(world, give_plans)
    _equip(world)
    for element in world.elements.values():
        if not element.group.is_waiting:
            begin_effort(element)
    return world


def _add_group(world: World, name: str, flight: Flight) -> None:
    group = world.groups[name] = Group(world, name, flight)
    group.is_support = flight.decoy is None and name in support_flights(world.scenario)
    for number, size in enumerate(flight.element_sizes, start=1):
        element = Element(world, group, f"{name}-{number}", size)
        group.elements.append(element)
        world.elements[element.name] = element
        world.bodies[element] = element.body
    group.lead = group.elements[0]


def _park(element: Element, base: Base) -> None:
    """Let an element begin on the ground."""
    element.base = base
    element.ground = Ground(element, base)
    element.is_flying = False
    element.plan.start_from(base.spec.at_m)
    element.body.x_m, element.body.y_m = base.spec.at_m
    element.body.until_s = math.inf  # it stays where it is until it takes off


def _make_plans(world: World) -> None:
    """Give every element its plan; escorts last, because their station hangs on their charge's way."""
    groups = sorted(world.groups.values(), key=lambda group: group.spec.role is FlightRole.ESCORT)
    for group in groups:
        if group.spec.escort is not None:
            group.charge = world.groups[group.spec.escort.of]
            group.charge.followers.append(group)
        group.is_waiting = start_of(world.scenario.flights, group.name) is not None
        if not group.is_waiting:
            give_plans(world, group)
        _add_zone(world, group)


def give_plans(world: World, group: Group) -> None:
    """Give the elements of a flight their plans, places and fuel, from now on; a strike its hold."""
    spec = group.spec
    for number, element in enumerate(group.elements):
        element.plan = _plan(world, group, number)
        element.plan.element = element
        element.body.x_m, element.body.y_m = element.plan.start_m
        element.body.since_s = element.body.until_s = world.now
        if spec.base is not None:
            _park(element, world.bases[spec.base])
        give_fuel(world, element)
    if spec.strike is not None and spec.strike.hold_until_ready is not None:
        group.hold = Hold(world, group, spec.strike.hold_until_ready)


def _plan(world: World, group: Group, number: int) -> Plan:
    spec = group.spec
    dash_mps = spec.speed_mps if spec.dash_mps is None else spec.dash_mps
    # What a flight that something calls has to do by an instant, it has to do so long after its start.
    called_s = world.now if spec.starts is not None and spec.starts.at_s is None else 0.0
    if spec.escort is not None:
        assert group.charge is not None, "escorts are tied to their charge before they get plans"
        station = (spec.escort.ahead_m, _alternate(spec.escort.abeam_m, number))
        return EscortPlan(group.charge, station, (spec.speed_mps, dash_mps))
    if spec.patrol is not None:
        at_m = spec.patrol.at_m
        home_m = at_m if spec.patrol.home_m is None else spec.patrol.home_m
        until_s = None if spec.patrol.until_s is None else spec.patrol.until_s + called_s
        plan = PatrolPlan(_towards(at_m, home_m, SPREAD_M * number), home_m, until_s, spec.speed_mps)
        if spec.starts is not None:
            plan.start_from_home()
        return plan
    if spec.tanker is not None:
        return TankerPlan(spec.tanker, spec.tanker.on_station_s + _timing_error_s(world, group), spec.speed_mps)
    return _route_plan(world, group, number, called_s)


def _route_plan(world: World, group: Group, number: int, called_s: float) -> Plan:
    """Return the plan of one element of a flight with a route."""
    spec, now = group.spec, world.now
    route = world.scenario.routes[str(spec.route)]
    trail_s = number * TRAIL_M / spec.speed_mps
    error_s = _timing_error_s(world, group)
    late_s = error_s + trail_s
    flown_s = length_m(route.all_points_m[: route.release_index + 1]) / spec.speed_mps
    if spec.suppress is not None:
        opens_s, closes_s = (at_s + called_s for at_s in window_of(spec.suppress, world.scenario))
        window_s = opens_s + error_s, closes_s + error_s
        departs_s = max(opens_s - flown_s + late_s, now)
        return SuppressPlan(spec.suppress, route, spec.speed_mps, (departs_s, window_s))
    if spec.strike is None:
        return RoutePlan(route, spec.speed_mps, max((spec.start_s or now) + late_s, now))
    strike = spec.strike if not called_s else replace(spec.strike, tot_s=spec.strike.tot_s + called_s)
    hold = strike.hold_until_ready
    early_s = 0.0 if hold is None else hold.early_s
    plan = StrikePlan(strike, route, spec.speed_mps, max(strike.tot_s - early_s - flown_s + late_s, now))
    if hold is not None:
        to_fly_s = length_m(route.all_points_m[hold.point : route.release_index + 1]) / spec.speed_mps
        plan.stop = Stop(hold.point, strike.tot_s - to_fly_s + trail_s, Purpose.HOLD)
    return plan


def _alternate(abeam_m: float, number: int) -> float:
    """Return the abeam offset of the n-th element: right, left, twice as far right, ..."""
    return abeam_m * (number // 2 + 1) * (1.0 if number % 2 == 0 else -1.0)


def _towards(here: Point, there: Point, distance_m: float) -> Point:
    east, north = unit((there[0] - here[0], there[1] - here[1]))
    return here[0] + east * distance_m, here[1] + north * distance_m


def _timing_error_s(world: World, group: Group) -> float:
    """Return a flight's error of start: its own, and the one that its package shares."""
    timing = group.spec.timing
    error_s = 0.0
    if timing.own_sd_s:
        error_s += timing.own_sd_s * world.shared_normal(f"timing/{group.name}")
    if timing.shared_sd_s:
        package = group.spec.package or group.name
        error_s += timing.shared_sd_s * world.shared_normal(f"timing/package/{package}")
    return error_s


def _add_zone(world: World, group: Group) -> None:
    spec, charge = group.spec, group.charge
    if spec.escort is not None and charge is not None and charge.lead is not None:
        anchor, range_m = charge.lead.body, spec.escort.commit_range_m
    elif spec.patrol is not None:
        anchor, range_m = Body(f"{group.name} patrol", spec.patrol.at_m), spec.patrol.commit_range_m
    else:
        return
    group.zone = CommitZone(world.referee, anchor, range_m)
    if spec.alert is not None and spec.alert.scramble_range_m is not None:
        group.alert_zone = CommitZone(world.referee, anchor, spec.alert.scramble_range_m)
        for element in group.elements:
            if element.ground is not None:
                group.alert_zone.listen(element.ground)


def _connect(world: World) -> None:
    """Put nodes on their links, and flights under the controller of their link."""
    for name, link in sorted(world.scenario.links.items()):
        datalink = world.datalinks[name] = datalink_of(world, name, link)
        for member in sorted(link.members):
            if member in world.groups:
                for element in world.groups[member].elements:
                    element.join(datalink)
            elif member in world.sites:
                world.sites[member].join(datalink)
            else:
                world.controllers[member].join(datalink)
        commands = [node for node in datalink.members.values() if isinstance(node, Controller)]
        for member in sorted(link.members):
            if commands and member in world.groups and world.groups[member].controller is None:
                commands[0].command(world.groups[member])
    for name, gateway in sorted(world.scenario.gateways.items()):
        world.gateways[name] = Gateway(world, name, gateway)
    correlate(world)
    if world.gateways:
        _command_through_gateways(world)
    for group in world.groups.values():
        if group.zone is not None and (group.controller is None or not group.controller.is_central):
            for element in group.elements:
                group.zone.listen(element)


def _command_through_gateways(world: World) -> None:
    """Put flights without a controller on their links under the nearest that gateways let them reach."""
    for group in world.groups.values():
        if group.controller is None and group.lead is not None:
            for datalink in world.comms.ways(group.lead):
                controllers = [node for node in datalink.members.values() if isinstance(node, Controller)]
                if controllers:
                    controllers[0].command(group)
                    break


def _lay_down_rules(world: World) -> None:
    """Let who can identify do so, and bind everybody by rules, where any are declared."""
    if not are_rules_declared(world.scenario):
        return
    for element in world.elements.values():
        if element.group.spec.identification is not None:
            element.identifier = Identifier(element, element.group.spec.identification)
    for site in world.sites.values():
        if site.spec.identification is not None:
            site.identifier = Identifier(site, site.spec.identification)
    for node in (*world.elements.values(), *world.sites.values(), *world.controllers.values()):
        node.befriend(known_friends(world, node))
    world.rulebook = Rulebook(world)


def _equip(world: World) -> None:
    """Switch jammers and sensors on; jammers first, so that nobody is seen at the first instant from behind one."""
    flying = [element for element in world.elements.values() if element.is_flying]
    for element in flying:
        if element.group.spec.jammer is not None and element.is_emitting:
            world.sensing.jam(element)
    for element in flying:
        sensors = sensors_of(element.group.spec, is_emitting=element.is_emitting)
        world.sensing.equip(element, element.body, sensors, len(element.members))
    for site in world.sites.values():
        world.bodies[site] = site.body
        site.switch_on()
