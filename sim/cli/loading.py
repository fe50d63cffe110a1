"""A scenario as a command names it: the file, a variant, plans, and single settings; and the options that say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sim.base.errors import UsageError
from sim.cli.output import Format, warn

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sim.scenario import Loaded

F = TypeVar("F", bound=Callable[..., Any])


def scenario_argument(command: F) -> F:
    """Add the argument FILE: a path, or the bare name of a scenario that comes with the program."""
    return click.argument("source", metavar="FILE", shell_complete=_complete_source)(command)


def _complete_source(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names that come with the program, and files."""
    from click.shell_completion import CompletionItem

    from sim.scenario import list_scenarios

    names = [CompletionItem(one.name) for one in list_scenarios() if one.name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def change_options(command: F) -> F:
    """Add --variant, --plan and --set."""
    for option in (
        click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change one setting; may be repeated."),
        click.option("--plan", "plans", multiple=True, metavar="SIDE=FILE", help="A file of settings for one side."),
        click.option("--variant", metavar="NAME", help="One of the scenario's variants."),
    ):
        command = option(command)
    return command


def format_option(command: F) -> F:
    """Add --format."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in Format]),
        default=Format.TEXT.value,
        show_default=True,
        callback=lambda _ctx, _param, value: Format(value),
        help="How the data on stdout is written.",
    )(command)


def load(
    source: str,
    *,
    variant: str | None = None,
    plans: tuple[str, ...] = (),
    sets: tuple[str, ...] = (),
    tell_warnings: bool = True,
) -> Loaded:
    """Read a scenario as the options say; its warnings go to stderr."""
    from sim.measure import CONDITION_NAMES
    from sim.scenario import load_scenario

    loaded = load_scenario(
        source,
        variant=variant,
        plans=_plan_files(plans),
        overrides=_pairs("--set", "PATH=VALUE", sets),
        metric_names=CONDITION_NAMES,
    )
    if tell_warnings:
        for warning in loaded.warnings:
            warn(str(warning))
    return loaded


def _pairs(option: str, shape: str, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Split words at their first `=`."""
    pairs = []
    for word in words:
        left, equals, right = word.partition("=")
        if not equals or not left.strip():
            raise UsageError(f"{option} {word}: expected {shape}")
        pairs.append((left.strip(), right))
    return pairs


def _plan_files(words: tuple[str, ...]) -> dict[str, Path]:
    """Return each side's plan; a second plan for a side is refused, since one of the two would be ignored."""
    plans: dict[str, Path] = {}
    for side, file in _pairs("--plan", "SIDE=FILE", words):
        if side in plans:
            raise UsageError(f"--plan {side}={file}: side {side} has a plan already, {plans[side]}")
        plans[side] = Path(file)
    return plans
