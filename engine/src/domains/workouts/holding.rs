//! What people hold of sports, metrics and parts.

use stadion_pack::model::{MetricType, Packs, ValueList};
use uuid::Uuid;

use super::store::names;
use crate::db::{Db, Tx};
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::{Held, People};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct WorkoutHolding;

impl Holding for WorkoutHolding {
    fn kinds(&self) -> &'static [&'static str] {
        &["metrics", "parts", "sports", "fields", "words"]
    }

    fn rename<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        kind: &'a str,
        old: &'a str,
        new: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match (kind, old.rsplit_once('.'), new.rsplit_once('.')) {
                ("metrics", ..) => names::rename_metric(tx, people, old, new).await?,
                ("parts", ..) => names::rename_part(tx, people, old, new).await?,
                ("sports", ..) => names::rename_sport(tx, people, old, new).await?,
                ("fields", Some((_, old)), Some((part, new))) => {
                    names::rename_field(tx, people, part, (old, new)).await?;
                }
                _ => {}
            }
            Ok(())
        })
    }

    fn rename_record<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        old: &'a str,
        new: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(names::rename_record(tx, people, old, new).await?) })
    }

    fn retire<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        kind: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match (kind, name.rsplit_once('.')) {
                ("metrics", _) => names::drop_metric(tx, people, name).await?,
                ("parts", _) => names::drop_part(tx, people, name).await?,
                ("fields", Some((part, field))) => {
                    names::drop_field(tx, people, part, field).await?;
                }
                // Workouts of a sport that is gone are told anew: then they have no figures.
                _ => {}
            }
            Ok(())
        })
    }

    fn held<'a>(
        &'a self,
        db: &'a Db,
        packs: &'a Packs,
        kind: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Held>> {
        Box::pin(async move {
            Ok(match (kind, name.rsplit_once('.')) {
                ("metrics", _) => names::with_metric(db, name).await?,
                ("parts", _) => names::with_part(db, name, None, None).await?,
                ("sports", _) => names::with_sport(db, name).await?,
                ("fields", Some((part, field))) => {
                    names::with_part(db, part, Some(field), None).await?
                }
                ("words", Some((list, word))) => words(db, packs, list, word).await?,
                _ => Held::default(),
            })
        })
    }

    fn count<'a>(
        &'a self,
        db: &'a Db,
        kind: &'a str,
        named: &'a [String],
    ) -> BoxFuture<'a, Result<i64>> {
        Box::pin(async move {
            match kind {
                "sports" => Ok(names::count_people(db, named).await?),
                _ => Ok(0),
            }
        })
    }

    fn people<'a>(
        &'a self,
        db: &'a Db,
        kind: &'a str,
        named: &'a [String],
        after: Uuid,
        limit: i64,
    ) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        Box::pin(async move {
            match kind {
                "sports" => Ok(names::people_of(db, named, after, limit).await?),
                _ => Ok(Vec::new()),
            }
        })
    }
}

/// Workouts in which somebody chose a word of a list, wherever the list is used.
async fn words(db: &Db, packs: &Packs, list: &str, word: &str) -> Result<Held> {
    let is_of = |values: &ValueList| values.id == list;
    let mut held = Held::default();
    let mut add = |found: Held| {
        held.rows += found.rows;
        held.people = held.people.max(found.people);
    };
    for metric in packs.packs.values().flat_map(|pack| pack.metrics.values()) {
        if matches!(&metric.ty, MetricType::Enum { values, .. } if is_of(values)) {
            add(names::with_word(db, &metric.id, word).await?);
        }
    }
    for part in packs.packs.values().flat_map(|pack| pack.parts.values()) {
        for (name, field) in &part.fields {
            if matches!(&field.ty, MetricType::Enum { values, .. } if is_of(values)) {
                add(names::with_part(db, &part.id, Some(name), Some(word)).await?);
            }
        }
    }
    Ok(held)
}
