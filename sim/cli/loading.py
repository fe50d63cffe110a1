"""A scenario as a command names it: the file, and what is changed of it; and the options that say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sim.base.errors import UsageError
from sim.cli.options import gathering
from sim.cli.output import warn

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sim.scenario import Loaded

F = TypeVar("F", bound=Callable[..., Any])

Change = tuple[str, object]
"""One override: the path of a setting and its value; text is read as YAML."""

AS_WRITTEN = "as written"
"""The name of the file as it stands, beside alternatives to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is changed of a scenario's file: a variant, each side's plan, injects that happen, single settings."""

    variant: str | None = None
    plans: tuple[str, ...] = ()
    injects: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    def plan_files(self) -> dict[str, Path]:
        """Return each side's plan; a second plan for a side is refused, since one of the two would be ignored."""
        plans: dict[str, Path] = {}
        for side, file in pairs("--plan", "SIDE=FILE", self.plans):
            if side in plans:
                raise UsageError(f"--plan {side}={file}: side {side} has a plan already, {plans[side]}")
            plans[side] = Path(file)
        return plans


_variant_option = click.option("--variant", metavar="NAME", help="One of the scenario's variants.")
_plan_option = click.option(
    "--plan", "plans", multiple=True, metavar="SIDE=FILE", help="A file of settings for one side."
)
_inject_option = click.option(
    "--inject", "injects", multiple=True, metavar="NAME", help="Let one of the scenario's injects happen; repeatable."
)
_set_option = click.option(
    "--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change one setting; may be repeated."
)

choice_options = gathering(Choice, "choice", _variant_option, _plan_option, _inject_option, _set_option)
ground_options = gathering(Choice, "choice", _variant_option, _set_option)
"""For commands in which plans and injects make alternatives: what all alternatives have in common."""


def scenario_argument(command: F) -> F:
    """Add the argument FILE: a path, or the bare name of a scenario that comes with the program."""
    return click.argument("source", metavar="FILE", shell_complete=complete_source)(command)


def complete_source(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names that come with the program, and files."""
    from click.shell_completion import CompletionItem

    from sim.scenario import list_scenarios

    names = [CompletionItem(one.name) for one in list_scenarios() if one.name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def load(
    source: str,
    choice: Choice,
    *,
    changes: Sequence[Change] = (),
    plans: Mapping[str, Path] | None = None,
    tell_warnings: bool = True,
) -> Loaded:
    """Read a scenario as the options say; `changes` lie beneath --set. Its warnings go to stderr.

    Raises: ScenarioError with every fault; UsageError when an option cannot be read.
    """
    from sim.measure import CONDITION_NAMES
    from sim.scenario import load_scenario

    loaded = load_scenario(
        source,
        variant=choice.variant,
        plans=choice.plan_files() if plans is None else plans,
        overrides=[*_switched_on(source, choice), *changes, *sets_of(choice)],
        metric_names=CONDITION_NAMES,
    )
    if tell_warnings:
        for warning in loaded.warnings:
            warn(str(warning))
    return loaded


def _switched_on(source: str, choice: Choice) -> Sequence[Change]:
    """Return the overrides that let the chosen injects happen."""
    if not choice.injects:
        return ()
    from sim.scenario import inject_overrides, load_scenario

    return inject_overrides(load_scenario(source, variant=choice.variant).scenario, choice.injects)


def sets_of(choice: Choice) -> list[tuple[str, str]]:
    """Return the paths and values of --set. Raises: UsageError when one has no value."""
    return pairs("--set", "PATH=VALUE", choice.sets)


def pairs(option: str, shape: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """Split words at their first `=`.

    Raises: UsageError when a word has none.
    """
    found = []
    for word in words:
        left, equals, right = word.partition("=")
        if not equals or not left.strip():
            raise UsageError(f"{option} {word}: expected {shape}")
        found.append((left.strip(), right))
    return found
