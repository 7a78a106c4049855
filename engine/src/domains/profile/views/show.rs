//! What the page shows.

use chrono::NaiveDate;
use serde_json::Value;
use stadion_activity::derive::zones::Kind;
use stadion_pack::model::{Display, Format, Pack, Sport};
use stadion_pack::regions::REGIONS;

use super::super::model::{ALWAYS, Category, Fact, Field, Profile as Person, Sex, ZoneMethod};
use super::super::{Facts, kinds_of, method_and_zones};
use super::Mine;
use crate::domains::workouts::displays;
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{Change, Choice, Input, Profile, SportProfile, ZoneKind, ZoneRow};

pub fn weight() -> Display {
    displays::display("kg", "lb", 1, Format::Decimal)
}

pub fn power() -> Display {
    displays::display("W", "W", 0, Format::Decimal)
}

/// The app's way of telling a pace.
pub fn pace(pack: &Pack) -> Display {
    let sports = pack.sports.values().map(AsRef::as_ref);
    let own = |sport: &&Sport| kinds_of(sport).contains(&Kind::Pace);
    displays::pace(sports.clone().find(own))
}

/// Which zones the sports of an app have.
pub fn kinds(pack: &Pack) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = pack.sports.values().flat_map(|s| kinds_of(s)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// A figure as a field shows it; SI of a heart rate is beats a second, of a pace seconds a metre.
pub fn typed(field: Field, value: f64, pack: Option<&Pack>, formats: &Formats) -> String {
    match field {
        Field::Weight => formats.input_value(value, &weight()),
        Field::Ftp => formats.input_value(value, &power()),
        Field::ThresholdPace => pack.map_or_else(String::new, |pack| {
            formats.input_value(value.recip(), &pace(pack))
        }),
        _ => formats.input_value(value / 60.0, &displays::heart_rate()),
    }
}

pub fn input(field: Field, value: Option<f64>, pack: Option<&Pack>, formats: &Formats) -> Input {
    Input::of(value.map_or_else(String::new, |value| typed(field, value, pack, formats)))
}

pub fn today(mine: &Mine) -> NaiveDate {
    mine.0.visit.formats.today(mine.0.visit.now)
}

pub fn view(mine: &Mine, facts: &Facts) -> Profile {
    let (visit, today) = (&mine.0.visit, today(mine));
    let formats = &visit.formats;
    let person = facts.on(&visit.packs, "", today);
    let figure = |field, value| input(field, value, None, formats);
    let born = person.birth_date.map(|day| day.to_string());
    Profile {
        age: age(&person, formats),
        birth_date: Input::of(born.unwrap_or_default()),
        categories: categories(person.category, formats),
        sexes: sexes(person.sex, formats),
        weight: figure(Field::Weight, person.weight),
        weight_unit: formats.unit_full(&weight()),
        regions: regions(person.region.as_deref().unwrap_or_default(), formats),
        max_heart_rate: figure(Field::MaxHeartRate, person.max_heart_rate),
        resting_heart_rate: figure(Field::RestingHeartRate, person.resting_heart_rate),
        heart_rate_unit: formats.unit_full(&displays::heart_rate()),
        from: Input::of(today.to_string()),
        photo: Input::default(),
        has_photo: person.photo.is_some(),
        history: history(mine, facts, ""),
        sport: mine.pack().map(|pack| sport(mine, pack, facts)),
        base: mine.0.urls.profile.clone(),
    }
}

fn age(person: &Person, formats: &Formats) -> Option<String> {
    let years = formats.text("profile-years", &[("n", person.age?.into())]);
    let group = person.age_group?.as_str();
    let group = formats.text(&format!("age-group-{group}"), &[]);
    Some(format!("{years}, {group}"))
}

fn choice(value: &str, label: String, chosen: &str) -> Choice {
    Choice {
        is_chosen: value == chosen,
        value: value.to_owned(),
        label,
    }
}

fn with_none(words: &[&str], prefix: &str, chosen: &str, formats: &Formats) -> Vec<Choice> {
    let none = choice("", formats.text("profile-not-said", &[]), chosen);
    let word = |word: &&str| choice(word, formats.text(&format!("{prefix}-{word}"), &[]), chosen);
    [none].into_iter().chain(words.iter().map(word)).collect()
}

fn categories(chosen: Option<Category>, formats: &Formats) -> Vec<Choice> {
    let chosen = chosen.map_or("", Category::as_str);
    with_none(&["amateur", "athlete"], "category", chosen, formats)
}

fn sexes(chosen: Option<Sex>, formats: &Formats) -> Vec<Choice> {
    let chosen = chosen.map_or("", Sex::as_str);
    with_none(&["female", "male", "other"], "sex", chosen, formats)
}

pub fn regions(chosen: &str, formats: &Formats) -> Vec<Choice> {
    let none = choice("", formats.text("profile-not-said", &[]), chosen);
    let codes = REGIONS
        .iter()
        .map(|code| choice(code, (*code).to_owned(), chosen));
    [none].into_iter().chain(codes).collect()
}

/// The newest first.
fn history(mine: &Mine, facts: &Facts, sport: &str) -> Vec<Change> {
    let own = facts.0.iter().rev().filter(|fact| fact.sport == sport);
    let shown = own.filter(|fact| fact.field != Field::Photo);
    shown.map(|fact| change(mine, fact)).collect()
}

fn change(mine: &Mine, fact: &Fact) -> Change {
    let formats = &mine.0.visit.formats;
    let from = formats.short_date(fact.valid_from);
    let title = fact.field.as_str().replace('_', "-");
    Change {
        title: formats.text(&format!("profile-{title}"), &[]),
        value: told(mine, fact),
        from: if fact.valid_from == ALWAYS {
            formats.text("profile-always", &[])
        } else {
            formats.text("profile-since", &[("date", from.into())])
        },
    }
}

fn told(mine: &Mine, fact: &Fact) -> String {
    let formats = &mine.0.visit.formats;
    let word = |prefix: &str, word: &str| formats.text(&format!("{prefix}-{word}"), &[]);
    match (fact.field, &fact.value) {
        (_, Value::Null) => formats.text("profile-taken-back", &[]),
        (Field::BirthDate, Value::String(day)) => match day.parse() {
            Ok(day) => formats.short_date(day),
            Err(_) => day.clone(),
        },
        (Field::Category, Value::String(id)) => word("category", id),
        (Field::Sex, Value::String(id)) => word("sex", id),
        (_, Value::String(text)) => text.clone(),
        (field, Value::Number(number)) => {
            let value = number.as_f64().unwrap_or_default();
            figure(field, value, mine.pack().map(AsRef::as_ref), formats)
        }
        (_, Value::Object(rule)) => match rule.get("method").and_then(Value::as_str) {
            Some(method) => word("zone-method", &method.replace('_', "-")),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// With its unit.
fn figure(field: Field, value: f64, pack: Option<&Pack>, formats: &Formats) -> String {
    let told = match field {
        Field::Weight => formats.quantity(value, &weight()),
        Field::Ftp => formats.quantity(value, &power()),
        Field::ThresholdPace => match pack {
            Some(pack) => formats.quantity(value.recip(), &pace(pack)),
            None => formats.quantity(value, &displays::speed()),
        },
        _ => formats.quantity(value / 60.0, &displays::heart_rate()),
    };
    told.to_string()
}

fn sport(mine: &Mine, pack: &Pack, facts: &Facts) -> SportProfile {
    let (visit, today) = (&mine.0.visit, today(mine));
    let formats = &visit.formats;
    let person = facts.on(&visit.packs, &pack.id, today);
    let own = super::read::own_category(facts, &pack.id, today);
    let kinds = kinds(pack);
    let figure = |field, value| input(field, value, Some(pack), formats);
    SportProfile {
        title: pack.title.get(visit.locale()).to_owned(),
        categories: sport_categories(own.as_deref().unwrap_or_default(), formats),
        has_power: kinds.contains(&Kind::Power),
        ftp: figure(Field::Ftp, person.ftp),
        power_unit: formats.unit_full(&power()),
        has_pace: kinds.contains(&Kind::Pace),
        threshold_pace: figure(Field::ThresholdPace, person.threshold_pace),
        pace_unit: formats.unit_full(&pace(pack)),
        has_heart_rate: kinds.contains(&Kind::HeartRate),
        threshold_heart_rate: figure(Field::ThresholdHeartRate, person.threshold_heart_rate),
        kinds: kinds
            .iter()
            .map(|kind| zones(&person, *kind, pack, formats))
            .collect(),
        from: Input::of(today.to_string()),
        history: history(mine, facts, &pack.id),
    }
}

/// What is not said of the sport is as in general.
fn sport_categories(chosen: &str, formats: &Formats) -> Vec<Choice> {
    let mut choices = with_none(&["amateur", "athlete"], "category", chosen, formats);
    if let Some(first) = choices.first_mut() {
        first.label = formats.text("profile-as-general", &[]);
    }
    choices
}

/// A bound as a person reads it, without its unit.
fn bound(kind: Kind, figure: f64, pack: &Pack, formats: &Formats) -> String {
    match kind {
        Kind::HeartRate => {
            formats
                .quantity(figure / 60.0, &displays::heart_rate())
                .value
        }
        Kind::Power => formats.quantity(figure, &power()).value,
        Kind::Pace => formats.quantity(figure.recip(), &pace(pack)).value,
    }
}

fn unit(kind: Kind, pack: &Pack, formats: &Formats) -> String {
    match kind {
        Kind::HeartRate => formats.unit_full(&displays::heart_rate()),
        Kind::Power => formats.unit_full(&power()),
        Kind::Pace => formats.unit_full(&pace(pack)),
    }
}

fn zones(person: &Person, kind: Kind, pack: &Pack, formats: &Formats) -> ZoneKind {
    let id = kind.as_str();
    let name = id.replace('_', "-");
    let made = method_and_zones(person, kind);
    let rule = person.rule(kind);
    let by_hand = rule.map_or(&[][..], |rule| &rule.bounds);
    let by_hand: Vec<String> = by_hand
        .iter()
        .map(|figure| bound(kind, *figure, pack, formats))
        .collect();
    let chosen = rule.map_or("", |rule| rule.method.as_str());
    let unit = unit(kind, pack, formats);
    ZoneKind {
        title: formats.text(&format!("profile-zones-{name}"), &[]),
        methods: methods(kind, chosen, formats),
        bounds: Input::of(by_hand.join(" ")),
        bounds_hint: formats.text(
            &format!("profile-bounds-hint-{name}"),
            &[("unit", unit.as_str().into())],
        ),
        method: made
            .as_ref()
            .map(|(method, _)| method_name(*method, formats)),
        zones: made.map_or_else(Vec::new, |(_, zones)| {
            let row = |(n, (from, to)): (usize, (f64, Option<f64>))| ZoneRow {
                name: formats.text("profile-zone-n", &[("n", (n + 1).into())]),
                bounds: span(kind, (from, to), pack, formats),
            };
            zones.bounds().enumerate().map(row).collect()
        }),
        missing: formats.text(&format!("profile-zones-missing-{name}"), &[]),
        id: id.to_owned(),
    }
}

fn method_name(method: ZoneMethod, formats: &Formats) -> String {
    let name = method.as_str().replace('_', "-");
    formats.text(&format!("zone-method-{name}"), &[])
}

fn methods(kind: Kind, chosen: &str, formats: &Formats) -> Vec<Choice> {
    let best = choice("", formats.text("zone-method-best", &[]), chosen);
    let named = ZoneMethod::of(kind).iter();
    let named = named.map(|method| choice(method.as_str(), method_name(*method, formats), chosen));
    [best].into_iter().chain(named).collect()
}

/// `120–133 bpm`; the first may begin at nothing, the last has no end.
fn span(kind: Kind, (from, to): (f64, Option<f64>), pack: &Pack, formats: &Formats) -> String {
    let told = |figure: f64| bound(kind, figure, pack, formats);
    let name = if kind == Kind::Pace { "pace" } else { "figure" };
    let unit = unit(kind, pack, formats);
    let args = |from: String, to: String| {
        [
            ("from", from.into()),
            ("to", to.into()),
            ("unit", unit.as_str().into()),
        ]
    };
    match to {
        Some(to) if from <= 0.0 => formats.text(
            &format!("zone-below-{name}"),
            &args(String::new(), told(to)),
        ),
        Some(to) => formats.text("zone-between", &args(told(from), told(to))),
        None => formats.text(
            &format!("zone-above-{name}"),
            &args(told(from), String::new()),
        ),
    }
}
