"""`sortie doctor`: the environment at a glance, for whoever has to find out why something fails elsewhere."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

import sim
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.options import format_option
from sim.cli.output import PLAIN, Format, Row, emit_rows

LIBRARIES: Final = ("simpy", "numpy", "matplotlib", "scipy", "pydantic", "PyYAML", "click", "filelock")


@click.command("doctor", cls=SortieCommand)
@format_option(*PLAIN)
def command(form: Format) -> ExitCode:
    """Show versions, cores, fonts and write access.

    Send this along when something fails. The exit code is 1 when something that is needed is missing.
    """
    rows = list(_findings())
    emit_rows(rows, form)
    return ExitCode.OK if all(row["ok"] for row in rows) else ExitCode.FAILED


def _findings() -> Iterator[Row]:
    """Give what was looked at, what was found, and whether that will do."""
    yield _row("Sortie Lab", sim.__version__)
    yield _row("Python", platform.python_version(), ok=sys.version_info >= (3, 11))
    yield _row("platform", f"{platform.system()} {platform.machine()}")
    for library in LIBRARIES:
        version = _version(library)
        yield _row(library, version or "missing: install Sortie Lab again", ok=version is not None)
    fast = _version("PyYAML") is not None and importlib.util.find_spec("yaml._yaml") is not None
    yield _row("YAML in C", "yes" if fast else "no: reading scenarios is slower, nothing else")
    yield _row("cores", str(_cores()))
    yield _scenarios()
    yield _results()
    yield _fonts()


def _row(what: str, found: str, *, ok: bool = True) -> Row:
    return {"what": what, "found": found, "ok": ok}


def _version(library: str) -> str | None:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return None


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _scenarios() -> Row:
    from sim.scenario import list_scenarios

    count = len(list_scenarios())
    return _row("scenarios", str(count) if count else "none found: install Sortie Lab again", ok=count > 0)


def _results() -> Row:
    """Try to write where results go: `./results`, or where that would be made."""
    folder = Path("results")
    try:
        with tempfile.TemporaryFile(dir=folder if folder.is_dir() else Path()):
            return _row("results", f"{folder.absolute()} is writable")
    except OSError as error:
        return _row("results", f"{folder.absolute()}: {error.strerror}; go to another folder or use --out", ok=False)


def _fonts() -> Row:
    """Look for the font that comes with matplotlib; figures use no other."""
    spec = importlib.util.find_spec("matplotlib")
    font = Path(spec.origin).parent / "mpl-data/fonts/ttf/DejaVuSans.ttf" if spec and spec.origin else None
    found = font is not None and font.is_file()
    return _row("font", "DejaVu Sans" if found else "DejaVu Sans is missing: install matplotlib again", ok=found)
