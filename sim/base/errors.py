"""The one tree of errors. Every message says where, which rule, what was got, and what to try.

SortieError
├── UsageError          the command was called in a way that cannot work (exit code 2)
├── ScenarioError       a scenario file breaks rules; carries every fault found (exit code 3)
├── TrialError          the model asked for something impossible, such as a NaN instant
│   └── BudgetExceededError  one trial used up its event budget (the trial is counted as aborted)
└── ResultsError        a results folder cannot be written, read or trusted (exit code 1)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class SortieError(Exception):
    """Anything that Sortie Lab itself refuses or reports."""


class UsageError(SortieError):
    """The command was called in a way that cannot work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One broken rule of a scenario: where it is, what is wrong, and what to try.

    `line` and `column` count from 1; 0 means that no place in a file can be named.
    """

    place: str
    line: int
    column: int
    path: str
    rule: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}:{self.column}: " if self.line else f"{self.place}: "
        path = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{path}{self.rule}{hint}"


class ScenarioError(SortieError):
    """A scenario breaks rules. `faults` lists all of them, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.place, f.line, f.column, f.path)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class TrialError(SortieError):
    """The model asked for something impossible."""


class BudgetExceededError(TrialError):
    """One trial used up its event budget."""


class ResultsError(SortieError):
    """A results folder cannot be written, read or trusted."""
