//! CPU time of taking in one hour at one sample a second: bytes to stored chunks.

#![allow(clippy::unwrap_used)] // A benchmark fails by panicking.

use std::hint::black_box;

use chrono::DateTime;
use criterion::{Criterion, criterion_group, criterion_main};
use stadion_activity::sample::{Run, fit, gpx, tcx};
use stadion_activity::streams::{decode, encode};
use stadion_activity::{Activity, Limits, derive, read};

fn activity(bytes: &[u8]) -> Activity {
    let mut results = read("hour", bytes.to_vec(), &Limits::default());
    results.remove(0).outcome.unwrap().activities.remove(0)
}

fn hour(c: &mut Criterion) {
    let run = Run::new(DateTime::from_timestamp(1_714_550_400, 0).unwrap(), 3600, 7);
    for (name, bytes) in [("fit", fit(&run)), ("gpx", gpx(&run)), ("tcx", tcx(&run))] {
        c.bench_function(&format!("{name}_bytes_to_chunks"), |b| {
            b.iter(|| encode(&activity(black_box(&bytes)).streams));
        });
    }
    let activity = activity(&fit(&run));
    c.bench_function("encode_streams", |b| {
        b.iter(|| encode(black_box(&activity.streams)));
    });
    let chunks = encode(&activity.streams);
    println!(
        "{} chunks, {} bytes",
        chunks.len(),
        chunks.iter().map(|chunk| chunk.bytes.len()).sum::<usize>()
    );
    c.bench_function("decode_streams", |b| b.iter(|| decode(black_box(&chunks))));
    c.bench_function("complete", |b| {
        b.iter_batched(
            || Activity {
                streams: activity.streams.clone(),
                ..Activity::default()
            },
            |mut fresh| {
                derive::complete(&mut fresh);
                fresh
            },
            criterion::BatchSize::SmallInput,
        );
    });
    c.bench_function("best_efforts", |b| {
        b.iter(|| {
            let line = derive::Line::of(&activity.streams);
            [400.0, 1000.0, 5000.0, 10_000.0]
                .map(|metres| derive::best_over_distance(&line, metres))
        });
    });
}

criterion_group!(benches, hour);
criterion_main!(benches);
