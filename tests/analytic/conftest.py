"""The `scores` fixture, and one line at the end of a run that says how likely a false alarm was."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.analytic.scores import ALARM_PROB, Z_MAX, Score, Scores

PROPERTY = "z-scores"


@pytest.fixture
def scores(request: pytest.FixtureRequest) -> Scores:
    """Scores estimates of one test; they travel with its report, from other processes too."""
    found: list[Score] = []
    request.node.user_properties.append((PROPERTY, found))
    return Scores(found)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many scores were taken, the largest, and the false-alarm rate of them all together."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    properties = [entry for report in reports for entry in getattr(report, "user_properties", ())]
    found = [z for name, scores in properties if name == PROPERTY for _, z in scores]
    if found:
        alarm = -math.expm1(len(found) * math.log1p(-ALARM_PROB))
        terminalreporter.write_line(
            f"{len(found)} z-scores against exact values, largest {max(map(abs, found)):.2f}, bound {Z_MAX}; "
            f"a false alarm anywhere among them has probability {alarm:.1e}"
        )
