//! Changes to an activity that was read: a part of it, two as one, other times, other heights.
//!
//! Each takes the activity as it is and leaves it whole: samples, laps, pauses and figures agree.
//! What a device stated of a whole session is no figure of a part; it is told anew from the samples
//! where they tell it, and is missing where they do not.

mod crop;
mod elevation;
mod join;

use chrono::TimeDelta;

use crate::clean::Span;
use crate::fields::{LAP, LENGTH};
use crate::{Activity, FieldValue, Fields, derive, pauses, swim};

pub use crop::crop;
pub use elevation::{flatten, offset, smooth};
pub use join::join;

/// Why a change cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Fewer than two samples would be left.
    TooShort,
    /// The two were recorded at the same time.
    Overlap,
    /// It has no samples of altitude.
    NoAltitude,
}

/// Moves an activity in time with all that is in it.
pub fn shift(activity: &mut Activity, by: TimeDelta) {
    activity.start_time += by;
    for start in activity
        .parts
        .iter_mut()
        .filter_map(|part| part.start_time.as_mut())
    {
        *start += by;
    }
    for leg in &mut activity.legs {
        leg.start_time += by;
        for time in [&mut leg.first_sample, &mut leg.last_sample]
            .into_iter()
            .flatten()
        {
            *time += by;
        }
    }
    for pause in &mut activity.pauses {
        pause.start += by;
        pause.end += by;
    }
    for span in activity
        .cleaned
        .iter_mut()
        .flat_map(|one| one.spans.iter_mut())
    {
        span.from += by;
        span.to += by;
    }
}

const SESSION: &str = "fit:session.";

/// Computes the figures of the samples anew.
fn tell_anew(activity: &mut Activity) {
    activity
        .fields
        .retain(|name, _| !name.starts_with("track:"));
    derive::complete(activity);
    pauses::add_timer_time(activity);
    swim::complete(activity);
}

/// Sets the counts that the file stated to those of the parts that are there.
fn count_parts(activity: &mut Activity) {
    let count = |kind: &str, is_active: bool| {
        let idle = FieldValue::Text("idle".to_owned());
        let parts = activity.parts.iter().filter(|part| part.kind == kind);
        let counted =
            parts.filter(|part| !is_active || part.fields.get("length_type") != Some(&idle));
        counted.count() as f64
    };
    let counts = [
        ("num_laps", count(LAP, false)),
        ("num_lengths", count(LENGTH, false)),
        ("num_active_lengths", count(LENGTH, true)),
    ];
    for (name, count) in counts {
        let name = format!("{SESSION}{name}");
        if count > 0.0 {
            activity.fields.insert(name, FieldValue::Number(count));
        } else {
            activity.fields.remove(&name);
        }
    }
}

fn number(fields: &Fields, name: &str) -> Option<f64> {
    match fields.get(name) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    }
}

/// What the samples of a span tell, under the names that laps have.
fn measured(whole: &Activity, span: Span) -> Fields {
    let ms = |time: chrono::DateTime<chrono::Utc>| (time - whole.start_time).num_milliseconds();
    let mut part = Activity {
        start_time: whole.start_time,
        pauses: whole.pauses.clone(),
        streams: whole.streams.within((ms(span.from), ms(span.to))),
        ..Activity::default()
    };
    tell_anew(&mut part);
    let mut fields = Fields::new();
    for (name, value) in part.fields {
        let Some(name) = name.strip_prefix("track:") else {
            continue;
        };
        let name = match name {
            "length" => "total_distance",
            "elapsed_time" => "total_elapsed_time",
            "timer_time" => "total_timer_time",
            "moving_time" => "total_moving_time",
            "ascent" => "total_ascent",
            "descent" => "total_descent",
            "power_decoupling" | "pace_decoupling" | "avg_swolf" => continue,
            other => other,
        };
        fields.insert(name.to_owned(), value);
    }
    fields
}
