//! The pages and the API, through the real router.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use image::ImageFormat;
use serde_json::{Value, json};

use crate::db::testing::both;
use crate::domains::profile::photo::{PHOTO_MAX, tests::sample};
use crate::domains::workouts::tests::app;
use crate::testing::{Answer, TestApp, request, with_form};

async fn patch(test: &TestApp, token: &str, path: &str, body: Value) -> Answer {
    test.call(Method::PATCH, path, Some(token), Some(body))
        .await
}

/// A page as a browser of that language asks for it.
async fn page(test: &TestApp, token: &str, path: &str, form: Option<&[(&str, &str)]>) -> Answer {
    let method = if form.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    let mut request = request(method, path, Some(token), None);
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, "text/html".parse().expect("a header"));
    if let Some(fields) = form {
        request = with_form(request, fields);
    }
    test.send(request).await
}

#[track_caller]
fn seen(answer: &Answer, status: StatusCode, texts: &[&str]) {
    let page = String::from_utf8_lossy(&answer.body).replace('\u{a0}', " ");
    let page = page.replace("&#x2f;", "/");
    assert_eq!(answer.status, status, "{page}");
    assert!(!page.contains('⟦'), "a text is missing");
    for text in texts {
        assert!(page.contains(text), "no `{text}` in {page}");
    }
}

#[tokio::test]
async fn the_api_says_and_reads_by_day() {
    both(|db| async move {
        let test = app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let me = "/api/v1/me/profile";
        let sent = json!({"from": "2026-01-01", "weight": 70.5, "category": "athlete", "max_heart_rate": 190});
        let answer = patch(&test, &token, me, sent).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.json()["weight"], 70.5);
        let back = patch(&test, &token, me, json!({"category": null})).await.json();
        assert_eq!(back["category"], Value::Null);
        let then = test.get(&format!("{me}?on=2026-05-05"), &token).await.json();
        assert_eq!((&then["category"], &then["weight"]), (&json!("athlete"), &json!(70.5)));
        let before = test.get(&format!("{me}?on=2025-12-31"), &token).await.json();
        assert_eq!(before["weight"], Value::Null);
        for (body, field) in [
            (json!({"weight": 5}), "/weight"),
            (json!({"birth_date": "soon"}), "/birth_date"),
            (json!({"from": "2040-01-01"}), "/from"),
            (json!({"shoe_size": 44}), "/shoe_size"),
        ] {
            let refused = patch(&test, &token, me, body).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
            assert_eq!(refused.json()["errors"][0]["field"], field);
        }
        let run = "/api/v1/me/sports/running.run/profile";
        let sent = json!({"threshold_pace": 4.0, "zones_heart_rate": {"method": "max_heart_rate"}});
        let told = patch(&test, &token, run, sent).await.json();
        let kinds: Vec<_> = told["zones"].as_array().expect("zones").iter().map(|z| &z["kind"]).collect();
        assert_eq!(kinds, ["heart_rate", "pace"]);
        assert_eq!(told["zones"][0]["zones"][0], json!({"from": 95.0, "to": 114.0}));
        let pack = test.get("/api/v1/me/sports/running/profile", &token).await.json();
        assert_eq!(pack["threshold_pace"], Value::Null);
        for path in ["/api/v1/me/sports/nothing/profile", "/api/v1/me/sports/running.no/profile"] {
            assert_eq!(test.get(path, &token).await.status, StatusCode::NOT_FOUND);
            let refused = patch(&test, &token, path, json!({"ftp": 200})).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn a_photo_is_kept_shown_to_its_owner_and_removed() {
    both(|db| async move {
        let test = app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let path = "/api/v1/me/photo";
        assert_eq!(test.get(path, &token).await.status, StatusCode::NOT_FOUND);
        let put = async |kind: &str, bytes: Vec<u8>| {
            let mut request = request(Method::PUT, path, Some(&token), None);
            let kind = kind.parse().expect("a header");
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
            *request.body_mut() = Body::from(bytes);
            test.send(request).await.status
        };
        let png = || sample(ImageFormat::Png, 300, 200);
        assert_eq!(
            put("image/gif", png()).await,
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        );
        assert_eq!(
            put("image/png", b"none".to_vec()).await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            put("image/png", vec![0; PHOTO_MAX + 1]).await,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        assert_eq!(put("image/png", png()).await, StatusCode::NO_CONTENT);
        for path in [path, "/account/photo"] {
            let shown = test.get(path, &token).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert_eq!(shown.header(header::CONTENT_TYPE), "image/jpeg");
            assert_eq!(shown.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert!(shown.header(header::CACHE_CONTROL).contains("private"));
            let stranger = test.call(Method::GET, path, None, None).await;
            assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
        }
        let account = page(&test, &token, "/running/me", None).await;
        seen(
            &account,
            StatusCode::OK,
            &["<img src=\"/account/photo?v=", "href=\"/running/profile\""],
        );
        let removed = test.call(Method::DELETE, path, Some(&token), None).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT);
        assert_eq!(test.get(path, &token).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_page_keeps_what_is_typed_by_day() {
    both(|db| async move {
        let test = app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let path = "/running/profile";
        let blank = page(&test, &token, path, None).await;
        seen(
            &blank,
            StatusCode::OK,
            &["Say your threshold pace", "value=\"2026-11-21\"", "My gear"],
        );
        let person = [
            ("birth_date", "1992-03-04"),
            ("category", "athlete"),
            ("weight", "71,5"),
            ("max_heart_rate", "190"),
            ("region", "DE"),
            ("from", "2026-11-21"),
        ];
        let saved = page(&test, &token, "/running/profile/person", Some(&person)).await;
        assert_eq!(
            saved.header(header::LOCATION),
            "/running/profile?did=saved",
            "{saved:?}"
        );
        let texts = [
            "34 years, adult",
            "value=\"71.5\"",
            "95–114 bpm",
            "From 21 November 2026",
        ];
        seen(
            &page(&test, &token, path, None).await,
            StatusCode::OK,
            &texts,
        );
        // The same again says nothing new; the day alone moved back does.
        let facts = async || {
            test.get("/api/v1/me/profile?on=2026-02-01", &token)
                .await
                .json()
        };
        let many = facts().await["history"].as_array().map(Vec::len);
        page(&test, &token, "/running/profile/person", Some(&person)).await;
        assert_eq!(facts().await["history"].as_array().map(Vec::len), many);
        let mut earlier = person;
        earlier[5].1 = "2026-02-01";
        page(&test, &token, "/running/profile/person", Some(&earlier)).await;
        assert_eq!(facts().await["weight"], 71.5);
    })
    .await;
}

#[tokio::test]
async fn the_page_of_an_app_keeps_zones_and_says_what_cannot_be() {
    both(|db| async move {
        let test = app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let path = "/running/profile";
        let sport = [
            ("sport_category", ""),
            ("threshold_pace", "4:10"),
            ("threshold_heart_rate", "172"),
            ("zones_heart_rate", "by_hand"),
            ("bounds_heart_rate", "110 130, 150"),
            ("sport_from", "2026-11-21"),
        ];
        let saved = page(&test, &token, "/running/profile/sport", Some(&sport)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{saved:?}");
        let texts = [
            "value=\"4:10\"",
            "110–130 bpm",
            "150 bpm and more",
            "By hand",
            "slower than 5:23 min/km",
        ];
        seen(
            &page(&test, &token, path, None).await,
            StatusCode::OK,
            &texts,
        );
        let told = test
            .get("/api/v1/me/sports/running/profile", &token)
            .await
            .json();
        assert_eq!(told["threshold_pace"], 4.0);
        // What cannot be stays as typed, with the reason beside it.
        let wrong = [
            ("weight", "5"),
            ("max_heart_rate", "fast"),
            ("from", "2026-11-21"),
        ];
        let refused = page(&test, &token, "/account/profile/person", Some(&wrong)).await;
        seen(
            &refused,
            StatusCode::UNPROCESSABLE_ENTITY,
            &["value=\"fast\"", "Write a heart rate from 60"],
        );
        let wrong = [("weight", "5"), ("from", "2026-11-21")];
        let refused = page(&test, &token, "/account/profile/person", Some(&wrong)).await;
        seen(
            &refused,
            StatusCode::UNPROCESSABLE_ENTITY,
            &["A weight is from 10 to 500"],
        );
        let wrong = [
            ("zones_heart_rate", "by_hand"),
            ("bounds_heart_rate", "130 110"),
            ("sport_from", "2026-11-21"),
        ];
        let refused = page(&test, &token, "/running/profile/sport", Some(&wrong)).await;
        seen(
            &refused,
            StatusCode::UNPROCESSABLE_ENTITY,
            &["Write two to ten heart rates", "value=\"130 110\""],
        );
        let russian = json!({"locale": "ru"});
        test.call(Method::PATCH, "/api/v1/me", Some(&token), Some(russian))
            .await;
        let texts = ["Зоны пульса", "С 21 ноября 2026", "36 лет, взрослый"];
        seen(
            &page(&test, &token, path, None).await,
            StatusCode::OK,
            &texts,
        );
        assert_eq!(
            page(&test, &token, "/nowhere/profile", None).await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}
