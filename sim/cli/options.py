"""Options that several commands share, each group gathered into one value, so that a command has few parameters.

`gathering` is the mechanism: a group is a frozen dataclass, one field per option. `Wish` says how a study is played
and shown; which scenario it is about is told in `loading`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from sim.cli.output import Format

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

RESULTS: Final = Path("results")


def gathering(group: type[Any], name: str, *options: Callable[[F], F]) -> Callable[[F], F]:
    """Return a decorator that adds options and hands their values to the command as one `group` named `name`."""
    taken = [field.name for field in fields(group)]

    def decorate(command: F) -> F:
        @functools.wraps(command)
        def gathered(**given: Any) -> Any:
            whole = group(**{option: given.pop(option) for option in taken if option in given})
            return command(**given, **{name: whole})

        made: Any = gathered
        for option in reversed(options):
            made = option(made)
        return made  # type: ignore[no-any-return]

    return decorate


def format_option(*forms: Format) -> Callable[[F], F]:
    """Return the option --format with these forms."""
    told = " parquet: all trials into trials.parquet, its place on stdout." if Format.PARQUET in forms else ""
    return click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in forms]),
        default=Format.TEXT.value,
        show_default=True,
        callback=lambda _ctx, _param, value: Format(value),
        help=f"How the data on stdout is written.{told}",
    )


def out_option(says: str) -> Callable[[F], F]:
    """Return the option --out."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--out", type=kind, default=RESULTS, show_default=True, metavar="DIR", help=says)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a study is played and shown; None leaves the choice to the scenario or the machine."""

    trials: int | None = None
    precision: str | None = None
    ceiling: int | None = None
    seed: int | None = None
    jobs: int | None = None
    out: Path = RESULTS
    figures: bool = True
    form: Format = Format.TEXT


wish_options = gathering(
    Wish,
    "wish",
    click.option(
        "--trials", type=click.IntRange(1, 10_000_000), metavar="N", help="How many; else as the scenario says."
    ),
    click.option(
        "--precision",
        metavar="METRIC=HALF",
        help="In place of --trials: as many as it takes for a 95 % interval of so much up and down, such as "
        "success=0.02.",
    ),
    click.option("--ceiling", type=click.IntRange(1, 10_000_000), metavar="N", help="Most trials for --precision."),
    click.option("--seed", type=click.IntRange(0, 2**53), metavar="S", help="Root seed; else as the scenario says."),
    click.option("--jobs", type=click.IntRange(1), metavar="J", help="Worker processes; else as many as pay."),
    out_option("Results go here."),
    click.option("--figures/--no-figures", default=True, help="Draw figures and write the report."),
    format_option(*Format),
)


def metric_option(command: F) -> F:
    """Add --metric: the metric that decides."""
    return click.option(
        "--metric",
        default="success",
        show_default=True,
        metavar="M",
        callback=_known_metric,
        shell_complete=_complete_metric,
        help="The metric that decides, such as bombers_home.",
    )(command)


def ranking_metric(name: str) -> str:
    """Return a metric that plans can be ranked by. Raises: UsageError when neither more nor less of it is better."""
    from sim.base.errors import UsageError
    from sim.measure import METRICS, Better

    if METRICS[name].better is Better.NEITHER:
        raise UsageError(f"--metric {name}: neither more nor less of it is better; take one such as success or leakers")
    return name


def checked_metric(name: str, where: str) -> str:
    """Return the name of a metric. Raises: UsageError when there is none such, with near misses."""
    from sim.base.errors import UsageError
    from sim.cli.nearby import hint
    from sim.measure import METRICS

    if name not in METRICS:
        raise UsageError(f"{where}: there is no metric {name!r}{hint(name, METRICS) or '; such as success, leakers'}")
    return name


def _known_metric(ctx: click.Context, _param: click.Parameter, name: str) -> str:
    return name if ctx.resilient_parsing else checked_metric(name, "--metric")


def _complete_metric(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from sim.measure import METRICS

    return [CompletionItem(name) for name in METRICS if name.startswith(incomplete)]


def run_argument(command: F) -> F:
    """Add the argument RUN: a results folder, the first digits of its id, or `latest`."""
    return click.argument("run", metavar="RUN", shell_complete=_complete_run)(command)


def _complete_run(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    ids = [path.parent.name.rpartition("-")[2] for path in RESULTS.glob("*/*-*/manifest.json")]
    names = [CompletionItem(name) for name in ("latest", *ids) if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="dir")]
