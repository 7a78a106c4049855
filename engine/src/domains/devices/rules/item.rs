//! One activity that was sent: read, checked, and written in one way, so that the same said otherwise
//! ordered is the same.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stadion_activity::streams::{Channel, OPEN_PREFIX};
use stadion_activity::{Activity, FieldValue, Fields, fields, json, profile};
use uuid::Uuid;

use super::names::external_id;
use crate::domains::devices::model::{ItemRefusal, ItemWarning};
use crate::web::{FieldError, parse_json};

/// Of one activity as JSON: a day at one sample a second in ten channels fits.
const MOST_BYTES: usize = 8 << 20;
/// The version of the shape that is read.
const VERSION: u32 = 1;
/// No figure of an outing is larger, in any unit that there is.
const LARGEST: f64 = 1e12;
const MOST_TEXT: usize = 1_000;
/// The duration, where no samples tell it.
const ELAPSED: [&str; 2] = [
    "fit:session.total_elapsed_time",
    "fit:session.total_timer_time",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    id: String,
    #[serde(default)]
    connection: Option<Uuid>,
    #[serde(default)]
    user: Option<String>,
    data: Document,
}

/// An activity as it was sent.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    stadion_activity: u32,
    activity: Activity,
    #[serde(default)]
    streams: Columns,
}

impl Document {
    /// As a file of ours, with keys in one order.
    pub fn bytes(&self) -> Vec<u8> {
        // Texts and numbers always serialize.
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub fn has_samples(&self) -> bool {
        !self.streams.time_ms.is_empty()
    }

    /// As the reader of such files has it.
    pub fn content(&self) -> (Activity, json::Columns) {
        let column = |column: &Column| json::Column {
            unit: column.unit.clone().unwrap_or_default(),
            decimals: column.decimals.unwrap_or_default(),
            values: column.values.clone(),
        };
        let channels = self.streams.channels.iter();
        let channels = channels.map(|(name, sent)| (name.clone(), column(sent)));
        let columns = json::Columns {
            time_ms: self.streams.time_ms.clone(),
            channels: channels.collect(),
        };
        (self.activity.clone(), columns)
    }
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    time_ms: Vec<i64>,
    channels: BTreeMap<String, Column>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Column {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decimals: Option<u8>,
    values: Vec<Option<f64>>,
}

/// An activity that may be stored.
#[derive(Clone, Debug)]
pub struct Checked {
    pub id: String,
    pub connection: Option<Uuid>,
    pub user: Option<String>,
    pub document: Document,
    pub warnings: Vec<ItemWarning>,
}

/// Reads an activity; or its id, where that can be read, and why it is refused.
pub fn check(line: &[u8], now: DateTime<Utc>) -> Result<Checked, (Option<String>, ItemRefusal)> {
    if line.len() > MOST_BYTES {
        let refusal = ItemRefusal {
            code: "too-large".into(),
            field: None,
            reason: "One activity has at most 8 MiB.".into(),
            remedy: Some("Send fewer samples.".into()),
        };
        return Err((None, refusal));
    }
    let sent: Sent = match parse_json(line) {
        Ok(sent) => sent,
        Err(error) => {
            let field = error.errors.into_iter().next();
            let refusal = match field {
                Some(field) => of_field(field, error.code),
                None => ItemRefusal {
                    code: error.code.into(),
                    field: None,
                    reason: error.detail,
                    remedy: Some("Send one JSON object a line.".into()),
                },
            };
            return Err((id_of(line), refusal));
        }
    };
    let id = sent.id.clone();
    accept(sent, now).map_err(|wrong| (Some(id), of_field(wrong, "invalid")))
}

fn of_field(wrong: FieldError, code: &str) -> ItemRefusal {
    ItemRefusal {
        code: code.to_owned(),
        field: Some(wrong.field),
        reason: wrong.message,
        remedy: wrong.remedy,
    }
}

/// So that its sender knows it again.
fn id_of(line: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(line).ok()?;
    Some(value.get("id")?.as_str()?.chars().take(200).collect())
}

fn accept(sent: Sent, now: DateTime<Utc>) -> Result<Checked, FieldError> {
    external_id("/id", &sent.id)?;
    match (&sent.connection, &sent.user) {
        (None, Some(user)) => external_id("/user", user)?,
        (Some(_), None) => {}
        _ => {
            let wrong = FieldError::new("/user", "It names its person once.");
            return Err(wrong.remedy(
                "Send `user`, your own id of the person, or `connection`, the id that you were given.",
            ));
        }
    }
    let Document {
        stadion_activity: version,
        activity,
        streams,
    } = &sent.data;
    if *version != VERSION {
        let wrong = FieldError::new("/data/stadion_activity", "There is no such version.");
        return Err(wrong.remedy("Write 1."));
    }
    let mut warnings = Vec::new();
    figures(activity, now, &mut warnings)?;
    samples(streams, &mut warnings)?;
    let is_timed = ELAPSED
        .iter()
        .any(|name| activity.fields.contains_key(*name));
    if streams.time_ms.is_empty() && !is_timed {
        let wrong = FieldError::new(
            "/data/activity/fields",
            "It has neither samples nor a duration.",
        );
        return Err(
            wrong.remedy("State `fit:session.total_elapsed_time` in seconds, or send samples.")
        );
    }
    Ok(Checked {
        id: sent.id,
        connection: sent.connection,
        user: sent.user,
        document: sent.data,
        warnings,
    })
}

fn warning(code: &str, field: String, message: String) -> ItemWarning {
    ItemWarning {
        code: code.to_owned(),
        field: Some(field),
        message,
        count: None,
    }
}

fn figures(
    activity: &Activity,
    now: DateTime<Utc>,
    warnings: &mut Vec<ItemWarning>,
) -> Result<(), FieldError> {
    let start = activity.start_time;
    if start.timestamp() < 0 || start > now + Duration::days(1) {
        let wrong = FieldError::new(
            "/data/activity/start_time",
            "The start lies in the future, or before 1970.",
        );
        return Err(wrong.remedy("Send when it began, as in `2026-11-21T07:30:00Z`."));
    }
    if !profile::sports().any(|sport| sport == activity.sport) {
        let field = "/data/activity/sport".to_owned();
        let message = format!(
            "`{}` is no sport of the FIT profile; it is kept under no sport of its own.",
            activity.sport.chars().take(40).collect::<String>()
        );
        warnings.push(warning("unknown-sport", field, message));
    }
    let texts = [
        ("/data/activity/sport", Some(&activity.sport)),
        ("/data/activity/sub_sport", Some(&activity.sub_sport)),
        ("/data/activity/name", activity.name.as_ref()),
        ("/data/activity/time_zone", activity.time_zone.as_ref()),
    ];
    for (field, text) in texts {
        short(field, text.map_or("", String::as_str))?;
    }
    plausible("/data/activity/fields", &activity.fields)?;
    for name in activity.fields.keys() {
        if fields::by_name(name).is_none() || name.starts_with("athlete:") {
            let field = format!("/data/activity/fields/{}", escape(name));
            let message = "No figure has this name; it was left out.".to_owned();
            warnings.push(warning("unknown-field", field, message));
        }
    }
    for (n, part) in activity.parts.iter().enumerate() {
        plausible(&format!("/data/activity/parts/{n}/fields"), &part.fields)?;
    }
    for (n, leg) in activity.legs.iter().enumerate() {
        plausible(&format!("/data/activity/legs/{n}/fields"), &leg.fields)?;
    }
    Ok(())
}

/// RFC 6901.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn short(field: &str, text: &str) -> Result<(), FieldError> {
    if text.chars().count() > MOST_TEXT {
        return Err(FieldError::new(
            field,
            "A text has at most 1000 characters.",
        ));
    }
    Ok(())
}

fn plausible(place: &str, all: &Fields) -> Result<(), FieldError> {
    for (name, value) in all {
        let field = || format!("{place}/{}", escape(name));
        match value {
            FieldValue::Number(number) if number.abs() > LARGEST => {
                let wrong = FieldError::new(field(), "The number is larger than any of an outing.");
                return Err(wrong.remedy("Send it in the unit of the field."));
            }
            FieldValue::Number(_) => {}
            FieldValue::Text(text) => short(&field(), text)?,
        }
    }
    Ok(())
}

fn samples(streams: &Columns, warnings: &mut Vec<ItemWarning>) -> Result<(), FieldError> {
    let times = &streams.time_ms;
    let most = i64::from(i32::MAX) * 1000;
    let mut before = 0;
    for (n, time) in times.iter().enumerate() {
        if *time < before || *time > most {
            let field = format!("/data/streams/time_ms/{n}");
            let wrong = FieldError::new(field, "The times turn back, or are out of bounds.");
            return Err(wrong.remedy("Send milliseconds from the start, in order."));
        }
        before = *time;
    }
    for (name, column) in &streams.channels {
        let place = format!("/data/streams/channels/{}", escape(name));
        if column.values.len() != times.len() {
            let (has, of) = (column.values.len(), times.len());
            let message = format!("It has {has} values for {of} times.");
            let wrong = FieldError::new(format!("{place}/values"), message);
            return Err(wrong.remedy("Send one value for each time, `null` where there is none."));
        }
        let Some(channel) = Channel::from_name(name) else {
            if !name.starts_with(OPEN_PREFIX) {
                let message = "No channel has this name; it was left out.".to_owned();
                warnings.push(warning("unknown-channel", place, message));
            }
            continue;
        };
        let unit = channel.unit();
        if column.unit.as_deref().is_some_and(|stated| stated != unit) {
            let message = format!("`{name}` is told in `{unit}`.");
            let wrong = FieldError::new(format!("{place}/unit"), message);
            return Err(wrong.remedy(format!("Convert the values, and write `{unit}`.")));
        }
        let (low, high) = channel.plausible();
        let odd = column.values.iter().flatten();
        let odd = odd.filter(|value| !(low..=high).contains(*value)).count();
        if odd > 0 {
            let message = format!("Values outside {low} to {high} {unit} were left out.");
            let told = warning("implausible-samples", place, message);
            let count = u64::try_from(odd).ok();
            warnings.push(ItemWarning { count, ..told });
        }
    }
    Ok(())
}
