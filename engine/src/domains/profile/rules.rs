//! What holds on a day, and what may be said.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::Value;
use stadion_activity::derive::zones::{self, Zones};
use stadion_pack::regions::is_region;

use super::model::{
    ALWAYS, AgeBounds, AgeGroup, Category, Fact, Field, Profile, Sex, ZoneMethod, ZoneRule,
};

/// The oldest person whose age was verified lived 122 years.
const MOST_YEARS: u32 = 130;
const MOST_ZONES: usize = 10;

/// The fact in force on a day, as it stands for exactly this sport. `facts` are in order.
pub fn in_force<'a>(
    facts: &'a [Fact],
    field: Field,
    sport: &str,
    day: NaiveDate,
) -> Option<&'a Fact> {
    let mut newest_first = facts.iter().rev();
    newest_first.find(|fact| fact.field == field && fact.sport == sport && fact.valid_from <= day)
}

/// The value that holds: the sport's own, else that of its pack, else the general one.
pub fn value<'a>(
    facts: &'a [Fact],
    field: Field,
    sport: &str,
    day: NaiveDate,
) -> Option<&'a Value> {
    let pack = sport.split_once('.').map(|(pack, _)| pack);
    let levels = [Some(sport), pack, Some("")].into_iter().flatten();
    let mut values = levels.filter_map(|level| Some(&in_force(facts, field, level, day)?.value));
    values.find(|value| !value.is_null())
}

/// Everything as of a day; `bounds` are told by the region.
pub fn resolve(
    facts: &[Fact],
    sport: &str,
    day: NaiveDate,
    bounds: impl Fn(Option<&str>) -> AgeBounds,
) -> Profile {
    let said = Said { facts, sport, day };
    let birth_date = said.get::<NaiveDate>(Field::BirthDate);
    let region = said.get::<String>(Field::Region);
    let age = birth_date.and_then(|born| day.years_since(born));
    Profile {
        age_group: age.map(|age| age_group(age, &bounds(region.as_deref()))),
        birth_date,
        age,
        region,
        category: said.get::<Category>(Field::Category),
        sex: said.get::<Sex>(Field::Sex),
        weight: said.get(Field::Weight),
        max_heart_rate: said.get(Field::MaxHeartRate),
        resting_heart_rate: said.get(Field::RestingHeartRate),
        threshold_heart_rate: said.get(Field::ThresholdHeartRate),
        ftp: said.get(Field::Ftp),
        threshold_pace: said.get(Field::ThresholdPace),
        zones_heart_rate: said.get::<ZoneRule>(Field::ZonesHeartRate),
        zones_power: said.get::<ZoneRule>(Field::ZonesPower),
        zones_pace: said.get::<ZoneRule>(Field::ZonesPace),
        photo: said.get(Field::Photo),
    }
}

struct Said<'a> {
    facts: &'a [Fact],
    sport: &'a str,
    day: NaiveDate,
}

impl Said<'_> {
    /// What a later version wrote and this one cannot read counts as not said.
    fn get<T: DeserializeOwned>(&self, field: Field) -> Option<T> {
        T::deserialize(value(self.facts, field, self.sport, self.day)?).ok()
    }
}

pub fn age_group(age: u32, bounds: &AgeBounds) -> AgeGroup {
    if age >= bounds.adult {
        AgeGroup::Adult
    } else if age >= bounds.teen {
        AgeGroup::Teen
    } else {
        AgeGroup::Child
    }
}

/// By the rule that the person chose, else by the first method whose figures are known.
pub fn zones(profile: &Profile, kind: zones::Kind) -> Option<(ZoneMethod, Zones)> {
    let by =
        |method: ZoneMethod, bounds: &[f64]| Some((method, by_method(profile, method, bounds)?));
    match profile.rule(kind) {
        Some(rule) => by(rule.method, &rule.bounds),
        None => ZoneMethod::of(kind)
            .iter()
            .find_map(|method| by(*method, &[])),
    }
}

fn by_method(profile: &Profile, method: ZoneMethod, bounds: &[f64]) -> Option<Zones> {
    match method {
        ZoneMethod::MaxHeartRate => zones::by_max_heart_rate(profile.max_heart_rate?),
        ZoneMethod::HeartRateReserve => {
            zones::by_heart_rate_reserve(profile.max_heart_rate?, profile.resting_heart_rate?)
        }
        ZoneMethod::ThresholdHeartRate => {
            zones::by_threshold_heart_rate(profile.threshold_heart_rate?)
        }
        ZoneMethod::Ftp => zones::by_ftp(profile.ftp?),
        ZoneMethod::ThresholdPace => zones::by_threshold_pace(profile.threshold_pace?),
        ZoneMethod::ByHand => zones::by_hand(bounds),
    }
}

/// Why a value cannot be taken, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub message: &'static str,
    pub remedy: &'static str,
}

/// Checks a value; null is always one.
pub fn check(field: Field, value: &Value, today: NaiveDate) -> Result<(), Wrong> {
    if value.is_null() {
        return Ok(());
    }
    let wrong = |message, remedy| Err(Wrong { message, remedy });
    let is_within = |from: f64, to: f64| value.as_f64().is_some_and(|n| (from..=to).contains(&n));
    let is = |fine: bool, message, remedy| if fine { Ok(()) } else { wrong(message, remedy) };
    match field {
        Field::BirthDate => is(
            read::<NaiveDate>(value).is_some_and(|born| may_be_born(born, today)),
            "This is no day on which a living person was born.",
            "Write it as in `2001-05-24`.",
        ),
        Field::Category => is(
            read::<Category>(value).is_some(),
            "There is no such category.",
            "One of `athlete`, `amateur`.",
        ),
        Field::Sex => is(
            read::<Sex>(value).is_some(),
            "There is no such choice.",
            "One of `female`, `male`, `other`.",
        ),
        Field::Region => is(
            value.as_str().is_some_and(is_region),
            "There is no such country.",
            "Write its code of ISO 3166-1: `DE`.",
        ),
        Field::Weight => is(
            is_within(10.0, 500.0),
            "A weight is from 10 to 500 kg.",
            "Write it in kilograms.",
        ),
        Field::MaxHeartRate | Field::ThresholdHeartRate => is(
            is_within(60.0, 250.0),
            "This heart rate is from 60 to 250 beats a minute.",
            "Write it in beats a minute.",
        ),
        Field::RestingHeartRate => is(
            is_within(20.0, 150.0),
            "A resting heart rate is from 20 to 150 beats a minute.",
            "Write it in beats a minute.",
        ),
        Field::Ftp => is(
            is_within(10.0, 1000.0),
            "A threshold power is from 10 to 1000 W.",
            "Write it in watts.",
        ),
        Field::ThresholdPace => is(
            is_within(0.1, 30.0),
            "A threshold pace is from 0.1 to 30 m/s.",
            "Write it in metres a second.",
        ),
        Field::ZonesHeartRate | Field::ZonesPower | Field::ZonesPace => is(
            read::<ZoneRule>(value).is_some_and(|rule| is_sound(field, &rule)),
            "These zones cannot be.",
            "Name a method of this kind; by hand, ascending `bounds`, two to ten of them.",
        ),
        Field::Photo => is(value.is_string(), "This is no photo.", "Upload one."),
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn may_be_born(born: NaiveDate, today: NaiveDate) -> bool {
    let age = today.years_since(born);
    born >= ALWAYS && age.is_some_and(|age| age <= MOST_YEARS)
}

fn is_sound(field: Field, rule: &ZoneRule) -> bool {
    let of_kind = field
        .kind()
        .is_some_and(|kind| ZoneMethod::of(kind).contains(&rule.method));
    let bounds = if rule.method == ZoneMethod::ByHand {
        (2..=MOST_ZONES).contains(&rule.bounds.len()) && zones::by_hand(&rule.bounds).is_some()
    } else {
        rule.bounds.is_empty()
    };
    of_kind && bounds
}
