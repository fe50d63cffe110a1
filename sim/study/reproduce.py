"""Asking a finished study again: are its files as they were written, and do its trials come out the same here and now?

A few trials drawn by chance are played again from the manifest alone and their lines compared with those on disk. Who
runs another version of the program, or has edited the scenario since, is told so: then other lines are no damage.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.base.chance import Chance
from sim.base.errors import SortieError
from sim.scenario import Loaded, canonical_text, load_text
from sim.study.files import changed_files
from sim.study.identity import model_digest
from sim.study.jobs import Chunk
from sim.study.manifest import Manifest, Played, read_manifest
from sim.study.store import RunFolder
from sim.study.table import stored_line
from sim.study.worker import Model, Outcome, Work, play_chunk, standard_model

REPLAYED: Final = 20

_CHOICES: Final = ("variants", "knobs", "plans", "lesson")

Reload = Callable[[str], Loaded | None]
"""Gives the scenario of that name as it is on disk today; None when there is none."""


class Verdict(enum.Enum):
    """What became of a study that was asked again."""

    SAME = "same"
    OTHER_PROGRAM = "other_program"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One trial played again: whether its line came out as it is stored."""

    point: int
    trial: int
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """What asking again showed. `notes` say in words what changed: files, program, scenario.

    `is_intact` tells whether every file is as it was written.
    """

    manifest: Manifest
    replayed: tuple[Replayed, ...]
    notes: tuple[str, ...]
    is_same_program: bool
    is_intact: bool

    @property
    def differing(self) -> tuple[Replayed, ...]:
        """The trials that came out otherwise."""
        return tuple(one for one in self.replayed if not one.is_same)

    @property
    def verdict(self) -> Verdict:
        """The same; or different, by another program or without that excuse."""
        if not self.differing:
            return Verdict.SAME
        return Verdict.DIFFERENT if self.is_same_program else Verdict.OTHER_PROGRAM


def reproduce(
    path: Path, *, trials: int = REPLAYED, draw: int = 0, reload: Reload | None = None, model: Model | None = None
) -> Reproduction:
    """Play some trials of a folder again and compare; `draw` chooses which.

    Raises: ResultsError when the folder holds no results that can be trusted; TrialError when a trial fails.
    """
    manifest = read_manifest(path)
    model = model or standard_model()
    folder = RunFolder(path, manifest.id)
    stored = [folder.contents(point, manifest.planned) for point in range(len(manifest.points))]
    notes = [*changed_files(path, manifest.files), *(told for one in stored for told in one.damaged.values())]
    is_intact = not notes
    is_same_program = manifest.model_sha256 == model_digest()
    if not is_same_program:
        notes.append(
            f"the program's model is not the one that wrote this (it was version {manifest.program}): trials may "
            "rightly come out otherwise"
        )
    replayed = []
    loaded: dict[int, Loaded] = {}
    for point, trial in _drawn(manifest, trials, draw):
        line = stored_line(folder, stored[point], trial)
        if line is None or f",{Outcome.CRASHED.value}," in line:
            continue
        if point not in loaded:
            loaded[point] = load_text(_playable(manifest.points[point]))
        work = Work(scenario=loaded[point].scenario, seed=manifest.seed, model=model)
        again = play_chunk(work, Chunk(trial, 1, point)).body.rstrip("\n")
        replayed.append(Replayed(point=point, trial=trial, is_same=again == line))
    if reload is not None:
        notes.extend(_scenario_notes(manifest, reload))
    return Reproduction(
        manifest=manifest,
        replayed=tuple(replayed),
        notes=tuple(notes),
        is_same_program=is_same_program,
        is_intact=is_intact,
    )


def _playable(played: Played) -> str:
    """Return the text of what was played, without the choices it still offers: they may be about what it left out."""
    return canonical_text({key: part for key, part in played.resolved.items() if key not in _CHOICES})


def _drawn(manifest: Manifest, trials: int, draw: int) -> list[tuple[int, int]]:
    """Return places of trials, each point and trial as likely as any other; none twice."""
    luck = Chance(draw, 0).trial(0)
    total = len(manifest.points) * manifest.planned
    if total <= trials:
        chosen = list(range(total))
    else:
        drawn: dict[int, None] = {}
        while len(drawn) < trials:
            drawn[luck.index(f"reproduce/{manifest.id}", total)] = None
        chosen = sorted(drawn)
    return [divmod(place, manifest.planned) for place in chosen]


def _scenario_notes(manifest: Manifest, reload: Reload) -> list[str]:
    """Say when the scenario of that name is no longer the one that was played; a plain run's point is the file."""
    (first, *others) = manifest.points
    if others or first.name:
        return []
    try:
        today = reload(manifest.name)
    except SortieError as error:
        return [f"the scenario {manifest.name} of today cannot be read: {str(error).splitlines()[0]}"]
    if today is None or today.resolved == first.resolved:
        return []
    return [f"the scenario {manifest.name} of today is not the one that was played: its settings differ"]
