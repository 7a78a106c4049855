//! Records in words: what over, how much, and what they beat.

use std::collections::BTreeMap;

use stadion_pack::model::{Display, Metric, MetricType, Over, RecordRule, RecordShape, Sport};
use stadion_pack::value::Value;

use super::read::record_rule;
use super::rules::efforts::dim_of;
use super::store::projections::MarkRow;
use super::{displays, words};
use crate::domains::app::Telling;
use crate::web::ui::format::{Formats, Quantity};
use crate::web::ui::pages::RecordItem;

/// A mark and the one that it beat.
#[derive(Clone, Copy, Debug)]
pub struct Beaten<'a> {
    pub mark: &'a MarkRow,
    pub before: Option<&'a MarkRow>,
}

/// Marks as the store gives them, by record in order of time, each with the one before it.
pub fn chained(marks: &[MarkRow]) -> Vec<Beaten<'_>> {
    let mut last: BTreeMap<(&str, &str), &MarkRow> = BTreeMap::new();
    let mut chained = Vec::with_capacity(marks.len());
    for mark in marks {
        let before = last.insert((&mark.record, &mark.variant), mark);
        chained.push(Beaten { mark, before });
    }
    chained
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
fn reference(mark: &MarkRow) -> String {
    let variant = match mark.variant.as_str() {
        "" => String::new(),
        variant => format!("~{variant}"),
    };
    format!("{}/{}{variant}", mark.pack, mark.record)
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
    let Some(before) = beaten.before else {
        return formats.text("record-first", &[]);
    };
    let by = figure.si(beaten.mark.value) - figure.si(before.value);
    let day = formats.local(before.start_at).date();
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
        } => told.formats.span(*at).to_string(),
        RecordShape::Extreme | RecordShape::PartExtreme { by: None, .. } => own(),
        RecordShape::PartExtreme {
            part, by: Some(by), ..
        } => {
            let part = sport.parts.iter().find(|known| known.name == *part);
            match part
                .and_then(|part| part.fields.get(by))
                .map(|field| &field.ty)
            {
                Some(MetricType::Enum { values, .. }) => values
                    .values
                    .get(variant)
                    .map_or_else(own, |name| name.get(told.locale()).to_owned()),
                _ => own(),
            }
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

/// How the values of a record read.
struct RecordFigure<'a> {
    sport: &'a Sport,
    metric: &'a Metric,
    rule: &'a RecordRule,
}

impl RecordFigure<'_> {
    fn si(&self, steps: i64) -> f64 {
        dim_of(self.sport, self.metric, self.rule).from_steps(steps)
    }

    fn display(&self) -> Display {
        match &self.rule.shape {
            RecordShape::Best {
                over: Over::Distance,
                ..
            } => displays::duration(),
            RecordShape::Best {
                over: Over::Duration,
                ..
            } => displays::way(),
            RecordShape::Extreme => self.metric.display.clone(),
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

    fn told(&self, si: f64, formats: &Formats) -> Quantity {
        match &self.rule.shape {
            RecordShape::Extreme => formats.metric(self.metric, &Value::Number(si)),
            _ => formats.quantity(si, &self.display()),
        }
    }

    fn difference(&self, si: f64, formats: &Formats) -> Quantity {
        formats.difference(si, &self.display())
    }
}
