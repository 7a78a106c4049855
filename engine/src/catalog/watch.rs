//! `--dev`: a saved file is live at once.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

/// Editors save in several steps: this long without another change, and a save is over.
const QUIET: Duration = Duration::from_millis(30);
/// Changes that never end are looked at this often.
const AT_MOST: Duration = Duration::from_millis(120);

/// Watches the folders until the task is cancelled and lets `reload` read them again after each
/// save. `reload` is told what cannot be watched, so that nobody waits for a change in vain.
pub async fn watch<F>(folders: Vec<PathBuf>, reload: F)
where
    F: Fn(Vec<String>) + Clone + Send + 'static,
{
    let folders: Vec<PathBuf> = folders.iter().map(|folder| absolute(folder)).collect();
    let (tell, mut changes) = mpsc::channel(64);
    let (mut watching, unwatched) = watcher(&tell, &folders);
    if !unwatched.is_empty() {
        reload(unwatched);
    }
    while changes.recv().await.is_some() {
        quiet(&mut changes).await;
        let (tell, folders, reload) = (tell.clone(), folders.clone(), reload.clone());
        // A folder that was replaced is another one under its name, so each reload watches anew,
        // and before it reads: no change falls between.
        let read = move || {
            let (next, unwatched) = watcher(&tell, &folders);
            reload(unwatched);
            next
        };
        match tokio::task::spawn_blocking(read).await {
            Ok(next) => watching = next.or(watching),
            Err(error) => tracing::error!(%error, "the packs were not read again"),
        }
    }
}

/// A folder's parent must be told from its name.
fn absolute(folder: &Path) -> PathBuf {
    let path = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    match path.file_name() {
        Some(_) => path,
        None => path.canonicalize().unwrap_or(path),
    }
}

/// Watches each folder with all below it, and the nearest folder above that there is: it tells when
/// the folder comes, goes or is replaced. Also says what is not watched, and why.
fn watcher(
    tell: &mpsc::Sender<()>,
    folders: &[PathBuf],
) -> (Option<RecommendedWatcher>, Vec<String>) {
    let mut watcher = match notify::recommended_watcher(listener(tell.clone(), folders.to_vec())) {
        Ok(watcher) => watcher,
        Err(error) => {
            let all = folders.iter().map(|folder| not_watched(folder, &error));
            return (None, all.collect());
        }
    };
    let above = folders.iter().filter_map(|folder| {
        let parent = folder.ancestors().skip(1).find(|path| path.is_dir())?;
        Some((folder, parent, RecursiveMode::NonRecursive))
    });
    let present = folders.iter().filter(|folder| folder.is_dir());
    let below = present.map(|folder| (folder, folder.as_path(), RecursiveMode::Recursive));
    let mut unwatched = Vec::new();
    for (folder, path, mode) in above.chain(below) {
        if let Err(error) = watcher.watch(path, mode) {
            unwatched.push(not_watched(folder, &error));
        }
    }
    (Some(watcher), unwatched)
}

fn not_watched(folder: &Path, error: &notify::Error) -> String {
    let folder = folder.display();
    format!("{folder}: not watched, restart after a change: {error}")
}

fn listener(
    tell: mpsc::Sender<()>,
    folders: Vec<PathBuf>,
) -> impl FnMut(notify::Result<notify::Event>) {
    move |event| {
        if event.as_ref().is_ok_and(|event| !concerns(event, &folders)) {
            return;
        }
        // A full channel holds a pending reload already, which will see this change too.
        let _ = tell.try_send(());
    }
}

/// Whether files of the folders may have changed. What else happens beside them, as a log that
/// grows, does not.
fn concerns(event: &notify::Event, folders: &[PathBuf]) -> bool {
    let near = |path: &PathBuf| {
        let mut folders = folders.iter();
        folders.any(|folder| path.starts_with(folder) || folder.starts_with(path))
    };
    let is_read = matches!(event.kind, EventKind::Access(_));
    !is_read && (event.need_rescan() || event.paths.iter().any(near))
}

async fn quiet(changes: &mut mpsc::Receiver<()>) {
    let settle =
        async { while let Ok(Some(())) = tokio::time::timeout(QUIET, changes.recv()).await {} };
    // Either way the packs are read again.
    let _ = tokio::time::timeout(AT_MOST, settle).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Live;

    /// Watches and answers a signal for each reload.
    struct Watched {
        task: tokio::task::JoinHandle<()>,
        reloads: mpsc::UnboundedReceiver<Vec<String>>,
    }

    impl Watched {
        async fn start(folders: Vec<PathBuf>) -> Self {
            let (tell, reloads) = mpsc::unbounded_channel();
            let reload = move |unwatched| {
                let _ = tell.send(unwatched);
            };
            let task = tokio::spawn(watch(folders, reload));
            tokio::time::sleep(QUIET).await; // until the watcher stands
            Self { task, reloads }
        }

        async fn reloads(&mut self, what: &str) {
            let told = tokio::time::timeout(Duration::from_secs(20), self.reloads.recv()).await;
            let Ok(Some(unwatched)) = told else {
                panic!("{what} was not seen");
            };
            assert_eq!(unwatched, [""; 0], "{what}");
            // What belongs to the same change is over.
            let after = QUIET + AT_MOST * 2;
            while let Ok(Some(_)) = tokio::time::timeout(after, self.reloads.recv()).await {}
        }

        async fn rests(&mut self) {
            let told = tokio::time::timeout(AT_MOST * 3, self.reloads.recv()).await;
            assert!(told.is_err(), "a reload for nothing");
        }
    }

    impl Drop for Watched {
        fn drop(&mut self) {
            self.task.abort();
        }
    }

    fn save(path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "id: x").unwrap();
    }

    #[tokio::test]
    async fn a_folder_that_is_replaced_is_watched_on() {
        let place = tempfile::tempdir().unwrap();
        let (packs, new) = (place.path().join("packs"), place.path().join("new"));
        save(&packs.join("a/pack.yaml"));
        let mut watched = Watched::start(vec![packs.clone()]).await;
        for round in ["first", "second"] {
            save(&new.join("a/pack.yaml"));
            watched.rests().await;
            std::fs::remove_dir_all(&packs).unwrap();
            std::fs::rename(&new, &packs).unwrap();
            watched.reloads(&format!("the {round} replacement")).await;
            save(&packs.join("a/pack.yaml"));
            watched
                .reloads(&format!("the edit after the {round}"))
                .await;
        }
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_yet_hinders_no_other_and_is_seen_when_it_comes() {
        let place = tempfile::tempdir().unwrap();
        let (good, late) = (place.path().join("good"), place.path().join("deep/late"));
        save(&good.join("a/pack.yaml"));
        let mut watched = Watched::start(vec![good.clone(), late.clone()]).await;
        save(&good.join("a/pack.yaml"));
        watched.reloads("an edit beside a missing folder").await;
        save(&late.join("b/pack.yaml"));
        watched.reloads("the missing folder").await;
        save(&late.join("b/pack.yaml"));
        watched.reloads("an edit in it").await;
        save(&place.path().join("log"));
        watched.rests().await;
    }

    #[test]
    fn what_is_not_watched_stands_in_the_report() {
        let error = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        let live = Live {
            unwatched: vec![not_watched(Path::new("/packs"), &error)],
            ..Live::default()
        };
        assert!(live.has_errors());
        let report = live.report(false);
        assert!(
            report.starts_with("/packs: not watched, restart"),
            "{report}"
        );
    }
}
