//! Runs an adapter's examples: what came of each payload beside what is expected of it.

use std::ops::Range;

use serde::Serialize;
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, FieldValue};
use stadion_pack::adapter::model::{
    Example, Of, Target, Wanted, WantedOf, WantedRefusal, WantedValue,
};
use stadion_pack::adapter::{Adapter, Compiled};
use stadion_pack::finding::{Finding, Report};
use stadion_pack::place::Span;

use super::{Input, Output, Refused, read};

/// How an example went.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleTold {
    pub adapter: String,
    pub name: String,
    pub passed: bool,
    pub failures: Vec<Finding>,
}

/// What `--update` writes: in the place of a written value, or of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    pub at: Span,
    pub text: String,
}

/// Runs all examples of an adapter that has no errors.
pub fn run(compiled: &Compiled) -> (Vec<ExampleTold>, Vec<Rewrite>) {
    let Some(adapter) = &compiled.adapter else {
        return (Vec::new(), Vec::new());
    };
    let mut rewrites = Vec::new();
    let told = adapter.examples.iter().map(|example| {
        let output = read(adapter, &Input::of(&example.given));
        let (reports, mut changed) = compare(example, &output);
        rewrites.append(&mut changed);
        ExampleTold {
            adapter: adapter.id.clone(),
            name: example.name.clone(),
            passed: reports.is_empty(),
            failures: compiled.reading.settle(reports),
        }
    });
    (told.collect(), rewrites)
}

/// The text of a file with what came in place of what was expected.
pub fn rewritten(text: &str, rewrites: &[Rewrite]) -> String {
    let mut text = text.to_owned();
    let mut rewrites: Vec<&Rewrite> = rewrites.iter().collect();
    // From the end on, so that the places before stay where they are.
    rewrites.sort_by_key(|rewrite| std::cmp::Reverse(rewrite.at.start));
    rewrites.dedup_by_key(|rewrite| rewrite.at);
    for rewrite in rewrites {
        let range = if rewrite.text.starts_with('[') {
            list_at(&text, rewrite.at.range())
        } else {
            rewrite.at.range()
        };
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &rewrite.text);
        }
    }
    text
}

/// The whole of a list: one in lines of its own goes on as long as they are not further left.
fn list_at(text: &str, written: Range<usize>) -> Range<usize> {
    let line = text
        .get(..written.start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let rest = text.get(line..).unwrap_or_default();
    let indent = rest.len() - rest.trim_start_matches(' ').len();
    if !rest.trim_start_matches(' ').starts_with("- ") {
        return written;
    }
    let mut end = line;
    for one in rest.split_inclusive('\n') {
        let words = one.trim_start_matches(' ');
        let column = one.len() - words.len();
        let goes_on = column > indent || (column == indent && words.starts_with("- "));
        if !goes_on {
            break;
        }
        end += one.len();
    }
    let whole = text.get(line + indent..end).unwrap_or_default();
    line + indent..line + indent + whole.trim_end().len()
}

/// Everything that differs, and what would be written instead.
fn compare(example: &Example, output: &Output) -> (Vec<Report>, Vec<Rewrite>) {
    let mut told = Comparison {
        at: example.at,
        reports: Vec::new(),
        rewrites: Vec::new(),
    };
    let found: Vec<&Activity> = output.activities().collect();
    if let Some((span, wanted)) = &example.expect.activities {
        if found.len() != wanted.len() {
            let message = format!(
                "{} activities are expected, and {} came",
                wanted.len(),
                found.len()
            );
            told.report(*span, message, refusals_in_words(&output.refused));
        }
        for (wanted, activity) in wanted.iter().zip(&found) {
            for one in wanted {
                told.figure(one, activity);
            }
        }
    }
    match &example.expect.refused {
        Some((span, wanted)) => told.refusals(*span, wanted, &output.refused),
        // Who expects activities and says nothing of refusals expects none.
        None if !output.refused.is_empty() => {
            let at = example
                .expect
                .activities
                .as_ref()
                .map_or(example.at, |(span, _)| *span);
            told.report(
                at,
                "something was refused that the example does not expect",
                refusals_in_words(&output.refused),
            );
        }
        None => {}
    }
    (told.reports, told.rewrites)
}

struct Comparison {
    at: Span,
    reports: Vec<Report>,
    rewrites: Vec<Rewrite>,
}

impl Comparison {
    fn report(&mut self, at: Span, message: impl Into<String>, help: String) {
        let at = if at == Span::default() { self.at } else { at };
        let report = Report::error("S0515", at, message);
        self.reports.push(if help.is_empty() {
            report
        } else {
            report.help(help)
        });
    }

    fn figure(&mut self, wanted: &Wanted, activity: &Activity) {
        let found = found(&wanted.what, activity);
        if holds(&wanted.value, found.as_ref()) {
            return;
        }
        let actual = shown(found.as_ref(), &wanted.what);
        let message = format!(
            "`{}` is {actual}, and {} is expected",
            wanted.key, wanted.text
        );
        self.report(
            wanted.at,
            message,
            "`stadion adapter try` shows where it comes from".to_owned(),
        );
        self.rewrites.push(Rewrite {
            at: wanted.at,
            text: actual,
        });
    }

    fn refusals(&mut self, span: Span, wanted: &[WantedRefusal], found: &[Refused]) {
        let mut left: Vec<&Refused> = found.iter().collect();
        let before = self.reports.len();
        for one in wanted {
            let is_it = |found: &&Refused| {
                found.code == one.code
                    && one.place.as_ref().is_none_or(|place| *place == found.place)
                    && found.count == one.count
            };
            if let Some(at) = left.iter().position(is_it) {
                left.remove(at);
            } else {
                let place = one
                    .place
                    .as_ref()
                    .map_or_else(String::new, |place| format!(" at {place}"));
                let message = format!("{} × `{}`{place} was not refused", one.count, one.code);
                self.report(one.at, message, refusals_in_words(found));
            }
        }
        if !left.is_empty() {
            let left: Vec<Refused> = left.into_iter().cloned().collect();
            self.report(
                span,
                "more was refused than is expected",
                refusals_in_words(&left),
            );
        }
        if self.reports.len() > before && span != Span::default() {
            self.rewrites.push(Rewrite {
                at: span,
                text: written(found),
            });
        }
    }
}

/// Refusals as an example expects them.
pub(super) fn written(found: &[Refused]) -> String {
    let one = |refused: &Refused| {
        let place = refused.place.replace('\\', "\\\\").replace('"', "\\\"");
        let count = if refused.count == 1 {
            String::new()
        } else {
            format!(", count: {}", refused.count)
        };
        format!("{{code: {}, at: \"{place}\"{count}}}", refused.code)
    };
    let all: Vec<String> = found.iter().map(one).collect();
    format!("[{}]", all.join(", "))
}

fn refusals_in_words(found: &[Refused]) -> String {
    const MOST: usize = 5;
    let one = |refused: &Refused| {
        format!(
            "{} × {} at {}: {}",
            refused.count, refused.code, refused.place, refused.reason
        )
    };
    let told: Vec<String> = found.iter().take(MOST).map(one).collect();
    if told.is_empty() {
        return String::new();
    }
    let more = if found.len() > MOST { "; and more" } else { "" };
    format!("refused: {}{more}", told.join("; "))
}

/// What an activity says of something that can be expected.
fn found(what: &WantedOf, activity: &Activity) -> Option<FieldValue> {
    let text = |text: &Option<String>| text.clone().map(FieldValue::Text);
    let device = activity.device.as_ref();
    match what {
        WantedOf::Samples => Some(FieldValue::Number(activity.streams.len() as f64)),
        WantedOf::Parts(kind) => {
            let count = activity
                .parts
                .iter()
                .filter(|part| part.kind == *kind)
                .count();
            Some(FieldValue::Number(count as f64))
        }
        WantedOf::Channel(of, name) => channel(*of, name, activity).map(FieldValue::Number),
        WantedOf::Field(target) => match target {
            Target::Sport => Some(FieldValue::Text(match activity.sub_sport.as_str() {
                "generic" | "" => activity.sport.clone(),
                sub => format!("{}/{sub}", activity.sport),
            })),
            Target::Name => text(&activity.name),
            Target::StartTime => {
                let start = activity
                    .start_time
                    .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
                Some(FieldValue::Text(start))
            }
            Target::UtcOffset => activity
                .utc_offset_s
                .map(|offset| FieldValue::Number(f64::from(offset))),
            Target::Manufacturer => text(&device?.manufacturer),
            Target::Product => text(&device?.product),
            Target::Serial => text(&device?.serial),
            Target::Software => text(&device?.software),
            Target::Figure { name, .. } => activity.fields.get(name).cloned(),
        },
    }
}

fn channel(of: Of, name: &str, activity: &Activity) -> Option<f64> {
    let column = activity.streams.channel(Channel::from_name(name)?)?;
    let mut values = column.iter().copied().filter(|value| !value.is_nan());
    match of {
        Of::First => values.next(),
        Of::Last => values.next_back(),
        Of::Min => values.reduce(f64::min),
        Of::Max => values.reduce(f64::max),
        Of::Avg => {
            let (sum, count) =
                values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
            (count > 0.0).then(|| sum / count)
        }
    }
}

fn holds(wanted: &WantedValue, found: Option<&FieldValue>) -> bool {
    match (wanted, found) {
        (WantedValue::Missing, None) => true,
        (WantedValue::Number { value, tolerance }, Some(FieldValue::Number(found))) => {
            (value - found).abs() <= tolerance + 1e-9 * value.abs().max(found.abs()).max(1.0)
        }
        (WantedValue::Text(wanted), Some(FieldValue::Text(found))) => {
            wanted == found || same_moment(wanted, found)
        }
        _ => false,
    }
}

/// `…Z` and `…+00:00` are one moment.
fn same_moment(one: &str, other: &str) -> bool {
    let read = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    matches!((read(one), read(other)), (Some(one), Some(other)) if one == other)
}

/// As an example writes it.
fn shown(found: Option<&FieldValue>, what: &WantedOf) -> String {
    let unit = match what {
        WantedOf::Field(Target::Figure {
            unit: Some(unit), ..
        }) if unit.symbol != "1" => unit.symbol.clone(),
        WantedOf::Field(Target::UtcOffset) => "s".to_owned(),
        WantedOf::Channel(_, name) => Channel::from_name(name)
            .map_or("", Channel::unit)
            .to_owned(),
        _ => String::new(),
    };
    match found {
        None => "none".to_owned(),
        Some(FieldValue::Text(text)) => text.clone(),
        Some(FieldValue::Number(number)) => {
            let rounded = (number * 1e6).round() / 1e6;
            format!("{rounded} {unit}").trim().to_owned()
        }
    }
}

/// An adapter's examples all passed, and there was at least one.
pub fn all_pass(adapter: &Adapter, told: &[ExampleTold]) -> bool {
    !adapter.examples.is_empty() && told.iter().all(|one| one.passed)
}
