//! Facts of profiles.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Fact, Field};
use crate::db::{Result, Run, Tx};
use crate::domains::migrate::model::People;

/// Columns hold objects.
#[derive(Debug, Serialize, Deserialize)]
struct Held {
    value: Value,
}

type Row = (Uuid, String, String, Json<Held>, NaiveDate, DateTime<Utc>);

/// All that a person ever said, in order of the days from which it holds.
pub async fn facts<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Fact>> {
    let rows: Vec<Row> = on
        .q(
            "select id, field, sport, value, valid_from, created_at from profile_fact \
            where user_id = $1 order by valid_from, created_at, id",
        )
        .bind(user_id)
        .all()
        .await?;
    let fact = |(id, field, sport, held, valid_from, created_at): Row| {
        Some(Fact {
            id,
            field: Field::parse(&field)?,
            sport,
            value: held.0.value,
            valid_from,
            created_at,
        })
    };
    Ok(rows.into_iter().filter_map(fact).collect())
}

pub async fn insert(tx: &mut Tx, user_id: Uuid, fact: &Fact) -> Result<()> {
    let held = Held {
        value: fact.value.clone(),
    };
    tx.q(
        "insert into profile_fact (user_id, id, field, sport, value, valid_from, created_at) \
          values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(user_id)
    .bind(fact.id)
    .bind(fact.field.as_str())
    .bind(fact.sport.clone())
    .bind(Json(held))
    .bind(fact.valid_from)
    .bind(fact.created_at)
    .run()
    .await
    .map(drop)
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from profile_fact where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

/// What was said for one sport is found by it, so it moves with the sport's id.
pub async fn rename_sport(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    tx.q("update profile_fact set sport = $4 where user_id > $1 and user_id <= $2 and sport = $3")
        .bind(people.after)
        .bind(people.to)
        .bind(old.to_owned())
        .bind(new.to_owned())
        .run()
        .await
        .map(drop)
}
