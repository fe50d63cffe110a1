"""The results of a study: read back from its folder, always, with estimates and what stands beside them.

So a study that was just played, one resumed and one loaded are the same. How trials get into the folder is told in
`run`. A `Study` is one design point; a `Series` is all points of a folder, on the same luck.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sim.base.errors import ResultsError
from sim.stats import Estimate
from sim.study.ask import Level, StudyKind
from sim.study.files import changed_files, replacing, write_file
from sim.study.manifest import Manifest, Played, RunStatus, read_manifest, write_manifest
from sim.study.store import Contents, RunFolder
from sim.study.summary import Counts, Line, Statistic, Summary, summarise, summary_csv, summary_json
from sim.study.table import Array, Table, points_csv, read_table, table_head, write_table
from sim.study.worker import Column

_MAIN: Final = (Statistic.SHARE, Statistic.MEAN, Statistic.RATIO)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """The results of one design point.

    Shapes: `table` holds `trial`, `status` and every metric, each with one value per trial that has a row, in order
    of trial; a metric is nan where undefined.
    """

    folder: Path
    manifest: Manifest
    number: int
    table: dict[str, Array]
    counts: Counts
    lines: tuple[Line, ...]
    bounds: dict[str, tuple[float, float]]
    verdict_allowed: bool
    warnings: tuple[str, ...]

    @property
    def played(self) -> Played:
        """What was played."""
        return self.manifest.points[self.number]

    @property
    def scenario(self) -> dict[str, Any]:
        """The resolved scenario as plain mappings."""
        return self.played.resolved

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.manifest.name

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.played.title

    @property
    def variant(self) -> str:
        """What sets the point apart, such as a variant's name; empty for the file as it stands."""
        return self.played.name

    @property
    def levels(self) -> dict[str, Level]:
        """What each factor is set to; empty when no factor is varied."""
        return self.played.levels

    @property
    def seed(self) -> int:
        """The root seed."""
        return self.manifest.seed

    @property
    def asked(self) -> int:
        """Trials asked for."""
        return self.counts.asked

    @property
    def status(self) -> RunStatus:
        """How far the folder's study got."""
        return self.manifest.status

    @property
    def columns(self) -> tuple[Column, ...]:
        """The metrics, in the order of tables."""
        return self.manifest.columns

    @property
    def is_partial(self) -> bool:
        """Whether some trials asked for crashed or are not there."""
        return self.counts.crashed > 0 or self.counts.done < self.counts.asked

    @property
    def estimates(self) -> dict[str, Estimate]:
        """The share or mean of each metric, and the exchange ratio."""
        return {line.metric: line.estimate for line in self.lines if line.statistic in _MAIN}

    def estimate(self, metric: str, statistic: Statistic) -> Estimate:
        """Return one statistic of one metric."""
        return next(e for name, which, _, e in self.lines if (name, which) == (metric, statistic))

    def column(self, metric: str) -> Array:
        """Return the values of a metric over the finished trials where it is defined, in order of trial."""
        values = Table(columns=self.table).finished(metric)
        defined: Array = values[values == values]
        return defined


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """The results of all design points of one folder, in order; every point met the same luck."""

    folder: Path
    manifest: Manifest
    studies: tuple[Study, ...]
    warnings: tuple[str, ...]

    def __iter__(self) -> Iterator[Study]:
        return iter(self.studies)

    def __len__(self) -> int:
        return len(self.studies)

    @property
    def kind(self) -> StudyKind:
        """What the study is for."""
        return self.manifest.kind

    @property
    def is_partial(self) -> bool:
        """Whether some trials asked for crashed or are not there."""
        return any(study.is_partial for study in self.studies)

    @property
    def verdict_allowed(self) -> bool:
        """Whether every point has few enough trials without a result."""
        return all(study.verdict_allowed for study in self.studies)


def load_study(path: Path) -> Study:
    """Return the results of a run from its folder. Damaged chunks are named in the warnings and left out.

    Raises: ResultsError when the folder is not that of a run, or its manifest is damaged.
    """
    series = load_series(path)
    if series.kind is not StudyKind.RUN:
        raise ResultsError(f"{path} holds a {series.kind.value} of {len(series)} design points, not one run")
    return replace(series.studies[0], warnings=series.warnings)


def load_series(path: Path) -> Series:
    """Return the results of every design point of a folder. Damaged files are named in the warnings and left out.

    Raises: ResultsError when the folder holds no results, or its manifest is damaged.
    """
    manifest = read_manifest(path)
    folder = RunFolder(path, manifest.id)
    if manifest.status in (RunStatus.PLANNED, RunStatus.RUNNING) and not folder.is_being_written():
        manifest = replace(manifest, status=RunStatus.INTERRUPTED)
    studies = []
    for number in range(len(manifest.points)):
        contents = folder.contents(number, manifest.planned)
        table = read_table(folder, contents, manifest.columns)
        summary = summarise(table, manifest.columns, manifest.planned)
        studies.append(_study(folder, manifest, number, table, contents, summary))
    series = _series(folder, manifest, studies)
    return replace(series, warnings=(*series.warnings, *changed_files(path, manifest.files)))


def finish_series(folder: RunFolder, manifest: Manifest) -> Series:
    """Read everything back, write tables and summary, and last the manifest that vouches for them."""
    columns, names = manifest.columns, [played.name for played in manifest.points]
    found: list[tuple[Table, Contents, Summary]] = []
    with replacing(folder.path / "trials.csv") as file:
        file.write(table_head(columns))
        for number, name in enumerate(names):
            contents = folder.contents(number, manifest.planned)
            table = write_table(folder, contents, columns, file=file, name=name)
            found.append((table, contents, summarise(table, columns, manifest.planned)))
    summaries = [summary for _, _, summary in found]
    files = {
        "trials.csv": file.sha256,
        "points.csv": write_file(folder.path / "points.csv", points_csv(manifest.points)),
        "summary.csv": write_file(folder.path / "summary.csv", summary_csv(summaries, names)),
        "summary.json": write_file(folder.path / "summary.json", summary_json(summaries, manifest.points)),
    }
    counts = [summary.counts for summary in summaries]
    crashed = sum(one.crashed for one in counts)
    if manifest.status is RunStatus.COMPLETE and (crashed or any(one.done < one.asked for one in counts)):
        manifest = replace(manifest, status=RunStatus.PARTIAL)
    manifest = replace(
        manifest,
        finished=sum(one.finished for one in counts),
        aborted=sum(one.aborted for one in counts),
        crashed=crashed,
        files=files,
    )
    studies = [_study(folder, manifest, number, *parts) for number, parts in enumerate(found)]
    series = _series(folder, manifest, studies)
    write_manifest(folder.path, replace(manifest, warnings=series.warnings))
    return series


def _study(
    folder: RunFolder, manifest: Manifest, number: int, table: Table, contents: Contents, summary: Summary
) -> Study:
    return Study(
        folder=folder.path,
        manifest=manifest,
        number=number,
        table=table.columns,
        counts=summary.counts,
        lines=summary.lines,
        bounds=summary.bounds,
        verdict_allowed=summary.verdict_allowed,
        warnings=(*summary.warnings, *contents.damaged.values()),
    )


def _series(folder: RunFolder, manifest: Manifest, studies: list[Study]) -> Series:
    return Series(folder=folder.path, manifest=manifest, studies=tuple(studies), warnings=_told(studies))


def _told(studies: list[Study]) -> tuple[str, ...]:
    """Return the warnings of all points; of several, each says which point it is about."""
    if len(studies) == 1:
        return studies[0].warnings
    return tuple(f"{study.variant or study.name}: {warning}" for study in studies for warning in study.warnings)
