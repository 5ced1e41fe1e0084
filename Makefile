# Watchbill. `make` lists what there is. Nothing but python3 (3.11 or newer, with venv) and make is needed.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
BIN := .venv/bin
WORKERS ?= auto
PACKS := deploy/contracts/*/
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE # some images set it: everything would be compiled anew in each process

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | column -t -s $$'\t'

.PHONY: run
run: ## starts everything on this machine; Ctrl-C stops it (WATCHBILL_PORT_BASE=8000, EMPTY=1, WHEELHOUSE=dir)
	@deploy/environment run
	@exec $(BIN)/watchbill up

.PHONY: demo
demo: ## plays a contract year to the final payment and explains it (KEEP=1 leaves it up)
	@deploy/environment run
	@exec $(BIN)/watchbill demo

VICTIMS := billing roster tickets inspection scoring nats postgres nats-wipe
.PHONY: demo-kills
demo-kills: ## the demo once per victim: one service or server is killed in each, the account must be the same
	@deploy/environment run
	@for victim in $(VICTIMS); do echo "== $$victim"; $(BIN)/watchbill demo --kill "$$victim"; done

.PHONY: sample-days
sample-days: ## the sample laid for a holiday, a leap day's year and a year without a calendar (DAYS="2027-10-01 …")
	@deploy/environment dev
	WATCHBILL_SAMPLE_DAYS="$(or $(DAYS),2027-10-01 2028-08-06 2031-01-29)" $(BIN)/python -m pytest deploy/cli/tests/test_sample_played.py

.PHONY: test
test: ## the suite, on servers of its own
	@deploy/environment dev
	$(BIN)/python -m pytest -n $(WORKERS)

.PHONY: browser
browser: ## people's stories in a real browser against a whole system with its sample (T=expression for some)
	@deploy/environment dev
	@deploy/browser
	$(BIN)/python -m pytest -n 0 $(if $(T),-k "$(T)") --durations=15 tests/browser

.PHONY: screenshots
screenshots: ## pictures of every page, wide and phone, light and dark, into out/screenshots (T=part of a name)
	@deploy/environment dev
	@deploy/browser
	@PYTHONPATH=tests exec $(BIN)/python -m browser.screenshots $(T)

.PHONY: faults
faults: ## breaks everything under load and compares with an oracle (PROFILE=smoke|short|long, SEED=1)
	@deploy/environment dev
	@PYTHONPATH=tests exec $(BIN)/python -m faults --profile $(or $(PROFILE),short) --seed $(or $(SEED),1)

.PHONY: cluster
cluster: ## three nodes of NATS, two replicas of every service, broken under load, same oracle; into out/cluster.json (SEED=1)
	@deploy/environment dev
	@PYTHONPATH=tests exec $(BIN)/python -m cluster --seed $(or $(SEED),1)

.PHONY: check
check: ## types, lint, format, imports, packs, locks
	@deploy/environment dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@for pack in $(PACKS); do $(BIN)/watchbill pack check "$$pack"; done

.PHONY: fmt
fmt: ## formats the code
	@deploy/environment dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: pack-check
pack-check: ## checks every contract pack
	@deploy/environment run
	@for pack in $(PACKS); do $(BIN)/watchbill pack check "$$pack"; done

.PHONY: verify
verify: ## recomputes every hash chain of the running instance and compares the witnessed heads
	@$(BIN)/watchbill verify

.PHONY: bench
bench: ## speed beside baselines in the same run, into out/bench.json (NAME=append.ledger for one; WATCHBILL_BENCH_SIZE=0.1)
	@deploy/environment dev
	@PYTHONPATH=tests exec $(BIN)/python -m bench $(NAME)

.PHONY: lock
lock: ## makes the locks again after a change of dependencies (UPGRADE=1 moves the pins)
	@deploy/environment dev
	@deploy/lock

.PHONY: wheelhouse
wheelhouse: ## fills the folder WHEELHOUSE with what `make run` and `make test` need without a registry
	@deploy/wheelhouse "$(WHEELHOUSE)"

.PHONY: reset
reset: ## asks, then deletes the local data
	@deploy/environment run
	@$(BIN)/watchbill reset
