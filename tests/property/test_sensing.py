"""Jammers, scans, eyes and late radars in random scenarios: the invariants hold, and idle ones change nothing."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from hypothesis import given

from sim.measure import check_invariants
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from tests.property.holding import examples, must_hold
from tests.property.plane import Motion, differences
from tests.property.scenarios import SEEDS, Draft, hasty, scenario_of, untied
from tests.property.test_symmetry import swapped_sides


def sensing(draft: Draft) -> Draft:
    """Return a draft in which most flights and sites see, jam and keep silent in some new way; by its own content."""
    changed = copy.deepcopy(draft)
    luck = Random(repr(sorted(changed["flights"])) + repr(changed["flights"]))
    for flight in changed["flights"].values():
        if luck.random() < 0.4:
            flight["jammer"] = {
                "cover_m": luck.choice((0.0, luck.uniform(5e3, 60e3))),
                "range_factor": luck.uniform(0.1, 1.0),
                "burn_through_m": luck.choice((0.0, luck.uniform(5e3, 60e3))),
            }
        if luck.random() < 0.3:
            flight["visual"] = _sensor(luck, 30e3)
        if luck.random() < 0.5:
            flight["emission"] = "silent_until_committed"
    for thing in (*changed["flights"].values(), *changed["sites"].values()):
        for sensor in ("radar", "receiver"):
            if sensor in thing and luck.random() < 0.4:
                thing[sensor] = _sensor(luck, thing[sensor]["range_m"])
    for site in changed["sites"].values():
        if luck.random() < 0.4:
            site["emission"] = "silent_until_committed"
    return changed


def _sensor(luck: Random, range_m: float) -> dict[str, Any]:
    if luck.random() < 0.3:
        return {"range_m": range_m, "certain": True}
    scan: dict[str, Any] = {"period_s": luck.uniform(1.0, 20.0), "glimpse_prob": luck.choice((0.0, luck.random(), 1.0))}
    scan["phase"] = luck.choice(("random", "fixed"))
    scan["confirm_hits"] = luck.randint(1, 4)
    scan["confirm_scans"] = scan["confirm_hits"] + luck.randint(0, 3)
    return {"range_m": range_m, "scan": scan, "per_member": luck.random() < 0.5}


def _broken(draft: Draft) -> list[str]:
    scenario = scenario_of(sensing(draft))
    breaches = []
    for number in range(2):
        trial = run_trial(scenario, 7, number)
        breaches += check_invariants(scenario, trial)
        if trial.status is not Status.FINISHED:
            breaches.append(f"{trial.events} events by {trial.records[-1].at_s} s")
    return breaches


def _broken_in_haste(draft: Draft) -> list[str]:
    scenario = scenario_of(sensing(hasty(draft)))
    return check_invariants(scenario, run_trial(scenario, 7, 0))


def _changed_by_motion(draft: Draft) -> list[str]:
    """Turned, mirrored and moved elsewhere, everybody sees, jams and keeps silent as before."""
    draft, motion = untied(sensing(draft)), Motion(turn_rad=2.0, mirrored=True, shift_m=(-123_456.7, 89_012.3))
    before, after = (run_trial(scenario_of(one), 3, 1) for one in (draft, motion.draft(draft)))
    return list(differences(motion, before, after))


def _changed_by_words(draft: Draft) -> list[str]:
    draft = sensing(draft)
    one, other = (run_trial(scenario_of(each), 3, 1) for each in (draft, swapped_sides(draft)))
    return [] if repr(one) == repr(other) else ["the names of the sides matter"]


def _moved_by_what_does_nothing(draft: Draft) -> list[str]:
    """A jammer that leaves all ranges as they are changes no detection by radar, but is heard.

    Two bodies that a jammer's cover lies between are worked out at more of their turns, so the last digits of an
    instant may be others; nothing else is.
    """
    with_jammer = copy.deepcopy(draft)
    for flight in with_jammer["flights"].values():
        if "radar" in flight:  # whoever has none would be heard now
            flight["jammer"] = {"cover_m": 50e3, "range_factor": 1.0}
    plain, jammed = (run_trial(scenario_of(one), 7, 0) for one in (draft, with_jammer))
    return list(differences(Motion(turn_rad=0.0, mirrored=False, shift_m=(0.0, 0.0)), plain, jammed))[:1]


@examples(100)
@given(SEEDS)
def test_the_invariants_hold_whatever_sees_jams_or_keeps_silent(seed: int) -> None:
    must_hold(seed, _broken)


@examples(40)
@given(SEEDS)
def test_where_nothing_takes_time_the_invariants_hold_too(seed: int) -> None:
    must_hold(seed, _broken_in_haste)


@examples(30)
@given(SEEDS)
def test_a_moved_scenario_is_seen_and_jammed_the_same_way(seed: int) -> None:
    must_hold(seed, _changed_by_motion)


@examples(20)
@given(SEEDS)
def test_no_side_is_favoured(seed: int) -> None:
    must_hold(seed, _changed_by_words)


@examples(30)
@given(SEEDS)
def test_a_jammer_that_shortens_nothing_changes_nothing(seed: int) -> None:
    must_hold(seed, _moved_by_what_does_nothing)
