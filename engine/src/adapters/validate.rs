//! What values are taken: bounds, changes, clocks. What is not taken is told.

use chrono::{DateTime, TimeDelta, Utc};
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, FieldValue};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::Valid;

use super::{Input, Refusals, canon};

/// What a figure may be, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub low: f64,
    pub high: f64,
}

impl Bounds {
    pub fn of_part(name: &str) -> Self {
        let (low, high) = canon::range(name);
        Self { low, high }
    }

    pub fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    pub fn reason(self, value: f64, unit: &str) -> String {
        let Self { low, high } = self;
        let unit = if unit == "1" { "" } else { unit };
        format!("{value} is not within {low} and {high} {unit}")
            .trim_end()
            .to_owned()
            + "."
    }

    fn narrowed(self, valid: Option<&Valid>) -> Self {
        Self {
            low: valid
                .and_then(|valid| valid.min)
                .unwrap_or(self.low)
                .max(self.low),
            high: valid
                .and_then(|valid| valid.max)
                .unwrap_or(self.high)
                .min(self.high),
        }
    }
}

/// Of a session's figure, by its whole name.
pub fn bounds(adapter: &Adapter, name: &str) -> Bounds {
    let plain = name.strip_prefix("fit:session.").unwrap_or(name);
    Bounds::of_part(plain).narrowed(adapter.validate.fields.get(name))
}

/// Whether an activity began at a time that may be.
pub fn clock(
    adapter: &Adapter,
    input: &Input<'_>,
    start: DateTime<Utc>,
    place: &str,
    refusals: &mut Refusals,
) -> bool {
    let seconds =
        |span: f64| TimeDelta::try_milliseconds((span * 1_000.0) as i64).unwrap_or_default();
    let validate = &adapter.validate;
    let is_ahead = start > input.now + seconds(validate.ahead_s);
    let too_old = validate
        .behind_s
        .is_some_and(|behind| start < input.now - seconds(behind));
    // Before 1970 a clock was never set.
    let is_behind = too_old || start.timestamp() < 0;
    if is_ahead || is_behind {
        let side = if is_ahead { "after" } else { "too long before" };
        refusals.add(
            "clock",
            "",
            || place.to_owned(),
            || format!("It began at {start}, {side} now, {}.", input.now),
        );
    }
    !is_ahead && !is_behind
}

/// Further apart than so, two samples say nothing of how fast something changed.
const APART_MS: i64 = 10_000;

/// A column without what cannot be true: out of bounds, or changed too fast.
pub fn column(
    adapter: &Adapter,
    channel: Channel,
    column: Vec<(i64, f64, u32)>,
    place: &str,
    told: &dyn Fn(u32) -> String,
    refusals: &mut Refusals,
) -> Vec<(i64, f64, u32)> {
    let valid = adapter.validate.fields.get(channel.name());
    let (low, high) = channel.plausible();
    let bounds = Bounds { low, high }.narrowed(valid);
    let fastest = valid.and_then(|valid| valid.per_second);
    let group = format!("{place}\n{}", channel.name());
    let mut kept: Vec<(i64, f64, u32)> = Vec::with_capacity(column.len());
    for (at, value, index) in column {
        if !bounds.holds(value) {
            refusals.add(
                "out-of-range",
                &group,
                || told(index),
                || {
                    format!(
                        "`{}`: {}",
                        channel.name(),
                        bounds.reason(value, channel.unit())
                    )
                },
            );
            continue;
        }
        if let (Some(fastest), Some((before, last, _))) = (fastest, kept.last())
            && at - before <= APART_MS
        {
            let seconds = (at - before).max(1) as f64 / 1_000.0;
            if (value - last).abs() > fastest * seconds.max(1.0) {
                refusals.add(
                    "too-fast",
                    &group,
                    || told(index),
                    || {
                        format!(
                            "`{}` went from {last} to {value} {} in {seconds} s.",
                            channel.name(),
                            channel.unit()
                        )
                    },
                );
                continue;
            }
        }
        kept.push((at, value, index));
    }
    kept
}

/// A recording that came whole: the adapter's own bounds hold of it too.
pub fn whole(
    adapter: &Adapter,
    mut activity: Activity,
    place: &str,
    refusals: &mut Refusals,
) -> Activity {
    for (name, valid) in &adapter.validate.fields {
        let Some(known) = Channel::from_name(name) else {
            let bounds = bounds(adapter, name);
            if let Some(FieldValue::Number(value)) = activity.fields.get(name).cloned()
                && !bounds.holds(value)
            {
                activity.fields.remove(name);
                refusals.add(
                    "out-of-range",
                    name,
                    || place.to_owned(),
                    || format!("`{name}`: {}", bounds.reason(value, "")),
                );
            }
            continue;
        };
        let times = activity.streams.time_ms.clone();
        let Some(values) = activity.streams.channels.get_mut(&known) else {
            continue;
        };
        let pairs = times.iter().zip(values.iter()).enumerate();
        let present: Vec<_> = pairs
            .filter(|(_, (_, value))| !value.is_nan())
            .map(|(at, (time, value))| (*time, *value, u32::try_from(at).unwrap_or(u32::MAX)))
            .collect();
        let before = present.len();
        let told = |index: u32| format!("{place}: sample {index} of {name}");
        let kept = column(adapter, known, present, place, &told, refusals);
        if kept.len() < before {
            values.fill(f64::NAN);
            for (_, value, index) in kept {
                if let Some(slot) = values.get_mut(index as usize) {
                    *slot = value;
                }
            }
        }
        let _ = valid;
    }
    activity
}
