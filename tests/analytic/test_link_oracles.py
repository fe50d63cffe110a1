"""Links: repeats of lost messages, and the age of periodic tracks at a random phase."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from sim.base.chance import Chance
from sim.model.links import Link, repeat_delay_s, track_age_s
from sim.trial.reasons import ReportKind
from sim.trial.records import Delivered
from tests.analytic.oracle import exact, exact_values, held, oracle, played, records
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
