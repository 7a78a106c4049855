//! "Download my data", loaded again: each slice brings its own back.

use tokio::sync::mpsc;
use uuid::Uuid;

use crate::App;
use crate::userdata::Restoring;
use crate::userdata::archive::{Archive, Source};
use crate::userdata::outcome::FileOutcome;

/// Restores slice after slice and tells of each part as it is done: always as many outcomes, in the
/// same order, for the same archive, so that a process that takes it up knows where it was. Reactions
/// are left to the caller.
pub async fn restore(
    app: &App,
    user_id: Uuid,
    (name, source): (String, impl Source + 'static),
    outcomes: mpsc::Sender<FileOutcome>,
) {
    let archive = match Archive::open(source).await {
        Ok(archive) => archive,
        Err(error) => {
            // Nobody listening is nobody to be told.
            let _ = outcomes.send(FileOutcome::not_taken(name, &error)).await;
            return;
        }
    };
    let mut cx = Restoring::new(app, user_id, (name, archive), outcomes);
    for slice in crate::domains::user_data() {
        cx.enter(slice.name());
        if let Err(error) = slice.restore(&mut cx).await {
            let _ = cx.tell(FileOutcome::not_taken(cx.shown(""), &error)).await;
        }
        if cx.is_over() {
            return;
        }
    }
}
