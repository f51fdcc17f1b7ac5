# Strata: `make run` and `make test` do everything on a fresh machine with Swift 6.3, make and git.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build release run test test-fast test-swift test-outside soak bench bench-live bench-peers format lint clean

PRODUCTS := strata-ingest strata-query strata
DEBUG_BIN = $(shell swift build --show-bin-path)
RELEASE_BIN = $(shell swift build -c release --show-bin-path)
VENV := .venv
PYTEST := $(VENV)/bin/python -m pytest -q -o cache_dir="$(CURDIR)/$(VENV)/pytest"

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: ## Install the system packages that building needs
	@scripts/install-packages.sh build

build: setup ## Build the three programs for development
	@for product in $(PRODUCTS); do swift build --product $$product || exit 1; done

release: setup ## Build the three programs in release mode
	@for product in $(PRODUCTS); do swift build -c release --product $$product || exit 1; done

run: release ## Build, fill a demo, start both servers and the demo page; Ctrl-C stops all
	@STRATA_BIN="$(RELEASE_BIN)" scripts/run.sh

test: test-swift test-outside ## Every test: unit, golden, random, end to end, real browser

test-fast: setup ## The Swift tests alone: no browser, no outside clients
	swift build --build-tests
	scripts/test-swift.sh

test-swift: test-fast

test-outside: setup $(VENV)/.installed ## Real processes, real clients, a real browser
	@scripts/install-packages.sh browser
	@for product in $(PRODUCTS); do swift build --product $$product || exit 1; done
	STRATA_BIN="$(DEBUG_BIN)" $(PYTEST) Tests/EndToEnd
	@# A browser that is slow to draw may miss the time limit of a click: what fails there is run once more by itself.
	STRATA_BIN="$(DEBUG_BIN)" $(PYTEST) Tests/Browser \
	  || STRATA_BIN="$(DEBUG_BIN)" $(PYTEST) --last-failed --last-failed-no-failures none Tests/Browser

$(VENV)/.installed: Tests/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
	@touch $@

soak: setup $(VENV)/.installed ## The long versions: more random cases, more kills
	swift build --build-tests
	STRATA_LONG=1 scripts/test-swift.sh
	@scripts/install-packages.sh browser
	@for product in $(PRODUCTS); do swift build --product $$product || exit 1; done
	STRATA_LONG=1 STRATA_BIN="$(DEBUG_BIN)" $(PYTEST) Tests/EndToEnd Tests/Browser

bench: setup ## Build the benchmarks; Benchmarks/README.md says how to run each
	@for product in layouts compile-bench index-bench ingest-bench live-load; do swift build -c release --product $$product || exit 1; done

WORK := .bench
bench-live: release bench ## A million contacts, 1,000 segments: load, start, serve, measure; WORK=DIR keeps the data there
	python3 Benchmarks/Live/bench.py --programs "$(RELEASE_BIN)" --work "$(WORK)" $(OPTIONS)

DATA := .bench/data
PEERS := ../shared/bench/run_peers.py
bench-peers: bench ## The sixteen segments in the index and, where PEERS is, in other engines, on the same DATA
	"$(RELEASE_BIN)/index-bench" "$(DATA)" Benchmarks/Index/segments.json 7 2
	@if [ -f "$(PEERS)" ]; then python3 "$(PEERS)" --data "$(DATA)" --engines native,duckdb; \
	else echo "no other engines: $(PEERS) is not there; set PEERS"; fi

format: ## Format every Swift file
	swift format format --in-place --recursive Package.swift Modules Apps Tests Benchmarks

lint: ## Check the format without changing anything
	swift format lint --strict --recursive Package.swift Modules Apps Tests Benchmarks

clean: ## Remove what was built
	rm -rf .build $(VENV)
