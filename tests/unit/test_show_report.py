"""The report: one page that needs nothing else, tells what stands beside the numbers, and trusts no text."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.base.errors import ResultsError
from sim.scenario import Loaded, load_scenario
from sim.scenario.schema import Lesson
from sim.show import Saved, write_figures, write_plan, write_report
from sim.show.catalogue import FIGURES, PLAN_FIGURES
from sim.show.report import page
from sim.study import Study, run_study

EVIL = "</title><script>alert(1)</script>\u202e\"' onload=x"


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

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("baseline-escort")


@pytest.fixture(scope="module")
def study(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return run_study(loaded, trials=5, jobs=1, out=tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="module")
def pictures(study: Study, loaded: Loaded) -> list[Saved]:
    return write_figures(study, loaded, study.folder, formats=("svg",))


@pytest.fixture(scope="module")
def text(study: Study, loaded: Loaded, pictures: list[Saved]) -> str:
    return write_report(study, loaded, study.folder, pictures).read_text(encoding="utf-8")


def test_every_figure_is_written_and_shown_with_its_words(text: str, pictures: list[Saved]) -> None:
    assert [picture.name for picture in pictures] == list(FIGURES)
    images = Reader(text).all("img")
    assert [image["alt"] for image in images] == [picture.alt for picture in pictures]
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in images)


def test_the_page_needs_nothing_from_elsewhere(text: str) -> None:
    without_images = re.sub(r'src="data:[^"]*"', "", text)
    assert "http:" not in without_images
    assert "https:" not in without_images
    assert not [tag for tag, _ in Reader(text).tags if tag in ("script", "link", "iframe", "object", "base")]


def test_the_policy_allows_the_pages_own_style_and_nothing_else(text: str) -> None:
    reader = Reader(text)
    policy = next(str(meta["content"]) for meta in reader.all("meta") if "http-equiv" in meta)
    style = text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'")
    assert not [attributes for _, attributes in reader.tags if "style" in attributes]


def test_the_page_names_its_language(text: str) -> None:
    assert Reader(text).all("html") == [{"lang": "en"}]


def test_the_page_tells_where_its_numbers_come_from(text: str, study: Study) -> None:
    words = Reader(text).words
    for fact in (study.manifest.id, "5 finished of 5", "0 aborted, 0 crashed", "Seed", "Sortie Lab", "Notional"):
        assert fact in words


def test_every_estimate_stands_in_the_page_with_its_n(text: str, study: Study) -> None:
    rows = re.findall(r"<tr><th scope=row>(.*?)<small>.*?<td class=n>([\d,]+)</td></tr>", text, re.DOTALL)
    assert len(rows) == len(study.estimates)
    assert ("success", "5") in rows


def test_what_a_user_wrote_is_text_and_nothing_more(study: Study, loaded: Loaded) -> None:
    lesson = Lesson(question=EVIL, predict=EVIL, look_for=EVIL, discuss=(EVIL,))
    scenario = replace(loaded.scenario, title=EVIL, lesson=lesson)
    written = page(replace(study, warnings=(EVIL,)), replace(loaded, scenario=scenario), [])
    reader = Reader(written)
    assert not reader.all("script")
    assert not [attributes for _, attributes in reader.tags if "onload" in attributes]
    assert "\u202e" not in written
    assert reader.words.count("<script>alert(1)</script>") == 7


def test_trials_without_result_are_told_with_what_they_could_change(study: Study, loaded: Loaded) -> None:
    poor = replace(study, bounds={"success": (0.4, 0.6)}, verdict_allowed=False, warnings=("Mind the gap.",))
    words = Reader(page(poor, loaded, [])).words
    assert "Mind the gap." in words
    assert "allow no verdict" in words
    assert "between 40 % and 60 %" in words


def test_a_scenario_without_a_lesson_gets_a_page_without_a_question(study: Study, loaded: Loaded) -> None:
    bare = replace(loaded, scenario=replace(loaded.scenario, lesson=None, title=""))
    words = Reader(page(study, bare, [])).words
    assert "The question" not in words
    assert "baseline-escort" in words


def test_the_same_study_gives_the_same_page(study: Study, loaded: Loaded, pictures: list[Saved]) -> None:
    assert page(study, loaded, pictures) == page(study, loaded, pictures)


def test_the_plan_is_drawn_without_any_trial(loaded: Loaded, tmp_path: Path) -> None:
    paths = write_plan(loaded, tmp_path)
    assert sorted(path.name for path in paths) == sorted(
        f"{name}.{kind}" for name in PLAN_FIGURES for kind in ("png", "svg")
    )
    assert all(path.stat().st_size > 10_000 for path in paths)


def test_a_folder_that_cannot_be_written_is_a_clear_error(loaded: Loaded, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ResultsError, match="cannot be written"):
        write_plan(loaded, tmp_path / "file" / "below")


def test_importing_show_loads_neither_numpy_nor_matplotlib() -> None:
    code = "import sys, sim.show; print([name for name in ('numpy', 'matplotlib') if name in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
