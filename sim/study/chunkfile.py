"""The text of one chunk on disk: a head that says whose it is, the rows, and a digest of all that.

    # sortie chunk 1, run 0123456789, point 0, trials 64 to 95
    64,finished,1,2,0.5
    ...
    # sha256 9f86d081...

A file that was cut, flipped, moved from another run, or holds other trials than its head says is refused by name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from sim.base.errors import ResultsError
from sim.study.identity import sha256
from sim.study.jobs import Chunk

_VERSION: Final = 1
_HEAD: Final = re.compile(r"# sortie chunk (\d+), run ([0-9a-f]+), point (\d+), trials (\d+) to (\d+)")
_TAIL: Final = "# sha256 "


class Kept(NamedTuple):
    """The rows of one chunk file: lines without line ends, in order of trial."""

    chunk: Chunk
    lines: list[str]


def file_name(chunk: Chunk) -> str:
    """Return the name of a chunk's file; names sort like trials."""
    return f"{chunk.first:08d}-{chunk.end - 1:08d}.csv"


def encoded(run: str, chunk: Chunk, body: str) -> bytes:
    """Return the bytes of a chunk's file; `body` is its lines, each with a line end."""
    head = f"# sortie chunk {_VERSION}, run {run}, point {chunk.point}, trials {chunk.first} to {chunk.end - 1}\n"
    text = f"{head}{body}".encode()
    return text + f"{_TAIL}{sha256(text)}\n".encode()


def read_chunk(path: Path, run: str, point: int) -> Kept:
    """Return the rows of a chunk's file.

    Raises: ResultsError naming the file when it cannot be trusted.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ResultsError(f"chunk file {path.name} cannot be read: {error.strerror or error}") from error
    text, mark, digest = content.rpartition(_TAIL.encode())
    if not mark or digest != f"{sha256(text)}\n".encode():
        raise ResultsError(f"chunk file {path.name} is damaged: its digest does not match")
    head, *lines = text.decode().splitlines()
    found = _HEAD.fullmatch(head)
    if found is None or int(found[1]) != _VERSION:
        raise ResultsError(f"chunk file {path.name} is damaged or of another version: its first line is {head[:80]!r}")
    first, last = int(found[4]), int(found[5])
    if (found[2], int(found[3])) != (run, point):
        raise ResultsError(f"chunk file {path.name} belongs to run {found[2]}, point {found[3]}")
    if len(lines) != last - first + 1:
        raise ResultsError(f"chunk file {path.name} is damaged: it has {len(lines)} rows for trials {first} to {last}")
    return Kept(Chunk(first, last - first + 1, point), lines)
