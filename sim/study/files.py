"""Writing files so that a reader never sees half of one: temporary file, fsync, rename."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sim.base.errors import ResultsError


class Writing:
    """A file being written, whose digest is known at the end."""

    __slots__ = ("_digest", "_file")

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, content: bytes) -> None:
        """Append some bytes."""
        self._file.write(content)
        self._digest.update(content)

    @property
    def sha256(self) -> str:
        """Digest of what was written so far."""
        return self._digest.hexdigest()


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Writing]:
    """Write a file that takes its name only when it is complete and on disk.

    Raises: ResultsError when the disk refuses; what was there before is untouched.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield Writing(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        _sync_folder(path.parent)
    except OSError as error:
        _drop(part)
        raise cannot_write(path, error) from error
    except BaseException:
        _drop(part)
        raise


def write_file(path: Path, content: bytes) -> str:
    """Write a whole file at once; return its digest."""
    with replacing(path) as file:
        file.write(content)
    return file.sha256


def changed_files(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return a sentence for each file of a folder that is gone, or whose SHA-256 is not the one given."""
    told = []
    for name, sha256 in files.items():
        try:
            is_same = file_sha256(folder / name) == sha256
        except OSError as error:
            told.append(f"{name} cannot be read: {error.strerror or error}")
            continue
        if not is_same:
            told.append(f"{name} is damaged or was changed after it was written; asking for the same again remakes it")
    return told


def file_sha256(path: Path) -> str:
    """Return the digest of a file. Raises: OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises: ResultsError when that is not possible.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> ResultsError:
    """Return the error that says what could not be written, why, and what to try."""
    return ResultsError(f"cannot write {path}: {error.strerror or error}; free the place or name another with --out")


def _drop(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle of a folder to sync
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
