"""Records of fights close in: who meets whom, every shot, who leaves."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import LeaveReason


class Merged(NamedTuple):
    """An element is in a merge from now on, because it engaged this opponent or was engaged by it.

    Where two merges become one, those of the second are written down anew, with the number of the first.
    """

    at_s: float
    element: str
    opponent: str
    merge: int


class CloseShot(NamedTuple):
    """A shot in a merge, at one member of an opponent; it hits or not at once.

    `shot` is a number of its own: no missile of the trial has it. `shooter` is the element, `by` its member.
    """

    at_s: float
    shot: int
    shooter: str
    by: str
    target: str
    member: str
    hit: bool


class LeftMerge(NamedTuple):
    """An element that lives is no longer in a merge."""

    at_s: float
    element: str
    merge: int
    reason: LeaveReason
