#!/usr/bin/env bash
# Makes tests/browser/node_modules hold exactly what its package-lock.json says.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
wanted=20

command -v node >/dev/null && command -v npm >/dev/null || need_packages "Node.js with npm" nodejs npm
found=$(node --version)
has_version "$wanted" "${found#v}" \
  || fail "Node.js $wanted or later is needed for the browser tests, this is $found" "install it from https://nodejs.org"

cd tests/browser
cmp -s package-lock.json node_modules/installed.json && exit
npm ci --no-audit --no-fund --loglevel=error >&2
cp package-lock.json node_modules/installed.json
