//! What a case gives, resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, Utc};
use serde_json::Value as Json;
use stadion_pack::PackSource;
use stadion_pack::finding::Report;
use stadion_pack::ids;
use stadion_pack::model::{MetricType, Pack, Packs, Sport};
use stadion_pack::place::{At, Span};
use stadion_pack::units::{parse_quantity, parse_unit};
use stadion_pack::value::Dim;
use stadion_pack::yaml::{Key, Node};

use super::figures::refused;
use super::model::{Given, Item, Said, What};
use super::spec::{RawGiven, RawItem, RawWorkout, WORKOUT_KEYS};
use crate::domains::profile::model::Field;
use crate::domains::workouts;
use crate::domains::{gear, workouts::model::Entered};
use crate::web::error::FieldError;

/// Settings of an account that are no fields of the profile.
const SETTINGS: [&str; 4] = ["birth_year", "locale", "time_zone", "units"];
const MOST_TIMES: u32 = 1_000;

/// A pack whose cases are read, and what is wrong with the one at hand.
pub struct Asked<'a> {
    pub packs: &'a Packs,
    pub pack: &'a Pack,
    pub source: &'a PackSource,
    pub reports: Vec<Report>,
}

impl Asked<'_> {
    /// Reports a name that means nothing here, with the nearest that does.
    pub fn unknown<'k>(
        &mut self,
        name: &At<String>,
        what: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let near = ids::nearest(name, known.iter().copied()).map(str::to_owned);
        let message = format!("there is no {what} `{}`", name.value);
        let report = Report::error("S0032", name.span, message);
        let help = match &near {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "there is none".to_owned(),
            None => format!("there are: {}", known.join(", ")),
        };
        self.reports.push(report.help(help).suggest(near));
    }

    fn wrong(&mut self, at: Span, message: &str, help: &str) {
        self.reports
            .push(Report::error("S0083", at, message).help(help));
    }

    /// The qualified id that a name means: of this pack, or of one it requires.
    pub fn qualified(&self, name: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
        if name.contains('.') {
            return exists(name).then(|| name.to_owned());
        }
        let packs = std::iter::once(&self.pack.id).chain(self.pack.requires.keys());
        let mut ids = packs.map(|pack| format!("{pack}.{name}"));
        ids.find(|id| exists(id))
    }
}

/// All that is given.
pub struct Read {
    pub now: DateTime<Utc>,
    pub user: Vec<Said>,
    pub gear: Vec<Item>,
    pub workouts: Vec<Given>,
    /// For each workout as written, the last that it made.
    last: Vec<usize>,
}

impl Read {
    /// The names of workouts, with which of `workouts` they mean.
    pub fn names(&self, raw: &RawGiven) -> BTreeMap<String, usize> {
        let written = raw.workouts.iter().zip(&self.last);
        written
            .filter_map(|(workout, last)| Some((workout.name.as_ref()?.value.clone(), *last)))
            .collect()
    }
}

pub fn read(asked: &mut Asked<'_>, raw: &RawGiven, metrics: &[Vec<(Key, Node)>]) -> Read {
    let now = raw.now.as_ref().and_then(|now| moment(asked, now));
    let now = now.unwrap_or_else(usual_now);
    let mut read = Read {
        now: now.with_timezone(&Utc),
        user: user(asked, raw),
        gear: Vec::new(),
        workouts: Vec::new(),
        last: Vec::new(),
    };
    for (name, item) in &raw.gear {
        read.gear.extend(self::item(asked, name, item));
    }
    let names: Vec<&str> = raw.gear.keys().map(|name| name.as_str()).collect();
    let none = Vec::new();
    for (n, workout) in raw.workouts.iter().enumerate() {
        let metrics = metrics.get(n).unwrap_or(&none);
        let made = self::workout(asked, workout, metrics, &names, now);
        read.workouts.extend(made);
        read.last.push(read.workouts.len().saturating_sub(1));
    }
    read
}

/// Noon UTC of Saturday, 20 June 2026.
fn usual_now() -> DateTime<FixedOffset> {
    let day = NaiveDate::from_ymd_opt(2026, 6, 20).unwrap_or_default();
    noon(day)
}

fn noon(day: NaiveDate) -> DateTime<FixedOffset> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    day.and_time(noon).and_utc().fixed_offset()
}

fn moment(asked: &mut Asked<'_>, text: &At<String>) -> Option<DateTime<FixedOffset>> {
    let day = text.parse::<NaiveDate>().ok().map(noon);
    let found = day.or_else(|| DateTime::parse_from_rfc3339(text).ok());
    if found.is_none() {
        let help =
            "write a day, `2026-06-20`, or a time with its offset, `2026-06-20T07:00:00+02:00`";
        asked.wrong(text.span, "this is no time", help);
    }
    found
}

fn user(asked: &mut Asked<'_>, raw: &RawGiven) -> Vec<Said> {
    let mut said = Vec::new();
    for (name, value) in &raw.user {
        let is_field = Field::parse(name).is_some_and(|field| field != Field::Photo);
        if is_field || SETTINGS.contains(&name.as_str()) {
            said.push(Said {
                field: name.value.clone(),
                value: value.value.clone(),
                at: value.span,
            });
        } else {
            let fields = Field::ALL.iter().map(|field| field.as_str());
            let fields = fields.filter(|name| *name != Field::Photo.as_str());
            asked.unknown(name, "word of the person", fields.chain(SETTINGS));
        }
    }
    said
}

fn item(asked: &mut Asked<'_>, name: &At<String>, raw: &RawItem) -> Option<Item> {
    let packs = asked.packs;
    let found = asked.qualified(&raw.kind, |id| gear::gear_type(packs, id).is_some());
    let Some(kind) = found else {
        let known = gear::gear_types(asked.pack).map(|kind| kind.id.clone());
        let known: Vec<String> = known.map(|id| plain(&id).to_owned()).collect();
        asked.unknown(&raw.kind, "gear", known.iter().map(String::as_str));
        return None;
    };
    let acquired = match &raw.acquired {
        None => None,
        Some(text) => {
            let day = text.parse::<NaiveDate>().ok();
            if day.is_none() {
                asked.wrong(text.span, "this is no day", "write it as `2026-06-20`");
            }
            day
        }
    };
    let used_before = raw.used_before.as_ref().and_then(|used| {
        let wear = gear::gear_type(packs, &kind)?.wear.as_ref()?;
        match parse_quantity(&used.value.0, Some(wear.dim)) {
            Ok(read) => Some(read.si),
            Err(error) => {
                let report = Report::error("S0083", used.span, error.message);
                asked.reports.push(report.suggest(error.suggestion));
                None
            }
        }
    });
    Some(Item {
        name: name.value.clone(),
        kind,
        acquired,
        used_before,
        at: name.span,
    })
}

fn plain(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// A workout as written, as often as it is said; none where it cannot be.
fn workout(
    asked: &mut Asked<'_>,
    raw: &RawWorkout,
    metrics: &[(Key, Node)],
    gear: &[&str],
    now: DateTime<FixedOffset>,
) -> Vec<Given> {
    let at = place_of(raw, metrics);
    let gear = raw.gear.as_ref().map(|used| {
        let find = |name: &At<String>| {
            let found = gear.iter().position(|known| *known == name.as_str());
            if found.is_none() {
                asked.unknown(name, "gear of this case", gear.iter().copied());
            }
            found
        };
        used.iter().filter_map(find).collect::<Vec<_>>()
    });
    let sport = sport(asked, raw.sport.as_ref());
    let given = |what, places| Given {
        what,
        at,
        gear: gear.clone(),
        places: Arc::new(places),
    };
    if let Some(file) = &raw.file {
        for (key, _) in metrics {
            asked.wrong(
                key.span,
                "a file says this itself",
                "leave the metric out, or the file",
            );
        }
        let other = [
            raw.start.as_ref().map(|s| s.span),
            raw.times.as_ref().map(|t| t.span),
        ];
        if let Some(span) = other.into_iter().flatten().next() {
            asked.wrong(
                span,
                "a file is of its own time, and once",
                "leave this out",
            );
        }
        let sport = raw.sport.as_ref().and(sport).map(|sport| sport.id.clone());
        let bytes = fixture(asked, file);
        let name = plain_name(file).to_owned();
        return bytes
            .map(|bytes| given(What::File { name, bytes, sport }, BTreeMap::new()))
            .into_iter()
            .collect();
    }
    let Some(sport) = sport else {
        return Vec::new();
    };
    let Some((entered, places)) = entered(asked, sport, raw, metrics, at) else {
        return Vec::new();
    };
    let starts = starts(asked, raw, now);
    let typed = starts.into_iter().map(|start| What::Typed {
        sport: sport.id.clone(),
        start,
        title: raw.title.clone(),
        entered: entered.clone(),
    });
    typed.map(|what| given(what, places.clone())).collect()
}

fn plain_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Where the workout begins, by what it says first.
fn place_of(raw: &RawWorkout, metrics: &[(Key, Node)]) -> Span {
    let said = [&raw.name, &raw.file, &raw.sport, &raw.start];
    let own = said.into_iter().flatten().map(|text| text.span);
    let parts = raw.parts.keys().map(|name| name.span);
    let all = own
        .chain(metrics.iter().map(|(key, _)| key.span))
        .chain(parts);
    all.min().unwrap_or_default()
}

fn sport<'a>(asked: &mut Asked<'a>, name: Option<&At<String>>) -> Option<&'a Sport> {
    let packs = asked.packs;
    let Some(name) = name else {
        let first = asked.pack.sports.values().next();
        if first.is_none() {
            let span = asked
                .reports
                .first()
                .map_or_else(Span::default, Report::span);
            asked.wrong(
                span,
                "the pack has no sport",
                "name one, as `sport: pack.sport`",
            );
        }
        return first.map(AsRef::as_ref);
    };
    let found = asked.qualified(name, |id| packs.sport(id).is_some());
    if found.is_none() {
        let known: Vec<&str> = asked.pack.sports.keys().map(String::as_str).collect();
        asked.unknown(name, "sport", known);
    }
    packs.sport(&found?).map(|(_, sport)| sport.as_ref())
}

fn fixture(asked: &mut Asked<'_>, file: &At<String>) -> Option<Bytes> {
    let found = asked
        .source
        .files
        .iter()
        .find(|known| known.path == file.value);
    if let Some(found) = found {
        return Some(Bytes::from(found.bytes.clone()));
    }
    let known = asked.source.files.iter().map(|file| file.path.as_str());
    let known: Vec<&str> = known.filter(|path| path.starts_with("fixtures/")).collect();
    let near = ids::nearest(file, known.iter().copied()).map(str::to_owned);
    let message = format!("the pack has no file `{}`", file.value);
    let help = match &near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "files for cases stand in the pack's folder `fixtures/`".to_owned(),
    };
    let report = Report::error("S0082", file.span, message);
    asked.reports.push(report.help(help).suggest(near));
    None
}

/// What is typed, read and checked as the API does; with where each thing stands.
fn entered(
    asked: &mut Asked<'_>,
    sport: &Sport,
    raw: &RawWorkout,
    metrics: &[(Key, Node)],
    at: Span,
) -> Option<(Entered, BTreeMap<String, Span>)> {
    let before = asked.reports.len();
    let mut sent = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (key, node) in metrics {
        let mut known = sport.metrics.iter();
        if known.any(|metric| metric.id == key.name || metric.name == key.name) {
            places.insert(format!("/metrics/{}", key.name), node.span);
            sent.insert(key.name.clone(), node.to_json());
        } else {
            asked.reports.push(unknown_key(sport, key));
        }
    }
    let mut parts = BTreeMap::new();
    for (kind, rows) in &raw.parts {
        let mut sent: Vec<BTreeMap<String, Json>> = Vec::new();
        places.insert(format!("/parts/{}", kind.value), kind.span);
        for (n, row) in rows.iter().enumerate() {
            let field = |(name, value): (&At<String>, &At<Json>)| {
                places.insert(
                    format!("/parts/{}/{n}/{}", kind.value, name.value),
                    value.span,
                );
                (name.value.clone(), value.value.clone())
            };
            sent.push(row.iter().map(field).collect());
        }
        parts.insert(kind.value.clone(), sent);
    }
    if asked.reports.len() > before {
        return None;
    }
    match workouts::checked(sport, &sent, &parts) {
        Ok(entered) => Some((entered, places)),
        Err(errors) => {
            for error in errors {
                let place = place(&places, &error.field, at);
                let is_missing = !places.contains_key(&error.field);
                let name = plain(error.field.rsplit('/').next().unwrap_or_default());
                // What is missing has no place of its own.
                let error = if is_missing {
                    let message = format!("`{name}`: {}", error.message);
                    FieldError { message, ..error }
                } else {
                    error
                };
                asked.reports.push(refused(&error, place));
            }
            None
        }
    }
}

fn unknown_key(sport: &Sport, key: &Key) -> Report {
    let typed = sport
        .metrics
        .iter()
        .filter(|metric| metric.derive.is_none());
    let names: Vec<&str> = typed.map(|metric| metric.name.as_str()).collect();
    let near = ids::nearest(&key.name, names.iter().copied().chain(WORKOUT_KEYS));
    let message = format!("`{}` has no metric `{}`", sport.id, key.name);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one can type: {}", names.join(", ")),
    };
    let report = Report::error("S0021", key.span, message);
    report.help(help).suggest(near.map(str::to_owned))
}

/// Where a field of what was sent stands, or what it is in.
pub fn place(places: &BTreeMap<String, Span>, field: &str, else_at: Span) -> Span {
    let mut field = format!("/{}", field.trim_start_matches('/'));
    loop {
        if let Some(span) = places.get(&field) {
            return *span;
        }
        match field.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => field = above.to_owned(),
            _ => return else_at,
        }
    }
}

fn starts(
    asked: &mut Asked<'_>,
    raw: &RawWorkout,
    now: DateTime<FixedOffset>,
) -> Vec<DateTime<FixedOffset>> {
    let times = raw.times.as_ref().map_or(1, |times| times.value);
    if !(1..=MOST_TIMES).contains(&times) {
        let at = raw
            .times
            .as_ref()
            .map(|times| times.span)
            .unwrap_or_default();
        asked.wrong(
            at,
            "a workout is repeated 1 to 1000 times",
            "write another number",
        );
        return Vec::new();
    }
    let every = raw.every.as_ref().and_then(|every| {
        let unit = parse_unit("s").ok()?;
        let text = Json::from(every.value.0.as_str());
        match workouts::value_sent(&MetricType::Quantity, Dim::TIME, &unit, &text) {
            Ok(value) => value.and_then(|value| value.number()),
            Err(error) => {
                asked.reports.push(refused(&error, every.span));
                None
            }
        }
    });
    let step = every.map_or(Duration::days(1), |s| {
        Duration::seconds(s.clamp(0.0, 4e9) as i64)
    });
    let start = raw.start.as_ref().and_then(|start| moment(asked, start));
    let all = i32::try_from(times).unwrap_or(1);
    let first = start.unwrap_or_else(|| now - step * (all - 1));
    (0..all).map(|n| first + step * n).collect()
}
