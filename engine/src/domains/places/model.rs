//! A place, the circle around it that others do not see, and what is left of a track.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use stadion_activity::streams::Streams;
use uuid::Uuid;

/// Metres.
pub const LEAST_RADIUS: f64 = 50.0;
/// Metres.
pub const MOST_RADIUS: f64 = 5_000.0;
/// Metres.
pub const USUAL_RADIUS: f64 = 400.0;
/// Of one person.
pub const MOST_PLACES: usize = 20;
/// Characters.
pub const LONGEST_NAME: usize = 60;

/// Degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}

/// As stored.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Place {
    pub id: Uuid,
    pub name: String,
    pub latitude: f64,
    pub longitude: f64,
    pub radius_m: f64,
    /// Decides where the hidden circle lies; nobody is told it.
    pub secret: String,
    pub created_at: DateTime<Utc>,
}

impl Place {
    pub fn position(&self) -> Position {
        Position {
            latitude: self.latitude,
            longitude: self.longitude,
        }
    }
}

/// What is hidden: it covers its place's own circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    pub middle: Position,
    pub radius_m: f64,
}

/// Whether the first and last metres of a track are hidden wherever they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Hidden,
    Shown,
}

/// What others may see of a track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hidden {
    pub streams: Streams,
    /// By sample: whether it is hidden.
    pub is_hidden: Vec<bool>,
}

impl Hidden {
    pub fn hides_something(&self) -> bool {
        self.is_hidden.contains(&true)
    }

    /// Whether something is hidden between what is shown, not at the ends alone.
    pub fn is_parted(&self) -> bool {
        let mut shown = self.is_hidden.split(|hidden| *hidden);
        let first = shown.position(|stretch| !stretch.is_empty());
        first.is_some() && shown.any(|stretch| !stretch.is_empty())
    }
}
