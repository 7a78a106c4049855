//! What page, API and files show, and what none of them does.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stadion_activity::derive::haversine;
use stadion_activity::streams::{Channel, Streams};
use stadion_activity::{Activity, Limits, read};
use uuid::Uuid;

use super::{link, look, plain};
use crate::db::testing::both;
use crate::domains::places::model::{Place, Position};
use crate::domains::places::service::{Said, add};
use crate::domains::places::tests::stories::{html, recorded};
use crate::domains::workouts;
use crate::domains::workouts::service::{self, Patch};
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::testing::TestApp;

const FORMATS: [&str; 4] = ["gpx", "tcx", "fit", "json"];

fn positions(streams: &Streams) -> Vec<(f64, f64)> {
    let column = |channel| streams.channel(channel).unwrap_or_default();
    let pairs = column(Channel::PositionLat)
        .iter()
        .zip(column(Channel::PositionLong));
    let known = pairs.filter(|(latitude, _)| latitude.is_finite());
    known
        .map(|(latitude, longitude)| (*latitude, *longitude))
        .collect()
}

async fn own(app: &TestApp, user_id: Uuid, id: Uuid) -> Streams {
    workouts::samples(&app.app, user_id, id, &[])
        .await
        .expect("samples")
}

/// A place where the track is at a share of its way.
async fn hide_at(app: &TestApp, user_id: Uuid, streams: &Streams, share: f64) -> Place {
    let all = positions(streams);
    let (latitude, longitude) = all[(share * (all.len() - 1) as f64) as usize];
    let position = Position {
        latitude,
        longitude,
    };
    let said = Said::at("Grandmother's".into(), position);
    add(&app.app, user_id, &said).await.expect("added")
}

async fn file(app: &TestApp, secret: &str, format: &str) -> (Vec<u8>, Activity) {
    let path = format!("/api/v1/shared/{secret}/export?format={format}");
    let answer = look(app, &path).await;
    assert_eq!(answer.status, StatusCode::OK, "{format}");
    let name = format!("a.{format}");
    let mut results = read(&name, answer.body.clone(), &Limits::default());
    let decoded = results.remove(0).outcome.expect("a file that is read");
    let activity = decoded.activities.into_iter().next().expect("an activity");
    (answer.body, activity)
}

/// Every pair of numbers in a text that could be a position, whatever stands between.
fn coordinates(text: &str) -> Vec<f64> {
    let numbers = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    let numbers = numbers.filter(|number| number.split('.').nth(1).is_some_and(|d| d.len() >= 3));
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// No latitude of the place's surroundings beside a longitude of them, however they are written.
fn assert_tells_nothing(text: &str, places: &[Place], what: &str) {
    for pair in coordinates(text).windows(2) {
        for place in places {
            let [latitude, longitude] = [pair[0], pair[1]];
            let near = haversine((latitude, longitude), (place.latitude, place.longitude));
            let is_far = near.is_nan() || near > place.radius_m;
            assert!(is_far, "{what}: {latitude}, {longitude}");
        }
    }
}

fn assert_far(streams: &Streams, places: &[Place], what: &str) {
    let shown = positions(streams);
    assert!(shown.len() > 100, "{what}: {} positions", shown.len());
    for at in shown {
        for place in places {
            let near = haversine(at, (place.latitude, place.longitude));
            assert!(near > place.radius_m, "{what}: {near} m");
        }
    }
}

fn streams_of(body: &Value) -> Streams {
    let column = |name: &str| -> Vec<f64> {
        let values = body["channels"][name].as_array();
        let values = values.map_or(&[][..], Vec::as_slice).iter();
        values
            .map(|value| value.as_f64().unwrap_or(f64::NAN))
            .collect()
    };
    let mut streams = Streams::default();
    for channel in [Channel::PositionLat, Channel::PositionLong] {
        streams.channels.insert(channel, column(channel.name()));
    }
    streams
}

#[tokio::test]
async fn no_face_shows_a_position_around_a_hidden_place() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("hider@example.org").await;
        let id = recorded(&app, user_id).await;
        let streams = own(&app, user_id, id).await;
        let places = [
            hide_at(&app, user_id, &streams, 0.0).await,
            hide_at(&app, user_id, &streams, 0.5).await,
        ];
        // Ends are to be seen: the places alone hide, and their word is the last.
        let secret = link(&app, &token, id, json!({"with_ends": true})).await;
        let api = format!("/api/v1/shared/{secret}");
        let samples = look(&app, &format!("{api}/streams?points=20000"))
            .await
            .json();
        assert_far(&streams_of(&samples), &places, "streams");
        let thinned = look(&app, &format!("{api}/streams?points=500"))
            .await
            .json();
        assert_far(&streams_of(&thinned), &places, "thinned streams");
        for format in FORMATS {
            let (bytes, activity) = file(&app, &secret, format).await;
            assert_far(&activity.streams, &places, format);
            if format != "fit" {
                let text = String::from_utf8(bytes).expect("text");
                assert!(!text.contains("Grandmother"));
                if format == "gpx" || format == "tcx" {
                    assert_tells_nothing(&text, &places, format);
                }
            }
        }
        let body = look(&app, &api).await;
        let text = String::from_utf8(body.body.clone()).expect("text");
        assert_tells_nothing(&text, &places, "workout");
        let body = body.json();
        assert_eq!(body["is_hidden"], true);
        let page = html(&look(&app, &format!("/s/{secret}")).await);
        assert_tells_nothing(&page, &places, "page");
        assert!(page.contains("Parts of the track are hidden") && page.contains("class=\"map"));
        assert!(!page.contains("Grandmother") && !page.contains("hider"));
        // Figures are those of the whole.
        let own = app
            .get(&format!("/api/v1/workouts/{id}"), &token)
            .await
            .json();
        for metric in ["core.distance", "core.duration"] {
            assert_eq!(body["metrics"][metric], own["metrics"][metric], "{metric}");
        }
        // And the owner sees all.
        let mine = app
            .get(
                &format!("/api/v1/workouts/{id}/streams?points=20000"),
                &token,
            )
            .await;
        let mine = positions(&streams_of(&mine.json()));
        assert_eq!(mine.len(), positions(&streams).len());
    })
    .await;
}

#[tokio::test]
async fn who_marked_nothing_does_not_give_away_where_they_live() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("default@example.org").await;
        let id = recorded(&app, user_id).await;
        let all = positions(&own(&app, user_id, id).await);
        let (first, last) = (all[0], all[all.len() - 1]);
        let (hiding, showing) = (
            plain(&app, &token, id).await,
            link(&app, &token, id, json!({"with_ends": true})).await,
        );
        for format in FORMATS {
            let shown = positions(&file(&app, &hiding, format).await.1.streams);
            let whole = positions(&file(&app, &showing, format).await.1.streams);
            assert!(
                shown.len() + 60 < whole.len() && whole.len() + 3 > all.len(),
                "{format}"
            );
            for (door, at) in [(first, shown[0]), (last, shown[shown.len() - 1])] {
                assert!(
                    haversine(door, at) > 50.0,
                    "{format}: {} m",
                    haversine(door, at)
                );
            }
        }
        let path = format!("/api/v1/shared/{hiding}/streams?points=20000");
        let samples = look(&app, &path).await.json();
        assert!(samples["channels"]["distance"][0].is_null());
        assert!(samples["channels"]["altitude"][0].is_null());
        let distance = samples["channels"]["distance"]
            .as_array()
            .expect("a channel");
        let first = distance.iter().find_map(Value::as_f64).expect("a distance");
        assert!(first < 5.0, "counted from the first point shown: {first}");
    })
    .await;
}

#[tokio::test]
async fn nothing_of_body_device_or_person_is_shown_unless_it_is_ticked() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("body@example.org").await;
        let id = recorded(&app, user_id).await;
        let patch = Patch {
            note: Some(Some("My knee hurts".into())),
            title: Some(Some("Round the park".into())),
            ..Patch::default()
        };
        service::edit(&app.app, user_id, id, None, patch)
            .await
            .expect("edited");
        let bare = plain(&app, &token, id).await;
        let ticked = json!({"with_body": true, "with_name": true});
        let ticked = link(&app, &token, id, ticked).await;
        for (secret, is_ticked) in [(&bare, false), (&ticked, true)] {
            let mut texts = Vec::new();
            for rest in ["", "/streams", "/export?format=json", "/export?format=gpx"] {
                let answer = look(&app, &format!("/api/v1/shared/{secret}{rest}")).await;
                texts.push(String::from_utf8(answer.body).expect("text"));
            }
            texts.push(html(&look(&app, &format!("/s/{secret}")).await));
            let all = texts.concat();
            for word in ["heart_rate", ":hr>", "bpm"] {
                assert_eq!(all.contains(word), is_ticked, "{word}");
            }
            assert!(all.contains("Round the park"));
            assert!(!all.contains("knee") && !all.contains("serial") && !all.contains('@'));
            let (_, fit) = file(&app, secret, "fit").await;
            assert_eq!(
                fit.streams.channels.contains_key(&Channel::HeartRate),
                is_ticked
            );
            assert!(fit.device.is_none_or(|device| device.serial.is_none()));
            let named = look(&app, &format!("/api/v1/shared/{secret}")).await.json();
            assert_eq!(
                named["name"],
                if is_ticked {
                    json!("body")
                } else {
                    Value::Null
                }
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_workout_by_hand_is_shared_without_files() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("hand@example.org").await;
        let mut new = outing(at("2026-11-19T06:00:00Z"), 10_000.0, 3_000.0);
        for (metric, value) in [("core.avg_heart_rate", 2.5), ("core.effort", 7.0)] {
            let value = stadion_pack::value::Value::Number(value);
            new.entered.metrics.insert(metric.into(), value);
        }
        let workout = record(&app, user_id, new).await;
        let secret = plain(&app, &token, workout.id).await;
        let api = format!("/api/v1/shared/{secret}");
        let body = look(&app, &api).await.json();
        assert_eq!(body["exports"], json!([]));
        assert_eq!(body["metrics"]["core.distance"]["value"], 10_000.0);
        assert!(
            body["metrics"].get("core.avg_heart_rate").is_none(),
            "{body}"
        );
        assert!(body["metrics"].get("core.effort").is_none(), "{body}");
        let none = look(&app, &format!("{api}/export?format=fit")).await;
        assert_eq!(none.json()["code"], "no-track");
        let page = look(&app, &format!("/s/{secret}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let page = html(&page);
        let main = page.split("<main").nth(1).unwrap_or_default();
        assert!(main.contains(">10<span class=\"unit\">km"), "{main}");
        assert!(!main.contains("As a file"), "{main}");
        let with = link(&app, &token, workout.id, json!({"with_body": true})).await;
        let body = look(&app, &format!("/api/v1/shared/{with}")).await.json();
        assert_eq!(body["metrics"]["core.avg_heart_rate"]["value"], 150.0);
    })
    .await;
}

/// What a figure of an activity is, by the name that files have for it.
fn figure(activity: &Activity, name: &str) -> Option<f64> {
    match activity.fields.get(name) {
        Some(stadion_activity::FieldValue::Number(number)) => Some(*number),
        _ => None,
    }
}

#[tokio::test]
async fn a_file_has_what_its_owner_typed_over_it_and_nothing_that_they_hide() {
    both(|db| async move {
        use crate::domains::workouts::model::Edits;
        use stadion_pack::value::Value as Typed;
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("typed@example.org").await;
        let id = recorded(&app, user_id).await;
        let streams = own(&app, user_id, id).await;
        let places = [hide_at(&app, user_id, &streams, 0.5).await];
        let edits = [
            ("core.distance", Some(Typed::Number(4_321.0))),
            ("core.avg_heart_rate", Some(Typed::Number(2.0))),
            ("core.calories", None),
        ];
        let patch = Patch {
            title: Some(Some("Lunch".into())),
            start_at: Some(at("2026-11-20T05:30:00Z")),
            edits: Edits {
                metrics: edits.map(|(id, value)| (id.to_owned(), value)).into(),
                ..Edits::default()
            },
            ..Patch::default()
        };
        service::edit(&app.app, user_id, id, None, patch)
            .await
            .expect("edited");
        let bare = plain(&app, &token, id).await;
        let ticked = link(&app, &token, id, json!({"with_body": true})).await;
        for (secret, is_ticked) in [(&bare, false), (&ticked, true)] {
            for format in ["fit", "json"] {
                let (_, activity) = file(&app, secret, format).await;
                let told = |name: &str| figure(&activity, &format!("fit:session.{name}"));
                assert_eq!(told("total_distance"), Some(4_321.0), "{format}");
                let rate = is_ticked.then_some(120.0);
                assert_eq!(told("avg_heart_rate"), rate, "{format}");
                assert_eq!(told("total_calories"), None, "{format}");
                assert_eq!(activity.start_time, at("2026-11-20T05:30:00Z"), "{format}");
            }
            for format in FORMATS {
                let (_, activity) = file(&app, secret, format).await;
                assert_far(&activity.streams, &places, format);
            }
            let body = look(&app, &format!("/api/v1/shared/{secret}")).await.json();
            assert_eq!(body["metrics"]["core.distance"]["value"], 4_321.0);
        }
        // What one typed of oneself is told by no file's figure in its place either.
        let body = look(&app, &format!("/api/v1/shared/{bare}")).await.json();
        assert!(
            body["metrics"].get("core.avg_heart_rate").is_none(),
            "{body}"
        );
    })
    .await;
}
