"""Near misses: what somebody may have meant by a word that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` known words that resemble the given one, the nearest first."""
    return difflib.get_close_matches(word, list(known), n=count, cutoff=0.6)


def hint(word: str, known: Iterable[str]) -> str:
    """Return the end of a message: `; did you mean 'run'?`, or nothing."""
    near = nearest(word, known)
    return f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
