"""What a comparison says in sentences: who is better by how much, flips, what the same luck did, what each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from sim.measure import Better
from sim.show.scale import Scale, known, scale_of, typical_of, written
from sim.show.text import counted, listed
from sim.show.wording.common import MOST, guards, mean_of, name_of, turned
from sim.stats import Estimate, Method
from sim.study.aligned import aligned
from sim.study.compare import Comparison, Contrast, Match

_EXAMPLES: Final = 3


def comparison_words(c: Comparison) -> list[str]:
    """Return what a comparison says: which is better by how much, flips, what the luck did, worths, warnings."""
    scale = scale_of(c.metric, typical_of(estimate.value for estimate in means_of(c)))
    lines = [*guards(c.series, c.n)]
    if c.n:
        lines += _two(c, scale) if len(c.names) == 2 else _several(c, scale)
        lines += _never_seen(c, scale)
        lines += [line for match in _against_first(c) for line in _flips(c, match, scale)]
        lines += _luck(c)
        lines += _worths(c)
    return lines


def means_of(c: Comparison) -> tuple[Estimate, ...]:
    """Return the lead metric's share or mean of each alternative over the trials that finished under all of them."""
    values = aligned(c.series.studies).values(c.metric)
    scale = scale_of(c.metric)
    return tuple(mean_of(c.metric, row, yes_no=scale.is_yes_no) for row in values)


def _two(c: Comparison, scale: Scale) -> Iterable[str]:
    (match,) = c.matches
    contrast = match.contrasts[c.metric]
    first, second = (name_of(c.names[place]) for place in (match.first, match.second))
    if not contrast.paired.n:
        yield f"{scale.title} is defined in no trial under both {first} and {second}: nothing can be said of it."
    elif _is_same(contrast):
        yield _came_out_the_same(c, match, scale)
    else:
        yield _verdict(c, match, scale)


def _is_same(contrast: Contrast) -> bool:
    return contrast.up == contrast.down == 0


def _came_out_the_same(c: Comparison, match: Match, scale: Scale) -> str:
    n = match.contrasts[c.metric].paired.n
    everything = all(_is_same(contrast) for contrast in match.contrasts.values())
    what = f"all {len(match.contrasts)} metrics" if everything and len(match.contrasts) > 1 else scale.label
    first, second = (name_of(c.names[place]) for place in (match.first, match.second))
    tail = "" if everything else " Other metrics differ: see the table."
    return f"{second} and {first} came out exactly the same in {what}, in every one of {counted(n, 'trial')}.{tail}"


def _verdict(c: Comparison, match: Match, scale: Scale) -> str:
    """Return who is better by how much; without a verdict allowed, the numbers alone."""
    contrast = match.contrasts[c.metric]
    n = f"n = {counted(contrast.paired.n, 'trial')} on the same luck"
    if not c.series.verdict_allowed or contrast.better is Better.NEITHER:
        one, other = match.second, match.first
        told = f"{name_of(c.names[one])} against {name_of(c.names[other])}"
        apart = "" if match.told_apart else ", which luck alone could explain" if c.series.verdict_allowed else ""
        return f"{told}: {_numbers(c, (one, other), scale)}, {n}{apart}."
    one, other = (match.second, match.first) if _second_leads(contrast) else (match.first, match.second)
    winner, loser = name_of(c.names[one]), name_of(c.names[other])
    if match.told_apart:
        return f"{winner} is better than {loser}: {_numbers(c, (one, other), scale)}, {n}."
    more = _more(c, match)
    return f"{winner} cannot be told from {loser}: {_numbers(c, (one, other), scale)}, {n}{more}."


def _second_leads(contrast: Contrast) -> bool:
    value = contrast.difference.value or 0.0
    return value >= 0.0 if contrast.better is Better.HIGHER else value <= 0.0


def _more(c: Comparison, match: Match) -> str:
    """Return how many trials more would tell two apart, as the end of a sentence."""
    if not {match.first, match.second} & set(c.rivals):
        return ""
    needed = next((more for place, more in c.rivals.items() if place in (match.first, match.second)), None)
    if needed is None:
        return "; no number of trials would tell them apart, as far as these go"
    if needed == 0:
        return "; so many trials usually tell a difference of this size, so it may be smaller than it looks"
    return f"; about {_round(needed)} more trials would tell a difference of this size"


def _round(count: int) -> str:
    """Return a planned number of trials with two digits: more would pretend."""
    digits = max(len(str(count)) - 2, 0)
    return f"{-(-count // 10**digits) * 10**digits:,}"


def _numbers(c: Comparison, pair: tuple[int, int], scale: Scale) -> str:
    """Return `success 66.8 % against 52.2 %, +14.5 points (10.2 to 18.9)` for the first of a pair of places."""
    match = c.match(*pair)
    contrast = match.contrasts[c.metric]
    values = aligned([c.series.studies[place] for place in pair]).values(c.metric)
    both = values[:, ~np.isnan(values).any(axis=0)]
    one, other = (mean_of(c.metric, row, yes_no=scale.is_yes_no) for row in both)
    difference = contrast.difference if match.second == pair[0] else turned(contrast.difference)
    decimals = scale.decimals(difference)
    shown = [written((mean.value or 0.0) / scale.size, decimals) for mean in (one, other)]
    unit = f" {scale.unit}" if scale.unit else ""
    return f"{scale.label} {shown[0]}{unit} against {shown[1]}{unit}, {scale.difference_in_full(difference)}"


def _several(c: Comparison, scale: Scale) -> Iterable[str]:
    means = means_of(c)
    if c.best is None:
        values = [f"{name_of(name, 32)} {scale.in_full(mean)}" for name, mean in zip(c.names, means, strict=True)]
        yield f"{scale.title}, of which neither more nor less is better: {listed(values)}; n = {c.n:,} trials."
        return
    if not c.series.verdict_allowed:
        values = [f"{name_of(name, 32)} {scale.in_full(mean)}" for name, mean in zip(c.names, means, strict=True)]
        yield f"{scale.title}: {listed(values)}; n = {c.n:,} trials on the same luck."
        return
    best = name_of(c.names[c.best])
    others = [place for place in range(len(c.names)) if place != c.best]
    if all(_is_same(c.match(c.best, place).contrasts[c.metric]) for place in others):
        yield f"All {len(c.names)} came out exactly the same in {scale.label}, in every one of {counted(c.n, 'trial')}."
        return
    lead = "is best" if not c.rivals else "came out best"
    yield f"{best} {lead}: {scale.label} {scale.in_full(means[c.best])}, n = {counted(c.n, 'trial')} on the same luck."
    yield from _rivals(c, others)
    worse = [
        f"{name_of(c.names[place], 32)} ({_best_less(c, place, scale)})" for place in others if place not in c.rivals
    ]
    if worse:
        yield f"It is better than {listed(worse, MOST)}, counting that {len(c.matches)} pairs were asked about (Holm)."


def _best_less(c: Comparison, place: int, scale: Scale) -> str:
    assert c.best is not None
    match = c.match(c.best, place)
    difference = match.contrasts[c.metric].difference
    return scale.difference_in_full(difference if match.second == c.best else turned(difference)).replace(" (", ", ")[
        :-1
    ]


def _rivals(c: Comparison, others: Sequence[int]) -> Iterable[str]:
    """Give one sentence for each alternative that cannot be told from the best, the nearest first."""
    same = [
        place for place in others if place in c.rivals and _is_same(c.match(c.best or 0, place).contrasts[c.metric])
    ]
    if same:
        yield f"{listed(name_of(c.names[place], 32) for place in same)} came out exactly like it in every trial."
    left = [place for place in others if place in c.rivals and place not in same]
    for place in left[:MOST]:
        more = c.rivals[place]
        tail = "no number of trials would tell, as far as these go"
        if more is not None:
            tail = (
                f"about {_round(more)} more trials would" if more else "so many usually tell a difference of this size"
            )
        yield f"{name_of(c.names[place])} cannot be told from it at n = {c.n:,}; {tail}."
    if len(left) > MOST:
        yield f"Nor can {len(left) - MOST} more be told from it."


def _never_seen(c: Comparison, scale: Scale) -> Iterable[str]:
    if not scale.is_yes_no:
        return
    for name, mean in zip(c.names, means_of(c), strict=True):
        if mean.method is Method.ONE_SIDED and mean.n:
            seen = "seen in every trial" if mean.value else "never seen"
            yield (
                f"{scale.title} was {seen} under {name_of(name)}: n = {mean.n:,} allows "
                f"{scale.interval(mean)} {scale.unit}."
            )


def _against_first(c: Comparison) -> list[Match]:
    return [match for match in c.matches if match.first == 0][:MOST]


def flip_sides(metric: str) -> tuple[str, str]:
    """Return what a trial is called in which a yes/no metric is no, and yes."""
    return ("lost", "saved") if metric == "success" else ("no", "yes")


def _flips(c: Comparison, match: Match, scale: Scale) -> Iterable[str]:
    contrast = match.contrasts[c.metric]
    if not contrast.paired.n or _is_same(contrast):
        return
    first, second = (name_of(c.names[place], 32) for place in (match.first, match.second))
    start = f"From {first} to {second}, "
    if contrast.flips is None:
        level = contrast.paired.n - contrast.up - contrast.down
        yield (
            f"{start}{scale.label} rose in {contrast.up:,} of {counted(contrast.paired.n, 'trial')}, fell in "
            f"{contrast.down:,} and stayed in {level:,}."
        )
        return
    no, yes = flip_sides(c.metric)
    n = contrast.flips.test.difference.n
    up, down = contrast.flips.to_yes, contrast.flips.to_no
    yield (
        f"{start}{len(up):,} of {counted(n, 'trial')} went from {no} to {yes}{_examples(up)}, "
        f"{len(down):,} the other way{_examples(down)}."
    )


def _examples(trials: Sequence[int]) -> str:
    if not trials:
        return ""
    shown = ", ".join(str(trial) for trial in trials[:_EXAMPLES])
    if len(trials) <= _EXAMPLES:
        return f" ({'trial' if len(trials) == 1 else 'trials'} {shown})"
    return f" (for example trials {shown})"


def _luck(c: Comparison) -> Iterable[str]:
    """Give what the same luck did for the lead metric."""
    contrasts = [match.contrasts[c.metric] for match in c.matches]
    ratios = [one.paired.variance_ratio for one in contrasts]
    defined = [ratio for ratio in ratios if known(ratio.value)]
    if not defined:
        yield "Correlation and variance ratio are undefined: nothing varies."
        return
    if len(c.matches) > 1:
        gains = sorted(1.0 / ratio.value for ratio in defined if ratio.value)
        if gains:
            yield (
                f"Over the {len(gains)} pairs, the same luck was worth {_times(gains[0])} to {_times(gains[-1])} times "
                "as many independent trials."
            )
        return
    yield luck_of(contrasts[0])


def luck_of(contrast: Contrast) -> str:
    """Return what the same luck did for one metric of one pair."""
    ratio, r = contrast.paired.variance_ratio, contrast.paired.correlation
    if not known(ratio.value):
        return "Correlation and variance ratio are undefined: nothing varies."
    assert ratio.value is not None
    correlated = f"correlation {r.value:.2f}" if r.value is not None else "correlation undefined, as one does not vary"
    if not ratio.value:
        return f"The difference is the same in every trial ({correlated}, variance ratio 0)."
    ends = f" ({ratio.low:.2f} to {ratio.high:.2f})" if ratio.low is not None and ratio.high is not None else ""
    numbers = f"({correlated}; variance ratio {ratio.value:.2f}{ends})"
    if r.value is None:
        return f"One of the two does not vary, so the same luck could not help {numbers}."
    sharp = f"as {_times(1.0 / ratio.value)} times as many independent trials {numbers}."
    if ratio.low is not None and ratio.low > 1.0:
        return f"The same luck made this comparison blunter than independent trials {numbers}."
    if ratio.high is None or ratio.high >= 1.0:
        return f"The same luck made no clear difference to this comparison {numbers}."
    return f"The same luck made this comparison as sharp {sharp}"


def _times(gain: float) -> str:
    return f"{gain:.1f}" if gain < 10.0 else f"{gain:,.0f}"


def _worths(c: Comparison) -> Iterable[str]:
    if not c.worths:
        return
    scale = scale_of("value")
    for title, what in (
        ("Expected value", "expected"),
        ("Mean of the worst tenth", "worst"),
        ("Mean regret", "regret"),
    ):
        told = [
            f"{name_of(name, 32)} {scale.bare(estimate)} ({scale.interval(estimate)})"
            for name, worth in zip(c.names, c.worths, strict=True)
            if known((estimate := getattr(worth, what)).value)
        ]
        if told:
            note = ": by how much each misses the best of every trial" if what == "regret" else ", by the weights"
            yield f"{title}{note}: {listed(told)}." if what != "regret" else f"{title}{note}; {listed(told)}."
