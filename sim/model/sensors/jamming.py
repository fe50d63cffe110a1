"""Jamming: a jammer shortens the ranges of hostile radars against those near it, until they burn through."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from annotated_types import Gt, Le

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative
from sim.model.link_jamming import LinkJammer


@quick
class Switch(enum.Enum):
    """Whether something works."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jammer:
    """A jammer aboard a flight. It covers its own element and every one of its side that is near it."""

    cover_m: Annotated[
        NotNegative, Says("Covers every element of its side that is no farther from it than this.", (0, 2e5))
    ]
    range_factor: Annotated[
        float, Gt(0), Le(1), Says("Hostile radars reach this share of their range against those it covers.")
    ]
    burn_through_m: Annotated[
        NotNegative, Says("Nearer to a radar than this, jamming no longer hides anybody from it.", (0, 2e5))
    ] = 0.0
    links: Annotated[LinkJammer | None, Says("What it does to links of the other side. Default: nothing.")] = None


class Jamming(NamedTuple):
    """What all jammers that cover a target do together."""

    range_factor: float
    burn_through_m: float


def jammed_by(jammers: Iterable[Jammer]) -> Jamming | None:
    """Return what several jammers do together; None without any.

    Their noise adds up, and range falls with its fourth root. The least burn-through counts, so that one jammer more
    never helps a radar.

    Source: the radar equation with noise powers J_i beside the receiver's own: f_i^-4 = 1 + J_i.
    """
    noise, burn_through_m = 1.0, float("inf")
    for jammer in jammers:
        noise += jammer.range_factor**-4 - 1.0
        burn_through_m = min(burn_through_m, jammer.burn_through_m)
    return None if burn_through_m == float("inf") else Jamming(float(noise**-0.25), burn_through_m)


def jammed_range_m(range_m: float, jamming: Jamming | None) -> float:
    """Return how far a radar of a range reaches against a target that is jammed for, in metres."""
    if jamming is None:
        return range_m
    return min(range_m, max(range_m * jamming.range_factor, jamming.burn_through_m))
