//! Activities: each its own result, one however often it comes, and a person's edits stand.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stadion_activity::{Activity, FieldValue};

use super::{ALL, bulk, run, stage};
use crate::db::Run;
use crate::db::testing::{both, projections};
use crate::domains::devices::model::{Data, Delivered, Delivery, How, ItemRefusal};
use crate::domains::devices::{self, Arrival, Brought};
use crate::domains::workouts::service::{self, Patch};
use crate::events::{Events, pending_users};

const MORNING: &str = "2026-11-20T06:00:00Z";
const EVENING: &str = "2026-11-20T18:00:00Z";

fn distance(workout: &Value) -> &Value {
    &workout["metrics"]["core.distance"]
}

#[tokio::test]
async fn an_activity_becomes_a_workout_once_and_is_updated() {
    both(|db| async move {
        let stage = stage(db.clone()).await;
        let (secret, connection) = stage.connected("acme-watch").await;
        let answer = stage.send(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
        let first = answer.json()["items"][0].clone();
        assert_eq!((&first["line"], &first["id"]), (&json!(1), &json!("a-1")));
        assert_eq!(
            (&first["status"], &first["warnings"]),
            (&json!("new"), &json!([]))
        );
        let workout = stage.workout(&first["workout"]).await.json();
        assert_eq!(workout["sport"], "running.run");
        let was = distance(&workout).clone();
        assert!(was.is_object(), "{workout}");
        // The same again, in another order of keys and by the connection's id.
        let mut again = run("a-1", MORNING, 5e3);
        again["connection"] = json!(connection);
        again.as_object_mut().expect("an object").remove("user");
        let text = format!(
            "{{\"data\":{},\"connection\":{},\"id\":\"a-1\"}}",
            again["data"], again["connection"]
        );
        let same = stage.send_lines(&secret, &text).await.json();
        assert_eq!(same["items"][0]["status"], "unchanged");
        assert_eq!(same["items"][0]["workout"], first["workout"]);
        let told = stage.sent(&secret, run("a-1", MORNING, 6e3)).await;
        assert_eq!(
            (&told["status"], &told["workout"]),
            (&json!("updated"), &first["workout"])
        );
        let workout = stage.workout(&first["workout"]).await.json();
        assert_ne!(distance(&workout), &was);
        assert_eq!(stage.workouts().await, 1);
        let told = projections(&db, stage.user_id).await;
        let app = &stage.app.app;
        app.events
            .rebuild(app, stage.user_id)
            .await
            .expect("rebuilt");
        assert_eq!(projections(&db, stage.user_id).await, told);
        let devices = stage.app.get("/api/v1/devices", &stage.person).await.json();
        assert_eq!(
            devices["connections"][0]["last_data_at"],
            "2026-11-21T09:00:00Z"
        );
    })
    .await;
}

#[tokio::test]
async fn an_answer_waits_for_no_reaction_and_they_follow() {
    both(|db| async move {
        let stage = stage(db.clone()).await;
        let (secret, _) = stage.connected("acme-watch").await;
        let line = run("a-1", MORNING, 5e3).to_string();
        let answer = stage.app.send(bulk(&secret, &line)).await.json();
        let id = &answer["items"][0]["workout"];
        let workout = stage.workout(id).await.json();
        assert_eq!(workout["channels"], json!(["heart_rate"]), "it is stored");
        assert!(distance(&workout).is_null(), "{workout}");
        let dispatcher = tokio::spawn(Events::dispatch(stage.app.app.clone()));
        let told = async {
            while !pending_users(&db).await.expect("users").is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let told = tokio::time::timeout(Duration::from_secs(30), told).await;
        told.expect("reactions follow");
        dispatcher.abort();
        let workout = stage.workout(id).await.json();
        assert!(distance(&workout).is_object(), "{workout}");
    })
    .await;
}

fn made(id: &str, start: &str) -> Arrival {
    let elapsed = "fit:session.total_elapsed_time".to_owned();
    let activity = Activity {
        start_time: start.parse().expect("a time"),
        fields: [(elapsed, FieldValue::Number(1_800.0))].into(),
        ..Activity::default()
    };
    Arrival {
        id: id.into(),
        brought: Brought::Made(activity),
    }
}

/// However a request ends, its person is told what was stored; what was refused is added at its end.
#[tokio::test]
async fn what_came_is_told_where_it_is_stored() {
    both(|db| async move {
        let stage = stage(db).await;
        let (_, connection) = stage.connected("acme-watch").await;
        let (app, id) = (&stage.app.app, connection.parse().expect("an id"));
        let receiver = devices::receiver(app, "acme-watch", id).await;
        let receiver = receiver.expect("asked").expect("connected");
        let mut delivery = Delivery::to(app.clock.new_id(), &receiver, How::Api);
        for (id, start) in [("a-1", MORNING), ("a-2", EVENING), ("a-1", MORNING)] {
            let done = devices::receive(app, &receiver, &delivery, made(id, start)).await;
            done.as_ref().expect("stored");
            delivery.count(&done);
        }
        let told = devices::deliveries(app, stage.user_id, 10)
            .await
            .expect("read");
        let counts = |told: &Delivered| (told.taken, told.updated, told.known, told.refused);
        assert_eq!(told.iter().map(counts).collect::<Vec<_>>(), [(2, 0, 0, 0)]);
        let refusal = ItemRefusal::new("invalid", "/data", "It says nothing.", "Send it anew.");
        delivery.count(&Err(refusal));
        devices::note_delivery(app, delivery).await.expect("noted");
        let told = devices::deliveries(app, stage.user_id, 10)
            .await
            .expect("read");
        assert_eq!(told.iter().map(counts).collect::<Vec<_>>(), [(2, 0, 1, 1)]);
        assert_eq!(told[0].details.0[0].code, "invalid");
    })
    .await;
}

/// Whoever wants what came to be deleted is not left with what was on its way.
#[tokio::test]
async fn what_is_on_its_way_when_its_person_disconnects_is_not_kept() {
    both(|db| async move {
        let stage = stage(db.clone()).await;
        let (_, connection) = stage.connected("acme-watch").await;
        let (app, id) = (&stage.app.app, connection.parse().expect("an id"));
        let receiver = devices::receiver(app, "acme-watch", id).await;
        let receiver = receiver.expect("asked").expect("connected");
        devices::disconnect(app, stage.user_id, id, Data::Delete)
            .await
            .expect("disconnected");
        let arrival = made("a-1", MORNING);
        let delivery = Delivery::to(app.clock.new_id(), &receiver, How::Api);
        let refused = devices::receive(app, &receiver, &delivery, arrival).await;
        assert_eq!(refused.expect_err("refused").code, "no-connection");
        assert_eq!(stage.workouts().await, 0);
        let (known,): (i64,) = db
            .q("select count(*) from device_activity")
            .one()
            .await
            .expect("counted");
        assert_eq!(known, 0);
    })
    .await;
}

#[tokio::test]
async fn a_bad_one_among_good_ones_says_what_is_wrong_with_it() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("acme-watch").await;
        let mut bad = Vec::new();
        let mut with = |field: &str, change: &dyn Fn(&mut Value)| {
            let mut item = run("bad", MORNING, 5e3);
            change(&mut item);
            bad.push((item.to_string(), "invalid", field.to_owned()));
        };
        with("/id", &|item| item["id"] = json!(""));
        with("/user", &|item| {
            item["connection"] = json!(uuid::Uuid::nil());
        });
        with("/data/activity/start_time", &|item| {
            item["data"]["activity"]["start_time"] = json!("yesterday");
        });
        with("/data/activity/start_time", &|item| {
            item["data"]["activity"]["start_time"] = json!("2027-11-20T06:00:00Z");
        });
        with("/data/activity", &|item| {
            item["data"]["activity"]
                .as_object_mut()
                .expect("it")
                .remove("sport");
        });
        with(
            "/data/activity/fields/fit:session.total_distance",
            &|item| {
                item["data"]["activity"]["fields"]["fit:session.total_distance"] = json!(1e300);
            },
        );
        with("/data/stadion_activity", &|item| {
            item["data"]["stadion_activity"] = json!(2);
        });
        with("/data/streams/time_ms/2", &|item| {
            item["data"]["streams"]["time_ms"] = json!([0, 2000, 1000]);
        });
        with("/data/streams/channels/heart_rate/values", &|item| {
            item["data"]["streams"]["channels"]["heart_rate"]["values"] = json!([118]);
        });
        with("/data/streams/channels/heart_rate/unit", &|item| {
            item["data"]["streams"]["channels"]["heart_rate"]["unit"] = json!("Hz");
        });
        with("/data/activity/fields", &|item| {
            item["data"]["activity"]["fields"] = json!({});
            item["data"]["streams"] = json!({"time_ms": [], "channels": {}});
        });
        let mut lines = vec![run("good-1", MORNING, 5e3).to_string(), String::new()];
        lines.extend(bad.iter().map(|(line, ..)| line.clone()));
        lines.push("{\"id\": \"broken\"".to_owned());
        lines.push(run("good-2", EVENING, 5e3).to_string());
        let answer = stage.send_lines(&secret, &lines.join("\n")).await;
        assert_eq!(answer.status, StatusCode::MULTI_STATUS);
        let body = answer.json();
        let items = body["items"].as_array().expect("items");
        assert_eq!(items.len(), bad.len() + 3);
        assert_eq!(items[0]["status"], "new");
        for (n, (item, (_, code, field))) in items[1..].iter().zip(&bad).enumerate() {
            assert_eq!(item["status"], "refused", "{item}");
            assert_eq!(item["line"], json!(n + 3), "{item}");
            assert_eq!(item["code"], *code, "{item}");
            assert_eq!(item["field"], field.as_str(), "{item}");
            assert!(!item["reason"].as_str().expect("a reason").is_empty());
        }
        let broken = &items[items.len() - 2];
        assert_eq!(
            (&broken["code"], &broken["id"]),
            (&json!("bad-json"), &Value::Null)
        );
        assert_eq!(items[items.len() - 1]["status"], "new");
        assert_eq!(stage.workouts().await, 2);
        let units = &items[bad.len() - 1];
        assert_eq!(units["reason"], "`heart_rate` is told in `/min`.");
        assert_eq!(units["remedy"], "Convert the values, and write `/min`.");
        // What was refused may be mended and sent again under its id.
        assert_eq!(
            stage
                .sent(&secret, run("bad", "2026-11-19T06:00:00Z", 5e3))
                .await["status"],
            "new"
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_left_out_is_told() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("acme-watch").await;
        let mut item = run("a-1", MORNING, 5e3);
        item["data"]["activity"]["sport"] = json!("broomstick");
        item["data"]["activity"]["fields"]["mood"] = json!("fine");
        item["data"]["streams"]["channels"]["heart_rate"]["values"] = json!([118, 900, 901]);
        item["data"]["streams"]["channels"]["aura"] = json!({"values": [1, 2, 3]});
        let sent = stage.sent(&secret, item).await;
        assert_eq!(sent["status"], "new");
        let warnings = sent["warnings"].as_array().expect("warnings");
        let codes: Vec<_> = warnings.iter().map(|one| one["code"].clone()).collect();
        let expected = [
            "unknown-sport",
            "unknown-field",
            "unknown-channel",
            "implausible-samples",
        ];
        assert_eq!(codes, expected, "{sent}");
        assert_eq!(warnings[1]["field"], "/data/activity/fields/mood");
        assert_eq!(warnings[3]["count"], 2);
    })
    .await;
}

#[tokio::test]
async fn another_manufacturer_reaches_nobody() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, connection) = stage.connected("acme-watch").await;
        let first = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        let other = stage.full_key("other-watch").await;
        let mut by_connection = run("a-1", MORNING, 9e3);
        by_connection["connection"] = json!(connection);
        by_connection
            .as_object_mut()
            .expect("an object")
            .remove("user");
        for (item, field) in [
            (run("a-1", MORNING, 9e3), "/user"),
            (by_connection, "/connection"),
        ] {
            let sent = stage.sent(&other, item).await;
            assert_eq!(
                (&sent["code"], &sent["field"]),
                (&json!("no-connection"), &json!(field))
            );
        }
        let path = format!("/api/v1/ingest/connections/{connection}");
        let refused = stage
            .app
            .call(Method::DELETE, &path, Some(&other), None)
            .await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let page = stage
            .app
            .get("/api/v1/ingest/connections", &other)
            .await
            .json();
        assert_eq!(page["items"], json!([]));
        // Its own ends it, and sends no more.
        let done = stage
            .app
            .call(Method::DELETE, &path, Some(&secret), None)
            .await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        let sent = stage.sent(&secret, run("a-2", EVENING, 5e3)).await;
        assert_eq!(sent["code"], "no-connection");
        assert_eq!(
            stage.workout(&first["workout"]).await.status,
            StatusCode::OK
        );
    })
    .await;
}

#[tokio::test]
async fn what_a_person_edited_stands() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("acme-watch").await;
        let app = &stage.app.app;
        let sent = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        let id = sent["workout"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        let patch = Patch {
            sport: Some("running.trail_run".into()),
            title: Some(Some("With Bea".into())),
            note: Some(Some("Cold.".into())),
            start_at: Some("2026-11-20T06:10:00Z".parse().expect("a time")),
            ..Patch::default()
        };
        service::edit(app, stage.user_id, id, None, patch)
            .await
            .expect("edited");
        let mut other = run("a-1", MORNING, 6e3);
        other["data"]["activity"]["name"] = json!("Activity 17");
        let told = stage.sent(&secret, other).await;
        assert_eq!(told["status"], "updated", "{told}");
        let workout = service::get(app, stage.user_id, id).await.expect("it");
        assert_eq!(workout.title.as_deref(), Some("With Bea"));
        assert_eq!(workout.note.as_deref(), Some("Cold."));
        assert_eq!(workout.sport, "running.trail_run");
        assert_eq!(workout.start_at.to_rfc3339(), "2026-11-20T06:10:00+00:00");
        let stored = workout.activity.expect("an activity").0;
        let metres = stadion_activity::FieldValue::Number(6e3);
        assert_eq!(stored.fields["fit:session.total_distance"], metres);
        // Samples that were cut stay cut.
        let changes = format!("/api/v1/workouts/{id}/changes");
        let crop = json!({"kind": "crop", "from_s": 0.0, "to_s": 2.0});
        let answer = stage.app.post(&changes, &stage.person, crop).await;
        assert!(answer.status.is_success(), "{}", answer.json());
        let before = service::get(app, stage.user_id, id).await.expect("it");
        let told = stage.sent(&secret, run("a-1", MORNING, 7e3)).await;
        assert_eq!(told["status"], "unchanged");
        assert_eq!(told["warnings"][0]["code"], "edits-kept");
        let after = service::get(app, stage.user_id, id).await.expect("it");
        assert_eq!(
            (after.version, after.activity),
            (before.version, before.activity)
        );
        // Once that is undone, it is taken.
        let person = Some(stage.person.as_str());
        let undone = stage.app.call(Method::DELETE, &changes, person, None).await;
        assert!(undone.status.is_success(), "{}", undone.json());
        assert_eq!(
            stage.sent(&secret, run("a-1", MORNING, 7e3)).await["status"],
            "updated"
        );
    })
    .await;
}

#[tokio::test]
async fn what_a_person_deleted_does_not_come_back() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("acme-watch").await;
        let app = &stage.app.app;
        let sent = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        let id = sent["workout"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        service::delete(app, stage.user_id, id, None)
            .await
            .expect("deleted");
        let same = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(same["status"], "unchanged");
        let other = stage.sent(&secret, run("a-1", MORNING, 6e3)).await;
        assert_eq!(
            (&other["status"], &other["warnings"][0]["code"]),
            (&json!("unchanged"), &json!("gone"))
        );
        assert_eq!(stage.workouts().await, 0);
        service::restore(app, stage.user_id, id)
            .await
            .expect("restored");
        assert_eq!(
            stage.sent(&secret, run("a-1", MORNING, 6e3)).await["status"],
            "updated"
        );
    })
    .await;
}

#[tokio::test]
async fn two_at_once_are_one() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("acme-watch").await;
        // Four versions of one activity, hours apart, so that nothing else would take them for one.
        let starts = ["01", "07", "13", "19"].map(|hour| format!("2026-11-19T{hour}:00:00Z"));
        let lines = starts
            .iter()
            .map(|start| run("a-1", start, 5e3).to_string());
        let requests: Vec<_> = lines.map(|line| bulk(&secret, &line)).collect();
        let statuses = stage.app.at_once(requests).await;
        assert_eq!(statuses, [StatusCode::OK; 4]);
        assert_eq!(stage.workouts().await, 1);
        let line = run("a-2", EVENING, 5e3).to_string();
        let requests: Vec<_> = (0..4).map(|_| bulk(&secret, &line)).collect();
        assert_eq!(stage.app.at_once(requests).await, [StatusCode::OK; 4]);
        assert_eq!(stage.workouts().await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_request_is_bounded() {
    both(|db| async move {
        let stage = stage(db).await;
        let body = json!({"name": "all", "scopes": ALL});
        let (_, secret) = stage.key("acme-watch", body).await;
        for (lines, code) in [
            ("\n \n".to_owned(), "no-items"),
            ("{}\n".repeat(501), "too-many-items"),
        ] {
            let refused = stage.send_lines(&secret, &lines).await.json();
            assert_eq!(refused["code"], code);
        }
        let refused = stage.send_lines(&secret, &" ".repeat((16 << 20) + 1)).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        let long = format!("{{\"id\": \"{}\"}}", "a".repeat(8 << 20));
        let answer = stage.send_lines(&secret, &long).await.json();
        assert_eq!(answer["items"][0]["code"], "too-large");
        let mut request = bulk(&secret, "{}");
        let kind = axum::http::HeaderValue::from_static("text/plain");
        request.headers_mut().insert("content-type", kind);
        let refused = stage.app.send(request).await;
        assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    })
    .await;
}
