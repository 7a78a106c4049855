//! When two recordings are one workout.

use stadion_activity::{Activity, FieldValue, are_alike};
use stadion_pack::adapter::model::Dedupe;

const LENGTHS: [&str; 2] = ["fit:session.total_distance", "track:length"];
const SPANS: [&str; 3] = [
    "fit:session.total_elapsed_time",
    "track:elapsed_time",
    "fit:session.total_timer_time",
];

/// Whether two recordings, of sources that may differ, are of one session: sports that may be one, most
/// of the shorter one's time in both, and distances that agree where both tell one.
pub fn is_same(one: &Activity, other: &Activity, by: &Dedupe) -> bool {
    are_alike(&one.sport, &other.sport)
        && overlap(one, other) >= by.overlap
        && distances_agree(one, other, by.distance)
}

fn figure(activity: &Activity, names: &[&str]) -> Option<f64> {
    names
        .iter()
        .find_map(|name| match activity.fields.get(*name) {
            Some(FieldValue::Number(value)) if *value > 0.0 => Some(*value),
            _ => None,
        })
}

/// The share of the shorter one's time that both have. One without a span is a moment: it is in the
/// other, or not.
fn overlap(one: &Activity, other: &Activity) -> f64 {
    let range = |activity: &Activity| {
        let from = activity.start_time.timestamp_millis() as f64 / 1_000.0;
        (from, from + figure(activity, &SPANS).unwrap_or_default())
    };
    let ((from_a, to_a), (from_b, to_b)) = (range(one), range(other));
    let shorter = (to_a - from_a).min(to_b - from_b);
    let both = to_a.min(to_b) - from_a.max(from_b);
    if both < 0.0 {
        return 0.0;
    }
    if shorter > 0.0 { both / shorter } else { 1.0 }
}

fn distances_agree(one: &Activity, other: &Activity, share: f64) -> bool {
    match (figure(one, &LENGTHS), figure(other, &LENGTHS)) {
        (Some(a), Some(b)) => (a - b).abs() <= share * a.max(b),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(start: &str, seconds: f64, metres: f64, sport: &str) -> Activity {
        let number = FieldValue::Number;
        Activity {
            sport: sport.to_owned(),
            start_time: start.parse().unwrap(),
            fields: [
                (SPANS[0].to_owned(), number(seconds)),
                (LENGTHS[0].to_owned(), number(metres)),
            ]
            .into(),
            ..Activity::default()
        }
    }

    #[test]
    fn one_session_of_two_sources_is_one() {
        let by = Dedupe::default();
        let watch = session("2026-06-19T06:00:00Z", 3_600.0, 10_000.0, "a");
        let cloud = session("2026-06-19T06:00:40Z", 3_500.0, 10_090.0, "generic");
        assert!(is_same(&watch, &cloud, &by) && is_same(&cloud, &watch, &by));
        for (other, why) in [
            (
                session("2026-06-19T06:50:00Z", 3_600.0, 10_000.0, "a"),
                "little overlap",
            ),
            (
                session("2026-06-19T06:00:00Z", 3_600.0, 7_000.0, "a"),
                "another distance",
            ),
            (
                session("2026-06-19T06:00:00Z", 3_600.0, 10_000.0, "b"),
                "another sport",
            ),
            (
                session("2026-06-20T06:00:00Z", 0.0, 0.0, "a"),
                "another day",
            ),
        ] {
            assert!(!is_same(&watch, &other, &by), "{why}");
        }
        // A note without a span, within the session.
        assert!(is_same(
            &watch,
            &session("2026-06-19T06:30:00Z", 0.0, 0.0, "a"),
            &by
        ));
    }
}
