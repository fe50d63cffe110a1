"""The memory of a trial, given back at once when the trial is over.

Everybody in a world knows everybody else, in circles. Left to Python's search for such circles, finished worlds would
cost a good part of all computing time.
"""

from __future__ import annotations

from collections.abc import Iterable


def dissolve(things: Iterable[object]) -> None:
    """Drop every reference that these things hold. They are of no more use."""
    for thing in things:
        for kind in type(thing).__mro__:
            for name in getattr(kind, "__slots__", ()):
                if hasattr(thing, name):
                    delattr(thing, name)
