#!/bin/sh
# Activity files beside the readers of others. Those in Python live in an environment of their own under target/; without
# Python they are left out and the run says so.
set -eu
cd "$(dirname "$0")/.."
python=target/bench-venv/bin/python
if [ ! -x "$python" ]; then
    if ! { python3 -m venv target/bench-venv && "$python" -m pip install --quiet gpxpy==1.6.2 garmin-fit-sdk==21.218.0; }; then
        rm -rf target/bench-venv
        echo "no Python or no network: its readers are left out" >&2
    fi
fi
[ -x "$python" ] && export STADION_BENCH_PYTHON="$PWD/$python"
export CARGO_TARGET_DIR="$PWD/target/bench-activity"
exec "${CARGO:-cargo}" run --locked --release --manifest-path benches/activity/Cargo.toml -- "$@"
