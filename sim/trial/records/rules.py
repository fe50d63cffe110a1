"""Records of the rules: hostile acts, fire or sharing held back, leave asked for and given."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.rules import Deed
from sim.trial.reasons import Restraint


class HostileAct(NamedTuple):
    """An element's shot at a flight was noticed there, or hit."""

    at_s: float
    element: str
    flight: str


class Withheld(NamedTuple):
    """A rule alone keeps a node from firing at a target, or from reporting it; `caveat` names one, else empty."""

    at_s: float
    node: str
    target: str
    deed: Deed
    reason: Restraint
    caveat: str


class HeldAtLine(NamedTuple):
    """An element waits at a line that a caveat forbids it to cross, until its station is back."""

    at_s: float
    element: str
    caveat: str


class Cleared(NamedTuple):
    """What was withheld is allowed now."""

    at_s: float
    node: str
    target: str
    deed: Deed


class Asked(NamedTuple):
    """A question joined the queue of an authority."""

    at_s: float
    authority: str
    asker: str
    target: str
    caveat: str


class Answered(NamedTuple):
    """An authority granted or denied what it was asked."""

    at_s: float
    authority: str
    asker: str
    target: str
    caveat: str
    granted: bool
