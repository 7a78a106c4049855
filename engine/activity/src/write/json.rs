//! An activity as JSON that [`crate::read`] takes back without change.

use serde::Serialize;

use crate::Activity;
use crate::streams::Streams;

/// The key that tells such a file from other JSON; its value is the version of the shape.
pub const JSON_KIND: &str = "stadion_activity";
/// The shape that is written: keys may be added to it, none changes its meaning.
pub(crate) const VERSION: u32 = 1;

/// `{"stadion_activity": 1, "activity": {…}, "streams": {"time_ms": […], "channels": {"heart_rate":
/// {"unit": "/min", "values": […]}}}}`: figures under their canonical names in the units that
/// [`crate::fields`] states, samples in the units beside them, a missing one `null`.
pub fn json(activity: &Activity) -> Vec<u8> {
    let document = serde_json::json!({
        JSON_KIND: VERSION,
        "activity": activity,
        "streams": columns(&activity.streams),
    });
    // A tree of texts and numbers always serializes.
    serde_json::to_vec(&document).unwrap_or_default()
}

#[derive(Serialize)]
struct Column<'a> {
    unit: &'a str,
    /// Places after the point that are stored, of a channel that only the file knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<u8>,
    values: Vec<Option<f64>>,
}

fn columns(streams: &Streams) -> serde_json::Value {
    let channels = streams.columns().map(|(name, unit, values)| {
        let present = |value: &f64| value.is_finite().then_some(*value);
        let column = Column {
            unit,
            decimals: streams.open.get(name).map(|open| open.decimals),
            values: values.iter().map(present).collect(),
        };
        (name.to_owned(), serde_json::json!(column))
    });
    let channels: serde_json::Map<_, _> = channels.collect();
    serde_json::json!({"time_ms": streams.time_ms, "channels": channels})
}
