"""Puts the scenarios into the wheel as `sim/_scenarios`; an editable install reads them from the checkout instead."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ScenariosInWheel(BuildHookInterface):
    """A build hook, because a static `force-include` would also copy them into editable installs, to go stale there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map the folder into a standard wheel only."""
        if version != "editable":
            build_data["force_include"]["scenarios"] = "sim/_scenarios"
