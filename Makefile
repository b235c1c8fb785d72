# Everything a newcomer needs: `make chat` talks to Cuesta, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help chat test check lint types imports catalogues check-knowledge validate bench soak class pytest lock clean

help:
	@echo "make chat    environment and terminal chat"
	@echo "make test    environment, all checks and all tests"
	@echo "make check   the checks alone: style, types, import directions, catalogues"
	@echo "make check-knowledge   what is on file, what lacks a source, what is old"
	@echo "make validate          published training runs beside our estimates"
	@echo "make bench             how fast it is, beside bare echo bots (some ten minutes)"
	@echo "make soak              100,000 messages through the bot: memory, nothing lost, nothing doubled"
	@echo "make class   a class of 300: a live quiz and a graded test, with kills and flood limits (a quarter of an hour)"
	@echo "make lock    write the two lock files anew from pyproject.toml"
	@echo "make clean   remove the environment and caches"

# Without compiled modules (where Python is told to write none) every start takes a quarter of a second longer.
COMPILE := $(BIN)/python -m compileall -q bot knowledge estimator locales

# The environment is rebuilt when a lock file or pyproject.toml changes; the stamp says which environment is complete.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@ $(VENV)/.ready

chat: $(VENV)/.ready
	@$(BIN)/python -m bot chat

test: $(VENV)/.ready-dev lint types imports catalogues pytest

check: $(VENV)/.ready-dev lint types imports catalogues

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

imports: $(VENV)/.ready-dev
	$(BIN)/lint-imports

catalogues: $(VENV)/.ready-dev
	$(BIN)/python -m locales

check-knowledge: $(VENV)/.ready
	$(BIN)/python -m knowledge

validate: $(VENV)/.ready-dev
	$(BIN)/python -m estimator.validation

bench: $(VENV)/.ready-dev
	$(BIN)/python -m tests.benchmarks --folder docs

soak: $(VENV)/.ready-dev
	$(BIN)/python -m tests.soak

class: $(VENV)/.ready-dev
	$(BIN)/python -m tests.classroom_day

pytest: $(VENV)/.ready-dev
	$(BIN)/python -m pytest

lock:
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet uv
	.lock-venv/bin/uv pip compile $(LOCK_OPTIONS) --extra build --output-file requirements.txt pyproject.toml
	.lock-venv/bin/uv pip compile $(LOCK_OPTIONS) --extra build --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	rm -rf .lock-venv

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
