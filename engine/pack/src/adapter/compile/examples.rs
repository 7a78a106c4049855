//! Checks examples: what is given is there, and something is expected.

use chrono::{DateTime, TimeZone, Utc};
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::Cx;
use crate::adapter::model::{
    Example, Expect, Format, Given, Notification, Of, Payload, Target, Wanted, WantedOf,
    WantedRefusal, WantedValue,
};
use crate::adapter::raw::{RawExample, RawExpect, RawGiven, RawNotification};
use crate::finding::Report;
use crate::ids;
use crate::place::{At, Span};
use crate::units::Unit;
use crate::value::Dim;

type Row = IndexMap<At<String>, At<Json>>;

/// The time of an example that tells none.
fn usual_now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 20, 12, 0, 0)
        .single()
        .unwrap_or_default()
}

impl Cx<'_> {
    pub(super) fn examples(
        &mut self,
        raw: &[RawExample],
        format: &At<Format>,
        at: Span,
    ) -> Vec<Example> {
        if raw.is_empty() {
            let report = Report::warning("S0517", at, "the adapter has no example");
            self.report(
                report
                    .help("an example is a payload and what comes of it; `stadion test` runs them"),
            );
        }
        let mut names: Vec<&str> = Vec::new();
        let mut examples = Vec::new();
        for one in raw {
            if names.contains(&one.name.as_str()) {
                let report = Report::error(
                    "S0012",
                    one.name.span,
                    "an example of this name is there already",
                );
                self.report(report.help("say what this one shows"));
            }
            names.push(&one.name);
            let given = self.given(&one.given, format.value, one.name.span);
            let expect = self.expect(&one.expect);
            if let (Some(given), Some(expect)) = (given, expect) {
                examples.push(Example {
                    name: one.name.value.clone(),
                    at: one.name.span,
                    given,
                    expect,
                });
            }
        }
        examples
    }

    fn given(&mut self, raw: &RawGiven, format: Format, at: Span) -> Option<Given> {
        let now = match &raw.now {
            Some(now) => {
                let Ok(time) = DateTime::parse_from_rfc3339(now) else {
                    let report =
                        Report::error("S0510", now.span, "this is no time with its offset");
                    self.report(report.help("write it as 2027-03-20T10:00:00Z"));
                    return None;
                };
                time.to_utc()
            }
            None => usual_now(),
        };
        let payload = match (&raw.payload, &raw.text, raw.notifications.as_slice()) {
            (Some(path), None, []) => Payload::Bytes {
                name: path.value.clone(),
                bytes: self.file(path, "fixtures/")?.to_vec(),
            },
            (None, Some(text), []) => Payload::Bytes {
                name: "text".to_owned(),
                bytes: text.value.clone().into_bytes(),
            },
            (None, None, [_, ..]) if format == Format::Layout => {
                let all: Vec<_> = raw
                    .notifications
                    .iter()
                    .map(|one| self.notification(one, now))
                    .collect();
                Payload::Notifications(all.into_iter().collect::<Option<_>>()?)
            }
            _ => {
                let report = Report::error("S0514", at, "an example gives one payload");
                self.report(report.help("write `payload: fixtures/FILE`, `text`, or for a layout `notifications` under `given`"));
                return None;
            }
        };
        if let Some(stream) = &raw.stream {
            let known = self.streams.clone();
            self.known_name(stream, &known, "stream");
        }
        let mut details = IndexMap::new();
        for (into, path) in &raw.details {
            let bytes = self.file(path, "fixtures/")?.to_vec();
            details.insert(into.value.clone(), bytes);
        }
        let mut settings = IndexMap::new();
        for (name, figure) in &raw.settings {
            let known: Vec<String> = self.settings.keys().cloned().collect();
            if self.known_name(name, &known, "setting") {
                let dim = self.settings.get(name.as_str())?.unit.dim;
                settings.insert(name.value.clone(), self.quantity(figure, dim)?);
            }
        }
        Some(Given {
            payload,
            stream: raw.stream.as_ref().map(|stream| stream.value.clone()),
            details,
            settings,
            now,
        })
    }

    fn notification(&mut self, raw: &RawNotification, now: DateTime<Utc>) -> Option<Notification> {
        let layouts = self.layouts.clone();
        let layout = match (&raw.layout, layouts.as_slice()) {
            (Some(name), _) => self
                .known_name(name, &layouts, "layout")
                .then(|| name.value.clone())?,
            (None, [only]) => only.clone(),
            (None, _) => {
                let report =
                    Report::error("S0512", raw.hex.span, "several layouts could read this");
                self.report(report.help(format!("write `layout`: one of {}", layouts.join(", "))));
                return None;
            }
        };
        let digits: String = raw.hex.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes: Option<Vec<u8>> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
            .collect();
        let Some(bytes) = bytes else {
            let report = Report::error("S0514", raw.hex.span, "these are no bytes");
            self.report(report.help("two hexadecimal digits each, in quotes: \"16 48 00\""));
            return None;
        };
        let at_ms = (raw.at.value * 1_000.0).clamp(-9e14, 9e14).round() as i64;
        Some(Notification {
            at_ms: now.timestamp_millis().saturating_add(at_ms),
            layout,
            bytes,
        })
    }

    fn expect(&mut self, raw: &At<RawExpect>) -> Option<Expect> {
        let is_empty = raw.activities.is_none() && raw.refused.is_none();
        let vain = raw
            .activities
            .as_ref()
            .is_some_and(|all| !all.is_empty() && all.iter().all(IndexMap::is_empty))
            && raw.refused.is_none();
        if is_empty || vain {
            let report = Report::error("S0514", raw.span, "the example expects nothing");
            self.report(report.help("write what comes of it under `activities` or `refused`"));
        }
        let activities = match &raw.activities {
            Some(all) => {
                let rows: Vec<_> = all.iter().map(|row| self.row(row)).collect();
                Some((all.span, rows.into_iter().collect::<Option<_>>()?))
            }
            None => None,
        };
        let refused = raw.refused.as_ref().map(|all| {
            let refusals = all.iter().map(|one| WantedRefusal {
                code: one.code.value.clone(),
                place: one.at.as_ref().map(|at| at.value.clone()),
                count: one.count.as_ref().map_or(1, |count| count.value),
                at: one.code.span,
            });
            (all.span, refusals.collect())
        });
        Some(Expect {
            span: raw.span,
            activities,
            refused,
        })
    }

    fn row(&mut self, row: &Row) -> Option<Vec<Wanted>> {
        let wanted: Vec<_> = row
            .iter()
            .map(|(key, value)| self.wanted_of(key, value))
            .collect();
        wanted.into_iter().collect()
    }

    fn wanted_of(&mut self, key: &At<String>, json: &At<Json>) -> Option<Wanted> {
        let (what, unit) = self.what(key)?;
        let text = json
            .as_str()
            .map_or_else(|| json.value.to_string(), str::to_owned);
        let value = match (text.as_str(), &unit) {
            ("none", _) => WantedValue::Missing,
            (text, Some(unit)) => self.number_wanted(text, unit, json.span)?,
            (text, None) => WantedValue::Text(text.to_owned()),
        };
        Some(Wanted {
            key: key.value.clone(),
            what,
            value,
            text,
            at: json.span,
        })
    }

    /// What an expected key means, and its unit; words have none.
    fn what(&mut self, key: &At<String>) -> Option<(WantedOf, Option<Unit>)> {
        let canon = self.canon;
        if key.as_str() == "samples" {
            return Some((WantedOf::Samples, Some(Unit::one())));
        }
        if let Some((kind, _)) = key.strip_suffix('s').and_then(|kind| canon.part(kind)) {
            return Some((WantedOf::Parts(kind.to_owned()), Some(Unit::one())));
        }
        if let Some((of, name)) = key.split_once('.') {
            let of = match of {
                "avg" => Some(Of::Avg),
                "min" => Some(Of::Min),
                "max" => Some(Of::Max),
                "first" => Some(Of::First),
                "last" => Some(Of::Last),
                _ => None,
            };
            if let (Some(of), Some(channel)) = (of, canon.channel(name)) {
                let unit = channel.unit.clone().unwrap_or_else(Unit::one);
                return Some((WantedOf::Channel(of, channel.name.clone()), Some(unit)));
            }
        }
        // Figures computed from the samples are known by their whole name.
        let computed = canon
            .figures
            .iter()
            .find(|field| field.name == key.as_str());
        if let Some(field) = computed {
            let target = Target::Figure {
                name: field.name.clone(),
                unit: field.unit.clone(),
            };
            return Some((WantedOf::Field(target), field.unit.clone()));
        }
        if key.contains('.') {
            let near = canon.channels.iter().flat_map(|one| {
                ["avg", "min", "max", "first", "last"].map(|of| format!("{of}.{}", one.name))
            });
            let near: Vec<String> = near.collect();
            let near = ids::nearest(key, near.iter().map(String::as_str)).map(str::to_owned);
            let report = Report::error(
                "S0514",
                key.span,
                format!("nothing can be expected as `{}`", **key),
            );
            self.report(
                report
                    .help("of a channel: avg.heart_rate, min.…, max.…, first.… or last.…")
                    .suggest(near),
            );
            return None;
        }
        let target = self.target(key)?;
        let unit = match &target {
            Target::Figure { unit, .. } => unit.clone(),
            Target::UtcOffset => Some(super::fields::seconds()),
            _ => None,
        };
        Some((WantedOf::Field(target), unit))
    }

    fn number_wanted(&mut self, text: &str, unit: &Unit, at: Span) -> Option<WantedValue> {
        let (main, tolerance) = match text.split_once('±') {
            Some((main, tolerance)) => (main.trim(), Some(tolerance.trim())),
            None => (text, None),
        };
        let value = self.in_unit(main, unit, at)?;
        let tolerance = match tolerance {
            Some(tolerance) => {
                (self.in_unit(tolerance, unit, at)? - self.in_unit("0", unit, at)?).abs()
            }
            None => 0.0,
        };
        Some(WantedValue::Number { value, tolerance })
    }

    /// A bare number is in the field's own unit.
    fn in_unit(&mut self, text: &str, unit: &Unit, at: Span) -> Option<f64> {
        if let Ok(number) = text.parse::<f64>() {
            return Some(number);
        }
        let dim = unit.dim;
        let figure = At::new(crate::figure::Figure(text.to_owned()), at);
        let si = self.quantity(&figure, dim)?;
        Some(if dim == Dim::NONE && unit.symbol == "1" {
            si
        } else {
            unit.from_si(si)
        })
    }
}
