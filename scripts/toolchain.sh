#!/usr/bin/env bash
# Checks what every build needs: Rust and a C compiler (SQLite and zstd are C). Prints nothing when all is well.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
rustup_page="https://rustup.rs"

command -v cargo >/dev/null && command -v rustc >/dev/null \
  || fail "Rust $wanted or later is not installed" "install it from $rustup_page, then open a new shell"
found=$(rustc --version | cut -d ' ' -f 2)
has_version "$wanted" "${found%%-*}" \
  || fail "Rust $wanted or later is needed, this is $found" "rustup update stable (rustup is at $rustup_page)"
command -v cc >/dev/null || need_packages "a C compiler" gcc libc6-dev
