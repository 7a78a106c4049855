# Shared by the scripts here: what is missing is installed when this is root on Debian,
# else named with the one command that installs it. Source it; it runs nothing.

say() { printf '%s\n' "$*" >&2; }

# fail MESSAGE REMEDY: ends the script with what is wrong and what to do about it.
fail() {
  say "error: $1"
  [ $# -lt 2 ] || say "  help: $2"
  exit 1
}

root_on_debian() { [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; }

# need_packages WHAT PACKAGE...: call it only once the thing was looked for and not found.
need_packages() {
  local what=$1; shift
  local remedy="apt-get install --no-install-recommends $*"
  root_on_debian || fail "$what is not installed" "on Debian or Ubuntu: sudo $remedy"
  say "installing $what: $remedy"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >&2 \
    || fail "$what could not be installed" "see what this says: $remedy"
}

# free_port: a loopback TCP port that nothing listens on.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  fail "no free port between 20000 and 32000" "stop what listens there (ss -ltn)"
}

# has_version WANTED FOUND: true when FOUND, a dotted version, is WANTED or later.
has_version() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
