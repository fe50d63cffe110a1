"""One line of the table: what is measured, what must hold, what is aimed at, what was got, and the verdict."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Verdict(enum.Enum):
    """What a figure says about its line."""

    AIM = "aim met"
    HOLDS = "holds"
    BROKEN = "BROKEN"
    UNSETTLED = "unsettled: others were using the machine"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measured figure against what it must hold; `more_is_better` turns the comparison round.

    A figure that hangs on the wall clock is `clouded` when others used the machine: it may then meet its line, but
    it cannot break it.
    """

    what: str
    hold: float | None = None
    aim: float | None = None
    got: float | None = None
    unit: str = ""
    more_is_better: bool = False
    clouded: bool = False
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Judge the figure."""
        if self.got is None or self.hold is None:
            return Verdict.LATER
        if self.aim is not None and self._meets(self.aim):
            return Verdict.AIM
        if self._meets(self.hold):
            return Verdict.HOLDS
        return Verdict.UNSETTLED if self.clouded else Verdict.BROKEN

    def _meets(self, line: float) -> bool:
        assert self.got is not None, "nothing was measured"
        return self.got >= line if self.more_is_better else self.got <= line

    def cells(self) -> tuple[str, ...]:
        """Return the line as text: what, hold, aim, got, verdict."""
        sign = ">=" if self.more_is_better else "<="
        limits = (f"{sign} {line:g}{self.unit}" if line is not None else "" for line in (self.hold, self.aim))
        got = (
            ""
            if self.got is None
            else f"{self.got:.3g}{self.unit}"
            if self.got < 1000
            else f"{self.got:.0f}{self.unit}"
        )
        return (self.what, *limits, got, self.verdict.value)

    def document(self) -> dict[str, object]:
        """Return the line for a program to read."""
        return {
            "what": self.what,
            "hold": self.hold,
            "aim": self.aim,
            "got": self.got,
            "unit": self.unit.strip(),
            "verdict": self.verdict.value,
            "note": self.note,
        }


HEADINGS = ("what", "hold", "aim", "got", "verdict")


def table(rows: list[Row]) -> str:
    """Return the lines as a table, each with its note beneath."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    texts.insert(1, "  ".join("-" * width for width in widths))
    for place in range(len(rows) - 1, -1, -1):
        if rows[place].note:
            texts.insert(place + 3, f"    {rows[place].note}")
    return "\n".join(texts)
