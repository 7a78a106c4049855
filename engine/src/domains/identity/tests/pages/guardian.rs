//! A child registers, waits, and a guardian answers.

use serde_json::json;

use super::*;
use crate::domains::identity::store::consents;
use crate::testing::{BIRTH_DATE, request};

const MIA: &str = "mia@example.org";
const PARENT: &str = "parent@example.org";
const BORN: &str = "2016-05-05";

const FORM: [(&str, &str); 6] = [
    ("name", "Mia"),
    ("email", MIA),
    ("password", PASSWORD),
    ("consent", "true"),
    ("birth_date", BORN),
    ("region", "AT"),
];

/// Registered and confirmed, with the guardian asked.
async fn child(test: &TestApp) -> Browser<'_> {
    let mut browser = Browser::new(test, "en");
    let refused = browser.post("/register", &FORM).await;
    let texts = [
        "E-mail of your parent",
        "not your own",
        "value=\"2016-05-05\"",
    ];
    seen(&refused, StatusCode::UNPROCESSABLE_ENTITY, &texts);
    let mut form = FORM.to_vec();
    form.push(("guardian", MIA));
    let own = browser.post("/register", &form).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    form[6].1 = PARENT;
    let sent = browser.post("/register", &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", html(&sent));
    let link = format!("/confirm/{}", test.mailed_token(MIA).await);
    led_to(&browser.post(&link, &[]).await, "/guardian");
    browser
}

async fn bearer(test: &TestApp) -> String {
    let body = json!({"email": MIA, "password": PASSWORD});
    let begun = test
        .call(Method::POST, "/api/v1/sessions", None, Some(body))
        .await;
    begun.json()["token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn a_child_waits_until_the_guardian_agrees() {
    both(|db| async move {
        let test = app(db.clone()).await;
        let mut browser = child(&test).await;
        let waiting = browser.get("/guardian").await;
        seen(
            &waiting,
            StatusCode::OK,
            &["Waiting for your guardian", PARENT, "Asked"],
        );
        for path in [
            "/account",
            "/running/workouts",
            "/running/profile",
            "/account/photo",
        ] {
            let refused = browser.get(path).await;
            let led = refused.status == StatusCode::SEE_OTHER;
            assert!(
                led || refused.status == StatusCode::FORBIDDEN,
                "{path}: {refused:?}"
            );
        }
        led_to(&browser.post("/running/join", &[]).await, "/guardian");
        // An address of everyone's is shown as to anyone.
        let front = html(&browser.get("/running/").await);
        assert!(front.contains("Log in") && !front.contains("Mia"));
        let token = bearer(&test).await;
        for (method, path) in [
            (Method::GET, "/api/v1/me"),
            (Method::GET, "/api/v1/me/profile"),
            (Method::GET, "/api/v1/workouts"),
            (Method::POST, "/api/v1/me/tokens"),
            (Method::GET, "/api/v1/me/export"),
        ] {
            let refused = test.call(method, path, Some(&token), None).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(refused.json()["code"], "guardian-needed");
        }
        let told = test.get("/api/v1/me/guardian", &token).await.json();
        assert_eq!(
            (&told["email"], told["confirmed_at"].is_null()),
            (&json!(PARENT), true)
        );
        let secret = test.mailed_token(PARENT).await;
        let link = format!("/guardian/link/{secret}");
        let mut parent = Browser::new(&test, "ru");
        let asked = parent.get(&link).await;
        seen(
            &asked,
            StatusCode::OK,
            &["Можно ли вашему ребёнку", "Mia", MIA],
        );
        let agreed = parent.post(&format!("{link}/agree"), &[]).await;
        seen(&agreed, StatusCode::OK, &["Вы дали согласие"]);
        let again = parent.post(&format!("{link}/decline"), &[]).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST, "a link works once");
        assert!(
            test.mail()
                .await
                .iter()
                .any(|mail| mail.recipient == MIA && mail.subject == "Your account is ready")
        );
        led_to(&browser.get("/guardian").await, "/account");
        seen(
            &browser.get("/account").await,
            StatusCode::OK,
            &["A guardian agreed", "version 2026-11"],
        );
        let me = test.get("/api/v1/me", &token).await;
        assert_eq!(me.status, StatusCode::OK);
        let id = me.json()["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        let given = consents(&db, id).await.unwrap();
        assert!(
            given
                .iter()
                .any(|consent| consent.kind == "guardian" && consent.given)
        );
        let person = test.get("/api/v1/me/profile", &token).await.json();
        assert_eq!(
            (&person["age_group"], &person["region"]),
            (&json!("child"), &json!("AT"))
        );
        // A child may not speak for the guardian.
        let own = json!({"kind": "guardian", "given": true});
        let refused = test.post("/api/v1/me/consents", &token, own).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_guardian_who_declines_deletes_the_account() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = child(&test).await;
        let token = bearer(&test).await;
        let first = test.mailed_token(PARENT).await;
        led_to(
            &browser.post("/guardian/again", &[]).await,
            "/guardian?did=sent",
        );
        let second = test.mailed_token(PARENT).await;
        assert_ne!(first, second);
        let answer = json!({"token": first, "agree": true});
        let old = test
            .call(Method::POST, "/api/v1/guardians/answer", None, Some(answer))
            .await;
        assert_eq!(old.json()["code"], "link-used-up");
        // Another guardian is asked; the one before can no longer answer.
        let wrong = browser.post("/guardian/name", &[("guardian", MIA)]).await;
        seen(&wrong, StatusCode::UNPROCESSABLE_ENTITY, &["not your own"]);
        let other = [("guardian", "aunt@example.org")];
        led_to(
            &browser.post("/guardian/name", &other).await,
            "/guardian?did=sent",
        );
        seen(
            &browser.get("/guardian?did=sent").await,
            StatusCode::OK,
            &["aunt@example.org", "on its way"],
        );
        let answer = json!({"token": second, "agree": true});
        let old = test
            .call(Method::POST, "/api/v1/guardians/answer", None, Some(answer))
            .await;
        assert_eq!(old.json()["code"], "link-used-up");
        let answer = json!({"token": test.mailed_token("aunt@example.org").await, "agree": false});
        let declined = test
            .call(Method::POST, "/api/v1/guardians/answer", None, Some(answer))
            .await;
        assert_eq!(declined.status, StatusCode::NO_CONTENT, "{declined:?}");
        assert_eq!(
            test.get("/api/v1/me/guardian", &token).await.status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(
            browser.log_in(MIA, "/").await.status,
            StatusCode::UNAUTHORIZED
        );
        assert!(
            test.mail()
                .await
                .iter()
                .any(|mail| mail.recipient == MIA && mail.subject == "Your account is deleted")
        );
    })
    .await;
}

#[tokio::test]
async fn a_waiting_child_leaves_or_deletes_the_account_and_a_link_ends() {
    both(|db| async move {
        let test = app(db).await;
        let mut browser = child(&test).await;
        let link = format!("/guardian/link/{}", test.mailed_token(PARENT).await);
        let now = test.app.clock.now();
        test.app.clock.set(now + chrono::TimeDelta::days(29));
        assert_eq!(
            Browser::new(&test, "en").get(&link).await.status,
            StatusCode::OK
        );
        test.app.clock.set(now + chrono::TimeDelta::days(30));
        let late = Browser::new(&test, "en").get(&link).await;
        seen(
            &late,
            StatusCode::BAD_REQUEST,
            &["have the message sent again"],
        );
        test.app.clock.set(now);
        led_to(&browser.post("/logout", &[]).await, "/");
        let token = bearer(&test).await;
        led_to(&browser.log_in(MIA, "/running/").await, "/guardian");
        let wrong = browser
            .post("/guardian/delete", &[("delete_password", "no")])
            .await;
        seen(
            &wrong,
            StatusCode::UNPROCESSABLE_ENTITY,
            &["This is not your password"],
        );
        let word = [("delete_password", PASSWORD)];
        led_to(
            &browser.post("/guardian/delete", &word).await,
            "/login?done=deleted",
        );
        assert_eq!(
            test.get("/api/v1/me/guardian", &token).await.status,
            StatusCode::UNAUTHORIZED
        );
    })
    .await;
}

#[tokio::test]
async fn who_turns_out_to_be_a_child_waits_too() {
    both(|db| async move {
        let test = app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let say = async |body: serde_json::Value| {
            let path = "/api/v1/me/profile";
            test.call(Method::PATCH, path, Some(&token), Some(body))
                .await
        };
        // 15: a teen in Austria, a child in Germany.
        assert_eq!(
            say(json!({"region": "AT", "from": "2026-01-01"}))
                .await
                .status,
            StatusCode::OK
        );
        assert_eq!(
            say(json!({"birth_date": "2011-05-05"})).await.status,
            StatusCode::OK
        );
        assert_eq!(test.get("/api/v1/me", &token).await.status, StatusCode::OK);
        assert_eq!(say(json!({"region": "DE"})).await.status, StatusCode::OK);
        assert_eq!(
            say(json!({"birth_date": BIRTH_DATE})).await.json()["code"],
            "guardian-needed"
        );
        let guardian = test.get("/api/v1/me/guardian", &token).await.json();
        assert_eq!(guardian["email"], json!(null));
        let unnamed = test
            .post("/api/v1/me/guardian/mail", &token, json!({}))
            .await;
        assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
        let named = json!({"guardian": PARENT});
        let path = "/api/v1/me/guardian";
        let named = test
            .call(Method::PUT, path, Some(&token), Some(named))
            .await;
        assert_eq!(named.status, StatusCode::ACCEPTED, "{named:?}");
        let answer = json!({"token": test.mailed_token(PARENT).await, "agree": true});
        let agreed = test
            .call(Method::POST, "/api/v1/guardians/answer", None, Some(answer))
            .await;
        assert_eq!(agreed.status, StatusCode::NO_CONTENT);
        assert_eq!(test.get("/api/v1/me", &token).await.status, StatusCode::OK);
        // Who grew up while waiting waits no longer.
        let (_, other) = test.register_confirmed("bob@example.org").await;
        let path = "/api/v1/me/profile";
        let young = json!({"birth_date": "2010-12-01"});
        test.call(Method::PATCH, path, Some(&other), Some(young))
            .await;
        assert_eq!(
            test.get("/api/v1/me", &other).await.status,
            StatusCode::FORBIDDEN
        );
        test.app
            .clock
            .set(test.app.clock.now() + chrono::TimeDelta::days(20));
        let page = test
            .send(request(Method::GET, "/guardian", Some(&other), None))
            .await;
        led_to(&page, "/account");
        assert_eq!(test.get("/api/v1/me", &other).await.status, StatusCode::OK);
    })
    .await;
}
