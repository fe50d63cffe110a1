"""Whole trials go as they went before, line by line.

Words must be the same and numbers within a hair, so that another machine's last bits do not matter. A log changes only
when the model does: see RULE.
"""

from __future__ import annotations

import math

import pytest

from sim.measure import check_invariants
from sim.scenario import load_scenario
from sim.trial import records
from tests.golden.log import GOLDEN, HERE, RULE, lines, path_of, played

HAIR = 2e-6
"""Instants in seconds, places in metres: how far a number may be from the golden one."""


def is_same(line: str, golden: str) -> bool:
    """Tell whether two lines say the same."""
    words, others = line.replace("=", " ").split(), golden.replace("=", " ").split()
    return len(words) == len(others) and all(map(_is_same_word, words, others))


def _is_same_word(word: str, other: str) -> bool:
    if word == other:
        return True
    try:
        return math.isclose(float(word), float(other), rel_tol=1e-12, abs_tol=HAIR)
    except ValueError:
        return False


@pytest.mark.parametrize(("name", "number"), GOLDEN)
def test_a_trial_goes_as_it_went_before(name: str, number: int) -> None:
    golden = path_of(name, number).read_text(encoding="utf-8").splitlines()
    found = list(lines(played(name, number)))
    for place, (line, wanted) in enumerate(zip(found, golden, strict=False), start=1):
        assert is_same(line, wanted), f"line {place}:\n  was: {wanted}\n  is:  {line}\n{RULE}"
    assert len(found) == len(golden), f"{len(golden)} lines before, {len(found)} now. {RULE}"


@pytest.mark.parametrize(("name", "number"), GOLDEN)
def test_a_golden_trial_is_sound(name: str, number: int) -> None:
    assert check_invariants(load_scenario(HERE / f"{name}.yaml").scenario, played(name, number)) == []


def test_the_golden_logs_know_nearly_every_kind_of_record() -> None:
    text = "".join(path_of(name, number).read_text(encoding="utf-8") for name, number in GOLDEN)
    kinds = {word for line in text.splitlines() for word in line.split()[1:2]}
    every = {name for name in vars(records) if hasattr(getattr(records, name), "_fields")} - {"Trial"}
    assert every - kinds <= RARE


RARE = {"CannotComply", "LeftQueue", "StrikeAborted", "TargetDestroyed", "OnStation"}
"""Kinds that need not happen in these few trials."""


def test_a_line_with_another_word_or_number_is_not_the_same() -> None:
    line = "12.5 Shot missile=1 shooter=HOUND-1 range_m=40000.123456789"
    assert is_same(line, "12.500000001 Shot missile=1 shooter=HOUND-1 range_m=40000.123456788")
    assert not is_same(line, "12.6 Shot missile=1 shooter=HOUND-1 range_m=40000.123456789")
    assert not is_same(line, "12.5 Shot missile=1 shooter=HOUND-2 range_m=40000.123456789")
    assert not is_same(line, "12.5 Shot missile=1 shooter=HOUND-1")
