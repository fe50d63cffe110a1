"""Jamming of links: what a jammer sets against receivers near it, and how a link suffers from that.

A receiver under cover loses more sendings and gets the others later, unless the sender is so near to it that it is
heard in spite of the noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Lt

from sim.base.declare import Says
from sim.model.kinds import NotNegative


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkJammer:
    """What a jammer does to links of the other side."""

    range_m: Annotated[
        NotNegative,
        Says("Troubles receivers of the other side's links that are no farther from it than this.", (0, 5e5)),
    ]
    only: Annotated[
        tuple[str, ...] | None, Says("Links that it troubles. Default: all of the other side that can be jammed.")
    ] = None
    burn_through_m: Annotated[
        NotNegative, Says("Whoever sends from no farther than this is heard in spite of it.", (0, 2e5))
    ] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JammingResponse:
    """How a link suffers at a receiver under a jammer's cover."""

    added_loss_prob: Annotated[
        float, Ge(0), Lt(1), Says("Chance that one jammer spoils a sending that would have arrived.")
    ] = 0.0
    delay_factor: Annotated[float, Ge(1), Says("The fixed delay is this many times as long.", (1, 20))] = 1.0


def jammed_loss_prob(loss_prob: float, added_loss_prob: float, jammers: int) -> float:
    """Return the chance that a sending is lost under some jammers at once, each of which may spoil it by itself.

    Source: independent losses: 1 - (1 - p)(1 - q)^n.
    """
    return float(1.0 - (1.0 - loss_prob) * (1.0 - added_loss_prob) ** jammers)
