"""The manifest of a study: what was asked, of which scenarios, with which code, and how far it got.

It is written before the first trial. Nothing in it tells of the host or the user; only here are times of day.
"""

from __future__ import annotations

import enum
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from sim.base.errors import ResultsError
from sim.measure import Kind
from sim.scenario import canonical_text
from sim.study.ask import Level, Point, StudyKind
from sim.study.files import file_sha256, write_file
from sim.study.identity import sha256
from sim.study.store import RunFolder
from sim.study.worker import Column

SCHEMA: Final = 2
NAME: Final = "manifest.json"
_LIBRARIES: Final = ("numpy", "simpy", "scipy", "pydantic", "PyYAML")


class RunStatus(enum.Enum):
    """How far a run got."""

    PLANNED = "planned"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    COMPLETE = "complete"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What was played at one design point: `text` is the file as it was, `resolved` the scenario in SI, in full."""

    name: str
    title: str
    levels: dict[str, Level]
    text: str
    resolved: dict[str, Any]

    @classmethod
    def of(cls, point: Point) -> Played:
        """Take note of a design point."""
        loaded = point.loaded
        return cls(
            name=point.name,
            title=loaded.scenario.title,
            levels=dict(point.levels),
            text=loaded.text,
            resolved=loaded.resolved,
        )

    @property
    def resolved_text(self) -> str:
        """The resolved scenario as the YAML that `sortie check --resolved` prints."""
        return canonical_text(self.resolved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a study's folder says about itself.

    `planned` is the number of trials asked for last of each point; the counts are of those, over all points. Times
    are UTC. `files` gives the SHA-256 of each file beside the chunks, which carry their own. `plans` holds the text of
    each side's plan file, `predictions` what was expected of a metric before it was played.
    """

    id: str
    kind: StudyKind
    name: str
    status: RunStatus
    seed: int
    scheme: str
    model_sha256: str
    planned: int
    finished: int = 0
    aborted: int = 0
    crashed: int = 0
    points: tuple[Played, ...]
    columns: tuple[Column, ...]
    program: str
    python: str = field(default_factory=platform.python_version)
    libraries: dict[str, str] = field(default_factory=lambda: library_versions())
    started: str = field(default_factory=lambda: now())
    updated: str = field(default_factory=lambda: now())
    files: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    plans: dict[str, str] = field(default_factory=dict)
    predictions: dict[str, float] = field(default_factory=dict)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        **asdict(manifest),
        "updated": now(),
        "kind": manifest.kind.value,
        "status": manifest.status.value,
        "seed": str(manifest.seed),  # text, because JSON readers round numbers beyond 2^53
        "columns": [{"name": c.name, "unit": c.unit, "kind": c.kind.value} for c in manifest.columns],
    }
    for point, played in zip(content["points"], manifest.points, strict=True):
        point["scenario_sha256"] = sha256(played.text.encode())
        point["resolved_sha256"] = sha256(played.resolved_text.encode())
    content["sha256"] = _digest(content)
    write_file(folder / NAME, (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())


def vouch_for(folder: Path, paths: Iterable[Path]) -> None:
    """Add the digests of files that were made after the study, such as figures, to the manifest of their folder.

    A folder that somebody else is writing to again is left alone: its next manifest vouches for what it makes.

    Raises: OSError when a file cannot be read, ResultsError when the manifest can be neither read nor written.
    """
    found = {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}
    with RunFolder(folder, read_manifest(folder).id).if_free() as is_free:
        if is_free:
            manifest = read_manifest(folder)
            write_manifest(folder, replace(manifest, files=manifest.files | found))


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder.

    Raises: ResultsError when there is none, or when it cannot be trusted.
    """
    path = folder / NAME
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ResultsError(f"{folder} is no results folder: it has no {NAME}") from error
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(content, dict) or content.pop("sha256", None) != _digest(content):
        raise _damaged(path)
    if content.pop("schema") != SCHEMA:
        raise ResultsError(f"{path} was written by another version of Sortie Lab; ask for the run again")
    for point in content["points"]:
        for derived in ("scenario_sha256", "resolved_sha256"):
            point.pop(derived)
    return Manifest(
        **content
        | {
            "kind": StudyKind(content["kind"]),
            "points": tuple(Played(**point) for point in content["points"]),
            "status": RunStatus(content["status"]),
            "seed": int(content["seed"]),
            "columns": tuple(Column(c["name"], c["unit"], Kind(c["kind"])) for c in content["columns"]),
            "warnings": tuple(content["warnings"]),
        }
    )


def library_versions() -> dict[str, str]:
    """Return the versions of what results can depend on."""
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "not installed"
    return versions


def now() -> str:
    """Return the time of day in UTC; fixed width, so that it sorts."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _digest(content: dict[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True, allow_nan=False).encode())


def _damaged(path: Path) -> ResultsError:
    return ResultsError(f"{path} is damaged; ask for the run again: its trials are kept and the manifest is made anew")
