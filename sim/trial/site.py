"""A surface site: sees, waits its reaction time, takes a channel, shoots, looks, shoots again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.sensors import Emission
from sim.model.sorting import SORTINGS
from sim.model.weapons import Missile
from sim.scenario.schema import Site as Spec
from sim.trial.clock import Phase
from sim.trial.desk import Desk
from sim.trial.inbox import Steps
from sim.trial.looks import Looks
from sim.trial.messages import Consider, Granted, Looked
from sim.trial.missiles import Volley
from sim.trial.node import Node
from sim.trial.records import InLaunchRange
from sim.trial.referee import Body, Watch
from sim.trial.sensing import sensors_of

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.suppression import Grip
    from sim.trial.world import World


class Site(Node):
    """One surface site."""

    __slots__ = (
        "_channels",
        "_finished",
        "_launch",
        "_looks",
        "_magazine",
        "_near",
        "_ready_s",
        "_volleys",
        "body",
        "grip",
        "is_emitting",
        "spec",
    )

    def __init__(self, world: World, name: str, spec: Spec) -> None:
        super().__init__(world, name, spec.side, spec.memory_s)
        self.spec = spec
        self.body = Body(name, spec.at_m)
        self.is_emitting = spec.emission is Emission.ON
        self._channels = Desk(world.clock, spec.channels, self.inbox)
        self._magazine = spec.magazine if spec.missile is not None else 0
        self._launch: dict[Element, Watch] = {}
        self._ready_s: dict[Element, float] = {}  # when the reaction time to each is over
        self._near: dict[Element, Watch] = {}  # how near those come whom its own radar sees, where rules bind it
        self._finished: set[Element] = set()
        self.grip: Grip | None = None  # of those who keep it down, where anybody is to
        self._looks = Looks(world, name, spec.shots) if spec.shots.can_misjudge else None
        self._volleys: dict[Volley, None] = {}  # those in the air, where missiles need support

    @property
    def _keeps_silent(self) -> bool:
        """Whether its radar waits for a target that the link brings into launch range."""
        is_silent = not self.is_emitting and self.spec.emission is Emission.SILENT_UNTIL_COMMITTED
        return is_silent and not (self.grip is not None and self.grip.blinds)

    def fail(self) -> bool:
        """Switch radar and channels off; missiles in the air fly on, and nobody looks what became of them."""
        self.end_support()
        self.world.sensing.retire(self)
        self.world.referee.unwatch_all(self.body)
        self._launch.clear()
        self._near.clear()
        worked = super().fail()
        self._channels = Desk(self.world.clock, self.spec.channels, self.inbox)
        return worked

    def restart(self) -> bool:
        """Switch radar and channels on again, with what is left in the magazine."""
        self.world.clock.env.process(self.watch())
        self.world.clock.give_way()
        self.switch_on()
        return super().restart()

    def switch_on(self) -> None:
        """Let eyes look, and the radar where it works from the start."""
        self.is_emitting = self.spec.emission is Emission.ON
        self.world.sensing.equip(self, self.body, sensors_of(self.spec, is_emitting=self.is_emitting), 1)
        if self.grip is not None:
            self.grip.renew()

    def watch(self) -> Steps:
        """Deal with what comes into range."""
        while True:
            match (yield from self.inbox.wait()):
                case Consider(target):
                    self._ask_for_channel(target)
                case Granted(target):
                    self._shoot(target)
                case Looked(volley):
                    self._look(volley)

    def _ask_for_channel(self, target: Element) -> None:
        if self._may_shoot(target) and target not in self._channels:
            here, there = self.spec.at_m, target.body.position(self.world.clock.now)
            self._channels.ask(target, round(math.dist(here, there) / target.dash_mps, 3))

    def _may_shoot(self, target: Element) -> bool:
        watch = self._launch.get(target)
        is_open = target in self.picture and not target.is_gone and target not in self._finished
        if self._shuns(target) or (self.grip is not None and self.grip.holds_fire):
            return False
        if self._looks is not None and not self._looks.held_alive(target):
            return False
        return is_open and self._magazine > 0 and watch is not None and watch.inside

    def _shoot(self, target: Element) -> None:
        missile = self.spec.missile
        if missile is None or not self._may_shoot(target):
            self._channels.leave(target)
            return
        if self.binding is not None and not self.binding.may_fire(target):
            self._channels.leave(target)  # until more is known of it
            return
        age_s = self.track_age_s(target)
        if age_s > missile.track_age_limit_s:
            self._wait_for_update(target)
            return
        self._fire(target, missile, age_s)

    def _fire(self, target: Element, missile: Missile, age_s: float) -> None:
        """Fire a volley at the aircraft of a group that are held to be alive."""
        spec, world, looks = self.spec, self.world, self._looks
        members = [member.name for member in target.members] if looks is None else looks.held_alive(target)
        stream = f"sort/{self.name}"
        (places,) = SORTINGS[spec.sorting](1, len(members), 0, lambda: world.luck.uniform(stream))
        volley = world.missiles.volley(self.inbox, target, spec.at_m, spec.shots.look_s)
        for place in places:
            for _ in range(min(spec.shots.per_member, self._magazine)):
                self._magazine -= 1
                world.missiles.fire(volley, missile, members[place], names=(self.name, self.name), track_age_s=age_s)
        if missile.active_at_share:
            self._volleys[volley] = None
        world.missiles.warn(volley)

    def _wait_for_update(self, target: Element) -> None:
        """Free the channel, and try again when the link's next update may have come."""
        self._channels.leave(target)
        if self.update_s is not None:
            clock = self.world.clock
            again_s = clock.now + self.update_s
            clock.at(again_s, Phase.DECIDE, self.inbox.post, Consider(target))

    def _look(self, volley: Volley) -> None:
        """Shoot again at what is left, or free the channel."""
        self._volleys.pop(volley, None)
        target, looks, missile = volley.target, self._looks, self.spec.missile
        if looks is not None:
            looks.look(volley)
            if target.is_gone and missile is not None and self._magazine and looks.held_alive(target):
                self._fire(target, missile, 0.0)
                return
        if self.spec.shots.looks_again and self._may_shoot(volley.target):
            self._shoot(volley.target)
            return
        if not self.spec.shots.looks_again:
            self._finished.add(volley.target)
        self._channels.leave(volley.target)

    def reassess(self, target: Element) -> None:
        """Consider a target anew, unless it is being dealt with."""
        super().reassess(target)
        watch = self._launch.get(target)
        if watch is None or target in self._channels:
            return
        if watch.inside:
            self._break_silence(target)
        if self._ready_s[target] <= self.world.clock.now:
            self.inbox.post(Consider(target))

    def is_defence(self, target: Element) -> bool:
        """Tell whether to fire at a target is self-defence: its own radar sees it that near."""
        near = self._near.get(target)
        return near is not None and near.inside

    def end_support(self) -> None:
        """Guide what is in the air no more."""
        for volley in self._volleys:
            self.world.missiles.end_support(volley)
        self._volleys.clear()

    def fire_again(self) -> None:
        """Consider everything in launch range anew, because nobody keeps the site down any more."""
        for target, watch in tuple(self._launch.items()):
            if watch.inside:
                self._break_silence(target)
                self._consider(target)

    def contact_gained(self, target: Element) -> None:
        """Prepare to shoot at what the own radar sees."""
        self._prepare(target)
        if self.binding is not None and self.spec.self_defence_m:
            self._near[target] = self.world.referee.watch(
                self.body, target.body, self.spec.self_defence_m, entered=self.reassess, about=target
            )
        if self.spec.emission is Emission.SILENT_UNTIL_COMMITTED and self._may_shoot(target):
            self._consider(target)  # the radar was switched on for it, and has found it now

    def track_gained(self, target: Element) -> None:
        """Prepare to shoot on a track from the link, where the missile may be fired on one, or to switch on for it."""
        if self._keeps_silent or (self.spec.missile is not None and self.spec.missile.track_age_limit_s > 0.0):
            self._prepare(target)

    def contact_lost(self, target: Element) -> None:
        """Give up what the own radar lost, unless the link's track will do; missiles in the air fly on."""
        near = self._near.pop(target, None)
        if near is not None:
            self.world.referee.unwatch(near)
        if self.spec.missile is None or self.spec.missile.track_age_limit_s == 0.0:
            self._give_up(target)

    def track_dropped(self, target: Element) -> None:
        """Give up what is gone."""
        self._give_up(target)

    def _prepare(self, target: Element) -> None:
        """Watch for launch range; the reaction time runs from here."""
        missile, world = self.spec.missile, self.world
        if missile is None or not self._magazine or target in self._launch:
            return
        reach_m = missile.flyout_m * self.spec.shots.open_at_share
        self._ready_s[target] = world.clock.now + self.spec.reaction_s
        self._launch[target] = world.referee.watch(
            self.body,
            target.body,
            reach_m,
            lead_s=reach_m / missile.speed_mps,
            entered=self._in_range,
            left=self._out_of_range,
            about=target,
        )

    def _give_up(self, target: Element) -> None:
        watch = self._launch.pop(target, None)
        if watch is not None:
            self.world.referee.unwatch(watch)
            self._out_of_range(target)

    def _in_range(self, target: Element) -> None:
        self._break_silence(target)
        self.world.record(InLaunchRange(self.world.clock.now, self.name, target.name))
        self._consider(target)

    def _break_silence(self, target: Element) -> None:
        """Let a radar that kept silent work from now on, for a target in launch range that no rule spares."""
        if self._keeps_silent and not self._shuns(target):
            self.is_emitting = True
            self.world.sensing.switch_on(self, self.spec.radar)

    def _shuns(self, target: Element) -> bool:
        return self.binding is not None and self.binding.shuns(target)

    def _consider(self, target: Element) -> None:
        """Think of shooting at once, or when the reaction time is over."""
        clock = self.world.clock
        clock.at(max(self._ready_s[target], clock.now), Phase.DECIDE, self.inbox.post, Consider(target))

    def _out_of_range(self, target: Element) -> None:
        if self._channels.is_waiting(target):
            self._channels.leave(target)
