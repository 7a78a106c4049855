use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use axum::http::{HeaderMap, Method, StatusCode, header};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::super::{admin, demo, forget_expired, store};
use super::{browser, log_in, pair, with_cookie};
use crate::db::Run;
use crate::db::testing::both;
use crate::testing::{self, PASSWORD, TestApp};
use crate::web::{Client, Role};

const ME: &str = "/api/v1/me";

async fn patch(test: &TestApp, token: &str, version: Option<&str>, body: Value) -> testing::Answer {
    let mut request = testing::request(Method::PATCH, ME, Some(token), Some(body));
    if let Some(version) = version {
        request
            .headers_mut()
            .insert(header::IF_MATCH, version.parse().unwrap());
    }
    test.send(request).await
}

#[tokio::test]
async fn a_profile_is_changed_on_the_version_that_was_read() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let read = test.get(ME, &token).await;
        let first = read.header(header::ETAG).to_owned();
        let change = json!({ "locale": "ru", "time_zone": "Europe/Moscow", "units": "imperial" });
        let changed = patch(&test, &token, Some(&first), change).await;
        assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
        assert_ne!(changed.header(header::ETAG), first);
        let late = patch(&test, &token, Some(&first), json!({ "units": "metric" })).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
        let cleared = patch(&test, &token, None, json!({ "locale": null }))
            .await
            .json();
        assert_eq!(cleared["locale"], Value::Null);
        assert_eq!(cleared["time_zone"], "Europe/Moscow");
        assert_eq!(cleared["units"], "imperial");
        let wrong = patch(&test, &token, None, json!({ "display_name": "" })).await;
        assert_eq!(wrong.json()["errors"][0]["field"], "/display_name");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, here) = test.register_confirmed("ann@example.org").await;
        let there = log_in(&test, "ann@example.org", PASSWORD).await.json();
        let there = there["token"].as_str().unwrap();
        assert_eq!(test.get(ME, there).await.status, StatusCode::OK);
        let change = |current: &'static str, new: &'static str| {
            let body = json!({ "current": current, "new": new });
            test.call(Method::PUT, "/api/v1/me/password", Some(&here), Some(body))
        };
        let wrong = change("not the password", "five other words nobody guesses").await;
        assert_eq!(wrong.json()["errors"][0]["field"], "/current");
        let weak = change(PASSWORD, "1234567890").await;
        assert_eq!(weak.json()["errors"][0]["field"], "/new");
        let done = change(PASSWORD, "five other words nobody guesses").await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        assert_eq!(test.get(ME, there).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(test.get(ME, &here).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_changed_by_its_new_mailbox() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        test.register_confirmed("bob@example.org").await;
        let ask = |email: &'static str| {
            test.post(
                "/api/v1/me/email",
                &token,
                json!({ "email": email, "password": PASSWORD }),
            )
        };
        let free = ask("anna@example.org").await;
        let known = ask("bob@example.org").await;
        assert_eq!((free.status, &free.body), (known.status, &known.body));
        assert_eq!(
            test.get(ME, &token).await.json()["email"],
            "ann@example.org"
        );
        let confirm = json!({ "token": test.mailed_token("anna@example.org").await });
        let path = "/api/v1/me/email/confirm";
        let answer = test.call(Method::POST, path, None, Some(confirm)).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
        assert_eq!(
            test.get(ME, &token).await.json()["email"],
            "anna@example.org"
        );
        let told = test.mail().await.pop().unwrap();
        assert_eq!(told.recipient, "ann@example.org");
    })
    .await;
}

#[tokio::test]
async fn consents_are_facts_with_version_and_time() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let path = "/api/v1/me/consents";
        for given in [true, false] {
            let body = json!({ "kind": "marketing", "given": given });
            assert_eq!(
                test.post(path, &token, body).await.status,
                StatusCode::CREATED
            );
        }
        let list = test.get(path, &token).await.json();
        let kinds: Vec<_> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["kind"].as_str(), c["given"].as_bool()))
            .collect();
        let [terms, yes, no] = kinds.as_slice() else {
            panic!("{kinds:?}")
        };
        assert_eq!(*terms, (Some("terms"), Some(true)));
        assert_eq!((yes.1, no.1), (Some(true), Some(false)));
        assert_eq!(list["items"][0]["version"], "2026-11");
        let terms = test
            .post(path, &token, json!({ "kind": "terms", "given": false }))
            .await;
        assert_eq!(terms.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn joining_a_sport_that_there_is_not_is_refused() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        for pack in ["quidditch", "..", "%2e%2e%2fetc"] {
            let path = format!("/api/v1/sports/{pack}/membership");
            let answer = test.call(Method::POST, &path, Some(&token), None).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{pack}");
        }
        let body = json!({ "from_pack": "a", "to_pack": "b" });
        let passage = test.post("/api/v1/me/passages", &token, body).await;
        assert_eq!(passage.status, StatusCode::NOT_FOUND);
        let list = test.get("/api/v1/me/memberships", &token).await;
        assert_eq!(list.json()["items"], json!([]));
    })
    .await;
}

fn unpack(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    files
}

#[tokio::test]
async fn my_data_is_downloaded_whole_and_without_secrets() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (id, token) = test.register_confirmed("ann@example.org").await;
        let (db, clock) = (&test.app.db, &test.app.clock);
        admin::grant(db, clock, "ann@example.org", Role::Author)
            .await
            .unwrap();
        let answer = test.get("/api/v1/me/export", &token).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/zip");
        assert!(
            answer
                .header(header::CONTENT_DISPOSITION)
                .contains("stadion-2026-11-21.zip")
        );
        let files = unpack(&answer.body);
        assert!(files["account/profile.json"].contains(&id.to_string()));
        assert!(files["account/consents.json"].contains("terms"));
        assert!(files.contains_key("account/sessions.json"));
        assert!(files["account/roles.json"].contains("author"));
        assert!(files["account/identities.json"].contains("\"local\""));
        assert!(
            files
                .values()
                .all(|text| !text.contains("argon2") && !text.contains(&token))
        );
    })
    .await;
}

#[tokio::test]
async fn a_deleted_account_leaves_nothing_but_the_fact() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (id, token) = test.register_confirmed("ann@example.org").await;
        let delete = |password: &'static str| {
            test.call(
                Method::DELETE,
                ME,
                Some(&token),
                Some(json!({ "password": password })),
            )
        };
        assert_eq!(
            delete("not the password").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let (app, blobs) = (&test.app, &test.app.blobs);
        let key = blobs.put(id, b"ride".to_vec()).await.unwrap();
        assert_eq!(delete(PASSWORD).await.status, StatusCode::NO_CONTENT);
        assert_eq!(test.get(ME, &token).await.status, StatusCode::UNAUTHORIZED);
        assert!(blobs.get(id, &key).await.is_err());
        // An upload that was under way, or a crash before the files went.
        let late = blobs.put(id, b"late ride".to_vec()).await.unwrap();
        app.clock.set(app.clock.now() + TimeDelta::minutes(11));
        forget_expired(app).await.unwrap();
        assert!(blobs.get(id, &late).await.is_err());
        for table in [
            "erasure",
            "users",
            "identity",
            "session",
            "api_token",
            "user_role",
            "mail_token",
            "consent",
            "membership",
            "passage",
            "idempotency",
            "registration",
        ] {
            let sql = format!("select cast(count(*) as bigint) from {table}");
            let (rows,): (i64,) = test.app.db.q(sqlx::AssertSqlSafe(sql)).one().await.unwrap();
            assert_eq!(rows, 0, "{table}");
        }
        let facts: Vec<(String, Option<uuid::Uuid>)> = test
            .app
            .db
            .q("select action, user_id from audit order by id")
            .all()
            .await
            .unwrap();
        assert_eq!(facts.last().unwrap().0, "account-erased");
        assert!(
            facts.iter().all(|(_, user)| user.is_none()),
            "{facts:?} still name {id}"
        );
        test.register_confirmed("ann@example.org").await;
    })
    .await;
}

#[tokio::test]
async fn roles_are_granted_by_address_and_open_what_they_name() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let (db, clock) = (&test.app.db, &test.app.clock);
        let grant = |role| admin::grant(db, clock, "Ann@example.org", role);
        assert!(grant(Role::Marketer).await.unwrap());
        assert!(!grant(Role::Marketer).await.unwrap(), "granted already");
        assert!(grant(Role::User).await.is_err());
        let nobody = admin::grant(db, clock, "nobody@example.org", Role::Admin).await;
        assert!(matches!(nobody, Err(admin::AdminError::NoAccount(_))));
        clock.set(clock.now() + chrono::TimeDelta::seconds(10));
        let me = test.get(ME, &token).await.json();
        assert_eq!(me["roles"], json!(["user", "marketer"]));
        let all = admin::list(db, None).await.unwrap();
        assert_eq!(all, [("ann@example.org".to_owned(), Role::Marketer)]);
        assert!(admin::list(db, Some(Role::Admin)).await.unwrap().is_empty());
        assert!(
            admin::revoke(db, clock, "ann@example.org", Role::Marketer)
                .await
                .unwrap()
        );
        assert!(
            !admin::revoke(db, clock, "ann@example.org", Role::Marketer)
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn demo_accounts_exist_on_a_demo_alone() {
    both(|db| async move {
        let test = testing::app(db.clone()).await;
        let refused = demo::create(&test.app, "Demo", "demo@example.org", PASSWORD).await;
        assert_eq!(refused.unwrap_err().status, 403);
        let test = testing::app_with(db, |config| config.demo = true).await;
        let id = demo::create(&test.app, "Demo", "demo@example.org", PASSWORD)
            .await
            .unwrap();
        let again = demo::create(&test.app, "Demo", "demo@example.org", PASSWORD)
            .await
            .unwrap();
        assert_eq!(id, again);
        let session = log_in(&test, "demo@example.org", PASSWORD).await;
        assert_eq!(session.status, StatusCode::CREATED);
    })
    .await;
}

/// The database of a demo, served in earnest: all know the password.
#[tokio::test]
async fn a_demo_account_opens_nothing_elsewhere() {
    both(|db| async move {
        const DEMO: &str = "demo@example.org";
        let there = testing::app_with(db.clone(), |config| config.demo = true).await;
        demo::create(&there.app, "Demo", DEMO, PASSWORD)
            .await
            .unwrap();
        let session = log_in(&there, DEMO, PASSWORD).await.json();
        let session = session["token"].as_str().unwrap();
        let cookie = browser(&there, DEMO).await;
        let body = json!({ "name": "bridge", "scopes": ["read"] });
        let made = there.post("/api/v1/me/tokens", session, body).await.json();
        let token = made["secret"].as_str().unwrap();
        assert_eq!(there.get(ME, token).await.status, StatusCode::OK);

        let here = testing::app(db).await;
        let refused = log_in(&here, DEMO, PASSWORD).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        for secret in [session, token] {
            let refused = here.get(ME, secret).await;
            assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        }
        let refused = with_cookie(&here, Method::GET, ME, pair(&cookie), &[], None).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        let asked = json!({ "email": DEMO });
        here.call(Method::POST, "/api/v1/password-resets", None, Some(asked))
            .await;
        let told = here.mail().await.pop().unwrap();
        assert_eq!(told.subject, "There is no account with this address");
    })
    .await;
}

#[tokio::test]
async fn the_people_of_cases_let_anybody_in_where_packs_are_worked_on_alone() {
    both(|db| async move {
        let none = HeaderMap::new();
        let client = Client {
            address: [127, 0, 0, 1].into(),
            agent: String::new(),
            accept_language: None,
        };
        let demo_server = testing::app_with(db.clone(), |config| config.demo = true).await;
        let one = demo::of_case(&demo_server.app, "One", 1).await.unwrap();
        let two = demo::of_case(&demo_server.app, "Two", 2).await.unwrap();
        let shown = demo::create(&demo_server.app, "Demo", "demo@example.org", PASSWORD);
        let shown = shown.await.unwrap();
        let refused = demo::enter(&demo_server.app, one, &client, &none, None).await;
        assert_eq!(refused.unwrap_err().status, 404);

        let test = testing::app_with(db, |config| {
            config.demo = true;
            config.worked_on = vec!["packs".into()];
        })
        .await;
        let (real, _) = test.register_confirmed("ann@example.org").await;
        let refused = demo::enter(&test.app, real, &client, &none, None).await;
        assert_eq!(refused.unwrap_err().status, 404);
        let let_in = demo::enter(&test.app, one, &client, &none, Some("//evil.example")).await;
        let let_in = let_in.unwrap();
        assert_eq!(let_in.headers()["location"], "/");
        assert!(let_in.headers().contains_key("set-cookie"));

        demo::keep_of_cases(&test.app, &[two]).await.unwrap();
        let db = &test.app.db;
        assert!(store::by_id(db, one).await.unwrap().is_none());
        for kept in [two, shown, real] {
            assert!(store::by_id(db, kept).await.unwrap().is_some());
        }
        assert_eq!(store::demo_accounts(db, "case-").await.unwrap(), [two]);
    })
    .await;
}
