//! An activity as JSON that [`crate::read`] takes back without change.

use serde::{Serialize, Serializer};

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
    let document = Document {
        stadion_activity: VERSION,
        activity,
        streams: Columns {
            time_ms: &activity.streams.time_ms,
            channels: Channels(&activity.streams),
        },
    };
    // Texts and numbers always serialize.
    serde_json::to_vec(&document).unwrap_or_default()
}

/// Written as it is gone through: a tree of it would take longer than reading the samples did.
#[derive(Serialize)]
struct Document<'a> {
    /// [`JSON_KIND`].
    stadion_activity: u32,
    activity: &'a Activity,
    streams: Columns<'a>,
}

#[derive(Serialize)]
struct Columns<'a> {
    time_ms: &'a [i64],
    channels: Channels<'a>,
}

struct Channels<'a>(&'a Streams);

impl Serialize for Channels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let open = &self.0.open;
        serializer.collect_map(self.0.columns().map(|(name, unit, values)| {
            let column = Column {
                unit,
                decimals: open.get(name).map(|open| open.decimals),
                values: Values(values),
            };
            (name, column)
        }))
    }
}

#[derive(Serialize)]
struct Column<'a> {
    unit: &'a str,
    /// Places after the point that are stored, of a channel that only the file knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<u8>,
    values: Values<'a>,
}

struct Values<'a>(&'a [f64]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let present = |value: &f64| value.is_finite().then_some(*value);
        serializer.collect_seq(self.0.iter().map(present))
    }
}
