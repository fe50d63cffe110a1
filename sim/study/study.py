"""The results of one run: read back from its folder, always, with estimates and what stands beside them.

So a run that was just played, one resumed and one loaded are the same run. How trials get into the folder is told
in `run`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sim.stats import Estimate
from sim.study.files import write_file
from sim.study.manifest import Manifest, RunStatus, read_manifest, write_manifest
from sim.study.store import POINT, Contents, RunFolder
from sim.study.summary import Counts, Line, Statistic, Summary, summarise, summary_csv, summary_json
from sim.study.table import Array, Table, read_table, write_table
from sim.study.worker import Column

_MAIN: Final = (Statistic.SHARE, Statistic.MEAN, Statistic.RATIO)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """The results of one run.

    Shapes: `table` holds `trial`, `status` and every metric, each with one value per trial that has a row, in order
    of trial; a metric is nan where undefined.
    """

    folder: Path
    manifest: Manifest
    table: dict[str, Array]
    counts: Counts
    lines: tuple[Line, ...]
    bounds: dict[str, tuple[float, float]]
    verdict_allowed: bool
    warnings: tuple[str, ...]

    @property
    def scenario(self) -> dict[str, Any]:
        """The resolved scenario as plain mappings."""
        return self.manifest.resolved

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.manifest.name

    @property
    def variant(self) -> str:
        """The variant played; empty for the file as it stands."""
        return self.manifest.variant

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
        """How far the run got."""
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


def load_study(path: Path) -> Study:
    """Return the results of a run from its folder. Damaged chunks are named in the warnings and left out.

    Raises: ResultsError when the folder is not that of a run, or its manifest is damaged.
    """
    manifest = read_manifest(path)
    folder = RunFolder(path, manifest.id)
    if manifest.status in (RunStatus.PLANNED, RunStatus.RUNNING) and not folder.is_being_written():
        manifest = replace(manifest, status=RunStatus.INTERRUPTED)
    contents = folder.contents(manifest.planned)
    table = read_table(folder, contents, manifest.columns)
    return _study(folder, manifest, table, contents)


def finish_study(folder: RunFolder, manifest: Manifest) -> Study:
    """Read everything back, write tables and summary, and last the manifest that vouches for them."""
    contents = folder.contents(manifest.planned)
    columns, variant = manifest.columns, manifest.variant
    table, trials_sha256 = write_table(folder, contents, columns, path=folder.path / "trials.csv", variant=variant)
    summary = summarise(table, columns, manifest.planned)
    files = {
        "trials.csv": trials_sha256,
        "points.csv": write_file(folder.path / "points.csv", f"point,variant\n{POINT},{variant}\n".encode()),
        "summary.csv": write_file(folder.path / "summary.csv", summary_csv(summary.lines, variant)),
        "summary.json": write_file(folder.path / "summary.json", summary_json(summary, variant)),
    }
    counts = summary.counts
    if manifest.status is RunStatus.COMPLETE and (counts.crashed or counts.done < counts.asked):
        manifest = replace(manifest, status=RunStatus.PARTIAL)
    manifest = replace(
        manifest,
        finished=counts.finished,
        aborted=counts.aborted,
        crashed=counts.crashed,
        files=files,
        warnings=summary.warnings,
    )
    write_manifest(folder.path, manifest)
    return _study(folder, manifest, table, contents, summary)


def _study(
    folder: RunFolder, manifest: Manifest, table: Table, contents: Contents, summary: Summary | None = None
) -> Study:
    summary = summary or summarise(table, manifest.columns, manifest.planned)
    return Study(
        folder=folder.path,
        manifest=manifest,
        table=table.columns,
        counts=summary.counts,
        lines=summary.lines,
        bounds=summary.bounds,
        verdict_allowed=summary.verdict_allowed,
        warnings=(*summary.warnings, *contents.damaged.values()),
    )
