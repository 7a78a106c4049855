//! Keys: made, used within their scopes, rotated, revoked, run out, and told of.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{ALL, run, stage};
use crate::db::testing::both;

const MORNING: &str = "2026-11-20T06:00:00Z";

#[tokio::test]
async fn only_a_publisher_makes_keys_and_a_secret_is_told_once() {
    both(|db| async move {
        let stage = stage(db).await;
        let path = "/api/v1/adapters/acme-watch/keys";
        let body = json!({"name": "production", "scopes": ALL, "quota": 50});
        let refused = stage.app.post(path, &stage.person, body.clone()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let (id, secret) = stage.key("acme-watch", body).await;
        assert!(secret.starts_with("stm_"), "{secret}");
        let listed = stage.app.get(path, &stage.publisher).await;
        let text = String::from_utf8_lossy(&listed.body).into_owned();
        assert!(!text.contains(&secret), "{text}");
        let key = &listed.json()["items"][0];
        assert_eq!(key["id"], id.as_str());
        assert_eq!(
            (&key["quota"], &key["name"]),
            (&json!(50), &json!("production"))
        );
        assert_eq!(key["created_by"], "publisher");
        for (body, field) in [
            (json!({"name": " ", "scopes": ALL}), "/name"),
            (json!({"name": "a", "scopes": []}), "/scopes"),
            (json!({"name": "a", "scopes": ["read"]}), "/scopes/0"),
            (json!({"name": "a", "scopes": ALL, "quota": 0}), "/quota"),
            (
                json!({"name": "a", "scopes": ALL, "expires_at": "2026-11-21T08:00:00Z"}),
                "/expires_at",
            ),
        ] {
            let refused = stage.app.post(path, &stage.publisher, body).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.json()["errors"][0]["field"], field);
        }
        let path = "/api/v1/adapters/Acme%20Watch/keys";
        let body = json!({"name": "a", "scopes": ALL});
        let refused = stage.app.post(path, &stage.publisher, body).await;
        assert_eq!(refused.json()["errors"][0]["field"], "adapter");
    })
    .await;
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say_and_is_no_user() {
    both(|db| async move {
        let stage = stage(db).await;
        let (full, _) = stage.connected("acme-watch").await;
        let body = json!({"name": "no samples", "scopes": ["activities:write"]});
        let (_, secret) = stage.key("acme-watch", body).await;
        let item = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(item["status"], "refused");
        assert_eq!(
            (&item["code"], &item["field"]),
            (&json!("missing-scope"), &json!("/data/streams"))
        );
        let mut without = run("a-1", MORNING, 5e3);
        without["data"]
            .as_object_mut()
            .expect("data")
            .remove("streams");
        assert_eq!(stage.sent(&secret, without).await["status"], "new");
        let refused = stage.exchange(&secret, "BCDF-GHJK", "u-2").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        // Neither is a key a user, nor a user a manufacturer.
        for path in ["/api/v1/me", "/api/v1/workouts", "/api/v1/devices"] {
            let refused = stage.app.get(path, &full).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        }
        let refused = stage.send(&stage.publisher, run("a-1", MORNING, 5e3)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let refused = stage.send("stm_0000", run("a-1", MORNING, 5e3)).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_rotated_secret_goes_on_for_its_grace_and_a_revoked_key_for_none() {
    both(|db| async move {
        let stage = stage(db).await;
        let body = json!({"name": "production", "scopes": ALL});
        let (id, first) = stage.key("acme-watch", body).await;
        let path = format!("/api/v1/adapters/acme-watch/keys/{id}");
        let rotate = format!("{path}/rotate");
        let works = async |secret: &str| {
            let answer = stage.app.get("/api/v1/ingest/connections", secret).await;
            answer.status == StatusCode::OK
        };
        let body = json!({"grace_hours": 2});
        let answer = stage.app.post(&rotate, &stage.publisher, body).await.json();
        let second = answer["secret"].as_str().expect("a secret").to_owned();
        assert_eq!(answer["old_until"], "2026-11-21T11:00:00Z");
        assert!(works(&first).await && works(&second).await);
        let clock = &stage.app.app.clock;
        clock.set(clock.now() + TimeDelta::hours(2));
        assert!(!works(&first).await && works(&second).await);
        let body = json!({"grace_hours": 721});
        let refused = stage.app.post(&rotate, &stage.publisher, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Another adapter's address does not reach it.
        let other = format!("/api/v1/adapters/other/keys/{id}");
        let answer = stage
            .app
            .call(Method::DELETE, &other, Some(&stage.publisher), None)
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let answer = stage
            .app
            .call(Method::DELETE, &path, Some(&stage.publisher), None)
            .await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert!(!works(&second).await);
        let refused = stage.app.post(&rotate, &stage.publisher, json!({})).await;
        assert_eq!(refused.json()["code"], "key-ended");
        let trail = "/api/v1/adapters/acme-watch/keys/history";
        let trail = stage.app.get(trail, &stage.publisher).await.json();
        let lines = trail["items"].as_array().expect("items");
        let told: Vec<(&Value, &Value)> = lines.iter().map(|l| (&l["action"], &l["by"])).collect();
        let by = json!("publisher");
        let actions = ["revoked", "rotated", "made"].map(|action| json!(action));
        let expected: Vec<(&Value, &Value)> = actions.iter().map(|action| (action, &by)).collect();
        assert_eq!(told, expected);
    })
    .await;
}

#[tokio::test]
async fn a_key_runs_out() {
    both(|db| async move {
        let stage = stage(db).await;
        let body = json!({"name": "trial", "scopes": ALL, "expires_at": "2026-11-21T10:00:00Z"});
        let (_, secret) = stage.key("acme-watch", body).await;
        let list = "/api/v1/ingest/connections";
        assert_eq!(stage.app.get(list, &secret).await.status, StatusCode::OK);
        let clock = &stage.app.app.clock;
        clock.set(clock.now() + TimeDelta::hours(1));
        let refused = stage.app.get(list, &secret).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        // Nobody connects to what no key is alive of.
        let path = "/api/v1/devices/acme-watch/connect";
        let refused = stage.app.post(path, &stage.person, json!({})).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_quota_is_told_and_held_to() {
    both(|db| async move {
        let stage = stage(db).await;
        stage.connected("acme-watch").await;
        let body = json!({"name": "small", "scopes": ALL, "quota": 3});
        let (_, secret) = stage.key("acme-watch", body).await;
        let clock = &stage.app.app.clock;
        clock.set(clock.now() + TimeDelta::minutes(30));
        let answer = stage.send(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
        assert_eq!(answer.header("ratelimit-policy"), "\"items\";q=3;w=3600");
        assert_eq!(answer.header("ratelimit"), "\"items\";r=2;t=1800");
        let lines: Vec<String> = (2..5)
            .map(|n| run(&format!("a-{n}"), MORNING, 5e3).to_string())
            .collect();
        // Three are one too many: none is taken, and two still go.
        let refused = stage.send_lines(&secret, &lines.join("\n")).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.json()["code"], "quota-used-up");
        assert_eq!(refused.header("retry-after"), "1800");
        let answer = stage.send_lines(&secret, &lines[..2].join("\n")).await;
        assert_eq!(answer.header("ratelimit"), "\"items\";r=0;t=1800");
        let refused = stage.send(&secret, run("a-5", MORNING, 5e3)).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        clock.set(clock.now() + TimeDelta::minutes(30));
        let answer = stage.send(&secret, run("a-5", MORNING, 5e3)).await;
        assert_eq!(answer.header("ratelimit"), "\"items\";r=2;t=3600");
    })
    .await;
}
