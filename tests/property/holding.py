"""How a property is put to a draft: a breach is told in sentences, with the smallest draft that still shows it."""

from __future__ import annotations

import copy
import traceback
from collections.abc import Callable, Iterator
from typing import Final

from hypothesis import HealthCheck, Phase, settings

from sim.base.errors import ScenarioError
from tests.property.scenarios import Draft, draft_of, text_of

Breach = Callable[[Draft], list[str]]
"""Returns what broke, in sentences; empty when the property holds."""

MOST_TRIES: Final = 200
"""Smaller drafts that are tried before a breach is told."""

_OPTIONAL: Final = ("radar", "receiver", "missile", "missiles_each", "shots", "self_defence_m", "timing", "defence")


def examples(count: int) -> settings:
    """Return settings for so many examples, the same in every run."""
    return settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # a smaller seed is no smaller scenario: `must_hold` reduces
        suppress_health_check=[HealthCheck.too_slow],
    )


def must_hold(seed: int, breach: Breach) -> None:
    """Hold a property against the draft of a seed.

    Raises: AssertionError with the breach and a draft reduced to what it needs.
    """
    draft = draft_of(seed)
    if _told(draft, breach):
        draft = reduced(draft, breach)
        raise AssertionError(f"seed {seed}:\n" + "\n".join(_told(draft, breach)[:8]) + "\n\n" + text_of(draft))


def _told(draft: Draft, breach: Breach) -> list[str]:
    """Return what broke; a model that raises has broken."""
    try:
        return breach(draft)
    except ScenarioError:
        raise
    except Exception as raised:  # whatever it is, it is to be told with a small draft
        error: BaseException = raised
        while error.__cause__ is not None:
            error = error.__cause__  # SimPy raises a copy of what a process raised
        return ["".join(traceback.format_exception(error, chain=False)[-4:])]


def reduced(draft: Draft, breach: Breach) -> Draft:
    """Return a draft with everything taken out that the breach does not need."""
    tries = 0
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller(draft):
            tries += 1
            if tries > MOST_TRIES:
                return draft
            if _still_breaks(smaller, breach):
                draft, shrunk = smaller, True
                break
    return draft


def _still_breaks(draft: Draft, breach: Breach) -> bool:
    try:
        return bool(_told(draft, breach))
    except ScenarioError:
        return False


def _smaller(draft: Draft) -> Iterator[Draft]:
    """Yield copies of a draft, each with one thing less."""
    for kind in ("links", "controllers", "sites", "flights", "targets", "routes"):
        for name in draft[kind]:
            other = copy.deepcopy(draft)
            del other[kind][name]
            for link in other["links"].values():
                link["members"] = [member for member in link["members"] if member != name]
            yield other
    for name, flight in draft["flights"].items():
        if flight["aircraft"] > 1:
            other = copy.deepcopy(draft)
            other["flights"][name]["aircraft"] -= 1
            yield other
        for key in _OPTIONAL:
            if key in flight:
                other = copy.deepcopy(draft)
                del other["flights"][name][key]
                yield other
