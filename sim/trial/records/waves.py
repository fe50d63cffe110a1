"""Records of waves: flights that are called because of what another did."""

from __future__ import annotations

from typing import NamedTuple


class WaveCalled(NamedTuple):
    """What a flight waited for has happened to or with `because_of`; it starts at `starts_s`."""

    at_s: float
    flight: str
    because_of: str
    starts_s: float
