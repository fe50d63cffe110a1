"""Jammers against links: whom each covers now, and a link whose receivers lose more and hear later under cover.

Cover is a range from the jammer, worked out in closed form like any other. What holds at the instant of sending holds
for the repeats of that sending, too. Who stands nowhere (a controller without a place, a gateway that nothing
carries) cannot be covered, and is never near enough to be heard in spite of a jammer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sim.model.link_jamming import JammingResponse, LinkJammer, jammed_loss_prob
from sim.model.links import Link, repeat_delay_s
from sim.trial.clock import DELIVER
from sim.trial.link import Datalink, Delivery, Hearsay, Party
from sim.trial.reasons import ReportKind
from sim.trial.records import LinkCleared, LinkJammed
from sim.trial.referee import Body, Watch
from sim.trial.tracks import Report

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.node import Node
    from sim.trial.world import World


class Cover(NamedTuple):
    """A jammer that may cover a receiver of a link."""

    jammer: Element
    datalink: JammedLink
    receiver: str


class JammedLink(Datalink):
    """A link that jammers of the other side may trouble."""

    __slots__ = ("_covers", "_response", "_sender", "jammers")

    def __init__(self, world: World, name: str, spec: Link) -> None:
        super().__init__(world, name, spec)
        self._response = JammingResponse() if spec.jamming is None else spec.jamming
        self._covers: dict[str, dict[str, LinkJammer]] = {}  # by receiver: what covers it now, by jammer
        self._sender = ""  # who reports now
        self.jammers: LinkJammers | None = None  # as soon as any works

    def join(self, party: Party) -> None:
        """Put somebody on the link, and under the jammers that work already."""
        super().join(party)
        if self.jammers is not None:
            self.jammers.receiver_joined(self, party.name)

    def cover(self, receiver: str, jammer: Element) -> None:
        """Let a jammer cover a receiver from now on."""
        spec = jammer.group.spec.jammer
        if spec is not None and spec.links is not None:
            self._covers.setdefault(receiver, {})[jammer.name] = spec.links

    def uncover(self, receiver: str, jammer: str) -> bool:
        """Let a jammer cover a receiver no longer; tell whether it did."""
        return self._covers.get(receiver, {}).pop(jammer, None) is not None

    @property
    def receivers(self) -> tuple[str, ...]:
        """Everybody who has joined it, in or out of action."""
        return tuple(self._loss_streams)

    def reception(self, receiver: str, target: Element) -> tuple[float, float]:
        """Return the chance that an update on a target is lost to somebody now, and its fixed delay in seconds."""
        reporter = next(iter(self._holders.get(target, ())), None)
        return self._hears(receiver, "" if reporter is None else reporter.name)

    def _hears(self, receiver: str, sender: str) -> tuple[float, float]:
        """Return the chance that a sending to somebody is lost now, and its fixed delay in seconds."""
        spec, covers = self.spec, self._covers.get(receiver)
        if not covers:
            return spec.loss_prob, spec.delay_s
        apart_m = self._apart_m(sender, receiver)
        heard = sum(apart_m > one.burn_through_m for one in covers.values())
        if not heard:
            return spec.loss_prob, spec.delay_s
        loss_prob = jammed_loss_prob(spec.loss_prob, self._response.added_loss_prob, heard)
        return loss_prob, spec.delay_s * self._response.delay_factor

    def _apart_m(self, sender: str, receiver: str) -> float:
        """Return how far two parties are from one another, in metres; infinite when one stands nowhere."""
        here, there = place_of(self.world, sender), place_of(self.world, receiver)
        if here is None or there is None:
            return math.inf
        now = self.world.clock.now
        return math.dist(here.position(now), there.position(now))

    # Sending, receiver by receiver.

    def _report(self, reporter: Node, target: Element, kind: ReportKind, to: Iterable[str] | None = None) -> None:
        self._sender = reporter.name
        super()._report(reporter, target, kind, to)

    def _relay(
        self, name: str, target: Element, kind: ReportKind, hearsay: Hearsay, to: Iterable[str] | None = None
    ) -> None:
        self._sender = name
        super()._relay(name, target, kind, hearsay, to)

    def _broadcast(self, report: Report, apart_from: str, to: Iterable[str] | None = None) -> None:
        """Send a report to everybody but one, or to some."""
        world, spec = self.world, self.spec
        sent_s = world.clock.now if spec.capacity_per_s is None else self._next_sent_s(spec.capacity_per_s)
        if spec.delay_random_mean_s:
            sent_s += world.luck.exponential(f"delay/{self.name}/{report.target.name}", spec.delay_random_mean_s)
        arrivals: dict[float, list[str]] = {}
        for name in self.members if to is None else to:
            if name != apart_from:
                arrivals.setdefault(sent_s + self._takes_s(name, self._sender), []).append(name)
        for at_s, names in arrivals.items():
            delivery: Delivery = (report, names)
            world.clock.at(at_s, DELIVER, self._deliver, delivery)

    def send(self, receiver: str, message: object, sender: str = "") -> None:
        """Send a message to one member's inbox."""
        if receiver not in self.members:
            return
        world, spec = self.world, self.spec
        delay_s = self._takes_s(receiver, sender)
        if spec.delay_random_mean_s:
            delay_s += world.luck.exponential(f"delay/{self.name}/{receiver}", spec.delay_random_mean_s)
        if self._channel is not None:
            self._channel.say((receiver, message), delay_s)
            return
        sent_s = world.clock.now if spec.capacity_per_s is None else self._next_sent_s(spec.capacity_per_s)
        world.clock.at(sent_s + delay_s, DELIVER, self._hand_over, (receiver, message))

    def _takes_s(self, receiver: str, sender: str) -> float:
        """Return how long a message that is sent now takes, with its repeats, in seconds."""
        loss_prob, delay_s = self._hears(receiver, sender)
        losses = self.world.luck.geometric(self._loss_streams[receiver], loss_prob)
        return delay_s + repeat_delay_s(self.spec, losses)


class LinkJammers:
    """All jammers of one trial that trouble links."""

    __slots__ = ("_covers", "_places", "_watches", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._covers: dict[Element, dict[Cover, None]] = {}  # what each jammer covers now
        self._watches: dict[Element, list[Watch]] = {}
        self._places: dict[str, Body] = {}  # of receivers that never move

    def start(self, element: Element, spec: LinkJammer) -> None:
        """Let an element's jammer trouble links from now on."""
        self._covers[element] = {}
        self._watches[element] = []
        for datalink in self._world.datalinks.values():
            if isinstance(datalink, JammedLink):
                datalink.jammers = self
                for receiver in datalink.receivers:
                    self._aim(Cover(element, datalink, receiver), spec)

    def receiver_joined(self, datalink: JammedLink, receiver: str) -> None:
        """Trouble somebody who has just joined a link."""
        for element in self._covers:
            jammer = element.group.spec.jammer
            if jammer is not None and jammer.links is not None:
                self._aim(Cover(element, datalink, receiver), jammer.links)

    def appear(self, element: Element) -> None:
        """Trouble an element that takes off or starts later, and was on its links before."""
        for datalink in element.datalinks:
            if isinstance(datalink, JammedLink):
                self.receiver_joined(datalink, element.name)

    def _aim(self, cover: Cover, spec: LinkJammer) -> None:
        element, world, link = cover.jammer, self._world, cover.datalink
        if not is_aimed_at(spec, element.side, link.name, link.spec):
            return
        body, receiver = place_of(world, cover.receiver), world.elements.get(cover.receiver)
        if body is None or (receiver is not None and receiver.is_gone):
            return
        if not body.fastest_mps:  # a place of its own, because a site that fails is watched no longer
            body = self._places.setdefault(cover.receiver, Body(cover.receiver, body.position(0.0)))
        watch = world.referee.watch(
            element.body, body, spec.range_m, entered=self._covers_now, left=self._uncovers, about=cover
        )
        self._watches[element].append(watch)

    def stop(self, element: Element) -> None:
        """Let an element's jammer trouble links no longer."""
        for watch in self._watches.pop(element, ()):
            self._world.referee.unwatch(watch)
        for cover in tuple(self._covers.pop(element, ())):
            self._clear(cover)

    def gone(self, element: Element) -> None:
        """Cover and be covered no more, because the element has left the world."""
        self.stop(element)
        for covers in self._covers.values():
            for cover in tuple(covers):
                if cover.receiver == element.name:
                    del covers[cover]
                    self._clear(cover)

    def _covers_now(self, cover: Cover) -> None:
        jammer, datalink, receiver = cover
        self._covers[jammer][cover] = None
        datalink.cover(receiver, jammer)
        self._world.record(LinkJammed(self._world.clock.now, jammer.name, datalink.name, receiver))

    def _uncovers(self, cover: Cover) -> None:
        if cover in self._covers[cover.jammer]:
            del self._covers[cover.jammer][cover]
            self._clear(cover)

    def _clear(self, cover: Cover) -> None:
        jammer, datalink, receiver = cover
        if datalink.uncover(receiver, jammer.name):
            self._world.record(LinkCleared(self._world.clock.now, jammer.name, datalink.name, receiver))


def place_of(world: World, name: str) -> Body | None:
    """Return where a party of a link is; None when it stands nowhere."""
    if name in world.elements:
        return world.elements[name].body
    if name in world.sites:
        return world.sites[name].body
    carried = world.gateways.get(name) or world.controllers.get(name)
    aboard = None if carried is None else carried.spec.aboard
    if aboard in world.groups:
        return world.groups[aboard].elements[0].body
    if aboard is not None:
        return place_of(world, aboard)
    at_m = world.controllers[name].spec.at_m if name in world.controllers else None
    return None if at_m is None else Body(name, at_m)


def is_aimed_at(jammer: LinkJammer, side: str, name: str, link: Link) -> bool:
    """Tell whether a jammer of a side troubles a link."""
    return link.jamming is not None and link.side != side and (jammer.only is None or name in jammer.only)


def datalink_of(world: World, name: str, spec: Link) -> Datalink:
    """Return a link at work: one that asks about jammers at each sending only where any may trouble it."""
    for flight in world.scenario.flights.values():
        jammer = flight.jammer
        if jammer is not None and jammer.links is not None and is_aimed_at(jammer.links, flight.side, name, spec):
            return JammedLink(world, name, spec)
    return Datalink(world, name, spec)
