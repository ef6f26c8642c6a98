# `exec`: a signal to make reaches the program itself. `setpriv`: it ends even if make is killed.
PYTHON ?= python3
LAUNCH = @exec setpriv --pdeathsig TERM $(PYTHON) -m launch

.DEFAULT_GOAL := help
.PHONY: help run demo-reset setup test check fix t pins sbom clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1	\2/'

run: ## set up and start the whole system; Ctrl-C stops it; EMPTY=1 leaves the demonstration out
	$(LAUNCH) run

demo-reset: ## delete what was entered, so that `make run` begins with a fresh demonstration; asks first
	$(LAUNCH) demo-reset

setup: ## set up a checkout for an installation; starts nothing
	$(LAUNCH) setup

test: ## everything that CI asks: the checks, all tests, the browser tests
	$(LAUNCH) test

check: ## lint, types, import layers, templates, migrations, settings, known vulnerabilities; changes nothing
	$(LAUNCH) check

fix: ## format and mend what tools can mend
	$(LAUNCH) fix

t: ## one test file, or a few: make t F=tests/badges/test_layout.py
	@setpriv --pdeathsig TERM $(PYTHON) -m launch prepare
	@exec .venv/bin/pytest $(F)

pins: ## compile requirements/ and package-lock.json anew
	$(LAUNCH) pins

sbom: ## a software bill of materials of the pinned packages (CycloneDX), in var/
	$(LAUNCH) sbom

clean: ## delete caches of tools and downloads; data and environment stay
	@rm -rf var/cache var/setup.log .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
