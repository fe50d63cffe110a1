"""Records of seeing and knowing: detections, contacts, reports, tracks, identities."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.identity import Identity
from sim.trial.reasons import ReportKind, SensorKind, Source


class Detected(NamedTuple):
    """A node's own sensor detected a target element; `range_m` is their distance."""

    at_s: float
    node: str
    target: str
    sensor: SensorKind
    range_m: float


class SwitchedOn(NamedTuple):
    """A node that kept silent until it committed lets its radar and jammer work from now on."""

    at_s: float
    node: str


class ContactLost(NamedTuple):
    """A node's own sensors no longer hold a target element."""

    at_s: float
    node: str
    target: str


class Reported(NamedTuple):
    """A reporter of record sent a report about a target over a link."""

    at_s: float
    link: str
    reporter: str
    target: str
    kind: ReportKind


class Delivered(NamedTuple):
    """A report about a target, as it stood at `as_of_s`, reached some nodes of a link."""

    at_s: float
    link: str
    target: str
    kind: ReportKind
    as_of_s: float
    receivers: tuple[str, ...]


class TrackHeld(NamedTuple):
    """A node's picture gained a track that it did not have."""

    at_s: float
    node: str
    target: str
    source: Source


class TrackDropped(NamedTuple):
    """A node's picture dropped a track."""

    at_s: float
    node: str
    target: str


class Identified(NamedTuple):
    """A node found out what a track is, or came to suspect it; it may err."""

    at_s: float
    node: str
    target: str
    identity: Identity
