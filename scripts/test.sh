#!/usr/bin/env bash
# Everything CI runs, step by step with the seconds each took. A failing step does not hide those after it:
# all run, and the end names the failed ones with their last words (all of them are in target/steps). The Rust tests
# come last, so a good run ends with their summary.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
scripts/toolchain.sh || exit 1

export CARGO_INCREMENTAL=0 CARGO_TERM_PROGRESS_WHEN=never CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never} CI=1
binary=${CARGO_TARGET_DIR:-target}/debug/stadion
words=${CARGO_TARGET_DIR:-target}/steps
rm -rf "$words" && mkdir -p "$words"
failed=()
# As cargo, node's runner, schemathesis and the scripts write it.
fault='FAILED|panicked at|^error|^not ok|✖|^ *(FAIL|Error|error)[:[]|^failures:'

# step NAME COMMAND...: runs it, says how long it took, remembers a failure.
step() {
  local name=$1 began=$SECONDS; shift
  say "── $name"
  if "$@" 2>&1 | tee "$words/$name"; then
    say "   ok, $((SECONDS - began)) s"
  else
    say "   FAILED, $((SECONDS - began)) s"
    failed+=("$name")
  fi
}

conclude() {
  [ ${#failed[@]} = 0 ] && return
  for name in "${failed[@]}"; do
    say "── last words of: $name"
    tail -n 100 "$words/$name" >&2
  done
  # A test that fails early is far above the last words of those after it.
  for name in "${failed[@]}"; do
    say "── what failed in: $name"
    grep -nE -A 6 "$fault" "$words/$name" | cut -c 1-300 | tail -n 80 >&2
  done
  fail "failed: $(IFS=,; echo "${failed[*]}" | sed 's/,/, /g')" "each step's own words are above, and in $words"
}

lints() { cargo clippy --locked --quiet --workspace --all-targets -- -D warnings; }
build() { cargo build --locked --quiet --workspace --all-targets; }

dependencies() {
  # Building cargo-deny takes minutes (eight beside other work on two cores), so nobody is made to: deny.toml is checked
  # where it is installed. Without a network, `cargo deny check bans licenses sources` does all but the advisories.
  if cargo deny --version >/dev/null 2>&1; then
    cargo deny --locked --log-level error check
  else
    say "   cargo-deny is not installed, deny.toml was not checked (cargo install --locked cargo-deny)"
  fi
}

reference_is_fresh() {
  local fresh=0
  rm -rf target/reference
  "$binary" schema --docs target/reference && diff -r -q docs/reference target/reference >&2 || fresh=1
  [ "$fresh" = 0 ] || say "   docs/reference is not what the pack kinds say: run make docs and commit it"
  return "$fresh"
}

# Doc tests first: the summary that ends the run is that of the unit and integration tests.
doc_tests() { cargo test --locked --quiet --workspace --doc; }
rust_tests() { scripts/with-postgres.sh cargo test --locked --quiet --workspace --lib --bins --tests --no-fail-fast; }

step "format" cargo fmt --all --check
step "lints" lints
step "dependencies" dependencies
step "build" build
step "doc tests" doc_tests
step "reference docs" reference_is_fresh
step "browser" scripts/with-server.sh scripts/browser-test.sh

# Each database gets half of the examples, and so half of the time.
export API_TEST_EXAMPLES=${API_TEST_EXAMPLES:-13}
step "API on SQLite" scripts/with-server.sh scripts/api-test.sh
step "API on PostgreSQL" scripts/with-postgres.sh env DEMO_DATABASE=postgres scripts/with-server.sh scripts/api-test.sh

step "Rust tests, on SQLite and PostgreSQL" rust_tests
conclude
