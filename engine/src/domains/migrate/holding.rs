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

    /// Drops the projections of what was given up. Without any, what is kept are facts, and stays.
    fn retire<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _people: People,
        _kind: &'a str,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// How much people hold under a name, as the packs tell that are live. Nothing where another
    /// slice counts it.
    fn held<'a>(
        &'a self,
        _db: &'a Db,
        _packs: &'a Packs,
        _kind: &'a str,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<Held>> {
        Box::pin(async { Ok(Held::default()) })
    }

    /// How many people have something under one of these names of a kind; without names, under any.
    fn count<'a>(
        &'a self,
        _db: &'a Db,
        _kind: &'a str,
        _names: &'a [String],
    ) -> BoxFuture<'a, Result<i64>> {
        Box::pin(async { Ok(0) })
    }

    /// Who has something under one of these names of a kind, by id, after `after`.
    fn people<'a>(
        &'a self,
        _db: &'a Db,
        _kind: &'a str,
        _names: &'a [String],
        _after: Uuid,
        _limit: i64,
    ) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
