//! Changes over what files say, and how they are undone.

use axum::http::{Method, StatusCode};
use serde_json::json;
use stadion_activity::sample::{self, Run};
use stadion_activity::{Fault, FieldValue};
use uuid::Uuid;

use super::sources::{START, run, send};
use super::{app, at, outing, record};
use crate::db::Db;
use crate::db::testing::{both, projections};
use crate::domains::workouts::model::Workout;
use crate::domains::workouts::model::changes::{Asked, Elevation};
use crate::domains::workouts::service::{self, Patch};
use crate::domains::workouts::{changes, house, store};
use crate::testing::TestApp;

/// Projections, the samples, and what the workouts say but for when they were touched.
async fn all(db: &Db, user_id: Uuid, ids: &[Uuid]) -> Vec<String> {
    let mut all = projections(db, user_id).await;
    for id in ids {
        let workout = store::find(db, user_id, *id).await.expect("read");
        all.extend(workout.map(|w| {
            let said = (
                w.sport,
                w.start_at,
                w.local_day,
                w.title,
                w.deleted_at.is_some(),
            );
            format!("{said:?} {:?} {:?}", w.activity, w.original_id)
        }));
        let streams = store::streams::load(db, user_id, *id)
            .await
            .expect("streams");
        all.push(format!("{streams:?}"));
    }
    all
}

async fn make(app: &TestApp, user_id: Uuid, id: Uuid, asked: Asked) -> Workout {
    let made = changes::make(&app.app, user_id, id, None, asked.clone()).await;
    made.unwrap_or_else(|error| panic!("{asked:?}: {error:?}"))
}

async fn undo(app: &TestApp, user_id: Uuid, id: Uuid) -> Workout {
    let undone = changes::undo(&app.app, user_id, id, None, None).await;
    undone.expect("undone")
}

async fn is_as_rebuilt(app: &TestApp, user_id: Uuid) {
    let told = projections(&app.app.db, user_id).await;
    app.app
        .events
        .rebuild(&app.app, user_id)
        .await
        .expect("rebuilt");
    assert_eq!(projections(&app.app.db, user_id).await, told);
}

fn number(workout: &Workout, name: &str) -> Option<f64> {
    match workout.activity.as_ref()?.0.fields.get(name) {
        Some(FieldValue::Number(number)) => Some(*number),
        _ => None,
    }
}

#[tokio::test]
async fn every_change_is_followed_and_undone_to_the_last_bit() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("undo@example.org").await;
        record(
            &app,
            user_id,
            outing(at("2026-11-18T06:00:00Z"), 5_000.0, 1_500.0),
        )
        .await;
        let id = send(&app, user_id, "run.fit", sample::fit(&run())).await.id;
        let before = all(&db, user_id, &[id]).await;
        let asked = [
            Asked::Crop {
                from_s: 120.0,
                to_s: 1_000.0,
            },
            Asked::Times {
                shift_s: -3.0 * 86_400.0,
            },
            Asked::Elevation(Elevation::Offset { metres: 25.0 }),
            Asked::Elevation(Elevation::Flat),
            Asked::Elevation(Elevation::Smooth),
        ];
        for asked in asked {
            make(&app, user_id, id, asked.clone()).await;
            assert_ne!(all(&db, user_id, &[id]).await, before, "{asked:?}");
            is_as_rebuilt(&app, user_id).await;
            undo(&app, user_id, id).await;
            assert_eq!(all(&db, user_id, &[id]).await, before, "{asked:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn any_change_can_be_undone_and_the_others_stay() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("order@example.org").await;
        let id = send(&app, user_id, "run.fit", sample::fit(&run())).await.id;
        let crop = Asked::Crop {
            from_s: 300.0,
            to_s: 900.0,
        };
        make(&app, user_id, id, crop.clone()).await;
        let cropped = all(&db, user_id, &[id]).await;
        let workout = undo(&app, user_id, id).await;
        assert!(number(&workout, "fit:session.total_distance").is_some());
        make(&app, user_id, id, Asked::Times { shift_s: 7_200.0 }).await;
        let workout = make(&app, user_id, id, crop).await;
        assert_eq!(workout.start_at, at("2026-11-20T08:05:00Z"));
        assert_eq!(number(&workout, "track:elapsed_time"), Some(600.0));
        assert_eq!(number(&workout, "fit:session.total_distance"), None);
        // The first of the two.
        let seq = store::changes::of_workout(&db, user_id, id)
            .await
            .expect("list")[0]
            .seq;
        let undone = changes::undo(&app.app, user_id, id, None, Some(seq)).await;
        assert_eq!(undone.expect("undone").start_at, at("2026-11-20T06:05:00Z"));
        assert_eq!(all(&db, user_id, &[id]).await, cropped);
        let missing = changes::undo(&app.app, user_id, id, None, Some(99)).await;
        assert_eq!(missing.expect_err("none").status, 404);
    })
    .await;
}

#[tokio::test]
async fn sport_and_start_of_a_form_are_changes_too() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("form@example.org").await;
        for is_file in [true, false] {
            let id = if is_file {
                send(&app, user_id, "run.fit", sample::fit(&run())).await.id
            } else {
                let start = at("2026-11-10T06:00:00Z");
                record(&app, user_id, outing(start, 5_000.0, 1_500.0))
                    .await
                    .id
            };
            let before = all(&db, user_id, &[id]).await;
            let workout = service::get(&app.app, user_id, id).await.expect("it");
            let patch = Patch {
                sport: Some("running.trail_run".into()),
                start_at: Some(workout.start_at + chrono::TimeDelta::minutes(90)),
                ..Patch::default()
            };
            let edited = service::edit(&app.app, user_id, id, None, patch).await;
            assert_eq!(edited.expect("edited").sport, "running.trail_run");
            is_as_rebuilt(&app, user_id).await;
            let made = store::changes::of_workout(&db, user_id, id)
                .await
                .expect("list");
            assert_eq!(made.len(), 2);
            undo(&app, user_id, id).await;
            undo(&app, user_id, id).await;
            assert_eq!(all(&db, user_id, &[id]).await, before);
        }
    })
    .await;
}

#[tokio::test]
async fn a_split_makes_two_and_its_undoing_one() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("split@example.org").await;
        let id = send(&app, user_id, "run.fit", sample::fit(&run())).await.id;
        let before = all(&db, user_id, &[id]).await;
        let first = make(&app, user_id, id, Asked::Split { at_s: 700.0 }).await;
        assert_eq!(number(&first, "track:elapsed_time"), Some(700.0));
        let living = store::first(&db, user_id, 9).await.expect("list");
        let rest = living
            .iter()
            .find(|workout| workout.id != id)
            .expect("the rest");
        assert_eq!(rest.start_at, at("2026-11-20T06:11:40Z"));
        assert_eq!(number(rest, "track:elapsed_time"), Some(1_100.0));
        let length = |workout: &Workout| number(workout, "track:length").expect("a length");
        let (a, b) = (length(&first), length(rest));
        is_as_rebuilt(&app, user_id).await;
        // The file again is none of them anew.
        let again = send(&app, user_id, "run.fit", sample::fit(&run())).await;
        assert_eq!(again.id, id);
        // By the part after as well as by the part before.
        let whole = undo(&app, user_id, rest.id).await;
        assert_eq!(whole.id, id);
        assert!((length(&whole) - a - b).abs() < 0.05, "{a} {b}");
        assert_eq!(all(&db, user_id, &[id]).await, before);
        let back = service::restore(&app.app, user_id, rest.id).await;
        assert_eq!(back.expect_err("a part").code, "part-of-another");
        make(&app, user_id, id, Asked::Split { at_s: 700.0 }).await;
        undo(&app, user_id, id).await;
        assert_eq!(all(&db, user_id, &[id]).await, before);
        assert_eq!(store::first(&db, user_id, 9).await.expect("list").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_joined_are_one_until_that_is_undone() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("join@example.org").await;
        let id = send(&app, user_id, "a.fit", sample::fit(&run())).await.id;
        let later = Run::new(at("2026-11-20T07:00:00Z"), 600, 9);
        let part = send(&app, user_id, "b.gpx", sample::gpx(&later)).await.id;
        let before = all(&db, user_id, &[id, part]).await;
        let joined = make(&app, user_id, part, Asked::Join { with: id }).await;
        assert_eq!(joined.start_at, at(START));
        assert_eq!(number(&joined, "track:elapsed_time"), Some(4_200.0));
        assert!(service::get(&app.app, user_id, id).await.is_err());
        is_as_rebuilt(&app, user_id).await;
        // Its file is known as the whole's; thirty days do not take it away.
        let again = send(&app, user_id, "a.fit", sample::fit(&run())).await;
        assert_eq!(again.id, part);
        let now = app.app.clock.now();
        app.app.clock.set(now + chrono::TimeDelta::days(40));
        house::purge(&app.app).await.expect("purged");
        let crop = Asked::Crop {
            from_s: 0.0,
            to_s: 4_000.0,
        };
        make(&app, user_id, part, crop).await;
        undo(&app, user_id, part).await;
        undo(&app, user_id, part).await;
        assert_eq!(all(&db, user_id, &[id, part]).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_was_cleaned_is_left_as_it_was_where_somebody_says_so() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("clean@example.org").await;
        let text = String::from_utf8(sample::gpx(&run())).expect("text");
        let mut beats = 0;
        let wrong = text.split_inclusive("<gpxtpx:hr>").map(|piece| {
            beats += 1;
            match piece.split_once("</gpxtpx:hr>") {
                Some((_, rest)) if beats == 20 => format!("450</gpxtpx:hr>{rest}"),
                _ => piece.to_owned(),
            }
        });
        let wrong: String = wrong.collect();
        let id = send(&app, user_id, "odd.gpx", wrong.into_bytes()).await.id;
        let before = all(&db, user_id, &[id]).await;
        let path = format!("/api/v1/workouts/{id}/changes");
        let list = app.get(&path, &token).await.json();
        assert_eq!(list["cleaned"][0]["fault"], "out-of-range");
        assert_eq!(list["cleaned"][0]["channel"], "heart_rate");
        assert_eq!(list["cleaned"][0]["applied"], true);
        let off = vec![Fault::OutOfRange, Fault::Spikes];
        let left = make(&app, user_id, id, Asked::Cleaning { off }).await;
        assert_eq!(number(&left, "track:max_heart_rate"), Some(450.0));
        let list = app.get(&path, &token).await.json();
        assert_eq!(list["cleaned"][0]["applied"], false);
        assert_eq!(list["changes"][0]["kind"], "cleaning");
        is_as_rebuilt(&app, user_id).await;
        make(&app, user_id, id, Asked::Cleaning { off: vec![] }).await;
        assert_eq!(all(&db, user_id, &[id]).await, before);
        let list = app.get(&path, &token).await.json();
        assert_eq!(list["changes"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_changed_says_why() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("why@example.org").await;
        let id = send(&app, user_id, "run.fit", sample::fit(&run())).await.id;
        let typed = record(
            &app,
            user_id,
            outing(at("2026-11-10T06:00:00Z"), 5e3, 1_500.0),
        )
        .await;
        let path = |id: Uuid| format!("/api/v1/workouts/{id}/changes");
        let cases = [
            (
                id,
                json!({"kind": "crop", "from_s": 50.0, "to_s": 20.0}),
                "invalid",
            ),
            (
                id,
                json!({"kind": "crop", "from_s": 9_000.0, "to_s": 9_900.0}),
                "too-short",
            ),
            (id, json!({"kind": "split", "at_s": 0.0}), "invalid"),
            (id, json!({"kind": "times", "shift_s": 0.0}), "invalid"),
            (id, json!({"kind": "times", "shift_s": 1e9}), "invalid"),
            (id, json!({"kind": "join", "with": id}), "not-found"),
            (
                id,
                json!({"kind": "join", "with": typed.id}),
                "no-recording",
            ),
            (
                typed.id,
                json!({"kind": "elevation", "by": "flat"}),
                "no-recording",
            ),
            (
                id,
                json!({"kind": "elevation", "by": "offset", "metres": 0.0}),
                "invalid",
            ),
        ];
        for (id, body, code) in cases {
            let answer = app.post(&path(id), &token, body.clone()).await;
            assert_eq!(answer.json()["code"], code, "{body}");
        }
        let flat = json!({"kind": "elevation", "by": "flat"});
        let answer = app.post(&path(id), &token, flat.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
        let answer = app.post(&path(id), &token, flat.clone()).await;
        assert_eq!(answer.json()["code"], "no-altitude");
        let answer = app
            .call(Method::DELETE, &path(id), Some(&token), None)
            .await;
        assert_eq!(answer.json()["changes"], json!([]));
        let (_, stranger) = app.register_confirmed("stranger@example.org").await;
        let answer = app.get(&path(id), &stranger).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    })
    .await;
}
