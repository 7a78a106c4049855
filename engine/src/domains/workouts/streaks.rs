//! Weeks and days in a row with a workout. Weeks begin on Monday; the present one counts once it
//! has a workout and breaks nothing before. Workouts count on their own local day, and today is
//! the person's.

use chrono::NaiveDate;
use uuid::Uuid;

use super::model::periods::{Span, Unit};
use super::model::stretches::StretchRow;
use super::store::periods;
use crate::db::Db;
use crate::web::error::Result;

/// How long someone has kept going, in weeks and in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streaks {
    pub weeks: Streak,
    pub days: Streak,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streak {
    /// Goes on: it reaches the present period or the one before.
    pub current: Option<Stretch>,
    /// The longest ever, the latest of equal ones.
    pub longest: Option<Stretch>,
    /// Whether the present period has its workout.
    pub is_kept: bool,
}

/// Periods in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub length: i64,
    /// From the first day of the first period to the last day of the last.
    pub span: Span,
}

/// The streaks in the sports of a pack as of `today`.
pub async fn streaks(db: &Db, user_id: Uuid, pack: &str, today: NaiveDate) -> Result<Streaks> {
    Ok(Streaks {
        weeks: streak(db, user_id, pack, Unit::Week, today).await?,
        days: streak(db, user_id, pack, Unit::Day, today).await?,
    })
}

/// The streak of weeks alone.
pub async fn weeks(db: &Db, user_id: Uuid, pack: &str, today: NaiveDate) -> Result<Streak> {
    streak(db, user_id, pack, Unit::Week, today).await
}

async fn streak(
    db: &Db,
    user_id: Uuid,
    pack: &str,
    unit: Unit,
    today: NaiveDate,
) -> Result<Streak> {
    let (latest, longest) = periods::stretches(db, user_id, pack, unit).await?;
    let now = unit.index(today);
    let stretch = |row: StretchRow| Stretch {
        length: row.last - row.first + 1,
        span: Span::new(unit.span(row.first).from, unit.span(row.last).to),
    };
    Ok(Streak {
        current: latest.filter(|row| row.last >= now - 1).map(stretch),
        longest: longest.map(stretch),
        is_kept: latest.is_some_and(|row| row.last >= now),
    })
}
