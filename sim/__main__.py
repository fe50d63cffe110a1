"""`python -m sim` is the same as `sortie`."""

from __future__ import annotations

import sys

from sim.cli import main

if __name__ == "__main__":  # worker processes import this module again under another name
    sys.exit(main())
