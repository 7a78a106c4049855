//! Reading a chart of a 24-hour recording: of what is stored, only what is drawn is unpacked.

#![allow(missing_docs)] // Criterion's macros make a public function.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use stadion_activity::range::decode_range;
use stadion_activity::sample::Random;
use stadion_activity::streams::{Channel, Chunk, Column, Streams, decode, encode};

const DAY_S: i64 = 24 * 3600;
/// Points of a chart.
const POINTS: usize = 500;

/// Nine channels a second for a day, each a walk of small steps.
fn day() -> Streams {
    let mut random = Random::new(7);
    let mut streams = Streams {
        time_ms: (0..DAY_S).map(|second| second * 1000).collect(),
        ..Streams::default()
    };
    for channel in Channel::ALL {
        let mut value = 100.0;
        let walk = (0..DAY_S).map(|_| {
            value += random.between(-1.0, 1.0);
            channel.snap(f64::abs(value) % 180.0)
        });
        streams.channels.insert(channel, walk.collect());
    }
    streams
}

fn of(chunks: &[Chunk], wanted: &[Channel]) -> Vec<Chunk> {
    let is_wanted = |chunk: &&Chunk| match &chunk.channel {
        Column::Time => true,
        Column::Channel(channel) => wanted.contains(channel),
        Column::Open(_) => false,
    };
    chunks.iter().filter(is_wanted).cloned().collect()
}

fn charts(criterion: &mut Criterion) {
    let chunks = encode(&day());
    let two = of(&chunks, &[Channel::HeartRate, Channel::Power]);
    let mut group = criterion.benchmark_group("a chart of 24 hours");
    group.sample_size(20);
    group.bench_function("everything unpacked", |bench| {
        bench.iter(|| decode(black_box(&chunks)).map(|s| s.len()));
    });
    group.bench_function("two channels, 500 points", |bench| {
        let whole = (0, DAY_S * 1000);
        bench.iter(|| decode_range(black_box(&two), whole).map(|s| s.thinned(POINTS).len()));
    });
    group.bench_function("two channels, one hour, 500 points", |bench| {
        let hour = (36_000_000, 39_600_000);
        bench.iter(|| decode_range(black_box(&two), hour).map(|s| s.thinned(POINTS).len()));
    });
    group.finish();
}

criterion_group!(benches, charts);
criterion_main!(benches);
