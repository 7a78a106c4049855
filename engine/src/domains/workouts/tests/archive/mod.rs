//! "Download my data" sent in again.

mod person;
mod whole;
mod wrong;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use bytes::Bytes;
use serde_json::Value as Json;
use uuid::Uuid;
use zip::write::SimpleFileOptions;

use crate::domains::workouts::import::{FileOutcome, FileStatus, ImportResult, Upload, import};
use crate::testing::TestApp;

/// Members of an archive by their names.
type Members = BTreeMap<String, Vec<u8>>;

async fn send(app: &TestApp, user_id: Uuid, name: &str, bytes: Vec<u8>) -> Vec<FileOutcome> {
    let upload = Upload {
        name: name.to_owned(),
        bytes: Bytes::from(bytes),
    };
    import(&app.app, user_id, None, vec![upload]).await
}

async fn archive(app: &TestApp, token: &str) -> Vec<u8> {
    let answer = app.get("/api/v1/me/export", token).await;
    assert_eq!(answer.status, 200);
    answer.body.clone()
}

fn unpack(bytes: &[u8]) -> Members {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut members = Members::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("a member");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("unpacked");
        members.insert(file.name().expect("a name").into_owned(), bytes);
    }
    members
}

fn pack(members: &Members) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        zip.start_file(name.as_str(), options).expect("a file");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("packed").into_inner()
}

/// What two archives of the same facts have alike: all but who it is of, what is of the server alone,
/// and when and how often a row was written.
fn facts(bytes: &[u8]) -> BTreeMap<String, String> {
    const OF_THE_SERVER: [&str; 5] = [
        "account/",
        "imports/",
        "notices/notices",
        "sharing/",
        "demo/",
    ];
    let members = unpack(bytes).into_iter().filter(|(name, _)| {
        name == "account/sports.json" || !OF_THE_SERVER.iter().any(|own| name.starts_with(own))
    });
    let told = members.map(|(name, bytes)| {
        let text = match serde_json::from_slice::<Json>(&bytes) {
            Ok(mut json) if !name.starts_with("workouts/originals/") => {
                plain(&mut json);
                serde_json::to_string_pretty(&json).expect("text")
            }
            _ => hex::encode(bytes),
        };
        (name, text)
    });
    told.collect()
}

/// Without the version of a row and the time of its last change. The birth date was said with each
/// account.
fn plain(json: &mut Json) {
    match json {
        Json::Object(object) => {
            object.remove("version");
            object.remove("updated_at");
            object.remove("made_at");
            if object
                .get("field")
                .is_some_and(|field| field == "birth_date")
            {
                object.remove("id");
                object.remove("said_at");
            }
            object.sort_keys();
            object.values_mut().for_each(plain);
        }
        Json::Array(list) => list.iter_mut().for_each(plain),
        _ => {}
    }
}

fn assert_alike(one: &[u8], other: &[u8]) {
    let (one, other) = (facts(one), facts(other));
    let names = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for (name, text) in one {
        assert_eq!(text, other[&name], "{name}");
    }
}

fn results(outcomes: &[FileOutcome]) -> Vec<ImportResult> {
    let workouts = outcomes.iter().flat_map(|file| &file.workouts);
    workouts.map(|workout| workout.result).collect()
}

fn assert_fine(outcomes: &[FileOutcome]) {
    for outcome in outcomes {
        assert_eq!(outcome.status, FileStatus::Ok, "{outcome:?}");
        assert!(outcome.warnings.is_empty(), "{outcome:?}");
    }
}
