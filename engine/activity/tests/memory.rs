//! What reading takes of memory is a multiple of the input; of an archive, of its largest file; of
//! a health export nearly nothing.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::fs::File;
use std::io::{BufWriter, Cursor, Write};
use std::ops::ControlFlow;

use chrono::DateTime;
use peak_alloc::PeakAlloc;
use stadion_activity::sample::{Run, fit, gpx, health, tcx};
use stadion_activity::{FileResult, Options, read_each};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

fn hour(number: i64) -> Run {
    let start = DateTime::from_timestamp(1_714_550_400 + number * 7200, 0).unwrap();
    Run::new(start, 3600, 7)
}

/// Bytes at the most beyond those held before.
fn peak(mut each: impl FnMut(FileResult), source: impl std::io::Read + std::io::Seek) -> usize {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    read_each("input", source, &Options::default(), |result| {
        assert!(
            result.outcome.is_ok(),
            "{}: {:?}",
            result.name,
            result.outcome
        );
        each(result);
        ControlFlow::Continue(())
    });
    ALLOCATED.peak_usage().saturating_sub(before)
}

fn table(run: &Run) -> Vec<u8> {
    let rows = (0..run.seconds).map(|second| {
        let at = run.start + chrono::TimeDelta::seconds(i64::from(second));
        format!(
            "{},50.{second:07},8.1234567,{},140\n",
            at.to_rfc3339(),
            second % 300
        )
    });
    format!("time,lat,lon,alt,hr\n{}", rows.collect::<String>()).into_bytes()
}

// One test: the allocator counts for the whole process.
#[test]
fn memory_follows_the_input() {
    let run = hour(0);
    // The borders of time zones are made ready at the first question and held from then on.
    peak(drop, Cursor::new(gpx(&Run { seconds: 5, ..run })));
    // A FIT sample takes some 20 bytes in the file, a text one 60 to 300.
    let files = [
        ("fit", fit(&run), 30),
        ("gpx", gpx(&run), 6),
        ("tcx", tcx(&run), 6),
        ("csv", table(&run), 12),
    ];
    for (name, bytes, times) in files {
        let input = bytes.len();
        let taken = peak(drop, Cursor::new(bytes));
        assert!(taken < input * times, "{name}: {taken} bytes for {input}");
    }

    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut largest = 0;
    for number in 0..100 {
        let bytes = gpx(&hour(number));
        largest = largest.max(bytes.len());
        archive
            .start_file(
                format!("{number}.gpx"),
                zip::write::SimpleFileOptions::default(),
            )
            .unwrap();
        archive.write_all(&bytes).unwrap();
    }
    let archive = archive.finish().unwrap();
    let mut count = 0;
    let taken = peak(|_| count += 1, archive);
    assert_eq!(count, 100);
    assert!(
        taken < largest * 6,
        "archive: {taken} bytes, the largest file has {largest}"
    );

    let path = std::env::temp_dir().join(format!("stadion-health-{}.xml", std::process::id()));
    let made = health(BufWriter::new(File::create(&path).unwrap()), 60, 7).unwrap();
    let mut count = 0;
    let taken = peak(|_| count += 1, File::open(&path).unwrap());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(count, made.workouts);
    assert!(made.bytes > 30_000_000, "{made:?}");
    assert!(taken < 4 << 20, "health: {taken} bytes for {}", made.bytes);
}
