"""All lines of all parts, and the settings that nothing moves, each with the reason."""

from __future__ import annotations

from typing import Final

from tests.witness import (
    basing,
    close,
    command,
    contest,
    fighting,
    flying,
    fuelling,
    packaging,
    play,
    rules,
    sensing,
    waves,
)
from tests.witness.line import Line

LINES: Final[tuple[Line, ...]] = (
    *play.LINES,
    *flying.LINES,
    *sensing.LINES,
    *fighting.LINES,
    *close.LINES,
    *command.LINES,
    *contest.LINES,
    *rules.LINES,
    *basing.LINES,
    *fuelling.LINES,
    *packaging.LINES,
    *waves.LINES,
)

IDLE: Final[dict[str, str]] = {
    "sites.NAME.radar.per_member": "a site counts as one, so that one chance is all there is",
    "sites.NAME.visual.per_member": "a site counts as one, so that one chance is all there is",
}
"""Settings that nothing moves, by declared path, each with the reason."""
