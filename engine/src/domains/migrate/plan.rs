//! What a release would do, before it does.

use std::collections::BTreeMap;

use stadion_pack::diff::{Side, diff};

use super::begin::people;
use super::model::{Held, Known, PackPlan, Plan, Planned, PlannedChange};
use super::rules;
use crate::App;
use crate::web::error::Result;

/// The difference of two versions of all packs, with how much people hold of what breaks, and the
/// work that would follow. Reads only; counts look through what is stored and take their time.
///
/// # Errors
/// Those of the database.
pub async fn plan(app: &App, old: Side<'_>, new: Side<'_>) -> Result<Plan> {
    let kinds = app.catalog.kinds();
    let mut counted: BTreeMap<(String, String), Held> = BTreeMap::new();
    let mut packs = Vec::new();
    for diff in diff(old, new, kinds) {
        let mut changes = Vec::new();
        for change in diff.changes {
            let held = match &change.held {
                Some(name) if !counted.contains_key(name) => {
                    let held = held(app, old, &name.0, &name.1).await?;
                    counted.insert(name.clone(), held);
                    Some(held)
                }
                Some(name) => counted.get(name).copied(),
                None => None,
            };
            changes.push(PlannedChange { change, held });
        }
        packs.push(PackPlan {
            pack: diff.pack,
            old: diff.old,
            new: diff.new,
            changes,
            problems: diff.problems,
        });
    }
    let before = Known::of(old.packs, kinds, &Known::default());
    let known = old.packs.renames.known().cloned();
    let new = new.packs.knowing(known);
    let after = Known::of(&new, kinds, &before);
    let mut work = Vec::new();
    for step in rules::steps(&before, &after, &new, &[]) {
        work.push(Planned {
            in_words: step.in_words(),
            people: people(app, &step).await?,
            step,
        });
    }
    Ok(Plan { packs, work })
}

async fn held(app: &App, old: Side<'_>, kind: &str, name: &str) -> Result<Held> {
    let mut all = Held::default();
    for holding in crate::domains::holdings() {
        let held = holding.held(&app.db, old.packs, kind, name).await?;
        all.rows += held.rows;
        all.people = all.people.max(held.people);
    }
    Ok(all)
}
