"""What holds for every test: examples drawn by hypothesis are the same in every run, so that green means green."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("landing", derandomize=True, deadline=None, database=None)
settings.load_profile("landing")
