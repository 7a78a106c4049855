//! Apple Health's export, plain and in its archive.

use std::io::Write;

use stadion_activity::sample::health;
use stadion_activity::streams::Channel;
use stadion_activity::{FieldValue, FileResult, Format, Limits, read};

use super::{activity, column, session};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 11 -->\n\
    <!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>\n<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n]>\n<HealthData locale=\"de_DE\">\n\
    <ExportDate value=\"2024-06-01 10:00:00 +0200\"/>\n";

fn export(inner: &str) -> String {
    format!("{HEAD}{inner}</HealthData>\n")
}

fn record(kind: &str, source: &str, unit: &str, seconds: (u32, u32), value: f64) -> String {
    let at = |second: u32| format!("2024-05-01 09:{:02}:{:02} +0200", second / 60, second % 60);
    format!(
        " <Record type=\"HKQuantityTypeIdentifier{kind}\" sourceName=\"{source}\" sourceVersion=\"10.4\" \
        device=\"&lt;&lt;HKDevice: 0x282f&gt;, name:Apple Watch, manufacturer:Apple Inc., hardware:Watch6,2&gt;\" unit=\"{unit}\" \
        creationDate=\"2024-05-01 09:30:00 +0200\" startDate=\"{}\" endDate=\"{}\" value=\"{value}\">\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"2\"/>\n </Record>\n",
        at(seconds.0),
        at(seconds.1)
    )
}

fn run(inner: &str) -> String {
    format!(
        " <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"9.5\" durationUnit=\"min\" sourceName=\"Watch of A &amp; B\" sourceVersion=\"10.4\" \
        device=\"&lt;&lt;HKDevice: 0x282f&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:10.4&gt;\" \
        creationDate=\"2024-05-01 09:10:01 +0200\" startDate=\"2024-05-01 09:00:00 +0200\" endDate=\"2024-05-01 09:10:00 +0200\">\n{inner} </Workout>\n"
    )
}

const WATCH: &str = "Watch of A &amp; B";

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn told(results: &[FileResult]) -> Vec<(&str, &str)> {
    let code = |result: &FileResult| match &result.outcome {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => refusal.code.clone(),
    };
    results
        .iter()
        .map(|result| (result.name.as_str(), &*code(result).leak()))
        .collect()
}

/// Missing samples are equal here.
fn same(a: &[FileResult], b: &[FileResult]) -> bool {
    let told = |results: &[FileResult]| {
        let outcomes = results.iter().map(|result| &result.outcome);
        format!("{:?}", outcomes.collect::<Vec<_>>())
    };
    told(a) == told(b)
}

#[test]
fn a_workout_has_its_figures() {
    let inner = "  <MetadataEntry key=\"HKTimeZone\" value=\"Europe/London\"/>\n  <MetadataEntry key=\"HKElevationAscended\" value=\"5432 cm\"/>\n\
        <WorkoutEvent type=\"HKWorkoutEventTypePause\" date=\"2024-05-01 09:04:00 +0200\"/>\n<WorkoutEvent type=\"HKWorkoutEventTypeMotionPaused\" date=\"2024-05-01 09:04:00 +0200\"/>\n\
        <WorkoutEvent type=\"HKWorkoutEventTypeResume\" date=\"2024-05-01 09:04:30 +0200\"/>\n\
        <WorkoutEvent type=\"HKWorkoutEventTypeLap\" date=\"2024-05-01 09:00:00 +0200\" duration=\"5.5\" durationUnit=\"min\"/>\n\
        <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" startDate=\"x\" endDate=\"y\" sum=\"2.01\" unit=\"km\"/>\n\
        <WorkoutStatistics type=\"HKQuantityTypeIdentifierActiveEnergyBurned\" sum=\"150\" unit=\"kcal\"/>\n<WorkoutStatistics type=\"HKQuantityTypeIdentifierBasalEnergyBurned\" sum=\"41.84\" unit=\"kJ\"/>\n\
        <WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" average=\"141.5\" minimum=\"90\" maximum=\"160\" unit=\"count/min\"/>\n\
        <WorkoutStatistics type=\"HKQuantityTypeIdentifierRunningSpeed\" average=\"12.6\" maximum=\"18\" unit=\"km/hr\"/>\n\
        <WorkoutStatistics type=\"HKQuantityTypeIdentifierStepCount\" sum=\"1600\" unit=\"count\"/>\n";
    let read = activity(export(&run(inner)));
    assert_eq!(
        (read.sport.as_str(), read.start_time.to_rfc3339().as_str()),
        ("running", "2024-05-01T07:00:00+00:00")
    );
    // Where it was, not where it was exported.
    assert_eq!(read.utc_offset_s, Some(3600));
    let expected = [
        ("total_timer_time", 570.0),
        ("total_elapsed_time", 600.0),
        ("total_distance", 2010.0),
        ("total_calories", 160.0),
        ("avg_heart_rate", 141.5),
        ("max_heart_rate", 160.0),
        ("min_heart_rate", 90.0),
        ("max_speed", 5.0),
        ("total_strides", 800.0),
        ("total_ascent", 54.32),
    ];
    for (name, value) in expected {
        let told = session(&read, name).unwrap_or_default();
        assert!((told - value).abs() < 1e-9, "{name}: {told}");
    }
    assert_eq!(
        read.parts[0].fields["total_elapsed_time"],
        FieldValue::Number(330.0)
    );
    let pauses = read
        .pauses
        .iter()
        .map(|pause| (pause.end - pause.start).num_seconds());
    assert_eq!(pauses.collect::<Vec<_>>(), [30]);
    let device = read.device.unwrap();
    assert_eq!(
        (device.manufacturer.as_deref(), device.product.as_deref()),
        (Some("Apple Inc."), Some("Watch6,2"))
    );
}

#[test]
fn older_exports_have_totals_in_the_workout() {
    let old = " <Workout workoutActivityType=\"HKWorkoutActivityTypeCycling\" duration=\"60\" durationUnit=\"min\" totalDistance=\"10\" totalDistanceUnit=\"mi\" totalEnergyBurned=\"500\" totalEnergyBurnedUnit=\"Cal\" \
        sourceName=\"iPhone\" startDate=\"2018-05-01 09:00:00 -0500\" endDate=\"2018-05-01 10:00:00 -0500\"><MetadataEntry key=\"HKIndoorWorkout\" value=\"1\"/></Workout>";
    let read = activity(export(old));
    assert_eq!(
        (read.sport.as_str(), read.sub_sport.as_str()),
        ("cycling", "indoor_cycling")
    );
    assert_eq!(session(&read, "total_distance"), Some(16_093.44));
    assert_eq!(session(&read, "total_calories"), Some(500.0));
    assert_eq!(read.utc_offset_s, Some(-18_000));
}

#[test]
fn records_of_its_time_are_its_samples() {
    let records = [
        record("HeartRate", WATCH, "count/min", (0, 0), 120.0),
        record("HeartRate", WATCH, "count/min", (5, 5), 125.0),
        record("HeartRate", "Strap", "count/min", (5, 5), 190.0),
        record("HeartRate", WATCH, "count/min", (1200, 1200), 80.0),
        record("RunningPower", WATCH, "W", (5, 6), 250.0),
        record("DistanceWalkingRunning", WATCH, "km", (0, 5), 0.01),
        record("DistanceWalkingRunning", WATCH, "km", (5, 10), 0.02),
        record("DistanceWalkingRunning", "iPhone", "km", (0, 10), 0.5),
        record("StepCount", WATCH, "count", (0, 10), 25.0),
    ];
    let read = activity(export(&(records.concat() + &run(""))));
    assert_eq!(read.streams.time_ms, [0, 5_000, 10_000]);
    let rates = column(&read, Channel::HeartRate);
    assert_eq!(
        (rates[0], rates[1], rates[2].is_nan()),
        (120.0, 125.0, true)
    );
    let metres = column(&read, Channel::Distance);
    assert_eq!(metres[1..3], [10.0, 30.0]);
    assert_eq!(column(&read, Channel::Power)[1..2], [250.0]);
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
}

#[test]
fn pool_laps_are_lengths() {
    let lap = |second: u32, stroke: u32| {
        format!(
            "<WorkoutEvent type=\"HKWorkoutEventTypeLap\" date=\"2024-05-01 09:00:{second:02} +0200\" duration=\"0.5\" durationUnit=\"min\"><MetadataEntry key=\"HKSwimmingStrokeStyle\" value=\"{stroke}\"/></WorkoutEvent>"
        )
    };
    let swim = run(&format!("{}{}<MetadataEntry key=\"HKLapLength\" value=\"25 m\"/><MetadataEntry key=\"HKSwimmingLocationType\" value=\"1\"/>", lap(0, 2), lap(30, 4)))
        .replace("TypeRunning", "TypeSwimming");
    let read = activity(export(&swim));
    assert_eq!(
        (read.sport.as_str(), read.sub_sport.as_str()),
        ("swimming", "lap_swimming")
    );
    assert_eq!(session(&read, "pool_length"), Some(25.0));
    let strokes: Vec<_> = read
        .parts
        .iter()
        .map(|part| (part.kind.as_str(), part.fields["swim_stroke"].clone()))
        .collect();
    let text = |stroke: &str| FieldValue::Text(stroke.into());
    assert_eq!(
        strokes,
        [
            ("fit:length", text("freestyle")),
            ("fit:length", text("breaststroke"))
        ]
    );
}

#[test]
fn parts_of_a_triathlon_do_not_overwrite_the_whole() {
    let inner = "<WorkoutActivity uuid=\"1\" startDate=\"2024-05-01 09:00:00 +0200\"><WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" average=\"1\" unit=\"count/min\"/>\
        <MetadataEntry key=\"HKIndoorWorkout\" value=\"1\"/></WorkoutActivity><WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" average=\"150\" unit=\"count/min\"/>";
    let read = activity(export(
        &run(inner).replace("TypeRunning", "TypeSwimBikeRun"),
    ));
    assert_eq!(read.sport, "multisport");
    assert_eq!(session(&read, "avg_heart_rate"), Some(150.0));
}

const ROUTE: &str = "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"Apple Health Export\"><trk><name>Route</name><trkseg>\
    <trkpt lon=\"8\" lat=\"50\"><ele>100</ele><time>2024-05-01T07:00:00Z</time><extensions><speed>2.5</speed><course>1</course><hAcc>3</hAcc><vAcc>2</vAcc></extensions></trkpt>\
    <trkpt lon=\"8\" lat=\"50.0001\"><ele>101</ele><time>2024-05-01T07:00:05Z</time><extensions><speed>2.6</speed></extensions></trkpt></trkseg></trk></gpx>";

fn archive() -> Vec<u8> {
    let records = record("HeartRate", WATCH, "count/min", (5, 5), 125.0)
        + &record("HeartRate", WATCH, "count/min", (7, 7), 126.0);
    let route = "<WorkoutRoute sourceName=\"Watch\"><FileReference path=\"/workout-routes/route_2024-05-01_9.00am.gpx\"/></WorkoutRoute>";
    let document = export(&(records + &run(route)));
    packed(&[
        (
            "apple_health_export/workout-routes/route_2024-05-01_9.00am.gpx",
            ROUTE.as_bytes(),
        ),
        (
            "apple_health_export/export_cda.xml",
            b"<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>",
        ),
        ("apple_health_export/Exportieren.xml", document.as_bytes()),
        (
            "apple_health_export/workout-routes/route_2020-01-01_9.00am.gpx",
            ROUTE.as_bytes(),
        ),
    ])
}

#[test]
fn routes_in_the_archive_are_joined() {
    let results = read("Export.zip", archive(), &Limits::default());
    assert_eq!(
        told(&results),
        [
            (
                "Export.zip/apple_health_export/Exportieren.xml/2024-05-01T070000Z-running.zip",
                "ok"
            ),
            (
                "Export.zip/apple_health_export/export_cda.xml",
                "unknown-format"
            ),
            // A route of no workout is a recording of its own.
            (
                "Export.zip/apple_health_export/workout-routes/route_2020-01-01_9.00am.gpx",
                "ok"
            ),
        ]
    );
    assert_eq!(results[0].format, Some(Format::AppleHealth));
    let read = &results[0].outcome.as_ref().unwrap().activities[0];
    assert_eq!(read.streams.time_ms, [0, 5_000, 7_000]);
    assert_eq!(column(read, Channel::HeartRate)[1..], [125.0, 126.0]);
    assert_eq!(column(read, Channel::Speed)[..2], [2.5, 2.6]);
    assert_eq!(column(read, Channel::Altitude)[..2], [100.0, 101.0]);
    assert_eq!(read.recorded.positions, 2);
}

#[test]
fn what_is_kept_of_a_workout_reads_the_same() {
    let results = read("Export.zip", archive(), &Limits::default());
    let plain = read(
        "export.xml",
        export(&(record("HeartRate", WATCH, "count/min", (5, 5), 125.5) + &run(""))).into_bytes(),
        &Limits::default(),
    );
    for first in [&results[0], &plain[0]] {
        let again = read("kept", first.bytes.clone(), &Limits::default());
        assert_eq!(again.len(), 1);
        assert!(same(&again, std::slice::from_ref(first)), "{}", first.name);
        assert_eq!(
            String::from_utf8_lossy(&again[0].bytes),
            String::from_utf8_lossy(&first.bytes)
        );
    }
}

#[test]
fn a_workout_is_the_same_in_a_later_export() {
    let zone = "<MetadataEntry key=\"HKTimeZone\" value=\"Europe/Berlin\"/>";
    let first = read(
        "a",
        export(&(record("HeartRate", WATCH, "count/min", (5, 5), 125.0) + &run(zone))).into_bytes(),
        &Limits::default(),
    );
    // Exported elsewhere, by another process, with more in it.
    let moved = (record("HeartRate", WATCH, "count/min", (5, 5), 125.0) + &run(zone))
        .replace("09:", "03:")
        .replace("+0200", "-0400")
        .replace("0x282f", "0x77aa");
    let later = run("").replace("2024-05-01", "2024-05-09");
    let second = read(
        "b",
        export(&(moved + &later)).into_bytes(),
        &Limits::default(),
    );
    assert_eq!(second.len(), 2);
    assert_eq!(first[0].bytes, second[0].bytes);
}

#[test]
fn a_workout_that_stands_there_twice_is_there_once() {
    assert_eq!(
        read(
            "a",
            export(&(run("") + &run(""))).into_bytes(),
            &Limits::default()
        )
        .len(),
        1
    );
}

#[test]
fn breaks_and_emptiness_are_told() {
    let whole = export(&(run("") + &run("").replace("2024-05-01", "2024-05-02")));
    let cut = &whole[..whole.len() - 40];
    let results = read("export.xml", cut.as_bytes().to_vec(), &Limits::default());
    assert_eq!(told(&results)[1], ("export.xml", "damaged"));
    assert!(results[0].outcome.is_ok());
    let none = read(
        "export.xml",
        export(&record("HeartRate", WATCH, "count/min", (5, 5), 125.0)).into_bytes(),
        &Limits::default(),
    );
    assert_eq!(told(&none), [("export.xml", "empty")]);
    let early = read(
        "export.xml",
        format!("{HEAD}<Record").into_bytes(),
        &Limits::default(),
    );
    assert_eq!(told(&early), [("export.xml", "damaged")]);
}

#[test]
fn a_made_up_export_is_read_whole_also_packed() {
    let mut document = Vec::new();
    let made = health(&mut document, 8, 7).unwrap();
    assert_eq!((document.len() as u64, made.workouts), (made.bytes, 4));
    let plain = read("export.xml", document.clone(), &Limits::default());
    let rates: usize = plain
        .iter()
        .map(|result| {
            column(
                &result.outcome.as_ref().unwrap().activities[0],
                Channel::HeartRate,
            )
            .len()
        })
        .sum();
    assert_eq!(
        (plain.len(), rates),
        (made.workouts, made.rates_in_workouts)
    );
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&document).unwrap();
    let packed = read("export.xml.gz", gz.finish().unwrap(), &Limits::default());
    assert!(same(&packed, &plain));
}
