"""`sortie check`: every fault of a scenario, without running it."""

from __future__ import annotations

import click

from sim.base.errors import Fault, ScenarioError
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.loading import Choice, choice_options, load, scenario_argument
from sim.cli.options import format_option
from sim.cli.output import PLAIN, Format, Row, emit, emit_json, emit_rows


@click.command(
    "check",
    cls=SortieCommand,
    examples=("sortie check baseline-escort --set flights.RAVEN.aircraft=4",),
)
@scenario_argument
@choice_options
@click.option("--resolved", is_flag=True, help="Print the scenario that is really played, all layers applied.")
@format_option(*PLAIN)
def command(source: str, choice: Choice, resolved: bool, form: Format) -> ExitCode:
    """Find every fault of a scenario, without running it.

    Each fault comes with line, column and a hint; the exit code is then 3. Warnings are about values that are allowed
    but unusual.
    """
    try:
        loaded = load(source, choice, tell_warnings=form is Format.TEXT)
    except ScenarioError as error:
        if form is Format.TEXT:
            raise
        _print(error.faults, (), form)
        return ExitCode.INVALID
    if resolved:
        emit(loaded.resolved_text.rstrip("\n"))
    elif form is Format.TEXT:
        count = len(loaded.warnings)
        emit(f"{loaded.scenario.name}: no faults, {count or 'no'} warning{'' if count == 1 else 's'}")
    else:
        _print((), loaded.warnings, form)
    return ExitCode.OK


def _print(faults: tuple[Fault, ...], warnings: tuple[Fault, ...], form: Format) -> None:
    rows = [*(_row("fault", one) for one in faults), *(_row("warning", one) for one in warnings)]
    if form is Format.JSON:
        emit_json({"valid": not faults, "findings": rows})
    else:
        emit_rows(rows, form)


def _row(kind: str, fault: Fault) -> Row:
    return {
        "kind": kind,
        "file": fault.place,
        "line": fault.line,
        "column": fault.column,
        "path": fault.path,
        "rule": fault.rule,
        "hint": fault.hint,
    }
