//! A workout's neighbours in time, with what makes workouts alike.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::history::Place;
use crate::db::{Db, Result, Run, places};

/// Workouts of the same sport on either side: enough for years of the same round, and few enough
/// to look at each.
const EACH_SIDE: i64 = 150;

/// Another workout of the same sport.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Neighbour {
    pub id: Uuid,
    pub start_at: DateTime<Utc>,
    pub local_day: NaiveDate,
    pub utc_offset_s: i32,
    pub title: Option<String>,
    /// The metric by which workouts are near, and the one by which they are compared, in steps.
    pub lead: Option<i64>,
    pub compared: Option<i64>,
}

/// The workouts before and after a place, in order of time.
pub async fn neighbours(
    db: &Db,
    user_id: Uuid,
    sport: &str,
    (start_at, id): Place,
    (lead, compared): (&str, &str),
) -> Result<Vec<Neighbour>> {
    let side = |than: char, order: &str| {
        format!(
            "select w.id, w.start_at, w.local_day, w.utc_offset_s, w.title, \
                (select value from workout_value v where v.user_id = $1 and v.workout_id = w.id \
                    and v.metric = $5) as lead, \
                (select value from workout_value v where v.user_id = $1 and v.workout_id = w.id \
                    and v.metric = $6) as compared \
             from workout w where w.user_id = $1 and w.sport = $2 and w.deleted_at is null \
                and (w.start_at, w.id) {than} ($3, $4) \
             order by w.start_at {order}, w.id {order} limit $7"
        )
    };
    let mut all: Vec<Neighbour> = Vec::new();
    for (than, order) in [('<', "desc"), ('>', "asc")] {
        let found: Vec<Neighbour> = db
            .q(sqlx::AssertSqlSafe(side(than, order)))
            .bind(user_id)
            .bind(sport.to_owned())
            .bind(start_at)
            .bind(id)
            .bind(lead.to_owned())
            .bind(compared.to_owned())
            .bind(EACH_SIDE)
            .all()
            .await?;
        all.extend(found);
    }
    all.sort_by_key(|found| (found.start_at, found.id));
    Ok(all)
}

/// For what (which exercises) each workout of some has efforts; those with none are left out.
pub async fn variants(db: &Db, user_id: Uuid, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<String>>> {
    let mut found: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "select distinct workout_id, variant from best_effort \
         where user_id = $1 and workout_id in ({}) and variant <> '' \
         order by workout_id, variant",
        places(2, ids.len())
    );
    let query = db.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let rows: Vec<(Uuid, String)> = query.bind_each(ids).all().await?;
    for (id, variant) in rows {
        found.entry(id).or_default().push(variant);
    }
    Ok(found)
}
