"""Saying a command in a test, and hearing what it answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.cli import main

Captured = pytest.CaptureFixture[str]


def say(capsys: Captured, *words: str) -> tuple[int, str, str]:
    """Run one command; return exit code, stdout and stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def document(capsys: Captured, *words: str) -> dict[str, Any]:
    """Run one command that succeeds; return its JSON."""
    code, out, err = say(capsys, *words, "--format", "json")
    assert code == 0, err
    content: dict[str, Any] = json.loads(out)
    return content
