"""Where scenarios live: the folder that ships with the program, and what a name or path given by a user means.

Nothing here looks inside a file. `extends` and archetypes never leave the folders named here.
"""

from __future__ import annotations

import re
import stat
from functools import cache
from pathlib import Path
from typing import Final

from sim.scenario import names
from sim.scenario.faults import Faults, shown
from sim.scenario.nodes import Mark
from sim.scenario.reader import MOST_BYTES

_LONGEST_PLACE: Final = 160


@cache
def scenarios_folder() -> Path:
    """Return the folder of scenarios: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def library_folder() -> Path:
    """Return the folder of archetypes."""
    return scenarios_folder() / "library"


def scenario_names() -> tuple[str, ...]:
    """Return the names of all scenarios that ship with the program, in order."""
    return tuple(sorted(path.stem for path in scenarios_folder().glob("*.yaml")))


def archetype_names() -> tuple[str, ...]:
    """Return the names of all archetypes, in order."""
    return tuple(sorted(path.stem for path in library_folder().glob("*.yaml")))


def is_bare(source: str) -> bool:
    """Tell whether a source is a bare name, to be found in the folder of scenarios."""
    return re.fullmatch(r"[A-Za-z0-9_-]+", source) is not None


def path_of(source: str | Path, faults: Faults) -> Path | None:
    """Return the file that a user means; None, with a fault noted, when there is none.

    A bare name is found in the folder of scenarios; everything else is a path.
    """
    text = str(source)
    if "\0" in text or not text.strip():
        faults.add(Mark(shown(text)), "", "is not the name of a file", "give a path such as my.yaml")
        return None
    path = Path(source)
    if is_bare(text) and not (isinstance(source, Path) and path.is_file()):
        shipped = scenarios_folder() / f"{text}.yaml"
        if shipped.is_file():
            return shipped
        faults.add(Mark(text), "", "there is no such scenario", _absent_hint(text, faults))
        return None
    return path


def _absent_hint(name: str, faults: Faults) -> str:
    for beside in (Path(name), Path(f"{name}.yaml")):
        try:
            if beside.is_file():
                return f"to read the file in this folder, write ./{beside}"
        except OSError:
            return ""
    near = faults.near(name, scenario_names())
    return near or f"`sortie scenarios` lists them: {', '.join(scenario_names()[:8])}"


def read_file(path: Path, place: str, faults: Faults) -> bytes | None:
    """Return a file's bytes, at most one more than the limit; None, with a fault noted, when it cannot be read."""
    mark = Mark(place)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            faults.add(mark, "", "this is a folder, not a scenario file", "name a .yaml file in it")
            return None
        if not stat.S_ISREG(mode):
            faults.add(mark, "", "this is not an ordinary file", "name a .yaml file")
            return None
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        near = faults.near(path.name, _yaml_beside(path))
        faults.add(mark, "", "there is no such file", near or "`sortie scenarios` lists those that ship with sortie")
    except PermissionError:
        faults.add(mark, "", "this file may not be read", "ask its owner for permission to read it")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the path is not valid"
        faults.add(mark, "", f"this file cannot be read: {reason}", "name a .yaml file")
    return None


def _yaml_beside(path: Path) -> list[str]:
    try:
        return [other.name for _, other in zip(range(200), path.parent.glob("*.y*ml"), strict=False)]
    except OSError:
        return []


def place_of(path: Path) -> str:
    """Return how messages name a file: relative to the current folder when it is inside it, and on one line."""
    try:
        place = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # elsewhere, or a ring of links
        place = str(path)
    clean = "".join(letter if letter.isprintable() else "?" for letter in place)
    return clean if len(clean) <= _LONGEST_PLACE else f"...{clean[3 - _LONGEST_PLACE :]}"


def extended_path(name: str, beside: Path | None, mark: Mark, faults: Faults, *, key: str = "extends") -> Path | None:
    """Return the file that `extends`, or another key, names; None, with a fault noted, when it may not be used.

    A bare name is found in the folder of scenarios only; `./x.yaml` in the file's own folder only.
    """
    if beside is None:
        rule = "`extends` cannot be used in text that is not a file"
        faults.add(mark, key, rule, "save it as a file, or copy the settings in")
        return None
    if names.is_scenario(name):
        path = scenarios_folder() / f"{name}.yaml"
        if not path.is_file():
            hint = faults.near(name, scenario_names()) or f"for a file in the same folder write ./{name}.yaml"
            faults.add(mark, key, f"there is no scenario {shown(name)}", hint)
            return None
        return path
    own = re.fullmatch(r"\./([A-Za-z0-9_][A-Za-z0-9._-]{0,127}\.ya?ml)", name)
    if own is None:
        hint = "write the bare name of a scenario, or ./x.yaml for a file in the same folder"
        faults.add(mark, key, f"cannot {'extend' if key == 'extends' else 'use'} {shown(name)}", hint)
        return None
    path = beside / own[1]
    folder = beside.resolve()
    if path.exists() and path.resolve().parent != folder:
        hint = "copy the file into the same folder"
        faults.add(mark, key, f"{shown(name)} is a link that leads out of its folder", hint)
        return None
    if not path.is_file():
        hint = faults.near(own[1], _yaml_beside(path))
        faults.add(mark, key, f"there is no file {shown(name)} beside this one", hint)
        return None
    return path
