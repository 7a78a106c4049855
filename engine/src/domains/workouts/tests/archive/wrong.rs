//! Archives that are broken, or made up.

use serde_json::{Value as Json, json};
use stadion_activity::sample::{Run, fit, gpx};
use uuid::Uuid;

use super::person::{LIVING, live};
use super::{Members, archive, pack, results, send, unpack};
use crate::db::testing::both;
use crate::domains::workouts::import::{FileStatus, ImportResult};
use crate::domains::workouts::store;
use crate::domains::workouts::tests::{app, at};
use crate::testing::TestApp;

async fn living(app: &TestApp, user_id: Uuid) -> usize {
    let all = store::all(&app.app.db, user_id).await.expect("workouts");
    all.iter()
        .filter(|workout| workout.deleted_at.is_none())
        .count()
}

fn name_of(members: &Members, end: &str) -> String {
    let mut names = members.keys().filter(|name| name.ends_with(end));
    names.next().expect("a member").clone()
}

fn change(members: &mut Members, name: &str, change: impl Fn(&mut Json)) {
    let bytes = members.get_mut(name).expect("a member");
    let mut json = serde_json::from_slice(bytes).expect("JSON");
    change(&mut json);
    *bytes = serde_json::to_vec(&json).expect("bytes");
}

#[tokio::test]
async fn a_broken_part_is_named_and_stops_no_other() {
    both(|db| async move {
        let app = app(db).await;
        let (one, token) = app.register_confirmed("whole@example.org").await;
        Box::pin(live(&app, one, &token)).await;
        let mut members = unpack(&archive(&app, &token).await);
        let walk = name_of(&members, "-walk.gpx");
        members.get_mut(&walk).expect("a file")[40] ^= 1;
        let is_it = |name: &str, bytes: &[u8]| {
            name.starts_with("workouts/facts/")
                && String::from_utf8_lossy(bytes).contains("By hand")
        };
        let gone = members.iter().find(|(name, bytes)| is_it(name, bytes));
        let gone = gone.expect("facts").0.clone();
        members.remove(&gone);
        change(&mut members, "gear/gear.json", |gear| {
            gear.as_array_mut().expect("a list").push(json!({"id": 7}));
        });
        change(&mut members, "profile/profile.json", |facts| {
            facts[0]["value"] = json!({"never": "said"});
        });
        members.insert("shelf/shelf.json".into(), b"{\"hidden\": 7".to_vec());
        let (two, other) = app.register_confirmed("broken@example.org").await;
        let outcomes = send(&app, two, "a.zip", pack(&members)).await;
        let bad = outcomes.iter().filter(|file| file.status != FileStatus::Ok);
        let bad: Vec<(&str, &str)> = bad
            .map(|file| (file.file.as_str(), file.code.as_deref().unwrap_or_default()))
            .collect();
        let named = |what: &str| bad.iter().any(|(file, _)| file.contains(what));
        for what in ["walk.gpx", "workouts/facts/", "gear/gear.json", "shelf"] {
            assert!(named(what), "{what}: {bad:?}");
        }
        assert_eq!(living(&app, two).await, LIVING - 2);
        let gear = app.get("/api/v1/gear", &other).await.json();
        assert_eq!(gear["items"].as_array().map(Vec::len), Some(4), "{gear}");
        let places = app.get("/api/v1/me/places", &other).await.json();
        assert_eq!(places["items"].as_array().map(Vec::len), Some(1));
    })
    .await;
}

/// An archive of one workout with these facts.
fn made_up(facts: &Json) -> Members {
    let id = Uuid::from_u128(7);
    let label = json!({"stadion_archive": 2, "made_at": "2026-11-01T06:00:00Z", "comes_back": {}});
    let text = |json: &Json| json.to_string().into_bytes();
    Members::from([
        ("stadion.json".to_owned(), text(&label)),
        (
            "workouts/archive.json".to_owned(),
            text(&json!([{"id": id}])),
        ),
        (format!("workouts/facts/{}.json", id.simple()), text(facts)),
    ])
}

fn typed() -> Json {
    json!({
        "id": Uuid::from_u128(7), "sport": "running.run", "source": "form",
        "start_at": "2026-11-01T06:00:00Z", "utc_offset_s": 0, "title": null, "note": null,
        "created_at": "2026-11-01T08:00:00Z",
    })
}

fn with(key: &str, value: Json) -> Json {
    let mut facts = typed();
    facts[key] = value;
    facts
}

fn of_file(path: &str) -> Json {
    json!([{
        "file": {"id": Uuid::from_u128(8), "path": path, "name": "x", "format": "fit",
            "blob": "0".repeat(64), "received_at": "2026-11-01T08:00:00Z"},
        "session": 0, "is_primary": true, "start_at": "2026-11-01T06:00:00Z",
        "end_at": "2026-11-01T07:00:00Z", "distance": null, "sport": "running", "serial": null,
        "device": null, "samples": 0, "laps": 0, "developer_fields": 0, "reading": {},
        "attached_at": "2026-11-01T08:00:00Z",
    }])
}

#[tokio::test]
async fn a_made_up_workout_is_refused_with_its_reason() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("bad@example.org").await;
        let far = json!({"metrics": {"core.distance": {"text": "far"}}, "parts": {}});
        let with_file = |path: &str| {
            let mut facts = with("sources", of_file(path));
            facts["recorded"] = json!({"name": null, "sport": "running", "sub_sport": "generic"});
            facts
        };
        let ring = json!([{"seq": 1, "at": "2026-11-01T08:00:00Z",
            "change": {"kind": "join", "with": Uuid::from_u128(7)}}]);
        let mut joined = with_file("originals/x");
        joined["changes"] = ring;
        for (facts, code) in [
            (json!({}), "bad-export"),
            (with("title", json!("a\u{0}b")), "bad-export"),
            (with("title", json!("x".repeat(5_000))), "invalid"),
            (with("start_at", json!("2126-11-01T06:00:00Z")), "invalid"),
            (with("entered", far), "invalid"),
            (with("source", json!("file")), "bad-export"),
            (with("source", json!("watch")), "bad-export"),
            (
                with("created_at", json!("0001-01-01T00:00:00Z")),
                "bad-export",
            ),
            (with("id", json!(Uuid::from_u128(9))), "bad-export"),
            (with_file("../x"), "bad-export"),
            (with_file("originals/../../x"), "bad-export"),
            (with_file("originals/x"), "bad-export"),
            (joined, "bad-export"),
        ] {
            let outcomes = send(&app, user_id, "a.zip", pack(&made_up(&facts))).await;
            let last = outcomes.last().expect("an outcome");
            assert_eq!(last.status, FileStatus::Refused, "{facts}");
            assert_eq!(last.code.as_deref(), Some(code), "{facts}: {last:?}");
        }
        let good = send(&app, user_id, "a.zip", pack(&made_up(&typed()))).await;
        assert_eq!(results(&good), [ImportResult::New]);
        assert_eq!(living(&app, user_id).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_archive_of_another_version_and_a_bomb_are_refused() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("bomb@example.org").await;
        let mut later = made_up(&typed());
        change(&mut later, "stadion.json", |label| {
            label["stadion_archive"] = json!(9);
        });
        let mut bomb = made_up(&typed());
        bomb.insert("gear/gear.json".into(), vec![b' '; 17 << 20]);
        let mut twice = made_up(&typed());
        let id = Uuid::from_u128(7);
        change(&mut twice, "workouts/archive.json", |list| {
            *list = json!([{"id": id}, {"id": id}]);
        });
        for (members, whose) in [(later, "a.zip"), (bomb, "gear"), (twice, "workouts")] {
            let outcomes = send(&app, user_id, "a.zip", pack(&members)).await;
            let bad = outcomes
                .iter()
                .find(|file| file.status == FileStatus::Refused);
            let bad = bad.expect("refused");
            assert_eq!(bad.code.as_deref(), Some("bad-export"), "{bad:?}");
            assert!(bad.file.contains(whose), "{bad:?}");
        }
        assert_eq!(living(&app, user_id).await, 1, "that beside the bomb");
    })
    .await;
}

#[tokio::test]
async fn what_was_said_is_laid_over_a_file_that_came_first_and_another_file_stands_beside() {
    both(|db| async move {
        let app = app(db).await;
        let (one, token) = app.register_confirmed("first@example.org").await;
        let run = Run::new(at("2026-11-01T06:00:00Z"), 1_800, 7);
        let id = send(&app, one, "run.fit", fit(&run)).await[0].workouts[0].id;
        let title = crate::domains::workouts::service::Patch {
            title: Some(Some("Вдоль реки".into())),
            ..Default::default()
        };
        crate::domains::workouts::service::edit(&app.app, one, id, None, title)
            .await
            .expect("edited");
        let packed = archive(&app, &token).await;
        let (two, _) = app.register_confirmed("plain@example.org").await;
        let own = send(&app, two, "mine.fit", fit(&run)).await[0].workouts[0].id;
        let outcomes = send(&app, two, "a.zip", packed.clone()).await;
        assert_eq!(results(&outcomes), [ImportResult::Known]);
        let found = store::find(&app.app.db, two, own)
            .await
            .expect("read")
            .expect("it");
        assert_eq!(found.title.as_deref(), Some("Вдоль реки"));
        // Somebody who has the session from a service has it once.
        let (three, _) = app.register_confirmed("beside@example.org").await;
        let own = send(&app, three, "service.gpx", gpx(&run)).await[0].workouts[0].id;
        let outcomes = send(&app, three, "a.zip", packed).await;
        assert_eq!(results(&outcomes), [ImportResult::Attached]);
        let all = store::sources::of_workout(&app.app.db, three, own)
            .await
            .expect("sources");
        assert_eq!(all.len(), 2);
        assert_eq!(living(&app, three).await, 1);
    })
    .await;
}
