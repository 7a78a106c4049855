#!/usr/bin/env bash
# usage: scripts/screenshots.sh [NAME...]
# Starts a fresh demo server (already built) and writes the README's pictures to docs/images, and every page as phone
# and desktop, light and dark, in both languages, to target/screenshots; or the named pages alone, of
# tests/browser/screenshots.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${STADION_SERVER_LOG:-}" ] || exec scripts/with-server.sh "$0" "$@"
STADION_CHROMIUM=$(scripts/chromium.sh)
export STADION_CHROMIUM
scripts/node.sh
here=$PWD
cd tests/browser
exec node screenshots.mjs "$here/target/screenshots" "$here/docs/images" "$@"
