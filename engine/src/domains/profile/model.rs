//! What a person says of themselves, dated.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stadion_activity::derive::zones::Kind;
use utoipa::ToSchema;
use uuid::Uuid;

/// A figure or word of the profile.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    BirthDate,
    Category,
    Sex,
    Weight,
    Region,
    MaxHeartRate,
    RestingHeartRate,
    Photo,
    Ftp,
    ThresholdPace,
    ThresholdHeartRate,
    ZonesHeartRate,
    ZonesPower,
    ZonesPace,
}

impl Field {
    pub const ALL: [Self; 14] = [
        Self::BirthDate,
        Self::Category,
        Self::Sex,
        Self::Weight,
        Self::Region,
        Self::MaxHeartRate,
        Self::RestingHeartRate,
        Self::Photo,
        Self::Ftp,
        Self::ThresholdPace,
        Self::ThresholdHeartRate,
        Self::ZonesHeartRate,
        Self::ZonesPower,
        Self::ZonesPace,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::BirthDate => "birth_date",
            Self::Category => "category",
            Self::Sex => "sex",
            Self::Weight => "weight",
            Self::Region => "region",
            Self::MaxHeartRate => "max_heart_rate",
            Self::RestingHeartRate => "resting_heart_rate",
            Self::Photo => "photo",
            Self::Ftp => "ftp",
            Self::ThresholdPace => "threshold_pace",
            Self::ThresholdHeartRate => "threshold_heart_rate",
            Self::ZonesHeartRate => "zones_heart_rate",
            Self::ZonesPower => "zones_power",
            Self::ZonesPace => "zones_pace",
        }
    }

    /// `None` for a name of a later version.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Of the person, whatever they do.
    pub fn is_general(self) -> bool {
        matches!(
            self,
            Self::BirthDate
                | Self::Category
                | Self::Sex
                | Self::Weight
                | Self::Region
                | Self::MaxHeartRate
                | Self::RestingHeartRate
                | Self::Photo
        )
    }

    /// Of a sport, or of all sports of a pack.
    pub fn is_of_sport(self) -> bool {
        self == Self::Category || !self.is_general()
    }

    /// What it says of the zones of which kind.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Ftp | Self::ZonesPower => Some(Kind::Power),
            Self::ThresholdPace | Self::ZonesPace => Some(Kind::Pace),
            Self::ThresholdHeartRate | Self::ZonesHeartRate => Some(Kind::HeartRate),
            _ => None,
        }
    }

    pub fn zones_of(kind: Kind) -> Self {
        match kind {
            Kind::HeartRate => Self::ZonesHeartRate,
            Kind::Power => Self::ZonesPower,
            Kind::Pace => Self::ZonesPace,
        }
    }

    /// A person has one day of birth: a later word corrects it for all days.
    pub fn is_timeless(self) -> bool {
        self == Self::BirthDate
    }
}

/// From when on a timeless fact holds; no day is before it.
pub const ALWAYS: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// One word of the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub id: Uuid,
    pub field: Field,
    /// Empty (all sports), a pack's id, or a qualified sport.
    pub sport: String,
    /// Null takes the field back.
    pub value: Value,
    pub valid_from: NaiveDate,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Athlete,
    Amateur,
}

impl Category {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Athlete => "athlete",
            Self::Amateur => "amateur",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }
}

/// In order of age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgeGroup {
    Child,
    Teen,
    Adult,
}

impl AgeGroup {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Teen => "teen",
            Self::Adult => "adult",
        }
    }
}

/// The ages, in whole years, at which the groups begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeBounds {
    /// ISO 3166-1 alpha-2; empty: wherever nothing else is said.
    pub regions: Vec<String>,
    /// Age of digital consent: younger people are children.
    pub teen: u32,
    pub adult: u32,
    pub source: String,
}

/// How the zones of a kind come about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ZoneRule {
    pub method: ZoneMethod,
    /// By hand alone: where each zone begins, ascending; beats a minute, watts or metres a second.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZoneMethod {
    /// Heart rate by percent of the maximum.
    MaxHeartRate,
    /// Heart rate by percent of the reserve (Karvonen).
    HeartRateReserve,
    /// Heart rate by percent of that at the threshold (Friel).
    ThresholdHeartRate,
    /// Power by percent of the functional threshold power (Coggan).
    Ftp,
    /// Pace by percent of that at the threshold (Friel).
    ThresholdPace,
    ByHand,
}

impl ZoneMethod {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MaxHeartRate => "max_heart_rate",
            Self::HeartRateReserve => "heart_rate_reserve",
            Self::ThresholdHeartRate => "threshold_heart_rate",
            Self::Ftp => "ftp",
            Self::ThresholdPace => "threshold_pace",
            Self::ByHand => "by_hand",
        }
    }

    /// Those of a kind, the one to be preferred first.
    pub fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::HeartRate => &[
                Self::ThresholdHeartRate,
                Self::HeartRateReserve,
                Self::MaxHeartRate,
                Self::ByHand,
            ],
            Kind::Power => &[Self::Ftp, Self::ByHand],
            Kind::Pace => &[Self::ThresholdPace, Self::ByHand],
        }
    }
}

/// A person as of one day, in one sport. What was not said is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    pub birth_date: Option<NaiveDate>,
    /// Whole years.
    pub age: Option<u32>,
    pub age_group: Option<AgeGroup>,
    pub category: Option<Category>,
    pub sex: Option<Sex>,
    /// Kilograms.
    pub weight: Option<f64>,
    /// ISO 3166-1 alpha-2.
    pub region: Option<String>,
    /// Beats a minute, as streams hold them.
    pub max_heart_rate: Option<f64>,
    pub resting_heart_rate: Option<f64>,
    pub threshold_heart_rate: Option<f64>,
    /// Functional threshold power, watts.
    pub ftp: Option<f64>,
    /// Metres a second.
    pub threshold_pace: Option<f64>,
    pub zones_heart_rate: Option<ZoneRule>,
    pub zones_power: Option<ZoneRule>,
    pub zones_pace: Option<ZoneRule>,
    /// Key of the photo's blob.
    pub photo: Option<String>,
}

impl Profile {
    pub fn rule(&self, kind: Kind) -> Option<&ZoneRule> {
        match kind {
            Kind::HeartRate => self.zones_heart_rate.as_ref(),
            Kind::Power => self.zones_power.as_ref(),
            Kind::Pace => self.zones_pace.as_ref(),
        }
    }
}
