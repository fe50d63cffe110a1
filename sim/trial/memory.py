"""The memory of a trial, given back at once when the trial is over.

Everybody in a world knows everybody else, in circles. Left to Python's search for such circles, finished worlds would
cost a good part of all computing time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import repeat
from typing import Any


def dissolve(things: Iterable[Any]) -> None:
    """Drop every reference that these things hold. They are of no more use."""
    for thing in things:
        any(map(setattr, repeat(thing), _slots(thing.__class__), repeat(None)))  # a loop of hundreds without bytecode


@cache
def _slots(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of all slots of a class."""
    return tuple(name for base in kind.__mro__ for name in getattr(base, "__slots__", ()))
