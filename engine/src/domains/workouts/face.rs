//! What other slices may ask of workouts.

use std::collections::BTreeMap;

use stadion_pack::expr::Checked;
use stadion_pack::model::Packs;
use stadion_pack::value::Value;
use uuid::Uuid;

use super::model::PartRow;
use super::rules::values::{Facts, WorkoutEnv, compute};
use super::store::{self, Filter};
use crate::db::{Db, Run, Tx};
use crate::web::error::Result;

/// A formula that stands in a pack, over one workout, by the live packs; missing when the workout or its pack is.
pub async fn evaluate(
    tx: &mut Tx,
    user_id: Uuid,
    packs: &Packs,
    workout_id: Uuid,
    sport: &str,
    (pack, formula): (&str, &Checked),
) -> Result<Option<Value>> {
    let Some((_, sport)) = packs.sport(sport) else {
        return Ok(None);
    };
    let Some(workout) = store::find(&mut *tx, user_id, workout_id).await? else {
        return Ok(None);
    };
    let facts = Facts::of(&workout);
    let values = compute(packs, sport, &facts);
    Ok(formula.eval(&WorkoutEnv {
        packs,
        pack,
        sport,
        facts: &facts,
        values: &values,
    }))
}

/// The stored parts of a workout by plain name.
pub async fn parts_by_name<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<BTreeMap<String, Vec<PartRow>>> {
    let mut parts: BTreeMap<String, Vec<PartRow>> = BTreeMap::new();
    for (kind, row) in store::projections::parts_of(on, user_id, workout_id).await? {
        let name = kind
            .split_once('.')
            .map_or(kind.as_str(), |(_, name)| name)
            .to_owned();
        parts.entry(name).or_default().push(row);
    }
    Ok(parts)
}

/// Whether a user has recorded a sport.
pub async fn has_any_of(db: &Db, user_id: Uuid, sport: &str) -> Result<bool> {
    let one = Filter {
        sports: vec![sport.to_owned()],
        limit: 1,
        ..Filter::default()
    };
    Ok(!store::list(db, user_id, &one).await?.is_empty())
}
