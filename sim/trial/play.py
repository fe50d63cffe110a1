"""Playing one trial: a scenario, a seed and a number in, a `Trial` with all its records out."""

from __future__ import annotations

import gc

from sim.base.chance import Chance
from sim.base.errors import BudgetExceededError
from sim.scenario.schema import Scenario
from sim.trial.breakdowns import Outages
from sim.trial.clock import Phase
from sim.trial.injects import Injects
from sim.trial.reasons import Status
from sim.trial.records import Ended, Trial, Unresolved
from sim.trial.setting import set_stage
from sim.trial.world import World


def run_trial(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Play trial `number` of a scenario under a root seed.

    chance: the streams of a run of trials that covers this one; the same numbers come out with or without it.

    Raises: TrialError when the model asks for something impossible. A trial that uses up its event budget is no
    error: it is returned with status ABORTED and what happened until then.
    """
    luck = (Chance(seed, number) if chance is None else chance).trial(number)
    collects = gc.isenabled()
    gc.disable()  # everything is in use until the end, and then let go of at once: nothing is there to be found
    try:
        world = set_stage(scenario, luck)
        status = _play(world)
        _close(world, status)
        trial = Trial(number, seed, status, tuple(world.records), world.clock.served)
        world.dissolve()
        return trial
    finally:
        if collects:
            gc.enable()


def _play(world: World) -> Status:
    """Start every process and run until the trial is over."""
    env = world.clock.env
    Injects(world).schedule()
    Outages(world).schedule()
    for element in world.elements.values():
        if not element.group.is_waiting:
            env.process(element.fly())
    for controller in world.controllers.values():
        env.process(controller.work())
    for site in world.sites.values():
        env.process(site.watch())
    for tanker in world.tankers.values():
        env.process(tanker.work())
    for base in world.bases.values():
        env.process(base.work())
    world.clock.at(world.scenario.ends_at_s, Phase.REMOVE, world.stop)
    try:
        world.clock.run()
    except BudgetExceededError:
        return Status.ABORTED
    return Status.FINISHED


def _close(world: World, status: Status) -> None:
    """Write the last records."""
    now = world.clock.now
    for element in world.elements.values():
        if element.is_flying:
            world.record(Unresolved(now, element.name, tuple(member.name for member in element.members)))
        elif element.ground is not None:
            world.record(element.ground.stayed())
    world.record(Ended(now, status, world.missiles.in_flight))
