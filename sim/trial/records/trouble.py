"""Records of what blurs a picture: links under a jammer's cover, and one group held as two tracks."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import Source


class LinkJammed(NamedTuple):
    """A jammer's element covers a receiver of a link from now on: it loses more, and hears later."""

    at_s: float
    jammer: str
    link: str
    receiver: str


class LinkCleared(NamedTuple):
    """A jammer's element covers a receiver of a link no longer, or one of the two has left the world."""

    at_s: float
    jammer: str
    link: str
    receiver: str


class DualTrackHeld(NamedTuple):
    """A node did not recognise news of a group that it holds: from now on it has two tracks of it.

    source: where the news came from.
    """

    at_s: float
    node: str
    target: str
    source: Source


class DualTrackResolved(NamedTuple):
    """A node has one track of a group again: it saw that the two are one, or one of them has ended."""

    at_s: float
    node: str
    target: str
