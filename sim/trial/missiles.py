"""Missiles in the air: fired in volleys, re-aimed at each turn of their target, judged at impact.

A missile needs no process: it flies straight until an instant that is known. It names one member and looks up that
member's element at each aim. All impacts of one instant are judged before any removal, so both sides may die.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.geometry import intercept_time_s, velocity_towards
from sim.model.kinds import Point
from sim.model.weapons import Manoeuvre, Missile, hit_prob
from sim.trial.clock import IMPACT, REMOVE, Entry
from sim.trial.inbox import Inbox
from sim.trial.messages import Looked, UnderFire, VolleyOver
from sim.trial.reasons import MissReason
from sim.trial.records import Hit, LotFaulty, Missed, Shot, SupportLost, Warned

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World


class Volley:
    """What one shooter fires at one group at one time."""

    __slots__ = ("by", "in_flight", "look_s", "members", "noticed", "number", "origin_m", "shooter", "target")

    def __init__(self, number: int, shooter: Inbox, target: Element, origin_m: Point, look_s: float) -> None:
        self.number = number
        self.shooter: Inbox | None = shooter  # None when the shooter no longer cares
        self.by = ""  # the element or site that fires it
        self.target = target
        self.origin_m = origin_m
        self.look_s = look_s
        self.in_flight = 0
        self.members: dict[str, None] = {}  # at whom, in order
        self.noticed = False


class InFlight:
    """One missile in the air, on a straight leg from where it was last aimed."""

    __slots__ = (
        "at_m",
        "burnout_s",
        "entry",
        "launched_s",
        "member",
        "number",
        "since_s",
        "spec",
        "unsupported",
        "velocity",
        "volley",
    )

    def __init__(self, number: int, volley: Volley, member: str, spec: Missile, now: float) -> None:
        self.number = number
        self.volley = volley
        self.member = member
        self.spec = spec
        self.launched_s = self.since_s = now
        self.burnout_s = now + spec.flyout_m / spec.speed_mps
        self.at_m = volley.origin_m
        self.velocity = (0.0, 0.0)
        self.unsupported = False
        self.entry: Entry | None = None


class Missiles:
    """Every missile of one trial."""

    __slots__ = ("_fired", "_lots", "_volleys", "_world", "in_flight")

    def __init__(self, world: World) -> None:
        self._world = world
        self._fired = 0
        self._volleys = 0
        self._lots: dict[str, float] = {}  # the luck of each lot that may be faulty
        self.in_flight = 0

    def volley(self, shooter: Inbox, target: Element, origin_m: Point, look_s: float) -> Volley:
        """Begin a volley; `look_s` after its last missile the shooter is told that it may look."""
        self._volleys += 1
        return Volley(self._volleys, shooter, target, origin_m, look_s)

    def next_number(self) -> int:
        """Return a number for a missile, or for a shot in a merge; none is given twice."""
        self._fired += 1
        return self._fired

    def fire(self, volley: Volley, spec: Missile, member: str, *, names: tuple[str, str], track_age_s: float) -> None:
        """Fire one missile of a volley at one member. `names`: the shooter, and the member or site that fires."""
        world = self._world
        now = world.clock.now
        self.in_flight += 1
        volley.in_flight += 1
        volley.members[member] = None
        missile = InFlight(self.next_number(), volley, member, spec, now)
        target = volley.target
        range_m = math.dist(volley.origin_m, target.body.position(now))
        shooter, by = names
        volley.by = shooter
        world.record(Shot(now, missile.number, shooter, by, target.name, member, volley.number, range_m, track_age_s))
        if spec.faulty_prob:
            self._open_lot(volley, spec)
        target.inbound[missile] = None
        self.aim(missile)

    def warn(self, volley: Volley) -> None:
        """Draw once whether the target notices a volley that was just fired at it."""
        target = volley.target
        if target.is_gone:
            return
        defence = target.group.spec.defence
        if defence.warned_prob and self._world.luck.happens(f"warn/{target.name}", defence.warned_prob):
            volley.noticed = True
            self._world.record(Warned(self._world.clock.now, target.name, volley.number))
            if self._world.rulebook is not None:
                self._world.rulebook.hostile_act(volley)
            if defence.manoeuvre is Manoeuvre.BEAM:
                target.inbox.post(UnderFire(volley))

    def aim(self, missile: InFlight) -> None:
        """Point a missile at where its target will be, from now on."""
        clock = self._world.clock
        now = clock.now
        if missile.entry is not None:
            clock.cancel(missile.entry)
        elapsed = now - missile.since_s
        missile.at_m = (
            missile.at_m[0] + missile.velocity[0] * elapsed,
            missile.at_m[1] + missile.velocity[1] * elapsed,
        )
        missile.since_s = now
        target = missile.volley.target
        if target.is_gone:
            # Fired at what is dead already, it flies as far as to where that would be.
            flies_s = math.dist(missile.at_m, target.body.position(now)) / missile.spec.speed_mps
            is_new = missile.entry is None
            missile.entry = clock.at(now + flies_s if is_new else now, IMPACT, self._judge, missile)
            return
        here, there = missile.at_m, target.body.position(now)
        vx, vy = target.body.velocity
        speed_mps = missile.spec.speed_mps
        flight_s = intercept_time_s((there[0] - here[0], there[1] - here[1]), (vx, vy), speed_mps)
        if flight_s is not None:
            there = (there[0] + vx * flight_s, there[1] + vy * flight_s)
        missile.velocity = velocity_towards(here, there, speed_mps)
        if flight_s is None or now + flight_s > missile.burnout_s + 1e-9:
            missile.entry = clock.at(max(missile.burnout_s, now), IMPACT, self._burn_out, missile)
        else:
            missile.entry = clock.at(now + flight_s, IMPACT, self._judge, missile)

    def end_support(self, volley: Volley) -> None:
        """Let the missiles of a volley do without support from now on; those that are active do not mind."""
        now = self._world.clock.now
        for missile in volley.target.inbound:
            spec, entry = missile.spec, missile.entry
            if missile.volley is not volley or missile.unsupported or entry is None:
                continue
            done_s, whole_s = now - missile.launched_s, entry[0] - missile.launched_s
            if spec.active_at_share and done_s < spec.active_at_share * whole_s:
                missile.unsupported = True
                self._world.record(SupportLost(now, missile.number, volley.by))

    def _open_lot(self, volley: Volley, spec: Missile) -> None:
        """Draw once in the trial whether a lot is faulty."""
        lot = self._lot(volley, spec)
        if lot not in self._lots:
            luck = self._lots[lot] = self._world.luck.uniform(f"lot/{lot}")
            if luck < spec.faulty_prob:
                self._world.record(LotFaulty(self._world.clock.now, self._owner(volley), lot))

    def _lot(self, volley: Volley, spec: Missile) -> str:
        return spec.lot or self._owner(volley)

    def _owner(self, volley: Volley) -> str:
        """Return the flight or site whose missiles these are."""
        element = self._world.elements.get(volley.by)
        return volley.by if element is None else element.group.name

    def _judge(self, missile: InFlight) -> None:
        """Decide at impact whether a missile hits; the loss itself comes after all impacts of the instant."""
        world = self._world
        now = world.clock.now
        target = missile.volley.target
        if target.is_gone or missile.member not in [member.name for member in target.members]:
            self._miss(missile, MissReason.TARGET_GONE)
            return
        share = min((now - missile.launched_s) * missile.spec.speed_mps / missile.spec.flyout_m, 1.0)
        spec = missile.spec
        chance = hit_prob(spec, share, defending=missile.volley.noticed)
        if missile.unsupported:
            chance *= spec.unsupported_factor
        if spec.faulty_prob and self._lots[self._lot(missile.volley, spec)] < spec.faulty_prob:
            chance *= spec.faulty_factor
        if not world.luck.happens(f"hit/{missile.member}", chance):
            self._miss(missile, MissReason.CHANCE)
            return
        world.record(Hit(now, missile.number, missile.member))
        if world.rulebook is not None:
            world.rulebook.hostile_act(missile.volley)
        world.clock.at(now, REMOVE, self._remove, missile)
        self._end(missile)

    def _remove(self, missile: InFlight) -> None:
        target = missile.volley.target
        if missile.member in [member.name for member in target.members]:
            self._world.lose_member(target, missile.member, missile.number)

    def _burn_out(self, missile: InFlight) -> None:
        self._miss(missile, MissReason.OUT_OF_REACH)

    def _miss(self, missile: InFlight, reason: MissReason) -> None:
        self._world.record(Missed(self._world.clock.now, missile.number, missile.member, reason))
        self._end(missile)
        self._world.end_when_idle()

    def _end(self, missile: InFlight) -> None:
        """Take a missile out of the air, and close its volley with the last."""
        missile.volley.target.inbound.pop(missile, None)
        missile.entry = None
        self.in_flight -= 1
        volley = missile.volley
        volley.in_flight -= 1
        if volley.in_flight == 0:
            clock = self._world.clock
            clock.at(clock.now + volley.look_s, REMOVE, self._look, volley)  # after the losses of that instant
            if volley.noticed and volley.target.group.spec.defence.manoeuvre is Manoeuvre.BEAM:
                volley.target.inbox.post(VolleyOver(volley))

    @staticmethod
    def _look(volley: Volley) -> None:
        if volley.shooter is not None:
            volley.shooter.post(Looked(volley))
