"""The element: one to four aircraft that fly, see and decide together. It flies its plan unless it has a task."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.model.command import Authority
from sim.model.geometry import intercept_time_s
from sim.model.kinds import Point, Vector
from sim.model.sensors import Emission
from sim.trial.choosing import Chooser
from sim.trial.clock import Phase
from sim.trial.delegation import hear
from sim.trial.guard import Guard
from sim.trial.inbox import Steps
from sim.trial.looks import Looks
from sim.trial.messages import (
    BaseChanged,
    Claim,
    Delegated,
    FuelLow,
    InRange,
    LeashBroken,
    Looked,
    MergeOver,
    Met,
    Order,
    Reassess,
    Recalled,
    Reconsider,
    Refuelled,
    RunwayFree,
    TankerGone,
    TargetGone,
    Threatened,
    ThreatPassed,
    TimeToChoose,
    Turned,
    UnderFire,
    VolleyOver,
    WayChanged,
)
from sim.trial.node import Node
from sim.trial.plans.base import SAME_S, Leg, Plan
from sim.trial.reasons import BreakReason, Cause, LeaveReason, Purpose, Refusal
from sim.trial.records import BrokeOff, CannotComply, Committed, LegStarted, OnStation, OrderReceived, Started
from sim.trial.referee import TOUCH_M, Body
from sim.trial.tasks import Member, Task
from sim.trial.voice import Voice

if TYPE_CHECKING:
    from sim.trial.base import Base
    from sim.trial.fence import Fence
    from sim.trial.fuel import Aboard, Tank
    from sim.trial.grounded import Ground
    from sim.trial.group import Group
    from sim.trial.merge import Merge
    from sim.trial.missiles import InFlight, Volley
    from sim.trial.world import World

BARRED_S: Final = 60.0
"""How long an element without a controller leaves alone what it has given up."""

SAME_MPS: Final = 1e-6
"""Legs whose velocities differ by less than this, and whose ends by less than SAME_S, are the same leg."""

TURN_MPS: Final = 20.0
"""A change of velocity below this is no turn that anybody would report or react to."""


class Element(Node):
    """One element: a body, a picture, members with missiles, a plan, and perhaps a task."""

    __slots__ = (
        "_legs",
        "_presses_on",
        "_reacts",
        "aboard",
        "base",
        "body",
        "chooser",
        "dash_mps",
        "fence",
        "ground",
        "group",
        "guard",
        "inbound",
        "is_cautious",
        "is_emitting",
        "is_flying",
        "looks",
        "members",
        "merge",
        "merges_again_s",
        "plan",
        "purpose",
        "reach_m",
        "seen_by",
        "tank",
        "task",
        "voice",
    )

    plan: Plan

    def __init__(self, world: World, group: Group, name: str, size: int) -> None:
        spec = group.spec
        super().__init__(world, name, spec.side, spec.memory_s)
        self.group = group
        missiles = spec.missiles_each if spec.missile is not None else 0
        self.members = [Member(f"{name}.{number}", missiles) for number in range(1, size + 1)]
        self.dash_mps = spec.speed_mps if spec.dash_mps is None else spec.dash_mps
        # How far its missile may have to fly when it opens fire; 0 without missiles.
        self.reach_m = 0.0 if spec.missile is None else spec.missile.flyout_m * spec.shots.open_at_share
        self.body = Body(name, (0.0, 0.0), max(spec.speed_mps, self.dash_mps))
        self.body.until_s = 0.0  # its first leg starts with the trial
        self.purpose: Purpose | None = None
        self.task: Task | None = None
        self.aboard: tuple[Aboard, ...] = ()
        self.tank: Tank | None = None  # where fuel is declared
        self.is_flying = True
        self.base: Base | None = None  # where it lands; without one it recovers where its plan ends
        self.ground: Ground | None = None  # its stay on the ground, until it takes off
        self.is_emitting = spec.emission is Emission.ON
        self.inbound: dict[InFlight, None] = {}
        self.seen_by: dict[Node, None] = {}
        # Whether news of threats may make it give up its strike.
        self.is_cautious = spec.strike is not None and spec.strike.abort_if_uncovered
        self.merge: Merge | None = None
        self.merges_again_s = 0.0  # until then it begins no merge
        self._presses_on = spec.close_in is not None and spec.close_in.presses_on
        self.looks = Looks(world, name, spec.shots) if spec.shots.can_misjudge else None
        self._legs = 0
        self._reacts = False
        self.fence: Fence | None = None  # lines it may not cross, where a caveat draws any
        self.guard = Guard(self)
        self.chooser = Chooser(self)
        self.voice = Voice(self)

    # Facts.

    @property
    def is_gone(self) -> bool:
        """Whether it has left the world: lost or home."""
        return not self.is_flying

    @property
    def is_on_call(self) -> bool:
        """Whether it flies, or waits on alert, so that it can be given an order."""
        return self.is_flying or (self.ground is not None and self.ground.is_on_alert)

    @property
    def is_armed(self) -> bool:
        """Whether any member has a missile left, or needs none."""
        for member in self.members:  # asked often: `any` would make a generator each time
            if member.missiles:
                return True
        return self._presses_on

    @property
    def is_at_plan(self) -> bool:
        """Whether it flies and neither engages nor is in a merge."""
        return self.is_flying and self.task is None and self.merge is None

    @property
    def can_fight(self) -> bool:
        """Whether it could engage a threat now, if only to defend itself."""
        return self.is_at_plan and self.guard.runs_from is None and self.is_armed

    @property
    def is_free(self) -> bool:
        """Whether it could take a task now."""
        return self.can_fight and not self.plan.is_going_home

    @property
    def is_held_by_fuel(self) -> bool:
        """Whether fuel keeps it from tasks: it is low, or at its tanker."""
        return self.tank is not None and self.tank.holds_back

    def time_to_reach_s(self, there: Point, velocity: Vector) -> float | None:
        """Return how long it needs at dash speed to meet someone; None when it never can."""
        here = self.body.position(self.world.clock.now)
        return intercept_time_s((there[0] - here[0], there[1] - here[1]), velocity, self.dash_mps)

    def time_to_engage_s(self, there: Point, velocity: Vector) -> float | None:
        """Return 0 when someone is in launch range now, else the time to meet him; None when it never can."""
        missile = self.group.spec.missile
        if missile is not None:
            here, flies_s = self.body.position(self.world.clock.now), self.reach_m / missile.speed_mps
            ahead = (there[0] + velocity[0] * flies_s, there[1] + velocity[1] * flies_s)
            if math.dist(here, ahead) <= self.reach_m:
                return 0.0
        return self.time_to_reach_s(there, velocity)

    def can_engage(self, target: Element) -> bool:
        """Tell whether it could shoot at a tracked target now, or meet it some time, and no rule spares that target."""
        if self.shuns(target) or (self.fence is not None and self.fence.stops(target)):
            return False
        if self.looks is not None and not self.looks.held_alive(target):
            return False
        return self.time_to_engage_s(*self.estimate(target)) is not None

    def shuns(self, target: Element) -> bool:
        """Tell whether its rules spare a target for what it is held to be."""
        return self.binding is not None and self.binding.shuns(target)

    def leash(self) -> tuple[Body, float] | None:
        """Return what it is tied to when engaging, and how far it may go from it, in metres."""
        spec, charge = self.group.spec, self.group.charge
        if spec.escort is not None and charge is not None and charge.lead is not None:
            return charge.lead.body, spec.escort.leash_m
        if spec.patrol is not None and spec.patrol.leash_m is not None:
            return Body(f"{self.group.name} patrol", spec.patrol.at_m), spec.patrol.leash_m
        return None

    @property
    def is_at_leash_end(self) -> bool:
        """Whether it is as far from its charge as it may be, or farther; only a threat may make it fight there."""
        leash = self.leash()
        if leash is None:
            return False
        anchor, range_m = leash
        now = self.world.clock.now
        return math.dist(anchor.position(now), self.body.position(now)) >= range_m - TOUCH_M

    # The process.

    def fly(self) -> Steps:
        """Fly leg after leg; obey what arrives; stop when lost or home."""
        now = self.world.clock.now
        x_m, y_m = self.body.position(now)
        names = tuple(member.name for member in self.members)
        self.world.record(Started(now, self.name, self.group.name, names, x_m, y_m))
        if self.ground is None:
            self.resume()
        else:
            yield from self.ground.stay()
        while self.is_flying:
            message = yield from self.inbox.wait(self.body.until_s)
            if self.is_flying:
                self._act_on(message)
        self.inbox.close()

    def _act_on(self, message: object) -> None:
        """Deal with one message, or with the end of a leg."""
        match message:
            case None:
                self._end_leg()
            case InRange(task) if task is self.task:
                self._try_shoot()
            case Looked(volley):
                self._look(volley)
            case Turned():
                self._follow_turn()
            case Order():
                self._obey(message)
            case UnderFire(volley) if self.merge is None:
                self._defend(volley)
            case VolleyOver(volley) if self.guard.fire_passed(volley):
                self._fly_on()
            case TargetGone(task) if task is self.task and not task.awaits_look:
                gone = task.target.is_gone
                self.break_off(BreakReason.TARGET_DESTROYED if gone else BreakReason.TARGET_LOST)
            case Met(task) if task is self.task:
                task.meet()
            case MergeOver(reason) if self.merge is None:
                self._come_out(reason)
            case LeashBroken(task) if task is self.task and self.merge is None:
                self.break_off(BreakReason.LEASH)
            case Threatened(target, cause) if self.merge is None:
                self.guard.face(target, cause)
            case ThreatPassed(target):
                self.guard.stop_running(target)
            case TimeToChoose():
                self.chooser.choose()
            case Claim():
                self.chooser.note(message)
            case WayChanged():
                self._follow_charge()
            case Delegated(is_on):
                hear(self.group, delegated=is_on)
            case Reconsider():
                self.plan.reconsider()
            case FuelLow() | Refuelled() | TankerGone():
                self.plan.heed_fuel(message)
            case Recalled():
                self._go_home()
            case Reassess(target):
                self._reassess(target)
            case BaseChanged() if self.task is None:
                self.resume()
            case RunwayFree(base) if base is self.base and self.task is None:
                self.world.land(self)

    # Motion.

    def resume(self) -> None:
        """Fly what is due now: a merge, a defence, an evasion, the task, or the plan."""
        if self.merge is not None and self.merge.turns(self):
            self._fly(self.merge.leg(self))
            return
        if self.guard.is_manoeuvring:
            return
        if self.guard.runs_from is not None:
            self._fly(self.guard.away())
            return
        if self.task is not None:
            if self.task.target not in self.picture:
                if self.task.awaits_look:
                    self._fly(Leg(Purpose.INTERCEPT, self.body.velocity, math.inf))
                return  # else the news that it is gone is on its way to the inbox
            leg = self.task.aim()
            if leg is None:
                self.break_off(BreakReason.OUT_OF_REACH)
                return
        else:
            leg = self.plan.leg()
            if leg is None and self.base is not None:
                leg = self.base.receive(self)
        if leg is None:
            self.world.land(self)
            return
        kept = leg if self.fence is None else self.fence.kept(leg)
        if kept is None:
            self.break_off(BreakReason.LINE)
        else:
            self._fly(kept)

    def _fly(self, leg: Leg) -> None:
        """Start a leg from here and now."""
        world = self.world
        now = world.clock.now
        if self._is_flying_it(leg, now):
            return
        purpose, velocity, until_s = leg
        body = self.body
        x_m, y_m = at_m = body.position(now)
        if purpose is Purpose.STATION and self.purpose is not Purpose.STATION:
            world.record(OnStation(now, self.name))
            self.chooser.look_round()
        self._legs += 1
        self.purpose = purpose
        vx, vy = velocity
        world.record(LegStarted(now, self.name, self._legs, purpose, x_m, y_m, vx, vy, until_s))
        for thing in self.aboard:
            thing.leg_starts(leg)
        turn_mps = math.dist(velocity, body.velocity)
        world.referee.start_leg(body, at_m, velocity, until_s)
        for missile in tuple(self.inbound):
            world.missiles.aim(missile)
        if self.merge is not None:
            self.merge.turned(self)
        if turn_mps > TURN_MPS:
            world.turned(self)

    def _is_flying_it(self, leg: Leg, now: float) -> bool:
        """Tell whether the present leg is this very one, worked out again with other rounding."""
        body = self.body
        return (
            leg.purpose is self.purpose
            and now < body.until_s
            and (leg.until_s == body.until_s or abs(leg.until_s - body.until_s) < SAME_S)
            and math.dist(leg.velocity_mps, body.velocity) < SAME_MPS
        )

    def _end_leg(self) -> None:
        if self.task is None and not self.guard.is_manoeuvring:
            self.plan.leg_ended()
        self.resume()

    def _follow_charge(self) -> None:
        self.plan.charge_changed()
        self.guard.renew()
        if self.task is None:
            self.resume()

    # Engaging.

    def commit(self, target: Element, cause: Cause, told_before: int = 0) -> None:
        """Leave the plan to engage a target."""
        self.task = Task(self, target, cause, told_before)
        self.world.record(Committed(self.world.clock.now, self.name, target.name, cause))
        if self.world.waves is not None:
            self.world.waves.committed(self, target)
        self.voice.takes(target, unasked=cause is not Cause.ORDER)
        if not self.is_emitting and self.group.spec.emission is Emission.SILENT_UNTIL_COMMITTED:
            self._switch_on()
        self.task.begin()
        self.resume()

    def may_emit_now(self) -> None:
        """Switch on what only a rule kept off."""
        emission = self.group.spec.emission
        wants = self.task is not None if emission is Emission.SILENT_UNTIL_COMMITTED else emission is Emission.ON
        if self.is_flying and not self.is_emitting and wants:
            self._switch_on()

    def _switch_on(self) -> None:
        """Let radar and jammer work from now on, and be heard, unless a rule keeps them off."""
        if self.binding is not None and not self.binding.may_emit:
            return
        self.is_emitting = True
        spec, sensing = self.group.spec, self.world.sensing
        sensing.switch_on(self, spec.radar)
        sensing.look_again(self)
        if spec.jammer is not None:
            sensing.jam(self)

    def break_off(self, reason: BreakReason) -> None:
        """Stop engaging, tell who must know, and do what comes next."""
        task, self.task = self.task, None
        if task is None:
            return
        task.end()
        target = task.target
        now = self.world.clock.now
        self.world.record(BrokeOff(now, self.name, target.name, reason))
        if not target.is_gone:
            controller = self.group.controller
            self.chooser.bar(target, now + (BARRED_S if controller is None else controller.spec.barred_s))
        if not self.is_armed:
            self.plan.go_home()
        self.voice.leaves(target)
        self.plan.resumed()
        self.guard.face_next()
        if self.task is None:
            self.resume()
            self.chooser.look_round()

    def _try_shoot(self) -> None:
        task = self.task
        if task is None or self.guard.is_manoeuvring or self.merge is not None:
            return
        task.try_shoot()
        if task.volley is not None and not self.is_armed and not task.missile.active_at_share:
            self.break_off(BreakReason.NO_WEAPONS)

    def _reassess(self, target: Element) -> None:
        """Leave alone what is not to be engaged after all; shoot at what may be shot at now."""
        task = self.task
        if task is None:
            self.chooser.look_round()
        elif task.target is target:
            if self.shuns(target):
                self.break_off(BreakReason.IDENTITY)
            else:
                self._try_shoot()
                task.meet()

    def _look(self, volley: Volley) -> None:
        task = self.task
        if task is None or task.volley is not volley:
            return
        task.volley = None
        if self.looks is not None:
            self.looks.look(volley)
            if not self.looks.held_alive(task.target):
                gone = task.target.is_gone
                self.break_off(BreakReason.TARGET_DESTROYED if gone else BreakReason.HELD_DEAD)
                return
        elif task.target.is_gone:
            return
        if not self.is_armed:
            self.break_off(BreakReason.NO_WEAPONS)  # it stayed only to support its last missiles
        elif self.group.spec.shots.looks_again:
            self._try_shoot()
            if task is self.task and task.volley is None and task.target.is_gone:
                self.break_off(BreakReason.TARGET_DESTROYED)  # a wreck taken for alive, too far for another shot
        else:
            self.break_off(BreakReason.SHOTS_SPENT)

    def _follow_turn(self) -> None:
        self._reacts = False
        task = self.task
        if task is not None and not self.guard.is_manoeuvring and task.target in self.picture and task.is_off_course():
            self.resume()

    def _obey(self, order: Order) -> None:
        now, target = self.world.clock.now, order.target
        self.world.record(OrderReceived(now, self.name, target.name))
        refusal = self.refusal(target)
        if refusal is None:
            self.commit(target, Cause.ORDER, order.told_before)
        else:
            self.world.record(CannotComply(now, self.name, target.name, refusal))
            self.voice.refuses(target, refusal)

    def refusal(self, target: Element) -> Refusal | None:
        """Return why it cannot take an order against this target, checked on arrival."""
        if self.plan.is_going_home:
            return Refusal.FUEL if self.is_held_by_fuel else Refusal.GOING_HOME
        if not self.is_armed:
            return Refusal.NO_WEAPONS
        if self.task is not None or self.merge is not None or self.guard.runs_from is not None:
            return Refusal.BUSY
        if self.is_at_leash_end:
            return Refusal.AT_LEASH_END
        if self.shuns(target):
            return Refusal.IDENTITY
        if target not in self.picture:
            return Refusal.NO_TRACK
        if self.looks is not None and not self.looks.held_alive(target):
            return Refusal.HELD_DEAD
        return Refusal.LINE if self.fence is not None and self.fence.stops(target) else None

    def _defend(self, volley: Volley) -> None:
        leg = self.guard.under_fire(volley)
        if leg is not None:
            if self.task is not None:
                self.task.end_support()
            self._fly(leg)

    def _fly_on(self) -> None:
        """Take up the task or the plan again, because the missiles have passed."""
        if self.task is None:
            self.plan.resumed()
        self.resume()
        self._try_shoot()

    def _come_out(self, reason: LeaveReason) -> None:
        """Take up the task or the plan again, because the merge is over; who had enough of it disengages."""
        task = self.task
        if task is None:
            self.voice.checks_in()
            if self.purpose is Purpose.MERGE:
                self.take_up_plan()
            self.guard.face_next()
        elif task.target.is_gone:
            self.break_off(BreakReason.TARGET_DESTROYED)
        elif reason is LeaveReason.TIME_UP:
            self.break_off(BreakReason.DISENGAGED)
        elif task.is_off_leash:
            self.break_off(BreakReason.LEASH)
        elif not self.is_armed:
            self.break_off(BreakReason.NO_WEAPONS)
        else:
            self.resume()
            self._try_shoot()

    def take_up_plan(self) -> None:
        """Take up the plan again from here, and look round for something to do."""
        self.plan.resumed()
        self.resume()
        self.chooser.look_round()

    def _go_home(self) -> None:
        """Leave everything but self-defence, and go home."""
        self.plan.recall()
        for hold in self.group.awaited_by:
            hold.look_round()
        if self.task is not None:
            self.break_off(BreakReason.RECALLED)
        elif self.is_flying:
            self.resume()
        if self.is_flying:
            self.voice.signs_off()

    # Rules.

    def reassess(self, target: Element) -> None:
        """Think again about a target of which something became known."""
        self.share_if_allowed(target)
        self.inbox.post(Reassess(target))

    def is_defence(self, target: Element) -> bool:
        """Tell whether to fire at a target is self-defence, because of where it is."""
        return self.guard.is_defence(target)

    def provoked_by(self, target: Element) -> None:
        """Face an element that did a hostile act, if own sensors hold it."""
        self.guard.provoked_by(target)

    # News.

    def track_gained(self, target: Element) -> None:
        """Follow a new target, where the element tasks itself."""
        zone = self.group.zone
        if zone is not None and self.group.authority is not Authority.CENTRAL:
            zone.attend(target)
            if zone.holds(target):
                self.chooser.look_round()
        if self.is_cautious:
            self.inbox.post(Reconsider())
        if self.ground is not None:
            self.ground.track_gained(target)

    def track_moved(self, target: Element) -> None:
        """React to a turn of the target, after the time that takes."""
        if self.task is not None and self.task.target is target and not self._reacts:
            self._reacts = True
            clock = self.world.clock
            clock.at(clock.now + self.group.spec.reaction_s, Phase.DECIDE, self.inbox.post, Turned())
        if self.is_cautious:
            self.inbox.post(Reconsider())

    def track_dropped(self, target: Element) -> None:
        """Give up a target that is gone."""
        self.guard.lose_sight(target)
        if self.task is not None and self.task.target is target:
            self.inbox.post(TargetGone(self.task))

    def contact_gained(self, target: Element) -> None:
        """Keep an eye on how near a target comes that own sensors hold, and shoot if it is the task's."""
        if self.task is not None and self.task.target is target and self.task.is_in_range:
            self.inbox.post(InRange(self.task))
        self.guard.attend(target)

    def contact_lost(self, target: Element) -> None:
        """Watch no longer how near a target comes that own sensors have lost."""
        self.guard.forget(target)

    def zone_entered(self, target: Element) -> None:
        """Choose, when a tracked target comes within commit range."""
        if target in self.picture:
            self.chooser.look_round()

    def zone_left(self, target: Element) -> None:
        """A target out of commit range is no matter; a task that is under way goes on."""

    def leave(self) -> None:
        """Leave the world, lost or home."""
        self.is_flying = False
        self.body.until_s = math.inf
        if self.task is not None:
            self.task.end()
            self.task = None
        for thing in self.aboard:
            thing.leaves()
        if self.base is not None:
            self.base.withdraw(self)
        self.plan.ended()
        if self.merge is not None:
            self.merge.leave(self, LeaveReason.PARTED if self.members else LeaveReason.WON)
        self.voice.signs_off()
        self.inbox.post(None)
