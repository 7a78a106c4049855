//! Devices on both databases, through the router.

mod connections;
mod ingest;
mod keys;
mod pages;
mod payloads;
mod terms;

use std::path::PathBuf;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::config::Config;
use crate::db::Db;
use crate::domains::identity::admin;
use crate::domains::workouts;
use crate::testing::{Answer, TestApp, app_with, request};
use crate::web::Role;

const ALL: [&str; 3] = ["connections:write", "activities:write", "samples:write"];

/// The adapters that ship.
fn adapters() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../device-adapters")
}

/// An app with the packs and adapters that ship, a publisher, and a person.
struct Stage {
    app: TestApp,
    publisher: String,
    user_id: Uuid,
    person: String,
}

async fn stage(db: Db) -> Stage {
    stage_in(db, |config| config.adapters = vec![adapters()]).await
}

/// The same, configured otherwise.
async fn stage_in(db: Db, configure: impl FnOnce(&mut Config)) -> Stage {
    let app = app_with(db, |config| {
        config.packs = vec![workouts::tests::packs()];
        configure(config);
    });
    let app = app.await;
    let (_, publisher) = app.register_confirmed("publisher@example.org").await;
    let (db, clock) = (&app.app.db, &app.app.clock);
    let granted = admin::grant(db, clock, "publisher@example.org", Role::Publisher).await;
    assert!(granted.expect("granted"));
    let (user_id, person) = app.register_confirmed("ann@example.org").await;
    Stage {
        app,
        publisher,
        user_id,
        person,
    }
}

impl Stage {
    /// A key of an adapter: its id and its secret.
    async fn key(&self, adapter: &str, body: Value) -> (String, String) {
        let path = format!("/api/v1/adapters/{adapter}/keys");
        let made = self.app.post(&path, &self.publisher, body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.json());
        assert_eq!(made.header(header::CACHE_CONTROL), "no-store");
        let made = made.json();
        let text = |key: &str| made[key].as_str().expect("a text").to_owned();
        (text("id"), text("secret"))
    }

    /// A key that may do all.
    async fn full_key(&self, adapter: &str) -> String {
        let body = json!({"name": "all", "scopes": ALL});
        self.key(adapter, body).await.1
    }

    async fn code(&self, adapter: &str, token: &str) -> String {
        let path = format!("/api/v1/devices/{adapter}/connect");
        let answer = self.app.post(&path, token, json!({})).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
        answer.json()["code"].as_str().expect("a code").to_owned()
    }

    async fn exchange(&self, secret: &str, code: &str, user: &str) -> Answer {
        let body = json!({"code": code, "user": user});
        self.app
            .post("/api/v1/ingest/connections", secret, body)
            .await
    }

    /// A key whose manufacturer sends for the person as `u-1`, and the connection's id.
    async fn connected(&self, adapter: &str) -> (String, String) {
        let secret = self.full_key(adapter).await;
        let code = self.code(adapter, &self.person).await;
        let answer = self.exchange(&secret, &code, "u-1").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        (secret, id)
    }

    async fn send(&self, secret: &str, item: Value) -> Answer {
        let path = "/api/v1/ingest/activities";
        let answer = self.app.post(path, secret, item).await;
        self.settled().await;
        answer
    }

    async fn send_lines(&self, secret: &str, lines: &str) -> Answer {
        let answer = self.app.send(bulk(secret, lines)).await;
        self.settled().await;
        answer
    }

    /// What the dispatcher does, which does not run here.
    async fn settled(&self) {
        let app = &self.app.app;
        app.events.settle(app, self.user_id).await;
    }

    /// The one result of one activity.
    async fn sent(&self, secret: &str, item: Value) -> Value {
        let answer = self.send(secret, item).await.json();
        answer["items"][0].clone()
    }

    async fn workout(&self, id: &Value) -> Answer {
        let id = id.as_str().expect("a workout");
        self.app
            .get(&format!("/api/v1/workouts/{id}"), &self.person)
            .await
    }

    async fn workouts(&self) -> usize {
        let page = self.app.get("/api/v1/workouts", &self.person).await.json();
        page["items"].as_array().expect("items").len()
    }
}

fn bulk(secret: &str, lines: &str) -> Request<Body> {
    let mut request = request(
        Method::POST,
        "/api/v1/ingest/activities",
        Some(secret),
        None,
    );
    let kind = header::HeaderValue::from_static("application/x-ndjson");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    *request.body_mut() = Body::from(lines.to_owned());
    request
}

/// A run of half an hour by `u-1`, in as little as there may be said of one, with its pulse.
fn run(id: &str, start: &str, metres: f64) -> Value {
    json!({"id": id, "user": "u-1", "data": {
        "stadion_activity": 1,
        "activity": {"sport": "running", "start_time": start, "fields": {
            "fit:session.total_elapsed_time": 1800, "fit:session.total_timer_time": 1800,
            "fit:session.total_distance": metres}},
        "streams": {"time_ms": [0, 1000, 1_799_000], "channels": {
            "heart_rate": {"unit": "/min", "values": [118, null, 160]}}},
    }})
}
