"""The table of docs/verification.md that says what became of every exact answer, made from the list of answers."""

from __future__ import annotations

from typing import Final

from tests.analytic.oracle import ORACLES
from tests.analytic.registry import NOT_YET, TESTED
from tests.reference.page import table

BEGIN: Final = "<!-- answers: made by `make reference` -->\n"
END: Final = "<!-- end of answers -->\n"


def with_answers(text: str) -> str:
    """Return the page with its table made anew; everything around it stays. Raises: ValueError without the marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"docs/verification.md has lost the marks {BEGIN.strip()} and {END.strip()}")
    return f"{before}{BEGIN}{answers_table()}\n{END}{after}"


def answers_table() -> str:
    """Return one row for each exact answer, in order of name."""
    return table(("answer", "door", "test", "verdict"), [_row(name) for name in sorted(ORACLES)])


def _row(name: str) -> tuple[str, str, str, str]:
    door = str(ORACLES[name]["door"])
    if name in TESTED:
        return f"`{name}`", door, f"`{TESTED[name]}`", "holds"
    verdict = f"waits for {NOT_YET[name]}" if name in NOT_YET else "no part of the model computes it"
    return f"`{name}`", door, "-", verdict
