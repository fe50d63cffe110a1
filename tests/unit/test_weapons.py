"""Missiles and shot doctrine: what a hit depends on, and how many missiles fly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.weapons import Missile, ShotDoctrine, Shots, hit_prob

MISSILE = Missile(speed_mps=1_000.0, flyout_m=40_000.0, hit_prob=0.8, hit_prob_far=0.2, defended_factor=0.5)


@pytest.mark.parametrize(("share", "chance"), [(0.0, 0.8), (0.25, 0.65), (0.5, 0.5), (1.0, 0.2)])
def test_the_chance_falls_along_a_straight_line_with_the_share_flown(share: float, chance: float) -> None:
    assert hit_prob(MISSILE, share, defending=False) == pytest.approx(chance, rel=1e-12)
    assert hit_prob(MISSILE, share, defending=True) == pytest.approx(chance / 2, rel=1e-12)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_without_a_far_chance_it_is_the_same_at_every_range(share: float) -> None:
    assert hit_prob(replace(MISSILE, hit_prob_far=None), share, defending=False) == 0.8


def test_a_far_chance_of_zero_is_no_missing_one() -> None:
    assert hit_prob(replace(MISSILE, hit_prob_far=0.0), 1.0, defending=False) == 0.0


PROBS = st.floats(0.0, 1.0)


@settings(derandomize=True, deadline=None)
@given(PROBS, PROBS, PROBS, PROBS)
def test_a_chance_stays_a_chance_and_defence_never_helps_the_missile(
    near: float, far: float, factor: float, share: float
) -> None:
    missile = replace(MISSILE, hit_prob=near, hit_prob_far=far, defended_factor=factor)
    chance = hit_prob(missile, share, defending=False)
    assert -1e-15 <= hit_prob(missile, share, defending=True) <= max(chance, 0.0) <= 1.0 + 1e-15
    assert min(near, far) - 1e-15 <= chance <= max(near, far) + 1e-15


@pytest.mark.parametrize(
    ("doctrine", "missiles", "again"),
    [(ShotDoctrine.SINGLE, 1, False), (ShotDoctrine.SALVO, 3, False), (ShotDoctrine.SHOOT_LOOK_SHOOT, 3, True)],
)
def test_a_doctrine_tells_how_many_missiles_and_whether_to_look_again(
    doctrine: ShotDoctrine, missiles: int, again: bool
) -> None:
    shots = Shots(doctrine=doctrine, salvo=3)
    assert (shots.per_member, shots.looks_again) == (missiles, again)
