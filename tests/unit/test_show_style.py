"""How figures become bytes: one size, the same bytes every time, whatever the user's settings."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from sim.base.errors import UsageError
from sim.show.style import Picture, as_bytes, house_style, looks, put, save, sheet, width_of

TITLE = "Loss of a$b^$c & <b>"


def picture(title: str = TITLE) -> Picture:
    with house_style():
        figure = sheet(title, "sub", "foot")
        axes = figure.add_axes((0.2, 0.2, 0.6, 0.6))
        axes.plot([0, 1], [0, 1])
        axes.fill_between([0, 1], [0, 1], hatch="//")
        axes.set_xlabel("x$^")
    return Picture(name="small", figure=figure, title=title, alt='says "so" & more')


def bytes_of(kind: str) -> bytes:
    with house_style():
        return as_bytes(picture(), kind)


def test_a_png_is_1280_by_720() -> None:
    assert struct.unpack(">II", bytes_of("png")[16:24]) == (1280, 720)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_picture_gives_the_same_bytes(kind: str) -> None:
    assert bytes_of(kind) == bytes_of(kind)


def test_another_process_gives_the_same_svg() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); "
        "from tests.unit.test_show_style import bytes_of; sys.stdout.buffer.write(bytes_of('svg'))"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True, timeout=60)
    assert other.stdout == bytes_of("svg")


def test_the_users_own_settings_change_nothing() -> None:
    before = bytes_of("svg")
    with mpl.rc_context({"font.size": 40, "lines.linewidth": 9, "text.parse_math": True, "svg.hashsalt": None}):
        assert bytes_of("svg") == before


def test_the_users_own_settings_come_back() -> None:
    with mpl.rc_context({"font.size": 40}):
        with house_style():
            assert mpl.rcParams["font.size"] != 40
        assert mpl.rcParams["font.size"] == 40


def test_an_svg_carries_its_words_and_no_date() -> None:
    text = bytes_of("svg").decode()
    ElementTree.fromstring(text)
    assert "says &quot;so&quot; &amp; more" in text or 'says "so" &amp; more' in text
    assert "<dc:date>" not in text


def test_a_title_too_long_for_the_sheet_is_shortened_until_it_fits() -> None:
    with house_style():
        figure = sheet("", "", "")
        put(figure, 0.02, 0.9, "W" * 300, size=20, width=0.5)
        assert width_of(figure, figure.texts[-1]) <= 0.5
        assert figure.texts[-1].get_text().endswith("…")


def test_sides_differ_by_colour_shape_hatch_and_dash() -> None:
    first, second = (looks(["x", "y"])[side] for side in ("x", "y"))
    assert first.colour == "#0072B2"
    assert second.colour == "#D55E00"
    for name in ("marker", "hatch", "dash"):
        assert getattr(first, name) != getattr(second, name)


def test_more_sides_than_looks_still_get_one() -> None:
    assert len(looks([f"side{order}" for order in range(9)])) == 9


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="png or svg"):
        save(picture(), tmp_path, ["gif"])


def test_saving_leaves_no_half_written_file(tmp_path: Path) -> None:
    with house_style():
        saved = save(picture(), tmp_path, ["png", "svg"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.png", "small.svg"]
    assert saved.paths["png"].read_bytes().startswith(b"\x89PNG")
