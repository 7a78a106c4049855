#!/usr/bin/env bash
# usage: scripts/reload-time.sh [SAVES]
# Milliseconds from saving a pack's file until `stadion serve --dev` has swapped it in, over 20 saves. The goal is 200.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
binary=$PWD/${CARGO_TARGET_DIR:-target}/debug/stadion
[ -x "$binary" ] || fail "$binary is not built" "cargo build --locked -p stadion"
saves=${1:-20}

dir=$(mktemp -d "${TMPDIR:-/tmp}/stadion-reload.XXXXXX")
pid=""
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
mkdir "$dir/packs"
[ ! -d sport-packs ] || cp -r sport-packs/. "$dir/packs"
mkdir "$dir/packs/timed"
pack() { printf 'id: timed\nversion: 1.0.%s\ntitle: {en: Timed}\n' "$1" >"$dir/packs/timed/pack.yaml"; }
pack 0

(cd "$dir" && exec "$binary" serve --dev --packs packs --listen 127.0.0.1:0 >"$dir/address" 2>"$dir/log") &
pid=$!
for _ in $(seq 100); do [ -s "$dir/address" ] && break; sleep 0.1; done
port=$(sed 's/.*://' "$dir/address")
[ -n "$port" ] || { cat "$dir/log" >&2; fail "the server did not start"; }

# The generation after $1 (or the one now); the answer comes when there is one.
generation() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET /dev/events%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:+?since=$1}" >&3
  sed -n 's/.*"generation":\([0-9]*\).*/\1/p' <&3
  exec 3<&-
}
now=$(generation)
for save in $(seq "$saves"); do
  began=${EPOCHREALTIME/./}
  pack "$save"
  now=$(generation "$now")
  echo $(((${EPOCHREALTIME/./} - began) / 1000))
done | sort -n | awk '{ ms[NR] = $1 } END { printf "save to live: median %d ms, slowest %d ms, %d saves\n", ms[int((NR + 1) / 2)], ms[NR], NR }'
