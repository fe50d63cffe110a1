# `make demo` and `make test` do everything on a fresh clone: they need Python 3.11 or newer and make, nothing else.
# Choose an interpreter with `make demo PYTHON=/path/to/python3.12`.

VENV := .venv
PY := $(VENV)/bin/python
RUNNABLE := $(VENV)/.installed
TESTABLE := $(VENV)/.installed-dev
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
PYTEST := $(PY) -m pytest

.PHONY: help demo quick test lint proof bench reference clean

help:
	@echo "make demo    set up, run the seed scenario, show its table, write figures, report and results"
	@echo "make test    set up, run everything that must hold"
	@echo "make quick   style, types, unit and analytic tests"
	@echo "make proof   the long proofs (hours)"
	@echo "make bench   speed and scale, as ratios"
	@echo "make reference   write the pages that are made from the declarations anew"
	@echo "make clean   remove .venv, caches and built files; results stay"

demo: $(RUNNABLE)
	@$(PY) -m sim demo

quick: lint
	$(PYTEST) tests/unit tests/analytic

test: lint
	$(PYTEST) -n 2 --dist worksteal

lint: $(TESTABLE)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

proof: $(TESTABLE)
	$(PYTEST) -m proof --timeout 0

bench: $(TESTABLE)
	@$(PY) -m benchmarks

reference: $(TESTABLE)
	@$(PY) -m tests.reference.update

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find sim tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the two files that say what to install, or the install is done again.
$(RUNNABLE): pyproject.toml constraints.txt
	@python=""; \
	for candidate in $(or $(PYTHON),$(CANDIDATES)); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Sortie Lab needs Python 3.11 or newer; tried: $(or $(PYTHON),$(CANDIDATES))." >&2; \
	  echo "Install one, or name it: make demo PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "$$python has no venv. On Debian and Ubuntu: sudo apt-get install python$$version-venv" >&2; exit 1; \
	fi; \
	if ! $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  echo "Making $(VENV) with $$("$$python" --version) ..." >&2; \
	  "$$python" -m venv --clear $(VENV) || exit 1; \
	fi
	@echo "Installing Sortie Lab into $(VENV); the first time this takes about half a minute ..." >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(TESTABLE): $(RUNNABLE)
	@echo "Installing the development tools ..." >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
