#!/usr/bin/env bash
# Makes .venv hold exactly tests/api/requirements.txt, and prints its folder.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
wanted=tests/api/requirements.txt
installed=.venv/installed.txt

if ! cmp -s "$wanted" "$installed"; then
  command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages "Python with venv" python3-venv
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
    || fail "Python 3.10 or later is needed, this is $(python3 -V)" "put a newer python3 first in PATH"
  python3 -m venv --clear .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r "$wanted" >&2 \
    || fail "the Python packages of $wanted could not be installed" "see pip's words above"
  cp "$wanted" "$installed"
fi
echo "$PWD/.venv"
