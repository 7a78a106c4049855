//! `--dev`: a saved file is live at once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use super::Live;

/// Editors save in several steps: this long without another change, and a save is over.
const QUIET: Duration = Duration::from_millis(30);
/// Changes that never end are looked at this often.
const AT_MOST: Duration = Duration::from_millis(120);

/// Watches the folders until the task is cancelled and lets `reload` read them again after each
/// save. Without a watcher the packs stay as loaded.
pub async fn watch<F>(folders: Vec<PathBuf>, reload: F)
where
    F: Fn() -> Arc<Live> + Clone + Send + 'static,
{
    let (tell, mut changes) = mpsc::channel(64);
    let _watcher = match watcher(tell, &folders) {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::error!(%error, "the pack folders cannot be watched; restart after a change");
            return;
        }
    };
    while changes.recv().await.is_some() {
        quiet(&mut changes).await;
        match tokio::task::spawn_blocking(reload.clone()).await {
            Ok(live) => live.show(),
            Err(error) => tracing::error!(%error, "the packs were not read again"),
        }
    }
}

fn watcher(tell: mpsc::Sender<()>, folders: &[PathBuf]) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_read = |event: &notify::Event| matches!(event.kind, EventKind::Access(_));
        if event.as_ref().is_ok_and(is_read) {
            return;
        }
        // A full channel holds a pending reload already, which will see this change too.
        let _ = tell.try_send(());
    })?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

async fn quiet(changes: &mut mpsc::Receiver<()>) {
    let settle =
        async { while let Ok(Some(())) = tokio::time::timeout(QUIET, changes.recv()).await {} };
    // Either way the packs are read again.
    let _ = tokio::time::timeout(AT_MOST, settle).await;
}
