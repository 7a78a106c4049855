#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests: $STADION_CHROMIUM, or one in PATH, or Debian's.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

if [ -n "${STADION_CHROMIUM:-}" ]; then
  [ -x "$STADION_CHROMIUM" ] || fail "STADION_CHROMIUM=$STADION_CHROMIUM is not a program" "give the path of a Chromium or Chrome"
  echo "$STADION_CHROMIUM"
  exit
fi

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
find_chromium || { need_packages "Chromium" chromium fonts-dejavu-core; find_chromium; }
