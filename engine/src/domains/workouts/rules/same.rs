//! Whether two recordings are of one workout: the same session from a file, another file, a service.

use chrono::{DateTime, TimeDelta, Utc};
use stadion_activity::are_alike;

use crate::domains::workouts::model::changes::{InFile, Recording};
use crate::domains::workouts::model::dedupe::{By, Dedupes};

/// One of the two may have been started so much later.
const STARTS_APART: TimeDelta = TimeDelta::minutes(10);
/// Where no distances speak, the shorter one is at least so much of the longer.
const HALF: f64 = 0.5;
/// Devices measure one way differently.
const NEAR_M: f64 = 100.0;
/// Clocks that are set to another zone are wrong by whole hours.
const ZONES_H: i64 = 14;
/// One recording, told by one device with another clock, is the same to the second.
const EXACT: TimeDelta = TimeDelta::seconds(2);
const EXACT_M: f64 = 5.0;

/// How far apart the starts of one session can be told: a zone and a late start.
pub const FARTHEST: TimeDelta = TimeDelta::hours(ZONES_H + 1);

/// What a recording says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    /// Metres.
    pub distance: Option<f64>,
    /// FIT profile name.
    pub sport: &'a str,
    /// Of the device.
    pub serial: Option<&'a str>,
    /// As its adapter says; none of a file.
    pub by: Option<By>,
}

impl<'a> Seen<'a> {
    pub fn of(own: &'a Recording, dedupes: &Dedupes) -> Self {
        Self {
            by: dedupes.by(own),
            start: own.start_at,
            end: own.end_at,
            distance: own.distance.filter(|metres| *metres > 0.0),
            sport: &own.sport,
            serial: own.serial.as_deref(),
        }
    }
}

/// Whether the two are one workout. Neither is preferred: the answer is the same the other way.
pub fn is_same(one: &Seen<'_>, other: &Seen<'_>) -> bool {
    if !are_alike(one.sport, other.sport) || one.end <= one.start || other.end <= other.start {
        return false;
    }
    is_at_one_time(one, other) || is_in_another_zone(one, other)
}

fn is_at_one_time(one: &Seen<'_>, other: &Seen<'_>) -> bool {
    let both = (one.end.min(other.end) - one.start.max(other.start)).as_seconds_f64();
    let [a, b] = [one, other].map(|seen| (seen.end - seen.start).as_seconds_f64());
    let (shorter, longer) = (a.min(b), a.max(b));
    let by = By::between(one.by, other.by);
    let is_near = match one.distance.zip(other.distance) {
        Some((a, b)) => (a - b).abs() <= NEAR_M.max(by.near * a.max(b)),
        None => shorter >= HALF * longer,
    };
    (one.start - other.start).abs() <= STARTS_APART && both >= by.overlap * shorter && is_near
}

/// The same device wrote it twice, with its clock set to another zone between.
fn is_in_another_zone(one: &Seen<'_>, other: &Seen<'_>) -> bool {
    let Some(true) = one.serial.zip(other.serial).map(|(a, b)| a == b) else {
        return false;
    };
    let apart = one.start - other.start;
    let hours = (apart.as_seconds_f64() / 3600.0).round() as i64;
    let off = apart - TimeDelta::hours(hours);
    let lengths = (one.end - one.start) - (other.end - other.start);
    let is_near = match one.distance.zip(other.distance) {
        Some((a, b)) => (a - b).abs() <= EXACT_M,
        None => one.distance.is_none() && other.distance.is_none(),
    };
    hours != 0 && hours.abs() <= ZONES_H && off.abs() <= EXACT && lengths.abs() <= EXACT && is_near
}

/// Whether a recording is of a workout that somebody typed: start and duration agree to the minute.
pub fn is_typed(seen: &Seen<'_>, start: DateTime<Utc>, seconds: Option<f64>) -> bool {
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    let minutes = |seconds: f64| (seconds / 60.0).round();
    let lasted = (seen.end - seen.start).as_seconds_f64();
    minute(seen.start) == minute(start)
        && seconds.is_some_and(|seconds| (minutes(seconds) - minutes(lasted)).abs() < 0.5)
}

/// Which of a workout's sources is shown: one with samples, then as adapters rank theirs, then the richest;
/// of equals the one that came first.
pub fn richest<'s>(sources: &'s [InFile], dedupes: &Dedupes) -> Option<&'s InFile> {
    let rank = |source: &&InFile| {
        let own = &source.recording;
        let priority = dedupes.by(own).unwrap_or(By::FILE).priority;
        // A device's own file tells more than what a service made of it.
        let format = match source.format.as_str() {
            "fit" => 3,
            "json" | "tcx" | "apple_health" => 2,
            "gpx" => 1,
            _ => 0,
        };
        (
            own.samples > 0,
            priority,
            format,
            own.samples,
            own.laps,
            own.developer_fields,
        )
    };
    // `max_by_key` takes the last of equals.
    let first = |source: &&InFile| {
        let own = &source.recording;
        let came = (own.attached_at, own.original_id, own.session_index);
        std::cmp::Reverse(came)
    };
    sources
        .iter()
        .max_by_key(|source| (rank(source), first(source)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start in seconds, length in seconds, metres, sport, serial.
    type Case = (i64, i64, Option<f64>, &'static str, Option<&'static str>);

    fn seen((start, length, distance, sport, serial): Case) -> Seen<'static> {
        let start = DateTime::from_timestamp(1_763_600_000 + start, 0).expect("a time");
        Seen {
            start,
            end: start + TimeDelta::seconds(length),
            distance,
            sport,
            serial,
            by: None,
        }
    }

    #[test]
    fn an_adapter_says_how_near_its_recordings_are() {
        let file = seen((0, HOUR, Some(10_000.0), "running", None));
        let cloud = seen((60, 2_500, Some(11_500.0), "running", None));
        assert!(
            !is_same(&file, &cloud),
            "files differ by a twentieth at most"
        );
        let by = |overlap: f64, near: f64| {
            Some(By {
                priority: 30,
                overlap,
                near,
            })
        };
        let loose = Seen {
            by: by(0.6, 0.2),
            ..cloud
        };
        assert!(is_same(&file, &loose) && is_same(&loose, &file));
        // Of two adapters the stricter holds.
        let strict = Seen {
            by: by(0.6, 0.01),
            ..file
        };
        assert!(!is_same(&strict, &loose) && !is_same(&loose, &strict));
    }

    const HOUR: i64 = 3600;

    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    #[test]
    fn one_session_told_twice_is_found_and_two_are_not() {
        let watch: Case = (0, HOUR, Some(10_000.0), "running", Some("123"));
        let cases: [(&str, Case, bool); 21] = [
            ("itself", watch, true),
            (
                "exported without a serial",
                (0, HOUR, Some(10_040.0), "running", None),
                true,
            ),
            (
                "a second device",
                (40, 3_590, Some(10_300.0), "running", Some("9")),
                true,
            ),
            (
                "no sport said",
                (0, HOUR, Some(10_000.0), "generic", None),
                true,
            ),
            (
                "a neighbouring sport",
                (0, HOUR, Some(10_000.0), "walking", None),
                true,
            ),
            (
                "another sport",
                (0, HOUR, Some(10_000.0), "cycling", None),
                false,
            ),
            (
                "started nine minutes late",
                (540, 3_060, Some(9_600.0), "running", None),
                true,
            ),
            (
                "started late, and short",
                (540, 3_060, Some(8_500.0), "running", None),
                false,
            ),
            (
                "started eleven minutes late",
                (660, 2_940, Some(9_900.0), "running", None),
                false,
            ),
            (
                "the next run",
                (HOUR, HOUR, Some(10_000.0), "running", None),
                false,
            ),
            (
                "the next run of the watch",
                (HOUR + 60, HOUR, Some(10_000.0), "running", Some("123")),
                false,
            ),
            (
                "not stopped for hours",
                (500, HOUR * 3, Some(10_000.0), "running", None),
                true,
            ),
            (
                "a strap without distance",
                (0, 3_500, None, "running", None),
                true,
            ),
            (
                "a strap that stopped",
                (0, 900, None, "running", None),
                false,
            ),
            (
                "a wrong zone of the same watch",
                (2 * HOUR, HOUR, Some(10_000.0), "running", Some("123")),
                true,
            ),
            (
                "a wrong zone of who knows",
                (2 * HOUR, HOUR, Some(10_000.0), "running", None),
                false,
            ),
            (
                "a wrong zone of another watch",
                (2 * HOUR, HOUR, Some(10_000.0), "running", Some("5")),
                false,
            ),
            (
                "the way back, hours later",
                (10 * HOUR, 3_580, Some(10_000.0), "running", Some("123")),
                false,
            ),
            (
                "the same way back",
                (10 * HOUR, HOUR, Some(10_050.0), "running", Some("123")),
                false,
            ),
            (
                "a day later",
                (24 * HOUR, HOUR, Some(10_000.0), "running", Some("123")),
                false,
            ),
            (
                "nothing recorded",
                (0, 0, Some(10_000.0), "running", None),
                false,
            ),
        ];
        for (name, case, expected) in cases {
            let (one, other) = (seen(watch), seen(case));
            assert_eq!(is_same(&one, &other), expected, "{name}");
            assert_eq!(is_same(&other, &one), expected, "{name}, the other way");
        }
    }

    #[test]
    fn what_was_typed_agrees_to_the_minute_or_is_another() {
        let file = seen((20, HOUR + 10, Some(10_000.0), "running", None));
        let at =
            |seconds: i64| DateTime::from_timestamp(1_763_600_000 + seconds, 0).expect("a time");
        assert!(is_typed(&file, at(0), Some(3_600.0)));
        assert!(is_typed(&file, at(39), Some(3_620.0)));
        assert!(!is_typed(&file, at(0), Some(3_720.0)));
        assert!(!is_typed(&file, at(0), None));
        assert!(!is_typed(&file, at(100), Some(3_600.0)));
    }
}
