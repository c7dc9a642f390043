# Needs Python 3.11 to 3.13, make and a package registry; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8501

BIN := .venv/bin
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo $(BIN)/uv)
INSTALL := $(UV) pip install --python $(BIN)/python
LOCK := env -u UV_FIND_LINKS $(UV) --no-config pip compile --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet

# The tests start hundreds of commands: let Python keep what it compiled.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test coverage check lint lock clean
.DEFAULT_GOAL := help

help:  ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 14

demo: .venv/.runtime  ## Ingest data/essays into a fresh database and serve the app (PORT=8501)
	@echo "Claimgraph demo: http://127.0.0.1:$(PORT) (Ctrl+C stops it)"
	@$(BIN)/kg demo --port $(PORT)

test: lint  ## Run everything: lint, types, layers, every test
	@tests/provision.sh
	$(BIN)/pytest -n 2 --dist loadfile

coverage: .venv/.dev  ## Run every test and show the branches that none takes; half as long again
	@tests/provision.sh
	$(BIN)/pytest -n 2 --dist loadfile --cov

check: lint  ## Run the fast part of it: no browser, no PostgreSQL
	$(BIN)/pytest -n 2 -m "not browser and not postgres"

lint: .venv/.dev  ## Check style, types and import layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: .venv/.python  ## Renew the three lock files from the registry
	echo uv | $(LOCK) --no-annotate - --output-file requirements-uv.lock
	$(LOCK) pyproject.toml --group build --output-file requirements.lock
	$(LOCK) pyproject.toml --group build --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock

clean:  ## Remove the environment and everything built
	rm -rf .venv dist .coverage* htmlcov test-results .*_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/.python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; \
		sys.exit(0 if (3, 11) <= v < (3, 14) else "Claimgraph needs Python 3.11 to 3.13 and this is \
	%d.%d: name another with make PYTHON=..." % v)'
	$(PYTHON) -m venv --clear .venv
	@[ $(UV) = uv ] || $(BIN)/pip --disable-pip-version-check install --quiet --require-hashes -r requirements-uv.lock
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml | .venv/.python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The development lock holds the whole runtime lock, so it satisfies both.
.venv/.dev: requirements-dev.lock requirements.lock pyproject.toml | .venv/.python
	$(INSTALL) --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch .venv/.runtime $@
