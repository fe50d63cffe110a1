"""Bad input: whatever is fed to the reader, the answer is a place, a rule and a remedy, quickly, and no traceback."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.cli.entry import main
from sim.scenario import load_experiment, load_scenario
from tests.builders import scenario_text

LONGEST_S = 1.0
MOST_MEMORY_KIB = 100 * 1024

Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Bad:
    """One bad input: what it is, how it is made in an empty folder, and what the message says of place and remedy."""

    name: str
    make: Make
    place: str
    words: str


def text(content: str | bytes, name: str = "bad.yaml") -> Make:
    """Return how a file with this content is made."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def changed(old: str, new: str) -> Make:
    """Return how the small scenario with one thing changed is made."""
    whole = scenario_text()
    assert old in whole, old
    return text(whole.replace(old, new, 1))


def without_permission(folder: Path) -> Path:
    path = text(scenario_text())(folder)
    path.chmod(0)
    return path


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.yaml")
    return folder / "pipe.yaml"


def loop(folder: Path) -> Path:
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    return folder / "loop.yaml"


def extends_link(folder: Path) -> Path:
    (folder / "own").mkdir()
    text(scenario_text(), "outside.yaml")(folder)
    (folder / "own" / "in.yaml").symlink_to(folder / "outside.yaml")
    return text("name: x\nextends: ./in.yaml\n", "own/bad.yaml")(folder)


def alias_bomb() -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(rows) + "\n"


FERRY = {"side": "blue", "aircraft": 24, "speed_kt": 400, "route": "north"}
MANY = scenario_text(**{f"flights__M{n}x": FERRY for n in range(60)})

BAD = [
    # the file itself
    Bad("missing file", lambda folder: folder / "none.yaml", "none.yaml", "there is no such file"),
    Bad("a folder", lambda folder: folder, "", "name a .yaml file in it"),
    Bad("empty", text(""), "bad.yaml:1:1", "`sortie new` writes a scenario"),
    Bad("only comments", text("# nothing\n"), "bad.yaml:1:1", "`sortie new` writes a scenario"),
    Bad("binary", text(bytes(range(256)) * 40), "bad.yaml:2:1", "save it as plain text, UTF-8"),
    Bad("zeros", text(b"\0" * 4096), "bad.yaml:1:1", "U+0000"),
    Bad("utf-16", text(scenario_text().encode("utf-16")), "bad.yaml:1:1", "UTF-8"),
    Bad("10 MB", text(b"a: 1\n" * 2_000_000), "bad.yaml", "larger than 256 KiB"),
    Bad("a pipe", pipe, "pipe.yaml", "not an ordinary file"),
    Bad("a ring of links", loop, "loop.yaml", "cannot be read"),
    Bad("a device", lambda _: Path("/dev/zero"), "/dev/zero", "not an ordinary file"),
    Bad("NUL in the path", lambda folder: folder / "a\0b.yaml", "", "is not the name of a file"),
    Bad("a very long path", lambda folder: folder / ("x" * 5000 + ".yaml"), "", "cannot be read"),
    # not a mapping, not YAML
    Bad("a list", text("- 1\n- 2\n"), "bad.yaml:1:1", "begin with `format: 1`"),
    Bad("a sentence", text("hello there\n"), "bad.yaml:1:1", "begin with `format: 1`"),
    Bad("a tab", text("flights:\n\tA: 1\n"), "bad.yaml:2:1", "indent with spaces"),
    Bad("an open bracket", text("a: [1, 2\nb: 3\n"), "bad.yaml:2:", "missing quote, bracket or colon"),
    Bad("an open quote", text("a: 'x\nb: 3\n"), "bad.yaml:3:1", "missing quote, bracket or colon"),
    Bad("a colon in a title", text("title: one: two\n"), "bad.yaml:1:11", "text with a colon needs quotes"),
    Bad("two documents", text(scenario_text() + "---\na: 1\n"), "bad.yaml:", "keep one scenario in one file"),
    # attacks on the parser
    Bad("200,000 brackets", text("[" * 200_000), "bad.yaml:1:21", "nested more than 20 levels"),
    Bad("60,000 braces", text("{a: " * 60_000), "bad.yaml:1:", "nested more than 20 levels"),
    Bad("deep indentation", text("".join(" " * n + "a:\n" for n in range(500))), "bad.yaml:21:", "nested more than"),
    Bad("deep list", text("- " * 100_000), "bad.yaml:1:", "nested more than 20 levels"),
    Bad("alias bomb", text(alias_bomb()), "bad.yaml:1:5", "write the value out, or use `extends`"),
    Bad("an alias in a ring", text("a: &a [*a]\n"), "bad.yaml:1:4", "anchors are not allowed"),
    Bad("a tag", text("a: !!python/object/apply:os.system [ls]\n"), "bad.yaml:1:4", "tags are not allowed"),
    Bad("many values", text("a: [" + "1," * 100_000 + "1]\n"), "bad.yaml:1:", "more than 10,000 keys and values"),
    Bad("many unknown keys", text("".join(f"k{n}: 1\n" for n in range(4_000))), "bad.yaml:1:1", "unknown setting"),
    Bad("a number of 5,000 digits", changed("aircraft: 2", "aircraft: 2" + "0" * 5_000), "bad.yaml:", "30 digits"),
    Bad("a long key", text("k" * 200_000 + ": 1\n"), "bad.yaml:1:", "YAML"),
    Bad("a complex key", text("? [a, b]\n: 1\n"), "bad.yaml:1:3", "a key must be text"),
    # settings
    Bad("wrong type", text(scenario_text(flights=[])), "bad.yaml:", "must be a mapping by name"),
    Bad("unknown key", changed("aircraft: 2", "aircarft: 2"), "BANDIT.aircarft", "did you mean aircraft?"),
    Bad("unknown top key", text(scenario_text() + "flihgts: {}\n"), "flihgts", "did you mean flights?"),
    Bad("duplicate key", text(scenario_text() + "name: again\n"), "bad.yaml:", "stands here twice, first in line"),
    Bad("no for a number", changed("aircraft: 2", "aircraft: no"), "BANDIT.aircraft", "write a number such as 2"),
    Bad("a time of day", changed("tot_min: 30", "tot_min: 12:30"), "strike.tot_min", "write a time as one number"),
    Bad("two suffixes", changed("tot_min: 30", "tot_min: 30\n      tot_s: 9"), "strike.tot_s", "keep one of them"),
    Bad("negative range", changed("range_nm: 60", "range_nm: -60"), "SAM.radar.range_nm", "must be above 0, got `-60`"),
    Bad("probability above 1", changed("hit_prob: 0.5", "hit_prob: 1.5"), "missile.hit_prob", "0.05 means 5 %"),
    Bad("NaN", changed("speed_kt: 450", "speed_kt: .nan"), "BANDIT.speed_kt", "finite number, got `.nan`"),
    Bad("infinity", changed("speed_kt: 450", "speed_kt: .inf"), "BANDIT.speed_kt", "finite number, got `.inf`"),
    Bad("zero speed", changed("speed_kt: 400", "speed_kt: 0"), "BOMBER.speed_kt", "must be above 0, got `0`"),
    Bad("escort of itself", changed("of: BOMBER", "of: GUARD"), "GUARD.escort.of", "cannot escort itself"),
    Bad("one point", changed("[[0, 0], [100, 0]]", "[[0, 0]]"), "north.points_nm", "at least one further point"),
    Bad("missing id", changed("route: north", "route: south"), "BOMBER.route", "did you mean north?"),
    Bad("a million aircraft", changed("aircraft: 2", "aircraft: 1000000"), "aircraft", "at most 24, got `1000000`"),
    Bad("1,440 aircraft", text(MANY), "bad.yaml:", "at most 400 can be simulated"),
    Bad(
        "a name with a path", changed("  GUARD:", "  ../../etc/passwd:"), "bad.yaml:", "cannot be the name of a flight"
    ),
    Bad("a scenario name with a path", changed("name: small", "name: ../small"), "name", "my-first-sortie"),
    Bad("a device name", changed("name: small", "name: nul"), "name", "cannot be the name of a scenario"),
    Bad("a name in mixed script", changed("  GUARD:", "  GU\u0410RD:"), "bad.yaml:", "letters, digits and -"),
    Bad("a text direction mark", changed("name: small", 'name: small\ntitle: "a\\u202Eb"'), "title", "U+202E"),
    # injects and plans
    Bad(
        "inject of nothing",
        text(scenario_text(injects={"X": {"at_s": 9, "what": {"lose": "TOWR"}}})),
        "X.what.lose",
        "TOWER?",
    ),
    Bad(
        "restored unlost",
        text(scenario_text(injects={"X": {"at_s": 9, "what": {"restore": "SAM"}}})),
        "restore",
        "earlier",
    ),
    Bad(
        "inject too late", text(scenario_text(injects={"X": {"at_s": 9e5, "what": {"lose": "SAM"}}})), "at_s", "ends_at"
    ),
    Bad("rules for no side", text(scenario_text(plans={"bleu": {}})), "plans.bleu", "did you mean blue?"),
    Bad(
        "rules for the other",
        text(scenario_text(plans={"red": {"may_set": ["links.BLUENET"]}})),
        "may_set[0]",
        "own side",
    ),
    Bad("a stray star", text(scenario_text(plans={"red": {"may_set": ["*"]}})), "may_set[0]", "unknown setting"),
    Bad(
        "many paths", text(scenario_text(plans={"red": {"may_set": ["x.y"] * 4_000}})), "may_set[0]", "unknown setting"
    ),
    # extends
    Bad("extends upward", text("name: x\nextends: ../x.yaml\n"), "bad.yaml:2:10: extends", "a file in the same folder"),
    Bad("extends absolute", text("name: x\nextends: /etc/passwd\n"), "bad.yaml:2:10: extends", "same folder"),
    Bad("extends a link out", extends_link, "bad.yaml:2:10: extends", "copy the file into the same folder"),
    Bad("extends itself", text("name: x\nextends: ./bad.yaml\n"), "bad.yaml:2:10: extends", "in a ring"),
    Bad(
        "extends nothing", text("name: x\nextends: basline-escort\n"), "2:10: extends", "did you mean baseline-escort?"
    ),
    Bad("archetype upward", changed("  BANDIT:", "  BANDIT:\n    archetype: ../x"), "BANDIT.archetype", "no archetype"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_bad_input_is_told_with_place_and_remedy_in_under_a_second(bad: Bad, tmp_path: Path) -> None:
    source = bad.make(tmp_path)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(source)
    spent_s = time.process_time() - start
    message = str(caught.value)
    assert bad.place in message
    assert bad.words in message
    assert spent_s < LONGEST_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MOST_MEMORY_KIB
    assert all(len(line) < 800 for line in message.splitlines())
    assert message.replace("\n", "").isprintable()


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_the_command_ends_with_code_3_and_no_traceback(
    bad: Bad, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", str(bad.make(tmp_path))])
    shown = capsys.readouterr()
    assert code == 3
    assert bad.words in shown.err
    assert "Traceback" not in shown.err
    assert "bug in Sortie Lab" not in shown.err


def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = without_permission(tmp_path)
    if os.access(path, os.R_OK):  # root may read everything: then there is nothing to refuse
        assert load_scenario(path).scenario.name == "small"
        return
    with pytest.raises(ScenarioError, match="may not be read"):
        load_scenario(path)


SHEET = "name: x\nscenario: baseline-escort\ndesign: grid\nfactors: {leash: {knob: leash, levels: [10, 40]}}\n"


def sheet(old: str, new: str) -> Make:
    """Return how an experiment file with one thing changed is made."""
    assert old in SHEET, old
    return text(SHEET.replace(old, new, 1))


BAD_EXPERIMENTS = [
    Bad("missing", lambda folder: folder / "none.yaml", "none.yaml", "there is no such file"),
    Bad("empty", text(""), "bad.yaml:1:1", "the file is empty"),
    Bad("a scenario", text(scenario_text()), "bad.yaml:", "factors: is missing"),
    Bad("binary", text(bytes(range(256)) * 40), "bad.yaml:2:1", "save it as plain text, UTF-8"),
    Bad("10 MB", text(b"a: 1\n" * 2_000_000), "bad.yaml", "larger than 256 KiB"),
    Bad("200,000 brackets", text("[" * 200_000), "bad.yaml:1:21", "nested more than 20 levels"),
    Bad("alias bomb", text(alias_bomb()), "bad.yaml:1:5", "write the value out"),
    Bad(
        "unknown knob", sheet("knob: leash", "knob: leesh"), "bad.yaml:4:25: factors.leash.knob", "did you mean leash?"
    ),
    Bad("out of the folder", sheet("baseline-escort", "../x.yaml"), "bad.yaml:2:11: scenario", "in the same folder"),
    Bad("reversed", sheet("levels: [10, 40]", "low: 40, high: 10, steps: 3"), "leash.low", "write 10 before 40"),
    Bad("empty range", sheet("levels: [10, 40]", "low: 40, high: 40, steps: 3"), "leash.low", "high larger than low"),
    Bad("NaN", sheet("[10, 40]", "[10, .nan]"), "leash.levels[1]", "finite number"),
    Bad("many levels", sheet("[10, 40]", str(list(range(5_000)))), "leash.levels", "must be 2 to 100 levels"),
    Bad("too few points", sheet("design: grid", "design: nolh"), "bad.yaml:3:9: design", "add points"),
    Bad("many factors", text(SHEET + "".join(f"k{n}: 1\n" for n in range(4_000))), "bad.yaml:5:1", "unknown setting"),
]


@pytest.mark.parametrize("bad", BAD_EXPERIMENTS, ids=lambda bad: bad.name)
def test_a_bad_experiment_is_told_with_place_and_remedy_in_under_a_second(bad: Bad, tmp_path: Path) -> None:
    source = bad.make(tmp_path)
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load_experiment(source)
    message = str(caught.value)
    assert time.process_time() - start < LONGEST_S
    assert bad.place in message
    assert bad.words in message
    assert all(len(line) < 800 for line in message.splitlines())
    assert message.replace("\n", "").isprintable()


BAD_PLANS = [
    Bad("missing", lambda folder: folder / "none.yaml", "none.yaml", "there is no such file"),
    Bad("empty", text(""), "bad.yaml:1:1", "{} is a plan that leaves everything as it is"),
    Bad("a list", text("- 1\n"), "bad.yaml:1:1", "is a mapping"),
    Bad("another side", text("flights.BANDIT.aircraft: 9\n"), "bad.yaml:1:1: plan blue: flights.BANDIT", "own side"),
    Bad("a third thing", text("ends_at_min: 9\n"), "bad.yaml:1:1: plan blue: ends_at", "a plan changes flights"),
    Bad(
        "not allowed",
        text("flights.GUARD.speed_kt: 9\n"),
        "plan blue: flights.GUARD.speed_kt",
        "it may set: flights.BOMBER.aircraft",
    ),
    Bad("alias bomb", text(alias_bomb()), "bad.yaml:1:5", "write the value out"),
    Bad("many settings", text("".join(f"flights.G{n}.x: 1\n" for n in range(4_000))), "plan blue", "only 100 of them"),
    Bad(
        "too many",
        text("flights.BOMBER.aircraft: 9\n"),
        "bad.yaml:1:1: plan blue: flights.BOMBER.aircraft",
        "take away 8",
    ),
]


@pytest.mark.parametrize("bad", BAD_PLANS, ids=lambda bad: bad.name)
def test_a_bad_plan_is_told_with_place_and_remedy_in_under_a_second(bad: Bad, tmp_path: Path) -> None:
    rules = {"blue": {"may_set": ["flights.BOMBER.aircraft", "flights.GUARD.escort"], "budget": {"aircraft": 3}}}
    base = text(scenario_text(plans=rules), "base.yaml")(tmp_path)
    plan = bad.make(tmp_path)
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(base, plans={"blue": plan})
    message = str(caught.value)
    assert time.process_time() - start < LONGEST_S
    assert bad.place in message
    assert bad.words in message
    assert all(len(line) < 800 for line in message.splitlines())
    assert message.replace("\n", "").isprintable()
