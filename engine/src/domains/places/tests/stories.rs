//! Places through the API and the pages, on both databases.

use axum::http::{Method, StatusCode, header};
use bytes::Bytes;
use serde_json::json;
use stadion_activity::sample::{self, Run};
use uuid::Uuid;

use crate::db::testing::both;
use crate::domains::places::data::PlaceData;
use crate::domains::places::{service, store};
use crate::domains::workouts::import::{Upload, import};
use crate::domains::workouts::tests::{app, at};
use crate::testing::{Answer, TestApp};
use crate::userdata::UserData;

pub(crate) fn html(answer: &Answer) -> String {
    let text = String::from_utf8(answer.body.clone()).expect("text");
    let text = text.replace("&#x2f;", "/").replace('\u{a0}', " ");
    assert!(!text.contains(" style=") && !text.contains("<script>") && !text.contains('⟦'));
    text
}

/// Half an hour through a park, as a watch recorded it.
pub(crate) async fn recorded(app: &TestApp, user_id: Uuid) -> Uuid {
    let bytes = sample::fit(&Run::new(at("2026-11-20T06:00:00Z"), 3_600, 7));
    let upload = Upload {
        name: "run.fit".into(),
        bytes: Bytes::from(bytes),
    };
    let outcomes = import(&app.app, user_id, Some("Europe/Berlin"), vec![upload]).await;
    outcomes[0].workouts[0].id
}

#[tokio::test]
async fn places_are_added_changed_deleted_and_bounded_by_the_api() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("places@example.org").await;
        let (_, other) = app.register_confirmed("other@example.org").await;
        let path = "/api/v1/me/places";
        let home = json!({"name": " Home ", "latitude": 52.5145, "longitude": 13.3501});
        let made = app.post(path, &token, home.clone()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        let made = made.json();
        assert_eq!(
            (&made["name"], &made["radius_m"]),
            (&json!("Home"), &json!(400.0))
        );
        assert!(made.get("secret").is_none());
        let at = format!("{path}/{}", made["id"].as_str().expect("id"));
        let ask = |body| app.call(Method::PATCH, &at, Some(&token), Some(body));
        let changed = ask(json!({"radius_m": 800})).await.json();
        assert_eq!(
            (&changed["name"], &changed["radius_m"]),
            (&json!("Home"), &json!(800.0))
        );
        let wrong = json!({"name": "", "latitude": 91, "longitude": -181, "radius_m": 49});
        let wrong = ask(wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.json()["errors"].as_array().map(Vec::len), Some(4));
        // Nobody else's.
        let theirs = app.call(Method::DELETE, &at, Some(&other), None).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!(app.get(path, &other).await.json()["items"], json!([]));
        for _ in 1..20 {
            let more = app.post(path, &token, home.clone()).await;
            assert_eq!(more.status, StatusCode::CREATED);
        }
        let full = app.post(path, &token, home).await;
        assert_eq!(full.json()["code"], "too-many-places");
        let gone = app.call(Method::DELETE, &at, Some(&token), None).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        let again = app.call(Method::DELETE, &at, Some(&token), None).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let items = app.get(path, &token).await.json();
        assert_eq!(items["items"].as_array().map(Vec::len), Some(19));
    })
    .await;
}

#[tokio::test]
async fn a_person_without_scripts_hides_a_place_and_where_a_workout_starts() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("pages@example.org").await;
        let page = "/running/places";
        let first = html(&app.get(page, &token).await);
        assert!(first.contains("No hidden places yet") && first.contains("400 m"));
        let form = [
            ("name-new", "Home"),
            ("position-new", "north"),
            ("radius-new", "200"),
        ];
        let wrong = app.send_form(page, &token, &form).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = html(&wrong);
        assert!(
            wrong.contains("value=\"north\"") && wrong.contains("aria-invalid"),
            "{wrong}"
        );
        assert!(wrong.contains("<option value=\"200\" selected>"));
        let form = [
            ("name-new", "Home"),
            ("position-new", "52,5, 13,4"),
            ("radius-new", "200"),
        ];
        let added = app.send_form(page, &token, &form).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", html(&added));
        let places = store::all(&app.app.db, user_id).await.expect("places");
        let shown = html(&app.get("/running/places?did=added", &token).await);
        assert!(shown.contains("Hidden from others.") && shown.contains("52.50000, 13.40000"));
        let at = format!("{page}/{}", places[0].id);
        let form = [
            ("name-x", ""),
            ("position-x", "52.5, 13.4"),
            ("radius-x", "800"),
        ];
        let wrong = app.send_form(&at, &token, &form).await;
        assert!(html(&wrong).contains("<details class=\"past\" open>"));
        // By a workout.
        let workout = format!("/running/workouts/{}", recorded(&app, user_id).await);
        let shown = html(&app.get(&workout, &token).await);
        assert!(shown.contains("Hide the start") && shown.contains("Nobody but you"));
        let hide = format!("{workout}/hide");
        let hidden = app.send_form(&hide, &token, &[("end", "start")]).await;
        assert_eq!(hidden.header(header::LOCATION), "/running/places?did=added");
        let again = app.send_form(&hide, &token, &[("end", "start")]).await;
        assert_eq!(
            again.header(header::LOCATION),
            "/running/places?did=covered"
        );
        let places = store::all(&app.app.db, user_id).await.expect("places");
        assert_eq!(places.len(), 2);
        assert!((places[1].latitude - 52.5145).abs() < 0.001, "{places:?}");
        let gone = app.send_form(&format!("{at}/delete"), &token, &[]).await;
        assert_eq!(gone.header(header::LOCATION), "/running/places?did=deleted");
        let account = html(&app.get("/account/places", &token).await);
        assert!(account.contains("Start, "));
    })
    .await;
}

#[tokio::test]
async fn places_go_along_with_the_data_and_with_the_account() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("data@example.org").await;
        let said = service::Said {
            name: "Home".into(),
            latitude: 52.5,
            longitude: 13.4,
            radius_m: 400.0,
        };
        let place = service::add(&app.app, user_id, &said).await.expect("added");
        let files = PlaceData.export(&app.app, user_id).await.expect("files");
        let text = String::from_utf8(files[0].bytes.clone()).expect("text");
        assert!(text.contains("\"Home\"") && text.contains("400"));
        assert!(
            !text.contains(&place.secret),
            "what decides the shift stays here"
        );
        let mut tx = db.begin().await.expect("transaction");
        PlaceData.erase(&mut tx, user_id).await.expect("erased");
        tx.commit().await.expect("committed");
        assert!(store::all(&db, user_id).await.expect("places").is_empty());
    })
    .await;
}
