#!/usr/bin/env bash
# usage: scripts/api-test.sh BASE_URL [schemathesis option...]
# Tries the API of a running demo server with schemathesis (tests/api/schemathesis.toml says how), as the demo
# athlete, in at most API_TEST_SECONDS (default 300), with API_TEST_EXAMPLES for each operation where that is set.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
url=${1:-${STADION_URL:-}}
[ -n "$url" ] || fail "no base URL given" "scripts/with-server.sh scripts/api-test.sh"
[ $# = 0 ] || shift
limit=${API_TEST_SECONDS:-300}
[ -z "${API_TEST_EXAMPLES:-}" ] || set -- --max-examples "$API_TEST_EXAMPLES" "$@"

venv=$(scripts/venv.sh)
export STADION_DEMO_EMAIL=${STADION_DEMO_EMAIL:-athlete@demo.stadion.test}
export STADION_DEMO_PASSWORD=${STADION_DEMO_PASSWORD:-stadion demo}
export HYPOTHESIS_STORAGE_DIRECTORY=${CARGO_TARGET_DIR:-target}/hypothesis

status=0
timeout --kill-after=10 "$limit" "$venv/bin/schemathesis" --config-file tests/api/schemathesis.toml --no-color \
  run --wait-for-schema 15 "$@" "${url%/}/api/openapi.json" || status=$?
[ "$status" != 124 ] || fail "the API tests did not end within $limit s" "lower max-examples in tests/api/schemathesis.toml"
exit "$status"
