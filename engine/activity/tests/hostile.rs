//! Damaged and malicious files: an answer always comes, and never a panic.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::io::Write;

use chrono::DateTime;
use proptest::prelude::*;
use stadion_activity::sample::{Run, fit, fit_strength, gpx, health, tcx};
use stadion_activity::{FileResult, Format, Limits, read};

fn minute() -> Run {
    Run::new(DateTime::from_timestamp(1_714_550_400, 0).unwrap(), 60, 1)
}

const SAMPLES: usize = 8;

fn samples() -> [Vec<u8>; SAMPLES] {
    // The rest of the day goes: a whole one takes long to change byte by byte.
    let mut export = Vec::new();
    health(&mut export, 1, 7).unwrap();
    let export = String::from_utf8(export).unwrap();
    let (head, tail) = (
        &export[..6_000],
        &export[export.find(" <Workout ").unwrap()..],
    );
    let cut = head.rfind(" <Record").unwrap();
    let export = format!("{}{tail}", &head[..cut]).into_bytes();
    let route = gpx(&minute());
    let archive = zip(&[("export.xml", &export), ("workout-routes/a.gpx", &route)]);
    [
        fit(&minute()),
        fit_strength(minute().start, 1),
        gpx(&minute()),
        tcx(&minute()),
        SAMPLED.into(),
        LISTED.into(),
        export,
        archive,
    ]
}

const SAMPLED: &str = "time;Höhe (m);lat;lon;hr;speed [km/h]\n2024-05-01 07:00:00;99,5;50;8;140;12,5\n\
    01.05.2024 07:00:01;;50,1;8;141;--\n1714546802;1;2;3;4;5\n12:30;1;2;3;4;5\n";
const LISTED: &str = "Date,Time,Sport,Distance,Duration,Avg HR\n2024-05-01,07:00,Running,\"1,000.5\",0:52:30,150\n\
    3/14/2024,,Ride,5,60,\nMay 1, 2024,,,,,\n";

fn small() -> Limits {
    Limits {
        file_bytes: 1 << 20,
        unpacked_bytes: 4 << 20,
        ..Limits::default()
    }
}

/// Every result speaks, and what it holds keeps the promises of its types.
fn assert_sound(results: &[FileResult]) {
    assert!(!results.is_empty());
    for result in results {
        match &result.outcome {
            Ok(decoded) => {
                assert!(!decoded.activities.is_empty());
                for activity in &decoded.activities {
                    let streams = &activity.streams;
                    assert!(
                        streams.time_ms.is_sorted()
                            && streams.time_ms.first().is_none_or(|first| *first >= 0)
                    );
                    assert!(
                        streams
                            .channels
                            .values()
                            .all(|column| column.len() == streams.len())
                    );
                }
            }
            Err(refusal) => assert!(!refusal.reason.is_empty() && !refusal.remedy.is_empty()),
        }
        // A caught panic answers so: none may happen below it.
        if let Err(refusal) = &result.outcome {
            assert!(
                !refusal.reason.contains("makes no sense"),
                "{}",
                result.name
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn changed_bytes_are_survived(
        which in 0..SAMPLES,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = samples()[which].clone();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        assert_sound(&read("changed", bytes, &small()));
    }

    #[test]
    fn cut_files_are_survived(which in 0..SAMPLES, end in any::<prop::sample::Index>()) {
        let bytes = samples()[which].clone();
        let cut = bytes[..end.index(bytes.len())].to_vec();
        assert_sound(&read("cut", cut, &small()));
    }

    #[test]
    fn removed_and_doubled_stretches_are_survived(
        which in 0..SAMPLES,
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        double in any::<bool>(),
    ) {
        let bytes = samples()[which].clone();
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        let (from, to) = (from.min(to), from.max(to));
        let middle: &[u8] = if double { &bytes[from..to] } else { &[] };
        let tail = if double { &bytes[from..] } else { &bytes[to..] };
        assert_sound(&read("moved", [&bytes[..from], middle, tail].concat(), &small()));
    }

    #[test]
    fn noise_behind_a_header_is_survived(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let size = (noise.len() as u32).to_le_bytes();
        let fit = [&[14, 0x20, 0, 0], size.as_slice(), b".FIT\0\0", &noise].concat();
        assert_sound(&read("noise.fit", fit, &small()));
        for head in ["<gpx>", "<TrainingCenterDatabase>", "<HealthData><Workout>", "time,hr\n", "PK\u{3}\u{4}"] {
            assert_sound(&read("noise", [head.as_bytes(), &noise].concat(), &small()));
        }
    }

    #[test]
    fn strange_xml_values_are_survived(value in "[-+0-9.eE]{0,40}", time in "[0-9TZ:+.-]{0,30}") {
        let gpx = format!("<gpx><trk><trkseg><trkpt lat=\"{value}\" lon=\"{value}\"><ele>{value}</ele>\
            <time>2024-05-01T07:00:00Z</time></trkpt><trkpt lat=\"1\" lon=\"1\"><time>{time}</time></trkpt></trkseg></trk></gpx>");
        assert_sound(&read("x.gpx", gpx.into_bytes(), &small()));
        let tcx = format!("<TrainingCenterDatabase><Activity><Lap StartTime=\"{time}\"><TotalTimeSeconds>{value}</TotalTimeSeconds>\
            <DistanceMeters>{value}</DistanceMeters><Track><Trackpoint><Time>2024-05-01T07:00:00Z</Time>\
            <DistanceMeters>{value}</DistanceMeters></Trackpoint></Track></Lap></Activity></TrainingCenterDatabase>");
        assert_sound(&read("x.tcx", tcx.into_bytes(), &small()));
    }
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn code(result: &FileResult) -> &str {
    result
        .outcome
        .as_ref()
        .map_or_else(|refusal| refusal.code.as_str(), |_| "ok")
}

#[test]
fn an_archive_gives_every_file_its_own_answer() {
    let run = fit(&minute());
    let packed = gzip(&run);
    let archive = zip(&[
        ("a/run.fit", &run),
        ("run.fit.gz", &packed),
        ("note.txt", b"hello"),
        ("empty.gpx", b""),
    ]);
    let results = read("export.zip", archive, &Limits::default());
    let told: Vec<_> = results
        .iter()
        .map(|result| (result.name.as_str(), code(result)))
        .collect();
    assert_eq!(
        told,
        [
            ("export.zip/a/run.fit", "ok"),
            ("export.zip/run.fit", "ok"),
            ("export.zip/note.txt", "unknown-format"),
            ("export.zip/empty.gpx", "empty"),
        ]
    );
    assert_eq!(results[0].bytes, run);
    assert_eq!(results[1].format, Some(Format::Fit));
}

#[test]
fn a_damaged_entry_stops_no_other() {
    let run = fit(&minute());
    let mut archive = zip(&[("a.fit", &run), ("b.fit", &run)]);
    // Inside the deflated bytes of the first entry.
    archive[200] ^= 0xff;
    archive[201] ^= 0xff;
    let results = read("x.zip", archive, &Limits::default());
    assert_eq!(results.len(), 2);
    assert_ne!(code(&results[0]), "ok");
    assert_eq!(code(&results[1]), "ok");
}

#[test]
fn bombs_are_refused() {
    let blanks = [b"<gpx>".as_slice(), &vec![b' '; 64 << 20]].concat();
    let bomb = gzip(&blanks);
    let limits = small();
    assert_eq!(
        code(&read("bomb.gz", bomb.clone(), &limits)[0]),
        "too-large"
    );
    assert_eq!(
        code(&read("bomb.gz", bomb, &Limits::default())[0]),
        "too-large"
    );
    let many: Vec<_> = (0..30).map(|index| format!("{index}.bin")).collect();
    let files: Vec<_> = many
        .iter()
        .map(|name| (name.as_str(), b"x".as_slice()))
        .collect();
    let results = read(
        "many.zip",
        zip(&files),
        &Limits {
            entries: 10,
            ..limits
        },
    );
    assert_eq!((results.len(), code(&results[10])), (11, "too-large"));
}

#[test]
fn archives_are_opened_two_deep() {
    let run = fit(&minute());
    let inner = zip(&[("run.fit", &run)]);
    let outer = zip(&[("inner.zip", &inner)]);
    let deepest = zip(&[("outer.zip", &outer)]);
    let results = read("a.zip", outer, &Limits::default());
    assert_eq!(
        (results[0].name.as_str(), code(&results[0])),
        ("a.zip/inner.zip/run.fit", "ok")
    );
    assert_eq!(
        code(&read("b.zip", deepest, &Limits::default())[0]),
        "too-large"
    );
}

#[test]
fn a_cut_fit_file_gives_what_was_recorded() {
    let run = fit(&minute());
    let results = read("cut.fit", run[..run.len() / 2].to_vec(), &Limits::default());
    let decoded = results[0].outcome.as_ref().unwrap();
    assert!(decoded.partial);
    assert!((20..40).contains(&decoded.activities[0].streams.len()));
    assert_eq!(decoded.warnings[0].code, "truncated");
}

#[test]
fn a_changed_fit_file_is_read_with_a_warning() {
    let mut run = fit(&minute());
    let last = run.len() - 1;
    run[last] ^= 1;
    let results = read("changed.fit", run, &Limits::default());
    let decoded = results[0].outcome.as_ref().unwrap();
    assert_eq!(decoded.warnings[0].code, "bad-checksum");
    assert_eq!(decoded.activities[0].streams.len(), 61);
}

#[test]
fn a_fit_file_whose_size_was_never_written_is_read() {
    let run = fit(&minute());
    let mut unfinished = run[..run.len() - 2].to_vec();
    unfinished[4..8].fill(0);
    let results = read("power-lost.fit", unfinished, &Limits::default());
    let decoded = results[0].outcome.as_ref().unwrap();
    assert!(decoded.partial);
    assert_eq!(decoded.activities[0].streams.len(), 61);
}

#[test]
fn samples_beyond_the_limit_are_told() {
    let limits = Limits {
        samples: 10,
        ..Limits::default()
    };
    for bytes in [fit(&minute()), gpx(&minute()), tcx(&minute())] {
        let results = read("long", bytes, &limits);
        let activity = &results[0].outcome.as_ref().unwrap().activities[0];
        assert_eq!(activity.streams.len(), 10);
        assert_eq!(activity.warnings[0].code, "too-many-samples");
    }
}
