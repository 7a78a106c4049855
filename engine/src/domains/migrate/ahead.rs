//! A person whose turn has not come, and of whom there is news: they are done first.

use uuid::Uuid;

use super::model::{People, Step};
use super::{run, store};
use crate::App;
use crate::db::Tx;
use crate::events::{Ahead, Anew};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

/// Moves a person's names at once, and says what is told anew before their news.
pub struct OwedFirst;

impl Ahead for OwedFirst {
    fn settle<'a>(
        &'a self,
        _app: &'a App,
        tx: &'a mut Tx,
        user_id: Uuid,
    ) -> BoxFuture<'a, Result<Anew>> {
        Box::pin(async move {
            let Some(migration) = store::open(&mut *tx).await? else {
                return Ok(Anew::Nothing);
            };
            if store::has_had(tx, user_id, migration.seq).await? {
                return Ok(Anew::Nothing);
            }
            let mut owed = Anew::Nothing;
            for step in migration.left(user_id) {
                run::apply(tx, People::one(user_id), step).await?;
                if let Step::Retell { anew, .. } = step {
                    // Who has none of it is told the same again.
                    owed = owed.and(anew.clone());
                }
            }
            store::set_had(tx, user_id, migration.seq).await?;
            Ok(owed)
        })
    }
}
