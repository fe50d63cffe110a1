"""Pages of studies of several design points: self-contained, words first, nothing a user wrote is run, files named."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import ResultsError
from sim.scenario import Design
from sim.show import Written, write_comparison, write_sweep, write_tournament, write_worlds
from sim.show.catalogue import COMPARE_FIGURES, PLAY_FIGURES, SWEEP_FIGURES, WORLDS_FIGURES
from sim.show.settings import settings_that_differ
from sim.study import StudyKind
from sim.study.compare import comparison
from sim.study.sweep import sweep_results
from sim.study.tournament import tournament
from sim.study.worlds import worlds_results
from tests.show_builders import Knob, columns_of, series_of

EVIL = "</title><script>alert(1)</script>\u202e\"' onload=x"
FIGURES = {"compare": COMPARE_FIGURES, "worlds": WORLDS_FIGURES, "sweep": SWEEP_FIGURES, "play": PLAY_FIGURES}
METRICS = ("bombers_home", "coverage_gap_s")
N = 60


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def write(kind: str, folder: Path, name: str = "other") -> Written:
    """Write one page of each kind, whose second alternative, level or plan has this name."""
    folder.mkdir(exist_ok=True)
    columns = [columns_of(k, N, share=0.3 + 0.1 * k) for k in range(4)]
    scenarios = [{"lesson": {"question": EVIL}, "links": {"L": {"delay_s": 4.0 + k}}} for k in range(4)]
    match kind:
        case "compare":
            points = {"as written": columns[0], name: columns[2]}
            made = series_of(StudyKind.COMPARE, points, folder=folder, resolved=scenarios)
            return write_comparison(comparison(made, metrics=METRICS), notes=("Said besides.",), formats=("svg",))
        case "worlds":
            levels: list[Any] = [{"world": k // 2, "alternative": ("as written", name)[k % 2]} for k in range(4)]
            points = {f"world {k}": columns[k] for k in range(4)}
            made = series_of(StudyKind.WORLDS, points, levels, folder=folder, resolved=scenarios)
            return write_worlds(worlds_results(made, metric="success"), notes=("Said besides.",), formats=("svg",))
        case "sweep":
            levels = [{name: k // 2, "delay": k % 2} for k in range(4)]
            points = {f"point {k}": columns[k] for k in range(4)}
            made = series_of(StudyKind.SWEEP, points, levels, folder=folder, resolved=scenarios)
            factors = [Knob(name, (0, 1)), Knob("delay", (0, 1), "s")]
            found = sweep_results(made, factors, Design.GRID, metric="success")
            return write_sweep(found, notes=("Said besides.",), formats=("svg",))
        case _:
            levels = [{"blue": ("as written", name)[k // 2], "red": ("slow", "fast")[k % 2]} for k in range(4)]
            points = {f"pairing {k}": columns[k] for k in range(4)}
            made = series_of(StudyKind.PLAY, points, levels, folder=folder, resolved=scenarios)
            found_best = tournament(made, ("blue", "red"), metric="success")
            return write_tournament(found_best, notes=("Said besides.",), formats=("svg",))


@pytest.fixture(scope="module", params=FIGURES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def written(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(kind, tmp_path_factory.mktemp(kind), EVIL)


@pytest.fixture(scope="module")
def text(written: Written) -> str:
    return written.page.read_text(encoding="utf-8")


def test_every_file_that_was_written_is_named(written: Written, kind: str) -> None:
    folder = written.page.parent
    there = {path for path in folder.rglob("*") if path.is_file()}
    assert set(written.files) == there
    assert {path.stem for path in there} == {"report", *FIGURES[kind]}


def test_the_page_shows_every_figure_with_its_words(text: str, kind: str) -> None:
    images = [attributes for tag, attributes in Reader(text).tags if tag == "img"]
    assert len(images) == len(FIGURES[kind])
    assert all(len(str(image["alt"])) > 20 for image in images)


def test_the_page_needs_nothing_from_elsewhere_and_allows_nothing(text: str) -> None:
    reader = Reader(text)
    assert not [tag for tag, _ in reader.tags if tag in ("script", "link", "iframe", "object", "base")]
    assert not [attributes for _, attributes in reader.tags if "style" in attributes or "onload" in attributes]
    assert "http" not in re.sub(r'src="data:[^"]*"', "", text).replace("http-equiv", "")
    assert "default-src 'none'" in text


def test_what_a_user_wrote_is_text_and_nothing_more(text: str) -> None:
    assert "\u202e" not in text
    assert "<script>alert(1)" in Reader(text).words  # the question, shown as it was written


def test_words_come_before_figures_and_the_rest_after(text: str) -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", text)
    assert headings[0] == "What it says"
    assert headings.index("Figures") == 1 + ("Mind this" in headings)
    assert "How it was made" in headings
    assert headings[-1] == "What this cannot tell"
    assert "Said besides." in text


def test_the_page_tells_how_it_was_made_and_what_differs(text: str) -> None:
    words = Reader(text).words
    for fact in ("0123456789", "Seed", "Notional", "links.L.delay_s", "60", "philox"):
        assert fact in words


def test_a_flipped_trial_can_be_played_again_from_what_the_page_says(tmp_path: Path) -> None:
    for kind in ("compare", "play"):
        words = Reader(write(kind, tmp_path / kind).page.read_text(encoding="utf-8")).words
        assert re.search(r'run_trial\(load_scenario\("made-up"\)\.scenario, 1, \d+\)', words)


def test_the_same_results_give_the_same_files(tmp_path: Path, kind: str) -> None:
    def digests() -> dict[str, str]:
        files = write(kind, tmp_path / "same").files
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert digests() == digests()


def test_several_alternatives_in_many_worlds_get_a_figure_each(tmp_path: Path) -> None:
    levels: list[Any] = [{"world": k // 3, "alternative": "abc"[k % 3]} for k in range(6)]
    points = {f"world {k}": columns_of(k, N) for k in range(6)}
    made = series_of(StudyKind.WORLDS, points, levels, folder=tmp_path)
    files = write_worlds(worlds_results(made, metric="success"), formats=("svg",)).files
    assert [path.name for path in files] == ["report.html", "worlds.svg", "worlds-2.svg"]


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    made = series_of(StudyKind.COMPARE, {"a": columns_of(0, N), "b": columns_of(1, N)})
    found = comparison(replace(made, folder=tmp_path / "file"), metrics=METRICS)
    with pytest.raises(ResultsError, match="cannot be written"):
        write_comparison(found)


def test_settings_that_differ_are_told_in_the_units_of_a_file() -> None:
    base: dict[str, Any] = {"title": "a", "flights": {"E": {"leash_m": 92600.0, "armed": True}, "F": {"n": 2}}}
    other: dict[str, Any] = {"title": "b", "flights": {"E": {"leash_m": 185200.0, "armed": True}}}
    third: dict[str, Any] = {"title": "c", "flights": {"E": {"leash_m": 92600.0, "armed": True}, "F": {"n": 3}}}
    found = {one.path: one.values for one in settings_that_differ([base, other, third])}
    assert found == {
        "flights.E.leash_nm": ("50", "100", "50"),
        "flights.F": ("there", "not set", "there"),
        "flights.F.n": ("2", "not set", "3"),
    }
    assert settings_that_differ([base, base]) == []
