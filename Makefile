# Everyrep. git, make and Python 3.11 or newer are enough to begin with: the rest is fetched here.
# Each step leaves a file behind and is done again only when what it was made from has changed.

PORT ?= 8000
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
NPM := cd frontend && $(BIN)/npm --no-update-notifier
PYTEST := $(BIN)/pytest -n 2
SOURCES := everyrep tests tools $(wildcard bench)

RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
NODE_MODULES := frontend/node_modules/.package-lock.json
BUILD := everyrep/web/static_build/manifest.json
SPANISH := everyrep/locale/es/LC_MESSAGES/django
FRONTEND_SOURCES := $(shell find frontend/src frontend/styles frontend/icons frontend/public -type f) \
	$(wildcard frontend/*.ts) frontend/app.html frontend/package.json

export PATH := $(BIN):$(PATH)
# Node trusts what the system trusts, so that it also works behind a clinic's proxy.
export NODE_USE_SYSTEM_CA := 1
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check fix messages lock bench clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(RUN) $(BUILD) $(SPANISH).mo ## start the demo clinic on http://localhost:8000 (PORT=8001 for another port)
	@$(BIN)/python tools/system_packages.py pango || true
	$(BIN)/everyrep demo --data var/demo --port $(PORT)

test: check $(BUILD) $(SPANISH).mo ## run every check and every test, on SQLite and on PostgreSQL, browser tests included
	$(BIN)/python tools/system_packages.py pango
	$(BIN)/python tools/system_packages.py chromium
	$(BIN)/python tools/system_packages.py calcurse
	$(NPM) test
	$(PYTEST)
# The server goes as a whole, with its databases: none is dropped while a thread still draws for the last test.
	$(BIN)/python tools/with_postgres.py $(PYTEST) --reuse-db -m "not browser" tests/contexts tests/edges tests/faults

check: $(DEV) $(NODE_MODULES) ## format, lint, types, import contracts, migrations, messages; never writes
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/python tools/file_lengths.py $(SOURCES) frontend
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/django-admin makemigrations --check --dry-run --settings everyrep.config.settings
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/snapshot_types.py check
	$(BIN)/python tools/progression_reference.py check
	$(BIN)/python tools/roles_reference.py check
	$(NPM) run check

fix: $(DEV) $(NODE_MODULES) ## format the code and mend what the linters can mend
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/python tools/snapshot_types.py write
	$(BIN)/python tools/progression_reference.py write
	$(BIN)/python tools/roles_reference.py write
	$(NPM) run fix

messages: $(DEV) ## bring the Spanish catalog up to date with the texts in the sources
	$(BIN)/python tools/messages.py update

lock: $(RUN) ## make requirements/*.txt anew from pyproject.toml
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --upgrade pyproject.toml --group build --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --upgrade --constraint requirements/run.txt \
		pyproject.toml --group dev --output-file requirements/dev.txt

bench: $(RUN) $(BUILD) $(SPANISH).mo ## measure pages, sync and schedules against a bare view in the same run
	$(BIN)/python -m bench

clean: ## remove what was fetched and built; var/ (the data) stays
	rm -rf $(VENV) frontend/node_modules everyrep/web/static_build $(SPANISH).mo

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Everyrep needs Python 3.11 or newer, and none was found on the PATH."; exit 1; }
	@$(PYTHON) tools/system_packages.py venv
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(NODE_MODULES): frontend/package.json frontend/package-lock.json | $(RUN)
	$(NPM) ci --no-progress
	@touch $@

$(BUILD): $(NODE_MODULES) $(FRONTEND_SOURCES)
	$(NPM) run build -- --logLevel warn
	$(BIN)/python -m whitenoise.compress --quiet everyrep/web/static_build
	@touch $@

$(SPANISH).mo: $(SPANISH).po | $(RUN)
	$(BIN)/pybabel --quiet compile --domain django --directory everyrep/locale
