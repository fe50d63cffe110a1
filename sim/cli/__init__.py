"""The command line: arguments in, exit codes out. Nothing is computed here; nothing heavy is loaded to show help."""

from __future__ import annotations

from sim.cli.entry import main

__all__ = ["main"]
