"""Motions of the plane: what they do to a draft, and whether two logs are the same but for one."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.trial.records import Record, Trial
from tests.property.scenarios import Draft

CLOSE_S: Final = 1e-6
"""Instants that differ by less are the same."""

CLOSE_M: Final = 1e-2
"""Places that differ by less are the same: what the fastest missile flies in some 1e-5 s."""

CLOSE_MPS: Final = 1e-3

_POINT_KEYS: Final = ("at_m", "home_m")
_POINTS_KEYS: Final = ("points_m", "egress_m")
_INSTANTS: Final = ("at_s", "until_s", "as_of_s", "urgency_s", "error_s", "track_age_s")
_PAIRS: Final = {("x_m", "y_m"): CLOSE_M, ("vx_mps", "vy_mps"): CLOSE_MPS}

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A mirror image north to south where asked for, then a turn, then a shift."""

    turn_rad: float = 0.0
    mirrored: bool = False
    shift_m: Pair = (0.0, 0.0)

    def vector(self, vector: Sequence[float]) -> Pair:
        """Return where a velocity or an offset points after the motion."""
        east, north = vector[0], -vector[1] if self.mirrored else vector[1]
        cos, sin = math.cos(self.turn_rad), math.sin(self.turn_rad)
        return east * cos - north * sin, east * sin + north * cos

    def point(self, point: Sequence[float]) -> Pair:
        """Return where a point is after the motion."""
        east, north = self.vector(point)
        return east + self.shift_m[0], north + self.shift_m[1]

    def draft(self, draft: Draft) -> Draft:
        """Return the draft after the motion; right and left change places in a mirror."""
        moved = copy.deepcopy(draft)
        self._move(moved)
        return moved

    def _move(self, part: Any) -> None:
        if not isinstance(part, dict):
            return
        for key, value in part.items():
            if key in _POINT_KEYS:
                part[key] = list(self.point(value))
            elif key in _POINTS_KEYS:
                part[key] = [list(self.point(point)) for point in value]
            elif key == "abeam_m" and self.mirrored:
                part[key] = -value
            else:
                self._move(value)

    def record(self, record: Record) -> Record:
        """Return a record after the motion."""
        moved: dict[str, Any] = {}
        for x, y in _PAIRS:
            if hasattr(record, x):
                here = (getattr(record, x), getattr(record, y))
                moved[x], moved[y] = self.point(here) if x == "x_m" else self.vector(here)
        return record._replace(**moved)


def differences(motion: Motion, before: Trial, after: Trial) -> Iterator[str]:
    """Yield the first place where a log is not the other one moved, record by record; nothing when it is."""
    for one, got in zip(before.records, after.records, strict=False):
        wanted = motion.record(one)
        if not _is_close(wanted, got):
            yield f"moved: {wanted}\n  found: {got}"
            return
    if len(before.records) != len(after.records):
        yield f"{len(before.records)} records before, {len(after.records)} after"


def _is_close(one: Record, other: Record) -> bool:
    """Tell whether two records say the same up to rounding."""
    if type(one) is not type(other):
        return False
    for field, (a, b) in zip(one._fields, zip(one, other, strict=True), strict=True):
        if not isinstance(a, float) or not isinstance(b, float):
            if a != b:
                return False
        elif a != b and not abs(a - b) <= _tolerance(field):
            return False
    return True


def _tolerance(field: str) -> float:
    if field in _INSTANTS:
        return CLOSE_S
    return CLOSE_MPS if field.endswith("_mps") else CLOSE_M
