"""Finding a run: by path, by the first digits of its id, or the latest."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import UsageError
from sim.study import Study, find_run, play_study
from tests.study_models import ask, model


@pytest.fixture
def runs(tmp_path: Path) -> list[Study]:
    return [play_study(ask(tmp_path, 2, seed=seed), model()) for seed in range(4)]


def test_a_path_is_itself(runs: list[Study], tmp_path: Path) -> None:
    folder = runs[0].folder
    assert find_run(tmp_path, str(folder)) == folder
    assert find_run(tmp_path, f"coin/{folder.name}") == folder


def test_a_unique_beginning_of_an_id_is_enough(runs: list[Study], tmp_path: Path) -> None:
    for study in runs:
        digits = study.manifest.id
        others = [other.manifest.id for other in runs if other is not study]
        length = next(n for n in range(1, 11) if not any(other.startswith(digits[:n]) for other in others))
        assert find_run(tmp_path, digits[:length]) == study.folder
        assert find_run(tmp_path, digits) == study.folder


def test_the_latest_is_the_last_written(runs: list[Study], tmp_path: Path) -> None:
    assert find_run(tmp_path, "latest") == runs[-1].folder
    again = play_study(ask(tmp_path, 2, seed=1), model())
    assert find_run(tmp_path, "latest") == again.folder


def test_the_latest_skips_a_damaged_manifest(runs: list[Study], tmp_path: Path) -> None:
    (runs[-1].folder / "manifest.json").write_text("{")
    assert find_run(tmp_path, "latest") == runs[-2].folder


@pytest.mark.parametrize("spec", ["", "nothing", "zzz", "..", "/"])
def test_what_fits_no_run_is_refused_with_what_there_is(spec: str, runs: list[Study], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is no run under .*coin/run-"):
        find_run(tmp_path, spec)


def test_what_fits_several_is_refused_with_their_names(runs: list[Study], tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / "coin" / f"run-abc{number}").mkdir()
        (tmp_path / "coin" / f"run-abc{number}" / "manifest.json").write_text("{}")
    with pytest.raises(UsageError, match=r"'abc' fits 9 runs .*coin/run-abc0, coin/run-abc1"):
        find_run(tmp_path, "abc")


def test_without_runs_the_latest_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="sortie run"):
        find_run(tmp_path / "none", "latest")
