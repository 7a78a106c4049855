//! How pages name workouts and tell their figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDateTime, Timelike};
use stadion_activity::model::Device;
use stadion_pack::model::{Format, Metric, Pack, Sport};
use stadion_pack::value::{Dim, Value};
use uuid::Uuid;

use crate::domains::app::Telling;
use crate::domains::workouts::import::FileOutcome;
use crate::web::ui::format::{Formats, Quantity};
use crate::web::ui::page::Urls;
use crate::web::ui::pages::{Choice, Figure};
use crate::web::visit;

/// The page of a workout in the app of its sport.
pub fn address(sport: &str, id: Uuid) -> String {
    let pack = sport.split('.').next().unwrap_or(sport);
    Urls::new(Some(pack)).workout(&id.to_string())
}

/// The form that does a workout again.
pub fn again(sport: &str, id: Uuid) -> String {
    let pack = sport.split('.').next().unwrap_or(sport);
    format!("{}?from=hand&like={id}", Urls::new(Some(pack)).record)
}

/// A figure of no metric: as the pack shows others of its dimension, else in SI.
pub fn plain(pack: &Pack, si: f64, dim: Dim, formats: &Formats) -> String {
    let alike = |metric: &&Arc<Metric>| metric.dim == dim;
    let shown = pack.visible_metrics.values().find(alike);
    if let Some(metric) = shown.filter(|_| dim != Dim::NONE) {
        return formats.quantity(si, &metric.display).to_string();
    }
    let decimals = if si.fract().abs() < 1e-9 { 0 } else { 3 };
    let number = formats.number(si, decimals);
    if dim == Dim::NONE {
        number
    } else {
        format!("{number}\u{a0}{}", dim.symbol())
    }
}

/// A workout's own title, else its sport and the time of day; the day stands beside it.
pub fn title(own: Option<&str>, sport: &str, start: NaiveDateTime, told: Telling<'_>) -> String {
    if let Some(title) = own {
        return title.to_owned();
    }
    let known = told.packs.sport(sport);
    let sport = known.map_or(sport, |(_, sport)| sport.title.get(told.locale()));
    let args = [
        ("sport", sport.into()),
        ("time", time_of_day(start.hour()).into()),
    ];
    told.formats.text("workout-untitled", &args)
}

/// What was odd about a file; for a code without words, as the reader said it.
pub fn warning(code: &str, count: Option<u64>, said: &str, formats: &Formats) -> String {
    let args: Vec<_> = count.map(|count| ("n", count.into())).into_iter().collect();
    let words = formats.find(&format!("file-warning-{code}"), &args);
    words.unwrap_or_else(|| said.to_owned())
}

fn time_of_day(hour: u32) -> &'static str {
    match hour {
        4..12 => "morning",
        12..17 => "afternoon",
        17..22 => "evening",
        _ => "night",
    }
}

pub fn icon(sport: &str, told: Telling<'_>) -> String {
    let own = told.packs.sport(sport);
    let own = own.and_then(|(_, sport)| sport.icon.clone());
    own.unwrap_or_else(|| visit::icon(told.pack).to_owned())
}

/// Those of the sport's metrics that there are, in the sport's order.
pub fn figures(
    sport: &Sport,
    values: &BTreeMap<String, Value>,
    is_short: bool,
    (workout, telling): (Uuid, Telling<'_>),
) -> Vec<Figure> {
    let formats = telling.formats;
    let told = |metric: &std::sync::Arc<Metric>| {
        let value = values.get(&metric.id)?;
        let title = formats.title(metric, is_short);
        let figure = Figure::new(title, formats.metric(metric, value));
        Some(figure.about(telling.about("metric", &metric.id, Some(workout))))
    };
    sport.metrics.iter().filter_map(told).collect()
}

/// A sum as people say it: a duration in its largest units.
pub fn amount(metric: &Metric, si: f64, formats: &Formats) -> Quantity {
    if metric.display.format == Format::HourMinSec {
        formats.span(si)
    } else {
        formats.metric(metric, &Value::Number(si))
    }
}

/// `Garmin Forerunner 255`; vendors write ids in lower case. Numbers that the FIT profile gives no
/// name, and its `development` of no vendor, tell people nothing.
pub fn device(device: &Device) -> Option<String> {
    let names = [&device.manufacturer, &device.product];
    let names: Vec<String> = names
        .into_iter()
        .flatten()
        .filter(|name| name.contains(char::is_alphabetic) && *name != "development")
        .map(|name| capital(&name.replace('_', " ")))
        .collect();
    (!names.is_empty()).then(|| names.join(" "))
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// Why a file became no workout, and what to do about it: in the person's language where there are
/// words for the code, else as the reader says it.
pub fn refusal(file: &FileOutcome, formats: &Formats) -> (String, String) {
    let code = file.code.as_deref().unwrap_or("internal");
    let words = |key: String, said: &Option<String>| {
        let known = formats.find(&key, &[]);
        known.or_else(|| said.clone()).unwrap_or_default()
    };
    (
        words(format!("refused-{code}"), &file.reason),
        words(format!("refused-{code}-remedy"), &file.remedy),
    )
}

/// `182 kB`, in steps of a thousand.
pub fn size(bytes: i64, formats: &Formats) -> String {
    let bytes = bytes as f64;
    let (key, value, decimals) = match bytes {
        b if b < 1e6 => ("size-kb", (b / 1e3).max(1.0), 0),
        b if b < 1e7 => ("size-mb", b / 1e6, 1),
        b if b < 1e9 => ("size-mb", b / 1e6, 0),
        b => ("size-gb", b / 1e9, 0),
    };
    let n = formats.number(value, decimals);
    formats.text(key, &[("n", n.into())])
}

/// The sports of an app to choose from; none where there is no choice.
pub fn sports(pack: &Pack, chosen: &str, locale: &str) -> Vec<Choice> {
    if pack.sports.len() < 2 {
        return Vec::new();
    }
    let choice = |sport: &std::sync::Arc<Sport>| Choice {
        value: sport.id.clone(),
        label: sport.title.get(locale).to_owned(),
        is_chosen: sport.id == chosen,
    };
    pack.sports.values().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use crate::web::ui::i18n::I18n;

    use super::*;

    #[test]
    fn a_workout_without_a_title_is_named_by_sport_and_time_of_day() {
        let i18n = I18n::embedded().expect("texts");
        let named = |language: &str, hour, sport: &str| {
            let locale = i18n.negotiate(Some(language), None);
            let args = [("sport", sport.into()), ("time", time_of_day(hour).into())];
            i18n.text(locale, "workout-untitled", &args)
        };
        assert_eq!(named("en", 4, "Disc golf"), "Morning disc golf");
        assert_eq!(named("en", 13, "Run"), "Afternoon run");
        assert_eq!(named("ru", 19, "Бег"), "Бег вечером");
        assert_eq!(named("ru", 2, "Бег"), "Бег ночью");
    }
}
