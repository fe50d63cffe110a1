"""Setting out with fuel: tanks for those whose fuel counts, booms for tankers, and a tanker that is made late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.trial.fuel import Tank
from sim.trial.messages import Reconsider
from sim.trial.plans.refuel import FuelPlan
from sim.trial.plans.tanker import TankerPlan
from sim.trial.records import TankerDelayed
from sim.trial.tanker import Tanker

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World


def give_fuel(world: World, element: Element) -> None:
    """Give an element its tank and its booms, where the scenario declares them."""
    group = element.group
    spec = group.spec
    if spec.tanker is not None:
        assert isinstance(element.plan, TankerPlan), "a tanker flies a tanker's plan"
        tanker = world.tankers[group.name] = Tanker(element, spec.tanker, element.plan)
        element.aboard += (tanker,)
    if spec.fuel is not None:
        tank = element.tank = Tank(element, spec.fuel, 1.0 if spec.refuel is None else spec.refuel.to_share)
        element.aboard += (tank,)
        element.plan = FuelPlan(element, element.plan, tank, spec.refuel)


def meet_tankers(world: World) -> None:
    """Tell every tanker who plans to come."""
    for element in world.elements.values():
        refuel = element.group.spec.refuel
        if refuel is not None:
            world.tankers[refuel.at].clients.append(element)


def delay_tanker(world: World, inject: str, flight: str, by_s: float) -> None:
    """Let a tanker leave later, if it has not left yet."""
    tanker = world.tankers[flight]
    if tanker.plan.delay(by_s):
        world.record(TankerDelayed(world.clock.now, inject, flight, by_s))
        tanker.element.inbox.post(Reconsider())
