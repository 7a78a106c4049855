#!/usr/bin/env bash
# usage: scripts/with-postgres.sh COMMAND [ARGUMENT...]
# Runs COMMAND with STADION_TEST_POSTGRES set to the URL of a throw-away PostgreSQL server, and removes the
# server however COMMAND ends. A URL that is set already is used as it is.
# The server listens on loopback only, trusts whoever connects and does not wait for the disk, unless
# STADION_TEST_POSTGRES_SYNC=on is set: figures of what is durable need one that does.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || fail "no command given" "scripts/with-postgres.sh cargo test"
[ -z "${STADION_TEST_POSTGRES:-}" ] || exec "$@"

# Debian keeps the server's programs out of PATH, one folder for each version.
server_programs() {
  local initdb
  initdb=$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1) || true
  [ -n "$initdb" ] || initdb=$(command -v initdb) || true
  [ -z "$initdb" ] || dirname "$(readlink -f "$initdb")"
}

bin=$(server_programs)
if [ -z "$bin" ]; then
  need_packages "PostgreSQL" postgresql
  bin=$(server_programs)
  [ -n "$bin" ] || fail "PostgreSQL was installed, but its initdb was not found"
fi

# initdb and postgres refuse to run as root.
as_server=()
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
  owner=$(id -un postgres 2>/dev/null || echo nobody)
  as_server=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups env "HOME=/nonexistent")
fi

# From a folder its user may enter.
server() { (cd / && "${as_server[@]}" "$@"); }

dir=$(mktemp -d "${TMPDIR:-/tmp}/stadion-postgres.XXXXXX")
chown "$owner" "$dir"

stop() {
  trap - EXIT INT TERM
  [ ! -f "$dir/data/postmaster.pid" ] \
    || server "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

server "$bin/initdb" -D "$dir/data" --username=stadion --auth=trust --encoding=UTF8 --locale=C --no-sync \
  >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; fail "initdb failed"; }

sync=${STADION_TEST_POSTGRES_SYNC:-off}

start() {
  server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 30 -s start -o "-h 127.0.0.1 -p $1 -k $dir \
    -c fsync=$sync -c synchronous_commit=$sync -c full_page_writes=$sync -c max_connections=300 -c timezone=UTC" \
    >/dev/null 2>&1
}

# Another process may take the port between the look and the start.
port=""
for _ in 1 2 3; do
  port=$(free_port)
  start "$port" && break
  port=""
done
[ -n "$port" ] || { cat "$dir/data/server.log" >&2; fail "the throw-away PostgreSQL did not start"; }

export STADION_TEST_POSTGRES="postgres://stadion@127.0.0.1:$port/postgres"
"$@"
