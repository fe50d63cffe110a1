"""A gateway at work: it hears reports and letters on each of its links, and passes them on to the others, later.

What it has heard of a target on one link it holds on the others, as a relayer, until it hears there that the target
is lost, or hears nothing any more. News that crossed a link before is never passed back to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.model.links import Gateway as Spec
from sim.trial.clock import DELIVER
from sim.trial.link import Datalink, Hearsay
from sim.trial.node import Node
from sim.trial.reasons import ReportKind
from sim.trial.tracks import ENDING, Report

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World


class Hop(NamedTuple):
    """One step of a letter's way: through a gateway on to a link."""

    gateway: Gateway
    datalink: Datalink


class Letter(NamedTuple):
    """An order, an answer or a claim on its way through gateways; the first of the hops is the next."""

    hops: tuple[Hop, ...]
    receiver: str
    message: object


class End:
    """A gateway's end on one link: what it hears there, and what it has to say there."""

    __slots__ = ("_gateway", "_gone", "_heard", "_sources", "datalink", "name")

    def __init__(self, gateway: Gateway, datalink: Datalink) -> None:
        self.name = gateway.name
        self.datalink = datalink
        self._gateway = gateway
        self._heard: dict[Element, int] = {}
        self._gone: dict[Element, None] = {}  # nothing more is said of them
        self._sources: dict[Element, dict[End, Hearsay]] = {}  # what it heard at which other end

    # What it hears.

    def hear(self, report: Report) -> None:
        """Pass a report on, unless a newer one has overtaken it."""
        if report.kind is ReportKind.IDENTIFIED:  # as news of where the target is, it is no newer than others
            self._gateway.pass_on(self, report)
        elif report.number > self._heard.get(report.target, 0):
            self._heard[report.target] = report.number
            self._gateway.pass_on(self, report)

    def receive(self, message: object) -> None:
        """Pass a letter on."""
        assert isinstance(message, Letter), "a gateway was sent what it cannot pass on"
        self._gateway.forward(message)

    def link_fell_silent(self, _datalink: Datalink) -> None:
        """Let the other links know that nothing is heard here any more."""
        self._gateway.go_deaf(self)

    # What it says.

    def hearsay(self, target: Element) -> Hearsay:
        """Return what it has to say of a target: what the end says that told it first."""
        return next(iter(self._sources[target].values()))

    def take(self, source: End, report: Report) -> None:
        """Take over what another end has heard."""
        target, via = report.target, (*report.feed.via, report.link)
        if report.kind is ReportKind.GONE:
            self._gone[target] = None
            if target in self._sources:
                self.datalink.relay_lost(self, target, ReportKind.GONE)
                del self._sources[target]
            return
        if target in self._gone:
            return
        if report.kind is ReportKind.IDENTIFIED:
            self._take_identity(source, report, via)
            return
        if report.kind in ENDING or self.datalink in via:
            self._forget(source, target)
            return
        lag_s = report.feed.lag_s + report.link.spec.delay_s + self._gateway.spec.delay_s
        sources = self._sources.setdefault(target, {})
        is_new, before = not sources, sources.get(source)
        identity = before.identity if report.identity is None and before is not None else report.identity
        sources[source] = Hearsay(report.sighting, via, lag_s, identity)
        if is_new:
            self.datalink.relay_gained(self, target)
        elif next(iter(sources)) is source and (report.kind is ReportKind.MOVED or before is None or before.via != via):
            self.datalink.relay_changed(self, target)

    def _take_identity(self, source: End, report: Report, via: tuple[Datalink, ...]) -> None:
        """Take over what another end has heard a target is, and say so at once."""
        target = report.target
        before = self._sources.get(target, {}).get(source)
        if self.datalink in via or (before is not None and before.identity is report.identity):
            return
        if before is not None:
            self._sources[target][source] = before._replace(identity=report.identity)
        lag_s = report.feed.lag_s + report.link.spec.delay_s + self._gateway.spec.delay_s
        self.datalink.relay_identity(self.name, target, Hearsay(report.sighting, via, lag_s, report.identity))

    def lose(self, source: End) -> None:
        """Forget everything that another end had told."""
        for target, sources in tuple(self._sources.items()):
            if source in sources:
                self._forget(source, target)

    def close(self) -> None:
        """Leave the link, and what was said there."""
        for target in tuple(self._sources):
            self.datalink.relay_lost(self, target, ReportKind.LOST_CONTACT)
        self._sources.clear()
        self.datalink.leave(self)

    def _forget(self, source: End, target: Element) -> None:
        sources = self._sources.get(target)
        if sources is None or source not in sources:
            return
        if len(sources) == 1:
            self.datalink.relay_lost(self, target, ReportKind.LOST_CONTACT)
            del self._sources[target]
            return
        was_first = next(iter(sources)) is source
        del sources[source]
        if was_first:
            self.datalink.relay_changed(self, target)


class Gateway:
    """One gateway with an end on each link that it joins."""

    __slots__ = ("_world", "ends", "failures", "name", "spec")

    def __init__(self, world: World, name: str, spec: Spec) -> None:
        self._world = world
        self.failures = 0  # how many reasons there are for it not to work
        self.name = name
        self.spec = spec
        self.ends = [End(self, world.datalinks[link]) for link in sorted(spec.joins)]
        for end in self.ends:
            for party in end.datalink.members.values():
                if isinstance(party, Node):
                    party.merges = True
            end.datalink.join(end)

    @property
    def is_up(self) -> bool:
        """Whether it works."""
        return not self.failures

    def pass_on(self, end: End, report: Report) -> None:
        """Let the other ends take over a report, after the time that takes."""
        self._later(self._arrives, (end, report))

    def forward(self, letter: Letter) -> None:
        """Send a letter on its next link, after the time that takes."""
        self._later(self._sends, letter)

    def go_deaf(self, end: End) -> None:
        """Let the other ends forget what one had told them, after the time that takes."""
        self._later(self._is_deaf, end)

    def fail(self) -> bool:
        """Pass nothing on any more; what it was about to pass on is lost. Tell whether it worked until now."""
        self.failures += 1
        if self.failures > 1:
            return False
        self._world.clock.cancel_all(self._arrives, self._sends, self._is_deaf)
        for end in self.ends:
            end.close()
        return True

    def restart(self) -> bool:
        """Work again, unless there is another reason not to; those who hold targets report them to it anew."""
        self.failures -= 1
        if self.failures:
            return False
        for end in self.ends:
            end.datalink.rejoin(end)
        for end in self.ends:
            end.datalink.brief((self.name,))
        return True

    def _later(self, action: Callable[[Any], None], argument: object) -> None:
        clock = self._world.clock
        clock.at(clock.now + self.spec.delay_s, DELIVER, action, argument)

    def _arrives(self, heard: tuple[End, Report]) -> None:
        end, report = heard
        for other in self.ends:
            if other is not end:
                other.take(end, report)

    def _sends(self, letter: Letter) -> None:
        (_, datalink), *rest = letter.hops
        if rest:
            datalink.send(rest[0].gateway.name, letter._replace(hops=tuple(rest)), self.name)
        else:
            datalink.send(letter.receiver, letter.message, self.name)

    def _is_deaf(self, end: End) -> None:
        for other in self.ends:
            if other is not end:
                other.lose(end)
