"""`sortie play`: every plan of one side against every plan of the other, on the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.base.errors import UsageError
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import Conducted, conduct, keep
from sim.cli.loading import AS_WRITTEN, Choice, ground_options, load, pairs, scenario_argument
from sim.cli.nearby import hint
from sim.cli.options import Wish, gathering, metric_option, ranking_metric, wish_options
from sim.cli.output import Row
from sim.cli.present import Shown, interval, number, show

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.study import Point
    from sim.study.tournament import Ranked, Tournament

SHORT_FORMS = ("blue", "red")
"""Sides that have an option of their own, because most scenarios have them."""


class _TakesSeveral(SortieCommand):
    """A command whose plan options take several files each: `--blue a.yaml b.yaml`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say the option again before each further file."""
        options = ("--plans", *(f"--{side}" for side in SHORT_FORMS))
        told: list[str] = []
        last = ""
        is_first = False
        for word in args:
            if word.startswith("-"):
                last, is_first = (word, True) if word in options else ("", False)
            elif last and not is_first:
                told.append(last)
            else:
                is_first = False
            told.append(word)
        return super().parse_args(ctx, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The plan files as they were given: by the short forms, and by side."""

    blue: tuple[str, ...] = ()
    red: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()

    def by_side(self) -> dict[str, list[Path]]:
        """Return each side's files, in the order in which they were given."""
        found: dict[str, list[Path]] = {}
        for side, words in zip(SHORT_FORMS, (self.blue, self.red), strict=True):
            found.setdefault(side, []).extend(Path(word) for word in words)
        for side, names in pairs("--plans", "SIDE=FILE[,FILE]", self.plans):
            found.setdefault(side, []).extend(Path(name.strip()) for name in names.split(",") if name.strip())
        return {side: paths for side, paths in found.items() if paths}


_several: dict[str, Any] = {"multiple": True, "metavar": "FILE..."}

sealed_options = gathering(
    Sealed,
    "sealed",
    *(click.option(f"--{side}", help=f"Plans of side {side}, one or more files.", **_several) for side in SHORT_FORMS),
    click.option(
        "--plans",
        multiple=True,
        metavar="SIDE=FILE[,FILE]",
        help="Plans of any side; repeatable. A side without plans plays the file as it stands.",
    ),
)


@click.command(
    "play",
    cls=_TakesSeveral,
    examples=("sortie play escort-geometry --blue ann.yaml ben.yaml --red cas.yaml dan.yaml",),
)
@scenario_argument
@sealed_options
@ground_options
@metric_option
@wish_options
def command(source: str, sealed: Sealed, choice: Choice, metric: str, wish: Wish) -> ExitCode:
    """Play sealed plans of two sides, every pair on the same luck.

    A plan is a file of settings for one side; it may set only what the scenario allows. FILE comes before the plans.
    """
    from sim.study import StudyKind
    from sim.study.tournament import tournament

    ranking_metric(metric)
    sides = _sides(load(source, choice), sealed)
    conducted = conduct(_points(source, choice, sealed, sides), StudyKind.PLAY, wish)
    _tell(tournament(conducted.series, sides, metric=metric), conducted, wish)
    return conducted.code


def _sides(loaded: Loaded, sealed: Sealed) -> tuple[str, str]:
    """Return the two sides that play, the studied one first."""
    from sim.measure.perspective import fighting_sides, studied_side

    own = studied_side(loaded.scenario)
    known = [side for side in fighting_sides(loaded.scenario) if side != own]
    given = sealed.by_side()
    for side in given:
        if side not in (own, *known):
            raise UsageError(
                f"there is no side {side!r} in {loaded.scenario.name}{hint(side, (own, *known))}; its sides: "
                f"{', '.join((own, *known))}"
            )
    if not given:
        raise UsageError("no plans to play; give some with --blue FILE..., --red FILE... or --plans SIDE=FILE")
    others = [side for side in known if side in given] or known
    if len(others) != 1:
        raise UsageError(f"plans of two sides can meet, here are {own} and {', '.join(others) or 'nobody'}")
    return own, others[0]


def _points(source: str, choice: Choice, sealed: Sealed, sides: tuple[str, str]) -> Sequence[Point]:
    """Return the design points of all pairings."""
    from sim.study.tournament import pairings

    first, second = (_named(sealed.by_side().get(side, [])) for side in sides)
    loaded: dict[tuple[int, int], Loaded] = {}
    for i, one in enumerate(first.values()):
        for j, other in enumerate(second.values()):
            plans = {side: path for side, path in zip(sides, (one, other), strict=True) if path is not None}
            loaded[i, j] = load(source, choice, plans=plans, tell_warnings=not loaded)
    return pairings(sides, (tuple(first), tuple(second)), loaded)


def _named(paths: Sequence[Path]) -> Mapping[str, Path | None]:
    """Return plan files by a name that tells them apart; a side without plans plays the file as it stands."""
    if not paths:
        return {AS_WRITTEN: None}
    stems = [path.stem for path in paths]
    named: dict[str, Path | None] = {}
    for path, stem in zip(paths, stems, strict=True):
        name = stem if stems.count(stem) == 1 else str(path)
        if name in named:
            raise UsageError(f"{path} is there twice; each plan plays once")
        named[name] = path
    return named


def _tell(result: Tournament, conducted: Conducted, wish: Wish) -> None:
    """Draw the tournament and print it."""
    from sim.show.verdict import tournament_words
    from sim.study.rows import cell_rows, csv_text, ranking_rows

    rows = cell_rows(result)
    tables = {"matrix.csv": csv_text(rows), "ranking.csv": csv_text(ranking_rows(result))}
    drawn = keep(
        result.series.folder, tables, (lambda: draw_tournament(result, conducted.words)) if wish.figures else None
    )
    words = [*tournament_words(result), *conducted.words]
    extra = {"metric": result.metric, "rankings": ranking_rows(result), "flips": _flips(result)}
    show(result.series, Shown(words=words, tables=_tables(result), rows=rows, extra=extra, drawn=drawn), wish)


def draw_tournament(result: Tournament, notes: Sequence[str]) -> Sequence[Path]:
    """Draw a tournament; return the files."""
    from sim.show import write_tournament

    return write_tournament(result, notes=notes).files


def _flips(result: Tournament) -> list[dict[str, object]]:
    """Return the trials of each pairing that flip against the first row."""
    return [
        {result.sides[0]: mine, result.sides[1]: theirs, "up": cell.up, "down": cell.down}
        for mine, row in zip(result.plans[0], result.cells, strict=True)
        for theirs, cell in zip(result.plans[1], row, strict=True)
    ]


def _tables(result: Tournament) -> dict[str, Sequence[Row]]:
    """Return the matrix and both rankings."""
    one, other = result.sides
    matrix: list[Row] = []
    for mine, row in zip(result.plans[0], result.cells, strict=True):
        cells = {
            f"'{theirs}'": f"{number(cell.mean.value)} ({interval(cell.mean.low, cell.mean.high)})"
            for theirs, cell in zip(result.plans[1], row, strict=True)
        }
        matrix.append({f"{one} against {other}": mine, **cells})
    ranked = {
        f"{side}: {result.metric} over all plans of {opponent}, best first": [_rank(one) for one in ranking]
        for side, opponent, ranking in zip((one, other), (other, one), result.rankings, strict=True)
        if len(ranking) > 1
    }
    return {f"{result.metric}, n = {result.n} trials each on the same luck": matrix, **ranked}


def _rank(one: Ranked) -> Row:
    return {
        "plan": one.plan,
        "value": number(one.mean.value),
        "95 % interval": interval(one.mean.low, one.mean.high),
        "level with the best": one.is_level,
    }
