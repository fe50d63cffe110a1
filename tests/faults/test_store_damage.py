"""Damaged results: every cut and flipped bit is found and named, the rest stays usable, and asking again heals."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from sim.base.errors import ResultsError
from sim.study import RunStatus, Study, load_study, play_study, serial
from tests.study_models import ask, digest, model

TRIALS = 40
CHUNK = 10
DAMAGES = 60


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return play_study(ask(tmp_path, TRIALS), model(), workers=serial(chunk=CHUNK))


def chunk_files(study: Study) -> list[Path]:
    return sorted((study.folder / "chunks" / "0").glob("*.csv"))


def test_every_cut_is_found_and_named_and_the_rest_is_usable(study: Study) -> None:
    draw = random.Random(1)
    victim = chunk_files(study)[1]
    whole = victim.read_bytes()
    for _ in range(DAMAGES):
        victim.write_bytes(whole[: draw.randrange(len(whole))])
        loaded = load_study(study.folder)
        assert loaded.table["trial"].tolist() == [*range(CHUNK), *range(2 * CHUNK, TRIALS)]
        assert any(victim.name in warning and "damaged" in warning for warning in loaded.warnings)
        assert loaded.is_partial


def test_every_flipped_bit_is_found_and_named(study: Study) -> None:
    draw = random.Random(2)
    victim = chunk_files(study)[2]
    whole = victim.read_bytes()
    for _ in range(DAMAGES):
        flipped = bytearray(whole)
        flipped[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
        victim.write_bytes(bytes(flipped))
        loaded = load_study(study.folder)
        assert loaded.counts.finished == TRIALS - CHUNK
        assert any(victim.name in warning for warning in loaded.warnings)


def test_asking_again_replaces_what_was_damaged(study: Study, tmp_path: Path) -> None:
    expected = digest(study.folder)
    first, second, *_ = chunk_files(study)
    first.write_bytes(first.read_bytes()[:-5])
    second.unlink()
    healed = play_study(ask(tmp_path, TRIALS), model(), workers=serial(chunk=7))
    assert healed.status is RunStatus.COMPLETE
    assert healed.warnings == ()
    assert digest(healed.folder) == expected
    assert first.with_suffix(".damaged").exists()


def test_a_chunk_of_another_run_is_refused(study: Study, tmp_path: Path) -> None:
    other = play_study(ask(tmp_path, TRIALS, seed=4), model(), workers=serial(chunk=CHUNK))
    shutil.copy(chunk_files(other)[0], chunk_files(study)[0])
    loaded = load_study(study.folder)
    assert loaded.counts.finished == TRIALS - CHUNK
    assert any(f"belongs to run {other.manifest.id}" in warning for warning in loaded.warnings)


def test_files_that_are_not_chunks_are_left_alone(study: Study) -> None:
    folder = study.folder / "chunks" / "0"
    (folder / ".00000000-00000009.csv.part").write_bytes(b"half")
    (folder / "notes.txt").write_text("mine")
    (folder / "mine.csv").write_bytes(b"\xff\xfe not a chunk")
    loaded = load_study(study.folder)
    assert loaded.counts.finished == TRIALS
    assert [warning for warning in loaded.warnings if "mine.csv" in warning]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"sha256": "0"}'])
def test_a_damaged_manifest_is_named_with_the_remedy(content: bytes, study: Study) -> None:
    (study.folder / "manifest.json").write_bytes(content)
    with pytest.raises(ResultsError, match=r"manifest\.json is damaged; ask for the run again"):
        load_study(study.folder)


def test_a_manifest_with_one_number_changed_is_damaged(study: Study) -> None:
    path = study.folder / "manifest.json"
    path.write_text(path.read_text().replace('"planned": 40', '"planned": 41'))
    with pytest.raises(ResultsError, match="damaged"):
        load_study(study.folder)


def test_a_manifest_of_another_version_is_told(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.manifest.SCHEMA", 99)
    with pytest.raises(ResultsError, match="another version"):
        load_study(study.folder)


def test_asking_again_makes_a_damaged_manifest_anew(study: Study, tmp_path: Path) -> None:
    expected = digest(study.folder)
    (study.folder / "manifest.json").write_text("{")
    healed = play_study(ask(tmp_path, TRIALS), model())
    assert digest(healed.folder) == expected
    assert json.loads((healed.folder / "manifest.json").read_bytes())["status"] == "complete"


def test_a_folder_without_manifest_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"is no results folder: it has no manifest\.json"):
        load_study(tmp_path)


def test_tables_are_made_from_chunks_and_never_read(study: Study) -> None:
    (study.folder / "trials.csv").write_text("nonsense")
    (study.folder / "summary.json").unlink()
    assert load_study(study.folder).counts.finished == TRIALS


def test_a_changed_table_is_named(study: Study) -> None:
    assert load_study(study.folder).warnings == ()
    (study.folder / "trials.csv").write_text("nonsense")
    (study.folder / "summary.json").unlink()
    warnings = load_study(study.folder).warnings
    assert [warning.split()[0] for warning in warnings] == ["trials.csv", "summary.json"]
    assert "was changed after it was written" in warnings[0]
