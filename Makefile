# `make` lists the targets. What each needs is checked by the target itself, with the command that mends it.
SHELL := /bin/bash
CARGO := cargo
BINARY := $(or $(CARGO_TARGET_DIR),target)/debug/stadion
.DEFAULT_GOAL := help
.PHONY: help run build test check fmt docs browser-test api-test mutate fuzz bench bench-activity bench-check bench-rules clean-data

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## start Stadion with the sport packs of this folder and demo data, at http://127.0.0.1:8080
	@exec $(BINARY) demo $(ARGS)

build: ## build the stadion command (dev profile; docs/decisions/0005 says what of it is optimised)
	@scripts/toolchain.sh
	@$(CARGO) build --locked -p stadion

test: ## everything CI runs
	@scripts/test.sh

check: ## the short loop: format, lints and tests on SQLite, or on PostgreSQL where STADION_TEST_POSTGRES names one
	@scripts/toolchain.sh
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) test --locked --workspace --quiet

fmt: ## format all Rust code
	$(CARGO) fmt --all

docs: build ## write docs/reference again from the pack kinds
	$(BINARY) schema --docs docs/reference

browser-test: build ## the browser tests against a fresh demo server
	@scripts/with-server.sh scripts/browser-test.sh

api-test: build ## schemathesis against a fresh demo server
	@scripts/with-server.sh scripts/api-test.sh

mutate: ## make mistakes in the packs that ship and score the findings: MUTATIONS=2000 SEED=2; what became of each is in target/mutations.txt
	@scripts/toolchain.sh
	STADION_MUTATIONS=$(or $(MUTATIONS),2000) STADION_MUTATION_SEED=$(or $(SEED),2) $(CARGO) test --locked --quiet -p stadion --test it mutations -- --nocapture

fuzz: ## feed packs, expressions and activity files with broken input: FUZZ_SECONDS=60 for each target, SEED=2
	@scripts/toolchain.sh
	STADION_FUZZ_SECONDS=$(or $(FUZZ_SECONDS),60) STADION_FUZZ_SEED=$(or $(SEED),2) $(CARGO) test --locked --quiet -p stadion --test it fuzz -- --nocapture

bench: ## the benchmarks, on both databases, and the time from a save to the live pack
	@scripts/toolchain.sh
	@scripts/with-postgres.sh $(CARGO) bench --locked --workspace
	@$(CARGO) build --locked -p stadion
	@scripts/reload-time.sh

bench-check: ## checking packs and rules, the parsing told apart
	@scripts/toolchain.sh
	$(CARGO) bench --locked -p stadion --bench check

bench-rules: ## rules beside their peers: a workspace of its own, so that nobody else builds these
	@scripts/toolchain.sh
	CARGO_TARGET_DIR=$(CURDIR)/target/rules $(CARGO) run --locked --release --manifest-path benches/rules/Cargo.toml

bench-activity: ## activity files beside the readers of others, and a health export of 2 GB
	@scripts/toolchain.sh
	@CARGO="$(CARGO)" scripts/bench-activity.sh
	@CARGO="$(CARGO)" scripts/bench-activity.sh health

clean-data: ## forget the demo's database and files (./data)
	rm -rf data
