"""Jammed links and dual tracks in random scenarios: the invariants hold, no side is favoured, idle ones do nothing."""

from __future__ import annotations

import copy
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given

from sim.measure import check_invariants, measure
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from tests.property.holding import examples, must_hold
from tests.property.plane import Motion, differences
from tests.property.scenarios import SEEDS, Draft, draft_of, hasty, scenario_of, untied
from tests.property.test_independence import drawn
from tests.property.test_links import bridged, parted
from tests.property.test_symmetry import swapped_sides


def contested(draft: Draft) -> Draft:
    """Return a draft in which links can be jammed and many flights jam them, and reports may not be recognised."""
    changed = copy.deepcopy(draft)
    luck = Random(repr(sorted(changed["flights"])) + repr(changed["flights"]))
    for link in changed["links"].values():
        link["correlation_prob"] = luck.choice((0.0, luck.random(), 1.0))
        link["resolve_mean_s"] = luck.choice((0.0, luck.uniform(1.0, 300.0)))
        if luck.random() < 0.8:
            link["jamming"] = {"added_loss_prob": luck.uniform(0.0, 0.8), "delay_factor": luck.uniform(1.0, 5.0)}
    for flight in changed["flights"].values():
        if luck.random() < 0.5:
            trouble = {"range_m": luck.uniform(0.0, 200e3), "burn_through_m": luck.choice((0.0, 50e3))}
            flight["jammer"] = {"cover_m": 0.0, "range_factor": 1.0, "links": trouble}
        if luck.random() < 0.3:
            flight["emission"] = "silent_until_committed"
    for controller in changed["controllers"].values():
        controller["authority"] = luck.choice(("central", "delegated", "central"))
    return changed


def _broken(draft: Draft) -> list[str]:
    scenario = scenario_of(contested(bridged(draft)))
    breaches = []
    for number in range(2):
        trial = run_trial(scenario, 7, number)
        breaches += check_invariants(scenario, trial)
        if trial.status is not Status.FINISHED:
            breaches.append(f"{trial.events} events by {trial.records[-1].at_s} s")
        breaches += [f"{name} is {value}" for name, value in _shares(measure(scenario, trial)) if not 0 <= value <= 1]
    return breaches


def _shares(found: dict[str, float | None]) -> list[tuple[str, float]]:
    names = ("picture_completeness", "picture_spuriousness", "picture_clarity", "spuriousness_at_shot")
    wanted = [*names, *(f"opponent_{name}" for name in names[:3])]
    return [(name, value) for name in wanted if (value := found[name]) is not None]


def _broken_in_haste(draft: Draft) -> list[str]:
    scenario = scenario_of(contested(hasty(bridged(draft))))
    return check_invariants(scenario, run_trial(scenario, 7, 0))


def _changed_by_motion(draft: Draft) -> list[str]:
    draft, motion = (
        untied(contested(parted(draft))),
        Motion(turn_rad=2.0, mirrored=True, shift_m=(-123_456.7, 89_012.3)),
    )
    before, after = (run_trial(scenario_of(one), 3, 1) for one in (draft, motion.draft(draft)))
    return list(differences(motion, before, after))


def _changed_by_words(draft: Draft) -> list[str]:
    draft = contested(parted(draft))
    one, other = (run_trial(scenario_of(each), 3, 1) for each in (draft, swapped_sides(draft)))
    return [] if repr(one) == repr(other) else ["the names of the sides matter"]


def _moved_by_what_does_nothing(draft: Draft) -> list[str]:
    """Reports that are always recognised, and links that can be jammed where nobody does, leave every byte alone."""
    idle = copy.deepcopy(draft)
    for link in idle["links"].values():
        link |= {
            "correlation_prob": 1.0,
            "resolve_mean_s": 5.0,
            "jamming": {"added_loss_prob": 0.9, "delay_factor": 9.0},
        }
    plain, other = (run_trial(scenario_of(one), 7, 0) for one in (draft, idle))
    return [] if repr(plain) == repr(other) else ["what does nothing does something"]


@examples(80)
@given(SEEDS)
def test_the_invariants_hold_whatever_is_jammed_or_held_twice(seed: int) -> None:
    must_hold(seed, _broken)


@examples(40)
@given(SEEDS)
def test_where_nothing_takes_time_the_invariants_hold_too(seed: int) -> None:
    must_hold(seed, _broken_in_haste)


@examples(30)
@given(SEEDS)
def test_a_moved_scenario_is_jammed_and_held_twice_the_same_way(seed: int) -> None:
    must_hold(seed, _changed_by_motion)


@examples(20)
@given(SEEDS)
def test_no_side_is_favoured(seed: int) -> None:
    must_hold(seed, _changed_by_words)


@examples(30)
@given(SEEDS)
def test_perfect_correlation_and_idle_responses_change_nothing(seed: int) -> None:
    must_hold(seed, _moved_by_what_does_nothing)


@examples(20)
@given(SEEDS)
def test_luck_is_named_by_who_hears_and_of_whom(seed: int) -> None:
    draft = contested(parted(draft_of(seed)))
    known = {*draft["controllers"], *draft["sites"]}
    known |= {f"{name}-{number}" for name in draft["flights"] for number in range(1, 13)}
    for stream in drawn(draft):
        kind, *owners = stream.split("/")
        if kind in ("correlate", "resolve"):
            assert len(owners) == 2
            assert known.issuperset(owners), stream


@pytest.mark.parametrize("turned", ["correlation_prob", "resolve_mean_s"])
def test_better_correlation_never_makes_more_dual_tracks_on_the_same_luck(turned: str) -> None:
    """Nobody shoots, so nothing else differs: twenty targets, seen by two, told over two links."""
    found = []
    for value in (0.0, 0.3, 0.7, 1.0) if turned == "correlation_prob" else (300.0, 60.0, 5.0, 0.0):
        scenario = scenario_of(_watching({turned: value}))
        trials = [measure(scenario, run_trial(scenario, 5, number)) for number in range(20)]
        found.append(
            [trial["dual_tracks" if turned == "correlation_prob" else "picture_ambiguity"] for trial in trials]
        )
    for worse, better in pairwise(found):
        assert all(a is not None and b is not None and a >= b for a, b in zip(worse, better, strict=True))
    assert found[0] != found[-1]


def _watching(link: dict[str, float]) -> Draft:
    net = {"side": "blue", "period_s": 10, "correlation_prob": 0.3} | link
    flights: dict[str, object] = {
        f"DOT{number}": {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in", "start_s": 10 * number}
        for number in range(20)
    }
    flights["AAA"] = {"side": "blue", "aircraft": 1, "speed_mps": 100, "route": "off"}
    return {
        "format": 1,
        "name": "watching",
        "ends_at_s": 2000,
        "routes": {
            "in": {"points_m": [[100e3, 0], [0, 0]]},
            "off": {"points_m": [[-9e5, 0], [-9.9e5, 0], [-9e5, 0]]},
        },
        "links": {
            "EAST": net | {"members": ["POST", "DESK"], "delay_s": 3},
            "WEST": net | {"members": ["EYE", "DESK"], "delay_s": 4},
        },
        "controllers": {"DESK": {"side": "blue"}},
        "flights": flights,
        "sites": {
            "POST": {"side": "blue", "at_m": [0, 0], "radar": {"range_m": 80e3, "detect_mean_s": 60}},
            "EYE": {"side": "blue", "at_m": [0, 1e3], "radar": {"range_m": 80e3, "detect_mean_s": 60}},
        },
    }
