"""Identification and leave to fire against theory, through YAML and `run_trial`.

Seeds are fixed. A score of a correct program lies beyond the bound with a chance of 6.8e-6; there are 7 of them.
"""

from __future__ import annotations

import math

import pytest

from sim.model.identity import Identity
from sim.trial.records import Answered, Asked, Identified, Shot
from tests.analytic.oracle import oracle, played, records
from tests.analytic.scores import Scores

PASSES = 400
MEAN_S, ERROR_PROB = 240.0, 0.2
IN_RANGE_S = 2.0 * math.sqrt(50.0**2 - 30.0**2) * 1000.0 / 250.0
ENTERS_S = (150_000.0 - math.sqrt(50.0**2 - 30.0**2) * 1000.0) / 250.0
TRAIL_S = 1852.0 / 250.0


def test_a_pass_is_identified_as_often_and_as_late_as_theory_says(scores: Scores) -> None:
    """An exponential wait of mean m against a stay T: identified with 1 - exp(-T/m), min(wait, T) is m times it."""
    prob = 1.0 - math.exp(-IN_RANGE_S / MEAN_S)
    stays: list[float] = []
    wrong = {"RAIDER": 0, "LINER": 0}
    found = 0
    for trial in played("identification", trials=PASSES):
        named = {record.target: record for record in records(trial, Identified)}
        for flight in wrong:
            for place in range(4):
                record = named.get(f"{flight}-{place + 1}")
                stays.append(IN_RANGE_S if record is None else record.at_s - ENTERS_S - place * TRAIL_S)
                if record is not None:
                    found += 1
                    truth = Identity.HOSTILE if flight == "RAIDER" else Identity.NEUTRAL
                    wrong[flight] += record.identity is not truth
    assert all(0.0 <= stay <= IN_RANGE_S + 1e-6 for stay in stays)
    scores.share("identified", found, len(stays), prob)
    scores.mean("time until identified or out of range", stays, MEAN_S * prob)
    scores.share("mistaken", sum(wrong.values()), found, ERROR_PROB)


def test_a_track_is_never_identified_without_range_and_always_without_delay() -> None:
    (trial,) = played("identification", changes={"sites.POST.identification.range_km": 29})
    assert records(trial, Identified) == []
    (trial,) = played("identification", changes={"sites.POST.identification.identify_mean_s": 0})
    instants = sorted(record.at_s for record in records(trial, Identified))
    assert instants == pytest.approx(sorted(2 * [ENTERS_S + place * TRAIL_S for place in range(4)]))


def test_seven_questions_at_once_wait_for_two_servers() -> None:
    """The n-th of seven questions is answered at the end of its pair's turn: 5, 5, 10, 10, 15, 15, 20 min."""
    (trial,) = played("release")
    assert [record.at_s for record in records(trial, Asked)] == [0.0] * 7
    inputs, value = oracle("queue.batch_det")
    answers = [record.at_s for record in records(trial, Answered)]
    assert answers == [60.0 * (wait + inputs["s"]) for wait in value["waits"]]
    assert [record.at_s for record in records(trial, Shot)] == answers


def test_two_authorities_in_turn_are_a_chain_of_two_equal_delays(scores: Scores) -> None:
    """The sum of two exponential times of mean m: mean 2 m, deviation m sqrt 2, P(T <= t) = 1 - (1 + t/m) exp(-t/m)."""
    fired = [records(trial, Shot)[0].at_s for trial in played("release", "chain", trials=1500)]
    scores.mean("time to leave", fired, 600.0, 300.0 * math.sqrt(2.0))
    for t_s in (200.0, 600.0, 1200.0):
        prob = 1.0 - (1.0 + t_s / 300.0) * math.exp(-t_s / 300.0)
        scores.share(f"leave within {t_s:.0f} s", sum(one <= t_s for one in fired), len(fired), prob)
