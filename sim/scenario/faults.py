"""Collecting faults: every broken rule is noted with its place, so that all are told at once.

Text from a file is quoted and shortened before it enters a message.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.base.errors import Fault, ScenarioError
from sim.scenario.nodes import Found, Mark

MOST_FAULTS = 100
"""No more faults than this are told at once."""

_MOST_HINTS = 40  # near misses cost time: a hostile file gets no more of them
_LONGEST = 40


def shown(text: object) -> str:
    """Return text from a file fit for a message: in backquotes, one line, no control characters, at most 40 long."""
    clean = "".join(letter if letter.isprintable() and letter != "`" else "?" for letter in str(text)[: _LONGEST + 1])
    return f"`{clean[: _LONGEST - 3]}...`" if len(clean) > _LONGEST else f"`{clean}`"


def plain_path(path: str) -> str:
    """Return a path fit for a message, without quotes."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in path[:161])
    return f"{clean[:157]}..." if len(clean) > 160 else clean


def number(value: float) -> str:
    """Return a number for a message: `86,400`, `0.05`."""
    if abs(value) < 1e18 and value == int(value):
        return f"{int(value):,}"
    return f"{value:,.6g}"


def band_text(low: float, high: float) -> str:
    """Return a band of usual values for a message, in two digits: `2.7 to 270`."""
    return f"{number(float(f'{low:.2g}'))} to {number(float(f'{high:.2g}'))}"


def one_of(words: Iterable[str]) -> str:
    """Return words as a choice: `a, b or c`."""
    *most, last = list(words) or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last


@dataclass(slots=True)
class Faults:
    """The faults and warnings found so far."""

    found: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    left_out: int = 0
    _hints: int = 0

    def add(self, mark: Mark, path: str, rule: str, hint: str = "") -> None:
        """Note a broken rule."""
        fault = _fault(mark, path, rule, hint)
        if fault in self.found:
            return
        if len(self.found) < MOST_FAULTS:
            self.found.append(fault)
        else:
            self.left_out += 1

    def at(self, found: Found, rule: str, hint: str = "") -> None:
        """Note a broken rule at a place of a tree."""
        self.add(found.mark, found.path, rule, hint)

    def include(self, fault: Fault, layer: str) -> None:
        """Note a fault found in another collection, under the name of the layer that causes it."""
        path = fault.path if fault.path.startswith(f"{layer}:") or fault.path == layer else f"{layer}: {fault.path}"
        path = path.removesuffix(": ")
        self.add(Mark(fault.place, fault.line, fault.column), path, fault.rule, fault.hint)

    def warn(self, mark: Mark, path: str, rule: str, hint: str = "") -> None:
        """Note something implausible that is no fault."""
        warning = _fault(mark, path, rule, hint)
        if len(self.warnings) < MOST_FAULTS and warning not in self.warnings:
            self.warnings.append(warning)

    def near(self, word: str, known: Iterable[str]) -> str:
        """Return `did you mean ...?` when known words resemble the given one, else nothing."""
        near = self.nearest(word, known)
        return f"did you mean {one_of(near)}?" if near else ""

    def nearest(self, word: str, known: Iterable[str]) -> list[str]:
        """Return up to three known words that resemble the given one, the nearest first."""
        if self._hints >= _MOST_HINTS or len(word) > 80:
            return []
        self._hints += 1
        by_lower = {name.lower(): name for name in reversed(list(known)[:1000])}
        return [by_lower[name] for name in difflib.get_close_matches(word.lower(), list(by_lower), n=3, cutoff=0.6)]

    def raise_if_any(self) -> None:
        """Raise all faults together.

        Raises: ScenarioError when there is any fault.
        """
        if not self.found:
            return
        found = list(self.found)
        if self.left_out:
            rule = f"{MOST_FAULTS + self.left_out} faults; only {MOST_FAULTS} of them are shown"
            found.append(Fault(place=found[0].place, line=0, column=0, path="", rule=rule))
        raise ScenarioError(found)


def _fault(mark: Mark, path: str, rule: str, hint: str) -> Fault:
    words = [mark.layer] if mark.layer and mark.layer != mark.place else []
    words += [plain_path(path)] if path else []
    return Fault(place=mark.place, line=mark.line, column=mark.column, path=": ".join(words), rule=rule, hint=hint)
