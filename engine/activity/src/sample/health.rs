//! A made-up export of Apple Health, of any length, written as it is made.

use std::io::{self, Write};

use chrono::{DateTime, TimeDelta, Utc};

use super::Random;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    pub bytes: u64,
    pub workouts: usize,
    pub records: usize,
    /// Heart rates while a workout ran.
    pub rates_in_workouts: usize,
}

/// So many days of a person with a watch and a phone, who runs every other day: records by their
/// kind, then the workouts, as the system writes them.
///
/// # Errors
/// Those of `out`.
pub fn health(out: impl Write, days: u32, seed: u64) -> io::Result<Health> {
    let mut export = Export {
        out,
        made: Health::default(),
        random: Random::new(seed),
    };
    export.put(HEAD)?;
    for (number, kind) in (0..).zip(KINDS) {
        for day in 0..days {
            // A longer export says the same of the same day.
            let days_of_kind = u64::from(day) * KINDS.len() as u64;
            export.random = Random::of(seed, days_of_kind + number);
            export.records(kind, day)?;
        }
    }
    for day in (0..days).filter(|day| runs_on(*day)) {
        export.workout(day)?;
    }
    export.put("</HealthData>\n")?;
    export.out.flush()?;
    Ok(export.made)
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n\
    <!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n]>\n\
    <HealthData locale=\"en_GB\">\n <ExportDate value=\"2026-05-01 10:00:00 +0200\"/>\n";

const WATCH: &str = "Apple\u{a0}Watch";
const DEVICE: &str = "&lt;&lt;HKDevice: 0x2825a1f40&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:10.4&gt;";

struct Kind {
    name: &'static str,
    unit: &'static str,
    /// Seconds between records through the day, and while running.
    every_s: (u32, u32),
    range: (f64, f64),
    /// Measured at once, not counted over a span.
    is_instant: bool,
}

const fn kind(
    name: &'static str,
    unit: &'static str,
    every_s: (u32, u32),
    range: (f64, f64),
    is_instant: bool,
) -> Kind {
    Kind {
        name,
        unit,
        every_s,
        range,
        is_instant,
    }
}

const KINDS: &[Kind] = &[
    kind("HeartRate", "count/min", (300, 5), (55.0, 165.0), true),
    kind("StepCount", "count", (600, 60), (5.0, 180.0), false),
    kind(
        "DistanceWalkingRunning",
        "km",
        (600, 5),
        (0.01, 0.02),
        false,
    ),
    kind("BasalEnergyBurned", "kcal", (900, 60), (0.5, 3.0), false),
    kind("ActiveEnergyBurned", "kcal", (300, 15), (0.1, 3.0), false),
];

const RUN_BEGINS_S: u32 = 18 * 3600;
const RUN_S: u32 = 40 * 60;

const fn runs_on(day: u32) -> bool {
    day.is_multiple_of(2)
}

struct Export<W> {
    out: W,
    made: Health,
    random: Random,
}

impl<W: Write> Export<W> {
    fn put(&mut self, text: &str) -> io::Result<()> {
        self.made.bytes += text.len() as u64;
        self.out.write_all(text.as_bytes())
    }

    fn records(&mut self, kind: &Kind, day: u32) -> io::Result<()> {
        let (through, running) = kind.every_s;
        let mut second = 0;
        while second < 86_400 {
            let is_running = runs_on(day) && (RUN_BEGINS_S..RUN_BEGINS_S + RUN_S).contains(&second);
            let step = if is_running { running } else { through };
            self.record(kind, (day, second, step))?;
            if is_running && kind.is_instant {
                self.made.rates_in_workouts += 1;
            }
            let next = second + step;
            // The watch measures anew when a run begins.
            second = if second < RUN_BEGINS_S {
                next.min(RUN_BEGINS_S)
            } else {
                next
            };
        }
        Ok(())
    }

    fn record(&mut self, kind: &Kind, (day, second, step): (u32, u32, u32)) -> io::Result<()> {
        let (low, high) = kind.range;
        let value = self.random.between(low, high);
        let start = time(day, second);
        let end = if kind.is_instant {
            start.clone()
        } else {
            time(day, second + step)
        };
        let (name, unit) = (kind.name, kind.unit);
        self.made.records += 1;
        self.put(&format!(
            " <Record type=\"HKQuantityTypeIdentifier{name}\" sourceName=\"{WATCH}\" sourceVersion=\"10.4\" device=\"{DEVICE}\" \
            unit=\"{unit}\" creationDate=\"{end}\" startDate=\"{start}\" endDate=\"{end}\" value=\"{value:.3}\"/>\n"
        ))
    }

    fn workout(&mut self, day: u32) -> io::Result<()> {
        let (start, end) = (time(day, RUN_BEGINS_S), time(day, RUN_BEGINS_S + RUN_S - 1));
        let minutes = f64::from(RUN_S) / 60.0;
        self.made.workouts += 1;
        self.put(&format!(
            " <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"{minutes}\" durationUnit=\"min\" \
            sourceName=\"{WATCH}\" sourceVersion=\"10.4\" device=\"{DEVICE}\" creationDate=\"{end}\" startDate=\"{start}\" endDate=\"{end}\">\n\
            \x20 <MetadataEntry key=\"HKTimeZone\" value=\"Europe/Berlin\"/>\n\
            \x20 <WorkoutEvent type=\"HKWorkoutEventTypeSegment\" date=\"{start}\" duration=\"6.1\" durationUnit=\"min\"/>\n\
            \x20 <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" startDate=\"{start}\" endDate=\"{end}\" sum=\"7.2\" unit=\"km\"/>\n\
            \x20 <WorkoutStatistics type=\"HKQuantityTypeIdentifierHeartRate\" startDate=\"{start}\" endDate=\"{end}\" average=\"148.2\" minimum=\"91\" maximum=\"171\" unit=\"count/min\"/>\n\
            \x20</Workout>\n"
        ))
    }
}

/// From the first of January 2016 on, in a fixed offset.
fn time(day: u32, second: u32) -> String {
    const FIRST: i64 = 1_451_606_400;
    let at = DateTime::<Utc>::from_timestamp(FIRST, 0).unwrap_or_default();
    let at = at + TimeDelta::days(i64::from(day)) + TimeDelta::seconds(i64::from(second));
    format!("{} +0100", at.format("%Y-%m-%d %H:%M:%S"))
}
