//! Other packs are live, or about to be: what that asks for is written down, to be carried out.

use sha2::{Digest, Sha256};
use stadion_pack::model::Packs;
use stadion_pack::renames::Rename;

use super::model::{self, Known, Step, Steps, Whose};
use super::rules;
use super::store::{self, New};
use crate::App;
use crate::db::Tx;
use crate::web::error::Result;

/// Begins what an activation asks for, in the transaction that activates: `old` packs are live and
/// `new` ones are about to be, each with all that are beside them. A migration under way is ended,
/// and what it had left is begun anew. Nothing is done yet; the background does it once the process
/// serves the new packs (`run`). Answers whether there is anything to do.
///
/// # Errors
/// Those of the database.
pub async fn begin(tx: &mut Tx, app: &App, old: &Packs, new: &Packs) -> Result<bool> {
    store::lock(tx).await?;
    let before = match store::known(&mut *tx).await? {
        Some(known) => known,
        None => Known::of(old, app.catalog.kinds(), &Known::default()),
    };
    let own = old.renames.known().chain(new.renames.known());
    let own: Vec<Rename> = own.cloned().collect();
    store::learn(tx, &own, app.clock.now()).await?;
    let new = new.knowing(store::renames(&mut *tx).await?);
    from(tx, app, &before, &new).await
}

async fn from(tx: &mut Tx, app: &App, before: &Known, packs: &Packs) -> Result<bool> {
    let now = app.clock.now();
    let after = Known::of(packs, app.catalog.kinds(), before);
    if after == *before {
        return Ok(false);
    }
    store::set_known(tx, &after, now).await?;
    let open = store::open(&mut *tx).await?;
    let left: Vec<Step> = open
        .iter()
        .flat_map(|open| {
            let at = usize::try_from(open.step).unwrap_or(0);
            open.steps.0.steps.iter().skip(at).cloned()
        })
        .collect();
    let steps = rules::steps(before, &after, packs, &left);
    let seq = store::next_seq(tx).await?;
    if open.is_some() {
        store::supersede(tx, seq, now).await?;
    }
    if steps.is_empty() {
        return Ok(false);
    }
    let mut total = 0;
    for step in &steps {
        total += people(app, step).await?;
    }
    let new = New {
        seq,
        packs: model::Packs {
            packs: rules::moved(before, &after),
        },
        steps: Steps { steps },
        told: fingerprint(&after),
        total,
    };
    store::insert(tx, new, now).await?;
    Ok(true)
}

/// How many people have a turn in a step.
pub(super) async fn people(app: &App, step: &Step) -> Result<i64> {
    let (kind, names) = match step {
        Step::Retell {
            whose: Whose::Sports(sports),
            ..
        } => ("sports", sports.as_slice()),
        Step::Retell {
            whose: Whose::Gear(kinds),
            ..
        } => ("gear", kinds.as_slice()),
        Step::Retell {
            whose: Whose::Everybody,
            ..
        } => ("sports", [].as_slice()),
        _ => return Ok(store::user_count(&app.db).await?),
    };
    let mut count = 0;
    for holding in crate::domains::holdings() {
        count += holding.count(&app.db, kind, names).await?;
    }
    Ok(count)
}

/// Of what packs are told by: who serves others may not carry this out.
pub(super) fn fingerprint(known: &Known) -> String {
    let json = serde_json::to_vec(&known.told).unwrap_or_default();
    hex::encode(Sha256::digest(json))
}

/// Notices that the live packs are told otherwise than those before them, whoever changed them: a
/// saved file, an update, a start with another folder. Without any live pack nothing is concluded.
///
/// # Errors
/// Those of the database.
pub async fn notice(app: &App) -> Result<bool> {
    let live = app.catalog.packs();
    if live.packs.is_empty() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    // Without a word of those before, everything was told by these.
    let has_begun = begin(&mut tx, app, &live, &live).await?;
    if store::known(&mut tx).await?.is_none() {
        let known = Known::of(&live, app.catalog.kinds(), &Known::default());
        store::set_known(&mut tx, &known, app.clock.now()).await?;
    }
    tx.commit().await?;
    learn(app).await?;
    Ok(has_begun)
}

/// Lets the live packs find what other versions of them wrote under other names.
///
/// # Errors
/// Those of the database.
pub async fn learn(app: &App) -> Result<()> {
    app.catalog.learn(store::renames(&app.db).await?);
    Ok(())
}
