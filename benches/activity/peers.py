"""Readers in Python beside ours: prints the median of seconds that each takes for a file.

python peers.py gpx|tcx|fit FILE
"""

import json
import statistics
import sys
import time

ROUNDS = 3


def gpxpy_reads(path):
    import gpxpy

    with open(path, encoding="utf-8") as file:
        text = file.read()

    def read():
        found = gpxpy.parse(text)
        return sum(len(segment.points) for track in found.tracks for segment in track.segments)

    return read


def garmin_reads(path):
    from garmin_fit_sdk import Decoder, Stream

    def read():
        messages, errors = Decoder(Stream.from_file(path)).read()
        assert not errors, errors
        return len(messages["record_mesgs"])

    return read


READERS = {"gpx": {"gpxpy": gpxpy_reads}, "fit": {"Garmin's SDK for Python": garmin_reads}}


def median(read):
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        assert read() > 0
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


kind, path = sys.argv[1:]
print(json.dumps({name: median(prepare(path)) for name, prepare in READERS.get(kind, {}).items()}))
