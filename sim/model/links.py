"""Links and gateways: how long a message takes, how loss delays it, when a link is out, how old its tracks are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le, Lt

from sim.base.declare import Says
from sim.model.kinds import NotNegative, Positive, Probability
from sim.model.link_jamming import JammingResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time during which a link carries nothing."""

    from_s: Annotated[NotNegative, Says("When it begins, from the start of the trial.")]
    to_s: Annotated[Positive, Says("When it ends.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A voice channel: all members share it, one speaks at a time, and whoever asked first speaks first."""

    message_s: Annotated[Positive, Says("Time that one order, answer or claim takes on the channel.", (0.5, 120))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A datalink: nodes of one side that exchange tracks, orders and answers."""

    side: Annotated[str, Says("The side that uses it.")]
    members: Annotated[tuple[str, ...], Says("Names of the flights, controllers and sites on it.")]
    delay_s: Annotated[NotNegative, Says("Fixed delay of every message.", (0, 600))] = 0.0
    delay_random_mean_s: Annotated[
        NotNegative, Says("Mean of an exponential delay on top of the fixed one.", (0, 600))
    ] = 0.0
    loss_prob: Annotated[
        float, Ge(0), Lt(1), Says("Chance that one sending is lost; it is repeated one period later.")
    ] = 0.0
    period_s: Annotated[Positive, Says("Time between repeats, and between updates of a held track.", (0.1, 600))] = 10.0
    capacity_per_s: Annotated[
        Positive | None,
        Says(
            "Messages that it can carry per second; more of them queue, first come first. Default: no limit.",
            (0.01, 1e4),
        ),
    ] = None
    correlation_prob: Annotated[
        Probability,
        Says("Chance that a member recognises news of a group that it holds already from own sensors or another link."),
    ] = 1.0
    resolve_mean_s: Annotated[
        NotNegative, Says("Mean time until a member sees that two tracks it holds are one group.", (0, 600))
    ] = 60.0
    voice: Annotated[
        Spoken | None,
        Says(
            "Orders, answers and claims are spoken, one at a time; reports of tracks are not. Default: they are data."
        ),
    ] = None
    outages: Annotated[
        tuple[Outage, ...], Says("Times at which it carries nothing; what was on its way then is lost.")
    ] = ()
    outage_prob: Annotated[
        float, Ge(0), Lt(1), Says("Chance per period that it goes out by chance, while it works.")
    ] = 0.0
    outage_end_prob: Annotated[float, Gt(0), Le(1), Says("Chance per period that an outage by chance ends.")] = 0.2
    jamming: Annotated[
        JammingResponse | None, Says("How it suffers under jammers that trouble links. Default: it cannot be jammed.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A station on several links of one side that passes on, from each to the others, what it hears."""

    side: Annotated[str, Says("The side that uses it.")]
    joins: Annotated[tuple[str, ...], Says("Names of the links that it joins.")]
    aboard: Annotated[
        str | None,
        Says(
            "The flight whose first aircraft carries it, or the site or controller where it stands; it works while "
            "that does. Default: it stands where nothing hits it."
        ),
    ] = None
    delay_s: Annotated[NotNegative, Says("Time it takes to pass a message on.", (0, 600))] = 0.0


def repeat_delay_s(link: Link, losses: int) -> float:
    """Return the extra delay, in seconds, of a message that was lost `losses` times before it arrived."""
    return losses * link.period_s


def track_age_s(link: Link, *, since_first_s: float, losses: int, later_s: float = 0.0) -> float:
    """Return how old a receiver's periodic track is, in seconds.

    since_first_s: time since the first update of this track was sent; updates follow every period.
    losses: how many of the latest updates were lost (geometric). The age never exceeds since_first_s.
    later_s: what gateways and further links add to the delay.

    Source: age of a periodic update with independent loss; mean D(2-s)/(2s) plus the delay at a random phase.
    """
    updates = math.floor(max(since_first_s - link.delay_s - later_s, 0.0) / link.period_s)
    return since_first_s - max(updates - losses, 0) * link.period_s
