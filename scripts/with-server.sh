#!/usr/bin/env bash
# usage: scripts/with-server.sh COMMAND [ARGUMENT...]
# Runs COMMAND beside a fresh demo server (already built) on a free loopback port, and removes the server and its
# data however COMMAND ends. STADION_URL tells COMMAND its address, STADION_DATA its data folder (mails are files in
# mail/), STADION_SERVER_LOG the file it logs to.
# DEMO_DATABASE=postgres runs it on $STADION_TEST_POSTGRES instead of an SQLite file.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
[ $# -gt 0 ] || fail "no command given" "scripts/with-server.sh scripts/browser-test.sh"
binary=${CARGO_TARGET_DIR:-target}/debug/stadion
[ -x "$binary" ] || fail "$binary is not built" "cargo build --locked -p stadion"

dir=$(mktemp -d "${TMPDIR:-/tmp}/stadion-server.XXXXXX")
pid=""
stop() {
  trap - EXIT INT TERM
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; }
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$(free_port)
export STADION_URL="http://127.0.0.1:$port" STADION_DATA="$dir/data" STADION_SERVER_LOG="$dir/log"
database=()
[ "${DEMO_DATABASE:-sqlite}" = sqlite ] || database=(--database "$STADION_TEST_POSTGRES")

# The server takes its settings from STADION_… variables and refuses those it does not know: it gets none.
serve() {
  unset "${!STADION_@}"
  exec "$binary" demo --listen "127.0.0.1:$port" --data "$dir/data" "${database[@]}" >"$dir/log" 2>&1
}
serve &
pid=$!

# Needs no curl: one request over bash's own sockets.
answers() (
  exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
  printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" >&3
  read -r -t 2 _ status _ <&3 && [ "$status" = 200 ]
) 2>/dev/null

ready() {
  for _ in $(seq 150); do
    kill -0 "$pid" 2>/dev/null || return 1
    answers && return
    sleep 0.2
  done
  return 1
}
ready || { cat "$STADION_SERVER_LOG" >&2; fail "the demo server was not ready within 30 s"; }

status=0
"$@" || status=$?
kill -0 "$pid" 2>/dev/null || { say "the demo server ended meanwhile"; status=1; }
[ "$status" = 0 ] || { say "── the server's last lines"; tail -n 40 "$STADION_SERVER_LOG" >&2; }
exit "$status"
