"""The reference page is current and complete, and everything in it is explained in a whole sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.measure import METRICS
from sim.scenario import describe_settings
from sim.scenario.places import archetype_names, library_folder
from tests.reference.answers import BEGIN, with_answers
from tests.reference.page import archetype_sentence, holders, page, reason_words, record_kinds, table
from tests.reference.update import REFERENCE, VERIFICATION, pages

SENTENCES = {
    **{one.path: one.sentence for one in describe_settings()},
    **{name: metric.definition for name, metric in METRICS.items()},
    **{
        kind.__name__: " ".join((kind.__doc__ or "").split()) for kind in (*record_kinds(), *reason_words(), *holders())
    },
    **{name: archetype_sentence((library_folder() / f"{name}.yaml").read_text("utf-8")) for name in archetype_names()},
}


@pytest.mark.parametrize("path", [REFERENCE, VERIFICATION], ids=lambda path: path.stem)
def test_a_page_is_as_the_declarations_make_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run `make reference`"


@pytest.mark.parametrize(("what", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_everything_has_a_sentence_that_ends_with_a_full_stop(what: str, sentence: str) -> None:
    assert re.fullmatch(r"\S.*[a-z0-9)}`']\.", sentence), f"{what}: {sentence!r}"


def test_every_setting_metric_record_and_archetype_stands_on_the_page() -> None:
    text = page()
    for one in describe_settings():
        assert f"| `{one.path.rpartition('.')[2]}` |" in text
        assert one.sentence in text
    names = [*METRICS, *(kind.__name__ for kind in record_kinds())]
    assert [name for name in names if f"\n| `{name}` |" not in text] == []
    assert [name for name in archetype_names() if f"- `{name}`: " not in text] == []


def test_every_group_names_the_places_where_it_stands() -> None:
    text = page()
    for paths in holders().values():
        assert all(f"`{path}`" in text for path in paths if path)


def test_a_bar_in_a_sentence_does_not_break_a_table() -> None:
    assert table(("a", "b"), [("x|y", "")]).splitlines()[-1] == "| x\\|y | - |"


def test_a_page_without_its_marks_is_refused_not_overwritten() -> None:
    with pytest.raises(ValueError, match="marks"):
        with_answers(VERIFICATION.read_text(encoding="utf-8").replace(BEGIN, ""))
