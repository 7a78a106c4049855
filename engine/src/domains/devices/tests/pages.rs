//! The page of devices, without a script.

use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use serde_json::json;

use super::{Stage, run, stage};
use crate::db::testing::both;
use crate::domains::devices::setups_since;
use crate::domains::identity::admin;
use crate::web::Role;

const MORNING: &str = "2026-11-20T06:00:00Z";

async fn page(stage: &Stage, path: &str) -> String {
    let answer = stage.app.get(path, &stage.person).await;
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert_eq!(answer.status, StatusCode::OK, "{path}: {text}");
    text
}

#[tokio::test]
async fn a_device_is_found_by_its_brand_and_tells_how_it_is_connected() {
    both(|db| async move {
        let stage = stage(db).await;
        let all = page(&stage, "/running/devices").await;
        for one in [
            "Polar watch",
            "Chest strap",
            "A FIT file",
            "Nothing connected yet",
        ] {
            assert!(all.contains(one), "{one}");
        }
        let found = page(&stage, "/running/devices?q=POLAR").await;
        assert!(found.contains("Polar watch") && !found.contains("Oura ring"));
        let none = page(&stage, "/running/devices?q=%3Cb%3Enobody").await;
        assert!(none.contains("Nothing of this name") && !none.contains("<b>nobody"));
        let watch = page(&stage, "/running/devices/polar").await;
        assert!(watch.contains("Simulated") && watch.contains("is not set up on this server"));
        let strava = page(&stage, "/running/devices/strava").await;
        assert!(strava.contains("Only you see what comes from it"));
        let band = page(&stage, "/running/devices/ble-heart-rate").await;
        assert!(band.contains("Record live"));
        for nowhere in ["nobody", "fit/pictures/file", "connections"] {
            let path = format!("/running/devices/{nowhere}");
            let answer = stage.app.get(&path, &stage.person).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_connects_and_what_came_is_told_until_it_is_disconnected() {
    both(|db| async move {
        let stage = stage(db).await;
        let secret = stage.full_key("health-connect").await;
        let at = "/running/devices/health-connect";
        page(&stage, at).await;
        let clock = &stage.app.app.clock;
        clock.set(clock.now() + TimeDelta::seconds(20));
        let coded = stage
            .app
            .send_form(&format!("{at}/pair"), &stage.person, &[])
            .await;
        assert_eq!(coded.header(header::CACHE_CONTROL), "no-store");
        let text = String::from_utf8_lossy(&coded.body).into_owned();
        assert!(text.contains("It works until 09:10"), "{text}");
        let code = text
            .split("<code>")
            .nth(1)
            .and_then(|rest| rest.split('<').next());
        let waiting = page(&stage, &format!("{at}?code=typed")).await;
        assert!(waiting.contains("has not brought the code yet"));
        let answer = stage.exchange(&secret, code.expect("a code"), "u-1").await;
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        clock.set(clock.now() + TimeDelta::seconds(10));
        let payload = json!({"sessions": [
            {"metadata": {"id": "s1"}, "startTime": "2026-11-20T06:00:00Z",
             "endTime": "2026-11-20T06:30:00Z", "exerciseType": 56,
             "heartRate": [{"samples": [{"time": "2026-11-20T06:00:00Z", "beatsPerMinute": 900}]}]},
        ]});
        let path = "/api/v1/ingest/payloads?user=u-1";
        let sent = stage.app.post(path, &secret, payload).await.json();
        assert_eq!(sent["items"][0]["status"], "new", "{sent}");
        let told = page(&stage, at).await;
        assert!(told.contains("1 workout, 1 left out"), "{told}");
        assert!(told.contains("A value that nothing measures."));
        let all = page(&stage, "/running/devices").await;
        assert!(all.contains("Last data: just now") && all.contains("1 left out"));
        let end = format!("/running/devices/connections/{id}/disconnect");
        let ended = stage
            .app
            .send_form(&end, &stage.person, &[("data", "delete")])
            .await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        let all = page(&stage, ended.header(header::LOCATION)).await;
        assert!(all.contains("What came by it is deleted"));
        assert_eq!(stage.workouts().await, 0);
        // Half a minute from choosing it to its first data.
        let analyst = "publisher@example.org";
        let granted = admin::grant(&stage.app.app.db, clock, analyst, Role::Analyst).await;
        assert!(granted.is_ok());
        let leads = stage
            .app
            .get("/api/v1/insights/lead-times", &stage.publisher)
            .await
            .json();
        assert_eq!(
            leads["devices"],
            json!([{"adapter": "health-connect", "version": "1.0.0", "chosen": 1, "began": 1,
                "connected": 1, "first_data": 1, "median_s": 30.0, "p95_s": 30.0}])
        );
    })
    .await;
}

#[tokio::test]
async fn files_have_their_first_data_with_the_first_that_is_loaded() {
    both(|db| async move {
        let stage = stage(db).await;
        let app = &stage.app.app;
        page(&stage, "/running/devices/fit").await;
        let begin = "/running/devices/fit/begin?how=file";
        let led = stage.app.send_form(begin, &stage.person, &[]).await;
        assert_eq!(led.header(header::LOCATION), "/running/record?from=files");
        let wrong = "/running/devices/fit/begin?how=ble";
        let refused = stage.app.send_form(wrong, &stage.person, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        // What somebody types is no data of a device.
        let typed = json!({"sport": "running.run", "start": "2026-11-19T06:00:00Z",
            "metrics": {"core.duration": 1800}});
        stage
            .app
            .post("/api/v1/workouts", &stage.person, typed)
            .await;
        let long_ago = app.clock.now() - TimeDelta::days(1);
        let ways = setups_since(app, long_ago).await.expect("ways");
        assert_eq!((ways.len(), ways[0].first_data_at), (1, None));
        app.clock.set(app.clock.now() + TimeDelta::minutes(1));
        let start = MORNING.parse().expect("a time");
        let course = stadion_activity::sample::Run::new(start, 1_800, 7);
        let upload = crate::domains::workouts::import::Upload {
            name: "watch.fit".into(),
            bytes: stadion_activity::sample::fit(&course).into(),
        };
        crate::domains::workouts::import::import(app, stage.user_id, None, vec![upload]).await;
        let ways = setups_since(app, long_ago).await.expect("ways");
        let took = ways[0].first_data_at.expect("data") - ways[0].chosen_at;
        assert_eq!(took, TimeDelta::minutes(1));
        assert_eq!(ways[0].how.as_deref(), Some("file"));
    })
    .await;
}

#[tokio::test]
async fn a_maker_without_a_folder_has_a_page_too() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("acme-watch").await;
        stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        let told = page(&stage, "/running/devices/acme-watch").await;
        assert!(told.contains("1 workout") && told.contains("Disconnect"));
    })
    .await;
}
