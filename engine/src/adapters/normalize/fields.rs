//! Fields of an activity and of its parts.

use serde_json::Value;
use stadion_activity::{FieldValue, Fields, Part as ActivityPart, sport_named};
use stadion_pack::adapter::Found;
use stadion_pack::adapter::model::{FieldEntry, From, Part, PartField, Reader, SampleTime, Target};
use stadion_pack::units::Unit;
use stadion_pack::value::Value as Si;

use super::values::{moment, number, since_start, span};
use super::{Work, shown};
use crate::adapters::validate;

/// What a field's source says.
enum Given {
    Number(f64),
    Text(String),
    Moment(super::Moment),
}

impl Given {
    fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Moment(moment) => moment.at_ms.to_string(),
        }
    }
}

impl<'a> Work<'a, '_> {
    /// Fills a field; answers what with, in words.
    pub(super) fn field(&mut self, entry: &'a FieldEntry) -> Option<String> {
        if self.filled.contains(&&entry.target) {
            return None;
        }
        let given = self.given(entry).filter(|given| self.holds(entry, given));
        let Some(given) = given else {
            let is_start = entry.target == Target::StartTime;
            if entry.required && !is_start && !self.may_come(entry) {
                let (word, place) = (entry.target.word().to_owned(), self.root.place.clone());
                self.refusals.add(
                    "required",
                    "",
                    || place,
                    || format!("The record has no `{word}`."),
                );
                self.is_lost = true;
            }
            return None;
        };
        self.filled.push(&entry.target);
        let told = given.shown();
        match (&entry.target, given) {
            (Target::StartTime, Given::Moment(moment)) => self.start = Some(moment),
            (Target::UtcOffset, Given::Number(seconds)) => {
                self.offset_s = Some(seconds.round() as i32);
            }
            (Target::Sport, Given::Text(word)) => {
                let (sport, sub) = word.split_once('/').unwrap_or((&word, "generic"));
                sport.clone_into(&mut self.activity.sport);
                sub.clone_into(&mut self.activity.sub_sport);
            }
            (Target::Name, Given::Text(text)) => self.activity.name = Some(text),
            (Target::Manufacturer, Given::Text(text)) => self.device().manufacturer = Some(text),
            (Target::Product, Given::Text(text)) => self.device().product = Some(text),
            (Target::Serial, Given::Text(text)) => self.device().serial = Some(text),
            (Target::Software, Given::Text(text)) => self.device().software = Some(text),
            (Target::Figure { name, .. }, Given::Number(number)) => {
                self.put(name, FieldValue::Number(number));
            }
            (Target::Figure { name, .. }, Given::Text(text)) => {
                self.put(name, FieldValue::Text(text));
            }
            _ => {}
        }
        Some(told)
    }

    /// Whether a later entry may fill the same field.
    fn may_come(&self, entry: &FieldEntry) -> bool {
        let all = self
            .adapter
            .entries
            .iter()
            .filter_map(|one| match &one.what {
                stadion_pack::adapter::model::What::Field(field) => Some(field),
                _ => None,
            });
        let mut later = all.skip_while(|one| !std::ptr::eq(*one, entry)).skip(1);
        later.any(|one| one.target == entry.target)
    }

    fn given(&mut self, entry: &FieldEntry) -> Option<Given> {
        match &entry.source {
            From::Number(number) => Some(Given::Number(*number)),
            From::Word(word) => Some(Given::Text(word.clone())),
            From::Formula(formula) => match self.formula(formula, entry.target.word())? {
                Si::Number(si) => Some(Given::Number(match &entry.target {
                    Target::Figure {
                        unit: Some(unit), ..
                    } => unit.from_si(si),
                    _ => si,
                })),
                Si::Text(text) => Some(Given::Text(text)),
                _ => None,
            },
            From::Paths { paths, read } => {
                let root = self.root.clone();
                let found = paths.iter().find_map(|path| path.first(&root))?;
                if found
                    .value
                    .as_str()
                    .is_some_and(|text| text.trim().is_empty())
                {
                    return None;
                }
                let to = match &entry.target {
                    Target::Figure { unit, .. } => unit.as_ref(),
                    _ => None,
                };
                let is_sport = entry.target == Target::Sport;
                self.understood(
                    &found,
                    read,
                    to,
                    is_sport,
                    entry.target.word(),
                    entry.target == Target::StartTime,
                )
            }
        }
    }

    fn understood(
        &mut self,
        found: &Found<'_>,
        read: &Reader,
        to: Option<&Unit>,
        is_sport: bool,
        field: &str,
        is_moment: bool,
    ) -> Option<Given> {
        let value = &*found.value;
        let given = match read {
            Reader::Number(unit) => {
                number(value).map(|number| Given::Number(converted(number, unit, to)))
            }
            Reader::Time(form) if is_moment => moment(value, *form).map(Given::Moment),
            Reader::Time(form) => span(value, *form).map(|seconds| {
                // A span is in seconds, as is the canonical unit of spans.
                Given::Number(seconds)
            }),
            Reader::Words { known, otherwise } => {
                let word = stadion_pack::adapter::plain(value);
                let ours = word.as_ref().and_then(|word| known.get(word)).cloned();
                let usual = || {
                    let word = word.as_ref()?;
                    if is_sport {
                        let (sport, sub) = sport_named(word)?;
                        return Some(format!("{sport}/{sub}"));
                    }
                    known.is_empty().then(|| word.clone())
                };
                let ours = ours.or_else(usual).or_else(|| otherwise.clone());
                if ours.is_none() {
                    let told = shown(value);
                    let group = self.group(field);
                    self.refusals.add(
                        "unknown-word",
                        &group,
                        || found.place.clone(),
                        || format!("`{told}` is no word that the adapter knows for `{field}`."),
                    );
                    return None;
                }
                ours.map(Given::Text)
            }
            Reader::Text => stadion_pack::adapter::plain(value).map(Given::Text),
        };
        if given.is_none() {
            self.bad_value(found, field);
        }
        given
    }

    fn bad_value(&mut self, found: &Found<'_>, field: &str) {
        let told = shown(&found.value);
        let group = self.group(field);
        self.refusals.add(
            "bad-value",
            &group,
            || found.place.clone(),
            || format!("`{told}` cannot be read as `{field}`."),
        );
    }

    /// Whether a figure can be true.
    fn holds(&mut self, entry: &FieldEntry, given: &Given) -> bool {
        let (
            Target::Figure {
                name,
                unit: Some(unit),
            },
            Given::Number(number),
        ) = (&entry.target, given)
        else {
            return true;
        };
        let bounds = validate::bounds(self.adapter, name);
        if bounds.holds(*number) {
            return true;
        }
        let place = match &entry.source {
            From::Paths { paths, .. } => paths
                .iter()
                .find_map(|path| path.first(&self.root))
                .map(|found| found.place),
            _ => None,
        };
        let place = place.unwrap_or_else(|| self.root.place.clone());
        let (word, reason) = (
            entry.target.word().to_owned(),
            bounds.reason(*number, &unit.symbol),
        );
        let group = self.group(&word);
        self.refusals.add(
            "out-of-range",
            &group,
            || place,
            || format!("`{word}`: {reason}"),
        );
        false
    }

    /// Adds parts; answers how many.
    pub(super) fn parts(&mut self, part: &Part) -> usize {
        let root = self.root.clone();
        let most = self.input.limits.parts;
        let rows = part.rows.all(&root, most + 1);
        let over = rows.len() > most;
        if over {
            let place = root.place.clone();
            self.refusals.add(
                "too-many",
                &part.kind,
                || place,
                || format!("The record has more than {most} of them."),
            );
        }
        let mut all = Vec::new();
        for row in rows.into_iter().take(most) {
            let start_time = part
                .time
                .as_ref()
                .and_then(|time| self.part_time(time, &row));
            let mut fields = Fields::new();
            for field in &part.fields {
                if let Some(value) = self.part_field(field, &row) {
                    fields.insert(field.name.clone(), value);
                }
            }
            if !fields.is_empty() || start_time.is_some() {
                all.push(ActivityPart {
                    kind: part.kind.clone(),
                    start_time: start_time.and_then(chrono::DateTime::from_timestamp_millis),
                    fields,
                });
            }
        }
        let count = all.len();
        if count > 0 {
            // What the record says stands in place of what the file says of the same.
            self.activity.parts.retain(|known| known.kind != part.kind);
            self.activity.parts.extend(all);
        }
        count
    }

    fn part_time(&mut self, time: &SampleTime, row: &Found<'_>) -> Option<i64> {
        let SampleTime::At { paths, form } = time else {
            return None;
        };
        let found = paths.iter().find_map(|path| path.first(row))?;
        let start_ms = self.activity.start_time.timestamp_millis();
        let at = since_start(&found.value, *form).map(|ms| start_ms.saturating_add(ms));
        let at = at.or_else(|| moment(&found.value, *form).map(|moment| moment.at_ms));
        if at.is_none() {
            self.bad_value(&found, "time");
        }
        at
    }

    fn part_field(&mut self, field: &PartField, row: &Found<'_>) -> Option<FieldValue> {
        let found = field.paths.iter().find_map(|path| path.first(row))?;
        let given = self.understood(
            &found,
            &field.read,
            field.to.as_ref(),
            false,
            &field.name,
            false,
        )?;
        match given {
            Given::Number(number) => {
                let bounds = validate::Bounds::of_part(&field.name);
                if bounds.holds(number) {
                    return Some(FieldValue::Number(number));
                }
                let unit = field.to.as_ref().map_or("", |unit| unit.symbol.as_str());
                let (name, reason, group) = (
                    field.name.clone(),
                    bounds.reason(number, unit),
                    self.group(&field.name),
                );
                self.refusals.add(
                    "out-of-range",
                    &group,
                    || found.place.clone(),
                    || format!("`{name}`: {reason}"),
                );
                None
            }
            Given::Text(text) => Some(FieldValue::Text(text)),
            Given::Moment(_) => None,
        }
    }
}

/// A number of one unit in another; of the same it stays as it is.
pub(super) fn converted(number: f64, from: &Unit, to: Option<&Unit>) -> f64 {
    match to {
        Some(to) if to.symbol != from.symbol => to.from_si(from.to_si(number)),
        // An offset from UTC is in seconds.
        None => from.to_si(number),
        _ => number,
    }
}

/// What a value of a sample says, or that it says nothing.
pub(super) fn is_missing(value: &Value, missing: Option<&str>) -> bool {
    let is_blank = value
        .as_str()
        .is_some_and(|text| text.trim().is_empty() || text.eq_ignore_ascii_case("null"));
    value.is_null()
        || is_blank
        || missing.is_some_and(|mark| stadion_pack::adapter::plain(value).as_deref() == Some(mark))
}
