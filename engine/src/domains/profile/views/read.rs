//! What was typed, to what is to hold. A form shows all that it may change: what is as it was when
//! the page was shown is not said again, unless the day alone was moved back.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use stadion_activity::derive::zones::Kind;
use stadion_pack::model::{Display, Pack};

use super::super::model::{Field, ZoneMethod};
use super::super::service::Change;
use super::super::{Facts, rules};
use super::{Mine, show};
use crate::domains::workouts::displays;
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{Choice, Input, Profile};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    birth_date: String,
    category: String,
    sex: String,
    region: String,
    weight: String,
    max_heart_rate: String,
    resting_heart_rate: String,
    from: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SportForm {
    sport_category: String,
    threshold_heart_rate: String,
    ftp: String,
    threshold_pace: String,
    zones_heart_rate: String,
    zones_power: String,
    zones_pace: String,
    bounds_heart_rate: String,
    bounds_power: String,
    bounds_pace: String,
    sport_from: String,
}

/// The fields that cannot be read.
type Unreadable = Vec<String>;

/// Collects what changed against what holds today.
struct Reading<'a> {
    facts: &'a Facts,
    sport: &'a str,
    today: NaiveDate,
    from: NaiveDate,
    changed: Vec<(Field, Value)>,
    /// As shown, but said of a later day than `from`.
    moved: Vec<(Field, Value)>,
    unreadable: Unreadable,
}

impl<'a> Reading<'a> {
    fn new(facts: &'a Facts, sport: &'a str, today: NaiveDate, from: &str) -> Self {
        let read = from.trim().parse::<NaiveDate>();
        let wrong = read.is_err().then(|| "from".to_owned());
        Self {
            facts,
            sport,
            today,
            from: read.unwrap_or(today),
            changed: Vec::new(),
            moved: Vec::new(),
            unreadable: wrong.into_iter().collect(),
        }
    }

    fn word(&mut self, field: Field, typed: &str) {
        let typed = typed.trim();
        let value = if typed.is_empty() {
            Value::Null
        } else {
            Value::from(typed)
        };
        self.value(field, value);
    }

    /// `shown` is what the page shows of the value that holds.
    fn figure(
        &mut self,
        field: Field,
        typed: &str,
        shown: &str,
        read: impl Fn(&str) -> Option<f64>,
    ) {
        let typed = typed.trim();
        if typed == shown {
            let held = self.held(field);
            self.value(field, held);
        } else if typed.is_empty() {
            self.value(field, Value::Null);
        } else {
            match read(typed).filter(|figure| figure.is_finite()) {
                Some(figure) => self.value(field, json!(figure)),
                None => self.unreadable.push(field.as_str().to_owned()),
            }
        }
    }

    fn held(&self, field: Field) -> Value {
        let held = rules::in_force(&self.facts.0, field, self.sport, self.today);
        held.map_or(Value::Null, |fact| fact.value.clone())
    }

    fn value(&mut self, field: Field, value: Value) {
        let held = rules::in_force(&self.facts.0, field, self.sport, self.today);
        let is_same = held.map_or(value.is_null(), |held| held.value == value);
        if !is_same {
            self.changed.push((field, value));
        } else if held.is_some_and(|held| held.valid_from > self.from) {
            self.moved.push((field, value));
        }
    }

    fn done(self) -> Result<Change, Unreadable> {
        if !self.unreadable.is_empty() {
            return Err(self.unreadable);
        }
        let values = if self.changed.is_empty() {
            self.moved
        } else {
            self.changed
        };
        Ok(Change {
            sport: self.sport.to_owned(),
            from: self.from,
            values,
        })
    }
}

/// The category said of the sport itself.
pub fn own_category(facts: &Facts, sport: &str, day: NaiveDate) -> Option<String> {
    let said = rules::in_force(&facts.0, Field::Category, sport, day)?;
    said.value.as_str().map(str::to_owned)
}

fn choose(choices: &mut [Choice], chosen: &str) {
    for choice in choices {
        choice.is_chosen = choice.value == chosen;
    }
}

/// The field as typed, with what is wrong with it.
fn again(mine: &Mine, input: &mut Input, field: &str, typed: &str, refused: &[String]) {
    *input = if refused.iter().any(|name| name == field) {
        let key = format!("profile-bad-{}", field.replace('_', "-"));
        Input::wrong(typed, mine.0.visit.formats.text(&key, &[]))
    } else {
        Input::of(typed)
    };
}

fn beats(typed: &str, formats: &Formats) -> Option<f64> {
    let hertz = formats.parse(typed, &displays::heart_rate()).ok()?;
    Some(round(hertz * 60.0))
}

fn pace(typed: &str, display: &Display, formats: &Formats) -> Option<f64> {
    Some(round(formats.parse(typed, display).ok()?.recip()))
}

/// Finer than anything measured, so that a figure typed twice is the same twice.
fn round(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6
}

impl PersonForm {
    pub fn change(&self, mine: &Mine, facts: &Facts) -> Result<Change, Unreadable> {
        let formats = &mine.0.visit.formats;
        let today = show::today(mine);
        let mut reading = Reading::new(facts, "", today, &self.from);
        reading.word(Field::BirthDate, &self.birth_date);
        reading.word(Field::Category, &self.category);
        reading.word(Field::Sex, &self.sex);
        reading.word(Field::Region, &self.region);
        let person = facts.on(&mine.0.visit.packs, "", today);
        let shown = |field, value| show::input(field, value, None, formats).value;
        let weight = |typed: &str| Some(round(formats.parse(typed, &show::weight()).ok()?));
        let was = shown(Field::Weight, person.weight);
        reading.figure(Field::Weight, &self.weight, &was, weight);
        let was = shown(Field::MaxHeartRate, person.max_heart_rate);
        let rate = |typed: &str| beats(typed, formats);
        reading.figure(Field::MaxHeartRate, &self.max_heart_rate, &was, rate);
        let was = shown(Field::RestingHeartRate, person.resting_heart_rate);
        reading.figure(
            Field::RestingHeartRate,
            &self.resting_heart_rate,
            &was,
            rate,
        );
        reading.done()
    }

    /// The page with what was typed.
    pub fn again(&self, mine: &Mine, view: &mut Profile, refused: &[String]) {
        let set = |input: &mut Input, field: &str, typed: &str| {
            again(mine, input, field, typed, refused);
        };
        set(&mut view.birth_date, "birth_date", &self.birth_date);
        set(&mut view.weight, "weight", &self.weight);
        set(
            &mut view.max_heart_rate,
            "max_heart_rate",
            &self.max_heart_rate,
        );
        set(
            &mut view.resting_heart_rate,
            "resting_heart_rate",
            &self.resting_heart_rate,
        );
        set(&mut view.from, "from", &self.from);
        choose(&mut view.categories, &self.category);
        choose(&mut view.sexes, &self.sex);
        choose(&mut view.regions, &self.region);
    }
}

impl SportForm {
    fn zones(&self, kind: Kind) -> (&str, &str) {
        match kind {
            Kind::HeartRate => (&self.zones_heart_rate, &self.bounds_heart_rate),
            Kind::Power => (&self.zones_power, &self.bounds_power),
            Kind::Pace => (&self.zones_pace, &self.bounds_pace),
        }
    }

    pub fn change(&self, mine: &Mine, pack: &Pack, facts: &Facts) -> Result<Change, Unreadable> {
        let formats = &mine.0.visit.formats;
        let today = show::today(mine);
        let kinds = show::kinds(pack);
        let display = show::pace(pack);
        let mut reading = Reading::new(facts, &pack.id, today, &self.sport_from);
        reading.word(Field::Category, &self.sport_category);
        let person = facts.on(&mine.0.visit.packs, &pack.id, today);
        let shown = |field, value| show::input(field, value, Some(pack), formats).value;
        for kind in kinds {
            match kind {
                Kind::HeartRate => {
                    let was = shown(Field::ThresholdHeartRate, person.threshold_heart_rate);
                    let rate = |typed: &str| beats(typed, formats);
                    let typed = &self.threshold_heart_rate;
                    reading.figure(Field::ThresholdHeartRate, typed, &was, rate);
                }
                Kind::Power => {
                    let was = shown(Field::Ftp, person.ftp);
                    let watts = |typed: &str| formats.parse(typed, &show::power()).ok().map(round);
                    reading.figure(Field::Ftp, &self.ftp, &was, watts);
                }
                Kind::Pace => {
                    let was = shown(Field::ThresholdPace, person.threshold_pace);
                    let speed = |typed: &str| pace(typed, &display, formats);
                    reading.figure(Field::ThresholdPace, &self.threshold_pace, &was, speed);
                }
            }
            self.read_zones(kind, &display, formats, &mut reading);
        }
        reading.done()
    }

    fn read_zones(
        &self,
        kind: Kind,
        display: &Display,
        formats: &Formats,
        reading: &mut Reading<'_>,
    ) {
        let (method, bounds) = self.zones(kind);
        let field = Field::zones_of(kind);
        if method != ZoneMethod::ByHand.as_str() {
            let rule = (!method.is_empty()).then(|| json!({ "method": method }));
            reading.value(field, rule.unwrap_or(Value::Null));
            return;
        }
        let read = |typed: &str| match kind {
            Kind::HeartRate => beats(typed, formats),
            Kind::Power => formats.parse(typed, &show::power()).ok().map(round),
            Kind::Pace => pace(typed, display, formats),
        };
        let pieces = bounds.split([' ', ';', ',', '\u{a0}', '\t']);
        let pieces = pieces.filter(|piece| !piece.is_empty());
        match pieces.map(read).collect::<Option<Vec<f64>>>() {
            Some(bounds) => reading.value(field, json!({ "method": method, "bounds": bounds })),
            None => reading.unreadable.push(field.as_str().to_owned()),
        }
    }

    /// The page with what was typed.
    pub fn again(&self, mine: &Mine, view: &mut Profile, refused: &[String]) {
        let Some(view) = &mut view.sport else {
            return;
        };
        let set = |input: &mut Input, field: &str, typed: &str| {
            again(mine, input, field, typed, refused);
        };
        set(&mut view.ftp, "ftp", &self.ftp);
        set(
            &mut view.threshold_pace,
            "threshold_pace",
            &self.threshold_pace,
        );
        set(
            &mut view.threshold_heart_rate,
            "threshold_heart_rate",
            &self.threshold_heart_rate,
        );
        set(&mut view.from, "from", &self.sport_from);
        choose(&mut view.categories, &self.sport_category);
        for kind in [Kind::HeartRate, Kind::Power, Kind::Pace] {
            let (method, bounds) = self.zones(kind);
            let shown = view.kinds.iter_mut();
            for shown in shown.filter(|shown| shown.id == kind.as_str()) {
                let field = Field::zones_of(kind).as_str();
                set(&mut shown.bounds, field, bounds);
                choose(&mut shown.methods, method);
            }
        }
    }
}
