//! Gear and its wear, on both databases.

mod pages;
mod parts;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Owned, Worn};
use super::service::{self, NewItem, Patch};
use super::{owned, store};
use crate::db::testing::both;
use crate::domains::workouts::service as workouts;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::testing::{TestApp, request};

pub(super) fn shoes(name: &str) -> NewItem {
    NewItem {
        kind: "running.running_shoes".into(),
        name: name.into(),
        default_sport: Some("running.run".into()),
        ..NewItem::default()
    }
}

/// As of the day of the tests' clock.
pub(super) async fn worn(app: &TestApp, user_id: Uuid, id: Uuid) -> Worn {
    owned_one(app, user_id, id).await.worn.expect("it wears")
}

pub(super) async fn owned_one(app: &TestApp, user_id: Uuid, id: Uuid) -> Owned {
    let today = app.app.clock.now().date_naive();
    let found = owned::one(&app.app, user_id, id, today).await;
    found.expect("owned")
}

#[tokio::test]
async fn default_gear_wears_with_each_workout_and_recovers_when_one_goes() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("gear@example.org").await;
        let item = service::add(&app.app, user_id, shoes("Old pair"))
            .await
            .expect("added");
        let first = record(
            &app,
            user_id,
            outing(at("2026-11-18T06:00:00Z"), 10_000.0, 3_000.0),
        )
        .await;
        record(
            &app,
            user_id,
            outing(at("2026-11-19T06:00:00Z"), 5_000.0, 1_500.0),
        )
        .await;
        assert!((worn(&app, user_id, item.id).await.used - 15_000.0).abs() < 1e-9);
        assert!(!worn(&app, user_id, item.id).await.is_due);
        workouts::delete(&app.app, user_id, first.id, None)
            .await
            .expect("deleted");
        assert!((worn(&app, user_id, item.id).await.used - 5_000.0).abs() < 1e-9);
    })
    .await;
}

#[tokio::test]
async fn one_item_of_a_kind_is_the_default_and_a_stale_change_is_refused() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("pairs@example.org").await;
        let old = service::add(&app.app, user_id, shoes("Old pair"))
            .await
            .expect("added");
        let new = service::add(&app.app, user_id, shoes("New pair"))
            .await
            .expect("added");
        let items = store::all(&db, user_id).await.expect("items");
        let defaults: Vec<_> = items
            .iter()
            .filter(|item| item.default_sport.is_some())
            .collect();
        assert_eq!(
            defaults.iter().map(|item| item.id).collect::<Vec<_>>(),
            [new.id]
        );
        let retire = Patch {
            is_retired: Some(true),
            ..Patch::default()
        };
        let stale =
            service::edit(&app.app, user_id, old.id, Some(old.version), retire.clone()).await;
        assert_eq!(
            stale.expect_err("it lost its default meanwhile").status,
            412
        );
        let retired = service::edit(&app.app, user_id, old.id, None, retire)
            .await
            .expect("retired");
        assert!(retired.retired_at.is_some());
        service::remove(&app.app, user_id, old.id)
            .await
            .expect("removed");
        assert_eq!(store::all(&db, user_id).await.expect("items").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_many_defaults_at_once_one_stays() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("many@example.org").await;
        let pair = json!({
            "kind": "running.running_shoes", "name": "Pair", "default_sport": "running.run",
        });
        let send = |method, path: &str, body: &Value| {
            request(method, path, Some(&token), Some(body.clone()))
        };
        let add = (0..8).map(|_| send(Method::POST, "/api/v1/gear", &pair));
        assert_eq!(app.at_once(add).await, [StatusCode::CREATED; 8]);
        let items = store::all(&db, user_id).await.expect("items");
        let claim = json!({ "default_sport": "running.run" });
        let claims = items.iter().map(|item| {
            let path = format!("/api/v1/gear/{}", item.id);
            send(Method::PATCH, &path, &claim)
        });
        assert_eq!(app.at_once(claims).await, [StatusCode::OK; 8]);
        let items = store::all(&db, user_id).await.expect("items");
        let defaults = items.iter().filter(|item| item.default_sport.is_some());
        assert_eq!((items.len(), defaults.count()), (8, 1));
    })
    .await;
}

#[tokio::test]
async fn what_a_pack_does_not_know_is_refused_with_its_field() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("odd@example.org").await;
        let odd = json!({
            "kind": "running.running_shoes", "name": "", "attributes": {"wings": 2},
        });
        let answer = app.post("/api/v1/gear", &token, odd).await;
        assert_eq!(answer.status, 422);
        let problem = answer.json();
        let fields: Vec<&str> = problem["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .filter_map(|error| error["field"].as_str())
            .collect();
        assert_eq!(fields, ["/name", "/attributes/wings"]);
    })
    .await;
}
