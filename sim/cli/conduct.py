"""Playing a study as a command was asked to: run, compare, sweep, play and class all go through here.

What is asked of the trials, precision, the bar on stderr, and files beside the results are alike for all of them. What
is printed is told in `present`.
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from sim.base.errors import UsageError
from sim.cli.command import ExitCode, is_quiet
from sim.cli.loading import pairs
from sim.cli.options import Wish, checked_metric
from sim.cli.output import Format, note, warn

if TYPE_CHECKING:
    from sim.study import Ask, Point, Series, StudyKind
    from sim.study.precision import Precision, Reached

_NO_TEXTS: Final[Mapping[str, str]] = MappingProxyType({})
_NO_NUMBERS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conducted:
    """A study that was played; `reached` says what was done where a precision was asked for."""

    series: Series
    reached: Reached | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be said of how many trials there are."""
        if self.reached is None:
            return ()
        from sim.show.verdict import precision_words

        return tuple(precision_words(self.reached))

    @property
    def code(self) -> ExitCode:
        """What the shell is told: partial when trials are missing, or a precision was not reached."""
        is_capped = self.reached is not None and self.reached.is_capped
        return ExitCode.PARTIAL if is_capped or self.series.is_partial else ExitCode.OK


def conduct(
    points: Sequence[Point],
    kind: StudyKind,
    wish: Wish,
    *,
    plans: Mapping[str, str] = _NO_TEXTS,
    predictions: Mapping[str, float] = _NO_NUMBERS,
) -> Conducted:
    """Play what is missing of a study; its warnings go to stderr.

    Raises: UsageError when what is wished cannot be.
    """
    from sim.study import asked
    from sim.study.manifest import NAME

    if (wish.out / NAME).exists():
        raise UsageError(f"--out {wish.out}: this is the folder of a study; name the one that all results go under")
    wanted = _precision(wish)
    if wish.form is Format.PARQUET:
        from sim.study.parquet import need_parquet

        need_parquet()
    ask = asked(points, kind=kind, trials=wish.trials, seed=wish.seed, out=wish.out)
    conducted = _played(replace(ask, plans=plans, predictions=predictions), wish, wanted)
    for text in conducted.series.warnings:
        warn(text)
    return conducted


def _played(ask: Ask, wish: Wish, wanted: Precision | None) -> Conducted:
    from sim.study import run_series
    from sim.study.precision import play_to_precision

    with progress() as report:

        def play(ask: Ask) -> Series:
            return run_series(ask, jobs=wish.jobs, progress=report)

        if wanted is None:
            return Conducted(series=play(ask))
        series, reached = play_to_precision(ask, wanted, play)
        return Conducted(series=series, reached=reached)


def _precision(wish: Wish) -> Precision | None:
    """Return the precision that is asked for; refuse one that no number of trials up to the ceiling can give."""
    if wish.precision is None:
        if wish.ceiling is not None:
            raise UsageError("--ceiling belongs to --precision METRIC=HALF; for a number of trials use --trials")
        return None
    if wish.trials is not None:
        raise UsageError("--trials and --precision both say how many trials; keep one of them")
    from sim.measure import METRICS, Kind
    from sim.stats import share
    from sim.study.precision import CEILING, Precision

    ((metric, half),) = numbers("--precision", "METRIC=HALF, such as success=0.02", (wish.precision,)).items()
    wanted = Precision(metric=metric, half_width=half, ceiling=wish.ceiling or CEILING)
    narrowest = share(metric, 0, wanted.ceiling).half_width if METRICS[metric].kind is Kind.YES_NO else None
    if narrowest is not None and half < narrowest:
        raise UsageError(
            f"--precision {wish.precision} cannot be reached: {wanted.ceiling:,} trials give {narrowest:.2g} at best; "
            "take a larger half-width, or a higher --ceiling"
        )
    return wanted


def numbers(option: str, shape: str, words: Sequence[str]) -> dict[str, float]:
    """Return METRIC=NUMBER words as a mapping.

    Raises: UsageError when a word has another shape, a metric is unknown or named twice.
    """
    found: dict[str, float] = {}
    for metric, text in pairs(option, shape, words):
        checked_metric(metric, f"{option} {metric}={text}")
        if metric in found:
            raise UsageError(f"{option} {metric}={text}: {metric} was said already")
        try:
            found[metric] = float(text)
        except ValueError:
            found[metric] = math.nan
        if not math.isfinite(found[metric]):
            raise UsageError(f"{option} {metric}={text}: expected {shape}; {text!r} is no number")
    return found


@contextlib.contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function (done, total) that shows a bar on stderr; nothing with --quiet or away from a terminal."""
    if is_quiet() or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="trials", file=sys.stderr, show_pos=True) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield advance


def keep(folder: Path, tables: Mapping[str, str], draw: Callable[[], Sequence[Path]] | None) -> list[Path]:
    """Write tables and, unless None, pictures beside the results, and have the manifest vouch for all of them.

    Returns what was drawn.
    """
    from sim.study.files import write_file
    from sim.study.manifest import vouch_for

    for name, text in tables.items():
        write_file(folder / name, text.encode())
    drawn: list[Path] = []
    if draw is not None:
        note("drawing figures ...")
        drawn = list(draw())
    if tables or drawn:
        vouch_for(folder, [*(folder / name for name in tables), *drawn])
    return drawn
