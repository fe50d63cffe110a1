"""Links: how late a repeated message is, and how old a periodic track is at a random instant."""

from __future__ import annotations

import math

from sim.scenario.schema import Scenario
from sim.trial.reasons import ReportKind
from sim.trial.records import Delivered, Shot, Trial
from sim.verify.case import Answer, Case, Family, Kind
from sim.verify.evidence import records


def track_age_s(period_s: float, success: float, latency_s: float) -> tuple[float, float]:
    """Return mean and standard deviation of the age of a periodic track at a random instant, in seconds.

    Source: uniform phase plus a geometric number of lost periods; mean D(2 - s) / (2 s) plus the delay, as in the
    renewal-reward argument for the age of information (Kaul, Yates and Gruteser, INFOCOM 2012).
    """
    mean = period_s * (2.0 - success) / (2.0 * success) + latency_s
    return mean, math.sqrt(period_s**2 / 12.0 + period_s**2 * (1.0 - success) / success**2)


def repeat_s(period_s: float, loss: float, latency_s: float) -> tuple[float, float]:
    """Return mean and standard deviation of the delay of a message that is repeated until it arrives, in seconds.

    Source: a geometric number of losses, each of which costs a period.
    """
    return latency_s + period_s * loss / (1.0 - loss), period_s * math.sqrt(loss) / (1.0 - loss)


def _first_delay_s(trial: Trial) -> float | None:
    """Return how long the first report took to the desk."""
    for report in records(trial, Delivered, kind=ReportKind.FIRST):
        if "DESK" in report.receivers:
            return report.at_s - report.as_of_s
    return None


def _age_s(trial: Trial) -> float | None:
    return next((shot.track_age_s for shot in records(trial, Shot)), None)


def _age_answers(scenario: Scenario) -> tuple[Answer, ...]:
    link = scenario.links["NET"]
    mean, deviation = track_age_s(link.period_s, 1.0 - link.loss_prob, link.delay_s)
    return (
        Answer(
            what="age of the track at the shot",
            unit="s",
            formula="period (2 - success) / (2 success) + delay",
            exact=mean,
            kind=Kind.MEAN,
            of=_age_s,
            deviation=deviation,
        ),
    )


def _repeat_answers(scenario: Scenario) -> tuple[Answer, ...]:
    link = scenario.links["NET"]
    mean, deviation = repeat_s(link.period_s, link.loss_prob, link.delay_s)
    return (
        Answer(
            what="delay of the first report",
            unit="s",
            formula="delay + period x loss / (1 - loss)",
            exact=mean,
            kind=Kind.MEAN,
            of=_first_delay_s,
            deviation=deviation,
        ),
        Answer(
            what="report arrives in 3 tries",
            formula="1 - loss^3",
            exact=1.0 - link.loss_prob**3,
            kind=Kind.SHARE,
            of=lambda trial: float((_first_delay_s(trial) or 0.0) < link.delay_s + 2.5 * link.period_s),
        ),
    )


def track_age() -> Case:
    """How old the track is that a shot is fired on."""
    return Case(
        family=Family.LINK,
        file="track-age",
        asks="How old is the track that a shot is fired on?",
        source="renewal-reward; Kaul, Yates and Gruteser, INFOCOM 2012",
        answers=_age_answers,
    )


def repeats() -> Case:
    """How late a report is on a link that loses messages."""
    return Case(
        family=Family.LINK,
        file="track-age",
        asks="How late is a report on a link that loses messages and repeats them?",
        source="geometric distribution",
        answers=_repeat_answers,
    )


def _jammed_answers(scenario: Scenario) -> tuple[Answer, ...]:
    link = scenario.links["NET"]
    assert link.jamming is not None
    loss, latency_s = 1.0 - (1.0 - link.loss_prob) * (1.0 - link.jamming.added_loss_prob), link.delay_s
    latency_s *= link.jamming.delay_factor
    late, late_deviation = repeat_s(link.period_s, loss, latency_s)
    age, age_deviation = track_age_s(link.period_s, 1.0 - loss, latency_s)
    return (
        Answer(
            what="delay of the first report",
            unit="s",
            formula="delay x factor + period x loss / (1 - loss), loss = 1 - (1 - p)(1 - q)",
            exact=late,
            kind=Kind.MEAN,
            of=_first_delay_s,
            deviation=late_deviation,
        ),
        Answer(
            what="age of the track at the shot",
            unit="s",
            formula="period (1 + loss) / (2 (1 - loss)) + delay x factor",
            exact=age,
            kind=Kind.MEAN,
            of=_age_s,
            deviation=age_deviation,
        ),
    )


def jammed() -> Case:
    """How late a report is, and how old a track, under a jammer's cover."""
    return Case(
        family=Family.LINK,
        file="link-jamming",
        asks="How late is a report, and how old is a track, where a jammer covers who receives it?",
        source="geometric distribution with independent losses p of the link and q of the jammer",
        answers=_jammed_answers,
    )
