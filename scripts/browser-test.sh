#!/usr/bin/env bash
# usage: STADION_URL=http://… scripts/browser-test.sh [FILE.test.mjs...]
# The browser tests in headless Chromium, against the server at STADION_URL; without it, those that need none.
set -euo pipefail
cd "$(dirname "$0")/.."
STADION_CHROMIUM=$(scripts/chromium.sh)
export STADION_CHROMIUM
scripts/node.sh
cd tests/browser
[ $# -gt 0 ] || set -- *.test.mjs
exec node --test --test-reporter=spec --test-concurrency=1 --test-timeout=400000 "$@"
