//! Files of watches, archives of them, and packs as archives.

use std::io::Write;

use chrono::DateTime;
use stadion_activity::columns::ColumnMap;
use stadion_activity::sample::{Run, fit, fit_strength, fit_triathlon, gpx, health, tcx};
use stadion_activity::{FileResult, Limits, read};
use stadion_pack::archive;

use super::Target;

pub const ACTIVITY: Target = Target {
    name: "activity",
    seeds,
    words: WORDS,
    run,
};

pub const RELEASE: Target = Target {
    name: "release",
    seeds: releases,
    words: &[
        "PK\u{3}\u{4}",
        "PK\u{1}\u{2}",
        "PK\u{5}\u{6}",
        "pack.yaml",
        "../",
        "/",
        "\\",
        "\u{0}",
    ],
    run: release,
};

/// Each text format alone, so that its decoder gets all the time: behind the archives it would get little.
pub const GPX: Target = Target {
    name: "gpx",
    seeds: || vec![gpx(&minute()), EXTENDED.into()],
    words: XML,
    run,
};

pub const TCX: Target = Target {
    name: "tcx",
    seeds: || vec![tcx(&minute())],
    words: XML,
    run,
};

pub const TABLE: Target = Target {
    name: "table",
    seeds: || vec![SAMPLED.into(), LISTED.into()],
    words: &[
        ",",
        ";",
        "\t",
        "\"",
        "\n",
        "sep=;\n",
        "time",
        "date",
        "secs",
        "sport",
        "lat",
        "hr",
        "[km/h]",
        "2024-05-01 07:00:00",
        "31/12/2024",
        "1714546800000",
        "1,234.5",
        "-1e308",
        "NaN",
        "0:00:01",
        "\u{feff}",
    ],
    run,
};

pub const COLUMNS: Target = Target {
    name: "columns",
    seeds: || vec![b"Zeit=time,Puls=heart_rate,\"a, b=speed[km/h]\",c=-".to_vec()],
    words: &[
        "=",
        ",",
        "\"",
        "[",
        "]",
        "time",
        "speed[mph]",
        "total_distance",
        "-",
    ],
    run: columns,
};

pub const HEALTH: Target = Target {
    name: "health",
    seeds: || {
        let export = export();
        let files = [export.clone(), gpx(&minute())];
        vec![zip(&files), export]
    },
    words: XML,
    run,
};

const XML: &[&str] = &[
    "<trkpt lat=\"91\" lon=\"181\">",
    "<time>",
    "<gpxdata:lap>",
    "<Lap StartTime=\"",
    "<Transition StartTime=\"",
    "</Track>",
    "<Record type=\"HKQuantityTypeIdentifierHeartRate\" startDate=\"2016-01-01 18:00:00 +0100\" value=\"1\"/>",
    "<Workout workoutActivityType=\"x\" startDate=\"2016-01-01 18:00:00 +0100\" endDate=\"2026-01-01 18:00:00 +0100\">",
    "<FileReference path=\"1.bin\"/>",
    "</HealthData>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "<!DOCTYPE HealthData [",
    "&a;",
    "<![CDATA[",
    "-->",
    "9999999999",
    "1e400",
    "9999-12-31 23:59:59 -9999",
    "2024-02-30T25:61:61Z",
];

const EXTENDED: &str = "<gpx version=\"1.0\"><trk><trkseg><trkpt lat=\"50\" lon=\"8\"><time>2024-05-01T07:00:00Z</time><speed>2</speed>\
    <extensions><power>200</power><gpxdata:hr>140</gpxdata:hr><gpxdata:distance>1</gpxdata:distance></extensions></trkpt></trkseg></trk>\
    <extensions><gpxdata:lap><gpxdata:startTime>2024-05-01T07:00:00Z</gpxdata:startTime><gpxdata:elapsedTime>9</gpxdata:elapsedTime>\
    <gpxdata:summary name=\"hr\" kind=\"avg\">141</gpxdata:summary></gpxdata:lap></extensions></gpx>";
const SAMPLED: &str = "time;H\u{f6}he (m);lat;lon;hr;speed [km/h]\n2024-05-01 07:00:00;99,5;50;8;140;12,5\n\
    01.05.2024 07:00:01;;50,1;8;141;--\n1714546802;1;2;3;4;5\n12:30;1;2;3;4;5\n";
const LISTED: &str = "Date,Time,Sport,Distance,Duration,Avg HR,Shoe\n2024-05-01,07:00,Running,\"1,000.5\",0:52:30,150,red\n\
    3/14/2024,,Ride,5,60,,\n\"May 1, 2024, 7:00:00 AM\",,,,,,\n";

fn minute() -> Run {
    Run::new(DateTime::from_timestamp(1_714_550_400, 0).unwrap(), 60, 1)
}

/// Some records of a day, and its workout.
fn export() -> Vec<u8> {
    let mut day = Vec::new();
    health(&mut day, 1, 7).unwrap();
    let day = String::from_utf8(day).unwrap();
    let at = |text: &str| day.find(text).unwrap();
    let run = day.find("startDate=\"2016-01-01 18:00:00").unwrap();
    let records = day[..run].rfind(" <Record").unwrap();
    let few = day[records..]
        .lines()
        .take(10)
        .collect::<Vec<_>>()
        .join("\n");
    format!(
        "{}{few}\n{}",
        &day[..at(" <Record")],
        &day[at(" <Workout ")..]
    )
    .into_bytes()
}

fn columns(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Err(error) = ColumnMap::parse(&text) {
        assert!(!error.reason.is_empty());
    }
}

const WORDS: &[&str] = &[
    ".FIT",
    "PK\u{3}\u{4}",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "<trkpt lat=\"91\" lon=\"181\">",
    "<time>",
    "<Lap StartTime=\"",
    "</Track>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "<![CDATA[",
    "-->",
    "9999999999",
    "NaN",
    "1e400",
    "-0",
    "2024-02-30T25:61:61Z",
];

fn seeds() -> Vec<Vec<u8>> {
    let run = minute();
    let files = [
        fit(&run),
        fit_strength(run.start, 1),
        fit_triathlon(run.start),
        gpx(&run),
        tcx(&run),
    ];
    let packed = files.iter().map(|file| gzip(file));
    let all: Vec<Vec<u8>> = files.iter().cloned().chain(packed).collect();
    let archive = zip(&all);
    all.into_iter()
        .chain([zip(std::slice::from_ref(&archive)), archive])
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zip(files: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (number, bytes) in files.iter().enumerate() {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(format!("{number}.bin"), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn run(input: &[u8]) {
    let limits = Limits {
        file_bytes: 1 << 20,
        unpacked_bytes: 4 << 20,
        ..Limits::default()
    };
    let results = read("input", input.to_vec(), &limits);
    assert!(!results.is_empty());
    results.iter().for_each(is_sound);
}

fn is_sound(result: &FileResult) {
    match &result.outcome {
        Ok(decoded) => {
            assert!(!decoded.activities.is_empty());
            for activity in &decoded.activities {
                let streams = &activity.streams;
                assert!(streams.time_ms.is_sorted());
                assert!(
                    streams
                        .channels
                        .values()
                        .all(|column| column.len() == streams.len())
                );
            }
        }
        // A panic that was caught is told so.
        Err(refusal) => {
            assert!(!refusal.reason.contains("makes no sense") && !refusal.remedy.is_empty());
        }
    }
}

fn releases() -> Vec<Vec<u8>> {
    let packs = crate::packs::sources();
    packs
        .iter()
        .map(|source| archive::pack(source).unwrap())
        .collect()
}

/// What is read can be packed, and is then the same pack.
fn release(input: &[u8]) {
    let Ok(source) = archive::unpack(input) else {
        return;
    };
    let again = archive::unpack(&archive::pack(&source).unwrap()).unwrap();
    assert_eq!(again, source);
    assert_eq!(again.digest(), source.digest());
}
