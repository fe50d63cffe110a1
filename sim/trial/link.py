"""A datalink at work: reports from one reporter of record per target, orders, answers and claims.

One delivery event carries a report to every member that got it at the same time. A sending that is lost is repeated
one period later, so loss is delay in whole periods and cannot poison a picture for ever. Where capacity is limited,
messages are sent one after the other, first come first; repeats and updates of held tracks have slots of their own.

A gateway is a party to several links. What it says on one, it has heard on another: it is the reporter of record of
a target only while no member's own sensors hold it. Each report tells which links it crossed before, and no gateway
passes it back to one of them; so pictures cannot keep one another alive after everybody has lost a target.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sim.model.identity import Identity
from sim.model.links import Link, repeat_delay_s
from sim.trial.channel import Channel
from sim.trial.clock import DELIVER
from sim.trial.node import Node
from sim.trial.reasons import ReportKind
from sim.trial.records import Delivered, Reported
from sim.trial.tracks import Feed, Report, Sighting

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World

Delivery = tuple[Report, list[str]]
"""A report and the names of those whom it reaches at one time."""


class Party(Protocol):
    """Whoever is on a link: a node, or a gateway's end."""

    name: str

    def hear(self, report: Report) -> None:
        """Take in a report."""

    def receive(self, message: object) -> None:
        """Take in an order, an answer or a claim."""

    def link_fell_silent(self, datalink: Datalink) -> None:
        """Notice that nothing comes over the link any more."""


class Hearsay(NamedTuple):
    """What a gateway heard of a target: where it was seen, over which links the news came, how late that made it.

    identity: what the target was last said to be; None while nobody has said so.
    """

    sighting: Sighting
    via: tuple[Datalink, ...]
    lag_s: float
    identity: Identity | None


class Relayer(Party, Protocol):
    """A gateway's end on a link."""

    def hearsay(self, target: Element) -> Hearsay:
        """Return what it has to say of a target."""


class Datalink:
    """One link: its members, who holds which target, and who reports it."""

    __slots__ = (
        "_absent",
        "_channel",
        "_free_s",
        "_holders",
        "_loss_streams",
        "_relayers",
        "_reports",
        "is_up",
        "members",
        "name",
        "silences",
        "spec",
        "world",
    )

    def __init__(self, world: World, name: str, spec: Link) -> None:
        self.world = world
        self.name = name
        self.spec = spec
        self.is_up = True
        self.members: dict[str, Party] = {}
        self._absent: dict[str, Party] = {}  # who would be a member, were it up
        self.silences = 0  # how many reasons there are for it to be down
        self._loss_streams: dict[str, str] = {}
        self._reports = 0
        self._free_s = 0.0  # when everything is sent that waits for its turn
        spoken = spec.voice
        self._channel = None if spoken is None else Channel(world, name, spoken.message_s, self._hand_over)
        # For each target the members whose own sensors hold it; the first is the reporter of record.
        self._holders: dict[Element, dict[Node, None]] = {}
        # For each target the gateways that have heard of it elsewhere; the first speaks while there is no holder.
        self._relayers: dict[Element, dict[Relayer, None]] = {}

    def join(self, party: Party) -> None:
        """Put somebody on the link."""
        self.members[party.name] = party
        self._loss_streams[party.name] = f"loss/{self.name}/{party.name}"

    def leave(self, party: Party) -> None:
        """Take somebody off the link."""
        self.members.pop(party.name, None)
        self._absent.pop(party.name, None)

    def reception(self, receiver: str, target: Element) -> tuple[float, float]:  # noqa: ARG002
        """Return the chance that an update on a target is lost to somebody now, and its fixed delay in seconds."""
        return self.spec.loss_prob, self.spec.delay_s

    # Tracks.

    def contact_gained(self, node: Node, target: Element) -> None:
        """Note that a member's own sensor holds a target; the first one reports it."""
        holders = self._holders.setdefault(target, {})
        holders[node] = None
        if len(holders) == 1:
            self._report(node, target, ReportKind.FIRST)

    def contact_lost(self, node: Node, target: Element) -> bool:
        """Note that a member no longer holds a target; tell whether another party still reports it."""
        holders = self._holders.get(target)
        if holders is None or node not in holders:  # it may not share what it holds; others may report it
            return self.is_up and (holders is not None or target in self._relayers)
        del holders[node]
        if holders:
            return self.is_up
        del self._holders[target]
        if target.is_gone:
            self._relayers.pop(target, None)
        elif target in self._relayers:
            self._speak_for(target, ReportKind.FIRST)
            return self.is_up
        self._report(node, target, ReportKind.GONE if target.is_gone else ReportKind.LOST_CONTACT)
        return False

    def target_turned(self, target: Element) -> None:
        """Report the turn of a target that a member holds."""
        holders = self._holders.get(target)
        if holders:
            self._report(next(iter(holders)), target, ReportKind.MOVED)

    def identified(self, node: Node, target: Element) -> None:
        """Report what a member that shares a target holds it to be."""
        if node in self._holders.get(target, ()):
            self._report(node, target, ReportKind.IDENTIFIED)

    def _report(self, reporter: Node, target: Element, kind: ReportKind, to: Iterable[str] | None = None) -> None:
        if not self.is_up:
            return
        world = self.world
        world.record(Reported(world.clock.now, self.name, reporter.name, target.name, kind))
        self._reports += 1
        reporter.heard[self][target] = self._reports  # what it says itself, no older report of another may undo
        identity = reporter.identities.get(target)
        sighting = world.sight(target)
        report = Report(self._reports, target, kind, sighting, self, Feed(sighting.at_s), identity)
        self._broadcast(report, reporter.name, to)

    def _broadcast(self, report: Report, apart_from: str, to: Iterable[str] | None = None) -> None:
        """Send a report to everybody but one, or to some."""
        world, spec = self.world, self.spec
        sent_s = world.clock.now if spec.capacity_per_s is None else self._next_sent_s(spec.capacity_per_s)
        first = sent_s + spec.delay_s
        if spec.delay_random_mean_s:
            first += world.luck.exponential(f"delay/{self.name}/{report.target.name}", spec.delay_random_mean_s)
        geometric, streams, prob = world.luck.geometric, self._loss_streams, spec.loss_prob
        arrivals: dict[int, list[str]] = {}  # by how many sendings are lost before one arrives
        for name in self.members if to is None else to:
            if name != apart_from:
                losses = geometric(streams[name], prob)
                if losses in arrivals:
                    arrivals[losses].append(name)
                else:
                    arrivals[losses] = [name]
        for losses, names in arrivals.items():
            delivery: Delivery = (report, names)
            world.clock.at(first + repeat_delay_s(spec, losses), DELIVER, self._deliver, delivery)

    def _deliver(self, delivery: Delivery) -> None:
        report, names = delivery
        members = self.members
        receivers = tuple(filter(members.__contains__, names))
        world, seen_s = self.world, report.sighting.at_s
        world.record(Delivered(world.clock.now, self.name, report.target.name, report.kind, seen_s, receivers))
        for name in receivers:
            members[name].hear(report)

    def _next_sent_s(self, capacity_per_s: float) -> float:
        """Return when a message that is handed in now has been sent, after those that wait before it."""
        self._free_s = max(self._free_s, self.world.clock.now) + 1.0 / capacity_per_s
        return self._free_s

    # What gateways have heard on other links.

    def relay_gained(self, relayer: Relayer, target: Element) -> None:
        """Note that a gateway has heard of a target; it reports it when nobody on the link has done so."""
        relayers = self._relayers.setdefault(target, {})
        relayers[relayer] = None
        if len(relayers) == 1 and target not in self._holders:
            self._speak_for(target, ReportKind.FIRST)

    def relay_changed(self, relayer: Relayer, target: Element) -> None:
        """Pass a gateway's news of a target on, when it is the reporter of record."""
        if target not in self._holders and next(iter(self._relayers.get(target, ())), None) is relayer:
            self._speak_for(target, ReportKind.MOVED)

    def relay_lost(self, relayer: Relayer, target: Element, kind: ReportKind) -> None:
        """Note that a gateway hears nothing of a target any more, and let another speak, or report that it is lost."""
        relayers = self._relayers.get(target)
        if relayers is None or relayer not in relayers:
            return
        gone = kind is ReportKind.GONE  # what is destroyed or home, nobody can still see
        speaks = target not in self._holders and (gone or next(iter(relayers)) is relayer)
        hearsay = relayer.hearsay(target)
        del relayers[relayer]
        if gone:
            relayers.clear()
        if not relayers:
            del self._relayers[target]
        if speaks and relayers:
            self._speak_for(target, ReportKind.FIRST)
        elif speaks:
            self._relay(relayer.name, target, kind, hearsay)

    def relay_identity(self, name: str, target: Element, hearsay: Hearsay) -> None:
        """Pass on what a gateway heard a target is; like any member it says so though others report the target."""
        self._relay(name, target, ReportKind.IDENTIFIED, hearsay)

    def _speak_for(self, target: Element, kind: ReportKind, to: Iterable[str] | None = None) -> None:
        """Let the first gateway that has heard of a target report it."""
        relayer = next(iter(self._relayers[target]))
        self._relay(relayer.name, target, kind, relayer.hearsay(target), to)

    def _relay(
        self, name: str, target: Element, kind: ReportKind, hearsay: Hearsay, to: Iterable[str] | None = None
    ) -> None:
        if not self.is_up:
            return
        self.world.record(Reported(self.world.clock.now, self.name, name, target.name, kind))
        self._reports += 1
        sighting, via, lag_s, identity = hearsay
        # The gateway hears itself, too: so it learns that nobody on this link holds the target.
        feed = Feed(sighting.at_s, via, lag_s)
        self._broadcast(Report(self._reports, target, kind, sighting, self, feed, identity), "", to)

    # Orders, answers, claims.

    def send(self, receiver: str, message: object, sender: str = "") -> None:  # noqa: ARG002  # jammed links ask
        """Send a message to one member's inbox."""
        if receiver not in self.members:
            return
        world, spec = self.world, self.spec
        delay_s = spec.delay_s + repeat_delay_s(
            spec, world.luck.geometric(self._loss_streams[receiver], spec.loss_prob)
        )
        if spec.delay_random_mean_s:
            delay_s += world.luck.exponential(f"delay/{self.name}/{receiver}", spec.delay_random_mean_s)
        if self._channel is not None:
            self._channel.say((receiver, message), delay_s)
            return
        sent_s = world.clock.now if spec.capacity_per_s is None else self._next_sent_s(spec.capacity_per_s)
        world.clock.at(sent_s + delay_s, DELIVER, self._hand_over, (receiver, message))

    def _hand_over(self, letter: tuple[str, object]) -> None:
        receiver, message = letter
        party = self.members.get(receiver)
        if party is not None:
            party.receive(message)

    # Injects and outages.

    def fall_silent(self) -> None:
        """Carry nothing any more; what is on its way is lost, and tracks that only the link made begin to age."""
        self.silences += 1
        if not self.is_up:
            return
        self.world.clock.cancel_all(self._deliver, self._hand_over)
        if self._channel is not None:
            self._channel.fall_silent()
        self._free_s = 0.0
        self.is_up = False
        self._absent, self.members = self.members, {}
        for party in self._absent.values():
            party.link_fell_silent(self)

    def speak_again(self) -> bool:
        """Carry messages again, unless there is another reason not to, and let every target be reported anew."""
        self.silences -= 1
        if self.silences:
            return False
        self.is_up = True
        self.members, self._absent = self._absent, {}
        self.brief(tuple(self.members))
        return True

    def rejoin(self, party: Party) -> None:
        """Put somebody who works again back on the link."""
        (self.members if self.is_up else self._absent)[party.name] = party

    def brief(self, names: tuple[str, ...]) -> None:
        """Report every target that somebody holds anew, to these members."""
        for target, holders in self._holders.items():
            self._report(next(iter(holders)), target, ReportKind.FIRST, names)
        for target in self._relayers:
            if target not in self._holders:
                self._speak_for(target, ReportKind.FIRST, names)
