"""The suppression window: how often it covers a release, when both come with normal errors of their own."""

from __future__ import annotations

import math

from sim.scenario.schema import Flight, Scenario, window_of
from sim.trial.records import Released, SiteSuppressed, Trial
from sim.verify.case import Answer, Case, Family, Kind, given
from sim.verify.evidence import first_s, instants


def covered_prob(deviation_s: float, before_s: float, lasts_s: float) -> float:
    """Return the chance that a release falls into a window that opens so long before it, on average.

    deviation_s: of the release's error less the window's; what both share is no part of it.
    Source: the difference of two independent normals is normal, with the sum of their variances.
    """
    if deviation_s == 0.0:
        return float(0.0 <= before_s <= lasts_s)
    return _below((lasts_s - before_s) / deviation_s) - _below(-before_s / deviation_s)


def difference_sd_s(one: Flight, other: Flight, *, share_package: bool) -> float:
    """Return the standard deviation of the difference of two flights' timing errors, in seconds."""
    shared = () if share_package else (one.timing.shared_sd_s, other.timing.shared_sd_s)
    return math.hypot(one.timing.own_sd_s, other.timing.own_sd_s, *shared)


def _below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def _is_covered(trial: Trial, lasts_s: float) -> float:
    """Tell whether the first release fell between the first suppression and its end."""
    release_s, opens_s = first_s(trial, Released), first_s(trial, SiteSuppressed)
    return float(opens_s <= release_s <= opens_s + lasts_s)


def _answers(scenario: Scenario) -> tuple[Answer, ...]:
    striker, suppressor = scenario.flights["STRIKER"], scenario.flights["SUPPRESSOR"]
    suppress, tot_s = given(suppressor.suppress), given(striker.strike).tot_s
    before_s = tot_s - window_of(suppress, scenario)[0]
    together = (striker.package or "STRIKER") == (suppressor.package or "SUPPRESSOR")
    deviation_s = difference_sd_s(striker, suppressor, share_package=together)
    return (
        Answer(
            what="release in the window",
            formula="Phi((lasts - before) / d) - Phi(-before / d), d^2 = sum of the variances not shared",
            exact=covered_prob(deviation_s, before_s, suppress.lasts_s),
            kind=Kind.SHARE,
            of=lambda trial: _is_covered(trial, suppress.lasts_s),
        ),
        Answer(
            what="window opens before the release by",
            unit="s",
            formula="mean of the difference",
            exact=before_s,
            kind=Kind.MEAN,
            of=lambda trial: instants(trial, Released)[0] - instants(trial, SiteSuppressed)[0],
            deviation=deviation_s,
        ),
    )


def suppression_window(variant: str) -> Case:
    """How often a suppression window covers the release."""
    return Case(
        family=Family.TIMING,
        file="suppression-cover",
        variant=variant,
        asks="How often is the site kept down when the bombs fall?",
        source="the difference of two normals",
        answers=_answers,
    )
