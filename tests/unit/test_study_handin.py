"""Hand-ins from strangers: what is well is read, what is hostile is refused by name, and the rest goes on."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.base.errors import UsageError
from sim.study.handin import HandIn, read_hand_ins

PLAN = "flights.RAVEN.escort.posture: close\n"


def packed(path: Path, files: dict[str, str | bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def only(folder: Path) -> HandIn:
    (one,) = read_hand_ins(folder)
    return one


def test_a_folder_and_a_zip_are_read_alike(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "plan.yaml": PLAN,
        "prediction.yaml": "success: 0.5\nleakers: 2\n",
        "photo.png": b"x",
    }
    (tmp_path / "ann").mkdir()
    for name, content in files.items():
        (tmp_path / "ann" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    packed(tmp_path / "ben.zip", files)
    ann, ben = read_hand_ins(tmp_path)
    assert (ann.label, ben.label) == ("ann", "ben")
    assert ann.plans == ben.plans == {"": PLAN}
    assert ann.predictions == ben.predictions == {"success": 0.5, "leakers": 2.0}
    assert ann.problem == ben.problem == ""


def test_a_zip_of_a_folder_is_read_as_the_folder(tmp_path: Path) -> None:
    packed(tmp_path / "ann.zip", {"ann/": "", "ann/plan-blue.yaml": PLAN, "__MACOSX/ann/._plan-blue.yaml": "x"})
    assert only(tmp_path).plans == {"blue": PLAN}


def test_two_of_one_name_keep_their_endings(tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    packed(tmp_path / "ann.zip", {"plan.yaml": PLAN})
    assert [one.label for one in read_hand_ins(tmp_path)] == ["ann", "ann.zip"]


def _link(path: Path) -> None:
    info = zipfile.ZipInfo("plan.yaml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")


def _many(path: Path) -> None:
    packed(path, {f"{number}.txt": "" for number in range(101)})


def _twice(path: Path) -> None:
    packed(path, {"a/plan.yaml": PLAN, "b/plan.yaml": PLAN})


def _locked(path: Path) -> None:
    packed(path, {"plan.yaml": PLAN})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)


def _flipped(path: Path) -> None:
    packed(path, {"plan.yaml": PLAN * 50})
    content = bytearray(path.read_bytes())
    content[50] ^= 0xFF
    path.write_bytes(content)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a path out of the folder": (lambda path: packed(path, {"../plan.yaml": PLAN}), "leads out of its folder"),
    "an absolute path": (lambda path: packed(path, {"/etc/plan.yaml": PLAN}), "leads out of its folder"),
    "a drive": (lambda path: packed(path, {"C:/plan.yaml": PLAN}), "leads out of its folder"),
    "a backslash": (lambda path: packed(path, {"..\\plan.yaml": PLAN}), "leads out of its folder"),
    "a link": (_link, "a link"),
    "a zip in a zip": (lambda path: packed(path, {"plan.yaml": PLAN, "more.ZIP": "x"}), "another zip"),
    "a bomb": (lambda path: packed(path, {"x.bin": bytes(17 * 1024 * 1024)}), "larger than 16 MiB"),
    "a long plan": (lambda path: packed(path, {"plan.yaml": "#" * 300_000}), "larger than 256 KiB"),
    "a huge file": (lambda path: path.write_bytes(bytes(5 * 1024 * 1024)), "larger than 4 MiB"),
    "many files": (_many, "holds 101 files"),
    "a plan twice": (_twice, "holds plan.yaml twice"),
    "a password": (_locked, "a password"),
    "no zip": (lambda path: path.write_bytes(b"this is no zip"), "no zip file that can be read"),
    "half a zip": (
        lambda path: path.write_bytes(packed(path, {"plan.yaml": PLAN}).read_bytes()[:60]),
        "no zip file that can be read",
    ),
    "flipped bits": (_flipped, "no zip file that can be read"),
    "binary": (lambda path: packed(path, {"plan.yaml": b"\xff\xfe\x00"}), "not a text file in UTF-8"),
    "nothing": (lambda path: packed(path, {"readme.txt": "hello"}), "neither plan.yaml nor prediction.yaml"),
    "a link to a zip": (lambda path: path.symlink_to("/dev/zero"), "it is a link"),
}


@pytest.mark.parametrize(("make", "says"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_by_name_and_the_rest_goes_on(
    make: Callable[[Path], object], says: str, tmp_path: Path
) -> None:
    hand_ins = tmp_path / "class"
    hand_ins.mkdir()
    make(hand_ins / "bad.zip")
    packed(hand_ins / "good.zip", {"plan.yaml": PLAN})
    bad, good = read_hand_ins(hand_ins)
    assert says in bad.problem
    assert (bad.plans, bad.predictions) == ({}, {})
    assert (good.plans, good.problem) == ({"": PLAN}, "")
    assert [path.name for path in tmp_path.iterdir()] == ["class"]


def test_a_link_inside_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "plan.yaml").symlink_to("/etc/passwd")
    assert only(tmp_path).problem == "plan.yaml is no ordinary file"


def test_bytes_turned_by_chance_never_break_the_reading(tmp_path: Path) -> None:
    whole = packed(tmp_path / "whole.zip", {"plan.yaml": PLAN, "prediction.yaml": "success: 0.5\n"}).read_bytes()
    (tmp_path / "whole.zip").unlink()
    path = tmp_path / "turned.zip"
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        one = only(tmp_path)
        assert one.problem or one.plans.get("") in (PLAN, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("success: yes\n", "prediction.yaml:1: success: expected a number"),
        ("success: .nan\n", "expected a number"),
        ("success: [0.5]\n", "expected a number"),
        ("bombers: 2\n", "there is no such metric"),
        ("- 1\n", "prediction.yaml"),
        ("success: 0.1\nsuccess: 0.2\n", "prediction.yaml:2"),
    ],
)
def test_a_line_that_predicts_nothing_is_told(text: str, says: str, tmp_path: Path) -> None:
    packed(tmp_path / "ann.zip", {"plan.yaml": PLAN, "prediction.yaml": text})
    one = only(tmp_path)
    assert not one.problem
    assert any(says in note for note in one.notes), one.notes


def test_a_folder_without_hand_ins_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has 0 hand-ins"):
        read_hand_ins(tmp_path)
    with pytest.raises(UsageError, match="is no folder"):
        read_hand_ins(tmp_path / "nowhere")
