"""What a comparison is between: files, variants, settings, plans, or an inject that happens or not; one kind at a time.

Each alternative can be loaded as it is and, for `--worlds`, with every other number a little different.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.base.errors import UsageError
from sim.cli.loading import AS_WRITTEN, Change, Choice, load, pairs
from sim.cli.options import gathering

if TYPE_CHECKING:
    from sim.scenario import Loaded

_MISSING: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The alternatives as they were asked for; one of these is used, besides several files."""

    variants: str | None = None
    against: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    injects: tuple[str, ...] = ()

    @property
    def kinds(self) -> list[str]:
        """The options that were used."""
        used = {"--variants": self.variants, "--against": self.against, "--plan": self.plans, "--inject": self.injects}
        return [option for option, value in used.items() if value]


asked_options = gathering(
    Asked,
    "asked",
    click.option("--variants", metavar="A,B", help="Variants; one alone is compared with the file as it stands."),
    click.option(
        "--against",
        multiple=True,
        metavar="SETTING=VALUE",
        help="The file as it stands against this change: a knob or a path; several at once with `;` between them. "
        "Repeatable: each is one more alternative.",
    ),
    click.option(
        "--plan",
        "plans",
        multiple=True,
        metavar="SIDE=FILE",
        help="Plans, each one alternative; one alone is compared with the file as it stands.",
    ),
    click.option(
        "--inject", "injects", multiple=True, metavar="NAME", help="Without and with this inject; repeatable."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One of the things that are compared: its name, and how it is loaded."""

    name: str
    source: str
    choice: Choice
    changes: tuple[Change, ...] = ()
    plan: tuple[str, Path] | None = None

    def loaded(self, further: Sequence[Change] = (), *, tell_warnings: bool = True) -> Loaded:
        """Return the scenario of this alternative with further settings changed."""
        plans = dict([self.plan]) if self.plan else {}
        changes = (*self.changes, *further)
        return load(self.source, self.choice, changes=changes, plans=plans, tell_warnings=tell_warnings)


def alternatives(sources: Sequence[str], ground: Choice, asked: Asked) -> tuple[Alternative, ...]:
    """Return what is to be compared.

    Raises: UsageError when that is not said, or said in two ways at once.
    """
    kinds = [*(["several files"] if len(sources) > 1 else []), *asked.kinds]
    if len(kinds) != 1:
        said = f"{' and '.join(kinds)} cannot be used together" if kinds else "nothing to compare it with"
        raise UsageError(f"{said}; give two files, or one with --variants, --against, --plan or --inject")
    if len(sources) > 1:
        made = [Alternative(name=name, source=source, choice=ground) for name, source in _named(sources).items()]
    else:
        made = _of_one(Alternative(name=AS_WRITTEN, source=sources[0], choice=ground), asked)
    names = [one.name for one in made]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{name} is there twice; each alternative once")
    return tuple(made)


def _named(sources: Sequence[str]) -> dict[str, str]:
    """Return files by a name that tells them apart: without folder and ending where that is enough."""
    short = [Path(source).stem for source in sources]
    found: dict[str, str] = {}
    for source, name in zip(sources, short, strict=True):
        known = name if short.count(name) == 1 else source
        if known in found:
            raise UsageError(f"{source} is there twice; compare a file with another one")
        found[known] = source
    return found


def _of_one(base: Alternative, asked: Asked) -> list[Alternative]:
    """Return the alternatives to one file."""
    if asked.variants:
        names = [name.strip() for name in asked.variants.split(",") if name.strip()]
        return _with_base(base, [replace(base, name=name, choice=_on(base.choice, name)) for name in names])
    if asked.plans:
        files = [(side, Path(file)) for side, file in pairs("--plan", "SIDE=FILE", asked.plans)]
        several = len({side for side, _ in files}) > 1
        named = [(f"{side}: {path.stem}" if several else path.stem, (side, path)) for side, path in files]
        return _with_base(base, [replace(base, name=name, plan=plan) for name, plan in named])
    if asked.injects:
        happening = [replace(base.choice, injects=(name,)) for name in asked.injects]
        changed = [replace(base, name=f"with {one.injects[0]}", choice=one) for one in happening]
        return [replace(base, name="without"), *changed]
    knobs = _Knobs(base)
    return [base, *(replace(base, name=text.strip(), changes=tuple(knobs.changes(text))) for text in asked.against)]


def _with_base(base: Alternative, made: list[Alternative]) -> list[Alternative]:
    """Return alternatives; a single one stands beside the file as it is."""
    return made if len(made) > 1 else [base, *made]


def _on(ground: Choice, variant: str) -> Choice:
    if ground.variant is not None:
        raise UsageError(f"--variant {ground.variant} and --variants cannot be used together; keep one of them")
    return replace(ground, variant=variant)


class _Knobs:
    """Reads `knob=value; path=value`; the scenario is loaded when the first knob is named."""

    __slots__ = ("_base", "_loaded")

    def __init__(self, base: Alternative) -> None:
        self._base = base
        self._loaded: Loaded | None = None

    def changes(self, text: str) -> list[Change]:
        words = [word for word in text.split(";") if word.strip()]
        found: list[Change] = []
        for name, value in pairs("--against", "SETTING=VALUE, such as leash=40", words):
            found += [(name, value)] if "." in name else self._turned(name, value)
        if not found:
            raise UsageError(f"--against {text!r}: expected SETTING=VALUE, such as leash=40")
        return found

    def _turned(self, knob: str, value: str) -> list[Change]:
        from sim.scenario import knob_overrides

        self._loaded = self._loaded or self._base.loaded(tell_warnings=False)
        return list(knob_overrides(self._loaded.scenario, knob, value).items())


# Worlds.


def in_worlds(made: Sequence[Alternative], seed: int) -> dict[str, Callable[[int], Loaded]]:
    """Return how each alternative is loaded in a world, where all numbers differ that the alternatives share."""
    from sim.scenario import world_overrides

    plain = [one.loaded(tell_warnings=False) for one in made]

    def drawn(world: int, compared: Sequence[str]) -> list[dict[str, float]]:
        return [dict(world_overrides(one.scenario, world, seed, except_paths=compared)) for one in plain]

    compared = _unlike(drawn(1, ()), plain)

    @functools.cache
    def changes(world: int) -> list[dict[str, float]]:
        everywhere = drawn(world, compared)
        unlike = _unlike(everywhere, plain)  # a number that is fitted to one that is compared
        return [{path: value for path, value in one.items() if path not in unlike} for one in everywhere]

    def maker(place: int) -> Callable[[int], Loaded]:
        return lambda world: made[place].loaded([*changes(world)[place].items()], tell_warnings=False)

    return {one.name: maker(place) for place, one in enumerate(made)}


def _unlike(worlds: Sequence[Mapping[str, object]], plain: Sequence[Loaded]) -> list[str]:
    """Return the settings that are not the same in all alternatives that have them: a world leaves those alone."""
    paths = dict.fromkeys(path for world in worlds for path in world)
    return [path for path in paths if not _is_shared(path, worlds, plain)]


def _is_shared(path: str, worlds: Sequence[Mapping[str, object]], plain: Sequence[Loaded]) -> bool:
    values = [world[path] for world in worlds if path in world]
    there = [found for loaded in plain if (found := _at(loaded.resolved, path)) is not _MISSING]
    return all(value == values[0] for value in values) and all(found == there[0] for found in there)


def _at(content: Mapping[str, Any], path: str) -> object:
    node: Any = content
    for word in path.split("."):
        if not isinstance(node, Mapping) or word not in node:
            return _MISSING
        node = node[word]
    return node
