"""Scanning sensors: random phase, hits in a row and M of N, against binomials and an absorbing chain."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from sim.trial.records import Detected, MemberLost
from tests.analytic.oracle import exact, instants, oracle, played
from tests.analytic.scores import Scores


def random_phase_prob(dwell_s: float, interval_s: float, glimpse_prob: float) -> float:
    scans = math.floor(dwell_s / interval_s)
    rest, miss = dwell_s / interval_s - scans, 1.0 - glimpse_prob
    return 1.0 - miss**scans * ((1.0 - rest) + rest * miss)


def run_prob(glimpse_prob: float, scans: int, run: int) -> float:
    """Chance of so many hits in a row within a number of scans: an absorbing chain over the length of the last run."""
    chain = np.zeros((run + 1, run + 1))
    chain[run, run] = 1.0
    for length in range(run):
        chain[length, 0] = 1.0 - glimpse_prob
        chain[length, length + 1] += glimpse_prob
    return float(np.linalg.matrix_power(chain, scans)[0, run])


def window_prob(glimpse_prob: float, scans: int, m_of_n: tuple[int, int]) -> float:
    """Chance that some window holds enough hits, by going through every pattern of hits and misses."""
    enough, window = m_of_n
    total = 0.0
    for pattern in itertools.product((0, 1), repeat=scans):
        if any(sum(pattern[max(end - window, 0) : end]) >= enough for end in range(1, scans + 1)):
            hits = sum(pattern)
            total += glimpse_prob**hits * (1.0 - glimpse_prob) ** (scans - hits)
    return total


def detected(variant: str, trials: int, changes: dict[str, object] | None = None) -> list[float | None]:
    """Return when the target was detected in each trial, in seconds; None where it was not."""
    runs = played("scanning", variant, trials=trials, changes=changes)
    return [next(iter(instants(trial, Detected)), None) for trial in runs]


def count(found: list[float | None]) -> int:
    return sum(at_s is not None for at_s in found)


def test_the_formulas_give_the_listed_values() -> None:
    inputs, value = oracle("det.glimpse.random_phase")
    assert random_phase_prob(inputs["dwell_s"], inputs["interval_s"], inputs["g"]) == exact(value)
    inputs, value = oracle("det.confirm.2_consecutive")
    assert run_prob(inputs["p"], inputs["n"], inputs["k"]) == exact(value)
    assert window_prob(inputs["p"], inputs["n"], (inputs["k"], inputs["k"])) == exact(value)
    inputs, value = oracle("det.confirm.3_of_5")
    assert window_prob(inputs["p"], inputs["N"], (inputs["M"], inputs["N"])) == exact(value)


def test_a_scan_at_a_random_phase_sees_as_often_as_theory_says(scores: Scores) -> None:
    value = oracle("det.glimpse.random_phase")[1]
    scores.share("seen at a random phase", count(detected("random-phase", 4000)), 4000, value)


def test_two_hits_in_a_row_confirm_as_often_as_theory_says(scores: Scores) -> None:
    value = oracle("det.confirm.2_consecutive")[1]

    found = detected("two-in-a-row", 4000)
    scores.share("two in a row", count(found), 4000, value)
    assert {at_s for at_s in found if at_s is not None} <= set(np.arange(35.0, 76.0, 5.0))


def test_three_hits_of_five_confirm_as_often_as_theory_says(scores: Scores) -> None:
    value = oracle("det.confirm.3_of_5")[1]
    found = detected("three-of-five", 4000)
    scores.share("three of five", count(found), 4000, value)
    assert set(found) == {50.0, 60.0, 70.0, None}


@pytest.mark.parametrize(
    ("glimpse_prob", "m_of_n", "period_s"), [(0.35, (2, 3), 4.0), (0.5, (4, 6), 5.0), (0.1, (1, 1), 7)]
)
def test_other_scans_confirm_as_often_as_going_through_all_patterns_says(
    glimpse_prob: float, m_of_n: tuple[int, int], period_s: float, scores: Scores
) -> None:
    scan = {"period_s": period_s, "glimpse_prob": glimpse_prob, "phase": "fixed"}
    scan |= {"confirm_hits": m_of_n[0], "confirm_scans": m_of_n[1]}
    route = [[-20.4, 0], [40, 0]]  # in range from 26 s to 76 s
    changes: dict[str, object] = {"sites.POST.radar.scan": scan, "routes.pass.points_km": route}
    scans = math.floor(76.0 / period_s) - math.ceil(26.0 / period_s) + 1
    value = window_prob(glimpse_prob, scans, m_of_n)
    found = count(detected("three-of-five", 2000, changes))
    scores.share(f"{m_of_n} of {scans} scans", found, 2000, value)


@pytest.mark.parametrize("aircraft", [1, 3])
def test_every_aircraft_of_an_element_has_its_glimpse(aircraft: int, scores: Scores) -> None:
    looker = {"side": "blue", "aircraft": aircraft, "elements": [aircraft], "speed_mps": 100}
    looker |= {"patrol": {"at_km": [0, 0], "commit_range_km": 10}}
    scan = {"period_s": 10, "glimpse_prob": 0.2, "phase": "fixed"}
    changes: dict[str, object] = {
        "sites.POST": None,
        "flights.LOOKER": looker | {"visual": {"range_km": 10, "scan": scan}},
    }
    found = count(detected("random-phase", 2000, changes))
    scores.share(f"seen by {aircraft}", found, 2000, 1.0 - 0.8 ** (5 * aircraft))


def test_who_is_lost_between_two_scans_has_no_glimpse_any_more(scores: Scores) -> None:
    """Two look at 30 and 40 s; one of them is shot at 45 s and lost at 46 s; the other looks at 50, 60 and 70 s."""
    looker = {"side": "blue", "aircraft": 2, "speed_mps": 100, "patrol": {"at_km": [0, 0], "commit_range_km": 10}}
    looker |= {"visual": {"range_km": 10, "scan": {"period_s": 10, "glimpse_prob": 0.2, "phase": "fixed"}}}
    sam = {"side": "red", "at_km": [0, 3], "radar": {"range_km": 30, "certain": True}, "magazine": 1, "reaction_s": 45}
    sam |= {"missile": {"speed_mps": 3000, "flyout_km": 9, "hit_prob": 1}}
    changes: dict[str, object] = {"sites.POST": None, "sites.SAM": sam, "flights.LOOKER": looker}
    found = 0
    for trial in played("scanning", "random-phase", trials=2000, changes=changes):
        assert instants(trial, MemberLost) == [46.0]
        found += bool(instants(trial, Detected, node="LOOKER-1"))
    scores.share("seen by two, then by one", found, 2000, 1.0 - 0.8**7)


def test_no_glimpse_sees_nobody_and_a_sure_one_sees_at_the_first_scan() -> None:
    never, always = ({"sites.POST.radar.scan.glimpse_prob": prob} for prob in (0, 1))
    assert set(detected("three-of-five", 50, never)) == {None}
    assert set(detected("three-of-five", 50, always)) == {50.0}
