//! What the terms of an adapter say is kept to, as they are read from the live adapter.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Stage, adapters, run, stage_in};
use crate::db::testing::both;
use crate::domains::identity::admin;
use crate::domains::workouts;
use crate::domains::workouts::import::{Upload, import};
use crate::web::Role;

const MORNING: &str = "2026-11-20T06:00:00Z";

/// A vendor that lets nobody but the owner see its data, or everybody.
fn vendor(is_open: bool) -> String {
    let text = std::fs::read_to_string(adapters().join("strava/adapter.yaml")).expect("it");
    let closed = "{visible_to: owner, rankings: false, promos: false, models: false,";
    assert!(text.contains(closed));
    let open = "{visible_to: public, rankings: true, promos: true, models: true,";
    let text = text.replace("id: strava\n", "id: closed-vendor\n");
    if is_open {
        text.replace(closed, open)
    } else {
        text
    }
}

/// Lays the vendor's folder beside the app's data, and makes it live.
fn goes_live(stage: &Stage, text: &str) {
    let app = &stage.app.app;
    let folder = app.config.adapters[0].join("closed-vendor");
    let fixtures = folder.join("fixtures");
    std::fs::create_dir_all(&fixtures).expect("a folder");
    for name in ["activities.json", "streams.json"] {
        let from = adapters().join("strava/fixtures").join(name);
        std::fs::copy(from, fixtures.join(name)).expect("copied");
    }
    std::fs::write(folder.join("adapter.yaml"), text).expect("written");
    let live = app.catalog.reload(Vec::new());
    assert!(
        live.adapters.contains_key("closed-vendor"),
        "{:?}",
        live.findings
    );
}

async fn link(stage: &Stage, id: &Value) -> (StatusCode, Value) {
    let path = format!("/api/v1/workouts/{}/links", id.as_str().expect("an id"));
    let answer = stage.app.post(&path, &stage.person, json!({})).await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn what_only_its_owner_may_see_is_shown_to_nobody_else() {
    both(|db| async move {
        let stage = stage_in(db, |config| {
            config.adapters = vec![config.data.join("vendors")];
        })
        .await;
        goes_live(&stage, &vendor(false));
        let (secret, _) = stage.connected("closed-vendor").await;
        let sent = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        let id = sent["workout"].clone();
        let (status, told) = link(&stage, &id).await;
        assert_eq!(
            (status, &told["code"]),
            (StatusCode::CONFLICT, &json!("owner-only"))
        );
        assert!(
            told["detail"]
                .as_str()
                .is_some_and(|text| text.contains("Strava")),
            "{told}"
        );
        let at = format!("/running/workouts/{}", id.as_str().expect("an id"));
        for path in [at.clone(), format!("{at}/share")] {
            let page = stage.app.get(&path, &stage.person).await;
            let text = String::from_utf8_lossy(&page.body).into_owned();
            assert!(text.contains("From Strava: only you see this"), "{path}");
        }
        // The vendor changes its mind: what holds is what the live adapter says.
        goes_live(&stage, &vendor(true));
        let (status, made) = link(&stage, &id).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let shown = format!(
            "/api/v1/shared/{}",
            made["token"].as_str().expect("a token")
        );
        assert_eq!(
            stage.app.get(&shown, &stage.person).await.status,
            StatusCode::OK
        );
        goes_live(&stage, &vendor(false));
        assert_eq!(
            stage.app.get(&shown, &stage.person).await.status,
            StatusCode::NOT_FOUND
        );
        // An adapter that is gone lets nothing be seen either: its terms cannot be read.
        let folder = stage.app.app.config.adapters[0].join("closed-vendor");
        std::fs::remove_dir_all(folder).expect("removed");
        stage.app.app.catalog.reload(Vec::new());
        assert_eq!(link(&stage, &id).await.1["code"], "owner-only");
    })
    .await;
}

#[tokio::test]
async fn the_strictest_source_of_a_workout_holds() {
    both(|db| async move {
        let stage = stage_in(db, |config| {
            config.adapters = vec![config.data.join("vendors")];
        })
        .await;
        goes_live(&stage, &vendor(false));
        let app = &stage.app.app;
        let start = MORNING.parse().expect("a time");
        let course = stadion_activity::sample::Run::new(start, 1_800, 7);
        let upload = Upload {
            name: "watch.fit".into(),
            bytes: Bytes::from(stadion_activity::sample::fit(&course)),
        };
        let file = import(app, stage.user_id, None, vec![upload]).await;
        let id = json!(file[0].workouts[0].id);
        let (status, made) = link(&stage, &id).await;
        assert_eq!(status, StatusCode::CREATED, "a file of one's own is free");
        let unranked = async || {
            let terms = workouts::terms(app);
            let found = workouts::unranked(&app.db, &terms, stage.user_id).await;
            found.expect("asked").len()
        };
        assert_eq!(unranked().await, 0);
        // The same session from the vendor is attached to it.
        let path = format!(
            "/api/v1/workouts/{}/export?format=json",
            id.as_str().expect("it")
        );
        let exported = stage.app.get(&path, &stage.person).await.json();
        let (secret, connection) = stage.connected("closed-vendor").await;
        let item = json!({"id": "a-1", "connection": connection, "data": exported});
        let sent = stage.sent(&secret, item).await;
        assert_eq!(
            (&sent["status"], &sent["workout"]),
            (&json!("attached"), &id)
        );
        let shown = format!(
            "/api/v1/shared/{}",
            made["token"].as_str().expect("a token")
        );
        assert_eq!(
            stage.app.get(&shown, &stage.person).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(unranked().await, 1);
        goes_live(&stage, &vendor(true));
        assert_eq!(unranked().await, 0);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_chosen_for_a_promo_by_data_whose_terms_forbid_it() {
    both(|db| async move {
        let stage = stage_in(db, |config| {
            config.adapters = vec![config.data.join("vendors")];
            // Groups of one are told of.
            config.demo = true;
        })
        .await;
        goes_live(&stage, &vendor(false));
        let (secret, _) = stage.connected("closed-vendor").await;
        stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        let app = &stage.app.app;
        let email = "marketer@example.org";
        let (_, marketer) = stage.app.register_confirmed(email).await;
        let granted = admin::grant(&app.db, &app.clock, email, Role::Marketer).await;
        assert!(granted.expect("granted"));
        // A maker without an adapter's folder states no terms.
        let reached = async |rule: &str| {
            let body = json!({"pack": "running", "rule": rule});
            let path = "/api/v1/insights/audience";
            let told = stage.app.post(path, &marketer, body).await.json();
            assert!(told["audience"].is_object(), "{told}");
            told["audience"]["people"].clone()
        };
        let rule = "count(workouts, days(30)) >= 1";
        assert_eq!(reached(rule).await, json!(null));
        assert_eq!(
            reached("user.age >= 18").await,
            json!(3),
            "no question to the history"
        );
        goes_live(&stage, &vendor(true));
        assert_eq!(reached(rule).await, json!(1));
        let segment = crate::domains::segments::of_pack;
        let packs = app.catalog.packs();
        let pack = packs.pack("running").expect("running");
        for one in segment(pack) {
            crate::domains::segments::is_in(app, stage.user_id, pack, one)
                .await
                .expect("asked");
        }
    })
    .await;
}

#[tokio::test]
async fn an_adapter_says_which_source_is_shown_and_what_is_the_same() {
    both(|db| async move {
        let stage = stage_in(db, |config| {
            config.adapters = vec![config.data.join("vendors")];
        })
        .await;
        goes_live(&stage, &vendor(true));
        let (secret, _) = stage.connected("closed-vendor").await;
        let first = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        // Another maker tells the same run a tenth longer: the vendor lets distances differ by a fifth.
        let (other, ()) = {
            let secret = stage.full_key("acme-watch").await;
            let code = stage.code("acme-watch", &stage.person).await;
            stage.exchange(&secret, &code, "u-1").await;
            (secret, ())
        };
        let second = stage.sent(&other, run("b-1", MORNING, 5.5e3)).await;
        assert_eq!(
            (&second["status"], &second["workout"]),
            (&json!("attached"), &first["workout"])
        );
        // The vendor's priority is 30, that of what states none 50: the maker's is shown.
        let workout = stage.workout(&first["workout"]).await.json();
        assert_eq!(
            workout["original"]["name"], "acme-watch b-1.json",
            "{workout}"
        );
        // A third longer is another session.
        let third = stage.sent(&other, run("b-2", MORNING, 7.5e3)).await;
        assert_eq!(third["status"], "new", "{third}");
    })
    .await;
}
