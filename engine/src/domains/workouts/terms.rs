//! What may be done with workouts by the terms of who brought them.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::model::terms::{Policy, Terms, Via};
use super::store::sources;
use crate::App;
use crate::db::Db;
use crate::web::error::Result;

/// The terms of the adapters that are live now.
pub fn terms(app: &App) -> Terms {
    Terms::of(&app.catalog.adapters())
}

/// The strictest of what all sources of a workout came through, those of its joined parts too.
pub async fn policy(app: &App, user_id: Uuid, id: Uuid) -> Result<Policy> {
    let mut all: Vec<Via> = Vec::new();
    let (mut left, mut seen) = (vec![id], BTreeSet::from([id]));
    while let Some(one) = left.pop() {
        all.extend(sources::through(&app.db, user_id, one).await?);
        let parts = sources::joined_parts(&app.db, user_id, one).await?;
        left.extend(parts.into_iter().filter(|part| seen.insert(*part)));
    }
    Ok(terms(app).of_all(&all))
}

/// A person's workouts whose figures may not stand beside those of other people.
pub async fn unranked(db: &Db, terms: &Terms, user_id: Uuid) -> Result<BTreeSet<Uuid>> {
    let mut by_workout: BTreeMap<Uuid, Vec<Via>> = BTreeMap::new();
    for (id, adapter, version) in sources::all_through(db, user_id).await? {
        let via = Via { adapter, version };
        by_workout.entry(id).or_default().push(via);
    }
    let closed = by_workout
        .into_iter()
        .filter(|(_, all)| !terms.of_all(all).may_rank());
    Ok(closed.map(|(id, _)| id).collect())
}
