//! Somebody who did everything that leaves a fact.

use std::io::Cursor;

use axum::http::Method;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::json;
use stadion_activity::sample::{Run, fit, fit_strength, gpx};
use stadion_activity::{Fault, sample};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::send;
use crate::domains::gear::service::{self as gear, NewItem};
use crate::domains::places::service::{self as places, Said};
use crate::domains::profile::photo;
use crate::domains::workouts::model::Edits;
use crate::domains::workouts::model::changes::{Asked, Elevation};
use crate::domains::workouts::service::{self, NewWorkout, Patch};
use crate::domains::workouts::tests::{at, lift, outing, record};
use crate::domains::workouts::{changes, sources, store};
use crate::testing::TestApp;

/// Workouts that the person has in the end.
pub const LIVING: usize = 10;
/// Those and the deleted: one put away, and the part of another.
pub const ALL: usize = 12;

async fn load(app: &TestApp, user_id: Uuid, name: &str, bytes: Vec<u8>) -> Uuid {
    send(app, user_id, name, bytes).await[0].workouts[0].id
}

async fn make(app: &TestApp, user_id: Uuid, id: Uuid, asked: Asked) {
    let made = changes::make(&app.app, user_id, id, None, asked.clone()).await;
    made.unwrap_or_else(|error| panic!("{asked:?}: {error:?}"));
}

async fn edit(app: &TestApp, user_id: Uuid, id: Uuid, patch: Patch) {
    let edited = service::edit(&app.app, user_id, id, None, patch).await;
    edited.expect("edited");
}

fn distance(metres: f64) -> Edits {
    Edits {
        metrics: [("core.distance".to_owned(), Some(Value::Number(metres)))].into(),
        ..Edits::default()
    }
}

/// Boxed, or each test's future is as large as all of this.
pub async fn live(app: &TestApp, user_id: Uuid, token: &str) {
    Box::pin(say(app, user_id, token)).await;
    Box::pin(own(app, user_id, token)).await;
    Box::pin(train(app, user_id)).await;
    Box::pin(change(app, user_id)).await;
}

/// Profile, places, settings.
async fn say(app: &TestApp, user_id: Uuid, token: &str) {
    for (path, said) in [
        (
            "/api/v1/me/profile",
            json!({"from": "2026-01-01", "weight": 71.3, "max_heart_rate": 188, "sex": "female"}),
        ),
        (
            "/api/v1/me/profile",
            json!({"from": "2026-11-10", "weight": 69.7}),
        ),
        (
            "/api/v1/me/profile",
            json!({"from": "2026-11-10", "weight": 69.9}),
        ),
        ("/api/v1/notices/settings", json!({"wear": false})),
    ] {
        let answer = app.call(Method::PATCH, path, Some(token), Some(said)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let path = "/api/v1/sports/running/membership";
    let joined = app.call(Method::POST, path, Some(token), None).await;
    assert!(joined.status.is_success(), "{joined:?}");
    let hidden = app
        .post("/api/v1/shelf/hide", token, json!({"pack": "running"}))
        .await;
    assert!(hidden.status.is_success(), "{hidden:?}");
    let home = Said {
        name: "Дом".into(),
        latitude: 52.514_500_123,
        longitude: 13.350_1,
        radius_m: 333.3,
    };
    places::add(&app.app, user_id, &home).await.expect("hidden");
    let face = DynamicImage::ImageRgb8(RgbImage::from_pixel(300, 280, Rgb([9, 90, 200])));
    let mut bytes = Cursor::new(Vec::new());
    face.write_to(&mut bytes, ImageFormat::Png)
        .expect("a picture");
    photo::put(&app.app, user_id, bytes.into_inner())
        .await
        .expect("a photo");
}

/// Shoes with a part that was replaced, a service, and a pair that is retired.
async fn own(app: &TestApp, user_id: Uuid, token: &str) {
    let day = |text: &str| text.parse().expect("a day");
    let new = |kind: &str, name: &str| NewItem {
        kind: format!("running.{kind}"),
        name: name.into(),
        acquired_on: Some(day("2026-10-20")),
        ..NewItem::default()
    };
    let pair = NewItem {
        default_sport: Some("running.run".into()),
        used_before: Some(12_345.6),
        ..new("running_shoes", "Пара")
    };
    let pair = gear::add(&app.app, user_id, pair).await.expect("added").id;
    let soles = NewItem {
        parent_id: Some(pair),
        ..new("insoles", "Soles")
    };
    let soles = gear::add(&app.app, user_id, soles).await.expect("added").id;
    for (path, sent) in [
        (
            format!("{soles}/replace"),
            json!({"name": "New soles", "on": "2026-11-04"}),
        ),
        (
            format!("{pair}/services"),
            json!({"on": "2026-11-03", "note": "Washed"}),
        ),
    ] {
        let done = app.post(&format!("/api/v1/gear/{path}"), token, sent).await;
        assert!(done.status.is_success(), "{done:?}");
    }
    let old = gear::add(&app.app, user_id, new("running_shoes", "Old"))
        .await
        .expect("added");
    let retired = gear::Patch {
        is_retired: Some(true),
        ..gear::Patch::default()
    };
    gear::edit(&app.app, user_id, old.id, None, retired)
        .await
        .expect("retired");
}

/// Workouts from files and by hand, one edited, one deleted, one with the file of another device.
async fn train(app: &TestApp, user_id: Uuid) {
    let walk = gpx(&Run::new(at("2026-11-02T06:00:00Z"), 900, 8));
    let walk = load(app, user_id, "walk.gpx", walk).await;
    let told = Patch {
        title: Some(Some("Вдоль реки".to_owned())),
        note: Some(Some("with \"quotes\"".to_owned())),
        start_at: Some(at("2026-11-02T05:00:00Z")),
        utc_offset_s: Some(10_800),
        edits: Edits {
            metrics: [
                (
                    "core.distance".to_owned(),
                    Some(Value::Number(3_210.123_456_789)),
                ),
                ("core.avg_heart_rate".to_owned(), None),
            ]
            .into(),
            ..Edits::default()
        },
        ..Patch::default()
    };
    edit(app, user_id, walk, told).await;
    let gone = load(
        app,
        user_id,
        "lifts.fit",
        fit_strength(at("2026-11-03T06:00:00Z"), 5),
    )
    .await;
    service::delete(&app.app, user_id, gone, None)
        .await
        .expect("deleted");
    let typed = NewWorkout {
        title: Some("By hand".to_owned()),
        ..outing(at("2026-11-04T06:00:00Z"), 5_000.0, 1_500.0)
    };
    let typed = record(app, user_id, typed).await.id;
    let over = Patch {
        edits: distance(5_100.0),
        ..Patch::default()
    };
    edit(app, user_id, typed, over).await;
    record(
        app,
        user_id,
        lift(at("2026-11-05T06:00:00Z"), "squat", 5.0, 100.0),
    )
    .await;
    // One session of two devices, and one of two that are said to be two.
    let both = Run::new(at("2026-11-06T06:00:00Z"), 1_800, 7);
    load(app, user_id, "service.gpx", gpx(&both)).await;
    load(app, user_id, "watch.fit", fit(&both)).await;
    let apart = Run::new(at("2026-11-07T06:00:00Z"), 1_200, 9);
    let shown = load(app, user_id, "mine.fit", fit(&apart)).await;
    load(app, user_id, "friend.gpx", gpx(&apart)).await;
    let all = store::sources::of_workout(&app.app.db, user_id, shown)
        .await
        .expect("sources");
    let other = all
        .iter()
        .find(|own| own.name == "friend.gpx")
        .expect("another");
    let session = (other.recording.original_id, other.recording.session_index);
    sources::part(&app.app, user_id, None, shown, session)
        .await
        .expect("parted");
}

/// A recording with every change, one that is split, one of two.
async fn change(app: &TestApp, user_id: Uuid) {
    let run = |day: u32, seed| Run::new(at(&format!("2026-11-{day:02}T06:00:00Z")), 1_800, seed);
    let id = load(app, user_id, "run.fit", fit(&run(8, 7))).await;
    for asked in [
        Asked::Crop {
            from_s: 60.0,
            to_s: 1_500.5,
        },
        Asked::Times { shift_s: -3_600.25 },
        Asked::Elevation(Elevation::Offset { metres: 12.5 }),
        Asked::Elevation(Elevation::Smooth),
        Asked::Cleaning {
            off: vec![Fault::Spikes],
        },
    ] {
        make(app, user_id, id, asked).await;
    }
    let sport = Patch {
        sport: Some("running.trail_run".into()),
        edits: distance(4_000.5),
        ..Patch::default()
    };
    edit(app, user_id, id, sport).await;
    let split = load(app, user_id, "split.fit", fit(&run(9, 11))).await;
    make(app, user_id, split, Asked::Split { at_s: 700.0 }).await;
    let first = load(app, user_id, "first.fit", fit(&run(10, 12))).await;
    let second = Run::new(at("2026-11-10T07:00:00Z"), 900, 13);
    let second = load(app, user_id, "second.fit", sample::fit(&second)).await;
    make(app, user_id, first, Asked::Join { with: second }).await;
}
