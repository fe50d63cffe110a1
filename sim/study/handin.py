"""Hand-ins of a class: folders and zip bundles with plans and predictions, read as strictly as if a stranger sent them.

A hand-in holds `plan.yaml` or `plan-SIDE.yaml`, and `prediction.yaml`; at least one of them. Nothing is ever unpacked
onto the disk: what is wanted is read from the archive, up to a limit, and everything else in it is left where it is.
"""

from __future__ import annotations

import io
import json
import math
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from sim.base.errors import ResultsError, UsageError
from sim.measure import METRICS
from sim.scenario.faults import Faults
from sim.scenario.nodes import Leaf
from sim.scenario.reader import MOST_BYTES, read_bytes
from sim.study.ask import StudyKind
from sim.study.files import changed_files
from sim.study.manifest import NAME, read_manifest

PREDICTION: Final = "prediction.yaml"
MOST_HAND_INS: Final = 200
MOST_ARCHIVE: Final = 4 * 1024 * 1024
MOST_UNPACKED: Final = 16 * 1024 * 1024
MOST_MEMBERS: Final = 100

_PLAN: Final = re.compile(r"plan(?:-([A-Za-z0-9_-]{1,32}))?\.yaml")
_KEPT: Final = (NAME, "summary.csv")
_MADE_AT: Final = (1980, 1, 1, 0, 0, 0)  # the same bundle has the same bytes
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)


class _RefusedError(Exception):
    """A hand-in that is not taken, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """One hand-in. `plans` gives texts by side, under "" the one that names no side; `scenario` is what a bundle tells.

    `problem` says why it is left out; `notes` what else is to be said of it.
    """

    label: str
    plans: dict[str, str] = field(default_factory=dict)
    predictions: dict[str, float] = field(default_factory=dict)
    scenario: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


def read_hand_ins(folder: Path) -> tuple[HandIn, ...]:
    """Return every hand-in of a folder, in order of name: its sub-folders and zip files.

    Raises: UsageError when it is no folder, or holds none or too many.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name the one that the hand-ins are in")
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and _may_be(path))
    if not 1 <= len(paths) <= MOST_HAND_INS:
        raise UsageError(
            f"{folder} has {len(paths)} hand-ins; 1 to {MOST_HAND_INS} are read, each a folder or a .zip with plan.yaml"
        )
    stems = [path.stem for path in paths]
    return tuple(_read(path, path.stem if stems.count(path.stem) == 1 else path.name) for path in paths)


def _may_be(path: Path) -> bool:
    return path.is_symlink() or path.is_dir() or path.suffix.lower() == ".zip"


def _read(path: Path, name: str) -> HandIn:
    label = "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
    try:
        if path.is_symlink():
            raise _RefusedError("it is a link; hand in the files themselves")
        files = _folder_files(path) if path.is_dir() else _zip_files(path)
        return _hand_in(label, files)
    except _RefusedError as refused:
        return HandIn(label=label, problem=str(refused))


def _hand_in(label: str, files: dict[str, bytes]) -> HandIn:
    plans = {found[1] or "": _text(name, files[name]) for name in sorted(files) if (found := _PLAN.fullmatch(name))}
    predictions, notes = _predictions(files.get(PREDICTION))
    if not plans and not predictions:
        raise _RefusedError("; ".join(notes) or f"it holds neither plan.yaml nor {PREDICTION}")
    scenario = _scenario_of(files.get(NAME, b""))
    return HandIn(label=label, plans=plans, predictions=predictions, notes=notes, scenario=scenario)


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _RefusedError(f"{name} is not a text file in UTF-8") from None


def _predictions(content: bytes | None) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return what is predicted of each metric, and a note for each line that predicts nothing."""
    if content is None:
        return {}, ()
    faults = Faults()
    table = read_bytes(content, PREDICTION, faults)
    notes = [str(fault) for fault in faults.found]
    found: dict[str, float] = {}
    for name, entry in table.entries.items() if table is not None else ():
        value = entry.node.value if isinstance(entry.node, Leaf) else None
        where = f"{PREDICTION}:{entry.mark.line}: {name[:60]}"
        if name not in METRICS:
            hint = faults.near(name, METRICS)
            notes.append(f"{where}: there is no such metric{f' ({hint})' if hint else ''}")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            notes.append(f"{where}: expected a number")
        else:
            found[name] = float(value)
    return found, tuple(notes)


def _scenario_of(content: bytes) -> str:
    """Return the name of the scenario that a bundle's manifest tells; it is a hint, nothing is trusted."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    name = told.get("name") if isinstance(told, dict) else None
    return name if isinstance(name, str) else ""


def _is_wanted(name: str) -> bool:
    return name in (PREDICTION, NAME) or _PLAN.fullmatch(name) is not None


def _limited(name: str, read: Callable[[int], bytes]) -> bytes:
    content = read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES and name != NAME:
        raise _RefusedError(f"{name} is larger than {MOST_BYTES // 1024} KiB")
    return content


def _folder_files(folder: Path) -> dict[str, bytes]:
    files = {}
    try:
        for path in sorted(folder.iterdir()):
            if not _is_wanted(path.name):
                continue
            if not stat.S_ISREG(path.lstat().st_mode):
                raise _RefusedError(f"{path.name} is no ordinary file")
            with path.open("rb") as file:
                files[path.name] = _limited(path.name, file.read)
    except OSError as error:
        raise _RefusedError(f"it cannot be read: {error.strerror or error}") from error
    return files


def _zip_files(path: Path) -> dict[str, bytes]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _RefusedError("it is no ordinary file")
        if path.stat().st_size > MOST_ARCHIVE:
            raise _RefusedError(f"the zip is larger than {MOST_ARCHIVE // 1024 // 1024} MiB")
        with zipfile.ZipFile(path) as archive:
            return _members(archive)
    except _UNREADABLE as error:
        raise _RefusedError(f"it is no zip file that can be read: {str(error)[:100]}") from error


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what is wanted of an archive in which nothing is suspicious."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise _RefusedError(f"the zip holds {len(infos)} files, at most {MOST_MEMBERS} are read")
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise _RefusedError(f"unpacked it would be larger than {MOST_UNPACKED // 1024 // 1024} MiB")
    files: dict[str, bytes] = {}
    for info in infos:
        _check_member(info)
        name = PurePosixPath(info.filename).name
        if info.is_dir() or "__MACOSX" in info.filename or not _is_wanted(name):
            continue
        if name in files:
            raise _RefusedError(f"the zip holds {name} twice")
        with archive.open(info) as file:
            files[name] = _limited(name, file.read)
    return files


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in parts:
        raise _RefusedError(f"the zip holds {shown}, which leads out of its folder")
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _RefusedError(f"the zip holds {shown}, which is a link or no ordinary file")
    if name.lower().endswith(".zip"):
        raise _RefusedError(f"the zip holds {shown}, another zip; hand in plain files")
    if info.flag_bits & 1:
        raise _RefusedError(f"the zip holds {shown}, which needs a password")


# Making one.


def bundle(run: Path, to: Path | None = None) -> Path:
    """Write a hand-in from a run: its plans, predictions, manifest and summary, as one zip; return its path.

    Raises: UsageError when it has nothing to hand in, or the file exists; ResultsError when the run is damaged.
    """
    manifest = read_manifest(run)
    if manifest.kind is not StudyKind.RUN:
        raise UsageError(f"{run} is a {manifest.kind.value}; a hand-in is made from one run")
    if not manifest.plans and not manifest.predictions:
        raise UsageError(
            f"{run} used no plan and no prediction; run it again with --plan SIDE=FILE or --predict M=VALUE"
        )
    changed = changed_files(run, {name: sha256 for name, sha256 in manifest.files.items() if name in _KEPT})
    if changed:
        raise ResultsError(f"{run}: {'; '.join(changed)}")
    files = {f"plan-{side}.yaml": text.encode() for side, text in sorted(manifest.plans.items())}
    if manifest.predictions:
        lines = [f"{metric}: {value!r}\n" for metric, value in sorted(manifest.predictions.items())]
        files[PREDICTION] = "".join(lines).encode()
    files |= {name: (run / name).read_bytes() for name in _KEPT}
    path = to or Path(f"{manifest.name}-{manifest.id}.zip")
    try:
        with path.open("xb") as out:
            out.write(_zipped(files.items()))
    except FileExistsError:
        raise UsageError(f"{path} exists and is not overwritten; name another file with --to") from None
    return path


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, _MADE_AT)
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
