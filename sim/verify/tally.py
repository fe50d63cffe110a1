"""From trials to verdicts: what each answer came to, and how far that is from its exact value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.stats.scores import alarm_prob, chi_square, mean_score, share_score
from sim.trial.records import Trial
from sim.verify.case import Answer, Kind

Z_MAX: Final = 4.5
"""A score beyond this fails. A correct program goes beyond it once in 150,000 scores."""

HAIR: Final = 1e-9
"""What has no chance in it may differ by so much, relative; by so much, absolute, at zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer held against trials. z: None where there is no chance in it. n: trials that told something."""

    case: str
    answer: Answer
    simulated: float
    n: int
    z: float | None

    @property
    def holds(self) -> bool:
        """Whether the simulation agrees with the exact value; what nobody ever looked at does not."""
        if self.n == 0:
            return False
        if self.z is not None:
            return abs(self.z) < Z_MAX
        return _is_same(self.simulated, self.answer.exact)


def _is_same(found: float, exact: float) -> bool:
    return math.isclose(found, exact, rel_tol=HAIR, abs_tol=HAIR)


class Tally:
    """Adds up what trials say about some answers."""

    def __init__(self, case: str, answers: Sequence[Answer]) -> None:
        self._case = case
        self._answers = answers
        self._sums = [0.0] * len(answers)
        self._counts = [0] * len(answers)

    def add(self, trial: Trial) -> None:
        """Take one more trial into account."""
        for at, answer in enumerate(self._answers):
            value = answer.of(trial)
            if value is None:
                continue
            if answer.kind is Kind.EVERY:
                # The first trial that differs is what is shown; otherwise any will do.
                if self._counts[at] == 0 or _is_same(self._sums[at], answer.exact):
                    self._sums[at] = value
            else:
                self._sums[at] += value
            self._counts[at] += 1

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found, in the order of the answers."""
        return tuple(map(self._finding, self._answers, self._sums, self._counts))

    def _finding(self, answer: Answer, total: float, n: int) -> Finding:
        simulated = total if answer.kind is Kind.EVERY or n == 0 else total / n
        return Finding(case=self._case, answer=answer, simulated=simulated, n=n, z=_score(answer, total, n))


def _score(answer: Answer, total: float, n: int) -> float | None:
    if answer.kind is Kind.EVERY or n == 0:
        return None
    if answer.kind is Kind.SHARE:
        return share_score(round(total), n, answer.exact)
    return mean_score(total / n, answer.exact, deviation=answer.deviation, n=n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings together.

    independent: how many scores the chi-square is made of: the first of each case, since answers of one case share
    their trials. chance: of a larger chi-square for a correct program. alarm: of any score beyond the bound.
    """

    findings: tuple[Finding, ...]
    scored: int
    largest: float
    independent: int
    chi_square: float
    chance: float
    alarm: float

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What does not hold."""
        return tuple(one for one in self.findings if not one.holds)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Return what all findings say together."""
    every = tuple(findings)
    scores = [abs(one.z) for one in every if one.z is not None]
    firsts: dict[str, float] = {}
    for one in every:
        if one.z is not None:
            firsts.setdefault(one.case, one.z)
    total, chance = chi_square(list(firsts.values()))
    return Verdict(
        findings=every,
        scored=len(scores),
        largest=max(scores, default=0.0),
        independent=len(firsts),
        chi_square=total,
        chance=chance,
        alarm=alarm_prob(Z_MAX, len(scores)),
    )
