//! What the check lets through, the server serves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::http::{Method, StatusCode};
use stadion_engine::db::testing::Fresh;
use stadion_engine::testing::{TestApp, app_with};

use super::change::Ground;
use super::judge::Judged;

/// Changes of different packs that do not build on each other go live at once.
pub async fn all(fresh: &Fresh, ground: &Ground, valid: &[&Judged]) {
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path(), ground);
    let packs = vec![folder.path().to_owned()];
    let app = app_with(fresh.db.clone(), |config| config.packs = packs).await;
    let (_, token) = app.register_confirmed("ace@example.org").await;
    for batch in batches(ground, valid) {
        for one in &batch {
            write(folder.path(), ground, one, &one.change.text);
        }
        let live = app.app.catalog.reload(Vec::new());
        assert!(!live.has_errors(), "{}", told(&batch));
        for one in &batch {
            home(&app, &token, ground, one).await;
        }
        for one in &batch {
            write(folder.path(), ground, one, &one.change.before);
        }
    }
}

fn told(batch: &[&Judged]) -> String {
    batch.iter().map(ToString::to_string).collect()
}

fn write_all(folder: &Path, ground: &Ground) {
    for pack in &ground.packs {
        for file in &pack.files {
            let path = folder.join(&pack.id_hint).join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &file.bytes).unwrap();
        }
    }
}

fn write(folder: &Path, ground: &Ground, one: &Judged, text: &str) {
    let pack = &ground.packs[one.change.pack].id_hint;
    fs::write(folder.join(pack).join(&one.change.path), text).unwrap();
}

/// Each with at most one change among the packs that are checked together, the required ones aside.
fn batches<'a>(ground: &Ground, valid: &[&'a Judged]) -> Vec<Vec<&'a Judged>> {
    let mut batches: Vec<(BTreeSet<usize>, Vec<&Judged>)> = Vec::new();
    for one in valid {
        let company = &ground.company[one.change.pack];
        let fits = |taken: &BTreeSet<usize>| {
            !taken.contains(&one.change.pack)
                && taken.iter().all(|other| {
                    !company.contains(other) && !ground.company[*other].contains(&one.change.pack)
                })
        };
        match batches.iter_mut().find(|(taken, _)| fits(taken)) {
            Some((taken, batch)) => {
                taken.insert(one.change.pack);
                batch.push(one);
            }
            None => batches.push((BTreeSet::from([one.change.pack]), vec![one])),
        }
    }
    batches.into_iter().map(|(_, batch)| batch).collect()
}

/// The first page of a pack's app, for someone who is logged in and for anyone.
async fn home(app: &TestApp, token: &str, ground: &Ground, one: &Judged) {
    let id = one
        .change
        .packs(ground)
        .iter()
        .find(|pack| pack.root == ground.packs[one.change.pack].root)
        .unwrap()
        .id();
    for token in [Some(token), None] {
        let answer = app.call(Method::GET, &format!("/{id}/"), token, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{one}");
        assert!(!answer.body.is_empty());
    }
}
