//! Changed packs meet what people stored under the earlier ones: a plan before it happens, the work
//! in the background when it does, and its progress.
//!
//! Facts keep the names they were written with. What is stored by name for others to find is moved
//! by set-based SQL over ranges of people; what is told otherwise is told anew, person by person.

mod ahead;
mod begin;
mod holding;
pub mod model;
mod plan;
mod rules;
mod run;
mod store;
#[cfg(test)]
mod tests;

pub use ahead::OwedFirst;
pub use begin::{begin, learn, notice};
pub use holding::Holding;
pub use plan::plan;
pub use rules::record_now;
pub use run::{carry_out, run};

use crate::App;
use crate::web::error::Result;
use model::Progress;

/// The newest migrations, the latest first; those under way among them.
pub async fn progress(app: &App, limit: u32) -> Result<Vec<Progress>> {
    let found = store::newest(&app.db, limit).await?;
    Ok(found.into_iter().map(Progress::from).collect())
}
