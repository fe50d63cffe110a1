"""`sortie new`: a scenario to start from."""

from __future__ import annotations

from pathlib import Path

import click

from sim.base.errors import UsageError
from sim.cli.command import SortieCommand
from sim.cli.output import emit, note


@click.command("new", cls=SortieCommand)
@click.argument("name")
@click.option(
    "--dir", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where; default: here."
)
def command(name: str, folder: Path) -> None:
    """Write NAME.yaml, a commented scenario to start from. An existing file is never overwritten."""
    from sim.scenario import starter_text
    from sim.scenario.names import is_scenario
    from sim.scenario.places import scenario_names

    if not is_scenario(name):
        raise UsageError(f"{name!r} is no scenario name: use up to 64 of a-z, 0-9 and -, such as my-first")
    if name in scenario_names():
        raise UsageError(f"{name!r} is the name of a scenario that comes with the program; choose another")
    path = folder / f"{name}.yaml"
    text = starter_text(name, name.replace("-", " ").capitalize())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} exists and is not overwritten; choose another name") from None
    emit(str(path))
    note(f"Next: sortie check {path}, sortie plan {path}, sortie run {path}")
