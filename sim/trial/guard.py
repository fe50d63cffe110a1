"""How an element looks after itself and its charge: what comes close, what is fired at it, whom it runs from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.model.command import Doctrine
from sim.model.geometry import unit, velocity_towards
from sim.model.weapons import Manoeuvre
from sim.scenario.schema import FlightRole
from sim.trial.messages import Reassess, Threatened, ThreatPassed
from sim.trial.plans.base import HERE_M, Leg
from sim.trial.reasons import BreakReason, Cause, Purpose
from sim.trial.referee import Watch

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.missiles import Volley

FIGHTERS: Final = (FlightRole.ESCORT, FlightRole.PATROL)
"""Only these leave their plan for a threat; all others fly on."""


DEFENDING: Final = (Cause.SELF_DEFENCE, Cause.CHARGE_DEFENCE)
"""Commits that no order and no choice was behind."""

CLEAR: Final = 1.5
"""Who runs from a threat runs until it is this many times as far away as when the running began."""

ACROSS_MPS: Final = 0.1
"""Slower across the line to the shooter than this, neither way across is nearer: it turns straight away instead."""


class Guard:
    """The watchfulness of one element. Self-defence needs no order, but only own sensors trigger it."""

    __slots__ = ("_clear", "_close", "_element", "_near", "_under_fire", "runs_from")

    def __init__(self, element: Element) -> None:
        self._element = element
        self._near: dict[Element, list[Watch]] = {}
        self._close: dict[Element, Cause] = {}
        self._under_fire: dict[Volley, None] = {}
        self.runs_from: Element | None = None
        self._clear: Watch | None = None

    @property
    def is_manoeuvring(self) -> bool:
        """Whether the element turns away from missiles just now."""
        return bool(self._under_fire)

    @property
    def _drags(self) -> bool:
        return self._element.group.spec.doctrine is Doctrine.DRAG

    # What comes close.

    def attend(self, target: Element) -> None:
        """Watch how near a target comes that own sensors hold now."""
        element = self._element
        spec, charge = element.group.spec, element.group.charge
        if not spec.self_defence_m or spec.role not in FIGHTERS:
            return
        watch, range_m = element.world.referee.watch, spec.self_defence_m
        leaves = self._goes_away
        near = self._near[target] = [
            watch(element.body, target.body, range_m, entered=self._comes_close, left=leaves, about=target)
        ]
        if charge is not None and charge.lead is not None:
            guarded = charge.lead.body
            near.append(watch(guarded, target.body, range_m, entered=self._nears_charge, left=leaves, about=target))

    def forget(self, target: Element) -> None:
        """Watch a target no longer, because own sensors have lost it."""
        for watch in self._near.pop(target, ()):
            self._element.world.referee.unwatch(watch)
        self._goes_away(target)

    def lose_sight(self, target: Element) -> None:
        """Run no longer from one whose track is gone. Losing contact alone is not enough: it would be seen again."""
        if self.runs_from is target:
            self._is_clear(target)

    def renew(self) -> None:
        """Watch the same targets again, because the charge may have changed."""
        for target in tuple(self._near):
            self.forget(target)
            self.attend(target)

    def face(self, target: Element, cause: Cause) -> None:
        """Engage what came close without waiting for anybody; or run from it, to draw it away."""
        element = self._element
        if target not in self._close:
            return
        if element.looks is not None:
            element.looks.forget(target)  # what comes so close is seen to live
        if self._drags and target.group.spec.shown_role is not FlightRole.STRIKE:
            if self.runs_from is None and not element.plan.is_going_home:
                self._run_from(target)
        elif element.can_fight and self._may_face(target) and element.can_engage(target):
            element.commit(target, cause)

    def face_next(self) -> None:
        """Turn to what else is close, when the element is free again."""
        for target, cause in tuple(self._close.items()):
            if self._element.can_fight and not self._element.chooser.is_barred(target):
                self.face(target, cause)

    def stop_running(self, target: Element) -> None:
        """Take up the plan again, because the pursuer has gone."""
        if self.runs_from is target:
            self.runs_from = None
            if self._clear is not None:
                self._element.world.referee.unwatch(self._clear)
            self._element.take_up_plan()

    def away(self) -> Leg:
        """Return the leg straight away from the pursuer."""
        element, pursuer = self._element, self.runs_from
        assert pursuer is not None, "there is nobody to run from"
        now = element.world.clock.now
        away = velocity_towards(pursuer.body.position(now), element.body.position(now), element.dash_mps)
        return Leg(Purpose.DRAG, away, math.inf)

    def _may_face(self, target: Element) -> bool:
        """Tell whether rules let it defend itself against a target; its track may be gone by now."""
        binding = self._element.binding
        return binding is None or binding.may_defend(target)

    def is_defence(self, target: Element) -> bool:
        """Tell whether to fire at a target is self-defence: it came near, or is near the charge.

        Who goes near a target, because it was sent or chose to, is not threatened by that.
        """
        task = self._element.task
        if task is not None and task.target is target and task.cause in DEFENDING:
            return True
        _, *about_charge = self._near.get(target, (None,))
        return any(watch is not None and watch.inside for watch in about_charge)

    def provoked_by(self, target: Element) -> None:
        """Face whoever did a hostile act, however far, as long as own sensors hold it."""
        if target in self._near:
            self._notice(target, self._close.get(target, Cause.SELF_DEFENCE))

    def _comes_close(self, target: Element) -> None:
        self._notice(target, Cause.SELF_DEFENCE)

    def _nears_charge(self, target: Element) -> None:
        self._notice(target, Cause.CHARGE_DEFENCE)

    def _notice(self, target: Element, cause: Cause) -> None:
        self._close[target] = cause
        if self._element.can_fight or self._drags:
            self._element.inbox.post(Threatened(target, cause))
        elif self._element.binding is not None:
            self._element.inbox.post(Reassess(target))  # what is near may be fired at under other rules

    def _goes_away(self, target: Element) -> None:
        self._close.pop(target, None)

    def _run_from(self, target: Element) -> None:
        """Run, until the pursuer is well clear: farther than where the running began, or it would begin again."""
        element = self._element
        self.runs_from = target
        self._clear = element.world.referee.watch(
            element.body,
            target.body,
            CLEAR * element.group.spec.self_defence_m,
            left=self._is_clear,
            about=target,
        )
        element.break_off(BreakReason.DRAG)
        element.resume()

    def _is_clear(self, target: Element) -> None:
        self._element.inbox.post(ThreatPassed(target))

    # What is fired at it.

    def under_fire(self, volley: Volley) -> Leg | None:
        """Return the leg across the line to the shooter, to be flown until the volley has passed; None to fly on."""
        element = self._element
        if volley.in_flight == 0 or element.group.spec.defence.manoeuvre is not Manoeuvre.BEAM:
            return None
        here = element.body.position(element.world.clock.now)
        if math.dist(here, volley.origin_m) <= HERE_M:
            return None  # fired from alongside: there is no line to fly across
        was_manoeuvring = self.is_manoeuvring
        self._under_fire[volley] = None
        if was_manoeuvring:
            return None
        east, north = unit((here[0] - volley.origin_m[0], here[1] - volley.origin_m[1]))
        vx, vy = element.body.velocity
        across_mps = east * vy - north * vx  # its speed across the line from the shooter, to the left
        speed = element.group.spec.speed_mps
        if abs(across_mps) < ACROSS_MPS:
            return Leg(Purpose.DEFEND, (east * speed, north * speed), math.inf)
        turn = math.copysign(speed, across_mps)  # the nearer of the two ways across
        return Leg(Purpose.DEFEND, (-north * turn, east * turn), math.inf)

    def fire_passed(self, volley: Volley) -> bool:
        """Take note that a volley has passed; tell whether the element may fly on now."""
        was_manoeuvring = self.is_manoeuvring
        self._under_fire.pop(volley, None)
        return was_manoeuvring and not self.is_manoeuvring
