"""Detection at a constant rate inside a circle: the lateral range curve and the sweep width."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special

from sim.trial.records import Detected
from sim.verify.detection import pass_prob
from tests.analytic.oracle import exact, exact_values, held, oracle, played, records
from tests.analytic.scores import Scores

Pass = tuple[float, float, float]
"""Rate a second, speed in km/s, range in km."""

LISTED: Pass = (0.004, 0.25, 60.0)
OTHER: Pass = (0.001, 0.4, 90.0)
NODES = 8
"""Gauss-Legendre points of the quadrature over offsets: its own error is below 1e-9 here."""


def detected_prob(curve: Pass, offset_km: float) -> float:
    rate_per_s, speed_km_s, range_km = curve
    return pass_prob(rate_per_s, speed_km_s, range_km, offset_m=offset_km)


def sweep_width_km(curve: Pass) -> float:
    """W = pi R (I1(z) - L1(z)), z = 2 lambda R / v."""
    rate_per_s, speed_km_s, range_km = curve
    z = 2.0 * rate_per_s * range_km / speed_km_s
    return float(math.pi * range_km * (special.i1(z) - special.modstruve(1, z)))


def changes_of(curve: Pass, offset_km: float) -> dict[str, object]:
    rate_per_s, speed_km_s, range_km = curve
    return {
        "routes.pass.points_km": [[-1.2 * range_km, offset_km], [1.2 * range_km, offset_km]],
        "flights.TARGET.speed_mps": speed_km_s * 1000.0,
        "sites.POST.radar": {"range_km": range_km, "detect_mean_s": 1.0 / rate_per_s},
    }


def detections(curve: Pass, offset_km: float, trials: int) -> int:
    """Play a straight pass and count the trials in which the target was seen."""
    runs = played("lateral-range", trials=trials, changes=changes_of(curve, offset_km))
    return sum(bool(records(trial, Detected)) for trial in runs)


def test_the_formulas_give_the_listed_values() -> None:
    inputs, value = oracle("det.rate.const.lateral")
    assert detected_prob((inputs["lambda_per_s"], inputs["v_km_s"], inputs["R_km"]), inputs["x_km"]) == exact(value)
    inputs, value = oracle("det.rate.const.sweep_width")
    assert sweep_width_km((inputs["lambda_per_s"], inputs["v_km_s"], inputs["R_km"])) == exact(value)


def test_a_pass_at_25_km_is_seen_as_often_as_theory_says(scores: Scores) -> None:
    inputs, value = oracle("det.rate.const.lateral")
    assert inputs["x_km"] == 25
    assert exact_values("lateral-range") == exact({"seen on the pass": value})
    held(scores, "lateral-range", trials=4000)


@pytest.mark.parametrize(("curve", "offset_km"), [(LISTED, 59.0), (OTHER, 0.0), (OTHER, -70.0)])
def test_other_passes_are_seen_as_often_as_theory_says(curve: Pass, offset_km: float, scores: Scores) -> None:
    held(scores, "lateral-range", trials=2000, changes=changes_of(curve, offset_km))


def test_a_pass_outside_the_range_is_never_seen() -> None:
    assert detections(LISTED, 60.001, 500) == 0


@pytest.mark.parametrize("curve", [LISTED, OTHER])
def test_the_simulated_lateral_curve_integrates_to_the_sweep_width(curve: Pass, scores: Scores) -> None:
    """W = 2 R times the integral of P(R sin a) cos a over a from 0 to pi/2, by quadrature with simulated P."""
    expected = oracle("det.rate.const.sweep_width")[1] if curve == LISTED else sweep_width_km(curve)
    range_km, trials = curve[2], 1000
    points, halves = np.polynomial.legendre.leggauss(NODES)
    angles, weights = (points + 1.0) * math.pi / 4.0, halves * math.pi / 4.0
    width, variance, smooth = 0.0, 0.0, 0.0
    for angle, weight in zip(angles, weights, strict=True):
        offset_km, share = range_km * math.sin(angle), 2.0 * range_km * math.cos(angle) * weight
        prob = detected_prob(curve, offset_km)
        smooth += share * prob
        width += share * detections(curve, offset_km, trials) / trials
        variance += share**2 * prob * (1.0 - prob) / trials
    assert smooth == pytest.approx(expected, rel=1e-9)
    scores.score(f"sweep width {width:.3f} km against {expected:.3f} km", (width - expected) / math.sqrt(variance))
