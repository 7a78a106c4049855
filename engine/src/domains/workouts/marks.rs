//! Records in words: what over, how much, and what they beat.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use stadion_pack::model::{Display, Metric, Over, RecordRule, RecordShape, Sport};
use stadion_pack::value::Value;

use super::read::{record_rule, variant_title};
use super::rules::efforts::dim_of;
use super::store::projections::{MarkAndBefore, MarkRow};
use super::{displays, words};
use crate::domains::app::Telling;
use crate::web::ui::format::{Formats, Quantity};
use crate::web::ui::page::Urls;
use crate::web::ui::pages::RecordItem;

/// A mark, and when the one that it beat was set.
#[derive(Clone, Copy, Debug)]
pub struct Beaten<'a> {
    pub mark: &'a MarkRow,
    pub before: Option<DateTime<Utc>>,
}

/// Marks as the store gives them, by record in order of time, each with the one before it.
pub fn chained(marks: &[MarkRow]) -> Vec<Beaten<'_>> {
    let mut last: BTreeMap<(&str, &str), DateTime<Utc>> = BTreeMap::new();
    let mut chained = Vec::with_capacity(marks.len());
    for mark in marks {
        let before = last.insert((&mark.record, &mark.variant), mark.start_at);
        chained.push(Beaten { mark, before });
    }
    chained
}

/// Marks that the store gives with what they beat.
pub fn beaten(found: &[MarkAndBefore]) -> impl Iterator<Item = Beaten<'_>> {
    found.iter().map(|found| Beaten {
        mark: &found.mark,
        before: found.before_at,
    })
}

/// Only the marks that stand: the last of each record.
pub fn standing<'a>(chained: &[Beaten<'a>]) -> Vec<Beaten<'a>> {
    let same = |a: &Beaten<'_>, b: &Beaten<'_>| {
        (&a.mark.record, &a.mark.variant) == (&b.mark.record, &b.mark.variant)
    };
    chained
        .chunk_by(same)
        .filter_map(|marks| marks.last().copied())
        .collect()
}

/// `None` when no live pack keeps the record.
pub fn item(beaten: Beaten<'_>, told: Telling<'_>) -> Option<RecordItem> {
    let mark = beaten.mark;
    let (sport, metric, rule) = record_rule(told.packs, &mark.pack, &mark.record)?;
    let figure = RecordFigure {
        sport,
        metric,
        rule,
    };
    let Quantity { value, unit } = figure.told(figure.si(mark.value), told.formats);
    Some(RecordItem {
        title: title(sport, rule, &mark.variant, told),
        note: note(&figure, beaten, told),
        value,
        unit,
        href: Some(words::address(&sport.id, mark.workout_id)),
        about: told.about("record", &reference(mark), Some(mark.workout_id)),
    })
}

/// A record's name in a reference: its pack, its key, and the exercise where it has several.
pub fn reference(mark: &MarkRow) -> String {
    let variant = match mark.variant.as_str() {
        "" => String::new(),
        variant => format!("~{variant}"),
    };
    format!("{}/{}{variant}", mark.pack, mark.record)
}

/// The page that tells how a record grew.
pub fn growth_address(mark: &MarkRow) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("record", &mark.record);
    if !mark.variant.is_empty() {
        query.append_pair("variant", &mark.variant);
    }
    let records = Urls::new(Some(&mark.pack)).records;
    format!("{records}/growth?{}", query.finish())
}

/// What a record is over and a value of it in words, for who knows its mark by name only.
pub fn in_words(
    (pack, record, variant): (&str, &str, &str),
    steps: i64,
    told: Telling<'_>,
) -> Option<(String, String)> {
    let (sport, metric, rule) = record_rule(told.packs, pack, record)?;
    let figure = RecordFigure {
        sport,
        metric,
        rule,
    };
    let value = figure.told(figure.si(steps), told.formats);
    Some((title(sport, rule, variant, told), value.to_string()))
}

fn note(figure: &RecordFigure<'_>, beaten: Beaten<'_>, told: Telling<'_>) -> String {
    let formats = told.formats;
    let Some((before, previous)) = beaten.before.zip(beaten.mark.previous) else {
        return formats.text("record-first", &[]);
    };
    let by = figure.si(beaten.mark.value) - figure.si(previous);
    let day = formats.local(before).date();
    let date = formats.day_month(day, told.now);
    let by = figure.difference(by, formats).to_string();
    if by == figure.difference(0.0, formats).to_string() {
        return formats.text("record-beat-barely", &[("date", date.into())]);
    }
    formats.text("record-beat", &[("date", date.into()), ("by", by.into())])
}

/// `10 km`, `12 min`, the name of an exercise, or the metric's own title.
pub fn title(sport: &Sport, rule: &RecordRule, variant: &str, told: Telling<'_>) -> String {
    let own = || rule.title.get(told.locale()).to_owned();
    match &rule.shape {
        RecordShape::Best {
            over: Over::Distance,
            at,
        } => distance(*at, told.formats),
        RecordShape::Best {
            over: Over::Duration,
            at,
        }
        | RecordShape::BestMean { at, .. } => time(*at, told.formats),
        RecordShape::Extreme { .. } | RecordShape::PartExtreme { .. } => {
            let name = variant_title(sport, rule, variant);
            name.map_or_else(own, |name| name.get(told.locale()).to_owned())
        }
    }
}

/// A record's distance in the unit in which it is a round number, whoever reads it; that of a
/// marathon is known by one decimal.
fn distance(metres: f64, formats: &Formats) -> String {
    const MILE: f64 = 1609.344;
    let miles = metres / MILE;
    let (value, unit) = if (miles - miles.round()).abs() < 1e-6 {
        (miles, "mi")
    } else if metres < 1000.0 {
        (metres, "m")
    } else {
        (metres / 1000.0, "km")
    };
    let decimals = (0..3).find(|n| {
        let scaled = value * 10f64.powi(i32::from(*n));
        (scaled - scaled.round()).abs() < 1e-6
    });
    Quantity {
        value: formats.number(value, decimals.unwrap_or(1)),
        unit: formats.unit_name(unit, value),
    }
    .to_string()
}

/// A record's time in whole minutes where it is some: `1 min` and `60 min`, beside `5 s`.
fn time(seconds: f64, formats: &Formats) -> String {
    let minutes = seconds / 60.0;
    if minutes >= 1.0 && (minutes - minutes.round()).abs() < 1e-6 {
        let value = formats.number(minutes, 0);
        let unit = formats.unit_name("min", minutes);
        return Quantity { value, unit }.to_string();
    }
    formats.span(seconds).to_string()
}

/// How the values of a record read.
pub struct RecordFigure<'a> {
    pub sport: &'a Sport,
    pub metric: &'a Metric,
    pub rule: &'a RecordRule,
}

impl RecordFigure<'_> {
    pub fn si(&self, steps: i64) -> f64 {
        dim_of(self.sport, self.metric, self.rule).from_steps(steps)
    }

    pub fn display(&self) -> Display {
        match &self.rule.shape {
            RecordShape::Best {
                over: Over::Distance,
                ..
            } => displays::duration(),
            RecordShape::Best {
                over: Over::Duration,
                ..
            } => displays::way(),
            RecordShape::BestMean { .. } | RecordShape::Extreme { .. } => {
                self.metric.display.clone()
            }
            RecordShape::PartExtreme { part, field, .. } => {
                let part = self.sport.parts.iter().find(|known| known.name == *part);
                let field = part.and_then(|part| part.fields.get(field));
                field.map_or_else(
                    || self.metric.display.clone(),
                    |field| field.display.clone(),
                )
            }
        }
    }

    pub fn told(&self, si: f64, formats: &Formats) -> Quantity {
        match &self.rule.shape {
            RecordShape::Extreme { .. } => formats.metric(self.metric, &Value::Number(si)),
            _ => formats.quantity(si, &self.display()),
        }
    }

    pub fn difference(&self, si: f64, formats: &Formats) -> Quantity {
        formats.difference(si, &self.display())
    }
}
