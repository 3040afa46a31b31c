# Two commands do everything, each with all of its own set-up: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(VENV)/bin/uv
UV_VERSION := 0.13.9
# uv if it is available, else pip: both check every digest.
INSTALL = if $(UV) --version > /dev/null 2>&1; then $(UV) pip install -q --compile-bytecode --require-hashes -r $(1); \
	else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi

# A stamp is named after the locks' content: a warm start installs nothing, a changed lock installs again.
sum = $(shell cat $(1) 2>/dev/null | cksum | tr -d ' ')
RUN := $(VENV)/.run-$(call sum,requirements.lock)
TEST := $(VENV)/.test-$(call sum,requirements.lock requirements-test.lock)
TRUST := $(VENV)/.trust-$(call sum,requirements.lock requirements-test.lock requirements-trust.lock)
BENCH := $(VENV)/.bench-$(call sum,requirements.lock requirements-bench.lock)

.PHONY: help run quick test lint cover faults trust bench evaluate lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## the site on this machine: web, worker, scheduler (PORT=8000)
	@exec $(PY) -m careers.config.launch --with-parent

quick: $(TEST) ## style, types and the quick tests: a minute, while you work
	@exec $(PY) tests/run.py quick

test: $(TEST) ## every test, including PostgreSQL, RabbitMQ and a browser
	@exec $(PY) tests/run.py all

lint: $(TEST) ## the one list of checks: style, types, contracts, migrations, locks
	@exec $(PY) tests/run.py lint

cover: $(TEST) ## the tests on SQLite again, and how many lines of the product they run
	@exec $(PY) tests/run.py cover

faults: $(TEST) ## tests that stop, wipe and kill servers, including the long ones, with a table of their figures
	@exec $(PY) tests/run.py faults

trust: $(TRUST) ## the full size of the sweeps that attack the site, with a table of their figures
	@exec $(PY) tests/run.py trust

BENCHMARKS := engine single writing plans pages reading
bench: $(TEST) $(BENCH) ## the ratios that speed is judged by, alone on the machine; fails if a bar is missed
	@missed=0; for one in $(BENCHMARKS); do echo "== $$one"; \
	$(PY) tests/benchmarks/$$one.py 2> /dev/null || missed=1; echo; done; exit $$missed

# Standard output is only the table, or with JSON=1 one document; everything else goes to standard error.
evaluate: $(if $(DATA),$(BENCH)) ## how often the right role comes first (DATA=folder, HALF=a|b, JSON=1, WRITE=1)
	@if [ -z "$(DATA)" ]; then echo "Name the folder to measure on: make evaluate DATA=../shared/data/dev" >&2; exit 2; fi; \
	exec $(PY) manage.py evaluate "$(DATA)" $(if $(HALF),--half $(HALF)) $(if $(filter-out 0,$(JSON)),--json) $(if $(filter-out 0,$(WRITE)),--write)

# The locks name packages and digests, never a host; `make lint` checks that.
COMPILE = $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml
lock: $(RUN) ## compile the locks from pyproject.toml
	@$(COMPILE) -o requirements.lock
	@$(COMPILE:pyproject.toml=) --group test -c requirements.lock -o requirements-test.lock
	@$(COMPILE:pyproject.toml=) --group trust -c requirements.lock -c requirements-test.lock -o requirements-trust.lock
	@$(COMPILE:pyproject.toml=) --group bench -c requirements.lock -o requirements-bench.lock

clean: ## remove what can be made again: the environment and the tools' caches (var/ stays)
	@rm -rf $(VENV) staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. If two first starts run at once, the second waits for the lock, finds the stamp and installs nothing.
$(RUN): LOCKS := requirements.lock
$(TEST): LOCKS := requirements.lock requirements-test.lock
$(TRUST): LOCKS := requirements.lock requirements-test.lock requirements-trust.lock
$(BENCH): LOCKS := requirements.lock requirements-bench.lock
$(RUN) $(TEST) $(TRUST) $(BENCH):
	@set -e; mkdir -p $(VENV); exec 9> $(VENV)/.setup; \
	if command -v flock > /dev/null; then flock 9; fi; \
	if [ -e $@ ]; then exit 0; fi; \
	$(ENVIRONMENT); \
	echo "Installing what $(LOCKS) name$(if $(word 2,$(LOCKS)),,s) ..." >&2; \
	$(foreach lock,$(LOCKS),$(call INSTALL,$(lock));) \
	rm -f $(basename $@)-*; touch $@

define ENVIRONMENT
if ! $(PY) -c 'import pip' 2> /dev/null; then \
	if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "Rolewise needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; fi; \
	if ! $(PYTHON) -c 'import ensurepip, venv' 2> /dev/null; then \
		if [ "$$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then \
			echo "This python3 cannot make virtual environments. Install the package that can, then try again:" >&2; \
			echo "    sudo apt-get install python3-venv" >&2; exit 1; fi; \
		echo "Installing python3-venv ..." >&2; \
		apt-get -qq update; \
		DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv > /dev/null; fi; \
	echo "Making $(VENV) ..." >&2; $(PYTHON) -m venv $(VENV); fi; \
if ! $(UV) --version > /dev/null 2>&1; then \
	$(PY) -m pip install -q --disable-pip-version-check uv==$(UV_VERSION) 2> /dev/null || echo "No uv here; pip does it, slower." >&2; fi
endef
