//! Archives: of many files, of odd names, and of what should not be in them.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use chrono::DateTime;
use stadion_activity::sample::{Run, gpx};
use stadion_activity::{FileResult, Limits, Options, read, read_each};

fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn minute(second: i64) -> Vec<u8> {
    gpx(&Run::new(
        DateTime::from_timestamp(1_714_550_400 + second, 0).unwrap(),
        20,
        1,
    ))
}

fn code(result: &FileResult) -> &str {
    result
        .outcome
        .as_ref()
        .map_or_else(|refusal| refusal.code.as_str(), |_| "ok")
}

#[test]
fn three_thousand_activities_come_one_by_one() {
    let entries: Vec<_> = (0..3_000)
        .map(|n| (format!("activities/{n}.gpx"), minute(n * 3600)))
        .collect();
    let options = Options::default();
    let (mut count, mut largest) = (0, 0);
    read_each(
        "years.zip",
        Cursor::new(zip(&entries)),
        &options,
        |result| {
            assert_eq!(code(&result), "ok", "{}", result.name);
            largest = largest.max(result.bytes.len());
            count += 1;
            ControlFlow::Continue(())
        },
    );
    assert_eq!(count, 3_000);
    assert!(largest < 100_000);
}

#[test]
fn names_that_climb_stay_below_the_archive() {
    let entries = [
        ("../../etc/passwd.gpx", 0),
        ("/srv/a.gpx", 1),
        ("..\\windows\\b.gpx", 2),
    ]
    .map(|(name, n)| (name.to_owned(), minute(n)));
    let results = read("x.zip", zip(&entries), &Limits::default());
    let names: Vec<_> = results.iter().map(|result| result.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "x.zip/etc/passwd.gpx",
            "x.zip/srv/a.gpx",
            "x.zip/windows/b.gpx"
        ]
    );
    assert!(results.iter().all(|result| code(result) == "ok"));
}

#[test]
fn endings_do_not_matter_and_metadata_of_macos_is_passed_over() {
    let entries = [
        ("ride.fit".to_owned(), minute(0)),
        ("ride".to_owned(), minute(1)),
        ("photo.gpx".to_owned(), vec![0xff, 0xd8, 0xff, 0xe0, 0, 1]),
        ("__MACOSX/._ride.fit".to_owned(), minute(2)),
        ("a/.DS_Store".to_owned(), vec![0; 9]),
    ];
    let results = read("x.zip", zip(&entries), &Limits::default());
    let codes: Vec<_> = results.iter().map(code).collect();
    assert_eq!(
        codes,
        [
            "ok",
            "ok",
            "unknown-format",
            "not-an-activity",
            "not-an-activity"
        ]
    );
}

#[test]
fn photos_are_not_unpacked() {
    // More than may be unpacked together, if it were.
    let limits = Limits {
        unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    let photo = |n: u8| {
        (
            format!("media/{n}.jpg"),
            [&[0xff, 0xd8, 0xff][..], &vec![n; 3 << 20]].concat(),
        )
    };
    let entries = [photo(1), photo(2), ("ride.gpx".to_owned(), minute(0))];
    let results = read("x.zip", zip(&entries), &limits);
    let codes: Vec<_> = results.iter().map(code).collect();
    assert_eq!(codes, ["unknown-format", "unknown-format", "ok"]);
}

#[test]
fn what_may_be_unpacked_together_is_bounded() {
    let file = minute(0);
    let limits = Limits {
        unpacked_bytes: file.len() as u64 * 2 + 10,
        ..Limits::default()
    };
    let entries = [0, 1, 2].map(|n| (format!("{n}.gpx"), file.clone()));
    let results = read("x.zip", zip(&entries), &limits);
    let codes: Vec<_> = results.iter().map(code).collect();
    assert_eq!(codes, ["ok", "ok", "too-large"]);
}
