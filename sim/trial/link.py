"""A datalink at work: reports from one reporter of record per target, orders, answers and claims.

One delivery event carries a report to every member that got it at the same time. A sending that is lost is repeated
one period later, so loss is delay in whole periods and cannot poison a picture for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.model.links import Link, repeat_delay_s
from sim.trial.clock import DELIVER
from sim.trial.node import Node, Report
from sim.trial.reasons import ReportKind
from sim.trial.records import Delivered, Reported

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World

Delivery = tuple[Report, list[str]]
"""A report and the names of those whom it reaches at one time."""


class Datalink:
    """One link: its members, who holds which target, and who reports it."""

    __slots__ = ("_absent", "_holders", "_loss_streams", "_reports", "is_up", "members", "name", "spec", "world")

    def __init__(self, world: World, name: str, spec: Link) -> None:
        self.world = world
        self.name = name
        self.spec = spec
        self.is_up = True
        self.members: dict[str, Node] = {}
        self._absent: dict[str, Node] = {}  # who would be a member, were it up
        self._loss_streams: dict[str, str] = {}
        self._reports = 0
        # For each target the members whose own sensors hold it; the first is the reporter of record.
        self._holders: dict[Element, dict[Node, None]] = {}

    def join(self, node: Node) -> None:
        """Put a node on the link."""
        self.members[node.name] = node
        self._loss_streams[node.name] = f"loss/{self.name}/{node.name}"
        node.datalink = self

    def leave(self, node: Node) -> None:
        """Take a node off the link."""
        self.members.pop(node.name, None)
        self._absent.pop(node.name, None)

    # Tracks.

    def contact_gained(self, node: Node, target: Element) -> None:
        """Note that a member's own sensor holds a target; the first one reports it."""
        holders = self._holders.setdefault(target, {})
        holders[node] = None
        if len(holders) == 1:
            self._report(node, target, ReportKind.FIRST)

    def contact_lost(self, node: Node, target: Element) -> bool:
        """Note that a member no longer holds a target; tell whether another member still reports it."""
        holders = self._holders.get(target)
        if holders is None:
            return False
        if node not in holders:
            return self.is_up  # it may not share what it holds; others report it
        del holders[node]
        if holders:
            return self.is_up
        del self._holders[target]
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
        world, spec = self.world, self.spec
        now = world.clock.now
        world.record(Reported(now, self.name, reporter.name, target.name, kind))
        self._reports += 1
        reporter.heard[target] = self._reports  # what it says itself, no older report of another may undo
        report = Report(self._reports, target, kind, world.sight(target), reporter.identities.get(target))
        first = now + spec.delay_s
        if spec.delay_random_mean_s:
            first += world.luck.exponential(f"delay/{self.name}/{target.name}", spec.delay_random_mean_s)
        geometric, streams, prob = world.luck.geometric, self._loss_streams, spec.loss_prob
        arrivals: dict[int, list[str]] = {}  # by how many sendings are lost before one arrives
        for name in self.members if to is None else to:
            if name != reporter.name:
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
        receivers = tuple([name for name in names if name in members])
        _, target, kind, sighting, _ = report
        world = self.world
        world.record(Delivered(world.clock.now, self.name, target.name, kind, sighting.at_s, receivers))
        for name in receivers:
            members[name].hear(report)

    # Orders, answers, claims.

    def send(self, receiver: str, message: object) -> None:
        """Send a message to one member's inbox."""
        node = self.members.get(receiver)
        if node is None:
            return
        world, spec = self.world, self.spec
        delay_s = spec.delay_s + repeat_delay_s(
            spec, world.luck.geometric(self._loss_streams[receiver], spec.loss_prob)
        )
        if spec.delay_random_mean_s:
            delay_s += world.luck.exponential(f"delay/{self.name}/{receiver}", spec.delay_random_mean_s)
        world.clock.at(world.clock.now + delay_s, DELIVER, self._hand_over, (receiver, message))

    def _hand_over(self, letter: tuple[str, object]) -> None:
        receiver, message = letter
        node = self.members.get(receiver)
        if node is not None:
            node.inbox.post(message)

    # Injects.

    def fall_silent(self) -> None:
        """Carry nothing any more; what is on its way is lost, and tracks that only the link made begin to age."""
        self.world.clock.cancel_all(self._deliver, self._hand_over)
        self.is_up = False
        self._absent, self.members = self.members, {}
        for node in self._absent.values():
            node.link_fell_silent()

    def speak_again(self) -> None:
        """Carry messages again, and let every target that is held be reported anew."""
        self.is_up = True
        self.members, self._absent = self._absent, {}
        self.brief(tuple(self.members))

    def rejoin(self, node: Node) -> None:
        """Put a node that works again back on the link."""
        (self.members if self.is_up else self._absent)[node.name] = node

    def brief(self, names: tuple[str, ...]) -> None:
        """Report every target that a member holds anew, to these members."""
        for target, holders in self._holders.items():
            self._report(next(iter(holders)), target, ReportKind.FIRST, names)
