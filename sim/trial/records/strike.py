"""Records of the strike: releases, targets destroyed, strikes given up."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import AbortReason


class Released(NamedTuple):
    """An element released bombs on its target; `error_s` is late when positive."""

    at_s: float
    element: str
    target: str
    bombs: int
    hits: int
    error_s: float
    in_window: bool


class TargetDestroyed(NamedTuple):
    """A ground target took the hits that destroy it; `in_window` tells whether the last needed hit was in time."""

    at_s: float
    target: str
    in_window: bool


class StrikeAborted(NamedTuple):
    """A strike element turned home before its release."""

    at_s: float
    element: str
    reason: AbortReason
