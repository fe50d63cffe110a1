"""`sortie verify`: does the program compute what theory says? Scenarios of one rule each against exact answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import click

from sim.base.errors import UsageError
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import progress
from sim.cli.nearby import hint
from sim.cli.options import format_option
from sim.cli.output import PLAIN, Format, Row, emit, emit_json, emit_rows, table

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sim.verify.case import Case
    from sim.verify.tally import Finding, Verdict

TRIALS: Final = 2000
"""Trials of each case when none are asked for: half a minute in all."""

LEAST: Final = 100
"""With fewer a mean is not near enough to normal for its score to mean what it says."""


def _complete_case(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from sim.verify.cases import CASES

    return [CompletionItem(name) for name in CASES if name.startswith(incomplete)]


@click.command(
    "verify",
    cls=SortieCommand,
    examples=("sortie verify", "sortie verify --case track-age --trials 20000"),
)
@click.option(
    "--trials",
    type=click.IntRange(LEAST, 1_000_000),
    default=TRIALS,
    show_default=True,
    metavar="N",
    help="Trials of each case with chance in it; four times as many see differences half as large.",
)
@click.option("--case", "names", multiple=True, metavar="NAME", shell_complete=_complete_case, help="Only this case.")
@click.option("--seed", type=click.IntRange(0, 2**53), default=1, show_default=True, metavar="S", help="Root seed.")
@format_option(*PLAIN)
def command(trials: int, names: tuple[str, ...], seed: int, form: Format) -> ExitCode:
    """Compare the simulation with exact answers from theory.

    Each case is a small scenario that isolates one rule: detection, links, queues, shots, duels, timing. Its exact
    value comes from a formula, the simulated one from trials; z is their distance in standard errors. The exit code is
    1 when a case does not hold.
    """
    from sim.verify.tally import verdict

    cases = _chosen(names)
    result = verdict(_played(cases, trials, seed))
    _show(result, cases, form, is_whole=bool(names))
    return ExitCode.FAILED if result.failed else ExitCode.OK


def _chosen(names: tuple[str, ...]) -> dict[str, Case]:
    from sim.verify.cases import CASES

    for name in names:
        if name not in CASES:
            near = hint(name, CASES) or f"; cases: {', '.join(CASES)}"
            raise UsageError(f"--case {name}: there is no such case{near}")
    return {name: case for name, case in CASES.items() if not names or name in names}


def _played(cases: dict[str, Case], trials: int, seed: int) -> list[Finding]:
    from sim.verify.play import play_case

    found: list[Finding] = []
    with progress() as report:
        for done, (name, case) in enumerate(cases.items(), start=1):
            found += play_case(name, case, trials=trials, seed=seed)
            if report is not None:
                report(done, len(cases))
    return found


def _show(result: Verdict, cases: dict[str, Case], form: Format, *, is_whole: bool) -> None:
    match form:
        case Format.JSON:
            emit_json({"summary": _summary(result), "findings": [_row(one, cases) for one in result.findings]})
        case Format.CSV:
            emit_rows([_row(one, cases) for one in result.findings], form)
        case _:
            shown = [one for one in result.findings if is_whole or not (one.answer.is_detail and one.holds)]
            told = [f"{name}: {case.asks}\n  source: {case.source}" for name, case in cases.items()] if is_whole else []
            emit("\n\n".join([*told, table([_line(one) for one in shown]), "\n".join(_closing(result, len(shown)))]))


def _line(one: Finding) -> Row:
    """Return one line of the table for the eye."""
    return {
        "case": one.case,
        "what": one.answer.what,
        "formula in words": one.answer.formula,
        "exact": _number(one.answer.exact),
        "simulated": _number(one.simulated) if one.n else "nothing",
        "n": one.n,
        "z": "" if one.z is None else f"{one.z:+.2f}",
        "verdict": "holds" if one.holds else "FAILS",
    }


def _number(value: float) -> str:
    return "never" if math.isinf(value) else f"{value:.6g}"


def _row(one: Finding, cases: dict[str, Case]) -> Row:
    """Return one row for programs; what never happens has no value there."""
    case = cases[one.case]
    return {
        "case": one.case,
        "family": case.family.value,
        "what": one.answer.what,
        "unit": one.answer.unit,
        "kind": one.answer.kind.value,
        "formula": one.answer.formula,
        "source": case.source,
        "exact": _finite(one.answer.exact),
        "simulated": _finite(one.simulated) if one.n else None,
        "n": one.n,
        "z": None if one.z is None else _finite(one.z),
        "holds": one.holds,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _summary(result: Verdict) -> dict[str, object]:
    from sim.verify.tally import Z_MAX

    return {
        "answers": len(result.findings),
        "failed": len(result.failed),
        "scores": result.scored,
        "largest_z": _finite(result.largest),
        "bound": Z_MAX,
        "false_alarm_prob": result.alarm,
        "chi_square": _finite(result.chi_square),
        "degrees_of_freedom": result.independent,
        "chi_square_prob": result.chance,
    }


def _closing(result: Verdict, shown: int) -> list[str]:
    """Return what all answers say together, in words."""
    from sim.verify.tally import Z_MAX

    every, failed = len(result.findings), len(result.failed)
    lines = [f"{every} answers, {every - failed} hold, {failed} fail."]
    if shown < every:
        lines.append(f"{every - shown} details hold too and are not shown; --case NAME, json and csv show them.")
    if result.scored:
        lines.append(
            f"Largest |z| of {result.scored} scores: {result.largest:.2f}; the bound is {Z_MAX}. A correct program "
            f"goes beyond it anywhere among them with a chance of about {result.alarm:.1g} at most."
        )
        lines.append(
            f"Chi-square of the first score of each case: {result.chi_square:.1f} on {result.independent} degrees of "
            f"freedom; a correct program gets more with a chance of {result.chance:.2g}."
        )
    return [*lines, "This says that the program computes its model. It says nothing about whether the model is true."]
