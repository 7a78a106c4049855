//! Accounts and what belongs to them.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::web::{Role, Scope};

/// The issuer of identities that this server checks itself, by password.
pub const LOCAL_ISSUER: &str = "local";

/// A confirmed person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct User {
    pub id: Uuid,
    /// Lower case.
    pub email: String,
    pub display_name: String,
    /// PHC string.
    pub password_hash: Option<String>,
    pub locale: Option<String>,
    pub time_zone: Option<String>,
    /// `metric` or `imperial`.
    pub units: String,
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl User {
    /// `demo`: whether the server is one; no other lets in accounts of which all know the password.
    pub fn may_log_in(&self, demo: bool) -> bool {
        self.state == "active" || (demo && self.state == "demo")
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    #[default]
    Metric,
    Imperial,
}

impl Units {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Imperial => "imperial",
        }
    }
}

impl From<&str> for Units {
    fn from(text: &str) -> Self {
        if text == "imperial" {
            Self::Imperial
        } else {
            Self::Metric
        }
    }
}

/// A registration that waits for its mail address to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub email: String,
    pub display_name: String,
    pub password_hash: String,
    pub locale: Option<String>,
    pub time_zone: Option<String>,
    pub units: Units,
    pub birth_date: Option<NaiveDate>,
    /// ISO 3166-1 alpha-2.
    pub region: Option<String>,
    /// Mail address of a child's guardian.
    pub guardian: Option<String>,
    /// Given with the form.
    pub consents: Vec<ConsentKind>,
    pub at: DateTime<Utc>,
}

/// What a person may agree to. Each agreement or withdrawal is a fact of its own.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// The terms of use and the privacy notice; without them there is no account.
    Terms,
    /// Processing of health data such as heart rate (GDPR, article 9).
    HealthData,
    /// Mail and notices about goods and events.
    Marketing,
    /// Recommendations made from one's own trainings and gear.
    Personalisation,
}

impl ConsentKind {
    pub const ALL: [Self; 4] = [
        Self::Terms,
        Self::HealthData,
        Self::Marketing,
        Self::Personalisation,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::HealthData => "health_data",
            Self::Marketing => "marketing",
            Self::Personalisation => "personalisation",
        }
    }

    /// Whether it is withdrawn by deleting the account only.
    pub fn is_required(self) -> bool {
        self == Self::Terms
    }

    /// The last word on it in a history, oldest first: what holds now.
    pub fn last_word(self, history: &[Consent]) -> Option<&Consent> {
        let mut newest_first = history.iter().rev();
        newest_first.find(|consent| consent.kind == self.as_str())
    }

    /// The version of the text that is shown now.
    pub fn version(self) -> &'static str {
        "2026-11"
    }
}

impl FromStr for ConsentKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// An agreement (`given`) or a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Consent {
    #[schema(example = "marketing")]
    pub kind: String,
    /// Version of the text that was shown.
    #[schema(example = "2026-11")]
    pub version: String,
    pub given: bool,
    pub at: DateTime<Utc>,
}

/// The guardian's word, as a consent of the child's account: its kind and the version of the text.
/// Nobody gives it for themselves, so it is none of [`ConsentKind`].
pub const GUARDIAN_CONSENT: (&str, &str) = ("guardian", "2026-11");

/// Who was asked about a child's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Guardian {
    pub email: Option<String>,
    pub locale: Option<String>,
    pub asked_at: Option<DateTime<Utc>>,
    /// `None` while the account waits.
    pub confirmed_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A browser's.
    Cookie,
    /// An API client's.
    Bearer,
}

impl SessionKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Bearer => "bearer",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Session {
    pub id: Uuid,
    pub kind: String,
    /// `User-Agent` of the login.
    pub agent: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A token that a user made for a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ApiToken {
    pub id: Uuid,
    pub name: String,
    /// Joined by commas.
    pub scopes: String,
    pub created_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// A role that an administrator gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct GivenRole {
    pub role: String,
    pub granted_at: DateTime<Utc>,
}

/// Who a user is at an identity provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    pub linked_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
pub struct Membership {
    pub pack_id: String,
    pub joined_at: DateTime<Utc>,
}

/// A user went from one sport's app to another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Passage {
    pub from_pack: String,
    pub to_pack: String,
    pub at: DateTime<Utc>,
}

/// What a mailed link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Reset,
    Email,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }
}

/// Roles and scopes are kept as their names, joined by commas; unknown ones, of a later version,
/// count for nothing.
pub fn roles(text: &str) -> BTreeSet<Role> {
    named(text)
}

pub fn scopes(text: &str) -> BTreeSet<Scope> {
    named(text)
}

fn named<T: Ord + serde::de::DeserializeOwned>(text: &str) -> BTreeSet<T> {
    let names = text.split(',').filter(|name| !name.is_empty());
    names
        .filter_map(|name| serde_json::from_value(serde_json::Value::from(name)).ok())
        .collect()
}

/// The name that [`roles`] and [`scopes`] read.
pub fn name_of(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_by_name_and_unknown_ones_count_for_nothing() {
        assert_eq!(
            roles("admin,analyst,archbishop"),
            [Role::Analyst, Role::Admin].into()
        );
        assert_eq!(roles(""), BTreeSet::new());
        assert_eq!(name_of(Role::Marketer), "marketer");
        assert_eq!(scopes("read,write"), [Scope::Read, Scope::Write].into());
    }

    #[test]
    fn consents_have_one_name() {
        for kind in ConsentKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(name_of(kind), kind.as_str());
        }
    }
}
