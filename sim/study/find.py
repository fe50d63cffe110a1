"""Finding a run among the results: by path, by the first digits of its id, or the latest."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.base.errors import ResultsError, UsageError
from sim.study.manifest import NAME, read_manifest

LATEST: Final = "latest"


def find_run(root: Path, spec: str) -> Path:
    """Return the folder of the run that `spec` means: a path, a unique beginning of an id, or `latest`.

    Raises: UsageError when none fits or several do.
    """
    for path in (Path(spec), root / spec):
        if spec and (path / NAME).is_file():
            return path
    runs = sorted(path.parent for path in root.glob(f"*/*-*/{NAME}"))
    if spec == LATEST:
        dated = [(updated, path) for path in runs if (updated := _updated(path))]
        if not dated:
            raise UsageError(f"there is no run under {root} yet; make one with `sortie run`")
        return max(dated)[1]
    fitting = [path for path in runs if spec and path.name.rpartition("-")[2].startswith(spec)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"{path.parent.name}/{path.name}" for path in (fitting or runs)[:5]) or "none"
    problem = f"fits {len(fitting)} runs" if fitting else "is no run"
    raise UsageError(f"{spec!r} {problem} under {root}; give a path, the first digits of an id, or latest ({known})")


def _updated(path: Path) -> str:
    """Return when a run was last written; empty when its manifest cannot be read."""
    try:
        return read_manifest(path).updated
    except ResultsError:
        return ""
