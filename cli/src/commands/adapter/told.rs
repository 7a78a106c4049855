//! What an adapter made of a payload, to be read.

use std::fmt::Write as _;

use serde_json::{Value, json};
use stadion_activity::summary::Summary;
use stadion_activity::{Activity, FieldValue};
use stadion_engine::adapters::{Output, Told};
use stadion_pack::adapter::Adapter;

pub fn as_json(output: &Output) -> Value {
    let records = output.records.iter().map(|told| {
        json!({
            "place": told.place,
            "id": told.id,
            "record": told.value,
            "steps": told.steps,
            "activity": told.activity,
            "summary": told.activity.as_ref().map(Summary::of),
        })
    });
    json!({ "records": records.collect::<Vec<_>>(), "refused": output.refused })
}

pub fn text(adapter: &Adapter, output: &Output) -> String {
    let mut text = String::new();
    for (at, told) in output.records.iter().enumerate() {
        text += &record(adapter, at, told);
    }
    if output.records.is_empty() {
        text += "no record was read\n";
    }
    if !output.refused.is_empty() {
        text += "\nrefused\n";
        for one in &output.refused {
            let place = if one.place.is_empty() {
                "the payload"
            } else {
                &one.place
            };
            let _ = writeln!(
                text,
                "  {} × {} at {place}\n    {}\n    {}",
                one.count, one.code, one.reason, one.remedy
            );
        }
    }
    text
}

fn record(adapter: &Adapter, at: usize, told: &Told) -> String {
    let place = if told.place.is_empty() {
        "the payload"
    } else {
        &told.place
    };
    let mut text = format!(
        "{}record {}: {place}\n",
        if at == 0 { "" } else { "\n" },
        at + 1
    );
    if let Some(value) = &told.value {
        let decoded = serde_json::to_string_pretty(value).unwrap_or_default();
        let _ = writeln!(text, "\n  decoded\n{}", indented(&decoded));
    }
    if !told.steps.is_empty() {
        let _ = writeln!(text, "  normalised by {}", adapter.place.file);
    }
    for step in &told.steps {
        let gave = step.gave.as_deref().unwrap_or("—");
        let _ = writeln!(
            text,
            "    {:>4}  {} ← {}: {gave}",
            step.line, step.fills, step.from
        );
    }
    match &told.activity {
        Some(activity) => {
            let _ = writeln!(text, "\n  activity\n{}", activity_text(activity));
        }
        None => text += "\n  no activity came of it\n",
    }
    text
}

/// A long record is told by its beginning.
fn indented(decoded: &str) -> String {
    const MOST: usize = 40;
    let lines = decoded
        .lines()
        .take(MOST)
        .map(|line| format!("    {line}\n"));
    let mut text: String = lines.collect();
    let more = decoded.lines().count().saturating_sub(MOST);
    if more > 0 {
        let _ = writeln!(text, "    … {more} lines more");
    }
    text
}

fn activity_text(activity: &Activity) -> String {
    let mut text = format!(
        "    sport: {}/{}\n    start_time: {}\n",
        activity.sport, activity.sub_sport, activity.start_time
    );
    if let Some(name) = &activity.name {
        let _ = writeln!(text, "    name: {name}");
    }
    for (name, value) in &activity.fields {
        let value = match value {
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Text(text) => text.clone(),
        };
        let unit = stadion_activity::fields::by_name(name).map_or("", |field| field.unit);
        let _ = writeln!(
            text,
            "    {name}: {value} {}",
            if unit == "1" { "" } else { unit }
        );
    }
    let channels: Vec<&str> = activity.streams.columns().map(|(name, ..)| name).collect();
    let _ = writeln!(
        text,
        "    samples: {} of {}",
        activity.streams.len(),
        channels.join(", ")
    );
    if !activity.parts.is_empty() {
        let _ = writeln!(text, "    parts: {}", activity.parts.len());
    }
    for warning in &activity.warnings {
        let _ = writeln!(text, "    warning: {}", warning.message);
    }
    text
}
