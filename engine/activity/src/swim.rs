//! SWOLF: what a length of the pool takes in strokes and seconds, added (as Garmin and others
//! define it; the word is of swimming and golf, as fewer is better).

use crate::fields::LENGTH;
use crate::{Activity, FieldValue, Fields};

const SWOLF: &str = "swolf";

/// Adds `swolf` to the lengths that were swum, and `track:avg_swolf`.
pub(crate) fn complete(activity: &mut Activity) {
    let (mut sum, mut lengths) = (0.0, 0_u32);
    for part in activity.parts.iter_mut().filter(|part| part.kind == LENGTH) {
        if let Some(swolf) = swolf(&part.fields) {
            part.fields
                .insert(SWOLF.to_owned(), FieldValue::Number(swolf));
            sum += swolf;
            lengths += 1;
        }
    }
    if lengths > 0 {
        let mean = FieldValue::Number(sum / f64::from(lengths));
        activity
            .fields
            .entry("track:avg_swolf".to_owned())
            .or_insert(mean);
    }
}

/// Of a length with strokes: a rest has none, and a drill is not counted in strokes.
fn swolf(fields: &Fields) -> Option<f64> {
    let number = |name: &str| match fields.get(name) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    };
    if fields.get("length_type") == Some(&FieldValue::Text("idle".to_owned())) {
        return None;
    }
    let seconds = number("total_timer_time").or_else(|| number("total_elapsed_time"))?;
    let strokes = number("total_strokes").filter(|strokes| *strokes > 0.0)?;
    // Devices count whole seconds.
    Some(strokes + seconds.round())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Part;

    fn length(kind: &str, strokes: f64, seconds: f64) -> Part {
        Part {
            kind: LENGTH.to_owned(),
            start_time: None,
            fields: Fields::from([
                ("length_type".to_owned(), FieldValue::Text(kind.to_owned())),
                ("total_strokes".to_owned(), FieldValue::Number(strokes)),
                ("total_timer_time".to_owned(), FieldValue::Number(seconds)),
            ]),
        }
    }

    #[test]
    fn strokes_and_seconds_are_added_where_somebody_swam() {
        let mut activity = Activity {
            parts: vec![
                length("active", 12.0, 25.4),
                length("idle", 3.0, 30.0),
                length("active", 14.0, 27.0),
                length("active", 0.0, 40.0),
            ],
            ..Activity::default()
        };
        complete(&mut activity);
        let told: Vec<_> = activity
            .parts
            .iter()
            .map(|part| part.fields.get(SWOLF))
            .collect();
        let number = FieldValue::Number;
        assert_eq!(told, [Some(&number(37.0)), None, Some(&number(41.0)), None]);
        assert_eq!(activity.fields["track:avg_swolf"], number(39.0));
    }
}
