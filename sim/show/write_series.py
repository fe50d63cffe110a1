"""Writes the figures and the page of a study of several design points into its folder, and says what it wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sim.base.errors import ResultsError
from sim.show import verdict
from sim.show.catalogue import COMPARE_FIGURES, PLAY_FIGURES, SWEEP_FIGURES, WORLDS_FIGURES
from sim.show.scale import scale_of
from sim.show.sections import differences, effects, flipped, in_each_world, pairings, points
from sim.show.study_pages import estimates_section, series_page, settings_section, title_of
from sim.show.style import Picture, Saved, house_style, save, write_whole
from sim.show.text import counted
from sim.show.wording.common import name_of

if TYPE_CHECKING:
    from sim.study.compare import Comparison
    from sim.study.study import Series
    from sim.study.sweep import Sweep
    from sim.study.tournament import Tournament
    from sim.study.worlds import Worlds

PAGE: Final = "report.html"
_FORMATS: Final = ("png", "svg")

Data = TypeVar("Data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the page, and every file with it, each by its path."""

    page: Path
    files: tuple[Path, ...]


def write_comparison(
    comparison: Comparison, *, notes: Sequence[str] = (), formats: Sequence[str] = _FORMATS
) -> Written:
    """Write the figures and the page of a comparison into its folder; `notes` are said after its own words.

    Raises: UsageError for an unknown format, ResultsError when the folder cannot be written.
    """
    c = comparison
    pictures = _draw(c.series, COMPARE_FIGURES, c, formats)
    sections = [
        ("Differences", list(differences(c))),
        ("Trials that flipped", list(flipped(c))),
        estimates_section(c.series.studies, c.names),
        settings_section(c.series.studies, c.names),
    ]
    words = [*verdict.comparison_words(c), *notes]
    what = f"{counted(len(c.names), 'alternative')} compared"
    if len(c.names) == 2:
        what = f"{name_of(c.names[1], 40)} against {name_of(c.names[0], 40)}"
    title = title_of(c.series, what)
    return _finish(c.series, series_page(c.series, title, words=words, pictures=pictures, sections=sections), pictures)


def write_worlds(worlds: Sequence[Worlds], *, notes: Sequence[str] = (), formats: Sequence[str] = _FORMATS) -> Written:
    """Write the figures and the page of a comparison in many worlds; one figure an alternative.

    Raises: UsageError for an unknown format or without a result, ResultsError when the folder cannot be written.
    """
    series = worlds[0].series
    pictures = [
        picture
        for number, one in enumerate(worlds, start=1)
        for picture in _draw(series, WORLDS_FIGURES, one, formats, mark="" if number == 1 else f"-{number}")
    ]
    words = [sentence for one in worlds for sentence in verdict.worlds_words(one)]
    count = len(worlds) + 1
    names = [worlds[0].first, *(one.second for one in worlds)]
    sections = [
        *(in_each_world(one) for one in worlds),
        settings_section(series.studies[:count], names, heading="Settings that differ between alternatives"),
        settings_section(series.studies[::count], [""] * len(worlds[0].worlds), heading="Varied from world to world"),
    ]
    title = title_of(series, f"{counted(len(worlds[0].worlds), 'world')}")
    page = series_page(series, title, words=[*words, *notes], pictures=pictures, sections=sections)
    return _finish(series, page, pictures)


def write_sweep(sweep: Sweep, *, notes: Sequence[str] = (), formats: Sequence[str] = _FORMATS) -> Written:
    """Write the figures and the page of a sweep.

    Raises: UsageError for an unknown format, ResultsError when the folder cannot be written.
    """
    s = sweep
    pictures = _draw(s.series, SWEEP_FIGURES, s, formats)
    sections = [
        ("Effects", list(effects(s))),
        ("Every point", list(points(s))),
        settings_section(s.series.studies, [study.variant for study in s.series]),
    ]
    words = [*verdict.sweep_words(s), *notes]
    title = title_of(s.series, f"{scale_of(s.metric).title} over {counted(len(s.factors), 'factor')}")
    return _finish(s.series, series_page(s.series, title, words=words, pictures=pictures, sections=sections), pictures)


def write_tournament(
    tournament: Tournament, *, notes: Sequence[str] = (), formats: Sequence[str] = _FORMATS
) -> Written:
    """Write the figures and the page of plans against plans.

    Raises: UsageError for an unknown format, ResultsError when the folder cannot be written.
    """
    t = tournament
    pictures = _draw(t.series, PLAY_FIGURES, t, formats)
    sections = [
        ("Every pairing", list(pairings(t))),
        settings_section(t.series.studies, [study.variant for study in t.series]),
    ]
    words = [*verdict.tournament_words(t), *notes]
    title = title_of(t.series, "Plan against plan")
    return _finish(t.series, series_page(t.series, title, words=words, pictures=pictures, sections=sections), pictures)


def _draw(
    series: Series, figures: Mapping[str, Callable[[Data], Picture]], data: Data, formats: Sequence[str], mark: str = ""
) -> list[Saved]:
    folder = series.folder / "figures"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with house_style():
            return [save(_named(draw(data), mark), folder, formats) for draw in figures.values()]
    except OSError as error:
        raise ResultsError(f"figures cannot be written to {folder}: {error}") from error


def _named(picture: Picture, mark: str) -> Picture:
    return replace(picture, name=picture.name + mark) if mark else picture


def _finish(series: Series, page: str, pictures: Iterable[Saved]) -> Written:
    path = series.folder / PAGE
    try:
        write_whole(path, page.encode())
    except OSError as error:
        raise ResultsError(f"{path} cannot be written: {error}") from error
    return Written(page=path, files=(path, *(file for picture in pictures for file in picture.paths.values())))
