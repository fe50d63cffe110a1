"""How much of the machine others use while something is timed. Only a figure from a quiet machine breaks a line."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

QUIET_SHARE = 0.05
"""Others may use this share of all cores, and the machine still counts as idle."""

CROWDED_SHARE = 0.25
"""When others use more than this, the wall clock tells nothing about us."""


@dataclass(slots=True)
class Others:
    """A context: afterwards `share` is the share of all cores that other programs used; None where it is unknown."""

    share: float | None = None
    wall_s: float = 0.0
    _began: tuple[float, float | None, float] = (0.0, None, 0.0)

    def __enter__(self) -> Self:
        self._began = (time.perf_counter(), _busy_s(), own_cpu_s())
        return self

    def __exit__(self, *_: object) -> None:
        began_s, busy_s, own_s = self._began
        self.wall_s = time.perf_counter() - began_s
        now_busy_s = _busy_s()
        if busy_s is not None and now_busy_s is not None:
            cores = os.cpu_count() or 1
            used_s = now_busy_s - busy_s - (own_cpu_s() - own_s)
            self.share = min(max(used_s / (self.wall_s * cores), 0.0), 1.0)

    @property
    def are_quiet(self) -> bool:
        """Whether the machine was idle but for us."""
        return self.share is not None and self.share <= QUIET_SHARE

    @property
    def crowd(self) -> bool:
        """Whether others used so much that the wall clock tells nothing."""
        return self.share is None or self.share > CROWDED_SHARE

    def __str__(self) -> str:
        if self.share is None:
            return "what others used of the machine is unknown here"
        return f"others used {100 * self.share:.0f} % of the machine: " + ("idle" if self.are_quiet else "shared")


def own_cpu_s() -> float:
    """Return the CPU seconds of this process and of its finished children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _busy_s() -> float | None:
    """Return the CPU seconds that everybody has used since the machine started, other machines on its host included."""
    source = Path("/proc/stat")
    if not source.exists():
        return None
    user, nice, system, _idle, _wait, irq, soft, steal, *_ = map(int, source.read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")
