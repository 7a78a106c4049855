//! Other heights than were measured.

use super::{EditError, SESSION, measured, number, tell_anew};
use crate::clean::Span;
use crate::fields::LAP;
use crate::streams::Channel;
use crate::{Activity, FieldValue, Fields};

/// Figures that are heights.
const HEIGHTS: [&str; 3] = ["avg_altitude", "min_altitude", "max_altitude"];
/// Figures that follow from how heights change.
const CLIMBS: [&str; 6] = [
    "total_ascent",
    "total_descent",
    "avg_grade",
    "max_pos_grade",
    "max_neg_grade",
    "avg_vam",
];
/// Half the time over which heights are evened out.
const HALF_MS: i64 = 30_000;

/// Raises all heights by so many metres, or lowers them; climbs stay what they are.
///
/// # Errors
/// [`EditError::NoAltitude`].
pub fn offset(activity: &mut Activity, metres: f64) -> Result<(), EditError> {
    let column = activity.streams.channels.get_mut(&Channel::Altitude);
    for value in column.ok_or(EditError::NoAltitude)? {
        *value = Channel::Altitude.snap(*value + metres);
    }
    each_figures(activity, |fields, prefix| {
        for name in HEIGHTS {
            if let Some(FieldValue::Number(value)) = fields.get_mut(&format!("{prefix}{name}")) {
                *value += metres;
            }
        }
    });
    tell_anew(activity);
    Ok(())
}

/// Takes the heights away: on a track or a treadmill nobody climbed.
///
/// # Errors
/// [`EditError::NoAltitude`].
pub fn flatten(activity: &mut Activity) -> Result<(), EditError> {
    if activity
        .streams
        .channels
        .remove(&Channel::Altitude)
        .is_none()
    {
        return Err(EditError::NoAltitude);
    }
    activity.streams.channels.remove(&Channel::Grade);
    each_figures(activity, |fields, prefix| {
        for name in HEIGHTS.into_iter().chain(CLIMBS) {
            fields.remove(&format!("{prefix}{name}"));
        }
        for name in ["total_ascent", "total_descent"] {
            fields.insert(format!("{prefix}{name}"), FieldValue::Number(0.0));
        }
    });
    tell_anew(activity);
    Ok(())
}

/// Evens the heights out over a minute and counts the climbs anew: where a receiver's heights jump.
///
/// # Errors
/// [`EditError::NoAltitude`].
pub fn smooth(activity: &mut Activity) -> Result<(), EditError> {
    let times = &activity.streams.time_ms;
    let column = activity.streams.channels.get_mut(&Channel::Altitude);
    let column = column.ok_or(EditError::NoAltitude)?;
    *column = means(times, column);
    activity.streams.channels.remove(&Channel::Grade);
    each_figures(activity, |fields, prefix| {
        for name in HEIGHTS.into_iter().chain(CLIMBS) {
            fields.remove(&format!("{prefix}{name}"));
        }
    });
    let whole = Activity {
        start_time: activity.start_time,
        streams: activity.streams.clone(),
        ..Activity::default()
    };
    for lap in activity.parts.iter_mut().filter(|part| part.kind == LAP) {
        let seconds = number(&lap.fields, "total_elapsed_time");
        let (Some(from), Some(seconds)) = (lap.start_time, seconds) else {
            continue;
        };
        let to = from + chrono::TimeDelta::milliseconds((seconds.clamp(0.0, 2e9) * 1e3) as i64);
        let told = measured(&whole, Span { from, to });
        let names = ["total_ascent", "total_descent"].into_iter().chain(HEIGHTS);
        let told = names.filter_map(|name| Some((name.to_owned(), told.get(name)?.clone())));
        lap.fields.extend(told);
    }
    tell_anew(activity);
    Ok(())
}

/// Does something to the figures of the whole, of its legs and of its parts.
fn each_figures(activity: &mut Activity, work: impl Fn(&mut Fields, &str)) {
    work(&mut activity.fields, SESSION);
    for leg in &mut activity.legs {
        work(&mut leg.fields, SESSION);
    }
    let laps = activity.parts.iter_mut();
    for part in laps.filter(|part| part.kind == LAP || part.kind == crate::fields::LEG) {
        work(&mut part.fields, "");
    }
}

/// Each value as the mean of those around it; the missing stay missing.
fn means(times: &[i64], column: &[f64]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0_u32)];
    let (mut sum, mut count) = (0.0, 0);
    for value in column {
        if !value.is_nan() {
            sum += value;
            count += 1;
        }
        sums.push((sum, count));
    }
    let mean = |(time, value): (&i64, &f64)| {
        if value.is_nan() {
            return f64::NAN;
        }
        let first = times.partition_point(|t| *t < time - HALF_MS);
        let end = times.partition_point(|t| *t <= time + HALF_MS);
        match (sums.get(first), sums.get(end)) {
            (Some(before), Some(after)) if after.1 > before.1 => {
                Channel::Altitude.snap((after.0 - before.0) / f64::from(after.1 - before.1))
            }
            _ => *value,
        }
    };
    times.iter().zip(column).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, read, sample};

    fn run() -> Activity {
        let run = sample::Run::new("2026-11-20T06:00:00Z".parse().unwrap(), 1_800, 7);
        let files = read("a.fit", sample::fit(&run), &Limits::default());
        files[0].outcome.as_ref().unwrap().activities[0].clone()
    }

    #[test]
    fn an_offset_moves_heights_and_no_climb() {
        let before = run();
        let mut after = before.clone();
        offset(&mut after, 12.5).unwrap();
        let diff = |name: &str| {
            number(&after.fields, name).unwrap() - number(&before.fields, name).unwrap()
        };
        assert!((diff("track:min_altitude") - 12.5).abs() < 0.06);
        assert!(diff("track:ascent").abs() < 0.2);
        offset(&mut after, -12.5).unwrap();
        assert_eq!(after.streams, before.streams);
    }

    #[test]
    fn flat_is_no_climb_at_all() {
        let mut flat = run();
        flatten(&mut flat).unwrap();
        assert_eq!(number(&flat.fields, "fit:session.total_ascent"), Some(0.0));
        assert_eq!(number(&flat.fields, "track:ascent"), None);
        assert_eq!(flat.streams.channel(Channel::Altitude), None);
        assert_eq!(flatten(&mut flat), Err(EditError::NoAltitude));
        assert_eq!(smooth(&mut flat), Err(EditError::NoAltitude));
        assert_eq!(offset(&mut flat, 1.0), Err(EditError::NoAltitude));
    }

    #[test]
    fn a_receiver_that_jumps_climbs_nothing_once_it_is_evened_out() {
        let mut jumping = run();
        let column = jumping
            .streams
            .channels
            .get_mut(&Channel::Altitude)
            .unwrap();
        for (n, value) in column.iter_mut().enumerate() {
            *value = if n / 20 % 2 == 0 { 100.0 } else { 108.0 };
        }
        tell_anew(&mut jumping);
        let before = number(&jumping.fields, "track:ascent").unwrap();
        smooth(&mut jumping).unwrap();
        let after = number(&jumping.fields, "track:ascent").unwrap();
        assert!(after < before / 3.0, "{after} of {before}");
        assert_eq!(number(&jumping.fields, "fit:session.total_ascent"), None);
    }
}
