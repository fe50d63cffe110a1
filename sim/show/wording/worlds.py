"""What many worlds say in sentences: in how many the second is better, and which settings that hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.measure import METRICS, Better
from sim.show.scale import known, scale_of
from sim.show.text import counted, listed, percent, percent_range
from sim.show.wording.common import SMALL_N, name_of
from sim.stats import LEVEL, Estimate, Method
from sim.study.worlds import Hinge, World, Worlds

FEW_WORLDS: Final = 10


def worlds_words(w: Worlds) -> list[str]:
    """Return what the worlds say."""
    lines = []
    if not w.series.verdict_allowed:
        lines.append(
            "More than one trial in a hundred gave no result, so no verdict is given; what follows are numbers only."
        )
    lines.append(f"{in_worlds(w)}, by {scale_of(w.metric).label}; each world has {_trials(w)}.")
    if not w.agree.n:
        return lines
    if w.series.verdict_allowed:
        lines.append(_holds(w))
    lines += _clear(w)
    lines += _hinges(w)
    if w.agree.n < FEW_WORLDS:
        lines.append(f"{counted(w.agree.n, 'world')} are few: ask for 30 or more.")
    return lines


def in_worlds(w: Worlds) -> str:
    """Return `B is better than A in 27 of 30 worlds (Wilson interval 74 to 97 %)`."""
    first, second = name_of(w.first, 32), name_of(w.second, 32)
    if not w.agree.n:
        return f"{second} and {first} can be compared in none of {counted(len(w.worlds), 'world')}"
    same = f", the same in {w.same} (counted half)" if w.same else ""
    missing = len(w.worlds) - w.agree.n
    undefined = f", undefined in {missing}" if missing else ""
    told = f"{second} is better than {first} in {w.better} of {w.agree.n} worlds"
    return f"{told}{same}{undefined} ({share_interval(w.agree)})"


def share_interval(estimate: Estimate) -> str:
    """Return the interval of a share in words."""
    if estimate.low is None or estimate.high is None:
        return "no interval"
    if estimate.method is Method.ONE_SIDED:
        return f"at least {percent(estimate.low)}" if estimate.value else f"at most {percent(estimate.high)}"
    return f"Wilson interval {percent_range(estimate.low, estimate.high)}"


def is_for_second(w: Worlds, world: World) -> bool | None:
    """Tell which side a world's interval lies on: True for the second, False for the first, None when it has both."""
    low, high = world.difference.low, world.difference.high
    if low is None or high is None or low <= 0.0 <= high:
        return None
    return (low > 0.0) == (METRICS[w.metric].better is Better.HIGHER)


def is_clear(hinge: Hinge) -> bool:
    """Tell whether luck does not explain that the difference goes with this setting."""
    return hinge.adjusted_p < 1.0 - LEVEL


def _trials(w: Worlds) -> str:
    planned = w.series.manifest.planned
    return counted(planned, "trial") + (
        " on the same luck" if planned >= SMALL_N else " on the same luck, which is few"
    )


def _holds(w: Worlds) -> str:
    first, second = name_of(w.first, 32), name_of(w.second, 32)
    low = w.agree.low if w.agree.low is not None else 0.0
    high = w.agree.high if w.agree.high is not None else 1.0
    if w.same == w.agree.n:
        return f"{second} and {first} came out the same in every world."
    if low > 0.5:
        return (
            f"So that {second} is better does not hang on one choice of numbers, though it is not so in every world."
            if (w.better < w.agree.n)
            else f"So that {second} is better does not hang on the choice of numbers, as far as they were varied."
        )
    if high < 0.5:
        return f"So {first} is better in most worlds."
    return f"So {counted(w.agree.n, 'world')} cannot say which is better: it hangs on the numbers chosen."


def _clear(w: Worlds) -> Iterable[str]:
    sides = [is_for_second(w, world) for world in w.worlds]
    first, second = name_of(w.first, 32), name_of(w.second, 32)
    unclear = sides.count(None)
    rest = f"; in {unclear} luck alone could explain the difference" if unclear else ""
    yield (
        f"Taken one by one, {counted(sides.count(True), 'world')} clearly favour {second} and "
        f"{sides.count(False)} clearly favour {first}{rest}."
    )


def _hinges(w: Worlds) -> Iterable[str]:
    if not w.hinges:
        yield f"What it hangs on cannot be told from {counted(w.agree.n, 'world')}."
        return
    clear = [hinge for hinge in w.hinges if is_clear(hinge)]
    second = name_of(w.second, 32)
    for hinge in clear:
        more = "more" if (hinge.correlation.value or 0.0) > 0.0 else "less"
        yield f"It hangs on {hinge.path}: the larger that is, the {more} {second} gains ({_correlated(hinge)})."
    if not clear:
        names = listed(f"{hinge.path} ({_correlated(hinge)})" for hinge in w.hinges[:2])
        yield (
            f"No single setting is clearly what it hangs on at {counted(w.agree.n, 'world')}; the strongest signs: "
            f"{names}."
        )


def _correlated(hinge: Hinge) -> str:
    r = hinge.correlation
    assert r.value is not None
    ends = f", {r.low:+.2f} to {r.high:+.2f}" if known(r.low) and known(r.high) else ""
    return f"rank correlation {r.value:+.2f}{ends}"
