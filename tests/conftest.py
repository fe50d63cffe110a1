"""What holds for every test: examples drawn by hypothesis are the same in every run, so that green means green."""

from __future__ import annotations

import signal

from hypothesis import settings

# A shell that starts the tests in the background lets them ignore Ctrl-C, and what they start would, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


settings.register_profile("landing", derandomize=True, deadline=None, database=None)
settings.load_profile("landing")
