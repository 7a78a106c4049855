//! A link to a workout, and what its owner lets be seen by it.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// That work, of one workout.
pub const MOST_LINKS: usize = 20;

/// What is shown beyond the workout itself. Nothing, unless its owner ticks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// The owner's name.
    pub name: bool,
    /// Heart rate, energy, how it felt: what is of the body.
    pub body: bool,
    /// The first and last metres of the track.
    pub ends: bool,
}

/// As stored; the token is not.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Link {
    pub id: Uuid,
    pub workout_id: Uuid,
    pub with_name: bool,
    pub with_body: bool,
    pub with_ends: bool,
    pub created_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Link {
    pub fn with(&self) -> With {
        With {
            name: self.with_name,
            body: self.with_body,
            ends: self.with_ends,
        }
    }

    pub fn works(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.ends_at.is_none_or(|end| now < end)
    }
}

/// What a token leads to.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Led {
    pub user_id: Uuid,
    pub display_name: String,
    pub workout_id: Uuid,
    pub with_name: bool,
    pub with_body: bool,
    pub with_ends: bool,
}
