"""Draws figures and writes them into a folder, one at a time, so that only one is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.base.errors import ResultsError
from sim.show.catalogue import FIGURES, PLAN_FIGURES
from sim.show.context import Context
from sim.show.evidence import plan_context, study_context
from sim.show.style import Saved, house_style, save

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.study import Study

_FORMATS: Final = ("png", "svg")


def write_figures(study: Study, loaded: Loaded, folder: Path, *, formats: Sequence[str] = _FORMATS) -> list[Saved]:
    """Draw every figure of a study into `folder/figures`.

    Raises: UsageError for an unknown format, ResultsError when the folder cannot be written.
    """
    return _write(study_context(study, loaded), FIGURES, folder / "figures", formats)


def write_plan(loaded: Loaded, folder: Path, *, formats: Sequence[str] = _FORMATS) -> list[Path]:
    """Draw the plan, before any trial, into the folder; return the files.

    Raises: UsageError for an unknown format, ResultsError when the folder cannot be written.
    """
    saved = _write(plan_context(loaded), PLAN_FIGURES, folder, formats)
    return [path for one in saved for path in one.paths.values()]


def _write(context: Context, names: Iterable[str], folder: Path, formats: Sequence[str]) -> list[Saved]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with house_style():
            return [save(FIGURES[name](context), folder, formats) for name in names]
    except OSError as error:
        raise ResultsError(f"figures cannot be written to {folder}: {error}") from error
