"""Rules at work: what a flight's rules and its nation's caveats let it do, and who must be asked.

There is a rulebook only in a scenario that declares rules, caveats or identification. An engagement is withheld when
nothing but a rule stops it; it is cleared when that rule gives way. Self-defence is to fire at what did a hostile act,
at what came into self-defence range while nobody had sent the element at it, and at what is that near its charge. A
hostile act is a shot at a flight that it noticed
or that hit it. It is known at once, without a link, to that flight, to those who escort it and to the flights of its
escorted party, and makes whoever did it hostile to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.model.identity import Identity
from sim.model.rules import (
    Caveat,
    Deed,
    FlightRules,
    ReleaseAuthority,
    Rules,
    SelfDefence,
    Weapons,
    is_fair_target,
    is_off_limits,
)
from sim.scenario.schema import Flight, Scenario, Site
from sim.trial.fence import fence_of
from sim.trial.reasons import Restraint
from sim.trial.records import Cleared, HostileAct, Withheld
from sim.trial.release import Question, Release

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.missiles import Volley
    from sim.trial.node import Node
    from sim.trial.world import World

PLAIN: Final = (Rules(), FlightRules())
"""The rules of whoever declares none."""


def are_rules_declared(scenario: Scenario) -> bool:
    """Tell whether a scenario needs a rulebook at all."""
    if any(caveat.enabled for caveat in scenario.caveats.values()):
        return True
    things: tuple[Flight | Site, ...] = (*scenario.flights.values(), *scenario.sites.values())
    return any(thing.identification is not None or thing.rules not in PLAIN for thing in things)


class Rulebook:
    """The caveats and authorities of one trial, what was asked, and who did what hostile act."""

    __slots__ = ("_acts", "_authorities", "_questions", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._questions: dict[tuple[str, str, Element], Question] = {}
        self._acts: set[tuple[str, str]] = set()
        self._authorities: dict[str, Release] = {}
        for name, spec in sorted(world.scenario.authorities.items()):
            self._add_authority(name, spec)
        for authority in self._authorities.values():
            if authority.spec.above is not None:
                authority.above = self._authorities[authority.spec.above]
        for element in world.elements.values():
            flight = element.group
            caveats = self._caveats_of(flight.name)
            binding = element.binding = Binding(element, flight.name, flight.spec.rules, caveats)
            element.fence = fence_of(element, binding, caveats)
            element.is_emitting = element.is_emitting and binding.may_emit
        for site in world.sites.values():
            site.binding = Binding(site, site.name, site.spec.rules, {})

    def _add_authority(self, name: str, spec: ReleaseAuthority) -> None:
        authority = self._authorities[name] = Release(self._world, name, spec, self._answered)
        self._world.clock.env.process(authority.work())

    def _caveats_of(self, flight: str) -> dict[str, Caveat]:
        spec = self._world.scenario.flights[flight]
        return {
            name: caveat
            for name, caveat in sorted(self._world.scenario.caveats.items())
            if caveat.enabled
            and caveat.side == spec.side
            and (caveat.who.flight == flight or (caveat.who.partner is not None and caveat.who.partner == spec.partner))
        }

    def close(self) -> None:
        """Let everything go, because the trial is over."""
        for authority in self._authorities.values():
            authority.close()
        self._authorities.clear()
        self._questions.clear()

    # Authorities.

    def has_leave(self, name: str, caveat: Caveat, asker: str, target: Element) -> bool:
        """Tell whether leave was granted; ask for it when nobody has."""
        if caveat.then is None:
            return False
        question = self._questions.get((name, asker, target))
        if question is None:
            question = self._questions[name, asker, target] = Question(name, asker, target, caveat.then.answer_s)
            self._authorities[caveat.then.ask].ask(question)
        return question.answer is True

    def _answered(self, question: Question) -> None:
        group = self._world.groups[question.asker]
        for element in group.elements:
            if element.is_flying:
                element.reassess(question.target)

    # Hostile acts.

    def hostile_act(self, volley: Volley) -> None:
        """Let it be known who fired at a flight, when that was noticed; only aircraft can be answered."""
        shooter = self._world.elements.get(volley.by)
        if shooter is not None:
            self.act_of(shooter, volley.target)

    def act_of(self, shooter: Element, target: Element) -> None:
        """Let it be known that an element did a hostile act against a flight."""
        world, victim = self._world, target.group
        if (shooter.name, victim.name) in self._acts:
            return
        self._acts.add((shooter.name, victim.name))
        world.record(HostileAct(world.clock.now, shooter.name, victim.name))
        for element in (*victim.elements, *victim.escorts()):
            if element.is_flying and element.binding is not None:
                element.binding.provoked_by(shooter)


class Binding:
    """What rules and caveats let one element or site do. It asks in its flight's name."""

    __slots__ = ("_asker", "_caveats", "_node", "_provoked", "_rules", "_withheld")

    def __init__(self, node: Node, asker: str, rules: Rules, caveats: dict[str, Caveat]) -> None:
        self._node = node
        self._asker = asker
        self._rules = rules
        self._caveats = caveats
        self._provoked: set[Element] = set()
        self._withheld: dict[tuple[Element, Deed], tuple[Restraint, str]] = {}

    def follow(self, rules: Rules) -> None:
        """Be bound by other rules from now on; caveats stay."""
        self._rules = rules

    def shuns(self, target: Element) -> bool:
        """Tell whether a target is not to be engaged at all, for what it is held to be."""
        return is_off_limits(self._rules, self._node.identities.get(target, Identity.UNKNOWN))

    def may_defend(self, target: Element) -> bool:
        """Tell whether it may leave its plan without an order, to defend itself or its charge."""
        rules = self._rules
        if not isinstance(rules, FlightRules):
            return self._node.is_defence(target)  # a site's self-defence is a range
        if rules.self_defence is SelfDefence.HOSTILE_ACT:
            return target in self._provoked
        return rules.self_defence is SelfDefence.ALWAYS

    def may_fire(self, target: Element) -> bool:
        """Tell whether it may fire at a target that nothing else protects, and keep the ledger."""
        stopped = self._stopped_by_rules(target) or self._stopped_by_caveat(Deed.FIRE, target)
        return self._entered(target, Deed.FIRE, stopped)

    def may_share(self, target: Element) -> bool:
        """Tell whether it may report a target over its link, and keep the ledger."""
        return self._entered(target, Deed.SHARE, self._stopped_by_caveat(Deed.SHARE, target))

    @property
    def may_emit(self) -> bool:
        """Whether its radar and jammer may work now."""
        return not any(
            caveat.may_not is Deed.EMIT and not (caveat.unless is not None and self._provoked)
            for caveat in self._caveats.values()
        )

    def may_cross(self, target: Element) -> bool:
        """Tell whether it may cross its lines after a target, and keep the ledger."""
        return self._entered(target, Deed.CROSS, self._stopped_by_caveat(Deed.CROSS, target))

    def is_lifted(self, name: str, target: Element) -> bool:
        """Tell whether a caveat does not hold against a target: it did a hostile act, or leave was given."""
        caveat, rulebook = self._caveats[name], self._node.world.rulebook
        if caveat.unless is not None and target in self._provoked:
            return True
        return rulebook is not None and rulebook.has_leave(name, caveat, self._asker, target)

    def is_withheld(self, target: Element, deed: Deed) -> bool:
        """Tell whether a deed is withheld at present."""
        return (target, deed) in self._withheld

    def provoked_by(self, target: Element) -> None:
        """Take note of a hostile act: whoever did it is hostile."""
        node = self._node
        if target in node.friends:
            return
        was_silent = not self.may_emit
        self._provoked.add(target)
        if was_silent and self.may_emit:
            node.may_emit_now()
        node.takes_for(target, Identity.HOSTILE)
        node.tell_identity(target)
        if self._rules.weapons is not Weapons.FREE and self.may_defend(target):
            node.provoked_by(target)

    def _stopped_by_rules(self, target: Element) -> tuple[Restraint, str] | None:
        identity = self._node.identities.get(target, Identity.UNKNOWN)
        if is_fair_target(self._rules, identity):
            return None
        if not self.shuns(target) and self._defends_against(target):
            return None
        return (Restraint.HOLD if self._rules.weapons is Weapons.HOLD else Restraint.IDENTITY), ""

    def _defends_against(self, target: Element) -> bool:
        """Tell whether to fire at this target now is self-defence that the rules allow."""
        return self.may_defend(target) and (target in self._provoked or self._node.is_defence(target))

    def _stopped_by_caveat(self, deed: Deed, target: Element) -> tuple[Restraint, str] | None:
        for name, caveat in self._caveats.items():
            if caveat.may_not is deed and not self.is_lifted(name, target):
                return Restraint.CAVEAT, name
        return None

    def _entered(self, target: Element, deed: Deed, stopped: tuple[Restraint, str] | None) -> bool:
        """Enter in the ledger what is stopped, anew when the reason changes, and what is stopped no more."""
        key, node = (target, deed), self._node
        now = node.world.clock.now
        if stopped is None:
            if self._withheld.pop(key, None) is not None:
                node.world.record(Cleared(now, node.name, target.name, deed))
            return True
        if self._withheld.get(key) != stopped:
            self._withheld[key] = stopped
            node.world.record(Withheld(now, node.name, target.name, deed, *stopped))
        return False
