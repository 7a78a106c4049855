//! What a workout shows: what its source says, with the changes over it, one after another.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use stadion_activity::Activity;
use stadion_activity::edit::{self, EditError};
use uuid::Uuid;

use crate::domains::workouts::model::changes::{Change, Elevation};

/// Nobody moves a workout further: fifty years.
const FARTHEST_S: f64 = 50.0 * 366.0 * 86_400.0;

/// Applies changes in their order; `joined` holds the workouts that are parts of this one.
pub fn apply(
    mut activity: Activity,
    changes: &[Change],
    joined: &BTreeMap<Uuid, Activity>,
) -> Result<Activity, EditError> {
    for change in changes {
        match change {
            Change::Crop { from_s, to_s } => edit::crop(&mut activity, ms(*from_s), ms(*to_s))?,
            Change::Split { at_s, .. } => edit::crop(&mut activity, 0, ms(*at_s))?,
            Change::Rest { at_s, .. } => edit::crop(&mut activity, ms(*at_s), i64::MAX)?,
            Change::Join { with } => {
                let part = joined.get(with).cloned().ok_or(EditError::TooShort)?;
                activity = edit::join(activity, part)?;
            }
            Change::Times { shift_s, .. } => edit::shift(&mut activity, shift(*shift_s)),
            Change::Elevation(Elevation::Offset { metres }) => {
                edit::offset(&mut activity, *metres)?;
            }
            Change::Elevation(Elevation::Flat) => edit::flatten(&mut activity)?,
            Change::Elevation(Elevation::Smooth) => edit::smooth(&mut activity)?,
            // Said to the reader, and of the workout.
            Change::Cleaning { .. } | Change::Sport { .. } => {}
        }
    }
    Ok(activity)
}

/// To the end, as a time from the start.
pub const TO_THE_END_S: f64 = 1e9;

/// Seconds as `1:02:38` or `2:05`.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Seconds of a text such as `12:30`, whose first number counts `first` seconds; with three numbers
/// they are hours, minutes and seconds.
pub fn span(text: &str, first: f64) -> Option<f64> {
    let numbers: Option<Vec<u32>> = text.split(':').map(|n| n.trim().parse().ok()).collect();
    let below = |n: u32| (n < 60).then(|| f64::from(n));
    match numbers?.as_slice() {
        [one] => Some(f64::from(*one) * first),
        [one, two] => Some(f64::from(*one) * first + below(*two)? * first / 60.0),
        [hours, minutes, seconds] => {
            Some(f64::from(*hours) * 3600.0 + below(*minutes)? * 60.0 + below(*seconds)?)
        }
        _ => None,
    }
}

/// Bounded, to the microsecond: as fine as starts are stored.
pub fn shift(seconds: f64) -> TimeDelta {
    let seconds = seconds.clamp(-FARTHEST_S, FARTHEST_S);
    TimeDelta::microseconds((seconds * 1e6).round() as i64)
}

pub fn ms(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use stadion_activity::{Limits, read, sample};

    use super::*;

    fn run() -> Activity {
        let run = sample::Run::new("2026-11-20T06:00:00Z".parse().expect("a time"), 1_800, 7);
        let files = read("a.fit", sample::fit(&run), &Limits::default());
        let decoded = files[0].outcome.as_ref().expect("read");
        decoded.activities[0].clone()
    }

    #[test]
    fn times_count_from_what_the_changes_before_left() {
        let crop = |from_s, to_s| Change::Crop { from_s, to_s };
        let twice = [crop(600.0, 1_200.0), crop(100.0, 200.0)];
        let twice = apply(run(), &twice, &BTreeMap::new()).expect("applied");
        let once = apply(run(), &[crop(700.0, 800.0)], &BTreeMap::new()).expect("applied");
        assert_eq!(twice.start_time, once.start_time);
        assert_eq!(twice.streams, once.streams);
    }

    #[test]
    fn times_are_written_as_they_are_read() {
        for (text, seconds) in [("0:00", 0.0), ("12:30", 750.0), ("1:02:38", 3_758.0)] {
            assert_eq!(span(text, 60.0), Some(seconds));
            assert_eq!(clock(seconds), text);
        }
        assert_eq!(span("90", 60.0), Some(5_400.0));
        assert_eq!(span("1:30", 3600.0), Some(5_400.0));
        for text in ["", "soon", "1:75", "1:2:3:4", "-1:00"] {
            assert_eq!(span(text, 60.0), None, "{text}");
        }
    }

    #[test]
    fn what_no_longer_fits_says_so() {
        let crop = |from_s, to_s| Change::Crop { from_s, to_s };
        let none = BTreeMap::new();
        let short = [crop(600.0, 700.0), crop(300.0, 400.0)];
        assert_eq!(apply(run(), &short, &none), Err(EditError::TooShort));
        let flat = Change::Elevation(Elevation::Flat);
        assert!(apply(run(), std::slice::from_ref(&flat), &none).is_ok());
        assert_eq!(
            apply(run(), &[flat.clone(), flat], &none),
            Err(EditError::NoAltitude)
        );
    }
}
