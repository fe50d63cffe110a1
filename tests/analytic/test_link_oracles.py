"""Links: repeats of lost messages, age of periodic tracks at a random phase, outages by chance, saturation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from sim.base.chance import Chance
from sim.model.links import Link, repeat_delay_s, track_age_s
from sim.scenario import load_scenario
from sim.scenario.schema import Budget
from sim.trial.clock import Clock, Phase
from sim.trial.link import Datalink
from sim.trial.reasons import ReportKind
from sim.trial.records import Delivered, Reported, ThingLost, ThingRestored, Trial
from sim.trial.setting import set_stage
from sim.trial.tracks import Report
from tests.analytic.oracle import (
    SCENARIOS,
    exact,
    exact_values,
    held,
    instants,
    oracle,
    played,
    records,
)
from tests.analytic.scores import Scores

DRAWS = 20_000


def link(loss_prob: float, period_s: float, delay_s: float = 0.0) -> Link:
    return Link(side="any", members=(), delay_s=delay_s, loss_prob=loss_prob, period_s=period_s)


def losses(loss_prob: float, count: int, seed: int = 1) -> list[int]:
    """Draw how often a message is lost before it arrives, as every link does."""
    chance = Chance(seed, 0, count)
    return [chance.trial(number).geometric("loss/any/node", loss_prob) for number in range(count)]


@pytest.mark.parametrize(("loss_prob", "tries", "tau_s"), [(0.3, 3, 2.0), (0.05, 1, 10.0), (0.8, 6, 0.5)])
def test_repeats_take_as_many_tries_and_as_long_as_theory_says(
    loss_prob: float, tries: int, tau_s: float, scores: Scores
) -> None:
    inputs, value = oracle("link.arq")
    expected = (1.0 - loss_prob**tries, 1.0 / (1.0 - loss_prob), tau_s / (1.0 - loss_prob))
    if (loss_prob, tries, tau_s) == (inputs["loss"], inputs["k"], inputs["tau_s"]):
        assert expected == exact((value["p"], value["E_tries"], value["E_delay"]))
    lost = losses(loss_prob, DRAWS)
    spec = link(loss_prob, period_s=tau_s, delay_s=tau_s)
    spread = math.sqrt(loss_prob) / (1.0 - loss_prob)
    within = sum(count + 1 <= tries for count in lost)
    delays_s = [spec.delay_s + repeat_delay_s(spec, count) for count in lost]
    scores.share(f"arrived in {tries} tries", within, DRAWS, expected[0])
    scores.mean("tries", [count + 1 for count in lost], expected[1], spread)
    scores.mean("delay", delays_s, expected[2], spread * tau_s)


def test_reports_of_a_lossy_link_come_whole_periods_late(scores: Scores) -> None:
    """The same through the event log: first reports of a track, each repeated every 4 s until it gets through."""
    for trial in played("track-age", trials=100):
        for report in records(trial, Delivered, kind=ReportKind.FIRST):
            assert (report.at_s - report.as_of_s) % 4.0 == 0.0
    held(scores, "repeats", trials=1500)


@pytest.mark.parametrize(("base", "added", "factor"), [(0.3, 0.5, 2.0), (0.0, 0.4, 1.0), (0.5, 0.6, 3.0)])
def test_a_jammed_link_is_as_late_and_its_tracks_as_old_as_theory_says(
    base: float, added: float, factor: float, scores: Scores
) -> None:
    net = {"loss_prob": base, "jamming.added_loss_prob": added, "jamming.delay_factor": factor}
    changes: Mapping[str, object] = {f"links.NET.{setting}": number for setting, number in net.items()}
    held(scores, "link-jammed", trials=1500, changes=changes)


@pytest.mark.parametrize(("period_s", "success", "latency_s"), [(4.0, 0.7, 0.0), (10.0, 0.95, 3.0), (6.0, 0.4, 1.0)])
def test_tracks_at_shots_are_as_old_as_theory_says(
    period_s: float, success: float, latency_s: float, scores: Scores
) -> None:
    """The shot falls at a random phase: its exponential wait is so long that the phase is uniform to 0.02 %."""
    net = {"period_s": period_s, "loss_prob": 1.0 - success, "delay_s": latency_s}
    changes: Mapping[str, object] = {f"links.NET.{setting}": number for setting, number in net.items()}
    inputs, value = oracle("link.age_periodic")
    if (period_s, success, latency_s) == (inputs["period_s"], inputs["success"], inputs["latency_s"]):
        assert exact_values("track-age", changes) == exact({"age of the track at the shot": value})
    held(scores, "track-age", trials=2000, changes=changes)


@pytest.mark.parametrize("since_s", [0.0, 0.5, 3.0, 9.999, 10.0, 77.7])
def test_a_track_is_never_older_than_its_first_update_nor_younger_than_the_delay(since_s: float) -> None:
    spec = link(0.3, period_s=10.0, delay_s=3.0)
    ages = [track_age_s(spec, since_first_s=since_s, losses=lost) for lost in range(20)]
    assert max(ages) == since_s
    assert min(ages) >= min(since_s, spec.delay_s)
    assert ages == sorted(ages)


# Outages by chance: a link of two states, which changes at the ends of its periods.


def out_periods(trial: Trial, period_s: float) -> list[tuple[int, int]]:
    """Return the outages of a trial, each as the periods in which it begins and ends; the last may be cut off."""
    begins, ends = instants(trial, ThingLost, thing="NET"), instants(trial, ThingRestored, thing="NET")
    assert all(begin < end for begin, end in zip(begins, ends, strict=False))
    return [(round(begin / period_s), round(end / period_s)) for begin, end in zip(begins, ends, strict=False)]


@pytest.mark.parametrize(("breaks", "mends", "k"), [(0.05, 0.2, 5), (0.3, 0.5, 3), (0.02, 1.0, 2)])
def test_a_link_is_out_as_often_and_as_long_as_theory_says(breaks: float, mends: float, k: int, scores: Scores) -> None:
    """Availability is looked at every 200 periods: by then no chain remembers its state (0.75 to the 200th)."""
    inputs, value = oracle("link.gilbert")
    expected = (mends / (breaks + mends), 1.0 / mends, (1.0 - mends) ** (k - 1))
    if (breaks, mends, k) == (inputs["pGB"], inputs["pBG"], inputs["k"]):
        assert expected == exact((value["availability"], value["mean_outage"], value["p_outage_ge_k"]))
    changes: Mapping[str, object] = {"links.NET.outage_prob": breaks, "links.NET.outage_end_prob": mends}
    lengths: list[int] = []
    works = looks = 0
    for trial in played("link-outages", trials=40, changes=changes):
        outages = out_periods(trial, 10.0)
        lengths += [end - begin for begin, end in outages]
        for period in range(200, 8000, 200):
            looks += 1
            works += not any(begin <= period < end for begin, end in outages)
    scores.share("works", works, looks, expected[0])
    scores.mean("length of an outage", lengths, expected[1], math.sqrt(1.0 - mends) / mends)
    scores.share(f"lasts {k} periods or more", sum(length >= k for length in lengths), len(lengths), expected[2])


# Capacity: one server, first come first served, a fixed time for each message.


def delays_s(trial: Trial) -> tuple[list[float], list[float]]:
    """Return when each report was handed in, and how long it took to arrive."""
    begun = {report.target: report.at_s for report in records(trial, Reported, kind=ReportKind.FIRST)}
    arrived = {one.target: one.at_s for one in records(trial, Delivered, kind=ReportKind.FIRST)}
    return list(begun.values()), [arrived[target] - at_s for target, at_s in begun.items()]


@pytest.mark.parametrize("capacity_per_s", [0.125, 0.05, 2.0])
def test_reports_at_once_wait_for_those_before_them(capacity_per_s: float) -> None:
    """The k-th of twelve at one instant has k sendings before it, then its own and the delay."""
    changes: Mapping[str, object] = {"links.NET.capacity_per_s": capacity_per_s}
    (trial,) = played("link-capacity", "batch", changes=changes)
    _, found = delays_s(trial)
    assert found == exact([(place + 1) / capacity_per_s + 3.0 for place in range(12)])


def test_each_report_waits_as_the_recursion_of_queues_says() -> None:
    """Lindley: who comes later waits what is left of the wait and the sending before him."""
    waited = 0
    for trial in played("link-capacity", trials=100):
        handed_in, found = delays_s(trial)
        wait, before = 0.0, handed_in[0]
        for at_s, delay_s in zip(handed_in, found, strict=True):
            wait = max(wait + 8.0 - (at_s - before), 0.0) if at_s != handed_in[0] else 0.0
            before = at_s
            waited += wait > 0.0
            assert delay_s == pytest.approx(wait + 8.0 + 3.0, abs=1e-9)
    assert waited > 300


MESSAGES = 30_000


@pytest.mark.parametrize("load", [0.3, 0.7, 0.9])
def test_a_busy_link_saturates_as_pollaczek_and_khinchine_say(load: float, scores: Scores) -> None:
    """Messages of a Poisson stream; sums over busy periods are independent of one another.

    The mean wait of one server with a fixed time s is load s / (2 (1 - load)).
    """
    rate_per_s, takes_s = load, 1.0
    changes: Mapping[str, object] = {"links.NET.capacity_per_s": 1.0 / takes_s, "links.NET.delay_s": 0}
    scenario = load_scenario(SCENARIOS / "link-capacity.yaml", overrides=changes).scenario
    world = set_stage(replace(scenario, budget=Budget(events=10 * MESSAGES)), Chance(1, 0).trial(0))
    net, received = world.datalinks["NET"], Receiver(world.clock)
    net.join(received)
    gaps = np.random.Generator(np.random.Philox(key=7)).exponential(1.0 / rate_per_s, MESSAGES)
    sent = np.cumsum(gaps)
    for at_s in sent:
        world.clock.at(float(at_s), Phase.DECIDE, lambda number: net.send("EAR", number), None)
    world.clock.run()
    waits = np.array(received.at_s) - sent - takes_s
    assert waits.min() >= -1e-6
    starts = np.flatnonzero(waits < 1e-9)
    sums = np.add.reduceat(waits, starts)
    counts = np.diff(np.append(starts, MESSAGES))
    expected_s = load * takes_s / (2.0 * (1.0 - load))
    scores.mean("wait less what is expected, by busy period", list(sums - expected_s * counts), 0.0)


class Receiver:
    """Somebody on a link who notes when messages come."""

    def __init__(self, clock: Clock) -> None:
        self.name = "EAR"
        self.at_s: list[float] = []
        self._clock = clock

    def hear(self, report: Report) -> None:
        """Hear nothing."""

    def receive(self, message: object) -> None:
        """Note the instant."""
        self.at_s.append(self._clock.now)

    def link_fell_silent(self, datalink: Datalink) -> None:
        """Notice nothing."""
