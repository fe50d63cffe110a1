"""A node: whoever decides has a picture of its own, made of tracks from its own sensors and from its link.

A held track is an interval. Its maker is current from detection until contact is lost; then the track ages and is
dropped `memory_s` later. Nothing refreshes a track: how old it is at an instant is worked out when somebody asks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.identity import Identity
from sim.model.kinds import Point, Vector
from sim.model.links import track_age_s
from sim.model.rules import Deed
from sim.trial.clock import DELIVER
from sim.trial.inbox import Inbox
from sim.trial.reasons import ReportKind, SensorKind, Source
from sim.trial.records import ContactLost, Detected, TrackDropped, TrackHeld
from sim.trial.tracks import ENDING, Feed, Report, Sighting, Track

if TYPE_CHECKING:
    from sim.trial.duals import Correlator
    from sim.trial.element import Element
    from sim.trial.identification import Identifier
    from sim.trial.link import Datalink
    from sim.trial.rules import Binding
    from sim.trial.world import World


class Node:
    """Base of everything that senses or decides."""

    __slots__ = (
        "binding",
        "contacts",
        "correlator",
        "datalinks",
        "friends",
        "heard",
        "identifier",
        "identities",
        "inbox",
        "memory_s",
        "merges",
        "name",
        "picture",
        "side",
        "world",
    )

    def __init__(self, world: World, name: str, side: str, memory_s: float) -> None:
        self.world = world
        self.name = name
        self.side = side
        self.memory_s = memory_s
        self.inbox = Inbox(world.clock)
        self.datalinks: tuple[Datalink, ...] = ()
        self.picture: dict[Element, Track] = {}
        self.contacts: dict[Element, int] = {}
        self.merges = False  # whether news of a target may come over several links
        self.heard: dict[Datalink, dict[Element, float]] = {}  # the number of each link's last report on each target
        self.friends: frozenset[Element] = frozenset()  # known from the start, where anybody identifies
        self.identities: dict[Element, Identity] = {}  # what tracks are held to be; unknown ones are not in it
        self.identifier: Identifier | None = None
        self.binding: Binding | None = None  # rules and caveats, where any are declared
        self.correlator: Correlator | None = None  # where news of what it holds may not be recognised

    # What kinds of nodes do with news; each overrides what it needs.

    def track_gained(self, target: Element) -> None:
        """React to a new track."""

    def track_moved(self, target: Element) -> None:
        """React to a turn of a tracked target."""

    def track_dropped(self, target: Element) -> None:
        """React to the end of a track."""

    def dual_held(self, target: Element) -> None:
        """React to a second track of a group."""

    def dual_resolved(self, target: Element) -> None:
        """React to the end of a second track."""

    def contact_gained(self, target: Element) -> None:
        """React to a target that an own sensor now holds."""

    def contact_lost(self, target: Element) -> None:
        """React to a target that no own sensor holds any more."""

    def reassess(self, target: Element) -> None:
        """React to news that may change what rules allow against a target."""
        self.share_if_allowed(target)

    def provoked_by(self, target: Element) -> None:
        """React to a hostile act that may be answered."""

    def may_emit_now(self) -> None:
        """React to the end of a rule that kept radar and jammer off."""

    def is_defence(self, target: Element) -> bool:  # noqa: ARG002
        """Tell whether to fire at a target is self-defence, because of where it is."""
        return False

    # Identity and rules.

    def takes_for(self, target: Element, identity: Identity) -> None:
        """Hold a track to be something, from now on."""
        if self.identities.get(target) is not identity:
            self.identities[target] = identity
            self.reassess(target)

    def share_if_allowed(self, target: Element) -> None:
        """Report a target that could not be reported before, when rules allow it now."""
        binding = self.binding
        if binding is None or not self.datalinks or not binding.is_withheld(target, Deed.SHARE):
            return
        if target in self.contacts and binding.may_share(target):
            for datalink in self.datalinks:
                datalink.contact_gained(self, target)

    def tell_identity(self, target: Element) -> None:
        """Report what it holds a target to be."""
        for datalink in self.datalinks:
            datalink.identified(self, target)

    # Own sensors.

    def hold(self, target: Element, sensor: SensorKind, range_m: float) -> None:
        """Note that an own sensor detected a target."""
        world = self.world
        world.record(Detected(world.clock.now, self.name, target.name, sensor, range_m))
        held_by = self.contacts.get(target, 0)
        self.contacts[target] = held_by + 1
        if held_by:
            return
        target.seen_by[self] = None
        is_new = target not in self.picture
        track = self._track(target, Source.OWN)
        if self.correlator is not None:
            self.correlator.source_appears(track, None)
        track.own = True
        if self.binding is None or not self.datalinks or self.binding.may_share(target):
            for datalink in self.datalinks:
                datalink.contact_gained(self, target)
        if self.identifier is not None:
            self.identifier.attend(target)
        self.contact_gained(target)
        if is_new:
            self.track_gained(target)

    def release(self, target: Element) -> None:
        """Note that an own sensor lost a target from its range."""
        held_by = self.contacts[target] - 1
        if held_by:
            self.contacts[target] = held_by
        else:
            self._contact_ends(target)
            self._age(self.picture[target])

    def witness_end(self, target: Element) -> None:
        """Note that a target held by own sensors was destroyed before their eyes."""
        self._contact_ends(target)
        self._drop(self.picture[target])

    def _contact_ends(self, target: Element) -> None:
        world = self.world
        del self.contacts[target]
        target.seen_by.pop(self, None)
        world.record(ContactLost(world.clock.now, self.name, target.name))
        track = self.picture[target]
        track.own = False
        track.sighting = world.sight(target)
        if self.identifier is not None:
            self.identifier.forget(target)
        self.contact_lost(target)
        for datalink in self.datalinks:
            if not datalink.contact_lost(self, target):
                track.feeds.pop(datalink, None)
            elif datalink not in track.feeds:
                track.feeds[datalink] = Feed(world.clock.now)

    # The links.

    def join(self, datalink: Datalink) -> None:
        """Go on a link."""
        datalink.join(self)
        self.datalinks += (datalink,)
        self.merges = len(self.datalinks) > 1
        self.heard[datalink] = {}

    def tell(self, receiver: Node, message: object) -> None:
        """Send somebody a message over the first link that both are on, else through gateways."""
        for datalink in self.datalinks:
            if receiver.name in datalink.members:
                datalink.send(receiver.name, message, self.name)
                return
        if self.world.gateways:
            self.world.comms.pass_on(self, receiver, message)

    def receive(self, message: object) -> None:
        """Take a delivered message into the inbox."""
        self.inbox.post(message)

    @property
    def update_s(self) -> float | None:
        """The shortest period of its links, in seconds; None without any."""
        return min([datalink.spec.period_s for datalink in self.datalinks], default=None)

    def hear(self, report: Report) -> None:
        """Take a delivered report into the picture. Reports that were overtaken by newer ones are ignored."""
        number, target, kind, sighting, link, feed, identity = report
        if identity is not None:
            self._hear_identity(target, identity)
            if kind is ReportKind.IDENTIFIED:
                return  # it says nothing new of where the target is
        heard = self.heard[link]
        if target in heard and number <= heard[target]:
            return
        heard[target] = number
        track = self.picture.get(target)
        if kind in ENDING:
            if track is not None:
                self._link_lost(track, kind, link)
            return
        if not target.is_flying:
            return
        is_new = track is None
        if track is None or track.drop is not None:
            track = self._track(target, Source.LINK)
        feeds = track.feeds
        if link not in feeds or (self.merges and feed.via != feeds[link].via):
            if self.correlator is not None and link not in feeds:
                self.correlator.source_appears(track, link)
            feeds[link] = feed
        if not self.merges or self._is_newer(sighting, feed, track):
            track.sighting = sighting
        if is_new:
            self.track_gained(target)
        elif not track.own:
            self.track_moved(target)

    def _is_newer(self, sighting: Sighting, feed: Feed, track: Track) -> bool:
        """Tell whether news that may have come another way than the last is newer than what a track says."""
        seen = track.sighting
        return seen is None or sighting.at_s >= seen.at_s or (not feed.via and len(self.datalinks) == 1)

    def befriend(self, friends: frozenset[Element]) -> None:
        """Know these for friends: neither see them as strangers, nor heed what links say of them."""
        self.friends = friends
        for datalink in self.datalinks:
            self.heard[datalink] = dict.fromkeys(friends, math.inf)

    def _hear_identity(self, target: Element, identity: Identity) -> None:
        """Believe what the link says a target is, unless own sensors have found out, or knew of worse."""
        if not target.is_flying or target in self.friends:
            return
        if self.identifier is not None and self.identifier.is_certain_of(target):
            return
        if identity is Identity.SUSPECT and target in self.identities:
            return
        self.takes_for(target, identity)

    def _link_lost(self, track: Track, kind: ReportKind, link: Datalink) -> None:
        track.feeds.pop(link, None)
        if kind is ReportKind.LOST_CONTACT:
            self._age(track)
        elif not track.own:
            self._drop(track)

    # The picture.

    def estimate(self, target: Element) -> tuple[Point, Vector]:
        """Return where the node believes a tracked target to be now, and its velocity."""
        track = self.picture[target]
        now = self.world.clock.now
        if track.own or track.sighting is None:
            return target.body.position(now), target.body.velocity
        seen = track.sighting
        elapsed = now - seen.at_s
        return (seen.x_m + seen.vx_mps * elapsed, seen.y_m + seen.vy_mps * elapsed), (seen.vx_mps, seen.vy_mps)

    def track_age_s(self, target: Element) -> float:
        """Return how old the track of a target is now, in seconds; 0 on an own track."""
        track = self.picture[target]
        if track.own:
            return 0.0
        now = self.world.clock.now
        if not track.feeds:
            return now - track.sighting.at_s if track.sighting is not None else 0.0
        return min(self._age_over(target, link, feed) for link, feed in track.feeds.items())

    def _age_over(self, target: Element, link: Datalink, feed: Feed) -> float:
        """Return how old a track is over one link, in seconds; a loss on any link on the way makes it older."""
        origin, later_s = link, feed.lag_s + (link.reception(self.name, target)[1] - link.spec.delay_s)
        if feed.via:
            origin = feed.via[0]
            later_s += link.spec.delay_s - origin.spec.delay_s
            later_s += sum(self._losses(further, target) * further.spec.period_s for further in (*feed.via[1:], link))
        since_s = self.world.clock.now - feed.since_s
        return track_age_s(origin.spec, since_first_s=since_s, losses=self._losses(origin, target), later_s=later_s)

    def _losses(self, link: Datalink, target: Element) -> int:
        return self.world.luck.geometric(f"age/{link.name}/{self.name}", link.reception(self.name, target)[0])

    def _track(self, target: Element, source: Source) -> Track:
        """Return the track of a target: a new one, or the one there is, which ages no more."""
        track = self.picture.get(target)
        if track is None:
            track = self.picture[target] = Track(target)
            self.world.record(TrackHeld(self.world.clock.now, self.name, target.name, source))
        elif track.drop is not None:
            self.world.clock.cancel(track.drop)
            track.drop = None
        return track

    def _age(self, track: Track) -> None:
        """Let a track that nobody makes any more age towards its end."""
        if self.correlator is not None:
            self.correlator.source_ended(track)
        if not track.own and not track.feeds and track.drop is None:
            clock = self.world.clock
            track.drop = clock.at(clock.now + self.memory_s, DELIVER, self._drop, track)

    def _drop(self, track: Track) -> None:
        if track.drop is not None:
            self.world.clock.cancel(track.drop)
        if self.correlator is not None and track.dual is not None:
            self.correlator.resolve(track)
        self.identities.pop(track.target, None)
        if self.identifier is not None:
            self.identifier.track_ended(track.target)
        if self.picture.pop(track.target, None) is not None:
            self.world.record(TrackDropped(self.world.clock.now, self.name, track.target.name))
            self.track_dropped(track.target)

    # Injects.

    def link_fell_silent(self, datalink: Datalink) -> None:
        """Let every track age that only this link made, because nothing comes over it any more."""
        for track in tuple(self.picture.values()):
            if track.feeds.pop(datalink, None) is not None:
                self._age(track)

    def fail(self) -> bool:
        """Stop working: contacts, tracks and messages are lost, and the link is left. Tell whether it worked before."""
        world = self.world
        now = world.clock.now
        for target in tuple(self.contacts):
            del self.contacts[target]
            target.seen_by.pop(self, None)
            world.record(ContactLost(now, self.name, target.name))
            if self.identifier is not None:
                self.identifier.forget(target)
                self.identifier.track_ended(target)
            for datalink in self.datalinks:
                datalink.contact_lost(self, target)
        self.identities.clear()
        for target, track in self.picture.items():
            if track.drop is not None:
                world.clock.cancel(track.drop)
            if self.correlator is not None and track.dual is not None:
                self.correlator.resolve(track)
            world.record(TrackDropped(now, self.name, target.name))
        self.picture.clear()
        for datalink in self.datalinks:
            datalink.leave(self)
        self.inbox.close()
        self.inbox = Inbox(world.clock)  # what is still on its way to the old one is never read
        return True

    def restart(self) -> bool:
        """Work again, knowing nothing but what sensors and link bring from now on. Tell whether it works."""
        for datalink in self.datalinks:
            datalink.rejoin(self)
            datalink.brief((self.name,))
        return True

    def forget_everything(self) -> None:
        """End all own contacts and tracks, because the node itself has left the world."""
        for target in tuple(self.contacts):
            del self.contacts[target]
            target.seen_by.pop(self, None)
            if self.identifier is not None:
                self.identifier.forget(target)
            for datalink in self.datalinks:
                datalink.contact_lost(self, target)
        for track in self.picture.values():
            if track.drop is not None:
                self.world.clock.cancel(track.drop)
            if self.correlator is not None:
                self.correlator.forget(track)
        self.picture.clear()
