"""Every physical setting is read and matters: changing it alone, on the same luck, moves a metric or a record.

There is no chance in these tests: the trials are always the same ones.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.witness.line import Line, after, before, declared_settings
from tests.witness.tables import IDLE, LINES


def test_every_physical_setting_has_one_witness() -> None:
    known, wanted = Counter([line.declared for line in LINES] + list(IDLE)), declared_settings()
    missing = [path for path in wanted if path not in known]
    assert missing == [], "no witness: add a line in tests/witness (see line.py)"
    assert [path for path in known if path not in wanted] == [], "a witness for what is not declared"
    assert [path for path, count in known.items() if count > 1] == [], "more than one witness"


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_second_value_moves_what_its_line_says(line: Line) -> None:
    one, other = before(line), after(line)
    assert one != other, f"{line.path}: {line.value} leaves {line.moves} as it was, {one}"
