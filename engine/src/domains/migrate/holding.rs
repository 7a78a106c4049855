//! What a slice keeps of people under the ids of packs.

use stadion_pack::model::Packs;
use uuid::Uuid;

use super::model::{Held, People};
use crate::db::{Db, Tx};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

/// A slice that stores ids of packs. Each function is asked for every kind and leaves those alone
/// of which the slice keeps nothing. All may be done twice, and for some people before others.
pub trait Holding: Send + Sync {
    /// The kinds, and keys within kinds (`fields`, `words`, `attributes`), under whose names
    /// something is kept.
    fn kinds(&self) -> &'static [&'static str];

    /// Moves what is stored under one name to another.
    fn rename<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        kind: &'a str,
        old: &'a str,
        new: &'a str,
    ) -> BoxFuture<'a, Result<()>>;

    /// Keeps a record under another key.
    fn rename_record<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _people: People,
        _old: &'a str,
        _new: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Drops the projections of what was given up.
    fn retire<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        kind: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<()>>;

    /// How much people hold under a name, as the packs tell that are live.
    fn held<'a>(
        &'a self,
        db: &'a Db,
        packs: &'a Packs,
        kind: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Held>>;

    /// How many people have something under one of these names of a kind; without names, under any.
    fn count<'a>(
        &'a self,
        db: &'a Db,
        kind: &'a str,
        names: &'a [String],
    ) -> BoxFuture<'a, Result<i64>> {
        let _ = (db, kind, names);
        Box::pin(async { Ok(0) })
    }

    /// Who has something under one of these names of a kind, by id, after `after`.
    fn people<'a>(
        &'a self,
        db: &'a Db,
        kind: &'a str,
        names: &'a [String],
        after: Uuid,
        limit: i64,
    ) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        let _ = (db, kind, names, after, limit);
        Box::pin(async { Ok(Vec::new()) })
    }
}
