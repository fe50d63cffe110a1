"""The folder of one run: who may write it, its chunks, and which trials it holds.

This owns names and places. What a chunk file holds is told in `chunkfile`, what the manifest says in `manifest`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from sim.base.errors import ResultsError
from sim.study.ask import StudyKind
from sim.study.chunkfile import Kept, encoded, file_name, read_chunk
from sim.study.files import cannot_write, make_folder, write_file
from sim.study.worker import Outcome, Rows

_SAFE_NAME: Final = re.compile(r"[a-z0-9-]{1,64}")
_LOCK: Final = ".lock"
_CRASHED: Final = f",{Outcome.CRASHED.value},"
_NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Which chunk file gives each trial of one design point.

    `owner[k]` is a place in `paths`, or -1; crashed trials are marked beside.
    """

    point: int
    paths: tuple[Path, ...]
    owner: NDArray[np.int32]
    crashed: NDArray[np.bool_]
    damaged: dict[Path, str]

    @property
    def stored(self) -> NDArray[np.bool_]:
        """Which trials have a row."""
        stored: NDArray[np.bool_] = self.owner != _NOBODY
        return stored

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Which trials need not be played: a crashed one is tried again when asked for again."""
        return self.stored & ~self.crashed

    def segments(self) -> Iterator[tuple[Path, int, int]]:
        """Give runs of neighbouring trials in one file, in order of trial: the file, the first, one past the last."""
        edges = np.flatnonzero(np.diff(self.owner)) + 1
        starts = [0, *edges.tolist()] if self.owner.size else []
        for first, end in zip(starts, [*starts[1:], self.owner.size], strict=True):
            if self.owner[first] != _NOBODY:
                yield self.paths[self.owner[first]], first, end


class RunFolder:
    """The folder of one study."""

    __slots__ = ("path", "run")

    def __init__(self, path: Path, run: str) -> None:
        self.path = path
        self.run = run

    @classmethod
    def under(cls, root: Path, name: str, kind: StudyKind, run: str) -> RunFolder:
        """Return the folder of a study of the named scenario under a root.

        Raises: ResultsError when the name could lead out of the root.
        """
        if not _SAFE_NAME.fullmatch(name):
            raise ResultsError(f"{name!r} cannot name a folder; a scenario's name is 1 to 64 of a-z, 0-9 and -")
        return cls(root / name / f"{kind.value}-{run}", run)

    def chunks(self, point: int) -> Path:
        """Return where the chunks of a design point are."""
        return self.path / "chunks" / str(point)

    @contextlib.contextmanager
    def writing(self, points: int) -> Iterator[None]:
        """Make the folder with room for so many design points, and be its only writer.

        Raises: ResultsError at once when another writer is at work, or when the place cannot be written.
        """
        for point in range(points):
            make_folder(self.chunks(point))
        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ResultsError(
                f"{self.path} is being written by another run that asks the same; wait for it to end, "
                "take another --seed, or name another place with --out"
            ) from error
        except OSError as error:
            raise cannot_write(self.path, error) from error
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def if_free(self) -> Iterator[bool]:
        """Be the folder's only writer unless another is at work; tell which."""
        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def is_being_written(self) -> bool:
        """Tell whether a writer is at work; a writer that was killed is not."""
        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        except OSError:
            return False
        lock.release()
        return False

    def keep(self, rows: Rows) -> None:
        """Put the rows of a chunk on disk."""
        chunk = rows.chunk
        write_file(self.chunks(chunk.point) / file_name(chunk), encoded(self.run, chunk, rows.body))

    def read(self, path: Path, point: int) -> Kept:
        """Return the rows of one of a design point's chunk files."""
        return read_chunk(path, self.run, point)

    def contents(self, point: int, trials: int) -> Contents:
        """Return which of a point's first `trials` are there. A damaged file is named, its trials count as missing."""
        paths = tuple(sorted(self.chunks(point).glob("*.csv")))
        owner = np.full(trials, _NOBODY, dtype=np.int32)
        crashed = np.zeros(trials, dtype=np.bool_)
        damaged: dict[Path, str] = {}
        for place, path in enumerate(paths):
            try:
                chunk, lines = self.read(path, point)
            except ResultsError as error:
                damaged[path] = str(error)
                continue
            end = min(chunk.end, trials)
            if end <= chunk.first:
                continue
            fallen = np.fromiter((_CRASHED in line for line in lines[: end - chunk.first]), dtype=np.bool_)
            here = slice(chunk.first, end)
            # Equal rows may be stored twice; one that crashed gives way to one that did not.
            taken = (owner[here] == _NOBODY) | (crashed[here] & ~fallen)
            owner[here][taken] = place
            crashed[here][taken] = fallen[taken]
        return Contents(point=point, paths=paths, owner=owner, crashed=crashed, damaged=damaged)

    def set_damaged_aside(self, contents: Contents) -> None:
        """Rename damaged chunk files, so that they are out of the way and can still be looked at."""
        for path in contents.damaged:
            try:
                path.replace(path.with_suffix(".damaged"))
            except OSError as error:
                raise cannot_write(path, error) from error
